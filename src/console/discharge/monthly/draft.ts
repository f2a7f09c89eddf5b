/** Ticks that were not handed in yet, kept in this tab. */
import type { MonthlyRow } from '../desk';

/** What is ticked at first: what was handed in; of a list that never was, what the record proposes. */
export const startOfList = (rows: readonly Pick<MonthlyRow, 'encounterId' | 'chosen' | 'proposals'>[], rev: number): ReadonlySet<string> =>
  new Set(rows.filter(({ chosen, proposals }) => (rev > 0 ? chosen : proposals.length > 0)).map(({ encounterId }) => encounterId));

export const writeDraft = (ticked: ReadonlySet<string>): string => JSON.stringify([...ticked]);

/** Undefined where nothing was kept; stays that are no longer in the list are let go. */
export function readDraft(kept: string | undefined, rows: readonly Pick<MonthlyRow, 'encounterId'>[]): ReadonlySet<string> | undefined {
  if (kept === undefined) return undefined;
  const known = new Set(rows.map(({ encounterId }) => encounterId));
  return new Set((JSON.parse(kept) as string[]).filter((id) => known.has(id)));
}
