/** What FHIR servers and clients really send, what it says, and how each entry is answered. */
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { hearFhir } from '../../../cloudfunctions/discharge/rules/fhir/bundle';
import { outcomeOf, responseOf } from '../../../cloudfunctions/discharge/rules/fhir/response';
import { formatOf } from '../../../cloudfunctions/discharge/rules/format';
import type { Cells, Heard } from '../../../cloudfunctions/discharge/rules/statement';

const sample = readFileSync(path.join(__dirname, '../../fixtures/discharge/fhir-bundle.json'));
const now = Date.parse('2026-11-20T08:00:00+08:00');
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (value: unknown) => hearFhir(utf8(typeof value === 'string' ? value : JSON.stringify(value)), now);
const brief = (heard: readonly Heard[]) => heard.map((one) => `${one.ref}: ${'problem' in one ? `${one.problem} ${one.place}`.trim() : one.saying.kind}`);
const sayings = (heard: readonly Heard[]) => heard.flatMap((one) => ('saying' in one ? [one.saying] : []));

type Json = Record<string, unknown>;
const bundle = (resources: Json[], more: Json = {}) => ({ resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })), ...more });
const mr = (value: string) => [{ type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] }, value }];
const patient = (more: Json = {}): Json => ({ resourceType: 'Patient', id: 'p1', identifier: mr('P1'), name: [{ text: '顾思' }], gender: 'female', birthDate: '2005-01-13', ...more });
const concept = (code: string, text?: string, system?: string) => ({ coding: [{ code, system }], text });
const encounter = (more: Json = {}): Json => ({
  resourceType: 'Encounter', id: 'e1', identifier: [{ value: '2026003000-1' }], status: 'finished', class: { code: 'IMP' }, subject: { reference: 'Patient/p1' }, period: { start: '2026-11-10T00:10:00+08:00', end: '2026-11-18T08:56:00+08:00' }, ...more,
});
/** What one encounter with its patient says. */
const cellsOf = (more: Json, other: Json[] = [], person: Json = {}): Cells => {
  const said = sayings(read(bundle([patient(person), encounter(more), ...other])).heard);
  expect(said).toHaveLength(1);
  return said[0]!.cells;
};

test('eight discharges of a bundle are heard without a problem, each with all that it gives', () => {
  const { refs, heard, bundleType } = hearFhir(sample, now);
  expect([bundleType, refs.length, heard.length]).toEqual(['collection', 24, 8]);
  expect(brief(heard)).toEqual(Array.from({ length: 8 }, (_, index) => `entry ${index * 3 + 2}: stay`));
  expect(sayings(heard)[0]).toEqual({
    kind: 'stay', patientNo: 'P103000', inpatientNo: '2026003000', visitTimes: '1', into: '', at: null, eventId: 'Encounter/E2026003000',
    cells: {
      name: '顾思', sex: 'female', birthDate: '2005-01-13', phone: '14303822290', contactName: '顾涛', contactRelation: '配偶', contactPhone: '18501258361',
      department: '内分泌科', attending: '郑文斌', admitAt: '2026-11-10 00:10', dischargeAt: '2026-11-18 08:56', dx: '2型糖尿病', dxCode: 'E11.900', way: '1', cancelled: '0',
    },
  });
});

