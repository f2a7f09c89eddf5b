/** Special situations: each stops, holds or hurries exactly what it should. */
import { codeOf } from '../support/client';
import { csv, openHospital, wellAnswers, type Hospital, type Row } from '../support/hospital';

// Days pass: each story moves through hundreds of timers.
jest.setTimeout(120_000);

let hospital: Hospital;
afterEach(() => hospital.local.dispose());

const team = async () => (await hospital.nurse.call.worklist({ view: 'team' })).rows;
const funnel = async (day = '2026-11-18') => (await hospital.lead.followup.today({ from: day, to: day })).funnel;
const one: Row = { patientNo: 'P0001', name: '王秀英', dischargeAt: '2026-11-18 10:00' };
const phone = '19900010001';
const contact = '16600010001';

async function silentUntilQueued(row: Row = one): Promise<{ callId: string; claimToken: string }> {
  hospital = await openHospital('2026-11-18 17:00');
  await hospital.importFile('出院名单.csv', csv([row]));
  await hospital.until('2026-11-21 09:30');
  const { claim } = await hospital.nurse.call.claimNext({});
  return { callId: claim!.callId, claimToken: claim!.claimToken };
}

test('a wrong number: never dialled again, the contact is next, and with no number left the step is closed with that reason', async () => {
  const held = await silentUntilQueued();
  await hospital.nurse.call.dial({ ...held, to: 'patient' });
  await hospital.nurse.call.outcome({ ...held, outcome: 'wrong_number' });
  await hospital.until('2026-11-21 10:30');
  const { claim } = await hospital.nurse.call.claimNext({});
  const again = { callId: claim!.callId, claimToken: claim!.claimToken };
  expect(await codeOf(hospital.nurse.call.dial({ ...again, to: 'patient' }))).not.toBe('ok');
  expect(await hospital.nurse.call.dial({ ...again, to: 'contact' })).toMatchObject({ phone: contact });
  await hospital.nurse.call.outcome({ ...again, outcome: 'wrong_number' });
  expect(await funnel()).toMatchObject({ lost: 1, adds: true, reasons: expect.arrayContaining([expect.objectContaining({ reason: 'lost_wrong_number' })]) });
  expect(await team()).toHaveLength(0);
});

test('refused: no satisfaction call any more, and no second round', async () => {
  const held = await silentUntilQueued();
  await hospital.nurse.call.dial({ ...held, to: 'patient' });
  await hospital.nurse.call.outcome({ ...held, outcome: 'refused' });
  const sent = hospital.local.outbox.sms(phone).length;
  await hospital.until('2026-11-30 12:00');
  expect(await team()).toHaveLength(0);
  expect(hospital.local.outbox.sms(phone)).toHaveLength(sent);
  expect((await funnel()).adds).toBe(true);
});

test('told of a death on the phone: everything stops at once, a second person confirms, nobody hears from us again', async () => {
  const held = await silentUntilQueued();
  await hospital.nurse.call.dial({ ...held, to: 'patient' });
  await hospital.nurse.call.outcome({ ...held, outcome: 'deceased', note: '家属告知' });
  const [stay] = (await hospital.lead.discharge.list({})).rows;
  expect(stay).toMatchObject({ death: 'told' });
  expect(await codeOf(hospital.nurse.discharge.confirmDeath({ encounterId: stay!.encounterId, verdict: 'confirmed', note: '本人确认' }))).not.toBe('ok');
  await hospital.second.discharge.confirmDeath({ encounterId: stay!.encounterId, verdict: 'confirmed', note: '病区核实' });
  // A colleague may be reminded of the ward's list of the month.
  const heard = () => hospital.local.outbox.sms().filter(({ kind }) => kind !== 'overdue').length;
  const sent = heard();
  await hospital.until('2026-11-30 12:00');
  expect(heard()).toBe(sent);
  expect(await team()).toHaveLength(0);
  expect(await funnel()).toMatchObject({ discharges: 1, notContacted: 1, adds: true });
});

test('a death told by link, and it was a mistake: everything waits, then goes on', async () => {
  hospital = await openHospital('2026-11-18 17:00');
  await hospital.importFile('出院名单.csv', csv([one]));
  await hospital.until('2026-11-19 10:30');
  const told = await hospital.withLink(phone).survey.tellDeath({ relation: 'child' });
  expect(told.condolence.zh).toMatch(/节哀|难过/);
  await hospital.until('2026-11-22 12:00');
  expect(await team()).toHaveLength(0);
  expect(await funnel()).toMatchObject({ held: 1, adds: true });
  const [stay] = (await hospital.lead.discharge.list({})).rows;
  await hospital.second.discharge.confirmDeath({ encounterId: stay!.encounterId, verdict: 'wrong', note: '家属误点' });
  await hospital.until('2026-11-23 12:00');
  expect(await funnel()).toMatchObject({ held: 0, adds: true });
});

