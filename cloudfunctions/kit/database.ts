/**
 * The document database, through the real SDK, with the few shapes that every store needs. It hides the SDK's traps: pages of 100 or 1000, duplicate keys that come
 * back under two codes, transactions that only carry some calls, conflicts that are retried without a pause.
 */
import cloudbase from '@cloudbase/node-sdk';
import { contended } from './errors';

/** An index as the deploy script and the local platform create it. A unique index must be on a field that every document has. */
export interface Index { name: string; keys: readonly (readonly [field: string, direction: 1 | -1])[]; unique?: boolean }
/** A collection as the deploy script creates it. */
export interface CollectionSpec { name: string; indexes: readonly Index[] }
/** Each store exports `collections`; the build writes them to collections.json. */
export const defineCollection = (name: string, indexes: readonly Index[] = []): CollectionSpec => ({ name, indexes });

type SdkDatabase = ReturnType<ReturnType<typeof cloudbase.init>['database']>;
/** A query in the SDK's form: fields, dotted paths and `command` operators. */
export type Query = Record<string, unknown>;
/** A change in the SDK's form: fields to set and `command` operators. Plain nested objects merge; `command.set` replaces. */
export type Change = Record<string, unknown>;
/** Order, page and fields; `limit` at most 1000. */
export interface FindOptions { sort?: readonly (readonly [field: string, direction: 'asc' | 'desc'])[]; limit?: number; skip?: number; fields?: readonly string[] }

/** The calls that stores need; each is one round trip unless it pages. */
export interface Collection<T extends { _id: string }> {
  readonly name: string;
  get(id: string): Promise<T | null>;
  getMany(ids: readonly string[]): Promise<T[]>;
  /** One page; at most 1000, 100 unless told. */
  find(query: Query, options?: FindOptions): Promise<T[]>;
  count(query: Query): Promise<number>;
  /** False when the id (or a unique key) exists already. */
  insert(document: T): Promise<boolean>;
  /** Inserts those that do not exist yet; returns how many were new. Safe to repeat. */
  insertMissing(documents: readonly T[]): Promise<number>;
  /** Replaces or creates. */
  set(document: T): Promise<void>;
  /** Changes all that match and says how many: the answer of a race when the query names the expected state. */
  update(query: Query, change: Change): Promise<number>;
  /** Changes one that matches and returns it as it is afterwards, or null. */
  updateOne(query: Query, change: Change): Promise<T | null>;
  remove(query: Query): Promise<number>;
}

/** What a transaction can carry (`where().update()` and aggregate silently leave it, so they are not offered). */
export interface Transaction {
  get<T extends { _id: string }>(collection: Collection<T>, id: string): Promise<T | null>;
  insert<T extends { _id: string }>(collection: Collection<T>, document: T): Promise<void>;
  set<T extends { _id: string }>(collection: Collection<T>, document: T): Promise<void>;
  update<T extends { _id: string }>(collection: Collection<T>, id: string, change: Change): Promise<void>;
}

/** One environment's database. */
export interface Database {
  /** `_.lte`, `_.in`, `_.inc` … of the SDK. */
  readonly command: SdkDatabase['command'];
  collection<T extends { _id: string }>(spec: CollectionSpec): Collection<T>;
  /**
   * Runs `work` in one snapshot; a conflict starts it again, up to six times with growing, jittered pauses. `work` must have no effect outside the transaction
   * and stay within ten operations.
   */
  transaction<R>(work: (transaction: Transaction) => Promise<R>): Promise<R>;
  aggregate(spec: CollectionSpec): ReturnType<ReturnType<SdkDatabase['collection']>['aggregate']>;
  /** The SDK's app, for storage, functions and the WeChat API. */
  readonly app: ReturnType<typeof cloudbase.init>;
}

/** Documents by their ids. */
export const byId = <T extends { _id: string }>(documents: readonly T[]): Map<string, T> => new Map(documents.map((document) => [document._id, document]));

/** A change whose objects and lists replace what is there; plain nesting would merge them. */
export const replacing = (command: Database['command'], change: Readonly<Record<string, unknown>>): Change =>
  Object.fromEntries(Object.entries(change).map(([field, value]) => [field, value !== null && typeof value === 'object' ? command.set(value) : value]));

/**
 * Changes a record however many do so at once. `decide` sees it as it stands and may refuse by throwing, or say null: nothing to do, and the record comes back as it is. `write` is a conditional update
 * on what was read; when somebody was faster it says null, and all begins anew. Null when there is no such record (any more). `first`: the record as it was just read.
 */
