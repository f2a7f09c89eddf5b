/**
 * Calls, phones, roster and rota. A call is one document with its attempts; a phone is one document per number hash: who is on it and when it was rung today, so that one conditional
 * update answers "may I have this number" for all purposes. What other domains own (patient, stay, step, answers) is read here by their collections, given by index.ts.
 */
import { dayOf } from '../kit/calendar';
import type { Purpose } from '../kit/contract';
import { defineCollection, type Collection, type CollectionSpec, type Database, type Query, type Transaction } from '../kit/database';
import type { CallKind, Consequence, DutyChain, DutyDay, FlagLevel, Outcome, RosterDay, WorklistView } from './contract';
import type { Encounter, Patient } from '../discharge/store';
import type { Step } from '../followup/contract';
import type { Response } from '../survey/store';
import type { CallFacts, DraftFacts, PhoneFacts } from './rules/facts';

export interface CallEvent { at: number; by: string; what: string; note?: string }
/** What an outcome still has to tell other domains; '' when everybody knows. */
export type Settlement = '' | 'completed' | 'lost_no_answer' | 'lost_wrong_number' | 'wrong_number' | 'stop_satisfaction' | 'stop_everything' | 'closed_by_capacity' | 'goes_up';

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
  ackName: string; ackAt: number;
  /** When it goes up a level unless somebody acknowledges, rings or ends it before; 0 when not needed. */
  ackDue: number; ackLevel: number; alerts: number;
  settle: Settlement; settleBy: string; settleHash: string;
  /** When an unfinished settlement is tried again; 0 when finished. */
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
export type EncounterRecord = Pick<Encounter, '_id' | 'departmentCode' | 'departmentName' | 'ward' | 'bed' | 'attending' | 'nurse' | 'admitAt' | 'dischargeAt' | 'dischargeDay' | 'way' | 'dx' | 'dxOther' | 'operation' | 'instruction'
  | 'medications' | 'revisitDay' | 'allergy' | 'sensitive'>;
export type StepRecord = Pick<Step, '_id' | 'state' | 'reason' | 'history'>;
export type ResponseRecord = Pick<Response, '_id' | 'state' | 'touchedAt' | 'mode'> & { items: Record<string, unknown> };

export const callCollection = defineCollection('call', [
  { name: 'list', keys: [['open', 1], ['sortKey', 1]] },
  // The claim's own: what colleagues hold is not even looked at.
  { name: 'next', keys: [['state', 1], ['sortKey', 1]] },
  { name: 'owner', keys: [['owner', 1], ['open', 1], ['sortKey', 1]] },
  { name: 'step', keys: [['stepId', 1], ['open', 1]] },
  { name: 'encounter', keys: [['encounterId', 1], ['open', 1]] },
  { name: 'patient', keys: [['patientId', 1], ['open', 1]] },
  { name: 'flagged', keys: [['kind', 1], ['patientId', 1]] },
  { name: 'lease', keys: [['state', 1], ['leaseUntil', 1]] },
  { name: 'acknowledge', keys: [['ackDue', 1]] },
  { name: 'settle', keys: [['settleDue', 1]] },
  { name: 'done', keys: [['doneBy', 1], ['doneAt', 1]] },
]);
export const phoneLockCollection = defineCollection('phone_lock', [
  { name: 'call', keys: [['callId', 1]] },
  { name: 'until', keys: [['until', 1]] },
]);
export const rosterCollection = defineCollection('roster', []);
export const dutyCollection = defineCollection('duty', []);
/** Written to collections.json by the build. */
export const collections: CollectionSpec[] = [callCollection, phoneLockCollection, rosterCollection, dutyCollection];

export interface Locker { callId: string; staffId: string; name: string; renew?: boolean }
export const sortKeyOf = (call: { _id: string; priority: number; notBefore: number }): string => `${String(call.priority).padStart(2, '0')}${String(call.notBefore).padStart(13, '0')}${call._id}`;
export const lockId = (hash: string): string => `lock:${hash}`;

