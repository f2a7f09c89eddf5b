/** The calendar's hard days, and timers that fire twice, together, or not at all. */
import { csv, openHospital, type Hospital, type Row } from '../support/hospital';

// Days pass: each story moves through hundreds of timers.
jest.setTimeout(120_000);

let hospital: Hospital;
afterEach(() => hospital.local.dispose());

const team = async () => (await hospital.nurse.call.worklist({ view: 'team' })).rows;
const funnel = async (day: string) => (await hospital.lead.followup.today({ from: day, to: day })).funnel;
const people = (day: string, count: number): Row[] => Array.from({ length: count }, (_, n) => ({ patientNo: `P${String(n + 1).padStart(4, '0')}`, dischargeAt: `${day} 10:00` }));
/** Shanghai wall time of a message. */
const wallTime = (at: string): string => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(11, 16);

test('National Day week: everyone is invited by day and queued by 72 hours, holiday or not', async () => {
  hospital = await openHospital('2026-09-30 16:00');
  await hospital.importFile('出院名单.csv', csv(people('2026-09-30', 5)));
  await hospital.until('2026-10-03 10:00');
  expect(await team()).toHaveLength(5);
  expect(await funnel('2026-09-30')).toMatchObject({ discharges: 5, queued: 5, adds: true });
  for (const sms of hospital.local.outbox.sms()) {
    expect(wallTime(sms.at) >= '08:30' && wallTime(sms.at) < '20:00').toBe(true);
  }
});

test('a timer silent for two days catches up: nobody is lost, nobody hears from us at night, nobody is queued twice', async () => {
  hospital = await openHospital('2026-11-18 17:00');
  await hospital.importFile('出院名单.csv', csv(people('2026-11-18', 8)));
  await hospital.local.clock.set('2026-11-20T15:00:00Z');
  await hospital.local.fire('followup');
  await hospital.local.fire('notice');
  expect(hospital.local.outbox.sms()).toHaveLength(0);
  await hospital.until('2026-11-21 12:00');
  expect(hospital.local.outbox.sms().filter((sms) => sms.kind === 'invite')).toHaveLength(8);
  await hospital.until('2026-11-23 12:00');
  expect(await team()).toHaveLength(8);
  expect(new Set((await team()).map((row) => row.callId)).size).toBe(8);
  expect(await funnel('2026-11-18')).toMatchObject({ discharges: 8, queued: 8, adds: true });
});

test('two timers at once, every time: one message each, one call each', async () => {
  hospital = await openHospital('2026-11-18 17:00');
  await hospital.importFile('出院名单.csv', csv(people('2026-11-18', 6)));
  for (const at of ['2026-11-19T02:00:00Z', '2026-11-19T02:01:00Z', '2026-11-20T02:05:00Z', '2026-11-20T02:06:00Z', '2026-11-21T01:01:00Z', '2026-11-21T01:06:00Z']) {
    await hospital.local.clock.set(at);
    await hospital.local.fire('followup', { times: 2, together: true });
    await hospital.local.fire('notice', { times: 2, together: true });
  }
  await hospital.until('2026-11-21 09:10');
  const phones = new Set(hospital.local.outbox.sms().map((sms) => sms.phone));
  expect(phones.size).toBe(6);
  for (const phone of phones) expect(hospital.local.outbox.sms(phone).map((sms) => sms.kind)).toEqual(['invite', 'remind']);
  expect(await team()).toHaveLength(6);
});

test('the hour of the process does not matter: a day border in Shanghai is not one in UTC', async () => {
  hospital = await openHospital('2026-11-18 23:50');
  await hospital.importFile('出院名单.csv', csv([{ patientNo: 'P0001', dischargeAt: '2026-11-18 23:40' }]));
  await hospital.until('2026-11-19 10:30');
  expect(hospital.local.outbox.sms()).toHaveLength(1);
  expect(await funnel('2026-11-18')).toMatchObject({ discharges: 1, waiting: 1 });
});
