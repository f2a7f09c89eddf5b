/** The worklist's store and neighbours in memory: each operation is atomic, as one round trip to the database is. */
import { dayOf } from '../../../cloudfunctions/kit/calendar';
import type { Staff } from '../../../cloudfunctions/kit/caller';
import type { Outcome } from '../../../cloudfunctions/call/contract';
import { createCalls, type Alert, type CallService, type NewCall } from '../../../cloudfunctions/call/service';
import type { DeskPorts } from '../../../cloudfunctions/call/service/desk';
import { draftOf, responseId, sortKeyOf, type CallChange, type CallFilter, type CallRecord, type CallStore, type DutyRecord, type EncounterRecord, type PatientRecord, type PhoneRecord, type ResponseRecord, type RosterRecord, type Scope, type StepRecord } from '../../../cloudfunctions/call/store/record';

export interface World {
  calls: Map<string, CallRecord>; phones: Map<string, PhoneRecord>; rosters: Map<string, RosterRecord>; duties: Map<string, DutyRecord>;
  patients: Map<string, PatientRecord>; encounters: Map<string, EncounterRecord>; steps: Map<string, StepRecord & { patientId: string }>; responses: Map<string, ResponseRecord>;
  alerts: Alert[]; audited: string[]; told: string[]; reported: string[];
  /** Makes the neighbours fail this often. */
  failures: number;
}

export const openWorld = (): World => ({
  calls: new Map(), phones: new Map(), rosters: new Map(), duties: new Map(), patients: new Map(), encounters: new Map(), steps: new Map(), responses: new Map(), alerts: [], audited: [], told: [], reported: [], failures: 0,
});

const copy = <T>(value: T): T => structuredClone(value);
const inScope = (call: CallRecord, scope: Scope): boolean =>
  call.open === 1 && (scope.view !== 'mine' || call.owner === scope.staffId) && (scope.view !== 'urgent' || call.priority < 10) && (scope.view !== 'call_backs' || call.priority === 10)
  && (scope.departments === 'all' || scope.departments.includes(call.departmentCode)) && (scope.kinds === 'all' || scope.kinds.includes(call.kind));
const matches = (call: CallRecord, filter: CallFilter): boolean =>
  ('ids' in filter ? filter.ids.includes(call._id) : 'stepId' in filter ? call.stepId === filter.stepId : 'stepIds' in filter ? filter.stepIds.includes(call.stepId) : 'encounterId' in filter ? call.encounterId === filter.encounterId : call.patientId === filter.patientId)
  && (filter.purpose === undefined || filter.purpose === call.purpose);

