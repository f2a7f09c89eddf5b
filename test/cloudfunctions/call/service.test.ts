import { hour, minute } from '../../../cloudfunctions/kit/calendar';
import type { DutyDay, DutyPerson } from '../../../cloudfunctions/call/contract/rota';
import type { Flag } from '../../../cloudfunctions/call/service';
import { acknowledge, claimCall, releaseCall } from '../../../cloudfunctions/call/service/claim';
import { dial } from '../../../cloudfunctions/call/service/dial';
import { recordOutcome } from '../../../cloudfunctions/call/service/outcome';
import { tick } from '../../../cloudfunctions/call/service/tick';
import { addPatient, callIdOf, nurse, openDesk, openWorld, said } from './memory';
import { at } from './rules/facts';

const person = (who: DutyPerson['who'], phone: string): DutyPerson => ({ who, staffId: '', label: '', phone });
function desk() {
  const world = openWorld();
  return { world, ...openDesk(world) };
}
function withRota(d: ReturnType<typeof desk>) {
  const day = (key: DutyDay['key']): DutyDay => ({ key, from: '08:00', to: '18:00', day: person('centre', '13800000001'), night: person('office', '13800000009') });
  for (const key of ['1', '2', '3', '4', '5', '6', '7', 'holiday'] as const) d.world.duties.set(`duty:${key}`, { _id: `duty:${key}`, duty: day(key), chain: null, by: '', at: 0, history: [] });
  d.world.duties.set('duty:chain', { _id: 'duty:chain', duty: null, chain: { lead: person('centre', '13800000002'), director: person('office', '13800000003') }, by: '', at: 0, history: [] });
  return d;
}
const flag = (more: Partial<Flag> = {}): Flag => ({ stepId: 'step:1:contact-1', encounterId: 'enc:1', patientId: 'pat:1', departmentCode: 'D1', dischargeDay: '2026-11-18', level: 'emergency', items: ['red:1'], ...more });

describe('queueing', () => {
  test('twice is once', async () => {
    const d = desk();
    const call = addPatient(d.world, 1);
    expect(await d.calls.queue([call], at('09:00'))).toEqual({ queued: 1 });
    expect(await d.calls.queue([call, addPatient(d.world, 2)], at('09:05'))).toEqual({ queued: 1 });
    expect(d.world.calls.size).toBe(2);
  });

  test('an answer takes the call of silence away, and queueing again does not bring it back', async () => {
    const d = desk();
    const call = addPatient(d.world, 1);
    await d.calls.queue([call], at('09:00'));
    expect(await d.calls.withdraw({ stepId: call.stepId }, 'answered', at('09:01'))).toEqual({ withdrawn: 1 });
    await d.calls.queue([call], at('09:02'));
    expect(d.world.calls.get(callIdOf(1))).toMatchObject({ state: 'withdrawn', withdrawnReason: 'answered', open: 0 });
  });

  test('a death that was a mistake brings back what it took', async () => {
    const d = desk();
    const call = addPatient(d.world, 1);
    await d.calls.queue([call], at('09:00'));
    await d.calls.raise(flag(), at('09:00'));
    await d.calls.withdraw({ patientId: 'pat:1' }, 'death_unconfirmed', at('09:01'));
    expect([...d.world.calls.values()].map((c) => c.state)).toEqual(['withdrawn', 'withdrawn']);
    expect(await d.calls.restore('pat:1', at('09:30'))).toEqual({ restored: 1 });
    expect(await d.calls.queue([call], at('09:30'))).toEqual({ queued: 1 });
    expect([...d.world.calls.values()].map((c) => c.state)).toEqual(['waiting', 'waiting']);
  });

  test('withdrawing by step spares red flags and the named exceptions; by purpose spares the other purpose', async () => {
    const d = desk();
    const [a, b] = [addPatient(d.world, 1), addPatient(d.world, 2)];
    await d.calls.queue([a, { ...b, purpose: 'survey' }], at('09:00'));
    await d.calls.raise(flag(), at('09:00'));
    expect(await d.calls.withdraw({ stepIds: [a.stepId, b.stepId] }, 'absorbed', at('09:01'), [callIdOf(2)])).toEqual({ withdrawn: 1 });
    expect(await d.calls.withdraw({ patientId: 'pat:2', purpose: 'care' }, 'opted_out', at('09:01'))).toEqual({ withdrawn: 0 });
    expect(d.world.calls.get('call:redflag:step:1:contact-1')?.state).toBe('waiting');
  });

  test('a wish to be rung waits for its time and is first then', async () => {
    const d = desk();
    addPatient(d.world, 1);
    const { ringBy } = await d.calls.callback({ ...flag({ items: ['callback'] }), notBefore: at('14:00'), dueAt: at('17:30') }, at('10:00'));
    expect(ringBy).toBe(at('17:30'));
    expect(d.world.calls.get('call:callback:step:1:contact-1')).toMatchObject({ priority: 10, callBackAt: at('14:00'), notBefore: at('14:00') });
  });
});

