/** What an engine is told about its message. */
import { MessageProblem, RowProblem } from '../../../cloudfunctions/discharge/contract/intake';
import { encodeAs, type Charset } from '../../../cloudfunctions/discharge/rules/charset';
import { ackCodeOf, ackOf, toldOf } from '../../../cloudfunctions/discharge/rules/hl7/ack';
import { wordingOf, type Told } from '../../../cloudfunctions/discharge/rules/message-problem';
import { openHl7, type Hl7Reader } from '../../../cloudfunctions/discharge/service/hl7';

let reader: Hl7Reader;
beforeAll(async () => { reader = await openHl7(); });

const now = Date.parse('2026-11-18T13:40:07+08:00');
const pid = 'PID|1||P1^^^^MR||测试^甲';
const pv1 = 'PV1|1|I|||||||||||||||||ZY001_1';
interface Sent { event?: string; version?: string; charset?: string; accept?: string; application?: string; lines?: string[]; sender?: string; as?: Charset }
const hear = ({ event = 'A13^ADT_A13', version = '2.4', charset = 'UNICODE UTF-8', accept = '', application = '', lines = [pid, pv1], sender = 'HIS', as = 'utf-8' }: Sent) =>
  [...reader.hear(encodeAs([`MSH|^~\\&|${sender}|HOSP|FUP|HOSP|20261118134000||ADT^${event}|M1|P|${version}|||${accept}|${application}||${charset}`, ...lines].join('\r'), as))][0]!;
const answer = (sent: Sent, more: Told[] = []): string[] => {
  const message = hear(sent);
  const told = [...toldOf(message.heard), ...more];
  const bytes = ackOf(message, ackCodeOf(told), told, now);
  return bytes ? new TextDecoder(message.header.charset).decode(bytes).split('\r') : [];
};

test('what is taken is acknowledged to its sender, by its own number', () => {
  expect(answer({})).toEqual(['MSH|^~\\&|FUP|HOSP|HIS|HOSP|20261118134007+0800||ACK^A13^ACK|' + `${now.toString(36)}M1|P|2.4||||||UNICODE UTF-8`, 'MSA|AA|M1|', '']);
});

test.each<[string, Sent, string, string]>([
  ['a message without a patient', { lines: ['PID|1', pv1] }, 'MSA|AE|M1|PID-3: 缺少必需的内容', 'ERR|PID^1^3^101&Required field missing&HL70357'],
  ['the same in 2.5', { lines: ['PID|1', pv1], version: '2.5.1' }, 'MSA|AE|M1|', 'ERR||PID^1^3|101^Required field missing^HL70357|E|||missing|缺少必需的内容'],
  ['an event that nobody wants', { event: 'A04' }, 'MSA|AA|M1|随访不需要这类事件', ''],
  ['the same in 2.5: a warning', { event: 'A04', version: '2.5' }, 'MSA|AA|M1|随访不需要这类事件', 'ERR||MSH^1^9|201^Unsupported event code^HL70357|W|'],
  ['a doubt', { lines: [pid, 'PV1|1|I|||||||||||||||||ZY001'], version: '2.5' }, 'MSA|AA|M1|', 'ERR||PV1^1^19|102^Data type error^HL70357|W|'],
  ['another version', { version: '3' }, 'MSA|AR|M1|', 'ERR||MSH^1^12|200^'],
  ['a character set that we do not take', { charset: 'ISO IR87' }, 'MSA|AR|M1|', 'ERR|MSH^1^18^200&'],
  ['one who reads no Chinese', { charset: '8859/1', lines: ['PID|1', pv1], as: 'iso-8859-1' }, 'MSA|AE|M1|PID-3: Something required is missing.', 'ERR|PID^1^3^101&'],
])('%s', (_, sent, msa, err) => {
  const [, second, third] = answer(sent);
  expect(second!.slice(0, msa.length)).toBe(msa);
  expect(err === '' ? third : third!.slice(0, err.length)).toBe(err);
});

test('an engine that shows MSA-3 alone shows where it is wrong, in every place', () => {
  const [, msa, err] = answer({}, [{ problem: 'incomplete', place: 'dischargeAt', doubt: true }, { problem: 'incomplete', place: 'dx', doubt: true }]);
  expect([msa!.slice(0, 30), err]).toEqual(['MSA|AA|M1|PV1-45, DG1-3: 已收下，但', '']);
});

test('what the register finds wrong in a cell is named by the segment it came from', () =>
  expect(answer({}, [{ problem: 'phone_wrong', place: 'phone', doubt: true }, { problem: 'way_unknown', place: 'way' }]).slice(1, 4)).toEqual([
    expect.stringMatching(/^MSA\|AE\|M1\|/), 'ERR|PID^1^13^102&Data type error&HL70357', 'ERR|PV1^1^36^103&Table value not found&HL70357',
  ]));

test('bytes that are no message are rejected all the same', () => {
  const told: Told[] = [{ problem: 'unreadable', place: '' }];
  const text = new TextDecoder().decode(ackOf(undefined, ackCodeOf(told), told, now) ?? undefined);
  expect(text).toMatch(/^MSH\|\^~\\&\|\|\|\|\|20261118134007\+0800\|\|ACK\|\w+\|P\|2\.4\|\|\|\|\|\|UNICODE UTF-8\rMSA\|AR\|\|内容不是可识别的格式/);
});

test('the answer is in the sender\'s own characters, and its separators stay its own', () => {
  const sent = { charset: 'GB 18030-2000', sender: '白银市医院\\T\\㑇', lines: ['PID|1', pv1], as: 'gb18030' as const };
  const [first, second] = answer(sent);
  expect(first).toContain('|FUP|HOSP|白银市医院\\T\\㑇|HOSP|');
  expect(second).toContain('缺少必需的内容');
});

test.each<[string, string, string, string, string]>([
  ['original mode', '', '', 'MSA|AA', 'MSA|AE'], ['both wanted: the application\'s', 'AL', 'AL', 'MSA|AA', 'MSA|AE'], ['only the commit', 'AL', 'NE', 'MSA|CA', 'MSA|CE'],
  ['only errors', 'NE', 'ER', '', 'MSA|AE'], ['only successes', 'SU', 'NE', 'MSA|CA', ''], ['silence', 'NE', 'NE', '', ''],
])('accept and application acknowledgement: %s', (_, accept, application, good, bad) => {
  expect(answer({ accept, application })[1]?.slice(0, 6) ?? '').toBe(good);
  expect(answer({ accept, application, lines: ['PID|1', pv1] })[1]?.slice(0, 6) ?? '').toBe(bad);
});

test('every Chinese character of GBK comes back as it went', () => {
  // 一 … 龥: the characters of GBK.
  const text = Array.from({ length: 0x9fa6 - 0x4e00 }, (_, index) => String.fromCharCode(0x4e00 + index)).join('');
  expect(new TextDecoder('gb18030').decode(encodeAs(text, 'gb18030')) === text).toBe(true);
});

test('every problem has its reason and its remedy, in both languages', () => {
  for (const problem of [...MessageProblem.options, ...RowProblem.options]) {
    const { reason, remedy, en } = wordingOf(problem);
    for (const text of [reason, remedy, en.reason, en.remedy]) expect(text).toMatch(/\S/);
  }
});
