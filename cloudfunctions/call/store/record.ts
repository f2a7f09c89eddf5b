/** The documents of calling as they are stored, what is read of other domains' documents, and what the store offers. */
import type { Purpose } from '../../kit/contract';
import type { Encounter, Patient } from '../../discharge/store';
import type { Step } from '../../followup/contract';
import type { Response, StoredAnswer } from '../../survey/store';
import type { CallKind, Consequence, FlagLevel, Outcome, WorklistView } from '../contract';
import type { DutyChain, DutyDay, RosterDay } from '../contract/rota';
import type { CallFacts, DraftFacts, PhoneFacts } from '../rules/facts';

/** A line of a call's history. */
export interface CallEvent { at: number; by: string; what: string; note?: string }
/** What an outcome still has to tell other domains; '' when everybody knows. */
export type Settlement = '' | 'completed' | 'lost_no_answer' | 'lost_wrong_number' | 'wrong_number' | 'stop_satisfaction' | 'stop_everything' | 'closed_by_capacity' | 'goes_up';

/** A reason to ring somebody, with its attempts. */
export interface CallRecord extends Omit<CallFacts, 'callId' | 'attempts'> {
  /** `call:followup:<stepId>`, `call:redflag:<stepId>` … */
  _id: string;
  stepId: string; encounterId: string; patientId: string; departmentCode: string; dischargeDay: string; purpose: Purpose;
  /** Stable key: silent, no_channel, asked, red_flag, stopped_medicine … */
  reason: string;
  /** Keys of the answers that raised it, never text. */
  items: string[]; level: FlagLevel | '';
  /** The patient took the flag back; it is rung all the same. */
  recantedAt: number;
  /** 1 while waiting or claimed. */
  open: 0 | 1;
  /** Priority, notBefore and id as one text: the order of the list and the place to go on from. */
  sortKey: string;
  outcome: string; dueAt: number;
  attempts: CallFacts['attempts'][number][]; attemptCount: number;
  claimToken: string; claimedAt: number;
  /** Leases that ended without an outcome. */
  returned: number;
  /** Whose it is in "mine": the claimer's, else who promised to ring back. */
  owner: string;
  /** Why it is over for everybody but the colleague who has it in hand: what it was about she has done herself. It ends when she records, leaves or loses it; '' otherwise. */
  endsWhenLeft: string;
  ackName: string; ackAt: number;
  /** When it goes up a level unless somebody acknowledges, rings or ends it before; 0 when not needed. */
  ackDue: number; ackLevel: number; alerts: number;
  settle: Settlement; settleBy: string; settleHash: string;
  /** When an unfinished settlement is tried again, or a call that ends when left is looked at; 0 when finished. */
  settleDue: number;
  doneBy: string; doneAt: number;
  /** The last outcome and the claim it was said in, so that a second click is the same outcome. */
  spent: { token: string; outcome: Outcome | ''; consequence: Consequence | null };
  undoBy: string; undoUntil: number; undo: { priority: number; notBefore: number; callBackAt: number; keptFor: string; keptName: string; keptUntil: number };
  history: CallEvent[]; rev: number; createdAt: number; updatedAt: number;
}

export interface PhoneRecord { /** `lock:<phoneHash>` */ _id: string; callId: string; staffId: string; name: string; until: number; day: string; times: { at: number; callId: string }[] }
export interface RosterRecord extends RosterDay { /** `roster:<day>` */ _id: string; by: string; at: number; history: { at: number; by: string; what: string }[] }
/** `duty:1` … `duty:7`, `duty:holiday`, and `duty:chain`. */
export interface DutyRecord { _id: string; duty: DutyDay | null; chain: DutyChain | null; by: string; at: number; history: { at: number; by: string; what: string }[] }

