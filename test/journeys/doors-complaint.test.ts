/** What a complaint does at the other doors: born in a conversation, and quieting what asks for praise. */
import { codeOf } from '../support/client';
import { answered, book, filing, homeOf, key, openDoors, reply, say, shownAt, type Patient, type World } from '../support/doors';
import { wellAnswers, type Hospital, type Someone } from '../support/hospital';

// Days pass: each story moves through hundreds of timers.
jest.setTimeout(180_000);

let world: World;
let hospital: Hospital;
let agent: Someone;
let officer: Someone;
beforeAll(async () => {
  world = await openDoors('2026-11-19 13:00');
  ({ hospital, agent, officer } = world);
});
afterAll(() => world.close());
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

test('a message becomes a complaint without retyping: words and picture as they came, seen by the agent and not by the ward that was asked; the writer follows it to its end and alone rates it', async () => {
  const [zhou] = await world.discharged({ patientNo: 'P0031', name: '周美华', dischargeAt: '2026-11-19 09:00' }) as [Patient];
  const person = await world.self(zhou);
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

test('an open complaint quiets what asks for praise, not what cares: the first questions come without satisfaction, reminders and answers go on; after it is over a new stay is asked again', async () => {
  await world.leap('2026-12-09 07:50');
  const [jiang] = await world.discharged({ patientNo: 'P0051', name: '蒋丽华', dischargeAt: '2026-12-08 10:00' }) as [Patient];
  const person = await world.self(jiang);
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
  await world.leap('2026-12-10 10:30');
  await world.leap('2026-12-11 07:45');
  await hospital.ward.visit.mark({ appointmentId: visit.appointmentId, to: 'arrived' });
  expect(world.kindsTo(jiang.phone)).toEqual(['complaint_filed 12-09', 'invite 12-09', 'visit_booked 12-09', 'reply 12-09', 'visit_day_before 12-10', 'visit_morning 12-11']);
  await world.leap('2026-12-18 10:30');
  expect((await homeOf(person, jiang)).steps).toEqual([]);

  await officer.complaint.answer({ number, ...answered });
  await person.complaint.accept({ number });
  await world.leap('2026-12-21 17:00');
  const [again] = await world.discharged({ patientNo: 'P0051', name: '蒋丽华', visitTimes: 2, admitAt: '2026-12-19 09:00', dischargeAt: '2026-12-21 10:00' }) as [Patient];
  expect([again.patientId === jiang.patientId, again.encounterId === jiang.encounterId]).toEqual([true, false]);
  await hospital.until('2026-12-22 10:30');
  const [first] = (await homeOf(person, again)).steps;
  expect((await person.survey.open({ stepId: first!.stepId })).setting.survey).toBe(true);
  await person.survey.save({ stepId: first!.stepId, answers: wellAnswers });
  await person.survey.submit({ stepId: first!.stepId });
  await world.leap('2026-12-31 10:30');
  expect((await homeOf(person, again)).steps.map(({ questionnaire }) => questionnaire)).toEqual(['IP-FULL-1']);
});
