import { strFromU8, unzipSync } from 'fflate';
import { instantAt } from '../../../cloudfunctions/kit/calendar';
import { prepareFile, type Prepared } from '../../../cloudfunctions/discharge/service/prepare';
import { rejectsOf } from '../../../cloudfunctions/discharge/service/reject';
import { rejectedRowOf, rejectWorkbook } from '../../../cloudfunctions/discharge/service/reject-workbook';

const uploadedAt = instantAt('2026-11-20', '20:00');
const headings = '患者ID,住院号,住院次数,姓名,性别,出生日期,身份证号,本人电话,联系人电话,出院科别,入院时间,出院时间,主要诊断,离院方式,备注';
const row = 'P1,0012345678901234567,1,王秀英,女,1960-01-02,,13800001234,,骨科,2026-11-10 08:00,2026-11-18 09:00,骨折,1,=1+1';
const take = async (bytes: Buffer): Promise<Prepared> => {
  const result = await prepareFile(bytes, uploadedAt);
  if (!('prepared' in result)) throw new Error(`${result.problem} ${result.columns.join()}`);
  return result.prepared;
};
const reportOf = async ({ rows, headings: own }: Prepared): Promise<Buffer> => {
  const all = [...rows];
  return rejectWorkbook(all.flatMap((one) => rejectsOf(one, own)), all.flatMap((one) => rejectedRowOf(one) ?? []), own.map(({ heading }) => heading));
};
const file = Buffer.from([headings, row, row.replace('P1,0012345678901234567', 'P2,Z2').replace(',1,=1+1', ',回家,"=HYPERLINK(""http://x"")"'), row.replace('P1,0012345678901234567', 'P3,Z3').replace('13800001234', '13800000001（女儿）')].join('\r\n'));

test('refused rows come back whole, with what is wrong and how to correct it; nothing of the others', async () => {
  const book = await take(await reportOf(await take(file)));
  expect(book).toMatchObject({ format: 'xlsx', sheet: '未导入', otherSheets: [] });
  const [first, ...others] = book.rows.slice(0, 9);
  expect(others).toEqual([]);
  expect(first!.raw.slice(0, 5)).toEqual(['3', '离院方式：离院方式无法识别', expect.stringContaining('1 医嘱离院'), 'P2', 'Z2']);
  expect(first!.raw.at(-1)).toBe('=HYPERLINK("http://x")');
});

test('corrected and handed in again it is a file like the first: our own columns are not used, and the mapping of the source fits', async () => {
  const before = await take(file);
  const again = await take(await reportOf(before));
  expect(again.fingerprint).toBe(before.fingerprint);
  expect(again.headings.slice(0, 3).map(({ heading, field }) => [heading, field])).toEqual([['行号', null], ['原因', null], ['如何改正', null]]);
  expect(again.rows.slice(0, 1)[0]!.problems).toEqual([{ field: 'way', problem: 'way_unknown', refused: true, value: '回家' }]);
  // Refused once more, the columns are not doubled.
  expect((await take(await reportOf(again))).headings.filter(({ heading }) => heading === '原因')).toHaveLength(1);
});

test('every cell is text, wrong ones are red, doubtful ones yellow on a sheet of their own', async () => {
  const parts = unzipSync(await reportOf(await take(file)));
  const sheets = Object.keys(parts).filter((name) => /worksheets\/.*\.xml$/.test(name)).sort().map((name) => strFromU8(parts[name]!));
  expect(sheets).toHaveLength(2);
  for (const sheet of sheets) {
    expect(sheet).not.toContain('<f>');
    expect([...sheet.matchAll(/<c [^>]*t="([^"]*)"/g)].every(([, type]) => type === 's' || type === 'inlineStr')).toBe(true);
    expect(sheet).not.toMatch(/<c (?![^>]*t=)[^>]*><v>/);
  }
  const styles = strFromU8(parts['xl/styles.xml']!);
  expect(styles).toMatch(/FFC7CE/i);
  expect(styles).toMatch(/FFEB9C/i);
  expect(styles).toContain('formatCode="@"');
});

test('characters that no workbook can hold do not spoil it', async () => {
  const bytes = await rejectWorkbook([{ line: 2, heading: '姓名', value: '', problem: 'required', refused: true }], [{ line: 2, cells: ['a\u0001\uD800b\uFFFF', '𠮷'] }], ['住院号', '姓名']);
  const sheet = Object.entries(unzipSync(bytes)).map(([, content]) => strFromU8(content)).join('');
  expect(sheet).toContain('ab');
  expect(sheet).toContain('𠮷');
});
