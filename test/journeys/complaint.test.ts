/** A complaint from both sides over days: filed, dispatched, looked into, answered, taken up again, closed, rated; and who never learns whose it is. */
import { codeOf, Refused } from '../support/client';
import { csv, openHospital, type Hospital, type Row, type Someone } from '../support/hospital';

jest.setTimeout(120_000);

let hospital: Hospital;
afterEach(() => hospital?.local.dispose());

const row: Row = { patientNo: 'P0001', name: '王秀英', dischargeAt: '2026-11-18 10:00', relation: '女', contactName: '周小安' };
const phone = '19900010001';
const contact = '16600010001';
const text = '我是王秀英，电话19900010001。11月16日晚上按铃四十分钟没人来，护士态度差。';
let officer: Someone;
let person: Someone;
let patientId: string;

const reasonOf = (call: Promise<unknown>): Promise<string> => call.then(() => 'ok', (error: unknown) => (error instanceof Refused ? `${error.body.code}/${error.body.reason ?? error.body.fields?.map(({ path, problem }) => `${path}:${problem}`).join() ?? ''}` : Promise.reject(error)));

/** The patient, bound in WeChat, on the evening of the day after discharge. */
async function begin(when = '2026-11-19 10:30'): Promise<void> {
  hospital = await openHospital('2026-11-18 17:00');
  await hospital.importFile('出院.csv', csv([row, { patientNo: 'P0002', name: '李建国', dischargeAt: '2026-11-18 11:00', departmentCode: '0402', department: '骨科' }]));
  officer = await hospital.colleague('officer1', 'officer', 'all');
  await hospital.until(when);
  patientId = (await hospital.lead.discharge.list({ text: '王秀英' })).rows[0]!.patientId;
  const someone = await hospital.inWechat(phone);
  await someone.account.bind({ patientId, relation: 'self', birthMonth: '1966-05' });
  person = someone;
}

const filing = (more: object = {}) => ({ patientId, key: 'key-of-the-page-1', category: 'nursing.response', departmentCode: '0401', text, wants: ['apologise' as const], ...more });

