/** What the use cases of questionnaires ask of others, and the few things they all share. */
import type { Caller } from '../../kit/caller';
import type { Relation } from '../../kit/contract';
import { AppError, forbidden } from '../../kit/errors';
import { representing } from '../../kit/caller';
import type { Answers, Hand, Level, Setting } from '../contract';
import { sightOf, type Sight } from '../rules/access';
import { definitionOf, type Definition } from '../rules/definition';
import type { Mode, ReportStore, Response, ResponseStore } from '../store';

/** The part of a follow-up step that a sheet needs. */
export interface StepFacts {
  _id: string; encounterId: string; patientId: string; departmentCode: string; dischargeDay: string;
  questionnaire: string; questionnaireVersion: number; state: string; reason: string; inviteAt: number; deadlineAt: number;
}
/** The part of a stay that pages show. `name` and `phoneMasked` are masked. */
export interface StayFacts {
  name: string; sensitive: boolean; wardPhone: string; phoneMasked: string; staff: string[];
  /** Whom to ring when the patient does not answer; null when none may be. */
  contact: Relation | null;
}
export interface FlagCall { stepId: string; encounterId: string; patientId: string; departmentCode: string; dischargeDay: string; level: Level; items: string[] }

export interface Ports {
  responses: ResponseStore;
  reports: ReportStore;
  steps: { get(stepId: string): Promise<StepFacts | null> };
  stays: { of(of: { encounterId: string; patientId: string }): Promise<StayFacts | null> };
  hospital(): Promise<{ name: string; phone: string }>;
  consents: { allows(patientId: string, purpose: 'survey'): Promise<boolean> };
  /** Of these patients, those with an open complaint. */
  openComplaints(patientIds: readonly string[]): Promise<ReadonlySet<string>>;
  calls: {
    /** May be said twice. */
    raise(flag: FlagCall, now: number): Promise<{ callId: string; ringBy: number; who: string }>;
    /** A wish to be rung between these instants; may be said twice. */
    callback(wish: Omit<FlagCall, 'level'> & { notBefore: number; dueAt: number }, now: number): Promise<{ callId: string; ringBy: number; who: string }>;
    recant(stepId: string, now: number): Promise<void>;
    /** Has a person taken the call on? */
    taken(callId: string, now: number): Promise<boolean>;
    /** The step whose call this person holds now; null when the lease ended or it is someone else's. */
    holds(callId: string, staffId: string, now: number): Promise<string | null>;
  };
  followup: {
    started(stepId: string, now: number): Promise<void>;
    answered(stepId: string, how: { by: string; mode: string }, now: number): Promise<void>;
    suspend(patientId: string, reason: 'death_unconfirmed', now: number, by: string): Promise<void>;
  };
  links: { close(stepId: string, now: number, reason: string): Promise<void> };
  patients: { markDeath(patientId: string, death: 'told', by: string, now: number, note?: string): Promise<boolean> };
  audit: { record(entry: { caller: Caller; action: string; subject: string; reason?: string; now: number }): Promise<void> };
  /** Something a person should look at; never personal data. */
  report(entry: { what: string; id: string; error?: unknown }): void;
}

/** May this patient be asked about satisfaction now? Not after opting out of surveys, and not while a complaint is open: it is answered first. */
export async function maySurvey(ports: Pick<Ports, 'consents' | 'openComplaints'>, patientId: string): Promise<boolean> {
  const [allowed, complaining] = await Promise.all([ports.consents.allows(patientId, 'survey'), ports.openComplaints([patientId])]);
  return allowed && !complaining.has(patientId);
}

/** Someone on the patient's side at a sheet. */
export interface Opener { actor: string; sight: Sight; mode: Exclude<Mode, 'phone'>; /** Unless `who` says otherwise. */ hand: Exclude<Hand, 'nurse'>; relation: Relation }

