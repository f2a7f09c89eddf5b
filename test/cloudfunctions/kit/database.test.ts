import { defineCollection, isDuplicate, type Collection } from '../../../cloudfunctions/kit/database';
import { openKitDatabase, type KitDatabase } from '../../support/kit-database';

interface Item { _id: string; n: number; state: string; tags?: { a?: number; b?: number }; code?: string }
const items = defineCollection('item', [{ name: 'state', keys: [['state', 1], ['n', 1]] }]);
const coded = defineCollection('coded', [{ name: 'code', keys: [['code', 1]], unique: true }]);

let kit: KitDatabase;
let collection: Collection<Item>;
beforeEach(async () => {
  kit = await openKitDatabase([items, coded]);
  collection = kit.database.collection<Item>(items);
});
afterEach(() => kit.close());
const item = (i: number, state = 'new'): Item => ({ _id: `item:${i}`, n: i, state });

describe('single documents', () => {
  it('an id is taken once, and the second is told so', async () => {
    expect(await collection.insert(item(1))).toBe(true);
    expect(await collection.insert(item(1, 'other'))).toBe(false);
    expect(await collection.get('item:1')).toEqual(item(1));
  });

  it('a unique field is taken once, whatever the id', async () => {
    const unique = kit.database.collection<Item>(coded);
    expect(await unique.insert({ ...item(1), code: 'A' })).toBe(true);
    expect(await unique.insert({ ...item(2), code: 'A' })).toBe(false);
  });

  it('what is missing is null, not an empty list', async () => {
    expect(await collection.get('item:9')).toBeNull();
    expect(await collection.updateOne({ _id: 'item:9' }, { n: 1 })).toBeNull();
    expect(await collection.getMany([])).toEqual([]);
  });

  it('set replaces the whole document and keeps its id', async () => {
    await collection.insert({ ...item(1), tags: { a: 1 } });
    await collection.set({ _id: 'item:1', n: 2, state: 'old' });
    expect(await collection.get('item:1')).toEqual({ _id: 'item:1', n: 2, state: 'old' });
  });

  it('an update merges nested fields; command.set replaces them', async () => {
    await collection.insert({ ...item(1), tags: { a: 1 } });
    await collection.update({ _id: 'item:1' }, { tags: { b: 2 } });
    expect((await collection.get('item:1'))?.tags).toEqual({ a: 1, b: 2 });
    await collection.update({ _id: 'item:1' }, { tags: kit.database.command.set({ b: 3 }) });
    expect((await collection.get('item:1'))?.tags).toEqual({ b: 3 });
  });
});

describe('races', () => {
  it('of many conditional updates one wins, and the count says which', async () => {
    await collection.insert(item(1));
    const won = await Promise.all(Array.from({ length: 8 }, (_, i) => collection.update({ _id: 'item:1', state: 'new' }, { state: `won by ${i}` })));
    expect(won.reduce((a, b) => a + b, 0)).toBe(1);
    expect((await collection.get('item:1'))?.state).toBe(`won by ${won.indexOf(1)}`);
  });

  it('of many claims that return the document one gets it', async () => {
    await collection.insert(item(1));
    const got = await Promise.all(Array.from({ length: 8 }, () => collection.updateOne({ _id: 'item:1', state: 'new' }, { state: 'mine', n: kit.database.command.inc(1) })));
    expect(got.filter((d) => d !== null)).toEqual([{ _id: 'item:1', n: 2, state: 'mine' }]);
  });

  it('counters lose nothing', async () => {
    await collection.insert(item(0));
    await Promise.all(Array.from({ length: 20 }, () => collection.update({ _id: 'item:0' }, { n: kit.database.command.inc(1) })));
    expect((await collection.get('item:0'))?.n).toBe(20);
  });
});

describe('pages', () => {
  it('inserts what is missing, once, in pages, and says how many were new', async () => {
    await collection.insert(item(3, 'kept'));
    const many = Array.from({ length: 1203 }, (_, i) => item(i));
    expect(await collection.insertMissing(many)).toBe(1202);
    expect(await collection.insertMissing(many)).toBe(0);
    expect(await collection.count({})).toBe(1203);
    expect((await collection.get('item:3'))?.state).toBe('kept');
  });

  it('two who insert the same page at once leave each document once', async () => {
    const many = Array.from({ length: 60 }, (_, i) => item(i));
    const [a, b] = await Promise.all([collection.insertMissing(many), collection.insertMissing(many)]);
    expect([a + b, await collection.count({})]).toEqual([60, 60]);
  });

  it('gets many by id, however many', async () => {
    await collection.insertMissing(Array.from({ length: 1203 }, (_, i) => item(i)));
    const ids = Array.from({ length: 1203 }, (_, i) => `item:${i}`);
    expect(new Set((await collection.getMany([...ids, 'item:none'])).map((d) => d._id))).toEqual(new Set(ids));
  });

  it('finds in order, by page, with the fields asked for', async () => {
    await collection.insertMissing(Array.from({ length: 10 }, (_, i) => item(i, i % 2 ? 'odd' : 'even')));
    expect(await collection.find({ state: 'odd' }, { sort: [['n', 'desc']], skip: 1, limit: 2, fields: ['n'] })).toEqual([{ _id: 'item:7', n: 7 }, { _id: 'item:5', n: 5 }]);
    expect(await collection.remove({ state: 'odd' })).toBe(5);
    expect(await collection.count({})).toBe(5);
  });
});

describe('transactions', () => {
  it('change both documents or none', async () => {
    await collection.insert(item(1));
    await expect(kit.database.transaction(async (t) => {
      await t.update(collection, 'item:1', { state: 'half' });
      await t.insert(collection, item(2));
      throw new Error('stopped');
    })).rejects.toThrow('stopped');
    expect([(await collection.get('item:1'))?.state, await collection.get('item:2')]).toEqual(['new', null]);
  });

  it('that meet at a document are done one after the other', async () => {
    await collection.insert(item(0));
    await Promise.all(Array.from({ length: 4 }, () => kit.database.transaction(async (t) => {
      const found = await t.get(collection, 'item:0');
      await t.update(collection, 'item:0', { n: found!.n + 1 });
    })));
    expect((await collection.get('item:0'))?.n).toBe(4);
  });

  it('see what is missing as null and what they wrote themselves', async () => {
    const seen = await kit.database.transaction(async (t) => {
      const before = await t.get(collection, 'item:5');
      await t.set(collection, item(5, 'inside'));
      return [before, await t.get(collection, 'item:5')];
    });
    expect(seen).toEqual([null, item(5, 'inside')]);
  });
});

test.each([[{ code: 'DATABASE_DUPLICATE_WRITE' }, true], [{ code: 'X', message: 'E11000 duplicate key error' }, true], [{ code: 'DATABASE_REQUEST_FAILED', message: 'other' }, false], [undefined, false]])('%o is a duplicate: %s', (error, is) => {
  expect(isDuplicate(error)).toBe(is);
});
