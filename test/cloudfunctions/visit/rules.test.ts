/** What is true of return visits: the order's window, the half hours of a day by the official calendar, reminders, misses, offers, the calendar file. */
import fc from 'fast-check';
import '../../support/seed';
import { addDays, dayOf, daysBetween, instantAt, timeOf } from '../../../cloudfunctions/kit/calendar';
import { icsOf } from '../../../cloudfunctions/visit/rules/ics';
import { halvesOn, hoursProblems, isMakeUp, slotId, spansOn } from '../../../cloudfunctions/visit/rules/schedule';
import { changeUntil, inNotice, missedCallAt, missedFrom, offerTimes, remindersOf, whenInWords } from '../../../cloudfunctions/visit/rules/time';
import { mayCancel, mayChange, nearest, nextLook, untrue, type VisitFacts } from '../../../cloudfunctions/visit/rules/visit';
import { isInWindow, orderWindow, suggest } from '../../../cloudfunctions/visit/rules/window';

const at = (wallTime: string): number => instantAt(wallTime.slice(0, 10), wallTime.slice(11));
const wall = (instant: number): string => `${dayOf(instant)} ${timeOf(instant)}`;

describe('the order\'s window', () => {
  test.each([
    ['14±3天门诊复查', null, '2026-12-02 2026-12-05..2026-11-29', 'instruction'],
    ['出院后14±3天复诊，伤口换药每2天一次', null, '2026-12-02 2026-12-05..2026-11-29', 'instruction'],
    ['２８±７日复诊', null, '2026-12-16 2026-12-23..2026-12-09', 'instruction'],
    ['2±1周复查血常规', null, '2026-12-02 2026-12-09..2026-11-25', 'instruction'],
    ['7+/-2天复诊', null, '2026-11-25 2026-11-27..2026-11-23', 'instruction'],
    ['术后14±3天拆线', '2026-12-01', '2026-12-01 2026-12-04..2026-11-28', 'revisit_day'],
    ['低盐饮食', '2026-12-02', '2026-12-02 2026-12-05..2026-11-29', 'revisit_day'],
    ['', '2026-11-20', '2026-11-20 2026-11-23..2026-11-19', 'revisit_day'],
    ['14±3天', '2026-12-20', '2026-12-02 2026-12-05..2026-11-29', 'instruction'],
  ])('%s, %s', (instruction, revisitDay, window, source) => {
    const found = orderWindow({ dischargeDay: '2026-11-18', revisitDay, instruction })!;
    expect([`${found.best} ${found.to}..${found.from}`, found.source]).toEqual([window, source]);
  });
  test.each([['低盐饮食', null], ['', '2026-11-18'], ['', '2026-11-01'], ['', '2026-02-30'], ['3±3天复诊', null], ['400±3天复诊', null], ['血压140±5', null], ['每日2次，共14天', null]])(
    'there is none in %s, %s', (instruction, revisitDay) => expect(orderWindow({ dischargeDay: '2026-11-18', revisitDay, instruction })).toBeNull());
  test('nothing that a hospital writes breaks it, and a window lies after the discharge around its best day', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.tuple(fc.nat(500), fc.constantFrom('±', '+-', '士'), fc.nat(120), fc.constantFrom('天', '日', '周')).map((parts) => parts.join(''))), fc.option(fc.constantFrom('2026-11-19', '2026-12-31', '2026-13-01', 'x')), (instruction, revisitDay) => {
      const found = orderWindow({ dischargeDay: '2026-11-18', revisitDay, instruction });
      if (!found) return;
      expect(found.from > '2026-11-18' && found.from <= found.best && found.best <= found.to).toBe(true);
      expect(daysBetween(found.from, found.to)).toBeLessThanOrEqual(800);
    }));
  });
  test('both ends are inside; without a window every day is', () => {
    const window = { from: '2026-11-29', to: '2026-12-05' };
    expect(['2026-11-28', '2026-11-29', '2026-12-05', '2026-12-06'].map((day) => isInWindow(window, day))).toEqual([false, true, true, false]);
    expect(isInWindow(null, '2026-01-01')).toBe(true);
  });
  test('suggestions are the nearest days to the best one, three different days first', () => {
    const places = [['a', '2026-12-01 08:00'], ['b', '2026-12-02 09:00'], ['c', '2026-12-02 08:30'], ['d', '2026-12-05 08:00'], ['e', '2026-12-09 08:00']].map(([slotName, when]) => ({ slotId: slotName!, start: at(when!), inWindow: isInWindow({ from: '2026-11-29', to: '2026-12-05' }, when!.slice(0, 10)) }));
    const window = orderWindow({ dischargeDay: '2026-11-18', revisitDay: null, instruction: '14±3天' });
    expect(suggest(places, window, (place) => dayOf(place.start))).toEqual(['c', 'a', 'd']);
    expect(suggest(places.slice(1, 3), window, (place) => dayOf(place.start))).toEqual(['c', 'b']);
    expect(suggest(places, null, (place) => dayOf(place.start))).toEqual([]);
  });
});