/** What we read of documents that other domains own. */
export type PatientRecord = Pick<Patient, '_id' | 'name' | 'sex' | 'birthDate' | 'phoneSealed' | 'phoneHash' | 'contactName' | 'contactRelation' | 'contactPhoneSealed' | 'contactPhoneHash' | 'tags' | 'phoneInvalid' | 'contactInvalid'
  | 'unaware' | 'noVoice' | 'noContact' | 'death' | 'allowFamilySensitive'>;
/** Of a stay. */
export type EncounterRecord = Pick<Encounter, '_id' | 'departmentCode' | 'departmentName' | 'ward' | 'bed' | 'attending' | 'nurse' | 'admitAt' | 'dischargeAt' | 'dischargeDay' | 'way' | 'dx' | 'dxOther' | 'operation' | 'instruction'
  | 'medications' | 'revisitDay' | 'allergy' | 'sensitive'>;
/** Of a step. */
export type StepRecord = Pick<Step, '_id' | 'state' | 'reason' | 'history'>;
/** Of an answer sheet; `hand`: whose hand wrote an answer. */
export type ResponseRecord = Pick<Response, '_id' | 'state' | 'touchedAt' | 'mode'> & { items: Record<string, Pick<StoredAnswer, 'hand' | 'was'>> };

/** Priority, then time, then id: text that sorts as the list does. */
export const sortKeyOf = (call: { _id: string; priority: number; notBefore: number }): string => `${String(call.priority).padStart(2, '0')}${String(call.notBefore).padStart(13, '0')}${call._id}`;
/** The document of one number. */
export const lockId = (hash: string): string => `lock:${hash}`;
/** The answer sheet of a step (survey). */
export const responseId = (stepId: string): string => `response:${stepId}`;
/** What of it matters for ringing. */
export const draftOf = (response: ResponseRecord | null): DraftFacts => (response ? { state: response.state, touchedAt: response.touchedAt } : { state: '', touchedAt: 0 });

/** For which call and nurse a number is taken; `renew`: it may be theirs already. */
export interface Locker { callId: string; staffId: string; name: string; renew?: boolean }
/** Which part of the list, and whose. */
export interface Scope { view: WorklistView; staffId: string; departments: readonly string[] | 'all'; kinds: readonly CallKind[] | 'all' }
/** Fields to set; `event` is added to the history. */
export type CallChange = Partial<Omit<CallRecord, '_id' | 'rev' | 'sortKey' | 'history'>> & { event?: CallEvent };
/** What a claim needs to know of a call: small, because fifty are read for one. */
export type Candidate = Pick<CallRecord, (typeof candidateFields)[number] | '_id'>;
/** The fields of a `Candidate`. */
export const candidateFields = [
  'kind', 'stepId', 'encounterId', 'patientId', 'state', 'priority', 'basePriority', 'notBefore', 'callBackAt', 'elderly', 'attempts', 'claimedBy', 'claimedName', 'leaseUntil', 'keptFor', 'keptName', 'keptUntil',
  'ackBy', 'ackAt', 'withdrawnReason', 'endsWhenLeft', 'rev',
] as const satisfies readonly (keyof CallRecord)[];
/** Which calls; `purpose` narrows. */
export type CallFilter = ({ ids: readonly string[] } | { stepId: string } | { stepIds: readonly string[] } | { encounterId: string } | { patientId: string }) & { purpose?: Purpose };

/** What belongs to one call; null where it does not exist. */
export interface Loaded { patient: PatientRecord | null; encounter: EncounterRecord | null; step: StepRecord | null; response: ResponseRecord | null }
/** What the last check sees, all in one snapshot. */
export interface DialSnapshot { call: CallRecord | null; patient: PatientRecord | null; step: StepRecord | null; response: ResponseRecord | null; phone: PhoneFacts | null }
/** Nothing is written when `write` is null. */
export interface DialDecision<R> { write: { call: CallChange; hash: string; staffId: string; name: string; until: number; at: number } | null; result: R }

