/**
 * Bytes of a discharge file → rows of text, as people see them in their spreadsheet, some hundred at a time: a file of 120,000 rows is never whole in memory. No personal data leaves here but in the rows.
 */
import { Readable } from 'node:stream';
import type { FileProblem } from '../contract';
import { doubtfulSheet, refusedSheet } from './reject-workbook';
import { openWorkbook } from './workbook';
import { TooBig } from './zip';

/** `line` as the spreadsheet counts, from 1; rows without any text are left out and counted. */
export interface TableRow { line: number; cells: string[] }
export interface Table {
  format: 'csv' | 'xlsx'; encoding: '' | 'utf-8' | 'utf-16le' | 'gb18030';
  /** The first rows (forty, or all). */
  head: TableRow[];
  /** From the beginning, each time it is called. `quotes: false` takes quotation marks for signs like any other; throws StrayQuote where they should have been. */
  rows(quotes?: boolean): AsyncGenerator<TableRow[]>;
  /** Bare numbers in date columns count from 1904. */
  epoch1904: boolean;
  /** The sheet that is read, and other visible ones that look like it. */
  sheet: string; otherSheets: string[];
}
export type TableRead = { table: Table } | { problem: FileProblem };

/** A quotation mark that nobody closed has swallowed rows. */
export class StrayQuote extends Error {}

const headRows = 40;
/** How much the first rows of a table look like headings: what chooses delimiter and sheet. */
export type Judge = (rows: string[][]) => number;

export async function openTable(bytes: Buffer, judge: Judge): Promise<TableRead> {
  if (bytes.length === 0) return { problem: 'empty' };
  if (bytes.length >= 4 && bytes.readUInt32BE(0) === 0xd0cf11e0) return { problem: 'old_excel' };
  try {
    return bytes.subarray(0, 2).equals(Buffer.from('PK')) ? await openSheet(bytes, judge) : await openText(bytes, judge);
  } catch (error) {
    return { problem: error instanceof TooBig ? 'too_big' : 'damaged' };
  }
}

async function openSheet(bytes: Buffer, judge: Judge): Promise<TableRead> {
  const workbook = await openWorkbook(bytes);
  if (!workbook) return { problem: 'damaged' };
  // What is hidden is not what somebody meant to hand over.
  const looked: { name: string; head: TableRow[]; score: number; rows: Table['rows'] }[] = [];
  for (const { name, hidden, rows } of workbook.sheets) {
    if (hidden) continue;
    const head = await headOf(rows());
    if (head.length > 0) looked.push({ name, head, rows, score: judge(head.map(({ cells }) => cells)) });
  }
  const chosen = looked.reduce<(typeof looked)[number] | undefined>((best, next) => (best && best.score >= next.score ? best : next), undefined);
  if (!chosen) return { problem: 'empty' };
  const otherSheets = looked.filter((sheet) => sheet !== chosen && chosen.score > 0 && sheet.score > chosen.score / 2 && !(chosen.name === refusedSheet && sheet.name === doubtfulSheet)).map(({ name }) => name);
  return { table: { format: 'xlsx', encoding: '', head: chosen.head, rows: chosen.rows, epoch1904: workbook.epoch1904, sheet: chosen.name, otherSheets } };
}

async function headOf(batches: AsyncIterable<TableRow[]>): Promise<TableRow[]> {
  const head: TableRow[] = [];
  for await (const batch of batches) {
    head.push(...batch);
    if (head.length >= headRows) break;
  }
  return head.slice(0, headRows);
}

const pieceBytes = 1 << 18;
function* pieces(bytes: Buffer, label: string): Generator<string> {
  const decoder = new TextDecoder(label);
  for (let at = 0; at < bytes.length; at += pieceBytes) yield decoder.decode(bytes.subarray(at, at + pieceBytes), { stream: true });
  yield decoder.decode();
}