describe('a red flag', () => {
  test('raises one urgent call, alerts the person on duty once, and says who rings by when', async () => {
    const d = withRota(desk());
    addPatient(d.world, 1);
    const first = await d.calls.raise(flag(), at('23:00'));
    expect(first).toEqual({ callId: 'call:redflag:step:1:contact-1', ringBy: at('23:15'), who: '医院总值班', whoKey: 'office' });
    expect(await d.calls.raise(flag(), at('23:01'))).toMatchObject({ callId: first.callId, ringBy: at('23:15') });
    expect(d.world.alerts).toEqual([expect.objectContaining({ n: 1, level: 0, phone: '13800000009' })]);
    expect(d.world.calls.get(first.callId)).toMatchObject({ priority: 0, ackDue: at('23:15'), ackAt: 0 });
  });

  test('raised again after a cut between call and alert still alerts', async () => {
    const d = withRota(desk());
    addPatient(d.world, 1);
    const { alert } = d.ports;
    let cut = true;
    d.ports.alert = async (a, now) => {
      if (cut) throw new Error('cut off');
      await alert(a, now);
    };
    await expect(d.calls.raise(flag(), at('10:00'))).rejects.toThrow('cut off');
    cut = false;
    await d.calls.raise(flag(), at('10:01'));
    expect(d.world.alerts).toHaveLength(1);
  });

  test('more danger joins the same call, and an acknowledgement that knew less does not count', async () => {
    const d = withRota(desk());
    addPatient(d.world, 1);
    await d.calls.raise(flag({ level: 'today', items: ['red:4'] }), at('10:00'));
    const call = d.world.calls.get('call:redflag:step:1:contact-1')!;
    expect(call).toMatchObject({ priority: 5, dueAt: at('14:00') });
    await acknowledge(d.ports, nurse(1), call._id, at('10:02'));
    await d.calls.raise(flag({ level: 'crisis', items: ['mood'] }), at('10:05'));
    expect(d.world.calls.get(call._id)).toMatchObject({ priority: 0, level: 'crisis', items: ['red:4', 'mood'], ackAt: 0, ackDue: at('10:20'), dueAt: at('10:20') });
    expect(d.world.alerts).toHaveLength(2);
  });

  test('a new danger after the call is over is a new call; the old one again is not', async () => {
    const d = withRota(desk());
    addPatient(d.world, 1);
    const { callId } = await d.calls.raise(flag(), at('10:00'));
    const claim = await claimCall(d.ports, nurse(1), callId, at('10:01'));
    await dial(d.ports, nurse(1), { ...claim, to: 'patient' }, at('10:02'));
    await recordOutcome(d.ports, nurse(1), said('reached', claim, { note: '已叫 120' }), at('10:05'));
    expect((await d.calls.raise(flag(), at('10:06'))).callId).toBe(callId);
    expect((await d.calls.raise(flag({ items: ['mood'] }), at('10:06'))).callId).toBe(`${callId}:2`);
  });

  test('a concern is a call in calling hours, without an alert', async () => {
    const d = withRota(desk());
    addPatient(d.world, 1);
    expect(await d.calls.raise(flag({ level: 'concern', items: ['med_take:3'] }), at('23:00'))).toMatchObject({ callId: 'call:concern:step:1:contact-1', ringBy: at('12:00', '2026-11-22') });
    expect(d.world.alerts).toEqual([]);
  });

  test('taken back by the patient, it is rung all the same', async () => {
    const d = withRota(desk());
    addPatient(d.world, 1);
    await d.calls.raise(flag(), at('10:00'));
    await d.calls.recant('step:1:contact-1', at('10:01'));
    expect(d.world.calls.get('call:redflag:step:1:contact-1')).toMatchObject({ state: 'waiting', recantedAt: at('10:01') });
  });
});

