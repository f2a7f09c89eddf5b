/** Who may act for a patient, and what they may see and hear (个人信息保护法 28, 31: sensitive data, and a guardian for those under 14). */
import { addDays, ageOn } from '../../kit/calendar';
import type { Relation } from '../../kit/contract';

/** What the decision needs of the register. */
export interface PatientFacts { patientId: string; name: string; birthDate: string; phoneHash: string; contactPhoneHash: string; contactRelation: Relation; allowFamilySensitive: boolean; allowSmsSensitive: boolean }
export interface StayFacts { patientId: string; dischargeDay: string; sensitive: boolean; cancelled: boolean; /** A person on the ward decided that the family of this sensitive stay may be invited. */ cleared: boolean }

/** A person acting for a patient, as stored. `guardianUntil`: the child's 14th birthday, '' otherwise. */
export interface Relationship {
  _id: string; personId: string; patientId: string; as: 'patient' | 'family'; relation: Relation; guardianUntil: string; mayHear: boolean;
  /** Purposes for which this family member wants no messages. */
  careOff: boolean; surveyOff: boolean;
  /** `asked`: by somebody whose number is not in the record; waits for the patient. */
  state: 'active' | 'removed' | 'asked'; removedBy: '' | 'patient' | 'self'; createdAt: number; updatedAt: number;
  history: { at: number; by: string; what: string }[];
}

/** Under 14 (个人信息保护法 31, 未成年人网络保护条例): all data are sensitive and a guardian decides. */
export const isChild = (birthDate: string, today: string): boolean => ageOn(birthDate, today) < 14;

/** The 14th birthday; of a child of 29 February, 1 March in a common year. */
export function fourteenth(birthDate: string): string {
  const year = Number(birthDate.slice(0, 4)) + 14;
  return addDays(`${year}-${birthDate.slice(5, 7)}-01`, Number(birthDate.slice(8)) - 1);
}

/** Which of the patient's numbers this one is. Empty hashes match nothing. */
export const throughOf = (patient: Pick<PatientFacts, 'phoneHash' | 'contactPhoneHash'>, phoneHash: string): 'own' | 'contact' | undefined =>
  phoneHash === '' ? undefined : patient.phoneHash === phoneHash ? 'own' : patient.contactPhoneHash === phoneHash ? 'contact' : undefined;

/**
 * May this person see anything of a stay? A sensitive stay is the patient's alone: family sees it only where the patient chose so; a child's guardian only where the ward cleared it, because the
 * guardian may be what the child has to be protected from. Used by every domain that shows a stay to a person or sends a message about it to one.
 */
export function maySeeStay(who: { as: 'patient' | 'family'; guardian?: boolean }, stay: { sensitive: boolean; cleared: boolean }, patient: { allowFamilySensitive: boolean }): boolean {
  if (!stay.sensitive || who.as === 'patient') return true;
  return who.guardian ? stay.cleared : patient.allowFamilySensitive;
}

/** The stays this number may know of, newest first. The own number is not yet a proven patient, but it is the one the patient gave: it sees that there is a stay, nothing more. */
export function visibleStays(patient: PatientFacts, stays: readonly StayFacts[], through: 'own' | 'contact', today: string): StayFacts[] {
  // A child's number is in a guardian's hands, whichever field it stands in.
  const guardian = isChild(patient.birthDate, today);
  const who = { as: through === 'own' && !guardian ? 'patient' as const : 'family' as const, guardian };
  return stays.filter((s) => s.patientId === patient.patientId && !s.cancelled && maySeeStay(who, s, patient)).sort((a, b) => (a.dischargeDay < b.dischargeDay ? 1 : -1));
}

export type BindingProblem = 'unknown' | 'removed' | 'guardian_needed' | 'guardian_relation' | 'self_needs_own_number';

/**
 * May this number begin to act, before the month of birth is asked? Order matters: nothing is told of a record that the number does not belong to.
 * "Self" is the own number only; the own number may also be in the family's hands, and then says so.
 */
export function bindingProblem(o: { patient: PatientFacts | null; stays: readonly StayFacts[]; phoneHash: string; relation: Relation; guardian: boolean; known: Relationship | null; today: string }): BindingProblem | undefined {
  const { patient, relation } = o;
  const through = patient ? throughOf(patient, o.phoneHash) : undefined;
  if (!patient || !through) return 'unknown';
  if (visibleStays(patient, o.stays, through, o.today).length === 0) return 'unknown';
  if (o.known?.state === 'removed' && o.known.removedBy === 'patient') return 'removed';
  if (isChild(patient.birthDate, o.today)) {
    if (!o.guardian) return 'guardian_needed';
    if (!(['parent', 'grandparent', 'sibling', 'other'] as Relation[]).includes(relation)) return 'guardian_relation';
    return undefined;
  }
  if (relation === 'self' && through !== 'own') return 'self_needs_own_number';
  return undefined;
}

/** The row that a binding writes. Family hears nothing clinical until the patient allows it; what the patient allowed before stays allowed. */
export function bindingOf(o: { personId: string; patient: PatientFacts; relation: Relation; guardian: boolean; known: Relationship | null; now: number; today: string }): Relationship {
  const child = isChild(o.patient.birthDate, o.today);
  const as = !child && o.relation === 'self' ? 'patient' as const : 'family' as const;
  return {
    _id: relationshipId(o.personId, o.patient.patientId), personId: o.personId, patientId: o.patient.patientId, as, relation: o.relation, guardianUntil: child && o.guardian ? fourteenth(o.patient.birthDate) : '',
    mayHear: as === 'patient' || (o.known?.as === 'family' && o.known.mayHear), careOff: false, surveyOff: false, state: 'active', removedBy: '',
    createdAt: o.known?.createdAt ?? o.now, updatedAt: o.now, history: [...(o.known?.history ?? []), { at: o.now, by: o.personId, what: `bound_${o.relation}` }].slice(-50),
  };
}

/** `rel:<personId>:<patientId>`: one row for one person and patient. */
export const relationshipId = (personId: string, patientId: string): string => `rel:${personId}:${patientId}`;

/** Is the person the guardian today? It ends on the child's 14th birthday. */
export const isGuardian = (r: Pick<Relationship, 'guardianUntil'>, today: string): boolean => r.guardianUntil !== '' && today < r.guardianUntil;
/** May clinical facts be told to this person today? */
export const mayHearToday = (r: Pick<Relationship, 'as' | 'mayHear' | 'guardianUntil'>, today: string): boolean => r.as === 'patient' || r.mayHear || isGuardian(r, today);
/** Who sees and manages the representatives: the patient. A child's guardian sees them; one parent does not remove the other. */
export const mayManage = (r: Pick<Relationship, 'as'>): boolean => r.as === 'patient';
