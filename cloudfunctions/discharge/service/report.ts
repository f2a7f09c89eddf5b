/** The report of a run: what was refused or needs a look, sealed page by page as it is found, and handed out as a file. */
import type { Cipher } from '../../kit/crypto';
import type { ImportJobRecord, ImportReject, ImportStore } from '../store/import';
import { rejectFile, type RejectLine } from './reject';
import { rejectedMessages, type MessageLine } from './reject-message';
import { maxWorkbookRows, rejectWorkbook, type RejectedRow } from './reject-workbook';

export interface ReportPage { lines: readonly (RejectLine | MessageLine)[]; rows: readonly RejectedRow[] }
const field = 'import_reject';
const mostPages = 1000;

export const sealPage = (cipher: Pick<Cipher, 'seal'>, page: ReportPage): string => cipher.seal(JSON.stringify(page), field);

/** A workbook of whole rows for people; `text` for systems: one line a cell. Of messages, always the text. Null when nothing was refused or doubtful; `rows` counts what was. */
export async function reportOf({ rejects, cipher }: { rejects: ImportStore['rejects']; cipher: Pick<Cipher, 'open'> }, { _id, format, headings }: ImportJobRecord, text: boolean): Promise<{ bytes: Buffer; ending: 'xlsx' | 'csv'; rows: number } | null> {
  const lines: RejectLine[] = [];
  const messages: MessageLine[] = [];
  const rows: RejectedRow[] = [];
  for (const page of await rejects.find({ importId: _id }, { sort: [['page', 'asc']], limit: mostPages })) {
    const opened = openPage(cipher, page);
    for (const line of opened.lines) ('line' in line ? lines : messages).push(line as RejectLine & MessageLine);
    // Of those that no workbook has room for only the number is wanted.
    for (const row of opened.rows) rows.push(rows.length < 2 * maxWorkbookRows ? row : { line: row.line, cells: [] });
  }
  if (lines.length + messages.length === 0) return null;
  const all = lines.length + messages.length;
  if (format !== 'csv' && format !== 'xlsx') return { bytes: Buffer.from(rejectedMessages(messages), 'utf8'), ending: 'csv', rows: all };
  if (text || rows.length === 0) return { bytes: Buffer.from(rejectFile(lines), 'utf8'), ending: 'csv', rows: all };
  return { bytes: await rejectWorkbook(lines, rows, headings.map(({ heading }) => heading)), ending: 'xlsx', rows: all };
}

/** What a door sealed, whose messages have no rows, is a list of lines. */
function openPage(cipher: Pick<Cipher, 'open'>, { sealed }: ImportReject): ReportPage {
  const page = JSON.parse(cipher.open(sealed, field)) as ReportPage | ReportPage['lines'];
  return 'lines' in page ? page : { lines: page, rows: [] };
}
