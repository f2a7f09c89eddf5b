/** What became of a call: recorded once, carried out, and where nothing irreversible happened taken back within five minutes. */
import { dayOf, dayPartOf } from '../../kit/calendar';
import type { Staff } from '../../kit/caller';
import { AppError, invalid } from '../../kit/errors';
import type { z } from '../../kit/contract';
import type { CallApi, Claim, Consequence, Outcome } from '../contract';
import { acknowledgeWithin, topLevel } from '../rules/duty';
import type { Attempt } from '../rules/facts';
import { callBackProblem, consequenceOf, keptFor, mayUndo, outcomesOf, priorities, undoFor, type OutcomeFacts } from '../rules/outcome';
import { rungWithin } from '../service';
import { draftOf, type CallChange, type CallRecord, type Loaded, type Settlement } from '../store/record';
import { callFacts, handled, lease, patientFacts, type DeskPorts } from './desk';
import { openAttempt } from './dial';
import { carryOut, endedWith, settleSoon } from './settle';

type Api = CallApi['operations'];
type In = z.output<Api['outcome']['input']>;
type Out = z.input<Api['outcome']['output']>;

const repeated = (call: CallRecord): Out | null => (call.spent.consequence ? { state: call.state, consequence: call.spent.consequence, undoUntil: call.undoUntil, withdrawnReason: call.withdrawnReason } : null);

/** The nurse's word; a second click is the same outcome. On a call withdrawn meanwhile what must be known still acts. */
export async function recordOutcome(ports: DeskPorts, staff: Staff, input: In, now: number): Promise<Out> {
  for (;;) {
    const call = await handled(ports, staff, input.callId);
    if (call.spent.token === input.claimToken && call.spent.outcome === input.outcome) {
      const again = repeated(call);
      if (again) return again;
    }
    if (call.claimToken !== input.claimToken || (call.claimedBy && call.claimedBy !== staff.staffId)) throw new AppError('LEASE_LOST', 'somebody else may have this call', { reason: call.spent.token === input.claimToken ? 'closed' : 'claimed' });
    if (!outcomesOf(call.kind).includes(input.outcome)) throw invalid('outcome', 'option');
    const [loaded] = await ports.store.load([call]);
    const { change, consequence } = decide(call, loaded!, staff, input, now);
    const changed = await ports.store.change(call, change);
    if (!changed) continue;
    await carryOut(ports, changed, now);
    await ports.store.unlock(call._id, staff.staffId, now);
    return { state: changed.state, consequence, undoUntil: changed.undoUntil, withdrawnReason: changed.withdrawnReason };
  }
}

function decide(call: CallRecord, loaded: Loaded, staff: Staff, input: In, now: number): { change: CallChange; consequence: Consequence } {
  if (!loaded.patient) throw new AppError('GONE', 'no such patient', { reason: 'closed' });
  const open = openAttempt(call, staff.staffId);
  const facts: OutcomeFacts = {
    call: callFacts(call), patient: patientFacts(loaded.patient, now), sensitive: loaded.encounter?.sensitive ?? true, open,
    complete: draftOf(loaded.response).state === 'submitted', noted: input.note !== '',
  };
  const timed = input.outcome === 'call_back' || ((input.outcome === 'inconvenient' || input.outcome === 'cut_off') && input.at !== undefined);
  const problem = timed ? callBackProblem(input.at, call.kind, now) : '';
  if (problem) throw invalid('at', problem);
  const consequence = consequenceOf(facts, input.outcome, now, timed ? input.at : undefined);
  // A call that was withdrawn meanwhile takes the words as they are: nothing is lost because the patient was faster.
  if (!consequence.available && call.state !== 'withdrawn') throw invalid(consequence.why === 'note_required' ? 'note' : 'outcome', consequence.why === 'note_required' ? 'required' : consequence.why);

  const event = { at: now, by: staff.staffId, what: `outcome:${input.outcome}`, ...(input.tags.length > 0 && { note: input.tags.join(',') }) };
  const base: CallChange = {
    ...attemptsAfter(call, open, staff, input, now), spent: { token: input.claimToken, outcome: input.outcome, consequence }, claimToken: '', claimedBy: '', claimedName: '', leaseUntil: 0, owner: '',
    keptFor: '', keptName: '', keptUntil: 0, doneBy: staff.staffId, doneAt: now, updatedAt: now, event,
  };
  const hash = open?.phoneHash ?? '';
  const after = call.state === 'withdrawn' ? late(call, consequence, staff, hash, now) : effect(call, consequence, staff, hash, now);
  return { change: { ...base, ...after, ...(call.endsWhenLeft && after.state === 'waiting' && (consequence.key === 'ring_at' ? { endsWhenLeft: '' } : endedWith(call.endsWhenLeft))) }, consequence };
}

/** The last dial of this claim gets its outcome; news that came without a dial leaves a line of its own, without a number, so that it counts as no attempt on any phone. */
function attemptsAfter(call: CallRecord, open: Attempt | null, staff: Staff, input: In, now: number): CallChange {
  if (open) return { attempts: [...call.attempts.slice(0, -1), { ...open, outcome: input.outcome, note: input.note }] };
  const line: Attempt = { at: now, by: staff.staffId, byName: staff.name, to: 'patient', phoneHash: '', outcome: input.outcome, day: dayOf(now), dayPart: dayPartOf(now), note: input.note };
  return { attempts: [...call.attempts, line] };
}

