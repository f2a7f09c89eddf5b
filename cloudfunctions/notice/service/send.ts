/**
 * The timer of the outbox. It takes what is due with a lease, looks once more at step, stay, patient and consent, sends through the first address that may work, and keeps every answer of the
 * carriers. What a cut run had taken comes back when its lease ends; what followup was not told is told again.
 */
import { hour, minute } from '../../kit/calendar';
import type { Step } from '../../followup/contract';
import type { Notice, NoticeResult } from '../contract';
import { afterAnswer, alertParams, guard, linkExpiry, linkOf, mostTries, smsKind, smsParams, targetsOf, wechatData, wechatPage, type Guard, type Recipient, type Target, type Wording } from '../rules';
import type { NoticeChange, PatientRecord, Ports, StayRecord } from '../service';
import { byId, unique } from './facts';

export interface SendReport { taken: number; sent: number; handed: number; postponed: number; cancelled: number; later: number; bad: number; more: boolean }

/** The function is cut after 60 s; a page of 100 takes a few seconds. */
const budget = 40_000;
const pageSize = 100;
/** Requests to the carriers under way at once: Tencent's and WeChat's own limits are far above. */
const together = 8;
/** How long a run owns what it took: longer than the function may live. */
const lease = 2 * minute;
/** Of earlier messages, those that weigh: a week of them. */
const weekOfMessages = 7 * 24 * hour;

interface Loaded {
  steps: Map<string, Step>; stays: Map<string, StayRecord>; patients: Map<string, PatientRecord>;
  refused: { care: ReadonlySet<string>; survey: ReadonlySet<string> };
  sent: Map<string, number[]>;
  recipients: ReadonlyMap<string, readonly Recipient[]>; credits: Map<string, ReadonlyMap<string, number>>;
  hospital: string;
}
/** A notice that goes out now, with what its words need. */
interface Ready { notice: Notice; targets: Target[]; wording: Wording | null; patient: PatientRecord | undefined }

