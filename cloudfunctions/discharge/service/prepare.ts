/** The bytes of a file, read once: every row judged, duplicates decided, departments named. The same bytes and upload time always give the same result, so that a resumed import goes on as it began. */
import { createHash } from 'node:crypto';
import type { FileProblem } from '../contract';
import { findHeadingRow, matchHeadings, type Columns } from '../rules/heading';
import { readRow, sharedPhones, supersededRows, type CellProblem, type DischargeRow } from '../rules/row';
import { readTable, type Table } from './file';

/** `line` as the spreadsheet counts, headings included. */
export interface PreparedRow { line: number; record?: DischargeRow; problems: CellProblem[]; /** Line of the row that counts instead. */ supersededBy?: number }
export interface Prepared {
  fileHash: string; format: Table['format']; encoding: Table['encoding']; headings: Columns['headings']; rows: PreparedRow[];
  /** Code and name pairs as the file gives them, those with a code first. */
  departments: { code: string; name: string }[];
}

/** About two months of a hospital with 1,000 discharges a day; more is split by hand (product default). */
export const maxRows = 60_000;

export async function prepareFile(bytes: Buffer, uploadedAt: number): Promise<{ prepared: Prepared } | { problem: FileProblem; columns: string[] }> {
  const read = await readTable(bytes);
  if ('problem' in read) return { problem: read.problem, columns: [] };
  const { format, encoding, rows: table } = read.table;
  const headingRow = findHeadingRow(table);
  if (headingRow < 0) return { problem: 'no_headings', columns: [] };
  const matched = matchHeadings(table[headingRow]!);
  if ('problem' in matched) return matched;
  const { columns } = matched;
  const lines = table.map((cells, index) => ({ cells, line: index + 1 })).slice(headingRow + 1).filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  if (lines.length === 0) return { problem: 'empty', columns: [] };
  if (lines.length > maxRows) return { problem: 'too_many_rows', columns: [] };
  const results = lines.map(({ cells }) => readRow(cells, columns, uploadedAt));
  const records = results.map((result) => result.record);
  const superseded = supersededRows(records);
  const shared = sharedPhones(records.map((record, index) => (superseded.has(index) ? undefined : record)));
  const rows = results.map(({ record, problems }, index): PreparedRow => {
    const line = lines[index]!.line;
    const winner = superseded.get(index);
    if (record && winner !== undefined) return { line, problems: [{ field: 'inpatientNo', problem: 'duplicate', refused: false, value: record.inpatientNo }], supersededBy: lines[winner]!.line };
    if (record && shared.has(index)) return { line, record, problems: [...problems, { field: 'phone', problem: 'phone_shared', refused: false, value: record.phone.number }] };
    return { line, record, problems };
  });
  const pairs = new Map(rows.flatMap(({ record }) => (record ? [[`${record.departmentCode}|${record.department}`, { code: record.departmentCode, name: record.department }] as const] : [])));
  const departments = [...pairs.values()].sort((a, b) => Number(a.code === '') - Number(b.code === '') || (`${a.code}|${a.name}` < `${b.code}|${b.name}` ? -1 : 1));
  return { prepared: { fileHash: createHash('sha256').update(bytes).digest('hex'), format, encoding, headings: columns.headings, rows, departments } };
}
