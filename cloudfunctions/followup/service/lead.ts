/** The lead's page: where a day's discharges stand, why each waits, what the next two weeks bring, and what a plan change costs. */
import { inScope, type Staff } from '../../kit/caller';
import { addDays, dayOf } from '../../kit/calendar';
import { byId } from '../../kit/database';
import { maskName } from '../../kit/mask';
import { forbidden } from '../../kit/errors';
import type { ForecastDay, Funnel, PlanCode, SilentShare, Step, StepReason, StepRow, StepState, WaitingReason } from '../contract';
import { backlogFrom, forecastDays, forecastOf, funnelOf, historyDays, silentShare, stepCost, type Capacity } from '../rules/lead';
import { keptPromise, promiseDay } from '../rules/next';
import { callIdOf, planStepOf } from '../rules/plan';
import type { Ports } from '../service';
import { unique } from './facts';

export interface Today {
  from: string; to: string; funnel: Funnel; promise: { day: string; kept: number; of: number }; waiting: WaitingReason[]; silent: SilentShare; forecast: ForecastDay[];
  queued: { count: number; oldestAt: number }; beside: number; redFlags: { open: number; oldestAt: number }; callsPerHour: number;
}
export interface PlanChange { plan: PlanCode; key: string; escalates: boolean }
export interface PlanCost {
  callsPerDay: number; hoursPerDay: number; callsPerHour: number; backlogFrom: string | null;
  changes: (PlanChange & { stepsPerDay: number; callsPerDay: number; silent: SilentShare })[];
}
export type StepsWanted = { encounterId: string } | { from: string; to: string; state: StepState; reason?: StepReason; cursor?: string; limit: number };

export interface Lead {
  today(range: { from?: string; to?: string }, now: number): Promise<Today>;
  planCost(changes: readonly PlanChange[], now: number): Promise<PlanCost>;
  steps(wanted: StepsWanted, staff: Staff): Promise<{ rows: StepRow[]; next: string | null }>;
}

/** What speaks where no roster says otherwise (38 to 55 calls a day and agent are reported in the field). */
const usualCallsPerHour = 7.6;
const one = (value: number): number => Math.round(value * 10) / 10;

