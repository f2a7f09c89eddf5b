import fc from 'fast-check';
import { addDays, instantAt } from '../../../cloudfunctions/kit/calendar';
import { dueDay, lastDueMonth, monthBefore, monthFor, monthlyPeriod, monthlyState, proposalsFor } from '../../../cloudfunctions/discharge/rules/monthly';
import { file, line, openRegisterDesk, patientId, staff, stayId } from './register-world';
import { openDesk, type Desk } from './support';

describe('the day', () => {
  test.each([
    ['2026-01', '2026-01-30'], ['2026-02', '2026-02-28'], ['2028-02', '2028-02-29'], ['2100-02', '2100-02-28'], ['2026-04', '2026-04-30'], ['2026-05', '2026-05-30'], ['2026-08', '2026-08-30'], ['2026-12', '2026-12-30'],
  ])('of %s is %s, a weekend or not', (month, due) => expect(dueDay(month)).toBe(due));
  test.each([
    ['2026-11', '2026-10-31', '2026-11-30'], ['2026-12', '2026-12-01', '2026-12-30'], ['2027-01', '2026-12-31', '2027-01-30'], ['2027-02', '2027-01-31', '2027-02-28'], ['2027-03', '2027-03-01', '2027-03-30'], ['2028-03', '2028-03-01', '2028-03-30'],
  ])('the list of %s is of %s to %s', (month, from, to) => expect(monthlyPeriod(month)).toEqual({ from, to }));
  test('every day belongs to exactly one list, and each list follows the one before', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 4000 }), (n) => {
      const onDay = addDays('2026-01-01', n);
      const month = monthFor(onDay);
      const { from, to } = monthlyPeriod(month);
      expect(from <= onDay && onDay <= to).toBe(true);
      expect(addDays(monthlyPeriod(monthBefore(month)).to, 1)).toBe(from);
      const last = lastDueMonth(onDay);
      expect(dueDay(last) <= onDay && dueDay(addDays(`${last}-28`, 4).slice(0, 7)) > onDay).toBe(true);
    }));
  });
  test.each([['2026-11-29', 'open'], ['2026-11-30', 'open'], ['2026-12-01', 'overdue']])('on %s a list that was not handed in is %s', (today, state) => {
    expect(monthlyState({ submitted: false, due: '2026-11-30', today })).toBe(state);
    expect(monthlyState({ submitted: true, due: '2026-11-30', today })).toBe('submitted');
  });
  test('what speaks for follow-up', () => {
    expect(proposalsFor({ tags: ['critical', 'chronic', 'elderly'], revisitDay: '2026-12-01', openComplaint: true })).toEqual(['critical', 'chronic', 'revisit', 'complaint']);
    expect(proposalsFor({ tags: ['elderly'], revisitDay: null, openComplaint: false })).toEqual([]);
  });
});

