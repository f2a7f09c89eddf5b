/** What a file would do to the directory: headings as people call them, each row judged, the same file again nothing. */
import * as fc from 'fast-check';
import { planPlaces, planPractitioners, type KnownPlace, type KnownPractitioner } from '../../../cloudfunctions/directory/rules/plan';
import { placeCells, practitionerCells } from '../../../cloudfunctions/directory/rules/row';
import { columnsOf, findColumns } from '../../../cloudfunctions/directory/rules/sheet';
import { expert, place } from './support';

const known = (code: string, name: string, more: Partial<KnownPlace> & { aliases?: string[]; phone?: string; kind?: 'department' | 'ward' | 'window'; parentCode?: string } = {}): KnownPlace =>
  ({ place: place({ code, name, aliases: more.aliases ?? [], phone: more.phone ?? '', kind: more.kind ?? 'department', parentCode: more.parentCode ?? '' }), rev: more.rev ?? 1, active: more.active ?? true, unconfirmed: more.unconfirmed ?? false });
const here = [known('0402', '骨科', { aliases: ['骨外科'], phone: '09438220402' }), known('0301', '呼吸内科'), known('040201', '骨科一病区', { kind: 'ward', parentCode: '0402' })];
const places = (text: string, all = here) => {
  const rows = text.split('\n').map((line, n) => ({ line: n + 1, cells: line.split('|') }));
  const columns = findColumns('place', rows.map(({ cells }) => cells))!;
  return planPlaces(columns, rows.slice(columns.row + 1), all);
};
const experts = (text: string, all: KnownPractitioner[] = []) => {
  const rows = text.split('\n').map((line, n) => ({ line: n + 1, cells: line.split('|') }));
  const columns = findColumns('practitioner', rows.map(({ cells }) => cells))!;
  return planPractitioners(columns, rows.slice(columns.row + 1), all, here.map((one) => one.place));
};

test('headings are found under a title, by synonym, and what is not known is said', () => {
  const found = findColumns('place', [['白银示范医院科室一览'], ['科室代码', ' 科室名称* ', '座机', '主管'], ['0402', '骨科', '', '王']])!;
  expect([found.row, [...found.columns.keys()], found.unknown]).toEqual([1, ['code', 'name', 'phone'], ['主管']]);
  expect(findColumns('place', [['患者', '住院号'], ['王', '1']])).toBeNull();
});

test('a column that the file has empties, one that it does not have stays', () => {
  const { rows, writes } = places('编码|名称|位置|电话\n0402|骨科|门诊楼3层|');
  expect(rows[0]).toMatchObject({ outcome: 'changed', changes: [{ column: '电话', before: '09438220402', after: '' }, { column: '位置', before: '', after: '门诊楼3层' }] });
  expect(writes[0]!.place).toMatchObject({ aliases: ['骨外科'], phone: '', location: '门诊楼3层' });
});

test.each([
  ['编码|名称|电话\n0402|骨科|8220402', 'phone', '电话'],
  ['编码|名称|门诊时间\n0402|骨科|每周三下午', 'hours', '门诊时间'],
  ['编码|名称|公开\n0402|骨科|也许', 'yes_no', '公开'],
  ['编码|名称|类型\n0999|新科|科研', 'kind', '类型'],
  ['编码|名称|类型\n0402|骨科|窗口', 'kind_differs', '类型'],
  ['编码|名称|位置\n0402#|骨科|一层', 'code', '编码'],
  ['编码|名称|位置\n9999||一层', 'required', '名称'],
  ['编码|名称|位置\n0999|骨外科|一层', 'name_taken', '名称'],
  ['编码|名称|别名\n0999|手外科|骨科', 'name_taken', '别名'],
  ['编码|名称|上级科室\n0999|新病区|没有的科', 'parent_unknown', '上级科室'],
  ['编码|名称|类型\n0999|新病区|病区', 'parent_required', '上级科室'],
  [`编码|名称|专长\n0402|骨科|${'长'.repeat(301)}`, 'too_long', '专长'],
  [`编码|名称|常见病\n0402|骨科|${Array.from({ length: 41 }, (_, n) => `病${n}`).join('、')}`, 'list_long', '常见病'],
])('%j is refused: %s at %s', (text, problem, column) => {
  const { rows, writes } = places(text);
  expect([rows[0]!.outcome, rows[0]!.problems[0]!.problem, rows[0]!.problems[0]!.column, writes]).toEqual(['refused', problem, column, []]);
});

test('refused rows never stop the others; a second row of the same place is refused and names the first', () => {
  const { rows, writes } = places('编码|名称|位置\n0402|骨科|三层\n0402|骨科|四层\n0301|呼吸内科|五层');
  expect(rows.map(({ outcome }) => outcome)).toEqual(['changed', 'refused', 'changed']);
  expect(rows[1]!.problems).toEqual([{ column: '编码', problem: 'twice', value: '2' }]);
  expect(writes.map(({ place: one }) => [one.code, one.location])).toEqual([['0402', '三层'], ['0301', '五层']]);
});

