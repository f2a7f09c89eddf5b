import fc from 'fast-check';
import { callingHours, within, hour } from '../../../../cloudfunctions/kit/calendar';
import type { RingWhy } from '../../../../cloudfunctions/call/contract';
import type { RingFacts } from '../../../../cloudfunctions/call/rules/facts';
import { fitness, mayRing, stopsClaim } from '../../../../cloudfunctions/call/rules/ring';
import { at, attempt, call, facts, me, patient } from './facts';

const ask = (f: Partial<RingFacts>, now = at('10:00'), asker = me) => mayRing(facts(f), asker, now).ring;
const lock = (until: number) => ({ callId: 'call:followup:b', name: '李护士', until });

describe('may this call be rung now', () => {
  test('an ordinary call within the hours may', () => {
    expect(ask({})).toMatchObject({ can: true, why: 'ok', from: 0, note: '' });
  });

  const table: [name: string, changed: Partial<RingFacts>, now: string, why: RingWhy, from: string | ''][] = [
    ['before nine it waits for nine', {}, '08:59', 'outside_hours', '09:00'],
    ['at noon it waits for two', {}, '12:00', 'lunch', '14:00'],
    ['just before two it is still noon', {}, '13:59', 'lunch', '14:00'],
    ['an agreed call waits for its time', { call: call({ notBefore: at('15:20'), callBackAt: at('15:20') }) }, '10:00', 'call_back_agreed', '15:20'],
    ['a second attempt waits for another part of the day', { call: call({ notBefore: at('14:00'), attempts: [attempt(at('09:30'))] }) }, '10:00', 'other_day_part', '14:00'],
    ['a call put off for no stated reason says so', { call: call({ notBefore: at('11:00') }) }, '10:00', 'not_yet', '11:00'],
    ['the number rung for another call an hour ago is left alone for two hours', { phones: { own: { times: [{ at: at('09:10'), callId: 'call:followup:b' }], lock: null }, kin: { times: [{ at: at('09:50'), callId: 'call:followup:b' }], lock: null } } }, '10:00', 'rung_recently', '11:10'],
    ['a call that a colleague dialled and never closed is left alone for two hours', { call: call({ attempts: [attempt(at('09:30'), '', { by: 'staff:2' })] }) }, '10:00', 'rung_recently', '11:30'],
    ['a colleague on the number blocks it, for how long nobody knows', { phones: { own: { times: [], lock: lock(at('10:01')) }, kin: { times: [], lock: lock(at('10:01')) } } }, '10:00', 'number_locked', ''],
    ['someone filling in the questionnaire now is not disturbed', { draft: { state: 'draft', touchedAt: at('09:55') } }, '10:00', 'answering', '10:05'],
    ['answered is answered', { draft: { state: 'submitted', touchedAt: at('09:55') } }, '10:00', 'answered', ''],
    ['answered counts as soon as the step says so', { step: { state: 'answered', reason: '' } }, '10:00', 'answered', ''],
    ['a closed step is over', { step: { state: 'closed', reason: 'readmitted' } }, '10:00', 'closed', ''],
    ['a held step waits for a person', { step: { state: 'held', reason: 'death_unconfirmed' } }, '10:00', 'suspended', ''],
    ['no step, no call', { step: null }, '10:00', 'closed', ''],
    ['a told death suspends', { patient: patient({ death: 'told' }) }, '10:00', 'suspended', ''],
    ['the dead are not rung', { patient: patient({ death: 'confirmed' }) }, '10:00', 'deceased', ''],
    ['an unknown patient is not rung', { patient: null }, '10:00', 'closed', ''],
    ['without any number there is nothing to ring', { patient: patient({ phoneHash: '', contactPhoneHash: '' }) }, '10:00', 'no_number', ''],
    ['wrong own number and a sensitive stay leave none', { patient: patient({ phoneInvalid: true }), sensitive: true }, '10:00', 'no_number', ''],
    ['who cannot use a telephone and has no contact is not rung', { patient: patient({ noVoice: true, contactPhoneHash: '' }) }, '10:00', 'no_voice', ''],
    ['who wants no follow-up gets none', { patient: patient({ noContact: true }) }, '10:00', 'no_contact', ''],
    ['a colleague has it', { call: call({ claimedBy: 'staff:2', claimedName: '李护士', leaseUntil: at('10:01') }) }, '10:00', 'claimed', ''],
    ['a withdrawn call says why', { call: call({ state: 'withdrawn', withdrawnReason: 'answered' }) }, '10:00', 'answered', ''],
  ];
  test.each(table)('%s', (_, changed, now, why, from) => {
    expect(ask(changed, at(now))).toMatchObject({ can: false, why, from: from === '' ? 0 : at(from) });
  });

  test('after the evening it is tomorrow', () => {
    expect(ask({}, at('19:30'))).toMatchObject({ can: false, why: 'outside_hours', from: at('09:00', '2026-11-22') });
  });

  test('two dials today over all purposes close the number until tomorrow; the family number is then tried', () => {
    const times = [{ at: at('09:00'), callId: 'call:callback:x' }, { at: at('09:40'), callId: 'call:followup:b' }];
    expect(ask({ phones: { own: { times, lock: null } } }, at('14:30'))).toMatchObject({ can: true });
    expect(mayRing(facts({ phones: { own: { times, lock: null } } }), me, at('14:30')).to).toBe('contact');
    expect(ask({ phones: { own: { times, lock: null }, kin: { times, lock: null } } }, at('14:30'))).toMatchObject({ can: false, why: 'rung_twice_today', from: at('09:00', '2026-11-22') });
    expect(mayRing(facts({ phones: { own: { times, lock: null } } }), me, at('14:30'), 'patient').ring.why).toBe('rung_twice_today');
  });

  test('yesterday\'s dials do not count today', () => {
    const times = [{ at: at('09:00', '2026-11-20'), callId: 'x' }, { at: at('19:00', '2026-11-20'), callId: 'x' }];
    expect(ask({ phones: { own: { times, lock: null } } }, at('09:00'))).toMatchObject({ can: true });
  });

  test('of several walls the one that stands longest is named', () => {
    expect(ask({ draft: { state: 'draft', touchedAt: at('11:58') } }, at('12:01'))).toMatchObject({ why: 'lunch', from: at('14:00') });
    expect(ask({ call: call({ notBefore: at('15:00'), callBackAt: at('15:00') }) }, at('12:01'))).toMatchObject({ why: 'call_back_agreed', from: at('15:00') });
  });

  test('a wall that falls into the noon break ends when calling begins again', () => {
    expect(ask({ draft: { state: 'draft', touchedAt: at('11:55') } }, at('11:59'))).toMatchObject({ why: 'answering', from: at('14:00') });
  });

  test('an ended lease is free for others; my own claim is no wall', () => {
    expect(ask({ call: call({ state: 'claimed', claimedBy: 'staff:2', leaseUntil: at('09:59') }) })).toMatchObject({ can: true });
    expect(ask({ call: call({ state: 'claimed', claimedBy: 'staff:1', leaseUntil: at('10:01') }) })).toMatchObject({ can: true });
  });

  test('the elderly outside 9–11 and a colleague\'s promise are notes, not walls', () => {
    expect(ask({ call: call({ elderly: true }) }, at('15:00'))).toMatchObject({ can: true, note: 'elderly_morning' });
    expect(ask({ call: call({ elderly: true }) }, at('10:00'))).toMatchObject({ can: true, note: '' });
    expect(ask({ call: call({ keptFor: 'staff:2', keptName: '李护士', keptUntil: at('10:20') }) })).toMatchObject({ can: true, note: 'kept_for', by: '李护士' });
    expect(ask({ call: call({ keptFor: 'staff:2', keptName: '李护士', keptUntil: at('09:59') }) })).toMatchObject({ can: true, note: '' });
  });

  test('what the elderly agreed to is not second-guessed', () => {
    expect(ask({ call: call({ elderly: true, callBackAt: at('14:50'), notBefore: at('14:50') }) }, at('15:00')).note).toBe('');
  });
});

