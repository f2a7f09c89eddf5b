/** The script's steps beside the questions: which questions belong to which step, and how far each is. */
import type { Item } from '../../../../cloudfunctions/survey/contract';
import type { Answers } from '../../../../cloudfunctions/survey/contract';
import type { Card } from '../desk';

export type Step = Card['script']['steps'][number];

/** Consent to the talk stands among the questions, without being one of the sheet. */
export const consentId = 'consent';

/** The step of the script that a question belongs to: sections carry the steps' names; what has no step of its own is about the stay. */
export function stepOf(item: Pick<Item, 'linkId' | 'section'>, steps: readonly Step[]): string {
  if (item.linkId === consentId) return 'opening';
  return steps.some(({ key }) => key === item.section) ? item.section : 'stay';
}

/** A step is done when each of its questions has an answer; one without questions (closing words) when everything else is. */
export function doneSteps(steps: readonly Step[], items: readonly Item[], values: Answers): ReadonlySet<string> {
  const open = new Set(items.filter((item) => values[item.linkId] === undefined).map((item) => stepOf(item, steps)));
  const asked = new Set(items.map((item) => stepOf(item, steps)));
  return new Set(steps.filter(({ key }) => asked.has(key) && !open.has(key)).map(({ key }) => key));
}
