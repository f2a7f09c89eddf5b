import fc from 'fast-check';
import { nextOrder, readOrder, sortRows, writeOrder } from '../../../src/components/data-table/sort';
import { readAddress, writeAddress } from '../../../src/components/filters/use-address';

test('a column is sorted upwards, then downwards, then not at all', () => {
  const first = nextOrder(undefined, 'due');
  const second = nextOrder(first, 'due');
  expect([first, second, nextOrder(second, 'due'), nextOrder(second, 'name')]).toEqual([{ key: 'due', down: false }, { key: 'due', down: true }, undefined, { key: 'name', down: false }]);
});

test('the order survives the address', () => {
  for (const order of [undefined, { key: 'due', down: false }, { key: 'due', down: true }]) expect(readOrder(writeOrder(order))).toEqual(order);
});

test('sorting loses nobody, keeps equals in their order, and puts the unknown last both ways', () => {
  fc.assert(fc.property(fc.array(fc.record({ id: fc.nat(), n: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }) })), fc.boolean(), (rows, down) => {
    const sorted = sortRows(rows, (row) => row.n, down);
    expect([...sorted].sort((a, b) => rows.indexOf(a) - rows.indexOf(b))).toEqual(rows);
    for (const [at, row] of sorted.entries()) {
      const next = sorted[at + 1];
      if (!next) continue;
      if (row.n === undefined) expect(next.n).toBeUndefined();
      else if (next.n !== undefined) expect(down ? row.n >= next.n : row.n <= next.n).toBe(true);
      if (row.n === next.n) expect(rows.indexOf(row)).toBeLessThan(rows.indexOf(next));
    }
  }));
});

test('filters in the address come back as they were, whatever was typed', () => {
  fc.assert(fc.property(fc.dictionary(fc.string({ minLength: 1 }).filter((key) => key !== '__proto__'), fc.string({ minLength: 1 })), (values) => {
    const hash = writeAddress('#/call/worklist/index?old=1', values);
    expect(hash.split('?')[0]).toBe('#/call/worklist/index');
    expect(readAddress(hash)).toEqual({ ...values });
  }));
});

test('an empty filter is left out of the address', () => {
  expect(writeAddress('#/call/worklist/index', { view: 'mine', word: '' })).toBe('#/call/worklist/index?view=mine');
});
