/**
 * CloudBase's document database on one machine: the eleven actions of the SDK on one SQLite file. See README.md for what is emulated, refused and different.
 */
import { WireError, invalidParam, messageOf } from '../errors';
import { findOf, runAction, type Engine } from './actions';
import { idKey, openCatalog, statementCache, type CollectionSpec } from './catalog';
import { openCommitGroup } from './commit-group';
import { closeSqlite, openSqlite } from './sqlite';
import { draftOf, insertRow } from './table';
import { RowLocked, openTransactions } from './transaction';
import { assertStorable, decode, isDocument } from './value';
import { openWriter } from './writer';

export type { CollectionSpec, IndexSpec } from './catalog';

/** How a query was answered: the index it used (null: it read the whole collection), how many documents were read, who sorted. */
export interface Explanation {
  index: string | null;
  examined: number;
  sort: 'index' | 'memory' | 'none';
}

/** A database. */
export interface Database {
  /** Makes collections and indexes as declared; safe to repeat. Throws when stored documents do not fit a new unique index. */
  declare(collections: CollectionSpec[]): void;
  /** One `database.*` action with the parameters of the wire; the reply without its requestId. Throws a WireError; when it returns, what it wrote survives `kill -9`. */
  handle(action: string, params: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** Answers the find part of an action without changing anything. */
  explain(action: string, params: Record<string, unknown>): Explanation;
  /** Round trips since the start or the last `resetStats`. */
  stats(): { roundTrips: number; byAction: Record<string, number> };
  resetStats(): void;
  /** Empties all declared collections, drops the others, ends all transactions. */
  reset(): void;
  /** Commits what is pending and closes the file. */
  close(): void;
  /** For tests and benches: loads documents (plain JS values) in one SQLite transaction, without the limits of the wire. */
  bulkLoad(collection: string, documents: Iterable<Record<string, unknown>>): void;
}

/** How long a writer outside a transaction waits for one that holds its row before it is told DATABASE_TIMEOUT, ms of real time; below the SDK's own 15 s. */
const LOCK_WAIT_MS = 10_000;

/**
 * Opens (or creates) the database in `dir`.
 * @param o.now the platform's clock, ms: server dates and the 30 s of transactions
 * @param o.lockWait ms of real time; only tests need another than 10 s
 */
export function openDatabase(o: { dir: string; now: () => number; lockWait?: number }): Database {
  const sqlite = openSqlite(o.dir);
  const prepare = statementCache(sqlite);
  const catalog = openCatalog(sqlite);
  const group = openCommitGroup(sqlite, () => transactions.abortAll());
  const transactions = openTransactions(prepare, group, o.now);
  const byAction = new Map<string, number>();

  /** Structure changes stand alone: what is pending is committed first, and nothing remains of a change that failed. */
  function alone(work: () => void): void {
    group.flush();
    sqlite.exec('BEGIN IMMEDIATE');
    try {
      work();
      sqlite.exec('COMMIT');
    } catch (error) {
      sqlite.exec('ROLLBACK');
      catalog.reload();
      throw error;
    }
  }

  const engine: Engine = {
    prepare, catalog, transactions, now: o.now,
    writer: openWriter(prepare, group, transactions),
    addCollection: (name) => alone(() => catalog.add(name)),
  };

  async function attempt(action: string, params: Record<string, unknown>): Promise<Record<string, unknown>> {
    const giveUp = performance.now() + (o.lockWait ?? LOCK_WAIT_MS);
    for (;;) {
      transactions.expire();
      try {
        return runAction(engine, action, params);
      } catch (error) {
        if (!(error instanceof RowLocked)) throw error;
        await waitFor(error.ended, giveUp - performance.now());
      }
    }
  }

  return {
    declare(collections) {
      alone(() => collections.forEach((spec) => catalog.declare(spec)));
    },
    async handle(action, params) {
      byAction.set(action, (byAction.get(action) ?? 0) + 1);
      try {
        return await attempt(action, isDocument(params) ? params : {});
      } catch (error) {
        throw wireError(error);
      } finally {
        await group.settled()?.catch((error: unknown) => {
          throw wireError(error);
        });
      }
    },
    explain(action, params) {
      const { plan, examined } = findOf(engine, action, params);
      const sorts = plan.sorts ? (plan.sorted ? 'index' : 'memory') : 'none';
      return { index: plan.index, examined, sort: sorts };
    },
    stats() {
      return { roundTrips: [...byAction.values()].reduce((sum, n) => sum + n, 0), byAction: Object.fromEntries(byAction) };
    },
    resetStats: () => byAction.clear(),
    reset() {
      transactions.abortAll();
      alone(() => catalog.clear());
    },
    close() {
      transactions.abortAll();
      group.flush();
      closeSqlite(sqlite);
    },
    bulkLoad(name, documents) {
      const collection = catalog.get(name);
      const empty = prepare(`SELECT 1 FROM ${collection.table} LIMIT 1`).get() === undefined;
      const load = (): void => {
        for (const document of documents) {
          const value = decode(document, 'document', o.now(), 0);
          if (!isDocument(value)) throw invalidParam('a document must be an object');
          assertStorable(value, 'document');
          insertRow(prepare, collection, draftOf(collection, idKey(value._id), value));
        }
      };
      alone(() => (empty ? catalog.withoutIndexes(collection, load) : load()));
      sqlite.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    },
  };
}

/** Waits for a transaction to end, not longer than the caller would. */
async function waitFor(ended: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new WireError('DATABASE_TIMEOUT', 'the document is locked by a transaction that has not ended')), Math.max(0, ms));
  });
  try {
    await Promise.race([ended, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whatever a strange request makes the layers below throw reaches its sender as an error of the platform; nothing it sends ends the process. */
function wireError(error: unknown): WireError {
  if (error instanceof WireError) return error;
  return new WireError('DATABASE_REQUEST_FAILED', `[FailedOperation] ${messageOf(error)}`);
}
