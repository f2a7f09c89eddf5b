/** What other domains tell the phone worklist: queue these, withdraw those, somebody is in danger. Each may be said twice. */
import { addDays } from '../kit/calendar';
import { changing } from '../kit/database';
import type { Purpose } from '../kit/contract';
import { CallKind, type FlagLevel } from './contract';
import type { DutyWho } from './contract/rota';
import dutyWords from './data/duty.json';
import { defaultRoster } from './rules/capacity';
import { acknowledgeWithin, alertFrom, defaultChain, onDuty, promise, type Alerted } from './rules/duty';
import { concernBy, passingReasons, priorities, priorityOf, withdraws } from './rules/outcome';
import { sortKeyOf, type CallChange, type CallFilter, type CallRecord, type CallStore } from './store/record';

/**
 * A call to be queued. `id` is `call:<kind>:<stepId>` unless given; `stepId` is what it is about (a step, an appointment, a thread, a complaint). `encounterId` and `dischargeDay` are '' where
 * no stay is known. Priority from `priorities`; without one that of the kind.
 */
export interface NewCall {
  id?: string; kind: CallKind; stepId: string; encounterId: string; patientId: string; departmentCode: string; dischargeDay: string; purpose: Purpose;
  reason: string; items?: string[]; priority?: number; notBefore: number; dueAt: number; elderly: boolean;
}
/** Danger that somebody told of; `items` are keys of what was said, never text. */
export interface Flag { stepId: string; encounterId: string; patientId: string; departmentCode: string; dischargeDay: string; level: FlagLevel; items: string[]; elderly?: boolean }
/** `who` in Chinese as the patient's page may say it, `whoKey` for other languages; `ringBy` is a promise that the rota can keep. */
export interface Raised { callId: string; ringBy: number; who: string; whoKey: DutyWho }

/** The n-th message of a call to the duty chain. */
export interface Alert { callId: string; n: number; level: number; stepId: string; encounterId: string; patientId: string; phone: string }
/** Given by the wiring. */
export interface CallPorts {
  store: CallStore;
  /** Writes the alert to the outbox; twice is once by (callId, n). */
  alert(alert: Alert, now: number): Promise<void>;
  departmentPhone(code: string): Promise<string>;
}

/** `taken`: somebody has acknowledged it, has it in hand, or has rung; `by`: who of them, '' where nobody has it (any more). */
export interface CallStanding { state: CallRecord['state']; open: boolean; taken: boolean; by: string }

