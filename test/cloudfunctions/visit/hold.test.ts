/** Hold, book, change, cancel: places by the counter of their slot, one visit per patient and department, whatever comes between. */
import fc from 'fast-check';
import '../../support/seed';
import { minute } from '../../../cloudfunctions/kit/calendar';
import { isActive } from '../../../cloudfunctions/visit/rules/visit';
import { at, family, openClinic, refusal, self, sound, staff, type World } from './world';

const now = at('2026-11-23 09:00');
let world: World;
afterEach(() => world.close());
const free = async (slotId: string): Promise<number> => (await world.store.slot(slotId))!.free;

describe('a hold', () => {
  beforeEach(async () => void (world = await openClinic(now)));

  test('takes a place for five minutes and gives it back by itself', async () => {
    const [slot] = await world.slotsOn('2026-12-02');
    const { appointmentId, heldUntil } = await world.visits.hold(self(1), { patientId: 'pat:1', slotId: slot!._id }, now);
    expect([heldUntil - now, await free(slot!._id)]).toEqual([5 * minute, 1]);
    await world.visits.tick(heldUntil - 1);
    expect(await free(slot!._id)).toBe(1);
    expect((await world.visits.tick(heldUntil)).swept).toBe(1);
    expect(await free(slot!._id)).toBe(2);
    expect(await refusal(world.visits.book(self(1), { appointmentId }, heldUntil))).toBe('GONE hold_over');
    expect((await world.store.slot(slot!._id))!.nextExpiry).toBeGreaterThan(heldUntil);
    expect((await world.all()).map((one) => one.state)).toEqual(['expired']);
  });
  test('that is over gives way to the next person even before the timer has looked', async () => {
    const [slot] = await world.slotsOn('2026-12-02');
    for (const n of [1, 2]) await world.visits.hold(self(n), { patientId: `pat:${n}`, slotId: slot!._id }, now);
    expect(await refusal(world.visits.hold(self(3), { patientId: 'pat:3', slotId: slot!._id }, now))).toBe('CONFLICT full');
    expect(await refusal(world.visits.hold(self(3), { patientId: 'pat:3', slotId: slot!._id }, now + 5 * minute))).toBe('ok');
    sound(await world.slotsOn('2026-12-02'));
  });
  test('pressed twice, or ten times at once, is one hold', async () => {
    const [slot] = await world.slotsOn('2026-12-02');
    const holds = await Promise.all(Array.from({ length: 10 }, () => world.visits.hold(self(1), { patientId: 'pat:1', slotId: slot!._id }, now)));
    expect(new Set(holds.map((one) => one.appointmentId)).size).toBe(1);
    expect(await free(slot!._id)).toBe(1);
    const booked = await Promise.all(Array.from({ length: 5 }, () => world.visits.book(self(1), { appointmentId: holds[0]!.appointmentId }, now)));
    expect(new Set(booked.map((one) => one.appointment.state))).toEqual(new Set(['booked']));
    expect([...world.letters.values()].filter((one) => one.kind === 'visit_booked')).toHaveLength(1);
  });
  test('of another time gives the first one back; released twice is once', async () => {
    const [first, second] = await world.slotsOn('2026-12-02');
    await world.visits.hold(self(1), { patientId: 'pat:1', slotId: first!._id }, now);
    const { appointmentId } = await world.visits.hold(self(1), { patientId: 'pat:1', slotId: second!._id }, now + 1000);
    expect([await free(first!._id), await free(second!._id)]).toEqual([2, 1]);
    await world.visits.release(self(1), { appointmentId }, now + 2000);
    await world.visits.release(self(1), { appointmentId }, now + 2000);
    expect([await free(first!._id), await free(second!._id)]).toEqual([2, 2]);
  });
  test('keeps to two hours, to what is published, and to the day; staff may override and it is written down', async () => {
    const noon = (await world.slotsOn('2026-11-23')).at(-1);
    const late = noon!.start - 2 * 60 * minute + 1;
    expect(await refusal(world.visits.hold(self(1), { patientId: 'pat:1', slotId: noon!._id }, late - 1))).toBe('ok');
    expect(await refusal(world.visits.hold(self(2), { patientId: 'pat:2', slotId: noon!._id }, late))).toBe('NOT_NOW too_late');
    expect(await refusal(world.visits.hold(self(2), { patientId: 'pat:2', slotId: noon!._id, override: true }, late))).toBe('NOT_NOW too_late');
    expect(await refusal(world.visits.hold(staff(), { patientId: 'pat:2', slotId: noon!._id }, late))).toBe('NOT_NOW too_late');
    const { appointmentId } = await world.visits.hold(staff(), { patientId: 'pat:2', slotId: noon!._id, override: true }, late);
    const { appointment } = await world.visits.book(staff(), { appointmentId }, late);
    expect([appointment.byKind, appointment.history.map((one) => one.what)]).toEqual(['staff', ['held_override', 'booked']]);
    expect((await world.visits.day(staff(), { departmentCode: '0402', day: '2026-11-23' })).rows.find((row) => row.patientId === 'pat:2')?.flags).toContain('override');
    expect(await refusal(world.visits.hold(staff(), { patientId: 'pat:3', slotId: noon!._id, override: true }, noon!.start))).toBe('CONFLICT over');
    expect(await refusal(world.visits.hold(self(3), { patientId: 'pat:3', slotId: 'slot:0402:general:2026-12-02:0307' }, now))).toBe('FORBIDDEN');
  });
  test('is nobody\'s after a death', async () => {
    const [slot] = await world.slotsOn('2026-12-02');
    const { appointmentId } = await world.visits.hold(self(1), { patientId: 'pat:1', slotId: slot!._id }, now);
    world.patients.get('pat:1')!.death = 'told';
    expect(await refusal(world.visits.book(self(1), { appointmentId }, now))).toBe('GONE deceased');
    expect(await refusal(world.visits.hold(family(1), { patientId: 'pat:1', slotId: slot!._id }, now))).toBe('GONE deceased');
  });
});

