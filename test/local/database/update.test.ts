import { openTestDatabase, type Doc, type TestDatabase } from '../../support/database';

let it: TestDatabase;
beforeAll(() => {
  it = openTestDatabase([{ name: 'c', indexes: [] }]);
});
afterAll(() => it.dispose());
beforeEach(() => it.database.reset());

async function after(document: Doc, update: Doc): Promise<Doc> {
  await it.insert('c', { _id: 'x', ...document });
  await it.update('c', { _id: 'x' }, update);
  const [{ _id, ...rest } = { _id: '' }] = await it.get('c', { _id: 'x' });
  return rest;
}

test.each<[string, Doc, Doc, Doc]>([
  ['$set makes the objects on the way', {}, { $set: { 'a.b.c': 1 } }, { a: { b: { c: 1 } } }],
  ['$set in an array pads with null', { a: [1] }, { $set: { 'a.3': 4 } }, { a: [1, null, null, 4] }],
  ['$set inside an element', { a: [{ b: 1 }, { b: 2 }] }, { $set: { 'a.1.b': 9 } }, { a: [{ b: 1 }, { b: 9 }] }],
  ['$unset of an element leaves null', { a: [1, 2] }, { $unset: { 'a.0': '' } }, { a: [null, 2] }],
  ['$unset of what is not there', { a: 1 }, { $unset: { 'b.c': '' } }, { a: 1 }],
  ['$inc makes the field', {}, { $inc: { 'a.n': -2 } }, { a: { n: -2 } }],
  ['$mul of a missing field is 0', {}, { $mul: { n: 5 } }, { n: 0 }],
  ['$min compares dates', { at: new Date(10) }, { $min: { at: new Date(5) } }, { at: new Date(5) }],
  ['$max keeps the larger', { n: 10 }, { $max: { n: 5 } }, { n: 10 }],
  ['$max of another type follows the order of types', { n: 10 }, { $max: { n: 'a' } }, { n: 'a' }],
  ['$rename into an object', { a: 1 }, { $rename: { a: 'b.c' } }, { b: { c: 1 } }],
  ['$rename of what is not there', { b: 1 }, { $rename: { a: 'c' } }, { b: 1 }],
  ['$push makes the array', {}, { $push: { a: 1 } }, { a: [1] }],
  ['$push of an array is one element', { a: [] }, { $push: { a: [1, 2] } }, { a: [[1, 2]] }],
  ['$push slices a new array too', {}, { $push: { a: { $each: [1, 2, 3], $slice: -2 } } }, { a: [2, 3] }],
  ['$push sorts by a field', { a: [{ n: 2 }] }, { $push: { a: { $each: [{ n: 3 }, { n: 1 }], $sort: { n: 1 } } } }, { a: [{ n: 1 }, { n: 2 }, { n: 3 }] }],
  ['$push at a position', { a: [1, 4] }, { $push: { a: { $each: [2, 3], $position: 1 } } }, { a: [1, 2, 3, 4] }],
  ['$addToSet keeps what is double already', { a: [1, 1] }, { $addToSet: { a: { $each: [1, 2, 2] } } }, { a: [1, 1, 2] }],
  ['$addToSet compares whole objects', { a: [{ x: 1 }] }, { $addToSet: { a: { x: 1 } } }, { a: [{ x: 1 }] }],
  ['$pull by query on objects', { a: [{ k: 1, v: 1 }, { k: 2, v: 1 }] }, { $pull: { a: { k: { $gte: 2 } } } }, { a: [{ k: 1, v: 1 }] }],
  ['$pull by a list', { a: [1, 2, 3] }, { $pull: { a: { $in: [1, 3] } } }, { a: [2] }],
  ['$pull by a pattern', { a: ['ab', 'b'] }, { $pull: { a: /^a/ } }, { a: ['b'] }],
  ['$pullAll', { a: [1, 2, 2, 3] }, { $pullAll: { a: [2, 3] } }, { a: [1] }],
  ['$pop first', { a: [1, 2] }, { $pop: { a: -1 } }, { a: [2] }],
  ['$pop of nothing', {}, { $pop: { a: 1 } }, {}],
  ['$bit', { n: 5 }, { $bit: { n: { and: 4 } } }, { n: 4 }],
  ['$currentDate is the platform\'s', {}, { $currentDate: { at: true } }, { at: new Date(Date.UTC(2026, 0, 1)) }],
  ['several operators at once', { n: 1, a: [] }, { $inc: { n: 1 }, $push: { a: 1 }, $set: { s: 'x' } }, { n: 2, a: [1], s: 'x' }],
])('%s', async (_title, document, update, expected) => {
  expect(await after(document, update)).toEqual(expected);
});

