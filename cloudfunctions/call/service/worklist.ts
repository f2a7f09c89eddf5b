/** The list as a nurse sees it: best first, each row with why it can or cannot be rung now, and the line under which today's list will not be reached. */
import { ageOn, dayOf, daysBetween, instantAt } from '../../kit/calendar';
import type { Staff } from '../../kit/caller';
import { maskName } from '../../kit/mask';
import { invalid } from '../../kit/errors';
import type { z } from '../../kit/contract';
import type { CallApi, WorklistRow } from '../contract';
import { todayLine } from '../rules/capacity';
import { mayRing } from '../rules/ring';
import type { Asker, PhoneFacts } from '../rules/facts';
import type { CallRecord, Loaded } from '../store/record';
import { askerOf, flagsOf, hashesOf, ringFacts, scopeOf, type DeskPorts } from './desk';

type In = z.output<CallApi['operations']['worklist']['input']>;
type Out = z.input<CallApi['operations']['worklist']['output']>;

const cursorOf = (after: string, place: number): string => `${place}~${after}`;
function readCursor(cursor: string | undefined): { after: string; place: number } {
  if (cursor === undefined) return { after: '', place: 0 };
  const [, place, after] = /^(\d{1,7})~([^~]{16,300})$/u.exec(cursor) ?? [];
  if (after === undefined) throw invalid('cursor', 'format');
  return { after, place: Number(place) };
}

/** A page of the list, with today's line. */
export async function listCalls(ports: DeskPorts, staff: Staff, input: In, now: number): Promise<Out> {
  const { store } = ports;
  const { after, place } = readCursor(input.cursor);
  const [calls, asker, [roster]] = await Promise.all([
    store.page(scopeOf(staff, input.view, input.departmentCode), after, input.limit),
    askerOf(ports, staff, now),
    store.rosters([dayOf(now)]),
  ]);
  const loaded = await store.load(calls);
  const phones = await store.phones(hashesOf(loaded));
  const rows = calls.map((call, n) => rowOf(call, loaded[n]!, phones, asker, place + n + 1, now));
  const last = calls.at(-1);
  return { rows, cursor: last && calls.length === input.limit ? cursorOf(last.sortKey, place + calls.length) : null, line: todayLine(roster ?? null, now) };
}

/** One row as this colleague may see it. */
export function rowOf(call: CallRecord, loaded: Loaded, phones: Readonly<Record<string, PhoneFacts>>, asker: Asker, place: number, now: number): WorklistRow {
  const { patient, encounter } = loaded;
  const age = patient?.birthDate ? ageOn(patient.birthDate, dayOf(now)) : null;
  const last = call.attempts.at(-1);
  const acknowledged = call.ackAt > 0;
  return {
    callId: call._id, kind: call.kind, state: call.state === 'claimed' && call.leaseUntil <= now ? 'waiting' : call.state, purpose: call.purpose, priority: call.priority, reason: call.reason, items: call.items, level: call.level || null,
    name: maskName(patient?.name ?? ''), sex: patient?.sex ?? 'unknown', age,
    departmentCode: call.departmentCode, departmentName: encounter?.departmentName ?? '', dischargeDay: call.dischargeDay, dayN: call.dischargeDay ? daysBetween(call.dischargeDay, dayOf(now)) : 0,
    ring: mayRing(ringFacts(call, loaded, phones, now), asker, now).ring,
    attempts: call.attemptCount, lastAt: last?.at ?? 0, lastPart: last?.dayPart ?? null, notBefore: call.notBefore, dueAt: call.dueAt,
    flags: flagsOf(call, loaded, age), mine: call.claimedBy === asker.staffId && call.leaseUntil > now,
    ackBy: call.ackName, ackAt: call.ackAt, ackDue: acknowledged ? 0 : call.ackDue, ackLevel: call.ackLevel, place,
  };
}

/** The numbers on the tabs. */
export async function countCalls(ports: DeskPorts, staff: Staff, now: number): Promise<z.input<CallApi['operations']['counts']['output']>> {
  const { store } = ports;
  const scope = (view: 'team' | 'mine' | 'urgent' | 'call_backs') => scopeOf(staff, view);
  const [mine, team, urgent, callBacks, unacknowledged, doneToday] = await Promise.all([
    store.count(scope('mine')), store.count(scope('team')), store.count(scope('urgent')), store.count(scope('call_backs')),
    store.countUnacknowledged(scope('urgent')), store.countDone(staff.staffId, instantAt(dayOf(now))),
  ]);
  return { mine, team, urgent, callBacks, unacknowledged, doneToday };
}
