import fc from 'fast-check';
import { openTestDatabase, type TestDatabase } from '../../support/database';

const CONFLICT = { code: 'DATABASE_TRANSACTION_CONFLICT', message: expect.stringContaining('[ResourceUnavailable.TransactionConflict] Transaction is conflict, maybe resource operated by others.') };
const GONE = { code: 'DATABASE_TRANSACTION_FAIL', message: expect.stringContaining('Transaction does not exist on the server') };
const DUPLICATE = { code: 'DATABASE_REQUEST_FAILED', message: expect.stringContaining('E11000 duplicate key error') };

let it: TestDatabase;
beforeEach(() => {
  it = openTestDatabase([{ name: 'c', indexes: [{ name: 'k', keys: [['k', 1]], unique: true }, { name: 'n', keys: [['n', 1]] }] }], 50);
});
afterEach(() => it.dispose());

const inc = (id: string, by: number, transactionId?: string): Promise<number> => it.update('c', { _id: id }, { $inc: { n: by } }, { multi: false, transactionId });
const valueOf = async (id: string, transactionId?: string): Promise<unknown> => (await it.get('c', { _id: id }, { transactionId }))[0]?.n;

test('a transaction reads the state of its start, whatever is written meanwhile', async () => {
  await it.insert('c', { _id: 'a', k: 1, n: 1 }, { _id: 'b', k: 2, n: 2 });
  const transactionId = await it.begin();
  await inc('a', 10);
  await inc('a', 10);
  await it.remove('c', { _id: 'b' });
  await it.insert('c', { _id: 'd', k: 4, n: 4 });
  expect((await it.get('c', {}, { order: { n: 1 }, transactionId })).map(({ n }) => n)).toEqual([1, 2]);
  expect((await it.get('c', { n: { $gte: 2 } }, { transactionId })).map(({ _id }) => _id)).toEqual(['b']);
  expect((await it.get('c', {}, { order: { n: 1 } })).map(({ n }) => n)).toEqual([4, 21]);
});

test('a document changed since the start is a conflict for its writer, and the transaction is gone', async () => {
  await it.insert('c', { _id: 'a', k: 1, n: 1 });
  const transactionId = await it.begin();
  await inc('a', 1);
  await expect(inc('a', 1, transactionId)).rejects.toMatchObject(CONFLICT);
  await expect(it.get('c', {}, { transactionId })).rejects.toMatchObject(GONE);
  expect(await valueOf('a')).toBe(2);
});

test('the first writer wins, the second is told at once, also when the first has not committed', async () => {
  await it.insert('c', { _id: 'a', k: 1, n: 0 });
  const [first, second] = [await it.begin(), await it.begin()];
  await inc('a', 1, first);
  await expect(inc('a', 5, second)).rejects.toMatchObject(CONFLICT);
  await it.commit(first);
  expect(await valueOf('a')).toBe(1);
});

test('a writer outside waits for the lock and then goes on from what was committed', async () => {
  await it.insert('c', { _id: 'a', k: 1, n: 0 });
  const transactionId = await it.begin();
  await inc('a', 1, transactionId);
  const waiting = inc('a', 10);
  await it.commit(transactionId);
  expect(await waiting).toBe(1);
  expect(await valueOf('a')).toBe(11);
});

test('a writer outside that waits in vain is told so, and has written nothing', async () => {
  await it.insert('c', { _id: 'a', k: 1, n: 0 }, { _id: 'b', k: 2, n: 0 });
  const transactionId = await it.begin();
  await inc('a', 1, transactionId);
  await expect(it.update('c', {}, { $inc: { n: 10 } })).rejects.toMatchObject({ code: 'DATABASE_TIMEOUT' });
  await it.abort(transactionId);
  expect((await it.get('c', {})).map(({ n }) => n)).toEqual([0, 0]);
});

test('after 30 s a transaction is gone, and its locks with it', async () => {
  await it.insert('c', { _id: 'a', k: 1, n: 0 });
  const transactionId = await it.begin();
  await inc('a', 1, transactionId);
  it.clock.now += 29_999;
  await it.get('c', {}, { transactionId });
  it.clock.now += 1;
  await expect(it.commit(transactionId)).rejects.toMatchObject(GONE);
  await inc('a', 5);
  expect(await valueOf('a')).toBe(5);
});

test('two transactions that insert the same id or the same unique key do not both succeed', async () => {
  const [first, second, third] = [await it.begin(), await it.begin(), await it.begin()];
  await it.set('c', 'a', { k: 1 }, first);
  await expect(it.set('c', 'a', { k: 2 }, second)).rejects.toMatchObject(CONFLICT);
  await expect(it.set('c', 'b', { k: 1 }, third)).rejects.toMatchObject(CONFLICT);
  await it.commit(first);
  expect((await it.get('c', {})).map(({ _id }) => _id)).toEqual(['a']);
});

