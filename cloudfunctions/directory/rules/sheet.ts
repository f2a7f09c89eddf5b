/** The columns of a table of places or experts: found by what people call them, written under one name each. */
import { cleanCell } from '../../discharge/rules/cell';
import { plainHeading } from '../../discharge/rules/heading-text';
import type { Sheet } from '../contract';
import headings from '../data/heading.json';

type FieldOf<S extends Sheet> = keyof (typeof headings)[S] & string;

/** Columns in the order of our own files, with the name that they carry there. */
export const columnsOf = <S extends Sheet>(sheet: S): { field: FieldOf<S>; heading: string }[] =>
  (Object.entries(headings[sheet]) as [FieldOf<S>, string[]][]).map(([field, [heading]]) => ({ field, heading: heading! }));

const lookups: Record<Sheet, ReadonlyMap<string, string>> = { place: lookup('place'), practitioner: lookup('practitioner') };
function lookup(sheet: Sheet): Map<string, string> {
  return new Map(Object.entries(headings[sheet]).flatMap(([field, names]) => names.map((name) => [plainHeading(name), field] as const)));
}

/** Which column holds what. Of two for one field the better known name counts, the other is `unknown` too. */
export interface SheetColumns { row: number; columns: ReadonlyMap<string, { at: number; heading: string }>; unknown: string[] }

const seek = 30;
/** How many fields a row of headings names. */
export function knownHeadings(sheet: Sheet, cells: readonly string[]): number {
  return new Set(cells.flatMap((cell) => lookups[sheet].get(plainHeading(cell)) ?? [])).size;
}

/** Of the first thirty rows the one that knows most headings (titles may stand above); null where none names the entry and something of it. */
export function findColumns(sheet: Sheet, rows: readonly (readonly string[])[]): SheetColumns | null {
  let best: { row: number; known: number } | null = null;
  for (const [row, cells] of rows.slice(0, seek).entries()) {
    const known = knownHeadings(sheet, cells);
    if (known >= 2 && known > (best?.known ?? 0)) best = { row, known };
  }
  if (!best) return null;
  const columns = new Map<string, { at: number; heading: string; rank: number }>();
  const unknown: string[] = [];
  for (const [at, cell] of rows[best.row]!.entries()) {
    const heading = cleanCell(cell);
    if (heading === '') continue;
    const field = lookups[sheet].get(plainHeading(heading));
    if (field === undefined) {
      unknown.push(heading);
      continue;
    }
    const rank = rankOf(sheet, field, heading);
    const other = columns.get(field);
    if (other && other.rank <= rank) unknown.push(heading);
    else {
      if (other) unknown.push(other.heading);
      columns.set(field, { at, heading, rank });
    }
  }
  return columns.has('name') || columns.has('code') ? { row: best.row, columns, unknown } : null;
}

function rankOf(sheet: Sheet, field: string, heading: string): number {
  const names = Object.entries(headings[sheet]).find(([name]) => name === field)?.[1] ?? [];
  return names.findIndex((name) => plainHeading(name) === plainHeading(heading));
}

/** What a row says, by field, without what spreadsheets add; a column that the file does not have is missing. */
export function cellsOf({ columns }: SheetColumns, cells: readonly string[]): Record<string, string> {
  return Object.fromEntries([...columns].map(([field, { at }]) => [field, cleanCell(cells[at] ?? '')]));
}
