/** Return visits over the doors that people really use, on the calendar of 2026: booked, changed, cancelled, closed, missed. */
import { codeOf, Refused } from '../support/client';
import { csv, openHospital, through, type Hospital, type Row, type Someone } from '../support/hospital';

// Days pass: each story moves through hundreds of timers.
jest.setTimeout(180_000);

let hospital: Hospital;
afterEach(() => hospital.local.dispose());

const phone = '19900010001';
const contact = '16600010001';
const reason = (call: Promise<unknown>): Promise<string> => call.then(() => 'ok', (error: unknown) => (error instanceof Refused ? `${error.body.code} ${error.body.reason ?? ''}` : Promise.reject(error)));

/** The rows with what the discharge order says about coming back. */
function withOrders(rows: readonly (Row & { instruction?: string })[]): string {
  const [head, ...lines] = csv(rows).trimEnd().split('\r\n');
  return [`${head},出院医嘱`, ...lines.map((line, n) => `${line},${rows[n]!.instruction ?? '14±3天复诊'}`), ''].join('\r\n');
}
const ortho: Row = { patientNo: 'P0001', name: '王秀英', dischargeAt: '', departmentCode: '0402', department: '骨科', ward: '骨科1病区' };
const clinic = { departmentCode: '0402', practitioner: '', title: '', place: '门诊楼2层3诊室', preparation: '请带出院小结和X光片', weekly: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '08:00', to: '11:30', capacity: 2 })), exceptions: [], publishDays: 28, active: true, rev: 0 };

