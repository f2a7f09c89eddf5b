/** One page of a run: rows of a table, or messages, with what is to be reported of them. */
import { pageRows } from '../contract';
import type { ImportCounts } from '../contract/intake';
import { createDepartmentFinder } from '../rules/department';
import type { Saying } from '../rules/statement';
import type { ImportJobRecord } from '../store/import';
import { noCounts } from './job';
import type { Messages } from './load';
import { applyItems, type PagePorts } from './page';
import type { Prepared, PreparedRow } from './prepare';
import { rejectsOf, type RejectLine } from './reject';
import type { MessageLine } from './reject-message';
import type { RejectedRow } from './reject-workbook';
import { itemOf, type Item } from './said';
import { applySayings } from './sayings';

export interface PageDone { counts: ImportCounts; lines: (RejectLine | MessageLine)[]; /** The rows that lines speak of, whole. */ rejected: RejectedRow[]; newDepartments: string[]; last: boolean }

export async function pageOfRows(ports: PagePorts, job: ImportJobRecord, table: Prepared, now: number): Promise<PageDone> {
  const departments = await ports.departments.all();
  const find = createDepartmentFinder(departments);
  const rows = table.rows.slice(job.page * pageRows, (job.page + 1) * pageRows);
  const items = new Map<Item, { doubts: number }>();
  const lines: RejectLine[] = rows.flatMap((row) => rejectsOf(row, table.headings));
  for (const row of rows) {
    if (!row.record) continue;
    const match = find(row.record.departmentCode, row.record.department);
    const doubts = match.doubt ? [{ field: 'department' as const, problem: match.doubt, refused: false, value: row.record.department }] : [];
    items.set(itemOf(ports.cipher, sayingOf(row, row.record), { ref: `line ${row.line}`, fileAt: job.sourceAt, by: job.by, read: row.record }), { doubts: row.problems.length + doubts.length });
    lines.push(...rejectsOf({ line: row.line, problems: doubts }, table.headings));
  }
  const { applied, newDepartments } = await applyItems({ ...ports, departments: { ...ports.departments, all: async () => departments } }, [...items.keys()], { importId: job._id, by: '', reason: '', page: String(job.page), direct: false }, now);
  const counts = { ...noCounts, processed: rows.length };
  for (const row of rows) if (!row.record) counts[row.supersededBy === undefined ? 'rejected' : 'duplicate'] += 1;
  for (const [item, { outcome, held }] of applied) {
    counts[outcome] += 1;
    if (items.get(item)!.doubts > 0) counts.warned += 1;
    if (held && (outcome === 'registered' || outcome === 'corrected')) counts.held += 1;
  }
  const told = new Set(lines.map(({ line }) => line));
  const rejected = rows.filter(({ line }) => told.has(line)).map(({ line, raw }) => ({ line, cells: raw }));
  return { counts, lines, rejected, newDepartments, last: (job.page + 1) * pageRows >= table.rows.length };
}

/** A row is one saying about one stay, by all columns that the file has. */
const sayingOf = ({ cells }: PreparedRow, { patientNo, inpatientNo, visitTimes, updatedAt }: NonNullable<PreparedRow['record']>): Saying =>
  ({ kind: 'stay', patientNo, inpatientNo, visitTimes: String(visitTimes), into: '', cells, at: updatedAt, eventId: '' });

export async function pageOfMessages(ports: PagePorts, job: ImportJobRecord, { refs: all, of }: Messages, now: number): Promise<PageDone> {
  const refs = all.slice(job.page * pageRows, (job.page + 1) * pageRows);
  const run = { importId: job._id, by: '', reason: '', page: String(job.page), direct: false };
  const { results, held, newDepartments } = await applySayings(ports, { refs, heard: of(refs) }, run, { arrivedAt: job.sourceAt, now, sender: job.by });
  const counts = { ...noCounts, processed: refs.length, held };
  const lines: MessageLine[] = [];
  for (const { ref, eventId, outcome, problems } of results) {
    counts[outcome] += 1;
    if (outcome !== 'rejected' && problems.length > 0) counts.warned += 1;
    lines.push(...problems.map(({ place, problem, doubt }) => ({ ref, eventId, place, problem, refused: !doubt })));
  }
  return { counts, lines, rejected: [], newDepartments, last: (job.page + 1) * pageRows >= all.length };
}
