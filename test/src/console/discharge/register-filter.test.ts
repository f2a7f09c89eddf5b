/** The register's filter between the address, the server and the words of its chips. */
import fc from 'fast-check';
import { RegisterFilter } from '../../../../cloudfunctions/discharge/contract/stay';
import { chipsOf, filterKeys, inputOf, none, quietText, sameFilter, valuesOf, type FilterValues } from '../../../../src/console/discharge/register/filter';

const values = (given: Partial<FilterValues>): FilterValues => ({ ...none, ...given });
const nameOf = (code: string) => ({ '0402': '骨科' })[code] ?? code;

test('whatever stands in the address, the server is asked something that it takes', () => {
  const anything = fc.record(Object.fromEntries(filterKeys.map((key) => [key, fc.oneof(fc.string({ maxLength: 60, unit: 'binary' }), fc.constantFrom('', '2026-11-18', '1', 'waiting', 'any', '2026-11', 'finished'))])) as Record<keyof FilterValues, fc.Arbitrary<string>>);
  fc.assert(fc.property(anything, (given) => {
    const { departmentCode, ...filter } = inputOf(given);
    expect(RegisterFilter.safeParse(filter).error?.issues.filter(({ path }) => path[0] !== 'from' && path[0] !== 'to') ?? []).toEqual([]);
    expect(departmentCode ?? '').toBe(given.department);
  }));
});

test('a kept filter comes back as it was', () => {
  const given = values({ department: '0402', ward: '骨科1病区', way: '4', missing: 'no_phone', following: 'lost', from: '2026-11-01', text: 'wxh' });
  expect(valuesOf(inputOf(given))).toEqual(given);
  expect(sameFilter(valuesOf(inputOf(given)), given)).toBe(true);
  expect(sameFilter(given, values({ ...given, way: '' }))).toBe(false);
});

test.each([
  [{ department: '0402' }, ['科室：骨科']],
  [{ from: '2026-11-01', to: '2026-11-03' }, ['从 11月1日', '到 11月3日']],
  [{ missing: 'any', following: 'in_calls' }, ['资料：有缺项', '首次随访：待电话随访']],
  [{ held: 'suppress', state: 'cancelled', way: '5' }, ['离院方式：死亡', '状态：出院已取消', '科室确认：已决定不联系']],
  [{ priority: '2026-11', text: 'wxh' }, ['查找：wxh', '每月名单：11 月名单']],
  [{ way: '7', from: 'gestern', missing: 'nothing' }, []],
])('%j reads %j', (given, words) => {
  expect(chipsOf(values(given), nameOf, 'zh').map((chip) => chip.words)).toEqual(words);
});

test('each chip names the condition that it takes away', () => {
  const given = values({ department: '0402', ward: '骨科1病区', way: '4', state: 'finished', held: 'waiting', missing: 'no_phone', following: 'lost', from: '2026-11-01', to: '2026-11-30', text: 'wxh', priority: '2026-11' });
  const chips = chipsOf(given, nameOf, 'en');
  expect(chips.map(({ key }) => key).sort()).toEqual([...filterKeys].sort());
  for (const { key } of chips) expect(chipsOf({ ...given, [key]: '' }, nameOf, 'en')).toHaveLength(chips.length - 1);
});

test.each([['19900010104', '****0104'], ['199 0001 0104', '****0104'], ['0104', '0104'], ['王小红', '王小红'], ['Z0104', 'Z0104']])('to others a search for %s shows %s', (text, shown) => { expect(quietText(text)).toBe(shown); });
