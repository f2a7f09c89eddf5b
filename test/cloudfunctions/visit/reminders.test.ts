/** Which reminders come, as the patient wants it; what to do after "feeling worse", for whoever comes back to it; and a stay that is followed by another. */
import type { LetterKind } from '../../../cloudfunctions/notice/contract';
import { isUnwanted } from '../../../cloudfunctions/visit/rules/time';
import { at, family, openClinic, refusal, self, staff, stayOf, type World } from './world';

const now = at('2026-11-23 09:00');
let world: World;
let id: string;
beforeEach(async () => {
  world = await openClinic(now, { people: 3 });
  const [slot] = await world.slotsOn('2026-12-02');
  id = await world.booked(1, slot!._id, now);
});
afterEach(() => world.close());

const kinds: readonly LetterKind[] = ['visit_booked', 'visit_day_before', 'visit_morning'];
/** Why each of the letters about the visit would not go now; '' it goes. */
const untrue = async (about = id, n = 1): Promise<string[]> => {
  const why = await world.visits.stillTrue(kinds.map((kind) => ({ noticeId: kind, kind, about, n: 0, patientId: `pat:${n}` })), now);
  return kinds.map((kind) => why.get(kind) ?? '');
};
const choose = (dayBefore: boolean, morning: boolean, who = self(1)) => world.visits.saveReminders(who, { patientId: 'pat:1', dayBefore, morning }, now);

describe('reminders', () => {
  test('come both unless somebody says otherwise', async () => {
    expect((await world.visits.mine(self(1), { patientId: 'pat:1' }, now)).reminders).toEqual({ dayBefore: true, morning: true });
    expect(await untrue()).toEqual(['', '', '']);
  });
  test.each([
    [true, true, ['', '', '']], [true, false, ['', '', 'not_wanted']], [false, true, ['', 'not_wanted', '']], [false, false, ['', 'not_wanted', 'not_wanted']],
  ])('the day before %s, that morning %s: letters that wait go by it, the booking is confirmed in any case', async (dayBefore, morning, expected) => {
    for (let n = 0; n < 2; n += 1) expect(await choose(dayBefore, morning)).toEqual({ reminders: { dayBefore, morning } });
    expect(await untrue()).toEqual(expected);
    expect((await world.visits.mine(self(1), { patientId: 'pat:1' }, now)).reminders).toEqual({ dayBefore, morning });
    // Another visit of the same patient, booked later; nobody else's.
    const [slot] = await world.slotsOn('2026-12-03');
    expect(await untrue(await world.booked(1, slot!._id, now, id))).toEqual(expected);
    expect(await untrue(await world.booked(2, slot!._id, now), 2)).toEqual(['', '', '']);
  });
  test('chosen again come again, and what was chosen stays to be seen', async () => {
    await choose(false, false);
    await choose(true, true, family(1));
    expect(await untrue()).toEqual(['', '', '']);
    expect((await world.store.reminders.get('reminder:pat:1'))!.history.map(({ byKind, dayBefore, morning }) => [byKind, dayBefore, morning])).toEqual([['patient', false, false], ['family', true, true]]);
  });
  test('never hold back a word about a closed clinic or a missed visit', () => {
    for (const kind of ['visit_booked', 'visit_closed', 'visit_missed']) expect(isUnwanted(kind, { dayBefore: false, morning: false })).toBe(false);
  });
  test('are chosen by nobody else, and not after a death', async () => {
    expect(await refusal(choose(false, false, self(2)))).toBe('FORBIDDEN');
    world.patients.get('pat:1')!.death = 'confirmed';
    expect(await refusal(choose(false, false))).toBe('GONE deceased');
    expect(await world.store.reminders.get('reminder:pat:1')).toBeNull();
  });
});

