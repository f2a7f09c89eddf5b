/** The point at which "may be rung" is decided: one snapshot of call, patient, step, answers and number; the attempt is counted in the same transaction. */
import { dayOf, dayPartOf } from '../../kit/calendar';
import type { Staff } from '../../kit/caller';
import { AppError, invalid } from '../../kit/errors';
import type { z } from '../../kit/contract';
import type { CallApi, NumberOf, RingWhy } from '../contract';
import type { Asker, Attempt } from '../rules/facts';
import { consequencesOf } from '../rules/outcome';
import { mayRing } from '../rules/ring';
import { rungWithin } from '../service';
import { draftOf, type CallChange, type CallRecord, type DialDecision, type DialSnapshot, type EncounterRecord, type PatientRecord } from '../store/record';
import { askerOf, callFacts, handled, lease, patientFacts, ringFacts, type DeskPorts } from './desk';
import { carryOut, settleSoon } from './settle';

type Api = CallApi['operations'];
type In = z.output<Api['dial']['input']>;

/** A double click or a repeated request within this time is the same dial. */
const sameDial = 10_000;

const isOver: readonly RingWhy[] = ['closed', 'answered', 'deceased', 'suspended'];
/** Time cures NOT_NOW, a colleague CONFLICT, nothing GONE. */
function refusal(ring: { why: RingWhy; from: number }): AppError {
  if (isOver.includes(ring.why)) return new AppError('GONE', 'not to be rung any more', { reason: ring.why });
  if (ring.why === 'claimed') return new AppError('LEASE_LOST', 'somebody else has this call', { reason: 'claimed' });
  if (ring.from > 0) return new AppError('NOT_NOW', 'not now', { reason: ring.why, retryAt: ring.from });
  return new AppError('CONFLICT', 'cannot be rung', { reason: ring.why });
}

/** The claim is mine; a lease that ran out still counts while nobody else has taken the call. */
export function assertMine(call: CallRecord | null, staff: Staff, claimToken: string): asserts call is CallRecord {
  if (!call || call.claimToken !== claimToken) throw new AppError('LEASE_LOST', 'somebody else may have this call', { reason: call?.claimedBy ? 'claimed' : 'closed' });
  if (call.state === 'withdrawn') throw new AppError('GONE', 'withdrawn', { reason: call.withdrawnReason });
  if (call.state === 'done') throw new AppError('GONE', 'over', { reason: 'closed' });
  if (call.claimedBy && call.claimedBy !== staff.staffId) throw new AppError('LEASE_LOST', 'somebody else has this call', { reason: 'claimed' });
}

interface Dialled { call: CallRecord; patient: PatientRecord; attempt: Attempt; complete: boolean; wrong: boolean }

/** Dialled in this claim by me and not yet settled. */
export const openAttempt = (call: CallRecord, staffId: string): Attempt | null => {
  const last = call.attempts.at(-1);
  return last && last.outcome === '' && last.by === staffId && last.at >= call.claimedAt ? last : null;
};

function decide(snapshot: DialSnapshot, encounter: EncounterRecord | null, staff: Staff, asker: Asker, input: In, now: number): DialDecision<Dialled> {
  const { call, patient, response } = snapshot;
  assertMine(call, staff, input.claimToken);
  const hash = input.to === 'patient' ? patient?.phoneHash ?? '' : patient?.contactPhoneHash ?? '';
  const facts = ringFacts(call, { patient, encounter, step: snapshot.step, response }, snapshot.phone ? { [hash]: snapshot.phone } : {}, now);
  const open = openAttempt(call, staff.staffId);
  const complete = draftOf(response).state === 'submitted';
  const { ring, to } = mayRing({ ...facts, call: { ...facts.call, claimedBy: staff.staffId } }, asker, now, input.to);
  // The same dial again gives the same answer, unless the patient has answered or died in these seconds.
  if (open && open.to === input.to && open.at > now - sameDial && patient && (ring.can || !isOver.includes(ring.why))) return { write: null, result: { call, patient, attempt: open, complete, wrong: false } };
  if (open && !input.previous && (ring.can || !isOver.includes(ring.why))) throw invalid('previous', 'required');
  if (!ring.can || !to || !patient) throw refusal(ring);

  const attempt: Attempt = { at: now, by: staff.staffId, byName: staff.name, to, phoneHash: hash, outcome: '', day: dayOf(now), dayPart: dayPartOf(now), note: '' };
  const before = open && input.previous ? [...call.attempts.slice(0, -1), { ...open, outcome: input.previous }] : call.attempts;
  const wrong = open !== null && input.previous === 'wrong_number';
  const change: CallChange = {
    attempts: [...before, attempt], attemptCount: call.attemptCount + 1, state: 'claimed', claimedBy: staff.staffId, claimedName: staff.name, owner: staff.staffId, leaseUntil: now + lease, updatedAt: now,
    ...(call.kind === 'redflag' && { ackDue: now + rungWithin }), ...(wrong && settleSoon('wrong_number', staff.staffId, open.phoneHash, now)),
    event: { at: now, by: staff.staffId, what: `dialled:${to}` },
  };
  return { write: { call: change, hash, staffId: staff.staffId, name: staff.name, until: now + lease, at: now }, result: { call: after(call, change), patient, attempt, complete, wrong } };
}

const after = (call: CallRecord, { event, ...change }: CallChange): CallRecord => ({ ...call, ...change, history: event ? [...call.history, event] : call.history, rev: call.rev + 1 });

/** The number in full, once, audited; or why not. */
export async function dial(ports: DeskPorts, staff: Staff, input: In, now: number): Promise<z.input<Api['dial']['output']>> {
  const known = await handled(ports, staff, input.callId);
  assertMine(known, staff, input.claimToken);
  const [encounter, asker] = await Promise.all([known.encounterId ? ports.store.encounter(known.encounterId) : null, askerOf(ports, staff, now)]);
  const hashOf = (patient: PatientRecord): string => (input.to === 'patient' ? patient.phoneHash : patient.contactPhoneHash);
  const { call, patient, attempt, complete, wrong } = await ports.store.dial({ callId: known._id, stepId: known.stepId, patientId: known.patientId }, hashOf, (snapshot) => decide(snapshot, encounter, staff, asker, input, now));
  if (wrong) await carryOut(ports, call, now);
  await ports.audit.record({ caller: staff, action: 'call.dial', subject: call._id, reason: attempt.to, now });
  const phone = numberOf(ports, patient, attempt.to);
  const facts = { call: callFacts(call), patient: patientFacts(patient, now), sensitive: encounter?.sensitive ?? true, open: attempt, complete, noted: true };
  return { phone, to: attempt.to, attempt: call.attemptCount, at: attempt.at, leaseUntil: call.leaseUntil, consequences: consequencesOf(facts, now) };
}

function numberOf(ports: DeskPorts, patient: PatientRecord, to: NumberOf): string {
  const sealed = to === 'patient' ? patient.phoneSealed : patient.contactPhoneSealed;
  if (!sealed) throw new AppError('CONFLICT', 'no number', { reason: 'no_number' });
  return ports.openNumber(sealed, to === 'patient' ? 'phone' : 'contactPhone');
}
