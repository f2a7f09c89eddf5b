/** The same database through `wx-server-sdk`, whose calls and replies look different. */
import { randomBytes } from 'node:crypto';

/** The part of `cloud.database()` that is used here; the package types it loosely. */
export interface WxDatabase {
  collection(name: string): WxCollection;
  command: { inc(n: number): unknown; gt(n: number): unknown };
  serverDate(): unknown;
  runTransaction(work: (transaction: { collection(name: string): WxCollection }) => Promise<unknown>): Promise<unknown>;
}

interface WxDocument {
  get(): Promise<{ data: Record<string, unknown> }>;
  set(o: { data: object }): Promise<{ stats: { updated: number; created: number } }>;
  update(o: { data: object }): Promise<{ stats: { updated: number } }>;
  remove(): Promise<{ stats: { removed: number } }>;
}

interface WxQuery {
  get(): Promise<{ data: Record<string, unknown>[] }>;
  count(): Promise<{ total: number }>;
  update(o: { data: object }): Promise<{ stats: { updated: number } }>;
  remove(): Promise<{ stats: { removed: number } }>;
  orderBy(field: string, direction: 'asc' | 'desc'): WxQuery;
}

interface WxCollection extends WxQuery {
  doc(id: string): WxDocument;
  where(query: object): WxQuery;
  add(o: { data: object }): Promise<{ _id: string }>;
}

/** Declares the tests; `connect` opens the target before the first. */
export function wxDatabaseConformance(connect: () => Promise<{ database: WxDatabase; collection: string; close(): Promise<void> }>): void {
  let target: Awaited<ReturnType<typeof connect>>;
  const run = randomBytes(6).toString('hex');
  const all = (): WxCollection => target.database.collection(target.collection);

  beforeAll(async () => {
    target = await connect();
  });
  afterAll(async () => {
    await all().where({ run }).remove();
    await target.close();
  });

  test('adds, reads, updates, counts and removes', async () => {
    const { _id } = await all().add({ data: { run, n: 1, at: new Date(5), nested: { a: 1 } } });
    expect((await all().doc(_id).get()).data).toEqual({ _id, run, n: 1, at: new Date(5), nested: { a: 1 } });
    expect((await all().doc(_id).update({ data: { n: target.database.command.inc(2), nested: { b: 2 } } })).stats.updated).toBe(1);
    expect((await all().where({ run, n: target.database.command.gt(2) }).get()).data).toEqual([{ _id, run, n: 3, at: new Date(5), nested: { a: 1, b: 2 } }]);
    expect((await all().where({ run }).count()).total).toBe(1);
    expect((await all().where({ run }).update({ data: { n: 9 } })).stats.updated).toBe(1);
    expect((await all().doc(_id).remove()).stats.removed).toBe(1);
  });

  test('set makes or replaces', async () => {
    const _id = `${run}-set`;
    expect((await all().doc(_id).set({ data: { run, a: 1 } })).stats).toMatchObject({ created: 1, updated: 0 });
    expect((await all().doc(_id).set({ data: { run, b: 1 } })).stats).toMatchObject({ created: 0, updated: 1 });
    expect((await all().doc(_id).get()).data).toEqual({ _id, run, b: 1 });
  });

  test('errors arrive with the numbers of WeChat', async () => {
    await expect(target.database.collection(`no_such_${run}`).where({ run }).get()).rejects.toMatchObject({ errCode: -502005 });
    const _id = `${run}-twice`;
    await all().add({ data: { _id, run } });
    await expect(all().add({ data: { _id, run } })).rejects.toMatchObject({ errMsg: expect.stringContaining('E11000') });
  });

  test('a transaction commits', async () => {
    const _id = `${run}-transaction`;
    await all().doc(_id).set({ data: { run, n: 1 } });
    await target.database.runTransaction(async (transaction) => {
      const document = transaction.collection(target.collection).doc(_id);
      await document.update({ data: { n: Number((await document.get()).data.n) + 1 } });
    });
    expect((await all().doc(_id).get()).data.n).toBe(2);
  });
}