describe('what a status says', () => {
  const facts = { name: '顾思', sex: 'female', birthDate: '2005-01-13' };
  test.each<[string, Json, Cells]>([
    ['in-progress: in hospital, and not discharged', { status: 'in-progress', period: { start: '2026-11-10T00:10:00+08:00' } }, { ...facts, admitAt: '2026-11-10 00:10', admitted: '1', cancelled: '1' }],
    ['R5 completed is finished', { status: 'completed', period: undefined, actualPeriod: { end: '2026-11-18' } }, { ...facts, dischargeAt: '2026-11-18', cancelled: '0' }],
    ['R5 class and admission', { class: [concept('IMP')], hospitalization: undefined, admission: { dischargeDisposition: concept('aadvice') } }, { ...facts, admitAt: '2026-11-10 00:10', dischargeAt: '2026-11-18 08:56', way: '4', cancelled: '0' }],
  ])('%s', (_, more, cells) => expect(cellsOf(more)).toEqual(cells));

  test.each(['cancelled', 'entered-in-error', 'discontinued'])('%s takes everything back', (status) =>
    expect(sayings(read(bundle([patient(), encounter({ status })])).heard).map(({ kind, cells }) => [kind, cells.admitted, cells.cancelled])).toEqual([['stay', '0', '1'], ['person', undefined, undefined]]));

  test.each<[string, Json, string]>([
    ['planned', { status: 'planned' }, 'status Encounter.status'], ['no status', { status: undefined }, 'missing Encounter.status'], ['a status of nobody\'s', { status: 'gone' }, 'format Encounter.status'],
    ['an outpatient', { class: { code: 'AMB' } }, 'no_stay Encounter.class'], ['R5 outpatient', { class: [concept('EMER')] }, 'no_stay Encounter.class'],
    ['no patient', { subject: undefined }, 'missing Encounter.subject'], ['a patient who is not here', { subject: { reference: 'Patient/p9' } }, 'reference Encounter.subject'],
    ['no number', { identifier: [] }, 'missing Encounter.identifier'], ['a number for a text', { period: { start: 20261110 } }, 'format Encounter.period.start'], ['a list for one', { subject: [] }, 'format Encounter.subject'],
  ])('%s', (_, more, expected) => expect(brief(read(encounterOnly(more)).heard)).toContain(`entry 2: ${expected}`));
  const encounterOnly = (more: Json) => bundle([patient(), encounter(more)]);
});

describe('references', () => {
  const uuid = 'urn:uuid:0a1b2c3d-0000-4000-8000-000000000001';
  test.each<[string, Json | unknown[]]>([
    ['by fullUrl', { resourceType: 'Bundle', type: 'transaction', entry: [{ fullUrl: uuid, resource: patient({ id: undefined }) }, { resource: encounter({ subject: { reference: uuid } }) }] }],
    ['by an absolute address', bundle([patient(), encounter({ subject: { reference: 'https://his.example/fhir/Patient/p1/_history/3' } })])],
    ['to a contained patient', bundle([encounter({ contained: [patient({ id: 'me' })], subject: { reference: '#me' } })])],
    ['by an identifier of a patient here', bundle([encounter({ subject: { identifier: { value: 'P1' } } }), patient()])],
    ['of a list of resources', [encounter(), patient()]],
    ['with more beside', bundle([{ resourceType: 'MessageHeader' }, patient(), encounter(), { resourceType: 'Observation', value: { deep: [1] } }])],
  ])('%s', (_, value) => expect(sayings(read(value).heard)).toMatchObject([{ kind: 'stay', patientNo: 'P1', inpatientNo: '2026003000', cells: { name: '顾思' } }]));

  test('an identifier alone says who, and nothing of him', () => {
    const [said] = sayings(read(encounter({ subject: { identifier: { type: concept('MR'), value: 'P7' } } })).heard);
    expect([said!.patientNo, said!.cells.name, said!.cells.dischargeAt]).toEqual(['P7', undefined, '2026-11-18 08:56']);
  });

  test('one id for two patients means neither, unless they are two versions of one', () => {
    expect(brief(read(bundle([patient(), patient({ identifier: mr('P2') }), encounter()])).heard)).toContain('entry 3: reference Encounter.subject');
    expect(sayings(read(bundle([patient({ name: [{ text: '旧' }] }), patient(), encounter()])).heard)[0]).toMatchObject({ kind: 'stay', cells: { name: '顾思' } });
  });

  test('lines of resources find each other, and a broken line spoils no other', () => {
    const { refs, heard } = read([JSON.stringify(patient()), '', '{"resourceType":', JSON.stringify(encounter()), JSON.stringify(bundle([patient({ identifier: mr('P2') })]))].join('\n'));
    expect(refs).toEqual(['line 1', 'line 3', 'line 4', 'line 5 entry 1']);
    expect(brief(heard).sort()).toEqual(['line 3: unreadable', 'line 4: stay', 'line 5 entry 1: person']);
  });
});

