/** Runs in words, and which of them want somebody. */
import { chainOf, countWords, isFeed, isIn, nameOf, standingOf } from '../../../../src/console/discharge/import/words';
import { endingOf, refusalOf, sourceProblem } from '../../../../src/console/discharge/import/file';
import type { Job } from '../../../../src/console/discharge/desk';

const none = { processed: 0, registered: 0, corrected: 0, unchanged: 0, stale: 0, duplicate: 0, waiting: 0, rejected: 0, warned: 0, held: 0 };
const run = ({ counts, ...more }: Omit<Partial<Job>, 'counts'> & { counts?: Partial<Job['counts']> } = {}): Job => ({
  importId: 'import:a', fileName: 'a.csv', size: 1, state: 'done', problem: '', columns: [], format: 'csv', encoding: 'utf-8', rows: 0, headings: [], mapping: null, newDepartments: [], repeated: false, source: '手工上传', rerunOf: '',
  by: 'staff:1', createdAt: 1, finishedAt: 0, undone: 0, undoneBy: '', ...more, counts: { ...none, ...counts },
});

test('what a system sent in a day is called after it and the day, also the second run of a day', () => {
  expect(isFeed({ importId: 'import:kW3_2026-11-20-abcdefgh' })).toBe(false);
  expect(nameOf(run(), 'zh')).toBe('a.csv');
  for (const importId of ['import:HIS:2026-11-20', 'import:HIS:2026-11-20:2']) {
    expect(nameOf(run({ importId, source: 'HIS', fileName: '' }), 'zh')).toBe('HIS 接口 · 2026-11-20 全天');
    expect(standingOf(run({ importId }), undefined, 'zh').words).toBe('已接收');
  }
});

test('counts are said where there are any, in the order in which people ask', () => {
  expect(countWords(run({ counts: { processed: 9, registered: 5, stale: 1, rejected: 2, waiting: 1, warned: 3 } }), 'zh')).toBe('新登记 5 · 旧于已知 1 · 等后续 1 · 退回 2 · 需核对 3');
  expect(countWords(run(), 'en')).toBe('');
});

test.each([
  [run({ state: 'uploading' }), { at: 'sending', share: 0.5 }, '正在上传 50%', 0.5],
  [run({ state: 'uploading' }), { at: 'not_arrived' }, '文件没有传完', undefined],
  [run({ state: 'mapping' }), undefined, '有列要您认一下', undefined],
  [run({ state: 'running', rows: 200, counts: { processed: 50 } }), { at: 'running' }, '正在登记，第 50 / 200 行', 0.25],
  [run({ state: 'undoing', undone: 3, counts: { processed: 4 } }), { at: 'running' }, '正在撤回，已撤 3 条', 0.75],
  [run({ state: 'undoing', undone: 9, counts: { processed: 4 } }), undefined, '正在撤回，已撤 9 条', 1],
  [run({ state: 'undone' }), undefined, '已撤回', undefined],
  [run({ counts: { processed: 2, rejected: 2 } }), undefined, '全部退回', undefined], [run({ counts: { processed: 2, rejected: 1, waiting: 1 } }), undefined, '登记完成', undefined], [run(), undefined, '登记完成', undefined],
] as const)('how a run stands is said, with how far it is', (job, going, words, share) => {
  expect(standingOf(job, going, 'zh')).toMatchObject({ words, ...(share !== undefined && { share }) });
});

test('to be done is what asks, failed or came back, until somebody has seen to it', () => {
  const refused = run({ counts: { processed: 1, rejected: 1 } });
  expect(isIn('todo', refused, [refused])).toBe(true);
  expect(isIn('todo', refused, [refused, run({ importId: 'import:b', rerunOf: 'import:a' })])).toBe(false);
  expect(isIn('todo', refused, [refused, run({ importId: 'import:b', rerunOf: 'import:a', state: 'failed' })])).toBe(true);
  const failed = run({ state: 'failed' });
  expect(isIn('todo', failed, [failed])).toBe(true);
  expect(isIn('todo', failed, [failed, run({ importId: 'import:b', createdAt: 2 })])).toBe(false);
  expect(isIn('todo', run({ state: 'mapping' }), [])).toBe(true);
  expect(isIn('going', run({ state: 'undoing' }), [])).toBe(true);
});

test('corrections of corrections are one way, and a ring of them ends', () => {
  const [a, b, c] = [run(), run({ importId: 'import:b', rerunOf: 'import:a', createdAt: 2 }), run({ importId: 'import:c', rerunOf: 'import:b', createdAt: 3 })];
  expect(chainOf(b, [c, b, a])).toEqual({ before: [a], after: [c] });
  expect(chainOf(c, [c, b, a])).toEqual({ before: [a, b], after: [] });
  expect(chainOf(c, [c])).toEqual({ before: [], after: [] });
  const ring = [run({ rerunOf: 'import:b' }), run({ importId: 'import:b', rerunOf: 'import:a' })];
  expect(chainOf(ring[0]!, ring).after).toHaveLength(1);
});

test.each([['名单.xls', 1, /另存为/], ['名单.pdf', 1, /不是 XLSX/], ['名单', 1, /不是 XLSX/], ['名单.csv', 0, /没有数据行/], ['名单.csv', 60 * 1024 * 1024 + 1, /60 MB/], ['名单.json', 40 * 1024 * 1024 + 1, /40 MB/]])('%s of %d bytes is refused in words', (name, size, words) => {
  expect(refusalOf({ name, size }, 'zh')).toMatch(words);
});
test.each(['a.csv', 'A.XLSX', 'adt.hl7', 'bundle.json', 'lines.ndjson', 'b.tsv'])('%s may be sent', (name) => {
  expect(refusalOf({ name, size: 40 * 1024 * 1024 }, 'zh')).toBeUndefined();
});

test.each([['', '请写来源名称'], ['康复 医院', /空格/], ['a'.repeat(41), /只能用/]])('a source cannot be called %j', (name, words) => {
  expect(sourceProblem(name, 'zh')).toMatch(words);
});
test('a source may have letters of any script', () => expect(sourceProblem('东院HIS-2.0_a', 'zh')).toBeUndefined());

test('what a report is, is told by its address', () => {
  expect(endingOf('https://storage.example/imports/a-rejects.xlsx?sign=1.csv&t=2')).toBe('xlsx');
  expect(endingOf('https://storage.example/imports/a')).toBe('csv');
});
