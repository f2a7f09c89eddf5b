import fc from 'fast-check';
import * as read from '../../../cloudfunctions/discharge/rules/cell';
import { readMoment } from '../../../cloudfunctions/discharge/rules/moment';

const value = <T>(result: read.Read<T>): T | string => ('value' in result ? result.value : `✗ ${result.problem}`);

test.each([
  ['="2026001000"', '2026001000'], ["'00123", '00123'], ['\uFEFF 张三\u200B\u3000', '张三'], ['="a""b"', 'a"b'], ['  ', ''], ['=SUM(A1)', '=SUM(A1)'],
])('a cell %j is cleaned to %j', (raw, clean) => expect(read.cleanCell(raw)).toBe(clean));

test.each([
  ['2026-11-18 09:15', '2026-11-18 09:15'], ['2026/11/8 3:05', '2026-11-08 03:05'], ['20261118', '2026-11-18 -'], ['20261118091530', '2026-11-18 09:15'], ['202611180915', '2026-11-18 09:15'], ['2026111809', '2026-11-18 09:00'],
  ['2026年11月18日', '2026-11-18 -'], ['2026年11月8日9时5分', '2026-11-08 09:05'], ['2026年11月8日 9时', '2026-11-08 09:00'], ['2026.11.18', '2026-11-18 -'], ['2026-11-18T09:15:30', '2026-11-18 09:15'],
  ['2026-11-18 09:15:30.0', '2026-11-18 09:15'], ['２０２６－１１－１８　０９：１５', '2026-11-18 09:15'], ['46344', '2026-11-18 -'], ['46344.385416666664', '2026-11-18 09:15'], ['46344.99999', '2026-11-19 00:00'], ['30837', '1984-06-04 -'],
  ['2026-02-30 10:00', '✗ date_impossible'], ['2026-13-01', '✗ date_impossible'], ['2026-11-18 25:00', '✗ date_impossible'], ['20260230', '✗ date_impossible'],
  ['18/11/2026', '✗ date_format'], ['昨天', '✗ date_format'], ['2026-11', '✗ date_format'], ['99999', '✗ date_format'], ['26-11-18', '✗ date_format'],
])('the date %j reads as %j', (text, expected) => {
  const result = readMoment(text);
  expect('value' in result ? `${result.value.day} ${result.value.time ?? '-'}` : `✗ ${result.problem}`).toBe(expected);
});

test('every day and minute survives the ways of writing it', () => {
  fc.assert(fc.property(fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2040, 0, 1) }), (instant) => {
    const iso = new Date(instant).toISOString();
    const [day, time] = [iso.slice(0, 10), iso.slice(11, 16)];
    const [y, m, d] = day.split('-').map(Number);
    const [h, min] = time.split(':').map(Number);
    const serial = (Math.floor(instant / 60_000) * 60_000 - Date.UTC(1899, 11, 30)) / 86_400_000;
    for (const text of [`${day} ${time}`, `${y}/${m}/${d} ${h}:${time.slice(3)}`, `${y}年${m}月${d}日${h}时${min}分`, iso.replace(/\D/g, '').slice(0, 14), serial.toFixed(10)]) {
      expect(readMoment(text)).toEqual({ value: { day, time } });
    }
  }));
});

test.each([
  ['1', 'male'], ['2女', 'female'], ['1男', 'male'], ['男性', 'male'], ['F', 'female'], ['m', 'male'], ['０', 'unknown'], ['9', 'unknown'], ['未知', 'unknown'], ['9未说明的性别', 'unknown'],
  ['1女', '✗ sex_unknown'], ['3', '✗ sex_unknown'], ['男女', '✗ sex_unknown'],
])('sex %j is %s', (text, expected) => expect(value(read.readSex(text))).toBe(expected));

test.each([
  ['1', '1'], ['1医嘱离院', '1'], ['3医嘱转社区', '3'], ['3 医嘱转社区卫生服务机构/乡镇卫生院', '3'], ['医嘱转院', '2'], ['非医嘱离院', '4'], ['4.非医嘱离院', '4'], ['自动出院', '4'], ['死亡', '5'], ['5死亡', '5'], ['9', '9'], ['其它', '9'], ['01', '1'],
  ['7', '✗ way_unknown'], ['6其他', '✗ way_unknown'], ['4死亡', '✗ way_mismatch'], ['1非医嘱离院', '✗ way_mismatch'], ['2好转', '✗ way_outcome_table'], ['治愈', '✗ way_outcome_table'], ['回家', '✗ way_unknown'],
])('way %j is %s', (text, expected) => expect(value(read.readWay(text))).toBe(expected));