describe('a patient', () => {
  test.each<[string, Json, Partial<Cells>]>([
    ['the name in use, not the old one', { name: [{ use: 'old', text: '旧名' }, { family: '顾', given: ['思', '思'] }] }, { name: '顾思思' }],
    ['the Chinese name of two', { name: [{ use: 'official', text: 'Gu Si' }, { text: '顾思' }] }, { name: '顾思' }],
    ['a Latin name', { name: [{ family: 'Smith', given: ['John', null] }] }, { name: 'Smith John' }],
    ['the first rank', { telecom: [{ system: 'phone', value: '13900000001' }, { system: 'phone', value: '13900000002', rank: 1 }] }, { phone: '13900000002' }],
    ['mobile before home', { telecom: [{ system: 'phone', use: 'home', value: '0943-8221234' }, { system: 'phone', use: 'mobile', value: 'tel:+8613900000001' }] }, { phone: '+8613900000001' }],
    ['no mail', { telecom: [{ system: 'email', value: 'a@b.cn' }] }, { phone: undefined }],
    ['a number that has ended', { telecom: [{ system: 'phone', value: '13900000001', period: { end: '2020-01-01' } }, { system: 'phone', use: 'old', value: '13900000002' }] }, { phone: '' }],
    ['next of kin before emergency', { contact: [{ relationship: [concept('C'), concept('SPS')], name: { text: '乙' }, telecom: [{ value: '13900000002' }] }, { relationship: [concept('N'), concept('MTH')], name: { text: '甲' }, telecom: [{ value: '13900000001' }] }] }, { contactName: '甲', contactRelation: '母亲', contactPhone: '13900000001' }],
    ['an employer is nobody to ring', { contact: [{ relationship: [concept('E')], name: { text: '某厂' } }] }, { contactName: undefined }],
    ['dead', { deceasedBoolean: true }, { deceased: '1' }], ['not dead', { deceasedBoolean: false }, { deceased: '0' }], ['dead at a time', { deceasedDateTime: '2026-11-18T00:30:00Z' }, { deceased: '2026-11-18 08:30' }],
    ['an identity card', { identifier: [...mr('P1'), { system: 'urn:oid:2.16.156.10011.1.3', value: '11010519491231002X' }] }, { idNo: '11010519491231002X' }],
    ['an address in parts', { address: [{ use: 'home', state: '甘肃省', city: '白银市', district: '白银区', line: ['某街道60号'] }] }, { address: '甘肃省白银市白银区某街道60号' }],
  ])('%s', (_, more, expected) => {
    const cells = cellsOf({}, [], more);
    for (const [field, value] of Object.entries(expected)) expect([field, cells[field as keyof Cells]]).toEqual([field, value]);
  });

  test('alone he is a person; newer than his stays he speaks for himself too', () => {
    expect(sayings(read(patient({ meta: { lastUpdated: '2026-11-18T01:00:00.5Z' } })).heard)).toEqual([
      { kind: 'person', patientNo: 'P1', inpatientNo: '', visitTimes: '', into: '', at: Date.parse('2026-11-18T01:00:00.500Z'), eventId: 'Patient/p1', cells: { name: '顾思', sex: 'female', birthDate: '2005-01-13' } },
    ]);
    const kinds = (stay: string, person: string) => sayings(read(bundle([patient({ meta: { lastUpdated: person } }), encounter({ meta: { lastUpdated: stay } })])).heard).map(({ kind }) => kind);
    expect(kinds('2026-11-18T09:00:00+08:00', '2026-11-18T08:00:00+08:00')).toEqual(['stay']);
    expect(kinds('2026-11-18T09:00:00+08:00', '2026-11-18T10:00:00+08:00')).toEqual(['stay', 'person']);
  });

  test('a link to the one who replaces him is a merge', () => {
    const two = (type: string) => sayings(read(bundle([patient({ id: 'old', identifier: mr('OLD'), link: [{ type, other: { reference: 'Patient/new' } }] }), patient({ id: 'new', identifier: mr('NEW') })])).heard);
    expect(two('replaced-by').map(({ kind, patientNo, into }) => [kind, patientNo, into])).toEqual([['merge', 'OLD', 'NEW'], ['person', 'NEW', '']]);
    expect(two('replaces').map(({ kind, patientNo, into }) => [kind, patientNo, into])).toEqual([['merge', 'NEW', 'OLD'], ['person', 'OLD', ''], ['person', 'NEW', '']]);
    expect(two('seealso').map(({ kind }) => kind)).toEqual(['person', 'person']);
  });
});

