import { openDatabase } from '../../../local/database';
import { openTestDatabase, wire, type TestDatabase } from '../../support/database';

const DUPLICATE = { code: 'DATABASE_REQUEST_FAILED', message: expect.stringMatching(/E11000 duplicate key error collection: c index: u dup key: \{ u: .*, v: .* \}/) };
let it: TestDatabase;
beforeEach(() => {
  it = openTestDatabase([{ name: 'c', indexes: [{ name: 'u', keys: [['u', 1], ['v', 1]], unique: true }] }]);
});
afterEach(() => it.dispose());

test('what was acknowledged is there after a restart, with its indexes', async () => {
  await it.insert('c', { _id: 'x', u: 1, at: new Date(7), n: -0, s: 'a\0b' }, { _id: 5, u: 2 });
  it.reopen();
  expect(await it.get('c', {})).toEqual([{ _id: 'x', u: 1, at: new Date(7), n: -0, s: 'a\0b' }, { _id: 5, u: 2 }]);
  expect(it.explain('c', { u: 1, v: null }).index).toBe('u');
  await expect(it.insert('c', { u: 1 })).rejects.toMatchObject(DUPLICATE);
});

test('a missing field is null in a unique index: two without it collide', async () => {
  await it.insert('c', { u: 1 });
  await expect(it.insert('c', { u: 1, v: null })).rejects.toMatchObject(DUPLICATE);
  await it.insert('c', { u: 1, v: 0 }, { u: 1, v: false }, { u: 1, v: '' });
});

test('a list is written in order up to the first duplicate, as Mongo does', async () => {
  await expect(it.insert('c', { _id: 'a', u: 1 }, { _id: 'b', u: 1 }, { _id: 'd', u: 2 })).rejects.toMatchObject(DUPLICATE);
  expect((await it.get('c', {})).map(({ _id }) => _id)).toEqual(['a']);
  it.reopen();
  expect(await it.count('c', {})).toBe(1);
});

test('an update that would make a duplicate is refused', async () => {
  await it.insert('c', { _id: 'a', u: 1 }, { _id: 'b', u: 2 });
  await expect(it.update('c', { _id: 'b' }, { $set: { u: 1 } })).rejects.toMatchObject(DUPLICATE);
  expect(await it.get('c', { _id: 'b' })).toEqual([{ _id: 'b', u: 2 }]);
});

test('the same id twice is a duplicate of _id_, a text and a number are two ids', async () => {
  await it.insert('c', { _id: '1', u: 1 }, { _id: 1, u: 2 });
  await expect(it.insert('c', { _id: 1, u: 3 })).rejects.toMatchObject({ message: expect.stringContaining('index: _id_ dup key: { _id: 1 }') });
});

test('a unique index that stored documents contradict is refused, and nothing changes', async () => {
  await it.insert('c', { u: 1, w: 1 }, { u: 2, w: 1 });
  expect(() => it.database.declare([{ name: 'new', indexes: [] }, { name: 'c', indexes: [{ name: 'w', keys: [['w', 1]], unique: true }] }])).toThrow(/unique index w cannot be built/);
  await expect(it.insert('new', {})).rejects.toMatchObject({ code: 'DATABASE_COLLECTION_NOT_EXIST' });
  await expect(it.insert('c', { u: 1 })).rejects.toMatchObject(DUPLICATE);
  expect(it.explain('c', { u: 1 }).index).toBe('u');
});

test('an index over what cannot be indexed is refused with its name', async () => {
  await it.insert('c', { u: 1, tags: ['a'] });
  expect(() => it.database.declare([{ name: 'c', indexes: [{ name: 't', keys: [['tags', 1]] }] }])).toThrow(/'tags' is indexed and cannot hold an array/);
});

