/** What return visits need of others. */
import type { Patient, Encounter } from '../../discharge/store';
import type { Report } from '../../kit/timer';
import type { Letter } from '../../notice/contract/letter';
import type { VisitStore } from '../store';

/** The letters about a visit. */
export type VisitLetter = Extract<Letter['kind'], `visit_${string}`>;
/** A reason to ring about a visit; twice is once by id. */
export interface NewCall {
  id: string; kind: 'closure' | 'missed'; stepId: string; encounterId: string; patientId: string; departmentCode: string; dischargeDay: string; purpose: 'care';
  reason: 'clinic_closed' | 'missed_visit'; notBefore: number; dueAt: number; elderly: boolean;
}
/** Somebody said while cancelling that they are worse. */
export interface Flag { stepId: string; encounterId: string; patientId: string; departmentCode: string; dischargeDay: string; level: 'today'; items: string[]; elderly: boolean }
/** Who rings, and until when. */
export interface Raised { ringBy: number; who: string; whoKey: 'centre' | 'ward' | 'office' }
/** A department as bookings see it. */
export interface Department { code: string; name: string; phone: string; sensitive: boolean }

/** Given by the wiring. */
export interface Ports {
  store: VisitStore;
  patients: { get(id: string): Promise<Patient | null>; getMany(ids: readonly string[]): Promise<Patient[]> };
  stays: { get(id: string): Promise<Encounter | null>; getMany(ids: readonly string[]): Promise<Encounter[]>; ofPatients(ids: readonly string[]): Promise<Encounter[]> };
  departments: { all(): Promise<Department[]> };
  hospital(): Promise<{ name: string; phone: string }>;
  calls: {
    queue(calls: readonly NewCall[], now: number): Promise<unknown>;
    withdrawIds(ids: readonly string[], reason: string, now: number): Promise<unknown>;
    raise(flag: Flag, now: number): Promise<Raised>;
    /** How these calls stand: over or not, and whether a person has taken them on. */
    states(ids: readonly string[], now: number): Promise<ReadonlyMap<string, { open: boolean; taken: boolean }>>;
    /** Of these calls, those that a nurse has in hand now. */
    inHand(ids: readonly string[], now: number): Promise<ReadonlySet<string>>;
  };
  notices: {
    write(letters: readonly Letter[], now: number): Promise<void>;
    cancelAbout(about: readonly string[], reason: string, now: number, kinds?: readonly Letter['kind'][]): Promise<void>;
    reach(of: { patientId: string; encounterId: string }, now: number): Promise<'wechat' | 'sms' | 'none'>;
  };
  /** By id; who is unknown is left out. */
  staffNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** The number to ring as lists may show it, 138****1234; '' when there is none. */
  maskedPhone(patient: Patient): string;
  /** Random, 22 characters of [A-Za-z0-9_-]. */
  newId(): string;
  clock(): number;
  report: Report;
}

/** Who acts, for histories. Never a name. */
export interface Actor { by: string; byKind: 'patient' | 'family' | 'staff' | 'system' }
/** The timer. */
export const system: Actor = { by: 'timer:tick', byKind: 'system' };
