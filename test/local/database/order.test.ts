import fc from 'fast-check';
import { compareValues, isIndexable, keyOf, sortValue, typeRange, type Indexable } from '../../../local/database/order';
import { decode, encode, parseStored, type Document, type Value } from '../../../local/database/value';

const scalar: fc.Arbitrary<Indexable> = fc.oneof(
  fc.constant(null), fc.boolean(), fc.double(), fc.integer(), fc.string({ unit: 'binary' }), fc.constantFrom('', 'a', 'a\0', 'a\x01', 'ab', '\uffff', '😀', '随访'), fc.date({ noInvalidDate: true }),
);
const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, scalar, fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), tie('value'), { maxKeys: 4 })),
})).value;

const bytes = (a: string, b: string): number => Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));

test('keys sort byte by byte as Mongo sorts the values', () => {
  fc.assert(fc.property(scalar, scalar, (a, b) => {
    expect(bytes(keyOf(a), keyOf(b))).toBe(Math.sign(compareValues(a, b)));
  }), { numRuns: 2000 });
});

test('no key holds a null character, at which SQLite would cut it', () => {
  fc.assert(fc.property(scalar, (a) => {
    expect(keyOf(a)).not.toContain('\0');
  }));
});

test('all keys of a type lie in its range and nowhere else', () => {
  fc.assert(fc.property(scalar, scalar, (a, b) => {
    const [from, below] = typeRange(keyOf(a));
    const inside = keyOf(b) >= from && keyOf(b) < below;
    expect(inside).toBe((a === null ? 'null' : typeof a) === (b === null ? 'null' : typeof b));
  }));
});

test('types stand in Mongo\'s order', () => {
  const ascending: Value[] = [null, NaN, -Infinity, -1, 0, 1.5, Infinity, '', 'a', '中', '\uffff', '😀', {}, { a: 1 }, [], [1], false, true, new Date(0), new Date(1), /a/];
  for (let i = 1; i < ascending.length; i++) expect(compareValues(ascending[i - 1]!, ascending[i]!)).toBeLessThan(0);
});

test('a comparison is an order: antisymmetric, and equal to itself', () => {
  fc.assert(fc.property(value, value, (a, b) => {
    expect(Math.sign(compareValues(a, b))).toBe(-Math.sign(compareValues(b, a)) + 0);
    expect(compareValues(a, a)).toBe(0);
  }));
});

test.each<[string, Document, string, 1 | -1, Value | undefined]>([
  ['an array counts by its smallest ascending', { a: [3, 1, 2] }, 'a', 1, 1],
  ['and by its largest descending', { a: [3, 1, 2] }, 'a', -1, 3],
  ['an empty array is below null', { a: [] }, 'a', 1, undefined],
  ['missing is null', {}, 'a.b', 1, null],
  ['a path goes through arrays', { a: [{ b: 5 }, { b: 4 }] }, 'a.b', 1, 4],
])('when sorting, %s', (_name, document, path, direction, expected) => {
  expect(sortValue(document, path, direction)).toEqual(expected);
});

test('a document is stored and read back as it was', () => {
  fc.assert(fc.property(fc.dictionary(fc.stringMatching(/^[a-zA-Z_]{1,4}$/), value), (document) => {
    expect(parseStored(encode(document))).toEqual(document);
  }));
});

test('canonical EJSON of the wire is understood', () => {
  const canonical = { i: { $numberInt: '-5' }, l: { $numberLong: '1099511627776' }, d: { $numberDouble: '1.5E-7' }, n: { $numberDouble: '-Infinity' }, t: { $date: { $numberLong: '-1' } }, s: { $tcb_server_date: { offset: { $numberInt: '5' } } } };
  expect(decode(canonical, 'test', 1000, 0)).toEqual({ i: -5, l: 2 ** 40, d: 1.5e-7, n: -Infinity, t: new Date(-1), s: new Date(1005) });
});

test('only scalars have keys', () => {
  expect([[], {}, /a/, undefined].some(isIndexable)).toBe(false);
});