type Encoding = { label: 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be'; encoding: Exclude<Table['encoding'], ''> };
/** Of a hundred characters outside ASCII so many may be damaged: one broken byte does not make a file of another encoding of it. */
const maxDamaged = 0.02;

/** UTF-16 by its mark, or by the zero bytes of its commas; UTF-8 where the bytes are UTF-8 (a mark or not), else GB18030, which also holds GBK and GB2312. */
function encodingOf(bytes: Buffer): Encoding | undefined {
  const sample = bytes.subarray(0, 4000);
  const zeros = [0, 1].map((odd) => sample.filter((byte, i) => byte === 0 && i % 2 === odd).length);
  const wide = (mine: number, other: number): boolean => mine > sample.length / 40 && other === 0;
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || wide(zeros[1]!, zeros[0]!)) return { label: 'utf-16le', encoding: 'utf-16le' };
  // Big-endian is the same encoding turned round; the job does not tell them apart.
  if ((bytes[0] === 0xfe && bytes[1] === 0xff) || wide(zeros[0]!, zeros[1]!)) return { label: 'utf-16be', encoding: 'utf-16le' };
  return (['utf-8', 'gb18030'] as const).map((label) => ({ label, encoding: label })).find(({ label }) => {
    let damaged = 0;
    let foreign = 0;
    for (const piece of pieces(bytes, label)) for (const run of piece.match(/[^\x00-\x7F]+/g) ?? []) {
      foreign += run.length;
      for (let at = run.indexOf('\uFFFD'); at >= 0; at = run.indexOf('\uFFFD', at + 1)) damaged += 1;
    }
    return damaged <= foreign * maxDamaged;
  });
}

async function openText(bytes: Buffer, judge: Judge): Promise<TableRead> {
  const found = encodingOf(bytes);
  if (!found) return { problem: 'encoding' };
  const { label, encoding } = found;
  const start = sampleOf(bytes, label);
  if (/^\s*(<\?xml|<!doctype|<html|<table|<meta)/i.test(start.slice(0, 300))) return { problem: 'html_table' };
  if (start.includes('\u0000')) return { problem: 'damaged' };
  // Readers are loaded when a file comes: everybody else's cold start does without them.
  const { parse } = await import('csv-parse');
  const delimiter = await delimiterOf(start, judge);
  const rows: Table['rows'] = async function* (quotes = true) {
    const parser = parse({ ...options(delimiter, quotes) });
    const source = Readable.from(pieces(bytes, label));
    source.pipe(parser);
    let line = 0;
    let batch: TableRow[] = [];
    try {
      for await (const cells of parser as AsyncIterable<string[]>) {
        line += 1;
        if (quotes && cells.some((cell) => swallowed(cell, delimiter))) throw new StrayQuote();
        if (cells.some((cell) => cell.trim() !== '')) batch.push({ line, cells });
        if (batch.length === 500) {
          yield batch;
          batch = [];
        }
      }
    } catch (error) {
      throw quotes && error instanceof Error && 'code' in error && error.code === 'CSV_QUOTE_NOT_CLOSED' ? new StrayQuote() : error;
    } finally {
      source.destroy();
    }
    if (batch.length > 0) yield batch;
  };
  const head = await headOf(rows()).catch((error: unknown) => {
    if (error instanceof StrayQuote) return headOf(rows(false));
    throw error;
  });
  return head.length === 0 ? { problem: 'empty' } : { table: { format: 'csv', encoding, head, rows, epoch1904: false, sheet: '', otherSheets: [] } };
}

/** The first lines, whole. */
function sampleOf(bytes: Buffer, label: string): string {
  const text = new TextDecoder(label).decode(bytes.subarray(0, 64 * 1024), { stream: true });
  return bytes.length > 64 * 1024 && text.includes('\n') ? text.slice(0, text.lastIndexOf('\n')) : text;
}

/** A quote inside a bare cell (`="2026001000"`) is a sign like any other; a line break inside quotes stays in its cell. Rows longer than a million characters are no rows. */
const options = (delimiter: string, quotes: boolean) =>
  ({ delimiter, bom: true, quote: quotes ? '"' : false, relax_quotes: true, relax_column_count: true, skip_empty_lines: false, max_record_size: 1_000_000 }) as const;

/** A cell with several lines, of which one looks like a row. */
const swallowed = (cell: string, delimiter: string): boolean => cell.includes('\n') && cell.split('\n').some((line) => line.split(delimiter).length > 6);

/** What Excel says in a first line (sep=;), else the one of comma, tab, semicolon and bar by which the first lines look most like a table with headings. */
async function delimiterOf(start: string, judge: Judge): Promise<string> {
  const stated = /^\uFEFF?sep=(.)\r?\n/i.exec(start)?.[1];
  if (stated) return stated;
  const { parse } = await import('csv-parse/sync');
  const scored = [',', '\t', ';', '|'].map((delimiter) => {
    const rows = [true, false].map((quotes): string[][] => {
      try {
        return parse(start, { ...options(delimiter, quotes), to: headRows });
      } catch {
        return [];
      }
    }).find((read) => read.length > 0) ?? [];
    return { delimiter, score: judge(rows) * 1000 + Math.max(0, ...rows.map((cells) => cells.length)) };
  });
  return scored.reduce((best, next) => (next.score > best.score ? next : best)).delimiter;
}
