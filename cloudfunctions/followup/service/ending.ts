/**
 * Everything that ends or pauses a step from outside: the patient's own act, what a nurse learned, what the register or a consent says. The conditional update decides; then the
 * calls and messages of the step are taken back. A step whose others were not told yet carries `call: ending`, and the timer tells them again.
 */
import { isElderly } from '../../call/rules/number';
import { minute } from '../../kit/calendar';
import { byId } from '../../kit/database';
import type { Step, StepReason, StepState } from '../contract';
import { openStates } from '../rules/next';
import { callIdOf } from '../rules/plan';
import type { FollowupService, NewCall, Ports, StepChange } from '../service';
import { page, unique } from './facts';

export interface Ending extends Pick<FollowupService, 'started' | 'answered' | 'settleCall' | 'stop' | 'suspend' | 'resume' | 'noChannel' | 'sent'> {
  /** Closes these, as far as they still stand as given. Returns how many. */
  close(steps: readonly Step[], reason: StepReason, now: number, by: string): Promise<number>;
  /** A person must decide first: whatever went out stays, nothing more does. */
  hold(step: Step, reason: 'awaiting_clearance', now: number, by: string): Promise<void>;
  /** Writes the calls of queued steps and notes that they exist. Safe to repeat. */
  makeCalls(steps: readonly Step[], now: number): Promise<void>;
  /** The same for at most a page whose people are known. */
  writeCalls(steps: readonly Step[], birthDateOf: (step: Step) => string, now: number): Promise<void>;
  /** Takes back the calls and messages of ended steps. Safe to repeat. */
  finish(steps: readonly Pick<Step, '_id' | 'state' | 'reason'>[], now: number): Promise<void>;
}

/** An answer that comes after one of these ends still counts: the sheet is there, and the funnel says what is true. */
const lateAnswer: readonly StepReason[] = ['silent', 'no_channel', 'lost_no_answer', 'lost_wrong_number', 'not_attempted_capacity', 'absorbed', 'too_late', 'no_contact', 'readmitted'];
/** An invitation taken by the carrier this long after it was written moves the dates of the step. */
const lateSending = 15 * minute;

