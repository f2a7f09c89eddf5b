import { openTestDatabase, type TestDatabase } from '../../support/database';

let it: TestDatabase;
beforeAll(() => {
  it = openTestDatabase([{ name: 'visit', indexes: [{ name: 'ward', keys: [['ward', 1], ['at', 1]] }, { name: 'patient', keys: [['patient', 1]] }] }, { name: 'patient', indexes: [] }]);
  it.database.bulkLoad('patient', Array.from({ length: 300 }, (_, n) => ({ _id: `p${n}`, name: `病人${n}` })));
  it.database.bulkLoad('visit', Array.from({ length: 300 }, (_, n) => ({ _id: `v${n}`, ward: `w${n % 3}`, at: new Date(Date.UTC(2026, 0, 1, n)), patient: `p${n}`, score: n % 5, tags: n % 2 ? ['odd'] : [] })));
});
afterAll(() => it.dispose());

test('without a $limit of its own a pipeline returns 100 documents, with one what it says', async () => {
  expect(await it.aggregate('visit', { $match: {} })).toHaveLength(100);
  expect(await it.aggregate('visit', { $project: { ward: 1 } })).toHaveLength(100);
  expect(await it.aggregate('visit', { $match: {} }, { $limit: 250 })).toHaveLength(250);
});

test('groups count every document, not a page of them', async () => {
  expect(await it.aggregate('visit', { $group: { _id: '$ward', n: { $sum: 1 }, mean: { $avg: '$score' } } }, { $sort: { _id: 1 } })).toEqual(['w0', 'w1', 'w2'].map((_id) => ({ _id, n: 100, mean: 2 })));
});

test('several matches, a sort and a limit are answered from the index', async () => {
  const page = await it.aggregate('visit', { $match: { ward: 'w1' } }, { $match: { score: { $gte: 3 } } }, { $sort: { at: -1 } }, { $skip: 1 }, { $limit: 2 }, { $project: { _id: 1 } });
  expect(page).toEqual([{ _id: 'v289' }, { _id: 'v283' }]);
});

test('a lookup joins by field, by list of fields, and finds nothing where there is nothing', async () => {
  const joined = await it.aggregate('visit', { $match: { _id: { $in: ['v1', 'v2'] } } }, { $lookup: { from: 'patient', localField: 'patient', foreignField: '_id', as: 'who' } }, { $sort: { _id: 1 } });
  expect(joined.map(({ who }) => who)).toEqual([[{ _id: 'p1', name: '病人1' }], [{ _id: 'p2', name: '病人2' }]]);
  expect((await it.aggregate('visit', { $match: { _id: 'v1' } }, { $lookup: { from: 'no_such', localField: 'patient', foreignField: '_id', as: 'who' } }))[0]?.who).toEqual([]);
  const own = await it.aggregate('patient', { $match: { _id: 'p7' } }, { $lookup: { from: 'visit', let: { id: '$_id' }, pipeline: [{ $match: { $expr: { $eq: ['$patient', '$$id'] } } }, { $project: { score: 1 } }], as: 'visits' } });
  expect(own[0]?.visits).toEqual([{ _id: 'v7', score: 2 }]);
});

test('dates are computed in the hospital\'s time zone', async () => {
  const days = await it.aggregate('visit', { $match: { _id: { $in: ['v15', 'v16'] } } }, { $project: { day: { $dateToString: { date: '$at', format: '%Y-%m-%d', timezone: '+08:00' } } } }, { $sort: { _id: 1 } });
  expect(days.map(({ day }) => day)).toEqual(['2026-01-01', '2026-01-02']);
});

test('unwind, facet, sortByCount', async () => {
  expect(await it.aggregate('visit', { $unwind: '$tags' }, { $count: 'n' })).toEqual([{ n: 150 }]);
  const [facets] = await it.aggregate('visit', { $facet: { all: [{ $count: 'n' }], byScore: [{ $sortByCount: '$score' }, { $count: 'kinds' }] } });
  expect(facets).toEqual({ all: [{ n: 300 }], byScore: [{ kinds: 5 }] });
});

test('computing changes nothing that is stored', async () => {
  await it.aggregate('visit', { $match: { _id: 'v1' } }, { $addFields: { 'tags.0': 'changed', ward: 'changed' } });
  expect(await it.get('visit', { _id: 'v1' })).toEqual([{ _id: 'v1', ward: 'w1', at: new Date(Date.UTC(2026, 0, 1, 1)), patient: 'p1', score: 1, tags: ['odd'] }]);
});
