/**
 * The main job on a moving calendar: discharged on Wednesday 18 November 2026, invited on the 19th at 10:00, reminded on the 20th, and whoever has not answered by the
 * 21st at 9:00 is in the nurses' worklist, exactly once.
 */
import { api as followup } from '../../cloudfunctions/followup/contract';
import { codeOf } from '../support/client';
import { csv, openHospital, through, wellAnswers, type Hospital } from '../support/hospital';

// Days pass: each story moves through hundreds of timers.
jest.setTimeout(120_000);

let hospital: Hospital;
afterEach(() => hospital.local.dispose());

const three = [
  { patientNo: 'P0001', name: '王秀英', dischargeAt: '2026-11-18 10:00' },
  { patientNo: 'P0002', name: '李建国', dischargeAt: '2026-11-18 11:00' },
  { patientNo: 'P0003', name: '赵敏芳', dischargeAt: '2026-11-18 12:00' },
];
const phone = (n: number): string => `1990001000${n}`;
const contact = (n: number): string => `1660001000${n}`;
const team = async () => (await hospital.nurse.call.worklist({ view: 'team' })).rows;
const funnel = async (day = '2026-11-18') => (await hospital.lead.followup.today({ from: day, to: day })).funnel;

test('one answers by the SMS link, one in WeChat, and only the silent one is queued, once, by 72 hours', async () => {
  hospital = await openHospital('2026-11-18 17:00');
  const job = await hospital.importFile('出院名单.csv', csv(three));
  expect(job).toMatchObject({ state: 'done', counts: { registered: 3, rejected: 0 } });

  await hospital.until('2026-11-19 09:30');
  expect(hospital.local.outbox.sms(phone(1))).toHaveLength(0);
  await hospital.until('2026-11-19 10:30');
  expect(hospital.local.outbox.sms(phone(1))).toHaveLength(1);

  const byLink = hospital.withLink(phone(1));
  const opened = await byLink.survey.open({});
  expect(opened).toMatchObject({ name: '王*英', state: 'draft', resume: 'none' });
  await byLink.survey.save({ answers: wellAnswers });
  expect(await byLink.survey.submit({})).toMatchObject({ outcome: 'submitted' });
  // A second click hears the same; a changed mind hears that the sheet is in.
  expect(await byLink.survey.submit({})).toMatchObject({ outcome: 'submitted' });
  expect(await codeOf(byLink.survey.save({ answers: [{ linkId: 'recover', value: 'worse' }] }))).toBe('GONE');

  const wechat = await hospital.inWechat(phone(2));
  const { matches } = await wechat.account.matches({});
  await wechat.account.bind({ patientId: matches[0]!.patientId, relation: 'self', birthMonth: '1966-05' });
  const home = await wechat.followup.home({});
  const step = home.patients[0]!.steps[0]!;
  await wechat.survey.open({ stepId: step.stepId });
  await wechat.survey.save({ stepId: step.stepId, answers: wellAnswers });
  await wechat.survey.submit({ stepId: step.stepId });

  await hospital.until('2026-11-20 11:00');
  expect(hospital.local.outbox.sms(phone(3))).toHaveLength(2);
  expect(hospital.local.outbox.sms(phone(1))).toHaveLength(1);
  await hospital.until('2026-11-21 08:30');
  expect(await team()).toHaveLength(0);
  await hospital.until('2026-11-21 09:30');
  const rows = await team();
  expect(rows).toMatchObject([{ name: '赵*芳', reason: 'silent', dayN: 3, ring: { can: true } }]);

  await Promise.all([hospital.local.fire('followup', { times: 2, together: true }), hospital.local.fire('call', { times: 2, together: true })]);
  expect(await team()).toHaveLength(1);
  expect(await funnel()).toMatchObject({ discharges: 3, answered: 2, queued: 1, adds: true });
});

test('a late answer takes the waiting call back, also from a nurse who holds it', async () => {
  hospital = await openHospital('2026-11-18 17:00');
  await hospital.importFile('出院名单.csv', csv(three));
  await hospital.until('2026-11-21 09:30');
  expect(await team()).toHaveLength(3);

  const { claim } = await hospital.nurse.call.claimNext({});
  const card = await hospital.nurse.call.card({ callId: claim!.callId });
  const n = three.findIndex((row) => row.name === card.name) + 1;
  expect(n).toBeGreaterThan(0);
  const late = hospital.withLink(phone(n));
  await late.survey.open({});
  await late.survey.save({ answers: wellAnswers });
  expect(await hospital.nurse.call.heartbeat({ callId: claim!.callId, claimToken: claim!.claimToken })).toMatchObject({ state: 'claimed' });
  await late.survey.submit({});

  expect(await hospital.nurse.call.heartbeat({ callId: claim!.callId, claimToken: claim!.claimToken })).toMatchObject({ state: 'withdrawn', reason: 'answered' });
  expect(['GONE', 'LEASE_LOST']).toContain(await codeOf(hospital.nurse.call.dial({ callId: claim!.callId, claimToken: claim!.claimToken, to: 'patient' })));
  expect(await team()).toHaveLength(2);
  expect(await funnel()).toMatchObject({ discharges: 3, answered: 1, queued: 2, adds: true });
});