export async function changing<T, C>({ read, decide, write, first }: { read(): Promise<T | null>; decide(record: T): C | null; write(record: T, change: C): Promise<T | null>; first?: T }): Promise<T | null> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const record = attempt === 0 && first !== undefined ? first : await read();
    const change = record && decide(record);
    if (record === null || change === null) return record;
    const changed = await write(record, change);
    if (changed) return changed;
  }
  throw contended();
}

/** A unique key exists already: the SDK says so under two codes. */
export const isDuplicate = (error: unknown): boolean => {
  const e = error as { code?: unknown; message?: unknown };
  return e?.code === 'DATABASE_DUPLICATE_WRITE' || /E11000 duplicate key/.test(String(e?.message));
};
const isConflict = (error: unknown): boolean => {
  const e = error as { code?: unknown; message?: unknown };
  return e?.code === 'DATABASE_TRANSACTION_CONFLICT' || /TransactionConflict/.test(String(e?.message));
};

/** Opens the database of the environment the function runs in. Nothing is sent before the first call. */
export function openDatabase(): Database {
  const app = cloudbase.init({ env: cloudbase.SYMBOL_CURRENT_ENV, timeout: 15_000 });
  const db = app.database();
  return {
    app,
    command: db.command,
    collection: <T extends { _id: string }>(spec: CollectionSpec) => collectionOf<T>(db, spec.name),
    aggregate: (spec) => db.collection(spec.name).aggregate(),
    transaction: (work) => retry(() => runOnce(db, work)),
  };
}

function collectionOf<T extends { _id: string }>(db: SdkDatabase, name: string): Collection<T> {
  const collection = () => db.collection(name);
  const find = async (query: Query, options: FindOptions = {}): Promise<T[]> => {
    let q = collection().where(query);
    for (const [field, direction] of options.sort ?? []) q = q.orderBy(field, direction);
    if (options.skip) q = q.skip(options.skip);
    if (options.fields) q = q.field(Object.fromEntries(options.fields.map((f) => [f, true])));
    return (await q.limit(options.limit ?? 100).get()).data as T[];
  };
  const insert = async (document: T): Promise<boolean> => {
    try {
      await collection().add(document);
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  };
  const getMany = async (ids: readonly string[]): Promise<T[]> => {
    const found: T[] = [];
    for (let i = 0; i < ids.length; i += 1000) found.push(...(await find({ _id: db.command.in(ids.slice(i, i + 1000)) }, { limit: 1000 })));
    return found;
  };
  return {
    name,
    find,
    insert,
    getMany,
    get: async (id) => ((await collection().doc(id).get()).data as T[])[0] ?? null,
    count: async (query) => (await collection().where(query).count()).total ?? 0,
    async insertMissing(documents) {
      let added = 0;
      for (let i = 0; i < documents.length; i += 1000) {
        const page = documents.slice(i, i + 1000);
        const known = new Set((await find({ _id: db.command.in(page.map((d) => d._id)) }, { fields: ['_id'], limit: 1000 })).map((d) => d._id));
        const missing = page.filter((d) => !known.has(d._id));
        if (missing.length === 0) continue;
        try {
          await collection().add(missing);
          added += missing.length;
        } catch (error) {
          if (!isDuplicate(error)) throw error;
          // Someone else inserted one of them meanwhile: one by one, each decided by its id.
          for (const document of missing) if (await insert(document)) added += 1;
        }
      }
      return added;
    },
    async set({ _id, ...rest }) {
      await collection().doc(_id).set(rest);
    },
    update: async (query, change) => (await collection().where(query).update(change)).updated ?? 0,
    updateOne: async (query, change) => {
      const result = (await collection().where(query).updateAndReturn(change)) as { updated?: number; doc?: T | null };
      return result.updated ? result.doc ?? null : null;
    },
    remove: async (query) => Number((await collection().where(query).remove()).deleted ?? 0),
  };
}

async function runOnce<R>(db: SdkDatabase, work: (transaction: Transaction) => Promise<R>): Promise<R> {
  const tx = await db.startTransaction();
  try {
    const result = await work({
      get: async <T extends { _id: string }>(collection: Collection<T>, id: string) => ((await tx.collection(collection.name).doc(id).get()) as { data: T | null }).data ?? null,
      insert: async (collection, document) => void (await tx.collection(collection.name).add(document)),
      set: async (collection, { _id, ...rest }) => void (await tx.collection(collection.name).doc(_id).set(rest)),
      update: async (collection, id, change) => void (await tx.collection(collection.name).doc(id).update(change)),
    });
    await tx.commit();
    return result;
  } catch (error) {
    // The server has already dropped it after a conflict; a second refusal changes nothing.
    await tx.rollback().catch(() => undefined);
    throw error;
  }
}

async function retry<R>(run: () => Promise<R>): Promise<R> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (!isConflict(error)) throw error;
      if (attempt === 6) throw contended();
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** attempt));
    }
  }
}
