import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { instantAt } from '../../../cloudfunctions/kit/calendar';
import { prepareFile, type Prepared } from '../../../cloudfunctions/discharge/service/prepare';
import { csvCell, rejectFile, rejectsOf } from '../../../cloudfunctions/discharge/service/reject';
import { xlsx, type XlsxCell } from '../../support/xlsx';

const uploadedAt = instantAt('2026-11-20', '20:00');
const fixture = (name: string): Buffer => readFileSync(join(__dirname, '../../fixtures/discharge', name));
async function prepared(bytes: Buffer, at = uploadedAt): Promise<Prepared> {
  const result = await prepareFile(bytes, at);
  if ('problem' in result) throw new Error(`refused: ${result.problem} ${result.columns.join()}`);
  return result.prepared;
}
const refusal = async (bytes: Buffer) => {
  const result = await prepareFile(bytes, uploadedAt);
  return 'problem' in result ? [result.problem, ...result.columns] : 'taken';
};
const headings = '患者ID,住院号,住院次数,姓名,性别,出生日期,本人电话,联系人电话,出院科别,入院时间,出院时间,主要诊断,离院方式,更新时间';
const row = 'P1,Z1,1,王秀英,女,1960-01-02,13800001234,,骨科,2026-11-10 08:00,2026-11-18 09:00,骨折,1,';
const text = (...rows: string[]): Buffer => Buffer.from([headings, ...rows].join('\r\n'), 'utf8');
const problemsOf = ({ rows }: Prepared) => [...rows].flatMap(({ line, problems }) => problems.map(({ field, problem, refused }) => [line, field, problem, refused]));

test('the UTF-8 sample: sixty good rows, and six wrong ones, each for its one reason', async () => {
  const file = await prepared(fixture('discharges-utf8.csv'));
  expect(file).toMatchObject({ format: 'csv', encoding: 'utf-8' });
  expect(file.rows).toHaveLength(66);
  expect([...file.rows].filter(({ record }) => record)).toHaveLength(60);
  expect(problemsOf(file)).toEqual([
    [62, 'dischargeAt', 'date_impossible', true], [63, 'phone', 'phone_wrong', true], [64, 'way', 'way_unknown', true],
    [65, 'dischargeAt', 'discharge_before_admission', true], [66, 'name', 'required', true], [67, 'idNo', 'id_check_digit', true],
  ]);
  expect(file.rows.slice(0, 1)[0]!.record).toMatchObject({
    patientNo: 'P100000', inpatientNo: '2026000000', visitTimes: 1, name: '阳敏平', sex: 'male', birthDate: '1973-06-09', phone: { number: '14639102265' }, contactRelation: 'parent', contactPhone: { number: '15369444518' },
    district: '甘肃省白银市白银区', departmentCode: '0802', department: '耳鼻喉科', admitAt: instantAt('2026-11-16', '06:10'), dischargeAt: instantAt('2026-11-18', '09:15'), dischargeDay: '2026-11-18', dxCode: 'J35.000', way: '1', revisitDay: '2026-12-02',
  });
});

test('the GB18030 sample: forty good rows under other headings, with ="…", 2女, 1医嘱离院, spaced phones, quoted commas and an update time', async () => {
  const file = await prepared(fixture('discharges-gb18030.csv'));
  expect(file).toMatchObject({ format: 'csv', encoding: 'gb18030' });
  expect([...file.rows].filter(({ record }) => record)).toHaveLength(40);
  expect(problemsOf(file)).toEqual([]);
  expect(file.rows.slice(0, 1)[0]!.record).toMatchObject({
    patientNo: 'P101000', inpatientNo: '2026001000', name: '黄怡', sex: 'female', birthDate: '1984-06-04', phone: { number: '16055621761' }, contactName: '黄丽', contactRelation: 'child', contactPhone: { number: '14892234987' },
    department: '呼吸内科', departmentCode: '', dx: '肺炎,好转', dxCode: 'J18.900', way: '1', attending: '孙晓梅', updatedAt: instantAt('2026-11-18', '11:02'), dischargeAt: instantAt('2026-11-18', '10:32'),
  });
  expect([...file.rows].map(({ record }) => record!.way).filter((way) => way !== '1').sort()).toEqual(['2', '3', '3', '5']);
});