/** Which part of the list, and whose. */
export interface Scope { view: WorklistView; staffId: string; departments: readonly string[] | 'all'; kinds: readonly CallKind[] | 'all' }
/** Fields to set; `event` is added to the history. */
export type CallChange = Partial<Omit<CallRecord, '_id' | 'rev' | 'sortKey' | 'history'>> & { event?: CallEvent };
/** What a claim needs to know of a call: small, because fifty are read for one. */
export type Candidate = Pick<CallRecord, (typeof candidateFields)[number] | '_id'>;
const candidateFields = [
  'kind', 'stepId', 'encounterId', 'patientId', 'state', 'priority', 'basePriority', 'notBefore', 'callBackAt', 'elderly', 'attempts', 'claimedBy', 'claimedName', 'leaseUntil', 'keptFor', 'keptName', 'keptUntil',
  'ackBy', 'ackAt', 'withdrawnReason', 'rev',
] as const satisfies readonly (keyof CallRecord)[];
export type CallFilter = ({ stepId: string } | { stepIds: readonly string[] } | { encounterId: string } | { patientId: string }) & { purpose?: Purpose };

export interface Loaded { patient: PatientRecord | null; encounter: EncounterRecord | null; step: StepRecord | null; response: ResponseRecord | null }
/** What the last check sees, all in one snapshot. */
export interface DialSnapshot { call: CallRecord | null; patient: PatientRecord | null; step: StepRecord | null; response: ResponseRecord | null; phone: PhoneFacts | null }
/** Nothing is written when `write` is null. */
export interface DialDecision<R> { write: { call: CallChange; hash: string; staffId: string; name: string; until: number; at: number } | null; result: R }

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

export interface Foreign { patient: CollectionSpec; encounter: CollectionSpec; step: CollectionSpec; response: CollectionSpec }

