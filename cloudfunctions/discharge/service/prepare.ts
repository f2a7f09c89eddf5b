/** The bytes of a file, read once: every row judged, duplicates decided, departments named. The same bytes, upload time and mapping always give the same result, so that a resumed import goes on as it began. */
import { createHash } from 'node:crypto';
import type { FieldName, FileProblem } from '../contract';
import { cleanCell } from '../rules/cell';
import { findHeadings, matchHeadings, type Columns, type Matched } from '../rules/heading';
import { evenHeading } from '../rules/heading-text';
import { maskCell, sameHeadings, type Mapping, type MappingQuestion } from '../rules/mapping';
import { cellsOf, readCells, type CellProblem, type DischargeRow } from '../rules/row';
import type { Cells } from '../rules/statement';
import { createCensus, type Census } from './census';
import { openTable, StrayQuote, type Table, type TableRow } from './file';
import { createKeptRows, type KeptRows } from './kept-rows';
import { TooBig } from './zip';

/** `line` as the spreadsheet counts, headings included. `raw`: the row as the file has it, for the file of refused rows. `cells`: what it says, for a statement. */
export interface PreparedRow { line: number; raw: string[]; cells: Cells; record?: DischargeRow; problems: CellProblem[]; /** Line of the row that counts instead. */ supersededBy?: number }
/** Rows are made when they are asked for, page by page. */
export interface PreparedRows extends Iterable<PreparedRow> { readonly length: number; slice(from: number, to: number): PreparedRow[] }
/** A row that is no discharge: a line of totals, headings again on the next printed page, a note. */
export interface SkippedRow { line: number; why: 'total' | 'heading' | 'note' }
export interface Prepared {
  fileHash: string; format: Table['format']; encoding: Table['encoding']; headings: Columns['headings']; /** Of the headings: the key for a mapping that is remembered. */ fingerprint: string;
  rows: PreparedRows;
  /** Code and name pairs as the file gives them, those with a code first. */
  departments: { code: string; name: string }[];
  skipped: SkippedRow[];
  /** The sheet that was read, and other visible ones that look like it and were not. */
  sheet: string; otherSheets: string[];
}
/** `mapping`: what must be asked before the file can be read; `problem` and `columns` say the same for those who cannot ask. */
export type Preparation = { prepared: Prepared } | { problem: FileProblem; columns: string[]; mapping?: MappingQuestion & { fingerprint: string } };

/** Four months of a hospital with 1,000 discharges a day; more is split by hand (product default). */
export const maxRows = 120_000;
const previewRows = 5;

export async function prepareFile(bytes: Buffer, uploadedAt: number, mapping?: Mapping): Promise<Preparation> {
  const judge = (rows: string[][]): number => {
    const found = findHeadings(rows, mapping);
    return found ? new Set(matchHeadings(found.headings, mapping).guesses.flatMap(({ field }) => field ?? [])).size : 0;
  };
  const read = await openTable(bytes, judge);
  if ('problem' in read) return { problem: read.problem, columns: [] };
  const { table } = read;
  const found = findHeadings(table.head.map(({ cells }) => cells), mapping);
  if (!found) return { problem: 'no_headings', columns: [] };
  const headings = trimmed(found.headings);
  const matched = matchHeadings(headings, mapping);
  const key = createHash('sha256').update(sameHeadings(headings)).digest('hex').slice(0, 32);
  const below = table.head[found.row + found.height - 1]!.line;
  if (matched.missing.length > 0 || matched.twice.length > 0 || matched.unsure) {
    const asked = { mapping: { ...question(matched, table.head.filter(({ line }) => line > below)), fingerprint: key } };
    return matched.missing.length === 0 && matched.twice.length > 0 ? { problem: 'heading_twice', columns: matched.twice, ...asked } : { problem: 'missing_columns', columns: matched.missing, ...asked };
  }
  const columns: Columns = { ...matched.columns, epoch1904: table.epoch1904 };
  const pass = async (quotes: boolean): Promise<Preparation> => {
    const gathered = await gather(table, quotes, { columns, headings, below, uploadedAt });
    if (gathered.problem) return { problem: gathered.problem, columns: [] };
    return {
      prepared: {
        fileHash: createHash('sha256').update(bytes).digest('hex'), format: table.format, encoding: table.encoding, headings: columns.headings, fingerprint: key,
        rows: rowsOf(gathered, { columns, uploadedAt, width: widthOf(table, headings) }), departments: gathered.departments, skipped: gathered.skipped, sheet: table.sheet, otherSheets: table.otherSheets,
      },
    };
  };
  try {
    return await pass(true).catch((error: unknown) => {
      if (error instanceof StrayQuote) return pass(false);
      throw error;
    });
  } catch (error) {
    return { problem: error instanceof TooBig ? 'too_big' : 'damaged', columns: [] };
  }
}

const trimmed = (headings: readonly string[]): string[] => headings.slice(0, headings.findLastIndex((heading) => heading.trim() !== '') + 1);
/** In text a cell beyond the headings has been pushed there by a delimiter inside another; in a sheet it is somebody's remark. */
const widthOf = (table: Table, headings: readonly string[]): number => (table.format === 'csv' ? headings.length : Number.POSITIVE_INFINITY);