test('filed, answered, not accepted, answered again, accepted, rated: every step is seen by both sides', async () => {
  await begin();
  await person.complaint.saveDraft({ patientId, draft: { category: 'nursing.response', text: '按铃没人' } });
  expect((await person.complaint.draft({ patientId })).draft).toMatchObject({ text: '按铃没人' });
  expect(await person.complaint.draft({ patientId })).toMatchObject({ stay: { departmentCode: '0401', departmentName: '普外科' }, phone: '199****0001', internalDays: 3, legalDays: 5 });

  const place = await person.complaint.upload({ name: '王秀英的手机照片.jpg', type: 'image/jpeg', size: 3 });
  expect((await fetch(place.url, { method: place.method, headers: place.headers, body: Buffer.from('ffd8ffe000104a464946', 'hex') })).ok).toBe(true);
  const filed = await person.complaint.file(filing({ files: [place.fileId] }));
  expect(filed).toMatchObject({ number: 'TS20261119-0001', promiseDay: '2026-11-24', dueDay: '2026-11-26', offices: ['nursing'], safety: null });
  // A second press is the same complaint; the draft has done its work.
  expect(await person.complaint.file(filing({ files: [place.fileId] }))).toMatchObject({ number: filed.number });
  expect((await person.complaint.draft({ patientId })).draft).toBeNull();
  const { number } = filed;
  expect((await person.complaint.mine({})).complaints).toMatchObject([{ number, state: 'dispatched', dueDay: '2026-11-26' }]);
  expect((await person.followup.home({})).patients[0]!.complaints).toMatchObject([{ number, dueDay: '2026-11-26', answered: false }]);

  // The letter says that it came, without a name or a department.
  await hospital.until('2026-11-19 11:00');
  expect(hospital.local.outbox.sms(phone).at(-1)!.text).toMatch(/TS20261119-0001.*11月26日/);
  expect(hospital.local.outbox.sms(phone).at(-1)!.text).not.toMatch(/王|普外/);

  // The desk, the ward, the colleague who looks into it.
  expect((await officer.complaint.desk({ view: 'new' })).rows).toMatchObject([{ number, warning: 'D3', takenBy: '', internalState: 'in_time' }]);
  const ward = await hospital.colleague('surgery1', 'ward', ['0401', 'nursing']);
  const seen = await ward.complaint.detail({ number });
  expect(seen).toMatchObject({ person: null, name: '', evidence: [{ mayOpen: false }] });
  expect(JSON.stringify(seen)).not.toMatch(/王秀英|秀英|19900010001|pat:/);
  expect(seen.text).toContain('按铃四十分钟没人来');
  expect(await codeOf(ward.complaint.fileAddress({ number, fileId: place.fileId }))).toBe('FORBIDDEN');
  expect(await codeOf(hospital.ward.complaint.detail({ number }))).toBe('FORBIDDEN');
  await officer.complaint.take({ number });
  await officer.complaint.dispatch({ number, offices: ['nursing'], note: '请王秀英所在病区回复', share: [place.fileId] });
  expect((await ward.complaint.fileAddress({ number, fileId: place.fileId })).name).toBe('＊＊的手机照片.jpg');
  const address = await officer.complaint.fileAddress({ number, fileId: place.fileId });
  expect(Buffer.from(await (await fetch(address.url)).arrayBuffer()).toString('hex')).toBe('ffd8ffe000104a464946');
  await ward.complaint.contribute({ number, code: '0401', text: '当晚两名护士抢救另一病人，无人接铃，属实。' });

  // The answer.
  expect(await reasonOf(officer.complaint.answer({ number, outcome: 'upheld', text: '情况属实，向您道歉。', channel: 'app' }))).toBe('INVALID_INPUT/proof:required,measures:required');
  await hospital.until('2026-11-20 15:00');
  await officer.complaint.answer({ number, outcome: 'upheld', text: '情况属实，向您道歉。', measures: '夜班增加一人，护士长负责，12月1日前', proof: '呼叫系统记录', channel: 'app' });
  await hospital.until('2026-11-20 15:30');
  expect(hospital.local.outbox.sms(phone).at(-1)!.text).toContain(number);
  expect((await person.followup.home({})).patients[0]!.complaints).toMatchObject([{ answered: true }]);
  const answered = await person.complaint.view({ number });
  expect(answered).toMatchObject({ state: 'answered', answers: [{ outcome: 'upheld', measures: expect.stringContaining('护士长'), silentAfter: '2026-12-01' }], may: { accept: true, reopen: true } });
  expect(JSON.stringify(answered)).not.toContain('呼叫系统记录');

  // Not content: new facts, a new round with new clocks.
  const again = await person.complaint.reopen({ number, key: 'reopen-key-1', text: '没有人当面道歉。' });
  expect(again).toMatchObject({ round: 2, state: 'dispatched', promiseDay: '2026-11-25', dueDay: '2026-11-27' });
  expect(await person.complaint.reopen({ number, key: 'reopen-key-1', text: '没有人当面道歉。' })).toMatchObject({ round: 2 });
  await officer.complaint.answer({ number, outcome: 'upheld', text: '护士长已上门道歉。', measures: '同上', proof: '道歉记录', channel: 'visit' });
  expect(await reasonOf(person.complaint.rate({ number, score: 4 }))).toBe('GONE/not_closed');
  expect(await person.complaint.accept({ number })).toMatchObject({ state: 'closed', answers: [{ round: 1 }, { round: 2 }], may: { rate: true } });
  expect(await person.complaint.accept({ number })).toMatchObject({ state: 'closed' });
  expect(await person.complaint.rate({ number, score: 4, comment: '后来处理得好' })).toMatchObject({ rating: { score: 4 } });
  expect(await person.complaint.rate({ number, score: 5 })).toMatchObject({ rating: { score: 5 } });
  await hospital.until('2026-11-21 10:00');
  expect(await reasonOf(person.complaint.rate({ number, score: 1 }))).toBe('GONE/rated');
  expect((await person.complaint.view({ number })).timeline.map(({ kind }) => kind)).toEqual(['received', 'dispatched', 'taken', 'dispatched', 'answered', 'reopened', 'dispatched', 'answered', 'accepted', 'closed', 'rated']);
  expect((await officer.complaint.desk({ view: 'closed' })).rows).toMatchObject([{ number, legalState: 'met' }]);
});