describe('a visit', () => {
  beforeEach(async () => void (world = await openClinic(now, { doctor: true })));

  test('is one per patient and department, through whichever doctor', async () => {
    const [first, second] = await world.slotsOn('2026-12-02');
    const [other] = (await world.store.slots({ departmentCode: '0402', from: at('2026-12-03 00:00'), to: at('2026-12-04 00:00') })).filter((slot) => slot.practitioner === '李医生');
    await world.booked(1, first!._id, now);
    for (const slot of [second!, other!]) expect(await refusal(world.visits.hold(self(1), { patientId: 'pat:1', slotId: slot._id }, now))).toBe('CONFLICT active_exists');
    expect(await refusal(world.visits.hold(self(1), { patientId: 'pat:1', slotId: first!._id }, now))).toBe('CONFLICT active_exists');
  });
  test('of two browsers that book at once only one stands', async () => {
    const slots = (await world.slotsOn('2026-12-02')).slice(0, 4);
    const holds = [];
    for (const slot of slots) {
      const held = await world.visits.hold(self(1), { patientId: 'pat:1', slotId: slot._id }, now);
      // Each browser believes in its own hold: it is kept alive behind the service's back.
      await world.kit.behind.update('appointment', { _id: held.appointmentId }, { $set: { state: 'pending', heldUntil: now + 5 * minute } });
      holds.push(held.appointmentId);
    }
    const outcomes = await Promise.all(holds.map((appointmentId) => refusal(world.visits.book(self(1), { appointmentId }, now))));
    expect(outcomes.filter((one) => one === 'ok')).toHaveLength(1);
    expect((await world.all()).filter((one) => isActive(one, now))).toHaveLength(1);
  });
  test('changes: the new one is sure before the old one ends, and its letters with it', async () => {
    const [first, second] = await world.slotsOn('2026-12-02');
    const old = await world.booked(1, first!._id, now);
    const { appointmentId } = await world.visits.hold(self(1), { patientId: 'pat:1', slotId: second!._id, replaces: old }, now);
    expect((await world.visits.mine(self(1), { patientId: 'pat:1' }, now)).upcoming.map((one) => one.appointmentId)).toEqual([old]);
    await world.visits.book(self(1), { appointmentId }, now);
    const { upcoming, past } = await world.visits.mine(self(1), { patientId: 'pat:1' }, now);
    expect([upcoming.map((one) => one.appointmentId), past.map((one) => [one.appointmentId, one.cancel?.reason, one.replacedBy])]).toEqual([[appointmentId], [[old, 'changed', appointmentId]]]);
    expect([await free(first!._id), await free(second!._id)]).toEqual([2, 1]);
    expect([...world.letters.values()].filter((letter) => letter.about === old).map((letter) => letter.cancelled)).toEqual(['changed', 'changed', 'changed']);
    expect([...world.letters.values()].filter((letter) => letter.about === appointmentId && !letter.cancelled).map((letter) => letter.kind)).toEqual(['visit_booked', 'visit_day_before', 'visit_morning']);
  });
  test('whose change is not booked in time stays', async () => {
    const [first, second, third] = await world.slotsOn('2026-12-02');
    const old = await world.booked(1, first!._id, now);
    const { appointmentId, heldUntil } = await world.visits.hold(self(1), { patientId: 'pat:1', slotId: second!._id, replaces: old }, now);
    // Cut off after the lock was taken: it names the hold, the old visit still counts.
    await world.store.active.update({ _id: 'active:pat:1:0402' }, { appointmentId, previous: old });
    await world.visits.tick(heldUntil);
    expect(await refusal(world.visits.book(self(1), { appointmentId }, heldUntil))).toBe('GONE hold_over');
    expect(await refusal(world.visits.hold(self(1), { patientId: 'pat:1', slotId: third!._id }, heldUntil))).toBe('CONFLICT active_exists');
    expect(await refusal(world.booked(1, third!._id, heldUntil, old))).toBe('ok');
    expect((await world.all()).filter((one) => isActive(one, now)).map((one) => one.slotId)).toEqual([third!._id]);
  });
  test('is changed only within its department, while it stands, and two hours before', async () => {
    const [first, second] = await world.slotsOn('2026-12-02');
    const old = await world.booked(1, first!._id, now);
    const late = first!.start - 2 * 60 * minute + 1;
    const change = (when: number, caller = self(1), override = false) => refusal(world.visits.hold(caller, { patientId: 'pat:1', slotId: second!._id.replace('2026-12-02', '2026-12-03'), replaces: old, override }, when));
    expect([await change(late), await change(late, staff()), await change(late, staff(), true)]).toEqual(['NOT_NOW too_late', 'NOT_NOW too_late', 'ok']);
    await world.visits.cancel(self(1), { appointmentId: old, reason: 'busy' }, now);
    expect(await change(now)).toBe('CONFLICT over');
  });
  test('is cancelled with a reason, once, until two hours before; worse at any time, and somebody is told', async () => {
    const [first] = await world.slotsOn('2026-12-02');
    const id = await world.booked(1, first!._id, now);
    const late = first!.start - 60 * minute;
    expect(await refusal(world.visits.cancel(self(1), { appointmentId: id, reason: 'busy' }, late))).toBe('NOT_NOW too_late');
    expect(await refusal(world.visits.cancel(self(1), { appointmentId: id, reason: 'error' }, now))).toBe('INVALID_INPUT reason:option');
    const said = await Promise.all([1, 2, 3].map(() => world.visits.cancel(self(1), { appointmentId: id, reason: 'worse', note: '伤口流血' }, late)));
    for (const { appointment, safety } of said) expect([appointment.state, appointment.cancel?.reason, safety]).toEqual(['cancelled', 'worse', { level: 'today', who: '值班护士', whoKey: 'centre', ringBy: late + 1, wardPhone: '09438220402', hospitalPhone: '09438220000' }]);
    expect(world.flags[0]).toMatchObject({ stepId: id, level: 'today', items: ['visit:worse'], departmentCode: '0402', encounterId: 'enc:1' });
    expect(await free(first!._id)).toBe(2);
    expect([...world.letters.values()].every((letter) => letter.cancelled === 'cancelled')).toBe(true);
  });
  test('worse is told honestly when nobody can be told, and again by the timer', async () => {
    const [first] = await world.slotsOn('2026-12-02');
    const id = await world.booked(1, first!._id, now);
    const { raise } = world.ports.calls;
    world.ports.calls.raise = () => Promise.reject(new Error('down'));
    const { safety, appointment } = await world.visits.cancel(self(1), { appointmentId: id, reason: 'worse' }, now);
    expect([appointment.state, safety?.ringBy, safety?.who, safety?.wardPhone]).toEqual(['cancelled', null, '', '09438220402']);
    world.ports.calls.raise = raise;
    expect((await world.visits.tick(now)).told).toBe(1);
    expect(world.flags).toHaveLength(1);
  });
});

