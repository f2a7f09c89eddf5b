/** Our own JSON events, as hospitals' programmers send them. */
import fc from 'fast-check';
import { eventPlace, EventType, hearEvents } from '../../../cloudfunctions/discharge/rules/event';
import type { Cells, Heard } from '../../../cloudfunctions/discharge/rules/statement';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (value: unknown) => hearEvents(utf8(typeof value === 'string' ? value : JSON.stringify(value)));
const brief = (heard: readonly Heard[]) => heard.map((one) => `${one.ref}: ${'problem' in one ? `${one.problem} ${one.place}`.trim() : one.saying.kind}`);
const sayings = (value: unknown) => read(value).heard.flatMap((one) => ('saying' in one ? [one.saying] : []));

type Json = Record<string, unknown>;
const who = { patientNo: 'P1', inpatientNo: '2026001000', visitTimes: 1 };
const event = (type: string, data: Json = {}, more: Json = {}) => ({ eventId: 'D-1', type, at: '2026-11-18T13:40:00+08:00', data: { ...who, ...data }, ...more });
const cellsOf = (data: Json): Cells => sayings(event('discharge', data))[0]!.cells;

test('a discharge says all that it gives', () =>
  expect(sayings(event('discharge', { name: '顾思', sex: '女', dischargeAt: '2026-11-18T08:56:00+08:00', way: 1, dxOther: ['高血压', ''], noContact: false }))).toEqual([{
    kind: 'stay', patientNo: 'P1', inpatientNo: '2026001000', visitTimes: '1', into: '', at: Date.parse('2026-11-18T13:40:00+08:00'), eventId: 'D-1',
    cells: { name: '顾思', sex: '女', dischargeAt: '2026-11-18 08:56', way: '1', dxOther: ['高血压'], noContact: '0', cancelled: '0' },
  }]));

test.each<[string, unknown, string, Cells]>([
  ['cancel', event('cancel', { name: '顾思' }), 'stay', { cancelled: '1' }],
  ['admit: when, and who', event('admit', { name: '顾思', admitAt: '2026-11-10 00:10:30', dx: '发热' }), 'stay', { name: '顾思', admitAt: '2026-11-10 00:10', admitted: '1' }],
  ['cancelAdmit', event('cancelAdmit'), 'stay', { admitted: '0' }],
  ['update of a stay', event('update', { phone: '13900000001', ward: '骨科2病区' }), 'stay', { phone: '13900000001', ward: '骨科2病区' }],
  ['update of a person', event('update', { inpatientNo: undefined, phone: '13900000001', ward: '骨科2病区' }), 'person', { phone: '13900000001' }],
  ['出院登记 by its number', event('E003201', { way: '5' }), 'stay', { way: '5', cancelled: '0' }],
  ['取消出院 by its number', event('S0033'), 'stay', { cancelled: '1' }],
])('%s', (_, value, kind, cells) => expect(sayings(value)).toMatchObject([{ kind, cells: expect.objectContaining(cells) }]));

test('every type is known by its own name, and none says more than it should', () => {
  const fields = EventType.options.filter((type) => type !== 'merge').map((type) => [type, Object.keys(sayings(event(type, { dx: '肺炎' }))[0]!.cells).sort()]);
  expect(Object.fromEntries(fields)).toEqual({ discharge: ['cancelled', 'dx'], cancel: ['cancelled'], update: ['dx'], admit: ['admitted'], cancelAdmit: ['admitted'] });
});

test('a merge gives up one number for another, however it is called', () => {
  const pair = (data: Json) => sayings({ type: 'merge', data }).map(({ kind, patientNo, into }) => [kind, patientNo, into]);
  expect(pair({ patientNo: 'OLD', into: 'NEW' })).toEqual([['merge', 'OLD', 'NEW']]);
  expect(pair({ hospitalPatientId: 'OLD', mergedInto: 'NEW' })).toEqual([['merge', 'OLD', 'NEW']]);
  expect(pair({ oldPatientId: 'OLD', newPatientId: 'NEW' })).toEqual([['merge', 'OLD', 'NEW']]);
  expect(pair({ oldPatientId: 'OLD', patientId: 'NEW' })).toEqual([['merge', 'OLD', 'NEW']]);
});

