/** The use cases of follow-up. What other domains do is asked for through the ports declared here. */
import type { Caller } from '../kit/caller';
import type { Purpose, Relation } from '../kit/contract';
import type { PlanCode, Step, StepEvent, StepReason, StepState, HomeComplaint, HomeMessages, HomePatient, HomeVisit } from './contract';
import type { SilenceCount, StateCount } from './rules/lead';
import { createEnding } from './service/ending';
import { createHome } from './service/home';
import { createLead, type Lead } from './service/lead';
import { createPlanning } from './service/planning';
import { createTick, type TickReport } from './service/tick';

/** A stay as the register keeps it. */
export interface Stay {
  _id: string; patientId: string; departmentCode: string; departmentName: string; dischargeAt: number; dischargeDay: string; way: string; dxCode: string; dx: string;
  sensitive: boolean; hold: string; decision: string; state: 'finished' | 'cancelled'; readmittedAt: number | null; rev: number;
}
/** A patient as the register keeps them. Phone hashes are '' when there is no number. */
export interface Patient {
  _id: string; name: string; birthDate: string; tags: readonly string[]; phoneHash: string; contactPhoneHash: string; phoneInvalid: boolean; contactInvalid: boolean;
  unaware: boolean; noContact: boolean; allowFamilySensitive: boolean; death: 'no' | 'told' | 'confirmed';
}

/** Which steps; every field narrows. */
export interface StepWhere {
  ids?: readonly string[]; encounterId?: string; patientId?: string; states: readonly StepState[]; purpose?: Purpose; call?: Step['call']; reason?: StepReason;
  /** `due` is set and not later. */
  dueBy?: number;
  /** Written to the outbox before this instant, and not sent yet. */
  unsentSince?: number;
}
/** `again` begins the next round, with a call of its own. */
export interface StepChange { set: Partial<Omit<Step, '_id' | 'history' | 'round'>>; event?: StepEvent; again?: boolean }

export interface StepStore {
  get(id: string): Promise<Step | null>;
  getMany(ids: readonly string[]): Promise<Step[]>;
  ofEncounters(encounterIds: readonly string[]): Promise<Step[]>;
  ofPatients(patientIds: readonly string[]): Promise<Step[]>;
  insertMissing(steps: readonly Step[]): Promise<number>;
  /** Changes those that stand as expected; how many did. */
  change(where: StepWhere, change: StepChange): Promise<number>;
  find(where: StepWhere, limit: number): Promise<Step[]>;
  /** Whose date has come, longest first. */
  due(now: number, limit: number): Promise<Step[]>;
  /** Queued without a call, or ended without the others knowing. */
  unfinished(limit: number): Promise<Step[]>;
  /** First steps of these discharge days by state and reason, with the first and last date they wait for. */
  funnel(from: string, to: string): Promise<(StateCount & { firstDue: number; lastDue: number })[]>;
  /** How many are queued, and since when the longest waiting. */
  queued(): Promise<{ count: number; oldestAt: number }>;
  /** Open steps that lead to a call, by the day of their deadline. */
  openDeadlines(to: string): Promise<{ day: string; count: number }[]>;
  silence(from: string, to: string): Promise<SilenceCount[]>;
  /** First steps behind a number of the funnel, by id. */
  list(filter: { from: string; to: string; state: StepState; reason?: StepReason; departments: readonly string[] | 'all'; after: string; limit: number }): Promise<Step[]>;
  firstSteps(day: string): Promise<Step[]>;
}

export interface NewCall {
  _id: string; kind: 'followup'; stepId: string; encounterId: string; patientId: string; departmentCode: string; dischargeDay: string; purpose: Purpose;
  reason: StepReason; urgent: boolean; elderly: boolean; dueAt: number;
}
export interface NewNotice { kind: 'invite' | 'remind'; purpose: Purpose; stepId: string; /** Of the step: a re-opened one may be invited again. */ round: number; encounterId: string; patientId: string; due: number }

