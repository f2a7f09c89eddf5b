/** Who finds, sees and changes which visits; what a sensitive stay shows; bad input in words. */
import { hour, minute } from '../../../cloudfunctions/kit/calendar';
import { at, family, general, link, openClinic, patientOf, refusal, self, staff, stayOf, type World } from './world';

const now = at('2026-11-23 09:00');
let world: World;
let slot: string;
beforeEach(async () => {
  world = await openClinic(now, { people: 3, doctor: true });
  slot = (await world.slotsOn('2026-12-02'))[0]!._id;
});
afterEach(() => world.close());
const find = (caller = self(1), more: object = {}) => world.visits.places(caller, { patientId: 'pat:1', departmentCode: '0402', days: 14, ...more }, now);

describe('finding', () => {
  test('begins with the order\'s window and suggests three days of it', async () => {
    const { from, to, window, suggested, days, more, nextFree } = await find();
    expect([from, to, window?.best, suggested.map((id) => /2026-\d\d-\d\d:\d{4}/.exec(id)![0]), more, nextFree]).toEqual(['2026-11-29', '2026-12-12', '2026-12-02', ['2026-12-02:0800', '2026-12-01:0800', '2026-12-03:0800'], true, '2026-12-14']);
    expect(days.map((day) => [day.day, day.closedWhy, day.inWindow, day.slots.length]).slice(0, 4)).toEqual([['2026-11-29', 'none', true, 0], ['2026-11-30', '', true, 16], ['2026-12-01', '', true, 16], ['2026-12-02', '', true, 16]]);
  });
  test('shows one doctor, other days, and why a day has nothing', async () => {
    const day = await world.slotsOn('2026-11-24');
    for (const one of day) for (const n of [2, 3]) await world.store.take(one._id, `pat:${n}`, { appointmentId: `apt:${one._id}${n}`, until: 0 });
    await world.visits.close(staff('lead'), { departmentCode: '0402', scheduleId: general, from: at('2026-11-25 00:00'), to: at('2026-11-26 00:00'), reason: '停诊', dryRun: false }, now);
    const { days, suggested } = await find(self(1), { scheduleId: general, from: '2026-11-01', days: 5 });
    expect(days.map((one) => [one.day, one.closedWhy])).toEqual([['2026-11-23', ''], ['2026-11-24', 'full'], ['2026-11-25', 'closed'], ['2026-11-26', ''], ['2026-11-27', '']]);
    expect([suggested, days[0]!.slots.map((one) => one.start >= now + 2 * hour)]).toEqual([[], [true, true]]);
    // Staff see what begins sooner, marked.
    expect((await find(staff(), { scheduleId: general, from: '2026-11-23', days: 1 })).days[0]!.slots.map((one) => one.tooSoon)).toEqual([true, true, true, false, false]);
  });
  test('knows National Day and the worked Saturday after it', async () => {
    const autumn = at('2026-09-28 09:00');
    for (const schedule of await world.store.schedules.find({})) await world.store.schedules.update({ _id: schedule._id }, { publishDue: '' });
    await world.visits.tick(autumn);
    const { days } = await world.visits.places(self(1), { patientId: 'pat:1', departmentCode: '0402', from: '2026-09-30', days: 11 }, autumn);
    expect(days.map((one) => one.closedWhy || 'open').join(' ')).toBe('open holiday holiday holiday holiday holiday holiday holiday open open open');
    expect(days.at(-1)!.day).toBe('2026-10-10');
  });
  test('lists the own department first; the day\'s end of what is published is the end', async () => {
    const { departments, ownDepartmentCode, window, phone } = await world.visits.clinics(self(1), { patientId: 'pat:1' });
    expect([departments.map((one) => [one.departmentCode, one.own, one.doctors.map((doctor) => doctor.practitioner)]), ownDepartmentCode, window?.from, phone]).toEqual([[['0402', true, ['', '李医生']]], '0402', '2026-11-29', '09438220402']);
    const last = await find(self(1), { from: '2026-12-20', days: 10 });
    expect([last.more, last.days.at(-1)!.closedWhy, last.days.find((one) => one.day === '2026-12-21')!.closedWhy, last.days.find((one) => one.day === '2026-12-22')!.closedWhy]).toEqual([false, 'none', '', 'none']);
  });
});

