/** A08: on the 30th of every month, in February on its last day, each ward hands in who needs follow-up. Weekends and holidays do not move it: the list is of the month, and the day is in the head nurses' calendar. */
import { addDays } from '../../kit/calendar';
import type { MonthlyState, Proposal } from '../contract/register';

/** `2026-11` → `2026-11-30`, `2028-02` → `2028-02-29`. */
export function dueDay(month: string): string {
  return month.endsWith('-02') ? addDays(`${month.slice(0, 4)}-03-01`, -1) : `${month}-30`;
}

/** `2026-01` → `2025-12`. */
export const monthBefore = (month: string): string => addDays(`${month}-01`, -1).slice(0, 7);

/** Discharges that belong into the list: from the day after the last due day to this one. The 31st belongs to the next month, so that nobody is left out. */
export const monthlyPeriod = (month: string): { from: string; to: string } => ({ from: addDays(dueDay(monthBefore(month)), 1), to: dueDay(month) });

/** Into whose list a discharge of this day belongs. */
export function monthFor(day: string): string {
  const month = day.slice(0, 7);
  return day <= dueDay(month) ? month : addDays(`${month}-28`, 4).slice(0, 7);
}

/** The month whose list was due last, today included. */
export function lastDueMonth(today: string): string {
  const month = today.slice(0, 7);
  return today >= dueDay(month) ? month : monthBefore(month);
}

export const monthlyState = ({ submitted, due, today }: { submitted: boolean; due: string; today: string }): MonthlyState => (submitted ? 'submitted' : today > due ? 'overdue' : 'open');

/** A07: what speaks for follow-up, from what is recorded. */
export function proposalsFor({ tags, revisitDay, openComplaint }: { tags: readonly string[]; revisitDay: string | null; openComplaint: boolean }): Proposal[] {
  const has: Record<Proposal, boolean> = { critical: tags.includes('critical') || tags.includes('high-risk'), chronic: tags.includes('chronic'), revisit: revisitDay !== null, complaint: openComplaint };
  return (Object.keys(has) as Proposal[]).filter((one) => has[one]);
}
