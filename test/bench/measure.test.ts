import { median, percentile, table } from './measure';

test('the median is a run that was, and p95 of fifty leaves two above it', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(percentile(Array.from({ length: 50 }, (_, n) => n), 0.95)).toBe(47);
});

test('the table says in words what was missed, and nothing where there is no aim', () => {
  expect(table([{ part: 'a', what: 'slow', value: '9 s', aim: '≤ 3 s', met: false, runs: '9 s' }, { part: 'a', what: 'more', value: '1', aim: '0', met: true }, { part: 'b', what: 'told', value: '2' }]).split('\n')).toEqual([
    'part  what  median  aim            runs', '----  ----  ------  -----  ------  ----', 'a     slow  9 s     ≤ 3 s  MISSED  9 s', 'a     more  1       0      met', 'b     told  2',
  ]);
});
