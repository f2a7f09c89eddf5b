/** Stories across the doors (questionnaire, message, return visit, complaint), on a moving calendar: what one of them does is seen, kept, quieted or withheld at the others. */
import { codeOf } from '../support/client';
import { csv, openHospital, through, wellAnswers, type Hospital, type Row, type Someone } from '../support/hospital';

// Days pass: each story moves through hundreds of timers.
jest.setTimeout(180_000);

let hospital: Hospital;
let agent: Someone;
let officer: Someone;
let serial = 0;
const key = (): string => `key-${String((serial += 1)).padStart(8, '0')}`;
const at = (wallTime: string): number => Date.parse(`${wallTime.replace(' ', 'T')}:00+08:00`);
const wall = (instant: number): string => new Date(instant + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

interface Patient { patientId: string; encounterId: string; threadId: string; phone: string; contact: string }
const surgery: Partial<Row> = { departmentCode: '0402', department: '骨科', ward: '骨科1病区' };

async function open(now: string): Promise<void> {
  hospital = await openHospital(now);
  agent = await hospital.colleague('agent1', 'agent', 'all');
  officer = await hospital.colleague('officer1', 'officer', 'all');
  await hospital.lead.visit.saveSchedule({
    departmentCode: '0402', practitioner: '', title: '', place: '门诊楼2层3诊室', preparation: '请带出院小结和X光片', weekly: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '08:00', to: '11:30', capacity: 2 })), exceptions: [], publishDays: 28, active: true, rev: 0,
  });
}
/** A file of discharges with orders; the patients in the order of its rows. */
async function discharged(...rows: (Partial<Row> & { patientNo: string; dischargeAt: string })[]): Promise<Patient[]> {
  const [head, ...lines] = csv(rows.map((row) => ({ ...surgery, ...row }))).trimEnd().split('\r\n');
  await hospital.importFile(`${rows[0]!.patientNo}.csv`, [`${head},出院医嘱`, ...lines.map((line) => `${line},14±3天复诊`), ''].join('\r\n'));
  const { rows: stays } = await hospital.lead.discharge.list({ limit: 100 });
  return rows.map(({ patientNo, phone, contactPhone, dischargeAt }) => {
    const number = patientNo.replace(/\D/g, '').padStart(4, '0');
    const stay = stays.find((one) => one.inpatientNo === `Z${number}` && one.dischargeDay === dischargeAt.slice(0, 10))!;
    return { patientId: stay.patientId, encounterId: stay.encounterId, threadId: `thread:${stay.patientId}`, phone: phone ?? `1990001${number}`, contact: contactPhone ?? `1660001${number}` };
  });
}
async function bound(person: Someone, { patientId }: Patient, relation: 'self' | 'child' = 'self'): Promise<Someone> {
  await person.account.bind({ patientId, relation, birthMonth: '1966-05' });
  return person;
}
const self = async (of: Patient): Promise<Someone> => bound(await hospital.inWechat(of.phone), of);
const daughterOf = async (of: Patient): Promise<Someone> => bound(await hospital.inBrowser(of.contact), of, 'child');

