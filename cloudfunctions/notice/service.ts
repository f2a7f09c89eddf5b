/** The outbox's use cases. What it sends with, and what it must know before, comes through the ports declared here. */
import { minute } from '../kit/calendar';
import type { Purpose, Relation } from '../kit/contract';
import type { Relationship } from '../account/rules/binding';
import type { Step } from '../followup/contract';
import { LetterKind, type Notice, type NoticeKind, type NoticeResult, type NoticeState, type TemplateKind } from './contract';
import type { Letter, LetterFamily, LetterOwner, StaffReminder } from './contract/letter';
import { createReach } from './service/reach';
import { createSend, type SendReport } from './service/send';
import type { PatientFacts, Recipient } from './rules';
import { purposeOf, whenWords } from './rules/letter';
import type { Sms } from './sms';
import type { Wechat } from './wechat';

/** A message about a step. `round` of the step: a re-opened one may be written to again. */
export interface NewNotice { kind: 'invite' | 'remind'; purpose: Purpose; stepId: string; round: number; encounterId: string; patientId: string; due: number }
/** A red flag for the person on duty; the n-th of its call. */
export interface Alert { callId: string; n: number; level: number; stepId: string; encounterId: string; patientId: string; phone: string }

/** Which notices, by all that is named. */
export interface NoticeWhere {
  ids?: readonly string[]; stepIds?: readonly string[]; patientId?: string; states: readonly NoticeState[]; kinds?: readonly NoticeKind[]; runId?: string; dueBy?: number; cancelReason?: string;
}
/** `again` counts one more try on the present address. */
export interface NoticeChange { set: Partial<Omit<Notice, '_id' | 'results' | 'tried'>>; result?: NoticeResult; tried?: string; again?: boolean }

/** The outbox. */
export interface NoticeStore {
  getMany(ids: readonly string[]): Promise<Notice[]>;
  insertMissing(notices: readonly Notice[]): Promise<number>;
  change(where: NoticeWhere, change: NoticeChange): Promise<number>;
  /** Whose time has come: waiting, or taken by a run that never came back. */
  due(now: number, limit: number): Promise<Notice[]>;
  /** Sent or handed over without followup knowing. */
  untold(limit: number): Promise<Notice[]>;
  ofStep(stepId: string): Promise<Notice[]>;
  /** That count towards the week, since then. */
  counting(patientIds: readonly string[], since: number): Promise<Pick<Notice, '_id' | 'patientId' | 'state' | 'countsAt'>[]>;
}
/** Grants of WeChat users, one message each. */
export interface CreditStore {
  /** Grants left per openid. */
  left(openids: readonly string[], kind: TemplateKind): Promise<ReadonlyMap<string, number>>;
  /** Takes one; false when none was left. */
  spend(openid: string, kind: TemplateKind, now: number): Promise<boolean>;
  /** Adds: one for an accept, one back when the carrier could not be reached. Returns what is left. */
  add(openid: string, kind: TemplateKind, now: number): Promise<number>;
  clear(openid: string, kind: TemplateKind, now: number): Promise<void>;
}

/** The register's record with its sealed numbers. */
export interface PatientRecord extends PatientFacts { _id: string; phoneSealed: string | null; contactPhoneSealed: string | null }
/** A person outside the hospital; the number is sealed under field `person.phone`. */
export interface PersonContact { _id: string; openid: string; phoneSealed: string; phoneHash: string }
/** A stay, as far as it says who may be written to. */
export interface StayRecord { _id: string; sensitive: boolean; state: 'finished' | 'cancelled'; readmittedAt: number | null; decision: string; departmentCode: string }

