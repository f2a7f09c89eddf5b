/**
 * The refused rows whole, under the file's own headings, as a workbook: corrected in place and handed in again. Every cell is text (also where it looks like a formula, OWASP "CSV injection"),
 * so that no identity number is rounded and nothing is calculated.
 */
import problemText from '../data/problem.json';
import { isOwnHeading } from '../rules/heading-text';
import type { PreparedRow } from './prepare';
import type { RejectLine } from './reject';

/** What is kept, sealed, of a row that was refused or needs a look: the row as the file has it. `line` as the spreadsheet counts. */
export interface RejectedRow { line: number; cells: string[] }
export const rejectedRowOf = ({ line, raw, problems }: PreparedRow): RejectedRow | null => (problems.length > 0 ? { line, cells: raw } : null);

/** On both sheets together: more is not corrected by hand, and would need more memory than reading the file; they are counted in a last line, and the text file has them all (product default). */
export const maxWorkbookRows = 10_000;
const red = '#FFC7CE';
const yellow = '#FFEB9C';
const grey = '#F2F2F2';

/** What XML cannot hold; a lone half of a character would make the whole workbook unreadable. */
const unwritable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
const longestCell = 32_000;

/** The names of our two sheets. Handed in again, the second is known and not read: its rows came in already. */
export const refusedSheet = '未导入';
export const doubtfulSheet = '请核对';

interface Cell { value?: string; type?: StringConstructor; format?: string; backgroundColor?: string; fontWeight?: 'bold'; wrap?: boolean }
const textCell = (text: string, style: Omit<Cell, 'value' | 'type' | 'format'> = {}): Cell | null => {
  const value = text.replace(unwritable, '').slice(0, longestCell);
  if (value === '') return style.backgroundColor ? style : null;
  return { value, type: String, format: '@', ...style };
};

/**
 * First sheet 未导入: the refused rows; second 请核对: those that came in and need a look. Before the file's own columns stand 行号, 原因 and 如何改正, which are not used when it is handed in again;
 * cells that are wrong are red, doubtful ones yellow. `rows` that no line speaks of are left out.
 */
export async function rejectWorkbook(lines: readonly RejectLine[], rows: readonly RejectedRow[], headings: readonly string[]): Promise<Buffer> {
  const said = new Map<number, RejectLine[]>();
  for (const line of lines) said.set(line.line, [...(said.get(line.line) ?? []), line]);
  const kept = headings.flatMap((heading, column) => (isOwnHeading(heading) ? [] : [{ heading, column }]));
  let left = maxWorkbookRows;
  const sheetOf = (name: string, refused: boolean) => {
    const own = rows.filter(({ line }) => said.has(line) && said.get(line)!.some((one) => one.refused) === refused).sort((a, b) => a.line - b.line);
    const head = ['行号', '原因', '如何改正', ...kept.map(({ heading }) => heading)].map((text) => textCell(text, { fontWeight: 'bold', backgroundColor: grey }));
    const shown = own.slice(0, left);
    left -= shown.length;
    const data = shown.map((row) => rowCells(row, said.get(row.line)!, kept, headings.length));
    if (own.length > shown.length) data.push([textCell(`注：另有 ${own.length - shown.length} 行没有列出`)]);
    return { sheet: name, data: [head, ...data], columns: [{ width: 8 }, { width: 36 }, { width: 44 }, ...kept.map(() => ({ width: 16 }))], stickyRowsCount: 1 };
  };
  const { default: write } = await import('write-excel-file/node');
  return write([sheetOf(refusedSheet, true), sheetOf(doubtfulSheet, false)]).toBuffer();
}

function rowCells({ line, cells }: RejectedRow, said: readonly RejectLine[], kept: readonly { heading: string; column: number }[], width: number): (Cell | null)[] {
  const worded = said.map(({ heading, problem, other }) => {
    const { reason, remedy } = problemText[problem];
    return { reason: heading ? `${heading}：${reason}` : reason, remedy: other === undefined ? remedy : remedy.replace('{line}', String(other)) };
  });
  const colourOf = (heading: string): string | undefined => {
    const own = said.filter((one) => one.heading !== '' && one.heading === heading);
    return own.some((one) => one.refused) ? red : own.length > 0 ? yellow : undefined;
  };
  const join = (texts: readonly string[]): string => [...new Set(texts)].join('\n');
  return [
    textCell(String(line)), textCell(join(worded.map(({ reason }) => reason)), { wrap: true }), textCell(join(worded.map(({ remedy }) => remedy)), { wrap: true }),
    ...kept.map(({ heading, column }) => {
      const colour = colourOf(heading);
      return textCell(cells[column] ?? '', colour ? { backgroundColor: colour } : {});
    }),
    // What was pushed beyond the headings is shown, to be put back.
    ...cells.slice(width).map((text) => textCell(text, { backgroundColor: red })),
  ];
}
