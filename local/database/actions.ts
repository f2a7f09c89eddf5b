/** The eleven actions that the SDK sends (https://www.npmjs.com/package/@cloudbase/database 1.4.3, read in its source): parameters as it sends them, replies as it reads them. */
import { randomBytes } from 'node:crypto';
import { Query } from 'mingo/query';
import { WireError, invalidParam, notEmulated } from '../errors';
import { DEFAULT_AGGREGATE_LIMIT, parsePipeline, runStages, type Foreign } from './aggregate';
import { idKey, keysOf, type Catalog, type Collection } from './catalog';
import { COMMITTED, count, find, type Entry, type Found, type View } from './find';
import { QUERY_CONTEXT, assertPath, mingoOptions, parseOrder } from './operators';
import { compileQuery, type Filter } from './query';
import type { Statement } from './sqlite';
import { draftOf } from './table';
import type { Transaction, Transactions } from './transaction';
import { compileUpdate, type Update } from './update';
import { MAX_PACKET_BYTES, assertStorable, encode, isDocument, parseWire, parseWireDocument, type Document, type Value } from './value';
import type { Change, Writer } from './writer';

type Params = Record<string, unknown>;
type Reply = Record<string, unknown>;

/** `get()` without a limit returns at most 100, with one at most 1000 (the SDK clamps so; the platform too). */
const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

/** What the actions work on. */
export interface Engine {
  prepare(sql: string): Statement;
  catalog: Catalog;
  transactions: Transactions;
  writer: Writer;
  /** The platform's clock, ms. */
  now(): number;
  /** Creates a collection at once. */
  addCollection(name: string): void;
}

/** Runs one action; synchronous, so that an action is atomic among the others. */
export function runAction(engine: Engine, action: string, params: Params): Reply {
  switch (action) {
    case 'database.getDocument':
      return getDocument(engine, params);
    case 'database.insertDocument':
      return insertDocument(engine, params);
    case 'database.modifyDocument':
      return modifyDocument(engine, params);
    case 'database.modifyAndReturnDoc':
      return modifyAndReturn(engine, params);
    case 'database.removeDocument':
      return removeDocument(engine, params);
    case 'database.calculateDocument':
      return { data: { total: count(engine.prepare, collectionOf(engine, outside(params, action)), filterOf(engine, params).filter) } };
    case 'database.aggregateDocuments':
      return { data: { list: reply(aggregate(engine, outside(params, action)).map(encode)) } };
    case 'database.addCollection':
      return addCollection(engine, params);
    case 'database.startTransaction':
      return { transactionId: engine.transactions.start().id };
    case 'database.commitTransaction':
      engine.transactions.commit(engine.transactions.get(params.transactionId));
      return {};
    case 'database.abortTransaction':
      engine.transactions.abort(engine.transactions.get(params.transactionId));
      return {};
    default:
      throw notEmulated(`the action ${action}`);
  }
}

/** The find of an action, for `explain`; null for actions that find nothing. */
export function findOf(engine: Engine, action: string, params: Params): Found {
  const collection = collectionOf(engine, params);
  const { filter } = filterOf(engine, params);
  switch (action) {
    case 'database.getDocument':
      return findPage(engine, params, COMMITTED).found;
    case 'database.modifyDocument':
    case 'database.removeDocument':
      return find(engine.prepare, collection, { filter, order: [], skip: 0, limit: params.multi === true ? undefined : 1 });
    case 'database.modifyAndReturnDoc':
      return find(engine.prepare, collection, { filter, order: [], skip: 0, limit: 1 });
    case 'database.calculateDocument':
      return find(engine.prepare, collection, { filter, order: [], skip: 0 });
    case 'database.aggregateDocuments': {
      const { query, order, skip, limit } = parsePipeline(params.stages, engine.now());
      return find(engine.prepare, collection, { filter: compileQuery(query), order, skip, limit });
    }
    default:
      throw new Error(`${action} finds nothing`);
  }
}

function collectionOf(engine: Engine, params: Params): Collection {
  return engine.catalog.get(params.collectionName);
}

function transactionOf(engine: Engine, params: Params): Transaction | undefined {
  const { transactionId } = params;
  return transactionId === undefined || transactionId === null || transactionId === '' ? undefined : engine.transactions.get(transactionId);
}

/** The SDK never sends these inside a transaction; one that is sent so would not do what its sender believes. */
function outside(params: Params, action: string): Params {
  if (params.transactionId) throw notEmulated(`${action} inside a transaction`);
  return params;
}