async function book(person: Someone, { patientId }: Patient, slot: string, replaces?: string) {
  const { appointmentId } = await person.visit.hold({ patientId, slotId: `slot:0402:general:${slot}`, ...(replaces && { replaces }) });
  return (await person.visit.book({ appointmentId })).appointment;
}
const say = (person: Someone, { patientId }: Patient, text: string, images: string[] = []) => person.message.send({ patientId, key: key(), text, images });
const reply = (who: Someone, { threadId }: Patient, text: string) => who.message.reply({ threadId, key: key(), text, replyKind: 'information' });
const filing = ({ patientId }: Patient, text: string) => ({ patientId, key: key(), category: 'nursing.response', departmentCode: '0402', text });
const answered = { outcome: 'upheld' as const, text: '情况属实，向您道歉。', measures: '夜班增加一人', proof: '呼叫系统记录', channel: 'app' as const };
/** What the first screen says of this patient, from one call. */
const homeOf = async (person: Someone, { patientId }: Patient) => (await person.followup.home({})).patients.find((one) => one.patientId === patientId)!;
const shownAt = async (person: Someone, of: Patient) => {
  const { steps, nextInvitation, answered: done, visit, messages, complaints, closed } = await homeOf(person, of);
  return {
    steps: steps.map(({ questionnaire, queued }) => `${questionnaire}${queued ? ' queued' : ''}`), next: nextInvitation ? wall(nextInvitation.at) : '', answered: done, visit: visit ? `${wall(visit.start)}${visit.proposal ? ' asked' : ''}` : '',
    messages: `${messages.unread} ${messages.waiting ? wall(messages.by) : '-'}`, complaints: complaints.map(({ dueDay, answered: told }) => `${dueDay}${told ? ' answered' : ''}`), ...(closed && { closed }),
  };
};
const quietHome = { steps: [], next: '', answered: 0, visit: '', messages: '0 -', complaints: [] };
/** Calls about this patient on the nurses' list. */
const callsOf = async (of: Patient, name: string): Promise<string[]> => {
  const { rows } = await hospital.nurse.call.worklist({ view: 'team', limit: 100 });
  return rows.filter((row) => row.name === name || row.callId.includes(of.patientId)).map((row) => `${row.kind} ${row.reason}`);
};
const kindsTo = (number: string): string[] => hospital.local.outbox.sms(number).map(({ kind, at: when }) => `${kind} ${wall(Date.parse(when)).slice(5, 10)}`);
/** Passes over days in which nothing is due; whatever was, is caught up on. */
async function leap(to: string): Promise<void> {
  await hospital.local.clock.set(new Date(at(to) - 1_800_000).toISOString());
  await hospital.until(to);
}
describe('two weeks around National Day', () => {
  afterAll(() => hospital.local.dispose());

  test('one patient through all four doors: the first screen tells all of it at every moment, clocks jump the holiday, and the stay\'s timeline has it in order, without the complaint for the ward', async () => {
    await open('2026-09-28 17:00');
    const [wang] = await discharged({ patientNo: 'P0001', name: '王秀英', dischargeAt: '2026-09-28 10:00' }) as [Patient];
    const person = await self(wang);
    expect(await shownAt(person, wang)).toEqual({ ...quietHome, next: '2026-09-29 10:00' });

    await hospital.until('2026-09-29 10:30');
    expect(await shownAt(person, wang)).toEqual({ ...quietHome, steps: ['FU-SHORT-1'], next: '2026-10-08 10:00' });
    const [step] = (await homeOf(person, wang)).steps;
    await person.survey.open({ stepId: step!.stepId });
    await person.survey.save({ stepId: step!.stepId, answers: wellAnswers });
    await person.survey.submit({ stepId: step!.stepId });
    const { window, days, suggested } = await person.visit.places({ patientId: wang.patientId, departmentCode: '0402', from: '2026-09-30', days: 14 });
    expect(window).toMatchObject({ from: '2026-10-09', best: '2026-10-12', to: '2026-10-15' });
    expect(days.map(({ day, closedWhy }) => `${day.slice(8)}${closedWhy && ` ${closedWhy}`}`)).toEqual(['30', ...[1, 2, 3, 4, 5, 6, 7].map((n) => `0${n} holiday`), '08', '09', '10', '11 none', '12', '13']);
    expect(suggested[0]).toContain(':2026-10-12:');
    const visit = await book(person, wang, '2026-10-12:0930');
    expect(visit.inWindow).toBe(true);
    expect(await shownAt(person, wang)).toEqual({ ...quietHome, next: '2026-10-08 10:00', answered: 1, visit: '2026-10-12 09:30' });

    await hospital.until('2026-09-30 10:00');
    const { number, promiseDay, dueDay } = await person.complaint.file(filing(wang, '昨晚按铃四十分钟没人来。'));
    expect([promiseDay, dueDay]).toEqual(['2026-10-10', '2026-10-13']);
    expect(await shownAt(person, wang)).toEqual({ ...quietHome, answered: 1, visit: '2026-10-12 09:30', complaints: ['2026-10-13'] });

    await hospital.until('2026-09-30 11:00');
    await leap('2026-10-02 10:00');
    const sent = await say(person, wang, '复查要空腹吗');
    expect(sent.note).toEqual({ key: 'closed_now', by: at('2026-10-03 10:00'), nextAt: at('2026-10-08 08:00') });
    expect(await shownAt(person, wang)).toEqual({ ...quietHome, answered: 1, visit: '2026-10-12 09:30', messages: '0 2026-10-03 10:00', complaints: ['2026-10-13'] });
    await leap('2026-10-03 10:30');
    await hospital.until('2026-10-03 11:00');
    expect(await callsOf(wang, '王*英')).toEqual(['reply unanswered']);
    // The nurse rings on the holiday and puts down what she said: the conversation has it, and the call is hers to close.
    const held = await hospital.nurse.call.claim({ callId: `call:reply:${wang.threadId}:1` });
    await hospital.nurse.call.dial({ callId: held.callId, claimToken: held.claimToken, to: 'patient' });
    await reply(hospital.nurse, wang, '电话里已告诉您：抽血需要空腹。');
    await hospital.nurse.call.outcome({ callId: held.callId, claimToken: held.claimToken, outcome: 'reached', note: '已告知空腹' });
    expect(await callsOf(wang, '王*英')).toEqual([]);
    expect(await shownAt(person, wang)).toMatchObject({ messages: '1 -' });
    await person.message.open({ patientId: wang.patientId });
    expect(await shownAt(person, wang)).toMatchObject({ messages: '0 -' });

    await leap('2026-10-08 10:30');
    // The day of the questionnaire about the stay: not while the complaint is open.
    expect(await shownAt(person, wang)).toEqual({ ...quietHome, answered: 1, visit: '2026-10-12 09:30', complaints: ['2026-10-13'] });
    await leap('2026-10-09 11:00');
    expect((await officer.complaint.detail({ number })).timeline.map(({ kind }) => kind)).toEqual(['received', 'dispatched', 'warned_internal_tomorrow']);
    await officer.complaint.answer({ number, ...answered });
    expect(await shownAt(person, wang)).toMatchObject({ complaints: ['2026-10-13 answered'] });
    await person.complaint.accept({ number });
    expect(await shownAt(person, wang)).toEqual({ ...quietHome, answered: 1, visit: '2026-10-12 09:30' });

    await leap('2026-10-11 10:30');
    await leap('2026-10-12 09:20');
    await hospital.ward.visit.mark({ appointmentId: visit.appointmentId, to: 'arrived' });
    await hospital.ward.visit.mark({ appointmentId: visit.appointmentId, to: 'fulfilled' });
    expect(await shownAt(person, wang)).toEqual({ ...quietHome, answered: 1 });
    expect(kindsTo(wang.phone)).toEqual(['invite 09-29', 'visit_booked 09-29', 'complaint_filed 09-30', 'visit_day_before 10-11', 'visit_morning 10-12']);

    const { facts } = await hospital.lead.discharge.timeline({ encounterId: wang.encounterId });
    const told = facts.filter(({ kind }) => /^(response|visit|message|complaint)\.|^call\.(queued|attempt)/.test(kind)).map(({ kind }) => kind);
    expect(told).toEqual([
      'response.started', 'response.submitted', 'visit.booked', 'complaint.received', 'complaint.dispatched', 'message.asked', 'call.queued', 'message.unanswered', 'call.attempt', 'message.replied',
      'complaint.answered', 'complaint.accepted', 'complaint.closed', 'visit.arrived', 'visit.fulfilled',
    ]);
    expect(facts.map((fact) => fact.at)).toEqual(facts.map((fact) => fact.at).toSorted((a, b) => a - b));
    const ward = JSON.stringify(await hospital.ward.discharge.timeline({ encounterId: wang.encounterId }));
    expect(ward).toContain('message.asked');
    expect(ward).not.toMatch(/complain|TS2026/);
  });
});