test('the flat event of integration platforms is a discharge', () =>
  expect(sayings({
    eventId: 77, patient: { hospitalPatientId: 'P9', idCardNo: '11010519491231002X', phone: '13900000001', name: '顾思' }, contact: { name: '顾涛', relation: '配偶', phone: '13900000002' }, encounterId: '2026009000_2',
    admissionTime: '2026-11-10 00:10', dischargeTime: '2026-11-18 08:56', department: '内分泌科', diagnosisIcd: 'E11.900', diagnosisText: '2型糖尿病', unknown: { deep: [{}] }, updateTime: '2026-11-18 09:00:00',
  })).toEqual([{
    kind: 'stay', patientNo: 'P9', inpatientNo: '2026009000', visitTimes: '2', into: '', at: Date.parse('2026-11-18T09:00:00+08:00'), eventId: '77',
    cells: {
      idNo: '11010519491231002X', phone: '13900000001', name: '顾思', contactName: '顾涛', contactRelation: '配偶', contactPhone: '13900000002', admitAt: '2026-11-10 00:10', dischargeAt: '2026-11-18 08:56',
      department: '内分泌科', dxCode: 'E11.900', dx: '2型糖尿病', cancelled: '0',
    },
  }]));

test.each<[string, Json, Partial<Cells>]>([
  ['names in any case and with signs', { Hospital_Patient_ID: 'P1', ID_CARD_NO: '1', 'discharge-time': '2026-11-18 08:56' }, { idNo: '1', dischargeAt: '2026-11-18 08:56' }],
  ['names in Chinese', { 姓名: '顾思', 离院方式: '医嘱离院' }, { name: '顾思', way: '医嘱离院' }],
  ['null and nothing: there is none', { phone: null, contactPhone: '' }, { phone: '', contactPhone: '' }],
  ['a number for a text', { phone: 13900000001 }, { phone: '13900000001' }],
  ['yes and no', { noContact: true, deceased: false }, { noContact: '1', deceased: '0' }],
  ['dead at a time in another zone', { deathTime: '2026-11-18T00:30:00Z' }, { deceased: '2026-11-18 08:30' }],
  ['a date that cannot be read is handed on', { dischargeAt: '11月18日' }, { dischargeAt: '11月18日' }],
  ['of two names the one that says something', { mobile: '', phone: '13900000001', telephone: '2' }, { phone: '13900000001' }],
])('%s', (_, data, expected) => expect(cellsOf(data)).toMatchObject(expected));

test.each<[string, unknown, number | null]>([
  ['a zone', '2026-11-18T05:40:00Z', 1794980400000], ['the hospital\'s clock', '2026-11-18 13:40:00', 1794980400000], ['milliseconds', 1794980400000, 1794980400000], ['seconds', 1794980400, 1794980400000], ['nothing', undefined, null], ['null', null, null],
])('the time of an event: %s', (_, at, expected) => expect(sayings(event('cancel', {}, { at }))[0]!.at).toBe(expected));

test.each<[string, Json, string, string]>([
  ['a tail', { inpatientNo: '2026001000-3', visitTimes: undefined }, '2026001000', '3'], ['a tail that is said again', { inpatientNo: '2026001000_3', visitTimes: 3 }, '2026001000', '3'], ['a number of its own beside another tail', { inpatientNo: '20260-12', visitTimes: '02' }, '20260-12', '2'],
])('a stay is known by %s', (_, data, inpatientNo, visitTimes) => expect(sayings(event('cancel', data))).toMatchObject([{ inpatientNo, visitTimes }]));

test('a list, events inside an object and one a line are heard alike, and the same event twice is heard twice', () => {
  const two = [event('cancel'), event('cancel')];
  for (const value of [two, { events: two }, two.map((one) => JSON.stringify(one)).join('\n')]) expect(sayings(value).map(({ eventId }) => eventId)).toEqual(['D-1', 'D-1']);
  expect(read(two).refs).toEqual(['event 1', 'event 2']);
  expect(read(`${JSON.stringify(two[0])}\n{"a`).refs).toEqual(['line 1', 'line 2']);
});

