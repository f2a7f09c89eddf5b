/**
 * Sheets and sealed reports. One document per step, from the first answer to the last reader; every change of an answer is a conditional update on that answer alone,
 * so that two devices, or a patient and a nurse, work on one sheet without undoing each other.
 */
import type { Relation } from '../kit/contract';
import { defineCollection, type Collection, type CollectionSpec, type Database } from '../kit/database';
import type { Hand, Level, QuestionnaireCode, Respondent, Text, Value } from './contract';
import type { Score } from './rules/score';
import type { Special } from './rules/screen';

export interface StoredAnswer {
  value: Value | null;
  /** Who wrote it: a person's, link's or staff member's id. */
  by: string; hand: Hand;
  /** Grows with every change of this answer; the next change names the one it saw. */
  at: number;
  /** The value is kept apart, sealed. */
  sealed: boolean;
  special: Special[];
  /** Values of another hand that this one replaced, oldest first. */
  was: { value: Value | null; by: string; hand: Hand; at: number }[];
}

export interface StoredFlag {
  item: string; level: Level; keys: string[]; words: Text[]; advice: string[]; at: number;
  /** A wish to be rung rather than a danger: which part of the day. */
  callback: '' | 'morning' | 'afternoon' | 'evening' | 'any';
  /** '' until the call exists. */
  callId: string; ringBy: number; who: string;
  recantedAt: number;
}

export type Mode = 'wechat' | 'sms' | 'browser' | 'phone';

export interface Response {
  /** `response:<stepId>` */
  _id: string;
  stepId: string; encounterId: string; patientId: string; departmentCode: string; dischargeDay: string;
  questionnaire: QuestionnaireCode; version: number;
  state: 'draft' | 'submitted';
  items: Record<string, StoredAnswer>;
  /** Satisfaction may be asked; a sensitive stay replays nothing. */
  survey: boolean; sensitive: boolean;
  respondent: Respondent; mode: Mode;
  startedAt: number;
  /** Last sign of life of the patient's side; a nurse's saving does not count. 0 when only a nurse opened it. */
  touchedAt: number;
  /** Last change by anyone. */
  activeAt: number;
  submittedAt: number; submittedBy: string;
  /** Time spent: pauses between answers count up to two minutes each. */
  seconds: number;
  /** By `<item>-<level>`. */
  flags: Record<string, StoredFlag>;
  /** Flags whose call does not exist yet. */
  owed: number;
  score: Score | null; valid: boolean; suspect: boolean;
  /** followup knows that it was submitted. */
  told: boolean;
  /** False after submitting until everybody knows and the links are closed; the timer looks again at `settleAt`. */
  settled: boolean; settleAt: number;
  consent: { talk: boolean | null; recording: boolean | null; by: string; at: number };
  /** Counts every change; submitting names the one it scored. */
  rev: number;
}

/** A sealed report. The id is a keyed hash of the step, so that a row leads to nobody without the key. Field of the cipher: `integrity_report`. */
export interface IntegrityReport { _id: string; day: string; state: 'draft' | 'submitted'; answer: string; sealed: string; at: number }

export const responseCollection = defineCollection('response', [
  { name: 'unsettled', keys: [['settled', 1], ['settleAt', 1]] },
  { name: 'owed', keys: [['owed', 1], ['activeAt', 1]] },
  { name: 'encounter', keys: [['encounterId', 1], ['startedAt', 1]] },
  { name: 'patient', keys: [['patientId', 1], ['startedAt', 1]] },
  { name: 'department', keys: [['departmentCode', 1], ['state', 1], ['submittedAt', 1]] },
]);
export const integrityCollection = defineCollection('integrity_report', [{ name: 'count', keys: [['state', 1], ['answer', 1], ['day', 1]] }]);
/** Written to collections.json by the build. */
export const collections: CollectionSpec[] = [responseCollection, integrityCollection];

export const responseId = (stepId: string): string => `response:${stepId}`;

export interface Writing {
  /** `previousAt`: the version that this change saw, null for none. */
  items: Record<string, { answer: StoredAnswer; previousAt: number | null }>;
  flags: Record<string, StoredFlag>; owed: number;
  seconds: number; activeAt: number;
  /** Only from the patient's side. */
  touched: { touchedAt: number; mode: Mode } | null;
}
export type Submission = Pick<Response, 'items' | 'respondent' | 'mode' | 'submittedAt' | 'submittedBy' | 'score' | 'valid' | 'suspect' | 'settleAt'>;

