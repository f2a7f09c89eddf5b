/** A stay's timeline in words: every kind of every door, and no code or number of ours in between. */
import { doorKinds, doorWords } from '../../../src/text/door-story';
import { factWords, onceEach, storyTone } from '../../../src/text/discharge-story';

const start = Date.parse('2026-12-02T14:30:00+08:00');
const say = (kind: string, params: Record<string, string | number> = {}, language: 'zh' | 'en' = 'zh') => {
  const { what, more } = factWords({ kind, by: '', params }, language);
  return more === '' ? what : `${what} · ${more}`;
};

test.each([
  ['visit.booked', { start, department: '骨科' }, '预约复诊 · 12月2日 下午 2:30 · 骨科'],
  ['visit.cancelled', { start, department: '骨科', reason: 'worse' }, '取消复诊 · 12月2日 下午 2:30 · 骨科 · 病情加重'],
  ['message.asked', { n: 3, relation: 'child', level: 'today' }, '留言 · 子女 · 当天要联系'],
  ['message.handed', { of: '普外科' }, '转科室 · 普外科'],
  ['message.rated', { score: 4 }, '评价客服 · 4 分'],
  ['complaint.answered', { number: 'TS20261121-0002' }, '答复投诉 · TS20261121-0002'],
  ['call.queued', { kind: 'closure', reason: 'clinic_closed' }, '进入拨打名单 · 停诊电话 · 停诊'],
  ['notice.sent', { kind: 'visit_day_before', channel: 'sms' }, '发出消息 · 就诊前一天提醒 · 短信'],
  ['somebody.new', {}, '其他记录'],
] as const)('%s', (kind, params, words) => expect(say(kind, params)).toBe(words));

test('every kind of the doors has words in both languages, and none shows its key', () => {
  for (const language of ['zh', 'en'] as const) {
    for (const kind of Object.keys(doorKinds.zh)) expect([kind, say(kind, {}, language)]).toEqual([kind, expect.not.stringMatching(/^$|其他记录|Another entry|\w+\.\w+/)]);
    expect(Object.keys(doorWords[language])).toEqual(Object.keys(doorWords.zh));
  }
});

test('what presses is marked: a help button as danger, a missed visit and a complaint as a warning', () => {
  expect(['message.help', 'visit.missed', 'complaint.received', 'visit.booked', 'message.asked'].map(storyTone)).toEqual(['danger', 'warn', 'warn', 'action', 'plain']);
});

test('a call that another door raised is told beside the follow-up\'s own', () => {
  const facts: { at: number; kind: string; by: string; params: Record<string, string> }[] = [{ at: 1, kind: 'step.queued', by: '', params: {} }, { at: 2, kind: 'call.queued', by: '', params: { kind: 'followup' } }, { at: 3, kind: 'call.queued', by: '', params: { kind: 'missed' } }];
  expect(onceEach(facts).map((fact) => fact.at)).toEqual([1, 3]);
});
