/**
 * Which plan a stay gets, which steps that makes, and when each of them speaks. Day N is the Shanghai discharge date + N.
 * Plans are data (data/plans.json), in the order of priority; a changed plan is a new version beside the old one, which steps already made keep.
 */
import { addDays, ageOn, callingHours, dayOf, hour, instantAt, nextWithin, sendingHours, timeOf, type Hours } from '../../kit/calendar';
import type { Plan, PlanCode, PlanRule, PlanStep, Step, StepReason } from '../contract';
import data from '../data/plans.json';

/** All plans, all versions, most urgent first: epidemic > high-risk > chronic > standard (product default). Chronic ICD classes: 国办发〔2017〕12号 names heart and vessels, cancer, airways, diabetes, kidney. */
export const plans = data as readonly Plan[];

/** What is known of a stay and its patient where steps are decided. */
export interface StayFacts {
  encounterId: string; patientId: string; departmentCode: string; dischargeDay: string; dischargeAt: number;
  way: string; dxCode: string; state: 'finished' | 'cancelled'; readmitted: boolean; hold: string; decision: string;
  birthDate: string; tags: readonly string[]; death: 'no' | 'told' | 'confirmed'; noContact: boolean;
  /** A number that can be rung or written to is known and not marked wrong. */
  reachable: boolean;
  optOut: '' | 'survey' | 'all';
  /** Has a complaint open: nothing is asked about satisfaction until it is over. */
  complaining: boolean;
}

/** ICD-10 by prefix (`B08.4`) or by a span of three-character classes (`I10-I15`). */
export function inIcd(code: string, entry: string): boolean {
  const [from = '', to] = entry.split('-');
  if (!to) return code.startsWith(from);
  const category = code.slice(0, 3);
  return category.length === 3 && category >= from && category <= to;
}

const fits = (rule: PlanRule, stay: StayFacts): boolean => {
  const conditions = [
    rule.ageFrom !== undefined && ageOn(stay.birthDate, stay.dischargeDay) >= rule.ageFrom,
    rule.tags?.some((tag) => stay.tags.includes(tag)),
    rule.icd?.some((entry) => inIcd(stay.dxCode, entry)),
    stay.decision === 'invite' && rule.clearedWay?.includes(stay.way),
  ];
  return Object.keys(rule).length === 0 || conditions.some(Boolean);
};

/** The first plan in order whose rule fits, in its latest version. */
export function choosePlan(stay: StayFacts): Plan {
  const chosen = plans.find((plan) => fits(plan.when, stay)) ?? plans.at(-1)!;
  return plans.filter((plan) => plan.code === chosen.code).reduce((a, b) => (b.version > a.version ? b : a));
}

/** The plan's own step behind a stored one; undefined when its version is no longer in the data. */
export const planStepOf = (step: { plan: PlanCode; planVersion: number; key: string }): PlanStep | undefined =>
  plans.find((plan) => plan.code === step.plan && plan.version === step.planVersion)?.steps.find(({ key }) => key === step.key);

/** The promise of the first contact: everyone has answered or been dialled 72 h after discharge (product default; the first contact at 72 h is usual in Chinese hospitals). */
export const promiseHours = 72;
/** Two hours of calling before the promise runs out, and between a reminder and the call (product default). */
export const callLead = 2 * hour;

/** The last instant at or before this one at which a call could end, within the hours. */
export function lastWithin(instant: number, hours: Hours): number {
  const today = dayOf(instant);
  const span = [...hours].reverse().find(([from]) => from < timeOf(instant));
  if (!span) return instantAt(addDays(today, -1), hours.at(-1)![1]);
  return Math.min(instant, instantAt(today, span[1]));
}

/**
 * When silence ends, seen from the moment the invitation was really sent. Never before the plan's own deadline, and people have `answerHours` (20 h; high-risk and epidemic 4 h).
 * Where the 72 h would be missed by that, the time is shortened so that two hours of calling remain, but never below `leastHours` (4 h, urgent plans 2 h).
 * Where even those do not fit, the promise is lost already and nobody is hurried. A step that leads to a call ends inside calling hours.
 */
export function deadlineOf(step: Pick<Step, 'plannedDeadlineAt' | 'escalates' | 'answerHours' | 'leastHours' | 'dischargeAt'>, sentAt: number): number {
  const full = sentAt + step.answerHours * hour;
  if (!step.escalates) return Math.max(step.plannedDeadlineAt, full);
  const ringBy = lastWithin(step.dischargeAt + promiseHours * hour, callingHours);
  const least = sentAt + step.leastHours * hour;
  // Full hours, so that a page of steps shares its dates.
  const wanted = least > ringBy ? full : Math.min(full, Math.max(least, Math.floor((ringBy - callLead) / hour) * hour));
  return nextWithin(Math.max(step.plannedDeadlineAt, wanted), callingHours);
}

