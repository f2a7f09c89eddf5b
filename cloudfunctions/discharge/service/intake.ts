/**
 * Files in. One call of `run` works through one page; whoever calls next goes on where the job stands. A job's page number is moved by a conditional update, after the page's documents are
 * written: cut off anywhere, the page is done again with the same result; of two runners one counts.
 */
import { minute, day } from '../../kit/calendar';
import { randomToken } from '../../kit/crypto';
import { AppError, forbidden } from '../../kit/errors';
import type { Storage } from '../../kit/storage';
import { maxFileBytes, pageRows } from '../contract';
import type { ImportCounts, ImportJob } from '../contract/intake';
import { createDepartmentFinder } from '../rules/department';
import type { DepartmentStore, ImportJobRecord, ImportStore } from '../store';
import { itemOf, type Item } from './merge';
import { applyPage, type PagePorts } from './page';
import { prepareFile, type Prepared } from './prepare';
import { rejectFile, rejectsOf, type RejectLine } from './reject';

/** Files travel through storage: the HTTP door takes 100 KB. What the intake needs of it. */
export type StoragePort = Omit<Storage, 'peek'>;
export interface IntakePorts extends PagePorts { jobs: ImportStore; departments: DepartmentStore; storage: StoragePort; command: PagePorts['command'] & { lt(value: number): unknown } }

export interface Intake {
  start(file: { fileName: string; size: number }, by: string, now: number): Promise<{ importId: string; upload: { url: string; method: 'PUT'; headers: Record<string, string> } }>;
  run(importId: string, now: number): Promise<ImportJob>;
  status(importId: string): Promise<ImportJob>;
  list(limit: number): Promise<ImportJob[]>;
  rejects(importId: string, now: number): Promise<{ url: string | null; rows: number }>;
  tick(now: number): Promise<{ pages: number; cleared: number }>;
}

const noCounts: ImportCounts = { processed: 0, registered: 0, corrected: 0, unchanged: 0, stale: 0, duplicate: 0, waiting: 0, rejected: 0, warned: 0, held: 0 };
/** Later than any clock: nothing to clear away. */
const never = Number.MAX_SAFE_INTEGER;
/** A runner that has not moved its job for so long is gone. */
const idleAfter = 2 * minute;
/** An upload that never came is cleared after a day. */
const abandonedAfter = day;
const rejectSeconds = 15 * 60;

export const viewOf = ({ _id, fileName, size, state, problem, columns, format, encoding, rows, counts, headings, mapping, newDepartments, repeated, source, rerunOf, by, createdAt, finishedAt, undone }: ImportJobRecord): ImportJob =>
  ({ importId: _id, fileName, size, state, problem, columns, format, encoding, rows, counts, headings, mapping, newDepartments, repeated, source, rerunOf, by, createdAt, finishedAt, undone });

