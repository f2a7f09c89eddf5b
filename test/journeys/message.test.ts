/** Conversations with customer service, over the doors that people really use: the patient and the family in WeChat, agents and the ward in the console, the timers between them. */
import type { Event as HouseEvent } from '../../cloudfunctions/message/contract';
import { Refused, codeOf } from '../support/client';
import { csv, openHospital, type Hospital, type Someone } from '../support/hospital';

// Hours and nights pass through many timers.
jest.setTimeout(120_000);

const phone = '19900010001';
const contact = '16600010001';
const at = (wallTime: string): number => Date.parse(`${wallTime.replace(' ', 'T')}:00+08:00`);
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

let hospital: Hospital;
let patient: Someone;
let agent: Someone;
let patientId: string;
let serial = 0;
const key = (): string => `key-${String((serial += 1)).padStart(8, '0')}`;
const reasonOf = (call: Promise<unknown>): Promise<string> => call.then(() => 'ok', (error: unknown) => { if (error instanceof Refused) return `${error.body.code}/${error.body.reason ?? error.body.fields?.map((f) => `${f.path}:${f.problem}`).join(',') ?? ''}`; throw error; });

async function bound(number: string, relation: 'self' | 'child', birthMonth = '1966-05'): Promise<Someone & { openid: string; patientId: string }> {
  const someone = await hospital.inWechat(number);
  const { matches } = await someone.account.matches({});
  const found = matches[0]!.patientId;
  await someone.account.bind({ patientId: found, relation, birthMonth });
  return { ...someone, patientId: found };
}

async function begin(now: string, extra: Parameters<typeof csv>[0] = []): Promise<void> {
  hospital = await openHospital('2026-11-18 17:00');
  await hospital.importFile('出院名单.csv', csv([{ patientNo: 'P0001', name: '王秀英', sex: '女', dischargeAt: '2026-11-18 10:00' }, ...extra]));
  agent = await hospital.colleague('agent1', 'agent', 'all');
  if (now > '2026-11-18 17:00') await hospital.until(now);
  const self = await bound(phone, 'self');
  patient = self;
  patientId = self.patientId;
}
afterEach(() => hospital.local.dispose());

const say = (text: string, who: Someone = patient, images: string[] = []) => who.message.send({ patientId, key: key(), text, images });
const answer = async (text: string, who: Someone = agent) => who.message.reply({ threadId: `thread:${patientId}`, key: key(), text, replyKind: 'information' });
const threadId = (): string => `thread:${patientId}`;
const replyCalls = async () => (await hospital.nurse.call.worklist({ view: 'team' })).rows.filter((r) => r.kind === 'reply');
const sms = (number: string) => hospital.local.outbox.sms(number).map((m) => m.text);