function filterOf(engine: Engine, params: Params): { query: Document; filter: Filter } {
  const query = parseWireDocument(params.query, 'query', engine.now());
  return { query, filter: compileQuery(query) };
}

function wholeNumber(value: unknown, name: string, otherwise: number): number {
  if (value === undefined || value === null) return otherwise;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw invalidParam(`${name} must be a whole number`);
  return value;
}

/** A reply's list, refused when it is larger than the platform sends. */
function reply(list: string[]): string[] {
  if (list.reduce((bytes, text) => bytes + text.length, 0) > MAX_PACKET_BYTES) throw new WireError('DATABASE_REQUEST_FAILED', 'the reply is larger than 16 MB; read fewer documents at a time');
  return list;
}

function findPage(engine: Engine, params: Params, view: View): { found: Found; query: Document; skip: number; limit: number } {
  const collection = collectionOf(engine, params);
  const { query, filter } = filterOf(engine, params);
  const order = parseOrder(parseWireDocument(params.order, 'order', engine.now()));
  const skip = wholeNumber(params.offset, 'offset', 0);
  const limit = Math.min(wholeNumber(params.limit, 'limit', DEFAULT_LIMIT) || DEFAULT_LIMIT, MAX_LIMIT);
  return { found: find(engine.prepare, collection, { filter, order, skip, limit }, view), query, skip, limit };
}

function getDocument(engine: Engine, params: Params): Reply {
  const { found, query, skip, limit } = findPage(engine, params, transactionOf(engine, params) ?? COMMITTED);
  const projection = parseWireDocument(params.projection, 'projection', engine.now());
  const list = Object.keys(projection).length === 0 ? found.entries.map(({ text }) => text) : project(found.entries, query, projection);
  return { data: { list: reply(list) }, limit, offset: skip };
}

function project(entries: Entry[], query: Document, projection: Document): string[] {
  for (const [path, value] of Object.entries(projection)) {
    assertPath(path.endsWith('.$') ? path.slice(0, -2) : path);
    if (value === 0 || value === 1 || typeof value === 'boolean') continue;
    const operators = isDocument(value) ? Object.keys(value) : [];
    if (operators.length !== 1 || !['$slice', '$elemMatch'].includes(operators[0]!)) throw notEmulated(`the projection of '${path}'`);
  }
  // Whole fields by name, as nearly every list asks for them: picked from the stored text, which is what the wire carries, without decoding a value.
  if (Object.entries(projection).every(([path, value]) => (value === 1 || value === true) && !path.includes('.'))) {
    return entries.map(({ text }) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text) as Document).filter(([field]) => field === '_id' || Object.hasOwn(projection, field)))));
  }
  const documents = new Query(query, mingoOptions(QUERY_CONTEXT)).find<Document>(entries.map(({ document }) => document), projection).all();
  return documents.map(encode);
}

function newId(now: number): string {
  return now.toString(16).padStart(12, '0') + randomBytes(10).toString('hex');
}

function insertDocument(engine: Engine, params: Params): Reply {
  const transaction = transactionOf(engine, params);
  const collection = collectionOf(engine, params);
  if (!Array.isArray(params.data) || params.data.length === 0) throw invalidParam('data must be a list of documents');
  const now = engine.now();
  const changes = params.data.map((text: unknown): Change => {
    const given = parseWireDocument(text, 'data', now);
    assertStorable(given, 'data');
    const document: Document = given._id === undefined ? { _id: newId(now), ...given } : given;
    return { before: undefined, draft: draftOf(collection, idKey(document._id), document) };
  });
  engine.writer.write(collection, changes, transaction);
  return { data: { insertedIds: changes.map(({ draft }) => draft?.document._id) } };
}

function modifyDocument(engine: Engine, params: Params): Reply {
  const transaction = transactionOf(engine, params);
  const multi = params.multi === true;
  if (transaction && multi) throw notEmulated('updating several documents at once inside a transaction');
  const collection = collectionOf(engine, params);
  const { query, filter } = filterOf(engine, params);
  const data = updateData(engine, params);
  const merge = params.merge !== false;
  const update = merge ? compileUpdate(data, engine.now()) : replacement(data);
  const { entries } = find(engine.prepare, collection, { filter, order: [], skip: 0, limit: multi ? undefined : 1 }, transaction);
  if (entries.length === 0 && params.upsert === true) {
    if (merge) throw notEmulated('upsert with update operators');
    const id = upsertId(query) ?? newId(engine.now());
    const document: Document = { _id: id, ...data };
    engine.writer.write(collection, [{ before: undefined, draft: draftOf(collection, idKey(id), document) }], transaction);
    return { data: { updated: 0, upsert_id: id } };
  }
  const changes = entries.map((entry) => changed(collection, entry, update)).filter((change) => change !== undefined);
  engine.writer.write(collection, changes, transaction);
  // `set()` counts the document it found (wx docs: 1 when the _id exists); `update()` what it changed, as Mongo's nModified.
  return { data: { updated: merge ? changes.length : entries.length } };
}

