/** Which column means what: headings are matched by synonym, in any order; what is not known is reported, not refused. */
import { FieldName, type FileProblem } from '../contract';
import synonyms from '../data/heading.json';
import { halfWidth } from './cell';

/** Fields that may come in several columns (QTZD1, QTZD2 …); all are read. */
const repeatable: ReadonlySet<FieldName> = new Set(['dxOther', 'operation', 'chief', 'receiver', 'readmitPlan', 'allergy']);
/** Without these columns no row can be taken; `department` stands for its name or its code. */
const required: readonly FieldName[] = ['patientNo', 'inpatientNo', 'visitTimes', 'name', 'sex', 'birthDate', 'department', 'admitAt', 'dischargeAt', 'dx', 'way'];

const even = (heading: string): string => halfWidth(heading).replace(/[\s\uFEFF:*_"'=]/g, '').toUpperCase();
const plain = (heading: string): string => even(heading).replace(/[()\[\]【】]/g, '');
const bare = (heading: string): string => even(heading).replace(/[(\[【].*?[)\]】]/g, '');

const lookup = new Map<string, { field: FieldName; rank: number }>(
  FieldName.options.flatMap((field) => synonyms[field].map((name, rank) => [plain(name), { field, rank }] as const)),
);
const numbered = new Map<string, FieldName>([
  ...synonyms._numbered.dxOther.map((name) => [plain(name), 'dxOther'] as const), ...synonyms._numbered.operation.map((name) => [plain(name), 'operation'] as const),
]);

function fieldOf(heading: string): { field: FieldName; rank: number } | undefined {
  const direct = lookup.get(plain(heading)) ?? lookup.get(bare(heading));
  if (direct) return direct;
  const series = /^(.+?)\d{1,2}$/.exec(plain(heading))?.[1];
  const field = series === undefined ? undefined : numbered.get(series);
  return field && { field, rank: 0 };
}

export interface Columns {
  headings: { heading: string; field: FieldName | null }[];
  /** Column numbers of a field, in the order of the file. */
  of: Partial<Record<FieldName, number[]>>;
}

/** Of two columns for one field the one with the more exact name counts (联系电话 beside 本人电话); the same name twice cannot be decided. */
export function matchHeadings(cells: readonly string[]): { columns: Columns } | { problem: FileProblem; columns: string[] } {
  const headings: Columns['headings'] = cells.map((heading) => ({ heading: heading.trim(), field: null }));
  const of: Columns['of'] = {};
  const best = new Map<FieldName, { column: number; rank: number }>();
  for (const [column, heading] of cells.entries()) {
    const known = fieldOf(heading);
    if (!known) continue;
    const { field, rank } = known;
    if (repeatable.has(field)) {
      (of[field] ??= []).push(column);
      headings[column]!.field = field;
      continue;
    }
    const other = best.get(field);
    if (other && other.rank === rank) return { problem: 'heading_twice', columns: [cells[other.column]!.trim(), heading.trim()] };
    if (!other || rank < other.rank) {
      if (other) headings[other.column]!.field = null;
      best.set(field, { column, rank });
      headings[column]!.field = field;
    }
  }
  for (const [field, { column }] of best) of[field] = [column];
  const missing = required.filter((field) => !of[field] && !(field === 'department' && of.departmentCode));
  return missing.length > 0 ? { problem: 'missing_columns', columns: missing } : { columns: { headings, of } };
}

/** The row that holds the headings: the one of the first ten that knows most of them (titles may stand above); -1 where none knows three. */
export function findHeadingRow(rows: readonly (readonly string[])[]): number {
  const known = rows.slice(0, 10).map((row) => new Set(row.flatMap((cell) => fieldOf(cell)?.field ?? [])).size);
  const most = Math.max(0, ...known);
  return most < 3 ? -1 : known.indexOf(most);
}
