/**
 * When a silent number is tried again: three attempts in different parts of the day, on at least two days (product default; 失访 is commonly counted from three attempts on two days). Browser-safe.
 */
import { addDays, callingHours, dayOf, hour, instantAt, minute, within, type DayPart } from '../../kit/calendar';
import type { Attempt } from './facts';
import { unreached } from './number';

const roundsUntilLost = 3;
const daysUntilLost = 2;
/** Between two attempts of the same call; also keeps 17:25 and 17:35 from counting as two parts of the day (product default). */
const attemptGap = 2 * hour;
/** A slot with less left than this is not worth promising. */
const leastSlot = 15 * minute;

/** Parts of the day as the nurses work them: the calling hours, the afternoon divided at 17:30. */
const parts: readonly (readonly [part: DayPart, from: string, to: string])[] = [['morning', '09:00', '12:00'], ['afternoon', '14:00', '17:30'], ['evening', '17:30', '19:30']];

/** When, and in which part of the day. */
export interface Slot { at: number; part: DayPart }

/** Silent attempts in one part of one day are one round, whichever number was tried. */
export function roundsOf(attempts: readonly Attempt[]): { day: string; part: DayPart; at: number }[] {
  const rounds = new Map<string, { day: string; part: DayPart; at: number }>();
  for (const a of attempts) if (unreached(a.outcome)) rounds.set(`${a.day}/${a.dayPart}`, { day: a.day, part: a.dayPart, at: a.at });
  return [...rounds.values()];
}

/** Has this person been tried often enough to be called lost? */
export function isLost(attempts: readonly Attempt[]): boolean {
  const rounds = roundsOf(attempts);
  return rounds.length >= roundsUntilLost && new Set(rounds.map((r) => r.day)).size >= daysUntilLost;
}

/** Rounds that are left before a person counts as lost. */
export const roundsLeft = (attempts: readonly Attempt[]): number => Math.max(0, roundsUntilLost - roundsOf(attempts).length);

/** The soonest slot in a part of the day that was not tried yet; never a third round on one day. */
export function nextSlot(attempts: readonly Attempt[], now: number): Slot {
  const rounds = roundsOf(attempts);
  const last = rounds.reduce((latest, r) => Math.max(latest, r.at), 0);
  const lastPart = rounds.find((r) => r.at === last)?.part;
  const fresh = parts.filter(([part]) => !rounds.some((r) => r.part === part));
  const wanted = fresh.length > 0 ? fresh : parts.filter(([part]) => part !== lastPart);
  for (let day = dayOf(now), n = 0; n < 8; day = addDays(day, 1), n += 1) {
    if (rounds.filter((r) => r.day === day).length >= 2) continue;
    for (const [part, from, to] of wanted) {
      const at = Math.max(instantAt(day, from), now, last ? last + attemptGap : 0);
      if (at <= instantAt(day, to) - leastSlot) return { at, part };
    }
  }
  // Unreachable while a day has two rounds at most; tomorrow morning is always right.
  return { at: instantAt(addDays(dayOf(now), 1), '09:00'), part: 'morning' };
}

/** Broken off or inconvenient: soon, in calling hours. */
export function soon(now: number, delay: number): number {
  const at = now + delay;
  if (within(at, callingHours)) return at;
  const today = dayOf(at);
  const next = parts.map(([, from]) => instantAt(today, from)).find((start) => start >= at);
  return next ?? instantAt(addDays(today, 1), '09:00');
}