describe('from a Wednesday in November on', () => {
  beforeAll(() => open('2026-11-18 17:00'));
  afterAll(() => hospital.local.dispose());
  const list = async () => (await hospital.nurse.call.worklist({ view: 'team', limit: 100 })).rows;
  const listed = async (callId: string): Promise<number> => (await list()).filter((row) => row.callId === callId).length;
  const duty = ['19900009001', '19900009003', '19900009004'] as const;
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

  test('two patients with one telephone, and a daughter who is removed: nothing crosses', async () => {
    const phone = '19900010081';
    const [wife, husband] = await discharged({ patientNo: 'P0081', name: '孙玉兰', phone, contactPhone: '16600010081', dischargeAt: '2026-11-18 09:00' }, { patientNo: 'P0082', name: '孙国平', phone, contactPhone: '', contactName: '', dischargeAt: '2026-11-18 09:10' }) as [Patient, Patient];
    // Bound to one of them, the other is as foreign as anybody.
    const person = await bound(await hospital.inWechat(phone), wife);
    const doorsOf = ({ patientId }: Patient, who: Someone) => Promise.all([
      who.visit.mine({ patientId }), who.visit.places({ patientId, departmentCode: '0402' }), who.visit.hold({ patientId, slotId: 'slot:0402:general:2026-12-02:0800' }), who.message.open({ patientId }), say(who, husband, '?'), who.message.help({ patientId, key: key() }),
      who.complaint.draft({ patientId }), who.complaint.file({ ...filing(husband, '不满意'), patientId }),
    ].map(codeOf));
    expect(new Set(await doorsOf(husband, person))).toEqual(new Set(['FORBIDDEN']));
    await bound(person, husband);

    const hers = await book(person, wife, '2026-12-02:0800');
    const his = await book(person, husband, '2026-12-02:0800');
    await say(person, wife, '她的问题');
    const { number } = await person.complaint.file(filing(husband, '他的投诉：饭菜凉。'));
    expect((await person.visit.mine({ patientId: wife.patientId })).upcoming.map(({ appointmentId }) => appointmentId)).toEqual([hers.appointmentId]);
    expect((await person.visit.mine({ patientId: husband.patientId })).upcoming.map(({ appointmentId }) => appointmentId)).toEqual([his.appointmentId]);
    expect((await person.message.open({ patientId: husband.patientId })).messages).toEqual([]);
    const homes = await Promise.all([wife, husband].map((of) => shownAt(person, of)));
    expect(homes.map(({ visit, messages, complaints }) => [visit, messages !== '0 -', complaints.length])).toEqual([['2026-12-02 08:00', true, 0], ['2026-12-02 08:00', false, 1]]);
    const timelines = await Promise.all([wife, husband].map(async ({ encounterId }) => (await hospital.lead.discharge.timeline({ encounterId })).facts.map(({ kind }) => kind).filter((kind) => /^(visit|message|complaint)/.test(kind))));
    expect(timelines).toEqual([['visit.booked', 'message.asked'], ['visit.booked', 'complaint.received', 'complaint.dispatched']]);
    // The conversation about her becomes no complaint about him, and his complaint quiets nothing of hers.
    const stepsOf = async ({ encounterId }: Patient) => (await hospital.lead.followup.steps({ encounterId })).rows.map((step) => `${step.key} ${step.state}`);
    expect([await stepsOf(wife), await stepsOf(husband)]).toEqual([['contact-1 planned', 'full-10 planned'], ['contact-1 planned', 'full-10 closed']]);

    const daughter = await daughterOf(wife);
    const { message } = await say(daughter, wife, '妈妈哪天复查');
    const own = await daughter.complaint.file(filing(wife, '没人向家属说明。'));
    expect((await shownAt(daughter, wife)).complaints).toHaveLength(1);
    expect((await shownAt(person, wife)).complaints).toEqual([]);
    const { representatives } = await person.account.representatives({ patientId: wife.patientId });
    await person.account.removeRepresentative({ patientId: wife.patientId, personId: representatives.find(({ relation }) => relation === 'child')!.personId });
    expect((await daughter.followup.home({})).patients).toEqual([]);
    expect(new Set(await doorsOf(wife, daughter))).toEqual(new Set(['FORBIDDEN']));
    expect(await Promise.all([
      daughter.visit.get({ appointmentId: hers.appointmentId }), daughter.visit.cancel({ appointmentId: hers.appointmentId, reason: 'other' }), daughter.visit.proposal({ appointmentId: hers.appointmentId }), daughter.message.pictures({ patientId: wife.patientId, n: message.n }),
      daughter.complaint.view({ number }), person.complaint.view({ number: own.number }),
    ].map(codeOf))).toEqual(Array.from({ length: 6 }, () => 'FORBIDDEN'));
    // What she said in her own name stays hers to follow; the answer to her question goes to the patient.
    expect(await daughter.complaint.view({ number: own.number })).toMatchObject({ state: 'dispatched' });
    const before = hospital.local.outbox.sms(wife.contact).length;
    await reply(agent, wife, '12月2日复查。');
    await hospital.until('2026-11-18 18:30');
    expect(hospital.local.outbox.sms(wife.contact).slice(before).filter(({ kind }) => kind.startsWith('reply'))).toEqual([]);
    expect((await shownAt(person, wife)).messages).toBe('1 -');
    expect((await shownAt(person, husband)).messages).toBe('0 -');
  });

  test('danger at five doors: each alerts the duty phone once and says who rings by when; what nobody acknowledges goes up a level, and one more', async () => {
    await hospital.until('2026-11-18 19:00');
    const all = await discharged(...[71, 72, 73, 74, 75].map((n) => ({ patientNo: `P00${n}`, name: `钱一${'甲乙丙丁戊'[n - 71]!}`, dischargeAt: '2026-11-18 12:00' }))) as [Patient, Patient, Patient, Patient, Patient];
    const [writes, presses, cancels, complains, answers] = all;
    await hospital.until('2026-11-19 10:30');
    const [one, two, three, four] = await Promise.all([writes, presses, cancels, complains].map(self)) as [Someone, Someone, Someone, Someone];
    const visit = await book(three, cancels, '2026-12-02:0830');
    const alerts = (): number[] => duty.map((number) => hospital.local.outbox.sms(number).filter(({ kind }) => kind === 'alert').length);
    const begun = alerts();
    const more = (): number[] => alerts().map((count, n) => count - begun[n]!);
    const helpKey = key();
    const complaint = filing(complains, '护士不理我，我现在胸痛、喘不上气');
    const byLink = hospital.withLink(answers.phone);
    await byLink.survey.open({});
    // Everything is done twice, as by an impatient hand or a bad line.
    const twice = async <T>(act: () => Promise<T>): Promise<T> => (await act(), act());
    const first = await Promise.all([
      say(one, writes, '胸口疼，喘不上气'), two.message.help({ patientId: presses.patientId, key: helpKey }), three.visit.cancel({ appointmentId: visit.appointmentId, reason: 'worse', note: '伤口又肿又痛' }), four.complaint.file(complaint),
      byLink.survey.save({ answers: [{ linkId: 'who', value: 'self' }, { linkId: 'red', value: ['chest', 'breath'] }] }),
    ]);
    await twice(() => say(one, writes, '快点，胸口疼'));
    await twice(() => two.message.help({ patientId: presses.patientId, key: helpKey }));
    await twice(() => three.visit.cancel({ appointmentId: visit.appointmentId, reason: 'worse' }));
    await twice(() => four.complaint.file(complaint));
    await twice(() => byLink.survey.save({ answers: [{ linkId: 'red', value: ['chest', 'breath'] }] }));
    expect(first.map(({ safety }) => [safety?.level, /\S/.test(safety?.who ?? ''), wall(safety?.ringBy ?? 0), safety?.wardPhone])).toEqual([
      ['emergency', true, '2026-11-19 10:45', '09438220402'], ['emergency', true, '2026-11-19 10:45', '09438220402'], ['today', true, expect.stringMatching(/^2026-11-19 1[0-8]/), '09438220402'],
      ['emergency', true, '2026-11-19 10:45', '09438220402'], ['emergency', true, '2026-11-19 10:45', '09438220402'],
    ]);
    const tick = async (): Promise<void> => { for (const name of ['message', 'visit', 'complaint', 'survey', 'call', 'notice']) await hospital.local.fire(name, { times: 2, together: true }); };
    await tick();
    expect(more()).toEqual([5, 0, 0]);
    const urgent = async () => (await hospital.nurse.call.worklist({ view: 'urgent', limit: 100 })).rows.filter(({ name }) => name.startsWith('钱'));
    expect((await urgent()).map(({ kind, ackBy }) => `${kind}${ackBy}`)).toEqual(Array.from({ length: 5 }, () => 'redflag'));

    // One acknowledged from the inbox, one from the worklist: they wait for the call; the others go up after a quarter of an hour.
    await agent.message.acknowledge({ threadId: writes.threadId });
    await hospital.nurse.call.acknowledge({ callId: `call:redflag:${visit.appointmentId}` });
    expect((await one.message.since({ patientId: writes.patientId, after: 0 })).safety).toMatchObject({ acknowledged: true });
    await hospital.local.clock.advance({ minutes: 16 });
    await tick();
    expect(more()).toEqual([5, 3, 0]);
    await agent.message.acknowledge({ threadId: presses.threadId });
    for (const callId of [`call:redflag:${writes.threadId}`, `call:redflag:${visit.appointmentId}`, `call:redflag:${presses.threadId}`]) {
      const { claimToken } = await hospital.nurse.call.claim({ callId });
      await hospital.nurse.call.dial({ callId, claimToken, to: 'patient' });
      await hospital.nurse.call.outcome({ callId, claimToken, outcome: 'reached', note: '已通话，家属陪同，已转急诊' });
    }
    await hospital.local.clock.advance({ minutes: 16 });
    await tick();
    expect(more()).toEqual([5, 3, 2]);
    // Nothing sent to a telephone says who or what; nothing on the list says that one of them complained.
    for (const { text } of duty.flatMap((number) => hospital.local.outbox.sms(number))) expect(text).not.toMatch(/钱一|胸|骨科|投诉/);
    expect(JSON.stringify(await hospital.ward.call.worklist({ view: 'urgent' }))).not.toMatch(/TS2026|complain/);
    const timeline = JSON.stringify(await hospital.ward.discharge.timeline({ encounterId: complains.encounterId }));
    expect(timeline).toContain('call.queued');
    expect(timeline).not.toMatch(/TS2026|complain/);
  });

  test('a message becomes a complaint without retyping: words and picture as they came, seen by the agent and not by the ward that was asked; the writer follows it to its end and alone rates it', async () => {
    await hospital.until('2026-11-19 13:00');
    const [zhou] = await discharged({ patientNo: 'P0031', name: '周美华', dischargeAt: '2026-11-19 09:00' }) as [Patient];
    const person = await self(zhou);
    const place = await person.message.upload({ patientId: zhou.patientId, type: 'image/png', size: png.length });
    expect((await fetch(place.url, { method: place.method, headers: place.headers, body: new Uint8Array(png) })).ok).toBe(true);
    const words = ['昨晚按铃没人来，  我要投诉。\n给个说法', '还有这张照片。'];
    const first = await say(person, zhou, words[0]!);
    await reply(agent, zhou, '很抱歉，我来登记。');
    const second = await say(person, zhou, words[1]!, [place.imageId]);
    await agent.message.hand({ threadId: zhou.threadId, departmentCode: '0402', question: '昨晚谁值班' });

    const registration = { key: key(), source: 'message' as const, threadId: zhou.threadId, ns: [second.message.n, first.message.n], category: 'nursing.response', departmentCode: '0402', note: '客服已安抚' };
    const { number } = await agent.complaint.register(registration);
    expect(await agent.complaint.register(registration)).toMatchObject({ number });
    const detail = await officer.complaint.detail({ number });
    expect(detail).toMatchObject({ source: 'message', text: words.join('\n'), note: '客服已安抚', person: { inApp: true, patientId: zhou.patientId }, evidence: [{ shared: false }] });
    // A copy: the conversation keeps its own.
    const address = await officer.complaint.fileAddress({ number, fileId: detail.evidence[0]!.fileId });
    expect(Buffer.from(await (await fetch(address.url)).arrayBuffer()).equals(png)).toBe(true);
    expect((await person.message.pictures({ patientId: zhou.patientId, n: second.message.n })).images).toHaveLength(1);
    const [desk, asked] = await Promise.all([agent.message.thread({ threadId: zhou.threadId }), hospital.ward.message.thread({ threadId: zhou.threadId })]);
    expect(desk.messages.filter(({ event }) => event === 'complaint').map(({ text }) => text)).toEqual([number]);
    expect(JSON.stringify(asked)).not.toMatch(/TS2026|complaint/);
    expect(JSON.stringify(await person.message.open({ patientId: zhou.patientId }))).not.toContain(number);

    expect((await person.complaint.mine({})).complaints).toMatchObject([{ number }]);
    await officer.complaint.answer({ number, ...answered });
    await person.complaint.reopen({ number, key: key(), text: '没有人当面道歉。' });
    await officer.complaint.answer({ number, ...answered, text: '护士长已上门道歉。' });
    for (const staff of [officer, agent, hospital.lead, hospital.nurse]) expect(await Promise.all([codeOf(staff.complaint.rate({ number, score: 5 })), codeOf(staff.complaint.accept({ number }))])).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    await person.complaint.accept({ number });
    expect(await codeOf(officer.complaint.rate({ number, score: 5 }))).toBe('FORBIDDEN');
    expect(await person.complaint.rate({ number, score: 4 })).toMatchObject({ rating: { score: 4 }, state: 'closed' });
    expect((await homeOf(person, zhou)).complaints).toEqual([]);
    // The conversation goes on by itself: the ward answers, the agent tells it, and still the question waited for no complaint.
    await hospital.ward.message.handBack({ threadId: zhou.threadId, text: '当晚由李护士值班' });
    await agent.message.reply({ threadId: zhou.threadId, key: key(), text: '科室已核实当晚值班情况。', replyKind: 'ward_answer' });
    expect((await shownAt(person, zhou)).messages).toBe('1 -');
  });

  test('one call of a nurse: she books the return visit and registers a complaint in it, asks no satisfaction, closes it; the patient finds both at home and nobody is queued twice', async () => {
    const [wu] = await discharged({ patientNo: 'P0021', name: '吴春梅', dischargeAt: '2026-11-19 11:00' }) as [Patient];
    await hospital.until('2026-11-20 10:30');
    await leap('2026-11-21 10:30');
    await leap('2026-11-22 09:30');
    const [row] = (await list()).filter(({ name }) => name === '吴*梅');
    expect(row).toMatchObject({ kind: 'followup', reason: 'silent' });
    const { callId, claimToken } = await hospital.nurse.call.claim({ callId: row!.callId });
    const held = { callId, claimToken };
    await hospital.nurse.call.dial({ ...held, to: 'patient' });
    const before = await hospital.nurse.survey.openForCall({ callId });
    expect(before.setting.survey).toBe(true);
    const registration = { key: key(), source: 'followup' as const, callId, category: 'nursing.response', departmentCode: '0402', text: '按铃没人来。', complainant: { name: '吴春梅', phone: wu.phone, relation: 'self' as const } };
    const { number, dueDay } = await hospital.nurse.complaint.register(registration);
    expect(await hospital.nurse.complaint.register(registration)).toMatchObject({ number });
    const visit = await book(hospital.nurse, wu, '2026-12-03:0800');
    expect(visit).toMatchObject({ byKind: 'staff', inWindow: true });
    // From here on nobody asks how she liked it; what she needs is asked all the same, and the call is still the nurse's.
    expect((await hospital.nurse.survey.openForCall({ callId })).setting.survey).toBe(false);
    expect(await hospital.nurse.call.heartbeat(held)).toMatchObject({ state: 'claimed' });
    await hospital.nurse.survey.saveForCall({ callId, consent: { talk: true, recording: true }, answers: wellAnswers.filter(({ linkId }) => !/^s_|^nps$/.test(linkId)) });
    await hospital.nurse.survey.submitForCall({ callId });
    expect(await hospital.nurse.call.outcome({ ...held, outcome: 'reached', note: '已预约复诊，已登记投诉', tags: ['complaint'] })).toMatchObject({ state: 'done' });

    const person = await self(wu);
    expect(await shownAt(person, wu)).toEqual({ ...quietHome, answered: 1, visit: '2026-12-03 08:00', complaints: [dueDay] });
    expect((await person.complaint.mine({})).complaints).toMatchObject([{ number }]);
    const now = async () => (await hospital.lead.followup.steps({ encounterId: wu.encounterId })).rows.map((step) => `${step.key} ${step.state} ${step.reason}`);
    expect(await now()).toEqual(['contact-1 reached ', 'full-10 closed complaint_open']);
    await hospital.until('2026-11-23 08:00');
    expect((await list()).filter(({ name }) => name === '吴*梅')).toEqual([]);
    expect(kindsTo(wu.phone)).toEqual(['invite 11-20', 'remind 11-21', 'visit_booked 11-22', 'complaint_filed 11-22']);
  });

  test('silence at every door is rung about once, and the person\'s own act takes the call back from anywhere, also out of a nurse\'s hand', async () => {
    const names = ['郑一甲', '郑一乙', '郑一丙', '郑一丁', '郑一戊', '郑一己'];
    const all = await discharged(...names.map((name, n) => ({ patientNo: `P004${n}`, name, dischargeAt: '2026-11-22 10:00' }))) as [Patient, Patient, Patient, Patient, Patient, Patient];
    const [closedHeld, closedFree, missedHeld, missedFree, replyHeld, replyFree] = all;
    // An answer that no channel carries.
    const [writer, other] = [await self(replyHeld), await bound(await hospital.inBrowser(replyFree.phone), replyFree)];
    await hospital.until('2026-11-23 08:30');
    for (const [who, of] of [[writer, replyHeld], [other, replyFree]] as const) await say(who, of, '要空腹吗');
    const numbers = new Set([replyHeld, replyFree].flatMap(({ phone, contact }) => [phone, contact]));
    for (const one of [replyHeld, replyFree]) await reply(agent, one, '抽血需要空腹。');
    const silent = async (): Promise<string[]> => (await list()).filter(({ kind, name }) => ['closure', 'missed', 'reply'].includes(kind) && name.startsWith('郑')).map(({ callId }) => callId).toSorted();
    await hospital.local.clock.advance({ minutes: 2 });
    hospital.local.failures.sms('FailedOperation.PhoneNumberInBlacklist', 2);
    await hospital.local.fire('notice');
    expect(await silent()).toHaveLength(2);
    expect(hospital.local.outbox.sms().filter(({ kind, phone }) => kind.startsWith('reply') && numbers.has(phone))).toEqual([]);
    // A closed clinic that nobody answers, and a visit nobody comes to.
    const closed = [await book(hospital.nurse, closedHeld, '2026-12-04:0800'), await book(hospital.nurse, closedFree, '2026-12-04:0830')];
    const missed = [await book(hospital.nurse, missedHeld, '2026-11-24:0800'), await book(hospital.nurse, missedFree, '2026-11-24:0830')];
    await hospital.ward.visit.close({ departmentCode: '0402', from: at('2026-12-04 00:00'), to: at('2026-12-05 00:00'), reason: '医生外出会诊' });
    await hospital.until('2026-11-24 13:30');
    for (const one of [missedHeld, missedFree]) expect(kindsTo(one.phone).filter((kind) => kind.startsWith('visit_missed'))).toEqual(['visit_missed 11-24']);
    await hospital.until('2026-11-25 10:30');
    const calls = { closure: closed.map(({ appointmentId }) => `call:closure:${appointmentId}`), missed: missed.map(({ appointmentId }) => `call:missed:${appointmentId}`), reply: [replyHeld, replyFree].map(({ threadId }) => `call:reply:${threadId}:2`) };
    expect(await silent()).toEqual(Object.values(calls).flat().toSorted());
    for (const name of ['visit', 'message', 'notice', 'call', 'followup']) await hospital.local.fire(name, { times: 3, together: true });
    expect(await silent()).toHaveLength(6);

    // A nurse has one of each in hand and is about to dial.
    const inHand = [];
    for (const callId of [calls.closure[0]!, calls.missed[0]!, calls.reply[0]!]) inHand.push({ callId, claimToken: (await hospital.nurse.call.claim({ callId })).claimToken });
    const text = hospital.local.outbox.sms(closedHeld.phone).findLast(({ kind }) => kind === 'visit_closed')!.text;
    await through(hospital.local, { token: decodeURIComponent(/[?&]t=([\w.%~-]+)/.exec(text)![1]!) }).visit.answerProposal({ answer: 'accept' });
    await book(await self(missedHeld), missedHeld, '2026-12-07:0800');
    await writer.message.since({ patientId: replyHeld.patientId, after: 0 });
    // And by others, elsewhere: the daughter cancels in a browser, the daughter books again, the patient reads in a browser.
    await (await daughterOf(closedFree)).visit.cancel({ appointmentId: closed[1]!.appointmentId, reason: 'elsewhere' });
    await book(await daughterOf(missedFree), missedFree, '2026-12-07:0830');
    await other.message.open({ patientId: replyFree.patientId });
    expect(await silent()).toEqual([]);
    for (const held of inHand) {
      expect((await hospital.nurse.call.heartbeat(held)).state).toBe('withdrawn');
      expect(['GONE', 'LEASE_LOST']).toContain(await codeOf(hospital.nurse.call.dial({ ...held, to: 'patient' })));
    }
    for (const callId of Object.values(calls).flat()) expect(await codeOf(hospital.second.call.claim({ callId }))).not.toBe('ok');
    await hospital.until('2026-11-26 10:30');
    expect(await silent()).toEqual([]);
  });

  test('an answer to a complaint that has to be rung: the nurse has it, the ward reads nothing of it, and reading it takes the call back', async () => {
    const [he] = await discharged({ patientNo: 'P0032', name: '何素珍', dischargeAt: '2026-11-25 09:00' }) as [Patient];
    // A landline reads no SMS.
    const { number } = await officer.complaint.register({ key: key(), source: 'visit', encounterId: he.encounterId, category: 'nursing.response', departmentCode: '0402', text: '按铃没人来。', complainant: { name: '何素珍', phone: '09438221234', relation: 'self' } });
    await officer.complaint.answer({ number, ...answered });
    expect((await list()).filter(({ name }) => name === '何*珍').map(({ callId, reason }) => [callId, reason])).toEqual([[`call:reply:complaint:${number}:1`, 'complaint_answer']]);
    const { callId, claimToken } = await hospital.nurse.call.claim({ callId: `call:reply:complaint:${number}:1` });
    await hospital.nurse.call.dial({ callId, claimToken, to: 'patient' });
    await hospital.nurse.call.outcome({ callId, claimToken, outcome: 'reached', note: '已转告答复' });
    const { encounterId } = he;
    expect(JSON.stringify(await hospital.lead.discharge.timeline({ encounterId }))).toContain('complaint.answered');
    const reads = [hospital.ward.discharge.timeline({ encounterId }), hospital.ward.followup.steps({ encounterId }), hospital.ward.discharge.get({ encounterId }), hospital.ward.call.worklist({ view: 'team' }), hospital.ward.visit.ofStay({ encounterId })];
    expect(JSON.stringify(await Promise.all(reads))).not.toMatch(/complain|TS2026/);
    expect(await codeOf(hospital.ward.call.card({ callId }))).toBe('FORBIDDEN');

    // In the app the complainant's own reading takes the call back, also out of the nurse's hand.
    const person = await self(he);
    const own = await person.complaint.file(filing(he, '结账排队两小时。'));
    await hospital.local.fire('notice');
    await officer.complaint.answer({ number: own.number, ...answered });
    hospital.local.failures.sms('FailedOperation.PhoneNumberInBlacklist', 1);
    await hospital.local.fire('notice');
    const held = await hospital.nurse.call.claim({ callId: `call:reply:complaint:${own.number}:1` });
    expect(await person.complaint.view({ number: own.number })).toMatchObject({ state: 'answered', answers: [{ text: answered.text }] });
    expect(await hospital.nurse.call.heartbeat({ callId: held.callId, claimToken: held.claimToken })).toMatchObject({ state: 'withdrawn' });
    expect(['GONE', 'LEASE_LOST']).toContain(await codeOf(hospital.nurse.call.dial({ callId: held.callId, claimToken: held.claimToken, to: 'patient' })));
    expect((await list()).filter(({ name, kind }) => name === '何*珍' && kind === 'reply')).toEqual([]);
  });

  test('a death: visits end and their places are free, nothing more is said to the dead, the daughter is still answered at both her doors; one told in error has the reminders back', async () => {
    await hospital.until('2026-11-26 11:00');
    const [feng, chen] = await discharged({ patientNo: 'P0061', name: '冯桂英', dischargeAt: '2026-11-25 10:00' }, { patientNo: 'P0062', name: '陈桂兰', dischargeAt: '2026-11-25 11:00' }) as [Patient, Patient];
    await hospital.until('2026-11-26 14:00');
    const daughter = await daughterOf(feng);
    const son = await daughterOf(chen);
    await book(daughter, feng, '2026-12-09:0800');
    const kept = await book(son, chen, '2026-12-09:0800');
    const taken = async (): Promise<number> => (await hospital.lead.visit.week({ departmentCode: '0402', from: '2026-12-07' })).schedules[0]!.cells[2]!.taken;
    expect(await taken()).toBe(2);
    await hospital.until('2026-11-26 14:30');
    for (const { encounterId } of [feng, chen]) await hospital.nurse.discharge.reportDeath({ encounterId, note: '家属来电' });
    expect(await shownAt(son, chen)).toEqual({ ...quietHome, closed: true });
    const sent = (of: Patient): string[] => kindsTo(of.phone).slice(said.get(of));
    const said = new Map([feng, chen].map((of) => [of, kindsTo(of.phone).length]));
    await hospital.until('2026-11-27 09:30');
    await hospital.second.discharge.confirmDeath({ encounterId: feng.encounterId, verdict: 'confirmed', note: '病区核实' });
    await hospital.second.discharge.confirmDeath({ encounterId: chen.encounterId, verdict: 'wrong', note: '同名误报，本人在家' });
    expect(await taken()).toBe(1);
    expect(await shownAt(daughter, feng)).toEqual({ ...quietHome, closed: true });
    expect((await shownAt(son, chen)).visit).toBe('2026-12-09 08:00');

    // Her doors: asked and answered, complained and answered, on her own telephone.
    await say(daughter, feng, '妈妈的病历怎么复印');
    await reply(agent, feng, '请带身份证和关系证明到病案室。');
    const { number } = await daughter.complaint.file(filing(feng, '最后一晚按铃没人来。'));
    await hospital.until('2026-11-27 11:00');
    await officer.complaint.answer({ number, ...answered });
    await hospital.until('2026-11-27 14:00');
    expect(kindsTo(feng.contact).slice(-3).toSorted()).toEqual(['complaint_answered 11-27', 'complaint_filed 11-27', 'reply_family 11-27']);
    expect(await shownAt(daughter, feng)).toEqual({ ...quietHome, closed: true, messages: '1 -', complaints: [expect.stringMatching(/answered$/)] });
    await daughter.message.open({ patientId: feng.patientId });
    await daughter.complaint.accept({ number });
    expect(await shownAt(daughter, feng)).toEqual({ ...quietHome, closed: true });

    // A question that nobody answers stays overdue with the agents; nobody is told to ring the dead.
    await say(daughter, feng, '还有一笔押金没有退');
    await hospital.until('2026-11-28 15:00');
    expect((await list()).filter(({ name }) => name === '冯*英')).toEqual([]);
    expect((await agent.message.inbox({ view: 'overdue' })).rows.map(({ threadId }) => threadId)).toContain(feng.threadId);
    await reply(agent, feng, '押金已原路退回。');
    await leap('2026-12-08 10:30');
    await leap('2026-12-09 07:50');
    expect([sent(feng), sent(chen).filter((kind) => kind.startsWith('visit'))]).toEqual([[], ['visit_day_before 12-08', 'visit_morning 12-09']]);
    await hospital.ward.visit.mark({ appointmentId: kept.appointmentId, to: 'arrived' });
    expect((await list()).filter(({ name }) => name === '冯*英')).toEqual([]);
    expect(kindsTo(feng.contact).filter((kind) => /^visit_(day|morning|missed)/.test(kind))).toEqual([]);
  });

  test('an open complaint quiets what asks for praise, not what cares: the first questions come without satisfaction, reminders and answers go on; after it is over a new stay is asked again', async () => {
    const [jiang] = await discharged({ patientNo: 'P0051', name: '蒋丽华', dischargeAt: '2026-12-08 10:00' }) as [Patient];
    const person = await self(jiang);
    const { number } = await person.complaint.file(filing(jiang, '出院结账排队两小时。'));
    await hospital.until('2026-12-09 09:30');
    await hospital.until('2026-12-09 10:30');
    const visit = await book(person, jiang, '2026-12-11:0800');
    const [step] = (await homeOf(person, jiang)).steps;
    const opened = await person.survey.open({ stepId: step!.stepId });
    expect([opened.questionnaire.code, opened.setting.survey]).toEqual(['FU-SHORT-1', false]);
    await person.survey.save({ stepId: step!.stepId, answers: wellAnswers.filter(({ linkId }) => !/^s_|^nps$/.test(linkId)) });
    expect(await person.survey.submit({ stepId: step!.stepId })).toMatchObject({ outcome: 'submitted' });
    await say(person, jiang, '复查要空腹吗');
    await reply(agent, jiang, '抽血需要空腹。');
    await hospital.until('2026-12-09 11:30');
    await leap('2026-12-10 10:30');
    await leap('2026-12-11 07:45');
    await hospital.ward.visit.mark({ appointmentId: visit.appointmentId, to: 'arrived' });
    expect(kindsTo(jiang.phone)).toEqual(['complaint_filed 12-09', 'invite 12-09', 'visit_booked 12-09', 'reply 12-09', 'visit_day_before 12-10', 'visit_morning 12-11']);
    await leap('2026-12-18 10:30');
    expect((await homeOf(person, jiang)).steps).toEqual([]);

    await officer.complaint.answer({ number, ...answered });
    await person.complaint.accept({ number });
    await leap('2026-12-21 17:00');
    const [again] = await discharged({ patientNo: 'P0051', name: '蒋丽华', visitTimes: 2, admitAt: '2026-12-19 09:00', dischargeAt: '2026-12-21 10:00' }) as [Patient];
    expect([again.patientId === jiang.patientId, again.encounterId === jiang.encounterId]).toEqual([true, false]);
    await hospital.until('2026-12-22 10:30');
    const [first] = (await homeOf(person, again)).steps;
    expect((await person.survey.open({ stepId: first!.stepId })).setting.survey).toBe(true);
    await person.survey.save({ stepId: first!.stepId, answers: wellAnswers });
    await person.survey.submit({ stepId: first!.stepId });
    await leap('2026-12-31 10:30');
    expect((await homeOf(person, again)).steps.map(({ questionnaire }) => questionnaire)).toEqual(['IP-FULL-1']);
  });
});
