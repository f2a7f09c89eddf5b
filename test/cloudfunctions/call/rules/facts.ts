/** Facts for the rules of calling, with one thing changed at a time. */
import { instantAt, dayOf, dayPartOf } from '../../../../cloudfunctions/kit/calendar';
import type { Attempt, CallFacts, PatientFacts, RingFacts } from '../../../../cloudfunctions/call/rules/facts';
import type { Outcome } from '../../../../cloudfunctions/call/contract';

/** Saturday 21 November 2026, an ordinary weekend: calls go out all the same. */
export const at = (time: string, day = '2026-11-21'): number => instantAt(day, time);

export const attempt = (when: number, outcome: Outcome | '' = 'no_answer', more: Partial<Attempt> = {}): Attempt =>
  ({ at: when, by: 'staff:1', byName: '王护士', to: 'patient', phoneHash: 'own', outcome, day: dayOf(when), dayPart: dayPartOf(when), note: '', ...more });

export const call = (more: Partial<CallFacts> = {}): CallFacts => ({
  callId: 'call:followup:a', kind: 'followup', state: 'waiting', priority: 30, basePriority: 30, notBefore: 0, callBackAt: 0, claimedBy: '', claimedName: '', leaseUntil: 0,
  keptFor: '', keptName: '', keptUntil: 0, elderly: false, attempts: [], ackBy: '', withdrawnReason: '', ...more,
});
export const patient = (more: Partial<PatientFacts> = {}): PatientFacts => ({
  death: 'no', noContact: false, noVoice: false, phoneInvalid: false, contactInvalid: false, phoneHash: 'own', contactPhoneHash: 'kin', allowFamilySensitive: false, age: 60, ...more,
});
export const facts = (more: Partial<RingFacts> = {}): RingFacts => ({ call: call(), patient: patient(), sensitive: false, step: { state: 'queued', reason: 'silent' }, draft: { state: '', touchedAt: 0 }, phones: {}, ...more });
export const me = { staffId: 'staff:1', onDuty: false };
