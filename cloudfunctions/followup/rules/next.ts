/**
 * What happens to one step now: the decision of the timer, as a pure function of the step, its stay and its neighbours. Nothing here knows when the timer ran last: whatever it missed
 * is decided from the dates alone.
 */
import { addDays, day, dayOf, instantAt, minute, nextWithin, sendingHours, within } from '../../kit/calendar';
import type { Step, StepReason } from '../contract';
import { barOf, callLead, deadlineOf, reminderOf, type StayFacts } from './plan';

/** At most three messages a week and person over all doors (product default); safety and booked visits do not count. */
export const weeklyCap = 3;
export const capWindow = 7 * day;

export const openStates = ['planned', 'held', 'invited', 'queued'] as const;
export const isOpen = (step: Pick<Step, 'state'>): boolean => openStates.some((state) => state === step.state);

export interface Neighbourhood {
  stay: StayFacts;
  /** Other steps of the same stay. */
  siblings: readonly Step[];
  /** When messages went to this person, or will for certain, within the last week. */
  messages: readonly number[];
  /** Steps whose call a nurse is working on at this moment. */
  busy: ReadonlySet<string>;
}

export type Action =
  | { do: 'invite'; remindAt: number; deadlineAt: number; due: number; absorb: readonly Step[] }
  | { do: 'remind'; due: number; deadlineAt: number }
  | { do: 'queue'; reason: StepReason }
  | { do: 'close'; reason: StepReason }
  | { do: 'hold'; reason: StepReason }
  /** Look again then; the dates as they are now known. */
  | { do: 'wait'; due: number; remindAt: number; deadlineAt: number };

/** A queued or planned call of a stay is waited for by a message-only step; looked at again every hour while a nurse is on the phone. */
const recheck = day / 24;

/** Decides a step whose date has come. */
export function nextOf(step: Step, { stay, siblings, messages, busy }: Neighbourhood, now: number): Action {
  const bar = barOf(stay, step.purpose);
  if (bar) return bar.state === 'closed' ? { do: 'close', reason: bar.reason } : { do: 'hold', reason: bar.reason };
  // Not decided when the plan is made: by the day of the question the complaint may be over.
  if (stay.complaining && step.purpose === 'survey') return { do: 'close', reason: 'complaint_open' };
  if (step.state === 'invited') return ofInvited(step, messages, now);
  return ofPlanned(step, siblings, messages, busy, now);
}

/** Escalation, or the end of a step that never leads to a call. */
const silence = (step: Step, reason: StepReason): Action => ({ do: step.escalates ? 'queue' : 'close', reason });

function ofInvited(step: Step, messages: readonly number[], now: number): Action {
  const from = step.sentAt || step.invitedAt;
  const deadlineAt = deadlineOf(step, from);
  // Silent since the invitation; or the outbox never managed to send it, and waiting longer helps nobody.
  if (now >= deadlineAt) return silence(step, step.sentAt > 0 ? 'silent' : 'unsent');
  const remindAt = step.reminders > 0 || step.sentAt === 0 ? 0 : reminderOf(step, from, deadlineAt);
  const wait = (due: number): Action => ({ do: 'wait', due, remindAt: due === deadlineAt ? 0 : due, deadlineAt });
  if (remindAt === 0) return wait(deadlineAt);
  if (now < remindAt) return wait(remindAt);
  // The timer was late: only inside the hours, with two hours left before the call, and within the week's three.
  const at = nextWithin(Math.max(now, capFreeAt(messages, now)), sendingHours);
  if (at + callLead > deadlineAt) return wait(deadlineAt);
  return at === now ? { do: 'remind', due: deadlineAt, deadlineAt } : wait(at);
}

function ofPlanned(step: Step, siblings: readonly Step[], messages: readonly number[], busy: ReadonlySet<string>, now: number): Action {
  if (now > step.latestAt) return { do: 'close', reason: 'too_late' };
  const wait = (due: number): Action => ({ do: 'wait', due, remindAt: 0, deadlineAt: deadlineOf(step, due) });
  const open = siblings.filter((other) => isOpen(other) && other._id !== step._id);
  // A newer step that leads to a call has come of age too: it takes this one's place.
  if (open.some((other) => other.order > step.order && other.escalates && other.state === 'planned' && other.inviteAt <= now)) return { do: 'close', reason: 'absorbed' };
  const earlier = open.filter((other) => other.order < step.order);
  // Held neighbours are decided by a person first.
  if (earlier.some((other) => other.state === 'held')) return wait(now + recheck);
  const awaited = earlier.some((other) => (step.escalates ? busy.has(other._id) : other.escalates));
  if (awaited) return wait(Math.min(now + recheck, step.latestAt + minute));
  if (!within(now, sendingHours)) return wait(nextWithin(now, sendingHours));
  const free = capFreeAt(messages, now);
  if (free > now) {
    // Three messages this week already: later, where there is time; else a call at the plan's own deadline.
    if (!step.escalates || free < step.plannedDeadlineAt) return wait(Math.min(nextWithin(free, sendingHours), step.latestAt + minute));
    return now >= step.plannedDeadlineAt ? { do: 'queue', reason: 'message_cap' } : wait(step.plannedDeadlineAt);
  }
  const deadlineAt = deadlineOf(step, now);
  const remindAt = reminderOf(step, now, deadlineAt);
  return { do: 'invite', remindAt, deadlineAt, due: remindAt || deadlineAt, absorb: earlier };
}

/** From when another message may go out; `now` when it may. */
export function capFreeAt(messages: readonly number[], now: number): number {
  const recent = messages.filter((at) => at > now - capWindow).sort((a, b) => a - b);
  return recent.length < weeklyCap ? now : recent[recent.length - weeklyCap]! + capWindow;
}

/** The day on which the 72 hours of this day's discharges end. */
export const promiseDay = (now: number): string => addDays(dayOf(now), -3);
/** Did something happen within 72 h of the discharge? */
export const keptPromise = (step: Pick<Step, 'dischargeAt' | 'dischargeDay' | 'answeredAt'>, dialledAt: number): boolean => {
  // Discharged before 9:00: the third day's calling hours begin a little later than 72 h; the whole of that day counts (出院后第 3 天).
  const until = Math.max(step.dischargeAt + 3 * day, instantAt(addDays(step.dischargeDay, 3), '12:00'));
  return [step.answeredAt, dialledAt].some((at) => at > 0 && at <= until);
};
