/**
 * Writes that arrive together share one COMMIT, as in every database that must sync its disk: the first write of a turn opens an SQLite transaction, the end of the
 * turn commits it, and no answer (also no answer to a read that may have seen such a write) leaves before the commit has returned.
 */
import type { Sqlite } from './sqlite';

/** The open group of writes. */
export interface CommitGroup {
  /** To be called before a write. */
  join(): void;
  /** Resolves when everything written so far is on disk; undefined when it already is. Rejects when the disk refused. */
  settled(): Promise<void> | undefined;
  /** Commits now. */
  flush(): void;
  /** Runs several writes that must all happen or not at all. */
  atomically(work: () => void): void;
}

/** @param failed is told when a commit was refused: whatever is remembered about its writes is wrong now. */
export function openCommitGroup(sqlite: Sqlite, failed: () => void): CommitGroup {
  let open: { promise: Promise<void>; resolve: () => void; reject: (error: unknown) => void } | undefined;

  function join(): void {
    if (open !== undefined) return;
    sqlite.exec('BEGIN IMMEDIATE');
    let resolve: () => void = () => undefined;
    let reject: (error: unknown) => void = () => undefined;
    const promise = new Promise<void>((done, refused) => {
      resolve = done;
      reject = refused;
    });
    promise.catch(() => undefined);
    open = { promise, resolve, reject };
    setImmediate(flush);
  }

  function flush(): void {
    const group = open;
    if (group === undefined) return;
    open = undefined;
    try {
      sqlite.exec('COMMIT');
    } catch (error) {
      failed();
      group.reject(error);
      try {
        sqlite.exec('ROLLBACK');
      } catch {
        // SQLite has rolled back by itself (disk full, I/O error).
      }
      return;
    }
    group.resolve();
  }

  return {
    join,
    settled: () => open?.promise,
    flush,
    atomically(work) {
      join();
      sqlite.exec('SAVEPOINT work');
      try {
        work();
      } catch (error) {
        sqlite.exec('ROLLBACK TO work; RELEASE work');
        throw error;
      }
      sqlite.exec('RELEASE work');
    },
  };
}