describe('a stay', () => {
  const disposition = (code: string, text?: string) => ({ hospitalization: { dischargeDisposition: concept(code, text) } });
  const condition = (id: string, code: string, text: string, more: Json = {}): Json => ({ resourceType: 'Condition', id, code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code }], text }, ...more });
  test.each<[string, Json, Json[], Partial<Cells>]>([
    ['died', disposition('exp'), [], { way: '5' }], ['other', disposition('oth'), [], { way: '9' }], ['another hospital', disposition('other-hcf'), [], { way: '2' }], ['the community by its text', disposition('other-hcf', '医嘱转社区'), [], { way: '医嘱转社区' }],
    ['a Chinese code', disposition('4'), [], { way: '4' }], ['a code with its text', disposition('home', '医嘱离院'), [], { way: '1医嘱离院' }], ['a code that is nobody\'s', disposition('moon'), [], { way: 'moon' }],
    ['to where', { hospitalization: { destination: { reference: 'Organization/o1' } } }, [{ resourceType: 'Organization', id: 'o1', name: '某市人民医院' }], { receiver: '某市人民医院' }],
    ['a department by number and name', { serviceProvider: { reference: 'Organization/d1' } }, [{ resourceType: 'Organization', id: 'd1', name: '骨科', identifier: [{ value: '0402' }] }], { department: '骨科', departmentCode: '0402' }],
    ['the hospital is no department', { serviceProvider: { display: '某市人民医院' }, serviceType: concept('0402', '骨科') }, [], { department: '骨科', departmentCode: '0402' }],
    ['ward and bed, the last of each', { location: [{ location: { display: '急诊科' }, physicalType: concept('wa') }, { location: { display: '骨科2病区' }, physicalType: concept('wa') }, { location: { reference: 'Location/b' } }] }, [{ resourceType: 'Location', id: 'b', name: '12', physicalType: concept('bd') }], { ward: '骨科2病区', bed: '12', department: '骨科' }],
    ['the attending by reference', { participant: [{ type: [concept('ADM')], individual: { display: '甲' } }, { type: [concept('ATND')], individual: { reference: 'Practitioner/d' } }] }, [{ resourceType: 'Practitioner', id: 'd', name: [{ family: '王', given: ['医师'] }] }], { attending: '王医师' }],
    ['discharge diagnosis before rank, admission left out', { diagnosis: [{ condition: { reference: 'Condition/a' }, use: concept('AD'), rank: 1 }, { condition: { reference: 'Condition/b' }, use: concept('CM'), rank: 1 }, { condition: { reference: 'Condition/c' }, use: concept('DD'), rank: 2 }] },
      [condition('a', 'R50.900', '发热'), condition('b', 'I10.x00', '高血压'), condition('c', 'J18.900', '肺炎')], { dx: '肺炎', dxCode: 'J18.900', dxOther: ['高血压'] }],
    ['R5 diagnosis', { diagnosis: [{ condition: [{ reference: { reference: 'Condition/c' } }], use: [concept('DD')] }] }, [condition('c', 'J18.900', '肺炎')], { dx: '肺炎', dxCode: 'J18.900' }],
    ['a condition that points to the stay', {}, [condition('c', 'J18.900', '肺炎', { encounter: { reference: 'Encounter/e1' }, subject: { reference: 'Patient/p1' } })], { dx: '肺炎' }],
    ['operation and allergy', {}, [{ resourceType: 'Procedure', code: concept('47.01', '阑尾切除术'), encounter: { reference: 'Encounter/e1' } }, { resourceType: 'AllergyIntolerance', code: concept('x', '青霉素'), patient: { reference: 'Patient/p1' } }], { operation: ['阑尾切除术'], allergy: ['青霉素'] }],
    ['a time in another zone', { period: { start: '2026-11-09T16:10:00Z', end: '2026-11-18' } }, [], { admitAt: '2026-11-10 00:10', dischargeAt: '2026-11-18' }],
  ])('%s', (_, more, other, expected) => expect(cellsOf(more, other)).toMatchObject(expected));

  test.each<[string, unknown, string, string, string[]]>([
    ['by its tail', [{ value: '2026003000_2' }], '2026003000', '2', []], ['without a tail', [{ value: '2026003000' }], '2026003000', '1', ['visit_times_assumed']],
    ['by an identifier of its own', [{ system: 'urn:oid:2.16.156.10011.2.5.1.8', value: '3' }, { system: 'urn:oid:2.16.156.10011.1.12', value: 'BA-2026-12' }], 'BA-2026-12', '3', []],
    ['of several, the inpatient number', [{ value: 'X9' }, { system: 'urn:hospital:inpatient-no', value: '2026003000-1' }], '2026003000', '1', []],
  ])('is known %s', (_, identifier, inpatientNo, visitTimes, problems) => {
    const { heard } = read(bundle([patient(), encounter({ identifier })]));
    expect(sayings(heard)).toMatchObject([{ inpatientNo, visitTimes }]);
    expect(heard.flatMap((one) => ('problem' in one ? [one.problem] : []))).toEqual(problems);
  });
});

