/** Every minute: what is due, what was cut off, what nobody used. Two timers at once say everything once; one bad record is counted, reported and skipped. */
import { day } from '../../kit/calendar';
import { eachAlone } from '../../kit/timer';
import { dueWarnings, nextCheck, silence, type Standing } from '../rules/stand';
import type { WarningKey } from '../rules/clock';
import type { Complaint } from '../store';
import { unusedAfter } from './file';
import { closedBySilence } from './handle';
import { event, type Ports } from './ports';
import { reminderId, settle } from './settle';

/** A draft nobody came back to is forgotten (product default, as an unused file). */
const forgetDrafts = 90 * day;
const words: Readonly<Record<WarningKey, string>> = {
  internal_tomorrow: '的内部答复', internal_over: '的内部答复', legal_tomorrow: '的法定答复', legal_over: '的法定答复', extended_tomorrow: '的延长答复', extended_over: '的延长答复',
};
const codes: Readonly<Record<WarningKey, number>> = { internal_tomorrow: 1, internal_over: 2, legal_tomorrow: 3, legal_over: 4, extended_tomorrow: 5, extended_over: 6 };

/** How many of each; `failed` ones are tried again in a minute. */
export interface TickReport { warned: number; closed: number; settled: number; failed: number; removed: number }

/** The timer's work. */
export async function tick(ports: Ports, now: number): Promise<TickReport> {
  const report: TickReport = { warned: 0, closed: 0, settled: 0, failed: 0, removed: 0 };
  const each = async <T extends { _id: string }>(list: readonly T[], what: string, work: (record: T) => Promise<void>): Promise<void> => {
    report.failed += await eachAlone(list, what, ports.report, work);
  };
  await each(await ports.complaints.due(now, 200), 'complaint not looked at', (c) => look(ports, c, now, report));
  await each(await ports.complaints.unsettled(now, 200), 'complaint not told', async (c) => {
    await ports.files.attach(c.evidence.map(({ fileId }) => fileId), c.number);
    await settle(ports, c, now);
    report.settled += 1;
  });
  await each(await ports.files.unused(now - unusedAfter, 50), 'unused file not removed', async (file) => {
    if (!(await ports.files.removeUnused(file._id))) return;
    await ports.storage.remove(file.storageId);
    report.removed += 1;
  });
  await ports.drafts.forget(now - forgetDrafts);
  return report;
}

async function look(ports: Ports, c: Complaint, now: number, report: TickReport): Promise<void> {
  if (silence(c, now).closes) {
    const { set, events } = closedBySilence(c, now, { by: 'system' });
    const closed = await ports.complaints.change(c, { ...set, updatedAt: now }, events ?? []);
    if (!closed) return;
    report.closed += 1;
    return settle(ports, closed, now);
  }
  const due = dueWarnings(c, now);
  // The reminder first: it has an id of its own, so that a run cut off between the two says it once all the same.
  for (const { key, level, by } of due) await ports.notices.remindStaff({ id: reminderId(c, codes[key]), about: c._id, level, words: `投诉${c.number}${words[key]}`, by }, now);
  const warned = [...c.warned, ...due.map(({ id }) => id)];
  const standing: Standing = { ...c, warned };
  const won = await ports.complaints.change(c, { warned, nextCheck: nextCheck(standing), escalated: Math.max(c.escalated, ...due.map(({ level }) => level)), updatedAt: now }, due.map(({ key }) => event(c, now, `warned_${key}`, { by: 'system' }, { public: false })));
  if (won) report.warned += due.length;
}
