/** What an engine writes for the same discharges: HL7 messages, and a FHIR Bundle. */

/** Chinese characters that differ from one person to the next. */
const sign = (n: number, most: number): string => String.fromCharCode(0x4e00 + (n % most));

/** ADT^A03 in the width of the sample messages. */
const message = (n: number): string => [
  `MSH|^~\\&|HIS|HOSP|SUIFANG|HOSP|20261118134000||ADT^A03^ADT_A03|M${n}|P|2.4||||||UNICODE UTF-8`, 'EVN|A03|20261118134000',
  `PID|1||B${1_000_000 + n}^^^HOSP^MR||王^${sign(n, 5000)}||19600102|M|||甘肃省白银市白银区某街道${n}号||138${10_000_000 + n}`, `NK1|1|李^${sign(n, 3000)}|1^配偶||139${10_000_000 + n}`,
  `PV1|1|I|骨科一病区^${n % 60}^^HOSP||||0301D^王医师|||骨科|||||||||ZY2026${1_000_000 + n}_1|||||||||||||||||01||||||||20261110080000|20261118090000`, 'DG1|1||J18.900^肺炎^ICD10||20261118|F',
].join('\r');

const resources = (n: number): unknown[] => [
  {
    resourceType: 'Patient', id: `B${1_000_000 + n}`, identifier: [{ type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] }, value: `B${1_000_000 + n}` }],
    name: [{ text: `王${sign(n, 5000)}` }], gender: 'male', birthDate: '1960-01-02', telecom: [{ system: 'phone', value: `138${10_000_000 + n}`, use: 'mobile' }],
    contact: [{ relationship: [{ text: '配偶' }], name: { text: `李${sign(n, 3000)}` }, telecom: [{ system: 'phone', value: `139${10_000_000 + n}` }] }],
  },
  {
    resourceType: 'Encounter', id: `E${n}`, identifier: [{ system: 'urn:hospital:inpatient-no', value: `ZY2026${1_000_000 + n}-1` }], status: 'finished', class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
    subject: { reference: `Patient/B${1_000_000 + n}` }, participant: [{ type: [{ coding: [{ code: 'ATND' }] }], individual: { display: '王医师' } }],
    period: { start: '2026-11-10T08:00:00+08:00', end: '2026-11-18T09:00:00+08:00' }, diagnosis: [{ condition: { reference: `Condition/C${n}`, display: '肺炎' }, use: { coding: [{ code: 'DD' }] } }],
    hospitalization: { dischargeDisposition: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/discharge-disposition', code: 'home' }] } }, serviceProvider: { display: '骨科' },
  },
  { resourceType: 'Condition', id: `C${n}`, subject: { reference: `Patient/B${1_000_000 + n}` }, code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'J18.900', display: '肺炎' }] } },
];

const all = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

export const hl7File = (count: number): Buffer => Buffer.from(all(count).map(message).join('\r\r'));
export const fhirBundle = (count: number): Buffer =>
  Buffer.from(`{"resourceType":"Bundle","type":"collection","entry":[${all(count).flatMap(resources).map((resource) => `{"resource":${JSON.stringify(resource)}}`).join(',')}]}`);
