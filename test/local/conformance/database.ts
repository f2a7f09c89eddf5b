/**
 * What a document database of CloudBase does when the unmodified SDK asks it. The same suite runs against the local platform and, given credentials, against a real
 * environment: it needs nothing but one collection, and its documents carry the mark of their run.
 */
import { randomBytes } from 'node:crypto';
import type tcb from '@cloudbase/node-sdk';

/** `app.database()` of the SDK. */
export type SdkDatabase = ReturnType<ReturnType<typeof tcb.init>['database']>;
type SdkTransaction = Awaited<ReturnType<SdkDatabase['startTransaction']>>;

/** A place to run the suite against. */
export interface Target {
  database: SdkDatabase;
  /** An existing collection, without unique indexes. */
  collection: string;
  close(): Promise<void>;
}

interface CodedError {
  code: string;
  message: string;
}

async function failure(promise: Promise<unknown>): Promise<CodedError> {
  try {
    await promise;
  } catch (error) {
    return error as CodedError;
  }
  throw new Error('it should have been refused');
}

/** Declares the tests; `connect` opens the target before the first. */
export function databaseConformance(connect: () => Promise<Target>): void {
  let target: Target;
  let db: SdkDatabase;
  const run = randomBytes(6).toString('hex');
  const all = () => db.collection(target.collection);
  const mine = (query: Record<string, unknown> = {}) => all().where({ run, ...query });
  let numbers = 0;
  const id = (name: string): string => `${run}-${name}-${++numbers}`;

  beforeAll(async () => {
    target = await connect();
    db = target.database;
  });
  afterAll(async () => {
    await mine().remove();
    await target.close();
  });

  describe('documents', () => {
    test('what is added comes back as it was, under the id that was returned', async () => {
      const document = { run, text: '随访😀', number: 1.5, whole: 3, negative: -7, big: 2 ** 40, yes: true, nothing: null, at: new Date('1969-12-31T23:00:00.123Z'), list: [1, { a: [] }], nested: { deep: { er: '' } } };
      const { id: added } = await all().add(document);
      expect(added).toEqual(expect.any(String));
      expect((await all().doc(String(added)).get()).data).toEqual([{ _id: added, ...document }]);
    });

    test('a list is added in one call and returns its ids in order', async () => {
      const ids = [id('a'), id('b'), id('c')];
      expect((await all().add(ids.map((_id) => ({ _id, run })))).ids).toEqual(ids);
    });

    test('a document that is not there is an empty list, and updating it counts 0', async () => {
      expect((await all().doc(id('none')).get()).data).toEqual([]);
      expect((await all().doc(id('none')).update({ a: 1 })).updated).toBe(0);
    });

    test('the same id twice is refused with E11000, under the code that really comes', async () => {
      const _id = id('twice');
      await all().add({ _id, run });
      const error = await failure(all().add({ _id, run }));
      expect(error.message).toMatch(/E11000 duplicate key error/);
      expect(['DATABASE_REQUEST_FAILED', 'DATABASE_DUPLICATE_WRITE']).toContain(error.code);
    });

    test('a collection that does not exist says so', async () => {
      expect((await failure(db.collection(`no_such_${run}`).limit(1).get())).code).toBe('DATABASE_COLLECTION_NOT_EXIST');
    });

    test('set replaces a whole document or makes it', async () => {
      const _id = id('set');
      expect((await all().doc(_id).set({ run, a: 1, b: 2 })).upsertedId).toBe(_id);
      await all().doc(_id).set({ run, a: 3 });
      expect((await all().doc(_id).get()).data).toEqual([{ _id, run, a: 3 }]);
    });

    test('remove takes one by id, all by condition', async () => {
      const kind = id('remove');
      await all().add([1, 2, 3].map((n) => ({ _id: `${kind}-${n}`, run, kind })));
      expect((await all().doc(`${kind}-1`).remove()).deleted).toBe(1);
      expect((await mine({ kind }).remove()).deleted).toBe(2);
      expect((await mine({ kind }).count()).total).toBe(0);
    });
  });

  describe('queries', () => {
    const kind = 'query';
    const names = async (query: object): Promise<unknown[]> => (await all().where(db.command.and([{ run, kind }, query])).orderBy('n', 'asc').get()).data.map(({ name }: { name: string }) => name);

    beforeAll(async () => {
      await all().add([
        { run, kind, n: 1, name: 'a', at: new Date(1000), tags: ['x', 'y'], items: [{ k: 1, v: 'p' }, { k: 2, v: 'q' }], nested: { city: '北京' } },
        { run, kind, n: 2, name: 'b', at: new Date(2000), tags: [], flag: true, nested: { city: '上海' } },
        { run, kind, n: 3, name: 'c', at: new Date(3000), tags: ['y'], flag: false, gone: null },
        { run, kind, n: '3', name: 'd', items: [{ k: 1, v: 'q' }] },
      ]);
    });

    test.each<[string, (_: SdkDatabase['command']) => object, string[]]>([
      ['equality', () => ({ n: 2 }), ['b']],
      ['equality keeps types apart', () => ({ n: '3' }), ['d']],
      ['a field inside an object', () => ({ nested: { city: '上海' } }), ['b']],
      ['a date', () => ({ at: new Date(2000) }), ['b']],
      ['null is also missing', () => ({ gone: null }), ['a', 'b', 'c', 'd']],
      ['in', (_) => ({ n: _.in([1, 3, 9]) }), ['a', 'c']],
      ['nin', (_) => ({ n: _.nin([1, 3]) }), ['b', 'd']],
      ['neq', (_) => ({ flag: _.neq(true) }), ['a', 'c', 'd']],
      ['a range', (_) => ({ n: _.gt(1).and(_.lte(3)) }), ['b', 'c']],
      ['a range of dates', (_) => ({ at: _.gte(new Date(2000)) }), ['b', 'c']],
      ['or of two fields', (_) => _.or([{ n: 1 }, { flag: true }]), ['a', 'b']],
      ['or on one field', (_) => ({ n: _.eq(1).or(_.eq(3)) }), ['a', 'c']],
      ['nor', (_) => _.nor([{ n: 1 }, { flag: true }]), ['c', 'd']],
      ['not', (_) => ({ n: _.not(_.gt(1)) }), ['a', 'd']],
      ['exists', (_) => ({ flag: _.exists(true) }), ['b', 'c']],
      ['an element of an array', () => ({ tags: 'y' }), ['a', 'c']],
      ['all', (_) => ({ tags: _.all(['x', 'y']) }), ['a']],
      ['size', (_) => ({ tags: _.size(0) }), ['b']],
      ['elemMatch holds for one element', (_) => ({ items: _.elemMatch({ k: 1, v: 'q' }) }), ['d']],
      ['mod', (_) => ({ n: (_.mod as (...numbers: number[]) => object)(2, 1) }), ['a', 'c']],
    ])('%s', async (_name, query, expected) => {
      expect(await names(query(db.command))).toEqual(expected);
    });

    test('a pattern, made by the database or by JavaScript', async () => {
      expect(await names({ name: db.RegExp({ regexp: '^[AB]$', options: 'i' }) })).toEqual(['a', 'b']);
      expect(await names({ name: /c|d/ })).toEqual(['c', 'd']);
    });

    test('order, skip, limit and fields', async () => {
      const { data } = await mine({ kind }).orderBy('flag', 'desc').orderBy('name', 'desc').skip(1).limit(2).field({ name: true, _id: false }).get();
      expect(data).toEqual([{ name: 'c' }, { name: 'd' }]);
      expect((await mine({ kind, n: 1 }).field({ tags: false, items: false, _id: false, run: false, kind: false, at: false }).get()).data).toEqual([{ n: 1, name: 'a', nested: { city: '北京' } }]);
    });

    test('a page is 100 documents unless asked, 1000 at most', async () => {
      const many = id('many');
      await all().add(Array.from({ length: 1005 }, (_, n) => ({ run, kind: many, n })));
      expect((await mine({ kind: many }).get()).data).toHaveLength(100);
      expect((await mine({ kind: many }).limit(5000).get()).data).toHaveLength(1000);
      expect((await mine({ kind: many }).count()).total).toBe(1005);
      expect((await mine({ kind: many }).orderBy('n', 'asc').skip(1000).limit(1000).get()).data.map(({ n }: { n: number }) => n)).toEqual([1000, 1001, 1002, 1003, 1004]);
    });
  });

  describe('updates', () => {
    const start = { n: 1, o: { a: 1, b: 2 }, list: [1, 2, 3], at: new Date(0), nothing: null };
    const updated = async (update: (_: SdkDatabase['command']) => object): Promise<Record<string, unknown>> => {
      const _id = id('update');
      await all().add({ _id, run, ...start });
      await all().doc(_id).update(update(db.command));
      const { _id: _gone, run: _run, ...rest } = (await all().doc(_id).get()).data[0];
      return rest;
    };

    test.each<[string, (_: SdkDatabase['command']) => object, object]>([
      ['a nested object is merged', () => ({ o: { b: 3, c: 4 } }), { o: { a: 1, b: 3, c: 4 } }],
      ['set replaces it', (_) => ({ o: _.set({ c: 4 }) }), { o: { c: 4 } }],
      ['an array is replaced', () => ({ list: [9] }), { list: [9] }],
      ['inc and mul', (_) => ({ n: _.inc(4), o: { a: _.mul(10) }, fresh: _.inc(2) }), { n: 5, o: { a: 10, b: 2 }, fresh: 2 }],
      ['min and max', (_) => ({ n: _.max(7), o: { a: _.min(0) } }), { n: 7, o: { a: 0, b: 2 } }],
      ['remove', (_) => ({ o: { a: _.remove() } }), { o: { b: 2 } }],
      ['push and unshift', (_) => ({ list: _.push([4, 5]) }), { list: [1, 2, 3, 4, 5] }],
      ['unshift', (_) => ({ list: _.unshift([0]) }), { list: [0, 1, 2, 3] }],
      ['push at a place, sorted, cut', (_) => ({ list: _.push({ each: [7, 0], sort: -1, slice: 3 }) }), { list: [7, 3, 2] }],
      ['pop and shift', (_) => ({ list: _.pop() }), { list: [1, 2] }],
      ['shift', (_) => ({ list: _.shift() }), { list: [2, 3] }],
      ['addToSet', (_) => ({ list: _.addToSet(3) }), {}],
      ['pull a value', (_) => ({ list: _.pull(2) }), { list: [1, 3] }],
      ['pull by condition', (_) => ({ list: _.pull(_.gte(2)) }), { list: [1] }],
      ['rename', (_) => ({ n: _.rename('m') }), { n: undefined, m: 1 }],
    ])('%s', async (_name, update, expected) => {
      expect(await updated(update)).toEqual({ ...start, ...expected });
    });

    test('a path through null is refused, in the words that developers meet', async () => {
      const error = await failure(updated(() => ({ nothing: { inside: 1 } })));
      expect(error).toMatchObject({ code: 'DATABASE_REQUEST_FAILED', message: expect.stringContaining("Cannot create field 'inside' in element {nothing: null}") });
    });

    test('the server date is the server\'s, with its offset', async () => {
      const { at, later } = await updated(() => ({ at: db.serverDate(), later: db.serverDate({ offset: 60_000 }) }));
      expect(Number(later) - Number(at)).toBe(60_000);
      expect(at).toBeInstanceOf(Date);
    });

    test('a conditional update is won by one of many', async () => {
      const _id = id('race');
      await all().add({ _id, run, state: 'free' });
      const results = await Promise.all(Array.from({ length: 10 }, (_, by) => mine({ _id, state: 'free' }).update({ state: 'taken', by })));
      expect(results.map(({ updated: n }) => n).sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    });

    test('increments of many callers add up', async () => {
      const _id = id('add');
      await all().add({ _id, run, n: 0 });
      await Promise.all(Array.from({ length: 20 }, () => all().doc(_id).update({ n: db.command.inc(1) })));
      expect((await all().doc(_id).get()).data[0].n).toBe(20);
    });

    test('where().update() changes all, or one when told so', async () => {
      const kind = id('multi');
      await all().add([1, 2, 3].map((n) => ({ run, kind, n })));
      expect((await mine({ kind }).update({ seen: true })).updated).toBe(3);
      expect((await mine({ kind }).options({ multiple: false }).update({ first: true })).updated).toBe(1);
    });

    test('updateAndReturn gives back the document as it is now', async () => {
      const _id = id('return');
      await all().add({ _id, run, n: 1 });
      expect(await mine({ _id, n: 1 }).updateAndReturn({ n: db.command.inc(1) })).toMatchObject({ updated: 1, doc: { _id, run, n: 2 } });
      expect(await mine({ _id, n: 1 }).updateAndReturn({ n: 5 })).toMatchObject({ updated: 0 });
    });
  });

  describe('aggregation', () => {
    test('match, group, sort, project', async () => {
      const kind = id('aggregate');
      await all().add(['a', 'b', 'a', 'a'].map((ward, n) => ({ run, kind, ward, n })));
      const $ = db.command.aggregate;
      const { data } = await all().aggregate().match({ run, kind, n: db.command.gte(1) }).group({ _id: '$ward', total: $.sum(1), last: $.max('$n') }).sort({ total: -1 }).limit(10).end();
      expect(data).toEqual([{ _id: 'a', total: 2, last: 3 }, { _id: 'b', total: 1, last: 1 }]);
      const { data: shown } = await all().aggregate().match({ run, kind }).sort({ n: -1 }).limit(1).project({ _id: 0, ward: 1, twice: $.multiply(['$n', 2]) }).end();
      expect(shown).toEqual([{ ward: 'a', twice: 6 }]);
    });

    test('unwind, count, lookup', async () => {
      const kind = id('unwind');
      await all().add([{ _id: `${kind}-1`, run, kind, list: [1, 2] }, { _id: `${kind}-2`, run, kind, list: [3], other: `${kind}-1` }]);
      expect((await all().aggregate().match({ run, kind }).unwind('$list').count('n').end()).data).toEqual([{ n: 3 }]);
      const { data } = await all().aggregate().match({ _id: `${kind}-2` }).lookup({ from: target.collection, localField: 'other', foreignField: '_id', as: 'found' }).end();
      expect(data[0].found).toEqual([{ _id: `${kind}-1`, run, kind, list: [1, 2] }]);
    });
  });

  describe('transactions', () => {
    test('what is committed is there, in several documents, and returns what the callback returned', async () => {
      const [a, b] = [id('a'), id('b')];
      await all().add({ _id: a, run, n: 1 });
      const result = await db.runTransaction(async (transaction: SdkTransaction) => {
        const { data } = await transaction.collection(target.collection).doc(a).get();
        await transaction.collection(target.collection).doc(a).update({ n: data.n + 1 });
        await transaction.collection(target.collection).add({ _id: b, run, n: data.n });
        return 'done';
      });
      expect(result).toBe('done');
      expect((await mine({ _id: db.command.in([a, b]) }).orderBy('n', 'asc').get()).data).toEqual([{ _id: b, run, n: 1 }, { _id: a, run, n: 2 }]);
    });

    test('nobody outside sees it before the commit, the transaction sees itself, and a rollback leaves nothing', async () => {
      const _id = id('own');
      const transaction = await db.startTransaction();
      await transaction.collection(target.collection).add({ _id, run });
      expect((await transaction.collection(target.collection).doc(_id).get()).data).toEqual({ _id, run });
      expect((await transaction.collection(target.collection).where({ _id }).get()).data).toEqual([{ _id, run }]);
      expect((await all().doc(_id).get()).data).toEqual([]);
      await transaction.rollback();
      expect((await all().doc(_id).get()).data).toEqual([]);
    });

    test('a missing document is null inside', async () => {
      const transaction = await db.startTransaction();
      expect((await transaction.collection(target.collection).doc(id('none')).get()).data).toBeNull();
      await transaction.rollback();
    });

    test('the second writer of a document is aborted with the platform\'s conflict', async () => {
      const _id = id('conflict');
      await all().add({ _id, run, n: 0 });
      const [first, second] = [await db.startTransaction(), await db.startTransaction()];
      await first.collection(target.collection).doc(_id).update({ n: 1 });
      const error = await failure(second.collection(target.collection).doc(_id).update({ n: 2 }));
      expect(error).toMatchObject({ code: 'DATABASE_TRANSACTION_CONFLICT', message: expect.stringContaining('[ResourceUnavailable.TransactionConflict]') });
      await first.commit();
      expect((await all().doc(_id).get()).data[0].n).toBe(1);
      expect((await failure(second.commit())).code).toBe('DATABASE_TRANSACTION_FAIL');
    });

    test('a finished transaction does not exist any more', async () => {
      const transaction = await db.startTransaction();
      await transaction.commit();
      expect(await failure(transaction.collection(target.collection).doc('x').get())).toMatchObject({ code: 'DATABASE_TRANSACTION_FAIL', message: expect.stringContaining('Transaction does not exist on the server') });
    });

    test('concurrent increments in transactions are never lost', async () => {
      const _id = id('count');
      await all().add({ _id, run, n: 0 });
      const once = (): Promise<void> => db.runTransaction(async (transaction: SdkTransaction) => {
        const document = transaction.collection(target.collection).doc(_id);
        await document.update({ n: (await document.get()).data.n + 1 });
      });
      const insist = async (): Promise<void> => {
        for (let left = 20; ; left--) {
          try {
            return await once();
          } catch (error) {
            if (left === 0 || (error as CodedError).code !== 'DATABASE_TRANSACTION_CONFLICT') throw error;
          }
        }
      };
      await Promise.all(Array.from({ length: 6 }, insist));
      expect((await all().doc(_id).get()).data[0].n).toBe(6);
    });

    test('updateAndReturn stays inside', async () => {
      const _id = id('inside');
      await all().add({ _id, run, n: 1 });
      const transaction = await db.startTransaction();
      expect(await transaction.collection(target.collection).where({ _id }).updateAndReturn({ n: 2 })).toMatchObject({ doc: { n: 2 } });
      expect((await all().doc(_id).get()).data[0].n).toBe(1);
      await transaction.rollback();
      expect((await all().doc(_id).get()).data[0].n).toBe(1);
    });

    test('where().update() of a transaction silently leaves it: the trap that code here must avoid', async () => {
      const _id = id('trap');
      await all().add({ _id, run, n: 1 });
      const transaction = await db.startTransaction();
      await transaction.collection(target.collection).where({ _id }).update({ n: 2 });
      await transaction.rollback();
      expect((await all().doc(_id).get()).data[0].n).toBe(2);
    });
  });
}