test('asked in the morning, answered, read, closed, rated by the patient alone; written to again, it opens and is anybody\'s', async () => {
  await begin('2026-11-19 09:00');
  const before = await patient.message.open({ patientId });
  expect(before).toMatchObject({ thread: { state: 'none', by: at('2026-11-19 15:00') }, staffed: { now: true }, phones: { ward: '09438220401', hospital: '09438220000' }, patient: '王*英', me: { as: 'patient' } });
  const sent = await say('出院带的药可以自己停吗？不舒服的时候。');
  // 停药 is a word of the table: the safety page of the same day comes with it; here nothing of it was said.
  expect(sent).toMatchObject({ message: { n: 1, mine: true, from: 'patient' }, thread: { state: 'open', waitingSince: at('2026-11-19 09:00'), by: at('2026-11-19 15:00') }, safety: null, note: { key: 'staffed', by: at('2026-11-19 15:00') } });

  const { rows } = await agent.message.inbox({ view: 'unassigned' });
  expect(rows).toMatchObject([{ name: '王*英', departmentName: '普外科', waitingSince: at('2026-11-19 09:00'), due: at('2026-11-19 15:00'), unread: true, overdue: false }]);
  const view = await agent.message.thread({ threadId: threadId() });
  expect(view).toMatchObject({ thread: { name: '王秀英', address: '王女士', reach: 'sms', may: { reply: true, close: true } }, messages: [{ text: '出院带的药可以自己停吗？不舒服的时候。' }] });
  const { message, thread } = await answer('王女士，您好。请先不要停药，我请科室答复您。');
  expect(message).toMatchObject({ n: 2, from: 'staff', name: '客服·同', internal: false });
  expect(thread).toMatchObject({ waitingSince: 0, assigneeName: '同事' });
  const news = await patient.message.since({ patientId, after: 1 });
  expect(news).toMatchObject({ thread: { waitingSince: 0, readByStaff: 1, lastN: 2 }, messages: [{ n: 2, name: '客服·同', text: '王女士，您好。请先不要停药，我请科室答复您。' }] });
  await hospital.until('2026-11-19 09:30');
  expect(sms(phone).filter((t) => t.includes('message/thread'))).toEqual([]);

  expect(await codeOf(patient.message.rate({ patientId, score: 5 }))).toBe('CONFLICT');
  await agent.message.close({ threadId: threadId() });
  expect(await codeOf(agent.message.rate({ patientId, score: 5 }))).toBe('FORBIDDEN');
  expect(await codeOf(hospital.lead.message.rate({ patientId, score: 5 }))).toBe('FORBIDDEN');
  expect((await patient.message.rate({ patientId, score: 3 })).thread.rating).toMatchObject({ score: 3 });
  expect((await patient.message.rate({ patientId, score: 4, comment: '回得快' })).thread.rating).toMatchObject({ score: 4, comment: '回得快' });
  await hospital.until('2026-11-19 22:00');
  expect(await reasonOf(patient.message.rate({ patientId, score: 1 }))).toBe('GONE/rated');

  await say('再问一句');
  expect((await agent.message.inbox({ view: 'unassigned' })).rows).toMatchObject([{ state: 'open', assignee: '' }]);
  expect((await patient.message.open({ patientId })).messages.map((m) => m.event || m.text)).toEqual(['出院带的药可以自己停吗？不舒服的时候。', '王女士，您好。请先不要停药，我请科室答复您。', 'closed', '再问一句']);
});

