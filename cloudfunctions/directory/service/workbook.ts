/** The directory as a workbook, with the headings that importing understands; every cell is text, so that 0301 stays 0301 and nothing is calculated. */
import type { Sheet } from '../contract';
import guide from '../data/guide.json';
import { columnsOf } from '../rules/sheet';

/** What XML cannot hold. */
const unwritable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
const cell = (text: string, bold = false) => {
  const value = text.replace(unwritable, '');
  return value === '' ? null : { value, type: String, format: '@', ...(bold && { fontWeight: 'bold' as const, backgroundColor: '#F2F2F2' }) };
};

/** First sheet: headings and rows; second: what belongs into each column, with an example. */
export async function directoryWorkbook(sheet: Sheet, rows: readonly Readonly<Record<string, string>>[]): Promise<Buffer> {
  const columns = columnsOf(sheet);
  const explained: Readonly<Record<string, { words: string; example: string }>> = guide[sheet];
  const { default: write } = await import('write-excel-file/node');
  return write([
    { sheet: sheet === 'place' ? '科室' : '专家', data: [columns.map(({ heading }) => cell(heading, true)), ...rows.map((row) => columns.map(({ field }) => cell(row[field] ?? '')))], columns: columns.map(({ field }) => ({ width: /speciality|technologies|diseases|weekly/.test(field) ? 36 : 14 })), stickyRowsCount: 1 },
    { sheet: '填写说明', data: [['列', '怎么填', '例子'].map((text) => cell(text, true)), ...columns.map(({ field, heading }) => [cell(heading), cell(explained[field]?.words ?? ''), cell(explained[field]?.example ?? '')])], columns: [{ width: 16 }, { width: 70 }, { width: 44 }] },
  ]).toBuffer();
}
