/** A closure as it is typed: which clinic, from when to when, why. */
import { addDays, instantAt, isDay } from '../../../../cloudfunctions/kit/calendar';

/** `part`: the whole day, a half, or hours of one's own; only whole days may run over several. */
export interface ClosureTyped { departmentCode: string; scheduleId: string; part: 'day' | 'am' | 'pm' | 'hours'; day: string; lastDay: string; from: string; to: string; reason: string }
export type ClosureProblem = 'needDepartment' | 'wrongDay' | 'wrongTime' | 'wrongPast' | 'wrongReason' | 'wrongLength';
export interface ClosureReady { departmentCode: string; scheduleId?: string; from: number; to: number; reason: string }

/** Where the morning's clinics end and the afternoon's begin. */
const noon = '12:30';
/** The longest that the server takes, days (visit contract). */
export const mostDays = 90;

/** What was typed as the server takes it (`to` is exclusive), or the first thing that is wrong with it and its field. */
export function readClosure(typed: ClosureTyped, now: number): { ready: ClosureReady; problem?: undefined } | { ready?: undefined; problem: ClosureProblem; field: 'departmentCode' | 'day' | 'time' | 'reason' } {
  if (typed.departmentCode === '') return { problem: 'needDepartment', field: 'departmentCode' };
  const last = typed.part === 'day' && typed.lastDay !== '' ? typed.lastDay : typed.day;
  if (!isDay(typed.day) || !isDay(last)) return { problem: 'wrongDay', field: 'day' };
  const [from, to] = {
    day: [instantAt(typed.day), instantAt(addDays(last, 1))], am: [instantAt(typed.day), instantAt(typed.day, noon)], pm: [instantAt(typed.day, noon), instantAt(addDays(typed.day, 1))],
    hours: [instantAt(typed.day, typed.from), instantAt(typed.day, typed.to)],
  }[typed.part] as [number, number];
  if (from >= to) return { problem: 'wrongTime', field: typed.part === 'hours' ? 'time' : 'day' };
  if (to <= now) return { problem: 'wrongPast', field: 'day' };
  if (to - from > mostDays * 86_400_000) return { problem: 'wrongLength', field: 'day' };
  if (Array.from(typed.reason.trim()).length < 2) return { problem: 'wrongReason', field: 'reason' };
  return { ready: { departmentCode: typed.departmentCode, ...(typed.scheduleId !== '' && { scheduleId: typed.scheduleId }), from, to, reason: typed.reason.trim() } };
}
