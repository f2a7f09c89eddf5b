import fc from 'fast-check';
import {
  addDays, addWorkdays, ageOn, callingHours, dayOf, dayPartOf, daysBetween, hour, instantAt, isDay, isHoliday, minute, nextWithin, sendingHours, timeOf, weekdayOf, within, workday,
} from '../../../cloudfunctions/kit/calendar';

const days = (from: string, to: string): string[] => Array.from({ length: daysBetween(from, to) + 1 }, (_, i) => addDays(from, i));
const anyDay = fc.integer({ min: 0, max: 20_000 }).map((n) => addDays('2000-01-01', n));
const at = (day: string, time: string) => instantAt(day, time);

describe('an instant has one Shanghai day and time', () => {
  test.each([
    ['2026-09-30T15:59:59Z', '2026-09-30', '23:59'],
    ['2026-09-30T16:00:00Z', '2026-10-01', '00:00'],
    ['2026-12-31T16:00:00Z', '2027-01-01', '00:00'],
    ['2028-02-29T03:30:00Z', '2028-02-29', '11:30'],
  ])('%s is %s %s', (utc, day, time) => {
    expect([dayOf(Date.parse(utc)), timeOf(Date.parse(utc))]).toEqual([day, time]);
    expect(instantAt(day, time)).toBe(Math.floor(Date.parse(utc) / minute) * minute);
  });

  it('a day and a wall time lead to the instant and back', () => {
    fc.assert(fc.property(anyDay, fc.integer({ min: 0, max: 1439 }), (day, m) => {
      const time = `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`;
      expect(dayOf(instantAt(day, time))).toBe(day);
      expect(timeOf(instantAt(day, time))).toBe(time);
    }));
  });

  it('adding days is counted by days between', () => {
    fc.assert(fc.property(anyDay, fc.integer({ min: -4000, max: 4000 }), (day, n) => {
      expect(daysBetween(day, addDays(day, n))).toBe(n);
      expect(weekdayOf(addDays(day, 7 * n))).toBe(weekdayOf(day));
    }));
  });

  test.each([['2026-02-28', true], ['2026-02-29', false], ['2028-02-29', true], ['2026-13-01', false], ['2026-00-10', false], ['2026-2-3', false], ['', false]])('%s is a day: %s', (text, real) => {
    expect(isDay(text)).toBe(real);
  });

  test.each([['1946-10-01', '2026-09-30', 79], ['1946-10-01', '2026-10-01', 80], ['2012-02-29', '2026-02-28', 13], ['2012-02-29', '2026-03-01', 14], ['2026-05-01', '2026-05-01', 0]])('born %s is on %s aged %i', (birth, day, age) => {
    expect(ageOn(birth, day)).toBe(age);
  });
});