test('over National Day: warnings each once, extended in time and told, over after its own day', async () => {
  hospital = await openHospital('2026-09-28 17:00');
  officer = await hospital.colleague('officer1', 'officer', 'all');
  const filed = await officer.complaint.register({ key: 'letter-0001-key', source: 'letter', category: 'fee.wrong', text: '多收了两次材料费', complainant: { name: '赵敏芳', phone, relation: 'other' } });
  expect(filed).toMatchObject({ number: 'TS20260928-0001', promiseDay: '2026-10-08', dueDay: '2026-10-10' });
  const { number } = filed;
  const chain = (): string[] => ['19900009001', '19900009003', '19900009004'].flatMap((to) => hospital.local.outbox.sms(to).filter(({ text: said }) => said.includes(number)).map(() => to));
  await hospital.until('2026-09-30 10:00');
  // The eve of a week off: whoever is on duty hears that the promise is due on the next working day.
  expect((await officer.complaint.detail({ number })).timeline.map(({ kind }) => kind)).toEqual(['received', 'dispatched', 'warned_internal_tomorrow']);
  expect(chain()).toEqual(['19900009001']);
  await hospital.until('2026-10-09 12:00');
  expect((await officer.complaint.detail({ number })).timeline.map(({ kind }) => kind)).toEqual(['received', 'dispatched', 'warned_internal_tomorrow', 'warned_internal_over', 'warned_legal_tomorrow']);
  expect((await officer.complaint.counts({})).over).toBe(1);
  await officer.complaint.extend({ number, offices: ['finance', 'medical'], reason: '需与医保和耗材两个科室核对清单' });
  await officer.complaint.extend({ number, offices: ['finance', 'medical'], reason: '需与医保和耗材两个科室核对清单' });
  expect(await reasonOf(officer.complaint.extend({ number, offices: ['finance', 'nursing'], reason: '再延长一次' }))).toBe('GONE/extended');
  await hospital.until('2026-10-09 14:00');
  expect(hospital.local.outbox.sms(phone).filter(({ text: said }) => said.includes('10月17日') || said.includes('10月16日')).length).toBe(1);
  expect((await officer.complaint.detail({ number })).legal).toMatchObject({ day: '2026-10-16', days: 10 });
  await hospital.until('2026-10-17 12:00');
  expect((await officer.complaint.detail({ number })).timeline.map(({ kind }) => kind).slice(5)).toEqual(['extended', 'warned_extended_tomorrow', 'warned_extended_over']);
  expect((await officer.complaint.desk({ view: 'over' })).rows).toMatchObject([{ number, escalated: 2, legalState: 'over' }]);
  expect(chain().sort()).toEqual(['19900009001', '19900009003', '19900009003', '19900009003', '19900009004']);
});

test('danger in a complaint: the safety card at once, the person on duty alerted, and nothing on the call names the complaint', async () => {
  await begin();
  const filed = await person.complaint.file(filing({ text: '护士不理我，我现在胸痛、喘不上气' }));
  expect(filed.safety).toMatchObject({ level: 'emergency', who: expect.any(String), wardPhone: '09438220401', hospitalPhone: '09438220000' });
  expect(filed.safety!.ringBy).toBeGreaterThan(hospital.local.clock.now());
  const urgent = (await hospital.nurse.call.worklist({ view: 'urgent' })).rows;
  expect(urgent).toMatchObject([{ kind: 'redflag', level: 'emergency', name: '王*英' }]);
  expect(JSON.stringify(await hospital.nurse.call.card({ callId: urgent[0]!.callId }))).not.toContain(filed.number);
  await hospital.until('2026-11-19 11:00');
  expect(hospital.local.outbox.sms('19900009001').length).toBeGreaterThan(0);
});

test('an open complaint quiets satisfaction, not care: the first questions and their call come, the questionnaire of day 10 does not', async () => {
  await begin('2026-11-18 18:00');
  await person.complaint.file(filing());
  await hospital.until('2026-11-19 11:00');
  expect(hospital.local.outbox.sms(phone).some(({ text: said }) => /[?&]t=/.test(said))).toBe(true);
  const { encounterId } = (await hospital.lead.discharge.list({ text: '王秀英' })).rows[0]!;
  const steps = (await hospital.lead.followup.steps({ encounterId })).rows;
  expect(steps.find(({ key }) => key === 'full-10')).toMatchObject({ state: 'closed' });
  expect(steps.find(({ key }) => key === 'contact-1')!.state).toBe('invited');
  expect(steps.find(({ key }) => key === 'full-10')!.reason).toBe('complaint_open');
  // The ward would know from that who complained.
  const ward = await hospital.colleague('surgery1', 'ward', ['0401']);
  const [from, to] = ['2026-11-18', '2026-11-18'];
  const reads = [ward.followup.steps({ encounterId }), ward.followup.steps({ from, to, state: 'closed' }), ward.followup.steps({ from, to, state: 'closed', reason: 'complaint_open' }), ward.discharge.list({}), ward.discharge.get({ encounterId }), ward.discharge.timeline({ encounterId })];
  expect(JSON.stringify(await Promise.all(reads))).not.toMatch(/complain/);
  expect(JSON.stringify(await officer.discharge.timeline({ encounterId }))).toContain('complaint.received');
  await hospital.until('2026-11-21 10:30');
  expect((await hospital.nurse.call.worklist({ view: 'team' })).rows.some(({ name }) => name === '王*英')).toBe(true);
});