export function openCallStore(database: Database, foreign: Foreign): CallStore {
  const { command } = database;
  const calls = database.collection<CallRecord>(callCollection);
  const phones = database.collection<PhoneRecord>(phoneLockCollection);
  const rosters = database.collection<RosterRecord>(rosterCollection);
  const duties = database.collection<DutyRecord>(dutyCollection);
  const patients = database.collection<PatientRecord>(foreign.patient);
  const encounters = database.collection<EncounterRecord>(foreign.encounter);
  const steps = database.collection<StepRecord>(foreign.step);
  const responses = database.collection<ResponseRecord>(foreign.response);
  const collectionsHere = { calls, phones, patients, steps, responses };

  const scoped = (scope: Scope, after = '') => {
    const [from, to] = scope.view === 'urgent' ? ['', '10'] : scope.view === 'call_backs' ? ['10', '11'] : ['', ':'];
    return {
      ...(scope.view === 'mine' && { owner: scope.staffId }), open: 1,
      sortKey: command.gt(after > from ? after : from).and(command.lt(to)),
      ...(scope.departments !== 'all' && { departmentCode: command.in([...scope.departments]) }),
      ...(scope.kinds !== 'all' && { kind: command.in([...scope.kinds]) }),
    };
  };
  const ordered = (change: CallChange, call: Candidate): CallChange & { sortKey?: string } =>
    change.priority === undefined && change.notBefore === undefined ? change : { ...change, sortKey: sortKeyOf({ ...call, ...change, _id: call._id }) };
  const chosen = (filter: CallFilter): Query => {
    if (!('stepIds' in filter)) return filter;
    const { stepIds, ...rest } = filter;
    return { ...rest, stepId: command.in([...stepIds]) };
  };
  const factsOf = (phone: PhoneRecord): PhoneFacts => ({ times: phone.times, lock: phone.callId ? { callId: phone.callId, name: phone.name, until: phone.until } : null });

  return {
    get: (id) => calls.get(id),
    getMany: (ids) => calls.getMany(ids),
    insertMissing: (documents) => calls.insertMissing(documents),
    change: (call, change) => calls.updateOne({ _id: call._id, rev: call.rev }, { ...replacing(command, ordered(change, call)), rev: call.rev + 1 }),
    withdraw: (filter, kinds, reason, except, now) =>
      calls.update(
        { ...chosen(filter), open: 1, kind: command.in([...kinds]), ...(except.length > 0 && { _id: command.nin([...except]) }) },
        { state: 'withdrawn', open: 0, withdrawnReason: reason, ackDue: 0, undoUntil: 0, updatedAt: now, rev: command.inc(1), history: command.push([{ at: now, by: 'system', what: `withdrawn:${reason}` }]) },
      ),
    revive: (which, reasons, now) =>
      calls.update(
        { ...('ids' in which ? { _id: command.in([...which.ids]) } : { patientId: which.patientId, open: 0, kind: command.in([...which.kinds]) }), state: 'withdrawn', withdrawnReason: command.in([...reasons]) },
        { state: 'waiting', open: 1, withdrawnReason: '', outcome: '', doneBy: '', doneAt: 0, claimedBy: '', claimedName: '', claimToken: '', leaseUntil: 0, owner: '', updatedAt: now, rev: command.inc(1), history: command.push([{ at: now, by: 'system', what: 'revived' }]) },
      ),
    async ofSteps(stepIds) {
      const found: CallRecord[] = [];
      for (let i = 0; i < stepIds.length; i += 300) {
        found.push(...(await calls.find({ stepId: command.in(stepIds.slice(i, i + 300)), kind: 'followup' }, { fields: ['stepId', 'state', 'leaseUntil', 'attempts'], limit: 1000 })));
      }
      return found;
    },
    unacknowledged: async (limit) => (await calls.find({ ackDue: command.gt(0), ackAt: 0 }, { fields: ['createdAt'], limit })).map((c) => c.createdAt),
    page: (scope, after, limit) => calls.find(scoped(scope, after), { sort: [['sortKey', 'asc']], limit }),
    count: (scope) => calls.count(scoped(scope)),
    countUnacknowledged: (scope) => calls.count({ ...scoped(scope), ackDue: command.gt(0), ackAt: 0 }),
    countDone: (staffId, since) => calls.count({ doneBy: staffId, doneAt: command.gte(since) }),
    claimable(scope, now, limit, left = false) {
      // `state` says it already; `open` beside it would draw the planner to the longer index.
      const { open: _, ...query } = scoped(scope);
      return calls.find({ ...query, state: left ? 'claimed' : 'waiting', notBefore: command.lte(now), leaseUntil: command.lte(now) }, { sort: [['sortKey', 'asc']], limit, fields: candidateFields });
    },
    dueAcknowledgements: (now, limit) => calls.find({ ackDue: command.gt(0).and(command.lte(now)) }, { sort: [['ackDue', 'asc']], limit }),
    dueSettlements: (now, limit) => calls.find({ settleDue: command.gt(0).and(command.lte(now)) }, { sort: [['settleDue', 'asc']], limit }),
    freeExpired: (now) =>
      calls.update(
        { state: 'claimed', leaseUntil: command.lte(now) },
        // The token stays: an outcome typed while the connection was gone still counts unless somebody else has taken the call.
        { state: 'waiting', leaseUntil: 0, claimedBy: '', claimedName: '', owner: '', returned: command.inc(1), updatedAt: now, rev: command.inc(1), history: command.push([{ at: now, by: 'timer:tick', what: 'returned' }]) },
      ),
    async closeMany(ids, change) {
      await calls.update({ _id: command.in([...ids]), state: 'waiting', attemptCount: 0 }, { ...replacing(command, change), rev: command.inc(1) });
      return (await calls.getMany(ids)).filter((c) => c.settle === change.settle && c.doneAt === change.doneAt);
    },
    async touchedAt(stepId) {
      const response = await responses.get(responseId(stepId));
      return response?.state === 'draft' ? response.touchedAt : 0;
    },
    async flagged(patientIds) {
      const found = new Set<string>();
      for (let i = 0; i < patientIds.length; i += 500) {
        const page = await calls.find({ kind: 'redflag', patientId: command.in(patientIds.slice(i, i + 500)) }, { fields: ['patientId'], limit: 1000 });
        for (const call of page) found.add(call.patientId);
      }
      return found;
    },
    async lock(hash, { renew, ...who }, until, now) {
      const mine = { ...who, until };
      // Most numbers are rung once: a new document is one round trip.
      if (await phones.insert({ _id: lockId(hash), ...mine, day: dayOf(now), times: [] })) return { times: [], lock: mine };
      const known = await phones.updateOne({ _id: lockId(hash), until: command.lte(now) }, mine)
        ?? (renew ? await phones.updateOne({ _id: lockId(hash), callId: who.callId, staffId: who.staffId }, mine) : null);
      return known && factsOf(known);
    },
    extend: async (callId, staffId, until) => void (await phones.update({ callId, staffId }, { until })),
    unlock: async (callId, staffId, now, hash) => void (await phones.update({ ...(hash && { _id: lockId(hash) }), callId, staffId }, { until: now, callId: '', staffId: '', name: '' })),
    async phones(hashes) {
      const found = await phones.getMany([...new Set(hashes.filter((h) => h !== ''))].map(lockId));
      return Object.fromEntries(found.map((phone) => [phone._id.slice(5), factsOf(phone)]));
    },
    cleanPhones: (before) => phones.remove({ until: command.lte(before) }),
    dial: (of, hashOf, decide) => database.transaction((transaction) => dialOnce(transaction, collectionsHere, of, hashOf, decide, ordered, (c) => replacing(command, c))),
    encounter: (id) => encounters.get(id),
    async load(list, light = false) {
      const unique = (ids: string[]) => [...new Set(ids)];
      const none = Promise.resolve([]);
      const [p, e, s, r] = await Promise.all([
        patients.getMany(unique(list.map((c) => c.patientId))),
        light ? (none as Promise<EncounterRecord[]>) : encounters.getMany(unique(list.map((c) => c.encounterId))),
        light ? (none as Promise<StepRecord[]>) : steps.getMany(unique(list.map((c) => c.stepId))),
        // A long draft is not needed to know that somebody is typing.
        light ? responses.find({ _id: command.in(unique(list.map((c) => responseId(c.stepId)))) }, { fields: ['state', 'touchedAt'], limit: 1000 }) : responses.getMany(unique(list.map((c) => responseId(c.stepId)))),
      ]);
      const byId = <T extends { _id: string }>(documents: T[]) => new Map(documents.map((d) => [d._id, d]));
      const [pm, em, sm, rm] = [byId(p), byId(e), byId(s), byId(r)];
      return list.map((c) => ({ patient: pm.get(c.patientId) ?? null, encounter: em.get(c.encounterId) ?? null, step: sm.get(c.stepId) ?? null, response: rm.get(responseId(c.stepId)) ?? null }));
    },
    rosters: (days) => rosters.getMany(days.map((day) => `roster:${day}`)),
    saveRosters: async (documents) => void (await Promise.all(documents.map((d) => rosters.set(d)))),
    duties: () => duties.find({}, { limit: 20 }),
    saveDuties: async (documents) => void (await Promise.all(documents.map((d) => duties.set(d)))),
  };
}