function updateData(engine: Engine, params: Params): Document {
  const data = parseWire(params.data, 'data', engine.now());
  if (Array.isArray(data)) throw notEmulated('an update with an aggregation pipeline');
  if (!isDocument(data)) throw invalidParam('data must be an object');
  return data;
}

function replacement(data: Document): Update {
  assertStorable(data, 'data');
  return (document) => {
    const id = document._id!;
    if (data._id !== undefined && data._id !== id) throw new WireError('DATABASE_REQUEST_FAILED', "the immutable field '_id' cannot be changed");
    for (const key of Object.keys(document)) delete document[key];
    Object.assign(document, { _id: id }, data);
  };
}

/** What an update makes of a document, or undefined when it changes nothing. */
function changed(collection: Collection, entry: Entry, update: Update): Change | undefined {
  const { document } = entry;
  const keysBefore = keysOf(collection, document);
  update(document);
  const draft = draftOf(collection, entry.id, document);
  return draft.text === entry.text ? undefined : { before: { rowid: entry.rowid, text: entry.text, keys: keysBefore }, draft };
}

/** The `_id` that an upsert's query demands. */
function upsertId(query: Document): Value | undefined {
  const id = isDocument(query._id) ? query._id.$eq : query._id;
  return typeof id === 'string' || typeof id === 'number' ? id : undefined;
}

function modifyAndReturn(engine: Engine, params: Params): Reply {
  const transaction = transactionOf(engine, params);
  const collection = collectionOf(engine, params);
  const { filter } = filterOf(engine, params);
  const update = compileUpdate(updateData(engine, params), engine.now());
  const [entry] = find(engine.prepare, collection, { filter, order: [], skip: 0, limit: 1 }, transaction).entries;
  if (entry === undefined) return { data: { updated: 0, doc: null } };
  const change = changed(collection, entry, update);
  engine.writer.write(collection, change ? [change] : [], transaction);
  return { data: { updated: 1, doc: change?.draft?.text ?? entry.text } };
}

function removeDocument(engine: Engine, params: Params): Reply {
  const transaction = transactionOf(engine, params);
  const multi = params.multi === true;
  if (transaction && multi) throw notEmulated('removing several documents at once inside a transaction');
  const collection = collectionOf(engine, params);
  const { filter } = filterOf(engine, params);
  const { entries } = find(engine.prepare, collection, { filter, order: [], skip: 0, limit: multi ? undefined : 1 }, transaction);
  engine.writer.write(collection, entries.map(({ id, rowid, text }) => ({ id, before: { rowid, text }, draft: undefined })), transaction);
  return { data: { deleted: entries.length } };
}

function aggregate(engine: Engine, params: Params): Document[] {
  const collection = collectionOf(engine, params);
  const { query, order, skip, limit, rest, limited } = parsePipeline(params.stages, engine.now());
  const found = find(engine.prepare, collection, { filter: compileQuery(query), order, skip, limit: limit ?? (rest.length === 0 ? DEFAULT_AGGREGATE_LIMIT : undefined) });
  const result = runStages(found.entries.map(({ document }) => document), rest, foreignOf(engine));
  return limited ? result.slice(0, DEFAULT_AGGREGATE_LIMIT) : result;
}

function foreignOf(engine: Engine): Foreign {
  const documents = (name: string, query: Document): Document[] => {
    if (!engine.catalog.has(name)) return [];
    return find(engine.prepare, engine.catalog.get(name), { filter: compileQuery(query), order: [], skip: 0 }).entries.map(({ document }) => document);
  };
  return { all: (name) => documents(name, {}), byValues: (name, field, values) => documents(name, { [field]: { $in: values } }) };
}

function addCollection(engine: Engine, params: Params): Reply {
  const { collectionName } = params;
  if (typeof collectionName !== 'string' || collectionName === '') throw invalidParam('collectionName is missing');
  if (engine.catalog.has(collectionName)) {
    throw new WireError('DATABASE_COLLECTION_ALREADY_EXIST', '[ResourceUnavailable.ResourceExist] Table exist. Please check your request, but if the problem persists, contact us.');
  }
  engine.addCollection(collectionName);
  return {};
}