test('a workbook with numbers and dates as Excel keeps them says the same as the text', async () => {
  const cells: XlsxCell[][] = [headings.split(','), ['P1', 2026001, 1, '王秀英', '女', { date: 21917 }, 13800001234, '', '骨科', { date: 46336 + 8 / 24 }, 46344.375, '骨折', 1, '']];
  const file = await prepared(xlsx(cells));
  expect(file.format).toBe('xlsx');
  expect(file.rows.slice(0, 1)[0]!.record).toMatchObject({ inpatientNo: '2026001', visitTimes: 1, birthDate: '1960-01-02', phone: { number: '13800001234' }, admitAt: instantAt('2026-11-10', '08:00'), dischargeAt: instantAt('2026-11-18', '09:00'), way: '1' });
});

test('an identity number that a workbook keeps as a number has lost digits and is refused as such', async () => {
  const cells: XlsxCell[][] = [[...headings.split(','), '身份证号'], [...row.split(','), 622301197306090216]];
  expect(problemsOf(await prepared(xlsx(cells)))).toEqual([[2, 'idNo', 'text_as_number', true]]);
});

test.each([[';'], ['\t']])('the delimiter %j is found', async (delimiter) => {
  const file = await prepared(Buffer.from([headings, row].join('\n').replaceAll(',', delimiter), 'utf8'));
  expect(file.rows.slice(0, 1)[0]!.record).toMatchObject({ name: '王秀英', way: '1' });
});

test('UTF-16 of "Unicode text" is read; line breaks inside quotes stay in their cell, and lines are counted as the spreadsheet counts', async () => {
  const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`某医院\n${headings}\n\n${row.replace('骨折', '"骨折\n术后"')}\n${row.replace('Z1', '')}`.replaceAll(',', '\t'), 'utf16le')]);
  const file = await prepared(bytes);
  expect(file.encoding).toBe('utf-16le');
  expect([...file.rows].map(({ line }) => line)).toEqual([4, 5]);
  expect(file.rows.slice(0, 1)[0]!.record!.dx).toBe('骨折\n术后');
  expect(problemsOf(file)).toEqual([[5, 'inpatientNo', 'required', true]]);
});

