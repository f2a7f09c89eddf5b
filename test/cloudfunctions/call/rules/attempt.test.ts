import fc from 'fast-check';
import { callingHours, dayOf, dayPartOf, daysBetween, hour, within } from '../../../../cloudfunctions/kit/calendar';
import { isLost, nextSlot, roundsLeft, roundsOf, soon } from '../../../../cloudfunctions/call/rules/attempt';
import { at, attempt } from './facts';

describe('when a silent number is tried again', () => {
  const table: [name: string, tried: number[], now: number, expected: number, part: string][] = [
    ['morning, then the afternoon of the same day', [at('09:30')], at('09:31'), at('14:00'), 'afternoon'],
    ['afternoon, then the evening, two hours later', [at('16:00')], at('16:01'), at('18:00'), 'evening'],
    ['late afternoon leaves too little of the evening\'s distance: half past seven is over', [at('17:20')], at('17:21'), at('09:00', '2026-11-22'), 'morning'],
    ['evening, then the next morning', [at('18:00')], at('18:01'), at('09:00', '2026-11-22'), 'morning'],
    ['morning and afternoon, then another day\'s evening', [at('09:30'), at('14:10')], at('14:11'), at('17:30', '2026-11-22'), 'evening'],
    ['morning and evening, then another day\'s afternoon', [at('09:30'), at('18:10')], at('18:11'), at('14:00', '2026-11-22'), 'afternoon'],
  ];
  test.each(table)('%s', (_, tried, now, expected, part) => {
    expect(nextSlot(tried.map((t) => attempt(t)), now)).toEqual({ at: expected, part });
  });

  test('two numbers tried in one part of one day are one round', () => {
    const attempts = [attempt(at('09:30')), attempt(at('09:35'), 'busy', { to: 'contact' })];
    expect(roundsOf(attempts)).toHaveLength(1);
    expect(roundsLeft(attempts)).toBe(2);
  });

  test('what was answered, wrong or never told counts towards nothing', () => {
    expect(roundsOf([attempt(at('09:30'), 'inconvenient'), attempt(at('10:30'), ''), attempt(at('15:00'), 'wrong_number'), attempt(at('18:00'), 'cut_off')])).toEqual([]);
  });

  test('three silent parts of one day are not yet lost; two days are needed', () => {
    expect(isLost([attempt(at('09:30')), attempt(at('14:30')), attempt(at('18:30'))])).toBe(false);
    expect(isLost([attempt(at('09:30')), attempt(at('14:30')), attempt(at('18:30', '2026-11-22'))])).toBe(true);
  });

  test('whenever the first dial was: three rounds in three parts on two days or more, two a day at most, then lost, within four days', () => {
    const delay = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 10, maxLength: 10 });
    fc.assert(fc.property(fc.integer({ min: at('09:00'), max: at('19:29') }), delay, (first, waits) => {
      fc.pre(within(first, callingHours));
      const attempts = [attempt(first)];
      let now = first;
      while (!isLost(attempts)) {
        expect(attempts.length).toBeLessThan(6);
        const slot = nextSlot(attempts, now);
        expect(slot.at).toBeGreaterThanOrEqual(now);
        expect(within(slot.at, callingHours)).toBe(true);
        expect(dayPartOf(slot.at)).toBe(slot.part);
        // The nurse gets to it a little later, but still within the slot.
        const late = slot.at + waits[attempts.length]! * 1000;
        now = within(late, callingHours) && dayPartOf(late) === slot.part ? late : slot.at;
        attempts.push(attempt(now));
      }
      expect(attempts).toHaveLength(3);
      expect(new Set(attempts.map((a) => a.dayPart)).size).toBe(3);
      expect(new Set(attempts.map((a) => a.day)).size).toBeGreaterThanOrEqual(2);
      for (const a of attempts) expect(attempts.filter((b) => b.day === a.day).length).toBeLessThanOrEqual(2);
      expect(daysBetween(dayOf(first), dayOf(now))).toBeLessThanOrEqual(3);
    }));
  });
});

test('broken off: soon, but never in the noon break or the night', () => {
  expect(soon(at('10:00'), hour / 6)).toBe(at('10:10'));
  expect(soon(at('11:55'), hour / 6)).toBe(at('14:00'));
  expect(soon(at('19:25'), hour / 6)).toBe(at('09:00', '2026-11-22'));
});