describe('half hours of a day', () => {
  const hours = {
    active: true, exceptions: [{ day: '2026-10-02', spans: [{ from: '09:00', to: '10:00', capacity: 1 }], note: '节日门诊' }, { day: '2026-03-03', spans: [], note: '停诊' }],
    weekly: [{ weekday: 1, from: '08:00', to: '12:00', capacity: 4 }, { weekday: 1, from: '14:00', to: '15:00', capacity: 2 }, { weekday: 2, from: '08:00', to: '09:00', capacity: 4 }, { weekday: 6, from: '08:30', to: '09:30', capacity: 6 }],
  };
  // 国办发明电〔2025〕7号: Spring Festival 15–23 February, worked 14 and 28 February; National Day 1–7 October, worked 20 September and 10 October.
  test.each([
    ['2026-02-09', 'an ordinary Monday', 10, '08:00'], ['2026-02-10', 'Tuesday', 2, '08:00'], ['2026-02-11', 'Wednesday, none in the week', 0, ''], ['2026-02-07', 'an ordinary Saturday with a clinic', 2, '08:30'],
    ['2026-02-14', 'a worked Saturday runs like a Monday', 10, '08:00'], ['2026-02-16', 'Monday of Spring Festival', 0, ''], ['2026-02-21', 'Saturday of Spring Festival', 0, ''], ['2026-02-23', 'the last day off', 0, ''],
    ['2026-02-24', 'the first day after', 2, '08:00'], ['2026-02-28', 'the second worked Saturday', 10, '08:00'], ['2026-03-03', 'an exception closes a Tuesday', 0, ''],
    ['2026-09-20', 'a worked Sunday', 10, '08:00'], ['2026-10-01', 'National Day', 0, ''], ['2026-10-02', 'an exception opens a holiday', 2, '09:00'], ['2026-10-05', 'Monday of the holidays', 0, ''], ['2026-10-10', 'a worked Saturday', 10, '08:00'],
  ])('%s: %s', (day, _, count, first) => {
    const halves = halvesOn(hours, day);
    expect([halves.length, halves[0]?.time ?? '']).toEqual([count, first]);
    for (const half of halves) expect([half.end - half.start, dayOf(half.start), timeOf(half.start)]).toEqual([1_800_000, day, half.time]);
  });
  test('make-up days of the year', () => {
    const days = Array.from({ length: 365 }, (_, n) => addDays('2026-01-01', n)).filter(isMakeUp);
    expect(days).toEqual(['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10']);
  });
  test('a paused schedule has none', () => expect(spansOn({ ...hours, active: false }, '2026-02-09')).toEqual([]));
  test('a half hour has one name', () => expect(slotId('schedule:0401:general', '2026-11-23', '08:30')).toBe('slot:0401:general:2026-11-23:0830'));
  test('what is wrong with hours stands beside its field', () => {
    const span = (weekday: number, from: string, to: string) => ({ weekday, from, to, capacity: 1 });
    expect(hoursProblems({ weekly: [span(1, '08:00', '12:00'), span(1, '12:00', '13:00'), span(1, '11:30', '12:30'), span(2, '08:00', '12:00'), span(3, '12:00', '08:00')], exceptions: [{ day: '2026-01-01', spans: [], note: '' }, { day: '2026-01-01', spans: [{ from: '09:00', to: '09:00', capacity: 1 }], note: '' }] }))
      .toEqual([{ path: 'weekly.2.from', problem: 'overlap' }, { path: 'weekly.4.to', problem: 'order' }, { path: 'exceptions.1.day', problem: 'twice' }, { path: 'exceptions.1.spans.0.to', problem: 'order' }]);
  });
});