describe('unknown and foreign are the same', () => {
  test('for persons, staff of another department, and links', async () => {
    const id = await world.booked(1, slot, now);
    const { closure } = await world.visits.close(staff('lead'), { departmentCode: '0402', scheduleId: general, from: at('2026-12-02 00:00'), to: at('2026-12-03 00:00'), reason: '停诊', dryRun: false }, now);
    const other = staff('ward', ['0301']);
    const calls = (who: Parameters<typeof find>[0], appointmentId: string, patientId: string) => [
      world.visits.get(who!, { appointmentId }, now), world.visits.cancel(who!, { appointmentId, reason: 'busy' }, now), world.visits.book(who!, { appointmentId }, now), world.visits.release(who!, { appointmentId }, now),
      world.visits.proposal(who!, { appointmentId }, now), world.visits.answerProposal(who!, { appointmentId, answer: 'accept' }, now),
      world.visits.mine(who!, { patientId }, now), world.visits.clinics(who!, { patientId }), world.visits.places(who!, { patientId, departmentCode: '0402', days: 1 }, now), world.visits.hold(who!, { patientId, slotId: slot }, now),
    ];
    for (const who of [self(2), other]) for (const [appointmentId, patientId] of [[id, 'pat:1'], ['apt:none', 'pat:none']]) for (const call of calls(who, appointmentId!, patientId!)) expect(await refusal(call)).toBe('FORBIDDEN');
    for (const who of [link(id, 2), link('apt:none', 1), link('step:1', 1)]) expect(await refusal(world.visits.proposal(who, { appointmentId: id }, now))).toBe('FORBIDDEN');
    for (const departmentCode of ['0402', '9999']) {
      expect(await refusal(world.visits.week(other, { departmentCode, from: '2026-11-30' }, now))).toBe('FORBIDDEN');
      expect(await refusal(world.visits.day(other, { departmentCode, day: '2026-12-02' }))).toBe('FORBIDDEN');
    }
    expect(await refusal(world.visits.week(staff('lead'), { departmentCode: '9999', from: '2026-11-30' }, now))).toBe('FORBIDDEN');
    for (const closureId of [closure!.closureId, 'closure:none']) expect(await refusal(world.visits.closure(other, { closureId }, now))).toBe('FORBIDDEN');
    for (const encounterId of ['enc:1', 'enc:none']) expect(await refusal(world.visits.ofStay(other, { encounterId }, now))).toBe('FORBIDDEN');
    for (const appointmentId of [id, 'apt:none']) expect(await refusal(world.visits.mark(other, { appointmentId, to: 'arrived' }, now))).toBe('FORBIDDEN');
    expect([await world.visits.closures(other, {}), await world.visits.schedules(other, {})]).toEqual([[], []]);
  });
  test('a visit of one patient does not replace another\'s', async () => {
    const id = await world.booked(1, slot, now);
    const both = { kind: 'person' as const, personId: 'person:1', represents: [1, 2].map((n) => ({ patientId: `pat:${n}`, as: 'family' as const, relation: 'child' as const, mayHear: false })), ip: '' };
    expect(await refusal(world.visits.hold(both, { patientId: 'pat:2', slotId: slot, replaces: id }, now))).toBe('FORBIDDEN');
  });
});