/** For the other domains; the desk's own use cases are in service/. */
export interface CallService {
  /** Inserts those that do not exist; one that was withdrawn for a passing reason (unconfirmed death) comes back. */
  queue(calls: readonly NewCall[], now: number): Promise<{ queued: number }>;
  /** Waiting and claimed calls leave the list at once; red flags stay unless the reason is death. `purpose` narrows to care or survey. */
  withdraw(filter: CallFilter, reason: string, now: number, except?: readonly string[]): Promise<{ withdrawn: number }>;
  /**
   * These calls, if they still wait or are claimed; red flags stay unless the reason is death. `by`: who did what makes them needless. One that this colleague has in hand stays hers until she
   * records an outcome or leaves it, and goes back to nobody: it must not vanish while she is on the line.
   */
  withdrawIds(ids: readonly string[], reason: string, now: number, by?: string): Promise<{ withdrawn: number }>;
  /** "I have it", said outside the worklist (an inbox); the first one counts. Null when there is no such red flag or it is over. The caller has checked who may. */
  acknowledge(callId: string, by: { staffId: string; name: string }, now: number): Promise<{ ackBy: string; ackAt: number } | null>;
  /** How these calls stand, for the domain that asked for them. */
  standing(ids: readonly string[], now: number): Promise<ReadonlyMap<string, CallStanding>>;
  /** The mobile that an alert of this department reaches now, from a level of the duty chain upwards; '' when none. */
  dutyPhone(departmentCode: string, level: 0 | 1 | 2, now: number): Promise<string>;
  /** Of these patients, those with a red flag that nobody has acknowledged. */
  inDanger(patientIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** The calls that silence raised for these steps, whatever the reason; red flags, wishes and concerns of the same stay remain. */
  withdrawSteps(stepIds: readonly string[], reason: string, now: number): Promise<{ withdrawn: number }>;
  /** The patient lives after all: red flags and wishes withdrawn for an unconfirmed death wait again. Follow-up calls come back by their steps. */
  restore(patientId: string, now: number): Promise<{ restored: number }>;
  /** Urgent call, alert of the person on duty, clock of 15 min. A `concern` is a call in calling hours without an alert. */
  raise(flag: Flag, now: number): Promise<Raised>;
  /** "Now fine": the nurse sees it; the call stays. */
  recant(stepId: string, now: number): Promise<void>;
  /** A wish to be rung between these instants; twice is once. `ringBy` is the end of it. */
  callback(wish: Omit<Flag, 'level'> & { notBefore: number; dueAt: number }, now: number): Promise<Raised>;
  /** The roster of these days, `callsPerHour` ×10; `stated` false where a default speaks. */
  roster(from: string, days: number): Promise<{ day: string; people: number; hours: number; callsPerHour: number; stated: boolean }[]>;
  /** The step whose call this person holds now; null when the lease ended or somebody else has it. */
  holds(callId: string, staffId: string, now: number): Promise<string | null>;
  /** Has a person taken on what this call is about? Told to the patient who waits. */
  taken(callId: string, now: number): Promise<boolean>;
  /** Of these steps, those whose call a nurse has in hand now. */
  busy(stepIds: readonly string[], now: number): Promise<ReadonlySet<string>>;
  /** When each of these steps was first dialled. */
  firstDials(stepIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Calls that wait or are in hand beside those of follow-up steps: red flags, wishes, closed clinics, missed visits, answers. */
  beside(): Promise<number>;
  /** Red flags that nobody has acknowledged. */
  unacknowledged(): Promise<{ open: number; oldestAt: number }>;
}

/** An acknowledged red flag must be rung within this time, else it goes up as if nobody had acknowledged. */
export const rungWithin = 2 * acknowledgeWithin;
const levels: readonly FlagLevel[] = ['concern', 'today', 'crisis', 'emergency'];

/** A call as it is first written. */
export function newCall(call: NewCall, now: number, more: Partial<CallRecord> = {}): CallRecord {
  const { id = `call:${call.kind}:${call.stepId}`, items = [], ...rest } = call;
  const base = { ...rest, _id: id, items, priority: call.priority ?? priorityOf(call.kind) };
  return {
    ...base, level: '', recantedAt: 0, state: 'waiting', open: 1, sortKey: sortKeyOf(base), outcome: '', basePriority: base.priority, callBackAt: 0, attempts: [], attemptCount: 0,
    claimedBy: '', claimedName: '', leaseUntil: 0, claimToken: '', claimedAt: 0, returned: 0, owner: '', keptFor: '', keptName: '', keptUntil: 0,
    endsWhenLeft: '', ackBy: '', ackName: '', ackAt: 0, ackDue: 0, ackLevel: 0, alerts: 0, withdrawnReason: '', settle: '', settleBy: '', settleHash: '', settleDue: 0, doneBy: '', doneAt: 0,
    spent: { token: '', outcome: '', consequence: null }, undoBy: '', undoUntil: 0, undo: { priority: 0, notBefore: 0, callBackAt: 0, keptFor: '', keptName: '', keptUntil: 0 },
    history: [{ at: now, by: 'system', what: `queued:${call.reason}` }], rev: 1, createdAt: now, updatedAt: now, ...more,
  };
}

/** Stops the clock of a red flag, once. Null when the call is over or gone. */
export async function acknowledgeCall(store: CallStore, call: CallRecord, by: { staffId: string; name: string }, now: number): Promise<CallRecord | null> {
  const known = await changing<CallRecord, CallChange>({
    first: call, read: () => store.get(call._id), write: store.change,
    decide: ({ ackAt, open }) => (ackAt > 0 || open === 0 ? null : { ackBy: by.staffId, ackName: by.name, ackAt: now, ackDue: now + rungWithin, updatedAt: now, event: { at: now, by: by.staffId, what: 'acknowledged' } }),
  });
  return known && known.ackAt > 0 ? known : null;
}

function standingOf(call: CallRecord, now: number): CallStanding {
  const inHand = call.state === 'claimed' && call.leaseUntil > now;
  return { state: call.state, open: call.open === 1, taken: call.ackAt > 0 || call.state === 'done' || inHand, by: call.ackName || (inHand ? call.claimedName : '') };
}

/** Who hears the alert of this call, from a level upwards. */
export async function alertedFor(ports: CallPorts, departmentCode: string, level: number, now: number): Promise<{ alerted: Alerted | null; who: DutyWho }> {
  const [duties, wardPhone] = await Promise.all([ports.store.duties(), ports.departmentPhone(departmentCode)]);
  const duty = onDuty(duties.flatMap((d) => d.duty ?? []), wardPhone, now);
  const chain = duties.find((d) => d.chain)?.chain ?? defaultChain;
  const alerted = alertFrom(level, duty, chain);
  return { alerted, who: (alerted?.person ?? duty).who };
}

/** Everything may be said twice. */
export function createCalls(ports: CallPorts): CallService {
  const { store } = ports;
  const said = (callId: string, ringBy: number, whoKey: DutyWho): Raised => ({ callId, ringBy, who: dutyWords[whoKey].zh, whoKey });

  async function concern(flag: Flag, now: number): Promise<Raised> {
    const call = newCall({ ...flag, kind: 'concern', purpose: 'care', reason: 'concern', priority: priorities.highRisk, notBefore: now, dueAt: concernBy(now), elderly: flag.elderly ?? false }, now, { level: 'concern' });
    if ((await store.insertMissing([call])) === 0) {
      const known = await store.get(call._id);
      const items = [...new Set([...(known?.items ?? []), ...flag.items])];
      if (known && known.open === 1 && items.length > known.items.length) await store.change(known, { items, updatedAt: now });
    }
    return said(call._id, call.dueAt, 'centre');
  }

  /** Sends the alert of a flag that has had none; a caller that was cut off raises again and comes here. */
  async function sound(call: CallRecord, alerted: Alerted | null, now: number): Promise<void> {
    if (alerted) await ports.alert({ callId: call._id, n: call.alerts + 1, level: alerted.level, stepId: call.stepId, encounterId: call.encounterId, patientId: call.patientId, phone: alerted.person.phone }, now);
    await store.change(call, { alerts: call.alerts + 1, ackLevel: Math.max(call.ackLevel, alerted?.level ?? 0), updatedAt: now });
  }

  async function redFlag(flag: Flag, now: number): Promise<Raised> {
    const { alerted, who } = await alertedFor(ports, flag.departmentCode, 0, now);
    const ringBy = promise(flag.level, alerted, now);
    const priority = flag.level === 'today' ? priorities.today : priorities.emergency;
    for (let n = 1; ; n += 1) {
      const id = `call:redflag:${flag.stepId}${n > 1 ? `:${n}` : ''}`;
      const fresh = newCall({ ...flag, id, kind: 'redflag', purpose: 'care', reason: 'red_flag', priority, notBefore: now, dueAt: ringBy, elderly: flag.elderly ?? false }, now, { level: flag.level, ackDue: now + acknowledgeWithin });
      if ((await store.insertMissing([fresh])) === 1) {
        await sound(fresh, alerted, now);
        return said(id, ringBy, who);
      }
      const merged = await merge(id, flag, alerted, ringBy, now);
      if (merged) return said(id, merged.dueAt, who);
    }
  }

  /** The same danger again, or more of it. Null when that call is over and something new is said: then it is a new call. */
  async function merge(id: string, flag: Flag, alerted: Alerted | null, ringBy: number, now: number): Promise<CallRecord | null> {
    for (;;) {
      const known = await store.get(id);
      if (!known) return null;
      const items = [...new Set([...known.items, ...flag.items])];
      const more = items.length > known.items.length;
      const worse = levels.indexOf(flag.level) > levels.indexOf(known.level || 'concern');
      if (known.open === 0) return more ? null : known;
      if (!more && !worse) {
        if (known.alerts === 0 && known.ackAt === 0) await sound(known, alerted, now);
        return known;
      }
      const priority = Math.min(known.priority, worse ? priorities.emergency : known.priority);
      const changed = await store.change(known, {
        items, level: worse ? flag.level : known.level, priority, basePriority: priority, dueAt: Math.min(known.dueAt, ringBy), notBefore: Math.min(known.notBefore, now), recantedAt: 0,
        // Whoever acknowledged knew less: the clock runs again.
        ackBy: '', ackName: '', ackAt: 0, ackDue: now + acknowledgeWithin, updatedAt: now, event: { at: now, by: 'system', what: 'raised_again' },
      });
      if (!changed) continue;
      await sound(changed, alerted, now);
      return changed;
    }
  }

  /** Those of these that this colleague has in hand: hers to end. */
  async function leftTo(staffId: string, ids: readonly string[], reason: string, now: number): Promise<string[]> {
    const inHand = (call: CallRecord): boolean => call.state === 'claimed' && call.claimedBy === staffId && call.leaseUntil > now && call.kind !== 'redflag';
    const kept: string[] = [];
    for (const call of (await store.getMany(ids)).filter(inHand)) {
      const after = await changing<CallRecord, CallChange>({
        first: call, read: () => store.get(call._id), write: store.change,
        decide: (one) => (inHand(one) && !one.endsWhenLeft ? { endsWhenLeft: reason, settleDue: one.leaseUntil, updatedAt: now, event: { at: now, by: staffId, what: `ends:${reason}` } } : null),
      });
      if (after && inHand(after)) kept.push(call._id);
    }
    return kept;
  }

  return {
    async queue(calls, now) {
      if (calls.length === 0) return { queued: 0 };
      const records = calls.map((call) => newCall(call, now));
      let queued = await store.insertMissing(records);
      for (let i = 0; queued < records.length && i < records.length; i += 500) queued += await store.revive({ ids: records.slice(i, i + 500).map((r) => r._id) }, passingReasons, now);
      return { queued };
    },
    async withdraw(filter, reason, now, except = []) {
      const kinds = CallKind.options.filter((kind) => withdraws(kind, reason));
      return { withdrawn: await store.withdraw(filter, kinds, reason, except, now) };
    },
    async withdrawSteps(stepIds, reason, now) {
      let withdrawn = 0;
      for (let i = 0; i < stepIds.length; i += 500) withdrawn += await store.withdraw({ stepIds: stepIds.slice(i, i + 500) }, ['followup'], reason, [], now);
      return { withdrawn };
    },
    async withdrawIds(ids, reason, now, by = '') {
      let withdrawn = 0;
      const kept = by === '' ? [] : await leftTo(by, ids, reason, now);
      const others = ids.filter((id) => !kept.includes(id));
      for (let i = 0; i < others.length; i += 500) withdrawn += await store.withdraw({ ids: others.slice(i, i + 500) }, CallKind.options.filter((kind) => kind !== 'redflag' || withdraws(kind, reason)), reason, [], now);
      return { withdrawn };
    },
    async acknowledge(callId, by, now) {
      const call = await store.get(callId);
      const said = call?.kind === 'redflag' ? await acknowledgeCall(store, call, by, now) : null;
      return said && { ackBy: said.ackName, ackAt: said.ackAt };
    },
    standing: async (ids, now) => new Map((await store.getMany(ids)).map((call) => [call._id, standingOf(call, now)])),
    dutyPhone: async (departmentCode, level, now) => (await alertedFor(ports, departmentCode, level, now)).alerted?.person.phone ?? '',
    inDanger: (patientIds) => store.inDanger(patientIds),
    restore: async (patientId, now) => ({ restored: await store.revive({ patientId, kinds: CallKind.options.filter((kind) => kind !== 'followup') }, passingReasons, now) }),
    raise: (flag, now) => (flag.level === 'concern' ? concern(flag, now) : redFlag(flag, now)),
    async recant(stepId, now) {
      for (const call of await store.getMany([`call:redflag:${stepId}`, `call:concern:${stepId}`])) {
        if (call.open === 1) await store.change(call, { recantedAt: now, updatedAt: now, event: { at: now, by: 'system', what: 'recanted' } });
      }
    },
    async callback(wish, now) {
      const { notBefore, dueAt, ...of } = wish;
      const call = newCall({ ...of, kind: 'callback', purpose: 'care', reason: 'asked', priority: priorities.due, notBefore, dueAt, elderly: wish.elderly ?? false }, now, { callBackAt: notBefore });
      await store.insertMissing([call]);
      return said(call._id, dueAt, 'centre');
    },
    async roster(from, count) {
      const days = Array.from({ length: count }, (_, n) => addDays(from, n));
      const known = new Map((await store.rosters(days)).map((r) => [r.day, r]));
      return days.map((day) => {
        const { people, hours, callsPerHour } = known.get(day) ?? defaultRoster;
        return { day, people, hours, callsPerHour, stated: known.has(day) };
      });
    },
    async holds(callId, staffId, now) {
      const call = await store.get(callId);
      return call && call.state === 'claimed' && call.claimedBy === staffId && call.leaseUntil > now ? call.stepId : null;
    },
    async taken(callId, now) {
      const call = await store.get(callId);
      return call !== null && standingOf(call, now).taken;
    },
    busy: async (stepIds, now) => new Set((await store.ofSteps(stepIds)).filter((c) => c.state === 'claimed' && c.leaseUntil > now).map((c) => c.stepId)),
    async firstDials(stepIds) {
      const first = new Map<string, number>();
      for (const call of await store.ofSteps(stepIds)) {
        for (const attempt of call.attempts) if (attempt.phoneHash) first.set(call.stepId, Math.min(attempt.at, first.get(call.stepId) ?? attempt.at));
      }
      return first;
    },
    beside: () => store.count({ view: 'team', staffId: '', departments: 'all', kinds: CallKind.options.filter((kind) => kind !== 'followup') }),
    async unacknowledged() {
      const since = await store.unacknowledged(1000);
      return { open: since.length, oldestAt: since.length > 0 ? Math.min(...since) : 0 };
    },
  };
}
