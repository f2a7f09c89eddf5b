import { openTestDatabase, type Doc, type TestDatabase } from '../../support/database';

const day = (n: number): Date => new Date(Date.UTC(2026, 0, 1) + n * 86_400_000);
let it: TestDatabase;

beforeAll(() => {
  it = openTestDatabase([{
    name: 'step',
    indexes: [
      { name: 'due', keys: [['state', 1], ['dueAt', 1]] },
      { name: 'priority', keys: [['state', 1], ['priority', -1], ['dueAt', 1]] },
      { name: 'phone', keys: [['phone', 1]], unique: true },
      { name: 'patient', keys: [['patient.id', 1]] },
    ],
  }]);
  it.database.bulkLoad('step', Array.from({ length: 5000 }, (_, n) => ({
    _id: `s${n}`, state: ['waiting', 'invited', 'answered', 'queued'][n % 4], dueAt: day((n * 37) % 5000), priority: n % 10, phone: `p${n}`, patient: { id: `x${n % 1000}` }, note: `n${n % 7}`,
  })));
});
afterAll(() => it.dispose());

type Case = [title: string, query: Doc, more: { order?: Doc; limit?: number }, expected: { index: string | null; sort: string; examined: number }];

test.each<Case>([
  ['what is due, in its order, reads what it returns', { state: 'invited', dueAt: { $lte: day(4000) } }, { order: { dueAt: 1 }, limit: 100 }, { index: 'due', sort: 'index', examined: 100 }],
  ['backwards too', { state: 'invited' }, { order: { dueAt: -1 }, limit: 10 }, { index: 'due', sort: 'index', examined: 10 }],
  ['a mixed order as declared', { state: 'queued' }, { order: { priority: -1, dueAt: 1 }, limit: 20 }, { index: 'priority', sort: 'index', examined: 20 }],
  ['a mixed order turned round', { state: 'queued' }, { order: { priority: 1, dueAt: -1 }, limit: 20 }, { index: 'priority', sort: 'index', examined: 20 }],
  ['an order that the index cannot give is sorted', { state: 'queued', priority: { $gte: 8 } }, { order: { dueAt: 1 }, limit: 20 }, { index: 'priority', sort: 'memory', examined: 250 }],
  ['several states are merged, not sorted', { state: { $in: ['waiting', 'invited', 'queued'] } }, { order: { dueAt: 1 }, limit: 30 }, { index: 'due', sort: 'index', examined: 30 }],
  ['the primary key', { _id: 's7' }, {}, { index: '_id_', sort: 'none', examined: 1 }],
  ['the primary key with another condition', { _id: 's7', state: 'nothing' }, {}, { index: '_id_', sort: 'none', examined: 1 }],
  ['many ids', { _id: { $in: ['s1', 's2', 's3', 'none'] } }, {}, { index: '_id_', sort: 'none', examined: 3 }],
  ['a unique field', { phone: 'p12', state: 'waiting' }, {}, { index: 'phone', sort: 'none', examined: 1 }],
  ['a field inside an object', { 'patient.id': 'x3' }, {}, { index: 'patient', sort: 'none', examined: 5 }],
  ['the rarer of two indexes', { state: 'queued', 'patient.id': 'x3' }, {}, { index: 'patient', sort: 'none', examined: 5 }],
  ['conditions joined by $and', { $and: [{ state: 'invited' }, { dueAt: { $gte: day(1) } }, { dueAt: { $lt: day(41) } }] }, {}, { index: 'due', sort: 'none', examined: 10 }],
  ['$or when each branch has an index', { $or: [{ _id: 's1' }, { phone: 'p2' }, { phone: 'p1' }] }, {}, { index: '_id_,phone', sort: 'none', examined: 2 }],
  ['$or with one branch without', { $or: [{ _id: 's1' }, { note: 'n1' }] }, { limit: 1 }, { index: null, sort: 'none', examined: 2 }],
  ['no index at all', { note: 'none' }, {}, { index: null, sort: 'none', examined: 5000 }],
  ['an impossible condition reads nothing', { state: { $in: [] } }, {}, { index: 'due', sort: 'none', examined: 0 }],
  ['the order alone', {}, { order: { phone: 1 }, limit: 5 }, { index: 'phone', sort: 'index', examined: 5 }],
])('%s', (_title, query, more, expected) => {
  expect(it.explain('step', query, more)).toEqual(expected);
});

test('the merged order is the order', async () => {
  const found = await it.get('step', { state: { $in: ['queued', 'waiting'] } }, { order: { dueAt: 1 }, limit: 500 });
  const times = found.map(({ dueAt }) => Number(dueAt));
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(times).toHaveLength(500);
});

test('updates, counts and aggregations use the same indexes', () => {
  const stages = [{ stageKey: '$match', stageValue: '{"state":"queued"}' }, { stageKey: '$group', stageValue: '{"_id":"$note"}' }];
  expect(it.database.explain('database.aggregateDocuments', { collectionName: 'step', stages })).toEqual({ index: 'due', examined: 1250, sort: 'none' });
  expect(it.database.explain('database.modifyDocument', { collectionName: 'step', multi: true, query: '{"phone":"p7"}' })).toMatchObject({ index: 'phone', examined: 1 });
  expect(it.database.explain('database.calculateDocument', { collectionName: 'step', query: '{"state":"queued"}' })).toMatchObject({ index: 'due' });
});

test('without an order documents come as they were inserted, or as their index has them', async () => {
  expect((await it.get('step', { note: 'n3' }, { limit: 3 })).map(({ _id }) => _id)).toEqual(['s3', 's10', 's17']);
  expect((await it.get('step', { 'patient.id': 'x3' })).map(({ _id }) => _id)).toEqual(['s3', 's1003', 's2003', 's3003', 's4003']);
});

test('an index that was added later is used, one that was dropped is not', async () => {
  it.database.declare([{ name: 'step', indexes: [{ name: 'note', keys: [['note', 1]] }] }]);
  expect(it.explain('step', { note: 'n3' }).index).toBe('note');
  expect(it.explain('step', { state: 'queued' }).index).toBeNull();
  await expect(it.insert('step', { state: ['free', 'again'], note: 'x' })).resolves.toHaveLength(1);
});
