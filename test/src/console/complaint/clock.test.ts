/** Working days as the desk counts them: days off do not count, worked weekends do (国务院办公厅 2026 arrangement). */
import { addWorkdays } from '../../../../cloudfunctions/kit/calendar';
import { workdaysBetween } from '../../../../src/console/complaint/workdays';

test.each([
  ['over a weekend', '2026-11-20', '2026-11-25', 3],
  ['the same day', '2026-11-20', '2026-11-20', 0],
  ['a day that has passed', '2026-11-25', '2026-11-20', 0],
  ['over National Day with its worked Saturday', '2026-09-30', '2026-10-10', 3],
  ['over Spring Festival', '2026-02-14', '2026-02-24', 1],
])('%s', (_, from, to, days) => {
  expect(workdaysBetween(from, to)).toBe(days);
});

test('as many as the clock was given', () => {
  for (const from of ['2026-01-30', '2026-02-13', '2026-04-03', '2026-09-28', '2026-12-31']) for (const n of [1, 3, 5, 10]) expect(workdaysBetween(from, addWorkdays(from, n).day)).toBe(n);
});