export interface Ports {
  steps: StepStore;
  stays: {
    getMany(ids: readonly string[]): Promise<Stay[]>;
    duePlanning(limit: number): Promise<Stay[]>;
    setPlanned(stays: readonly { _id: string; rev: number }[], planning: 'planned' | 'none'): Promise<void>;
    ofPatients(patientIds: readonly string[]): Promise<Stay[]>;
    countDischarged(from: string, to: string): Promise<number>;
  };
  patients: { getMany(ids: readonly string[]): Promise<Patient[]> };
  consents: { refused(patientIds: readonly string[], purpose: Purpose): Promise<ReadonlySet<string>> };
  /** Of these patients, those with an open complaint: they are not asked whether they were satisfied. */
  openComplaints(patientIds: readonly string[]): Promise<ReadonlySet<string>>;
  departments: { phones(): Promise<ReadonlyMap<string, string>> };
  hospital(): Promise<{ name: string; phone: string }>;
  calls: {
    /** Inserts those that do not exist; one that was withdrawn for an unconfirmed death comes back. */
    queue(calls: readonly NewCall[], now: number): Promise<void>;
    /** Calls that silence raised for these steps, all rounds; urgent ones and agreed call-backs stay. */
    withdraw(stepIds: readonly string[], reason: string, now: number): Promise<void>;
    /** Every call of the patient or stay. */
    withdrawAll(filter: { patientId: string } | { encounterId: string }, reason: string, now: number): Promise<void>;
    /** Of these steps, those whose call a nurse has in hand now. */
    busy(stepIds: readonly string[], now: number): Promise<ReadonlySet<string>>;
    /** When each of these steps was first dialled. */
    firstDials(stepIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
    unacknowledged(): Promise<{ open: number; oldestAt: number }>;
    /** Open calls of every other kind: red flags, wishes, visits, answers. */
    beside(): Promise<number>;
    /** `callsPerHour` ×10, as the roster keeps it. */
    roster(from: string, days: number): Promise<readonly { day: string; people: number; hours: number; callsPerHour: number; stated: boolean }[]>;
  };
  notices: {
    enqueue(notices: readonly NewNotice[], now: number): Promise<void>;
    cancel(stepIds: readonly string[], reason: string, now: number): Promise<void>;
    /** When messages that count towards the weekly cap went, or will go, to these patients since then. */
    recent(patientIds: readonly string[], since: number): Promise<ReadonlyMap<string, readonly number[]>>;
  };
  responses: { startedItems(stepIds: readonly string[]): Promise<ReadonlyMap<string, number>> };
  /** What the other three doors have for these patients today, as this person may know it; each in one read for all of them. */
  doors(personId: string, patientIds: readonly string[], now: number): Promise<Doors>;
  clock(): number;
  /** Something a person should look at; never personal data. */
  report(entry: { what: string; id?: string; count?: number; error?: unknown }): void;
}

/** By patient. `encounterId`: the stay whose return visit it is, so that a sensitive one stays hidden. */
export interface Doors {
  visits: ReadonlyMap<string, HomeVisit & { encounterId: string }>;
  /** A visit given up because they feel worse, while the urgent call about it is not over. */
  worse: ReadonlyMap<string, { appointmentId: string; encounterId: string }>;
  messages: ReadonlyMap<string, HomeMessages>;
  complaints: ReadonlyMap<string, readonly HomeComplaint[]>;
}

export type StopReason = 'deceased' | 'opted_out' | 'readmitted' | 'cancelled' | 'suppressed' | 'refused' | 'complaint_open';
export type CallEnd = 'reached' | 'lost_no_answer' | 'lost_wrong_number' | 'refused' | 'not_attempted_capacity';

export interface FollowupService {
  /** Makes, or brings up to date, the steps of these stays. Safe to repeat. Used by discharge after a page of an import, and by the timer for whatever is left due. */
  plan(encounterIds: readonly string[], now: number): Promise<{ planned: number }>;
  /** The first answer was saved. */
  started(stepId: string, now: number): Promise<void>;
  /** Submitted, from anywhere: the step is answered, its call and its waiting messages are taken back. Safe to repeat. */
  answered(stepId: string, how: { by: string; mode: string }, now: number): Promise<void>;
  /** What became of the step's call. */
  settleCall(stepId: string, outcome: CallEnd, now: number, by: string): Promise<void>;
  /** Ends what is open; `survey` ends satisfaction steps only. */
  stop(target: { patientId: string } | { encounterId: string }, reason: StopReason, scope: 'all' | 'survey', now: number, by: string): Promise<void>;
  /** A death was told: everything waits until a second person has spoken. */
  suspend(patientId: string, reason: 'death_unconfirmed', now: number, by: string): Promise<void>;
  resume(patientId: string, now: number, by: string): Promise<void>;
  /** The ward has decided a held stay. */
  clear(encounterId: string, decision: 'invite' | 'suppress', now: number, by: string): Promise<void>;
  /** No channel carries a message for these: straight to a call, or the end of a message-only step. */
  noChannel(stepIds: readonly string[], now: number): Promise<void>;
  /** The carrier took the invitation. */
  sent(stepIds: readonly string[], channel: 'wechat' | 'sms', at: number): Promise<void>;
  tick(now: number): Promise<TickReport>;
  home(caller: Caller, now: number): Promise<{ hospital: string; hospitalPhone: string; patients: HomePatient[] }>;
  lead: Lead;
}
export type { PlanCode, Relation };

export function createFollowup(ports: Ports): FollowupService {
  const ending = createEnding(ports);
  const planning = createPlanning(ports, ending);
  return {
    plan: (ids, now) => planning.plan(ids, now, 'followup'),
    clear: (id, decision, now, by) => planning.clear(id, decision, now, by),
    started: ending.started, answered: ending.answered, settleCall: ending.settleCall, stop: ending.stop, suspend: ending.suspend, resume: ending.resume, noChannel: ending.noChannel, sent: ending.sent,
    tick: createTick(ports, planning, ending),
    home: createHome(ports),
    lead: createLead(ports),
  };
}
