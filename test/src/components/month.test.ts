import fc from 'fast-check';
import { readMonth, writeMonth } from '../../../src/components/birth-month/month';
import { now } from '../../support/patient';

test.each([
  ['195605', '1956-05'], ['19565', '1956-05'], ['1956-5', '1956-05'], ['1956.05', '1956-05'], ['1956/12', '1956-12'], ['1956年5月', '1956-05'], [' 1956 05 ', '1956-05'], ['201801', '2018-01'],
  ['195613', undefined], ['195600', undefined], ['5605', undefined], ['1956', undefined], ['188801', undefined], ['202701', undefined], ['', undefined], ['abc', undefined],
])('%s is read as %s', (written, month) => {
  expect(readMonth(written, now)).toBe(month);
});

test('a month that is written is read as itself', () => {
  fc.assert(fc.property(fc.integer({ min: 1905, max: 2025 }), fc.integer({ min: 1, max: 12 }), (year, number) => {
    const month = `${year}-${String(number).padStart(2, '0')}`;
    expect(readMonth(writeMonth(month), now)).toBe(month);
  }));
});