describe('a sensitive stay', () => {
  beforeEach(async () => {
    world.patients.set('pat:9', patientOf(9));
    world.stays.set('enc:9', stayOf(9, { sensitive: true }));
  });
  test('is the patient\'s alone unless they chose otherwise', async () => {
    const id = await world.booked(9, slot, now);
    for (const call of [world.visits.get(family(9), { appointmentId: id }, now), world.visits.mine(family(9), { patientId: 'pat:9' }, now), world.visits.hold(family(9), { patientId: 'pat:9', slotId: slot }, now)]) expect(await refusal(call)).toBe('FORBIDDEN');
    expect((await world.visits.get(self(9), { appointmentId: id }, now)).appointment).toMatchObject({ departmentName: '骨科', place: '门诊楼2层3诊室', sensitive: true, phone: '09438220000' });
    world.patients.get('pat:9')!.allowFamilySensitive = true;
    expect((await world.visits.mine(family(9), { patientId: 'pat:9' }, now)).upcoming).toHaveLength(1);
  });
  test('says only when in letters, links and at home', async () => {
    const id = await world.booked(9, slot, now);
    await world.visits.close(staff('lead'), { departmentCode: '0402', from: at('2026-12-02 00:00'), to: at('2026-12-03 00:00'), reason: '停诊', dryRun: false }, now);
    for (const letter of world.letters.values()) expect([letter.params.length, letter.params.join()]).toEqual([2, letter.kind === 'visit_closed' ? '周*9,12月1日（周二）11:30' : '周*9,12月2日（周三）08:00']);
    const { appointment, offered } = await world.visits.proposal(link(id, 9), {}, now);
    expect(JSON.stringify([appointment, offered])).not.toMatch(/骨科|门诊楼|0402|李医生|出院小结/);
    expect((await world.visits.home(['pat:9'], now)).get('pat:9')).toMatchObject({ appointmentId: id, encounterId: 'enc:9', departmentName: '', place: '', practitioner: '', proposal: true });
  });
  test('a sensitive clinic is not offered to family, nor told apart from none', async () => {
    await world.visits.saveSchedule(staff('lead'), { departmentCode: '1500', practitioner: '', title: '', place: '门诊楼5层', preparation: '', weekly: [{ weekday: 3, from: '08:00', to: '09:00', capacity: 2 }], exceptions: [], publishDays: 28, active: true, rev: 0, dryRun: false }, now);
    const mind = 'slot:1500:general:2026-12-02:0800';
    expect((await world.visits.clinics(family(1), { patientId: 'pat:1' })).departments.map((one) => one.departmentCode)).toEqual(['0402']);
    expect((await world.visits.clinics(self(1), { patientId: 'pat:1' })).departments.map((one) => one.departmentCode)).toEqual(['0402', '1500']);
    for (const departmentCode of ['1500', '9999']) expect(await refusal(find(family(1), { departmentCode }))).toBe('FORBIDDEN');
    expect(await refusal(world.visits.hold(family(1), { patientId: 'pat:1', slotId: mind }, now))).toBe('FORBIDDEN');
    // The patient's own visit there stays out of the family's list.
    const id = await world.booked(1, mind, now);
    await world.booked(1, slot, now);
    expect([(await world.visits.mine(self(1), { patientId: 'pat:1' }, now)).upcoming.length, (await world.visits.mine(family(1), { patientId: 'pat:1' }, now)).upcoming.length]).toEqual([2, 1]);
    expect(await refusal(world.visits.get(family(1), { appointmentId: id }, now))).toBe('FORBIDDEN');
    expect((await world.visits.get(self(1), { appointmentId: id }, now)).appointment.phone).toBe('09438220000');
  });
});

describe('at the clinic', () => {
  test('check-in, done, taken back; only on its day or within a week, one step at a time', async () => {
    const id = await world.booked(1, slot, now);
    const ward = staff('ward', ['0402']);
    const day = at('2026-12-02 07:50');
    const mark = (to: 'arrived' | 'fulfilled' | 'booked', when = day) => world.visits.mark(ward, { appointmentId: id, to }, when).then(({ row }) => row.state, (error: { reason: string }) => error.reason);
    expect([await mark('arrived', now), await mark('arrived'), await mark('arrived'), await mark('booked'), await mark('booked'), await mark('fulfilled'), await mark('booked'), await mark('arrived'), await mark('fulfilled')])
      .toEqual(['not_today', 'arrived', 'arrived', 'booked', 'booked', 'fulfilled', 'over', 'arrived', 'fulfilled']);
    expect((await world.visits.day(ward, { departmentCode: '0402', day: '2026-12-02' })).counts).toEqual({ booked: 0, arrived: 0, fulfilled: 1, noshow: 0, cancelled: 0 });
    const late = await world.booked(2, slot, now);
    expect(await refusal(world.visits.mark(ward, { appointmentId: late, to: 'fulfilled' }, at('2026-12-10 09:00')))).toBe('NOT_NOW not_today');
  });
  test('the day list is masked and says who they are', async () => {
    await world.visits.hold(self(3), { patientId: 'pat:3', slotId: slot }, now);
    world.patients.get('pat:1')!.birthDate = '1940-01-01';
    await world.booked(1, slot, now);
    const { rows } = await world.visits.day(staff('nurse'), { departmentCode: '0402', day: '2026-12-02' });
    expect(rows).toMatchObject([{ name: '周*1', age: 86, dayN: 14, phone: '138****1234', state: 'booked', inWindow: true, byKind: 'patient', flags: ['elderly'] }]);
  });
  test('the week shows load, holds and why a day is empty', async () => {
    await world.booked(1, slot, now);
    await world.visits.hold(self(2), { patientId: 'pat:2', slotId: slot }, now);
    const { schedules, days } = await world.visits.week(staff('lead'), { departmentCode: '0402', from: '2026-11-30' }, now);
    const first = schedules.find((one) => one.practitioner === '')!;
    expect(first.cells[2]).toMatchObject({ slots: 8, capacity: 16, taken: 1, held: 1, free: 14, closedSlots: 0, why: '' });
    expect(first.cells[2]!.loads[0]).toEqual({ at: '08:00', capacity: 2, taken: 1, open: true });
    expect([first.cells[5]!.why, days.map((one) => one.work)]).toEqual(['none', [true, true, true, true, true, false, false]]);
    expect((await world.visits.week(staff('lead'), { departmentCode: '0402', from: '2027-01-04' }, now)).schedules[0]!.cells[0]!.why).toBe('unpublished');
  });
});