test.each<[string, unknown, string[]]>([
  ['no JSON', 'hello', ['event 1: unreadable']], ['half an event', '{"eventId":', ['event 1: unreadable']], ['nothing', [], ['event 1: missing events']], ['a number in the list', [5, event('cancel')], ['event 1: unreadable', 'event 2: stay']],
  ['no type', event('cancel', {}, { type: undefined }), ['event 1: missing type']], ['a type of nobody\'s', event('dance'), ['event 1: event type']],
  ['nobody', event('cancel', { patientNo: '' }), ['event 1: missing data.patientNo']], ['no stay', event('cancel', { inpatientNo: '' }), ['event 1: missing data.inpatientNo']], ['no number of the stay', event('cancel', { visitTimes: undefined }), ['event 1: stay', 'event 1: visit_times_assumed data.visitTimes']],
  ['a number of the stay that is none', event('cancel', { visitTimes: '第三' }), ['event 1: format data.visitTimes']], ['a time that is none', event('cancel', {}, { at: 'yesterday' }), ['event 1: format at']], ['data that is none', event('cancel', {}, { data: 5 }), ['event 1: format data']],
  ['an identity number as a number', '{"type":"discharge","data":{"patientNo":"P1","inpatientNo":"1","idCardNo":622301193811140255}}', ['event 1: digits_lost data.idCardNo']],
  ['several for what is one', event('discharge', { name: ['甲', '乙'] }), ['event 1: format data.name']], ['an object for a text', event('discharge', { dxOther: [{ code: 'J18' }] }), ['event 1: format data.dxOther']],
  ['a merge into nobody', event('merge'), ['event 1: missing data.into']], ['a merge with oneself', event('merge', { into: 'P1' }), ['event 1: itself data.into']], ['a tower', '['.repeat(100_000), ['event 1: too_big']],
  ['more than one call may hold', `[${Array.from({ length: 20_001 }, () => '{}').join()}]`, ['event 1: too_many events']],
])('%s', (_, value, expected) => expect(brief(read(value).heard)).toEqual(expected));

test('a field of the register is named as the event has it', () => expect(['phone', 'data.into', 'at'].map(eventPlace)).toEqual(['data.phone', 'data.into', 'at']));

describe('whatever the bytes', () => {
  const sound = (bytes: Uint8Array): void => {
    const { refs, heard } = hearEvents(bytes);
    expect(heard.length).toBeGreaterThan(0);
    for (const one of heard) {
      expect(refs).toContain(one.ref);
      if ('problem' in one) expect(one.place.length).toBeLessThan(130);
      else for (const value of Object.values(one.saying.cells)) expect([value].flat().every((text) => typeof text === 'string')).toBe(true);
    }
  };
  const small = utf8(JSON.stringify([event('discharge', { name: '顾思', dxOther: ['高血压'] }), event('merge', { into: 'P2' })]));
  test('cut at any byte, changed anywhere, or of any shape, it is heard or refused', () => {
    for (let end = 0; end < small.length; end += 1) sound(small.subarray(0, end));
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(small.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }), (changes) => {
      const copy = Uint8Array.from(small);
      for (const [at, byte] of changes) copy[at] = byte;
      sound(copy);
    }), { numRuns: 1000 });
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => sound(utf8(JSON.stringify(value)))), { numRuns: 1000 });
    fc.assert(fc.property(fc.constantFrom('data', 'type', 'at', 'eventId'), fc.jsonValue(), (name, value) => sound(utf8(JSON.stringify(event('discharge', {}, { [name]: value }))))), { numRuns: 500 });
    fc.assert(fc.property(fc.constantFrom('patient', 'phone', 'dxOther', 'visitTimes', '__proto__', 'constructor'), fc.jsonValue(), (name, value) => sound(utf8(JSON.stringify(event('discharge', { [name]: value }))))), { numRuns: 500 });
  });
});