describe('times', () => {
  test.each([
    ['2026-11-26 14:30', '2026-11-20 16:00', ['2026-11-20 16:00', '2026-11-25 10:00', '2026-11-26 08:30']],
    ['2026-11-26 08:00', '2026-11-20 16:00', ['2026-11-20 16:00', '2026-11-25 10:00', '2026-11-26 07:00']],
    ['2026-11-26 10:30', '2026-11-25 09:00', ['2026-11-25 09:00', '2026-11-25 10:00', '2026-11-26 08:30']],
    ['2026-11-26 14:30', '2026-11-25 10:00', ['2026-11-25 10:00', '2026-11-26 08:30']],
    ['2026-11-26 14:30', '2026-11-26 09:00', ['2026-11-26 09:00']],
    ['2026-12-01 10:00', '2026-11-20 16:00', ['2026-11-20 16:00', '2026-11-30 10:00', '2026-12-01 07:00']],
  ])('a visit at %s booked at %s is reminded at %j', (start, bookedAt, expected) => {
    const found = remindersOf({ start: at(start), bookedAt: at(bookedAt) });
    expect(found.map((one) => wall(one.due))).toEqual(expected);
    for (const { due, until } of found) expect(due < until && until <= at(start)).toBe(true);
  });
  test.each([['2026-11-26 08:30', '2026-11-26 12:30'], ['2026-11-26 12:00', '2026-11-26 12:30'], ['2026-11-26 12:30', '2026-11-26 18:30'], ['2026-11-26 17:00', '2026-11-26 18:30'], ['2026-11-26 20:00', '2026-11-26 20:30']])(
    'one that ends at %s is missed from %s', (end, from) => expect(wall(missedFrom(at(end)))).toBe(from));
  test.each([['2026-11-26 08:00', '2026-11-27 10:00'], ['2026-11-27 08:00', '2026-11-30 10:00'], ['2026-09-30 15:00', '2026-10-08 10:00'], ['2026-02-13 15:00', '2026-02-14 10:00']])(
    'missed at %s, rung at %s', (start, call) => expect(wall(missedCallAt(at(start)))).toBe(call));
  test('two hours before is still in time, a minute later is not', () => {
    const start = at('2026-11-26 14:30');
    expect([wall(changeUntil(start)), inNotice(start, at('2026-11-26 12:30')), inNotice(start, at('2026-11-26 12:31'))]).toEqual(['2026-11-26 12:30', false, true]);
  });
  test.each([
    ['a day to answer', '2026-11-23 09:00', '2026-11-30 09:00', '2026-11-30 14:00', '2026-11-24 10:00', '2026-11-25 18:00'],
    ['at least to ten of the next working day', '2026-11-27 17:00', '2026-12-07 09:00', '2026-12-08 09:00', '2026-11-30 10:00', '2026-12-01 18:00'],
    ['never within two hours of the offered place', '2026-11-23 09:00', '2026-11-30 09:00', '2026-11-24 08:00', '2026-11-24 06:00', '2026-11-24 08:00'],
    ['never until they are on the way to the closed clinic', '2026-11-23 09:00', '2026-11-23 14:00', '2026-11-25 08:00', '2026-11-23 12:00', '2026-11-24 18:00'],
    ['hardly any time: a nurse at once', '2026-11-23 12:10', '2026-11-23 14:30', '2026-11-25 08:00', '2026-11-23 12:10', '2026-11-24 18:00'],
    ['over the National Day holidays', '2026-09-30 16:00', '2026-10-12 09:00', '2026-10-13 09:00', '2026-10-08 10:00', '2026-10-09 18:00'],
  ])('%s', (_, now, closed, offered, until, kept) => {
    const found = offerTimes({ now: at(now), closedStart: at(closed), offeredStart: at(offered) });
    expect([wall(found.until), wall(found.keptUntil)]).toEqual([until, kept]);
  });
  test('in words', () => expect([whenInWords(at('2026-11-26 14:30')), whenInWords(at('2026-01-04 08:00'))]).toEqual(['11月26日（周四）14:30', '1月4日（周日）08:00']));
});