describe('a schedule', () => {
  const input = (more: object = {}) => ({ departmentCode: '0402', scheduleId: general, practitioner: '', title: '', place: '门诊楼2层3诊室', preparation: '', weekly: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '08:00', to: '10:00', capacity: 1 })), exceptions: [], publishDays: 28, active: true, rev: 1, dryRun: false, ...more });
  test('says first what it would change, keeps whoever is booked, and comes back when undone', async () => {
    const late = (await world.slotsOn('2026-12-02')).at(-1)!;
    await world.booked(1, late._id, now);
    for (const n of [2, 3]) await world.booked(n, slot, now);
    const { change } = await world.visits.saveSchedule(staff('lead'), input({ dryRun: true }), now);
    expect((await world.slotsOn('2026-12-02')).every((one) => one.state === 'open' && one.capacity === 2)).toBe(true);
    const saved = await world.visits.saveSchedule(staff('lead'), input(), now);
    expect(saved.change).toEqual(change);
    expect([change.kept, change.added, saved.schedule.rev]).toEqual([[{ slotId: late._id, start: late.start, taken: 1 }], 0, 2]);
    const day = await world.slotsOn('2026-12-02');
    expect(day.map((one) => [one.state, one.capacity, one.free])).toEqual([['open', 2, 0], ['open', 1, 1], ['open', 1, 1], ['open', 1, 1], ...[1, 2, 3].map(() => ['closed', 2, 2]), ['closed', 2, 1]]);
    expect((await world.visits.mine(self(1), { patientId: 'pat:1' }, now)).upcoming).toHaveLength(1);
    const back = await world.visits.saveSchedule(staff('lead'), input({ rev: 2, weekly: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '08:00', to: '12:00', capacity: 3 })) }), now);
    expect((await world.slotsOn('2026-12-02')).map((one) => [one.state, one.capacity, one.free])).toEqual([['open', 3, 1], ...[1, 2, 3, 4, 5, 6].map(() => ['open', 3, 3]), ['open', 3, 2]]);
    expect([back.change.removed, back.change.kept]).toEqual([0, []]);
  });
  test('saved by two at once is saved by one; a doctor has one in a department', async () => {
    const outcomes = await Promise.all([1, 2, 3].map(() => refusal(world.visits.saveSchedule(staff('lead'), input(), now))));
    expect(outcomes.sort()).toEqual(['CONFLICT changed', 'CONFLICT changed', 'ok']);
    expect(await refusal(world.visits.saveSchedule(staff('lead'), input({ scheduleId: undefined, rev: 0 }), now))).toBe('CONFLICT exists');
    expect(await refusal(world.visits.saveSchedule(staff('ward', ['0301']), input({ rev: 2 }), now))).toBe('FORBIDDEN');
    expect(await refusal(world.visits.saveSchedule(staff('lead'), input({ rev: 2, departmentCode: '1500' }), now))).toBe('FORBIDDEN');
    expect(await refusal(world.visits.saveSchedule(staff('lead'), input({ rev: 2, exceptions: [{ day: '2026-02-30', spans: [], note: '' }] }), now))).toBe('INVALID_INPUT exceptions.0.day:format');
    expect(await refusal(world.visits.saveSchedule(staff('lead'), input({ rev: 2, practitioner: '别人' }), now))).toBe('INVALID_INPUT practitioner:fixed');
  });
  test('publishes one more day each day, in however many timers; a paused one none, and takes nobody', async () => {
    await Promise.all([1, 2].map(() => world.visits.tick(at('2026-11-24 00:00'))));
    expect((await world.slotsOn('2026-12-22')).length).toBe(8);
    expect((await world.visits.tick(at('2026-11-24 00:01'))).published).toBe(0);
    const { rev } = (await world.store.schedules.get(general))!;
    await world.visits.saveSchedule(staff('lead'), input({ rev, active: false }), at('2026-11-24 09:00'));
    expect(await refusal(world.visits.hold(self(1), { patientId: 'pat:1', slotId: slot }, at('2026-11-24 09:00')))).toBe('CONFLICT closed');
    expect((await world.visits.clinics(self(1), { patientId: 'pat:1' })).departments[0]!.doctors.map((one) => one.practitioner)).toEqual(['李医生']);
    await world.visits.tick(at('2026-11-26 00:00'));
    expect((await world.slotsOn('2026-12-24')).length).toBe(0);
  });
  test('cut off after it was saved is published by the timer', async () => {
    const { addSlots } = world.store;
    const more = input({ weekly: [{ weekday: 6, from: '08:00', to: '09:00', capacity: 5 }] });
    world.store.addSlots = () => Promise.reject(new Error('cut'));
    await world.visits.saveSchedule(staff('lead'), more, now);
    world.store.addSlots = addSlots;
    expect((await world.visits.tick(now + minute)).published).toBeGreaterThan(0);
    expect((await world.slotsOn('2026-12-05')).map((one) => one.capacity)).toEqual([5, 5]);
  });
});