const endings: Partial<Record<Consequence['key'], Settlement>> = {
  completed: 'completed', lost_no_answer: 'lost_no_answer', lost_wrong_number: 'lost_wrong_number', stop_satisfaction: 'stop_satisfaction', stop_everything: 'stop_everything', closed_by_capacity: 'closed_by_capacity',
};
const outcomeWords: Partial<Record<Consequence['key'], string>> = { lost_no_answer: 'lost_no_answer', lost_wrong_number: 'lost_wrong_number', closed_by_capacity: 'not_attempted_capacity' };

function effect(call: CallRecord, consequence: Consequence, staff: Staff, hash: string, now: number): CallChange {
  const settle = (kind: Settlement): CallChange => settleSoon(kind, staff.staffId, hash, now);
  const kept = { priority: call.priority, notBefore: call.notBefore, callBackAt: call.callBackAt, keptFor: call.keptFor, keptName: call.keptName, keptUntil: call.keptUntil };
  const undo: CallChange = mayUndo(consequence.key) ? { undoBy: staff.staffId, undoUntil: now + undoFor, undo: kept } : { undoBy: '', undoUntil: 0 };
  const again = (priority: number, notBefore: number, callBackAt = 0): CallChange => ({
    state: 'waiting', open: 1, priority, notBefore, callBackAt, ...undo, ...(call.kind === 'redflag' && { ackDue: notBefore + rungWithin }),
  });
  const due = Math.min(call.basePriority, priorities.due);
  switch (consequence.key) {
    case 'ring_again': return again(call.basePriority, consequence.at);
    case 'ring_soon': return again(due, consequence.at);
    case 'ring_at': return { ...again(due, consequence.at, consequence.at), owner: staff.staffId, keptFor: staff.staffId, keptName: staff.name, keptUntil: consequence.at + keptFor };
    case 'number_wrong_contact_next':
    case 'number_wrong_patient_next': return { ...again(call.priority, now), ...settle('wrong_number') };
    case 'goes_up': return {
      ...again(call.priority, Math.max(now, consequence.at)), ...settle('goes_up'), settleHash: consequence.outcome === 'wrong_number' ? hash : '',
      ackBy: '', ackName: '', ackAt: 0, ackDue: now + acknowledgeWithin, ackLevel: Math.min(topLevel, call.ackLevel + 1), alerts: call.alerts + 1,
    };
    // Known to be dead, until a second person says so: withdrawn, and back in the list if it was a mistake.
    case 'stop_everything': return { state: 'withdrawn', withdrawnReason: 'death_unconfirmed', open: 0, outcome: 'deceased', ackDue: 0, ...undo, ...settle('stop_everything') };
    default: {
      const ending = endings[consequence.key];
      return { state: 'done', open: 0, outcome: outcomeWords[consequence.key] ?? consequence.outcome, callBackAt: 0, ackDue: 0, ...undo, ...(ending && settle(ending)) };
    }
  }
}

/** On a withdrawn call only what must be known still acts; a questionnaire finished on the phone counts as reached. */
function late(call: CallRecord, consequence: Consequence, staff: Staff, hash: string, now: number): CallChange {
  const acts: Partial<Record<Outcome, Settlement>> = { deceased: 'stop_everything', refused: 'stop_satisfaction', wrong_number: 'wrong_number', ...(call.withdrawnReason === 'answered' && { reached: 'completed' }) };
  const settle = acts[consequence.outcome];
  return { outcome: consequence.outcome, undoBy: '', undoUntil: 0, ...(settle && settleSoon(settle, staff.staffId, hash, now)) };
}

/** Only the last outcome, only by who said it, only while the call still waits as it left it. */
export async function undoOutcome(ports: DeskPorts, staff: Staff, callId: string, now: number): Promise<Claim> {
  const call = await handled(ports, staff, callId);
  if (call.undoBy !== staff.staffId || now > call.undoUntil) throw new AppError('GONE', 'too late to take back', { reason: 'closed' });
  if (call.state !== 'waiting') throw new AppError('CONFLICT', 'somebody went on with it', { reason: call.state === 'claimed' ? 'claimed' : call.withdrawnReason || 'closed' });
  const claimToken = ports.newToken();
  const last = call.attempts.at(-1);
  const attempts = !last ? [] : last.phoneHash === '' ? call.attempts.slice(0, -1) : [...call.attempts.slice(0, -1), { ...last, outcome: '' as const }];
  const changed = await ports.store.change(call, {
    ...call.undo, attempts, state: 'claimed', claimedBy: staff.staffId, claimedName: staff.name, owner: staff.staffId, claimToken, claimedAt: Math.min(now, attempts.at(-1)?.at ?? now), leaseUntil: now + lease,
    undoBy: '', undoUntil: 0, doneBy: '', doneAt: 0, spent: { token: '', outcome: '', consequence: null }, updatedAt: now, event: { at: now, by: staff.staffId, what: 'undone' },
  });
  if (!changed) throw new AppError('CONFLICT', 'somebody went on with it', { reason: 'claimed' });
  const hash = attempts.at(-1)?.phoneHash;
  if (hash) await ports.store.lock(hash, { callId, staffId: staff.staffId, name: staff.name, renew: true }, now + lease, now);
  return { callId, claimToken, leaseUntil: now + lease };
}
