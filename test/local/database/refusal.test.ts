/** Strange and hostile requests are refused in words; none is answered wrongly, none ends the process. */
import { EJSON } from 'bson';
import fc from 'fast-check';
import { openTestDatabase, type Doc, type TestDatabase } from '../../support/database';

let it: TestDatabase;
beforeAll(async () => {
  it = openTestDatabase([{ name: 'c', indexes: [{ name: 'i', keys: [['i', 1], ['o.p', 1]] }, { name: 'u', keys: [['u', 1]], unique: true }] }]);
  await it.insert('c', { _id: 'x', a: 1, list: [{ k: 1 }], u: 'taken' });
});
afterAll(() => it.dispose());

test.each<[string, Doc, RegExp]>([
  ['$where', { $where: 'true' }, /query operator \$where is not emulated/],
  ['$text', { $text: { $search: 'a' } }, /query operator \$text/],
  ['$near', { a: { $near: [1, 2] } }, /query operator \$near/],
  ['$geoWithin', { a: { $geoWithin: {} } }, /query operator \$geoWithin/],
  ['$jsonSchema', { $jsonSchema: {} }, /query operator \$jsonSchema/],
  ['$function in $expr', { $expr: { $function: { body: 'function(){}', args: [], lang: 'js' } } }, /expression \$function/],
  ['an unknown operator', { a: { $foo: 1 } }, /query operator \$foo/],
  ['an unknown operator deep inside', { $or: [{ a: { $not: { $elemMatch: { b: { $foo: 1 } } } } }] }, /query operator \$foo/],
  ['operators mixed with fields', { a: { $gt: 1, b: 2 } }, /mixes operators/],
  ['$in without a list', { a: { $in: 1 } }, /\$in on 'a' needs an array/],
  ['$or without branches', { $or: [] }, /non-empty array/],
  ['a comparison with an array', { a: { $gt: [1] } }, /\$gt with an array/],
  ['a prototype path', { '__proto__.x': 1 }, /not a field path/],
  ['a constructor path', { 'a.constructor': 1 }, /not a field path/],
])('the query %s', async (_title, query, message) => {
  await expect(it.get('c', query)).rejects.toMatchObject({ code: 'INVALID_PARAM', message: expect.stringMatching(message) });
});