describe('the list', () => {
  const now = instantAt('2026-11-29', '15:00');
  const month = '2026-11';
  const lead = staff('lead');
  const ward = staff('ward', ['0402']);
  const respiratory = { 出院科别编码: '0301', 出院科别: '呼吸内科' };
  let desk: Desk;
  let world: ReturnType<typeof openRegisterDesk>;
  beforeEach(async () => {
    desk = await openDesk();
    world = openRegisterDesk(desk);
    await desk.importBytes(file(
      line(1, { 特殊标记: '慢性病' }), line(2), line(3), line(4, respiratory), line(5, { 入院时间: '2026-10-20 08:00', 出院时间: '2026-10-30 09:00' }), line(6, { 入院时间: '2026-10-20 08:00', 出院时间: '2026-10-31 09:00' }),
    ), now);
  });
  afterEach(() => desk.close());
  const submit = (ns: number[], rev: number, who = ward, at = now) => world.registerDesk.monthly.submit(who, { departmentCode: '0402', month, encounterIds: ns.map((n) => stayId(desk, n)), note: '已核对', rev }, at);
  const list = (who = ward) => world.registerDesk.monthly.list(who, { departmentCode: '0402', month, limit: 50 }, now);
  const priority = async (n: number) => (await desk.encounters.get(stayId(desk, n)))!.priority;

  test('shows the ward\'s patients of the month with what speaks for them; handed in, they carry the mark and can be listed', async () => {
    world.others.complaining.add(patientId(desk, 2));
    const before = await list();
    expect(before.monthly).toMatchObject({ state: 'open', due: '2026-11-30', from: '2026-10-31', to: '2026-11-30', rev: 0, departmentName: '骨科' });
    expect(before.rows.map((row) => [row.inpatientNo, row.chosen, row.proposals]).sort()).toEqual([['Z1001', false, ['chronic']], ['Z1002', false, []], ['Z1003', false, []], ['Z1006', false, []]]);
    // Of complaints only the lead is told.
    expect((await list(lead)).rows.find((row) => row.inpatientNo === 'Z1002')!.proposals).toEqual(['complaint']);
    expect(await submit([1, 6], 0)).toMatchObject({ state: 'submitted', chosen: 2, rev: 1, late: false, by: ward.staffId, note: '已核对' });
    const after = await list();
    expect(after.rows.filter((row) => row.chosen).map((row) => row.inpatientNo).sort()).toEqual(['Z1001', 'Z1006']);
    expect((await world.register.list(ward, { priority: month, limit: 10 })).rows.map((row) => [row.inpatientNo, row.priority]).sort()).toEqual([['Z1001', month], ['Z1006', month]]);
    expect((await world.register.timeline(ward, stayId(desk, 1))).facts.at(-1)).toMatchObject({ kind: 'encounter.prioritized', by: ward.staffId, params: { note: month } });
  });
  test('handed in again it replaces the list before, which stays in the history; of two colleagues one is first', async () => {
    await submit([1, 2], 0);
    const both = await Promise.all([submit([2, 3], 1).then(() => 'in', (error: { reason: string }) => error.reason), submit([3], 1, lead).then(() => 'in', (error: { reason: string }) => error.reason)]);
    expect(both.sort()).toEqual(['changed', 'in']);
    await expect(submit([1], 0)).rejects.toMatchObject({ code: 'CONFLICT', reason: 'changed' });
    const record = (await world.store.monthly.get(`monthly:0402:${month}`))!;
    expect(record.history.map(({ encounterIds }) => encounterIds.length)).toEqual([2, record.encounterIds.length]);
    await world.registerDesk.tick(now);
    expect([await priority(1), await priority(3)]).toEqual(['', month]);
  });
  test('what was cut off before all were marked is finished by the timer', async () => {
    await submit([1, 2], 0);
    await desk.encounters.collection.update({ _id: stayId(desk, 2) }, { priority: '' });
    await desk.encounters.collection.update({ _id: stayId(desk, 3) }, { priority: month });
    await world.store.monthly.update({ _id: `monthly:0402:${month}` }, { marked: 0 });
    await world.registerDesk.tick(now);
    expect([await priority(1), await priority(2), await priority(3)]).toEqual([month, month, '']);
  });
  test('only stays of this ward and month; only one\'s own ward; no month to come', async () => {
    for (const n of [4, 5, 99]) await expect(submit([1, n], 0)).rejects.toMatchObject({ code: 'INVALID_INPUT', fields: [{ path: 'encounterIds.1', problem: 'foreign' }] });
    for (const [who, departmentCode] of [[ward, '0301'], [ward, '0999'], [lead, '0999']] as const) {
      await expect(world.registerDesk.monthly.list(who, { departmentCode, month, limit: 5 }, now)).rejects.toMatchObject({ code: 'FORBIDDEN' });
      await expect(world.registerDesk.monthly.submit(who, { departmentCode, month, encounterIds: [], note: '', rev: 0 }, now)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
    await expect(world.registerDesk.monthly.list(ward, { departmentCode: '0402', month: '2026-12', limit: 5 }, now)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect((await desk.kit.behind.get('audit', {}, {})).length).toBe(0);
  });
  test('on the day each ward that has not handed in is reminded once; afterwards the lead, of how many', async () => {
    const { registerDesk, others } = world;
    await submit([1], 0);
    const tick = (wallDay: string, time: string) => registerDesk.tick(instantAt(wallDay, time));
    await tick('2026-11-29', '12:00');
    await tick('2026-11-30', '08:59');
    expect(others.reminded).toEqual([]);
    for (const time of ['09:00', '09:01', '15:00']) await tick('2026-11-30', time);
    expect(others.reminded).toEqual([{ id: 'notice:monthly:0301:2026-11', departmentCode: '0301', level: 0, words: '11月随访名单今天要提交' }]);
    await tick('2026-12-01', '08:30');
    for (const time of ['09:00', '09:01']) await tick('2026-12-01', time);
    await tick('2026-12-03', '10:00');
    expect(others.reminded.slice(1)).toEqual([{ id: 'notice:monthly:over:2026-11', departmentCode: '', level: 1, words: '1个科室的11月随访名单没有提交' }]);
    const overdue = await registerDesk.monthly.overdue(undefined, instantAt('2026-12-03', '10:00'));
    expect([overdue.month, overdue.departments.map(({ departmentCode, state, patients, chosen }) => [departmentCode, state, patients, chosen])]).toEqual([month, [['0301', 'overdue', 1, 0], ['0402', 'submitted', 4, 1]]]);
    await registerDesk.monthly.submit(lead, { departmentCode: '0301', month, encounterIds: [], note: '本月没有', rev: 0 }, instantAt('2026-12-03', '11:00'));
    expect((await registerDesk.monthly.overdue(month, instantAt('2026-12-03', '12:00'))).departments).toMatchObject([{ departmentCode: '0301', state: 'submitted', late: true }, { departmentCode: '0402', late: false }]);
  });
  test('timers that were away on the day do not remind of it a week later', async () => {
    await world.registerDesk.tick(instantAt('2026-12-10', '10:00'));
    expect(world.others.reminded).toEqual([]);
  });
});
