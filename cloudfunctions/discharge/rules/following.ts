/** How a stay's follow-up stands in one word, from the state and the reason of its first contact. */
import { Following } from '../contract/stay';

/** Tried in vain, or refused: what a colleague may still look after. Other closed contacts never began or had to stop. */
const lostReasons: readonly string[] = ['lost_no_answer', 'lost_wrong_number', 'refused', 'silent', 'unsent', 'no_channel'];
/** States of steps that can mean it. */
export const statesOf: Readonly<Record<Following, readonly string[]>> = { waiting: ['planned', 'held', 'invited'], answered: ['answered', 'reached'], in_calls: ['queued'], lost: ['closed'], over: ['closed'] };

/** Of the first contact; null for a state that is not known here. */
export function followingOf({ state, reason }: { state: string; reason: string }): Following | null {
  if (state === 'closed') return lostReasons.includes(reason) ? 'lost' : 'over';
  return Following.options.find((one) => statesOf[one].includes(state)) ?? null;
}
