/** What was heard, message by message, into the register: what is wrong stays out with its reason, the rest is applied; each message gets one answer. */
import type { ImportOutcome, ImportResult } from '../contract/intake';
import { weightOf } from '../rules/message-problem';
import { lackingIn, troubleWith } from '../rules/saying';
import type { Heard } from '../rules/statement';
import { applyItems, type Applied, type PagePorts, type Run } from './page';
import { itemOf, type Item } from './said';

export interface Answered { results: ImportResult[]; held: number; newDepartments: string[] }

/** Of several words in one message the most telling outcome. */
const telling: readonly ImportOutcome[] = ['rejected', 'registered', 'corrected', 'waiting', 'stale', 'unchanged'];

/** `arrivedAt`: what has no time of its own counts from then. Results in the order of `refs`. */
export async function applySayings(ports: PagePorts, { refs, heard }: { refs: readonly string[]; heard: readonly Heard[] }, run: Run, { arrivedAt, now, sender }: { arrivedAt: number; now: number; sender: string }): Promise<Answered> {
  const results = new Map<string, { eventId: string; outcomes: ImportOutcome[]; problems: ImportResult['problems'] }>();
  for (const ref of refs) results.set(ref, { eventId: '', outcomes: [], problems: [] });
  const resultOf = (ref: string) => {
    const result = results.get(ref) ?? { eventId: '', outcomes: [], problems: [] };
    results.set(ref, result);
    return result;
  };
  const items: { item: Item; ref: string }[] = [];
  for (const [index, one] of heard.entries()) {
    const result = resultOf(one.ref);
    if ('problem' in one) {
      const weight = weightOf(one.problem);
      result.eventId ||= one.eventId;
      result.problems.push({ place: one.place, problem: one.problem, doubt: weight === 'doubt' });
      if (weight !== 'doubt') result.outcomes.push(weight === 'refused' ? 'rejected' : 'unchanged');
      continue;
    }
    result.eventId ||= one.saying.eventId;
    const { refused, doubts } = troubleWith(one.saying, arrivedAt);
    result.problems.push(...refused, ...doubts);
    if (refused.length > 0) result.outcomes.push('rejected');
    // A message may say several things: each has its place for a run that is cut off and done again.
    else items.push({ item: itemOf(ports.cipher, one.saying, { ref: `${run.direct ? `${run.page} ` : ''}${one.ref}#${index}`, fileAt: arrivedAt, by: sender }), ref: one.ref });
  }
  const { applied, newDepartments } = items.length > 0 ? await applyItems(ports, items.map(({ item }) => item), run, now) : { applied: new Map<Item, Applied>(), newDepartments: [] };
  let held = 0;
  for (const { item, ref } of items) {
    const { outcome, held: waits, known } = applied.get(item)!;
    // Somebody says that the patient has left, and believes that we know it.
    if (outcome === 'waiting' && known && item.said.cells.cancelled === '0') resultOf(ref).problems.push(...lackingIn(known, arrivedAt));
    resultOf(ref).outcomes.push(outcome);
    if (waits && (outcome === 'registered' || outcome === 'corrected')) held += 1;
  }
  return {
    results: [...results].map(([ref, { eventId, outcomes, problems }]) => ({ ref, eventId, outcome: telling.find((outcome) => outcomes.includes(outcome)) ?? 'unchanged', problems })),
    held, newDepartments,
  };
}