test('a bulk load obeys unique indexes and leaves all or nothing', async () => {
  expect(() => it.database.bulkLoad('c', [{ _id: 'a', u: 1 }, { _id: 'b', u: 1 }])).toThrow(/unique index u/);
  expect(await it.count('c', {})).toBe(0);
  it.database.bulkLoad('c', [{ _id: 'a', u: 1 }]);
  it.database.bulkLoad('c', [{ _id: 'b', u: 2 }]);
  expect(it.explain('c', { u: 2, v: null })).toEqual({ index: 'u', examined: 1, sort: 'none' });
});

test('a collection can be added while running and is forgotten by a reset, a declared one is emptied', async () => {
  await it.database.handle('database.addCollection', { collectionName: 'extra' });
  await it.insert('extra', { _id: 'x' });
  await it.insert('c', { _id: 'x' });
  it.database.reset();
  await expect(it.count('extra', {})).rejects.toMatchObject({ code: 'DATABASE_COLLECTION_NOT_EXIST' });
  expect(await it.count('c', {})).toBe(0);
});

test('databases side by side know nothing of each other', async () => {
  const other = openTestDatabase([{ name: 'c', indexes: [] }]);
  const transactionId = await other.begin();
  await other.set('c', 'x', { n: 1 }, transactionId);
  await it.insert('c', { _id: 'x', n: 2 });
  await other.commit(transactionId);
  expect([(await it.get('c', {}))[0]?.n, (await other.get('c', {}))[0]?.n]).toEqual([2, 1]);
  other.dispose();
});

test('the file belongs to one opener at a time', () => {
  expect(() => openDatabase({ dir: it.dir, now: Date.now })).toThrow(/in use by another process/);
});

test('round trips are counted by action', async () => {
  it.database.resetStats();
  await it.insert('c', { _id: 'x' });
  await it.get('c', {});
  await it.get('c', {});
  await it.get('none', {}).catch(() => undefined);
  expect(it.database.stats()).toEqual({ roundTrips: 4, byAction: { 'database.insertDocument': 1, 'database.getDocument': 3 } });
});

test('a reply above 16 MB is refused instead of sent', async () => {
  it.database.bulkLoad('c', Array.from({ length: 40 }, (_, n) => ({ _id: n, u: n, text: 'x'.repeat(500_000) })));
  await expect(it.get('c', {})).rejects.toMatchObject({ message: expect.stringContaining('16 MB') });
  expect(await it.get('c', {}, { projection: { u: 1 } })).toHaveLength(40);
});

test.each([
  [{ a: 1 }, { _id: 'x', a: { b: 1, c: [1, 2, 3] } }],
  [{ 'a.b': 1, _id: 0 }, { a: { b: 1 } }],
  [{ a: 0, d: 0 }, { _id: 'x', l: [{ k: 1 }, { k: 2 }] }],
  [{ 'a.c': { $slice: 2 } }, { _id: 'x', a: { c: [1, 2] } }],
  [{ l: { $elemMatch: { k: 2 } } }, { _id: 'x', l: [{ k: 2 }] }],
])('the projection %j', async (projection, expected) => {
  await it.insert('c', { _id: 'x', a: { b: 1, c: [1, 2, 3] }, d: new Date(0), l: [{ k: 1 }, { k: 2 }] });
  expect(await it.get('c', { _id: 'x' }, { projection })).toEqual([expected]);
});

test('writes that arrive together share a commit and are all acknowledged', async () => {
  const ids = await Promise.all(Array.from({ length: 200 }, (_, n) => it.insert('c', { u: n })));
  expect(new Set(ids.flat()).size).toBe(200);
  it.reopen();
  expect(await it.count('c', {})).toBe(200);
});

test('ids made here are texts that grow with the time', async () => {
  const [first] = await it.insert('c', { u: 1 });
  it.clock.now += 1;
  const [second] = await it.insert('c', { u: 2 });
  expect(String(first) < String(second)).toBe(true);
  expect(wire(first)).toMatch(/^"[0-9a-f]{32}"$/);
});
