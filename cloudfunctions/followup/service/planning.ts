/** Steps of a stay: made when it is registered, brought up to date when it is corrected or cleared. */
import { byId } from '../../kit/database';
import type { Step } from '../contract';
import { stepsFor, type StayFacts } from '../rules/plan';
import { isOpen } from '../rules/next';
import type { Ports, Stay } from '../service';
import type { Ending } from './ending';
import { loadFacts, page, unique } from './facts';

export interface Planning {
  /** `bad` are stays that could not be planned; they stay due. */
  plan(encounterIds: readonly string[], now: number, by: string): Promise<{ planned: number; bad: number }>;
  planStays(stays: readonly Stay[], now: number, by: string): Promise<{ planned: number; bad: number }>;
  clear(encounterId: string, decision: 'invite' | 'suppress', now: number, by: string): Promise<void>;
}

/** Reasons that a correction of the register can undo. */
const reopenable: readonly Step['reason'][] = ['no_contact', 'cancelled', 'too_late', 'readmitted'];

export function createPlanning(ports: Ports, ending: Ending): Planning {
  const planStays = async (stays: readonly Stay[], now: number, by: string) => {
    const [facts, known] = await Promise.all([loadFacts(ports, stays, ['care', 'survey']), ports.steps.ofEncounters(stays.map((stay) => stay._id))]);
    const existing = new Map<string, Step[]>();
    for (const step of known) existing.set(step.encounterId, [...(existing.get(step.encounterId) ?? []), step]);
    const fresh: Step[] = [];
    const done: { stay: Stay; open: boolean }[] = [];
    const changed: { stay: StayFacts; wanted: Step[]; have: Step[] }[] = [];
    for (const stay of stays) {
      const fact = facts.get(stay._id);
      if (!fact) {
        ports.report({ what: 'stay_without_patient', id: stay._id });
        continue;
      }
      const wanted = stepsFor(fact, now);
      const have = existing.get(stay._id) ?? [];
      const ids = new Set(have.map((step) => step._id));
      fresh.push(...wanted.filter((step) => !ids.has(step._id)));
      if (have.length > 0) changed.push({ stay: fact, wanted, have });
      done.push({ stay, open: wanted.some(isOpen) });
    }
    // Corrections first: a step that is no longer wanted must not stand beside its successor.
    for (const { stay, wanted, have } of changed) await bringUpToDate(stay, wanted, have, now, by);
    for (let i = 0; i < fresh.length; i += page) await ports.steps.insertMissing(fresh.slice(i, i + page));
    for (const open of [true, false]) {
      const part = done.filter((row) => row.open === open).map((row) => row.stay);
      if (part.length > 0) await ports.stays.setPlanned(part, open ? 'planned' : 'none');
    }
    return { planned: done.length, bad: stays.length - done.length };
  };

  /** What the register now says of a stay that has steps already. Messages that went out and calls that were made stay as they are. */
  async function bringUpToDate(stay: StayFacts, wanted: readonly Step[], have: readonly Step[], now: number, by: string): Promise<void> {
    const target = byId(wanted);
    for (const step of have) {
      const next = target.get(step._id);
      const facts = { dischargeDay: stay.dischargeDay, dischargeAt: stay.dischargeAt, departmentCode: stay.departmentCode, patientId: stay.patientId };
      const moved = Object.entries(facts).some(([field, value]) => step[field as keyof typeof facts] !== value);
      const waiting = step.state === 'planned' || (step.state === 'held' && step.reason === 'awaiting_clearance');
      const revivable = step.state === 'closed' && reopenable.includes(step.reason) && next !== undefined && (next.state === 'planned' || next.state === 'held');
      if (next?.state === 'held' && next.reason === 'awaiting_clearance' && (step.state === 'invited' || step.state === 'queued')) {
        // Learnt after the invitation (a mother whose baby died): nobody writes or rings until a person has decided.
        await ending.hold(step, next.reason, now, by);
      } else if (next && (waiting || revivable) && differs(step, next)) {
        const { _id, history: _h, round: _r, createdAt: _c, ...set } = next;
        const what = revivable ? 'reopened' : next.state === 'closed' ? 'closed' : step.state === 'held' && next.state === 'planned' ? 'cleared' : 'replanned';
        await ports.steps.change({ ids: [_id], states: [step.state], reason: step.reason }, { set: { ...set, updatedAt: now }, event: { at: now, what, by, note: next.reason || next.plan }, again: revivable || step.invitedAt > 0 });
      } else if (!next && waiting) {
        // The stay got another plan, or may not be contacted any more (the first step says why).
        const barred = wanted[0]?.state === 'closed' ? wanted[0].reason : 'absorbed';
        await ending.close([step], barred, now, by);
      } else if (isOpen(step) && wanted[0]?.state === 'closed' && !reopenableLater(wanted[0].reason)) {
        await ending.close([step], wanted[0].reason, now, by);
      } else if (moved) {
        await ports.steps.change({ ids: [step._id], states: [step.state] }, { set: { ...facts, updatedAt: now } });
      }
    }
  }

  return {
    planStays,
    async plan(encounterIds, now, by) {
      let planned = 0;
      let bad = 0;
      const ids = unique(encounterIds);
      for (let i = 0; i < ids.length; i += page) {
        const result = await planStays(await ports.stays.getMany(ids.slice(i, i + page)), now, by);
        planned += result.planned;
        bad += result.bad;
      }
      return { planned, bad };
    },
    async clear(encounterId, decision, now, by) {
      const stays = await ports.stays.getMany([encounterId]);
      await planStays(stays.map((stay) => ({ ...stay, decision })), now, by);
    },
  };
}

/** A contact already under way is not ended because its numbers went missing or its day moved: the call centre still has it. */
const reopenableLater = (reason: Step['reason']): boolean => reason === 'no_contact' || reason === 'too_late';

const compared = ['state', 'reason', 'plan', 'planVersion', 'questionnaire', 'questionnaireVersion', 'urgent', 'escalates', 'dischargeAt', 'dischargeDay', 'departmentCode', 'patientId', 'latestAt', 'plannedDeadlineAt'] as const;
/** Invitation times alone do not count: they move with the hour in which somebody looks. */
const differs = (a: Step, b: Step): boolean => compared.some((field) => a[field] !== b[field]);
