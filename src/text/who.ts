/** Who rings: names stay as they are, roles are said in the reader's language. */
import roles from '../../cloudfunctions/call/data/duty.json';
import type { Language } from './wording';

/** 值班护士 → the nurse on duty; 王护士 stays. */
export const whoWords = (who: string, language: Language): string => Object.values(roles).find((role) => role.zh === who)?.[language] ?? who;
