/** When somebody is there, and by when an answer is owed: the official calendar of 2026, the noon break, nights, make-up days, whatever the process calls local time. */
import fc from 'fast-check';
import { dayOf, hour, instantAt, minute, workday } from '../../../cloudfunctions/kit/calendar';
import { addWorkingTime, dueOf, handedDue, isStaffed, nextStaffed, workingHours } from '../../../cloudfunctions/message/rules/clock';

const at = (wallTime: string): number => instantAt(wallTime.slice(0, 10), wallTime.slice(11));

test.each([
  ['2026-11-19 07:59', false, '2026-11-19 08:00'],
  ['2026-11-19 08:00', true, '2026-11-19 08:00'],
  ['2026-11-19 11:59', true, '2026-11-19 11:59'],
  // The noon break is a break (elsewhere it was counted as open).
  ['2026-11-19 12:00', false, '2026-11-19 14:00'],
  ['2026-11-19 12:30', false, '2026-11-19 14:00'],
  ['2026-11-19 14:00', true, '2026-11-19 14:00'],
  ['2026-11-19 17:30', false, '2026-11-20 08:00'],
  ['2026-11-20 23:59', false, '2026-11-23 08:00'],
  // Spring Festival: nine days off, and Saturday 14 February is worked.
  ['2026-02-14 09:00', true, '2026-02-14 09:00'],
  ['2026-02-14 18:00', false, '2026-02-24 08:00'],
  ['2026-02-17 10:00', false, '2026-02-24 08:00'],
  ['2026-02-28 10:00', true, '2026-02-28 10:00'],
  // National Day, with Sunday 20 September and Saturday 10 October worked.
  ['2026-09-20 10:00', true, '2026-09-20 10:00'],
  ['2026-09-30 17:30', false, '2026-10-08 08:00'],
  ['2026-10-10 15:00', true, '2026-10-10 15:00'],
])('at %s staffed is %s, next at %s', (now, staffed, next) => {
  expect(isStaffed(at(now))).toBe(staffed);
  expect(nextStaffed(at(now))).toBe(at(next));
});

test.each([
  // Four working hours: 8–12, 14–17:30.
  ['2026-11-19 08:00', '2026-11-19 12:00'],
  ['2026-11-19 09:00', '2026-11-19 15:00'],
  ['2026-11-19 12:30', '2026-11-20 08:30'],
  ['2026-11-19 16:00', '2026-11-20 10:30'],
  ['2026-11-19 22:00', '2026-11-20 12:00'],
  ['2026-11-20 03:00', '2026-11-20 12:00'],
  // Friday afternoon: nobody waits longer than a day.
  ['2026-11-20 17:00', '2026-11-21 17:00'],
  ['2026-02-14 16:00', '2026-02-15 16:00'],
  ['2026-02-16 10:00', '2026-02-17 10:00'],
  // The evening before a worked Saturday.
  ['2026-02-13 17:00', '2026-02-14 11:30'],
  ['2026-09-19 20:00', '2026-09-20 12:00'],
  ['2026-10-09 17:30', '2026-10-10 12:00'],
])('written at %s, answered by %s', (written, by) => {
  expect(dueOf({ since: at(written) })).toEqual({ due: at(by), latest: at(written) + 24 * hour });
});

test.each([
  ['2026-11-18 23:30', '2026-11-19 00:00'],
  ['2026-02-17 03:00', '2026-02-17 03:30'],
  ['2026-11-19 11:50', '2026-11-19 12:20'],
])('a danger at %s is answered by %s, at any hour', (written, by) => {
  expect(dueOf({ since: at(written), urgentAt: at(written) }).due).toBe(at(by));
  expect(handedDue(at(written), 'emergency')).toBe(at(by));
});

test('a danger that comes late does not push back what was due before', () => {
  const since = at('2026-11-19 08:00');
  expect(dueOf({ since, urgentAt: at('2026-11-19 11:45') }).due).toBe(at('2026-11-19 12:00'));
  expect(dueOf({ since, urgentAt: at('2026-11-19 09:00') }).due).toBe(at('2026-11-19 09:30'));
});

const instant = fc.integer({ min: at('2026-01-01 00:00'), max: at('2026-12-30 23:59') });
const inSpan = (t: number): boolean => workday(dayOf(t)).work && workingHours.some(([from, to]) => instantAt(dayOf(t), from) <= t && t <= instantAt(dayOf(t), to));

test('due is in working time or at the wall of 24 h, never before what was written, later for what is written later', () => {
  fc.assert(fc.property(instant, fc.integer({ min: 0, max: 3 * 24 * 60 }), (since, minutes) => {
    const { due, latest } = dueOf({ since });
    expect(due).toBeGreaterThan(since);
    expect(due).toBeLessThanOrEqual(latest);
    expect(due === latest || inSpan(due)).toBe(true);
    expect(dueOf({ since: since + minutes * minute }).due).toBeGreaterThanOrEqual(due);
  }));
});

test('working time adds up in parts, and counts no minute outside the spans', () => {
  fc.assert(fc.property(instant, fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 600 }), (start, a, b) => {
    const first = addWorkingTime(start, a * minute);
    expect(addWorkingTime(first, b * minute)).toBe(addWorkingTime(start, (a + b) * minute));
    let counted = 0;
    for (let t = start; t < first; t += minute) if (isStaffed(t)) counted += 1;
    expect(Math.abs(counted - a)).toBeLessThanOrEqual(1);
  }), { numRuns: 60 });
});

test('the next staffed time is staffed, and nobody was there before it', () => {
  fc.assert(fc.property(instant, (now) => {
    const next = nextStaffed(now);
    expect(isStaffed(next)).toBe(true);
    expect(next === now).toBe(isStaffed(now));
    fc.pre(next > now);
    expect(isStaffed(next - 1)).toBe(false);
  }));
});

test('a year without a published calendar follows its weekends and does not hang', () => {
  expect(nextStaffed(instantAt('2031-01-04', '10:00'))).toBe(instantAt('2031-01-06', '08:00'));
});
