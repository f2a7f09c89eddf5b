/** Calls that cannot be made are closed by a stated policy and under their true name: a seeded sample of the silent low-risk. */
import type { Staff } from '../../kit/caller';
import { maskName } from '../../kit/mask';
import type { z } from '../../kit/contract';
import type { CallApi } from '../contract';
import { drawSample, keptWhy, type KeptWhy } from '../rules/capacity';
import type { CallRecord } from '../store/record';
import { callFacts, scopeOf, type DeskPorts } from './desk';
import { carryOut, settleSoon } from './settle';

type Api = CallApi['operations'];
type Out = z.input<Api['closeByCapacity']['output']>;

async function judge(ports: DeskPorts, calls: readonly CallRecord[]): Promise<{ eligible: CallRecord[]; kept: Map<KeptWhy, number> }> {
  const flagged = await ports.store.flagged([...new Set(calls.map((c) => c.patientId))]);
  const eligible: CallRecord[] = [];
  const kept = new Map<KeptWhy, number>();
  for (const call of calls) {
    const why = keptWhy({ ...callFacts(call), reason: call.reason }, flagged.has(call.patientId));
    if (why === '') eligible.push(call);
    else kept.set(why, (kept.get(why) ?? 0) + 1);
  }
  return { eligible, kept };
}

/** Shows whom it would close, or closes exactly those who were shown, each judged again. */
export async function closeByCapacity(ports: DeskPorts, staff: Staff, input: z.output<Api['closeByCapacity']['input']>, now: number): Promise<Out> {
  const { store } = ports;
  const calls: CallRecord[] = [];
  if (input.dryRun) {
    const scope = scopeOf(staff, 'team');
    for (let page = await store.page(scope, '', 1000); page.length > 0; page = page.length === 1000 ? await store.page(scope, page.at(-1)!.sortKey, 1000) : []) calls.push(...page);
  } else {
    calls.push(...(await store.getMany(input.callIds)).filter((c) => staff.departments === 'all' || staff.departments.includes(c.departmentCode)));
  }
  const { eligible, kept } = await judge(ports, calls);
  const chosen = input.dryRun ? drawSample(eligible.map((call) => ({ call, callId: call._id })), input.count, input.seed).map((c) => c.call) : eligible;
  const loaded = await store.load(chosen);
  const rows = chosen.map((call, n) => ({ callId: call._id, name: maskName(loaded[n]?.patient?.name ?? ''), departmentName: loaded[n]?.encounter?.departmentName ?? '', dischargeDay: call.dischargeDay, dueAt: call.dueAt }));
  const answer = { eligible: eligible.length, kept: [...kept].map(([why, count]) => ({ why, count })), rows };
  if (input.dryRun) return { ...answer, closed: 0 };

  const event = { at: now, by: staff.staffId, what: 'outcome:not_attempted', note: `${input.note} [${input.seed}]` };
  const closed = await store.closeMany(chosen.map((c) => c._id), {
    state: 'done', open: 0, outcome: 'not_attempted_capacity', doneBy: staff.staffId, doneAt: now, updatedAt: now, event, ...settleSoon('closed_by_capacity', staff.staffId, '', now),
  });
  await ports.audit.record({ caller: staff, action: 'call.closeByCapacity', subject: `${closed.length} calls, seed ${input.seed}`, reason: input.note, now });
  // What is cut off here is finished by the timer.
  for (let i = 0; i < closed.length; i += 20) await Promise.all(closed.slice(i, i + 20).map((call) => carryOut(ports, call, now)));
  return { ...answer, rows: rows.filter((r) => closed.some((c) => c._id === r.callId)), closed: closed.length };
}