/** Given by the wiring. */
export interface Ports {
  notices: NoticeStore;
  credits: CreditStore;
  sms: Sms;
  wechat: Wechat;
  templateIds: Partial<Record<TemplateKind, string>>;
  steps: { getMany(ids: readonly string[]): Promise<Step[]> };
  patients: { getMany(ids: readonly string[]): Promise<PatientRecord[]> };
  stays: { getMany(ids: readonly string[]): Promise<StayRecord[]> };
  people: {
    recipientsOf(patientIds: readonly string[], now: number): Promise<ReadonlyMap<string, readonly Recipient[]>>;
    getMany(ids: readonly string[]): Promise<PersonContact[]>;
    /** By `relationshipId(personId, patientId)`. */
    relationships(ids: readonly string[]): Promise<Pick<Relationship, '_id' | 'as' | 'state' | 'guardianUntil'>[]>;
  };
  consents: { refused(patientIds: readonly string[], purpose: Purpose): Promise<ReadonlySet<string>> };
  links: { makeMany(links: readonly { stepId: string; encounterId: string; patientId: string; to: 'patient' | 'contact'; relation: Relation; phoneHash: string; expiresAt: number }[], now: number): Promise<string[]> };
  /** The public address without a slash at the end, and the part of it that stands in the approved SMS template. */
  address: { publicUrl: string; linkPrefix: string };
  cipher: { seal(text: string, field: string): string; open(sealed: string, field: string): string; hash(text: string): string };
  hospital(): Promise<{ name: string }>;
  /** Who answers for letters, by their kind. */
  owners: Readonly<Record<LetterFamily, LetterOwner>>;
  /** Of these patients, those with an open complaint: they are not asked whether they were satisfied. */
  openComplaints(patientIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Of these patients, those with a red flag that nobody has acknowledged: they are not reminded to finish a questionnaire. */
  inDanger(patientIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** The mobile of the duty chain from a level upwards; '' when none is known. */
  dutyPhone(departmentCode: string, level: 0 | 1 | 2, now: number): Promise<string>;
  followup: {
    sent(stepIds: readonly string[], channel: 'wechat' | 'sms', at: number): Promise<void>;
    noChannel(stepIds: readonly string[], now: number): Promise<void>;
  };
  clock(): number;
  /** Something a person should look at; never personal data. */
  report(entry: { what: string; id?: string; code?: string; error?: unknown }): void;
}

/** For the other domains, and the timer (`send`). */
export interface NoticeService {
  /** Writes them to the outbox; twice is once by (step, round, kind). */
  enqueue(notices: readonly NewNotice[], now: number): Promise<void>;
  /** Writes an alert; twice is once by (call, n). It goes out with the next run of the timer, at any hour. */
  alert(alert: Alert, now: number): Promise<void>;
  /** Writes letters; twice is once by id. */
  write(letters: readonly Letter[], now: number): Promise<void>;
  /** Takes back letters about these that have not gone out; `kinds` narrows. */
  cancelAbout(about: readonly string[], reason: string, now: number, kinds?: readonly LetterKind[]): Promise<void>;
  /** Can this patient be told in writing, and how (能否通知到)? `encounterId`: the stay whose rules hold; '' takes the careful view of an unknown one. */
  reach(of: { patientId: string; encounterId: string }, now: number): Promise<'wechat' | 'sms' | 'none'>;
  /** Tells the duty chain by SMS, within the sending hours; nobody there with a mobile is reported in the log. */
  remindStaff(reminder: StaffReminder, now: number): Promise<void>;
  /** Takes back what has not gone out of the plan's messages. Alerts and letters stay. */
  cancel(which: { stepIds: readonly string[] } | { patientId: string }, reason: string, now: number): Promise<void>;
  /** A death turned out wrong: letters that were taken back for it wait again, and are judged anew before they go. Those not yet due were never taken back. */
  restore(patientId: string, now: number): Promise<void>;
  /** When messages that count towards the weekly cap went, or will go for certain, to these patients. */
  recent(patientIds: readonly string[], since: number): Promise<ReadonlyMap<string, readonly number[]>>;
  send(now: number): Promise<SendReport>;
}

/** Somebody must acknowledge a red flag within 15 minutes (product default). */
const acknowledgeWithin = 15 * minute;

/** One message per step, round and kind. */
export const noticeId = ({ stepId, round, kind }: Pick<NewNotice, 'stepId' | 'round' | 'kind'>): string => `notice:${stepId}:${kind}${round > 0 ? `:${round}` : ''}`;

const fresh = (now: number) => ({
  params: [] as string[], tried: [] as string[], results: [] as NoticeResult[],
  toSealed: '', toPerson: '', until: 0, page: '', link: false, state: 'waiting', leaseUntil: 0, runId: '', tries: 0, channel: '', to: '', target: '', sentAt: 0, countsAt: 0, raisedAt: 0, ackBy: 0, cancelReason: '', told: true,
  createdAt: now, updatedAt: now,
}) satisfies Partial<Notice>;

const takenBack = (reason: string, now: number): NoticeChange['set'] => ({ state: 'cancelled', cancelReason: reason, due: 0, countsAt: 0, told: true, updatedAt: now });

/** Nothing is sent but by `send`. */
export function createNotices(ports: Ports): NoticeService {
  const { notices } = ports;
  return {
    async enqueue(list, now) {
      await notices.insertMissing(list.map(({ kind, purpose, stepId, round, encounterId, patientId, due }) => ({
        ...fresh(now), _id: noticeId({ stepId, round, kind }), kind, purpose, stepId, encounterId, patientId, due, countsAt: now, told: kind !== 'invite',
      })));
    },
    async alert({ callId, n, stepId, encounterId, patientId, phone }, now) {
      await notices.insertMissing([{
        ...fresh(now), _id: `notice:${callId}:alert:${n}`, kind: 'alert', purpose: 'safety', stepId, encounterId, patientId, due: now,
        toSealed: ports.cipher.seal(phone, 'notice'), raisedAt: now, ackBy: now + acknowledgeWithin,
      }]);
    },
    async write(letters, now) {
      await notices.insertMissing(letters.map(({ id, kind, about, encounterId, patientId, to, due, until, params, page, link = false }) => ({
        ...fresh(now), _id: id, kind, purpose: purposeOf(kind), stepId: about, encounterId, patientId, due, until, params: [...params], page, link,
        toPerson: to !== 'patient' && 'personId' in to ? to.personId : '', toSealed: to !== 'patient' && 'phoneSealed' in to ? to.phoneSealed : '',
      })));
    },
    async cancelAbout(about, reason, now, kinds = LetterKind.options) {
      for (let i = 0; i < about.length; i += 500) await notices.change({ stepIds: about.slice(i, i + 500), states: ['waiting'], kinds }, { set: takenBack(reason, now) });
    },
    reach: createReach(ports),
    async remindStaff({ id, about, encounterId, patientId, level, departmentCode, words, by }, now) {
      const phone = await ports.dutyPhone(departmentCode, level, now);
      if (!phone) return ports.report({ what: 'duty_without_mobile', id });
      await notices.insertMissing([{
        ...fresh(now), _id: id, kind: 'overdue', purpose: 'service', stepId: about, encounterId, patientId, due: now, params: [words, whenWords(by)], toSealed: ports.cipher.seal(phone, 'notice'),
      }]);
    },
    async cancel(which, reason, now) {
      await notices.change({ ...which, states: ['waiting'], kinds: ['invite', 'remind'] }, { set: takenBack(reason, now) });
    },
    async restore(patientId, now) {
      await notices.change({ patientId, states: ['cancelled'], kinds: LetterKind.options, cancelReason: 'death_unconfirmed' }, { set: { state: 'waiting', cancelReason: '', runId: '', due: now, updatedAt: now } });
    },
    async recent(patientIds, since) {
      const found = new Map<string, number[]>();
      for (const notice of await notices.counting(patientIds, since)) found.set(notice.patientId, [...(found.get(notice.patientId) ?? []), notice.countsAt]);
      return found;
    },
    send: createSend(ports),
  };
}
