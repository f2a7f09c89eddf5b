/** How full a clinic is: by half-day, by half hour, and in sums. */
import { addDays, weekdayOf } from '../../../../cloudfunctions/kit/calendar';
import { spansOn, type Hours } from '../../../../cloudfunctions/visit/rules/schedule';
import type { Week } from '../desk';

type Row = Week['schedules'][number];
type Cell = Row['cells'][number];
type Loads = Cell['loads'];

/** `closed`: people who are booked into slots that take nobody any more; they must be moved, so they are not hidden in a sum. */
export interface Load { taken: number; capacity: number; closed: number }
export type Half = 'am' | 'pm';

/** A half hour that begins before this belongs to the morning; the noon break of a clinic lies around it. */
export const noon = '12:30';
export const halfOf = (at: string): Half => (at < noon ? 'am' : 'pm');

export const noLoad: Load = { taken: 0, capacity: 0, closed: 0 };
export function loadOf(loads: Loads): Load {
  return loads.reduce((sum, { capacity, taken, open }) => (open ? { ...sum, taken: sum.taken + taken, capacity: sum.capacity + capacity } : { ...sum, closed: sum.closed + taken }), noLoad);
}
export const sumOf = (all: readonly Load[]): Load => all.reduce((sum, one) => ({ taken: sum.taken + one.taken, capacity: sum.capacity + one.capacity, closed: sum.closed + one.closed }), noLoad);
export const halfLoad = (cell: Cell, half: Half): Load => loadOf(cell.loads.filter(({ at }) => halfOf(at) === half));
export const rowLoad = (row: Row): Load => sumOf(row.cells.map(({ loads }) => loadOf(loads)));
export const dayLoad = (rows: readonly Row[], day: string): Load => sumOf(rows.flatMap(({ cells }) => cells.filter((cell) => cell.day === day).map(({ loads }) => loadOf(loads))));

/** Whole percent; undefined where nothing can be booked. Never 100 % while a place is free, never 0 % while one is taken. */
export function shareOf({ taken, capacity }: Load): number | undefined {
  if (capacity === 0) return undefined;
  const share = Math.round((100 * taken) / capacity);
  return taken >= capacity ? 100 : taken === 0 ? 0 : Math.min(99, Math.max(1, share));
}

/** One line a half hour, for the chosen schedules: every time at which any of them sits in this week. */
export function timesOf(rows: readonly Row[], days: readonly string[]): { at: string; loads: (Load | undefined)[] }[] {
  const times = [...new Set(rows.flatMap(({ cells }) => cells.flatMap(({ loads }) => loads.map(({ at }) => at))))].sort();
  return times.map((at) => ({
    at,
    loads: days.map((day) => {
      const here = rows.flatMap(({ cells }) => cells.filter((cell) => cell.day === day).flatMap(({ loads }) => loads.filter((one) => one.at === at)));
      return here.length === 0 ? undefined : loadOf(here);
    }),
  }));
}

/** The Monday of the week that holds a day. */
export const mondayOf = (day: string): string => addDays(day, 1 - weekdayOf(day));

/** The week to open: this one, unless nobody sits in what is left of it and somebody would in another; then the next. */
export function openingWeek(today: string, schedules: readonly Hours[]): string {
  const monday = mondayOf(today);
  const rest = Array.from({ length: 8 - weekdayOf(today) }, (_, n) => addDays(today, n));
  const sits = (days: readonly string[]) => schedules.some((hours) => days.some((day) => spansOn(hours, day).length > 0));
  return sits(rest) || !schedules.some(({ active }) => active) ? monday : addDays(monday, 7);
}