test('what is no table is refused in words', async () => {
  expect(await refusal(Buffer.alloc(0))).toEqual(['empty']);
  expect(await refusal(Buffer.from(`${headings}\n`))).toEqual(['empty']);
  expect(await refusal(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toEqual(['old_excel']);
  expect(await refusal(Buffer.from('<html><table><tr><td>住院号'))).toEqual(['html_table']);
  expect(await refusal(Buffer.from('PK\u0003\u0004 not a zip', 'latin1'))).toEqual(['damaged']);
  expect(await refusal(Buffer.from([0x81, 0x20, 0xff, 0xff]))).toEqual(['encoding']);
  expect(await refusal(Buffer.from('a,b\n1,2'))).toEqual(['no_headings']);
  expect(await refusal(Buffer.from('住院号,姓名,性别\n1,2,3'))).toEqual(['missing_columns', 'patientNo', 'visitTimes', 'birthDate', 'department', 'admitAt', 'dischargeAt', 'dx', 'way']);
});

test('numbers: a wrong one with no other is refused, with another accepted, all blank accepted', async () => {
  const withPhones = (own: string, contact: string): string => row.replace('13800001234,', `${own},${contact}`);
  const problems = async (own: string, contact: string) => problemsOf(await prepared(text(withPhones(own, contact)))).map(([, ...rest]) => rest);
  expect(await problems('12345', '')).toEqual([['phone', 'phone_wrong', true]]);
  expect(await problems('', '12345')).toEqual([['contactPhone', 'phone_wrong', true]]);
  expect(await problems('12345', '8221234')).toEqual([['phone', 'phone_wrong', true], ['contactPhone', 'phone_no_area_code', true]]);
  expect(await problems('12345', '13900001234')).toEqual([['phone', 'phone_wrong', false]]);
  expect(await problems('', '')).toEqual([['phone', 'no_phone', false]]);
});

test('times: born before admission, admitted before discharge, nothing in the future', async () => {
  const problems = async (changed: string, at?: number) => problemsOf(await prepared(text(changed), at)).map(([, ...rest]) => rest);
  expect(await problems(row.replace('1960-01-02', '2026-11-11'))).toEqual([['birthDate', 'birth_after_admission', true]]);
  expect(await problems(row.replace('1960-01-02', '2026-11-10').replace('2026-11-10 08:00', '2026-11-10'))).toEqual([]);
  expect(await problems(row.replace('1960-01-02', '1860-01-02'))).toEqual([['birthDate', 'date_impossible', true]]);
  expect(await problems(row.replace('2026-11-18 09:00', '2026-11-10 08:00'))).toEqual([['dischargeAt', 'discharge_before_admission', true]]);
  expect(await problems(row.replace('2026-11-10 08:00', '2026-11-18').replace('2026-11-18 09:00', '2026-11-18'))).toEqual([]);
  expect(await problems(row, instantAt('2026-11-18', '08:00'))).toEqual([['dischargeAt', 'future', true]]);
  expect(await problems(row, instantAt('2026-11-18', '08:55'))).toEqual([]);
});

test('one stay twice: the newer by its own time counts, else the later row; the other is counted and named', async () => {
  const rows = [`${row}2026-11-18 12:00`, `${row.replace('骨折', '扭伤')}2026-11-18 11:00`, row.replace('Z1', 'Z2'), row.replace('Z1', 'Z2').replace('骨折', '挫伤')];
  const file = await prepared(text(...rows));
  expect([...file.rows].map(({ record, supersededBy }) => record?.dx ?? supersededBy)).toEqual(['骨折', 2, 5, '挫伤']);
  expect(problemsOf(file)).toEqual([[3, 'inpatientNo', 'duplicate', false], [4, 'inpatientNo', 'duplicate', false]]);
});

test('several patients with one number are pointed out, one patient with two stays is not', async () => {
  const file = await prepared(text(row, row.replace('P1,Z1', 'P2,Z2'), row.replace('P1,Z1,1,王秀英,女,1960-01-02,13800001234', 'P3,Z3,1,李明,男,1960-01-02,13800009999'), row.replace('P1,Z1,1,王秀英,女,1960-01-02,13800001234', 'P3,Z4,1,李明,男,1960-01-02,13800009999')));
  expect(problemsOf(file)).toEqual([[2, 'phone', 'phone_shared', false], [3, 'phone', 'phone_shared', false]]);
});

test('the report names row, column as in their file, value as they wrote it, reason and remedy; formulas stay text', async () => {
  const file = await prepared(text(row.replace('13800001234', '12345'), row.replace('Z1', 'Z2').replace('骨折,1,', '骨折,=1+2,')));
  const report = rejectFile([...file.rows].flatMap((r) => rejectsOf(r, file.headings)));
  expect(report.startsWith('\uFEFF"行号","列","原值"')).toBe(true);
  expect(report.split('\r\n').slice(1, 3)).toEqual([
    '"2","本人电话","12345","未导入","电话号码不正确","请填写 11 位手机号，或带区号的座机号；没有电话请留空。"',
    '"3","离院方式","\'=1+2","未导入","离院方式无法识别","请填写 1 医嘱离院、2 医嘱转院、3 医嘱转社区、4 非医嘱离院、5 死亡、9 其他。"',
  ]);
});
test.each([['=1+1', '"\'=1+1"'], ['+86138', '"\'+86138"'], ['-1', '"\'-1"'], ['@SUM(A1)', '"\'@SUM(A1)"'], ['\t=1', '"\'\t=1"'], ['＝1', '"\'＝1"'], ['a"b,c', '"a""b,c"'], ['张三', '"张三"']])('the cell %j is written %j', (cell, written) => expect(csvCell(cell)).toBe(written));
