import fc from 'fast-check';
import { instantAt } from '../../../cloudfunctions/kit/calendar';
import { fold, type Folded, type Said } from '../../../cloudfunctions/discharge/rules/fold';
import type { Cells } from '../../../cloudfunctions/discharge/rules/statement';

const noon = instantAt('2026-11-20', '12:00');
const whole: Cells = {
  name: '王秀英', sex: '女', birthDate: '1960-01-02', phone: '13800001234', contactName: '李明', contactPhone: '13900001234', department: '骨科', admitAt: '2026-11-10 08:00', dischargeAt: '2026-11-18 09:00',
  dxCode: 'S72.000', dx: '骨折', way: '1', cancelled: '0',
};
/** One thing said of P1's stay Z1 unless named; `minute` orders it. */
function say(minute: number, cells: Cells, more: Partial<Said> & { p?: string; z?: string } = {}): Said {
  const { p = 'P1', z = 'Z1', ...rest } = more;
  const kind = rest.kind ?? 'stay';
  return {
    kind, patientId: `pat:${p}`, patientNo: p, encounterId: kind === 'stay' ? `enc:${z}` : '', inpatientNo: kind === 'stay' ? z : '', visitTimes: kind === 'stay' ? '1' : '', intoId: rest.into ? `pat:${rest.into}` : '', into: '',
    cells, at: noon + minute * 60_000, fileAt: noon, was: null, ...rest, id: rest.id ?? `${kind}:${p}:${z}:${JSON.stringify(cells)}:${rest.into ?? ''}`,
  };
}
const merge = (minute: number, gone: string, into: string): Said => say(minute, {}, { kind: 'merge', p: gone, into });
const stay = (folded: Folded, z = 'Z1') => folded.stays.get(`enc:${z}`)!;
const person = (folded: Folded, p = 'P1') => folded.patients.get(`pat:${p}`);

const a01 = say(0, { name: '王秀英', admitAt: '2026-11-10 08:00', admitted: '1' });
const a03 = say(10, { ...whole, cancelled: '0' });
const a08 = (minute: number, cells: Cells): Said => say(minute, cells);
const a11 = (minute: number): Said => say(minute, { admitted: '0' });
const a13 = (minute: number): Said => say(minute, { cancelled: '1' });
const a31 = (minute: number, cells: Cells): Said => say(minute, cells, { kind: 'person' });
const staff = (minute: number, cells: Cells, was: Cells): Said => say(minute, cells, { was, id: `staff:${minute}` });

describe('what becomes of a stay', () => {
  const table: [string, Said[], { dx?: string; way?: string; cancelled?: boolean; open?: boolean; whole: boolean }][] = [
    ['an admission alone is no discharge, and the patient is in', [a01], { whole: false, open: true }],
    ['an admission taken back', [a01, a11(5)], { whole: false, open: false }],
    ['admitted again after that', [a01, a11(5), say(6, { admitted: '1', admitAt: '2026-11-10 09:00' })], { whole: false, open: true }],
    ['a discharge', [a01, a03], { whole: true, open: false, dx: '骨折', way: '1', cancelled: false }],
    ['a discharge taken back: the patient is in again', [a03, a13(20)], { whole: true, open: true, cancelled: true }],
    ['taken back before the discharge arrived, by its own time after it', [a13(20), a03], { whole: true, open: true, cancelled: true }],
    ['taken back and finished again', [a03, a13(20), say(30, { ...whole, dischargeAt: '2026-11-19 09:00' })], { whole: true, open: false, cancelled: false }],
    ['admission taken back after the discharge', [a03, a11(20)], { whole: true, open: false, cancelled: true }],
    ['discharged after an admission that was taken back: there was one', [a01, a11(5), a03], { whole: true, open: false, cancelled: false }],
    ['a correction of one field leaves the others', [a03, a08(20, { dx: '股骨颈骨折' })], { whole: true, dx: '股骨颈骨折', way: '1' }],
    ['an older correction does not count', [a03, a08(5, { dx: '扭伤' })], { whole: true, dx: '骨折' }],
    ['a correction before the discharge waits for it', [a08(20, { dx: '扭伤' })], { whole: false, open: false }],
    ['the way corrected to death', [a03, a08(20, { way: '5' })], { whole: true, way: '5' }],
    ['a word that contradicts the rest waits until it is explained', [a03, a08(20, { admitAt: '2026-11-19 08:00' })], { whole: true, dx: '骨折' }],
    ['and counts when it is', [a03, a08(20, { admitAt: '2026-11-19 08:00', dx: '扭伤' }), a08(21, { dischargeAt: '2026-11-20 08:00' })], { whole: true, dx: '扭伤' }],
    ['emptied: an optional fact goes', [a03, a08(20, { dxCode: '' })], { whole: true, dx: '骨折' }],
    ['what a colleague corrected stays', [a03, staff(15, { dx: '扭伤' }, { dx: '骨折' })], { whole: true, dx: '扭伤' }],
    ['also when the source says the same again', [a03, staff(15, { dx: '扭伤' }, { dx: '骨折' }), say(40, { ...whole, bed: '3' })], { whole: true, dx: '扭伤' }],
    ['until the source says something else', [a03, staff(15, { dx: '扭伤' }, { dx: '骨折' }), a08(40, { dx: '股骨颈骨折' })], { whole: true, dx: '股骨颈骨折' }],
    ['the later of two colleagues counts', [a03, staff(15, { dx: '扭伤' }, { dx: '骨折' }), staff(16, { dx: '挫伤' }, { dx: '骨折' })], { whole: true, dx: '挫伤' }],
  ];
  test.each(table)('%s', (_, said, expected) => {
    for (const order of [said, [...said].reverse()]) {
      const { record, cancelled, openSince } = stay(fold(order));
      expect(record !== null).toBe(expected.whole);
      if (expected.dx) expect(record!.dx).toBe(expected.dx);
      if (expected.way) expect(record!.way).toBe(expected.way);
      if (expected.cancelled !== undefined) expect(cancelled).toBe(expected.cancelled);
      if (expected.open !== undefined) expect(openSince !== null).toBe(expected.open);
    }
  });
});

