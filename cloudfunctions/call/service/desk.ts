/** What every act at the nurse's desk needs: whose call it may be, the facts that the rules ask for, the ports. */
import { ageOn, callingHours, dayOf, within } from '../../kit/calendar';
import type { Staff } from '../../kit/caller';
import { inScope } from '../../kit/caller';
import { forbidden } from '../../kit/errors';
import type { Audit } from '../../kit/audit';
import type { Report } from '../../kit/timer';
import type { RowFlag, WorklistView } from '../contract';
import { guardianUntil } from '../rules/number';
import type { Asker, CallFacts, PatientFacts, PhoneFacts, RingFacts } from '../rules/facts';
import { isOnDuty, mayHandle, maySee, onDuty, wardKinds } from '../rules/duty';
import { priorities } from '../rules/outcome';
import type { CallPorts } from '../service';
import { draftOf, type CallRecord, type Candidate, type Loaded, type PatientRecord, type Scope } from '../store/record';

/** A call is held this long without a sign of life from the screen; the screen renews it every 30 s. */
export const lease = 120_000;
/** The lease is renewed when this much of it has passed: polls in between only read. */
export const renewAfter = 30_000;

/** Given by index.ts. */
export interface DeskPorts extends CallPorts {
  followups: {
    settleCall(stepId: string, outcome: 'reached' | 'lost_no_answer' | 'lost_wrong_number' | 'refused' | 'not_attempted_capacity', now: number, by: string): Promise<unknown>;
    stop(target: { patientId: string }, reason: 'refused', scope: 'survey', now: number, by: string): Promise<unknown>;
    suspend(patientId: string, reason: 'death_unconfirmed', now: number, by: string): Promise<unknown>;
  };
  patients: {
    markDeath(patientId: string, death: 'told', by: string, now: number): Promise<unknown>;
    /** Which of the two by the field's name; false when the number was corrected meanwhile. */
    markPhoneInvalid(patientId: string, which: 'phone' | 'contactPhone', phoneHash: string, by: string, now: number): Promise<unknown>;
  };
  /** What went out for this step, oldest first. */
  noticesOf(stepId: string): Promise<{ at: number; what: string; channel: string }[]>;
  /** The patient allows clinical facts to be told to the person with this number. */
  mayHear(patientId: string, phoneHash: string): Promise<boolean>;
  hospital(): Promise<{ name: string; phone: string }>;
  /** The wards' own lines, by department code. */
  wardPhones(): Promise<ReadonlyMap<string, string>>;
  audit: Pick<Audit, 'record'>;
  /** Opens a sealed number. */
  openNumber(sealed: string, field: 'phone' | 'contactPhone'): string;
  /** Unguessable, for claims. */
  newToken(): string;
  /** 0 ≤ n < 1, where among equals a claim starts. */
  random(): number;
  report: Report;
}

/** The register's record as the rules ask for it. */
export const patientFacts = (patient: PatientRecord, now: number): PatientFacts => ({
  death: patient.death, noContact: patient.noContact, noVoice: patient.noVoice, phoneInvalid: patient.phoneInvalid, contactInvalid: patient.contactInvalid,
  // A hash without a sealed number cannot be rung.
  phoneHash: patient.phoneSealed ? patient.phoneHash : '', contactPhoneHash: patient.contactPhoneSealed ? patient.contactPhoneHash : '',
  allowFamilySensitive: patient.allowFamilySensitive, age: patient.birthDate ? ageOn(patient.birthDate, dayOf(now)) : null,
});
/** A call as the rules ask for it. */
export const callFacts = (call: Candidate): CallFacts => ({ ...call, callId: call._id });

/** Over for everybody else: whoever had it in hand has let it go. */
const isLeft = (call: Candidate, now: number): boolean => Boolean(call.endsWhenLeft) && (call.state === 'waiting' || (call.state === 'claimed' && call.leaseUntil <= now));
/** An unknown stay counts as sensitive: rather one number less than one too many. */
export const ringFacts = (call: Candidate, loaded: Loaded, phones: Readonly<Record<string, PhoneFacts>>, now: number): RingFacts => ({
  call: { ...callFacts(call), ...(isLeft(call, now) && { state: 'withdrawn' as const, withdrawnReason: call.endsWhenLeft }) }, patient: loaded.patient && patientFacts(loaded.patient, now), sensitive: loaded.encounter?.sensitive ?? true, step: loaded.step, draft: draftOf(loaded.response), phones,
});

/** Outside the calling hours it matters who is on duty; inside, nobody asks. */
export async function askerOf(ports: CallPorts, staff: Staff, now: number): Promise<Asker> {
  if (within(now, callingHours)) return { staffId: staff.staffId, onDuty: true };
  const rota = (await ports.store.duties()).flatMap((d) => d.duty ?? []);
  return { staffId: staff.staffId, onDuty: isOnDuty(onDuty(rota, '', now), staff) };
}

/** The part of the list that this colleague may see. */
export const scopeOf = (staff: Staff, view: WorklistView, departmentCode?: string): Scope => {
  if (departmentCode !== undefined && !inScope(staff, departmentCode)) throw forbidden();
  return { view, staffId: staff.staffId, departments: departmentCode !== undefined ? [departmentCode] : staff.departments, kinds: staff.role === 'ward' ? wardKinds : 'all' };
};

/** The call if this person may look at it; unknown and foreign ones are refused alike. */
export async function visible(ports: CallPorts, staff: Staff, callId: string): Promise<CallRecord> {
  const call = await ports.store.get(callId);
  if (!call || !inScope(staff, call.departmentCode) || !maySee(staff.role, call.kind)) throw forbidden();
  return call;
}
/** The call if this person may ring it. */
export async function handled(ports: CallPorts, staff: Staff, callId: string): Promise<CallRecord> {
  const call = await visible(ports, staff, callId);
  if (!mayHandle(staff.role, call.kind)) throw forbidden();
  return call;
}

/** What of patient and stay is marked on a row. */
export function flagsOf(call: CallRecord, loaded: Loaded, age: number | null): RowFlag[] {
  const flags: [RowFlag, boolean | undefined][] = [
    ['high_risk', call.basePriority === priorities.highRisk && call.kind === 'followup'], ['elderly', call.elderly], ['minor', age !== null && age < guardianUntil],
    ['unaware', loaded.patient?.unaware], ['sensitive', loaded.encounter?.sensitive], ['no_voice', loaded.patient?.noVoice],
  ];
  return flags.filter(([, on]) => on).map(([flag]) => flag);
}

/** All numbers of these patients, for one read of the phones. */
export const hashesOf = (loaded: readonly Loaded[]): string[] => loaded.flatMap((l) => (l.patient ? [l.patient.phoneHash, l.patient.contactPhoneHash] : []));