export interface ResponseStore {
  get(stepId: string): Promise<Response | null>;
  getMany(stepIds: readonly string[]): Promise<Response[]>;
  /** False when it exists. */
  create(response: Response): Promise<boolean>;
  /** The sheet afterwards; null when it is submitted or one of the answers changed meanwhile: read again, decide again. */
  write(stepId: string, writing: Writing): Promise<Response | null>;
  /** Compare-and-set on the sheet as it was scored; null when it changed or was submitted meanwhile. */
  submit(stepId: string, rev: number, submission: Submission): Promise<Response | null>;
  /** The call of a flag exists; once per flag. */
  raised(stepId: string, key: string, call: { callId: string; ringBy: number; who: string }): Promise<void>;
  recant(stepId: string, keys: readonly string[], now: number): Promise<void>;
  allowSurvey(stepId: string, survey: boolean): Promise<void>;
  consent(stepId: string, consent: Response['consent']): Promise<void>;
  tell(stepId: string): Promise<void>;
  settle(stepId: string): Promise<void>;
  /** Submitted, not told yet, due. */
  unsettled(now: number, limit: number): Promise<Response[]>;
  /** With a flag that has no call, quiet since. */
  owing(before: number, limit: number): Promise<Response[]>;
}

export function openResponseStore(database: Database): ResponseStore {
  const collection: Collection<Response> = database.collection<Response>(responseCollection);
  const { command } = database;
  return {
    get: (stepId) => collection.get(responseId(stepId)),
    getMany: (stepIds) => collection.getMany(stepIds.map(responseId)),
    create: (response) => collection.insert(response),
    write(stepId, { items, flags, owed, seconds, activeAt, touched }) {
      const query: Record<string, unknown> = { _id: responseId(stepId), state: 'draft' };
      const change: Record<string, unknown> = { activeAt, seconds: command.inc(seconds), rev: command.inc(1), ...touched };
      for (const [linkId, { answer, previousAt }] of Object.entries(items)) {
        query[`items.${linkId}.at`] = previousAt ?? command.exists(false);
        change[`items.${linkId}`] = command.set(answer);
      }
      for (const [key, flag] of Object.entries(flags)) change[`flags.${key}`] = command.set(flag);
      if (owed > 0) change['owed'] = command.inc(owed);
      return collection.updateOne(query, change);
    },
    submit: (stepId, rev, { items, respondent, score, ...rest }) => collection.updateOne(
      { _id: responseId(stepId), state: 'draft', rev },
      { ...rest, state: 'submitted', items: command.set(items), respondent: command.set(respondent), score: command.set(score), settled: false, rev: command.inc(1) },
    ),
    raised: async (stepId, key, { callId, ringBy, who }) => void (await collection.update(
      { _id: responseId(stepId), [`flags.${key}.callId`]: '' },
      { [`flags.${key}.callId`]: callId, [`flags.${key}.ringBy`]: ringBy, [`flags.${key}.who`]: who, owed: command.inc(-1) },
    )),
    recant: async (stepId, keys, now) => void (keys.length > 0 && (await collection.update({ _id: responseId(stepId) }, Object.fromEntries(keys.map((key) => [`flags.${key}.recantedAt`, now]))))),
    allowSurvey: async (stepId, survey) => void (await collection.update({ _id: responseId(stepId), state: 'draft' }, { survey, rev: command.inc(1) })),
    consent: async (stepId, consent) => void (await collection.update({ _id: responseId(stepId) }, { consent: command.set(consent) })),
    tell: async (stepId) => void (await collection.update({ _id: responseId(stepId), told: false }, { told: true })),
    settle: async (stepId) => void (await collection.update({ _id: responseId(stepId), settled: false }, { told: true, settled: true })),
    unsettled: (now, limit) => collection.find({ settled: false, settleAt: command.lte(now) }, { sort: [['settleAt', 'asc']], limit }),
    owing: (before, limit) => collection.find({ owed: command.gt(0), activeAt: command.lte(before) }, { limit }),
  };
}

export interface ReportContent { stepId: string; encounterId: string; departmentCode: string; answer: string; text: string; relation: Relation | null }
export interface ReportStore {
  get(stepId: string): Promise<ReportContent | null>;
  put(content: ReportContent, day: string, now: number): Promise<void>;
  /** Counts from now on; nothing when there is none. */
  submit(stepId: string): Promise<void>;
}

export function openReportStore(database: Database, cipher: { seal(text: string, field: string): string; open(sealed: string, field: string): string; hash(text: string): string }): ReportStore {
  const collection: Collection<IntegrityReport> = database.collection<IntegrityReport>(integrityCollection);
  const idOf = (stepId: string): string => `integrity:${cipher.hash(`integrity:${stepId}`).slice(0, 20)}`;
  return {
    async get(stepId) {
      const report = await collection.get(idOf(stepId));
      return report ? (JSON.parse(cipher.open(report.sealed, 'integrity_report')) as ReportContent) : null;
    },
    put: (content, day, now) => collection.set({ _id: idOf(content.stepId), day, state: 'draft', answer: content.answer, sealed: cipher.seal(JSON.stringify(content), 'integrity_report'), at: now }),
    submit: async (stepId) => void (await collection.update({ _id: idOf(stepId) }, { state: 'submitted' })),
  };
}
