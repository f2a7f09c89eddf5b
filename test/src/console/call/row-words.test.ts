/** A row of the worklist in words: why it exists, whether it may be rung, until when. */
import type { z } from '../../../../cloudfunctions/kit/contract';
import type { WorklistRow } from '../../../../cloudfunctions/call/contract';
import { dueWords, reasonWords, ringWords } from '../../../../src/console/call/row-words';

const at = (wall: string): number => Date.parse(`${wall.replace(' ', 'T')}:00+08:00`);
const now = at('2026-11-21 09:30');
type Row = z.output<typeof WorklistRow>;
const row = (more: Partial<Omit<Row, 'ring'>> & { ring?: Partial<Row['ring']> } = {}): Row => ({
  callId: 'call:followup:step:1', kind: 'followup', state: 'waiting', purpose: 'survey', priority: 30, reason: 'silent', items: [], level: null, name: '王*国', sex: 'male', age: 82,
  departmentCode: '0402', departmentName: '骨科', dischargeDay: '2026-11-18', dayN: 3, attempts: 0, lastAt: 0, lastPart: null, notBefore: 0, dueAt: at('2026-11-21 19:30'), flags: [], mine: false,
  ackBy: '', ackAt: 0, ackDue: 0, ackLevel: 0, place: 1, ...more, ring: { can: true, why: 'ok', from: 0, at: 0, by: '', part: null, note: '', ...more.ring },
});

test.each<[string, Row, boolean]>([
  ['到期未回答', row(), false],
  ['高风险，未回答', row({ flags: ['high_risk'] }), false],
  ['微信和短信都没送到', row({ reason: 'no_channel' }), false],
  ['第 2 次，上次上午', row({ attempts: 1, lastPart: 'morning' }), false],
  ['约定再打', row({ attempts: 1, priority: 10 }), false],
  ['希望回电', row({ kind: 'callback', reason: 'asked' }), false],
  ['答案需要关心 自己停了药', row({ kind: 'concern', items: ['med_take:stopped'] }), false],
  ['红色警示 胸痛或胸闷、恢复变差', row({ kind: 'redflag', level: 'emergency', items: ['recover:worse', 'red:chest'] }), true],
  ['红色警示 胸痛或胸闷、喘不上气 等 3 项', row({ kind: 'redflag', level: 'emergency', items: ['recover:worse', 'red:chest', 'red:breath'] }), true],
  ['停诊改约，没有回应', row({ kind: 'closure', reason: 'clinic_closed' }), false],
  ['复诊没有来，第 2 次，上次上午', row({ kind: 'missed', reason: 'missed_visit', attempts: 1, lastPart: 'morning' }), false],
  ['投诉答复没送到', row({ kind: 'reply', reason: 'complaint_answer' }), false],
  ['需要回复', row({ kind: 'reply', reason: 'something_new' }), false],
  ['红色警示 留言提到危险', row({ kind: 'redflag', level: 'emergency', items: ['message:3', 'message:5'] }), true],
  ['当天要联系 取消复诊时说病情加重', row({ kind: 'redflag', level: 'today', items: ['visit:worse'] }), true],
  ['当天要联系 说到“发烧”', row({ kind: 'redflag', level: 'today', items: ['suggest:O-01'] }), true],
])('why: %s', (words, of, alarm) => expect(reasonWords(of, 'zh')).toEqual({ words, alarm }));

test.each<[string, Row]>([
  ['可以', row()],
  ['可以，高龄，上午 9–11 点更合适', row({ ring: { note: 'elderly_morning' } })],
  ['可以，王护士约好的', row({ ring: { note: 'kept_for', by: '王护士' } })],
  ['可以，约在上午 9:30', row({ attempts: 1, priority: 10, notBefore: now })],
  ['可以，王护士已接手', row({ kind: 'redflag', ackBy: '王护士', ackAt: now - 1000 })],
  ['正在自己填写（2 分钟前）', row({ ring: { can: false, why: 'answering', at: now - 120_000, from: now + 480_000 } })],
  ['今天下午 2:00 起（换时段）', row({ ring: { can: false, why: 'other_day_part', from: at('2026-11-21 14:00'), part: 'afternoon' } })],
  ['同号码 上午 8:10 刚拨过，今天上午 10:10 起', row({ ring: { can: false, why: 'rung_recently', at: at('2026-11-21 08:10'), from: at('2026-11-21 10:10') } })],
  ['李护士已接下', row({ ring: { can: false, why: 'claimed', by: '李护士' } })],
])('now: %s', (words, of) => expect(ringWords(of, now, 'zh')).toBe(words));

test('a date counts down within the hour, a red flag to its answer, and what is past says so', () => {
  expect(dueWords(row(), now, 'zh')).toEqual({ words: '今天', late: false });
  expect(dueWords(row({ kind: 'redflag', dueAt: at('2026-11-21 10:00'), ackDue: at('2026-11-21 09:38') }), now, 'zh')).toEqual({ words: '8 分钟内', late: true });
  expect(dueWords(row({ dueAt: now - 1 }), now, 'zh')).toEqual({ words: '已过期', late: true });
});