describe('a visit', () => {
  const visit = (more: Partial<VisitFacts> = {}): VisitFacts => ({ state: 'booked', start: at('2026-11-26 14:30'), end: at('2026-11-26 15:00'), heldUntil: 0, closureId: '', missedAt: 0, replacedBy: '', proposal: null, ...more });
  test.each([
    ['a day before', '2026-11-25 14:30', true, true, true], ['two hours before', '2026-11-26 12:30', true, true, true], ['an hour before', '2026-11-26 13:30', false, false, true],
    ['while it goes on', '2026-11-26 14:45', false, false, true], ['afterwards', '2026-11-26 15:00', false, false, false],
  ])('%s', (_, now, change, cancel, worse) => {
    expect([mayChange(visit(), at(now)), mayCancel(visit(), 'busy', at(now)), mayCancel(visit(), 'worse', at(now))]).toEqual([change, cancel, worse]);
  });
  test('whose clinic closed may be changed until its end', () => expect(mayChange(visit({ closureId: 'closure:1' }), at('2026-11-26 14:00'))).toBe(true));
  test('a letter is true while its visit stands as it says', () => {
    const kinds = ['visit_booked', 'visit_day_before', 'visit_morning', 'visit_closed', 'visit_missed'] as const;
    const said = (one: VisitFacts | undefined) => kinds.map((kind) => untrue(kind, one));
    expect(said(visit())).toEqual(['', '', '', 'open', 'booked']);
    expect(said(visit({ closureId: 'c' }))).toEqual(['clinic_closed', 'clinic_closed', 'clinic_closed', '', 'booked']);
    expect(said(visit({ state: 'cancelled' }))).toEqual(['cancelled', 'cancelled', 'cancelled', 'cancelled', 'cancelled']);
    expect(said(visit({ state: 'cancelled', replacedBy: 'apt:2' }))).toEqual(['changed', 'changed', 'changed', 'changed', 'cancelled']);
    expect(said(visit({ state: 'noshow' }))).toEqual(['noshow', 'noshow', 'noshow', 'noshow', '']);
    expect(said(undefined)).toEqual(kinds.map(() => 'unknown'));
  });
  test('the timer looks at an offer when it ends, at a visit when it may be missed, at a miss when it is rung, and never else', () => {
    expect([nextLook(visit(), false), nextLook(visit({ proposal: { state: 'offered', until: 5 } }), false), nextLook(visit({ state: 'noshow' }), false)].map((n) => (n > 5 ? wall(n) : n))).toEqual(['2026-11-26 18:30', 5, '2026-11-27 10:00']);
    expect([nextLook(visit({ state: 'noshow' }), true), nextLook(visit({ state: 'cancelled' }), false), nextLook(visit({ state: 'pending' }), false), nextLook(visit({ state: 'fulfilled' }), false)]).toEqual([0, 0, 0, 0]);
  });
  test('another place: in the window, the same doctor, near, rather later', () => {
    const slot = (name: string, scheduleId: string, when: string, inWindow: boolean) => ({ name, scheduleId, start: at(when), inWindow });
    const list = [slot('far', 'a', '2026-12-03 09:00', true), slot('outside', 'a', '2026-11-26 10:00', false), slot('other', 'b', '2026-11-26 14:30', true), slot('before', 'a', '2026-11-26 13:30', true), slot('after', 'a', '2026-11-26 15:30', true)];
    expect(nearest(list, { scheduleId: 'a', start: at('2026-11-26 14:30') }).map((one) => one.name)).toEqual(['after', 'before', 'far', 'other', 'outside']);
  });
});

describe('the calendar file', () => {
  const visit = { appointmentId: 'apt:Ab_1-x', start: at('2026-11-26 14:30'), end: at('2026-11-26 15:00'), departmentName: '骨科', practitioner: '李医生', place: '门诊楼2层3诊室', preparation: '请空腹；带X光片,出院小结\n穿宽松衣服', sensitive: false };
  const setting = { hospital: '白银示范医院', now: at('2026-11-20 16:00') };
  test('golden', () => {
    expect(icsOf(visit, setting)).toBe([
      'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Suifang//Return visits//ZH', 'CALSCALE:GREGORIAN', 'METHOD:PUBLISH', 'BEGIN:VEVENT', 'UID:apt-Ab_1-x@suifang', 'DTSTAMP:20261120T080000Z', 'SEQUENCE:0',
      'DTSTART:20261126T063000Z', 'DTEND:20261126T070000Z', 'SUMMARY:复诊 骨科（白银示范医院）', 'LOCATION:白银示范医院 门诊楼2层3诊室',
      'DESCRIPTION:李医生\\n请空腹；带X光片\\,出院小结\\n穿宽松衣', ' 服', 'STATUS:CONFIRMED', 'BEGIN:VALARM', 'ACTION:DISPLAY', 'TRIGGER:-PT2H', 'DESCRIPTION:复诊', 'END:VALARM', 'END:VEVENT', 'END:VCALENDAR', '',
    ].join('\r\n'));
  });
  test('of a sensitive visit nothing but the time', () => {
    const text = icsOf({ ...visit, sensitive: true }, setting);
    expect(text).not.toMatch(/骨科|李医生|门诊楼|空腹|白银/);
    expect(text).toContain('SUMMARY:复诊\r\nSTATUS:CONFIRMED\r\nCLASS:PRIVATE');
  });
  test('a cancelled one takes itself out of the calendar', () => expect(icsOf({ ...visit, cancelled: true, rev: 2 }, setting)).toMatch(/METHOD:CANCEL[\s\S]*SEQUENCE:2[\s\S]*STATUS:CANCELLED/));
  test('no line is longer than 75 octets, and unfolded it says everything', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (preparation) => {
      const text = icsOf({ ...visit, preparation }, setting);
      const lines = text.split('\r\n');
      for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(text.replace(/\r\n /g, '')).toContain(`DESCRIPTION:李医生${preparation === '' ? '' : '\\n'}${preparation.replace(/[\\;,]/g, (c) => `\\${c}`).replace(/\r\n|\r|\n/g, '\\n')}\r\n`);
    }));
  });
});