describe('whatever comes between', () => {
  type Step = { do: 'hold' | 'book' | 'cancel' | 'release' | 'sweep' | 'wait' | 'cut'; who: number; slot: number; change: boolean };
  const steps = fc.array(fc.record<Step>({ do: fc.constantFrom('hold', 'hold', 'hold', 'book', 'book', 'cancel', 'release', 'sweep', 'wait', 'cut'), who: fc.integer({ min: 1, max: 4 }), slot: fc.nat(2), change: fc.boolean() }), { minLength: 4, maxLength: 24 });

  test('free + places = capacity, nobody has two visits, and what was booked stays, in whatever order, several at once, cut anywhere', async () => {
    world = await openClinic(now, { people: 4, capacity: 2 });
    const day = ['2026-12-02', '2026-12-03', '2026-12-04', '2026-12-07', '2026-12-08', '2026-12-09'];
    let round = 0;
    let documents = 0;
    await fc.assert(fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 3 }), async (threads) => {
      // A fresh state each time: everything is cancelled, the next slots are used.
      for (const one of await world.all()) if (one.state === 'booked' || one.state === 'pending') await world.visits.ended(one.patientId, 'deceased', now);
      const slots = (await world.slotsOn(day[round % day.length]!)).slice(0, 3).map((slot) => slot._id);
      round += 1;
      let clock = now;
      const held = new Map<number, string>();
      const visit = new Map<number, string>();
      const act = async (step: Step): Promise<void> => {
        const { who } = step;
        if (step.do === 'wait') clock += 2 * minute;
        if (step.do === 'sweep') await world.visits.tick(clock);
        // The process dies between the place and its appointment, or between appointment and place.
        if (step.do === 'cut' && step.change) await world.store.take(slots[step.slot]!, `pat:${who}`, { appointmentId: `apt:lost${clock}${who}`, until: clock + 5 * minute });
        if (step.do === 'cut' && !step.change && held.has(who)) await world.store.change({ id: held.get(who)!, states: ['pending'] }, { set: { state: 'expired' } });
        if (step.do === 'hold') await world.visits.hold(self(who), { patientId: `pat:${who}`, slotId: slots[step.slot]!, ...(step.change && visit.has(who) && { replaces: visit.get(who)! }) }, clock).then((one) => held.set(who, one.appointmentId), () => undefined);
        if (step.do === 'book' && held.has(who)) await world.visits.book(self(who), { appointmentId: held.get(who)! }, clock).then(({ appointment }) => visit.set(who, appointment.appointmentId), () => undefined);
        if (step.do === 'cancel' && visit.has(who)) await world.visits.cancel(self(who), { appointmentId: visit.get(who)!, reason: 'busy' }, clock).catch(() => undefined);
        if (step.do === 'release' && held.has(who)) await world.visits.release(self(who), { appointmentId: held.get(who)! }, clock).catch(() => undefined);
        sound(await Promise.all(slots.map(async (id) => (await world.store.slot(id))!)));
      };
      await Promise.all(threads.map(async (thread) => { for (const step of thread) await act(step); }));
      await world.visits.tick(clock + 6 * minute);
      const after = await Promise.all(slots.map(async (id) => (await world.store.slot(id))!));
      sound(after);
      const everything = await world.all();
      // Nothing is ever deleted.
      expect(everything.length).toBeGreaterThanOrEqual(documents);
      documents = everything.length;
      const stands = everything.filter((one) => isActive(one, now));
      expect(new Set(stands.map((one) => one.patientId)).size).toBe(stands.length);
      // Exactly the visits have the places; holds are over and gave theirs back.
      expect(after.flatMap((slot) => Object.values(slot.places).map((place) => place.appointmentId)).sort()).toEqual(stands.map((one) => one._id).sort());
      expect(after.every((slot) => Object.values(slot.places).every((place) => place.until === 0))).toBe(true);
      expect(world.reports).toEqual([]);
    }), { numRuns: 40 });
  });
});
