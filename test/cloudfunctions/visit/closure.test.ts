/** A closed clinic: each is asked, nobody is asked twice, only the silent are rung; and visits that were missed. */
import { hour, minute } from '../../../cloudfunctions/kit/calendar';
import { whenInWords } from '../../../cloudfunctions/visit/rules/time';
import { isActive } from '../../../cloudfunctions/visit/rules/visit';
import { at, link, openClinic, refusal, self, sound, staff, stayOf, type World } from './world';

const now = at('2026-11-23 09:00');
let world: World;
afterEach(() => world.close());

/** The clinic of 2 December is closed, after these people have booked its half hours one after another. */
async function closeDay(people: number, more: { dryRun?: boolean; from?: string; to?: string } = {}, when = now) {
  return world.visits.close(staff('lead'), { departmentCode: '0402', from: at(more.from ?? '2026-12-02 00:00'), to: at(more.to ?? '2026-12-03 00:00'), reason: '医生外出会诊', dryRun: more.dryRun ?? false }, when);
}
async function bookDay(people: number): Promise<string[]> {
  const slots = await world.slotsOn('2026-12-02');
  const ids = [];
  for (let n = 1; n <= people; n += 1) ids.push(await world.booked(n, slots[Math.floor((n - 1) / 2)]!._id, now));
  return ids;
}
const standing = async (closureId: string) => (await world.visits.closure(staff('lead'), { closureId }, now)).rows.map((row) => row.standing);