test('a place is found by its name where the file has no codes; a new one makes its code of its name', () => {
  const { writes } = places('名称|位置\n骨科|三层\n体检中心（南院）|一层');
  expect(writes.map(({ place: one, rev }) => [one.code, rev])).toEqual([['0402', 1], ['体检中心南院', 0]]);
});

test('a ward belongs to its department by code or name, also to one that stands below it in the file', () => {
  const { rows, writes } = places('编码|名称|上级科室\n060001|儿科一病区|儿科\n0600|儿科|\n040202|骨科二病区|0402');
  expect(rows.map(({ outcome }) => outcome)).toEqual(['new', 'new', 'new']);
  expect(writes.map(({ place: one }) => [one.kind, one.parentCode])).toEqual([['ward', '0600'], ['department', ''], ['ward', '0402']]);
});

test('a department that a discharge file made is confirmed by standing in the file, once', () => {
  const fresh = [known('0999', '疼痛科', { unconfirmed: true, rev: 0 })];
  expect(places('编码|名称\n0999|疼痛科', fresh).rows[0]).toMatchObject({ outcome: 'changed', changes: [{ column: '待确认' }] });
  expect(places('编码|名称\n0999|疼痛科', [known('0999', '疼痛科')]).rows[0]!.outcome).toBe('unchanged');
});

test('what was retired is brought back by a person, not by a file', () => {
  expect(places('编码|名称\n0402|骨科', [known('0402', '骨科', { active: false })]).rows[0]!.problems[0]!.problem).toBe('retired');
});

const whole = { ...place({ code: '0402', name: '骨科', aliases: ['骨外科', '创伤科'], phone: '09438220402', location: '门诊楼3层', hours: '节假日休息', speciality: '关节', technologies: '机器人', diseases: ['骨折', '扭伤'], published: true, sensitive: true, weekly: [{ weekday: 1, from: '08:00', to: '11:30' }] }) };
test('what goes out comes in again as nothing new', () => {
  const columns = findColumns('place', [columnsOf('place').map(({ heading }) => heading)])!;
  const cells = columnsOf('place').map(({ field }) => placeCells(whole)[field] ?? '');
  expect(planPlaces(columns, [{ line: 2, cells }], [{ place: whole, rev: 3, active: true, unconfirmed: false }]).rows).toEqual([{ line: 2, name: '骨科', outcome: 'unchanged', changes: [], problems: [] }]);
  const person = expert({ no: '1001', name: '周海燕', title: '主任医师', diseases: ['骨折'], weekly: whole.weekly, published: true });
  const personColumns = findColumns('practitioner', [columnsOf('practitioner').map(({ heading }) => heading)])!;
  const personRow = columnsOf('practitioner').map(({ field }) => practitionerCells(person)[field] ?? '');
  expect(planPractitioners(personColumns, [{ line: 2, cells: personRow }], [{ entryId: 'expert:1', practitioner: person, rev: 1, active: true }], [whole]).rows[0]!.outcome).toBe('unchanged');
});

test('experts: two of one name are told apart by their number; who is known without one gets it', () => {
  const one: KnownPractitioner = { entryId: 'expert:1', practitioner: expert({ name: '王丽' }), rev: 1, active: true };
  const { rows, writes } = experts('工号|姓名|科室\n1001|王丽|骨科\n1002|王丽|骨外科\n|王丽|0301 呼吸内科', [one]);
  expect(rows.map(({ outcome }) => outcome)).toEqual(['changed', 'changed', 'new']);
  expect(writes[0]).toMatchObject({ entryId: 'expert:1', practitioner: { no: '1001' } });
});

test.each([['姓名|科室\n周平|', 'required'], ['姓名|科室\n周平|心外科', 'department_unknown'], ['姓名|科室\n|骨科', 'required'], ['姓名|科室|出诊时间\n周平|骨科|随时', 'hours']])('an expert of %j is refused: %s', (text, problem) => {
  expect(experts(text).rows[0]!.problems[0]!.problem).toBe(problem);
});

test('no cells stop the planning, and what is planned is done once', () => {
  const cell = fc.oneof(fc.constantFrom('0402', '骨科', '科室', '病区', '是', '0943-8220402', '周一 8:00-9:00', '', '=1+1', '1E+5'), fc.string({ maxLength: 20 }));
  const headings = columnsOf('place').map(({ heading }) => heading);
  fc.assert(fc.property(fc.array(fc.array(cell, { minLength: headings.length, maxLength: headings.length }), { maxLength: 6 }), (cells) => {
    const columns = findColumns('place', [headings])!;
    const rows = cells.map((one, n) => ({ line: n + 2, cells: one }));
    const first = planPlaces(columns, rows, here);
    const written = first.writes.map(({ place: one, rev }): KnownPlace => ({ place: one, rev: rev + 1, active: true, unconfirmed: false }));
    const after = [...here.filter(({ place: one }) => !written.some((other) => other.place.code === one.code)), ...written];
    expect(planPlaces(columns, rows, after).writes).toEqual([]);
  }));
});
