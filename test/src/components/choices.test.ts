import { choose, type Option } from '../../../src/components/choices/option';

const options: Option[] = [{ value: 'pain', label: '疼' }, { value: 'fever', label: '发烧' }, { value: 'cough', label: '咳嗽' }, { value: 'none', label: '以上都没有', exclusive: true }, { value: 'unknown', label: '不清楚', apart: true }];

test('of one answer the last counts, and pressing it again keeps it', () => {
  expect(choose({ options, value: ['pain'] }, 'none')).toEqual(['none']);
  expect(choose({ options, value: ['none'] }, 'none')).toEqual(['none']);
});

test.each([
  [[], 'fever', ['fever']],
  [['fever'], 'pain', ['pain', 'fever']],
  [['pain', 'fever'], 'pain', ['fever']],
  [['pain', 'fever'], 'none', ['none']],
  [['none'], 'fever', ['fever']],
  [['unknown'], 'none', ['none']],
  [['pain'], 'unknown', ['unknown']],
])('of several: %j and then %s make %j', (value, pressed, expected) => {
  expect(choose({ options, value, multiple: true }, pressed)).toEqual(expected);
});

test('one more than the most is not taken; one that stands alone still is', () => {
  expect(choose({ options, value: ['pain', 'fever'], multiple: true, max: 2 }, 'cough')).toEqual(['pain', 'fever']);
  expect(choose({ options, value: ['pain', 'fever'], multiple: true, max: 2 }, 'none')).toEqual(['none']);
});
