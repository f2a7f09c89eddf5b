/** One patient through every door around National Day. */
import { answered, at, book, filing, homeOf, openDoors, quietHome, reply, say, shownAt, type Patient, type World } from '../support/doors';
import { wellAnswers, type Hospital, type Someone } from '../support/hospital';

// Days pass: each story moves through hundreds of timers.
jest.setTimeout(180_000);

let world: World;
let hospital: Hospital;
let officer: Someone;
beforeAll(async () => {
  world = await openDoors('2026-09-28 17:00');
  ({ hospital, officer } = world);
});
afterAll(() => world.close());

test('one patient through all four doors: the first screen tells all of it at every moment, clocks jump the holiday, and the stay\'s timeline has it in order, without the complaint for the ward', async () => {
  const [wang] = await world.discharged({ patientNo: 'P0001', name: '王秀英', dischargeAt: '2026-09-28 10:00' }) as [Patient];
  const person = await world.self(wang);
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
  await world.leap('2026-10-02 10:00');
  const sent = await say(person, wang, '复查要空腹吗');
  expect(sent.note).toEqual({ key: 'closed_now', by: at('2026-10-03 10:00'), nextAt: at('2026-10-08 08:00') });
  expect(await shownAt(person, wang)).toEqual({ ...quietHome, answered: 1, visit: '2026-10-12 09:30', messages: '0 2026-10-03 10:00', complaints: ['2026-10-13'] });
  await world.leap('2026-10-03 10:30');
  await hospital.until('2026-10-03 11:00');
  expect(await world.callsOf(wang, '王*英')).toEqual(['reply unanswered']);
  // The nurse rings on the holiday and puts down what she said: the conversation has it, and the call is hers to close.
  const held = await hospital.nurse.call.claim({ callId: `call:reply:${wang.threadId}:1` });
  await hospital.nurse.call.dial({ callId: held.callId, claimToken: held.claimToken, to: 'patient' });
  await reply(hospital.nurse, wang, '电话里已告诉您：抽血需要空腹。');
  await hospital.nurse.call.outcome({ callId: held.callId, claimToken: held.claimToken, outcome: 'reached', note: '已告知空腹' });
  expect(await world.callsOf(wang, '王*英')).toEqual([]);
  expect(await shownAt(person, wang)).toMatchObject({ messages: '1 -' });
  await person.message.open({ patientId: wang.patientId });
  expect(await shownAt(person, wang)).toMatchObject({ messages: '0 -' });

  await world.leap('2026-10-08 10:30');
  // The day of the questionnaire about the stay: not while the complaint is open.
  expect(await shownAt(person, wang)).toEqual({ ...quietHome, answered: 1, visit: '2026-10-12 09:30', complaints: ['2026-10-13'] });
  await world.leap('2026-10-09 11:00');
  expect((await officer.complaint.detail({ number })).timeline.map(({ kind }) => kind)).toEqual(['received', 'dispatched', 'warned_internal_tomorrow']);
  await officer.complaint.answer({ number, ...answered });
  expect(await shownAt(person, wang)).toMatchObject({ complaints: ['2026-10-13 answered'] });
  await person.complaint.accept({ number });
  expect(await shownAt(person, wang)).toEqual({ ...quietHome, answered: 1, visit: '2026-10-12 09:30' });

  await world.leap('2026-10-11 10:30');
  await world.leap('2026-10-12 09:20');
  await hospital.ward.visit.mark({ appointmentId: visit.appointmentId, to: 'arrived' });
  await hospital.ward.visit.mark({ appointmentId: visit.appointmentId, to: 'fulfilled' });
  expect(await shownAt(person, wang)).toEqual({ ...quietHome, answered: 1 });
  expect(world.kindsTo(wang.phone)).toEqual(['invite 09-29', 'visit_booked 09-29', 'complaint_filed 09-30', 'visit_day_before 10-11', 'visit_morning 10-12']);

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