export function createSend(ports: Ports): (now: number) => Promise<SendReport> {
  const { notices } = ports;

  return async function send(now) {
    const report: SendReport = { taken: 0, sent: 0, handed: 0, postponed: 0, cancelled: 0, later: 0, bad: 0, more: false };
    const started = ports.clock();
    const runId = `run:${now.toString(36)}:${Math.random().toString(36).slice(2, 10)}`;
    await tell(now);
    for (let left = true; left;) {
      const due = await notices.due(now, pageSize);
      const mine = due.length > 0 ? await take(due, runId, now) : [];
      report.taken += mine.length;
      if (mine.length > 0) await sendAll(mine, runId, now, report);
      if (mine.length > 0) await tell(now);
      const timeIsUp = ports.clock() - started > budget;
      // Nothing taken although something was due: another run is at it.
      left = due.length === pageSize && mine.length > 0 && !timeIsUp;
      report.more ||= due.length === pageSize && timeIsUp;
    }
    return report;
  };

  /** Ours for the length of the lease; what an earlier run had taken and never brought back counts as a try. */
  async function take(due: readonly Notice[], runId: string, now: number): Promise<Notice[]> {
    const until = now + lease;
    for (const state of ['waiting', 'sending'] as const) {
      const ids = due.filter((notice) => notice.state === state).map((notice) => notice._id);
      const lost: NoticeResult = { at: now, channel: '', to: '', code: 'lease_ended', delivery: 'later' };
      if (ids.length > 0) await notices.change({ ids, states: [state], dueBy: now }, { set: { state: 'sending', runId, leaseUntil: until, due: until, updatedAt: now }, ...(state === 'sending' && { result: lost, again: true }) });
    }
    return (await notices.getMany(due.map((notice) => notice._id))).filter((notice) => notice.runId === runId && notice.state === 'sending');
  }

  async function sendAll(mine: readonly Notice[], runId: string, now: number, report: SendReport): Promise<void> {
    const loaded = await load(mine, now);
    const ready: Ready[] = [];
    const groups = new Map<string, { ids: string[]; change: NoticeChange; count: 'cancelled' | 'postponed' }>();
    const put = (key: string, id: string, change: NoticeChange, count: 'cancelled' | 'postponed') => {
      const group = groups.get(key) ?? { ids: [], change, count };
      groups.set(key, { ...group, ids: [...group.ids, id] });
    };
    for (const notice of mine) {
      try {
        const said = judge(notice, loaded, now);
        if (said.do === 'cancel') put(`cancel ${said.reason}`, notice._id, cancelled(said.reason, now), 'cancelled');
        else if (said.do === 'wait') put(`wait ${said.until}`, notice._id, waiting(said.until, now), 'postponed');
        else {
          if (notice.kind !== 'alert') loaded.sent.set(notice.patientId, [...(loaded.sent.get(notice.patientId) ?? []), now]);
          ready.push(prepare(notice, loaded));
        }
      } catch (error) {
        // Looked at again in an hour, so that bad records never fill the page.
        report.bad += 1;
        ports.report({ what: 'bad_notice', id: notice._id, error });
        put('bad', notice._id, waiting(now + hour, now), 'postponed');
      }
    }
    for (const { ids, change, count } of groups.values()) report[count] += await notices.change({ ids, states: ['sending'], runId }, change);
    const links = await makeLinks(ready, now);
    const queue = [...ready];
    const worker = async (): Promise<void> => {
      for (let one = queue.shift(); one; one = queue.shift()) {
        try {
          await sendOne(one, links, runId, now, report);
        } catch (error) {
          // Its lease ends by itself and it is tried again, three times at most.
          report.bad += 1;
          ports.report({ what: 'bad_notice', id: one.notice._id, error });
        }
      }
    };
    await Promise.all(Array.from({ length: together }, worker));
  }

  function judge(notice: Notice, { steps, stays, patients, refused, sent }: Loaded, now: number): Guard {
    const stay = stays.get(notice.encounterId);
    const no = refused.care.has(notice.patientId) || (notice.purpose === 'survey' && refused.survey.has(notice.patientId));
    const facts = { step: steps.get(notice.stepId), patient: patients.get(notice.patientId), refused: no, sent: sent.get(notice.patientId) ?? [], stay: stay && { ...stay, readmitted: stay.readmittedAt !== null } };
    return guard(notice, facts, now);
  }

  async function load(mine: readonly Notice[], now: number): Promise<Loaded> {
    const about = mine.filter((notice) => notice.kind !== 'alert');
    const patientIds = unique(about.map((notice) => notice.patientId));
    if (about.length === 0) return { steps: new Map(), stays: new Map(), patients: new Map(), refused: { care: new Set(), survey: new Set() }, sent: new Map(), recipients: new Map(), credits: new Map(), hospital: '' };
    const [steps, stays, patients, care, survey, counting, recipients, hospital] = await Promise.all([
      ports.steps.getMany(unique(about.map((notice) => notice.stepId))), ports.stays.getMany(unique(about.map((notice) => notice.encounterId))), ports.patients.getMany(patientIds),
      ports.consents.refused(patientIds, 'care'), about.some((notice) => notice.purpose === 'survey') ? ports.consents.refused(patientIds, 'survey') : new Set<string>(),
      notices.counting(patientIds, now - weekOfMessages), ports.people.recipientsOf(patientIds, now), ports.hospital(),
    ]);
    const sent = new Map<string, number[]>();
    // Only what really went out: two that wait must not wait for each other.
    for (const other of counting) if (other.state === 'sent') sent.set(other.patientId, [...(sent.get(other.patientId) ?? []), other.countsAt]);
    const openids = unique([...recipients.values()].flat().map((who) => who.openid));
    const kinds = openids.length === 0 ? [] : unique(about.map((notice) => notice.kind)).flatMap((kind) => (kind === 'alert' ? [] : [kind]));
    const credits = new Map(await Promise.all(kinds.map(async (kind) => [kind, await ports.credits.left(openids, kind)] as const)));
    return { steps: byId(steps), stays: byId(stays), patients: byId(patients), refused: { care, survey }, sent, recipients, credits, hospital: hospital.name };
  }

  function prepare(notice: Notice, loaded: Loaded): Ready {
    const [step, stay, patient] = [loaded.steps.get(notice.stepId), loaded.stays.get(notice.encounterId), loaded.patients.get(notice.patientId)];
    if (notice.kind === 'alert' || !step || !stay || !patient) {
      const target: Target = { channel: 'sms', to: 'duty', key: ports.cipher.hash(notice._id), openid: '', number: '' };
      return { notice, targets: notice.kind === 'alert' ? [target] : [], wording: null, patient };
    }
    const credits = ports.templateIds[notice.kind] ? loaded.credits.get(notice.kind) ?? new Map<string, number>() : new Map<string, number>();
    const targets = targetsOf({
      purpose: notice.purpose, tried: notice.tried, patient, stay: { ...stay, readmitted: false }, recipients: loaded.recipients.get(notice.patientId) ?? [], credits,
      mobile: { phone: isMobile(open(patient.phoneSealed, 'phone')), contactPhone: isMobile(open(patient.contactPhoneSealed, 'contactPhone')) }, keyOfOpenid: (openid) => ports.cipher.hash(`openid:${openid}`),
    });
    return { notice, targets, patient, wording: { hospital: loaded.hospital, patientName: patient.name, family: false, step } };
  }
  /** A number that cannot be opened (a lost key) is no number; it is not the end of the run. */
  function open(sealed: string | null, field: 'phone' | 'contactPhone'): string {
    try {
      return sealed ? ports.cipher.open(sealed, field) : '';
    } catch (error) {
      ports.report({ what: 'number_unreadable', error });
      return '';
    }
  }

  /** Links of a page in two round trips, for every SMS that may become necessary. */
  async function makeLinks(ready: readonly Ready[], now: number): Promise<ReadonlyMap<string, string>> {
    const wanted = ready.flatMap(({ notice, targets, wording, patient }) => (!wording || !patient ? [] : targets.filter((target) => target.channel === 'sms').map((target) => ({
      key: `${notice._id} ${target.key}`, stepId: notice.stepId, encounterId: notice.encounterId, patientId: notice.patientId, to: target.to === 'family' ? 'contact' as const : 'patient' as const,
      relation: target.to === 'family' ? patient.contactRelation : 'self' as const, phoneHash: target.key, expiresAt: linkExpiry(wording.step),
    }))));
    if (wanted.length === 0) return new Map();
    const tokens = await ports.links.makeMany(wanted.map(({ key: _key, ...link }) => link), now);
    return new Map(wanted.map(({ key }, i) => [key, linkOf(ports.address.publicUrl, tokens[i]!, ports.address.linkPrefix)]));
  }

  /** One notice, address after address, until one took it, one should be tried later, or none is left. */
  async function sendOne({ notice, targets, wording, patient }: Ready, links: ReadonlyMap<string, string>, runId: string, now: number, report: SendReport): Promise<void> {
    const mine = { ids: [notice._id], states: ['sending'], runId } as const;
    let { tries } = notice;
    for (const [index, target] of targets.entries()) {
      // Three runs were cut here: whatever it is about this address, the next one has its turn.
      const answer = tries >= mostTries ? { delivery: 'unreachable' as const, code: 'lease_ended' } : await deliver(notice, target, wording, patient, links, now);
      if (answer === null) continue;
      tries += 1;
      const after = afterAnswer(answer.delivery, tries, index < targets.length - 1, now);
      const result: NoticeResult = { at: now, channel: target.channel, to: target.to, code: answer.code, delivery: answer.delivery };
      if (answer.delivery === 'fault') ports.report({ what: 'carrier_refuses', id: notice._id, code: `${target.channel} ${answer.code}` });
      const set = { channel: target.channel, to: target.to, target: target.key, updatedAt: now } as const;
      if (after.do === 'sent') {
        await notices.change(mine, { set: { ...set, state: 'sent', sentAt: now, countsAt: notice.kind === 'alert' ? 0 : now, due: 0, leaseUntil: 0, tries }, result });
        report.sent += 1;
        return;
      }
      if (after.do === 'again') {
        await notices.change(mine, { set: { ...set, state: 'waiting', runId: '', due: after.at, leaseUntil: 0, tries }, result });
        report.later += 1;
        return;
      }
      // The run keeps it and goes on to the next address.
      await notices.change(mine, { set: { ...set, tries: 0 }, result, tried: target.key });
      tries = 0;
    }
    await notices.change(mine, { set: { state: 'handed', due: 0, leaseUntil: 0, countsAt: 0, updatedAt: now } });
    if (notice.kind === 'alert') ports.report({ what: 'alert_not_delivered', id: notice._id });
    report.handed += 1;
  }

  /** Null when the grant was gone in the meantime: nothing was tried. */
  async function deliver(notice: Notice, target: Target, wording: Wording | null, patient: PatientRecord | undefined, links: ReadonlyMap<string, string>, now: number): Promise<{ delivery: NoticeResult['delivery']; code: string } | null> {
    if (notice.kind === 'alert') return ports.sms.send({ kind: 'alert', phone: ports.cipher.open(notice.toSealed, 'notice'), params: alertParams(notice) });
    if (!wording || !patient) return null;
    const words = { ...wording, family: target.to === 'family' };
    if (target.channel === 'sms') {
      const phone = target.number === 'contactPhone' ? open(patient.contactPhoneSealed, 'contactPhone') : open(patient.phoneSealed, 'phone');
      return ports.sms.send({ kind: smsKind(notice.kind, words.family), phone, params: smsParams(words, links.get(`${notice._id} ${target.key}`) ?? '') });
    }
    // The grant is taken before the message goes: it is never used twice.
    const templateId = ports.templateIds[notice.kind];
    if (!templateId || !(await ports.credits.spend(target.openid, notice.kind, now))) return null;
    const answer = await ports.wechat.send({ openid: target.openid, templateId, page: wechatPage(notice.stepId), data: wechatData(notice.kind, words) });
    if (answer.spent) await ports.credits.clear(target.openid, notice.kind, now);
    else if (answer.delivery !== 'sent') await ports.credits.add(target.openid, notice.kind, now);
    return answer;
  }

  /** Followup hears of everything that went out, or could not; again, where a run was cut before. */
  async function tell(now: number): Promise<void> {
    const untold = await notices.untold(1000);
    if (untold.length === 0) return;
    const groups = new Map<string, Notice[]>();
    for (const notice of untold) if (notice.state === 'sent') groups.set(`${notice.channel} ${notice.sentAt}`, [...(groups.get(`${notice.channel} ${notice.sentAt}`) ?? []), notice]);
    for (const group of groups.values()) await ports.followup.sent(group.map((notice) => notice.stepId), group[0]!.channel || 'sms', group[0]!.sentAt);
    const handed = untold.filter((notice) => notice.state === 'handed').map((notice) => notice.stepId);
    if (handed.length > 0) await ports.followup.noChannel(handed, now);
    await notices.change({ ids: untold.map((notice) => notice._id), states: ['sent', 'handed'] }, { set: { told: true } });
  }
}

const waiting = (until: number, now: number): NoticeChange => ({ set: { state: 'waiting', runId: '', leaseUntil: 0, due: until, updatedAt: now } });
const cancelled = (reason: string, now: number): NoticeChange => ({ set: { state: 'cancelled', cancelReason: reason, due: 0, leaseUntil: 0, countsAt: 0, told: true, updatedAt: now } });
/** Digits of a mainland mobile. */
export const isMobile = (number: string): boolean => /^1[3-9]\d{9}$/.test(number);
