/** Writing rows: the text, its keys, and the platform's error when a unique index objects. */
import { WireError, messageOf } from '../errors';
import { columnOf, keysOf, type Collection, type IndexSpec, type Row } from './catalog';
import type { Statement } from './sqlite';
import { encode, encodeDocument, type Document, type Value } from './value';

/** A document ready to be written. */
export interface Draft {
  id: string;
  text: string;
  document: Document;
  keys: string[];
}

/** Checks and encodes a document; refuses one too large, or with an array on an indexed path. */
export function draftOf(collection: Collection, id: string, document: Document): Draft {
  return { id, text: encodeDocument(document), document, keys: keysOf(collection, document) };
}

/** Reads one row by the key of its `_id`. */
export function rowById(prepare: (sql: string) => Statement, collection: Collection, id: string): Row | undefined {
  const row = prepare(`SELECT rowid, id, doc FROM ${collection.table} WHERE id = ?`).get(id);
  return row && { rowid: Number(row.rowid), id, doc: String(row.doc) };
}

/** Inserts; `rowid` puts a document back where it was. Returns the rowid. */
export function insertRow(prepare: (sql: string) => Statement, collection: Collection, draft: Draft, rowid: number | null = null): number {
  const columns = ['rowid', 'id', 'doc', ...collection.columns.values()];
  try {
    return Number(prepare(`INSERT INTO ${collection.table}(${columns.join(', ')}) VALUES(${columns.map(() => '?').join(', ')})`).run(rowid, draft.id, draft.text, ...draft.keys).lastInsertRowid);
  } catch (error) {
    throw duplicateFrom(error, collection, draft);
  }
}

/** Replaces the text of a row; only key columns that changed are written, so that other indexes are not touched. */
export function updateRow(prepare: (sql: string) => Statement, collection: Collection, rowid: number, draft: Draft, keysBefore: string[]): void {
  const columns = Array.from(collection.columns.values());
  const changed = columns.map((_, i) => i).filter((i) => draft.keys[i] !== keysBefore[i]);
  const sets = ['doc = ?', ...changed.map((i) => `${columns[i]} = ?`)];
  try {
    prepare(`UPDATE ${collection.table} SET ${sets.join(', ')} WHERE rowid = ?`).run(draft.text, ...changed.map((i) => draft.keys[i]!), rowid);
  } catch (error) {
    throw duplicateFrom(error, collection, draft);
  }
}

/** Removes a row. */
export function deleteRow(prepare: (sql: string) => Statement, collection: Collection, rowid: number): void {
  prepare(`DELETE FROM ${collection.table} WHERE rowid = ?`).run(rowid);
}

/** The unique indexes of a collection with the key a document has in each. */
export function uniqueKeys(collection: Collection, draft: Pick<Draft, 'id' | 'keys'>): { index: IndexSpec; columns: string[]; key: string[] }[] {
  const columns = Array.from(collection.columns.values());
  return collection.indexes.filter(({ unique }) => unique).map((index) => {
    const own = index.keys.map(([path]) => columnOf(collection, path));
    return { index, columns: own, key: own.map((column) => (column === 'id' ? draft.id : draft.keys[columns.indexOf(column)]!)) };
  });
}

/**
 * The platform's words for a duplicate. Its documentation names the code DATABASE_DUPLICATE_WRITE; what it really sends is DATABASE_REQUEST_FAILED with Mongo's
 * E11000 in the message.
 */
export function duplicateKey(collection: Collection, index: IndexSpec | undefined, document: Document): WireError {
  const fields = index === undefined ? ['_id'] : index.keys.map(([path]) => path);
  const shown = fields.map((path) => `${path}: ${encode(path.split('.').reduce<Value>((value, part) => (value as Document | null)?.[part] ?? null, document))}`);
  return new WireError('DATABASE_REQUEST_FAILED',
    `[FailedOperation.DuplicateWrite] multiple write errors: [{write errors: [{E11000 duplicate key error collection: ${collection.name} index: ${index?.name ?? '_id_'} dup key: { ${shown.join(', ')} }}]}, {<nil>}]`);
}

function duplicateFrom(error: unknown, collection: Collection, draft: Draft): unknown {
  const columns = /^UNIQUE constraint failed: (.+)$/.exec(messageOf(error))?.[1]?.split(', ').map((column) => column.split('.')[1]);
  if (columns === undefined) return error;
  if (columns.join() === 'id') return duplicateKey(collection, undefined, draft.document);
  return duplicateKey(collection, uniqueKeys(collection, draft).find((unique) => unique.columns.join() === columns.join())?.index, draft.document);
}