export function memoryStore(world: World): CallStore {
  const { calls, phones } = world;
  const list = () => [...calls.values()].sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1));
  const put = (call: CallRecord, change: CallChange): CallRecord => {
    const { event, ...fields } = copy(change);
    const next: CallRecord = { ...call, ...fields, history: event ? [...call.history, event] : call.history, rev: call.rev + 1 };
    next.sortKey = sortKeyOf(next);
    calls.set(call._id, next);
    return copy(next);
  };
  const all = (where: (call: CallRecord) => boolean, change: (call: CallRecord) => CallChange): number => {
    const found = list().filter(where);
    for (const call of found) put(call, change(call));
    return found.length;
  };
  return {
    get: async (id) => copy(calls.get(id) ?? null),
    getMany: async (ids) => copy(ids.flatMap((id) => calls.get(id) ?? [])),
    async insertMissing(documents) {
      const fresh = documents.filter((d) => !calls.has(d._id));
      for (const d of fresh) calls.set(d._id, copy(d));
      return fresh.length;
    },
    async change(call, change) {
      const known = calls.get(call._id);
      return known && known.rev === call.rev ? put(known, change) : null;
    },
    withdraw: async (filter, kinds, reason, except, now) => all((c) => c.open === 1 && matches(c, filter) && kinds.includes(c.kind) && !except.includes(c._id),
      (c) => ({ state: 'withdrawn', open: 0, withdrawnReason: reason, ackDue: 0, undoUntil: 0, updatedAt: now, event: { at: now, by: 'system', what: `withdrawn:${reason}` } })),
    revive: async (which, reasons, now) => all((c) => c.state === 'withdrawn' && reasons.includes(c.withdrawnReason) && ('ids' in which ? which.ids.includes(c._id) : c.patientId === which.patientId && which.kinds.includes(c.kind)),
      () => ({ state: 'waiting', open: 1, withdrawnReason: '', outcome: '', claimedBy: '', claimToken: '', leaseUntil: 0, owner: '', updatedAt: now })),
    ofSteps: async (stepIds) => copy(list().filter((c) => c.kind === 'followup' && stepIds.includes(c.stepId))),
    unacknowledged: async (limit) => list().filter((c) => c.ackDue > 0 && c.ackAt === 0).slice(0, limit).map((c) => c.createdAt),
    page: async (scope, after, limit) => copy(list().filter((c) => inScope(c, scope) && c.sortKey > after).slice(0, limit)),
    count: async (scope) => list().filter((c) => inScope(c, scope)).length,
    countUnacknowledged: async (scope) => list().filter((c) => inScope(c, scope) && c.ackDue > 0 && c.ackAt === 0).length,
    countDone: async (staffId, since) => list().filter((c) => c.doneBy === staffId && c.doneAt >= since).length,
    claimable: async (scope, now, limit, left) => copy(list().filter((c) => inScope(c, scope) && c.state === (left ? 'claimed' : 'waiting') && c.notBefore <= now && c.leaseUntil <= now).slice(0, limit)),
    dueAcknowledgements: async (now, limit) => copy(list().filter((c) => c.ackDue > 0 && c.ackDue <= now).slice(0, limit)),
    dueSettlements: async (now, limit) => copy(list().filter((c) => c.settleDue > 0 && c.settleDue <= now).slice(0, limit)),
    freeExpired: async (now) => all((c) => c.state === 'claimed' && c.leaseUntil <= now, (c) => ({ state: 'waiting', leaseUntil: 0, claimedBy: '', claimedName: '', owner: '', returned: c.returned + 1, updatedAt: now })),
    async closeMany(ids, change) {
      const won = list().filter((c) => ids.includes(c._id) && c.state === 'waiting' && c.attemptCount === 0);
      return won.map((c) => put(c, change));
    },
    touchedAt: async (stepId) => {
      const draft = draftOf(world.responses.get(responseId(stepId)) ?? null);
      return draft.state === 'draft' ? draft.touchedAt : 0;
    },
    flagged: async (patientIds) => new Set(list().filter((c) => c.kind === 'redflag' && patientIds.includes(c.patientId)).map((c) => c.patientId)),
    inDanger: async (patientIds) => new Set(list().filter((c) => c.kind === 'redflag' && c.open === 1 && c.ackAt === 0 && patientIds.includes(c.patientId)).map((c) => c.patientId)),
    async lock(hash, { renew, ...who }, until, now) {
      const known = phones.get(hash);
      if (known && known.until > now && !(renew && known.callId === who.callId && known.staffId === who.staffId)) return null;
      const next = { ...(known ?? { _id: hash, day: dayOf(now), times: [] }), ...who, until };
      phones.set(hash, next);
      return copy({ times: next.times, lock: { callId: next.callId, name: next.name, until } });
    },
    async extend(callId, staffId, until) {
      for (const p of phones.values()) if (p.callId === callId && p.staffId === staffId) p.until = until;
    },
    async unlock(callId, staffId, now, hash) {
      for (const p of phones.values()) if ((!hash || p._id === hash) && p.callId === callId && p.staffId === staffId) Object.assign(p, { until: now, callId: '', staffId: '', name: '' });
    },
    phones: async (hashes) => Object.fromEntries(hashes.flatMap((hash) => {
      const p = phones.get(hash);
      return p ? [[hash, copy({ times: p.times, lock: p.callId ? { callId: p.callId, name: p.name, until: p.until } : null })]] : [];
    })),
    async cleanPhones(before) {
      const old = [...phones].filter(([, p]) => p.until <= before);
      for (const [hash] of old) phones.delete(hash);
      return old.length;
    },
    async dial(of, hashOf, decide) {
      const call = calls.get(of.callId) ?? null;
      const patient = world.patients.get(of.patientId) ?? null;
      const hash = patient ? hashOf(patient) : '';
      const p = phones.get(hash);
      const { write, result } = decide(copy({
        call, patient, step: world.steps.get(of.stepId) ?? null, response: world.responses.get(responseId(of.stepId)) ?? null,
        phone: p ? { times: p.times, lock: p.callId ? { callId: p.callId, name: p.name, until: p.until } : null } : null,
      }));
      if (write && call) {
        put(call, write.call);
        const day = dayOf(write.at);
        phones.set(write.hash, { _id: write.hash, callId: call._id, staffId: write.staffId, name: write.name, until: write.until, day, times: [...(p && p.day === day ? p.times : []), { at: write.at, callId: call._id }] });
      }
      return result;
    },
    encounter: async (id) => copy(world.encounters.get(id) ?? null),
    load: async (found, light) => copy(found.map((c) => ({
      patient: world.patients.get(c.patientId) ?? null, encounter: light ? null : world.encounters.get(c.encounterId) ?? null, step: light ? null : world.steps.get(c.stepId) ?? null, response: world.responses.get(responseId(c.stepId)) ?? null,
    }))),
    rosters: async (days) => copy(days.flatMap((day) => world.rosters.get(day) ?? [])),
    saveRosters: async (rosters) => rosters.forEach((r) => world.rosters.set(r.day, copy(r))),
    duties: async () => copy([...world.duties.values()]),
    saveDuties: async (duties) => duties.forEach((d) => world.duties.set(d._id, copy(d))),
  };
}