describe('given up because of feeling worse', () => {
  const flag = () => `call:redflag:${id}`;
  const safety = async (who = self(1)) => (await world.visits.get(who, { appointmentId: id }, now)).safety;

  test('what to do stands there again until the call is over, on the first page, too', async () => {
    expect([await safety(), (await world.visits.worse(['pat:1'], now)).size]).toEqual([null, 0]);
    await world.visits.cancel(self(1), { appointmentId: id, reason: 'worse' }, now);
    expect(await safety()).toEqual({ level: 'today', who: '值班护士', whoKey: 'centre', ringBy: now + 1, wardPhone: '09438220402', hospitalPhone: '09438220000', acknowledged: false });
    expect(await safety(family(1))).not.toBeNull();
    expect([...(await world.visits.worse(['pat:1', 'pat:2'], now))]).toEqual([['pat:1', { appointmentId: id, encounterId: 'enc:1' }]]);
    // Reading raises nothing.
    expect(world.flags).toHaveLength(1);
    world.states.set(flag(), { open: true, taken: true });
    expect((await safety())!.acknowledged).toBe(true);
    world.states.set(flag(), { open: false, taken: true });
    expect([await safety(), (await world.visits.worse(['pat:1'], now)).size]).toEqual([null, 0]);
  });
  test('while nobody could be told, it says so; staff have the call itself', async () => {
    const { raise } = world.ports.calls;
    world.ports.calls.raise = () => Promise.reject(new Error('down'));
    await world.visits.cancel(self(1), { appointmentId: id, reason: 'worse' }, now);
    expect([(await safety())!.ringBy, (await world.visits.worse(['pat:1'], now)).size, await safety(staff())]).toEqual([null, 1, null]);
    world.ports.calls.raise = raise;
    await world.visits.tick(now + 60_000);
    expect((await safety())!.ringBy).toBe(now + 60_001);
  });
  test('given up for another reason there is nothing to come back to', async () => {
    await world.visits.cancel(self(1), { appointmentId: id, reason: 'busy' }, now);
    expect([await safety(), (await world.visits.worse(['pat:1'], now)).size]).toEqual([null, 0]);
  });
});

test.each([
  ['known before the visit', '2026-11-25 10:00', ['readmitted']], ['after it', '2026-12-09 10:00', []],
])('a stay that was followed by another, %s: the visit stands, and the counter sees it', async (_, readmittedAt, flags) => {
  world.stays.get('enc:1')!.readmittedAt = at(readmittedAt);
  const { rows } = await world.visits.day(staff('ward', ['0402']), { departmentCode: '0402', day: '2026-12-02' });
  expect(rows).toMatchObject([{ state: 'booked', flags }]);
});

test('in hospital again, as far as it is known: no word to come or that they missed it, no call; after it reminders come again', async () => {
  const { readmittedAt, ...before } = world.stays.get('enc:1')!;
  expect([readmittedAt, await untrue()]).toEqual([null, ['', '', '']]);
  world.stays.set('enc:1', { ...before, readmittedAt: at('2026-11-22 10:00') });
  expect(await untrue()).toEqual(['', 'in_hospital', 'in_hospital']);
  expect(await untrue(id, 2)).toEqual(['', '', '']);
  await world.visits.tick(at('2026-12-02 12:30'));
  const missed = { noticeId: 'm', kind: 'visit_missed' as const, about: id, n: 0, patientId: 'pat:1' };
  expect([...(await world.visits.stillTrue([missed], now))]).toEqual([['m', 'in_hospital']]);
  // The visit was booked after the admission: that it is known at all is reason enough not to ring.
  await world.visits.tick(at('2026-12-03 10:00'));
  expect(world.calls.size).toBe(0);
  world.stays.set('enc:9', stayOf(1, { _id: 'enc:9', admitAt: at('2026-11-22 10:00'), dischargeAt: at('2026-11-25 10:00') }));
  expect([...(await world.visits.stillTrue([missed], now))]).toEqual([]);
});

test('a closure names who closed it', async () => {
  await world.visits.close(staff('lead'), { departmentCode: '0402', from: at('2026-12-02 00:00'), to: at('2026-12-03 00:00'), reason: '医生外出会诊', dryRun: false }, now);
  const [closure] = await world.visits.closures(staff('lead'), {});
  expect([closure!.byName, (await world.visits.closure(staff('lead'), { closureId: closure!.closureId }, now)).closure.byName]).toEqual(['刘组长', '刘组长']);
});
