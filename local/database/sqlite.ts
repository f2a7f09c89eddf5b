/** The one place that knows which SQLite runs below: Node's own where it is built in (22.13 and later), else a package with the same interface. */
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { messageOf } from '../errors';

/** What SQLite can bind and return here. Everything else (boolean, Date, object) must have been turned into one of these. */
export type Sql = null | number | string;

/** A prepared statement of node:sqlite. */
export interface Statement {
  run(...values: Sql[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  get(...values: Sql[]): Record<string, Sql> | undefined;
  all(...values: Sql[]): Record<string, Sql>[];
  iterate(...values: Sql[]): IterableIterator<Record<string, Sql>>;
}

/** A connection of node:sqlite. */
export interface Sqlite {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

interface SqliteModule {
  DatabaseSync: new (path: string) => Sqlite;
}

function sqliteModule(): SqliteModule {
  const builtIn = process.getBuiltinModule?.('node:sqlite') as SqliteModule | undefined;
  if (builtIn) return builtIn;
  // A native module: required where it stands in node_modules, never bundled.
  const load = createRequire(typeof __filename === 'string' ? __filename : join(process.cwd(), 'package.json'));
  return load('@photostructure/sqlite') as SqliteModule;
}

/**
 * Opens `dir/suifang.db`, alone (a second process is refused: locks and snapshots live in the memory of this one).
 * `synchronous=FULL` with a write-ahead log: a COMMIT that has returned survives `kill -9` and a power cut.
 */
export function openSqlite(dir: string): Sqlite {
  mkdirSync(dir, { recursive: true });
  const path = join(dir, 'suifang.db');
  const { DatabaseSync } = sqliteModule();
  const sqlite = new DatabaseSync(path);
  try {
    sqlite.exec('PRAGMA busy_timeout=2000; PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY');
    sqlite.exec('BEGIN EXCLUSIVE; COMMIT');
  } catch (error) {
    sqlite.close();
    const why = messageOf(error);
    throw new Error(/locked|busy/.test(why) ? `${path} is in use by another process; stop that one first` : `${path} cannot be opened: ${why}`);
  }
  return sqlite;
}

/** Closes, and gives the file free at once: the package leaves statements open until they are collected, and with them the lock. */
export function closeSqlite(sqlite: Sqlite): void {
  try {
    sqlite.exec('PRAGMA journal_mode=DELETE; PRAGMA locking_mode=NORMAL; SELECT count(*) FROM sqlite_master');
  } finally {
    sqlite.close();
  }
}