describe('a closed clinic', () => {
  beforeEach(async () => void (world = await openClinic(now, { people: 6, capacity: 2 })));

  test('first says whom it would affect, and changes nothing', async () => {
    await bookDay(3);
    const { closure, affected, slots } = await closeDay(3, { dryRun: true });
    expect([closure, affected.length, affected[0]!.reach, slots]).toEqual([null, 3, 'sms', 8]);
    expect((await world.slotsOn('2026-12-02')).every((slot) => slot.state === 'open')).toBe(true);
  });
  test('keeps the nearest place for each, writes to each once, and takes nobody new', async () => {
    const [first] = await bookDay(4);
    const { closure } = await closeDay(4);
    const again = await closeDay(4);
    expect(again.closure!.closureId).toBe(closure!.closureId);
    expect(await standing(closure!.closureId)).toEqual(['offered', 'offered', 'offered', 'offered']);
    const offers = [...world.letters.values()].filter((letter) => letter.kind === 'visit_closed');
    expect([offers.length, offers.every((letter) => letter.link === true && letter.params.length === 3 && /^12月[13]日/.test(letter.params[1]!))]).toEqual([4, true]);
    expect([...world.letters.values()].filter((letter) => letter.kind !== 'visit_closed').every((letter) => letter.cancelled === 'clinic_closed')).toBe(true);
    const { offered, until, state } = await world.visits.proposal(self(1), { appointmentId: first! }, now);
    // The window is 29 November to 5 December: the nearest is the evening of the day before or the morning after.
    expect([state, until, ['2026-12-01', '2026-12-03'].includes(new Date(offered!.start + 8 * hour).toISOString().slice(0, 10)), offered!.inWindow]).toEqual(['offered', at('2026-11-24 10:00'), true, true]);
    const closed = (await world.slotsOn('2026-12-02'))[0]!;
    expect(await refusal(world.visits.hold(self(5), { patientId: 'pat:5', slotId: closed._id }, now))).toBe('CONFLICT closed');
    sound(await world.store.slots({ departmentCode: '0402', from: now, to: now + 40 * 24 * hour }));
    expect(world.calls.size).toBe(0);
    expect((await world.visits.mine(self(1), { patientId: 'pat:1' }, now)).upcoming.map((one) => one.proposal?.state)).toEqual(['offered']);
  });
  test('accepted: the kept place is the visit, the old one ends, twice is once', async () => {
    const [old] = await bookDay(1);
    await closeDay(1);
    const accepted = await Promise.all([1, 2, 3].map(() => world.visits.answerProposal(self(1), { appointmentId: old!, answer: 'accept' }, now)));
    expect(new Set(accepted.map((one) => one.appointment.appointmentId)).size).toBe(1);
    const [visit] = (await world.all()).filter((one) => isActive(one, now));
    expect([visit!._id, visit!.replaces, visit!.byKind]).toEqual([accepted[0]!.appointment.appointmentId, old, 'patient']);
    const before = (await world.store.appointment(old!))!;
    expect([before.state, before.cancel?.reason, before.proposal?.state, before.replacedBy]).toEqual(['cancelled', 'clinic_closed', 'accepted', visit!._id]);
    expect([...world.letters.values()].filter((letter) => letter.about === visit!._id).map((letter) => letter.kind)).toEqual(['visit_booked', 'visit_day_before', 'visit_morning']);
    expect(await standing(before.closureId)).toEqual(['accepted']);
    await world.visits.tick(at('2026-12-04 10:00'));
    expect(world.calls.size).toBe(0);
  });
  test('another time instead: the kept place goes back', async () => {
    const [old] = await bookDay(1);
    const { closure } = await closeDay(1);
    const kept = (await world.store.appointment(old!))!.proposal!;
    const [other] = await world.slotsOn('2026-12-04');
    const id = await world.booked(1, other!._id, now, old);
    expect((await world.all()).filter((one) => isActive(one, now)).map((one) => one._id)).toEqual([id]);
    expect((await world.store.slot(kept.slotId))!.free).toBe(2);
    expect(await standing(closure!.closureId)).toEqual(['other']);
    expect(await refusal(world.visits.answerProposal(self(1), { appointmentId: old!, answer: 'accept' }, now))).toBe('CONFLICT over');
  });
  test('the offered place chosen on the ordinary page is the same place', async () => {
    const [old] = await bookDay(1);
    await closeDay(1);
    const kept = (await world.store.appointment(old!))!.proposal!;
    const id = await world.booked(1, kept.slotId, now, old);
    expect([id, (await world.store.slot(kept.slotId))!.free, (await world.store.appointment(old!))!.proposal!.state]).toEqual([kept.appointmentId, 1, 'accepted']);
  });
  test('no visit at all: place and letters go back, nobody rings', async () => {
    const [old] = await bookDay(1);
    const { closure } = await closeDay(1);
    const kept = (await world.store.appointment(old!))!.proposal!;
    for (let n = 0; n < 2; n += 1) await world.visits.answerProposal(link(old!, 1), { answer: 'cancel' }, now);
    expect([(await world.store.appointment(old!))!.state, (await world.store.slot(kept.slotId))!.free, await standing(closure!.closureId)]).toEqual(['cancelled', 2, ['cancelled']]);
    await world.visits.tick(at('2026-11-25 10:00'));
    expect(world.calls.size).toBe(0);
  });
  test('silent: rung once, the place kept for one more working day, and their own late answer takes the call back', async () => {
    const [first, second] = await bookDay(2);
    const { closure } = await closeDay(2);
    expect((await world.visits.tick(at('2026-11-24 09:59'))).silent).toBe(0);
    expect((await Promise.all([world.visits.tick(at('2026-11-24 10:00')), world.visits.tick(at('2026-11-24 10:00'))])).reduce((sum, one) => sum + one.silent, 0)).toBe(2);
    expect([...world.calls.keys()].sort()).toEqual([`call:closure:${first}`, `call:closure:${second}`].sort());
    expect([...world.calls.values()][0]).toMatchObject({ kind: 'closure', reason: 'clinic_closed', encounterId: 'enc:1', departmentCode: '0402', dischargeDay: '2026-11-18' });
    expect(await standing(closure!.closureId)).toEqual(['silent', 'silent']);
    await world.visits.answerProposal(self(1), { appointmentId: first!, answer: 'accept' }, at('2026-11-25 17:00'));
    expect([world.calls.get(`call:closure:${first}`)!.withdrawn, world.calls.get(`call:closure:${second}`)!.withdrawn]).toEqual(['booked_again', '']);
    // After that the place is somebody else's.
    await world.visits.tick(at('2026-11-25 18:00'));
    expect(await refusal(world.visits.answerProposal(self(2), { appointmentId: second!, answer: 'accept' }, at('2026-11-25 18:00')))).toBe('CONFLICT place_gone');
    expect((await world.visits.proposal(self(2), { appointmentId: second! }, at('2026-11-25 18:00'))).offered).toBeNull();
    // The day of the closed clinic is no missed visit; the nurse still rings.
    await world.visits.tick(at('2026-12-02 18:31'));
    expect([(await world.store.appointment(second!))!.state, (await world.store.appointment(second!))!.cancel?.reason, world.calls.get(`call:closure:${second}`)!.withdrawn, world.calls.size]).toEqual(['cancelled', 'clinic_closed', '', 2]);
  });
  test('booked by the nurse inside the call: the call stays hers to close, and is taken back if she never does', async () => {
    const [old] = await bookDay(1);
    await closeDay(1);
    const when = at('2026-11-24 10:00');
    await world.visits.tick(when);
    world.inHand.add(`call:closure:${old}`);
    await world.visits.answerProposal(staff(), { appointmentId: old!, answer: 'accept' }, when);
    expect([(await world.store.appointment(old!))!.state, world.calls.get(`call:closure:${old}`)!.withdrawn]).toEqual(['cancelled', '']);
    world.inHand.clear();
    await world.visits.tick(when + 10 * minute);
    expect(world.calls.get(`call:closure:${old}`)!.withdrawn).toBe('booked_again');
    expect((await world.store.appointment(old!))!.settling).toBe(0);
  });
  test('a letter that nothing carries is silence at once', async () => {
    const [old] = await bookDay(1);
    await closeDay(1);
    for (let n = 0; n < 2; n += 1) await world.visits.handed({ noticeId: `notice:${old}:visit_closed`, kind: 'visit_closed', about: old!, n: 0, patientId: 'pat:1' }, now);
    expect([...world.calls.keys()]).toEqual([`call:closure:${old}`]);
  });
  test('no place anywhere: rung at once', async () => {
    const [old] = await bookDay(1);
    const { closure } = await closeDay(1, { from: '2026-11-23 09:00', to: '2027-02-01 00:00' });
    expect([closure!.counts.noPlace, await standing(closure!.closureId), [...world.calls.keys()]]).toEqual([1, ['no_place'], [`call:closure:${old}`]]);
    expect((await world.visits.proposal(self(1), { appointmentId: old! }, now)).state).toBe('none');
    expect(world.letters.get(`notice:${old}:visit_closed`)!.params).toEqual(['周*1', '护士会打电话和您商定']);
    expect(await refusal(world.visits.answerProposal(self(1), { appointmentId: old!, answer: 'accept' }, now))).toBe('CONFLICT place_gone');
  });
  test('that takes the place kept for somebody else asks them again', async () => {
    const [old] = await bookDay(1);
    await closeDay(1);
    const kept = (await world.store.appointment(old!))!.proposal!;
    const day = new Date(kept.start + 8 * hour).toISOString().slice(0, 10);
    await closeDay(0, { from: `${day} 00:00`, to: `${day} 23:30` }, now + hour);
    const again = (await world.store.appointment(old!))!.proposal!;
    expect([again.state, again.appointmentId === kept.appointmentId, new Date(again.start + 8 * hour).toISOString().slice(0, 10) === day]).toEqual(['offered', false, false]);
    expect((await world.store.appointment(kept.appointmentId))!.state).toBe('expired');
    // They are told again, and the first letter says nothing true any more, sent or not.
    const told = [...world.letters.values()].filter((letter) => letter.kind === 'visit_closed');
    expect(told.map(({ id, params }) => [id, params[1]])).toEqual([[`notice:${old}:visit_closed`, whenInWords(kept.start)], [`notice:${old}:visit_closed:2`, whenInWords(again.start)]]);
    const ref = (n: number) => ({ noticeId: told[n]!.id, kind: 'visit_closed' as const, about: old!, n: n === 0 ? 0 : 2, patientId: 'pat:1' });
    expect([...(await world.visits.stillTrue([ref(0), ref(1)], now + hour))]).toEqual([[`notice:${old}:visit_closed`, 'asked_again']]);
    // That the first one could not be carried is no silence about the second.
    await world.visits.handed(ref(0), now + hour);
    expect((await world.store.appointment(old!))!.proposal!.state).toBe('offered');
    for (let n = 1; n <= 10; n += 1) await world.visits.tick(now + hour + n * minute);
    expect([...world.letters.values()].filter((letter) => letter.kind === 'visit_closed')).toHaveLength(2);
    await world.visits.handed(ref(1), now + 2 * hour);
    expect((await world.store.appointment(old!))!.proposal!.state).toBe('silent');
  });
  test('catches whoever was just about to book', async () => {
    const [slot] = await world.slotsOn('2026-12-02');
    const { appointmentId } = await world.visits.hold(self(1), { patientId: 'pat:1', slotId: slot!._id }, now);
    const late = await world.visits.hold(self(2), { patientId: 'pat:2', slotId: slot!._id }, now);
    const { closure } = await closeDay(0);
    expect(await refusal(world.visits.book(self(1), { appointmentId }, now))).toBe('CONFLICT closed');
    // Decided in the very moment in which the clinic closed: a booking that had passed the look at the slot.
    await world.store.change({ id: late.appointmentId }, { set: { state: 'booked', heldUntil: 0, bookedAt: now, due: now, settling: 1 } });
    await world.visits.tick(now + minute);
    expect(await standing(closure!.closureId)).toEqual(['offered']);
    for (let n = 2; n <= 9; n += 1) await world.visits.tick(now + n * minute);
    expect((await world.visits.closures(staff('lead'), {})).map((one) => one.state)).toEqual(['done']);
  });
  test('goes on where it was cut off, and is not stopped by one bad record', async () => {
    const ids = await bookDay(4);
    const { write } = world.ports.notices;
    let broken = 0;
    world.ports.notices.write = (letters, when) => (letters.some((letter) => letter.kind === 'visit_closed' && letter.about === ids[1]) && (broken += 1) < 3 ? Promise.reject(new Error('cut')) : write(letters, when));
    const { add } = world.store;
    world.store.add = (one) => (one.replaces === ids[2] && (broken += 1) < 4 ? Promise.reject(new Error('cut')) : add(one));
    const { closure } = await closeDay(4);
    for (let n = 1; n <= 12; n += 1) await world.visits.tick(now + n * minute);
    expect(await standing(closure!.closureId)).toEqual(['offered', 'offered', 'offered', 'offered']);
    expect([...world.letters.values()].filter((letter) => letter.kind === 'visit_closed')).toHaveLength(4);
    await world.visits.tick(at('2026-12-20 10:00'));
    const slots = await world.store.slots({ departmentCode: '0402', from: now, to: now + 40 * 24 * hour });
    sound(slots);
    const open = new Set((await world.all()).filter((one) => ['booked', 'pending', 'arrived', 'fulfilled', 'noshow'].includes(one.state)).map((one) => one._id));
    for (const slot of slots) for (const place of Object.values(slot.places)) expect(open).toContain(place.appointmentId);
  });
  test('slots published later into a closed time are closed', async () => {
    const { closure } = await closeDay(0, { from: '2026-12-22 00:00', to: '2026-12-23 00:00' });
    await world.visits.tick(at('2026-11-24 00:05'));
    const slots = await world.slotsOn('2026-12-22');
    expect([slots.length, slots.every((slot) => slot.state === 'closed' && slot.closureId === closure!.closureId)]).toEqual([8, true]);
  });
});

