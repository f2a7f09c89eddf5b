/** A run as others see it, and its counts. */
import type { ImportCounts, ImportJob } from '../contract/intake';
import type { ImportJobRecord } from '../store/import';

/** The source of what a colleague uploads, unless they name another. */
export const manualSource = '手工上传';

export const noCounts: ImportCounts = { processed: 0, registered: 0, corrected: 0, unchanged: 0, stale: 0, duplicate: 0, waiting: 0, rejected: 0, warned: 0, held: 0 };
/** A run as it is read: one that was stored before some of these fields existed gets what they would have said of it, so that an old run never keeps the list from being shown. */
export const readJob = (stored: ImportJobRecord): ImportJobRecord => {
  const job = { ...newer, ...stored };
  return { ...job, counts: { ...noCounts, ...job.counts }, mapping: job.mapping && 'fingerprint' in job.mapping ? job.mapping : null };
};
const newer = { mapping: null, answer: null, source: manualSource, rerunOf: '', undone: 0, undoneBy: '', undoPending: [] } satisfies Partial<ImportJobRecord>;

export function plus(a: ImportCounts, b: ImportCounts): ImportCounts {
  const sum = { ...a };
  for (const key of Object.keys(noCounts) as (keyof ImportCounts)[]) sum[key] = a[key] + b[key];
  return sum;
}

export const viewOf = ({ _id, fileName, size, state, problem, columns, format, encoding, rows, counts, headings, mapping, newDepartments, repeated, source, rerunOf, by, createdAt, finishedAt, undone, undoneBy }: ImportJobRecord): ImportJob =>
  ({ importId: _id, fileName, size, state, problem, columns, format, encoding, rows, counts, headings, mapping, newDepartments, repeated, source, rerunOf, by, createdAt, finishedAt, undone, undoneBy });
