/**
 * Files in. One call of `run` works through one page; whoever calls next goes on where the job stands. A job's page number is moved by a conditional update, after the page's documents are
 * written: cut off anywhere, the page is done again with the same result; of two runners one counts.
 */
import { minute, day } from '../../kit/calendar';
import { randomToken } from '../../kit/crypto';
import { AppError, conflict, forbidden, invalid } from '../../kit/errors';
import type { ImportJob, MappingColumn } from '../contract/intake';
import { createDepartmentFinder } from '../rules/department';
import type { DepartmentStore } from '../store';
import type { ImportJobRecord, ImportStore } from '../store/import';
import { createLoader, type Loaded, type StoragePort } from './load';
import { manualSource, noCounts, plus, readJob, viewOf } from './job';
import type { PagePorts } from './page';
import { pageOfMessages, pageOfRows } from './run-page';
import { reportOf, sealPage } from './report';
import type { ReceivingService } from './receive';
import type { Undoing } from './undo';

export interface IntakePorts extends PagePorts { jobs: ImportStore; departments: DepartmentStore; storage: StoragePort; undoing: Pick<Undoing, 'step'>; receiving: Pick<ReceivingService, 'repair'>; command: PagePorts['command'] & { lt(value: number): unknown; set(value: unknown): unknown } }

export interface Started { importId: string; upload: { url: string; method: 'PUT'; headers: Record<string, string> } }
export interface Intake {
  start(file: { fileName: string; size: number; source?: string; rerunOf?: string }, by: string, now: number): Promise<Started>;
  run(importId: string, now: number): Promise<ImportJob>;
  status(importId: string): Promise<ImportJob>;
  list(page: { limit: number; cursor?: string }): Promise<{ jobs: ImportJob[]; next: string | null }>;
  /** A colleague's word on the columns; remembered for the source. */
  map(importId: string, columns: MappingColumn[], now: number): Promise<ImportJob>;
  /** What was said of a source's columns counts no more; FORBIDDEN for a source that nobody knows. */
  forget(source: string): Promise<void>;
  sources(): Promise<{ name: string; usedAt: number; remembered: number }[]>;
  /** `text`: one line a cell for systems, instead of a workbook of whole rows. */
  rejects(importId: string, now: number, text?: boolean): Promise<{ url: string | null; rows: number }>;
  tick(now: number): Promise<{ pages: number; cleared: number }>;
}

/** Later than any clock: nothing to clear away. */
const never = Number.MAX_SAFE_INTEGER;
/** A runner that has not moved its job for so long is gone. */
const idleAfter = 2 * minute;
/** An upload that never came is cleared after a day, a question about columns that nobody answers after a week. */
const abandonedAfter = day;
const unansweredAfter = 7 * day;
const rejectSeconds = 15 * 60;
/** Of a source the mappings last used are kept; a hospital changes its exports now and then (product default). */
const mappingsKept = 20;
/** A page takes about a second; a tick stays well inside the function's minute. */
const pagesPerTick = 10;

const isOver = ({ state }: ImportJobRecord): boolean => state === 'done' || state === 'failed' || state === 'undone';
const sourceId = (name: string): string => `source:${name}`;