export const responseId = (stepId: string): string => `response:${stepId}`;

/** A changed object replaces the old one; the SDK would merge it. */
function replacing(command: Database['command'], { event, ...change }: CallChange & { sortKey?: string }): Record<string, unknown> {
  const fields = Object.entries(change).map(([field, value]) => [field, value !== null && typeof value === 'object' ? command.set(value) : value]);
  return { ...Object.fromEntries(fields), ...(event && { history: command.push([event]) }) };
}


type Here = { calls: Collection<CallRecord>; phones: Collection<PhoneRecord>; patients: Collection<PatientRecord>; steps: Collection<StepRecord>; responses: Collection<ResponseRecord> };

/** Five reads and two writes: within the ten that a transaction carries. */
async function dialOnce<R>(
  transaction: Transaction, here: Here, of: { callId: string; stepId: string; patientId: string }, hashOf: (patient: PatientRecord) => string,
  decide: (snapshot: DialSnapshot) => DialDecision<R>, ordered: (change: CallChange, call: Candidate) => CallChange & { sortKey?: string },
  replace: (change: CallChange & { sortKey?: string }) => Record<string, unknown>,
): Promise<R> {
  const call = await transaction.get(here.calls, of.callId);
  const patient = await transaction.get(here.patients, of.patientId);
  const step = await transaction.get(here.steps, of.stepId);
  const response = await transaction.get(here.responses, responseId(of.stepId));
  const hash = patient ? hashOf(patient) : '';
  const phone = hash ? await transaction.get(here.phones, lockId(hash)) : null;
  const facts = phone ? { times: phone.times, lock: phone.callId ? { callId: phone.callId, name: phone.name, until: phone.until } : null } : null;
  const { write, result } = decide({ call, patient, step, response, phone: facts });
  if (!write || !call) return result;
  await transaction.update(here.calls, call._id, { ...replace(ordered(write.call, call)), rev: call.rev + 1 });
  const day = dayOf(write.at);
  const times = phone && phone.day === day ? phone.times : [];
  await transaction.set(here.phones, { _id: lockId(write.hash), callId: call._id, staffId: write.staffId, name: write.name, until: write.until, day, times: [...times, { at: write.at, callId: call._id }] });
  return result;
}

export const draftOf = (response: ResponseRecord | null): DraftFacts => (response ? { state: response.state, touchedAt: response.touchedAt } : { state: '', touchedAt: 0 });
