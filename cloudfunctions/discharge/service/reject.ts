/** The rows that stayed out and the cells that need a look, as a file that people open in Excel, correct, and hand in again. */
import problemText from '../data/problem.json';
import type { FieldName, RowProblem } from '../contract';
import type { Columns } from '../rules/heading';
import type { PreparedRow } from './prepare';

/** `line` as the spreadsheet counts; `heading` and `value` as the hospital wrote them. */
export interface RejectLine { line: number; heading: string; value: string; problem: RowProblem; refused: boolean; other?: number }

export function rejectsOf({ line, problems, supersededBy }: Pick<PreparedRow, 'line' | 'problems' | 'supersededBy'>, headings: Columns['headings']): RejectLine[] {
  return problems.map(({ field, problem, refused, value }) => ({ line, heading: headingOf(field, headings), value, problem, refused, ...(supersededBy !== undefined && { other: supersededBy }) }));
}

const headingOf = (field: FieldName, headings: Columns['headings']): string =>
  (headings.find((h) => h.field === field) ?? (field === 'department' ? headings.find((h) => h.field === 'departmentCode') : undefined))?.heading ?? '';

/**
 * One CSV cell: quoted, and, where a spreadsheet would take it for a formula, led by an apostrophe (OWASP "CSV injection": = + - @ tab and carriage return, also full-width).
 */
export function csvCell(text: string): string {
  const safe = /^[\s]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** UTF-8 with a byte-order mark, so that Excel on Chinese Windows reads it. */
export function rejectFile(lines: readonly RejectLine[]): string {
  const head = ['行号', '列', '原值', '处理', '原因', '如何改正'];
  const rows = [...lines].sort((a, b) => a.line - b.line).map(({ line, heading, value, problem, refused, other }) => {
    const { reason, remedy } = problemText[problem];
    return [String(line), heading, value, refused ? '未导入' : problem === 'duplicate' ? '以另一行为准' : '已导入，请核对', reason, other === undefined ? remedy : remedy.replace('{line}', String(other))];
  });
  return `\uFEFF${[head, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}