async function open(now: string, rows: readonly (Row & { instruction?: string })[]): Promise<string[]> {
  hospital = await openHospital(now);
  await hospital.importFile('出院名单.csv', withOrders(rows));
  await hospital.lead.visit.saveSchedule(clinic);
  const { rows: stays } = await hospital.lead.discharge.list({});
  return rows.map((row) => stays.find((stay) => stay.inpatientNo === `Z${row.patientNo.replace(/\D/g, '').padStart(4, '0')}`)!.patientId);
}
async function bound(person: Someone, patientId: string, relation: 'self' | 'child' = 'self'): Promise<Someone> {
  await person.account.bind({ patientId, relation, birthMonth: '1966-05' });
  return person;
}
async function book(person: Someone, patientId: string, pick: (slotId: string) => boolean = () => true, replaces?: string) {
  const { days, suggested } = await person.visit.places({ patientId, departmentCode: '0402', days: 31 });
  const slotId = [...suggested, ...days.flatMap((day) => day.slots.map((slot) => slot.slotId))].find(pick)!;
  const { appointmentId } = await person.visit.hold({ patientId, slotId, ...(replaces && { replaces }) });
  return (await person.visit.book({ appointmentId })).appointment;
}
/** Kinds of the visit's messages to a number, with the Shanghai wall time. */
const heard = (to = phone): string[] => hospital.local.outbox.sms(to).filter((sms) => sms.kind.startsWith('visit_')).map((sms) => `${sms.kind} ${new Date(Date.parse(sms.at) + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ')}`);
/** The person who opens the link of the closed clinic's message. */
function byLinkOf(number: string): Someone {
  const text = hospital.local.outbox.sms(number).findLast((sms) => sms.kind === 'visit_closed')!.text;
  return through(hospital.local, { token: decodeURIComponent(/[?&]t=([\w.%~-]+)/.exec(text)![1]!) });
}
/** Passes over days in which nothing is due; whatever was, is caught up on. */
async function leap(to: string): Promise<void> {
  const at = Date.parse(`${to.replace(' ', 'T')}:00+08:00`);
  await hospital.local.clock.set(new Date(at - 1_800_000).toISOString());
  await hospital.until(to);
}
const wall = (instant: number): string => new Date(instant + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ');

test('over National Day: the order\'s window is all holidays, the first days after it are found, reminders come on the day before and on the morning, checked in and done', async () => {
  const [patientId = ''] = await open('2026-09-21 09:00', [{ ...ortho, dischargeAt: '2026-09-20 10:00' }]);
  const person = await bound(await hospital.inWechat(phone), patientId);
  const { departments, window } = await person.visit.clinics({ patientId });
  expect([departments.map((one) => [one.departmentName, one.own]), window]).toEqual([[['骨科', true]], { from: '2026-10-01', best: '2026-10-04', to: '2026-10-07', source: 'instruction' }]);
  const { days, suggested, from } = await person.visit.places({ patientId, departmentCode: '0402', days: 10 });
  expect([from, suggested, days.map((day) => day.closedWhy || 'open').join(' ')]).toEqual(['2026-10-01', [], 'holiday holiday holiday holiday holiday holiday holiday open open open']);
  const visit = await book(person, patientId, (id) => id.includes('2026-10-08:0800'));
  expect([wall(visit.start), visit.inWindow, visit.state, visit.place, visit.canChange]).toEqual(['10-08 08:00', false, 'booked', '门诊楼2层3诊室', true]);
  expect((await person.followup.home({})).patients[0]!.visit).toMatchObject({ appointmentId: visit.appointmentId, departmentName: '骨科', proposal: false });
  await hospital.until('2026-09-21 10:00');
  await leap('2026-10-07 10:30');
  await leap('2026-10-08 07:50');
  expect(heard()).toEqual(['visit_booked 09-21 09:30', 'visit_day_before 10-07 10:30', 'visit_morning 10-08 07:50']);
  for (const { text } of hospital.local.outbox.sms(phone).filter((sms) => sms.kind.startsWith('visit_'))) expect([/10月8日（周四）08:00/.test(text), /骨科|王秀英|诊室/.test(text)]).toEqual([true, false]);
  const { rows } = await hospital.ward.visit.day({ departmentCode: '0402', day: '2026-10-08' });
  expect(rows).toMatchObject([{ name: '王*英', dayN: 18, state: 'booked', flags: ['out_of_window'] }]);
  await hospital.ward.visit.mark({ appointmentId: visit.appointmentId, to: 'arrived' });
  await hospital.ward.visit.mark({ appointmentId: visit.appointmentId, to: 'fulfilled' });
  await leap('2026-10-09 10:30');
  expect(heard()).toHaveLength(3);
  expect((await person.visit.mine({ patientId })).past.map((one) => one.state)).toEqual(['fulfilled']);
  const [stay] = (await hospital.lead.discharge.list({})).rows;
  const { facts } = await hospital.lead.discharge.timeline({ encounterId: stay!.encounterId });
  expect(facts.map((fact) => fact.kind).filter((kind) => kind.startsWith('visit.'))).toEqual(['visit.booked', 'visit.arrived', 'visit.fulfilled']);
});

test('before Spring Festival: a worked Saturday is a clinic day, and a miss before the holidays is rung on that Saturday', async () => {
  const [patientId = ''] = await open('2026-02-09 09:00', [{ ...ortho, dischargeAt: '2026-02-08 10:00', instruction: '5±2天复诊' }]);
  const person = await bound(await hospital.inWechat(phone), patientId);
  const { days } = await person.visit.places({ patientId, departmentCode: '0402', from: '2026-02-12', days: 13 });
  expect(days.map((day) => `${day.day.slice(5)} ${day.closedWhy || 'open'}`)).toEqual(['02-12 open', '02-13 open', '02-14 open', ...Array.from({ length: 9 }, (_, n) => `02-${15 + n} holiday`), '02-24 open']);
  const visit = await book(person, patientId, (id) => id.includes('2026-02-13:1100'));
  await leap('2026-02-13 13:00');
  expect((await person.visit.get({ appointmentId: visit.appointmentId })).appointment.state).toBe('noshow');
  expect(heard().at(-1)).toMatch(/^visit_missed 02-13 1[23]/);
  await leap('2026-02-14 10:30');
  const missed = (await hospital.nurse.call.worklist({ view: 'team' })).rows.filter((row) => row.kind === 'missed');
  expect(missed).toMatchObject([{ callId: `call:missed:${visit.appointmentId}`, reason: 'missed_visit', name: '王*英' }]);
  // A new booking, by the family this time, takes the call back.
  const daughter = await bound(await hospital.inBrowser(contact), patientId, 'child');
  const again = await book(daughter, patientId, (id) => id.includes('2026-02-24'));
  expect([again.byKind, again.relation]).toEqual(['family', 'child']);
  expect((await hospital.nurse.call.worklist({ view: 'team' })).rows.filter((row) => row.kind === 'missed')).toEqual([]);
});

test('one booking, changed without losing the first, cancelled because it got worse: the safety page, an urgent call, the person on duty', async () => {
  const [patientId = '', other = ''] = await open('2026-11-19 09:00', [{ ...ortho, dischargeAt: '2026-11-18 10:00' }, { ...ortho, patientNo: 'P0002', name: '李建国', dischargeAt: '2026-11-18 11:00' }]);
  const person = await bound(await hospital.inWechat(phone), patientId);
  const first = await book(person, patientId);
  expect([first.day, first.inWindow]).toEqual(['2026-12-02', true]);
  expect(await reason(person.visit.hold({ patientId, slotId: 'slot:0402:general:2026-12-03:0800' }))).toBe('CONFLICT active_exists');
  const second = await book(person, patientId, (id) => id.includes('2026-12-03:0900'), first.appointmentId);
  expect((await person.visit.mine({ patientId })).upcoming.map((one) => wall(one.start))).toEqual(['12-03 09:00']);
  expect(await codeOf(person.visit.get({ appointmentId: 'apt:none' }))).toBe('FORBIDDEN');
  expect(await codeOf(person.visit.mine({ patientId: other }))).toBe('FORBIDDEN');
  await leap('2026-12-02 10:30');
  await leap('2026-12-03 08:00');
  expect(heard().map((one) => one.split(' ').slice(0, 2).join(' '))).toEqual(['visit_day_before 12-02', 'visit_morning 12-03']);
  // An hour before it is too late to say that something came up, but never to say that it got worse.
  expect(await reason(person.visit.cancel({ appointmentId: second.appointmentId, reason: 'busy' }))).toBe('NOT_NOW too_late');
  const { appointment, safety } = await person.visit.cancel({ appointmentId: second.appointmentId, reason: 'worse', note: '伤口又肿又痛' });
  expect([appointment.state, safety?.level, safety?.who, safety?.wardPhone, (safety?.ringBy ?? 0) > hospital.local.clock.now()]).toEqual(['cancelled', 'today', '值班护士', '09438220402', true]);
  await hospital.local.fire('notice');
  expect(hospital.local.outbox.sms('19900009001').map((sms) => sms.kind)).toContain('alert');
  const [urgent] = (await hospital.nurse.call.worklist({ view: 'urgent' })).rows;
  expect(urgent).toMatchObject({ kind: 'redflag', items: ['visit:worse'], level: 'today', name: '王*英' });
  expect(await person.visit.places({ patientId, departmentCode: '0402', from: '2026-12-03', days: 1 })).toMatchObject({ days: [{ day: '2026-12-03' }] });
  // What to do can be read again, from the first page on, until the nurse has done her part.
  const again = async () => [(await person.followup.home({})).patients[0]!.worse, (await person.visit.get({ appointmentId: second.appointmentId })).safety];
  expect(await again()).toEqual([second.appointmentId, { ...safety, acknowledged: false }]);
  const { claimToken, callId } = await hospital.nurse.call.claim({ callId: urgent!.callId });
  expect((await again())[1]).toMatchObject({ acknowledged: true });
  await hospital.nurse.call.outcome({ callId, claimToken, outcome: 'handled', note: '病区已请其来院急诊' });
  expect(await again()).toEqual([undefined, null]);
});

test('reminders come as the patient and her daughter want them; the booking is confirmed in any case', async () => {
  const [patientId = ''] = await open('2026-11-19 09:00', [{ ...ortho, dischargeAt: '2026-11-18 10:00' }]);
  const person = await bound(await hospital.inWechat(phone), patientId);
  await person.visit.saveReminders({ patientId, dayBefore: false, morning: false });
  const visit = await book(person, patientId);
  expect(visit.day).toBe('2026-12-02');
  await hospital.until('2026-11-19 10:00');
  await leap('2026-12-01 10:30');
  const kinds = () => heard().map((one) => one.split(' ')[0]);
  expect(kinds()).toEqual(['visit_booked']);
  // The letter of the morning waits: a word on the last day is early enough.
  const daughter = await bound(await hospital.inBrowser(contact), patientId, 'child');
  expect((await daughter.visit.mine({ patientId })).reminders).toEqual({ dayBefore: false, morning: false });
  await daughter.visit.saveReminders({ patientId, dayBefore: false, morning: true });
  await leap('2026-12-02 07:50');
  expect(kinds()).toEqual(['visit_booked', 'visit_morning']);
  expect((await person.visit.mine({ patientId })).reminders).toEqual({ dayBefore: false, morning: true });
});

test('in hospital again before the visit: it stands, she is reminded, and the counter sees it', async () => {
  const [patientId = ''] = await open('2026-11-19 09:00', [{ ...ortho, dischargeAt: '2026-11-18 10:00' }]);
  const visit = await book(hospital.nurse, patientId);
  const flags = async () => (await hospital.ward.visit.day({ departmentCode: '0402', day: '2026-12-02' })).rows.map((row) => row.flags.includes('readmitted'));
  expect([visit.day, await flags()]).toEqual(['2026-12-02', [false]]);
  await leap('2026-11-27 12:00');
  await hospital.importFile('出院名单二.csv', withOrders([{ ...ortho, visitTimes: 2, admitAt: '2026-11-22 08:00', dischargeAt: '2026-11-27 10:00' }]));
  expect([(await hospital.nurse.visit.mine({ patientId })).upcoming.map((one) => one.appointmentId), await flags()]).toEqual([[visit.appointmentId], [true]]);
  await leap('2026-12-01 10:30');
  expect(heard().map((one) => one.split(' ').slice(0, 2).join(' '))).toContain('visit_day_before 12-01');
});

test('a closed clinic: each is offered the nearest place; one accepts by the link, one chooses another, one cancels, and only the silent one is rung, and booked in the call', async () => {
  const rows = [1, 2, 3, 4].map((n) => ({ ...ortho, patientNo: `P000${n}`, name: ['王秀英', '李建国', '张桂兰', '刘志强'][n - 1]!, dischargeAt: '2026-11-18 10:00' }));
  const patients = await open('2026-11-23 08:30', rows);
  const visits = [];
  for (const [n, patientId] of patients.entries()) visits.push(await book(hospital.nurse, patientId, (id) => id.includes(`2026-12-02:${['0800', '0830', '0900', '0930'][n]!}`)));
  const span = { departmentCode: '0402', from: Date.parse('2026-12-02T00:00:00+08:00'), to: Date.parse('2026-12-03T00:00:00+08:00'), reason: '医生外出会诊' };
  const ward = await hospital.colleague('ward2', 'ward', ['0301']);
  expect(await codeOf(ward.visit.close({ ...span, dryRun: true }))).toBe('FORBIDDEN');
  expect((await hospital.ward.visit.close({ ...span, dryRun: true })).affected.map((one) => [one.name, one.reach])).toEqual([['王*英', 'sms'], ['李*国', 'sms'], ['张*兰', 'sms'], ['刘*强', 'sms']]);
  const { closure } = await hospital.ward.visit.close(span);
  await hospital.until('2026-11-23 09:30');
  const standing = async () => (await hospital.ward.visit.closure({ closureId: closure!.closureId })).rows.map((row) => row.standing);
  expect(await standing()).toEqual(['offered', 'offered', 'offered', 'offered']);
  const sms = hospital.local.outbox.sms(phone).findLast((one) => one.kind === 'visit_closed')!;
  expect([/新的时间：12月[13]日（周[二四]）/.test(sms.text), /骨科|王秀英/.test(sms.text)]).toEqual([true, false]);

  const byLink = byLinkOf(phone);
  const asked = await byLink.visit.proposal({});
  expect([asked.state, asked.appointment.name, asked.offered!.inWindow]).toEqual(['offered', '王*英', true]);
  const accepted = await byLink.visit.answerProposal({ answer: 'accept' });
  expect([accepted.appointment.state, accepted.appointment.start]).toEqual(['booked', asked.offered!.start]);
  // The link is good for this one thing.
  expect(await codeOf(byLink.visit.mine({ patientId: patients[0]! }))).toBe('FORBIDDEN');

  const second = await bound(await hospital.inWechat('19900010002'), patients[1]!);
  expect((await second.followup.home({})).patients[0]!.visit).toMatchObject({ appointmentId: visits[1]!.appointmentId, proposal: true });
  await book(second, patients[1]!, (id) => id.includes('2026-12-04:0930'), visits[1]!.appointmentId);
  await byLinkOf('19900010003').visit.answerProposal({ answer: 'cancel' });
  expect(await standing()).toEqual(['accepted', 'other', 'cancelled', 'offered']);

  await leap('2026-11-24 10:30');
  expect(await standing()).toEqual(['accepted', 'other', 'cancelled', 'silent']);
  const closures = async () => (await hospital.nurse.call.worklist({ view: 'team' })).rows.filter((row) => row.kind === 'closure');
  expect((await closures()).map((row) => [row.callId, row.name, row.reason])).toEqual([[`call:closure:${visits[3]!.appointmentId}`, '刘*强', 'clinic_closed']]);
  const { claimToken, callId } = await hospital.nurse.call.claim({ callId: `call:closure:${visits[3]!.appointmentId}` });
  await hospital.nurse.call.dial({ callId, claimToken, to: 'patient' });
  const { appointment } = await hospital.nurse.visit.answerProposal({ appointmentId: visits[3]!.appointmentId, answer: 'accept' });
  expect([appointment.state, appointment.byKind]).toEqual(['booked', 'staff']);
  expect((await hospital.nurse.call.heartbeat({ callId, claimToken })).state).toBe('claimed');
  await hospital.nurse.call.outcome({ callId, claimToken, outcome: 'reached', note: '已改到新的时间' });
  expect([await closures(), await standing()]).toEqual([[], ['accepted', 'other', 'cancelled', 'accepted']]);
  await leap('2026-11-25 19:00');
  expect(await closures()).toEqual([]);
  // On the closed day nobody is missed.
  await leap('2026-12-02 19:00');
  expect(hospital.local.outbox.sms().filter((one) => one.kind.startsWith('visit_missed') && one.at.startsWith('2026-12-02'))).toEqual([]);
});

test('a second closure takes the place that the first one kept: they are told again, and the newer link is the one that counts', async () => {
  const [patientId = ''] = await open('2026-11-23 08:30', [{ ...ortho, dischargeAt: '2026-11-18 10:00' }]);
  const visit = await book(hospital.nurse, patientId);
  const closeDay = (day: string) => hospital.ward.visit.close({ departmentCode: '0402', from: Date.parse(`${day}T00:00:00+08:00`), to: Date.parse(`${day}T23:30:00+08:00`), reason: '医生外出会诊' });
  const told = () => hospital.local.outbox.sms(phone).filter((sms) => sms.kind === 'visit_closed').map((sms) => /新的时间：(\S+?日)/.exec(sms.text)?.[1]);
  await closeDay(visit.day);
  await hospital.until('2026-11-23 09:30');
  expect(told()).toHaveLength(1);
  const { offered: kept } = await byLinkOf(phone).visit.proposal({});
  await closeDay(new Date(kept!.start + 8 * 3_600_000).toISOString().slice(0, 10));
  await hospital.until('2026-11-23 10:30');
  const [first, second, ...more] = told();
  expect([second !== undefined && second !== first, more]).toEqual([true, []]);
  const { appointment } = await byLinkOf(phone).visit.answerProposal({ answer: 'accept' });
  expect([appointment.state, appointment.start === kept!.start]).toEqual(['booked', false]);
});

test('a death ends the visit and every message about it; the place is somebody else\'s', async () => {
  const [patientId = ''] = await open('2026-11-19 09:00', [{ ...ortho, dischargeAt: '2026-11-18 10:00' }]);
  const visit = await book(hospital.nurse, patientId);
  const [stay] = (await hospital.lead.discharge.list({})).rows;
  await hospital.nurse.discharge.reportDeath({ encounterId: stay!.encounterId, note: '家属来电' });
  await hospital.second.discharge.confirmDeath({ encounterId: stay!.encounterId, verdict: 'confirmed', note: '病区核实' });
  const { appointment } = await hospital.nurse.visit.get({ appointmentId: visit.appointmentId });
  expect([appointment.state, appointment.cancel?.reason]).toEqual(['cancelled', 'deceased']);
  expect(await reason(hospital.nurse.visit.hold({ patientId, slotId: visit.slotId }))).toBe('GONE deceased');
  for (const day of ['2026-12-01 10:30', '2026-12-02 09:00', '2026-12-02 19:00']) await leap(day);
  expect(heard().filter((one) => !one.startsWith('visit_booked'))).toEqual([]);
  expect((await hospital.lead.visit.week({ departmentCode: '0402', from: '2026-11-30' })).schedules[0]!.cells[2]!.taken).toBe(0);
});

test('a held place counts down and comes back while everybody looks on; two timers at once say everything once', async () => {
  const [one = '', two = ''] = await open('2026-11-23 08:30', [{ ...ortho, dischargeAt: '2026-11-18 10:00' }, { ...ortho, patientNo: 'P0002', dischargeAt: '2026-11-18 10:00' }]);
  const slotId = 'slot:0402:general:2026-12-02:0800';
  const left = async () => (await hospital.nurse.visit.places({ patientId: one, departmentCode: '0402', from: '2026-12-02', days: 1 })).days[0]!.slots.find((slot) => slot.slotId === slotId)?.free ?? 0;
  const held = await hospital.nurse.visit.hold({ patientId: one, slotId });
  await book(hospital.nurse, two, (id) => id === slotId);
  expect(await left()).toBe(0);
  await hospital.local.clock.advance({ minutes: 5 });
  await hospital.local.fire('visit', { times: 2, together: true });
  expect([await left(), await reason(hospital.nurse.visit.book({ appointmentId: held.appointmentId }))]).toEqual([1, 'GONE hold_over']);
  await hospital.local.clock.set('2026-12-02T12:30:00+08:00');
  for (const name of ['visit', 'notice', 'visit', 'notice']) await hospital.local.fire(name, { times: 2, together: true });
  expect(heard('19900010002').map((text) => text.split(' ')[0])).toEqual(['visit_missed']);
});