test.each<[string, Doc, Doc, string, RegExp]>([
  ['$inc of a text', { n: 'one' }, { $inc: { n: 1 } }, 'DATABASE_REQUEST_FAILED', /non-numeric type/],
  ['$inc of null', { n: null }, { $inc: { n: 1 } }, 'DATABASE_REQUEST_FAILED', /non-numeric type null/],
  ['$inc by a text', { n: 1 }, { $inc: { n: '1' } }, 'DATABASE_REQUEST_FAILED', /non-numeric argument/],
  ['a path through null', { a: null }, { $set: { 'a.b': 1 } }, 'DATABASE_REQUEST_FAILED', /Cannot create field 'b' in element \{a: null\}/],
  ['a path through a text', { a: 'x' }, { $set: { 'a.b': 1 } }, 'DATABASE_REQUEST_FAILED', /Cannot create field 'b'/],
  ['a name inside an array', { a: [1] }, { $set: { 'a.b': 1 } }, 'DATABASE_REQUEST_FAILED', /Cannot create field 'b'/],
  ['$push to a text', { a: 'x' }, { $push: { a: 1 } }, 'DATABASE_REQUEST_FAILED', /must be an array/],
  ['$pull from null', { a: null }, { $pull: { a: 1 } }, 'DATABASE_REQUEST_FAILED', /must be an array/],
  ['two changes of one path', {}, { $set: { a: 1 }, $inc: { a: 1 } }, 'DATABASE_REQUEST_FAILED', /would create a conflict at 'a'/],
  ['a change above another', {}, { $set: { 'a.b': 1, 'a-c': 1, a: 1 } }, 'DATABASE_REQUEST_FAILED', /conflict/],
  ['the _id', {}, { $set: { _id: 'y' } }, 'DATABASE_REQUEST_FAILED', /immutable field '_id'/],
  ['a huge gap in an array', { a: [] }, { $set: { 'a.999999999': 1 } }, 'DATABASE_REQUEST_FAILED', /backfill/],
  ['an operator that is not emulated', {}, { $setOnInsert: { a: 1 } }, 'INVALID_PARAM', /\$setOnInsert is not emulated/],
  ['a positional path', { a: [1] }, { $set: { 'a.$': 2 } }, 'INVALID_PARAM', /positional operator '\$' is not emulated/],
  ['all positions', { a: [1] }, { $set: { 'a.$[].b': 2 } }, 'INVALID_PARAM', /positional operator/],
  ['nothing', {}, {}, 'INVALID_PARAM', /empty/],
  ['a value with an operator inside', {}, { $set: { a: { $gt: 1 } } }, 'INVALID_PARAM', /must not start with '\$'/],
])('%s is refused, and the document stays', async (_title, document, update, code, message) => {
  await it.insert('c', { _id: 'x', ...document });
  await expect(it.update('c', { _id: 'x' }, update)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  expect(await it.get('c', { _id: 'x' })).toEqual([{ _id: 'x', ...document }]);
});

test('an update that changes nothing counts nothing', async () => {
  await it.insert('c', { _id: 'x', n: 1 }, { _id: 'y', n: 2 });
  expect(await it.update('c', {}, { $set: { n: 1 } })).toBe(1);
});

test('a value given to many documents is not shared by them', async () => {
  await it.insert('c', { _id: 'x' }, { _id: 'y' });
  await it.update('c', {}, { $set: { list: [1] } });
  await it.update('c', { _id: 'x' }, { $push: { list: 2 } });
  expect((await it.get('c', { _id: 'y' }))[0]?.list).toEqual([1]);
});
