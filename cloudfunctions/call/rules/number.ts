/** Which numbers of a patient may be rung, and which comes first. Browser-safe. */
import { ageOn, hour, minute } from '../../kit/calendar';
import type { CardNumber, NumberOf } from '../contract';
import type { Attempt, CallFacts, PatientFacts } from './facts';

/** At most two dials a day and number, over all purposes (product default). */
export const dialsPerDay = 2;
/**
 * A red flag is an emergency, not a nuisance: two satisfaction calls in the morning must not lock the number of somebody with chest pain. Five a day is what carriers' own
 * nuisance rules allow (Aliyun 智能外呼, help.aliyun.com 226794).
 */
export const redFlagDialsPerDay = 5;
/** Two calls about different matters to one number keep this distance (product default). */
export const numberGap = 2 * hour;
/** A patient who touched the questionnaire this recently is answering right now (product default). */
export const answeringFor = 10 * minute;
/** Under 14 the guardian is rung (未成年人保护法, 个人信息保护法 art. 31). */
export const guardianUntil = 14;

/** The elderly are rather rung 9–11 (product default). False where no birth date is known. */
export const isElderly = (birthDate: string, onDay: string): boolean => birthDate !== '' && ageOn(birthDate, onDay) >= 80;

/** One of the numbers of a patient; `why` it cannot be used, '' when it can. */
export interface NumberChoice { to: NumberOf; hash: string; why: CardNumber['why'] }

/** Both numbers, usable or why not. A family member's number is never used in a sensitive stay unless the patient chose it. */
export function numbersOf(patient: PatientFacts, sensitive: boolean, kind: CallFacts['kind']): NumberChoice[] {
  // Whoever does not want follow-up calls still gets the call that they asked for or whose danger they reported.
  const refused = patient.noContact && kind === 'followup';
  const own: CardNumber['why'] = !patient.phoneHash ? 'none' : refused ? 'no_contact' : patient.phoneInvalid ? 'wrong' : patient.noVoice ? 'no_voice' : '';
  const contact: CardNumber['why'] =
    !patient.contactPhoneHash ? 'none'
    : refused ? 'no_contact'
    : patient.contactInvalid ? 'wrong'
    : sensitive && !patient.allowFamilySensitive ? 'sensitive'
    : patient.contactPhoneHash === patient.phoneHash && own === '' ? 'same_number'
    : patient.contactPhoneHash === patient.phoneHash && own === 'wrong' ? 'wrong'
    : '';
  return [{ to: 'patient', hash: patient.phoneHash, why: own }, { to: 'contact', hash: patient.contactPhoneHash, why: contact }];
}

const unreachedOn = (attempts: readonly Attempt[], to: NumberOf): number => attempts.filter((a) => a.to === to && unreached(a.outcome)).length;
/** The line stayed silent: counts towards the three attempts. */
export const unreached = (outcome: Attempt['outcome']): boolean => outcome === 'no_answer' || outcome === 'busy' || outcome === 'off';

/**
 * Usable numbers, the one to ring first at the head: the patient's own; the guardian's for a child; after two silent attempts the other; for a red flag the one tried least.
 */
export function preferredNumbers(call: Pick<CallFacts, 'kind' | 'attempts'>, patient: PatientFacts, sensitive: boolean): NumberChoice[] {
  const usable = numbersOf(patient, sensitive, call.kind).filter((n) => n.why === '');
  if (usable.length < 2) return usable;
  const child = patient.age !== null && patient.age < guardianUntil;
  const first: NumberOf = child ? 'contact' : 'patient';
  const other: NumberOf = child ? 'patient' : 'contact';
  const tried = unreachedOn(call.attempts, first);
  const swap = call.kind === 'redflag' ? tried > unreachedOn(call.attempts, other) : tried >= 2 && unreachedOn(call.attempts, other) === 0;
  return usable.sort((a, b) => Number(b.to === (swap ? other : first)) - Number(a.to === (swap ? other : first)));
}