describe('the minute', () => {
  test('what nobody acknowledged goes from duty to lead to director, then hourly; two ticks at once send one alert', async () => {
    const d = withRota(desk());
    addPatient(d.world, 1);
    const { callId } = await d.calls.raise(flag(), at('23:00'));
    expect((await tick(d.ports, at('23:14'))).escalated).toBe(0);
    const both = await Promise.all([tick(d.ports, at('23:15')), tick(d.ports, at('23:15'))]);
    expect(both.map((r) => r.escalated).reduce((a, b) => a + b)).toBe(1);
    await tick(d.ports, at('23:30'));
    await tick(d.ports, at('23:45'));
    await tick(d.ports, at('23:46'));
    expect(d.world.alerts.map((a) => [a.n, a.level, a.phone])).toEqual([[1, 0, '13800000009'], [2, 1, '13800000002'], [3, 2, '13800000003'], [4, 2, '13800000003']]);
    expect(d.world.calls.get(callId)!.ackDue).toBe(at('23:45') + hour);
  });

  test('unanswered for three days it is one alert an hour at the top, day and night, however often the timer fires', async () => {
    const d = withRota(desk());
    addPatient(d.world, 1);
    const raised = at('09:00');
    await d.calls.raise(flag(), raised);
    for (let now = raised; now <= raised + 72 * hour; now += 5 * minute) await tick(d.ports, now);
    // On duty, the lead, the director twice within three quarters of an hour; then every hour.
    expect(d.world.alerts.filter(({ level }) => level < 2)).toHaveLength(2);
    expect(d.world.alerts).toHaveLength(4 + 71);
    expect(new Set(d.world.alerts.map(({ n }) => n)).size).toBe(75);
  });

  test('an acknowledgement stops the clock; half an hour without a dial starts it again', async () => {
    const d = withRota(desk());
    addPatient(d.world, 1);
    const { callId } = await d.calls.raise(flag(), at('10:00'));
    const first = await acknowledge(d.ports, nurse(1), callId, at('10:05'));
    expect(await acknowledge(d.ports, nurse(2), callId, at('10:06'))).toEqual(first);
    expect((await tick(d.ports, at('10:20'))).escalated).toBe(0);
    expect((await tick(d.ports, at('10:35'))).escalated).toBe(1);
    expect(d.world.calls.get(callId)).toMatchObject({ ackAt: 0, ackLevel: 1 });
  });

  test('claimed and given back without a dial, it needs somebody again within a quarter of an hour', async () => {
    const d = withRota(desk());
    addPatient(d.world, 1);
    const { callId } = await d.calls.raise(flag(), at('10:00'));
    const claim = await claimCall(d.ports, nurse(1), callId, at('10:01'));
    expect(d.world.calls.get(callId)).toMatchObject({ ackBy: 'staff:1', ackAt: at('10:01') });
    await releaseCall(d.ports, nurse(1), claim, at('10:03'));
    expect(d.world.calls.get(callId)).toMatchObject({ ackAt: 0, ackDue: at('10:18') });
  });

  test('an alert that cannot be written holds up no other flag, and is tried again', async () => {
    const d = withRota(desk());
    for (const n of [1, 2]) {
      addPatient(d.world, n);
      await d.calls.raise(flag({ stepId: `step:${n}:contact-1`, patientId: `pat:${n}`, encounterId: `enc:${n}` }), at('10:00'));
    }
    const { alert } = d.ports;
    d.ports.alert = (a, now) => (a.callId.includes(':1:') ? Promise.reject(new Error('outbox away')) : alert(a, now));
    expect((await tick(d.ports, at('10:15'))).escalated).toBe(1);
    expect(d.world.reported).toEqual(['call.escalate call:redflag:step:1:contact-1']);
    d.ports.alert = alert;
    expect((await tick(d.ports, at('10:16'))).escalated).toBe(1);
  });

  test('with nobody to alert it still goes up, and the level shows', async () => {
    const d = desk();
    addPatient(d.world, 1);
    const { callId, ringBy } = await d.calls.raise(flag(), at('23:00'));
    expect(ringBy).toBe(at('09:15', '2026-11-22'));
    await tick(d.ports, at('23:15'));
    expect(d.world.calls.get(callId)).toMatchObject({ ackLevel: 1 });
    expect(d.world.alerts).toEqual([]);
  });

  test('consequences that a neighbour missed are told again until they are known', async () => {
    const d = desk();
    await d.calls.queue([addPatient(d.world, 1)], at('09:00'));
    const claim = await claimCall(d.ports, nurse(1), callIdOf(1), at('10:00'));
    d.world.failures = 2;
    await recordOutcome(d.ports, nurse(1), said('deceased', claim), at('10:02'));
    expect(d.world.patients.get('pat:1')!.death).toBe('no');
    expect((await tick(d.ports, at('10:02'))).settled).toBe(0);
    expect((await tick(d.ports, at('10:03'))).settled).toBe(0);
    expect((await tick(d.ports, at('10:04'))).settled).toBe(1);
    expect((await tick(d.ports, at('10:05'))).settled).toBe(0);
    expect(d.world.reported).toHaveLength(2);
    expect(d.world.patients.get('pat:1')!.death).toBe('told');
    expect(d.world.steps.get('step:1:contact-1')).toMatchObject({ state: 'held', reason: 'death_unconfirmed' });
  });

  test('an ended lease goes back to the list, counted; old phones are forgotten, today\'s are not', async () => {
    const d = desk();
    await d.calls.queue([addPatient(d.world, 1)], at('09:00'));
    const claim = await claimCall(d.ports, nurse(1), callIdOf(1), at('10:00'));
    await dial(d.ports, nurse(1), { ...claim, to: 'patient' }, at('10:01'));
    expect((await tick(d.ports, at('10:02'))).freed).toBe(0);
    expect(await tick(d.ports, at('10:04'))).toMatchObject({ freed: 1, cleaned: 0 });
    expect(d.world.calls.get(callIdOf(1))).toMatchObject({ state: 'waiting', returned: 1 });
    expect((await tick(d.ports, at('10:04') + 49 * hour)).cleaned).toBe(1);
  });
});

test('what follow-up and survey ask: who is busy, who was dialled when, who holds a call', async () => {
  const d = desk();
  await d.calls.queue([addPatient(d.world, 1), addPatient(d.world, 2)], at('09:00'));
  const claim = await claimCall(d.ports, nurse(1), callIdOf(1), at('10:00'));
  await dial(d.ports, nurse(1), { ...claim, to: 'patient' }, at('10:01'));
  const steps = ['step:1:contact-1', 'step:2:contact-1'];
  expect([...(await d.calls.busy(steps, at('10:02')))]).toEqual([steps[0]]);
  expect([...(await d.calls.firstDials(steps))]).toEqual([[steps[0], at('10:01')]]);
  expect(await d.calls.holds(callIdOf(1), 'staff:1', at('10:02'))).toBe(steps[0]);
  expect(await d.calls.holds(callIdOf(1), 'staff:2', at('10:02'))).toBeNull();
  expect(await d.calls.holds(callIdOf(1), 'staff:1', at('10:04'))).toBeNull();
  expect(await d.calls.roster('2026-11-21', 2)).toEqual([expect.objectContaining({ day: '2026-11-21', stated: false }), expect.objectContaining({ day: '2026-11-22' })]);
});