test('anonymous: nothing of the person is kept, and they follow it all the same; nobody else does', async () => {
  await begin();
  const { number } = await person.complaint.file(filing({ anonymous: true }));
  expect(await person.complaint.view({ number })).toMatchObject({ anonymous: true, confidential: true, patientId: '' });
  const detail = await officer.complaint.detail({ number });
  expect(detail).toMatchObject({ person: null, name: '', may: { reveal: false } });
  expect(JSON.stringify(detail)).not.toMatch(/王秀英|秀英|19900010001|pat:/);
  expect(await reasonOf(officer.complaint.reveal({ number, fields: ['name', 'phone'], reason: '联系投诉人' }))).toBe('GONE/unknown');
  const stranger = await hospital.inBrowser('19900010002');
  expect(await codeOf(stranger.complaint.view({ number }))).toBe('FORBIDDEN');
  expect((await stranger.complaint.mine({})).complaints).toEqual([]);
  // No stored row gives the person away.
  const { data } = await hospital.local.database.handle('database.getDocument', { collectionName: 'complaint', limit: 10, offset: 0 });
  expect(JSON.stringify(data)).not.toMatch(/王秀英|秀英|19900010001|pat:|person:/);
});

test('registered by a nurse in a call: the complainant follows it by the same number and accepts it; offline, the officer records how they were told', async () => {
  await begin('2026-11-21 10:30');
  const { claim } = await hospital.nurse.call.claimNext({});
  const registered = await hospital.nurse.complaint.register({ key: 'call-complaint-1', source: 'phone', callId: claim!.callId, category: 'logistics.food', text: '饭菜难吃', complainant: { name: '王秀英', phone, relation: 'self' } });
  const other = await hospital.nurse.complaint.register({ key: 'call-complaint-2', source: 'hotline12345', category: 'safety.order', text: '停车没人管', external: { no: '12345-77', dueDay: '2026-11-30' } });
  expect([registered.number, other.number]).toEqual(['TS20261121-0001', 'TS20261121-0002']);
  expect(await codeOf(hospital.nurse.complaint.detail({ number: registered.number }))).toBe('FORBIDDEN');

  const { number } = registered;
  await officer.complaint.answer({ number, outcome: 'partly', text: '已更换供应商', measures: '总务科12月起', proof: '合同', channel: 'app' });
  expect((await person.complaint.mine({})).complaints).toMatchObject([{ number, answered: true }]);
  expect(await person.complaint.accept({ number })).toMatchObject({ state: 'closed' });

  // Of 12345 nobody is known here: told by the hotline, not accepted, answered again, told, silence closes it.
  expect(await reasonOf(officer.complaint.answer({ number: other.number, outcome: 'guided', text: '请按交警指引', proof: '工单', channel: 'app' }))).toBe('INVALID_INPUT/channel:option');
  await officer.complaint.answer({ number: other.number, outcome: 'guided', text: '请按交警指引', proof: '工单', channel: 'hotline' });
  await officer.complaint.tellAnswered({ number: other.number, channel: 'hotline', said: 'not_accepted', words: '热线回访：不认可' });
  expect(await officer.complaint.detail({ number: other.number })).toMatchObject({ round: 2, state: 'dispatched' });
  await officer.complaint.answer({ number: other.number, outcome: 'on_the_spot', text: '保安已疏导', proof: '照片', channel: 'hotline' });
  expect(await reasonOf(officer.complaint.close({ number: other.number }))).toBe('NOT_NOW/waiting');
  await hospital.until('2026-12-02 10:00');
  expect(await officer.complaint.detail({ number: other.number })).toMatchObject({ state: 'closed', verdict: 'silent' });
});