export function createEnding(ports: Ports): Ending {
  const { steps, calls, notices } = ports;

  /** Reads, decides and changes one step; begins again when it moved meanwhile. Null when there was nothing to do. */
  async function transition(id: string, decide: (step: Step) => StepChange | undefined): Promise<Step | null> {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const step = await steps.get(id);
      const change = step && decide(step);
      if (!change) return null;
      if (await steps.change({ ids: [id], states: [step.state], reason: step.reason }, change)) return { ...step, ...change.set, round: step.round + (change.again ? 1 : 0) };
    }
    throw new Error(`the step ${id} moves too fast`);
  }

  async function makeCalls(queued: readonly Step[], now: number): Promise<void> {
    for (let i = 0; i < queued.length; i += page) {
      const part = queued.slice(i, i + page);
      const people = byId(await ports.patients.getMany(unique(part.map((step) => step.patientId))));
      await writeCalls(part, (step) => people.get(step.patientId)?.birthDate ?? '', now);
    }
  }
  const writeCalls = async (part: readonly Step[], birthDateOf: (step: Step) => string, now: number): Promise<void> => {
    const ids = part.map((step) => step._id);
    await calls.queue(part.map((step) => newCall(step, birthDateOf(step))), now);
    if ((await steps.change({ ids, states: ['queued'], call: 'due' }, { set: { call: 'made' } })) === ids.length) return;
    // Some were answered or stopped between the two writes: whoever ended them could not see the call yet.
    const over = (await steps.getMany(ids)).filter((step) => step.state !== 'queued');
    if (over.length > 0) await finish(over, now);
  };

  async function finish(ended: readonly Pick<Step, '_id' | 'state' | 'reason'>[], now: number): Promise<void> {
    const groups = new Map<string, string[]>();
    for (const step of ended) {
      const reason = step.state === 'closed' || step.state === 'held' ? step.reason : step.state;
      groups.set(reason, [...(groups.get(reason) ?? []), step._id]);
    }
    for (const [reason, ids] of groups) {
      // Neither waits for the other: the patient who just answered waits for both.
      await Promise.all([calls.withdraw(ids, reason, now), notices.cancel(ids, reason, now)]);
      await steps.change({ ids, states: ['answered', 'reached', 'closed', 'held'], call: 'ending' }, { set: { call: 'none' } });
    }
  }

  async function close(given: readonly Step[], reason: StepReason, now: number, by: string): Promise<number> {
    let count = 0;
    for (const state of unique(given.map((step) => step.state))) {
      const ids = given.filter((step) => step.state === state).map((step) => step._id);
      count += await steps.change({ ids, states: [state] }, ended(reason, now, by));
    }
    await finishEnding({ ids: given.map((step) => step._id) }, now);
    return count;
  }

  const finishEnding = async (which: { ids: readonly string[] } | { patientId: string } | { encounterId: string }, now: number): Promise<void> => {
    const left = await steps.find({ ...which, states: ['answered', 'reached', 'closed', 'held'], call: 'ending' }, page);
    if (left.length > 0) await finish(left, now);
  };

  const ending: Ending = {
    makeCalls, writeCalls, finish, close,

    async hold(step, reason, now, by) {
      await steps.change({ ids: [step._id], states: [step.state] }, { set: { state: 'held', reason, heldFrom: 'planned', due: 0, call: 'ending', updatedAt: now }, event: { at: now, what: 'held', by, note: reason } });
      await finishEnding({ ids: [step._id] }, now);
    },

    async started(stepId, now) {
      await transition(stepId, (step) => (step.startedAt > 0 ? undefined : { set: { startedAt: now, updatedAt: now }, event: { at: now, what: 'started', by: 'survey' } }));
    },

    async answered(stepId, { by, mode }, now) {
      await transition(stepId, (step) => {
        const counts = openStates.some((state) => state === step.state) || (step.state === 'closed' && lateAnswer.includes(step.reason));
        if (!counts) return undefined;
        const silence = step.silence === 'open' ? 'answered' : step.silence;
        return { set: { state: 'answered', reason: '', due: 0, call: 'ending', silence, answeredAt: now, updatedAt: now }, event: { at: now, what: 'answered', by, note: mode } };
      });
      // Also when somebody else was faster, or this is the second telling: the others may not know yet.
      await finishEnding({ ids: [stepId] }, now);
    },

    async settleCall(stepId, outcome, now, by) {
      await transition(stepId, (step) => {
        if (step.state !== 'queued' && step.state !== 'invited') return undefined;
        const state: StepState = outcome === 'reached' ? 'reached' : 'closed';
        const reason: StepReason = outcome === 'reached' ? '' : outcome;
        return { set: { state, reason, due: 0, call: 'ending', updatedAt: now }, event: { at: now, what: state, by, note: outcome } };
      });
      await finishEnding({ ids: [stepId] }, now);
    },

    async stop(target, reason, scope, now, by) {
      await steps.change({ ...target, states: openStates, ...(scope === 'survey' && { purpose: 'survey' }) }, ended(reason, now, by));
      if (reason === 'deceased' || reason === 'readmitted' || reason === 'cancelled') await calls.withdrawAll(target, reason, now);
      await finishEnding(target, now);
    },

    async suspend(patientId, reason, now, by) {
      const open = await steps.find({ patientId, states: openStates }, page);
      for (const found of open) {
        await transition(found._id, (step) => {
          if (!openStates.some((state) => state === step.state) || step.reason === reason) return undefined;
          const set = { state: 'held', reason, heldFrom: step.state, heldReason: step.reason, due: 0, call: 'ending', updatedAt: now } as const;
          return { set, event: { at: now, what: 'held', by, note: reason } };
        });
      }
      await calls.withdrawAll({ patientId }, reason, now);
      await finishEnding({ patientId }, now);
    },

    async resume(patientId, now, by) {
      const queued: Step[] = [];
      for (const found of await steps.find({ patientId, states: ['held'], reason: 'death_unconfirmed' }, page)) {
        const step = await transition(found._id, (held) => {
          if (held.state !== 'held' || held.reason !== 'death_unconfirmed') return undefined;
          const state = held.heldFrom || 'planned';
          const set = {
            state, reason: held.heldReason, heldFrom: state === 'held' ? 'planned' : '', heldReason: '', updatedAt: now,
            // The timer looks at once and finds the right date by itself.
            due: state === 'planned' || state === 'invited' ? now : 0, call: state === 'queued' ? 'due' : 'none',
          } as const;
          return { set, event: { at: now, what: 'resumed', by } };
        });
        if (step?.state === 'queued') queued.push(step);
      }
      await makeCalls(queued, now);
      // Told or confirmed again in the same moment: that one came too early to see these steps.
      const [patient] = await ports.patients.getMany([patientId]);
      if (patient?.death === 'told') await ending.suspend(patientId, 'death_unconfirmed', now, by);
      if (patient?.death === 'confirmed') await ending.stop({ patientId }, 'deceased', 'all', now, by);
    },

    async noChannel(stepIds, now) {
      const unsent = (await steps.getMany(stepIds)).filter((step) => step.state === 'invited' && step.sentAt === 0);
      for (const escalates of [true, false]) {
        const ids = unsent.filter((step) => step.escalates === escalates).map((step) => step._id);
        const state = escalates ? 'queued' : 'closed';
        const set = { state, reason: 'no_channel', due: 0, silence: 'silent', call: escalates ? 'due' : 'none', updatedAt: now } as const;
        await steps.change({ ids, states: ['invited'], unsentSince: now + 1 }, { set, event: { at: now, what: state, by: 'notice', note: 'no_channel' } });
        if (escalates && ids.length > 0) await makeCalls((await steps.getMany(ids)).filter((step) => step.state === 'queued' && step.call === 'due'), now);
      }
    },

    async sent(stepIds, channel, at) {
      const states: StepState[] = ['invited', 'held', 'queued', 'answered', 'reached', 'closed'];
      // Much later than it was written: the timer finds the new dates.
      await steps.change({ ids: stepIds, states: ['invited'], unsentSince: at - lateSending }, { set: { sentAt: at, channel, due: at, updatedAt: at }, event: { at, what: 'sent', by: 'notice', note: channel } });
      await steps.change({ ids: stepIds, states, unsentSince: at + 1 }, { set: { sentAt: at, channel, updatedAt: at }, event: { at, what: 'sent', by: 'notice', note: channel } });
    },
  };
  return ending;
}

const ended = (reason: StepReason, now: number, by: string): StepChange =>
  ({ set: { state: 'closed', reason, heldFrom: '', heldReason: '', due: 0, call: 'ending', updatedAt: now }, event: { at: now, what: 'closed', by, note: reason } });

/** Silence is rung by the third day; later ones by the day they were queued. */
export function newCall(step: Step, birthDate: string): NewCall {
  const { encounterId, patientId, departmentCode, dischargeDay, purpose, reason, urgent } = step;
  const promised = step.dischargeAt + 72 * 60 * minute;
  return {
    _id: callIdOf(step), kind: 'followup', stepId: step._id, encounterId, patientId, departmentCode, dischargeDay, purpose, reason, urgent,
    elderly: isElderly(birthDate, dischargeDay),
    dueAt: Math.max(promised, step.deadlineAt),
  };
}