test('the nurse goes on from the patient\'s own draft and closes the step', async () => {
  hospital = await openHospital('2026-11-18 17:00');
  await hospital.importFile('出院名单.csv', csv(three.slice(0, 1)));
  await hospital.until('2026-11-19 10:30');
  const byLink = hospital.withLink(phone(1));
  await byLink.survey.open({});
  await byLink.survey.save({ answers: wellAnswers.slice(0, 4) });
  await hospital.until('2026-11-21 09:30');

  const { claim } = await hospital.nurse.call.claimNext({});
  const held = { callId: claim!.callId, claimToken: claim!.claimToken };
  const dialled = await hospital.nurse.call.dial({ ...held, to: 'patient' });
  expect(dialled.phone).toBe(phone(1));
  const sheet = await hospital.nurse.survey.openForCall({ callId: held.callId });
  expect(sheet.answers.map((answer) => answer.linkId)).toEqual(expect.arrayContaining(['who', 'recover', 'red', 'mood']));
  expect(sheet.next).toBe('med_take');
  expect(await codeOf(hospital.nurse.call.outcome({ ...held, outcome: 'reached' }))).toBe('INVALID_INPUT');
  await hospital.nurse.survey.saveForCall({ callId: held.callId, consent: { talk: true, recording: true }, answers: wellAnswers.slice(4) });
  await hospital.nurse.survey.submitForCall({ callId: held.callId });
  expect(await hospital.nurse.call.outcome({ ...held, outcome: 'reached' })).toMatchObject({ state: 'done' });
  expect(await funnel()).toMatchObject({ discharges: 1, queued: 0, adds: true });
  expect((await funnel()).answered + (await funnel()).reached).toBe(1);
  expect(await team()).toHaveLength(0);
});

test('three attempts in different parts of at least two days, then lost with a reason', async () => {
  hospital = await openHospital('2026-11-18 17:00');
  await hospital.importFile('出院名单.csv', csv([{ ...three[0]!, contactName: '', contactPhone: '' }]));
  await hospital.until('2026-11-21 09:30');
  const tried: string[] = [];
  for (let day = 21; tried.length < 3 && day < 30; day += 1) {
    for (const time of ['10:00', '11:30', '14:30', '18:30']) {
      await hospital.until(`2026-11-${day} ${time}`);
      const { claim } = await hospital.nurse.call.claimNext({});
      if (!claim) continue;
      await hospital.nurse.call.dial({ callId: claim.callId, claimToken: claim.claimToken, to: 'patient' });
      await hospital.nurse.call.outcome({ callId: claim.callId, claimToken: claim.claimToken, outcome: 'no_answer' });
      tried.push(`${day} ${time}`);
    }
  }
  expect(tried).toHaveLength(3);
  expect(new Set(tried.map((at) => at.slice(0, 2))).size).toBeGreaterThanOrEqual(2);
  expect(await team()).toHaveLength(0);
  const result = await funnel();
  expect(result).toMatchObject({ discharges: 1, lost: 1, adds: true });
  expect(result.reasons).toEqual(expect.arrayContaining([expect.objectContaining({ reason: 'lost_no_answer', count: 1 })]));
});

test('a daughter with the contact number answers for her mother, declared as a proxy; another family sees nothing', async () => {
  hospital = await openHospital('2026-11-18 17:00');
  await hospital.importFile('出院名单.csv', csv([{ ...three[0]!, relation: '女' }]));
  await hospital.until('2026-11-19 10:30');
  const daughter = await hospital.inBrowser(contact(1));
  const { matches } = await daughter.account.matches({});
  expect(matches).toMatchObject([{ name: '王*英', through: 'contact', bound: false }]);
  const patientId = matches[0]!.patientId;
  expect(await codeOf(daughter.account.bind({ patientId, relation: 'child', birthMonth: '1966-06' }))).toBe('WRONG_SECRET');
  await daughter.account.bind({ patientId, relation: 'child', birthMonth: '1966-05' });
  const step = (await daughter.followup.home({})).patients[0]!.steps[0]!;
  await daughter.survey.open({ stepId: step.stepId });
  await daughter.survey.save({ stepId: step.stepId, answers: [{ linkId: 'who', value: 'child' }, { linkId: 'present', value: 'yes' }, ...wellAnswers.slice(1)] });
  await daughter.survey.submit({ stepId: step.stepId });
  const sheet = await hospital.lead.survey.sheet({ stepId: step.stepId });
  expect(sheet).toMatchObject({ state: 'submitted', respondent: { by: 'family', relation: 'child', present: true } });

  const stranger = await hospital.inBrowser('19911112222');
  expect((await stranger.account.matches({})).matches).toEqual([]);
  expect(await codeOf(stranger.account.bind({ patientId, relation: 'child', birthMonth: '1966-05' }))).toBe('FORBIDDEN');
  expect(await codeOf(stranger.survey.open({ stepId: step.stepId }))).toBe('FORBIDDEN');
  expect(await codeOf(through(hospital.local, 'nobody').followup.home({}))).toBe('UNAUTHENTICATED');
  expect(followup.operations.home.callers).toEqual(['patient', 'family']);
});
