/** What the use cases of conversations ask of others, and the few things they all share. */
import type { Audit } from '../../kit/audit';
import type { Role, Relation, Sex } from '../../kit/contract';
import { changing } from '../../kit/database';
import type { Report } from '../../kit/timer';
import type { Storage } from '../../kit/storage';
import type { Letter, StaffReminder } from '../../notice/contract/letter';
import type { FlagLevel } from '../../call/contract';
import type { DeskStore } from '../store/desk';
import type { Entry, Thread, ThreadChange, ThreadStore } from '../store/thread';

/** What conversations know of a patient. */
export interface PatientFacts { _id: string; name: string; sex: Sex; birthDate: string; death: 'no' | 'told' | 'confirmed'; contactName: string; contactPhoneHash: string; allowFamilySensitive: boolean; /** Does not know the diagnosis. */ unaware: boolean }
/** The latest stay that was not cancelled. `cleared`: the ward decided that its family may be written to. */
export interface StayFacts { encounterId: string; patientId: string; departmentCode: string; departmentName: string; dischargeDay: string; sensitive: boolean; cleared: boolean; dxCode: string; dx: string }
/** Someone of the patient's side today. */
export interface Standing { personId: string; as: 'patient' | 'family'; relation: Relation; mayHear: boolean; guardian: boolean; phoneHash: string; /** 138****1234; '' for none. */ phoneMasked: string }
/** Somebody is in danger. */
export interface CallFlag { stepId: string; encounterId: string; patientId: string; departmentCode: string; dischargeDay: string; level: FlagLevel; items: string[]; elderly: boolean }
/** An answer to be given by telephone. */
export interface NewReplyCall { id: string; stepId: string; encounterId: string; patientId: string; departmentCode: string; dischargeDay: string; reason: 'unanswered' | 'reply_undelivered'; dueAt: number; elderly: boolean }
/** `taken`: somebody acknowledged it, has it in hand, or has rung. */
export interface CallState { open: boolean; taken: boolean; by: string }
/** Somebody who may sign in. */
export interface Colleague { staffId: string; name: string; role: Role; departments: readonly string[] | 'all' }

/** Given by the wiring. */
export interface Ports {
  threads: ThreadStore;
  desk: DeskStore;
  patients: { getMany(ids: readonly string[]): Promise<PatientFacts[]> };
  stays: { latest(patientId: string): Promise<StayFacts | null> };
  /** What the safety page may say of a stay. */
  stayFacts(of: { encounterId: string; patientId: string }): Promise<{ wardPhone: string; sensitive: boolean; phoneMasked: string; contact: Relation | null } | null>;
  /** Of these people, those who act for the patient today. */
  people: { standing(patientId: string, personIds: readonly string[], now: number): Promise<Standing[]> };
  hospital(): Promise<{ name: string; phone: string }>;
  /** Who may sign in. */
  staff(): Promise<Colleague[]>;
  departments(): Promise<{ code: string; name: string }[]>;
  calls: {
    raise(flag: CallFlag, now: number): Promise<{ callId: string; ringBy: number; who: string; whoKey: string }>;
    queue(calls: readonly NewReplyCall[], now: number): Promise<void>;
    /** `by`: the colleague who made them needless; one that they have in hand stays theirs to end. */
    withdrawIds(ids: readonly string[], reason: string, now: number, by?: string): Promise<void>;
    /** A red flag, and the keys of what raised it; null when there is none of this id. */
    redFlag(callId: string): Promise<{ about: string; departmentCode: string; items: readonly string[]; open: boolean } | null>;
    acknowledge(callId: string, by: { staffId: string; name: string }, now: number): Promise<boolean>;
    states(ids: readonly string[], now: number): Promise<ReadonlyMap<string, CallState>>;
  };
  notices: {
    write(letters: readonly Letter[], now: number): Promise<void>;
    /** To the lead's telephone: a question that nobody can ring about. */
    remindStaff(reminder: StaffReminder, now: number): Promise<void>;
    cancelReplies(threadId: string, reason: string, now: number): Promise<void>;
    reach(of: { patientId: string; encounterId: string }, now: number): Promise<'wechat' | 'sms' | 'none'>;
  };
  audit: Pick<Audit, 'record'>;
  storage: Pick<Storage, 'uploadPlace' | 'peek' | 'addressOf' | 'remove'>;
  /** 22 random characters. */
  newToken(): string;
  report: Report;
}

/** Changes a thread however many do so at once; null where there is none. `decide` may refuse by throwing, or say null: nothing to change. */
export const changeThread = ({ threads }: Pick<Ports, 'threads'>, id: string, decide: (thread: Thread) => { change: ThreadChange; entry?: Entry } | null): Promise<Thread | null> =>
  changing({ read: () => threads.get(id), decide, write: (thread, { change, entry }) => threads.change(thread, change, entry) });