export function createIntake(ports: IntakePorts): Intake {
  const { jobs: { jobs, rejects }, departments, storage, cipher } = ports;
  // The file of the job that ran last, so that each page does not read it again. Only a copy: any other worker reads its own.
  let latest: { importId: string; prepared: Prepared } | undefined;

  const load = async (job: ImportJobRecord): Promise<Prepared | { problem: ImportJobRecord['problem'] & string; columns: string[] }> => {
    if (latest?.importId === job._id) return latest.prepared;
    const bytes = await storage.download(job.fileId);
    if (!bytes) throw new AppError('NOT_NOW', 'the file has not arrived', { reason: 'not_uploaded' });
    // The browser said a size; what arrived decides.
    if (bytes.length > maxFileBytes) return { problem: 'too_big', columns: [] };
    const read = await prepareFile(bytes, job.createdAt);
    if ('problem' in read) return read;
    latest = { importId: job._id, prepared: read.prepared };
    return read.prepared;
  };

  const finish = async (job: ImportJobRecord): Promise<void> => {
    if (latest?.importId === job._id) latest = undefined;
    await storage.remove(job.fileId).then(() => jobs.update({ _id: job._id }, { fileRemoved: true }), (defect: unknown) => ports.warn(defect));
  };

  /** First look: what the file is, whether its bytes came before, and which departments it brings. */
  const open = async (job: ImportJobRecord, prepared: Prepared, now: number): Promise<void> => {
    const [first] = await jobs.find({ fileHash: prepared.fileHash }, { sort: [['createdAt', 'asc']], limit: 1 });
    const find = createDepartmentFinder(await departments.all());
    const found = prepared.departments.map(({ code, name }) => find(code, name)).filter((match) => match.isNew).map((match) => match.department);
    const fresh = [...new Map(found.map((department) => [department.code, department])).values()];
    await departments.collection.insertMissing(fresh.map((department) => ({ _id: `dep:${department.code}`, ...department })));
    const { fileHash, format, encoding, headings, rows } = prepared;
    await jobs.update({ _id: job._id, state: 'uploading' }, {
      state: 'running', fileHash, format, encoding, headings, rows: rows.length, newDepartments: fresh.map((department) => department.name),
      repeated: first !== undefined && first._id !== job._id, sourceAt: first ? Math.min(first.sourceAt, job.createdAt) : job.createdAt, touchedAt: now,
    });
  };

  const runPage = async (job: ImportJobRecord, prepared: Prepared, now: number): Promise<void> => {
    const find = createDepartmentFinder(await departments.all());
    const rows = prepared.rows.slice(job.page * pageRows, (job.page + 1) * pageRows);
    const items = new Map<Item, { doubts: number }>();
    const lines: RejectLine[] = rows.flatMap((row) => rejectsOf(row, prepared.headings));
    for (const row of rows) {
      if (!row.record) continue;
      const match = find(row.record.departmentCode, row.record.department);
      const doubts = match.doubt ? [{ field: 'department' as const, problem: match.doubt, refused: false, value: row.record.department }] : [];
      items.set(itemOf(cipher, row.record, match.department, job.sourceAt), { doubts: row.problems.length + doubts.length });
      lines.push(...rejectsOf({ line: row.line, problems: doubts }, prepared.headings));
    }
    const outcomes = await applyPage(ports, [...items.keys()], job._id, now);
    const counts = { ...noCounts, processed: rows.length };
    for (const row of rows) if (!row.record) counts[row.supersededBy === undefined ? 'rejected' : 'duplicate'] += 1;
    for (const [item, outcome] of outcomes) {
      counts[outcome] += 1;
      if (items.get(item)!.doubts > 0) counts.warned += 1;
      if (item.held && (outcome === 'registered' || outcome === 'corrected')) counts.held += 1;
    }
    if (lines.length > 0) {
      await rejects.insertMissing([{ _id: `reject:${job._id}:${job.page}`, importId: job._id, page: job.page, count: lines.length, sealed: cipher.seal(JSON.stringify(lines), 'import_reject'), createdAt: now }]);
    }
    const last = (job.page + 1) * pageRows >= prepared.rows.length;
    const sum = Object.fromEntries(Object.entries(counts).map(([key, count]) => [key, job.counts[key as keyof ImportCounts] + count]));
    const won = await jobs.update({ _id: job._id, state: 'running', page: job.page }, {
      page: job.page + 1, counts: sum, rejectPages: job.rejectPages + (lines.length > 0 ? 1 : 0), touchedAt: now, ...(last && { state: 'done', finishedAt: now }),
    });
    if (won === 1 && last) await finish(job);
  };

  const step = async (importId: string, now: number): Promise<ImportJobRecord> => {
    const job = await jobs.get(importId);
    if (!job) throw forbidden();
    if (job.state === 'done' || job.state === 'failed') return job;
    const prepared = await load(job).catch(async (error: unknown) => {
      // Another runner may have finished and removed the file meanwhile.
      const current = await jobs.get(importId);
      if (current && (current.state === 'done' || current.state === 'failed')) return current;
      throw error;
    });
    if ('state' in prepared) return prepared;
    if ('problem' in prepared) {
      const won = await jobs.update({ _id: job._id, state: job.state }, { state: 'failed', problem: prepared.problem, columns: prepared.columns, finishedAt: now, touchedAt: now });
      if (won === 1) await finish(job);
    } else {
      if (job.state === 'uploading') await open(job, prepared, now);
      const running = job.state === 'uploading' ? (await jobs.get(importId))! : job;
      if (running.state === 'running') await runPage(running, prepared, now);
    }
    return (await jobs.get(importId))!;
  };

  return {
    async start({ fileName, size }, by, now) {
      const importId = `import:${randomToken().slice(0, 22)}`;
      const extension = /\.(csv|xlsx|txt|tsv)$/i.exec(fileName)?.[1]?.toLowerCase() ?? 'csv';
      const { fileId, url, headers } = await storage.uploadPlace(`imports/${importId.slice(7)}.${extension}`);
      await jobs.insert({
        _id: importId, fileId, fileName, size, by, createdAt: now, touchedAt: now, finishedAt: 0, state: 'uploading', problem: '', columns: [], fileHash: '', sourceAt: now, repeated: false,
        format: '', encoding: '', rows: 0, page: 0, counts: noCounts, headings: [], mapping: null, newDepartments: [], source: '手工上传', rerunOf: '', undone: 0, rejectPages: 0, fileRemoved: false, rejectFileId: '', rejectFileAt: never,
      });
      return { importId, upload: { url, method: 'PUT', headers } };
    },
    run: async (importId, now) => viewOf(await step(importId, now)),
    async status(importId) {
      const job = await jobs.get(importId);
      if (!job) throw forbidden();
      return viewOf(job);
    },
    list: async (limit) => (await jobs.find({}, { sort: [['createdAt', 'desc']], limit })).map(viewOf),
    async rejects(importId, now) {
      const job = await jobs.get(importId);
      if (!job) throw forbidden();
      const pages = await rejects.find({ importId }, { sort: [['page', 'asc']], limit: 1000 });
      const lines = pages.flatMap((page) => JSON.parse(cipher.open(page.sealed, 'import_reject')) as RejectLine[]);
      if (lines.length === 0) return { url: null, rows: 0 };
      const { fileId } = await storage.upload(`imports/${importId.slice(7)}-rejects.csv`, Buffer.from(rejectFile(lines), 'utf8'));
      await jobs.update({ _id: importId }, { rejectFileId: fileId, rejectFileAt: now });
      return { url: await storage.addressOf(fileId, rejectSeconds), rows: lines.length };
    },
    async tick(now) {
      let pages = 0;
      for (const { _id } of await jobs.find({ state: 'running', touchedAt: ports.command.lt(now - idleAfter) }, { sort: [['touchedAt', 'asc']], limit: 3 })) {
        try {
          for (let n = 1, state = ''; n <= pagesPerTick && (n === 1 || state === 'running'); n += 1, pages += 1) state = (await step(_id, now)).state;
        } catch (error) {
          // The next minute tries again after the others have had their turn; a file that is gone will not come back.
          const gone = error instanceof AppError && error.reason === 'not_uploaded';
          await jobs.update({ _id, state: 'running' }, { touchedAt: now, ...(gone && { state: 'failed', problem: 'not_uploaded', finishedAt: now }) });
          if (!gone) ports.warn(error);
        }
      }
      const abandoned = await jobs.find({ state: 'uploading', touchedAt: ports.command.lt(now - abandonedAfter) }, { limit: 20 });
      for (const job of abandoned) {
        if ((await jobs.update({ _id: job._id, state: 'uploading' }, { state: 'failed', problem: 'not_uploaded', finishedAt: now, touchedAt: now })) === 1) await finish(job);
      }
      for (const job of await jobs.find({ rejectFileAt: ports.command.lt(now - abandonedAfter) }, { limit: 20 })) {
        await storage.remove(job.rejectFileId);
        await jobs.update({ _id: job._id, rejectFileId: job.rejectFileId }, { rejectFileAt: never });
      }
      return { pages, cleared: abandoned.length };
    },
  };
}

/** A page takes about a second; a tick stays well inside the function's minute. */
const pagesPerTick = 10;
