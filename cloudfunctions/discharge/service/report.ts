/** The report of a run: what was refused or needs a look, sealed page by page as it is found, and handed out as a file. */
import type { Cipher } from '../../kit/crypto';
import type { ImportJobRecord, ImportReject, ImportStore } from '../store/import';
import { rejectFile, type RejectLine } from './reject';
import { rejectedMessages, type MessageLine } from './reject-message';
import { maxWorkbookRows, rejectWorkbook, type RejectedRow } from './reject-workbook';

export interface ReportPage { lines: readonly (RejectLine | MessageLine)[]; rows: readonly RejectedRow[] }
const field = 'import_reject';
/** Deliveries of a door in one run, each a document of its own. */
const mostParts = 1000;
/** A document holds 512 KB (platform); sealed, text is a third longer. */
const partBytes = 300_000;
/** Of a row that would not fit alone so many characters are kept, shared by its cells. */
const longestRow = 50_000;
const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** What was found on one page, sealed in as many parts as documents are needed; the same page always gives the same parts. */
export function sealPage(cipher: Pick<Cipher, 'seal'>, { lines, rows }: ReportPage): { sealed: string; count: number }[] {
  const rowOf = new Map(rows.map((row) => [row.line, row]));
  const parts: { lines: ReportPage['lines'][number][]; rows: RejectedRow[] }[] = [];
  let left = 0;
  for (const line of lines) {
    const found = 'line' in line ? rowOf.get(line.line) : undefined;
    if (found) rowOf.delete(found.line);
    const row = found && sizeOf(found) > partBytes / 2 ? { line: found.line, cells: found.cells.map((cell) => cell.slice(0, Math.floor(longestRow / found.cells.length))) } : found;
    const size = sizeOf(line) + (row ? sizeOf(row) : 0);
    if (parts.length === 0 || size > left) {
      parts.push({ lines: [], rows: [] });
      left = partBytes;
    }
    left -= size;
    parts.at(-1)!.lines.push(line);
    if (row) parts.at(-1)!.rows.push(row);
  }
  return parts.map((part) => ({ sealed: cipher.seal(JSON.stringify(part), field), count: part.lines.length }));
}

/** A workbook of whole rows for people; `text` for systems: one line a cell. Of messages, always the text. Null when nothing was refused or doubtful; `rows` counts what was. */
export async function reportOf({ rejects, cipher }: { rejects: ImportStore['rejects']; cipher: Pick<Cipher, 'open'> }, { _id, fileId, page: pages, format, headings }: ImportJobRecord, text: boolean): Promise<{ bytes: Buffer; ending: 'xlsx' | 'csv'; rows: number } | null> {
  const lines: RejectLine[] = [];
  const messages: MessageLine[] = [];
  const rows: RejectedRow[] = [];
  // Page by page: all at once would be the whole file again. What came through a door has one page.
  for (let page = 0; page < (fileId === '' ? 1 : pages); page += 1) {
    for (const part of await rejects.find({ importId: _id, page }, { limit: mostParts })) {
      const opened = openPage(cipher, part);
      for (const line of opened.lines) ('line' in line ? lines : messages).push(line as RejectLine & MessageLine);
      // Of those that no workbook has room for only the number is wanted.
      for (const row of opened.rows) rows.push(rows.length < 2 * maxWorkbookRows ? row : { line: row.line, cells: [] });
    }
  }
  if (lines.length + messages.length === 0) return null;
  const all = lines.length + messages.length;
  if (format !== 'csv' && format !== 'xlsx') return { bytes: Buffer.from(rejectedMessages(messages), 'utf8'), ending: 'csv', rows: all };
  if (text || rows.length === 0) return { bytes: Buffer.from(rejectFile(lines), 'utf8'), ending: 'csv', rows: all };
  return { bytes: await rejectWorkbook(lines, rows, headings.map(({ heading }) => heading)), ending: 'xlsx', rows: all };
}

/** What was sealed before whole rows were kept is a list of lines. */
function openPage(cipher: Pick<Cipher, 'open'>, { sealed }: ImportReject): ReportPage {
  const page = JSON.parse(cipher.open(sealed, field)) as ReportPage | ReportPage['lines'];
  return 'lines' in page ? page : { lines: page, rows: [] };
}
