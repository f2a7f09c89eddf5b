/** The two clocks over the official calendar of 2026, with make-up days and day borders. */
import fc from 'fast-check';
import { addDays, addWorkdays, dayOf, instantAt, workday } from '../../../cloudfunctions/kit/calendar';
import { clockState, clocksOf, endOf, extendedClock, extensionProblem, silenceEnds, silentAfter, warningsOf, workdayBefore } from '../../../cloudfunctions/complaint/rules/clock';
import { dueWarnings, mayOf, nextCheck, silence, type Standing } from '../../../cloudfunctions/complaint/rules/stand';

const at = (text: string): number => instantAt(text.slice(0, 10), text.slice(11));
const instants2026 = fc.integer({ min: instantAt('2026-01-01'), max: instantAt('2026-12-01') });

// Spring Festival 15–23 February, worked 14 and 28; National Day 1–7 October, worked 20 September and 10 October (国办发明电〔2025〕7号).
test.each([
  // An ordinary week.
  ['2026-11-02 10:00', '2026-11-05', '2026-11-09', '2026-11-16'],
  // Friday: the weekend does not count.
  ['2026-11-06 17:00', '2026-11-11', '2026-11-13', '2026-11-20'],
  // On a Saturday it counts from Monday on.
  ['2026-11-07 09:00', '2026-11-11', '2026-11-13', '2026-11-20'],
  // Before Spring Festival: Saturday the 14th is worked.
  ['2026-02-12 10:00', '2026-02-24', '2026-02-26', '2026-03-04'],
  ['2026-02-13 23:59', '2026-02-25', '2026-02-27', '2026-03-05'],
  // In the middle of it: the 28th, a Saturday, is the fifth working day.
  ['2026-02-18 12:00', '2026-02-26', '2026-02-28', '2026-03-06'],
  // Before National Day.
  ['2026-09-29 10:00', '2026-10-09', '2026-10-12', '2026-10-19'],
  ['2026-10-03 10:00', '2026-10-10', '2026-10-13', '2026-10-20'],
  // Over a make-up Sunday.
  ['2026-09-18 10:00', '2026-09-22', '2026-09-24', '2026-10-09'],
  // Midnight in Shanghai is the border, whatever the process thinks.
  ['2026-11-02 23:59', '2026-11-05', '2026-11-09', '2026-11-16'], ['2026-11-03 00:00', '2026-11-06', '2026-11-10', '2026-11-17'],
])('received %s: internal %s, legal %s, extended %s', (received, internal, legal, extended) => {
  const clocks = clocksOf(at(received));
  expect([clocks.internal.day, clocks.legal.day, extendedClock(at(received), clocks.legal).day]).toEqual([internal, legal, extended]);
});

test('due days are working days, the promise is never later than the law, an extension never shortens, and each says which calendar made it', () => {
  fc.assert(fc.property(instants2026, (received) => {
    const { internal, legal } = clocksOf(received);
    const longer = extendedClock(received, legal);
    for (const clock of [internal, legal, longer]) {
      expect(workday(clock.day)).toMatchObject({ work: true, version: clock.version });
      expect(clock.day > dayOf(received)).toBe(true);
    }
    expect(internal.day <= legal.day && legal.day <= longer.day).toBe(true);
    expect([internal.days, legal.days, longer.days]).toEqual([3, 5, 10]);
  }));
});

test('nothing but the day of receipt moves a clock: hours and states do not', () => {
  fc.assert(fc.property(instants2026, fc.integer({ min: 0, max: 86_399_999 }), (received, ms) => {
    expect(clocksOf(instantAt(dayOf(received)) + ms)).toEqual(clocksOf(received));
  }));
});

test('a longer clock that a newer calendar would make shorter stays where it was', () => {
  const legal = { day: '2026-12-31', version: 'of another calendar', days: 5 };
  expect(extendedClock(at('2026-11-02 10:00'), legal)).toEqual({ ...legal, days: 10 });
});

describe('an extension', () => {
  const { legal } = clocksOf(at('2026-11-02 10:00'));
  const open = { extended: false, answered: false, legal };
  const two = ['medical', 'nursing'];
  test.each([
    ['by two offices, in time', open, two, '2026-11-09 23:59', undefined],
    ['after the fifth day', open, two, '2026-11-10 00:00', 'too_late'],
    ['by one office', open, ['medical'], '2026-11-05 10:00', 'too_few'],
    ['by one office named twice', open, ['medical', 'medical'], '2026-11-05 10:00', 'too_few'],
    ['a second time', { ...open, extended: true }, two, '2026-11-05 10:00', 'extended'],
    ['once answered', { ...open, answered: true }, two, '2026-11-05 10:00', 'answered'],
  ])('%s', (_, complaint, offices, now, problem) => expect(extensionProblem(complaint, offices, at(now))).toBe(problem));
});

test.each([
  ['2026-11-05 10:00', 0, 'in_time'], ['2026-11-06 00:00', 0, 'soon'], ['2026-11-09 23:59', 0, 'soon'], ['2026-11-10 00:00', 0, 'over'],
  ['2026-12-01 00:00', at('2026-11-09 23:59'), 'met'], ['2026-12-01 00:00', at('2026-11-10 00:00'), 'over'],
])('due on Monday 2026-11-09, looked at %s: %s', (now, answeredAt, state) => {
  expect(clockState({ day: '2026-11-09', version: '', days: 5 }, answeredAt as number, at(now as string))).toBe(state);
});