describe('what is known of a person', () => {
  const other = say(5, { ...whole, admitAt: '2026-10-01 08:00', dischargeAt: '2026-10-05 08:00', phone: '13700001111', name: '王秀莲' }, { z: 'Z0' });
  test('the later word of any stay counts; of two at one time that of the later stay', () => {
    expect(person(fold([a03, other]))!.record).toMatchObject({ name: '王秀英', phone: { number: '13800001234' } });
    expect(person(fold([a03, { ...other, at: noon + 60 * 60_000 }]))!.record).toMatchObject({ name: '王秀莲', phone: { number: '13700001111' } });
    expect(person(fold([{ ...other, at: a03.at }, a03]))!.record.name).toBe('王秀英');
  });
  test('a word about the person alone reaches every stay, and needs one', () => {
    expect(person(fold([a31(1, { phone: '13600001111' })]))).toBeUndefined();
    expect(person(fold([a03, a31(20, { phone: '13600001111' })]))!.record).toMatchObject({ name: '王秀英', phone: { number: '13600001111' } });
    expect(person(fold([a03, a31(1, { phone: '13600001111' })]))!.record.phone.number).toBe('13800001234');
  });
  test('a number corrected by a colleague stays until the source gives another', () => {
    const corrected = staff(15, { phone: '13500001111' }, { phone: '138 0000 1234' });
    const plainly = staff(15, { phone: '13500001111' }, { phone: '13800001234' });
    expect(person(fold([a03, corrected]))!.record.phone.number).toBe('13800001234');
    expect(person(fold([a03, plainly]))!.record.phone.number).toBe('13500001111');
    expect(person(fold([a03, plainly, a31(20, { phone: '13400001111' })]))!.record.phone.number).toBe('13400001111');
  });
  test('dead by a stay, or by a word about the person; taken back by the next', () => {
    expect(person(fold([a03, a08(20, { way: '5' })]))).toMatchObject({ diedIn: 'enc:Z1', diedAt: instantAt('2026-11-18', '09:00') });
    expect(person(fold([a03, a31(20, { deceased: '1' })]))).toMatchObject({ diedIn: 'pat:P1' });
    expect(person(fold([a03, a31(20, { deceased: '2026-11-19 10:00' })]))).toMatchObject({ diedIn: 'pat:P1', diedAt: instantAt('2026-11-19', '10:00') });
    expect(person(fold([a03, a31(20, { deceased: '1' }), a31(21, { deceased: '0' })]))!.diedIn).toBe('');
    expect(person(fold([a03, a08(20, { way: '5' }), a08(21, { way: '1' })]))!.diedIn).toBe('');
    expect(person(fold([a03, a08(20, { way: '5' }), a13(21)]))!.diedIn).toBe('');
  });
  test('who asked not to be followed up once, stays asked', () => {
    expect(person(fold([a03, a08(20, { noContact: '是' }), a08(30, { noContact: '' })]))!.noContact).toBe(true);
  });
});