/** When the one reminder goes out; 0 when there is none or it would come within two hours of the deadline. */
export function reminderOf(step: Pick<Step, 'reminderHours'>, sentAt: number, deadlineAt: number): number {
  if (step.reminderHours === 0) return 0;
  const at = nextWithin(sentAt + step.reminderHours * hour, sendingHours);
  return at + callLead <= deadlineAt ? at : 0;
}

/** Why a stay must not be contacted, and whether that is for good. Order matters: the graver reason is shown. */
export function barOf(stay: StayFacts, purpose: 'care' | 'survey'): { state: 'closed' | 'held'; reason: StepReason } | undefined {
  const closed = (reason: StepReason) => ({ state: 'closed', reason }) as const;
  if (stay.state === 'cancelled') return closed('cancelled');
  if (stay.way === '5' || stay.death === 'confirmed') return closed('deceased');
  if (stay.decision === 'suppress') return closed('suppressed');
  if (stay.readmitted) return closed('readmitted');
  if (stay.noContact || stay.optOut === 'all' || (stay.optOut === 'survey' && purpose === 'survey')) return closed('opted_out');
  if (stay.death === 'told') return { state: 'held', reason: 'death_unconfirmed' };
  if (stay.hold !== '' && stay.decision === '') return { state: 'held', reason: 'awaiting_clearance' };
  return undefined;
}

export const stepId = (encounterId: string, key: string): string => `step:${encounterId.replace(/^enc:/, '')}:${key}`;
/** The call of a step's present round: `call:followup:<stepId>`, re-opened rounds with their number. */
export const callIdOf = (step: { _id: string; round: number }): string => `call:followup:${step._id}${step.round > 0 ? `:${step.round}` : ''}`;

/**
 * The steps of a stay as they would be made now. Every stay has a first step, so that the funnel adds up: where nobody may be contacted it is closed with the reason and the later steps do not
 * exist; where a person must decide they are held. A later step that leads to a call and falls before the first one's deadline (late discharges) is absorbed by the first.
 */
export function stepsFor(stay: StayFacts, now: number): Step[] {
  const plan = choosePlan(stay);
  const steps: Step[] = [];
  for (const [index, planStep] of plan.steps.entries()) {
    const step = makeStep(stay, plan, planStep, index + 1, now);
    const first = steps[0];
    const absorbed = first && step.state === 'planned' && step.escalates && step.inviteAt < first.deadlineAt;
    steps.push(absorbed ? close(step, 'absorbed') : step);
    if (step.order === 1 && step.state === 'closed' && step.reason !== 'too_late') break;
  }
  return steps;
}

const close = (step: Step, reason: StepReason): Step =>
  ({ ...step, state: 'closed', reason, due: 0, silence: 'none', history: [...step.history, { at: step.createdAt, what: 'closed', by: 'followup', note: reason }] });

function makeStep(stay: StayFacts, plan: Plan, { invite, deadline, latestDay, key, title: _title, minutes: _minutes, ...rest }: PlanStep, order: number, now: number): Step {
  const at = (n: number, time: string) => instantAt(addDays(stay.dischargeDay, n), time);
  const plannedInvite = at(invite.day, invite.time);
  const inviteAt = plannedInvite > now ? plannedInvite : nextWithin(now, sendingHours);
  const latestAt = at(latestDay, '20:00');
  const timing = { ...rest, dischargeAt: stay.dischargeAt, plannedDeadlineAt: at(deadline.day, deadline.time) };
  const deadlineAt = deadlineOf(timing, inviteAt);
  const step: Step = {
    _id: stepId(stay.encounterId, key), encounterId: stay.encounterId, patientId: stay.patientId, departmentCode: stay.departmentCode, dischargeDay: stay.dischargeDay,
    plan: plan.code, planVersion: plan.version, urgent: plan.urgent, key, order, ...timing, latestAt,
    inviteAt, remindAt: reminderOf(timing, inviteAt, deadlineAt), deadlineAt, deadlineDay: dayOf(deadlineAt), invitedAt: 0, sentAt: 0, reminders: 0,
    state: 'planned', reason: '', heldFrom: '', heldReason: '', due: inviteAt, call: 'none', round: 0, silence: 'open', channel: '', runId: '', answeredAt: 0, startedAt: 0, failures: 0,
    history: [{ at: now, what: 'planned', by: 'followup', note: plan.code }], createdAt: now, updatedAt: now,
  };
  const bar = barOf(stay, step.purpose);
  if (bar?.state === 'closed') return close(step, bar.reason);
  if (!stay.reachable) return close(step, 'no_contact');
  if (bar) return { ...step, state: 'held', reason: bar.reason, heldFrom: 'planned', due: 0 };
  return inviteAt > latestAt ? close(step, 'too_late') : step;
}
