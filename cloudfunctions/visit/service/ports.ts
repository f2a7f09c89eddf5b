/** What return visits need of others. */
import type { Patient, Encounter } from '../../discharge/store';
import type { VisitStore } from '../store';

export type VisitLetter = 'visit_booked' | 'visit_day_before' | 'visit_morning' | 'visit_closed' | 'visit_missed';
export interface Letter { id: string; kind: VisitLetter; about: string; encounterId: string; patientId: string; to: 'patient'; due: number; until: number; params: string[]; page: string; link?: boolean }
export interface NewCall {
  id: string; kind: 'closure' | 'missed'; stepId: string; encounterId: string; patientId: string; departmentCode: string; dischargeDay: string; purpose: 'care';
  reason: 'clinic_closed' | 'missed_visit'; notBefore: number; dueAt: number; elderly: boolean;
}
export interface Flag { stepId: string; encounterId: string; patientId: string; departmentCode: string; dischargeDay: string; level: 'today'; items: string[]; elderly: boolean }
export interface Raised { ringBy: number; who: string; whoKey: 'centre' | 'ward' | 'office' }
export interface Department { code: string; name: string; phone: string; sensitive: boolean }

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
    /** Of these calls, those that a nurse has in hand now. */
    inHand(ids: readonly string[]): Promise<ReadonlySet<string>>;
  };
  notices: {
    write(letters: readonly Letter[], now: number): Promise<void>;
    cancelAbout(about: readonly string[], reason: string, now: number, kinds?: readonly VisitLetter[]): Promise<void>;
    reach(of: { patientId: string; encounterId: string }, now: number): Promise<'wechat' | 'sms' | 'none'>;
  };
  /** The number to ring as lists may show it, 138****1234; '' when there is none. */
  maskedPhone(patient: Patient): string;
  /** Random, 22 characters of [A-Za-z0-9_-]. */
  newId(): string;
  clock(): number;
  report(entry: { what: string; id?: string; count?: number; error?: unknown }): void;
}

/** Who acts, for histories. Never a name. */
export interface Actor { by: string; byKind: 'patient' | 'family' | 'staff' | 'system' }
export const system: Actor = { by: 'timer:tick', byKind: 'system' };
