/** Runs a query: the planned scans, merged and checked, seen through the eyes of a transaction where there is one. */
import { rowOf, type Collection } from './catalog';
import { compareSortValues, sortValue, type Order } from './order';
import { planFind, type Plan } from './planner';
import type { Filter } from './query';
import type { Statement } from './sqlite';
import { parseStored, type Document, type Value } from './value';

/** A document found. */
export interface Entry {
  /** 0 for a document that only its transaction knows yet. */
  rowid: number;
  id: string;
  text: string;
  /** The parsed document, the caller's own to change. */
  document: Document;
}

/** How a row looks to a reader when that is not how it is stored; `text` null: it is not there. */
export interface Seen {
  rowid: number;
  text: string | null;
}

/** What a reader sees differently from the tables. */
export interface View {
  differs(collection: Collection): boolean;
  lookup(collection: Collection, id: string): Seen | undefined;
  all(collection: Collection): Iterable<[id: string, seen: Seen]>;
}

/** The view of a reader outside any transaction: the tables as they are. */
export const COMMITTED: View = { differs: () => false, lookup: () => undefined, all: () => [] };

/** What is looked for. Without an order rows come as the index (or, without one, insertion) has them. */
export interface Request {
  filter: Filter;
  order: Order;
  skip: number;
  limit?: number;
}

/** What was found, and what it took. */
export interface Found {
  entries: Entry[];
  plan: Plan;
  examined: number;
}

/** Parses only when somebody looks. */
function entryOf(rowid: number, id: string, text: string): Entry {
  let parsed: Document | undefined;
  return { rowid, id, text, get document() { return (parsed ??= parseStored(text)); } };
}

const SELECT = 'SELECT rowid, id, doc';

/** Finds documents. */
export function find(prepare: (sql: string) => Statement, collection: Collection, request: Request, view: View = COMMITTED): Found {
  const { filter, order, skip, limit } = request;
  const need = limit === undefined ? undefined : skip + limit;
  const plan = planFind(collection, filter, order, need, prepare);
  const differs = view.differs(collection);
  const [scan] = plan.scans;
  if (plan.exact && plan.sorted && !differs && plan.scans.length === 1 && scan !== undefined) {
    const rows = prepare(`${SELECT} ${scan.from} LIMIT ? OFFSET ?`).all(...scan.params, limit ?? -1, skip);
    const entries = rows.map((row) => entryOf(Number(row.rowid), String(row.id), String(row.doc)));
    return { entries, plan, examined: entries.length };
  }

  let examined = 0;
  let hits: Entry[] = [];
  const sort = (): void => {
    if (order.length > 0) hits = sorted(hits, order);
  };
  for (const entry of scanned(prepare, plan, order)) {
    examined++;
    if (differs && view.lookup(collection, entry.id) !== undefined) continue;
    if (!plan.exact && !filter.matches(entry.document)) continue;
    hits.push(entry);
    if (need === undefined) continue;
    if (plan.sorted && hits.length >= need) break;
    // An unsorted scan keeps what can still be among the first; the rest need not stay in memory.
    if (!plan.sorted && hits.length >= 4 * need + 1000) {
      sort();
      hits.length = need;
    }
  }
  if (differs) {
    for (const [id, seen] of seenRows(view, collection, filter)) {
      if (seen.text === null) continue;
      const entry = entryOf(seen.rowid, id, seen.text);
      if (filter.matches(entry.document)) hits.push(entry);
    }
    if (order.length === 0) hits.sort((a, b) => (a.rowid || Number.MAX_SAFE_INTEGER) - (b.rowid || Number.MAX_SAFE_INTEGER));
  }
  if (!plan.sorted || differs) sort();
  return { entries: hits.slice(skip, need), plan, examined };
}

/** Counts documents; from the index alone where that says everything. */
export function count(prepare: (sql: string) => Statement, collection: Collection, filter: Filter): number {
  const plan = planFind(collection, filter, [], undefined, prepare);
  if (plan.exact && plan.distinct) {
    return plan.scans.reduce((total, scan) => total + Number(prepare(`SELECT count(*) AS n ${scan.from}`).get(...scan.params)?.n), 0);
  }
  let total = 0;
  for (const entry of scanned(prepare, plan, [])) if (filter.matches(entry.document)) total++;
  return total;
}

function* seenRows(view: View, collection: Collection, filter: Filter): Iterable<[string, Seen]> {
  const ids = filter.constraints.get('_id');
  if (ids === undefined || !('keys' in ids)) {
    yield* view.all(collection);
    return;
  }
  for (const id of ids.keys) {
    const seen = view.lookup(collection, id);
    if (seen !== undefined) yield [id, seen];
  }
}

function sorted(entries: Entry[], order: Order): Entry[] {
  const keyed = entries.map((entry) => ({ entry, values: sortValues(entry, order) }));
  return keyed.sort((a, b) => compareSortValues(a.values, b.values, order)).map(({ entry }) => entry);
}

function sortValues(entry: Entry, order: Order): (Value | undefined)[] {
  return order.map(([path, direction]) => sortValue(entry.document, path, direction));
}

function* scanned(prepare: (sql: string) => Statement, plan: Plan, order: Order): Iterable<Entry> {
  const merge = plan.sorted && order.length > 0 && plan.scans.length > 1;
  // The same text with other parameters runs several times at once in a merge: each its own statement.
  const streams = plan.scans.map((scan, i) => stream(prepare(`${SELECT} ${scan.from}${merge ? ` -- ${i}` : ''}`), scan.params));
  if (merge) {
    yield* merged(streams, order);
    return;
  }
  const known = new Set<number>();
  for (const entries of streams) {
    for (const entry of entries) {
      if (!plan.distinct) {
        if (known.has(entry.rowid)) continue;
        known.add(entry.rowid);
      }
      yield entry;
    }
  }
}

function* stream(statement: Statement, params: Plan['scans'][number]['params']): Generator<Entry> {
  for (const row of statement.iterate(...params)) {
    const { rowid, id, doc } = rowOf(row);
    yield entryOf(rowid, id, doc);
  }
}

/** Joins sorted streams into one; few streams, so the smallest head is found by looking at each. */
function* merged(streams: Generator<Entry>[], order: Order): Iterable<Entry> {
  const heads: { entry: Entry; values: (Value | undefined)[]; rest: Generator<Entry> }[] = [];
  const advance = (rest: Generator<Entry>): void => {
    const next = rest.next();
    if (next.done !== true) heads.push({ entry: next.value, values: sortValues(next.value, order), rest });
  };
  try {
    streams.forEach(advance);
    while (heads.length > 0) {
      let first = 0;
      for (let i = 1; i < heads.length; i++) if (compareSortValues(heads[i]!.values, heads[first]!.values, order) < 0) first = i;
      const [head] = heads.splice(first, 1);
      yield head!.entry;
      advance(head!.rest);
    }
  } finally {
    for (const rest of streams) rest.return(undefined);
  }
}
