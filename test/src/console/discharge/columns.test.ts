/** Naming the columns of a file: what the page says is missing is what the server would miss, whatever the headings. */
import fc from 'fast-check';
import { FieldName, type MappingQuestion } from '../../../../cloudfunctions/discharge/contract/intake';
import { matchHeadings } from '../../../../cloudfunctions/discharge/rules/heading';
import { answerOf, doublesOf, findFields, firstChoices, likeliest, missingOf, readDraft, requiredFields, strangeWords, wordTwice, writeDraft, type Choice } from '../../../../src/console/discharge/import/columns';
import { fieldsOfGroup } from '../../../../src/text/discharge-import-columns';

const questionOf = (headings: readonly string[]): MappingQuestion => {
  const { guesses, missing } = matchHeadings(headings);
  return { headings: guesses, missing, preview: [], fingerprint: `of ${headings.join('|')}` };
};
const choice = (field: Choice['field'], words: Choice['words'] = {}): Choice => ({ field, byPerson: true, words });
const tableFields = FieldName.options.filter((field) => field !== 'admitted');

test('every field of a table has a place in the list, once', () => {
  const listed = Object.values(fieldsOfGroup).flat();
  expect([...listed].sort()).toEqual([...tableFields].sort());
});

test('the page asks for the fields that the server asks for', () => {
  expect([...requiredFields].sort()).toEqual([...matchHeadings([]).missing].sort());
});

const heading = fc.oneof(fc.constantFrom('姓名', '患者姓名', '住院号', '电话', '联系电话', '出院时间', '科室', '科室编码', '疾病', '去向', '', ' ', 'FLD_1', 'FLD_1', '年龄'), fc.string({ maxLength: 6 }), fc.string({ minLength: 201, maxLength: 203 }));
test('whatever is answered about whatever headings, the server then misses what the page says is missing', () => {
  fc.assert(fc.property(fc.array(fc.tuple(heading, fc.option(fc.constantFrom(...tableFields), { nil: null })), { minLength: 1, maxLength: 30 }), (columns) => {
    const headings = columns.map(([text]) => text);
    const choices = columns.map(([, field]) => choice(field));
    const matched = matchHeadings(headings, answerOf(questionOf(headings), choices));
    expect([...matched.missing].sort()).toEqual([...missingOf(choices)].sort());
    expect(matched.columns.headings.map(({ field }) => field)).toEqual(choices.map(({ field }) => field));
  }), { numRuns: 300 });
});

test('the code of a department stands for its name', () => {
  const all = requiredFields.map((field) => choice(field === 'department' ? 'departmentCode' : field));
  expect(missingOf(all)).toEqual([]);
  expect(missingOf(all.slice(0, -1))).toEqual(['way']);
});

test('two columns for one field are told, save where all are read', () => {
  expect(doublesOf([choice('phone'), choice('dxOther'), choice('phone'), choice('dxOther'), choice(null), choice(null)])).toEqual([{ field: 'phone', columns: [0, 2] }]);
});

test.each([
  ['A、C', 'B', [{ from: 'A', to: '1' }, { from: 'C', to: '1' }, { from: 'B', to: '2' }]],
  [' 好转 ,  治愈；', '', [{ from: '好转', to: '1' }, { from: '治愈', to: '1' }]],
])('the file\'s own words %j and %j are sent with what they mean', (home, transfer, values) => {
  expect(answerOf(questionOf(['去向']), [choice('way', { 1: home, 2: transfer })])).toEqual([{ heading: '去向', field: 'way', values }]);
});

test('own words are sent for columns with codes only, and not for one that was changed to another field', () => {
  expect(answerOf(questionOf(['去向']), [choice('ward', { 1: 'A' })])).toEqual([{ heading: '去向', field: 'ward' }]);
});

test('a word beside two meanings is told before it is sent', () => {
  expect(wordTwice(choice('way', { 1: 'A、B', 2: 'B' }))).toBe('B');
  expect(wordTwice(choice('way', { 1: 'A', 2: 'B' }))).toBeUndefined();
});

test('of the first rows only what nobody understands wants a word', () => {
  expect(strangeWords(choice('way'), ['1', '医嘱离院', '1医嘱离院', '1.医嘱离院', 'A', '', 'A', '回家'])).toEqual(['A', '回家']);
  expect(strangeWords(choice('way', { 1: 'A' }), ['A', '回家'])).toEqual(['回家']);
  expect(strangeWords(choice('ward'), ['A'])).toEqual([]);
});

test('a draft is read again for the same question only', () => {
  const question = questionOf(['去向', '姓名']);
  const choices = [choice('way', { 1: 'A' }), choice(null)];
  expect(readDraft(writeDraft(question, choices), question)).toEqual(choices);
  expect(readDraft(writeDraft(question, choices), questionOf(['去向', '住院号']))).toBeNull();
  for (const text of [null, '', '{', '[]', '{"fingerprint":"of 去向|姓名","choices":[1]}']) expect(readDraft(text, question)).toBeNull();
  expect(firstChoices(question)[1]).toEqual({ field: 'name', byPerson: false, words: {} });
});

test('a field is found by its name, by what others call it and in English, and the likeliest stands ready', () => {
  const found = (typed: string) => findFields(typed, 'zh').flatMap(({ fields }) => fields);
  expect(found('病案')).toEqual(['inpatientNo']);
  expect(found('Admitted')).toContain('admitAt');
  expect(found('没有这样的')).toEqual([]);
  expect(found('')).toHaveLength(tableFields.length);
  const some = found('离院');
  expect(some[likeliest('离院', some, 'zh')]).toBe('way');
  const phones = found('电话');
  expect(phones[likeliest('联系人电话', phones, 'zh')]).toBe('contactPhone');
});
