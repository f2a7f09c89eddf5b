/** The two clocks of a complaint, their warnings, and the silence after an answer. Working days with 调休; nothing pauses, an extension only ever lengthens. */
import { addDays, addWorkdays, day, dayOf, hour, instantAt, workday } from '../../kit/calendar';
import type { ClockState, ComplaintClock } from '../contract';

/** The hospital's own promise (S004: 三个工作日). */
export const internalDays = 3;
/** 《医疗机构投诉管理办法》: 一般 5 个工作日; where several departments must be coordinated, 10. */
export const legalDays = 5;
/** The longer limit, by decision only. */
export const extendedDays = 10;
/** After an answer, so many working days without a word close it (product default). */
export const silentDays = 7;

/** Counted from the day after receipt; a complaint that comes on a day off counts from the next working day on. */
function clockOf(receivedAt: number, days: number): ComplaintClock {
  return { ...addWorkdays(dayOf(receivedAt), days), days };
}
/** Both clocks of a round. */
export const clocksOf = (receivedAt: number): { internal: ComplaintClock; legal: ComplaintClock } => ({ internal: clockOf(receivedAt, internalDays), legal: clockOf(receivedAt, legalDays) });
/** The last moment is the end of the due day in Shanghai. */
export const endOf = (clock: Pick<ComplaintClock, 'day'>): number => instantAt(addDays(clock.day, 1));

/** The legal clock after the decision; never earlier than it was, whatever a newer calendar says. */
export function extendedClock(receivedAt: number, legal: ComplaintClock): ComplaintClock {
  const longer = clockOf(receivedAt, extendedDays);
  return longer.day < legal.day ? { ...legal, days: extendedDays } : longer;
}

/** Why it cannot be extended, or undefined. */
export function extensionProblem(complaint: { extended: boolean; answered: boolean; legal: ComplaintClock }, offices: readonly string[], now: number): 'extended' | 'answered' | 'too_late' | 'too_few' | undefined {
  if (complaint.answered) return 'answered';
  if (complaint.extended) return 'extended';
  if (now >= endOf(complaint.legal)) return 'too_late';
  return new Set(offices).size < 2 ? 'too_few' : undefined;
}

/** The working day before a day: reminders that say "tomorrow" must find somebody at work. */
export function workdayBefore(onDay: string): string {
  let before = addDays(onDay, -1);
  while (!workday(before).work) before = addDays(before, -1);
  return before;
}

/** `soon`: due today or on the next working day. `answeredAt` 0 while it is not answered. */
export function clockState(clock: ComplaintClock, answeredAt: number, now: number): ClockState {
  if (answeredAt > 0) return answeredAt < endOf(clock) ? 'met' : 'over';
  if (now >= endOf(clock)) return 'over';
  return dayOf(now) >= workdayBefore(clock.day) ? 'soon' : 'in_time';
}

/** Which clock, and whether it ends tomorrow or is over. */
export type WarningKey = 'internal_tomorrow' | 'internal_over' | 'legal_tomorrow' | 'legal_over' | 'extended_tomorrow' | 'extended_over';
/** When whom to tell (0 on duty, 1 lead, 2 director), and the end of the clock. */
export interface Warning { key: WarningKey; at: number; by: number; level: 0 | 1 | 2 }

/** When whom to warn: 9:00 of the working day before, 8:30 of the day after the end (product default: nobody reads at midnight). */
export function warningsOf({ internal, legal }: { internal: ComplaintClock; legal: ComplaintClock }): Warning[] {
  const law = legal.days === extendedDays ? 'extended' as const : 'legal' as const;
  const before = (clock: ComplaintClock): number => instantAt(workdayBefore(clock.day), '09:00');
  const after = (clock: ComplaintClock): number => instantAt(addDays(clock.day, 1), '08:30');
  return [
    { key: 'internal_tomorrow', at: before(internal), by: endOf(internal), level: 0 },
    { key: 'internal_over', at: after(internal), by: endOf(internal), level: 1 },
    { key: `${law}_tomorrow`, at: before(legal), by: endOf(legal), level: 1 },
    { key: `${law}_over`, at: after(legal), by: endOf(legal), level: 2 },
  ];
}

/** The last day on which a word of the complainant is waited for. */
export const silentAfter = (toldAt: number): string => addWorkdays(dayOf(toldAt), silentDays).day;
/** When silence closes it: the day after. */
export const silenceEnds = (toldAt: number): number => endOf({ day: silentAfter(toldAt) });

/** A closed complaint may be taken up again for so long (product default); a rating changed for so long. */
export const reopenWithin = 30 * day;
/** And a rating changed for so long. */
export const rateAgainWithin = 12 * hour;