test.each<[string, unknown, RegExp]>([
  ['what is no JSON', '{', /not valid EJSON/],
  ['a list', '[]', /must be an object/],
  ['a key with $', '{"$a":1}', /must not start with '\$'/],
  ['a deep key with $', '{"a":{"$b":1}}', /must not start with '\$'/],
  ['a key with a dot', '{"a.b":1}', /must not contain '\.'/],
  ['__proto__', '{"__proto__":{"x":1}}', /key '__proto__'/],
  ['constructor', '{"a":{"constructor":1}}', /key 'constructor'/],
  ['a bad integer', '{"a":{"$numberInt":"1x"}}', /invalid \$numberInt/],
  ['an integer that JavaScript cannot hold', '{"a":{"$numberLong":"9007199254740993"}}', /beyond 2\^53/],
  ['a bad date', '{"a":{"$date":"yesterday"}}', /invalid date/],
  ['a date beyond time', '{"a":{"$date":{"$numberLong":"8700000000000000"}}}', /invalid date/],
  ['a date with companions', '{"a":{"$date":{"$numberLong":"1"},"b":1}}', /beside other keys/],
  ['an object id', '{"a":{"$oid":"507f1f77bcf86cd799439011"}}', /type \$oid is not emulated/],
  ['a decimal', '{"a":{"$numberDecimal":"1"}}', /type \$numberDecimal is not emulated/],
  ['bytes', '{"a":{"$binary":{"base64":"","subType":"00"}}}', /type \$binary is not emulated/],
  ['a pattern', '{"a":{"$regularExpression":{"pattern":"a","options":""}}}', /storing a regular expression/],
  ['an _id that is an object', '{"_id":{"a":1}}', /_id must be a text or a number/],
  ['an _id that is null', '{"_id":null}', /_id must be/],
  ['an array on an indexed field', '{"i":[1]}', /'i' is indexed and cannot hold an array/],
  ['an array above an indexed field', '{"o":[{"p":1}]}', /'o.p' is indexed and cannot hold an array/],
  ['an object on an indexed field', '{"i":{"a":1}}', /'i' is indexed and cannot hold an object/],
  ['a hundred thousand levels', '['.repeat(100_000) + ']'.repeat(100_000), /deeper than 100|must be an object/],
  ['a hundred thousand levels of objects', '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000), /deeper than 100/],
  ['more than 512 KB', JSON.stringify({ a: '随'.repeat(180_000) }), /larger than 512 KB/],
])('the document with %s', async (_title, text, message) => {
  await expect(it.database.handle('database.insertDocument', { collectionName: 'c', data: [text] })).rejects.toMatchObject({ message: expect.stringMatching(message), code: expect.stringMatching(/^(INVALID_PARAM|DATABASE_REQUEST_FAILED)$/) });
});

test('nothing has reached a prototype', () => {
  expect(({} as Doc).x).toBeUndefined();
});

test.each<[string, Doc[], RegExp]>([
  ['$out', [{ $out: 'c' }], /stage \$out is not emulated/],
  ['$merge inside $facet', [{ $facet: { a: [{ $merge: 'c' }] } }], /stage \$merge is not emulated/],
  ['$geoNear', [{ $geoNear: {} }], /stage \$geoNear is not emulated/],
  ['this machine\'s clock', [{ $project: { now: '$$NOW' } }], /\$\$NOW is not emulated/],
  ['code', [{ $addFields: { a: { $function: {} } } }], /expression \$function is not emulated/],
  ['a negative limit', [{ $limit: -1 }], /positive whole number/],
  ['an unknown expression', [{ $project: { a: { $foo: 1 } } }], /\$foo/],
])('the aggregation with %s', async (_title, stages, message) => {
  await expect(it.aggregate('c', ...stages)).rejects.toMatchObject({ message: expect.stringMatching(message) });
});

test.each<[string, string, Doc]>([
  ['an action that does not exist', 'database.dropDatabase', {}],
  ['watching', 'database.watch', {}],
  ['no collection', 'database.getDocument', {}],
  ['a collection that is an object', 'database.getDocument', { collectionName: { a: 1 } }],
  ['a negative page', 'database.getDocument', { collectionName: 'c', limit: -1 }],
  ['a page that is a text', 'database.getDocument', { collectionName: 'c', offset: '1; DROP TABLE c1' }],
  ['an order that is none', 'database.getDocument', { collectionName: 'c', order: '{"a":"up"}' }],
  ['a projection that computes', 'database.getDocument', { collectionName: 'c', projection: '{"a":{"$concat":["a","b"]}}' }],
  ['an update pipeline', 'database.modifyDocument', { collectionName: 'c', data: '[{"$set":{"a":1}}]', merge: true }],
  ['a replacement with operators', 'database.modifyDocument', { collectionName: 'c', query: '{"_id":"x"}', data: '{"$set":{"a":1}}', merge: false }],
  ['an upsert with operators', 'database.modifyDocument', { collectionName: 'c', query: '{"_id":"new"}', data: '{"$set":{"a":1}}', merge: true, upsert: true }],
  ['documents that are no list', 'database.insertDocument', { collectionName: 'c', data: '{}' }],
  ['a strange collection name', 'database.addCollection', { collectionName: 'a"; DROP TABLE catalog; --' }],
])('%s', async (_title, action, params) => {
  await expect(it.database.handle(action, params)).rejects.toMatchObject({ code: 'INVALID_PARAM' });
});

test('a collection that exists cannot be added again', async () => {
  await expect(it.database.handle('database.addCollection', { collectionName: 'c' })).rejects.toMatchObject({ code: 'DATABASE_COLLECTION_ALREADY_EXIST' });
});

test('whatever JSON is sent, the answer is a reply or an error of the platform', async () => {
  const actions = ['getDocument', 'modifyDocument', 'modifyAndReturnDoc', 'removeDocument', 'calculateDocument', 'aggregateDocuments', 'insertDocument', 'commitTransaction'];
  const operator = fc.constantFrom('$set', '$inc', '$push', '$in', '$gt', '$or', '$and', '$not', '$regex', '$elemMatch', '$expr', '$date', '$numberLong', '$match', '$group', '$each', '__proto__', 'a', 'a.b', 'i', '_id', '');
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({ value: fc.oneof({ maxDepth: 4 }, fc.constantFrom<unknown>(null, 0, 1, -1, '', 'a', '$a', '(', true, 1e308), fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(operator, tie('value'), { maxKeys: 3 })) }));
  await fc.assert(fc.asyncProperty(fc.constantFrom(...actions), value, value, value, async (action, query, data, extra) => {
    const params = { collectionName: 'c', query: JSON.stringify(query), data: action === 'insertDocument' ? [JSON.stringify(data)] : JSON.stringify(data), projection: JSON.stringify(extra), stages: [{ stageKey: '$match', stageValue: JSON.stringify(query) }, { stageKey: '$group', stageValue: JSON.stringify(extra) }], multi: true };
    try {
      const reply = await it.database.handle(`database.${action}`, params);
      const list = (reply.data as Doc).list;
      if (Array.isArray(list)) list.forEach((text) => EJSON.parse(String(text)));
    } catch (error) {
      expect(error).toMatchObject({ code: expect.stringMatching(/^(INVALID_PARAM|DATABASE_[A-Z_]+)$/), message: expect.any(String) });
    }
  }), { numRuns: 1500 });
  expect(await it.count('c', { u: 'nobody' })).toBe(0);
});