/** The caller's part in this patient's sheet, or FORBIDDEN. A link is good for its own step only. */
export function openerOf(caller: Caller, of: { stepId: string; patientId: string }): Opener {
  if (caller.kind === 'link') {
    if (caller.stepId !== of.stepId || caller.patientId !== of.patientId) throw forbidden();
    return { actor: caller.linkId, sight: sightOf({ kind: 'link', verified: caller.verified, to: caller.to }), mode: 'sms', hand: caller.to === 'patient' ? 'patient' : 'proxy', relation: caller.to === 'patient' ? 'self' : caller.relation };
  }
  const as = representing(caller, of.patientId);
  if (caller.kind !== 'person' || !as) throw forbidden();
  return { actor: caller.personId, sight: sightOf({ kind: 'person', as: as.as, mayHear: as.mayHear }), mode: caller.openid ? 'wechat' : 'browser', hand: as.as === 'patient' ? 'patient' : 'proxy', relation: as.as === 'patient' ? 'self' : as.relation };
}

/** The step that is meant: a link's own, else the one named. */
export function stepIdOf(caller: Caller, input: { stepId?: string }): string {
  const stepId = caller.kind === 'link' ? input.stepId ?? caller.stepId : input.stepId;
  if (!stepId) throw new AppError('INVALID_INPUT', 'which step', { fields: [{ path: 'stepId', problem: 'required' }] });
  return stepId;
}

/** Ends after which an answer is still welcome: followup counts it, and the funnel says what is true. */
const lateWelcome: readonly string[] = ['silent', 'no_channel', 'lost_no_answer', 'lost_wrong_number', 'not_attempted_capacity', 'too_late', 'no_contact'];

/** GONE, NOT_NOW or nothing: may this step be answered? */
export function assertOpen(step: StepFacts, now: number): void {
  if (step.state === 'invited' || step.state === 'queued' || (step.state === 'closed' && lateWelcome.includes(step.reason))) return;
  if (step.state === 'planned') throw new AppError('NOT_NOW', 'not invited yet', { reason: 'planned', retryAt: Math.max(step.inviteAt, now) });
  throw new AppError('GONE', 'the step is over', { reason: step.reason || step.state });
}

/** The questionnaire in the version that the sheet was begun with. */
export function definitionFor(of: { questionnaire: string; version: number }): Definition {
  const definition = definitionOf(of.questionnaire, of.version);
  if (!definition) throw new Error(`no questionnaire ${of.questionnaire} version ${of.version}`);
  return definition;
}

export const settingOf = (response: Pick<Response, 'survey'>, mode: Setting['mode']): Setting => ({ mode, survey: response.survey });
export const valuesOf = (response: Pick<Response, 'items'>): Answers => Object.fromEntries(Object.entries(response.items).map(([linkId, answer]) => [linkId, answer.value]));
export const submitted = (): AppError => new AppError('GONE', 'the sheet is in', { reason: 'submitted' });

/** An empty sheet for a step. */
export function newResponse(step: StepFacts, of: { survey: boolean; sensitive: boolean; mode: Mode; touchedAt: number; now: number }): Response {
  const { survey, sensitive, mode, touchedAt, now } = of;
  const definition = definitionFor({ questionnaire: step.questionnaire, version: step.questionnaireVersion });
  return {
    _id: `response:${step._id}`, stepId: step._id, encounterId: step.encounterId, patientId: step.patientId, departmentCode: step.departmentCode, dischargeDay: step.dischargeDay,
    questionnaire: definition.code, version: definition.version, state: 'draft', items: {}, survey, sensitive, respondent: { by: 'unknown', relation: null, present: null }, mode,
    startedAt: now, touchedAt, activeAt: now, submittedAt: 0, submittedBy: '', seconds: 0, flags: {}, owed: 0, score: null, valid: false, suspect: false,
    told: false, settled: true, settleAt: 0, consent: { talk: null, recording: null, by: '', at: 0 }, rev: 1,
  };
}
