/** Files as people and systems really hand them over, each with what must become of it. Where the bytes matter they are in samples/awkward; the others are made here. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { instantAt } from '../../../cloudfunctions/kit/calendar';
import { prepareFile, type Prepared } from '../../../cloudfunctions/discharge/service/prepare';
import type { DischargeRow } from '../../../cloudfunctions/discharge/rules/row';
import { workbook, type BookCell } from './awkward-workbook';

const uploadedAt = instantAt('2026-11-20', '20:00');
const sample = (name: string): Buffer => readFileSync(join(__dirname, 'samples/awkward', name));
const good = {
  患者ID: 'P1', 住院号: 'Z1', 住院次数: '1', 姓名: '王秀英', 性别: '女', 出生日期: '1960-01-02', 本人电话: '13800001234', 联系人姓名: '李明', 与患者关系: '配偶', 联系人电话: '13900001234', 出院科别: '骨科',
  入院时间: '2026-11-10 08:00', 出院时间: '2026-11-18 09:00', 主要诊断: '骨折', 离院方式: '1',
};
type Heading = keyof typeof good;
const headings = Object.keys(good) as Heading[];
const second = { 患者ID: 'P2', 住院号: 'Z2', 姓名: '李建国', 性别: '男', 本人电话: '13700001234' };
const cells = (change: Partial<Record<Heading, string>> = {}): string[] => headings.map((heading) => ({ ...good, ...change })[heading]);
const quoted = (text: string): string => (/[",\n]/.test(text) && !text.startsWith('="') ? `"${text.replaceAll('"', '""')}"` : text);
const lines = (...rows: readonly (readonly string[])[]): Buffer => Buffer.from(rows.map((row) => row.map(quoted).join(',')).join('\r\n'));
/** One row under the usual headings, some of its cells changed. */
const one = (change: Partial<Record<Heading, string>>): Buffer => lines(headings, cells(change));
/** The same with some headings called otherwise. */
const called = (names: Partial<Record<Heading, string>>, change: Partial<Record<Heading, string>> = {}): Buffer => lines(headings.map((heading) => names[heading] ?? heading), cells(change));
/** With columns added. */
const more = (extra: Record<string, string>, change: Partial<Record<Heading, string>> = {}): Buffer => lines([...headings, ...Object.keys(extra)], [...cells(change), ...Object.values(extra)]);
const sheet = (...rows: readonly (readonly BookCell[])[]): Buffer => workbook([{ name: '出院', rows }]);
const put = (change: Partial<Record<Heading, BookCell>>): BookCell[] => headings.map((heading) => change[heading] ?? good[heading]);

/** Line by line: ok, or what is wrong (✗) or doubtful (~); a file that is refused as a whole by its reason. */
async function told(bytes: Buffer): Promise<{ rows: string[]; file?: Prepared; records: (DischargeRow | undefined)[] }> {
  const result = await prepareFile(bytes, uploadedAt);
  if ('problem' in result) return { rows: [[result.problem, ...result.columns].join(' ')], records: [] };
  const rows = [...result.prepared.rows];
  return { rows: rows.map(({ line, problems }) => `${line} ${problems.map(({ field, problem, refused }) => `${refused ? '✗' : '~'}${field}.${problem}`).join(' ') || 'ok'}`), file: result.prepared, records: rows.map(({ record }) => record) };
}

