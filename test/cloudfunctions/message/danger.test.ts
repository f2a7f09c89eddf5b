/** Screening of messages: what raises an alarm, what does not, and which alarm covers which. */
import { coveringAlarm, freshFor, readMessage, worse, type Alarm, type Danger } from '../../../cloudfunctions/message/rules/danger';

test.each([
  ['胸口疼，喘不上气', 'emergency'], ['我爸叫不醒了', 'emergency'], ['我不想活了', 'crisis'], ['我要来泼汽油', 'crisis'], ['伤口流脓了', 'today'], ['發燒兩天了', 'today'], ['药我自己停了', 'today'],
  ['谢谢，已经好多了', ''], ['什么时候复查', ''], ['发票怎么开', ''],
])('%s → %s', (text, level) => expect(readMessage(text).level).toBe(level));

/** The false-positive sentences of the phrase table (domain §7): lowered, not lost, where life is concerned. */
test.each([
  ['没有胸痛', 'today'], ['不发烧了', ''], ['笑死了', ''], ['疼死我了(已好转)', ''], ['谢谢不投诉', ''], ['血压药没停', ''], ['黑便是吃铁剂', 'emergency'], ['律师楼旁边的医院', ''], ['以前想过自杀现在好了', 'crisis'],
])('%s → %s', (text, level) => expect(readMessage(text).level).toBe(level));

test('a death told, a wish to be left alone and the wrong person are marked for the agent and raise no alarm by themselves', () => {
  expect(readMessage('他已经去世了')).toMatchObject({ level: '', marks: ['death'] });
  expect(readMessage('别再联系我').marks).toContain('stop');
  expect(readMessage('你们打错了').marks).toContain('wrong_person');
  expect(readMessage('护士长收了红包').marks).toContain('restricted');
});

test('the highest level speaks, with its own words and advice', () => {
  const reading = readMessage('伤口流脓，还有胸痛');
  expect(reading).toMatchObject({ level: 'emergency', phrases: ['胸痛'] });
  expect(reading.advice).not.toContain('wound');
});

const alarm = (level: Danger, at: number, callId = 'call:1'): Alarm => ({ n: 1, level, at, callId, ringBy: at, who: '', whoKey: '', words: [], advice: [], personId: 'p' });
const now = 10 * freshFor;
const open = new Set(['call:1']);

test.each<[string, Danger, Alarm, boolean]>([
  ['the same danger while it is fresh', 'emergency', alarm('emergency', now - 1), true],
  ['the same danger after a quarter of an hour', 'emergency', alarm('emergency', now - freshFor), false],
  ['what is worse', 'emergency', alarm('today', now - 1), false],
  ['what is lesser', 'today', alarm('emergency', now - 1), true],
  ['an emergency beside a crisis', 'emergency', alarm('crisis', now - 1), false],
  ['a crisis beside an emergency', 'crisis', alarm('emergency', now - 1), false],
  ['after the nurse has rung and closed the call', 'emergency', alarm('emergency', now - 1, 'call:over'), false],
])('covered by an alarm: %s', (_what, level, known, covered) => {
  expect(coveringAlarm(level, [known], open, now) !== undefined).toBe(covered);
});

test('the worse of two', () => {
  expect(worse('', 'today')).toBe('today');
  expect(worse('emergency', 'today')).toBe('emergency');
  expect(worse('today', 'crisis')).toBe('crisis');
  expect(worse('', '')).toBe('');
});
