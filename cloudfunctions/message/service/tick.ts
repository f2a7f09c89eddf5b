/** The minute's work. Each part looks only at what is due, survives one bad record, and may run twice or together. */
import { day } from '../../kit/calendar';
import { eachAlone } from '../../kit/timer';
import { addWorkingTime, stuckAfter } from '../rules/clock';
import type { Thread } from '../store/thread';
import { keptUnused } from './picture';
import { changeThread, type Ports } from './ports';
import { finish, hasDied, line, replyCallId, ringWithin } from './write';

/** A request that still runs has had this long. */
const running = 20_000;
/** Per run and part; the rest follows a minute later. */
const most = 100;

/** How many of each; `failed` ones are tried again in a minute. */
export interface TickReport { raised: number; returned: number; unanswered: number; told: number; cleaned: number; failed: number }

/** Every minute. `seed` writes the sample of standard answers where there is none. */
export async function tick(ports: Ports, seed: (now: number) => Promise<number>, now: number): Promise<TickReport> {
  const report: TickReport = { raised: 0, returned: 0, unanswered: 0, told: 0, cleaned: 0, failed: 0 };
  const each = async <T extends { _id: string }>(what: string, list: readonly T[], work: (item: T) => Promise<void>): Promise<void> => {
    report.failed += await eachAlone(list, what, ports.report, work);
  };
  await seed(now);
  await each('message.owed', await ports.threads.owing(now - running, most), async (message) => {
    const before = message.level === '' ? null : await ports.threads.get(message.threadId);
    const thread = await finish(ports, message, now);
    report.told += 1;
    if (before && thread.alarms.length > before.alarms.length) report.raised += 1;
  });
  await each('message.unanswered', await ports.threads.unanswered(now, most), async (thread) => { if (await unanswered(ports, thread, now)) report.unanswered += 1; });
  await each('message.stuck', await ports.threads.stuck(now, most), async (thread) => { if (await giveBack(ports, thread, now)) report.returned += 1; });
  await each('message.unused', await ports.desk.unusedPictures(now - keptUnused, most), async (picture) => {
    await ports.storage.remove(picture.fileId);
    await ports.desk.removePicture(picture._id);
    report.cleaned += 1;
  });
  await ports.desk.cleanPresence(now - day);
  await ports.desk.cleanPace(now);
  return report;
}

/**
 * A day without an answer: a nurse rings, once per question. The call first: its id decides, so a run that is cut repeats itself harmlessly. After a death nobody is rung about the
 * patient: the family's question stays overdue in the inbox, and the lead hears of it.
 */
async function unanswered(ports: Ports, seen: Thread, now: number): Promise<boolean> {
  const { _id, encounterId, patientId, departmentCode, dischargeDay, elderly, waitingN } = seen;
  const id = replyCallId(_id, waitingN);
  const dead = await hasDied(ports, patientId);
  if (!dead) await ports.calls.queue([{ id, stepId: _id, encounterId, patientId, departmentCode, dischargeDay, reason: 'unanswered', dueAt: now + ringWithin, elderly }], now);
  else await ports.notices.remindStaff({ id: `notice:${_id}:overdue:${waitingN}`, about: _id, encounterId, patientId, departmentCode, level: 1, words: '有家属的留言一天没有回复', by: now }, now);
  let mine = false;
  const after = await changeThread(ports, _id, (t) => {
    mine = t.waitingN === waitingN && t.callAt > 0;
    return mine ? { change: { callAt: 0, ...(!dead && { calls: [...t.calls.filter((c) => c !== id), id].slice(-20) }), updatedAt: now }, entry: { at: now, by: 'timer:tick', what: 'unanswered' } } : null;
  });
  // Answered while the call was being queued.
  if (after && !mine && (after.waitingSince === 0 || after.waitingN !== waitingN)) await ports.calls.withdrawIds([id], 'answered', now);
  if (mine && after && !dead) await line(ports, after, 'unanswered', { staffId: '' }, now);
  return mine;
}

/** Back to everybody when the assignee has given no sign for half an hour of working time. */
async function giveBack(ports: Ports, seen: Thread, now: number): Promise<boolean> {
  const lastHere = await ports.desk.lastHere(seen._id, seen.assignee);
  const look = addWorkingTime(Math.max(lastHere, seen.assignedAt, seen.waitingSince), stuckAfter);
  let mine = false;
  const after = await changeThread(ports, seen._id, (t) => {
    mine = false;
    if (t.stuckAt === 0 || t.stuckAt > now || t.assignee !== seen.assignee) return null;
    if (look > now) return { change: { stuckAt: look } };
    mine = true;
    return { change: { assignee: '', assigneeName: '', assignedAt: 0, stuckAt: 0, updatedAt: now }, entry: { at: now, by: 'timer:tick', what: `returned:${t.assignee}` } };
  });
  if (mine && after) await line(ports, after, 'returned', { staffId: '', text: seen.assigneeName }, now);
  return mine;
}