describe('working days of 2026 as the State Council arranged them', () => {
  // 国务院办公厅关于2026年部分节假日安排的通知: first and last day off, and the weekend days that are worked instead.
  const arrangement: [string, string, string, string[]][] = [
    ['元旦', '2026-01-01', '2026-01-03', ['2026-01-04']],
    ['春节', '2026-02-15', '2026-02-23', ['2026-02-14', '2026-02-28']],
    ['清明节', '2026-04-04', '2026-04-06', []],
    ['劳动节', '2026-05-01', '2026-05-05', ['2026-05-09']],
    ['端午节', '2026-06-19', '2026-06-21', []],
    ['中秋节', '2026-09-25', '2026-09-27', []],
    ['国庆节', '2026-10-01', '2026-10-07', ['2026-09-20', '2026-10-10']],
  ];

  test.each(arrangement)('%s is off from %s to %s', (_, from, to, worked) => {
    for (const day of days(from, to)) expect([day, workday(day).work, isHoliday(day)]).toEqual([day, false, true]);
    for (const day of worked) expect([day, workday(day).work, weekdayOf(day) > 5]).toEqual([day, true, true]);
  });

  it('every other day follows the week, and the year has 248 working days', () => {
    const off = new Set(arrangement.flatMap(([, from, to]) => days(from, to)));
    const worked = new Set(arrangement.flatMap(([, , , list]) => list));
    const year = days('2026-01-01', '2026-12-31');
    for (const day of year) if (!off.has(day) && !worked.has(day)) expect([day, workday(day).work]).toEqual([day, weekdayOf(day) <= 5]);
    expect(year.filter((day) => workday(day).work)).toHaveLength(248);
    expect(year.every((day) => workday(day).published)).toBe(true);
  });

  it('2027 is not published: the weekend decides, and it says so', () => {
    expect(workday('2027-01-01')).toEqual({ work: true, published: false, version: '2027.weekend' });
    expect(workday('2027-10-02')).toEqual({ work: false, published: false, version: '2027.weekend' });
    expect(isHoliday('2027-10-01')).toBe(false);
  });

  test.each([
    ['2026-09-30', 1, '2026-10-08'], // over National Day
    ['2026-09-30', 3, '2026-10-10'], // the Saturday is worked
    ['2026-09-30', 5, '2026-10-13'],
    ['2026-09-18', 1, '2026-09-20'], // a Sunday that is worked
    ['2026-02-13', 1, '2026-02-14'],
    ['2026-02-14', 1, '2026-02-24'],
    ['2026-11-20', 3, '2026-11-25'],
    ['2026-12-30', 3, '2027-01-04'], // the unknown year counts by weekdays
  ])('from %s the %i. working day is %s', (from, n, to) => {
    expect(addWorkdays(from, n).day).toBe(to);
  });

  it('names the calendar that decided', () => {
    expect(addWorkdays('2026-09-30', 3).version).toBe('2026.1');
    expect(addWorkdays('2026-12-31', 3).version).toBe('2027.weekend');
  });

  it('n working days later lie exactly n working days', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 700 }).map((n) => addDays('2025-01-01', n)), fc.integer({ min: 1, max: 30 }), (from, n) => {
      const { day } = addWorkdays(from, n);
      expect(days(addDays(from, 1), day).filter((d) => workday(d).work)).toHaveLength(n);
      expect(workday(day).work).toBe(true);
    }));
  });
});

describe('hours', () => {
  test.each([
    ['08:29', false], ['08:30', true], ['19:59', true], ['20:00', false], ['23:30', false], ['00:00', false],
  ])('at %s a message may go out: %s', (time, may) => {
    expect(within(at('2026-11-20', time), sendingHours)).toBe(may);
  });

  test.each([
    ['2026-11-20', '07:00', '2026-11-20', '09:00'],
    ['2026-11-20', '11:59', '2026-11-20', '11:59'],
    ['2026-11-20', '12:00', '2026-11-20', '14:00'],
    ['2026-11-20', '19:30', '2026-11-21', '09:00'],
    ['2026-12-31', '23:00', '2027-01-01', '09:00'],
  ])('from %s %s the next moment to ring is %s %s', (day, time, nextDay, nextTime) => {
    expect(nextWithin(at(day, time), callingHours)).toBe(at(nextDay, nextTime));
  });

  it('the next moment within hours is within them and never in the past', () => {
    fc.assert(fc.property(anyDay, fc.integer({ min: 0, max: 86_399_999 }), (day, ms) => {
      const now = instantAt(day) + ms;
      for (const hours of [sendingHours, callingHours]) {
        const next = nextWithin(now, hours);
        expect(within(next, hours)).toBe(true);
        expect(next).toBeGreaterThanOrEqual(now);
        expect(next - now).toBeLessThan(14 * hour);
      }
    }));
  });

  test.each([['09:00', 'morning'], ['11:59', 'morning'], ['12:00', 'afternoon'], ['17:29', 'afternoon'], ['17:30', 'evening']])('%s belongs to the %s', (time, part) => {
    expect(dayPartOf(at('2026-11-20', time))).toBe(part);
  });
});