test('readmitted: what was open for the old stay is closed, the new stay has its own conversation', async () => {
  hospital = await openHospital('2026-11-18 17:00');
  await hospital.importFile('出院名单.csv', csv([one]));
  await hospital.until('2026-11-19 20:00');
  await hospital.importFile('再入院.csv', csv([{ ...one, visitTimes: 2, admitAt: '2026-11-19 15:00', dischargeAt: '2026-11-19 19:00' }]));
  await hospital.until('2026-11-21 12:00');
  expect(await funnel()).toMatchObject({ discharges: 1, notContacted: 1, adds: true, reasons: [expect.objectContaining({ reason: 'readmitted' })] });
  expect(await funnel('2026-11-19')).toMatchObject({ discharges: 1, adds: true });
  expect(await team()).toHaveLength(0);
});

test('a red flag at 23:00: the safety page at once, an urgent call, the night duty alerted and asked to acknowledge', async () => {
  hospital = await openHospital('2026-11-18 17:00');
  await hospital.importFile('出院名单.csv', csv([one]));
  await hospital.until('2026-11-19 23:00');
  const byLink = hospital.withLink(phone);
  await byLink.survey.open({});
  const saved = await byLink.survey.save({ answers: [{ linkId: 'who', value: 'self' }, { linkId: 'red', value: ['chest', 'breath'] }] });
  expect(saved.safety).toMatchObject({ level: 'emergency', wardPhone: '09438220401', phoneMasked: '199****0001' });
  expect(saved.safety!.ringBy! - hospital.local.clock.now()).toBeLessThanOrEqual(15 * 60_000);
  const urgent = (await hospital.nurse.call.worklist({ view: 'urgent' })).rows;
  // By night the person on duty rings; a colleague who takes it on may, too.
  expect(urgent).toMatchObject([{ level: 'emergency', ring: { can: false, why: 'not_on_duty' } }]);
  await hospital.local.fire('notice');
  expect(hospital.local.outbox.sms('19900009002')).toHaveLength(1);
  expect(hospital.local.outbox.sms('19900009002')[0]!.text).not.toMatch(/王秀英|胸|普外/);
  await hospital.until('2026-11-19 23:30');
  expect(hospital.local.outbox.sms('19900009003').length).toBeGreaterThan(0);
  await hospital.nurse.call.acknowledge({ callId: urgent[0]!.callId });
  expect((await hospital.nurse.call.worklist({ view: 'urgent' })).rows).toMatchObject([{ ring: { can: true } }]);
  const before = hospital.local.outbox.sms('19900009004').length;
  await hospital.until('2026-11-19 23:55');
  expect(hospital.local.outbox.sms('19900009004').length).toBe(before);
  // Taken on and still not rung: it goes up as if nobody had answered.
  await hospital.until('2026-11-20 01:00');
  expect(hospital.local.outbox.sms('19900009004').length).toBeGreaterThan(before);
  await byLink.survey.recant({});
  expect((await hospital.nurse.call.worklist({ view: 'urgent' })).rows).toHaveLength(1);
});

test('against advice: nobody hears from us until the ward has cleared it, then as a high-risk stay', async () => {
  hospital = await openHospital('2026-11-18 17:00');
  await hospital.importFile('出院名单.csv', csv([{ ...one, departmentCode: '0402', department: '骨科', way: '4' }]));
  await hospital.until('2026-11-20 12:00');
  expect(hospital.local.outbox.sms(phone)).toHaveLength(0);
  expect(await funnel()).toMatchObject({ held: 1, adds: true });
  const { rows } = await hospital.ward.discharge.heldList({});
  expect(rows).toMatchObject([{ hold: 'against_advice' }]);
  await hospital.ward.discharge.clear({ encounterId: rows[0]!.encounterId, decision: 'invite', note: '已电话核实在家' });
  expect(await codeOf(hospital.lead.discharge.clear({ encounterId: rows[0]!.encounterId, decision: 'suppress', note: '重复' }))).toBe('CONFLICT');
  await hospital.until('2026-11-20 14:00');
  expect(hospital.local.outbox.sms(phone)).toHaveLength(1);
  const { rows: steps } = await hospital.lead.followup.steps({ encounterId: rows[0]!.encounterId });
  expect(steps[0]).toMatchObject({ plan: 'high-risk', urgent: true });
});