test('no channel carries the answer: a call gives it, and silence does not count until somebody was told', async () => {
  await begin('2026-11-21 10:30');
  const { encounterId } = (await hospital.lead.discharge.list({ text: '王秀英' })).rows[0]!;
  // A landline reads no SMS.
  const { number } = await officer.complaint.register({ key: 'landline-0001', source: 'visit', encounterId, category: 'logistics.clean', text: '厕所脏', complainant: { name: '王秀英', phone: '09438221234', relation: 'self' } });
  await officer.complaint.answer({ number, outcome: 'upheld', text: '已加派保洁', measures: '总务科', proof: '排班表', channel: 'app' });
  expect((await officer.complaint.desk({ view: 'answered' })).rows).toMatchObject([{ number, untold: true }]);
  expect((await hospital.nurse.call.worklist({ view: 'team' })).rows.filter(({ kind }) => kind === 'reply')).toMatchObject([{ callId: `call:reply:complaint:${number}:1`, reason: 'complaint_answer' }]);
  expect(await reasonOf(officer.complaint.close({ number }))).toBe('CONFLICT/untold');
  await hospital.until('2026-12-05 10:00');
  expect((await officer.complaint.detail({ number })).state).toBe('answered');
  await officer.complaint.tellAnswered({ number, channel: 'phone', said: 'accepted' });
  expect(await officer.complaint.detail({ number })).toMatchObject({ state: 'closed', verdict: 'accepted' });
  expect((await hospital.nurse.call.worklist({ view: 'team' })).rows.filter(({ kind }) => kind === 'reply')).toEqual([]);
});

test('an answer that no message carries: the nurse rings, reads it out and writes down what is said; the officer sees it, and she keeps the call until she ends it', async () => {
  await begin('2026-11-20 10:30');
  const { nurse, second, ward } = hospital;
  const filed = await person.complaint.file(filing({ accused: '张护士' }));
  const { number } = filed;
  await officer.complaint.take({ number });
  await officer.complaint.answer({ number, outcome: 'partly', text: '夜间只有一名护士，回应慢了，向您道歉。', measures: '夜班增加一人，12月1日前', proof: '呼叫系统记录，问过周护士长', channel: 'app' });
  hospital.local.failures.sms('FailedOperation.PhoneNumberInBlacklist', 1);
  await hospital.local.fire('notice');
  const callId = `call:reply:complaint:${number}:1`;
  expect((await officer.complaint.detail({ number })).untold).toBe(true);

  // Only with the call in her hand; a colleague, a ward and the desk learn nothing by it.
  expect(await codeOf(nurse.complaint.answerToTell({ callId }))).toBe('FORBIDDEN');
  const claim = await nurse.call.claim({ callId });
  const read = await nurse.complaint.answerToTell({ callId });
  expect(read).toMatchObject({ number, relation: 'self', outcome: 'partly', text: expect.stringContaining('只有一名护士'), measures: expect.stringContaining('夜班增加'), said: null });
  expect(JSON.stringify(read)).not.toMatch(/周护士长|张护士|王秀英|呼叫系统|19900010001/);
  for (const other of [second, ward, officer]) expect(await codeOf(other.complaint.answerToTell({ callId }))).toBe('FORBIDDEN');
  expect(await codeOf(nurse.complaint.detail({ number }))).toBe('FORBIDDEN');
  const audited = await hospital.lead.account.auditOf({ subject: number });
  expect(JSON.stringify(audited)).toContain('complaint.answerToTell');

  // They do not accept it: the words stand there, new clocks run, and the call is still hers.
  await nurse.call.dial({ callId, claimToken: claim.claimToken, to: 'patient' });
  expect(await reasonOf(second.complaint.reportTold({ callId, said: 'accepted' }))).toBe('FORBIDDEN/');
  await nurse.complaint.reportTold({ callId, said: 'not_accepted', words: '不是慢，是没有人来，我可以给你们看通话记录。' });
  await nurse.complaint.reportTold({ callId, said: 'not_accepted', words: '不是慢，是没有人来，我可以给你们看通话记录。' });
  expect(await reasonOf(nurse.complaint.reportTold({ callId, said: 'accepted' }))).toBe('CONFLICT/told');
  const seen = await officer.complaint.detail({ number });
  expect(seen).toMatchObject({ round: 2, state: 'dispatched', verdict: 'reopened', answers: [{ channel: 'phone' }] });
  expect(seen.timeline.filter(({ kind }) => ['told', 'reopened'].includes(kind)).map(({ words }) => words)).toEqual(['', '不是慢，是没有人来，我可以给你们看通话记录。']);
  expect(await nurse.call.heartbeat({ callId, claimToken: claim.claimToken })).toMatchObject({ state: 'claimed' });
  expect(await nurse.call.card({ callId })).toMatchObject({ mine: true, endsWhenLeft: true });
  await nurse.call.outcome({ callId, claimToken: claim.claimToken, outcome: 'reached', note: '已念答复' });
  expect(await codeOf(nurse.complaint.answerToTell({ callId }))).toBe('FORBIDDEN');
  expect((await person.complaint.view({ number })).timeline.map(({ kind }) => kind)).toEqual(['received', 'dispatched', 'taken', 'answered', 'told', 'reopened', 'dispatched']);

  // The second answer is not carried either; she loses her window after noting that they accept it: nobody rings a third time.
  await officer.complaint.answer({ number, outcome: 'upheld', text: '查了记录，确实没有人应答。', measures: '已约谈当班护士', proof: '记录', channel: 'app' });
  hospital.local.failures.sms('FailedOperation.PhoneNumberInBlacklist', 1);
  await hospital.local.fire('notice');
  const again = `call:reply:complaint:${number}:2`;
  await nurse.call.claim({ callId: again });
  expect(await nurse.complaint.answerToTell({ callId: again })).toMatchObject({ round: 2, outcome: 'upheld' });
  await nurse.complaint.reportTold({ callId: again, said: 'accepted', words: '这回行了' });
  expect(await officer.complaint.detail({ number })).toMatchObject({ state: 'closed', verdict: 'accepted', rating: null });
  await hospital.until('2026-11-20 11:00');
  expect((await nurse.call.worklist({ view: 'team' })).rows.filter(({ kind }) => kind === 'reply')).toEqual([]);
  expect(await codeOf(second.call.claim({ callId: again }))).toBe('GONE');
  // The word is theirs, and so is the rating.
  expect(await person.complaint.view({ number })).toMatchObject({ state: 'closed', may: { reopen: true, rate: true } });
});

