/** How full a clinic is: sums that add up whichever way they are cut, and no person hidden in a closed clinic. */
import fc from 'fast-check';
import { dayLoad, halfLoad, loadOf, mondayOf, noLoad, openingWeek, rowLoad, shareOf, sumOf, timesOf } from '../../../../src/console/visit/week/load';

const days = ['2026-11-23', '2026-11-24', '2026-11-25'];
const load = fc.record({ at: fc.constantFrom('08:30', '12:00', '12:30', '14:00', '17:30'), capacity: fc.nat(6), taken: fc.nat(6), open: fc.boolean() });
const cell = (day: string, loads: { at: string; capacity: number; taken: number; open: boolean }[]) => ({ day, slots: 0, capacity: 0, taken: 0, held: 0, free: 0, closedSlots: 0, why: '' as const, loads });
const rows = fc.array(fc.tuple(...days.map(() => fc.array(load, { maxLength: 5 }))), { maxLength: 4 }).map((all) => all.map((lists, n) => ({ scheduleId: `schedule:${n}`, practitioner: `${n}`, title: '', place: '', active: true, cells: lists.map((loads, d) => cell(days[d]!, loads)) })));

test('by clinic, by day, by half hour and by half-day the sums are the same', () => {
  fc.assert(fc.property(rows, (all) => {
    const total = sumOf(all.map(rowLoad));
    expect(sumOf(days.map((day) => dayLoad(all, day)))).toEqual(total);
    expect(sumOf(timesOf(all, days).flatMap(({ loads }) => loads.map((one) => one ?? noLoad)))).toEqual(total);
    expect(sumOf(all.flatMap(({ cells }) => cells.flatMap((one) => [halfLoad(one, 'am'), halfLoad(one, 'pm')])))).toEqual(total);
  }));
});

test('people in a closed slot are counted apart, and its places not at all', () => {
  expect(loadOf([{ at: '08:30', capacity: 4, taken: 2, open: true }, { at: '09:00', capacity: 4, taken: 3, open: false }])).toEqual({ taken: 2, capacity: 4, closed: 3 });
});

test.each<[number, number, number | undefined]>([[0, 0, undefined], [0, 300, 0], [1, 300, 1], [299, 300, 99], [300, 300, 100], [5, 4, 100], [1, 3, 33]])('%i of %i is %p percent', (taken, capacity, share) => {
  expect(shareOf({ taken, capacity, closed: 0 })).toBe(share);
});

test.each([['2026-11-23', '2026-11-23'], ['2026-11-29', '2026-11-23'], ['2027-01-01', '2026-12-28']])('the week of %s begins on %s', (day, monday) => {
  expect(mondayOf(day)).toBe(monday);
});

const weekly = (...weekdays: number[]) => ({ weekly: weekdays.map((weekday) => ({ weekday, from: '08:30', to: '11:30', capacity: 3 })), exceptions: [], active: true });
test.each([
  ['a Friday with a clinic', '2026-11-27', [weekly(5)], '2026-11-23'],
  ['a Friday after the last clinic of the week', '2026-11-27', [weekly(1, 3)], '2026-11-30'],
  ['a Sunday', '2026-11-29', [weekly(1, 2, 3, 4, 5)], '2026-11-30'],
  ['a Saturday with a clinic', '2026-11-28', [weekly(1), weekly(6)], '2026-11-23'],
  ['a Saturday that is worked for a holiday', '2026-10-10', [weekly(1, 2, 3, 4, 5)], '2026-10-05'],
  ['a Sunday without any clinic', '2026-11-29', [], '2026-11-23'],
  ['a Sunday whose clinics are given up', '2026-11-29', [{ ...weekly(1), active: false }], '2026-11-23'],
])('on %s the week opens where somebody sits next', (_name, today, schedules, monday) => {
  expect(openingWeek(today, schedules)).toBe(monday);
});