type Expected = [name: string, bytes: Buffer, rows: string[], first?: Partial<DischargeRow> | object];
const table: Expected[] = [
  // Bytes and encodings
  ['characters of GB18030 that GBK does not have', sample('gb18030-rare.csv'), ['2 ok', '3 ok'], { name: '王䶮' }],
  ['GBK with semicolons, and commas inside the cells', sample('gbk-semicolon.csv'), ['2 ok', '3 ok'], { dx: '骨折,术后' }],
  ['UTF-16 big-endian with tabs', sample('utf16be-tab.txt'), ['2 ok', '3 ok'], { name: '王秀英' }],
  ['UTF-16 without a mark', sample('utf16le-no-mark.txt'), ['2 ok', '3 ok'], { name: '王秀英' }],
  ['a title, the ward, headings, a blank line, totals, who made it and a note', sample('utf8-title-total-note.csv'), ['4 ok', '6 ok'], { name: '王秀英' }],
  ['one broken byte in a UTF-8 file: only its cell is in doubt', sample('utf8-broken-byte.csv'), ['2 ~dx.garbled', '3 ok', '4 ok', '5 ok', '6 ok', '7 ok', '8 ok', '9 ok'], { name: '王秀英' }],
  ['GBK cut off in the middle of the second row', sample('gbk-cut-in-the-middle.csv'), ['2 ok', '3 ✗admitAt.required ✗dischargeAt.required ✗way.required ✗dx.required ✗department.required ✗phone.phone_wrong']],
  ['what Oracle writes: 18-11月-26 03.05.00.000000 下午, quotes around everything, zeros in front', sample('oracle-tab.txt'), ['2 ok'], { inpatientNo: '0000123', birthDate: '1960-01-02', dischargeAt: instantAt('2026-11-18', '15:05'), sex: 'female' }],
  ['pages as printed: headings and titles again and again', sample('printed-pages.csv'), ['2 ok', '6 ok']],
  ['headings in two rows, groups above', sample('two-row-headings.csv'), ['4 ok', '5 ok'], { name: '王秀英', contactName: '李明', phone: { number: '13800001234', source: '13800001234' }, contactPhone: { number: '13900001234', source: '13900001234' } }],
  ['columns of HQMS with bars; ages in years and, below one, in months; hours in their own columns', sample('hqms-bar.txt'), ['2 ~birthDate.birth_estimated', '3 ~birthDate.birth_estimated'], { birthDate: '1960-07-01', birthEstimated: true, admitAt: instantAt('2026-11-10', '08:00') }],
  ['sep=; as Excel likes it', sample('sep-line-semicolon.csv'), ['3 ok'], { name: '王秀英' }],
  // Headings
  ['headings of another system', called({ 患者ID: '登记号', 住院号: '病案号码', 出院科别: '离院科室', 主要诊断: '第一诊断', 本人电话: '联系方式', 联系人电话: '家属联系方式' }), ['2 ok'], { phone: { number: '13800001234', source: '13800001234' } }],
  ['headings with width, brackets, stars and line breaks', called({ 姓名: '＊姓　名', 出院时间: '出院时间\n（yyyy-MM-dd HH:mm）', 离院方式: '离院方式（1-9）', 患者ID: '患者ID/就诊卡号', 住院号: '住院号/病案号' }), ['2 ok'], { dischargeAt: instantAt('2026-11-18', '09:00') }],
  ['a telephone whose bracket says whose it is', called({ 联系人电话: '电话（家属）', 本人电话: '电话（本人）' }), ['2 ok'], { contactPhone: { number: '13900001234', source: '13900001234' } }],
  ['columns that nobody asked for, and a trailing blank one', more({ 医保类型: '居民', 费用: '1234.5', '': '' }), ['2 ok']],
  ['the columns of our own report, handed in again', more({ 行号: '7', 原因: '必填项为空', 如何改正: '请补上' }), ['2 ok']],
  ['two columns with the same name', lines([...headings.filter((h) => h !== '本人电话'), '电话', '电话'], [...cells().filter((_, i) => headings[i] !== '本人电话'), '1', '2']), ['heading_twice 电话 电话']],
  ['a required column is missing', lines(headings.filter((h) => h !== '离院方式'), cells().slice(0, -1)), ['missing_columns way']],
  ['nothing that looks like discharges', lines(['日期', '收入', '支出'], ['2026-11-01', '1', '2']), ['no_headings']],
  ['headings and nothing below', lines(headings), ['empty']],
  ['only a line of totals below', lines(headings, ['合计', '0']), ['empty']],
  // Cells
  ['="…" around what is not to be rounded', one({ 住院号: '="2026001000"', 本人电话: '="13800001234"' }), ['2 ok'], { inpatientNo: '2026001000' }],
  ['an apostrophe in front of numbers', one({ 住院号: "'002026", 本人电话: "'13800001234" }), ['2 ok'], { inpatientNo: '002026' }],
  ['full-width digits, letters and spaces', one({ 住院号: 'ＺＹ２０２６', 出生日期: '１９６０－０１－０２', 本人电话: '１３８００００１２３４', 姓名: '王　秀英', 性别: '女　' }), ['2 ok'], { inpatientNo: 'ZY2026', birthDate: '1960-01-02', name: '王秀英' }],
  ['no-break spaces, signs without width and of direction', one({ 住院号: '\u00A0Z1\u200B', 本人电话: '\u202D13800001234\u202C', 姓名: '\uFEFF王秀英\u200E', 出院时间: '2026-11-18\u00A009:00' }), ['2 ok'], { inpatientNo: 'Z1', name: '王秀英' }],
  ['an inpatient number in scientific notation', one({ 住院号: '2.026E+09' }), ['2 ✗inpatientNo.text_as_number']],
  ['scientific notation that has kept every digit', one({ 住院号: '2.026001001E+9', 本人电话: '1.3800001234E+10' }), ['2 ok'], { inpatientNo: '2026001001', phone: { number: '13800001234', source: '13800001234' } }],
  ['numbers with .0 behind them, codes too', one({ 住院号: '2026001.0', 住院次数: '1.0', 性别: '2.0', 离院方式: '1.0', 本人电话: '13800001234.0' }), ['2 ok'], { inpatientNo: '2026001', visitTimes: 1, sex: 'female', way: '1' }],
  ['code and words of 离院方式', one({ 离院方式: '1医嘱离院' }), ['2 ok'], { way: '1' }],
  ['words of 离院方式', one({ 离院方式: '医嘱离院' }), ['2 ok'], { way: '1' }],
  ['离院方式 with a zero in front', one({ 离院方式: '01' }), ['2 ok'], { way: '1' }],
  ['离院方式 in brackets', one({ 离院方式: '（4）非医嘱离院' }), ['2 ok'], { way: '4' }],
  ['the table of outcomes instead of 离院方式', one({ 离院方式: '好转' }), ['2 ✗way.way_outcome_table']],
  ['sex as code and word', one({ 性别: '2-女性' }), ['2 ok'], { sex: 'female' }],
  ['line breaks and quotes inside a cell', one({ 主要诊断: '骨折\n"术后"' }), ['2 ok'], { dx: '骨折\n"术后"' }],
  ['a quotation mark that nobody closed', Buffer.from([headings.join(','), cells({ 主要诊断: '"骨折' }).join(','), cells({ ...second, 主要诊断: '5"钉' }).join(','), cells({ ...second, 住院号: 'Z3', 患者ID: 'P3', 本人电话: '' }).join(',')].join('\n')), ['2 ok', '3 ok', '4 ok'], { dx: '"骨折' }],
  ['a quotation mark that a later one closes: no row is swallowed', Buffer.from([headings.join(','), cells({ 主要诊断: '"骨折' }).join(','), cells(second).join(','), cells({ ...second, 住院号: 'Z3', 患者ID: 'P3', 本人电话: '', 主要诊断: '扭伤"' }).join(',')].join('\n')), ['2 ok', '3 ok', '4 ok']],
  ['a comma without quotes pushes cells to the right', Buffer.from([headings.join(','), cells({ 主要诊断: '骨折,术后' }).join(',')].join('\n')), ['2 ✗inpatientNo.row_shifted']],
  ['rows with empty cells behind them, rows that are shorter', Buffer.from([headings.join(','), `${cells().join(',')},,,,`, cells({ ...second, 离院方式: '1' }).join(','), '', ',,,,,'].join('\n')), ['2 ok', '3 ok']],
  ['a formula that failed, where something is needed and where not', one({ 主要诊断: '#N/A', 联系人姓名: '#REF!' }), ['2 ~contactName.formula_error ✗dx.formula_error']],
  ['a name whose rare character became a question mark', one({ 姓名: '王?' }), ['2 ~name.garbled'], { name: '王?' }],
  ['words that say nothing, where a number is needed', one({ 患者ID: '无', 住院号: '-' }), ['2 ✗patientNo.required ✗inpatientNo.required']],
  // Dates and ages
  ...([['2026/11/18 9:00', '09:00'], ['2026年11月18日09时00分', '09:00'], ['2026.11.18 09:00:00', '09:00'], ['20261118090000', '09:00'], ['2026-11-18T09:00:00+08:00', '09:00'], ['2026-11-18T01:00:00Z', '09:00'], ['2026/11/18 上午9:00:00', '09:00'],
    ['2026/11/18 下午 3:05', '15:05'], ['2026-11-18 03:05 PM', '15:05'], ['2026年11月18日 星期三 9:00', '09:00'], ['二〇二六年十一月十八日', '23:59'], ['18-NOV-2026', '23:59'], ['Nov 18 2026 9:00AM', '09:00'], ['46344.375', '09:00'], ['46344', '23:59'],
    ['1794963600000', '09:00'], ['2026-11-17 24:00', '00:00'], ['2026-11-18 0900', '09:00']] as const).map(([text, time]): Expected =>
    [`the time ${text}`, one({ 出院时间: text }), ['2 ok'], { dischargeDay: '2026-11-18', dischargeAt: instantAt('2026-11-18', time) }]),
  ['a day and a month that two countries read differently', one({ 出院时间: '11/08/2026' }), ['2 ✗dischargeAt.date_format']],
  ...([['66岁', '1960-07-01'], ['66', '1960-07-01'], ['3月', '2026-07-26'], ['3个月', '2026-07-26'], ['5天', '2026-11-05'], ['1岁2月', '2025-08-26'], ['2周', '2026-10-24'], ['6小时', '2026-11-10']] as const).map(([text, birthDate]): Expected =>
    [`the age ${text} instead of a birth date`, called({ 出生日期: '年龄' }, { 出生日期: text }), ['2 ~birthDate.birth_estimated'], { birthDate, birthEstimated: true }]),
  ['a year and month of birth', called({ 出生日期: '出生年月' }, { 出生日期: '1960年1月' }), ['2 ~birthDate.birth_estimated'], { birthDate: '1960-01-15' }],
  ['an age, and an identity number that knows the day', more({ 身份证号: '110101196001025248' }, { 出生日期: '66岁' }), ['2 ok'], { birthDate: '1960-01-02', birthEstimated: false }],
  ['no birth date, and an identity number that knows it', more({ 身份证号: '110101196001025248' }, { 出生日期: '' }), ['2 ok'], { birthDate: '1960-01-02' }],
  ['a birth date beside an age: the date counts', more({ 年龄: '30岁' }), ['2 ok'], { birthDate: '1960-01-02' }],
  // Telephones
  ...([['13800001234（女儿）', '13800001234', 'phone_named'], ['女儿：13800001234', '13800001234', 'phone_named'], ['13800001234 13900001235', '13800001234', 'phone_several'], ['13800001234、13900001235（妻子）', '13800001234', 'phone_several'],
    ['+86-138-0000-1234', '13800001234', ''], ['(86)13800001234', '13800001234', ''], ['手机:138 0000 1234', '13800001234', ''], ['0943-8221234转801', '09438221234', ''], ['(0943)8221234', '09438221234', ''], ['12345/13800001234', '13800001234', 'phone_several']] as const).map(([text, number, doubt]): Expected =>
    [`the telephone ${text}`, one({ 本人电话: text }), [doubt ? `2 ~phone.${doubt}` : '2 ok'], { phone: expect.objectContaining({ number }) }]),
  ['a telephone of another patient of the file', lines(headings, cells(), cells({ ...second, 本人电话: '138 0000 1234' })), ['2 ~phone.phone_shared', '3 ~phone.phone_shared']],
  // Workbooks
  ['dates, numbers and codes as Excel keeps them', sheet(headings, put({ 住院号: 2026001, 住院次数: 1, 出生日期: { date: 21917 }, 本人电话: 13800001234, 入院时间: { date: 46336 + 8 / 24 }, 出院时间: 46344.375, 离院方式: 1 })), ['2 ok'], { inpatientNo: '2026001', birthDate: '1960-01-02', dischargeAt: instantAt('2026-11-18', '09:00') }],
  ['the calendar of 1904', workbook([{ name: '出院', rows: [headings, put({ 出生日期: { date: 21917 - 1462 }, 出院时间: 46344.375 - 1462 })] }], { epoch1904: true }), ['2 ok'], { birthDate: '1960-01-02', dischargeAt: instantAt('2026-11-18', '09:00') }],
  ['a date format of their own', workbook([{ name: '出院', rows: [headings, put({ 出院时间: { date: 46344.375 } })] }], { formats: { 176: 'yyyy"年"m"月"d"日" h:mm;@' } }), ['2 ok'], { dischargeAt: instantAt('2026-11-18', '09:00') }],
  ['a born day before 1900-03-01, which Excel counts wrongly', sheet(headings, put({ 出生日期: { date: 59 } })), ['2 ok'], { birthDate: '1900-02-28' }],
  ['an identity number that was kept as a number', sheet([...headings, '身份证号'], [...put({}), { xml: '<c><v>1.1010119600102524E+17</v></c>' }]), ['2 ✗idNo.text_as_number']],
  ['an identity number as a number with all its digits', sheet([...headings, '身份证号'], [...put({}), { xml: '<c><v>110101196001025205</v></c>' }]), ['2 ok'], { idNo: '110101196001025205' }],
  ['formulas count with the value that was stored with them', sheet(headings, put({ 姓名: { xml: '<c t="str"><f>B1&amp;"英"</f><v>王秀英</v></c>' }, 住院次数: { xml: '<c><f>1+0</f><v>1</v></c>' } })), ['2 ok'], { name: '王秀英', visitTimes: 1 }],
  ['a formula nobody ever calculated', sheet(headings, put({ 姓名: { xml: '<c><f>B1</f></c>' } })), ['2 ✗name.required']],
  ['error cells', sheet(headings, put({ 主要诊断: { xml: '<c t="e"><v>#N/A</v></c>' } })), ['2 ✗dx.formula_error']],
  ['booleans', sheet([...headings, '不接受回访'], [...put({}), { xml: '<c t="b"><v>1</v></c>' }]), ['2 ok'], { noContact: true }],
  ['ISO dates in cells', sheet(headings, put({ 出院时间: { xml: '<c t="d"><v>2026-11-18T09:00:00</v></c>' } })), ['2 ok'], { dischargeAt: instantAt('2026-11-18', '09:00') }],
  ['the first sheet is empty', workbook([{ name: '说明', rows: [] }, { name: '出院', rows: [headings, cells()] }]), ['2 ok']],
  ['the first sheet is a cover, the last one is hidden', workbook([{ name: '封面', rows: [['某某医院'], ['2026年11月']] }, { name: '明细', rows: [['出院明细'], [], headings, cells()] }, { name: '旧', rows: [headings, cells(second)], state: 'hidden' }]), ['4 ok'], { name: '王秀英' }],
  ['only a hidden sheet has discharges', workbook([{ name: '封面', rows: [['某某医院']] }, { name: '旧', rows: [headings, cells()], state: 'veryHidden' }]), ['no_headings']],
  ['tags with a prefix, as other programs write them', workbook([{ name: '出院', rows: [headings, cells()] }], { prefix: 'x' }), ['2 ok'], { name: '王秀英' }],
  ['merged headings in two rows, and a merged title', workbook([{ name: '出院', rows: [['出院登记'], ['患者ID', '住院号', '住院次数', '患者', '', '', '', '联系人', '', '', '出院科别', '入院时间', '出院时间', '主要诊断', '离院方式'], ['', '', '', '姓名', '性别', '出生日期', '本人电话', '姓名', '关系', '电话'], cells()] }], { mergeCells: ['A1:O1', 'D2:G2', 'H2:J2', 'A2:A3'] }), ['4 ok'], { name: '王秀英', contactName: '李明' }],
  ['rows far apart', sheet(headings, [], [], cells(), ...Array.from({ length: 50 }, () => []), cells(second)), ['4 ok', '55 ok']],
  ['a remark to the right of the table', sheet(headings, [...cells(), '', '请核对']), ['2 ok']],
  ['characters that XML cannot hold', sheet(headings, put({ 主要诊断: '骨折_x000D_术后' })), ['2 ok'], { dx: '骨折\r术后' }],
  // Files that are something else
  ['nothing at all', Buffer.alloc(0), ['empty']],
  ['one byte', Buffer.from('a'), ['no_headings']],
  ['spaces and line breaks', Buffer.from(' \r\n \r\n'), ['empty']],
  ['an old or encrypted Excel file', Buffer.from('d0cf11e0a1b11ae1000000', 'hex'), ['old_excel']],
  ['a web page called .xls', Buffer.from('<html><table><tr><td>姓名</td></tr></table></html>'), ['html_table']],
  ['an archive that is no workbook', Buffer.from('504b0506000000000000000000000000000000000000', 'hex'), ['damaged']],
  ['a picture', Buffer.from('89504e470d0a1a0a0000000d494844520000000100000001', 'hex'), ['damaged']],
];

