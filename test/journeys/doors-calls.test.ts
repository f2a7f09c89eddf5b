/** What the doors hand to the nurses: danger, a call in which everything is done, silence, an answer that has to be rung. One calendar; each story begins where the last one ended. */
import { codeOf } from '../support/client';
import { answered, at, book, bound, filing, key, openDoors, quietHome, reply, say, shownAt, wall, type Patient, type World } from '../support/doors';
import { through, wellAnswers, type Hospital, type Someone } from '../support/hospital';

// Days pass: each story moves through hundreds of timers.
jest.setTimeout(180_000);

let world: World;
let hospital: Hospital;
let agent: Someone;
let officer: Someone;
beforeAll(async () => {
  world = await openDoors('2026-11-18 19:00');
  ({ hospital, agent, officer } = world);
});
afterAll(() => world.close());
const duty = ['19900009001', '19900009003', '19900009004'] as const;

test('danger at five doors: each alerts the duty phone once and says who rings by when; what nobody acknowledges goes up a level, and one more', async () => {
  const all = await world.discharged(...[71, 72, 73, 74, 75].map((n) => ({ patientNo: `P00${n}`, name: `钱一${'甲乙丙丁戊'[n - 71]!}`, dischargeAt: '2026-11-18 12:00' }))) as [Patient, Patient, Patient, Patient, Patient];
  const [writes, presses, cancels, complains, answers] = all;
  await hospital.until('2026-11-19 10:30');
  const [one, two, three, four] = await Promise.all([writes, presses, cancels, complains].map(world.self)) as [Someone, Someone, Someone, Someone];
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

test('one call of a nurse: she books the return visit and registers a complaint in it, asks no satisfaction, closes it; the patient finds both at home and nobody is queued twice', async () => {
  const [wu] = await world.discharged({ patientNo: 'P0021', name: '吴春梅', dischargeAt: '2026-11-19 11:00' }) as [Patient];
  await hospital.until('2026-11-20 10:30');
  await world.leap('2026-11-21 10:30');
  await world.leap('2026-11-22 09:30');
  const [row] = (await world.list()).filter(({ name }) => name === '吴*梅');
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

  const person = await world.self(wu);
  expect(await shownAt(person, wu)).toEqual({ ...quietHome, answered: 1, visit: '2026-12-03 08:00', complaints: [dueDay] });
  expect((await person.complaint.mine({})).complaints).toMatchObject([{ number }]);
  const now = async () => (await hospital.lead.followup.steps({ encounterId: wu.encounterId })).rows.map((step) => `${step.key} ${step.state} ${step.reason}`);
  expect(await now()).toEqual(['contact-1 reached ', 'full-10 closed complaint_open']);
  await hospital.until('2026-11-23 08:00');
  expect((await world.list()).filter(({ name }) => name === '吴*梅')).toEqual([]);
  expect(world.kindsTo(wu.phone)).toEqual(['invite 11-20', 'remind 11-21', 'visit_booked 11-22', 'complaint_filed 11-22']);
});

test('silence at every door is rung about once, and the person\'s own act takes the call back from anywhere, also out of a nurse\'s hand', async () => {
  const names = ['郑一甲', '郑一乙', '郑一丙', '郑一丁', '郑一戊', '郑一己'];
  const all = await world.discharged(...names.map((name, n) => ({ patientNo: `P004${n}`, name, dischargeAt: '2026-11-22 10:00' }))) as [Patient, Patient, Patient, Patient, Patient, Patient];
  const [closedHeld, closedFree, missedHeld, missedFree, replyHeld, replyFree] = all;
  // An answer that no channel carries.
  const [writer, other] = [await world.self(replyHeld), await bound(await hospital.inBrowser(replyFree.phone), replyFree)];
  await hospital.until('2026-11-23 08:30');
  for (const [who, of] of [[writer, replyHeld], [other, replyFree]] as const) await say(who, of, '要空腹吗');
  const numbers = new Set([replyHeld, replyFree].flatMap(({ phone, contact }) => [phone, contact]));
  for (const one of [replyHeld, replyFree]) await reply(agent, one, '抽血需要空腹。');
  const silent = async (): Promise<string[]> => (await world.list()).filter(({ kind, name }) => ['closure', 'missed', 'reply'].includes(kind) && name.startsWith('郑')).map(({ callId }) => callId).toSorted();
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
  for (const one of [missedHeld, missedFree]) expect(world.kindsTo(one.phone).filter((kind) => kind.startsWith('visit_missed'))).toEqual(['visit_missed 11-24']);
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
  await book(await world.self(missedHeld), missedHeld, '2026-12-07:0800');
  await writer.message.since({ patientId: replyHeld.patientId, after: 0 });
  // And by others, elsewhere: the daughter cancels in a browser, the daughter books again, the patient reads in a browser.
  await (await world.daughterOf(closedFree)).visit.cancel({ appointmentId: closed[1]!.appointmentId, reason: 'elsewhere' });
  await book(await world.daughterOf(missedFree), missedFree, '2026-12-07:0830');
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
  const [he] = await world.discharged({ patientNo: 'P0032', name: '何素珍', dischargeAt: '2026-11-25 09:00' }) as [Patient];
  // A landline reads no SMS.
  const { number } = await officer.complaint.register({ key: key(), source: 'visit', encounterId: he.encounterId, category: 'nursing.response', departmentCode: '0402', text: '按铃没人来。', complainant: { name: '何素珍', phone: '09438221234', relation: 'self' } });
  await officer.complaint.answer({ number, ...answered });
  expect((await world.list()).filter(({ name }) => name === '何*珍').map(({ callId, reason }) => [callId, reason])).toEqual([[`call:reply:complaint:${number}:1`, 'complaint_answer']]);
  const { callId, claimToken } = await hospital.nurse.call.claim({ callId: `call:reply:complaint:${number}:1` });
  await hospital.nurse.call.dial({ callId, claimToken, to: 'patient' });
  await hospital.nurse.call.outcome({ callId, claimToken, outcome: 'reached', note: '已转告答复' });
  const { encounterId } = he;
  expect(JSON.stringify(await hospital.lead.discharge.timeline({ encounterId }))).toContain('complaint.answered');
  const reads = [hospital.ward.discharge.timeline({ encounterId }), hospital.ward.followup.steps({ encounterId }), hospital.ward.discharge.get({ encounterId }), hospital.ward.call.worklist({ view: 'team' }), hospital.ward.visit.ofStay({ encounterId })];
  expect(JSON.stringify(await Promise.all(reads))).not.toMatch(/complain|TS2026/);
  expect(await codeOf(hospital.ward.call.card({ callId }))).toBe('FORBIDDEN');

  // In the app the complainant's own reading takes the call back, also out of the nurse's hand.
  const person = await world.self(he);
  const own = await person.complaint.file(filing(he, '结账排队两小时。'));
  await hospital.local.fire('notice');
  await officer.complaint.answer({ number: own.number, ...answered });
  hospital.local.failures.sms('FailedOperation.PhoneNumberInBlacklist', 1);
  await hospital.local.fire('notice');
  const held = await hospital.nurse.call.claim({ callId: `call:reply:complaint:${own.number}:1` });
  expect(await person.complaint.view({ number: own.number })).toMatchObject({ state: 'answered', answers: [{ text: answered.text }] });
  expect(await hospital.nurse.call.heartbeat({ callId: held.callId, claimToken: held.claimToken })).toMatchObject({ state: 'withdrawn' });
  expect(['GONE', 'LEASE_LOST']).toContain(await codeOf(hospital.nurse.call.dial({ callId: held.callId, claimToken: held.claimToken, to: 'patient' })));
  expect((await world.list()).filter(({ name, kind }) => name === '何*珍' && kind === 'reply')).toEqual([]);
});