export function createIntake(ports: IntakePorts): Intake {
  const { jobs: { jobs, rejects, sources }, departments, storage, cipher, command } = ports;
  const loader = createLoader(storage, async ({ source }, fingerprint) => (await sources.get(sourceId(source)))?.mappings.find((one) => one.fingerprint === fingerprint)?.columns);

  const find = async (importId: string): Promise<ImportJobRecord> => {
    const job = await jobs.get(importId);
    if (!job) throw forbidden();
    return readJob(job);
  };
  const finish = async (job: ImportJobRecord): Promise<void> => {
    loader.forget(job._id);
    await storage.remove(job.fileId).then(() => jobs.update({ _id: job._id }, { fileRemoved: true }), (defect: unknown) => ports.warn(defect));
  };

  /** First look: what the file is, whether its bytes came before, and which departments it brings. */
  const open = async (job: ImportJobRecord, loaded: Exclude<Loaded, { problem: unknown }>, now: number): Promise<void> => {
    const { fileHash, format } = 'table' in loaded ? loaded.table : loaded.messages;
    const [first] = await jobs.find({ fileHash }, { sort: [['createdAt', 'asc']], limit: 1 });
    const common = { state: 'running', fileHash, format, mapping: null, repeated: first !== undefined && first._id !== job._id, sourceAt: first ? Math.min(first.sourceAt, job.createdAt) : job.createdAt, touchedAt: now };
    const from = { _id: job._id, state: job.state };
    if ('messages' in loaded) {
      await jobs.update(from, { ...common, rows: loaded.messages.refs.length });
      return;
    }
    const known = createDepartmentFinder(await departments.all());
    const found = loaded.table.departments.map(({ code, name }) => known(code, name)).filter((match) => match.isNew).map((match) => match.department);
    const fresh = [...new Map(found.map((department) => [department.code, department])).values()];
    await departments.collection.insertMissing(fresh.map((department) => ({ _id: `dep:${department.code}`, ...department })));
    const { encoding, headings, rows } = loaded.table;
    await jobs.update(from, { ...common, encoding, headings, rows: rows.length, newDepartments: fresh.map((department) => department.name) });
  };

  const runPage = async (job: ImportJobRecord, loaded: Exclude<Loaded, { problem: unknown }>, now: number): Promise<void> => {
    const { counts, lines, rejected, newDepartments, last } = 'table' in loaded ? await pageOfRows(ports, job, loaded.table, now) : await pageOfMessages(ports, job, loaded.messages, now);
    for (const [part, { sealed, count }] of sealPage(cipher, { lines, rows: rejected }).entries()) {
      await rejects.insertMissing([{ _id: `reject:${job._id}:${job.page}${part === 0 ? '' : `:${part}`}`, importId: job._id, page: job.page, count, sealed, createdAt: now }]);
    }
    const won = await jobs.update({ _id: job._id, state: 'running', page: job.page }, {
      page: job.page + 1, counts: plus(job.counts, counts), rejectPages: job.rejectPages + (lines.length > 0 ? 1 : 0), touchedAt: now, ...(last && { state: 'done', finishedAt: now }),
      ...(newDepartments.length > 0 && { newDepartments: [...new Set([...job.newDepartments, ...newDepartments])] }),
    });
    if (won === 1 && last) await finish(job);
  };

  const step = async (importId: string, now: number): Promise<ImportJobRecord> => {
    const job = await find(importId);
    if (isOver(job) || job.state === 'mapping') return job;
    if (job.state === 'undoing') return ports.undoing.step(job, now);
    const loaded = await loader.load(job).catch(async (error: unknown) => {
      // Another runner may have finished and removed the file meanwhile.
      const current = await jobs.get(importId);
      if (current && isOver(current)) return readJob(current);
      throw error;
    });
    if ('_id' in loaded) return loaded;
    if ('problem' in loaded) {
      // People are asked; a system cannot answer at once, its run waits for them too.
      if (loaded.mapping) await jobs.update({ _id: job._id, state: job.state }, { state: 'mapping', mapping: command.set(loaded.mapping), columns: loaded.columns, touchedAt: now });
      else if ((await jobs.update({ _id: job._id, state: job.state }, { state: 'failed', problem: loaded.problem, columns: loaded.columns, finishedAt: now, touchedAt: now })) === 1) await finish(job);
    } else {
      if (job.state === 'uploading') await open(job, loaded, now);
      const running = job.state === 'uploading' ? await find(importId) : job;
      if (running.state === 'running') await runPage(running, loaded, now);
    }
    return find(importId);
  };

  return {
    async start({ fileName, size, source = manualSource, rerunOf = '' }, by, now) {
      if (rerunOf && !(await jobs.get(rerunOf))) throw forbidden();
      const importId = `import:${randomToken().slice(0, 22)}`;
      const extension = /\.(csv|xlsx|txt|tsv|hl7|json|ndjson)$/i.exec(fileName)?.[1]?.toLowerCase() ?? 'csv';
      const { fileId, url, headers } = await storage.uploadPlace(`imports/${importId.slice(7)}.${extension}`);
      await jobs.insert({
        _id: importId, fileId, fileName, size, by, createdAt: now, touchedAt: now, finishedAt: 0, state: 'uploading', problem: '', columns: [], fileHash: '', sourceAt: now, repeated: false,
        format: '', encoding: '', rows: 0, page: 0, counts: noCounts, headings: [], mapping: null, answer: null, newDepartments: [], source, rerunOf, undone: 0, undoneBy: '', undoPending: [],
        rejectPages: 0, fileRemoved: false, rejectFileId: '', rejectFileAt: never,
      });
      if (!(await sources.insert({ _id: sourceId(source), name: source, mappings: [], usedAt: now }))) await sources.update({ _id: sourceId(source) }, { usedAt: now });
      return { importId, upload: { url, method: 'PUT', headers } };
    },
    run: async (importId, now) => viewOf(await step(importId, now)),
    status: async (importId) => viewOf(await find(importId)),
    async list({ limit, cursor }) {
      const at = cursor === undefined ? null : /^(\d{1,16})\|(.+)$/.exec(cursor);
      if (cursor !== undefined && !at) throw invalid('cursor', 'wrong');
      const sort = [['createdAt', 'desc'], ['_id', 'desc']] as const;
      const same = at ? (await jobs.find({ createdAt: Number(at[1]) }, { sort: [['_id', 'desc']], limit: 1000 })).filter((job) => job._id < at[2]!) : [];
      const older = same.length > limit ? [] : await jobs.find(at ? { createdAt: command.lt(Number(at[1])) } : {}, { sort, limit: limit + 1 - same.length });
      const found = [...same, ...older];
      const last = found[limit - 1];
      return { jobs: found.slice(0, limit).map((job) => viewOf(readJob(job))), next: found.length > limit && last ? `${last.createdAt}|${last._id}` : null };
    },
    async map(importId, columns, now) {
      const job = await find(importId);
      if (job.state !== 'mapping' || !job.mapping) throw conflict('not_asked', 'nothing is asked about these columns');
      const { fingerprint } = job.mapping;
      const known = await sources.get(sourceId(job.source));
      const mappings = [{ fingerprint, columns }, ...(known?.mappings ?? []).filter((one) => one.fingerprint !== fingerprint)].slice(0, mappingsKept);
      if ((await jobs.update({ _id: importId, state: 'mapping' }, { state: 'uploading', answer: command.set(columns), mapping: null, columns: [], touchedAt: now })) === 0) throw conflict('answered', 'somebody answered it');
      await sources.set({ _id: sourceId(job.source), name: job.source, mappings, usedAt: now });
      return viewOf(await step(importId, now));
    },
    async forget(source) {
      if (!(await sources.get(sourceId(source)))) throw forbidden();
      await sources.update({ _id: sourceId(source) }, { mappings: command.set([]) });
    },
    sources: async () => (await sources.find({}, { sort: [['usedAt', 'desc']], limit: 100 })).map(({ name, usedAt, mappings }) => ({ name, usedAt, remembered: mappings.length })),
    async rejects(importId, now, text = false) {
      const report = await reportOf({ rejects, cipher }, await find(importId), text);
      if (!report) return { url: null, rows: 0 };
      const { fileId } = await storage.upload(`imports/${importId.slice(7)}-rejects.${report.ending}`, report.bytes);
      await jobs.update({ _id: importId }, { rejectFileId: fileId, rejectFileAt: now });
      return { url: await storage.addressOf(fileId, rejectSeconds), rows: report.rows };
    },
    async tick(now) {
      await ports.receiving.repair(now).catch((defect: unknown) => ports.warn(defect));
      let pages = 0;
      const idle = command.lt(now - idleAfter);
      const stalled = [...(await jobs.find({ state: 'running', touchedAt: idle }, { sort: [['touchedAt', 'asc']], limit: 3 })), ...(await jobs.find({ state: 'undoing', touchedAt: idle }, { sort: [['touchedAt', 'asc']], limit: 3 }))];
      for (const { _id, state: begun } of stalled) {
        try {
          for (let n = 1, state = ''; n <= pagesPerTick && (n === 1 || state === begun); n += 1, pages += 1) state = (await step(_id, now)).state;
        } catch (error) {
          // The next minute tries again after the others have had their turn; a file that is gone will not come back.
          const gone = error instanceof AppError && error.reason === 'not_uploaded';
          await jobs.update({ _id, state: begun }, { touchedAt: now, ...(gone && { state: 'failed', problem: 'not_uploaded', finishedAt: now }) });
          if (!gone) ports.warn(error);
        }
      }
      const abandoned = [
        ...(await jobs.find({ state: 'uploading', touchedAt: command.lt(now - abandonedAfter) }, { limit: 20 })).map((job) => ({ job, problem: 'not_uploaded' })),
        ...(await jobs.find({ state: 'mapping', touchedAt: command.lt(now - unansweredAfter) }, { limit: 20 })).map((job) => ({ job, problem: 'missing_columns' })),
      ];
      for (const { job, problem } of abandoned) {
        if ((await jobs.update({ _id: job._id, state: job.state }, { state: 'failed', problem, finishedAt: now, touchedAt: now })) === 1) await finish(job);
      }
      for (const job of await jobs.find({ rejectFileAt: command.lt(now - abandonedAfter) }, { limit: 20 })) {
        await storage.remove(job.rejectFileId);
        await jobs.update({ _id: job._id, rejectFileId: job.rejectFileId }, { rejectFileAt: never });
      }
      return { pages, cleared: abandoned.length };
    },
  };
}
