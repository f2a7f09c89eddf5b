/** Everything a nurse needs beside the questionnaire, on one page: who, stay, medicines, numbers, what went out and came back, the script, what each outcome does. */
import { ageOn, dayOf, daysBetween } from '../../kit/calendar';
import type { Staff } from '../../kit/caller';
import { maskName, maskPhone } from '../../kit/mask';
import type { z } from '../../kit/contract';
import type { CallApi, CardNumber } from '../contract';
import { scriptOf } from '../rules/script';
import { onDuty } from '../rules/duty';
import type { PhoneFacts } from '../rules/facts';
import { numbersOf, type NumberChoice } from '../rules/number';
import { consequencesOf } from '../rules/outcome';
import { mayRing } from '../rules/ring';
import { draftOf, type CallRecord, type Loaded } from '../store/record';
import { askerOf, callFacts, flagsOf, hashesOf, patientFacts, ringFacts, visible, type DeskPorts } from './desk';
import { openAttempt } from './dial';

type Out = z.input<CallApi['operations']['card']['output']>;

/** For who may handle it; the name in full only for who has claimed it. */
export async function readCard(ports: DeskPorts, staff: Staff, callId: string, now: number): Promise<Out> {
  const call = await visible(ports, staff, callId);
  const [[loaded], asker, duties, hospital, departments, notices] = await Promise.all([
    ports.store.load([call]), askerOf(ports, staff, now), ports.store.duties(), ports.hospital(), ports.wardPhones(), ports.noticesOf(call.stepId),
  ]);
  const { patient, encounter, step, response } = loaded!;
  const [phones, mayHear] = await Promise.all([
    ports.store.phones(hashesOf([loaded!])),
    patient?.contactPhoneHash ? ports.mayHear(patient._id, patient.contactPhoneHash) : false,
  ]);
  const facts = ringFacts(call, loaded!, phones, now);
  const { ring, to } = mayRing(facts, asker, now);
  const mine = call.claimedBy === staff.staffId && call.leaseUntil > now;
  const age = patient?.birthDate ? ageOn(patient.birthDate, dayOf(now)) : null;
  const wardPhone = departments.get(call.departmentCode) ?? '';
  const open = openAttempt(call, staff.staffId);
  const draft = draftOf(response);
  const complete = draft.state === 'submitted';
  return {
    callId: call._id, kind: call.kind, state: call.state === 'claimed' && call.leaseUntil <= now ? 'waiting' : call.state, stepId: call.stepId, encounterId: call.encounterId, patientId: call.patientId, purpose: call.purpose, asks: step !== null,
    reason: call.reason, items: call.items, level: call.level || null, priority: call.priority,
    mine, claimedBy: call.leaseUntil > now ? call.claimedName : '', leaseUntil: call.leaseUntil,
    name: mine ? patient?.name ?? '' : maskName(patient?.name ?? ''), sex: patient?.sex ?? 'unknown', age,
    departmentCode: call.departmentCode, departmentName: encounter?.departmentName ?? '', ward: encounter?.ward ?? '', bed: encounter?.bed ?? '', attending: encounter?.attending ?? '', nurse: encounter?.nurse ?? '',
    admitAt: encounter?.admitAt || null, dischargeAt: encounter?.dischargeAt ?? 0, dischargeDay: call.dischargeDay, dayN: call.dischargeDay ? daysBetween(call.dischargeDay, dayOf(now)) : 0, way: encounter?.way ?? '',
    dx: encounter?.dx ?? '', dxOther: encounter?.dxOther.join('；') ?? '', operation: encounter?.operation ?? '', allergy: encounter?.allergy ?? '',
    medications: encounter?.medications ?? '', instruction: encounter?.instruction ?? '', revisitDay: encounter?.revisitDay ?? null,
    tags: patient?.tags ?? [], flags: flagsOf(call, loaded!, age),
    numbers: patient ? numbersOf(patientFacts(patient, now), encounter?.sensitive ?? true, call.kind).filter((n) => n.why !== 'none').map((n) => numberRow(ports.openNumber, n, loaded!, phones[n.hash], mine, mayHear, now)) : [],
    preferred: to, ring,
    draft: { answered: Object.values(response?.items ?? {}).filter(({ hand, was }) => hand !== 'nurse' || was.some((before) => before.hand !== 'nurse')).length, touchedAt: draft.touchedAt, state: draft.state },
    attempts: call.attempts.map(({ at, byName, to: whose, outcome, note }) => ({ at, by: byName, to: whose, outcome, note })),
    timeline: timeline(call, step?.history ?? [], notices),
    consequences: patient ? consequencesOf({ call: callFacts(call), patient: facts.patient!, sensitive: facts.sensitive, open, complete, noted: true }, now) : [],
    ackBy: call.ackName, ackAt: call.ackAt, ackDue: call.ackAt > 0 ? 0 : call.ackDue, ackLevel: call.ackLevel,
    undoUntil: call.undoBy === staff.staffId && call.undoUntil > now && call.state === 'waiting' ? call.undoUntil : 0,
    endsWhenLeft: Boolean(call.endsWhenLeft), hospital: hospital.name, dutyPhone: onDuty(duties.flatMap((d) => d.duty ?? []), wardPhone, now).phone || hospital.phone, wardPhone, agent: staff.name, script: scriptOf(call, step !== null),
  };
}

function numberRow(open: DeskPorts['openNumber'], choice: NumberChoice, { patient }: Loaded, phone: PhoneFacts | undefined, mine: boolean, mayHear: boolean, now: number): CardNumber {
  const own = choice.to === 'patient';
  const sealed = own ? patient?.phoneSealed : patient?.contactPhoneSealed;
  const today = (phone?.times ?? []).filter((t) => dayOf(t.at) === dayOf(now));
  const name = own ? patient?.name ?? '' : patient?.contactName ?? '';
  return {
    to: choice.to, masked: sealed ? maskPhone(open(sealed, own ? 'phone' : 'contactPhone')) : '', relation: own ? 'self' : patient?.contactRelation ?? 'other', name: mine ? name : maskName(name),
    usable: choice.why === '', why: choice.why, mayHear: own ? !(patient?.unaware ?? false) : mayHear, today: today.length, lastAt: today.at(-1)?.at ?? 0,
  };
}

/** Step, messages and calls in one order; stable keys, no texts. */
function timeline(call: CallRecord, steps: readonly { at: number; what: string; by: string }[], notices: readonly { at: number; what: string; channel: string }[]): Out['timeline'] {
  return [
    ...steps.map(({ at, what }) => ({ at, what: `step:${what}`, by: '', channel: '' })),
    ...notices.map(({ at, what, channel }) => ({ at, what: `notice:${what}`, by: '', channel })),
    ...call.attempts.map(({ at, byName, outcome }) => ({ at, what: `call:${outcome || 'dialled'}`, by: byName, channel: 'phone' })),
  ].sort((a, b) => a.at - b.at);
}
