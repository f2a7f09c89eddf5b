/** From a weekly schedule to the half hours of a day. */
import { instantAt, isHoliday, minute, timeOf, weekdayOf, workday } from '../../kit/calendar';
import type { ScheduleException, Span, WeeklySpan } from '../contract/schedule';
import numbers from '../data/visit.json';

/** F04: 精准到30分钟. */
export const slotLength = numbers.slotMinutes * minute;

/** What of a schedule decides when it is open. */
export interface Hours { weekly: readonly WeeklySpan[]; exceptions: readonly ScheduleException[]; active: boolean }

/** A weekend day that is worked (调休): it runs like a Monday, whatever day the arrangement replaces (product default; an exception says otherwise). */
export const isMakeUp = (day: string): boolean => weekdayOf(day) > 5 && workday(day).published && workday(day).work;

/** The opening spans of a day: an exception decides; else a public holiday is closed, a make-up day is a Monday, and the week speaks. */
export function spansOn(hours: Hours, day: string): readonly Span[] {
  if (!hours.active) return [];
  const exception = hours.exceptions.find((one) => one.day === day);
  if (exception) return exception.spans;
  if (isHoliday(day)) return [];
  const weekday = isMakeUp(day) ? 1 : weekdayOf(day);
  return hours.weekly.filter((span) => span.weekday === weekday);
}

/** One slot to be: its wall time `HH:mm`, and how many people. */
export interface Half { time: string; start: number; end: number; capacity: number }
/** The half hours of a day in order. */
export function halvesOn(hours: Hours, day: string): Half[] {
  const halves = spansOn(hours, day).flatMap(({ from, to, capacity }) => {
    const found: Half[] = [];
    for (let start = instantAt(day, from); start + slotLength <= instantAt(day, to); start += slotLength) {
      found.push({ time: timeOf(start), start, end: start + slotLength, capacity });
    }
    return found;
  });
  return halves.sort((a, b) => a.start - b.start);
}

/** `slot:<departmentCode>:<key>:<day>:<HHmm>`: writing a day twice writes it once. */
export const slotId = (scheduleId: string, day: string, time: string): string => `slot:${scheduleId.slice('schedule:'.length)}:${day}:${time.replace(':', '')}`;

/** What is wrong with the hours, by field: `order` ends before it begins, `overlap` with another span of that day, `twice` the same day again. */
export function hoursProblems(hours: Pick<Hours, 'weekly' | 'exceptions'>): { path: string; problem: string }[] {
  const spans = (list: readonly Span[], sameDay: (a: number, b: number) => boolean, path: string) => list.flatMap((span, n) => {
    if (span.from >= span.to) return [{ path: `${path}.${n}.to`, problem: 'order' }];
    const overlaps = list.some((other, m) => m < n && sameDay(n, m) && span.from < other.to && other.from < span.to);
    return overlaps ? [{ path: `${path}.${n}.from`, problem: 'overlap' }] : [];
  });
  return [
    ...spans(hours.weekly, (a, b) => hours.weekly[a]!.weekday === hours.weekly[b]!.weekday, 'weekly'),
    ...hours.exceptions.flatMap((one, n) => [
      ...(hours.exceptions.findIndex((other) => other.day === one.day) < n ? [{ path: `exceptions.${n}.day`, problem: 'twice' }] : []),
      ...spans(one.spans, () => true, `exceptions.${n}.spans`),
    ]),
  ];
}
