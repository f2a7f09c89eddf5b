/** A database in a directory of its own, and its actions as short calls. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EJSON } from 'bson';
import { openDatabase, type CollectionSpec, type Database } from '../../local/database';

/** Any document. */
export type Doc = Record<string, unknown>;

/** Canonical EJSON, as the SDK writes it. */
export const wire = (value: unknown): string => EJSON.stringify(value, { relaxed: false });
const parse = (text: unknown): Doc => EJSON.parse(String(text)) as Doc;

/** The calls a test makes; each is one action of the wire. */
export interface TestDatabase {
  database: Database;
  dir: string;
  clock: { now: number };
  insert(collection: string, ...documents: Doc[]): Promise<unknown[]>;
  get(collection: string, query: Doc, more?: { order?: Doc; limit?: number; offset?: number; projection?: Doc; transactionId?: string }): Promise<Doc[]>;
  update(collection: string, query: Doc, data: Doc, more?: Doc): Promise<number>;
  set(collection: string, id: string, data: Doc, transactionId?: string): Promise<Doc>;
  remove(collection: string, query: Doc, more?: Doc): Promise<number>;
  count(collection: string, query: Doc): Promise<number>;
  aggregate(collection: string, ...stages: Doc[]): Promise<Doc[]>;
  begin(): Promise<string>;
  commit(transactionId: string): Promise<unknown>;
  abort(transactionId: string): Promise<unknown>;
  /** The index, cost and sort of a get. */
  explain(collection: string, query: Doc, more?: { order?: Doc; limit?: number }): { index: string | null; examined: number; sort: string };
  /** Closes the file and opens it again, as a restart does. */
  reopen(): void;
  dispose(): void;
}

/** Opens a database with collections; `lockWait` in ms. */
export function openTestDatabase(collections: CollectionSpec[], lockWait?: number): TestDatabase {
  const dir = mkdtempSync(join(tmpdir(), 'suifang-db-'));
  const clock = { now: Date.UTC(2026, 0, 1) };
  const open = (): Database => {
    const database = openDatabase({ dir, now: () => clock.now, lockWait });
    database.declare(collections);
    return database;
  };
  let database = open();
  const data = async (action: string, params: Doc): Promise<Doc> => (await database.handle(`database.${action}`, params)).data as Doc;
  const page = (collectionName: string, query: Doc, more: Doc & { order?: Doc; projection?: Doc } = {}): Doc => ({
    ...more, collectionName, query: wire(query), ...(more.order && { order: wire(more.order) }), ...(more.projection && { projection: wire(more.projection) }),
  });
  return {
    get database() { return database; },
    dir, clock,
    insert: async (collectionName, ...documents) => (await data('insertDocument', { collectionName, data: documents.map(wire) })).insertedIds as unknown[],
    get: async (collection, query, more) => ((await data('getDocument', page(collection, query, { limit: 1000, ...more }))).list as unknown[]).map(parse),
    update: async (collectionName, query, update, more) => Number((await data('modifyDocument', { collectionName, query: wire(query), data: wire(update), multi: true, merge: true, upsert: false, ...more })).updated),
    set: (collectionName, id, document, transactionId) => data('modifyDocument', { collectionName, query: wire({ _id: id }), data: wire(document), multi: false, merge: false, upsert: true, transactionId }),
    remove: async (collectionName, query, more) => Number((await data('removeDocument', { collectionName, query: wire(query), multi: true, ...more })).deleted),
    count: async (collectionName, query) => Number((await data('calculateDocument', { collectionName, query: wire(query) })).total),
    aggregate: async (collectionName, ...stages) => ((await data('aggregateDocuments', { collectionName, stages: stages.map((stage) => ({ stageKey: Object.keys(stage)[0], stageValue: wire(Object.values(stage)[0]) })) })).list as unknown[]).map(parse),
    begin: async () => String((await database.handle('database.startTransaction', {})).transactionId),
    commit: (transactionId) => database.handle('database.commitTransaction', { transactionId }),
    abort: (transactionId) => database.handle('database.abortTransaction', { transactionId }),
    explain: (collection, query, more) => database.explain('database.getDocument', page(collection, query, more)),
    reopen() {
      database.close();
      database = open();
    },
    dispose() {
      database.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