export function createLead(ports: Ports): Lead {
  /** Everything the forecast stands on, in four round trips. */
  async function outlook(now: number) {
    const today = dayOf(now);
    const [open, past, queued, stated, beside] = await Promise.all([
      ports.steps.openDeadlines(addDays(today, forecastDays - 1)), ports.steps.silence(addDays(today, -historyDays), addDays(today, -1)),
      ports.steps.queued(), ports.calls.roster(today, forecastDays), ports.calls.beside(),
    ]);
    const roster = stated.map((row) => ({ ...row, callsPerHour: row.callsPerHour / 10 }));
    const calling = past.filter((row) => row.escalates);
    const silent = silentShare(calling, addDays(today, -historyDays), addDays(today, -1));
    const days = new Map<string, number>();
    for (const row of calling) days.set(row.deadlineDay, (days.get(row.deadlineDay) ?? 0) + row.count);
    const facts = { today, queued: queued.count, beside, share: silent.share, open, past: [...days].map(([day, count]) => ({ day, count })), capacity: roster };
    return { today, past, queued, beside, silent, facts, callsPerHour: one(meanRate(roster)) };
  }

  return {
    async today({ from, to }, now) {
      const start = from ?? to ?? promiseDay(now);
      const end = to ?? start;
      const asked = promiseDay(now);
      const [rows, discharges, firsts, redFlags, view] = await Promise.all([
        ports.steps.funnel(start, end), ports.stays.countDischarged(start, end), ports.steps.firstSteps(asked), ports.calls.unacknowledged(), outlook(now),
      ]);
      const counted = firsts.filter((step) => step.state !== 'closed' || !neverAsked.includes(step.reason));
      const dials = await ports.calls.firstDials(counted.filter((step) => step.call !== 'none' || step.state === 'reached' || step.state === 'closed').map((step) => step._id));
      const waiting = rows.filter((row) => waits.includes(row.state)).map(({ state, reason, count, firstDue, lastDue }) => ({
        state, reason, count, firstDay: firstDue > 0 ? dayOf(firstDue) : null, lastDay: lastDue > 0 ? dayOf(lastDue) : null,
      }));
      return {
        from: start, to: end, funnel: funnelOf(rows.map(({ state, reason, count }) => ({ state, reason, count })), discharges),
        promise: { day: asked, kept: counted.filter((step) => keptPromise(step, dials.get(step._id) ?? 0)).length, of: counted.length },
        waiting, silent: view.silent, forecast: forecastOf(view.facts), queued: view.queued, beside: view.beside, redFlags, callsPerHour: view.callsPerHour,
      };
    },

    async planCost(changes, now) {
      const { today, past, facts, callsPerHour } = await outlook(now);
      const rows = changes.map((change) => {
        const own = past.filter((row) => row.plan === change.plan && row.key === change.key);
        const cost = stepCost(own, today);
        // A step that does so already costs nothing more.
        const already = own.filter((row) => row.escalates === change.escalates).reduce((sum, row) => sum + row.count, 0);
        const share = cost.silent.n === 0 ? 0 : 1 - already / cost.silent.n;
        return { ...change, stepsPerDay: cost.stepsPerDay, callsPerDay: one(cost.callsPerDay * share * (change.escalates ? 1 : -1)), silent: cost.silent };
      });
      const callsPerDay = one(rows.reduce((sum, row) => sum + row.callsPerDay, 0));
      return { callsPerDay, hoursPerDay: one(callsPerDay / callsPerHour), callsPerHour, changes: rows, backlogFrom: backlogFrom(forecastOf({ ...facts, extra: callsPerDay })) };
    },

    async steps(wanted, staff) {
      const found = 'encounterId' in wanted
        ? (await ports.steps.ofEncounters([wanted.encounterId])).sort((a, b) => a.order - b.order)
        : await ports.steps.list({ ...wanted, departments: staff.departments, after: wanted.cursor ?? '', limit: wanted.limit });
      if ('encounterId' in wanted && (found.length === 0 || !inScope(staff, found[0]!.departmentCode))) throw forbidden();
      const [patients, stays] = await Promise.all([ports.patients.getMany(unique(found.map((step) => step.patientId))), ports.stays.getMany(unique(found.map((step) => step.encounterId)))]);
      const [people, places] = [byId(patients), byId(stays)];
      const rows = found.map((step) => rowOf(step, people.get(step.patientId)?.name ?? '', places.get(step.encounterId)?.departmentName ?? ''));
      return { rows, next: !('encounterId' in wanted) && found.length === wanted.limit ? found.at(-1)!._id : null };
    },
  };
}

const waits: readonly StepState[] = ['planned', 'invited', 'queued', 'held'];
const neverAsked: readonly StepReason[] = ['deceased', 'opted_out', 'suppressed', 'no_contact', 'too_late', 'readmitted', 'cancelled', 'absorbed', 'complaint_open'];

function meanRate(roster: readonly Capacity[]): number {
  const stated = roster.filter((row) => row.stated && row.callsPerHour > 0);
  return stated.length === 0 ? usualCallsPerHour : stated.reduce((sum, row) => sum + row.callsPerHour, 0) / stated.length;
}

function rowOf(step: Step, name: string, departmentName: string): StepRow {
  const { _id, encounterId, patientId, departmentCode, dischargeDay, plan, planVersion, key, purpose, urgent, escalates, state, reason, inviteAt, sentAt, remindAt, deadlineAt, answeredAt, history } = step;
  return {
    stepId: _id, encounterId, patientId, name: maskName(name), departmentCode, departmentName, dischargeDay, plan, planVersion, key, title: planStepOf(step)?.title ?? { zh: key, en: key },
    purpose, urgent, escalates, state, reason, inviteAt, sentAt, remindAt, deadlineAt, answeredAt, until: step.due, callId: step.call === 'made' ? callIdOf(step) : '', history,
  };
}
