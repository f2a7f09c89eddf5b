/** Numbers of the lead's page, from counts. Everything printed carries its n, its prior or its denominator. */
import { addDays, daysBetween, weekdayOf, workday } from '../../kit/calendar';
import type { ForecastDay, Funnel, PlanCode, SilentShare, StepReason, StepState } from '../contract';

/** First steps of a discharge day or range, counted by where they stand. */
export interface StateCount { state: StepState; reason: StepReason; count: number }

const lost: readonly StepReason[] = ['lost_no_answer', 'lost_wrong_number', 'refused', 'silent', 'no_channel'];

/** Each discharge is in exactly one part; those without a step yet are `unplanned`. `adds` is false when a step has no stay, which must never be. */
export function funnelOf(counts: readonly StateCount[], discharges: number): Funnel {
  const sum = (fits: (row: StateCount) => boolean): number => counts.filter(fits).reduce((total, row) => total + row.count, 0);
  const inState = (...states: StepState[]) => sum((row) => states.includes(row.state));
  const closed = (fits: (reason: StepReason) => boolean) => sum((row) => row.state === 'closed' && fits(row.reason));
  const steps = sum(() => true);
  const funnel = {
    discharges, answered: inState('answered'), reached: inState('reached'), queued: inState('queued'), waiting: inState('planned', 'invited'), held: inState('held'),
    unplanned: Math.max(0, discharges - steps),
    lost: closed((reason) => lost.includes(reason)),
    notAttempted: closed((reason) => reason === 'not_attempted_capacity'),
    notContacted: closed((reason) => !lost.includes(reason) && reason !== 'not_attempted_capacity'),
  };
  const parts = funnel.answered + funnel.reached + funnel.queued + funnel.waiting + funnel.held + funnel.unplanned + funnel.lost + funnel.notAttempted + funnel.notContacted;
  return { ...funnel, reasons: [...counts], adds: parts === discharges };
}

/** A quarter at once is as much as a page of numbers should ask for; days. */
export const longestRange = 92;
/** What is wrong with a range of discharge days, '' when nothing is. Either end may be left open. */
export function rangeProblem(from: string | undefined, to: string | undefined): '' | 'before_from' | 'too_long' {
  if (!from || !to) return '';
  return to < from ? 'before_from' : daysBetween(from, to) > longestRange ? 'too_long' : '';
}

/** Steps whose deadline fell on a day, by whether silence lasted until then. */
export interface SilenceCount { deadlineDay: string; plan: PlanCode; key: string; escalates: boolean; silence: 'answered' | 'silent'; count: number }

/** The hospital's own last four weeks decide; while they are few, a prior of 50 people of whom 58 % stay silent speaks along (assumption of the product, to be read beside n). */
export const prior = { share: 0.58, weight: 50 } as const;
/** Four weeks: every weekday four times. */
export const historyDays = 28;
export const forecastDays = 14;

export function silentShare(counts: readonly SilenceCount[], from: string, to: string): SilentShare {
  const total = (rows: readonly SilenceCount[]) => rows.reduce((sum, row) => sum + row.count, 0);
  const n = total(counts);
  const silent = total(counts.filter((row) => row.silence === 'silent'));
  return { share: (silent + prior.share * prior.weight) / (n + prior.weight), n, silent, priorShare: prior.share, priorWeight: prior.weight, from, to };
}

/** What a day's people can ring; `stated` false where a default speaks. */
export interface Capacity { day: string; people: number; hours: number; callsPerHour: number; stated: boolean }

export interface ForecastFacts {
  today: string;
  /** Silent steps queued for a call now. */
  queued: number;
  /** Calls of every other kind that wait now (red flags, wishes, visits, answers): they are rung today, too. How many come on later days nobody knows. */
  beside?: number;
  share: number;
  /** Open steps that lead to a call, by the day of their deadline. */
  open: readonly { day: string; count: number }[];
  /** Steps that led to a call or were answered, of the last 28 days, by the day of their deadline. */
  past: readonly { day: string; count: number }[];
  capacity: readonly Capacity[];
  /** Calls a day that a change of plan would add (or take away). */
  extra?: number;
}

/**
 * Calls of the next 14 days beside what can be rung. Known: steps that exist. To come: discharges of the days ahead, taken from the mean of the same weekday in the history, as far as the known
 * ones do not make it up already. What is not rung is carried over, and weighs on the next day.
 */
export function forecastOf({ today, queued, beside = 0, share, open, past, capacity, extra = 0 }: ForecastFacts): ForecastDay[] {
  const days: ForecastDay[] = [];
  let backlog = 0;
  for (let i = 0; i < forecastDays; i += 1) {
    const day = addDays(today, i);
    const existing = open.filter((row) => (i === 0 ? row.day <= day : row.day === day)).reduce((sum, row) => sum + row.count, 0);
    const usual = weekdayMean(past, today, day);
    // What is queued already is rung from today on.
    const known = existing * share + (i === 0 ? queued + beside : 0);
    // Today's deadlines are all known; further ahead the gap to a usual weekday will still fill.
    const toCome = (i === 0 ? 0 : Math.max(0, usual - existing) * share) + extra;
    const roster = capacity.find((row) => row.day === day);
    const able = roster ? roster.people * roster.hours * roster.callsPerHour : 0;
    backlog = Math.max(0, backlog + known + toCome - able);
    days.push({ day, work: workday(day).work, known: round(known), toCome: round(toCome), capacity: round(able), stated: roster?.stated ?? false, backlog: round(backlog) });
  }
  return days;
}

/** Mean of a weekday over the whole weeks for which there is history; a hospital in its first week has only the days it has. */
function weekdayMean(past: readonly { day: string; count: number }[], today: string, day: string): number {
  const first = past.reduce((least, row) => (row.day < least ? row.day : least), today);
  const seen = Array.from({ length: historyDays }, (_, i) => addDays(today, -1 - i)).filter((d) => d >= first && weekdayOf(d) === weekdayOf(day));
  if (seen.length === 0) return past.length === 0 ? 0 : past.reduce((sum, row) => sum + row.count, 0) / Math.max(1, daysBetween(first, today));
  return seen.reduce((sum, d) => sum + past.filter((row) => row.day === d).reduce((n, row) => n + row.count, 0), 0) / seen.length;
}

/** The first day of a backlog that does not clear any more within the forecast; null when it does. */
export function backlogFrom(days: readonly ForecastDay[]): string | null {
  if (days.length === 0 || days.at(-1)!.backlog === 0) return null;
  const lastClear = days.map((row) => row.backlog).lastIndexOf(0);
  return days[lastClear + 1]!.day;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** Calls an average day that a step would cost if its silence led to one. History in days that really exist, at most 28. */
export function stepCost(counts: readonly SilenceCount[], today: string): { stepsPerDay: number; callsPerDay: number; silent: SilentShare } {
  const from = addDays(today, -historyDays);
  const silent = silentShare(counts, from, addDays(today, -1));
  const first = counts.reduce((least, row) => (row.deadlineDay < least ? row.deadlineDay : least), today);
  const stepsPerDay = silent.n / Math.max(1, Math.min(historyDays, daysBetween(first, today)));
  return { stepsPerDay: round(stepsPerDay), callsPerDay: round(stepsPerDay * silent.share), silent };
}
