/**
 * Snapshot transactions. Every commit has a number; while transactions are open, what each commit overwrote is remembered, so that a transaction reads the state of
 * its start. Its writes stay in memory, the rows (and unique keys) locked, until one SQLite commit. The first to write wins: a second transaction, or one whose row
 * was changed since its start, is aborted at once with the platform's conflict. Writers outside a transaction wait for the lock, as in MongoDB.
 */
import { randomUUID } from 'node:crypto';
import { WireError } from '../errors';
import type { Collection } from './catalog';
import type { CommitGroup } from './commit-group';
import type { Seen, View } from './find';
import type { Statement } from './sqlite';
import { deleteRow, draftOf, duplicateKey, insertRow, rowById, uniqueKeys, updateRow, type Draft } from './table';
import { parseStored } from './value';

/** A transaction must be committed or aborted within 30 s (platform limit, documented under DATABASE_TRANSACTION_FAIL). */
export const TRANSACTION_MS = 30_000;

/** Not an error of the caller: the row belongs to an open transaction, try again when it has `ended`. */
export class RowLocked extends Error {
  constructor(readonly ended: Promise<void>) {
    super('the row is locked by a transaction');
  }
}

interface Write {
  collection: Collection;
  before: Seen | undefined;
  draft: Draft | undefined;
}

/** An open transaction. */
export interface Transaction extends View {
  id: string;
  snapshot: number;
  writes: Map<string, Write>;
  locks: Set<string>;
  deadline: number;
  realDeadline: number;
  ended: Promise<void>;
  end(): void;
}

/** The open transactions of a database. */
export interface Transactions {
  start(): Transaction;
  /** The open transaction of that id, or the platform's DATABASE_TRANSACTION_FAIL. */
  get(id: unknown): Transaction;
  commit(transaction: Transaction): void;
  abort(transaction: Transaction): void;
  abortAll(): void;
  /** Ends what is older than 30 s. */
  expire(): void;
  /** Writes (draft) or removes (no draft) one document inside a transaction. */
  write(transaction: Transaction, collection: Collection, before: Seen | undefined, id: string, draft: Draft | undefined): void;
  /** For a writer outside: throws RowLocked when a transaction holds the row or one of its unique keys. */
  assertFree(collection: Collection, id: string, draft: Draft | undefined): void;
  /** Begins a commit of a writer outside. */
  nextCommit(): void;
  /** Tells what a writer outside has overwritten. */
  remember(collection: Collection, id: string, before: Seen): void;
}

function conflict(): WireError {
  return new WireError('DATABASE_TRANSACTION_CONFLICT',
    '[ResourceUnavailable.TransactionConflict] Transaction is conflict, maybe resource operated by others. Please check your request, but if the problem persists, contact us.');
}

function notExist(): WireError {
  return new WireError('DATABASE_TRANSACTION_FAIL',
    '[ResourceUnavailable.TransactionNotExist] Transaction does not exist on the server, transaction must be commit or abort in 30 seconds. Please check your request, but if the problem persists, contact us.');
}

function rowLock(collection: Collection, id: string): string {
  return `${collection.table}/${id}`;
}

function uniqueLocks(collection: Collection, draft: Pick<Draft, 'id' | 'keys'>): string[] {
  return uniqueKeys(collection, draft).map(({ index, key }) => `${collection.table}:${index.name}/${key.join('\n')}`);
}