/** Neighbours that do what follow-up and the register do, as far as calling sees it. */
export function openDesk(world: World, store: CallStore = memoryStore(world), random: () => number = () => 0): { ports: DeskPorts; calls: CallService } {
  let tokens = 0;
  const may = (what: string) => {
    if (world.failures > 0) {
      world.failures -= 1;
      throw new Error('the neighbour is away');
    }
    world.told.push(what);
  };
  const ports: DeskPorts = {
    store, random, report: ({ what, id }) => void world.reported.push(`${what} ${id}`), newToken: () => `token-${(tokens += 1)}`,
    async alert(alert) {
      if (!world.alerts.some((a) => a.callId === alert.callId && a.n === alert.n)) world.alerts.push(alert);
    },
    departmentPhone: async () => '', wardPhones: async () => new Map([['D1', '02066668888']]), hospital: async () => ({ name: '清河医院', phone: '02012345678' }), noticesOf: async () => [], mayHear: async () => false,
    audit: { record: async ({ action, subject }) => void world.audited.push(`${action} ${subject}`) },
    openNumber: (sealed) => sealed,
    patients: {
      async markDeath(id, death) {
        may(`death:${id}`);
        const patient = world.patients.get(id)!;
        if (patient.death === 'no') patient.death = death;
      },
      async markPhoneInvalid(id, which, hash) {
        may(`invalid:${id}:${which}`);
        const patient = world.patients.get(id)!;
        if (which === 'phone' && patient.phoneHash === hash) patient.phoneInvalid = true;
        if (which === 'contactPhone' && patient.contactPhoneHash === hash) patient.contactInvalid = true;
      },
    },
    followups: {
      async settleCall(stepId, outcome) {
        may(`settle:${stepId}:${outcome}`);
        const step = world.steps.get(stepId)!;
        if (step.state === 'queued') Object.assign(step, outcome === 'reached' ? { state: 'reached' } : { state: 'closed', reason: outcome });
      },
      async stop({ patientId }) {
        may(`stop:${patientId}`);
        await calls.withdraw({ patientId, purpose: 'survey' }, 'refused', 0);
      },
      async suspend(patientId, reason, now) {
        may(`suspend:${patientId}`);
        for (const step of world.steps.values()) if (step.patientId === patientId && step.state === 'queued') Object.assign(step, { state: 'held', reason });
        await calls.withdraw({ patientId }, reason, now);
      },
    },
  };
  const calls = createCalls(ports);
  return { ports, calls };
}

export const nurse = (n: number, more: Partial<Staff> = {}): Staff => ({ kind: 'staff', staffId: `staff:${n}`, name: `护士${n}`, role: 'nurse', departments: 'all', sessionId: `s${n}`, ip: '', ...more });

/** A silent patient with a queued follow-up call; `n` names everything about them. */
export function addPatient(world: World, n: number | string, more: Partial<PatientRecord> = {}, stay: Partial<EncounterRecord> = {}): NewCall {
  const patientId = `pat:${n}`;
  world.patients.set(patientId, {
    _id: patientId, name: '王小国', sex: 'male', birthDate: '1960-05-01', phoneSealed: `1380000${String(n).padStart(4, '0')}`, phoneHash: `own${n}`, contactName: '王小梅', contactRelation: 'child',
    contactPhoneSealed: `1390000${String(n).padStart(4, '0')}`, contactPhoneHash: `kin${n}`, tags: [], phoneInvalid: false, contactInvalid: false, unaware: false, noVoice: false, noContact: false,
    death: 'no', allowFamilySensitive: false, ...more,
  });
  world.encounters.set(`enc:${n}`, {
    _id: `enc:${n}`, departmentCode: 'D1', departmentName: '骨科', ward: '1 病区', bed: '12', attending: '赵医生', nurse: '', admitAt: 1, dischargeAt: 2, dischargeDay: '2026-11-18', way: '1', dx: '股骨颈骨折', dxOther: ['高血压'], operation: '',
    instruction: '', medications: '利伐沙班 10mg', revisitDay: null, allergy: '', sensitive: false, ...stay,
  });
  world.steps.set(`step:${n}:contact-1`, { _id: `step:${n}:contact-1`, patientId, state: 'queued', reason: 'silent', history: [] });
  return { kind: 'followup', stepId: `step:${n}:contact-1`, encounterId: `enc:${n}`, patientId, departmentCode: stay.departmentCode ?? 'D1', dischargeDay: '2026-11-18', purpose: 'care', reason: 'silent', priority: 30, notBefore: 0, dueAt: 0, elderly: false };
}
export const callIdOf = (n: number | string): string => `call:followup:step:${n}:contact-1`;
export const answers = (world: World, n: number | string, state: 'draft' | 'submitted', now: number): void => {
  const stepId = `step:${n}:contact-1`;
  world.responses.set(responseId(stepId), { _id: responseId(stepId), state, touchedAt: now, mode: 'sms', items: { recover: { hand: 'patient', was: [] } } });
};
export const said = (outcome: Outcome, claim: { callId: string; claimToken: string }, more: { note?: string; at?: number } = {}) => ({ callId: claim.callId, claimToken: claim.claimToken, outcome, note: '', tags: [], ...more });
