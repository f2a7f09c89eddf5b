/** The minute's work: what nobody acknowledged goes up, what was not told is told, what was left is freed. Safe fired twice, together, or after days of silence. */
import { acknowledgeWithin, repeatAfter, topLevel } from '../rules/duty';
import { day } from '../../kit/calendar';
import { eachAlone } from '../../kit/timer';
import { alertedFor } from '../service';
import type { CallRecord } from '../store/record';
import type { DeskPorts } from './desk';
import { carryOut, endIfLeft } from './settle';

/** Per run; the rest follows a minute later. */
const page = 200;

/** How many of each. */
export async function tick(ports: DeskPorts, now: number): Promise<{ escalated: number; settled: number; freed: number; cleaned: number }> {
  const [late, untold] = await Promise.all([ports.store.dueAcknowledgements(now, page), ports.store.dueSettlements(now, page)]);
  let escalated = 0;
  await eachAlone(late, 'call.escalate', ports.report, async (call) => {
    if (await goUp(ports, call, now)) escalated += 1;
  });
  let settled = 0;
  const [owing, others] = [untold.filter((call) => call.settle !== ''), untold.filter((call) => call.settle === '')];
  for (const call of owing) if (await carryOut(ports, call, now)) settled += 1;
  await eachAlone(others, 'call.left', ports.report, (call) => endIfLeft(ports, call, now));
  const freed = await ports.store.freeExpired(now);
  const cleaned = await ports.store.cleanPhones(now - 2 * day);
  return { escalated, settled, freed, cleaned };
}

/** One level up, the alert first: its id is (call, number), so two runs send one. At the top it is repeated hourly until somebody answers. */
async function goUp(ports: DeskPorts, call: CallRecord, now: number): Promise<boolean> {
  if (call.open === 0) {
    await ports.store.change(call, { ackDue: 0 });
    return false;
  }
  const wanted = Math.min(topLevel, call.ackLevel + 1);
  const { alerted } = await alertedFor(ports, call.departmentCode, wanted, now);
  const n = call.alerts + 1;
  if (alerted) await ports.alert({ callId: call._id, n, level: alerted.level, stepId: call.stepId, encounterId: call.encounterId, patientId: call.patientId, phone: alerted.person.phone }, now);
  const changed = await ports.store.change(call, {
    ackBy: '', ackName: '', ackAt: 0, ackLevel: alerted?.level ?? wanted, alerts: n, ackDue: now + (call.ackLevel === topLevel ? repeatAfter : acknowledgeWithin), updatedAt: now,
    event: { at: now, by: 'timer:tick', what: `went_up:${alerted?.level ?? wanted}` },
  });
  return changed !== null;
}
