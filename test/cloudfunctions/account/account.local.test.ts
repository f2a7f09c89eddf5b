/** Account as it is deployed: built function, real SDK, WeChat's door and the browser's, a code that really comes by SMS, a patient from a file. */
import { codeOf, Refused } from '../../support/client';
import { csv, openHospital, through, type Hospital } from '../../support/hospital';

let hospital: Hospital;
beforeAll(async () => {
  hospital = await openHospital('2026-11-20 09:00');
  await hospital.importFile('discharges.csv', csv([
    { patientNo: 'P0001', name: '张小三', birthDate: '1966-05-12', phone: '13812341234', contactPhone: '13912345678', relation: '子', dischargeAt: '2026-11-19 10:00' },
    { patientNo: 'P0002', name: '李安宁', birthDate: '1990-02-03', phone: '13712341234', contactPhone: '13912345678', relation: '父母', departmentCode: '1500', department: '精神心理科', dxCode: 'F32.900', dx: '抑郁发作', dischargeAt: '2026-11-19 11:00' },
  ]));
});
afterAll(() => hospital?.local.dispose());
const reasonOf = (call: Promise<unknown>): Promise<string> => call.then(() => 'ok', (e: unknown) => (e instanceof Refused ? e.body.reason ?? e.body.code : Promise.reject(e)));

it('the patient comes by WeChat\'s phone component, finds the stay and acts for themselves', async () => {
  const { account } = await hospital.inWechat('13812341234');
  const { matches } = await account.matches({});
  expect(matches).toEqual([expect.objectContaining({ name: '张*三', through: 'own', dischargeDay: '2026-11-19', bound: false })]);
  expect(await reasonOf(account.bind({ patientId: matches[0]!.patientId, relation: 'self', birthMonth: '1966-06' }))).toBe('birth_month');
  const { me } = await account.bind({ patientId: matches[0]!.patientId, relation: 'self', birthMonth: '1966-05' });
  expect(me).toMatchObject({ kind: 'person', represents: [{ name: '张*三', as: 'patient' }] });
});

it('the son comes by a code, in any browser, and sees nothing of the sensitive stay that has his number too', async () => {
  const { account } = await hospital.inBrowser('13912345678');
  const { matches } = await account.matches({});
  expect(matches.map((m) => [m.name, m.through, m.relation])).toEqual([['张*三', 'contact', 'child']]);
  await account.bind({ patientId: matches[0]!.patientId, relation: 'child', birthMonth: '1966-05' });
  expect(await account.representatives({ patientId: matches[0]!.patientId })).toMatchObject({ mayManage: false, representatives: [{ relation: 'child', phone: '139****5678', mayHear: false }] });
});

it('withdrawing care reaches follow-up: what was planned is closed', async () => {
  const { account, followup } = await hospital.inWechat('13812341234');
  const me = await account.me({});
  const patientId = me.kind === 'person' ? me.represents[0]!.patientId : '';
  await hospital.until('2026-11-20 10:30');
  const { consents } = await account.withdrawConsent({ patientId, purpose: 'care' });
  expect(consents.find((c) => c.purpose === 'care')).toMatchObject({ state: 'withdrawn', mayAsk: false });
  expect(await codeOf(followup.home({}))).toBe('ok');
  const steps = await hospital.local.database.handle('database.getDocument', { collectionName: 'step', query: JSON.stringify({ patientId }), limit: 10 });
  const list = (steps['data'] as { list: string[] }).list.map((text) => JSON.parse(text) as { state: string; reason: string });
  expect(list.length).toBeGreaterThan(0);
  expect(list.map((s) => [s.state, s.reason])).toEqual(list.map(() => ['closed', 'opted_out']));
});

it('nobody passes through the wrong door', async () => {
  const { account } = through(hospital.local, { token: 's_'.padEnd(45, 'x') });
  expect(await codeOf(account.staffList({}))).toBe('UNAUTHENTICATED');
  expect(await codeOf(hospital.nurse.account.staffList({}))).toBe('FORBIDDEN');
  expect(await codeOf(hospital.lead.account.matches({}))).toBe('FORBIDDEN');
  expect(await codeOf(through(hospital.local, 'nobody').account.wechatPhone({ code: 'x' }))).toBe('UNAUTHENTICATED');
  expect(await reasonOf(through(hospital.local, 'nobody').account.setup({
    token: 'setup-token-of-the-tests-only', userName: 'again', name: '再来', password: 'synthetic-people-only-1', hospital: { name: '白银示范医院', phone: '09438220000', privacyContact: { name: '信息科', phone: '09438220001', email: '' } },
  }))).toBe('setup_done');
});

it('the day is sealed by the timer', async () => {
  const { token: old } = await through(hospital.local, 'nobody').account.signIn({ userName: 'lead', password: 'synthetic-people-only-1' });
  await hospital.local.clock.set('2026-11-21T09:00:00+08:00');
  const [fired] = await hospital.local.fire('account');
  expect(fired!.result).toMatchObject({ ok: true, data: { sealed: ['2026-11-20'] } });
  // A day later the lead's session is over.
  expect(await reasonOf(through(hospital.local, { token: old }).account.auditOf({}))).toBe('expired');
  const { token } = await through(hospital.local, 'nobody').account.signIn({ userName: 'lead', password: 'synthetic-people-only-1' });
  const day = await through(hospital.local, { token }).account.auditOf({ day: '2026-11-20' });
  expect([day.sealed, day.broken, day.rows.length > 5]).toEqual([true, [], true]);
});