/** Calls, numbers, roster and rota. */
export interface CallStore {
  get(id: string): Promise<CallRecord | null>;
  getMany(ids: readonly string[]): Promise<CallRecord[]>;
  /** Inserts those that do not exist yet. */
  insertMissing(calls: readonly CallRecord[]): Promise<number>;
  /** Changes the call if nobody else did since `rev`; null otherwise. */
  change(call: Candidate, change: CallChange): Promise<CallRecord | null>;
  /** Waiting and claimed calls of these kinds → withdrawn. */
  withdraw(filter: CallFilter, kinds: readonly CallKind[], reason: string, except: readonly string[], now: number): Promise<number>;
  /** Withdrawn ones with these reasons → waiting; by ids, or by patient and kind. */
  revive(which: { ids: readonly string[] } | { patientId: string; kinds: readonly CallKind[] }, reasons: readonly string[], now: number): Promise<number>;
  /** Follow-up calls of these steps, in whatever state. */
  ofSteps(stepIds: readonly string[]): Promise<Pick<CallRecord, '_id' | 'stepId' | 'state' | 'leaseUntil' | 'attempts'>[]>;
  /** Red flags that nobody has acknowledged: since when each. */
  unacknowledged(limit: number): Promise<number[]>;
  /** Of these patients, those with an open red flag that nobody has acknowledged. */
  inDanger(patientIds: readonly string[]): Promise<Set<string>>;
  page(scope: Scope, after: string, limit: number): Promise<CallRecord[]>;
  count(scope: Scope): Promise<number>;
  countUnacknowledged(scope: Scope): Promise<number>;
  countDone(staffId: string, since: number): Promise<number>;
  /** Waiting and due, best first; `left`: those whose lease has ended instead, until the timer makes them wait again. */
  claimable(scope: Scope, now: number, limit: number, left?: boolean): Promise<Candidate[]>;
  dueAcknowledgements(now: number, limit: number): Promise<CallRecord[]>;
  dueSettlements(now: number, limit: number): Promise<CallRecord[]>;
  /** Claimed with an ended lease → waiting; how many. */
  freeExpired(now: number): Promise<number>;
  /** Those of these that still wait untried: changed; the ids that were. */
  closeMany(ids: readonly string[], change: CallChange): Promise<CallRecord[]>;
  /** When the patient last touched the answers of a step, 0 when never or when they are submitted. */
  touchedAt(stepId: string): Promise<number>;
  /** Patients among these with a red flag, open or not. */
  flagged(patientIds: readonly string[]): Promise<Set<string>>;

  /** Takes the number for this call and says when it was rung; null while somebody else has it. `renew`: it may be mine already. */
  lock(hash: string, who: Locker, until: number, now: number): Promise<PhoneFacts | null>;
  extend(callId: string, staffId: string, until: number): Promise<void>;
  /** All numbers of this call, or the one that was taken in vain. */
  unlock(callId: string, staffId: string, now: number, hash?: string): Promise<void>;
  phones(hashes: readonly string[]): Promise<Record<string, PhoneFacts>>;
  /** Removes phones not touched since. */
  cleanPhones(before: number): Promise<number>;
  /** The last check and its writes in one transaction. `decide` is pure and may run again. */
  dial<R>(of: { callId: string; stepId: string; patientId: string }, hashOf: (patient: PatientRecord) => string, decide: (snapshot: DialSnapshot) => DialDecision<R>): Promise<R>;

  encounter(id: string): Promise<EncounterRecord | null>;
  /** Documents of other domains for these calls, in their order; `light`: patients and answers only. */
  load(calls: readonly Pick<CallRecord, 'stepId' | 'encounterId' | 'patientId'>[], light?: boolean): Promise<Loaded[]>;

  rosters(days: readonly string[]): Promise<RosterRecord[]>;
  saveRosters(rosters: readonly RosterRecord[]): Promise<void>;
  duties(): Promise<DutyRecord[]>;
  saveDuties(duties: readonly DutyRecord[]): Promise<void>;
}
