/** A schedule as it is typed: what is right goes to the server as its contract wants it, what is wrong is named where it stands. */
import fc from 'fast-check';
import { ScheduleInput } from '../../../../cloudfunctions/visit/contract/schedule';
import { formOf, halfHours, mostCapacity, mostPublishDays, nextSpan, placesPerWeek, readForm, weekLines, type SpanTyped, type Typed } from '../../../../src/console/visit/schedule/form';

const span = (weekday: string, from: string, to: string, capacity = '4'): SpanTyped => ({ weekday, from, to, capacity });
const typed = (change: Partial<Typed> = {}): Typed => ({ ...formOf(undefined, '0402'), place: '门诊楼 2 层 3 诊室', weekly: [span('1', '08:00', '12:00')], ...change });
const problems = (change: Partial<Typed>) => readForm(typed(change)).problems;

test.each<[string, Partial<Typed>, Record<string, string>]>([
  ['a clinic without a place', { place: '  ' }, { place: 'wrongPlace' }],
  ['nobody\'s department', { departmentCode: '' }, { departmentCode: 'needDepartment' }],
  ['a hundred days ahead', { publishDays: '100' }, { publishDays: 'wrongPublish' }],
  ['no days ahead', { publishDays: '0' }, { publishDays: 'wrongPublish' }],
  ['an end before the start', { weekly: [span('1', '12:00', '08:00')] }, { 'weekly.0': 'wrongTime' }],
  ['an end at the start', { weekly: [span('1', '08:00', '08:00')] }, { 'weekly.0': 'wrongTime' }],
  ['a quarter of an hour', { weekly: [span('1', '08:15', '12:00')] }, { 'weekly.0': 'wrongTime' }],
  ['half a person', { weekly: [span('1', '08:00', '12:00', '0.5')] }, { 'weekly.0': 'wrongCapacity' }],
  ['nobody at all', { weekly: [span('1', '08:00', '12:00', '0')] }, { 'weekly.0': 'wrongCapacity' }],
  ['hours twice on one day', { weekly: [span('1', '08:00', '12:00'), span('1', '11:30', '13:00')] }, { 'weekly.1': 'overlap' }],
  ['an exception on no day', { exceptions: [{ day: '', closed: true, spans: [], note: '' }] }, { 'exceptions.0': 'wrongDay' }],
  ['two exceptions on one day', { exceptions: [{ day: '2026-11-26', closed: true, spans: [], note: '' }, { day: '2026-11-26', closed: true, spans: [], note: '' }] }, { 'exceptions.1': 'twiceDay' }],
  ['other hours that are none', { exceptions: [{ day: '2026-11-26', closed: false, spans: [], note: '' }] }, { 'exceptions.0': 'wrongTime' }],
])('%s is named where it stands', (_, change, expected) => {
  expect(problems(change)).toEqual(expected);
});

test('hours that only touch, and the same hours on another day, are right', () => {
  expect(problems({ weekly: [span('1', '08:00', '12:00'), span('1', '12:00', '13:00'), span('2', '08:00', '12:00')] })).toBeUndefined();
});

test('a closed exception forgets its hours; lines go out by weekday and time', () => {
  const { ready } = readForm(typed({ weekly: [span('3', '14:00', '16:00'), span('1', '08:00', '12:00'), span('3', '08:00', '12:00')], exceptions: [{ day: '2026-12-01', closed: true, spans: [span('0', '08:00', '09:00')], note: ' 外出 ' }] }));
  expect(ready?.weekly.map(({ weekday, from }) => `${weekday} ${from}`)).toEqual(['1 08:00', '3 08:00', '3 14:00']);
  expect(ready?.exceptions).toEqual([{ day: '2026-12-01', spans: [], note: '外出' }]);
});

const spans = fc.array(fc.record({ weekday: fc.constantFrom('1', '2', '3', '4', '5', '6', '7'), from: fc.constantFrom(...halfHours), to: fc.constantFrom(...halfHours), capacity: fc.integer({ min: -1, max: mostCapacity + 2 }).map(String) }), { maxLength: 6 });
test('whatever is let through, the server\'s contract takes, and it reads back as it was typed', () => {
  fc.assert(fc.property(spans, fc.integer({ min: 0, max: mostPublishDays + 3 }), (weekly, publishDays) => {
    const { ready } = readForm(typed({ weekly, publishDays: String(publishDays) }));
    if (!ready) return;
    expect(ScheduleInput.safeParse({ ...ready, rev: 0 }).success).toBe(true);
    expect(readForm(formOf(ready, '')).ready).toEqual(ready);
  }));
});

test('the next line is the one a person would write: the afternoon, then the next day', () => {
  const morning = nextSpan([], true);
  expect(morning).toEqual(span('1', '08:00', '12:00'));
  const afternoon = nextSpan([morning], true);
  expect(afternoon).toMatchObject({ weekday: '1', from: '14:00' });
  expect(nextSpan([morning, afternoon], true)).toMatchObject({ weekday: '2', from: '08:00', to: '12:00' });
});

test('a week counts its places and says itself in few words', () => {
  const weekly = [1, 2, 3].flatMap((weekday) => [{ weekday, from: '08:30', to: '11:30', capacity: 2 }, ...(weekday === 2 ? [] : [{ weekday, from: '14:00', to: '16:30', capacity: 1 }])]);
  expect(placesPerWeek(weekly)).toBe(3 * 12 + 2 * 5);
  expect(weekLines(weekly)).toEqual([{ weekdays: [1, 3], hours: '08:30–11:30 14:00–16:30' }, { weekdays: [2], hours: '08:30–11:30' }]);
});