function question({ guesses, missing }: Matched, rows: readonly TableRow[]): MappingQuestion {
  return { headings: guesses, missing, preview: rows.slice(0, previewRows).map(({ cells }) => guesses.map(({ field }, column) => maskCell(cleanCell(cells[column] ?? ''), field))) };
}

interface Reading { columns: Columns; headings: readonly string[]; below: number; uploadedAt: number }
interface Gathered { problem?: FileProblem; kept: KeptRows; census: Census; departments: Prepared['departments']; skipped: SkippedRow[] }

/** Every row once: what the file as a whole says of its rows is gathered, the rows themselves are packed away. */
async function gather(table: Table, quotes: boolean, { columns, headings, below, uploadedAt }: Reading): Promise<Gathered> {
  const kept = createKeptRows();
  const census = createCensus();
  const skipped: SkippedRow[] = [];
  const pairs = new Map<string, { code: string; name: string }>();
  const done = (problem?: FileProblem): Gathered => ({
    ...(problem && { problem }), kept, census, skipped,
    departments: [...pairs.values()].sort((a, b) => Number(a.code === '') - Number(b.code === '') || (`${a.code}|${a.name}` < `${b.code}|${b.name}` ? -1 : 1)),
  });
  const again = headings.map(evenHeading);
  const width = widthOf(table, headings);
  for await (const batch of table.rows(quotes)) {
    for (const row of batch) {
      if (row.line <= below) continue;
      const why = noDischarge(row.cells, columns, again);
      if (why) {
        skipped.push({ line: row.line, why });
        continue;
      }
      if (kept.length === maxRows) return done('too_many_rows');
      const index = kept.length;
      kept.push(row);
      if (isShifted(row.cells, width)) {
        // Without quotation marks nothing holds such a row together.
        if (!quotes) return done('damaged');
        continue;
      }
      const { record } = readCells(cellsOf(row.cells, columns), uploadedAt);
      if (!record) continue;
      census.add(index, record);
      const pair = `${record.departmentCode}|${record.department}`;
      if (!pairs.has(pair)) pairs.set(pair, { code: record.departmentCode, name: record.department });
    }
  }
  return done(kept.length === 0 ? 'empty' : undefined);
}

const isShifted = (cells: readonly string[], width: number): boolean => cells.length > width && cells.slice(width).some((cell) => cell.trim() !== '');

const totals = /^(合计|总计|小计|共计|累计|总数|汇总|合\s*计)/;
const notes = /^(注|备注|说明|附注|附[:：]|制表|填表|审核|统计|打印|导出|报表|复核|科主任|护士长|签字|签名|第?\s*\d+\s*页|共\s*\d+|本页|以上|以下空白)/;
/** A line of totals, a note, or the headings again. A row with a single cell cannot be a discharge; any other that is half empty stays, to be refused with its reasons. */
function noDischarge(cells: readonly string[], columns: Columns, headings: readonly string[]): SkippedRow['why'] | undefined {
  const has = (field: FieldName): boolean => columns.of[field]?.some((column) => {
    const text = (cells[column] ?? '').trim();
    return text !== '' && !totals.test(text) && !notes.test(text) && evenHeading(text) !== headings[column];
  }) ?? false;
  if (has('name') && has('inpatientNo')) return undefined;
  const filled = cells.flatMap((cell, column) => (cell.trim() === '' ? [] : [{ text: cell.trim(), column }]));
  const same = filled.filter(({ text, column }) => evenHeading(text) === headings[column]).length;
  if (same >= 3 && same * 2 > filled.length) return 'heading';
  const first = filled[0]?.text ?? '';
  if (totals.test(first) && !has('dischargeAt')) return 'total';
  return filled.length === 1 || (notes.test(first) && filled.length <= 6) ? 'note' : undefined;
}

function rowsOf({ kept, census }: Gathered, { columns, uploadedAt, width }: { columns: Columns; uploadedAt: number; width: number }): PreparedRows {
  const judged = ({ line, cells: raw }: TableRow, index: number): PreparedRow => {
    // A row of a list is a discharge that took place, unless it says otherwise.
    const cells: Cells = { cancelled: '0', ...cellsOf(raw, columns) };
    if (isShifted(raw, width)) return { line, raw, cells, problems: [{ field: 'inpatientNo', problem: 'row_shifted', refused: true, value: '' }] };
    const { record, problems } = readCells(cells, uploadedAt);
    if (!record) return { line, raw, cells, problems };
    const winner = census.winnerOf(index, record);
    if (winner !== undefined) return { line, raw, cells, problems: [{ field: 'inpatientNo', problem: 'duplicate', refused: false, value: record.inpatientNo }], supersededBy: kept.lineOf(winner) };
    return { line, raw, cells, record, problems: census.isShared(record.phone.number) ? [...problems, { field: 'phone', problem: 'phone_shared', refused: false, value: record.phone.number }] : problems };
  };
  const slice = (from: number, to: number): PreparedRow[] => kept.slice(from, to).map((row, i) => judged(row, from + i));
  return {
    get length() { return kept.length; },
    slice,
    *[Symbol.iterator]() {
      for (let from = 0; from < kept.length; from += 500) yield* slice(from, from + 500);
    },
  };
}
