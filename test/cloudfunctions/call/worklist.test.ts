import { api } from '../../../cloudfunctions/call/contract';
import { closeByCapacity } from '../../../cloudfunctions/call/service/capacity';
import { claimCall } from '../../../cloudfunctions/call/service/claim';
import { readDuty, readRoster, saveDuty, saveRoster } from '../../../cloudfunctions/call/service/rota';
import { countCalls, listCalls } from '../../../cloudfunctions/call/service/worklist';
import { addPatient, answers, callIdOf, nurse, openDesk, openWorld } from './memory';
import { at } from './rules/facts';

async function desk(count: number) {
  const world = openWorld();
  const d = { world, ...openDesk(world) };
  await d.calls.queue(Array.from({ length: count }, (_, n) => addPatient(world, n + 1)), at('09:00'));
  return d;
}
const flag = (n: number, departmentCode = 'D1') => ({ stepId: `step:${n}:contact-1`, encounterId: `enc:${n}`, patientId: `pat:${n}`, departmentCode, dischargeDay: '2026-11-18', level: 'emergency' as const, items: ['red:1'] });
const team = { view: 'team' as const, limit: 50 };
const lead = nurse(0, { role: 'lead' });

describe('the list', () => {
  test('is masked, best first, each row with its reason, and fits the contract', async () => {
    const d = await desk(3);
    answers(d.world, 2, 'draft', at('09:58'));
    await d.calls.raise(flag(3), at('09:59'));
    const list = await listCalls(d.ports, nurse(1), team, at('10:00'));
    expect(list.rows.map((r) => [r.kind, r.ring.why, r.place])).toEqual([['redflag', 'ok', 1], ['followup', 'ok', 2], ['followup', 'answering', 3], ['followup', 'ok', 4]]);
    expect(list.rows[1]).toMatchObject({ name: '王*国', age: 66, departmentName: '骨科', dayN: 3, attempts: 0 });
    expect(JSON.stringify(list)).not.toMatch(/王小国|1380000/);
    expect(api.operations.worklist.output.safeParse(list).success).toBe(true);
  });

  test('goes on where it stopped, nobody twice, nobody missing, also when one leaves in between', async () => {
    const d = await desk(25);
    const first = await listCalls(d.ports, nurse(1), { ...team, limit: 10 }, at('10:00'));
    await d.calls.withdraw({ stepId: first.rows[4]!.callId.replace('call:followup:', '') }, 'answered', at('10:00'));
    const second = await listCalls(d.ports, nurse(1), { ...team, limit: 10, cursor: first.cursor! }, at('10:00'));
    const third = await listCalls(d.ports, nurse(1), { ...team, limit: 10, cursor: second.cursor! }, at('10:00'));
    expect(new Set([first, second, third].flatMap((p) => p.rows.map((r) => r.callId))).size).toBe(25);
    expect(third.cursor).toBeNull();
    await expect(listCalls(d.ports, nurse(1), { ...team, cursor: 'x' }, at('10:00'))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('the views: mine, urgent, call backs; a ward sees the urgent ones of its own department only', async () => {
    const d = await desk(3);
    await d.calls.raise(flag(1), at('09:59'));
    await d.calls.raise(flag(2, 'D2'), at('09:59'));
    await d.calls.callback({ ...flag(3), notBefore: at('15:00'), dueAt: at('17:00') }, at('09:59'));
    await claimCall(d.ports, nurse(1), callIdOf(2), at('10:00'));
    const ids = async (staff = nurse(1), view: 'team' | 'mine' | 'urgent' | 'call_backs' = 'team') => (await listCalls(d.ports, staff, { view, limit: 50 }, at('10:00'))).rows.map((r) => r.callId);
    expect(await ids(nurse(1), 'mine')).toEqual([callIdOf(2)]);
    expect(await ids(nurse(1), 'urgent')).toEqual(['call:redflag:step:1:contact-1', 'call:redflag:step:2:contact-1']);
    expect(await ids(nurse(1), 'call_backs')).toEqual(['call:callback:step:3:contact-1']);
    expect(await ids(nurse(7, { role: 'ward', departments: ['D1'] }))).toEqual(['call:redflag:step:1:contact-1']);
    expect(await countCalls(d.ports, nurse(1), at('10:00'))).toEqual({ mine: 1, team: 6, urgent: 2, callBacks: 1, unacknowledged: 2, doneToday: 0 });
    await expect(listCalls(d.ports, nurse(1, { departments: ['D1'] }), { ...team, departmentCode: 'D2' }, at('10:00'))).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test('at night a red flag says who may ring it', async () => {
    const d = await desk(1);
    await d.calls.raise(flag(1), at('23:00'));
    expect((await listCalls(d.ports, nurse(1), team, at('23:00'))).rows[0]!.ring).toMatchObject({ can: false, why: 'not_on_duty' });
    expect((await listCalls(d.ports, nurse(9, { role: 'director' }), team, at('23:00'))).rows[0]!.ring).toMatchObject({ can: true });
  });
});

describe('capacity', () => {
  test('the dry run shows whom; the run closes exactly those under their true name; nobody it must keep', async () => {
    const d = await desk(10);
    Object.assign(d.world.calls.get(callIdOf(1))!, { elderly: true });
    Object.assign(d.world.calls.get(callIdOf(2))!, { basePriority: 20 });
    await d.calls.raise(flag(3), at('09:59'));
    const shown = await closeByCapacity(d.ports, lead, { dryRun: true, count: 4, seed: 'nov-21' }, at('18:00'));
    expect(shown).toMatchObject({ eligible: 7, closed: 0 });
    expect(Object.fromEntries(shown.kept.map((k) => [k.why, k.count]))).toEqual({ elderly: 1, high_risk: 1, red_flag: 1, not_silent: 1 });
    expect([...d.world.calls.values()].every((c) => c.open === 1)).toBe(true);
    // Somebody takes one of them in between: that one is not closed.
    await claimCall(d.ports, nurse(1), shown.rows[0]!.callId, at('18:01'));
    const done = await closeByCapacity(d.ports, lead, { dryRun: false, callIds: shown.rows.map((r) => r.callId), seed: 'nov-21', note: '两人请假' }, at('18:01'));
    expect(done.closed).toBe(3);
    expect([...d.world.told].sort()).toEqual(shown.rows.slice(1).map((r) => `settle:${r.callId.replace('call:followup:', '')}:not_attempted_capacity`).sort());
    expect([...d.world.calls.values()].filter((c) => c.outcome === 'not_attempted_capacity')).toHaveLength(3);
    expect(d.world.audited).toEqual(['call.closeByCapacity 3 calls, seed nov-21']);
  });
});

describe('roster and rota', () => {
  test('saved with their history, nothing in the past', async () => {
    const d = await desk(0);
    const day = { day: '2026-11-21', people: 5, hours: 6, callsPerHour: 76 };
    expect(await saveRoster(d.ports, lead, { days: [day] }, at('08:00'))).toEqual({ saved: 1 });
    expect(await saveRoster(d.ports, lead, { days: [day] }, at('08:01'))).toEqual({ saved: 0 });
    await saveRoster(d.ports, lead, { days: [{ ...day, people: 4 }] }, at('11:00'));
    const read = await readRoster(d.ports, { from: '2026-11-21', days: 2 });
    expect(read.days).toEqual([expect.objectContaining({ people: 4, capacity: 182, stated: true, by: 'staff:0' }), expect.objectContaining({ stated: false })]);
    expect(read.history).toHaveLength(2);
    expect((await listCalls(d.ports, nurse(1), team, at('11:00'))).line).toMatchObject({ people: 4, stated: true });
    await expect(saveRoster(d.ports, lead, { days: [{ ...day, day: '2026-11-20' }] }, at('08:00'))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('the rota says who is on duty now', async () => {
    const d = await desk(0);
    const person = (who: 'centre' | 'ward' | 'office', phone: string) => ({ who, staffId: '', label: who, phone });
    const night = { key: '6' as const, from: '08:00', to: '18:00', day: person('centre', '13800000001'), night: person('ward', '') };
    await saveDuty(d.ports, lead, { days: [night] }, at('08:00'));
    expect((await readDuty(d.ports, nurse(1), at('10:00'))).now.phone).toBe('13800000001');
    expect((await readDuty(d.ports, nurse(7, { role: 'ward', departments: ['D1'] }), at('23:00'))).now).toMatchObject({ who: 'ward', phone: '02066668888' });
    expect((await readDuty(d.ports, nurse(1), at('10:00'))).days).toHaveLength(8);
    await expect(saveDuty(d.ports, lead, { days: [{ ...night, from: '18:00' }] }, at('08:00'))).rejects.toMatchObject({ fields: [{ path: 'days.0.to', problem: 'before_from' }] });
  });
});
