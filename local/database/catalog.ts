/**
 * Collections, their tables and their indexes.
 * A collection is one table: rowid (order of insertion), id (key of `_id`), doc (text), and one key column per indexed path. A declared index is an SQLite index over
 * its key columns, so the order of values, missing = null, and directions are Mongo's exactly.
 */
import { WireError, invalidParam, messageOf } from '../errors';
import { isIndexable, keyOf } from './order';
import type { Sql, Sqlite, Statement } from './sqlite';
import { isDocument, parseStored, type Document, type Value } from './value';

/** An index as `collections.json` declares it. Without `unique` duplicates are fine; a missing field counts as null, so two documents without it collide. */
export interface IndexSpec {
  name: string;
  keys: [field: string, direction: 1 | -1][];
  unique?: boolean;
}

/** A collection as `collections.json` declares it. */
export interface CollectionSpec {
  name: string;
  indexes: IndexSpec[];
}

/** A collection that exists. */
export interface Collection {
  name: string;
  table: string;
  /** Indexed path → key column. */
  columns: Map<string, string>;
  indexes: (IndexSpec & { sqlName: string })[];
}

interface Stored {
  table: string;
  columns: [string, string][];
  indexes: (IndexSpec & { sqlName: string })[];
}

/** The collections of one database. */
export interface Catalog {
  /** The collection, or the platform's error when there is none. */
  get(name: unknown): Collection;
  has(name: string): boolean;
  all(): Collection[];
  /** Creates what is missing, adds and drops indexes until they are as declared; existing documents are indexed. Throws when they do not fit. */
  declare(spec: CollectionSpec): Collection;
  /** Creates an undeclared collection (`database.addCollection`). */
  add(name: string): void;
  /** Forgets what a rolled-back declaration has changed in memory. */
  reload(): void;
  /** Empties every collection; those that were not declared disappear. */
  clear(): void;
  /** Runs a load with the indexes of an empty collection dropped before and built after it, which is several times faster. */
  withoutIndexes(collection: Collection, load: () => void): void;
}

/** The keys of a document for the columns of its collection, in their order. Refuses an array or object on an indexed path, by name. */
export function keysOf(collection: Collection, document: Document): string[] {
  return Array.from(collection.columns.keys(), (path) => keyAt(document, path, collection.name));
}

function keyAt(document: Document, path: string, collection: string): string {
  const value = indexedValue(document, path, collection);
  if (value !== undefined && !isIndexable(value)) throw refuseIndexed(path, value, collection);
  return keyOf(value);
}

function indexedValue(document: Document, path: string, collection: string): Value | undefined {
  let value: Value | undefined = document;
  for (const part of path.split('.')) {
    if (Array.isArray(value)) throw refuseIndexed(path, value, collection);
    if (!isDocument(value) || !Object.hasOwn(value, part)) return undefined;
    value = value[part];
  }
  return value;
}

function refuseIndexed(path: string, value: Value, collection: string): WireError {
  const kind = Array.isArray(value) ? 'an array' : 'an object';
  return new WireError('INVALID_PARAM', `${collection}: '${path}' is indexed and cannot hold ${kind} (not emulated by the local platform; index a scalar field)`);
}

/** The key of an `_id`; only text and numbers are ids here, as `doc(id)` of the SDK takes. */
export function idKey(id: Value | undefined): string {
  if ((typeof id !== 'string' && typeof id !== 'number') || id === '') throw invalidParam('_id must be a text or a number');
  return keyOf(id);
}

