/** Who sees which answer again, and who may change it. */
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

/** How much of a draft its opener may see again: everything that is not sensitive, only what they gave themselves, nothing. */
export type Sight = 'all' | 'own' | 'none';

/** A stranger with the link sees nothing; a link proved by birth month and the patient see all; family sees its own, and the patient's only with the patient's permission. */
export function sightOf(opener: { kind: 'link'; verified: boolean; to: 'patient' | 'contact' } | { kind: 'person'; as: 'patient' | 'family'; mayHear: boolean }): Sight {
  if (opener.kind === 'link') return !opener.verified ? 'none' : opener.to === 'patient' ? 'all' : 'own';
  return opener.as === 'patient' || opener.mayHear ? 'all' : 'own';
}

/** May this answer be shown again? Sensitive stays and sensitive items never (product, step 5). */
export function mayReplay(sight: Sight, actor: string, item: Pick<DefinedItem, 'replay' | 'seenBy'>, answer: { by: string }, sensitive: boolean): boolean {
  if (sensitive || item.replay === false || item.seenBy === 'sealed') return false;
  return sight === 'all' || (sight === 'own' && answer.by === actor);
}

/** A nurse does not touch the patient's or family's own word on the stay, a deliberate pass included (B17: 尊重患者作出的评价). */
export const isLockedForNurse = (item: Pick<DefinedItem, 'purpose' | 'seenBy'>, answer: { hand: Hand } | undefined): boolean =>
  answer !== undefined && answer.hand !== 'nurse' && (item.purpose === 'survey' || item.seenBy !== 'care');
