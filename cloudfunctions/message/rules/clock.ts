/** When somebody is there to answer, and by when they must have answered. Working days come from the official calendar; everything is Shanghai time. */
import { addDays, dayOf, hour, instantAt, minute, workday, type Hours } from '../../kit/calendar';
import type { Urgent } from '../contract';
import hours from '../data/hours.json';

/** Opening spans of a working day, in order (product default; a hospital may choose others in data/hours.json). */
export const workingHours: Hours = hours.spans.map(([from, to]) => [from!, to!] as const);
/** First reply to an ordinary question: 4 working hours (domain G05). */
export const replyWithin = 4 * hour;
/** An urgent one: 30 minutes at any hour (domain G05). */
export const urgentWithin = 30 * minute;
/** Nobody waits longer than a day, whatever the calendar says (domain G04). */
export const replyLatest = 24 * hour;
/** A thread whose assignee gives no sign goes back to everybody after this much working time (product default). */
export const stuckAfter = 30 * minute;

const spansOf = (onDay: string): { from: number; to: number }[] => (workday(onDay).work ? workingHours.map(([from, to]) => ({ from: instantAt(onDay, from), to: instantAt(onDay, to) })) : []);

/** Is customer service there? The end of a span is not in it. */
export const isStaffed = (now: number): boolean => spansOf(dayOf(now)).some(({ from, to }) => from <= now && now < to);

/** Now while staffed, else the start of the next span: after the noon break, tomorrow, after the holiday. A year without a published calendar follows its weekends. */
export function nextStaffed(now: number): number {
  for (let onDay = dayOf(now); ; onDay = addDays(onDay, 1)) {
    for (const { from, to } of spansOf(onDay)) if (now < to) return Math.max(now, from);
  }
}

/** The instant at which this much working time (ms) has passed since `start`. Zero gives the start itself, or the next staffed instant. */
export function addWorkingTime(start: number, duration: number): number {
  let left = duration;
  for (let onDay = dayOf(start); ; onDay = addDays(onDay, 1)) {
    for (const { from, to } of spansOf(onDay)) {
      const begin = Math.max(start, from);
      if (begin >= to) continue;
      if (left <= to - begin) return begin + left;
      left -= to - begin;
    }
  }
}

/** By when an answer is owed to who began to wait at `since`; `urgentAt` is when a danger was written, 0 for none. `latest` is the wall of 24 hours. */
export function dueOf({ since, urgentAt = 0 }: { since: number; urgentAt?: number }): { due: number; latest: number } {
  const latest = since + replyLatest;
  const due = Math.min(addWorkingTime(since, replyWithin), latest);
  return { due: urgentAt > 0 ? Math.min(due, urgentAt + urgentWithin) : due, latest };
}

/** By when a department owes its answer to the agent: as the agent owes it to the patient. */
export const handedDue = (at: number, urgent: Urgent): number => dueOf({ since: at, urgentAt: urgent === '' ? 0 : at }).due;

