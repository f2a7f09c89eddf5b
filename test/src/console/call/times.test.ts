/** The times that a nurse offers with one key are times at which somebody may really ring. */
import fc from 'fast-check';
import { callBackProblem } from '../../../../cloudfunctions/call/rules/outcome';
import { suggestedTimes } from '../../../../src/console/call/call/times';

const at = (wall: string): number => Date.parse(`${wall.replace(' ', 'T')}:00+08:00`);
const walls = (times: readonly number[]): string[] => times.map((time) => new Date(time + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' '));

test('in the morning they are today\'s, in the evening tomorrow\'s, and never within twenty minutes', () => {
  expect(walls(suggestedTimes(at('2026-11-21 09:15')))).toEqual(['11-21 10:30', '11-21 11:30', '11-21 14:30', '11-21 15:30', '11-21 16:30', '11-21 17:30', '11-21 18:30', '11-22 09:30', '11-22 10:30']);
  expect(walls(suggestedTimes(at('2026-11-21 19:00')))[0]).toBe('11-22 09:30');
});

test('at any moment there are nine, in order, and the server takes every one of them', () => {
  fc.assert(fc.property(fc.integer({ min: at('2026-01-01 00:00'), max: at('2027-12-31 23:59') }), (now) => {
    const times = suggestedTimes(now);
    expect(times).toHaveLength(9);
    expect([...times].sort((a, b) => a - b)).toEqual(times);
    expect(times.map((time) => callBackProblem(time, 'followup', now))).toEqual(times.map(() => ''));
  }));
});