test.each<[string, unknown, string[]]>([
  ['no JSON', 'hello', ['entry 1: unreadable']], ['half of a bundle', sample.toString('utf8').slice(0, 900), ['entry 1: unreadable']], ['no resource', '{}', ['entry 1: unreadable resourceType']], ['a number', '5', ['entry 1: unreadable resourceType']],
  ['an empty bundle', bundle([]), ['entry 1: missing Bundle.entry']], ['nothing of ours', { resourceType: 'Observation' }, ['entry 1: resource resourceType']], ['a bundle that is none', { resourceType: 'Bundle', entry: 5 }, ['entry 1: format Bundle.entry']],
  ['an entry that is none', { resourceType: 'Bundle', entry: [5, { resource: patient() }] }, ['entry 1: format Bundle.entry', 'entry 2: person']],
  ['a deletion', { resourceType: 'Bundle', type: 'transaction', entry: [{ request: { method: 'DELETE', url: 'Encounter/e1' } }] }, ['entry 1: format Bundle.entry.request.method']],
  ['an outcome among what was found', { resourceType: 'Bundle', type: 'searchset', entry: [{ search: { mode: 'outcome' }, resource: { resourceType: 'OperationOutcome' } }, { resource: patient() }] }, ['entry 2: person']],
  ['a tower of brackets', '['.repeat(200_000), ['entry 1: too_big']], ['a plain of them', `[${'{},'.repeat(3_000_000)}{}]`, ['entry 1: too_big']], ['a patient without a number', patient({ identifier: [] }), ['entry 1: missing Patient.identifier']],
])('%s', (_, value, expected) => expect(brief(read(value).heard)).toEqual(expected));

