/** What becomes of one more statement among those that are known. */
import type { ImportOutcome } from '../contract/intake';
import { fold, type Folded, type Said } from '../rules/fold';

export interface Judged { outcome: ImportOutcome; after: Folded; said: Said[] }

/** Without another word on the same content: waiting, registered, corrected, unchanged or stale. `before` is the fold of `said`. */
export function judge(said: readonly Said[], before: Folded, item: Said): Judged {
  const others = said.filter(({ id }) => id !== item.id);
  const next = [...others, item];
  const after = fold(next);
  return { outcome: outcomeOf(item, before, after, others), after, said: next };
}

function outcomeOf(item: Said, before: Folded, after: Folded, others: readonly Said[]): ImportOutcome {
  if (!isWhole(item, after)) return 'waiting';
  if (!isWhole(item, before)) return item.kind === 'stay' ? 'registered' : 'corrected';
  const view = viewOf(item, after);
  if (viewOf(item, before) !== view) return 'corrected';
  // Had it been said last of all: would anything else hold?
  const latest = Math.max(...others.map(({ at }) => at), item.at) + 1;
  return item.was !== null || viewOf(item, fold([...others, { ...item, at: latest }])) === view ? 'unchanged' : 'stale';
}

const isWhole = (item: Said, folded: Folded): boolean => (item.kind === 'stay' ? folded.stays.get(item.encounterId)?.record != null : folded.patients.has(folded.rootOf(item.patientId)));

/** What the item is about, as it holds; when it was said does not matter. */
function viewOf(item: Said, folded: Folded): string {
  const root = folded.rootOf(item.patientId);
  if (item.kind === 'merge') return root;
  if (item.kind === 'stay') {
    const { record, cancelled, openSince, patientId } = folded.stays.get(item.encounterId)!;
    return JSON.stringify([{ ...record, updatedAt: null }, cancelled, openSince, patientId]);
  }
  const { record, noContact, diedIn } = folded.patients.get(root)!;
  return JSON.stringify([{ ...record, updatedAt: null }, noContact, diedIn]);
}