test.each(table.map(([name, bytes, rows, first]) => ({ name, bytes, rows, first })))('$name', async ({ bytes, rows, first }) => {
  const said = await told(bytes);
  expect(said.rows).toEqual(rows);
  if (first) expect(said.records[0]).toMatchObject(first);
});

test('there are at least sixty of them', () => expect(table.length).toBeGreaterThanOrEqual(60));

test('what was not read as a discharge is listed, line by line', async () => {
  expect((await told(sample('utf8-title-total-note.csv'))).file!.skipped).toEqual([{ line: 7, why: 'total' }, { line: 8, why: 'note' }, { line: 9, why: 'note' }]);
  expect((await told(sample('printed-pages.csv'))).file!.skipped).toEqual([{ line: 3, why: 'note' }, { line: 4, why: 'note' }, { line: 5, why: 'heading' }, { line: 7, why: 'note' }]);
});

test('a second visible sheet with discharges is named, not silently left', async () => {
  const { file } = await told(workbook([{ name: '内科', rows: [headings, cells()] }, { name: '外科', rows: [headings, cells(second)] }]));
  expect([file!.sheet, file!.otherSheets]).toEqual(['内科', ['外科']]);
});

test('a row keeps what the file has, and says in words of fields what it means', async () => {
  const { file } = await told(more({ 其他诊断: '高血压', 其他诊断2: '糖尿病' }, { 联系人电话: '' }));
  expect(file!.rows.slice(0, 1)[0]).toMatchObject({ raw: expect.arrayContaining(['P1', '糖尿病']), cells: { patientNo: 'P1', contactPhone: '', dxOther: ['高血压', '糖尿病'], cancelled: '0' } });
});
