/** Bytes of a discharge file → rows of text, as people see them in their spreadsheet. No personal data leaves here but in the rows. */
import type { FileProblem } from '../contract';

export interface Table { format: 'csv' | 'xlsx'; encoding: '' | 'utf-8' | 'utf-16le' | 'gb18030'; /** Row i is line i+1 of the spreadsheet; blank rows are kept for the count. */ rows: string[][] }
export type TableRead = { table: Table } | { problem: FileProblem };

/** What a workbook may unfold to: some 100,000 rows; more is damage or malice, and would not fit the function (product default). */
const maxUnzipped = 150 * 1024 * 1024;

export async function readTable(bytes: Buffer): Promise<TableRead> {
  if (bytes.length === 0) return { problem: 'empty' };
  if (bytes.readUInt32BE(0) === 0xd0cf11e0) return { problem: 'old_excel' };
  if (bytes.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004', 'latin1'))) return readWorkbook(bytes);
  const decoded = decode(bytes);
  if (!decoded) return { problem: 'encoding' };
  const { text, encoding } = decoded;
  if (/^\s*(<\?xml|<!doctype|<html|<table|<meta)/i.test(text.slice(0, 300))) return { problem: 'html_table' };
  if (text.slice(0, 20_000).includes('\u0000')) return { problem: 'damaged' };
  const rows = await parseText(text, delimiterOf(text));
  return rows ? filled({ format: 'csv', encoding, rows }) : { problem: 'damaged' };
}

const filled = (table: Table): TableRead => (table.rows.some((row) => row.some((cell) => cell.trim() !== '')) ? { table } : { problem: 'empty' });

/** UTF-8 where the bytes are valid UTF-8 (a mark or not), UTF-16 where Excel says so, else GB18030, which also holds GBK and GB2312. */
function decode(bytes: Buffer): { text: string; encoding: 'utf-8' | 'utf-16le' | 'gb18030' } | undefined {
  const encodings = bytes[0] === 0xff && bytes[1] === 0xfe ? ['utf-16le' as const] : ['utf-8' as const, 'gb18030' as const];
  for (const encoding of encodings) {
    try {
      return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding };
    } catch { /* the next one */ }
  }
  return undefined;
}

/** The one of comma, semicolon and tab that the first lines hold most of, outside quotes. */
function delimiterOf(text: string): string {
  const head = text.slice(0, 5000).replace(/"(?:[^"]|"")*"/g, '');
  const counts = [',', '\t', ';'].map((delimiter) => ({ delimiter, count: head.split(delimiter).length }));
  return counts.reduce((most, next) => (next.count > most.count ? next : most)).delimiter;
}

/** A quote inside a bare cell (`="2026001000"`) is a sign like any other; a line break inside quotes stays in its cell. */
async function parseText(text: string, delimiter: string): Promise<string[][] | undefined> {
  try {
    // Both readers are loaded when a file comes: everybody else's cold start does without them.
    const { parse } = await import('csv-parse/sync');
    return parse(text, { delimiter, bom: true, relax_quotes: true, relax_column_count: true, skip_empty_lines: false });
  } catch {
    return undefined;
  }
}

async function readWorkbook(bytes: Buffer): Promise<TableRead> {
  const size = unzippedSize(bytes);
  if (size === undefined) return { problem: 'damaged' };
  if (size > maxUnzipped) return { problem: 'too_big' };
  try {
    const { readSheet } = await import('read-excel-file/node');
    const rows = await readSheet(bytes, { trim: false });
    return filled({ format: 'xlsx', encoding: '', rows: rows.map((row) => row.map(textOf)) });
  } catch {
    return { problem: 'damaged' };
  }
}

/** Dates come as instants whose UTC parts are the wall time in the sheet. A number too long for its digits is shown as the spreadsheet shows it, so that it is refused and not rounded. */
function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return Number.isInteger(cell) && Math.abs(cell) > Number.MAX_SAFE_INTEGER ? cell.toExponential(5).replace('e+', 'E+') : String(cell);
  if (cell instanceof Date) {
    // Days since 1900 are fractions: a second is lost or won in the conversion.
    const text = new Date(Math.round(cell.getTime() / 1000) * 1000).toISOString();
    return text.slice(11, 19) === '00:00:00' ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 19)}`;
  }
  return String(cell);
}

/** The sum of the sizes that the archive's directory states; undefined when it has none. */
function unzippedSize(bytes: Buffer): number | undefined {
  const end = bytes.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  if (end < 0 || end + 20 > bytes.length) return undefined;
  const entries = bytes.readUInt16LE(end + 10);
  let total = 0;
  for (let i = 0, at = bytes.readUInt32LE(end + 16); i < entries; i += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) return undefined;
    total += bytes.readUInt32LE(at + 24);
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return total;
}
