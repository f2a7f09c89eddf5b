/** Who sees which answer again, and who may change it. */
import type { Caller } from '../../kit/caller';
import { representing } from '../../kit/caller';
import type { Role } from '../../kit/contract';
import type { Hand } from '../contract';
import type { DefinedItem, SeenBy } from './definition';

const readers: Readonly<Record<SeenBy, readonly Role[]>> = {
  care: ['lead', 'nurse', 'agent', 'officer', 'ward', 'quality', 'director'],
  // Never the rated ward.
  experience: ['lead', 'nurse', 'officer', 'quality', 'director'],
  // Nobody here; the discipline office reads sealed reports elsewhere.
  sealed: [],
};
export const mayRead = (role: Role, seenBy: SeenBy): boolean => readers[seenBy].includes(role);

/**
 * May this answer be shown again to whoever opens the draft? A stranger with the link sees nothing; a link proved by birth month and the patient see what is not sensitive;
 * family sees its own answers, and the patient's only with the patient's permission.
 */
export function mayReplay(caller: Caller, patientId: string, item: Pick<DefinedItem, 'replay' | 'seenBy'>, answer: { by: string }, sensitive: boolean): boolean {
  if (sensitive || item.replay === false || item.seenBy === 'sealed') return false;
  if (caller.kind === 'link') return caller.verified && (caller.to === 'patient' || answer.by === caller.linkId);
  if (caller.kind !== 'person') return false;
  const as = representing(caller, patientId);
  return as !== undefined && (as.as === 'patient' || as.mayHear || answer.by === caller.personId);
}

/** A nurse does not touch the patient's or family's own word on the stay, a deliberate pass included (B17: 尊重患者作出的评价). */
export const isLockedForNurse = (item: Pick<DefinedItem, 'purpose' | 'seenBy'>, answer: { hand: Hand } | undefined): boolean =>
  answer !== undefined && answer.hand !== 'nurse' && (item.purpose === 'survey' || item.seenBy !== 'care');
