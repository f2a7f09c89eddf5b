/**
 * Calls, phones, roster and rota. A call is one document with its attempts; a phone is one document per number hash: who is on it and when it was rung today, so that one conditional
 * update answers "may I have this number" for all purposes. What other domains own (patient, stay, step, answers) is read here by their collections, given by the wiring.
 */
import { dayOf } from '../kit/calendar';
import { byId, defineCollection, replacing, type Change, type Collection, type CollectionSpec, type Database, type Query, type Transaction } from '../kit/database';
import type { PhoneFacts } from './rules/facts';
import {
  candidateFields, lockId, responseId, sortKeyOf, type CallChange, type CallFilter, type CallRecord, type CallStore, type Candidate, type DialDecision, type DialSnapshot, type DutyRecord, type EncounterRecord,
  type PatientRecord, type PhoneRecord, type ResponseRecord, type RosterRecord, type Scope, type StepRecord,
} from './store/record';

/** For who reads calls beside their own documents. */
export type { CallRecord };

/** Each list and each timer reads by an index of its own. */
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
const phoneLockCollection = defineCollection('phone_lock', [
  { name: 'call', keys: [['callId', 1]] },
  { name: 'until', keys: [['until', 1]] },
]);
const rosterCollection = defineCollection('roster', []);
const dutyCollection = defineCollection('duty', []);
/** Written to collections.json by the build. */
export const collections: CollectionSpec[] = [callCollection, phoneLockCollection, rosterCollection, dutyCollection];

/** The collections of others that a card or the last check reads. */
export interface Foreign { patient: CollectionSpec; encounter: CollectionSpec; step: CollectionSpec; response: CollectionSpec }

/** Opening sends nothing. */
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
    if ('ids' in filter) {
      const { ids, ...rest } = filter;
      return { ...rest, _id: command.in([...ids]) };
    }
    if (!('stepIds' in filter)) return filter;
    const { stepIds, ...rest } = filter;
    return { ...rest, stepId: command.in([...stepIds]) };
  };
  const patientsWith = async (patientIds: readonly string[], where: Query): Promise<Set<string>> => {
    const found = new Set<string>();
    for (let i = 0; i < patientIds.length; i += 500) {
      const page = await calls.find({ kind: 'redflag', patientId: command.in(patientIds.slice(i, i + 500)), ...where }, { fields: ['patientId'], limit: 1000 });
      for (const call of page) found.add(call.patientId);
    }
    return found;
  };
  const factsOf = (phone: PhoneRecord): PhoneFacts => ({ times: phone.times, lock: phone.callId ? { callId: phone.callId, name: phone.name, until: phone.until } : null });

  return {
    get: (id) => calls.get(id),
    getMany: (ids) => calls.getMany(ids),
    insertMissing: (documents) => calls.insertMissing(documents),
    change: (call, change) => calls.updateOne({ _id: call._id, rev: call.rev }, { ...written(command, ordered(change, call)), rev: call.rev + 1 }),
    withdraw: (filter, kinds, reason, except, now) =>
      calls.update(
        { ...chosen(filter), open: 1, kind: command.in([...kinds]), ...(except.length > 0 && { _id: command.nin([...except]) }) },
        { state: 'withdrawn', open: 0, withdrawnReason: reason, ackDue: 0, undoUntil: 0, updatedAt: now, rev: command.inc(1), history: command.push([{ at: now, by: 'system', what: `withdrawn:${reason}` }]) },
      ),
    revive: (which, reasons, now) =>
      calls.update(
        { ...('ids' in which ? { _id: command.in([...which.ids]) } : { patientId: which.patientId, open: 0, kind: command.in([...which.kinds]) }), state: 'withdrawn', withdrawnReason: command.in([...reasons]) },
        { state: 'waiting', open: 1, withdrawnReason: '', endsWhenLeft: '', outcome: '', doneBy: '', doneAt: 0, claimedBy: '', claimedName: '', claimToken: '', leaseUntil: 0, owner: '', updatedAt: now, rev: command.inc(1), history: command.push([{ at: now, by: 'system', what: 'revived' }]) },
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
      await calls.update({ _id: command.in([...ids]), state: 'waiting', attemptCount: 0 }, { ...written(command, change), rev: command.inc(1) });
      return (await calls.getMany(ids)).filter((c) => c.settle === change.settle && c.doneAt === change.doneAt);
    },
    async touchedAt(stepId) {
      const response = await responses.get(responseId(stepId));
      return response?.state === 'draft' ? response.touchedAt : 0;
    },
    flagged: (patientIds) => patientsWith(patientIds, {}),
    inDanger: (patientIds) => patientsWith(patientIds, { open: 1, ackAt: 0 }),
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
    dial: (of, hashOf, decide) => database.transaction((transaction) => dialOnce(transaction, collectionsHere, of, hashOf, decide, ordered, (c) => written(command, c))),
    encounter: (id) => encounters.get(id),
    async load(list, light = false) {
      const unique = (ids: string[]) => [...new Set(ids)].filter((id) => id !== '');
      const none = Promise.resolve([]);
      const [p, e, s, r] = await Promise.all([
        patients.getMany(unique(list.map((c) => c.patientId))),
        light ? (none as Promise<EncounterRecord[]>) : encounters.getMany(unique(list.map((c) => c.encounterId))),
        light ? (none as Promise<StepRecord[]>) : steps.getMany(unique(list.map((c) => c.stepId))),
        // A long draft is not needed to know that somebody is typing.
        light ? responses.find({ _id: command.in(unique(list.map((c) => responseId(c.stepId)))) }, { fields: ['state', 'touchedAt'], limit: 1000 }) : responses.getMany(unique(list.map((c) => responseId(c.stepId)))),
      ]);
      const [pm, em, sm, rm] = [byId(p), byId(e), byId(s), byId(r)];
      return list.map((c) => ({ patient: pm.get(c.patientId) ?? null, encounter: em.get(c.encounterId) ?? null, step: sm.get(c.stepId) ?? null, response: rm.get(responseId(c.stepId)) ?? null }));
    },
    rosters: (days) => rosters.getMany(days.map((day) => `roster:${day}`)),
    saveRosters: async (documents) => void (await Promise.all(documents.map((d) => rosters.set(d)))),
    duties: () => duties.find({}, { limit: 20 }),
    saveDuties: async (documents) => void (await Promise.all(documents.map((d) => duties.set(d)))),
  };
}

/** Fields replaced, the event added to the history. */
const written = (command: Database['command'], { event, ...change }: CallChange & { sortKey?: string }): Change => ({ ...replacing(command, change), ...(event && { history: command.push([event]) }) });

type Here = { calls: Collection<CallRecord>; phones: Collection<PhoneRecord>; patients: Collection<PatientRecord>; steps: Collection<StepRecord>; responses: Collection<ResponseRecord> };

/** Five reads and two writes: within the ten that a transaction carries. */
async function dialOnce<R>(
  transaction: Transaction, here: Here, of: { callId: string; stepId: string; patientId: string }, hashOf: (patient: PatientRecord) => string,
  decide: (snapshot: DialSnapshot) => DialDecision<R>, ordered: (change: CallChange, call: Candidate) => CallChange & { sortKey?: string },
  replace: (change: CallChange & { sortKey?: string }) => Change,
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
