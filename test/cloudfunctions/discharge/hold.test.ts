import { instantAt } from '../../../cloudfunctions/kit/calendar';
import { createDepartmentFinder } from '../../../cloudfunctions/discharge/rules/department';
import { flagsOf, isMotherOf, judgeStay, motherNameIn, type StayFacts } from '../../../cloudfunctions/discharge/rules/hold';

const plain = { sensitive: false, critical: false, obstetric: false };
const stay = (facts: Partial<StayFacts>): StayFacts => ({
  way: '1', sex: 'female', birthDate: '1984-06-04', admitAt: instantAt('2026-11-11'), dischargeAt: instantAt('2026-11-18'), dischargeDay: '2026-11-18', dxCode: 'J18.900', dx: '肺炎', dxOther: [], operation: '', ward: '呼吸1病区', tags: [],
  hasContact: true, department: plain, ...facts,
});

test.each<[string, Partial<StayFacts>, string]>([
  ['an ordinary stay', {}, ''],
  ['against advice', { way: '4' }, 'against_advice'],
  ['a death is not held, it is never invited', { way: '5', department: { ...plain, critical: true } }, ''],
  ['the ICU', { department: { ...plain, critical: true } }, 'critical'],
  ['a ward of intensive care within another department', { ward: 'RICU' }, 'critical'],
  ['a critical tag', { tags: ['critical'] }, 'critical'],
  ['a missed abortion', { dxCode: 'O02.100', dx: '稽留流产' }, 'obstetric_loss'],
  ['an ectopic pregnancy', { dxCode: 'O00.101' }, 'obstetric_loss'],
  ['an intrauterine death', { dxCode: 'O36.400' }, 'obstetric_loss'],
  ['a delivery with a stillbirth among the other diagnoses', { dxCode: 'O80.900', dxOther: ['Z37.100 单一死产'] }, 'obstetric_loss'],
  ['twins, one stillborn', { dxCode: 'O84.000', dxOther: ['Z37.3'] }, 'obstetric_loss'],
  ['a living child', { dxCode: 'O80.900', dxOther: ['Z37.000 单一活产'] }, ''],
  ['a threatened abortion', { dxCode: 'O20.000', dx: '先兆流产' }, ''],
  ['a loss in words where no code is given', { dxCode: '', dx: '晚期流产' }, 'obstetric_loss'],
  ['a threat in words where no code is given', { dxCode: '', dx: '先兆流产' }, ''],
  ['a loss weighs more than leaving against advice', { way: '4', dxCode: 'O03.900' }, 'obstetric_loss'],
  ['a child of 15 in psychiatry', { birthDate: '2011-01-01', dxCode: 'F32.900' }, 'sensitive_minor'],
  ['a child of 13 in psychiatry', { birthDate: '2013-01-01', dxCode: 'F32.900' }, 'sensitive_minor'],
  ['a child of 13 without anybody to ring', { birthDate: '2013-01-01', hasContact: false }, 'guardian_missing'],
  ['a child of 13 with a guardian', { birthDate: '2013-01-01' }, ''],
  ['14 on the day of discharge', { birthDate: '2012-11-18', hasContact: false }, ''],
  ['18 on the day of discharge, in sensitive care', { birthDate: '2008-11-18', dxCode: 'F32.900' }, ''],
])('%s', (_, facts, hold) => expect(judgeStay(stay(facts)).hold).toBe(hold));

test.each([
  ['B20.100', true], ['B24.x00', true], ['B25.000', false], ['Z21.x00', true], ['A49.900', false], ['A50.900', true], ['A64.x00', true], ['A65.x00', false], ['O02.100', false], ['O03.900', true], ['O08.900', true], ['O09.000', false],
  ['N97.900', true], ['N46.x00', true], ['F00.000', true], ['F99.x00', true], ['T74.100', true], ['J18.900', false],
])('%s is sensitive: %s', (dxCode, sensitive) => expect(judgeStay(stay({ dxCode, dx: '' })).sensitive).toBe(sensitive));
test('an external cause among the other diagnoses, a department and a word make a stay sensitive', () => {
  expect(judgeStay(stay({ dxOther: ['X61.x00 故意自害'] })).sensitive).toBe(true);
  expect(judgeStay(stay({ department: { ...plain, sensitive: true } })).sensitive).toBe(true);
  expect(judgeStay(stay({ dxCode: '', dx: '抑郁发作' })).sensitive).toBe(true);
});

