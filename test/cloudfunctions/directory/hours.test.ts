/** Opening hours: read as people write them, written so that they are read back. */
import * as fc from 'fast-check';
import type { OpenSpan } from '../../../cloudfunctions/directory/contract';
import { readHours, spanProblems, writeHours } from '../../../cloudfunctions/directory/rules/hours';
import { daysWords, openLines, sortSpans } from '../../../cloudfunctions/directory/rules/open-line';

const on = (days: number[], ...times: [string, string][]): OpenSpan[] => days.flatMap((weekday) => times.map(([from, to]) => ({ weekday, from, to })));
const week = [1, 2, 3, 4, 5];

test.each<[string, OpenSpan[]]>([
  ['周一至周五 8:00-11:30、14:00-17:30', on(week, ['08:00', '11:30'], ['14:00', '17:30'])],
  ['周一到周五8：00—11：30，14：00—17：30；周六8：00—12：00', [...on(week, ['08:00', '11:30'], ['14:00', '17:30']), ...on([6], ['08:00', '12:00'])]],
  ['工作日 08:00~12:00', on(week, ['08:00', '12:00'])],
  ['每天 全天', on([1, 2, 3, 4, 5, 6, 7], ['00:00', '23:59'])],
  ['星期一、星期三 上午8点-11点半', on([1, 3], ['08:00', '11:30'])],
  ['周二 下午2点至5点30分', on([2], ['14:00', '17:30'])],
  ['周一、三、五 14:00-17:00', on([1, 3, 5], ['14:00', '17:00'])],
  ['周四：08:00-12:00\n周日：09:00-11:00', [...on([4], ['08:00', '12:00']), ...on([7], ['09:00', '11:00'])]],
  ['周末 9:00-11:00', on([6, 7], ['09:00', '11:00'])],
  ['Mon-Fri 8:00-11:30, 14:00-17:30; Sat 8:00-12:00', [...on(week, ['08:00', '11:30'], ['14:00', '17:30']), ...on([6], ['08:00', '12:00'])]],
  ['', []],
])('%s', (text, spans) => expect(readHours(text)).toEqual(sortSpans(spans)));

test.each(['每周三下午', '单周周一 8:00-12:00', '周一至周五', '8:00-12:00', '周一 12:00-8:00', '周一 8:00-25:00', '周一 8:00-11:00、10:00-12:00', '电话咨询', '周五至周一 8:00-9:00', '周一 8:00-12:00 专家号'])('%s is for words, not for the week', (text) => {
  expect(readHours(text)).toBeNull();
});

test('every week that can be kept is written so that it is read back', () => {
  const clock = fc.integer({ min: 0, max: 1438 }).map((minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`);
  const span = fc.record({ weekday: fc.integer({ min: 1, max: 7 }), from: clock, to: clock }).filter(({ from, to }) => from < to);
  fc.assert(fc.property(fc.array(span, { maxLength: 12 }), (spans) => {
    const kept = sortSpans(spans.filter((_, n) => spanProblems(spans.slice(0, n + 1)).every(({ path }) => !path.startsWith(`weekly.${n}.`))));
    fc.pre(spanProblems(kept).length === 0);
    expect(readHours(writeHours(kept))).toEqual(kept);
  }));
});

test('no text stops the reading', () => {
  const signs = fc.string({ unit: fc.constantFrom(...'周一二三五日至、，；：:-— 0123456789点半上午下午每天工作日'), maxLength: 40 });
  fc.assert(fc.property(signs, (text) => {
    const read = readHours(text);
    if (read) expect(spanProblems(read)).toEqual([]);
  }), { numRuns: 500 });
});

test('days of the same hours stand in one line', () => {
  expect(openLines(on([1, 2, 3], ['08:00', '12:00'])).map(({ days }) => daysWords(days))).toEqual(['周一至周三']);
  expect(daysWords([1, 2, 4, 5, 6])).toBe('周一、周二、周四至周六');
});

test('hours that end before they begin, or overlap on a day, are named by their place', () => {
  expect(spanProblems(on([1], ['09:00', '08:00']))).toEqual([{ path: 'weekly.0.to', problem: 'order' }]);
  expect(spanProblems(on([1], ['08:00', '10:00'], ['09:00', '11:00']))).toEqual([{ path: 'weekly.1.from', problem: 'overlap' }]);
});
