/** How many can be rung, and who may be left unrung by a stated policy. Browser-safe. */
import { callingHours, dayOf, instantAt, type Hours } from '../../kit/calendar';
import type { TodayLine } from '../contract';
import type { RosterDay } from '../contract/rota';
import type { CallFacts } from './facts';
import { priorities } from './outcome';

/** What speaks until a lead enters a roster: one nurse's five hours of ringing, 7.6 calls an hour (38 to 55 cases a day and agent are reported in the field). */
export const defaultRoster = { people: 1, hours: 5, callsPerHour: 76 } as const;

/** Calls a day; `callsPerHour` is ×10. */
export const capacityOf = (roster: Pick<RosterDay, 'people' | 'hours' | 'callsPerHour'>): number => Math.floor((roster.people * roster.hours * roster.callsPerHour) / 10);

/** The part of today's calling hours that is still to come, 1 before they open, 0 after they close. */
export function remainingShare(now: number, hours: Hours = callingHours): number {
  const day = dayOf(now);
  const spans = hours.map(([from, to]) => [instantAt(day, from), instantAt(day, to)] as const);
  const total = spans.reduce((sum, [from, to]) => sum + to - from, 0);
  return spans.reduce((sum, [from, to]) => sum + Math.max(0, to - Math.max(from, now)), 0) / total;
}

/** The line under which today's list will not be reached. */
export function todayLine(roster: RosterDay | null, now: number): TodayLine {
  const told = roster ?? defaultRoster;
  const reachable = Math.floor(capacityOf(told) * remainingShare(now));
  return { people: told.people, reachable, lastPlace: reachable, stated: roster !== null };
}

/** Why a call is never closed unrung. */
export type KeptWhy = 'high_risk' | 'red_flag' | 'elderly' | 'agreed' | 'attempted' | 'not_silent' | 'in_hand';
/**
 * May this call be closed unrung? Only a silent one of low risk. The elderly are never closed: whether they ever answered is not asked, which keeps at least the never-answered ones.
 * Returns why not, or ''.
 */
export function keptWhy(call: Pick<CallFacts, 'kind' | 'state' | 'basePriority' | 'callBackAt' | 'elderly' | 'attempts'> & { reason: string }, flagged: boolean): KeptWhy | '' {
  if (call.state !== 'waiting') return 'in_hand';
  if (call.kind !== 'followup' || call.reason !== 'silent') return 'not_silent';
  if (flagged) return 'red_flag';
  if (call.basePriority < priorities.normal) return 'high_risk';
  if (call.elderly) return 'elderly';
  if (call.callBackAt > 0) return 'agreed';
  if (call.attempts.length > 0) return 'attempted';
  return '';
}

/** 32-bit FNV-1a, finished as in MurmurHash3: a stable shuffle from a seed, the same on every machine, so that a sample can be checked afterwards. */
function drawOrder(seed: string, id: string): number {
  let h = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(`${seed}/${id}`)) h = Math.imul(h ^ byte, 0x01000193) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b) >>> 0;
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35) >>> 0;
  return (h ^ (h >>> 16)) >>> 0;
}
/** The first `count` of a seeded order. */
export const drawSample = <T extends { callId: string }>(calls: readonly T[], count: number, seed: string): T[] =>
  calls.map((call) => ({ call, order: drawOrder(seed, call.callId) }))
    .sort((a, b) => a.order - b.order || (a.call.callId < b.call.callId ? -1 : 1)).slice(0, count).map(({ call }) => call);
