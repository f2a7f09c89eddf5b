/** When a visit may be changed, when people are reminded, when it counts as missed, how long an offer stands. All numbers: data/visit.json, product defaults unless a source is named. */
import { addDays, addWorkdays, dayInWords, dayOf, hour, instantAt, minute, timeOf, weekdayOf } from '../../kit/calendar';
import type { Reminders } from '../contract';
import numbers from '../data/visit.json';

/** A place is held this long while a person decides. */
export const holdFor = numbers.holdMinutes * minute;
/** Patients book, change and cancel until two hours before. */
export const minNotice = numbers.noticeHours * hour;

/** The last instant at which patient and family may change it. */
export const changeUntil = (start: number): number => start - minNotice;
/** Does it begin in less than that? */
export const inNotice = (start: number, now: number): boolean => now > changeUntil(start);

/** A letter about a visit that stands: not before `due`, not after `until`. */
export interface Reminder { kind: 'visit_booked' | 'visit_day_before' | 'visit_morning'; due: number; until: number }
/** Who has not said which reminders they want gets both. */
export const bothReminders: Reminders = { dayBefore: true, morning: true };
/** Did the patient say that this one need not come (F10)? */
export const isUnwanted = (kind: string, { dayBefore, morning }: Reminders): boolean => (kind === 'visit_day_before' && !dayBefore) || (kind === 'visit_morning' && !morning);
/** F02: on booking, the day before, on the morning. Whose time is past is left out; never after the visit has begun. */
export function remindersOf({ start, bookedAt }: { start: number; bookedAt: number }): Reminder[] {
  const day = dayOf(start);
  const before = instantAt(addDays(day, -1), numbers.dayBefore);
  const { before: early, early: first, late } = numbers.morning;
  const morning = instantAt(day, timeOf(start) < early ? first : late);
  return [
    // Later than a day it would say nothing new beside the reminders.
    { kind: 'visit_booked' as const, due: bookedAt, until: Math.min(start, bookedAt + 24 * hour) },
    { kind: 'visit_day_before' as const, due: before, until: instantAt(addDays(day, -1), '20:00') },
    { kind: 'visit_morning' as const, due: morning, until: start },
  ].filter(({ kind, due }) => due < start && (kind === 'visit_booked' || due > bookedAt));
}

/** Who has not checked in by the end of the half day has missed it: whoever was seen late in the morning has been checked in by then. */
export const missedFrom = (end: number): number => {
  const { noon, evening } = numbers.missed;
  const day = dayOf(end);
  return timeOf(end) < noon ? instantAt(day, noon) : Math.max(instantAt(day, evening), end + 30 * minute);
};
/** The letter about a missed visit goes the same day or not at all. */
export const missedLetterUntil = (start: number): number => instantAt(dayOf(start), numbers.missed.letterUntil);
/** A nurse rings on the next working day, unless they have booked again. */
export const missedCallAt = (start: number): number => instantAt(addWorkdays(dayOf(start), 1).day, numbers.missed.callAt);

/**
 * Until when a person may answer the closed clinic's offer, and until when the place stays kept: a day, at least to 10:00 of the next working day; never so long that the offered visit is
 * less than two hours away, nor that the person would be on the way to the closed clinic. Less than half an hour to answer is no offer: a nurse rings at once. The nurse has one working day more.
 */
export function offerTimes({ now, closedStart, offeredStart }: { now: number; closedStart: number; offeredStart: number }): { until: number; keptUntil: number } {
  const { hours, nextWorkday, keptTo, leastMinutes } = numbers.proposal;
  const asked = Math.max(now + hours * hour, instantAt(addWorkdays(dayOf(now), 1).day, nextWorkday));
  const latest = Math.min(asked, offeredStart - minNotice, closedStart - minNotice);
  const until = latest < now + leastMinutes * minute ? now : latest;
  return { until, keptUntil: Math.min(instantAt(addWorkdays(dayOf(until), 1).day, keptTo), offeredStart) };
}

/** `11月26日（周四）14:30` for messages. */
export const whenInWords = (start: number): string => `${dayInWords(dayOf(start))}（周${'一二三四五六日'[weekdayOf(dayOf(start)) - 1]}）${timeOf(start)}`;