/** Opens the catalog of a database, creating its own table in a new one. */
export function openCatalog(sqlite: Sqlite): Catalog {
  sqlite.exec('CREATE TABLE IF NOT EXISTS catalog (name TEXT PRIMARY KEY, spec TEXT NOT NULL)');
  const collections = new Map<string, Collection>();
  const declared = new Set<string>();
  reload();

  function reload(): void {
    collections.clear();
    for (const row of sqlite.prepare('SELECT name, spec FROM catalog').all()) {
      const spec = JSON.parse(String(row.spec)) as Stored;
      collections.set(String(row.name), { name: String(row.name), table: spec.table, columns: new Map(spec.columns), indexes: spec.indexes });
    }
  }

  function save(collection: Collection): void {
    const spec: Stored = { table: collection.table, columns: [...collection.columns], indexes: collection.indexes };
    sqlite.prepare('INSERT INTO catalog(name, spec) VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET spec = excluded.spec').run(collection.name, JSON.stringify(spec));
  }

  function create(name: string): Collection {
    if (!/^[A-Za-z0-9_][A-Za-z0-9_-]{0,127}$/.test(name)) throw invalidParam(`'${name}' is not a collection name`);
    const table = `c${nextNumber(Array.from(collections.values(), (c) => c.table.slice(1)))}`;
    const collection: Collection = { name, table, columns: new Map(), indexes: [] };
    sqlite.exec(`CREATE TABLE ${collection.table} (rowid INTEGER PRIMARY KEY, id TEXT NOT NULL, doc TEXT NOT NULL); CREATE UNIQUE INDEX ${collection.table}_id ON ${collection.table}(id)`);
    collections.set(name, collection);
    save(collection);
    return collection;
  }

  function createIndex(collection: Collection, index: Collection['indexes'][number]): void {
    const columns = index.keys.map(([path, direction]) => `${columnOf(collection, path)}${direction === -1 ? ' DESC' : ''}`);
    try {
      sqlite.exec(`CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX ${index.sqlName} ON ${collection.table}(${columns.join(', ')})`);
    } catch (error) {
      throw new Error(`${collection.name}: the unique index ${index.name} cannot be built, documents with the same value exist (${messageOf(error)})`);
    }
  }

  /** A path that is no longer indexed may hold anything again. */
  function dropColumns(collection: Collection, specs: IndexSpec[]): void {
    const wanted = new Set(specs.flatMap(({ keys }) => keys.map(([path]) => path)));
    for (const [path, column] of [...collection.columns]) {
      if (wanted.has(path)) continue;
      sqlite.exec(`ALTER TABLE ${collection.table} DROP COLUMN ${column}`);
      collection.columns.delete(path);
    }
  }

  function addColumns(collection: Collection, specs: IndexSpec[]): void {
    const missing = new Set(specs.flatMap(({ keys }) => keys.map(([path]) => path)).filter((path) => path !== '_id' && !collection.columns.has(path)));
    if (missing.size === 0) return;
    for (const path of missing) {
      const column = `k${nextNumber(Array.from(collection.columns.values(), (c) => c.slice(1)))}`;
      sqlite.exec(`ALTER TABLE ${collection.table} ADD COLUMN ${column} TEXT`);
      collection.columns.set(path, column);
    }
    const update = sqlite.prepare(`UPDATE ${collection.table} SET ${Array.from(missing, (path) => `${columnOf(collection, path)} = ?`).join(', ')} WHERE rowid = ?`);
    const page = sqlite.prepare(`SELECT rowid, doc FROM ${collection.table} WHERE rowid > ? ORDER BY rowid LIMIT 1000`);
    for (let last = 0, rows = page.all(last); rows.length > 0; rows = page.all(last)) {
      for (const row of rows) {
        const document = parseStored(String(row.doc));
        update.run(...Array.from(missing, (path) => keyAt(document, path, collection.name)), row.rowid as number);
      }
      last = rows.at(-1)!.rowid as number;
    }
  }

  return {
    get(name) {
      const collection = typeof name === 'string' ? collections.get(name) : undefined;
      if (collection) return collection;
      if (typeof name !== 'string' || name === '') throw invalidParam('collectionName is missing');
      throw new WireError('DATABASE_COLLECTION_NOT_EXIST', `[ResourceNotFound] Db or Table not exist: ${name}. Please check your request, but if the problem persists, contact us.`);
    },
    has: (name) => collections.has(name),
    all: () => [...collections.values()],
    add: (name) => void create(name),
    reload,
    declare(spec) {
      const collection = collections.get(spec.name) ?? create(spec.name);
      declared.add(spec.name);
      for (const { name, keys } of spec.indexes) {
        if (keys.length === 0 || keys.length > 31) throw new Error(`${spec.name}: index ${name} needs 1 to 31 fields`);
      }
      const same = (a: IndexSpec, b: IndexSpec): boolean => JSON.stringify([a.name, a.keys, a.unique ?? false]) === JSON.stringify([b.name, b.keys, b.unique ?? false]);
      const kept = collection.indexes.filter((index) => spec.indexes.some((wanted) => same(index, wanted)));
      for (const index of collection.indexes) if (!kept.includes(index)) sqlite.exec(`DROP INDEX ${index.sqlName}`);
      collection.indexes = kept;
      dropColumns(collection, spec.indexes);
      addColumns(collection, spec.indexes);
      for (const wanted of spec.indexes) {
        if (kept.some((index) => same(index, wanted))) continue;
        const index = { ...wanted, sqlName: `${collection.table}_i${nextNumber(collection.indexes.map(({ sqlName }) => sqlName.split('_i')[1]!))}` };
        createIndex(collection, index);
        collection.indexes.push(index);
      }
      save(collection);
      return collection;
    },
    clear() {
      for (const collection of [...collections.values()]) {
        if (declared.has(collection.name)) {
          sqlite.exec(`DELETE FROM ${collection.table}`);
        } else {
          sqlite.exec(`DROP TABLE ${collection.table}`);
          sqlite.prepare('DELETE FROM catalog WHERE name = ?').run(collection.name);
          collections.delete(collection.name);
        }
      }
    },
    withoutIndexes(collection, load) {
      for (const index of collection.indexes) sqlite.exec(`DROP INDEX ${index.sqlName}`);
      load();
      for (const index of collection.indexes) createIndex(collection, index);
    },
  };
}

function nextNumber(used: string[]): number {
  return Math.max(0, ...used.map(Number)) + 1;
}

/** The column that holds the key of an indexed path. */
export function columnOf(collection: Collection, path: string): string {
  const column = path === '_id' ? 'id' : collection.columns.get(path);
  if (column === undefined) throw new Error(`${collection.name}: no column for ${path}`);
  return column;
}

/** Prepares each statement once. */
export function statementCache(sqlite: Sqlite): (sql: string) => Statement {
  const cache = new Map<string, Statement>();
  return (sql) => {
    let statement = cache.get(sql);
    if (statement === undefined) {
      if (cache.size > 500) cache.clear();
      statement = sqlite.prepare(sql);
      cache.set(sql, statement);
    }
    return statement;
  };
}

/** A row as it is stored. */
export interface Row {
  rowid: number;
  id: string;
  doc: string;
}

/** A row from SQLite's untyped one. */
export function rowOf(row: Record<string, Sql>): Row {
  return { rowid: Number(row.rowid), id: String(row.id), doc: String(row.doc) };
}
