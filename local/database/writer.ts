/** Carries out the writes of one action: inside its transaction, or at once in the open commit group. */
import type { Collection } from './catalog';
import type { CommitGroup } from './commit-group';
import type { Seen } from './find';
import type { Statement } from './sqlite';
import { deleteRow, insertRow, updateRow, type Draft } from './table';
import type { Transaction, Transactions } from './transaction';

/** A document's way from one state to the next. */
export type Change =
  | { before: undefined; draft: Draft }
  | { before: Seen & { keys: string[] }; draft: Draft }
  | { id: string; before: Seen; draft: undefined };

/** Writes changes. */
export interface Writer {
  /** Outside a transaction nothing is written while one of the rows is locked (RowLocked); a duplicate stops at its document, what stood before it stays, as in Mongo's ordered writes. */
  write(collection: Collection, changes: Change[], transaction?: Transaction): void;
}

/** The writer of a database. */
export function openWriter(prepare: (sql: string) => Statement, group: CommitGroup, transactions: Transactions): Writer {
  const idOf = (change: Change): string => change.draft?.id ?? (change as { id: string }).id;

  function store(collection: Collection, change: Change): void {
    if (change.draft === undefined) deleteRow(prepare, collection, change.before.rowid);
    else if (change.before === undefined) insertRow(prepare, collection, change.draft);
    else updateRow(prepare, collection, change.before.rowid, change.draft, change.before.keys);
  }

  return {
    write(collection, changes, transaction) {
      if (transaction !== undefined) {
        for (const change of changes) transactions.write(transaction, collection, change.before, idOf(change), change.draft);
        return;
      }
      if (changes.length === 0) return;
      for (const change of changes) transactions.assertFree(collection, idOf(change), change.draft);
      group.join();
      transactions.nextCommit();
      for (const change of changes) {
        store(collection, change);
        transactions.remember(collection, idOf(change), change.before ?? { rowid: 0, text: null });
      }
    },
  };
}