test('a dead or stillborn child is known', () => {
  const newborn = stay({ birthDate: '2026-11-16', dxCode: 'P22.000', dx: '新生儿呼吸窘迫' });
  expect(judgeStay({ ...newborn, way: '5' })).toMatchObject({ lostBaby: true, hold: '' });
  expect(judgeStay({ ...newborn, dxCode: 'P95.x00' })).toMatchObject({ lostBaby: true, hold: 'obstetric_loss' });
  expect(judgeStay(newborn)).toMatchObject({ lostBaby: false, hold: '' });
  expect(judgeStay(stay({ way: '5' })).lostBaby).toBe(false);
});

describe('the mother of a lost child', () => {
  const mother = { name: '王芳', sex: 'female' as const, birthDate: '1995-03-01', phoneHash: 'm', contactName: '李强', contactPhoneHash: 'f', obstetric: true, admitAt: instantAt('2026-11-14'), dischargeAt: instantAt('2026-11-18') };
  const baby = { name: '李小宝', sex: 'male' as const, birthDate: '2026-11-16', phoneHash: '', contactName: '李强', contactPhoneHash: 'x' };
  test.each([
    ['shares her number', { contactPhoneHash: 'm' }, true], ['shares the father\'s number', { contactPhoneHash: 'f' }, true], ['has her as contact', { contactName: '王芳' }, true], ['is called after her', { name: '王芳之子' }, true],
    ['has nothing in common', {}, false], ['was born elsewhere at another time', { contactPhoneHash: 'm', birthDate: '2026-11-01' }, false],
  ])('%s', (_, facts, expected) => expect(isMotherOf(mother, { ...baby, ...facts })).toBe(expected));
  test('an empty number is not shared', () => expect(isMotherOf({ ...mother, phoneHash: '', contactPhoneHash: '' }, { ...baby, contactPhoneHash: '' })).toBe(false));
  test('only on an obstetric stay, and never the father', () => {
    expect(isMotherOf({ ...mother, obstetric: false }, { ...baby, contactPhoneHash: 'm' })).toBe(false);
    expect(isMotherOf({ ...mother, sex: 'male' }, { ...baby, contactPhoneHash: 'm' })).toBe(false);
  });
  test.each([['王芳之子', '王芳'], ['王芳之女A', '王芳'], ['欧阳芳之大女', '欧阳芳'], ['王芳', ''], ['张之洞', '']])('%s carries the name %j', (name, expected) => expect(motherNameIn(name)).toBe(expected));
});

test('a department is found by code, by name, by alias and by both in one cell; a new one is taken in once', () => {
  const department = (code: string, name: string, aliases: string[] = [], unconfirmed = false) => ({ code, name, aliases, phone: '', ...flagsOf(name), paediatric: false, unconfirmed });
  const find = createDepartmentFinder([department('0301', '呼吸内科', ['呼吸与危重症医学科', '呼吸科']), department('呼吸科', '呼吸科', [], true)]);
  for (const [code, name] of [['0301', ''], ['', '呼吸内科'], ['', '呼吸科'], ['', '0301 呼吸内科'], ['', '0301'], ['', ' 呼吸 内科']] as const) expect(find(code, name)).toMatchObject({ department: { code: '0301' }, isNew: false });
  expect(find('0301', '骨科')).toMatchObject({ department: { code: '0301' }, doubt: 'department_name_differs' });
  expect(find('0301', '呼吸科').doubt).toBeUndefined();
  const fresh = find('2800', '重症医学科');
  expect(fresh).toMatchObject({ isNew: true, department: { code: '2800', unconfirmed: true, critical: true, sensitive: false } });
  expect(find('', '重症医学科').department).toBe(fresh.department);
  expect(find('', '产科 (东区)').department.code).toBe('产科东区');
});
