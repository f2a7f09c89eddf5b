/** Who said what: each version tells only what it changed. */
import { changesOf, refWords } from '../../../../src/console/discharge/stay/changes';
import type { Version } from '../../../../src/console/discharge/desk';

type Fields = Record<string, string | { value: string; was: string }>;
function version(id: string, fields: Fields, more: Partial<Version> = {}): Version {
  return {
    statementId: id, kind: 'stay', at: 1, arrivedAt: 1, by: '', importId: '', source: 'HIS', fileName: '', ref: '', correction: false, reason: '', state: 'counts',
    fields: Object.entries(fields).map(([field, said]) => ({ field: field as Version['fields'][number]['field'], value: typeof said === 'string' ? said : said.value, was: typeof said === 'string' ? null : said.was, holds: true })), ...more,
  };
}
const told = (versions: Version[]) => changesOf(versions).map(({ version: { statementId }, first, changes }) => [statementId, first, changes.map(({ field, from, value }) => `${field}: ${from ?? '·'} → ${value}`)]);

test('newest first, and only what differs from what was said before', () => {
  expect(told([version('a', { ward: '1病区', bed: '3', nurse: '' }), version('b', { ward: '1病区', bed: '5' }), version('c', { ward: '1病区' })])).toEqual([
    ['c', false, []], ['b', false, ['bed: 3 → 5']], ['a', true, ['ward: · → 1病区', 'bed: · → 3']],
  ]);
});

test('a correction is told against what the source said, and a later source against the correction', () => {
  expect(told([version('a', { bed: '3' }), version('b', { bed: { value: '5', was: '3' } }, { correction: true }), version('c', { bed: '7' })])).toEqual([['c', false, ['bed: 5 → 7']], ['b', false, ['bed: 3 → 5']], ['a', true, ['bed: · → 3']]]);
});

test('what a colleague corrected is told also where the mask hides the difference; that something is not so is not', () => {
  expect(told([version('a', { name: '王*红', cancelled: '0' }), version('b', { name: { value: '王*红', was: '王*红' } }, { correction: true }), version('c', { cancelled: '1' })])).toEqual([
    ['c', false, ['cancelled: 0 → 1']], ['b', false, ['name: 王*红 → 王*红']], ['a', true, ['name: · → 王*红']],
  ]);
});

test('what was taken back is shown, and nothing is compared with it', () => {
  expect(told([version('a', { bed: '3' }), version('b', { bed: '9' }, { state: 'undone' }), version('c', { bed: '3' })])).toEqual([['c', false, []], ['b', false, ['bed: 3 → 9']], ['a', true, ['bed: · → 3']]]);
});

test.each([['line 7', '第 7 行'], ['x1Yz message 3#0', '第 3 条消息'], ['entry 5#2', '第 5 条'], ['event 1', '第 1 个事件'], ['1#0', ''], ['', '']])('%s reads %s', (ref, words) => { expect(refWords(ref, 'zh')).toBe(words); });