test('withdrawn by who filed it; the family files for itself and the patient never sees it', async () => {
  await begin();
  const daughter = await hospital.inBrowser(contact);
  await daughter.account.bind({ patientId, relation: 'child', birthMonth: '1966-05' });
  const { number } = await daughter.complaint.file({ patientId, key: 'daughter-key-1', category: 'medical.explain', text: '没人说明病情' });
  expect((await person.complaint.mine({})).complaints).toEqual([]);
  expect(await codeOf(person.complaint.withdraw({ number }))).toBe('FORBIDDEN');
  expect(await daughter.complaint.withdraw({ number, reason: '已经解释清楚' })).toMatchObject({ state: 'withdrawn', may: { accept: false, reopen: false, rate: false } });
  expect(await daughter.complaint.withdraw({ number })).toMatchObject({ state: 'withdrawn' });
  expect(await reasonOf(officer.complaint.take({ number }))).toBe('GONE/over');
  expect((await officer.complaint.desk({ view: 'closed' })).rows).toMatchObject([{ number, state: 'withdrawn' }]);
});

test('a conversation becomes a complaint without retyping: the words unedited, the writer follows it, the ward that was asked learns nothing of it', async () => {
  await begin();
  const agent = await hospital.colleague('agent1', 'agent', 'all');
  const ward = await hospital.colleague('surgery1', 'ward', ['0401']);
  const words = '昨晚按铃没人来，  我要投诉。\n给个说法';
  const { message } = await person.message.send({ patientId, key: 'message-key-1', text: words });
  const threadId = `thread:${patientId}`;
  await agent.message.hand({ threadId, departmentCode: '0401', question: '昨晚谁值班' });
  const { number } = await agent.complaint.register({ key: 'from-message-1', source: 'message', threadId, ns: [message.n], category: 'nursing.response', departmentCode: '0401', note: '客服已安抚' });
  expect(await officer.complaint.detail({ number })).toMatchObject({ source: 'message', text: words, note: '客服已安抚', warning: 'D2', person: { inApp: true } });
  expect((await person.complaint.mine({})).complaints).toMatchObject([{ number }]);
  const [desk, asked] = await Promise.all([agent.message.thread({ threadId }), ward.message.thread({ threadId })]);
  expect(JSON.stringify(desk)).toContain(number);
  expect(JSON.stringify(asked)).not.toContain(number);
  expect(await codeOf(hospital.ward.complaint.detail({ number }))).toBe('FORBIDDEN');
});
