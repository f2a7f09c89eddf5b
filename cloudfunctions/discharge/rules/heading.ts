/** Which column means what: headings are matched by synonym, in any order; what is not known is reported, not refused, and what is only likely is asked. */
import { FieldName } from '../contract';
import synonyms from '../data/heading.json';
import { halfWidth } from './cell';
import { evenHeading, isOwnHeading, plainHeading as plain } from './heading-text';
import { placesOf, type Mapping } from './mapping';

/** Fields that may come in several columns (QTZD1, QTZD2 …); all are read. */
export const repeatable: ReadonlySet<FieldName> = new Set(['dxOther', 'operation', 'chief', 'receiver', 'readmitPlan', 'allergy']);
/** Without these columns no row can be taken; `department` stands for its name or its code, `birthDate` for the age. */
const required: readonly FieldName[] = ['patientNo', 'inpatientNo', 'visitTimes', 'name', 'sex', 'birthDate', 'department', 'admitAt', 'dischargeAt', 'dx', 'way'];
/** A likely heading of these is worth a question; other fields can do without. */
const asked: ReadonlySet<FieldName> = new Set([...required, 'phone', 'contactPhone']);

type Unit = keyof typeof synonyms._age;
export interface Guess { field: FieldName; /** The smaller, the more exact the name. */ rank: number; sure: boolean; /** An age in this unit, which stands in for the birth date. */ age?: Unit }

const lookup = new Map<string, Guess>([
  ...FieldName.options.flatMap((field) => synonyms[field].map((name, rank) => [plain(name), { field, rank, sure: true }] as const)),
  ...(['岁', '月'] as const).flatMap((age) => synonyms._age[age].map((name) => [plain(name), { field: 'birthDate', rank: 50, sure: true, age }] as const)),
]);
const numbered = new Map<string, FieldName>([
  ...synonyms._numbered.dxOther.map((name) => [plain(name), 'dxOther'] as const), ...synonyms._numbered.operation.map((name) => [plain(name), 'operation'] as const),
]);
/** Longest first: 联系人电话 before 电话. Names of one character or of letters alone are too short to be looked for inside others. */
const parts = [...lookup].filter(([name]) => name.length > 1 && /[^\x20-\x7E]/.test(name)).sort((a, b) => b[0].length - a[0].length);

/** What a heading means; `sure` is false where it only contains a known name, or two. */
export function guessField(heading: string): Guess | undefined {
  const whole = plain(heading);
  if (whole === '' || isOwnHeading(heading)) return undefined;
  const direct = lookup.get(whole);
  if (direct) return direct;
  // 电话（家属） is not 电话; 出院时间（yyyy-MM-dd） is 出院时间.
  const [, before = '', inner = '', after = ''] = /^(.*?)[(\[【](.*?)[)\]】](.*)$/.exec(halfWidth(heading)) ?? [];
  const turned = inner ? lookup.get(plain(inner + before + after)) : undefined;
  const bare = inner ? lookup.get(plain(before + after)) : undefined;
  if (turned ?? bare) return { ...(turned ?? bare)!, rank: (turned ?? bare)!.rank + 0.5 };
  const series = /^(.+?)\d{1,2}$/.exec(whole)?.[1];
  const repeated = series === undefined ? undefined : numbered.get(series);
  if (repeated) return { field: repeated, rank: 0, sure: true };
  // 患者ID/就诊卡号, and headings in two rows (患者信息/姓名): the last part is the more exact one.
  const known = halfWidth(heading).split(/[/\\、\n]/).flatMap((part) => lookup.get(plain(part)) ?? []);
  if (known.length > 0) return { ...known.at(-1)!, sure: new Set(known.map(({ field }) => field)).size === 1 };
  const inside = parts.find(([name]) => whole.includes(name) && name.length * 2 >= whole.length);
  return inside && { ...inside[1], rank: 100, sure: false };
}

export interface Columns {
  headings: { heading: string; field: FieldName | null }[];
  /** Column numbers of a field, in the order of the file; for one that does not repeat the first cell that is not blank counts. */
  of: Partial<Record<FieldName, number[]>>;
  /** Columns that hold an age instead of a birth date, and the unit of a bare number there. */
  ages?: Record<number, Unit>;
  /** Per column what the source's own codes mean, as a person said. */
  values?: Record<number, ReadonlyMap<string, string>>;
  /** Bare numbers in date columns count from 1904. */
  epoch1904?: boolean;
}
export interface Matched {
  columns: Columns;
  /** For a question: every heading, what it may mean, and whether that is certain. */
  guesses: { heading: string; field: FieldName | null; sure: boolean }[];
  missing: FieldName[];
  /** Headings that say the same, of which nobody knows which one counts. */
  twice: string[];
  /** Nothing is missing, and yet a column that matters is only likely. */
  unsure: boolean;
}

