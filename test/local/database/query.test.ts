/** Whatever is asked, with and without indexes: the answer is mingo's over a plain array. */
import fc from 'fast-check';
import { Query } from 'mingo';
import { compareSortValues, sortValue, type Order } from '../../../local/database/order';
import type { Document } from '../../../local/database/value';
import { openTestDatabase, type Doc, type TestDatabase } from '../../support/database';

const indexes = [
  { name: 'a', keys: [['a', 1]] as [string, 1 | -1][] },
  { name: 'ab', keys: [['a', 1], ['b', -1]] as [string, 1 | -1][] },
  { name: 'bc', keys: [['b', 1], ['c', 1]] as [string, 1 | -1][] },
  { name: 'nx', keys: [['n.x', -1], ['a', 1]] as [string, 1 | -1][] },
];
let indexed: TestDatabase;
let plain: TestDatabase;
beforeAll(() => {
  indexed = openTestDatabase([{ name: 'c', indexes }]);
  plain = openTestDatabase([{ name: 'c', indexes: [] }]);
});
afterAll(() => {
  indexed.dispose();
  plain.dispose();
});

const scalar = fc.constantFrom<unknown>(null, true, false, 0, 1, 2, -1.5, '', 'a', 'b', '1', '中', new Date(0), new Date(1), new Date(-5));
const comparable = scalar.filter((v) => v !== null);
const field = (arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => fc.option(arbitrary, { nil: undefined, freq: 4 });
const compact = (object: Doc): Doc => Object.fromEntries(Object.entries(object).filter(([, v]) => v !== undefined));
const document = fc.record({ a: field(scalar), b: field(scalar), c: field(scalar), n: field(fc.record({ x: field(scalar) }).map(compact)), t: field(fc.array(scalar, { maxLength: 3 })) }).map(compact);
const documents = fc.array(document, { maxLength: 25 }).map((list) => list.map((d, i) => ({ _id: `d${i}`, ...d })));

const path = fc.constantFrom('a', 'b', 'c', 'n.x', 't', '_id');
const condition = fc.oneof(
  scalar,
  fc.record({ $eq: scalar }), fc.record({ $ne: scalar }), fc.record({ $in: fc.array(scalar, { maxLength: 3 }) }), fc.record({ $nin: fc.array(scalar, { maxLength: 3 }) }),
  fc.record({ $gt: comparable }), fc.record({ $lte: comparable }), fc.record({ $gte: comparable, $lt: comparable }), fc.record({ $exists: fc.boolean() }),
  fc.record({ $not: fc.record({ $gt: comparable }) }), fc.record({ $in: fc.array(scalar, { maxLength: 4 }), $gte: comparable }),
);
const clause = fc.dictionary(path, condition, { maxKeys: 3 });
const query: fc.Arbitrary<Doc> = fc.oneof(
  clause,
  fc.record({ $and: fc.array(clause, { minLength: 1, maxLength: 3 }) }),
  fc.tuple(clause, fc.array(clause, { minLength: 1, maxLength: 3 })).map(([rest, $or]) => ({ ...rest, $or })),
  fc.record({ $nor: fc.array(clause, { minLength: 1, maxLength: 2 }) }),
);
const order: fc.Arbitrary<Order> = fc.uniqueArray(fc.tuple(path, fc.constantFrom<1 | -1>(1, -1)), { maxLength: 3, selector: ([p]) => p });

const sortValues = (list: Doc[], by: Order) => list.map((d) => by.map(([p, direction]) => sortValue(d as Document, p, direction)));

test('the same documents as a plain array, in the order asked for, page by page, with and without indexes', async () => {
  await fc.assert(fc.asyncProperty(documents, query, order, fc.nat(5), fc.integer({ min: 1, max: 30 }), async (list, q, by, offset, limit) => {
    const expected = new Query(q).find<Doc>(list).all();
    const ids = expected.map(({ _id }) => String(_id)).sort();
    const wanted = sortValues(expected, by).sort((x, y) => compareSortValues(x, y, by)).slice(offset, offset + limit);
    for (const db of [indexed, plain]) {
      db.database.reset();
      db.database.bulkLoad('c', list);
      expect((await db.get('c', q)).map(({ _id }) => String(_id)).sort()).toEqual(ids);
      expect(await db.count('c', q)).toBe(ids.length);
      const page = await db.get('c', q, { order: Object.fromEntries(by), offset, limit });
      expect(sortValues(page, by)).toEqual(wanted);
      expect(new Set(page.map(({ _id }) => _id)).size).toBe(wanted.length);
    }
  }), { numRuns: 300 });
});

test('inside a transaction the same, seen as it was at its start and with its own changes', async () => {
  const change = fc.record({ outside: fc.boolean(), id: fc.nat(30), what: fc.constantFrom('set', 'remove') , to: document });
  await fc.assert(fc.asyncProperty(documents, query, order, fc.array(change, { maxLength: 12 }), async (list, q, by, changes) => {
    indexed.database.reset();
    indexed.database.bulkLoad('c', list);
    const seen = new Map(list.map((d) => [d._id, d as Doc]));
    const touched = { outside: new Set<string>(), inside: new Set<string>() };
    const transactionId = await indexed.begin();
    for (const { outside, id, what, to } of changes) {
      const _id = `d${id}`;
      // Each document belongs to one side: two writers of one are a conflict, which is tested elsewhere.
      if (touched[outside ? 'inside' : 'outside'].has(_id)) continue;
      touched[outside ? 'outside' : 'inside'].add(_id);
      const within = outside ? undefined : transactionId;
      if (what === 'set') await indexed.set('c', _id, to, within);
      else await indexed.remove('c', { _id }, { multi: outside, transactionId: within });
      if (!outside && what === 'set') seen.set(_id, { _id, ...to });
      if (!outside && what === 'remove') seen.delete(_id);
    }
    const expected = new Query(q).find<Doc>([...seen.values()]).all();
    const page = await indexed.get('c', q, { order: Object.fromEntries(by), transactionId });
    expect(page.map(({ _id }) => String(_id)).sort()).toEqual(expected.map(({ _id }) => String(_id)).sort());
    expect(sortValues(page, by)).toEqual(sortValues(expected, by).sort((x, y) => compareSortValues(x, y, by)));
    const before = await indexed.get('c', {}, { limit: 1000 });
    await indexed.commit(transactionId);
    const after = new Map((await indexed.get('c', {})).map((d) => [d._id, d]));
    for (const d of before) if (!touched.inside.has(String(d._id))) expect(after.get(d._id)).toEqual(d);
    for (const _id of touched.inside) expect(after.get(_id)).toEqual(seen.get(_id));
  }), { numRuns: 150 });
});
