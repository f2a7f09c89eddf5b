import fc from 'fast-check';
import { findHeadings, matchHeadings } from '../../../cloudfunctions/discharge/rules/heading';

const needed = ['患者ID', '住院号', '住院次数', '姓名', '性别', '出生日期', '出院科别', '入院时间', '出院时间', '主要诊断', '离院方式'];
const fields = (headings: string[]): Record<string, string | null> => {
  const matched = matchHeadings(headings);
  if (matched.missing.length + matched.twice.length > 0) throw new Error(JSON.stringify(matched));
  return Object.fromEntries(matched.columns.headings.map(({ heading, field }) => [heading, field]));
};

test('headings are found in any order', () => {
  fc.assert(fc.property(fc.shuffledSubarray(needed, { minLength: needed.length }), (shuffled) => {
    expect(fields(shuffled)).toEqual(fields(needed));
  }));
});

test('the columns of HQMS 病案首页 are understood', () => {
  const hqms = ['JKKH', 'BAH', 'ZYCS', 'XM', 'XB', 'CSRQ', 'SFZH', 'DH', 'LXRXM', 'GX', 'DH2', 'XZZ', 'CYKB', 'CYBF', 'ZZYS', 'ZRHS', 'RYSJ', 'RYSJ_S', 'CYSJ', 'CYSJ_S', 'SJZYTS', 'JBDM', 'ZYZD', 'QTZD1', 'QTZD2', 'JBDM1', 'SSJCZMC1', 'LYFS', 'YZZY_YLJG', 'SFZZYJH', 'MD', 'YWGM', 'GMYW'];
  expect(fields(hqms)).toEqual({
    JKKH: 'patientNo', BAH: 'inpatientNo', ZYCS: 'visitTimes', XM: 'name', XB: 'sex', CSRQ: 'birthDate', SFZH: 'idNo', DH: 'phone', LXRXM: 'contactName', GX: 'contactRelation', DH2: 'contactPhone', XZZ: 'address', CYKB: 'department',
    CYBF: 'ward', ZZYS: 'attending', ZRHS: 'nurse', RYSJ: 'admitAt', RYSJ_S: 'admitHour', CYSJ: 'dischargeAt', CYSJ_S: 'dischargeHour', SJZYTS: 'lengthOfStay', JBDM: 'dxCode', ZYZD: 'dx', QTZD1: 'dxOther', QTZD2: 'dxOther', JBDM1: 'dxOther',
    SSJCZMC1: 'operation', LYFS: 'way', YZZY_YLJG: 'receiver', SFZZYJH: 'readmitPlan', MD: 'readmitPlan', YWGM: 'allergy', GMYW: 'allergy',
  });
});

test('width, spaces, brackets and case do not matter; an unknown column is reported as such', () => {
  expect(fields([...needed.slice(0, 8), ' 出院时间（yyyy-MM-dd HH:mm）', '主要诊断*', '离 院 方 式', 'ＩＣＤ－１０', '医保类型'])).toMatchObject({ '出院时间（yyyy-MM-dd HH:mm）': 'dischargeAt', '主要诊断*': 'dx', '离 院 方 式': 'way', 'ＩＣＤ－１０': 'dxCode', 医保类型: null });
});

test('of two columns for one field the more exact name counts', () => {
  expect(fields([...needed, '联系电话', '本人电话'])).toMatchObject({ 联系电话: null, 本人电话: 'phone' });
});

test('the same heading twice cannot be decided', () => expect(matchHeadings([...needed, '电话', '电话'])).toMatchObject({ twice: ['电话', '电话'], missing: [] }));

test('a missing required column is one error for the file, and says which; a code is enough for a department', () => {
  expect(matchHeadings(needed.filter((h) => h !== '离院方式' && h !== '出院科别')).missing).toEqual(['department', 'way']);
  expect(fields([...needed.filter((h) => h !== '出院科别'), '科室编码'])).toMatchObject({ 科室编码: 'departmentCode' });
});

test('titles may stand above the headings; a file without any is known', () => {
  expect(findHeadings([['某某医院出院病人一览表'], [], ['2026年11月'], needed, ['P1', '姓名']])).toEqual({ row: 3, height: 1, headings: needed });
  expect(findHeadings([['P1', '2026', '1'], ['P2', '2027', '1']])).toBeNull();
});
