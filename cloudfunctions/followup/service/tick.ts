/**
 * The timer. It looks back over what is due and never assumes that it fired, or fired once, or alone: every change is conditional on what was read, every write that follows has a
 * deterministic id, and what a cut run left behind is found by one query. Its cost grows with what is due. One bad record is reported, put aside for an hour and skipped.
 */
import { dayOf, hour } from '../../kit/calendar';
import type { Step } from '../contract';
import { capWindow, isOpen, nextOf, type Action } from '../rules/next';
import type { StayFacts } from '../rules/plan';
import type { Ports, StepChange } from '../service';
import type { Ending } from './ending';
import { loadFacts, page, unique } from './facts';
import type { Planning } from './planning';

export interface TickReport { planned: number; invited: number; reminded: number; queued: number; repaired: number; closed: number; postponed: number; bad: number; more: boolean }

/** The function is cut after 60 s (config.json); a page takes about a second. */
const budget = 40_000;
const by = 'timer:tick';

const movedBy = ({ invited, reminded, queued, closed, postponed, bad }: TickReport): number => invited + reminded + queued + closed + postponed + bad;

interface Decided { step: Step; stay: StayFacts; action: Action }

export function createTick(ports: Ports, planning: Planning, ending: Ending): (now: number) => Promise<TickReport> {
  const { steps, notices, calls } = ports;

  return async function tick(now) {
    const report: TickReport = { planned: 0, invited: 0, reminded: 0, queued: 0, repaired: 0, closed: 0, postponed: 0, bad: 0, more: false };
    const started = ports.clock();
    const timeIsUp = (): boolean => ports.clock() - started > budget;
    const runId = `run:${now.toString(36)}:${Math.random().toString(36).slice(2, 10)}`;

    await repair(report, now);
    for (let left = true; left;) {
      const stays = await ports.stays.duePlanning(page);
      if (stays.length === 0) break;
      const result = await planPage(stays, now, report);
      report.planned += result;
      left = stays.length === page && result > 0 && !timeIsUp();
      report.more ||= timeIsUp();
    }
    for (let left = !report.more; left;) {
      const due = await steps.due(now, page);
      const before = movedBy(report);
      if (due.length > 0) await workPage(due, now, runId, report);
      left = due.length === page && movedBy(report) > before && !timeIsUp();
      report.more ||= due.length === page && timeIsUp();
    }
    return report;
  };

  /** What a run that was cut left undone: queued without a call, ended without the others knowing. */
  async function repair(report: TickReport, now: number): Promise<void> {
    const left = await steps.unfinished(page);
    const queued = left.filter((step) => step.state === 'queued');
    const over = left.filter((step) => step.state !== 'queued');
    await survive(queued, (part) => ending.makeCalls(part, now), report);
    await survive(over, (part) => ending.finish(part, now), report);
    report.repaired += left.length;
  }

  async function planPage(stays: Awaited<ReturnType<Ports['stays']['duePlanning']>>, now: number, report: TickReport): Promise<number> {
    let planned = 0;
    await survive(stays, async (part) => {
      const result = await planning.planStays(part, now, by);
      planned += result.planned;
      report.bad += result.bad;
    }, report);
    return planned;
  }

  async function workPage(due: readonly Step[], now: number, runId: string, report: TickReport): Promise<void> {
    const decided = await decide(due, now, report);
    const groups = new Map<string, Decided[]>();
    for (const one of decided) {
      const { action } = one;
      const key = action.do === 'invite' ? `invite ${action.remindAt} ${action.deadlineAt}` : JSON.stringify([one.step.state, action]);
      groups.set(key, [...(groups.get(key) ?? []), one]);
    }
    // What is silent first: a message can wait a minute longer than a person who was promised a call.
    const order: Action['do'][] = ['queue', 'hold', 'close', 'remind', 'invite', 'wait'];
    const sorted = [...groups.values()].sort((a, b) => order.indexOf(a[0]!.action.do) - order.indexOf(b[0]!.action.do));
    for (const group of sorted) await survive(group, (part) => apply(part, now, runId, report), report, (one) => putAside([one.step], now));
  }

  /** Reads what bears on a page, all at once, and asks the rule for each step. */
  async function decide(due: readonly Step[], now: number, report: TickReport): Promise<Decided[]> {
    const planned = due.filter((step) => step.state === 'planned');
    // Only these may lead to a message; for the silent the reads are spared.
    const mayWrite = [...planned, ...due.filter((step) => step.state === 'invited' && step.reminders === 0 && step.remindAt > 0 && step.deadlineAt > now)];
    const [stays, siblings, recent] = await Promise.all([
      ports.stays.getMany(unique(due.map((step) => step.encounterId))),
      planned.length > 0 ? steps.ofEncounters(unique(planned.map((step) => step.encounterId))) : [],
      mayWrite.length > 0 ? notices.recent(unique(mayWrite.map((step) => step.patientId)), now - capWindow) : new Map<string, readonly number[]>(),
    ]);
    const waitedFor = siblings.filter((step) => step.state === 'queued').map((step) => step._id);
    const [facts, busy] = await Promise.all([
      loadFacts(ports, stays, unique(due.map((step) => step.purpose))),
      waitedFor.length > 0 ? calls.busy(waitedFor, now) : new Set<string>(),
    ]);
    const ofStay = new Map<string, Step[]>();
    for (const step of siblings) ofStay.set(step.encounterId, [...(ofStay.get(step.encounterId) ?? []), step]);
    const decided: Decided[] = [];
    const bad: Step[] = [];
    for (const step of due) {
      try {
        const stay = facts.get(step.encounterId);
        if (!stay) throw new Error('no stay or no patient');
        const action = nextOf(step, { stay, siblings: ofStay.get(step.encounterId) ?? [], messages: recent.get(step.patientId) ?? [], busy }, now);
        decided.push({ step, stay, action });
      } catch (error) {
        ports.report({ what: 'bad_step', id: step._id, error });
        bad.push(step);
      }
    }
    report.bad += bad.length;
    if (bad.length > 0) await putAside(bad, now);
    return decided;
  }

  /** Looked at again in an hour, so that bad records never fill the page. */
  async function putAside(bad: readonly Step[], now: number): Promise<void> {
    await steps.change({ ids: bad.map((step) => step._id), states: ['planned', 'invited'], dueBy: now }, { set: { due: now + hour } });
  }

  /** One group of steps with the same decision; at most a page. */
  async function apply(group: readonly Decided[], now: number, runId: string, report: TickReport): Promise<void> {
    const { action, step: { state } } = group[0]!;
    const ids = group.map(({ step }) => step._id);
    const change = (set: StepChange['set'], what: string, note?: string): Promise<number> =>
      steps.change({ ids, states: [state], dueBy: now }, { set: { ...set, runId, updatedAt: now }, event: { at: now, what, by, ...(note && { note }) } });
    switch (action.do) {
      case 'queue': {
        const won = await change({ state: 'queued', reason: action.reason, due: 0, call: 'due', silence: 'silent' }, 'queued', action.reason);
        const births = new Map(group.map(({ step, stay }) => [step._id, stay.birthDate]));
        const mine = won === ids.length ? group.map(({ step }) => ({ ...step, state: 'queued' as const, reason: action.reason })) : (await steps.getMany(ids)).filter((step) => step.runId === runId && step.state === 'queued');
        if (mine.length > 0) await ending.writeCalls(mine, (step) => births.get(step._id) ?? '', now);
        report.queued += won;
        return;
      }
      case 'close':
        report.closed += await change({ state: 'closed', reason: action.reason, due: 0, silence: action.reason === 'silent' ? 'silent' : 'none' }, 'closed', action.reason);
        return;
      case 'hold':
        report.postponed += await change({ state: 'held', reason: action.reason, heldFrom: state, heldReason: '', due: 0 }, 'held', action.reason);
        return;
      case 'remind':
        // The notice first: its id makes it the only one, and the outbox looks at the step again before it sends.
        await notices.enqueue(group.map(({ step }) => notice('remind', step, now)), now);
        report.reminded += await change({ reminders: 1, due: action.due, deadlineAt: action.deadlineAt, deadlineDay: dayOf(action.deadlineAt) }, 'reminded');
        return;
      case 'invite': {
        const absorb = group.flatMap((one) => (one.action.do === 'invite' ? one.action.absorb.filter(isOpen) : []));
        if (absorb.length > 0) await ending.close(absorb, 'absorbed', now, by);
        await notices.enqueue(group.map(({ step }) => notice('invite', step, now)), now);
        const { remindAt, deadlineAt, due } = action;
        report.invited += await change({ state: 'invited', invitedAt: now, remindAt, deadlineAt, deadlineDay: dayOf(deadlineAt), due }, 'invited');
        return;
      }
      case 'wait': {
        const dates = state === 'invited' ? { remindAt: action.remindAt, deadlineAt: action.deadlineAt, deadlineDay: dayOf(action.deadlineAt) } : {};
        report.postponed += await steps.change({ ids, states: [state], dueBy: now }, { set: { due: action.due, ...dates } });
      }
    }
  }

  /** A batch that fails is halved until the bad record stands alone, is reported and put aside. When nothing works any more, the run ends and the next goes on. */
  async function survive<T extends { _id: string } | Decided>(items: readonly T[], work: (part: readonly T[]) => Promise<void>, report: TickReport, aside?: (item: T) => Promise<void>): Promise<void> {
    let failures = 0;
    const run = async (part: readonly T[]): Promise<void> => {
      if (part.length === 0) return;
      try {
        await work(part);
      } catch (error) {
        failures += 1;
        if (failures > 24) throw error;
        if (part.length > 1) {
          const middle = Math.ceil(part.length / 2);
          await run(part.slice(0, middle));
          await run(part.slice(middle));
          return;
        }
        const [bad] = part;
        ports.report({ what: 'bad_record', id: bad && ('step' in bad ? bad.step._id : bad._id), error });
        report.bad += 1;
        if (bad && aside) await aside(bad).catch((defect: unknown) => ports.report({ what: 'cannot_put_aside', error: defect }));
      }
    };
    await run(items);
  }
}

const notice = (kind: 'invite' | 'remind', { _id, round, purpose, encounterId, patientId }: Step, now: number) => ({ kind, purpose, stepId: _id, round, encounterId, patientId, due: now });
