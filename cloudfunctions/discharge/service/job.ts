/** A run as others see it, and its counts. */
import type { ImportCounts, ImportJob } from '../contract/intake';
import type { ImportJobRecord } from '../store/import';

/** The source of what a colleague uploads, unless they name another. */
export const manualSource = '手工上传';

export const noCounts: ImportCounts = { processed: 0, registered: 0, corrected: 0, unchanged: 0, stale: 0, duplicate: 0, waiting: 0, rejected: 0, warned: 0, held: 0 };
export function plus(a: ImportCounts, b: ImportCounts): ImportCounts {
  const sum = { ...a };
  for (const key of Object.keys(noCounts) as (keyof ImportCounts)[]) sum[key] = a[key] + b[key];
  return sum;
}

export const viewOf = ({ _id, fileName, size, state, problem, columns, format, encoding, rows, counts, headings, mapping, newDepartments, repeated, source, rerunOf, by, createdAt, finishedAt, undone, undoneBy }: ImportJobRecord): ImportJob =>
  ({ importId: _id, fileName, size, state, problem, columns, format, encoding, rows, counts, headings, mapping, newDepartments, repeated, source, rerunOf, by, createdAt, finishedAt, undone, undoneBy });