/** Of two columns for one field the one with the more exact name counts (联系电话 beside 本人电话). What a person said comes before what is guessed. */
export function matchHeadings(cells: readonly string[], mapping?: Mapping): Matched {
  const said = placesOf(mapping, cells);
  const guesses: Matched['guesses'] = cells.map((heading) => ({ heading: heading.trim(), field: null, sure: true }));
  const columns: Columns = { headings: cells.map((heading) => ({ heading: heading.trim(), field: null })), of: {}, ages: {}, values: {} };
  const best = new Map<FieldName, { column: number; rank: number }>();
  const taken = new Set([...said.values()].flatMap(({ field }) => field ?? []));
  const twice: string[] = [];
  const use = (field: FieldName, column: number): void => {
    (columns.of[field] ??= []).push(column);
    columns.headings[column]!.field = guesses[column]!.field = field;
  };
  const drop = (column: number): void => void (columns.headings[column]!.field = guesses[column]!.field = null);
  for (const [column, heading] of cells.entries()) {
    const guess = guessField(heading);
    const choice = said.get(column);
    if (choice) {
      if (choice.values) columns.values![column] = new Map(choice.values.map(({ from, to }) => [from, to]));
      if (choice.field) use(choice.field, column);
      if (choice.field === 'birthDate' && guess?.age) columns.ages![column] = guess.age;
      continue;
    }
    if (!guess || (taken.has(guess.field) && !repeatable.has(guess.field))) continue;
    const { field, rank, sure, age } = guess;
    if (!sure) {
      guesses[column] = { heading: heading.trim(), field, sure: false };
      continue;
    }
    if (age) columns.ages![column] = age;
    if (repeatable.has(field) || age) {
      use(field, column);
      continue;
    }
    const other = best.get(field);
    if (other && other.rank === rank) {
      twice.push(cells[other.column]!.trim(), heading.trim());
      guesses[column] = { heading: heading.trim(), field, sure: false };
      guesses[other.column]!.sure = false;
    } else if (!other || rank < other.rank) {
      if (other) drop(other.column);
      best.set(field, { column, rank });
      columns.headings[column]!.field = guesses[column]!.field = field;
    }
  }
  // The birth date itself comes before an age.
  for (const [field, { column }] of best) columns.of[field] = [column, ...(columns.of[field] ?? [])];
  const missing = required.filter((field) => !columns.of[field] && !(field === 'department' && columns.of.departmentCode));
  const unsure = guesses.some(({ field, sure }) => !sure && field !== null && asked.has(field) && !columns.of[field]);
  return { columns, guesses, missing, twice, unsure };
}

/** The rows that hold the headings: `row` is the first, `height` 2 where a group stands above (merged cells: 联系人 over 姓名 and 电话). */
export interface HeadingRows { row: number; height: 1 | 2; headings: string[] }

const seek = 30;
/** Columns beyond are not looked at: nobody's table is that wide. */
const widest = 400;
/** Of the first thirty rows the one that knows most headings (titles may stand above), or two that know more together; null where none knows three. */
export function findHeadings(rows: readonly (readonly string[])[], mapping?: Mapping): HeadingRows | null {
  const named = new Set(mapping?.flatMap(({ heading, field }) => (typeof heading === 'string' && field ? [evenHeading(heading)] : [])));
  const known = (headings: readonly string[]): number => {
    const fields = headings.map((heading) => (named.has(evenHeading(heading)) ? heading : guessField(heading)));
    return new Set(fields.flatMap((guess) => (typeof guess === 'string' ? [guess] : guess?.sure ? [guess.field] : []))).size + new Set(fields.flatMap((guess) => (typeof guess === 'object' && !guess.sure ? [guess.field] : []))).size / 3;
  };
  const first = rows.slice(0, seek + 1).map((cells) => cells.slice(0, widest));
  let best: HeadingRows | null = null;
  let most = 2.9;
  for (const [row, cells] of first.slice(0, seek).entries()) {
    const found = known(cells);
    if (found > most) [best, most] = [{ row, height: 1, headings: [...cells] }, found];
  }
  for (const [row, cells] of first.slice(0, seek).entries()) {
    const below = first[row + 1];
    if (!below || !cells.some((cell) => cell.trim() !== '')) continue;
    const headings = together(cells, below);
    const found = known(headings);
    if (found >= most + 1) [best, most] = [{ row, height: 2, headings }, found];
  }
  return best;
}

/** A merged cell has its text in its first column: what is below it belongs to it until the next text. */
function together(above: readonly string[], below: readonly string[]): string[] {
  let group = '';
  return Array.from({ length: Math.max(above.length, below.length) }, (_, column) => {
    const top = (above[column] ?? '').trim();
    const bottom = (below[column] ?? '').trim();
    if (top) group = top;
    return bottom === '' ? top : group === '' || group === bottom ? bottom : `${group}/${bottom}`;
  });
}