describe('a missed visit', () => {
  let id: string;
  beforeEach(async () => {
    world = await openClinic(now, { people: 2 });
    const [, , slot] = await world.slotsOn('2026-12-02');
    id = await world.booked(1, slot!._id, now);
  });
  const missed = `call:missed:`;

  test('is written about on the same day, and rung on the next working day', async () => {
    await world.visits.tick(at('2026-12-02 12:29'));
    expect((await world.store.appointment(id))!.state).toBe('booked');
    await Promise.all([world.visits.tick(at('2026-12-02 12:30')), world.visits.tick(at('2026-12-02 12:30'))]);
    expect((await world.store.appointment(id))!.state).toBe('noshow');
    const letter = world.letters.get(`notice:${id}:visit_missed`)!;
    expect([letter.due, letter.until, letter.params]).toEqual([at('2026-12-02 12:30'), at('2026-12-02 20:00'), ['周*1']]);
    await world.visits.tick(at('2026-12-03 09:59'));
    expect(world.calls.size).toBe(0);
    await Promise.all([world.visits.tick(at('2026-12-03 10:00')), world.visits.tick(at('2026-12-03 10:00'))]);
    await world.visits.tick(at('2026-12-03 10:01'));
    expect([...world.calls.keys()]).toEqual([missed + id]);
    // Not blacklisted.
    expect(await refusal(world.visits.hold(self(1), { patientId: 'pat:1', slotId: (await world.slotsOn('2026-12-08'))[0]!._id }, at('2026-12-03 10:01')))).toBe('ok');
  });
  test('found late in the evening is not written about', async () => {
    await world.visits.tick(at('2026-12-02 20:00'));
    expect([(await world.store.appointment(id))!.state, world.letters.has(`notice:${id}:visit_missed`)]).toEqual(['noshow', false]);
  });
  test('is taken back by a late check-in, before and after the call was queued', async () => {
    await world.visits.tick(at('2026-12-02 12:30'));
    const { row } = await world.visits.mark(staff('ward', ['0402']), { appointmentId: id, to: 'arrived' }, at('2026-12-02 15:00'));
    expect([row.state, row.missedAt, world.letters.get(`notice:${id}:visit_missed`)!.cancelled]).toEqual(['arrived', 0, 'arrived']);
    await world.visits.tick(at('2026-12-03 10:00'));
    expect(world.calls.size).toBe(0);
  });
  test('checked in after the call was queued withdraws it', async () => {
    await world.visits.tick(at('2026-12-02 12:30'));
    await world.visits.tick(at('2026-12-03 10:00'));
    await world.visits.mark(staff('ward', ['0402']), { appointmentId: id, to: 'fulfilled' }, at('2026-12-03 10:30'));
    expect(world.calls.get(missed + id)!.withdrawn).toBe('arrived');
  });
  test('is not rung after a new booking, and a booking withdraws the call', async () => {
    await world.visits.tick(at('2026-12-02 12:30'));
    const next = await world.booked(1, (await world.slotsOn('2026-12-08'))[0]!._id, at('2026-12-02 16:00'));
    await world.visits.tick(at('2026-12-03 10:00'));
    expect(world.calls.size).toBe(0);
    await world.visits.tick(at('2026-12-08 12:30'));
    await world.visits.tick(at('2026-12-09 10:00'));
    await world.booked(1, (await world.slotsOn('2026-12-10'))[0]!._id, at('2026-12-09 11:00'));
    expect(world.calls.get(missed + next)!.withdrawn).toBe('booked_again');
  });
  test.each([
    ['a death', () => void (world.patients.get('pat:1')!.death = 'confirmed')],
    ['a readmission', () => void (world.stays.get('enc:1')!.readmittedAt = at('2026-12-02 13:00'))],
    ['a new stay', () => void world.stays.set('enc:9', stayOf(1, { _id: 'enc:9', admitAt: at('2026-12-02 13:00') }))],
  ])('is not rung after %s', async (_, happens) => {
    await world.visits.tick(at('2026-12-02 12:30'));
    happens();
    await world.visits.tick(at('2026-12-03 10:00'));
    expect(world.calls.size).toBe(0);
  });
  test('waits while a death is only told, and goes on when it was wrong', async () => {
    world.patients.get('pat:1')!.death = 'told';
    await world.visits.tick(at('2026-12-02 12:30'));
    expect([(await world.store.appointment(id))!.state, world.letters.has(`notice:${id}:visit_missed`)]).toEqual(['booked', false]);
    world.patients.get('pat:1')!.death = 'no';
    await world.visits.tick(at('2026-12-02 18:30'));
    expect((await world.store.appointment(id))!.state).toBe('noshow');
  });
  test('a confirmed death ends visits and holds, gives places back and takes letters back', async () => {
    const slot = (await world.store.appointment(id))!.slotId;
    for (let n = 0; n < 2; n += 1) await world.visits.ended('pat:1', 'deceased', now);
    expect([(await world.store.appointment(id))!.cancel?.reason, (await world.store.slot(slot))!.free, [...world.letters.values()].every((letter) => letter.cancelled !== '')]).toEqual(['deceased', 2, true]);
    expect((await world.visits.mine(self(1), { patientId: 'pat:1' }, now)).upcoming).toEqual([]);
  });
});

test('two timers at once, and one in which everything fails at first, say everything once', async () => {
  world = await openClinic(now, { people: 6 });
  const ids = await bookDay(6);
  const broken = new Set(['write', 'queue']);
  const { write } = world.ports.notices;
  world.ports.notices.write = (letters, when) => (broken.has('write') ? Promise.reject(new Error('down')) : write(letters, when));
  expect((await world.visits.tick(at('2026-12-02 12:30'))).bad).toBe(6);
  expect((await world.all()).filter((one) => one.state === 'noshow')).toHaveLength(6);
  broken.clear();
  await Promise.all([1, 2, 3].map(() => world.visits.tick(at('2026-12-02 12:40'))));
  expect([...world.letters.values()].filter((letter) => letter.kind === 'visit_missed').map((letter) => letter.about).sort()).toEqual([...ids].sort());
  await Promise.all([1, 2, 3].map(() => world.visits.tick(at('2026-12-03 10:00'))));
  expect(world.calls.size).toBe(6);
});
