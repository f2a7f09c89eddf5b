/** A job's file, read and understood: a table of rows, or messages. The file of the job that ran last is kept, so that each page does not read it again; only a copy, any other worker reads its own. */
import { createHash } from 'node:crypto';
import { AppError } from '../../kit/errors';
import type { Storage } from '../../kit/storage';
import { maxFileBytes, maxJsonBytes } from '../contract';
import type { FileProblem, MappingColumn, MappingQuestion } from '../contract/intake';
import { formatOf } from '../rules/format';
import type { ImportJobRecord } from '../store/import';
import { openHearing, type Hearing, type MessageFormat } from './hear';
import { prepareFile, type Prepared } from './prepare';

/** Files travel through storage: the HTTP door takes 6 MB. What the intake needs of it. */
export type StoragePort = Omit<Storage, 'peek'>;
export interface Messages extends Hearing { fileHash: string; format: MessageFormat }
export type Loaded = { table: Prepared } | { messages: Messages } | { problem: FileProblem; columns: string[]; mapping?: MappingQuestion };

/** `mappingFor`: what is remembered of the source for these headings. */
export function createLoader(storage: StoragePort, mappingFor: (job: ImportJobRecord, fingerprint: string) => Promise<MappingColumn[] | undefined>) {
  let latest: { importId: string; loaded: Loaded } | undefined;

  const read = async (job: ImportJobRecord): Promise<Loaded> => {
    const bytes = await storage.download(job.fileId);
    if (!bytes) throw new AppError('NOT_NOW', 'the file has not arrived', { reason: 'not_uploaded' });
    // The browser said a size; what arrived decides.
    if (bytes.length > maxFileBytes) return { problem: 'too_big', columns: [] };
    const format = formatOf(bytes);
    if (format) {
      if (format !== 'hl7' && bytes.length > maxJsonBytes) return { problem: 'too_big', columns: [] };
      const hearing = await openHearing(format, bytes, job.createdAt);
      if (hearing.refs.length === 0) return { problem: 'empty', columns: [] };
      return { messages: { ...hearing, fileHash: createHash('sha256').update(bytes).digest('hex'), format } };
    }
    const first = await prepareFile(bytes, job.createdAt, job.answer ?? undefined);
    const known = 'mapping' in first && first.mapping && !job.answer ? await mappingFor(job, first.mapping.fingerprint) : undefined;
    const prepared = known ? await prepareFile(bytes, job.createdAt, known) : first;
    if (!('problem' in prepared)) return { table: prepared.prepared };
    // Where every column is understood there is nothing to ask: what is missing is not in the file.
    const open = job.answer !== null || known !== undefined || prepared.mapping?.headings.some(({ heading, field, sure }) => heading.trim() !== '' && (field === null || !sure));
    const asked = open ? prepared.mapping : undefined;
    return { problem: prepared.problem, columns: prepared.columns, ...(asked && { mapping: asked }) };
  };

  return {
    async load(job: ImportJobRecord): Promise<Loaded> {
      if (latest?.importId === job._id) return latest.loaded;
      const loaded = await read(job);
      if (!('problem' in loaded)) latest = { importId: job._id, loaded };
      return loaded;
    },
    forget(importId: string): void {
      if (latest?.importId === importId) latest = undefined;
    },
  };
}
export type Loader = ReturnType<typeof createLoader>;
