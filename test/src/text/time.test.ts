/** Times as people say them, judged against the server's clock in Shanghai whatever zone the device is in. */
import { agoWords, clockWords, dateWords, dayOf, dayWords, greeting, lengthWords, rangeWords, spanWords, startOf, stopwatch, untilWords, whenWords } from '../../../src/text/time';

const at = (wall: string) => Date.parse(`${wall}+08:00`);
/** A Saturday afternoon. */
const now = at('2026-11-21T14:20:00');

test.each([
  ['2026-11-21T00:05:00', '凌晨 0:05', '12:05 am'],
  ['2026-11-21T09:00:00', '上午 9:00', '9:00 am'],
  ['2026-11-21T12:30:00', '中午 12:30', '12:30 pm'],
  ['2026-11-21T14:30:00', '下午 2:30', '2:30 pm'],
  ['2026-11-21T21:25:00', '晚上 9:25', '9:25 pm'],
])('%s is said %s', (wall, zh, en) => {
  expect(clockWords(at(wall), 'zh')).toBe(zh);
  expect(clockWords(at(wall), 'en')).toBe(en);
});

test.each([
  ['2026-11-18T10:00:00', '11月18日 周三', 'Wednesday, 18 November'],
  ['2026-11-19T10:00:00', '前天', 'Thursday, 19 November'],
  ['2026-11-20T23:59:59', '昨天', 'yesterday'],
  ['2026-11-21T00:00:00', '今天', 'today'],
  ['2026-11-22T00:00:00', '明天', 'tomorrow'],
  ['2026-11-23T08:00:00', '后天', 'Monday (in 2 days)'],
  ['2026-11-25T08:00:00', '周三（4 天后）', 'Wednesday (in 4 days)'],
  ['2026-12-02T14:30:00', '12月2日 周三', 'Wednesday, 2 December'],
  ['2027-01-04T09:00:00', '2027年1月4日 周一', 'Monday, 4 January 2027'],
])('seen from 21 November, %s is %s', (wall, zh, en) => {
  expect(dayWords(at(wall), now, 'zh')).toBe(zh);
  expect(dayWords(at(wall), now, 'en')).toBe(en);
});

test.each([
  ['2026-11-21T14:30:00', '今天下午 2:30'],
  ['2026-11-25T09:00:00', '周三（4 天后）上午 9:00'],
  ['2026-12-02T14:30:00', '12月2日 周三 下午 2:30'],
])('day and hour together: %s is %s', (wall, zh) => {
  expect(whenWords(at(wall), now, 'zh')).toBe(zh);
});

test.each([
  ['2026-11-21T14:30:00', '2026-11-21T15:00:00', '今天下午 2:30–3:00', 'today 2:30 pm–3:00 pm'],
  ['2026-11-22T11:30:00', '2026-11-22T12:00:00', '明天上午 11:30–中午 12:00', 'tomorrow 11:30 am–12:00 pm'],
  ['2026-11-22T23:30:00', '2026-11-23T00:30:00', '明天晚上 11:30 – 后天凌晨 0:30', 'tomorrow 11:30 pm – Monday (in 2 days) 12:30 am'],
])('a slot from %s to %s is %s', (start, end, zh, en) => {
  expect(rangeWords(at(start), at(end), now, 'zh')).toBe(zh);
  expect(rangeWords(at(start), at(end), now, 'en')).toBe(en);
});

test('a stretch of a day and a date stand by themselves too', () => {
  expect(spanWords(at('2026-12-02T11:30:00'), at('2026-12-02T12:00:00'), 'zh')).toBe('上午 11:30–中午 12:00');
  expect(spanWords(at('2026-12-02T14:30:00'), at('2026-12-02T15:00:00'), 'en')).toBe('2:30 pm–3:00 pm');
  expect(dateWords('2026-12-02', 'zh')).toBe('12月2日');
  expect(dateWords('2026-12-02', 'en')).toBe('2 December');
});

test.each([
  [0, '刚刚'], [59_000, '刚刚'], [60_000, '1 分钟前'], [7_140_000, '1 小时前'], [86_400_000, '昨天下午 2:20'],
])('%i ms ago is %s', (gone, zh) => {
  expect(agoWords(now - gone, now, 'zh')).toBe(zh);
});

test.each([
  [-1, '已过期'], [20_000, '1 分钟内'], [480_000, '8 分钟内'], [2 * 3_600_000, '2 小时内'], [11 * 86_400_000, '还有 11 天'],
])('%i ms to go is %s', (left, zh) => {
  expect(untilWords(now + left, now, 'zh')).toBe(zh);
});

test('a deadline early tomorrow is a day away, not eighteen hours', () => {
  expect(untilWords(at('2026-11-22T09:00:00'), now, 'zh')).toBe('还有 1 天');
});

test('days begin at midnight in Shanghai, which is 16:00 UTC of the day before', () => {
  expect(dayOf(Date.parse('2026-11-20T15:59:59Z'))).toBe('2026-11-20');
  expect(dayOf(Date.parse('2026-11-20T16:00:00Z'))).toBe('2026-11-21');
  expect(startOf('2026-11-21')).toBe(Date.parse('2026-11-20T16:00:00Z'));
});

test('a talk is timed in minutes and seconds, and in hours when it lasts', () => {
  expect([stopwatch(-5), stopwatch(134_999), stopwatch(3_734_000)]).toEqual(['00:00', '02:14', '1:02:14']);
});

test.each([[59_000, '00:59', '00:59'], [3_599_999, '59:59', '59:59'], [3_600_000, '1 小时', '1 h'], [63_873_000, '17 小时', '17 h'], [172_799_999, '47 小时', '47 h'], [172_800_000, '2 天', '2 days']])('%i ms have lasted %s', (length, zh, en) => {
  expect([lengthWords(length, 'zh'), lengthWords(length, 'en')]).toEqual([zh, en]);
});

test('the greeting follows the hour', () => {
  expect(['04:00', '07:00', '11:30', '14:20', '20:00'].map((clock) => greeting(at(`2026-11-21T${clock}:00`), 'zh'))).toEqual(['晚上好', '早上好', '中午好', '下午好', '晚上好']);
});