describe('a red flag', () => {
  const red = (more = {}) => call({ kind: 'redflag', callId: 'call:redflag:a', priority: 0, ...more });
  test('is rung at night by the person on duty or by whoever acknowledged it, by nobody else', () => {
    expect(ask({ call: red() }, at('23:00'))).toMatchObject({ can: false, why: 'not_on_duty' });
    expect(ask({ call: red() }, at('23:00'), { staffId: 'staff:9', onDuty: true })).toMatchObject({ can: true });
    expect(ask({ call: red({ ackBy: 'staff:1' }) }, at('23:00'))).toMatchObject({ can: true });
  });
  test('does not wait for the questionnaire, the step, a satisfaction call an hour ago, or a wish not to be contacted', () => {
    const times = [{ at: at('09:10'), callId: 'x' }, { at: at('09:40'), callId: 'x' }];
    expect(ask({ call: red(), draft: { state: 'draft', touchedAt: at('09:59') }, step: { state: 'answered', reason: '' }, phones: { own: { times, lock: null } }, patient: patient({ noContact: true }) })).toMatchObject({ can: true });
  });
  test('still stops for death and for a colleague on the line', () => {
    expect(ask({ call: red(), patient: patient({ death: 'told' }) })).toMatchObject({ can: false, why: 'suspended' });
    const own = { times: [], lock: { callId: 'b', name: '李护士', until: at('10:02') } };
    expect(ask({ call: red(), phones: { own, kin: own } })).toMatchObject({ can: false, why: 'number_locked', by: '李护士' });
  });
  test('tries the family\'s number next, then the patient\'s again', () => {
    const next = (attempts: ReturnType<typeof attempt>[]) => mayRing(facts({ call: red({ attempts }) }), me, at('10:00')).to;
    expect(next([])).toBe('patient');
    expect(next([attempt(at('09:00'))])).toBe('contact');
    expect(next([attempt(at('09:00')), attempt(at('09:10'), 'no_answer', { to: 'contact' })])).toBe('patient');
  });
});

