/** Whose doors they are: two patients with one telephone, a family, a death. */
import { codeOf } from '../support/client';
import { answered, book, bound, filing, key, openDoors, quietHome, reply, say, shownAt, type Patient, type World } from '../support/doors';
import type { Hospital, Someone } from '../support/hospital';

// Days pass: each story moves through hundreds of timers.
jest.setTimeout(180_000);

let world: World;
let hospital: Hospital;
let agent: Someone;
let officer: Someone;
beforeAll(async () => {
  world = await openDoors('2026-11-18 17:00');
  ({ hospital, agent, officer } = world);
});
afterAll(() => world.close());

test('two patients with one telephone, and a daughter who is removed: nothing crosses', async () => {
  const phone = '19900010081';
  const [wife, husband] = await world.discharged({ patientNo: 'P0081', name: '孙玉兰', phone, contactPhone: '16600010081', dischargeAt: '2026-11-18 09:00' }, { patientNo: 'P0082', name: '孙国平', phone, contactPhone: '', contactName: '', dischargeAt: '2026-11-18 09:10' }) as [Patient, Patient];
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

  const daughter = await world.daughterOf(wife);
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

test('a death: visits end and their places are free, nothing more is said to the dead, the daughter is still answered at both her doors; one told in error has the reminders back', async () => {
  await world.leap('2026-11-26 11:00');
  const [feng, chen] = await world.discharged({ patientNo: 'P0061', name: '冯桂英', dischargeAt: '2026-11-25 10:00' }, { patientNo: 'P0062', name: '陈桂兰', dischargeAt: '2026-11-25 11:00' }) as [Patient, Patient];
  await hospital.until('2026-11-26 14:00');
  const daughter = await world.daughterOf(feng);
  const son = await world.daughterOf(chen);
  await book(daughter, feng, '2026-12-09:0800');
  const kept = await book(son, chen, '2026-12-09:0800');
  const taken = async (): Promise<number> => (await hospital.lead.visit.week({ departmentCode: '0402', from: '2026-12-07' })).schedules[0]!.cells[2]!.taken;
  expect(await taken()).toBe(2);
  await hospital.until('2026-11-26 14:30');
  for (const { encounterId } of [feng, chen]) await hospital.nurse.discharge.reportDeath({ encounterId, note: '家属来电' });
  expect(await shownAt(son, chen)).toEqual({ ...quietHome, closed: true });
  const sent = (of: Patient): string[] => world.kindsTo(of.phone).slice(said.get(of));
  const said = new Map([feng, chen].map((of) => [of, world.kindsTo(of.phone).length]));
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
  expect(world.kindsTo(feng.contact).slice(-3).toSorted()).toEqual(['complaint_answered 11-27', 'complaint_filed 11-27', 'reply_family 11-27']);
  expect(await shownAt(daughter, feng)).toEqual({ ...quietHome, closed: true, messages: '1 -', complaints: [expect.stringMatching(/answered$/)] });
  await daughter.message.open({ patientId: feng.patientId });
  await daughter.complaint.accept({ number });
  expect(await shownAt(daughter, feng)).toEqual({ ...quietHome, closed: true });

  // A question that nobody answers stays overdue with the agents; nobody is told to ring the dead.
  await say(daughter, feng, '还有一笔押金没有退');
  await hospital.until('2026-11-28 15:00');
  expect((await world.list()).filter(({ name }) => name === '冯*英')).toEqual([]);
  expect((await agent.message.inbox({ view: 'overdue' })).rows.map(({ threadId }) => threadId)).toContain(feng.threadId);
  await reply(agent, feng, '押金已原路退回。');
  await world.leap('2026-12-08 10:30');
  await world.leap('2026-12-09 07:50');
  expect([sent(feng), sent(chen).filter((kind) => kind.startsWith('visit'))]).toEqual([[], ['visit_day_before 12-08', 'visit_morning 12-09']]);
  await hospital.ward.visit.mark({ appointmentId: kept.appointmentId, to: 'arrived' });
  expect((await world.list()).filter(({ name }) => name === '冯*英')).toEqual([]);
  expect(world.kindsTo(feng.contact).filter((kind) => /^visit_(day|morning|missed)/.test(kind))).toEqual([]);
});
