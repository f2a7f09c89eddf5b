/** What the rules of calling know: facts as other domains and our own documents state them, without names or numbers. Browser-safe. */
import type { DayPart } from '../../kit/calendar';
import type { CallKind, CallState, NumberOf, Outcome } from '../contract';

/** One dial. `outcome` is '' until the nurse has said what became of it. `phoneHash` '' when the patient rang us. */
export interface Attempt { at: number; by: string; byName: string; to: NumberOf; phoneHash: string; outcome: Outcome | ''; day: string; dayPart: DayPart; note: string }

/** A call. */
export interface CallFacts {
  callId: string; kind: CallKind; state: CallState;
  priority: number; basePriority: number;
  /** May not be rung before. */
  notBefore: number;
  /** Agreed with the patient, 0 when nothing is. */
  callBackAt: number;
  claimedBy: string; claimedName: string; leaseUntil: number;
  /** Who promised to ring back, and until when the call is kept for them. */
  keptFor: string; keptName: string; keptUntil: number;
  elderly: boolean;
  attempts: readonly Attempt[];
  ackBy: string;
  withdrawnReason: string;
  /** Why it goes back to nobody: its holder has done herself what it was about. */
  endsWhenLeft?: string;
}

/** Whom it is about. */
export interface PatientFacts {
  death: 'no' | 'told' | 'confirmed';
  noContact: boolean; noVoice: boolean; phoneInvalid: boolean; contactInvalid: boolean;
  /** '' when there is none. */
  phoneHash: string; contactPhoneHash: string;
  allowFamilySensitive: boolean;
  /** Whole years today, null when unknown. */
  age: number | null;
}

/** The step of a follow-up call and what the patient has typed. */
export interface StepFacts { state: string; reason: string }
/** `state` '' when nothing was typed. */
export interface DraftFacts { state: '' | 'draft' | 'submitted'; touchedAt: number }

/** One number today: who was rung on it when, and who is on it. */
export interface PhoneFacts { times: readonly { at: number; callId: string }[]; lock: { callId: string; name: string; until: number } | null }

/** Everything that decides whether a call may be rung. `step` and `draft` are null when they do not exist. */
export interface RingFacts {
  call: CallFacts; patient: PatientFacts | null; sensitive: boolean; step: StepFacts | null; draft: DraftFacts | null;
  /** By phone hash; a missing one was not rung today and is free. */
  phones: Readonly<Record<string, PhoneFacts>>;
}
/** Who asks. `onDuty`: answers red flags now, at any hour. */
export interface Asker { staffId: string; onDuty: boolean }