describe('whose number', () => {
  const to = (f: Partial<RingFacts>) => mayRing(facts(f), me, at('10:00')).to;
  test('the patient\'s own first', () => expect(to({})).toBe('patient'));
  test('the guardian\'s for a child under 14, the own for a youth', () => {
    expect(to({ patient: patient({ age: 13 }) })).toBe('contact');
    expect(to({ patient: patient({ age: 14 }) })).toBe('patient');
  });
  test('the contact\'s after two silent attempts, or when the own is wrong or useless', () => {
    expect(to({ call: call({ attempts: [attempt(at('09:00', '2026-11-20')), attempt(at('15:00', '2026-11-20'))] }) })).toBe('contact');
    expect(to({ patient: patient({ phoneInvalid: true }) })).toBe('contact');
    expect(to({ patient: patient({ noVoice: true }) })).toBe('contact');
  });
  test('never the family in a sensitive stay, unless the patient chose it', () => {
    expect(mayRing(facts({ sensitive: true }), me, at('10:00'), 'contact').ring).toMatchObject({ can: false, why: 'no_number' });
    expect(mayRing(facts({ sensitive: true, patient: patient({ allowFamilySensitive: true }) }), me, at('10:00'), 'contact').ring).toMatchObject({ can: true });
  });
  test('one number for both is one number; wrong for one is wrong for the other', () => {
    expect(mayRing(facts({ patient: patient({ contactPhoneHash: 'own' }) }), me, at('10:00'), 'contact').ring.can).toBe(false);
    expect(ask({ patient: patient({ contactPhoneHash: 'own', phoneInvalid: true }) })).toMatchObject({ can: false, why: 'no_number' });
  });
});

