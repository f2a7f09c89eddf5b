/** The worklist as it is deployed: built functions, their timers and doors on the local platform. */
import { codeOf } from '../../support/client';
import { csv, openHospital, wellAnswers, type Hospital, type Row } from '../../support/hospital';

let hospital: Hospital;
afterEach(() => hospital.local.dispose());

const people = (count: number): Row[] => Array.from({ length: count }, (_, n) => ({ patientNo: `P${String(n + 1).padStart(4, '0')}`, name: `王小${'一二三四五六七八九十'[n % 10]}`, dischargeAt: '2026-11-18 10:00' }));
const phone = (n: number): string => `1990001${String(n).padStart(4, '0')}`;

test('fifty claims at once: no call twice, no number twice; then each dial gives its own number once', async () => {
  hospital = await openHospital('2026-11-18 17:00');
  await hospital.importFile('出院名单.csv', csv(people(60)));
  await hospital.until('2026-11-21 09:30');
  const nurses = [hospital.nurse, hospital.second, hospital.lead];
  const claims = await Promise.all(Array.from({ length: 50 }, async (_, n) => ({ by: nurses[n % 3]!, claim: (await nurses[n % 3]!.call.claimNext({})).claim })));
  expect(claims.every((c) => c.claim)).toBe(true);
  expect(new Set(claims.map((c) => c.claim?.callId)).size).toBe(50);
  const dialled = await Promise.all(claims.slice(0, 20).map(({ by, claim }) => by.call.dial({ callId: claim!.callId, claimToken: claim!.claimToken, to: 'patient' })));
  expect(new Set(dialled.map((d) => d.phone)).size).toBe(20);
  const rows = (await hospital.nurse.call.worklist({ view: 'team', limit: 100 })).rows;
  expect(rows.filter((r) => r.state === 'claimed')).toHaveLength(50);
  expect(rows.filter((r) => r.attempts === 1)).toHaveLength(20);
});

test('a dial races an answer from the SMS link: a number given was given before; afterwards none is', async () => {
  hospital = await openHospital('2026-11-18 17:00');
  await hospital.importFile('出院名单.csv', csv(people(6)));
  await hospital.until('2026-11-21 09:30');
  const byPhone = new Map(await Promise.all(Array.from({ length: 6 }, async (_, n) => {
    const person = hospital.withLink(phone(n + 1));
    await person.survey.open({});
    await person.survey.save({ answers: wellAnswers });
    return [phone(n + 1), person] as const;
  })));
  // Ten minutes later nobody is typing any more, and all may be rung.
  await hospital.until('2026-11-21 09:45');
  for (let n = 0; n < 6; n += 1) {
    const { claim } = await hospital.nurse.call.claimNext({});
    const held = { callId: claim!.callId, claimToken: claim!.claimToken };
    const { masked } = (await hospital.nurse.call.card({ callId: held.callId })).numbers[0]!;
    const person = [...byPhone].find(([number]) => masked.endsWith(number.slice(-4)))![1];
    const [submitted, dialled] = await Promise.all([codeOf(person.survey.submit({})), codeOf(hospital.nurse.call.dial({ ...held, to: 'patient' }))]);
    expect(submitted).toBe('ok');
    expect(['ok', 'GONE']).toContain(dialled);
    expect(await codeOf(hospital.nurse.call.dial({ ...held, to: 'patient' }))).toBe('GONE');
    expect(await hospital.nurse.call.heartbeat(held)).toMatchObject({ state: 'withdrawn', reason: 'answered' });
    // What the nurse says about it afterwards is kept and changes nothing.
    if (dialled === 'ok') expect(await hospital.nurse.call.outcome({ ...held, outcome: 'no_answer' })).toMatchObject({ state: 'withdrawn', withdrawnReason: 'answered' });
  }
  expect((await hospital.lead.followup.today({ from: '2026-11-18', to: '2026-11-18' })).funnel).toMatchObject({ discharges: 6, answered: 6, adds: true });
});

test('a red flag at 23:00: the duty office is alerted, nobody acknowledges, and it goes up a level every quarter of an hour', async () => {
  hospital = await openHospital('2026-11-18 17:00');
  await hospital.importFile('出院名单.csv', csv(people(1)));
  await hospital.until('2026-11-19 23:00');
  const person = hospital.withLink(phone(1));
  await person.survey.open({});
  const { safety } = await person.survey.save({ answers: [{ linkId: 'who', value: 'self' }, { linkId: 'red', value: ['chest'] }] });
  expect(safety).toMatchObject({ level: 'emergency', who: '医院总值班' });
  expect(safety!.ringBy).toBe(hospital.local.clock.now() + 15 * 60_000);
  const texts = () => ['19900009002', '19900009003', '19900009004'].map((number) => hospital.local.outbox.sms(number).length);
  const pass = async () => {
    await hospital.local.fire('call', { times: 2, together: true });
    await hospital.local.fire('notice', { times: 2, together: true });
  };
  await pass();
  expect(texts()).toEqual([1, 0, 0]);
  await hospital.local.clock.advance({ minutes: 15 });
  await pass();
  expect(texts()).toEqual([1, 1, 0]);
  await hospital.local.clock.advance({ minutes: 15 });
  await pass();
  expect(texts()).toEqual([1, 1, 1]);
  const [row] = (await hospital.lead.call.worklist({ view: 'urgent' })).rows;
  expect(row).toMatchObject({ kind: 'redflag', ackLevel: 2, ring: { can: false, why: 'not_on_duty' } });
  await hospital.lead.call.acknowledge({ callId: row!.callId });
  expect((await hospital.lead.call.worklist({ view: 'urgent' })).rows[0]).toMatchObject({ ackBy: '陈建华', ring: { can: true } });
});