test('"tomorrow" is said when somebody is at work: before a holiday on its last working day', () => {
  expect([workdayBefore('2026-02-24'), workdayBefore('2026-10-08'), workdayBefore('2026-11-09'), workdayBefore('2026-03-02')]).toEqual(['2026-02-14', '2026-09-30', '2026-11-06', '2026-02-28']);
  const { internal, legal } = clocksOf(at('2026-11-02 10:00'));
  expect(warningsOf({ internal, legal }).map(({ key, at: when, level }) => [key, when, level])).toEqual([
    ['internal_tomorrow', at('2026-11-04 09:00'), 0], ['internal_over', at('2026-11-06 08:30'), 1], ['legal_tomorrow', at('2026-11-06 09:00'), 1], ['legal_over', at('2026-11-10 08:30'), 2],
  ]);
});

const standing = (received: number, more: Partial<Standing> = {}): Standing => ({ state: 'dispatched', round: 1, warned: [], closedAt: 0, answers: [], rating: null, ...clocksOf(received), ...more });

test('every warning comes once, in order, and the timer never looks before or after there is something', () => {
  fc.assert(fc.property(instants2026, fc.array(fc.integer({ min: 0, max: 3 * 86_400_000 }), { minLength: 5, maxLength: 40 }), (received, steps) => {
    let c = standing(received);
    let now = received;
    for (const step of [...steps, 60 * 86_400_000]) {
      now += step;
      const due = dueWarnings(c, now);
      expect(due.length > 0).toBe(nextCheck(c) > 0 && nextCheck(c) <= now);
      c = { ...c, warned: [...c.warned, ...due.map(({ id }) => id)] };
      expect(nextCheck(c) === 0 || nextCheck(c) > now).toBe(true);
    }
    expect(c.warned).toHaveLength(4);
    expect(new Set(c.warned).size).toBe(4);
  }));
});

test('after an extension the law warns for its own day again, the promise does not', () => {
  const received = at('2026-11-02 10:00');
  const before = standing(received, { warned: ['1:internal_tomorrow', '1:internal_over', '1:legal_tomorrow'] });
  const after = { ...before, legal: extendedClock(received, before.legal) };
  expect(dueWarnings(after, at('2026-12-30 10:00')).map(({ key }) => key)).toEqual(['extended_tomorrow', 'extended_over']);
});

test('no warning once it is answered, closed or withdrawn', () => {
  for (const state of ['answered', 'closed', 'withdrawn'] as const) expect(dueWarnings(standing(at('2026-11-02 10:00'), { state }), at('2026-12-30 10:00'))).toEqual([]);
});

describe('silence after an answer', () => {
  const told = at('2026-09-28 15:00');
  const answered = (more: Partial<Standing['answers'][number]> = {}): Standing => standing(at('2026-09-21 10:00'), { state: 'answered', answers: [{ round: 1, at: told, toldAt: told, proof: '谈话记录', ...more }] });
  it('closes after seven working days, holidays apart', () => {
    expect(silentAfter(told)).toBe('2026-10-13');
    expect(silenceEnds(told)).toBe(at('2026-10-14 00:00'));
    expect(silence(answered(), at('2026-10-13 23:59'))).toEqual({ closes: false, at: at('2026-10-14 00:00') });
    expect(silence(answered(), at('2026-10-14 00:00')).closes).toBe(true);
  });
  it('does not begin before somebody told the complainant, nor without proof, nor in another round', () => {
    const far = at('2026-12-30 10:00');
    expect(silence(answered({ toldAt: 0 }), far)).toEqual({ closes: false, at: 0 });
    expect(silence(answered({ proof: '' }), far)).toEqual({ closes: false, at: 0 });
    expect(silence({ ...answered(), round: 2 }, far)).toEqual({ closes: false, at: 0 });
  });
  it('is counted in working days for any answer', () => {
    fc.assert(fc.property(instants2026, (toldAt) => expect(silenceEnds(toldAt)).toBe(instantAt(addDays(addWorkdays(dayOf(toldAt), 7).day, 1)))));
  });
});

test('what a complainant may do depends on where it stands', () => {
  const now = at('2026-11-20 10:00');
  const may = (more: Partial<Standing>) => Object.entries(mayOf(standing(at('2026-11-02 10:00'), more), now)).flatMap(([key, yes]) => (yes ? [key] : []));
  const hours = 3_600_000;
  expect(may({ state: 'dispatched' })).toEqual(['withdraw', 'addEvidence']);
  expect(may({ state: 'handling' })).toEqual(['withdraw', 'addEvidence']);
  expect(may({ state: 'answered' })).toEqual(['accept', 'reopen', 'withdraw']);
  expect(may({ state: 'closed', closedAt: now - hours })).toEqual(['reopen', 'rate']);
  expect(may({ state: 'closed', closedAt: now - 31 * 24 * hours })).toEqual(['rate']);
  expect(may({ state: 'closed', closedAt: now - hours, rating: { at: now - 12 * hours + 1, round: 1 } })).toEqual(['reopen', 'rate']);
  expect(may({ state: 'closed', closedAt: now - hours, rating: { at: now - 12 * hours, round: 1 } })).toEqual(['reopen']);
  expect(may({ state: 'closed', closedAt: now - hours, round: 2, rating: { at: now - 40 * hours, round: 1 } })).toEqual(['reopen', 'rate']);
  expect(may({ state: 'withdrawn' })).toEqual([]);
});

test('the end of a day is midnight in Shanghai', () => expect(endOf({ day: '2026-11-09' })).toBe(Date.parse('2026-11-09T16:00:00Z')));