test('the same key five times, at once and after a lost connection, is one message; ten at once are numbered without a gap', async () => {
  await begin('2026-11-19 09:00');
  const same = key();
  const send = () => patient.message.send({ patientId, key: same, text: '你好' });
  const got = [...(await Promise.all([send(), send(), send()])), await send(), await send()];
  expect(new Set(got.map((s) => s.message.n))).toEqual(new Set([1]));
  await Promise.all(Array.from({ length: 10 }, (_, n) => say(`第${n}句`)));
  const { messages, thread } = await patient.message.open({ patientId });
  expect(messages.map((m) => m.n)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(thread.lastN).toBe(11);
});

test('two people write the first word at the same moment: one thread; family under their own name, told nothing clinical until the patient allows it, and nothing at all once removed', async () => {
  await begin('2026-11-19 09:00');
  const son = await bound(contact, 'child');
  await Promise.all([say('我是本人'), say('我是儿子', son)]);
  expect((await agent.message.inbox({ view: 'waiting' })).rows).toHaveLength(1);
  const { messages } = await agent.message.thread({ threadId: threadId() });
  expect(messages.map((m) => m.n)).toEqual([1, 2]);
  expect(messages.find((m) => m.from === 'family')).toMatchObject({ name: '周*安', relation: 'child' });
  expect((await patient.message.open({ patientId })).messages).toHaveLength(2);
  expect((await son.message.open({ patientId })).messages.map((m) => m.text)).toEqual(['我是儿子']);

  await say('妈妈还要换药吗', son);
  await answer('请按出院小结写明的时间换药。');
  expect((await son.message.open({ patientId })).messages.map((m) => m.text)).toEqual(['我是儿子', '妈妈还要换药吗', '请按出院小结写明的时间换药。']);
  const { representatives } = await patient.account.representatives({ patientId });
  const personId = representatives.find((r) => r.relation === 'child')!.personId;
  await patient.account.allowHear({ patientId, personId, allow: true });
  expect((await son.message.open({ patientId })).messages).toHaveLength(4);
  await patient.account.removeRepresentative({ patientId, personId });
  expect(await codeOf(son.message.open({ patientId }))).toBe('FORBIDDEN');
  expect(await codeOf(son.message.since({ patientId, after: 0 }))).toBe('FORBIDDEN');
  expect(await codeOf(say('还在吗', son))).toBe('FORBIDDEN');
});

test('danger by night: the safety page in the answer, the duty phone alerted, acknowledged from the inbox, never raised twice', async () => {
  await begin('2026-11-18 23:30');
  const sent = await say('胸口疼，喘不上气');
  expect(sent).toMatchObject({ safety: { level: 'emergency', who: expect.stringMatching(/\S/), ringBy: at('2026-11-18 23:45'), wardPhone: '09438220401', hospitalPhone: '09438220000', acknowledged: false }, note: { key: 'urgent' } });
  await say('快点，胸口疼');
  await hospital.until('2026-11-18 23:31');
  expect(sms('19900009002')).toHaveLength(1);
  expect((await agent.message.inbox({ view: 'urgent' })).rows).toMatchObject([{ urgent: 'emergency', acknowledgedBy: '', due: at('2026-11-19 00:00') }]);
  expect(await reasonOf(agent.message.close({ threadId: threadId(), force: true }))).toBe('CONFLICT/urgent');
  await agent.message.acknowledge({ threadId: threadId() });
  expect((await patient.message.since({ patientId, after: 0 })).safety).toMatchObject({ acknowledged: true });
  expect((await hospital.nurse.call.worklist({ view: 'urgent' })).rows).toMatchObject([{ kind: 'redflag', ackBy: '同事' }]);
  await answer('请现在拨打120，我们马上打电话给您。');
  expect((await agent.message.inbox({ view: 'urgent' })).rows).toEqual([]);
  expect(await codeOf(agent.message.close({ threadId: threadId() }))).toBe('ok');
});

test('the help button raises the alarm without a word', async () => {
  await begin('2026-11-19 03:00');
  const same = key();
  const first = await patient.message.help({ patientId, key: same });
  expect(first).toMatchObject({ message: { kind: 'help', n: 1 }, safety: { level: 'emergency', wardPhone: '09438220401' } });
  expect((await patient.message.help({ patientId, key: same })).message.n).toBe(1);
  await hospital.until('2026-11-19 03:01');
  expect(sms('19900009002')).toHaveLength(1);
});

test('pictures are private: own upload only, looked at before they are taken, addresses that end, none for a stranger', async () => {
  await begin('2026-11-19 09:00', [{ patientNo: 'P0002', name: '李四', dischargeAt: '2026-11-18 11:00', departmentCode: '0402', department: '骨科' }]);
  const stranger = await bound('19900010002', 'self');
  const put = async (bytes: Uint8Array, type: 'image/png' | 'image/jpeg', who: Someone = patient, of = patientId) => {
    const place = await who.message.upload({ patientId: of, type, size: bytes.length });
    const stored = await fetch(place.url, { method: place.method, headers: place.headers, body: new Uint8Array(bytes) });
    expect(stored.ok).toBe(true);
    return place.imageId;
  };
  const picture = await put(png, 'image/png');
  expect(await reasonOf(patient.message.upload({ patientId, type: 'image/png', size: 11 * 1024 * 1024 }))).toBe('INVALID_INPUT/size:too_long');
  expect(await reasonOf(say('看', patient, [await put(Buffer.from('<svg onload="alert(1)"/>'), 'image/png')]))).toBe('INVALID_INPUT/images.0:wrong_type');
  expect(await reasonOf(say('看', patient, [await put(png, 'image/jpeg')]))).toBe('INVALID_INPUT/images.0:wrong_type');
  expect(await reasonOf(say('看', patient, ['no-such-picture.png']))).toBe('INVALID_INPUT/images.0:unknown');
  expect(await reasonOf(say('看', patient, Array.from({ length: 10 }, () => picture)))).toMatch(/^INVALID_INPUT\/images/);
  const theirs = await put(png, 'image/png', stranger, stranger.patientId);
  expect(await reasonOf(say('看', patient, [theirs]))).toBe('INVALID_INPUT/images.0:unknown');
  expect(await codeOf(stranger.message.upload({ patientId, type: 'image/png', size: 10 }))).toBe('FORBIDDEN');

  const same = key();
  const { message } = await patient.message.send({ patientId, key: same, text: '', images: [picture] });
  expect((await patient.message.send({ patientId, key: same, text: '', images: [picture] })).message.n).toBe(message.n);
  expect(await reasonOf(say('再发', patient, [picture]))).toBe('INVALID_INPUT/images.0:unknown');
  const [shown] = message.images;
  expect(Buffer.from(await (await fetch(shown!.url)).arrayBuffer()).equals(png)).toBe(true);
  expect(shown!.until).toBe(at('2026-11-19 09:10'));
  expect(await codeOf(stranger.message.pictures({ patientId, n: message.n }))).toBe('FORBIDDEN');
  expect((await agent.message.staffPictures({ threadId: threadId(), n: message.n })).images).toHaveLength(1);
  await hospital.until('2026-11-19 09:11');
  expect((await fetch(shown!.url)).ok).toBe(false);
  expect((await fetch((await patient.message.pictures({ patientId, n: message.n })).images[0]!.url)).ok).toBe(true);
});

test('to the department and back: the ward sees only what was handed to it, its answer goes out under its name, and no private word ever reaches a person', async () => {
  await begin('2026-11-19 09:00');
  const surgery = await hospital.colleague('ward2', 'ward', ['0401']);
  const son = await bound(contact, 'child');
  await say('引流管还要带多久');
  expect((await surgery.message.inbox({ view: 'waiting' })).rows).toEqual([]);
  expect(await codeOf(surgery.message.thread({ threadId: threadId() }))).toBe('FORBIDDEN');
  await agent.message.note({ threadId: threadId(), key: key(), text: '家属情绪激动-内部' });
  expect(await reasonOf(agent.message.reply({ threadId: threadId(), key: key(), text: '两周', replyKind: 'ward_answer' }))).toBe('CONFLICT/no_ward_answer');
  await agent.message.hand({ threadId: threadId(), departmentCode: '0401', question: '何时拔管-内部' });
  expect(await reasonOf(agent.message.hand({ threadId: threadId(), departmentCode: '0402', question: '再问' }))).toBe('CONFLICT/handed');
  expect((await surgery.message.inbox({ view: 'department' })).rows).toMatchObject([{ handedTo: '0401', handedDue: at('2026-11-19 15:00') }]);
  expect(await codeOf(hospital.ward.message.thread({ threadId: threadId() }))).toBe('FORBIDDEN');
  expect(await codeOf(surgery.message.reply({ threadId: threadId(), key: key(), text: '越过客服', replyKind: 'information' }))).toBe('FORBIDDEN');
  await surgery.message.handBack({ threadId: threadId(), text: '术后两周门诊拔管-科室原话' });
  expect(await codeOf(surgery.message.thread({ threadId: threadId() }))).toBe('FORBIDDEN');
  await agent.message.reply({ threadId: threadId(), key: key(), text: '科室答复：请在术后两周到门诊，由医生拔管。', replyKind: 'ward_answer' });

  const seen = await patient.message.open({ patientId });
  expect(seen.messages.map((m) => [m.from, m.event || m.text, m.name])).toEqual([
    ['patient', '引流管还要带多久', '王*英'], ['system', 'handed', ''], ['department', '科室答复：请在术后两周到门诊，由医生拔管。', '普外科'],
  ]);
  for (const who of [patient, son]) {
    const everything = JSON.stringify([
      await who.message.open({ patientId }), await who.message.since({ patientId, after: 0 }), await who.message.older({ patientId, before: 999 }), await say('谢谢', who), await who.message.help({ patientId, key: key() }),
    ]);
    expect(everything).not.toMatch(/内部|原话/);
  }
  for (const n of [2, 3, 5]) expect(await codeOf(patient.message.pictures({ patientId, n }))).toBe('FORBIDDEN');
});

test('an assignee who gives no sign loses the thread after half an hour of working time; one who reads keeps it', async () => {
  await begin('2026-11-19 09:00');
  await say('在吗');
  const colleague = (await agent.message.colleagues({})).colleagues.find((c) => c.role === 'agent')!;
  await hospital.lead.message.assign({ threadId: threadId(), staffId: colleague.staffId, from: '' });
  expect(await reasonOf(hospital.lead.message.assign({ threadId: threadId(), staffId: 'staff:nurse1', from: '' }))).toBe('CONFLICT/moved');
  await hospital.until('2026-11-19 09:25');
  await agent.message.thread({ threadId: threadId() });
  await hospital.until('2026-11-19 09:50');
  expect((await agent.message.inbox({ view: 'mine' })).rows).toHaveLength(1);
  await hospital.until('2026-11-19 10:00');
  expect((await agent.message.inbox({ view: 'mine' })).rows).toEqual([]);
  const events: HouseEvent[] = (await hospital.lead.message.thread({ threadId: threadId() })).messages.map((m) => m.event);
  expect(events).toEqual(['', 'assigned', 'returned']);
});

test('a reply nobody reads becomes an SMS after a minute', async () => {
  await begin('2026-11-19 09:00');
  await say('在吗');
  await answer('在的，请说。');
  await answer('请补充情况。');
  await hospital.until('2026-11-19 09:00');
  expect(sms(phone).filter((t) => t.includes('message/thread'))).toEqual([]);
  await hospital.until('2026-11-19 09:02');
  const [told, ...more] = sms(phone).filter((t) => t.includes('message/thread'));
  expect(told).toContain('王*英');
  expect(told).not.toMatch(/普外|外科|胆/);
  expect(more).toEqual([]);
  expect(await replyCalls()).toEqual([]);
});

test('a reply that no channel carries is rung about, once; reading it takes the call back', async () => {
  await begin('2026-11-19 09:00');
  await say('在吗');
  await answer('在的，请说。');
  hospital.local.failures.sms('FailedOperation.PhoneNumberInBlacklist', 5);
  await hospital.until('2026-11-19 10:30');
  expect(await replyCalls()).toMatchObject([{ callId: `call:reply:${threadId()}:2`, reason: 'reply_undelivered' }]);
  await hospital.until('2026-11-19 11:00');
  expect(await replyCalls()).toHaveLength(1);
  await patient.message.open({ patientId });
  expect(await replyCalls()).toEqual([]);
});

test('over the Spring Festival: the note says when somebody is there again, nobody waits longer than a day, and the make-up Saturday is worked', async () => {
  hospital = await openHospital('2026-02-13 17:00');
  await hospital.importFile('出院名单.csv', csv([{ patientNo: 'P0001', name: '王秀英', sex: '女', dischargeAt: '2026-02-13 10:00' }]));
  agent = await hospital.colleague('agent1', 'agent', 'all');
  const self = await bound(phone, 'self');
  [patient, patientId] = [self, self.patientId];
  await hospital.until('2026-02-14 12:30');
  expect((await say('复查要空腹吗')).note).toEqual({ key: 'closed_now', by: at('2026-02-15 12:30'), nextAt: at('2026-02-14 14:00') });
  await hospital.until('2026-02-14 16:00');
  await answer('抽血需要空腹。');
  expect((await say('那喝水呢')).note).toEqual({ key: 'staffed', by: at('2026-02-15 16:00'), nextAt: at('2026-02-14 16:00') });
  await answer('可以少量喝水。');
  await hospital.until('2026-02-14 18:00');
  expect((await say('吃药呢')).note).toEqual({ key: 'closed_now', by: at('2026-02-15 18:00'), nextAt: at('2026-02-24 08:00') });
  await hospital.until('2026-02-16 10:00');
  expect(await replyCalls()).toMatchObject([{ reason: 'unanswered' }]);
});

test('the nurse who has the call of an unanswered question writes the answer herself: the call stays in her hand, and ends when she leaves it', async () => {
  await begin('2026-11-19 17:00');
  await say('复查要空腹吗');
  await hospital.until('2026-11-20 18:30');
  const callId = `call:reply:${threadId()}:1`;
  const claim = await hospital.nurse.call.claim({ callId });
  await answer('抽血需要空腹。', hospital.nurse);
  expect(await hospital.nurse.call.heartbeat({ callId, claimToken: claim.claimToken })).toMatchObject({ state: 'claimed' });
  expect(await hospital.nurse.call.card({ callId })).toMatchObject({ mine: true, endsWhenLeft: true });
  expect((await hospital.nurse.message.thread({ threadId: threadId() })).thread.waitingSince).toBe(0);
  expect(await hospital.nurse.call.release({ callId, claimToken: claim.claimToken })).toEqual({ released: true });
  expect(await replyCalls()).toEqual([]);
  expect(await codeOf(hospital.second.call.claim({ callId }))).toBe('GONE');
});

test('the ward that rings about a danger reads the words that raised it, while its call is open, and nothing else of the conversation', async () => {
  await begin('2026-11-20 10:00');
  const ward = await hospital.colleague('surgery1', 'ward', ['0401']);
  await say('复查要空腹吗');
  const { message } = await say('我胸口疼，喘不上气');
  const callId = `call:redflag:${threadId()}`;
  expect((await ward.message.raised({ callId })).messages.map(({ n, text }) => [n, text])).toEqual([[message.n, '我胸口疼，喘不上气']]);
  expect(await codeOf(ward.message.thread({ threadId: threadId() }))).toBe('FORBIDDEN');
  expect(await codeOf(hospital.ward.message.raised({ callId }))).toBe('FORBIDDEN');
  expect(JSON.stringify(await hospital.lead.account.auditOf({ subject: threadId() }))).toContain('message.raised');
  const { claimToken } = await ward.call.claim({ callId });
  await ward.call.dial({ callId, claimToken, to: 'patient' });
  expect((await ward.message.raised({ callId })).messages).toHaveLength(1);
  await ward.call.outcome({ callId, claimToken, outcome: 'reached', note: '已嘱拨打120' });
  expect(await codeOf(ward.message.raised({ callId }))).toBe('FORBIDDEN');
});

test('twenty-four hours without an answer: a nurse rings, once; the late reply takes the call back', async () => {
  await begin('2026-11-20 17:00');
  await say('复查要空腹吗');
  expect((await patient.message.open({ patientId })).thread).toMatchObject({ by: at('2026-11-21 17:00'), late: false });
  await hospital.until('2026-11-21 16:30');
  expect(await replyCalls()).toEqual([]);
  await hospital.until('2026-11-21 18:30');
  expect(await replyCalls()).toMatchObject([{ callId: `call:reply:${threadId()}:1`, reason: 'unanswered' }]);
  expect((await patient.message.open({ patientId })).thread).toMatchObject({ late: true });
  expect((await agent.message.inbox({ view: 'overdue' })).rows).toHaveLength(1);
  await answer('抽血需要空腹。');
  expect(await replyCalls()).toEqual([]);
  await hospital.until('2026-11-22 10:00');
  expect(await replyCalls()).toEqual([]);
});

test('a standard answer is used only as reviewed, unexpired and unchanged', async () => {
  await begin('2026-11-19 09:00');
  await say('伤口有点渗液怎么办');
  const found = await agent.message.answers({ threadId: threadId() });
  expect(found.answers[0]).toMatchObject({ answerId: 'Q07', unusable: 'draft', clinical: true });
  const { insert } = found.answers[0]!;
  expect(insert.endsWith(found.closing)).toBe(true);
  const use = (text: string) => reasonOf(agent.message.reply({ threadId: threadId(), key: key(), text, replyKind: 'information', answerId: 'Q07' }));
  expect(await use(insert)).toBe('CONFLICT/answer_draft');
  expect(await codeOf(agent.message.reviewAnswer({ answerId: 'Q07', version: 1, reviewedBy: '刘医生', reviewerTitle: '主治医师', expiresOn: '2026-11-20' }))).toBe('FORBIDDEN');
  await hospital.lead.message.reviewAnswer({ answerId: 'Q07', version: 1, reviewedBy: '刘医生', reviewerTitle: '主治医师', expiresOn: '2026-11-20' });
  expect(await use(insert.replace('当天来院', '明天来院'))).toBe('INVALID_INPUT/text:answer_changed');
  expect(await use(`王女士，您好。\n${insert}\n我是客服小同。`)).toBe('ok');
  expect((await agent.message.thread({ threadId: threadId() })).messages.at(-1)).toMatchObject({ answer: { answerId: 'Q07', version: 1 } });
  await hospital.until('2026-11-21 09:00');
  expect(await use(insert)).toBe('CONFLICT/answer_expired');
  await hospital.lead.message.retireAnswer({ answerId: 'Q07' });
  expect(await use(insert)).toBe('CONFLICT/answer_retired');
});

test('what looks like markup or an operator is words; too long, too many and empty are refused with the place', async () => {
  await begin('2026-11-19 09:00');
  for (const text of ['<script>alert(1)</script>', '{"$gt":""}', '$where: 1', '\' OR 1=1 --', '${process.env}', 'a\u0000b', '🙂👨‍👩‍👧']) expect((await say(text)).message.text).toBe(text);
  expect(await reasonOf(say('长'.repeat(2001)))).toBe('INVALID_INPUT/text:too_long');
  expect((await say('长'.repeat(2000))).message.text).toHaveLength(2000);
  expect(await reasonOf(say('   '))).toBe('INVALID_INPUT/text:required');
  const strange = { patientId, key: key(), text: { $gt: '' } };
  const { body } = await hospital.local.http('message', { action: 'send', input: strange }, {});
  expect(body).toMatchObject({ ok: false });
});

test('foreign and missing are the same refusal, at every door of a person and of the desk', async () => {
  await begin('2026-11-19 09:00', [{ patientNo: 'P0002', name: '李四', dischargeAt: '2026-11-18 11:00', departmentCode: '0402', department: '骨科' }]);
  const other = await bound('19900010002', 'self');
  const bone = await hospital.colleague('agent2', 'agent', ['0402']);
  await say('你好');
  const asked = (someone: Someone, id: string) => Promise.all([
    someone.message.open({ patientId: id }), someone.message.older({ patientId: id, before: 9 }), someone.message.since({ patientId: id, after: 0 }), someone.message.send({ patientId: id, key: key(), text: '?' }),
    someone.message.upload({ patientId: id, type: 'image/png', size: 9 }), someone.message.pictures({ patientId: id, n: 1 }), someone.message.help({ patientId: id, key: key() }), someone.message.rate({ patientId: id, score: 5 }),
  ].map(reasonOf));
  const refused = await asked(other, patientId);
  expect(new Set(refused)).toEqual(new Set(['FORBIDDEN/']));
  expect(await asked(other, 'pat:nobody')).toEqual(refused);
  const desk = (id: string) => Promise.all([
    bone.message.thread({ threadId: id }), bone.message.reply({ threadId: id, key: key(), text: '?', replyKind: 'information' }), bone.message.note({ threadId: id, key: key(), text: '?' }), bone.message.close({ threadId: id }),
    bone.message.assign({ threadId: id, staffId: '', from: '' }), bone.message.hand({ threadId: id, departmentCode: '0402', question: '?' }), bone.message.acknowledge({ threadId: id }), bone.message.canned({ threadId: id }), bone.message.staffPictures({ threadId: id, n: 1 }),
  ].map(reasonOf));
  const closed = await desk(threadId());
  expect(new Set(closed)).toEqual(new Set(['FORBIDDEN/']));
  expect(await desk('thread:pat:nobody')).toEqual(closed);
  expect((await bone.message.inbox({ view: 'waiting' })).rows).toEqual([]);
});

test('somebody is here, and a question written meanwhile goes on waiting', async () => {
  await begin('2026-11-19 09:00');
  await say('第一个问题');
  await agent.message.thread({ threadId: threadId() });
  expect((await hospital.lead.message.thread({ threadId: threadId() })).here).toMatchObject([{ name: '同事' }]);
  await say('第二个问题');
  const { thread } = await agent.message.reply({ threadId: threadId(), key: key(), text: '答第一个', replyKind: 'information', seenN: 1 });
  expect(thread.waitingSince).toBeGreaterThan(0);
  expect((await answer('答第二个')).thread.waitingSince).toBe(0);
});