test('a unique key is judged by what the transaction can see', async () => {
  await it.insert('c', { _id: 'a', k: 1 });
  const [seesIt, started] = [await it.begin(), await it.begin()];
  await expect(it.set('c', 'b', { k: 1 }, seesIt)).rejects.toMatchObject(DUPLICATE);
  await it.insert('c', { _id: 'later', k: 7 });
  await expect(it.set('c', 'b', { k: 7 }, started)).rejects.toMatchObject(CONFLICT);
  const own = await it.begin();
  await it.set('c', 'x', { k: 9 }, own);
  await expect(it.set('c', 'y', { k: 9 }, own)).rejects.toMatchObject(DUPLICATE);
  await expect(it.commit(own)).rejects.toMatchObject(GONE);
});

test('unique keys pass from one document to another inside one transaction', async () => {
  await it.insert('c', { _id: 'a', k: 1 }, { _id: 'b', k: 2 });
  const transactionId = await it.begin();
  await it.set('c', 'a', { k: 'free' }, transactionId);
  await it.set('c', 'b', { k: 1 }, transactionId);
  await it.set('c', 'a', { k: 2 }, transactionId);
  await it.commit(transactionId);
  expect(await it.get('c', {}, { order: { _id: 1 } })).toEqual([{ _id: 'a', k: 2 }, { _id: 'b', k: 1 }]);
});

test('inserting, changing and removing the same document leaves nothing behind', async () => {
  await it.insert('c', { _id: 'old', k: 0 });
  const transactionId = await it.begin();
  await it.set('c', 'new', { k: 1, n: 1 }, transactionId);
  await inc('new', 1, transactionId);
  await it.remove('c', { _id: 'new' }, { multi: false, transactionId });
  await it.remove('c', { _id: 'old' }, { multi: false, transactionId });
  await it.set('c', 'old', { k: 5 }, transactionId);
  await it.commit(transactionId);
  expect(await it.get('c', {})).toEqual([{ _id: 'old', k: 5 }]);
});

test('what the SDK never sends inside a transaction is refused there, not done outside', async () => {
  const transactionId = await it.begin();
  for (const [action, params] of [['calculateDocument', {}], ['aggregateDocuments', { stages: [] }], ['modifyDocument', { multi: true, data: '{"$set":{"a":1}}' }], ['removeDocument', { multi: true }]] as const) {
    await expect(it.database.handle(`database.${action}`, { collectionName: 'c', transactionId, ...params })).rejects.toMatchObject({ code: 'INVALID_PARAM' });
  }
  await expect(it.commit(transactionId)).resolves.toEqual({});
});

test('transactions that wrote nothing never conflict, and nothing is remembered for those that ended', async () => {
  await it.insert('c', { _id: 'a', k: 1, n: 0 });
  for (let i = 0; i < 50; i++) {
    const transactionId = await it.begin();
    await valueOf('a', transactionId);
    await inc('a', 1);
    await it.commit(transactionId);
  }
  expect(await valueOf('a')).toBe(50);
});

test('however transactions interleave, money is moved and never made, and no increment is lost', async () => {
  const move = fc.record({ from: fc.constantFrom('a', 'b', 'c'), to: fc.constantFrom('a', 'b', 'c') });
  await fc.assert(fc.asyncProperty(fc.array(move, { minLength: 2, maxLength: 4 }), fc.array(fc.nat(3), { minLength: 30, maxLength: 40 }), fc.nat(3), async (moves, schedule, outsiders) => {
    it.database.reset();
    await it.insert('c', ...['a', 'b', 'c'].map((_id, k) => ({ _id, k, n: 100 })));
    let done = 0;
    const expected: Record<string, number> = { a: 100, b: 100, c: 100 };
    const runs = moves.map(({ from, to }) => (async function* () {
      const transactionId = await it.begin();
      yield;
      const before = Number(await valueOf(from, transactionId));
      yield;
      await it.set('c', from, { k: ['a', 'b', 'c'].indexOf(from), n: before - 1 }, transactionId);
      yield;
      await inc(to, 1, transactionId);
      yield;
      await it.commit(transactionId);
      done++;
      expected[from]!--;
      expected[to]!++;
    })());
    const waiting: Promise<number>[] = [];
    const step = async (i: number): Promise<void> => {
      try {
        await runs[i]?.next();
      } catch (error) {
        expect(error).toMatchObject(CONFLICT);
      }
    };
    for (const [at, i] of schedule.entries()) {
      await step(i);
      if (at % 10 === 5 && waiting.length < outsiders) {
        waiting.push(inc('a', 1));
        expected.a!++;
      }
    }
    for (let i = 0; i < runs.length; i++) for (let n = 0; n < 6; n++) await step(i);
    expect(await Promise.all(waiting)).toEqual(waiting.map(() => 1));
    const rows = await it.get('c', {}, { order: { _id: 1 } });
    expect(Object.fromEntries(rows.map(({ _id, n }) => [_id, n]))).toEqual(expected);
    // Only a writer outside can be in the way of all of them.
    if (waiting.length === 0) expect(done).toBeGreaterThan(0);
  }), { numRuns: 100 });
});