test('a closure in the past, the wrong way round, or for a year is refused beside its field', async () => {
  const close = (from: string, to: string) => refusal(world.visits.close(staff('lead'), { departmentCode: '0402', from: at(from), to: at(to), reason: '停诊', dryRun: true }, now));
  expect([await close('2026-12-02 10:00', '2026-12-02 09:00'), await close('2026-11-20 10:00', '2026-11-21 09:00'), await close('2026-12-02 10:00', '2027-12-02 09:00')]).toEqual(['INVALID_INPUT to:order', 'INVALID_INPUT to:past', 'INVALID_INPUT to:too_long']);
});

test('the timeline has every act and nobody\'s name', async () => {
  const id = await world.booked(1, slot, now);
  await world.visits.cancel(self(1), { appointmentId: id, reason: 'far', note: '王大夫说不用来' }, now);
  const facts = await world.visits.facts('pat:1');
  expect(facts.map((fact) => [fact.kind, fact.params['reason']])).toEqual([['visit.booked', undefined], ['visit.cancelled', 'far']]);
  expect(JSON.stringify(facts)).not.toMatch(/王大夫|周平/);
});

test('every list and timer has its index', async () => {
  await world.booked(1, slot, now);
  const used = (collection: string, query: Record<string, unknown>, order?: Record<string, 1 | -1>) => world.kit.behind.explain(collection, query, { order, limit: 100 });
  for (const [collection, query, order, index] of [
    ['slot', { nextExpiry: { $lte: now } }, { nextExpiry: 1 }, 'expiry'], ['slot', { departmentCode: '0402', start: { $gte: now } }, { start: 1 }, 'department'], ['slot', { departmentCode: '0402', scheduleId: general, start: { $gte: now } }, { start: 1 }, 'schedule'],
    ['appointment', { due: { $gt: 0, $lte: now } }, { due: 1 }, 'due'], ['appointment', { patientId: { $in: ['pat:1'] }, start: { $gte: 0 } }, undefined, 'patient'], ['appointment', { departmentCode: '0402', start: { $gte: now, $lt: now + 1 } }, { start: 1 }, 'department'],
    ['appointment', { closureId: 'closure:1' }, { start: 1 }, 'closure'], ['closure', { due: { $gt: 0, $lte: now } }, { due: 1 }, 'due'], ['schedule', { publishDue: { $lte: '2026-11-23' } }, { publishDue: 1 }, 'publish'],
  ] as const) expect([collection, index, used(collection, query, order).index]).toEqual([collection, index, expect.stringContaining(index)]);
});