describe('for all facts', () => {
  const time = fc.integer({ min: at('00:00', '2026-11-18'), max: at('23:59', '2026-11-25') });
  const anyFacts = fc.record({
    kind: fc.constantFrom('followup' as const, 'redflag' as const, 'callback' as const, 'concern' as const), notBefore: fc.oneof(fc.constant(0), time), agreed: fc.boolean(), elderly: fc.boolean(),
    tried: fc.array(time, { maxLength: 3 }), touchedAt: fc.oneof(fc.constant(0), time), own: fc.array(time, { maxLength: 3 }), kin: fc.array(time, { maxLength: 3 }), now: time,
    death: fc.constantFrom('no' as const, 'told' as const, 'confirmed' as const), stepState: fc.constantFrom('queued', 'answered', 'closed', 'held', 'reached'), invalid: fc.boolean(), sensitive: fc.boolean(), noContact: fc.boolean(),
    state: fc.constantFrom('waiting' as const, 'claimed' as const, 'done' as const, 'withdrawn' as const), lockUntil: fc.oneof(fc.constant(0), time),
  }).map((r) => ({
    now: r.now,
    facts: facts({
      call: call({ kind: r.kind, state: r.state, notBefore: r.notBefore, callBackAt: r.agreed ? r.notBefore : 0, elderly: r.elderly, attempts: [...r.tried].sort((a, b) => a - b).map((t) => attempt(t)) }),
      patient: patient({ death: r.death, phoneInvalid: r.invalid, noContact: r.noContact }), sensitive: r.sensitive, step: { state: r.stepState, reason: '' }, draft: { state: r.touchedAt ? 'draft' : '', touchedAt: r.touchedAt },
      phones: {
        own: { times: [...r.own].filter((t) => t <= r.now).sort((a, b) => a - b).map((t) => ({ at: t, callId: 'other' })), lock: r.lockUntil ? { callId: 'other', name: '李', until: r.lockUntil } : null },
        kin: { times: [...r.kin].filter((t) => t <= r.now).sort((a, b) => a - b).map((t) => ({ at: t, callId: 'other' })), lock: null },
      },
    }),
  }));

  test('nobody who answered, died, refused or left the list is rung, and nobody outside the hours except for a red flag', () => {
    fc.assert(fc.property(anyFacts, ({ now, facts: f }) => {
      const { ring } = mayRing(f, me, now);
      if (!ring.can) return;
      expect(f.patient?.death).toBe('no');
      expect(['waiting', 'claimed']).toContain(f.call.state);
      if (f.call.kind === 'followup') expect([f.step?.state, f.patient?.noContact]).toEqual(['queued', false]);
      expect(within(now, callingHours)).toBe(true);
      expect(f.call.notBefore).toBeLessThanOrEqual(now);
    }), { numRuns: 2000 });
  });

  test('the time that is named is true: then, with nothing else changed, the call may be rung or the next wall is a later one', () => {
    fc.assert(fc.property(anyFacts, ({ now, facts: f }) => {
      const { ring } = mayRing(f, me, now);
      if (ring.can || ring.from === 0) return;
      expect(ring.from).toBeGreaterThan(now);
      if (f.call.kind !== 'redflag') expect(within(ring.from, callingHours)).toBe(true);
      const then = mayRing(f, me, ring.from).ring;
      expect(then.can || then.from > ring.from || then.why === 'number_locked').toBe(true);
    }), { numRuns: 2000 });
  });

  test('a number is never given for a third dial of the day, a red flag\'s sixth', () => {
    fc.assert(fc.property(anyFacts, fc.constantFrom('patient' as const, 'contact' as const), ({ now, facts: f }, to) => {
      const answer = mayRing(f, me, now, to);
      if (!answer.ring.can) return;
      const today = f.phones[answer.hash]!.times.filter((t) => within(t.at, [['00:00', '24:00']]) && new Date(t.at + 8 * hour).toISOString().slice(0, 10) === new Date(now + 8 * hour).toISOString().slice(0, 10)).length;
      expect(today).toBeLessThan(f.call.kind === 'redflag' ? 5 : 2);
    }), { numRuns: 2000 });
  });

  test('who stops a claim is who stops a dial', () => {
    fc.assert(fc.property(anyFacts, ({ now, facts: f }) => {
      const { ring } = mayRing(f, me, now);
      if (stopsClaim(ring.why)) expect(ring.can).toBe(false);
    }));
  });
});

test('among equals: my own promise, then the elderly in their hours, then anybody, then what suits another hour or another nurse', () => {
  const order = [
    fitness('', call({ keptFor: 'staff:1' }), me), fitness('', call({ elderly: true }), me), fitness('', call(), me),
    fitness('elderly_morning', call({ elderly: true }), me), fitness('kept_for', call({ keptFor: 'staff:2' }), me),
  ];
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(new Set(order).size).toBe(order.length);
});