test('a mother whose baby died: both are linked and nothing goes out until a person decides', async () => {
  hospital = await openHospital('2026-11-18 17:00');
  await hospital.importFile('出院名单.csv', csv([
    { patientNo: 'P0001', name: '许华兰', sex: '女', birthDate: '1989-01-12', departmentCode: '0502', department: '产科', dischargeAt: '2026-11-18 11:00', dxCode: 'O82.900', dx: '剖宫产分娩', contactName: '陈志' },
    { patientNo: 'P0002', name: '许华兰之子', sex: '男', birthDate: '2026-11-15', departmentCode: '0502', department: '产科', admitAt: '2026-11-15 09:00', dischargeAt: '2026-11-16 08:00', dxCode: 'P95', dx: '胎儿死亡', way: '5', phone: '19900010001', contactName: '许华兰', relation: '父母', contactPhone: phone },
  ]));
  await hospital.until('2026-11-23 12:00');
  expect(hospital.local.outbox.sms()).toHaveLength(0);
  expect(await team()).toHaveLength(0);
  expect((await hospital.lead.discharge.heldList({})).rows).toMatchObject([{ name: '许*兰', hold: 'obstetric_loss' }]);
  expect(await funnel()).toMatchObject({ held: 1, adds: true });
  expect(await funnel('2026-11-16')).toMatchObject({ discharges: 1, notContacted: 1, adds: true });
});

test('a mother already invited, whose baby\'s death comes in later: nothing more goes out until a person decides', async () => {
  hospital = await openHospital('2026-11-18 17:00');
  const mother: Row = { patientNo: 'P0001', name: '许华兰', sex: '女', birthDate: '1989-01-12', departmentCode: '0502', department: '产科', dischargeAt: '2026-11-18 11:00', dxCode: 'O82.900', dx: '剖宫产分娩', contactName: '陈志' };
  await hospital.importFile('母亲.csv', csv([mother]));
  await hospital.until('2026-11-21 09:30');
  const { claim } = await hospital.nurse.call.claimNext({});
  expect(claim).not.toBeNull();
  await hospital.importFile('新生儿.csv', csv([{ patientNo: 'P0002', name: '许华兰之子', sex: '男', birthDate: '2026-11-15', departmentCode: '0502', department: '产科', admitAt: '2026-11-15 09:00', dischargeAt: '2026-11-20 08:00', dxCode: 'P95', dx: '胎儿死亡', way: '5', phone, contactName: '许华兰', relation: '父母', contactPhone: phone }]));
  expect(await codeOf(hospital.nurse.call.dial({ callId: claim!.callId, claimToken: claim!.claimToken, to: 'patient' }))).not.toBe('ok');
  const sent = hospital.local.outbox.sms(phone).length;
  await hospital.until('2026-11-22 12:00');
  expect(hospital.local.outbox.sms(phone)).toHaveLength(sent);
  expect(await team()).toHaveLength(0);
  expect(await funnel()).toMatchObject({ held: 1, adds: true });
  const [stay] = (await hospital.lead.discharge.heldList({})).rows;
  await hospital.lead.discharge.clear({ encounterId: stay!.encounterId, decision: 'invite', note: '本人愿意接受电话' });
  await hospital.until('2026-11-24 12:00');
  expect((await funnel()).held).toBe(0);
  expect(await team()).toHaveLength(1);
});

test('a sensitive stay: no SMS, no family, no department anywhere; straight to a call at the own number', async () => {
  hospital = await openHospital('2026-11-18 17:00');
  await hospital.importFile('出院名单.csv', csv([{ ...one, departmentCode: '1500', department: '精神心理科', dxCode: 'F32.900', dx: '抑郁发作' }]));
  await hospital.until('2026-11-21 10:00');
  expect(hospital.local.outbox.sms()).toHaveLength(0);
  const rows = await team();
  expect(rows).toHaveLength(1);
  const { claim } = await hospital.nurse.call.claimNext({});
  const held = { callId: claim!.callId, claimToken: claim!.claimToken };
  expect(await codeOf(hospital.nurse.call.dial({ ...held, to: 'contact' }))).not.toBe('ok');
  expect(await hospital.nurse.call.dial({ ...held, to: 'patient' })).toMatchObject({ phone });
  const family = await hospital.inBrowser(contact);
  expect((await family.account.matches({})).matches).toEqual([]);
});

test('no number at all: accepted, closed as no contact, and counted', async () => {
  hospital = await openHospital('2026-11-18 17:00');
  await hospital.importFile('出院名单.csv', csv([{ ...one, phone: '', contactPhone: '' }]));
  await hospital.until('2026-11-21 10:00');
  expect(await funnel()).toMatchObject({ discharges: 1, notContacted: 1, adds: true, reasons: [expect.objectContaining({ reason: 'no_contact' })] });
});

test('opting out of surveys: satisfaction questions stop, and the withdrawal is kept', async () => {
  hospital = await openHospital('2026-11-18 17:00');
  await hospital.importFile('出院名单.csv', csv([one]));
  await hospital.until('2026-11-19 10:30');
  const byLink = hospital.withLink(phone);
  await byLink.survey.open({});
  await byLink.survey.save({ answers: wellAnswers.slice(0, 3) });
  await byLink.account.withdrawConsent({ purpose: 'survey' });
  const sent = hospital.local.outbox.sms(phone).length;
  await hospital.until('2026-12-01 12:00');
  expect(hospital.local.outbox.sms(phone).filter((sms) => sms.kind === 'invite').length).toBeLessThanOrEqual(sent);
  expect((await funnel()).adds).toBe(true);
});
