import fc from 'fast-check';
import { capacityOf, drawSample, keptWhy, remainingShare, todayLine } from '../../../../cloudfunctions/call/rules/capacity';
import { at, attempt, call } from './facts';

test('people × hours × calls an hour', () => {
  expect(capacityOf({ people: 5, hours: 6, callsPerHour: 76 })).toBe(228);
  expect(capacityOf({ people: 0, hours: 6, callsPerHour: 76 })).toBe(0);
});

test.each([['before calling begins', '08:00', 1], ['at noon three of eight and a half hours are gone', '12:00', 5.5 / 8.5], ['during the break nothing is lost', '13:30', 5.5 / 8.5], ['at half past seven all are', '19:30', 0]] as const)('the rest of the day: %s', (_, time, share) => {
  expect(remainingShare(at(time))).toBeCloseTo(share, 10);
});

test('the line under today\'s list falls with the day; a default speaks until a roster is entered and says so', () => {
  const roster = { day: '2026-11-21', people: 5, hours: 6, callsPerHour: 76 };
  expect(todayLine(roster, at('08:00'))).toEqual({ people: 5, reachable: 228, lastPlace: 228, stated: true });
  expect(todayLine(roster, at('16:45'))).toMatchObject({ reachable: 73 });
  expect(todayLine(roster, at('20:00'))).toMatchObject({ lastPlace: 0 });
  expect(todayLine(null, at('08:00'))).toMatchObject({ people: 1, stated: false });
});

describe('who may be left unrung', () => {
  const silent = { ...call(), reason: 'silent' };
  test.each([
    ['the silent of low risk', silent, false, ''], ['never high risk', { ...silent, basePriority: 20 }, false, 'high_risk'], ['never after a red flag', silent, true, 'red_flag'], ['never the elderly', { ...silent, elderly: true }, false, 'elderly'],
    ['never a promise', { ...silent, callBackAt: at('15:00') }, false, 'agreed'], ['never one that was tried', { ...silent, attempts: [attempt(at('09:00'))] }, false, 'attempted'],
    ['never whom no message could reach', { ...silent, reason: 'no_channel' }, false, 'not_silent'], ['never a wish to be rung', { ...silent, kind: 'callback' as const }, false, 'not_silent'],
    ['never one that a nurse has in hand', { ...silent, state: 'claimed' as const }, false, 'in_hand'],
  ])('%s', (_, facts, flagged, why) => expect(keptWhy(facts, flagged)).toBe(why));
});

describe('the seeded sample', () => {
  const ids = Array.from({ length: 200 }, (_, n) => ({ callId: `call:followup:step:${n}` }));
  test('is the same for the same seed, whatever the order of the list, and another for another', () => {
    const first = drawSample(ids, 40, 'a').map((c) => c.callId);
    expect(drawSample([...ids].reverse(), 40, 'a').map((c) => c.callId)).toEqual(first);
    expect(drawSample(ids, 40, 'b').map((c) => c.callId)).not.toEqual(first);
  });
  test('grows without dropping anybody', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 199 }), fc.string({ minLength: 1, maxLength: 10 }), (count, seed) => {
      const small = drawSample(ids, count, seed);
      expect(drawSample(ids, count + 1, seed).slice(0, count)).toEqual(small);
      expect(new Set(small.map((c) => c.callId)).size).toBe(count);
    }));
  });
  test('favours no place in the list', () => {
    const drawn = Array.from({ length: 400 }, (_, n) => drawSample(ids, 50, `seed-${n}`)).flat();
    const firstHalf = drawn.filter((c) => Number(c.callId.split(':').at(-1)) < 100).length;
    expect(Math.abs(firstHalf / drawn.length - 0.5)).toBeLessThan(0.02);
  });
});