test('every entry is answered for itself', () => {
  const delivery = read(bundle([patient(), encounter(), encounter({ status: 'planned' }), encounter({ subject: undefined }), encounter({ identifier: [{ value: '9' }] })], { type: 'transaction' }));
  const { type, entry } = responseOf(delivery, [
    { ref: 'entry 2', outcome: 'registered', problems: [{ problem: 'phone_wrong', place: 'phone', doubt: true }] }, { ref: 'entry 3', outcome: 'rejected', problems: [{ problem: 'status', place: 'Encounter.status' }] },
    { ref: 'entry 4', outcome: 'rejected', problems: [{ problem: 'missing', place: 'Encounter.subject' }] }, { ref: 'entry 5', outcome: 'unchanged', problems: [] },
  ]);
  expect(type).toBe('transaction-response');
  expect(entry.map(({ response }) => response.status)).toEqual(['200 OK', '201 Created', '200 OK', '422 Unprocessable Entity', '200 OK']);
  expect(entry.map(({ response }) => response.outcome?.issue.map(({ severity, code, expression }) => [severity, code, expression]))).toEqual([
    undefined, [['warning', 'value', ['Patient.telecom']]], [['information', 'not-supported', ['Encounter.status']]], [['error', 'required', ['Encounter.subject']]], undefined,
  ]);
  expect(responseOf({ bundleType: 'batch', refs: ['entry 1'] }, []).type).toBe('batch-response');
  expect(outcomeOf({ problem: 'unreadable', place: '' }).issue).toMatchObject([{ severity: 'error', code: 'structure', details: { text: expect.stringContaining('请') } }]);
});

describe('whatever the bytes', () => {
  const small = utf8(JSON.stringify(bundle([patient({ telecom: [{ system: 'phone', value: '13900000001' }], contact: [{ name: { text: '甲' } }] }), encounter({ diagnosis: [{ condition: { display: '肺炎' } }] })])));
  const sound = (bytes: Uint8Array): void => {
    const { refs, heard } = hearFhir(bytes, now);
    expect(heard.length).toBeGreaterThan(0);
    for (const one of heard) {
      expect(refs).toContain(one.ref);
      if ('problem' in one) expect(one.place).toMatch(/^[A-Za-z.]{0,120}$/);
    }
  };
  test('a bundle cut at any byte is refused', () => {
    for (let end = 0; end < small.length; end += 1) expect(brief(hearFhir(small.subarray(0, end), now).heard)).toEqual([expect.stringMatching(/^entry 1: (unreadable|damaged)$/)]);
  });
  test('bytes changed anywhere never stop the reading', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(small.length - 1), fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('{}[]",:0n')))), { minLength: 1, maxLength: 4 }), (changes) => {
      const copy = Uint8Array.from(small);
      for (const [at, byte] of changes) copy[at] = byte;
      sound(copy);
    }), { numRuns: 1500 });
  });
  test('any value may stand in any place', () => {
    const paths = ['identifier', 'name', 'telecom', 'contact', 'link', 'deceasedBoolean', 'meta', 'status', 'class', 'subject', 'period', 'participant', 'location', 'diagnosis', 'hospitalization', 'serviceProvider', 'serviceType', 'contained', 'id'];
    fc.assert(fc.property(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 4 }), (name, value) => sound(utf8(JSON.stringify(bundle([patient({ [name]: value }), encounter({ [name]: value })]))))), { numRuns: 1500 });
  });
  test('ten thousand stays that all point at each other take no time', () => {
    const began = performance.now();
    sound(utf8(JSON.stringify(bundle([patient(), ...Array.from({ length: 10_000 }, (_, index) => (index % 2 ? encounter({ id: `e${index}` }) : { resourceType: 'Condition', code: concept('J18.900', '肺炎'), subject: { reference: 'Patient/p1' } }))]))));
    expect(performance.now() - began).toBeLessThan(5000);
  });
});

test('a file is known by what it holds', () => {
  expect([sample, utf8('\ufeff\n[{"eventId":"1"}]'), readFileSync(path.join(__dirname, '../../fixtures/discharge/adt-a03.hl7')), utf8('\x0bMSH|^~\\&|'), utf8('FHS|^~\\&|'), utf8('住院号,姓名\n1,2'), utf8(''), utf8('MSHX')].map(formatOf))
    .toEqual(['fhir', 'json', 'hl7', 'hl7', 'hl7', undefined, undefined, undefined]);
});