/** Keeps the transactions of one database; `now` (ms) is the platform's clock. */
export function openTransactions(prepare: (sql: string) => Statement, group: CommitGroup, now: () => number): Transactions {
  const open = new Map<string, Transaction>();
  const locks = new Map<string, Transaction>();
  const overwritten = new Map<string, Map<string, (Seen & { commit: number })[]>>();
  let log: { commit: number; table: string; id: string }[] = [];
  let commits = 0;

  function overwrittenSince(snapshot: number, collection: Collection, id: string): Seen | undefined {
    return overwritten.get(collection.table)?.get(id)?.find(({ commit }) => commit > snapshot);
  }

  function remember(collection: Collection, id: string, before: Seen): void {
    if (open.size === 0) return;
    const rows = overwritten.get(collection.table) ?? new Map<string, (Seen & { commit: number })[]>();
    overwritten.set(collection.table, rows);
    rows.set(id, [...(rows.get(id) ?? []), { ...before, commit: commits }]);
    log.push({ commit: commits, table: collection.table, id });
  }

  /** Forgets what no open transaction can ask for any more. */
  function prune(): void {
    const oldest = Math.min(...Array.from(open.values(), ({ snapshot }) => snapshot));
    if (open.size === 0) {
      overwritten.clear();
      log = [];
      return;
    }
    const keep = log.findIndex(({ commit }) => commit > oldest);
    for (const { table, id } of log.splice(0, keep === -1 ? log.length : keep)) {
      const rows = overwritten.get(table);
      const left = rows?.get(id)?.filter(({ commit }) => commit > oldest) ?? [];
      if (left.length > 0) rows?.set(id, left);
      else rows?.delete(id);
      if (rows?.size === 0) overwritten.delete(table);
    }
  }

  function end(transaction: Transaction): void {
    open.delete(transaction.id);
    for (const key of transaction.locks) locks.delete(key);
    prune();
    transaction.end();
  }

  function fail(transaction: Transaction, error: WireError): WireError {
    end(transaction);
    return error;
  }

  function start(): Transaction {
    const writes = new Map<string, Write>();
    const snapshot = commits;
    let finish: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const lookup = (collection: Collection, id: string): Seen | undefined => {
      const own = writes.get(rowLock(collection, id));
      return own ? { rowid: own.before?.rowid ?? 0, text: own.draft?.text ?? null } : overwrittenSince(snapshot, collection, id);
    };
    const transaction: Transaction = {
      id: randomUUID(), snapshot, writes, locks: new Set(), ended, end: finish, lookup,
      deadline: now() + TRANSACTION_MS, realDeadline: performance.now() + TRANSACTION_MS,
      differs: (collection) => overwritten.has(collection.table) || Array.from(writes.values()).some((write) => write.collection === collection),
      *all(collection) {
        const ids = new Set(overwritten.get(collection.table)?.keys());
        for (const [key, write] of writes) if (write.collection === collection) ids.add(key.slice(collection.table.length + 1));
        for (const id of ids) {
          const seen = lookup(collection, id);
          if (seen !== undefined) yield [id, seen];
        }
      },
    };
    open.set(transaction.id, transaction);
    return transaction;
  }

  /** Another document with the same unique key: a duplicate if this transaction can see it, a conflict if it cannot. */
  function assertUnique(transaction: Transaction, collection: Collection, draft: Draft): void {
    for (const { index, columns, key } of uniqueKeys(collection, draft)) {
      for (const [, write] of transaction.writes) {
        if (write.collection !== collection || write.draft === undefined || write.draft.id === draft.id) continue;
        if (uniqueKeys(collection, write.draft).some((other) => other.index === index && other.key.join('\n') === key.join('\n'))) throw fail(transaction, duplicateKey(collection, index, draft.document));
      }
      const row = prepare(`SELECT id FROM ${collection.table} WHERE ${columns.map((column) => `${column} = ?`).join(' AND ')}`).get(...key);
      const holder = row === undefined ? undefined : String(row.id);
      if (holder === undefined || holder === draft.id || transaction.writes.has(rowLock(collection, holder))) continue;
      throw fail(transaction, overwrittenSince(transaction.snapshot, collection, holder) ? conflict() : duplicateKey(collection, index, draft.document));
    }
  }

  function write(transaction: Transaction, collection: Collection, before: Seen | undefined, id: string, draft: Draft | undefined): void {
    const key = rowLock(collection, id);
    const known = transaction.writes.get(key);
    const stored = known ? known.before : before;
    const wanted = [key, ...(draft ? uniqueLocks(collection, draft) : []), ...(stored?.text ? uniqueLocks(collection, draftOf(collection, id, parseStored(stored.text))) : [])];
    if (wanted.some((lock) => (locks.get(lock) ?? transaction) !== transaction)) throw fail(transaction, conflict());
    if (before === undefined && known?.draft) throw fail(transaction, duplicateKey(collection, undefined, known.draft.document));
    if (known === undefined) {
      if (overwrittenSince(transaction.snapshot, collection, id)) throw fail(transaction, conflict());
      if (before === undefined && rowById(prepare, collection, id)) throw fail(transaction, duplicateKey(collection, undefined, draft?.document ?? {}));
    }
    if (draft) assertUnique(transaction, collection, draft);
    for (const lock of wanted) {
      locks.set(lock, transaction);
      transaction.locks.add(lock);
    }
    transaction.writes.set(key, { collection, before: stored, draft });
  }

  /** Removals first, and a document whose unique keys moved is put in anew, so that keys can pass from one document to another. */
  function store(transaction: Transaction): void {
    const later: (() => void)[] = [];
    for (const { collection, before, draft } of transaction.writes.values()) {
      if (before === undefined) {
        if (draft) later.push(() => insertRow(prepare, collection, draft));
        continue;
      }
      const old = draftOf(collection, draft?.id ?? '', parseStored(before.text ?? '{}'));
      if (draft && uniqueLocks(collection, { id: draft.id, keys: old.keys }).join() === uniqueLocks(collection, draft).join()) {
        later.push(() => updateRow(prepare, collection, before.rowid, draft, old.keys));
        continue;
      }
      deleteRow(prepare, collection, before.rowid);
      if (draft) later.push(() => insertRow(prepare, collection, draft, before.rowid));
    }
    for (const step of later) step();
  }

  function commit(transaction: Transaction): void {
    if (transaction.writes.size > 0) {
      try {
        group.atomically(() => store(transaction));
      } catch (error) {
        end(transaction);
        throw error;
      }
      commits++;
      for (const [key, { collection, before }] of transaction.writes) remember(collection, key.slice(collection.table.length + 1), before ?? { rowid: 0, text: null });
    }
    end(transaction);
  }

  return {
    start,
    get(id) {
      const transaction = typeof id === 'string' ? open.get(id) : undefined;
      if (transaction === undefined) throw notExist();
      return transaction;
    },
    commit,
    abort: end,
    abortAll() {
      for (const transaction of [...open.values()]) end(transaction);
    },
    expire() {
      for (const transaction of [...open.values()]) {
        if (now() >= transaction.deadline || performance.now() >= transaction.realDeadline) end(transaction);
      }
    },
    write,
    assertFree(collection, id, draft) {
      if (locks.size === 0) return;
      for (const key of [rowLock(collection, id), ...(draft ? uniqueLocks(collection, draft) : [])]) {
        const holder = locks.get(key);
        if (holder !== undefined) throw new RowLocked(holder.ended);
      }
    },
    nextCommit() {
      commits++;
    },
    remember,
  };
}
