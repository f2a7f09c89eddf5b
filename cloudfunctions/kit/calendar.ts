/**
 * Days, working days and hours of the hospital. Browser-safe.
 * An instant is an integer, ms since 1970 UTC; a day is `YYYY-MM-DD` in Asia/Shanghai. China has kept UTC+8 without summer time since 1991-09-15, so the
 * arithmetic is a constant offset and no process time zone can leak in.
 */
import holidays from './data/holidays.json';

/** Lengths of time, ms. */
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
const offset = 8 * hour;

/** The Shanghai day of an instant. */
export const dayOf = (instant: number): string => new Date(instant + offset).toISOString().slice(0, 10);
/** The Shanghai wall time of an instant, `HH:mm`. */
export const timeOf = (instant: number): string => new Date(instant + offset).toISOString().slice(11, 16);
/** The instant of a Shanghai day and wall time (`HH:mm` or `HH:mm:ss`). */
export const instantAt = (onDay: string, time = '00:00'): number => Date.parse(`${onDay}T${time.length === 5 ? `${time}:00` : time}Z`) - offset;
/** A day so many days later, or earlier. */
export const addDays = (onDay: string, days: number): string => new Date(Date.parse(`${onDay}T00:00:00Z`) + days * day).toISOString().slice(0, 10);
/** Days from one day to another; negative when the second is earlier. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / day);
/** 1 Monday … 7 Sunday. */
export const weekdayOf = (onDay: string): number => new Date(`${onDay}T00:00:00Z`).getUTCDay() || 7;
/** True for a day that exists: 2026-02-30 does not. */
export const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(`${text}T00:00:00Z`).toISOString().slice(0, 10) === text;
/** Whole years of age on a day. */
export function ageOn(birthDay: string, onDay: string): number {
  return Number(onDay.slice(0, 4)) - Number(birthDay.slice(0, 4)) - (onDay.slice(5) < birthDay.slice(5) ? 1 : 0);
}

/** `11月26日`, as messages say a day. */
export const dayInWords = (onDay: string): string => `${Number(onDay.slice(5, 7))}月${Number(onDay.slice(8))}日`;

/** One year's arrangement by the State Council: days off and make-up days (调休). */
export interface YearCalendar { version: string; published: boolean; off: readonly string[]; work: readonly string[] }
const years: Readonly<Record<string, YearCalendar>> = holidays;

/** Is it a working day, and is that year's arrangement known? An unpublished year follows the weekend and says so. Source: 国务院办公厅节假日安排, through chinese-days 1.5.7. */
export function workday(onDay: string): { work: boolean; published: boolean; version: string } {
  const year = years[onDay.slice(0, 4)];
  const weekend = weekdayOf(onDay) > 5;
  if (!year?.published) return { work: !weekend, published: false, version: `${onDay.slice(0, 4)}.weekend` };
  return { work: year.work.includes(onDay) || (!weekend && !year.off.includes(onDay)), published: true, version: year.version };
}

/** A day off of a public holiday's block, weekend days inside it included; an ordinary weekend is none. False in an unpublished year. */
export const isHoliday = (onDay: string): boolean => years[onDay.slice(0, 4)]?.off.includes(onDay) ?? false;

/** The n-th working day after a day (n ≥ 1); `version` names the calendar that decided. */
export function addWorkdays(onDay: string, n: number): { day: string; version: string } {
  let current = onDay;
  for (let left = n; left > 0;) {
    current = addDays(current, 1);
    if (workday(current).work) left -= 1;
  }
  return { day: current, version: workday(current).version };
}

/** Opening spans of a day as wall times, in order: `[['09:00','12:00'],['14:00','19:30']]`. */
export type Hours = readonly (readonly [from: string, to: string])[];
/** Messages go out 8:30–20:00 (product default). */
export const sendingHours: Hours = [['08:30', '20:00']];
/** Calls go out 9–12 and 14–19:30 (product default). */
export const callingHours: Hours = [['09:00', '12:00'], ['14:00', '19:30']];

/** Is the instant inside the hours? The end of a span is not. */
export const within = (instant: number, hours: Hours): boolean => {
  const time = timeOf(instant);
  return hours.some(([from, to]) => from <= time && time < to);
};

/** The instant itself when inside the hours, else the start of the next span. */
export function nextWithin(instant: number, hours: Hours): number {
  if (within(instant, hours)) return instant;
  const today = dayOf(instant);
  const next = hours.find(([from]) => from > timeOf(instant));
  return next ? instantAt(today, next[0]) : instantAt(addDays(today, 1), hours[0]![0]);
}

/** Parts of a day in which a person may be found at different times: attempts are spread over them. Morning ends at 12, afternoon at 17:30 (product default). */
export type DayPart = 'morning' | 'afternoon' | 'evening';
/** The part of the day of an instant. */
export const dayPartOf = (instant: number): DayPart => (timeOf(instant) < '12:00' ? 'morning' : timeOf(instant) < '17:30' ? 'afternoon' : 'evening');