test.each([
  ['0', 'self'], ['1', 'spouse'], ['2', 'child'], ['3', 'child'], ['5', 'parent'], ['8', 'other'], ['01', 'self'], ['12', 'spouse'], ['28', 'child'], ['37', 'child'], ['41', 'grandchild'], ['51', 'parent'], ['64', 'grandparent'], ['77', 'sibling'], ['99', 'other'],
  ['1 配偶', 'spouse'], ['女', 'child'], ['子', 'child'], ['父母', 'parent'], ['母亲', 'parent'], ['姐姐', 'sibling'], ['外孙女', 'grandchild'], ['朋友', 'other'],
])('relation %j is %s', (text, expected) => expect(read.readRelation(text)).toEqual({ value: expected }));
test('an unknown relation counts as other, with a doubt', () => expect(read.readRelation('干妈')).toEqual({ value: 'other', doubt: 'relation_unknown' }));

test.each([
  ['13800001234', '13800001234', undefined], ['160 5562 1761', '16055621761', undefined], ['138-0000-1234', '13800001234', undefined], ['+86 138 0000 1234', '13800001234', undefined], ['008613800001234', '13800001234', undefined],
  ['13800001234.0', '13800001234', undefined], ['１３８００００１２３４', '13800001234', undefined], ['0943-8221234', '09438221234', undefined], ['(010)62345678', '01062345678', undefined], ['+86 0943 8221234', '09438221234', undefined],
  ['', '', undefined], ['无', '', undefined], ['-', '', undefined], ['/', '', undefined], ['不详', '', undefined],
  ['12345', '', 'phone_wrong'], ['12800001234', '', 'phone_wrong'], ['138000012345', '', 'phone_wrong'], ['8221234', '', 'phone_no_area_code'], ['1.38E+10', '', 'text_as_number'], ['见病历', '', 'phone_wrong'],
  ['13800001234/13900001234', '13800001234', 'phone_several'], ['12345，13900001234', '13900001234', 'phone_several'],
])('phone %j reads as %j (%s)', (text, number, problem) => {
  const result = read.readPhone(text);
  expect([result.number, result.problem]).toEqual([number, problem]);
});

test('an identity number is known by its check character, whatever single digit is wrong', () => {
  fc.assert(fc.property(fc.stringMatching(/^[1-9]\d{16}$/), fc.nat(16), fc.integer({ min: 1, max: 9 }), (digits, at, by) => {
    const id = digits + read.idCheckCharacter(digits);
    expect(read.readIdNo(id.toLowerCase())).toEqual({ value: id });
    const wrong = `${id.slice(0, at)}${(Number(id[at]) + by) % 10}${id.slice(at + 1)}`;
    expect(read.readIdNo(wrong)).toEqual({ problem: 'id_check_digit' });
  }));
});
test.each([['62230119580712071X', '62230119580712071X'], ['622301198001010000', '✗ id_check_digit'], ['622301800101001', '✗ id_length'], ['6.22301E+17', '✗ text_as_number'], ['无', ''], ['E12345678', '']])('identity number %j is %j', (text, expected) =>
  expect(value(read.readIdNo(text))).toBe(expected));

test.each([['J18.900', 'J18.900'], ['m51.202', 'M51.202'], ['I10.X00X002', 'I10.x00x002'], ['O82.900x001', 'O82.900x001'], ['J18900', 'J18.900'], ['A01', 'A01'], ['肺炎', ''], ['-', '']])('diagnosis code %j is %j', (text, expected) =>
  expect(value(read.readDxCode(text))).toBe(expected));

test.each([['甘肃省白银市白银区某街道60号', '甘肃省白银市白银区'], ['北京市朝阳区某路1号', '北京市朝阳区'], ['内蒙古自治区呼和浩特市新城区某街', '内蒙古自治区呼和浩特市新城区'], ['某村3组', '']])('of the address %j only %j is kept', (text, expected) =>
  expect(read.districtOf(text)).toBe(expected));

test.each([['张 三', '张三'], ['John  Smith', 'John Smith'], ['阿依古丽·买买提', '阿依古丽·买买提'], ['王　小二', '王小二']])('the name %j is kept as %j', (text, expected) => expect(value(read.readName(text))).toBe(expected));
test.each([['2026001000.0', '2026001000'], ['2.026E+9', '✗ text_as_number'], ['ZY 2026-1', 'ZY2026-1']])('the identifier %j is kept as %j', (text, expected) => expect(value(read.readIdentifier(text))).toBe(expected));
