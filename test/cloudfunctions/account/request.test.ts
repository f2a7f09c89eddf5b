/** A family member whose number is not in the record asks; the patient decides. On the built function, over the local platform. */
import { codeOf } from '../../support/client';
import { csv, openHospital, type Hospital, type Someone } from '../../support/hospital';

let hospital: Hospital;
let patient: Someone;
let patientId: string;
beforeAll(async () => {
  hospital = await openHospital('2026-11-18 17:00');
  await hospital.importFile('出院名单.csv', csv([{ patientNo: 'P0001', name: '王秀英', dischargeAt: '2026-11-18 10:00' }]));
  patient = await hospital.inBrowser(phone);
  patientId = (await patient.account.matches({})).matches[0]!.patientId;
  await patient.account.bind({ patientId, relation: 'self', birthMonth: '1966-05' });
});
afterAll(() => hospital.local.dispose());

const phone = '19900010001';

test('nobody learns whether a patient exists; the patient sees the request, allows it, and can take it back', async () => {
  const niece = await hospital.inBrowser('19912345678');
  await niece.account.askToRepresent({ patientPhone: '19900009999', relation: 'other', birthMonth: '1966-05' });
  await niece.account.askToRepresent({ patientPhone: phone, relation: 'other', birthMonth: '1966-06' });
  expect((await patient.account.representatives({ patientId })).representatives).toHaveLength(1);
  await niece.account.askToRepresent({ patientPhone: phone, relation: 'other', birthMonth: '1966-05' });
  expect((await niece.followup.home({})).patients).toEqual([]);

  const asked = (await patient.account.representatives({ patientId })).representatives.find((one) => one.state === 'asked')!;
  expect(asked).toMatchObject({ relation: 'other', phone: '199****5678', mayHear: false });
  expect(await codeOf(niece.account.answerRequest({ patientId, personId: asked.personId, allow: true }))).toBe('FORBIDDEN');
  await patient.account.answerRequest({ patientId, personId: asked.personId, allow: true });
  expect((await niece.followup.home({})).patients).toMatchObject([{ name: '王*英', as: 'family' }]);
  expect(await codeOf(patient.account.answerRequest({ patientId, personId: asked.personId, allow: false }))).toBe('FORBIDDEN');
  await patient.account.removeRepresentative({ patientId, personId: asked.personId });
  expect((await niece.followup.home({})).patients).toEqual([]);
});

test('a refused person is not asked about again, and five requests a day are enough', async () => {
  const stranger = await hospital.inBrowser('19987654321');
  await stranger.account.askToRepresent({ patientPhone: phone, relation: 'other', birthMonth: '1966-05' });
  const asked = (await patient.account.representatives({ patientId })).representatives.find((one) => one.state === 'asked')!;
  await patient.account.answerRequest({ patientId, personId: asked.personId, allow: false });
  for (let n = 0; n < 4; n += 1) await stranger.account.askToRepresent({ patientPhone: phone, relation: 'other', birthMonth: '1966-05' });
  expect((await patient.account.representatives({ patientId })).representatives.some((one) => one.state === 'asked')).toBe(false);
  expect(await codeOf(stranger.account.askToRepresent({ patientPhone: phone, relation: 'other', birthMonth: '1966-05' }))).toBe('TOO_MANY');
  expect(await codeOf(stranger.account.askToRepresent({ patientPhone: phone, relation: 'self', birthMonth: '1966-05' }))).toBe('INVALID_INPUT');
});
