import { instantAt } from '../../../cloudfunctions/kit/calendar';
import { maskCell, placesOf, sameHeadings, type Mapping } from '../../../cloudfunctions/discharge/rules/mapping';
import { prepareFile } from '../../../cloudfunctions/discharge/service/prepare';

const uploadedAt = instantAt('2026-11-20', '20:00');
const headings = ['患者ID', '住院号', '住院次数', '姓名', '性别', '出生日期', 'TEL', '常用电话', '出院科别', '入院时间', '出院时间', '主要诊断', '去向', '备用'];
const rows = [
  ['P1', 'Z1', '1', '王秀英', '女', '1960-01-02', '13800001234', '李明 13900001234', '骨科', '2026-11-10 08:00', '2026-11-18 09:00', '骨折', 'A', '张小三'],
  ['P2', 'Z2', '1', '李建国', '男', '1961-01-02', '13700001234', '', '骨科', '2026-11-10 08:00', '2026-11-18 09:00', '扭伤', 'D', '甘肃省白银市白银区某街道60号'],
];
const file = (...all: string[][]): Buffer => Buffer.from(all.map((row) => row.join(',')).join('\n'));
const answer: Mapping = [{ heading: 'TEL', field: 'phone' }, { heading: '去向', field: 'way', values: [{ from: 'A', to: '1' }, { from: 'D', to: '5' }] }, { heading: '常用电话', field: 'contactPhone' }, { heading: '备用', field: null }];

test('what is missing or only likely is asked, with the first rows, masked', async () => {
  const asked = await prepareFile(file(headings, ...rows), uploadedAt);
  expect(asked).toMatchObject({ problem: 'missing_columns', columns: ['way'], mapping: { missing: ['way'], fingerprint: expect.stringMatching(/^[0-9a-f]{32,64}$/) } });
  if (!('mapping' in asked) || !asked.mapping) throw new Error('nothing was asked');
  expect(asked.mapping.headings.filter(({ field, sure }) => !sure || field === null)).toEqual([
    { heading: 'TEL', field: null, sure: true }, { heading: '常用电话', field: 'phone', sure: false }, { heading: '去向', field: null, sure: true }, { heading: '备用', field: null, sure: true },
  ]);
  expect(asked.mapping.preview).toEqual([
    ['P1', 'Z1', '1', '王*英', '女', '1960-01-02', '138****1234', expect.not.stringContaining('0000'), '骨科', '2026-11-10 08:00', '2026-11-18 09:00', '骨折', 'A', '张*三'],
    ['P2', 'Z2', '1', '李*国', '男', '1961-01-02', '137****1234', '', '骨科', '2026-11-10 08:00', '2026-11-18 09:00', '扭伤', 'D', '甘肃省白银市白银区***'],
  ]);
});

test('a person\'s answer is used, codes included, by heading or by number of the column', async () => {
  for (const mapping of [answer, answer.map((column) => ({ ...column, heading: headings.indexOf(String(column.heading)) }))]) {
    const result = await prepareFile(file(headings, ...rows), uploadedAt, mapping);
    if (!('prepared' in result)) throw new Error(result.problem);
    expect([...result.prepared.rows].map(({ record }) => [record?.phone.number, record?.contactPhone.number, record?.way])).toEqual([['13800001234', '13900001234', '1'], ['13700001234', '', '5']]);
  }
});

test('an answer that leaves something out is asked again', async () => {
  expect(await prepareFile(file(headings, ...rows), uploadedAt, [...answer.filter(({ field }) => field !== 'way'), { heading: '姓名', field: null }])).toMatchObject({ problem: 'missing_columns', columns: ['name', 'way'], mapping: { missing: ['name', 'way'] } });
});

test('the same heading twice is asked, and each answer is for its own column', async () => {
  const twice = headings.map((heading) => (heading === 'TEL' || heading === '常用电话' ? '电话' : heading === '去向' ? '离院方式' : heading));
  const good = rows.map((row) => row.map((text) => (text === 'A' || text === 'D' ? '1' : text)));
  expect(await prepareFile(file(twice, ...good), uploadedAt)).toMatchObject({ problem: 'heading_twice', columns: ['电话', '电话'], mapping: { missing: [] } });
  const result = await prepareFile(file(twice, ...good), uploadedAt, [{ heading: '电话', field: 'contactPhone' }, { heading: '电话', field: 'phone' }]);
  if (!('prepared' in result)) throw new Error(result.problem);
  expect(result.prepared.rows.slice(0, 1)[0]!.record).toMatchObject({ phone: { number: '13900001234' }, contactPhone: { number: '13800001234' } });
  expect(placesOf([{ heading: '电话', field: 'phone' }], ['电话', '姓名', '电话'])).toEqual(new Map([[0, { heading: '电话', field: 'phone' }], [2, { heading: 2, field: null }]]));
});

test('what headings are known by is the same in any order, with other width or case, and with the columns of our report; another heading changes it', () => {
  expect(sameHeadings(['姓名', 'ICD-10', ''])).toBe(sameHeadings(['原因', 'ｉｃｄ-10', '姓 名', '行号', '如何改正']));
  expect(sameHeadings(['姓名', '性别'])).not.toBe(sameHeadings(['姓名', '性别', '电话']));
});

test.each([
  ['13800001234', null, '138****1234'], ['110101196001025250', 'ward', '110*************50'], ['欧阳小三', null, '欧**三'], ['王秀英', 'name', '王*英'], ['0943-8221234', null, '0943*****34'], ['家属 138 0000 1234', 'instruction', '138****1234'],
  ['2026001000', 'inpatientNo', '2026001000'], ['2026-11-18 09:00', null, '2026-11-18 09:00'], ['骨折', 'dx', '骨折'], ['甘肃省白银市白银区某街道60号', 'address', '甘肃省白银市白银区***'], ['某镇某村3组', null, '***'],
] as const)('%s as %s is shown as %s', (text, field, shown) => expect(maskCell(text, field)).toBe(shown));