describe('merges', () => {
  const b03 = say(10, { ...whole, name: '王秀', admitAt: '2026-10-01 08:00', dischargeAt: '2026-10-05 08:00' }, { p: 'P2', z: 'Z2' });
  test.each<[string, Said[], string, string[]]>([
    ['one into another', [merge(20, 'P2', 'P1')], 'P1', ['pat:P2']],
    ['a chain, in either order of its times', [merge(20, 'P2', 'P1'), merge(21, 'P1', 'P9')], 'P9', ['pat:P1', 'pat:P2']],
    ['a chain whose end was known first', [merge(21, 'P2', 'P1'), merge(20, 'P1', 'P9')], 'P9', ['pat:P1', 'pat:P2']],
    ['a circle: the later word counts', [merge(20, 'P2', 'P1'), merge(21, 'P1', 'P2')], 'P2', ['pat:P1']],
    ['said twice', [merge(20, 'P2', 'P1'), merge(20, 'P2', 'P1')], 'P1', ['pat:P2']],
  ])('%s', (_, merges, root, mergedFrom) => {
    for (const said of [[a03, b03, ...merges], [...merges, b03, a03]]) {
      const folded = fold(said);
      expect([...folded.patients.keys()]).toEqual([`pat:${root}`]);
      expect(person(folded, root)).toMatchObject({ patientNo: root, mergedFrom });
      expect([stay(folded).patientId, stay(folded, 'Z2').patientId]).toEqual([`pat:${root}`, `pat:${root}`]);
    }
  });
  test('not merged: two patients', () => {
    expect([...fold([a03, b03]).patients.keys()].sort()).toEqual(['pat:P1', 'pat:P2']);
  });
});

const minutes = fc.integer({ min: 0, max: 600 });
const patients = fc.constantFrom('P1', 'P2', 'P3');
const stays = fc.constantFrom('Z1', 'Z2');
const cellsOf = fc.constantFrom<Cells>(
  { admitted: '1', admitAt: '2026-11-10 08:00', name: '王秀英' }, { admitted: '0' }, { cancelled: '1' }, whole, { ...whole, dischargeAt: '2026-11-19 10:00', phone: '' }, { ...whole, way: '5' },
  { dx: '扭伤' }, { phone: '13700001111' }, { way: '4' }, { admitAt: '2026-11-19 08:00' }, { noContact: '1' }, { name: '王一', contactPhone: '' }, { dischargeAt: '' },
);
const sayings: fc.Arbitrary<Said> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(minutes, cellsOf, patients, stays).map(([minute, cells, p, z]) => say(minute, cells, { p, z: `${p}${z}` })) },
  { weight: 1, arbitrary: fc.tuple(minutes, fc.constantFrom<Cells>({ phone: '13600001111' }, { deceased: '1' }, { deceased: '0' }, { name: '李四' }), patients).map(([minute, cells, p]) => say(minute, cells, { kind: 'person', p })) },
  { weight: 1, arbitrary: fc.tuple(minutes, patients, patients).filter(([, a, b]) => a !== b).map(([minute, a, b]) => merge(minute, a, b)) },
  { weight: 1, arbitrary: fc.tuple(minutes, fc.constantFrom<[Cells, Cells]>([{ dx: '挫伤' }, { dx: '骨折' }], [{ phone: '13500002222' }, { phone: '13800001234' }]), patients, stays).map(([minute, [cells, was], p, z]) => say(minute, cells, { p, z: `${p}${z}`, was, id: `staff:${minute}:${p}${z}:${JSON.stringify(cells)}` })) },
);
const plain = (folded: Folded) => ({ stays: [...folded.stays.values()].sort((a, b) => (a.encounterId < b.encounterId ? -1 : 1)), patients: [...folded.patients.values()].sort((a, b) => (a.patientId < b.patientId ? -1 : 1)) });

test('in whatever order it is said: the same is known', () => {
  fc.assert(fc.property(fc.uniqueArray(sayings, { selector: (one) => one.id, maxLength: 14 }).chain((said) => fc.tuple(fc.constant(said), fc.shuffledSubarray(said, { minLength: said.length }))), ([said, shuffled]) => {
    expect(plain(fold(shuffled))).toEqual(plain(fold(said)));
  }), { numRuns: 300 });
});

test('a patient who is merged twice is one, and no stay belongs to two', () => {
  fc.assert(fc.property(fc.uniqueArray(sayings, { selector: (one) => one.id, maxLength: 14 }), (said) => {
    const { stays: found, patients: known, rootOf } = fold(said);
    for (const one of found.values()) {
      expect(rootOf(one.patientId)).toBe(one.patientId);
      if (one.record) expect(known.has(one.patientId)).toBe(true);
    }
    for (const one of known.values()) for (const gone of one.mergedFrom) expect([rootOf(gone), known.has(gone)]).toEqual([one.patientId, false]);
  }), { numRuns: 300 });
});
