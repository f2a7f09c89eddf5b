/**
 * The timer of the outbox. It takes what is due with a lease, looks once more at step, stay, patient and consent, sends through the first address that may work, and keeps every answer of the
 * carriers. What a cut run had taken comes back when its lease ends; what followup was not told is told again.
 */
import { hour, minute } from '../../kit/calendar';
import type { Notice, NoticeResult } from '../contract';
import { afterAnswer, mostTries, type Target } from '../rules';
import { familyOf, isLetter } from '../rules/letter';
import type { NoticeChange, Ports } from '../service';
import { load, refOf } from './load';
import { judge, numberFor, prepare, type Ready } from './message';

/** How many of each; `more`: there was no time for all that was due. */
export interface SendReport { taken: number; sent: number; handed: number; postponed: number; cancelled: number; later: number; bad: number; more: boolean }

/** The function is cut after 60 s; a page of 100 takes a few seconds. */
const budget = 40_000;
const pageSize = 100;
/** Requests to the carriers under way at once: Tencent's and WeChat's own limits are far above. */
const together = 8;
/** How long a run owns what it took: longer than the function may live. */
const lease = 2 * minute;

/** Messages of the plan weigh towards three a week; alerts, words to staff and letters do not. */
const counts = (notice: Notice): boolean => notice.kind === 'invite' || notice.kind === 'remind';
/** Staff who are not reached show in the log: nobody else would notice. */
const toStaff = (notice: Notice): boolean => notice.kind === 'alert' || notice.kind === 'overdue';

/** Safe fired twice, together, or after days of silence. */
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
    const loaded = await load(ports, mine, now);
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
          const one = prepare(ports, notice, loaded);
          if (counts(notice)) loaded.sent.set(notice.patientId, [...(loaded.sent.get(notice.patientId) ?? []), now]);
          ready.push(one);
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

  /** Links of a page in two round trips, for every SMS that may become necessary. */
  async function makeLinks(ready: readonly Ready[], now: number): Promise<ReadonlyMap<string, string>> {
    const wanted = ready.flatMap(({ notice, targets, message, patient }) => (message.linkUntil === 0 ? [] : targets.filter((target) => target.channel === 'sms').map((target) => ({
      key: `${notice._id} ${target.key}`, stepId: notice.stepId, encounterId: notice.encounterId, patientId: notice.patientId, to: target.to === 'family' ? 'contact' as const : 'patient' as const,
      relation: target.to === 'self' ? 'self' as const : patient?.contactRelation ?? 'other' as const, phoneHash: target.key, expiresAt: message.linkUntil,
    }))));
    if (wanted.length === 0) return new Map();
    const tokens = await ports.links.makeMany(wanted.map(({ key: _key, ...link }) => link), now);
    return new Map(wanted.map(({ key }, i) => [key, tokens[i]!]));
  }

  /** One notice, address after address, until one took it, one should be tried later, or none is left. */
  async function sendOne(one: Ready, links: ReadonlyMap<string, string>, runId: string, now: number, report: SendReport): Promise<void> {
    const { notice, targets } = one;
    const mine = { ids: [notice._id], states: ['sending'], runId } as const;
    let { tries } = notice;
    for (const [index, target] of targets.entries()) {
      // Three runs were cut here: whatever it is about this address, the next one has its turn.
      const answer = tries >= mostTries ? { delivery: 'unreachable' as const, code: 'lease_ended' } : await deliver(one, target, links, now);
      if (answer === null) continue;
      tries += 1;
      const after = afterAnswer(answer.delivery, tries, index < targets.length - 1, now);
      const result: NoticeResult = { at: now, channel: target.channel, to: target.to, code: answer.code, delivery: answer.delivery };
      if (answer.delivery === 'fault') ports.report({ what: 'carrier_refuses', id: notice._id, code: `${target.channel} ${answer.code}` });
      const set = { channel: target.channel, to: target.to, target: target.key, updatedAt: now } as const;
      if (after.do === 'sent') {
        await notices.change(mine, { set: { ...set, state: 'sent', sentAt: now, countsAt: counts(notice) ? now : 0, due: 0, leaseUntil: 0, tries }, result });
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
    await notices.change(mine, { set: { state: 'handed', due: 0, leaseUntil: 0, countsAt: 0, updatedAt: now, ...(isLetter(notice.kind) && { told: false }) } });
    if (toStaff(notice)) ports.report({ what: 'alert_not_delivered', id: notice._id });
    report.handed += 1;
  }

  /** Null when the grant was gone in the meantime: nothing was tried. */
  async function deliver(one: Ready, target: Target, links: ReadonlyMap<string, string>, now: number): Promise<{ delivery: NoticeResult['delivery']; code: string } | null> {
    const { notice, message } = one;
    const family = target.to === 'family';
    if (target.channel === 'sms') {
      const { kind, params } = message.sms(family, message.address(links.get(`${notice._id} ${target.key}`) ?? ''));
      return ports.sms.send({ kind, phone: numberFor(ports, one, target), params });
    }
    // The grant is taken before the message goes: it is never used twice.
    const { template } = message;
    const templateId = template && ports.templateIds[template];
    if (!template || !templateId || !(await ports.credits.spend(target.openid, template, now))) return null;
    const answer = await ports.wechat.send({ openid: target.openid, templateId, page: message.page, data: message.data(family) });
    if (answer.spent) await ports.credits.clear(target.openid, template, now);
    else if (answer.delivery !== 'sent') await ports.credits.add(target.openid, template, now);
    return answer;
  }

  /** Followup hears of everything that went out, or could not, and the owner of a letter that it could not; again, where a run was cut before. */
  async function tell(now: number): Promise<void> {
    const untold = await notices.untold(1000);
    if (untold.length === 0) return;
    const plan = untold.filter((notice) => !isLetter(notice.kind));
    const groups = new Map<string, Notice[]>();
    for (const notice of plan) if (notice.state === 'sent') groups.set(`${notice.channel} ${notice.sentAt}`, [...(groups.get(`${notice.channel} ${notice.sentAt}`) ?? []), notice]);
    for (const group of groups.values()) await ports.followup.sent(group.map((notice) => notice.stepId), group[0]!.channel || 'sms', group[0]!.sentAt);
    const handed = plan.filter((notice) => notice.state === 'handed').map((notice) => notice.stepId);
    if (handed.length > 0) await ports.followup.noChannel(handed, now);
    if (plan.length > 0) await notices.change({ ids: plan.map((notice) => notice._id), states: ['sent', 'handed'] }, { set: { told: true } });
    for (const letter of untold) await tellOwner(letter, now);
  }

  /** One letter's trouble is not another's: it is told again a minute later. */
  async function tellOwner(letter: Notice, now: number): Promise<void> {
    for (const ref of refOf(letter)) {
      try {
        if (letter.state === 'handed') await ports.owners[familyOf(ref.kind)].handed(ref, now);
        await notices.change({ ids: [letter._id], states: ['sent', 'handed'] }, { set: { told: true } });
      } catch (error) {
        ports.report({ what: 'letter_not_handed', id: letter._id, error });
      }
    }
  }
}

const waiting = (until: number, now: number): NoticeChange => ({ set: { state: 'waiting', runId: '', leaseUntil: 0, due: until, updatedAt: now } });
const cancelled = (reason: string, now: number): NoticeChange => ({ set: { state: 'cancelled', cancelReason: reason, due: 0, leaseUntil: 0, countsAt: 0, told: true, updatedAt: now } });
