/**
 * A folder into which a hospital's system puts files. A file is taken when it stood still for two looks, imported as from the console, and moved to `done/<day>/` or `failed/<day>/`, with what was refused beside it.
 * Nothing is deleted or overwritten. Killed anywhere, the next start goes on: which run a file's bytes belong to is kept, a finished run says so again, and the same bytes change nothing. Looking is polling: events
 * of file systems do not come from network shares.
 */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, lstatSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, existsSync, writeSync, type Stats } from 'node:fs';
import path from 'node:path';
import { fileProblem } from '../file-problem';
import { saveFile } from '../files';
import { freeName, isPassing, joined, named, shownName } from './name';
import { Refused, type Run, type Sender } from './send';

export interface WatchOptions {
  dir: string;
  sender: Sender;
  /** Where is kept which bytes belong to which run. */
  stateFile: string;
  now(): number;
  /** Numbers, runs and codes; never the name of a file, which may be a patient's. */
  log(line: string): void;
}
export interface Watch {
  /** One look at the folder: takes what stands still, and says how many files were moved. */
  look(): Promise<number>;
  start(every?: number): void;
  /** A page that is on its way is finished; the rest goes on with the next start. */
  close(): Promise<void>;
}

/** ms between two looks (product default). */
const usualEvery = 3000;
/** Looks that a file must be the same for; an empty one may only have been opened for writing. */
const still = { usual: 2, empty: 100 } as const;
/** Looks until somebody who was asked, or a product that did not answer, is asked again. */
const later = 10;
/** As the product takes it. */
const maxBytes = 60 * 1024 * 1024;
const endings = { why: '.txt', rejected: ['.rejected.csv', '.rejected.xlsx'] } as const;

interface Seen { size: number; mtimeMs: number; ino: number; looks: number; again: number; outcome?: Outcome }
interface Outcome { good: boolean; hash: string; beside: { behind: string; bytes: Buffer }[]; summary: string }

export function openWatch({ dir, sender, stateFile, now, log }: WatchOptions): Watch {
  const folder = Buffer.from(path.resolve(dir));
  const source = `folder.${path.basename(path.resolve(dir)).replace(/[^\p{L}\p{N}._-]+/gu, '-')}`.slice(0, 40);
  const seen = new Map<string, Seen>();
  const runs = readRuns(stateFile);
  const said = new Set<string>();
  let looks = 0;
  let closing = false;
  let current: Promise<number> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const once = (line: string): void => {
    if (!said.has(line)) log(line);
    said.add(line);
  };
  const keepRun = (hash: string, importId: string | undefined): void => {
    if (importId === undefined) runs.delete(hash);
    else runs.set(hash, importId);
    saveFile(stateFile, JSON.stringify([...runs].slice(-1000)));
  };

  async function importOf(name: Buffer, bytes: Buffer, hash: string): Promise<Outcome | undefined> {
    const known = runs.get(hash);
    const importId = known ?? await sender.begin({ fileName: shownName(name), source, bytes });
    if (known === undefined) keepRun(hash, importId);
    for (;;) {
      const run = await sender.go(importId).catch((error: unknown) => {
        // Of another data folder, or cleared away since.
        if (error instanceof Refused && error.code === 'FORBIDDEN') keepRun(hash, undefined);
        throw error;
      });
      if (run.state === 'undone' || run.state === 'undoing' || run.problem === 'not_uploaded') {
        keepRun(hash, undefined);
        return undefined;
      }
      if (run.state === 'mapping') {
        once(`watch: ${importId} waits for somebody to name its columns in the console`);
        return undefined;
      }
      if (run.state === 'done' || run.state === 'failed') return outcomeOf(run, hash);
      if (closing) return undefined;
    }
  }

  async function outcomeOf(run: Run, hash: string): Promise<Outcome> {
    const { importId, state, problem, columns, counts, rows, repeated } = run;
    const nothing = state === 'done' && counts.processed > 0 && counts.rejected === counts.processed;
    const rejected = state === 'done' && counts.rejected + counts.warned > 0 ? await sender.rejects(importId) : null;
    const why = state === 'failed' ? `没有导入 · not imported: ${fileProblem(problem, columns)}` : nothing ? '全部内容被退回，原因见旁边的文件；改正后可在工作台“再次导入” · everything was refused; the file beside this one says why' : '';
    return {
      good: why === '', hash,
      beside: [
        ...(why ? [{ behind: endings.why, bytes: Buffer.from(`\ufeff${why}\r\n批次 · run: ${importId}\r\n`) }] : []),
        ...(rejected ? [{ behind: `.rejected.${rejected.extension}`, bytes: rejected.bytes }] : []),
      ],
      summary: `${importId} ${state}${problem && ` (${problem})`}: ${rows} rows, ${counts.registered} registered, ${counts.corrected} corrected, ${counts.rejected} refused${repeated ? ', the same bytes as before' : ''}`,
    };
  }
  const refused = (why: string, hash = ''): Outcome => ({ good: false, hash, beside: [{ behind: endings.why, bytes: Buffer.from(`\ufeff没有导入 · not imported: ${why}\r\n`) }], summary: 'a file that cannot be imported' });

  /** What stands beside is written first: whoever finds the file finds the reason. */
  function moveAway(name: Buffer, { good, hash, beside, summary }: Outcome, stats: Seen): boolean {
    const day = new Date(now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const target = Buffer.from(path.join(path.resolve(dir), good ? 'done' : 'failed', day));
    mkdirSync(target, { recursive: true });
    if (!same(lstatSync(joined(folder, name)), stats)) return false;
    const free = freeName(target, name, [endings.why, ...endings.rejected]);
    for (const { behind, bytes } of beside) writeWhole(joined(target, named(name, { number: free.number, behind })), bytes);
    renameSync(joined(folder, name), joined(target, free.name));
    // Somebody began to write it anew in that moment: it is another file now.
    if (!same(lstatSync(joined(target, free.name)), stats) && !existsSync(joined(folder, name))) {
      renameSync(joined(target, free.name), joined(folder, name));
      return false;
    }
    if (hash) keepRun(hash, undefined);
    log(`watch: ${summary}`);
    return true;
  }

  async function take(name: Buffer, file: Seen): Promise<boolean> {
    if (!file.outcome) {
      if (file.size === 0) {
        if (file.looks < still.empty) return false;
        file.outcome = refused(fileProblem('empty', []));
      } else if (file.size > maxBytes) file.outcome = refused(fileProblem('too_big', []));
      else {
        const bytes = readStill(joined(folder, name), file);
        if (!bytes) return false;
        const hash = createHash('sha256').update(bytes).digest('hex');
        try {
          file.outcome = await importOf(name, bytes, hash);
        } catch (error) {
          // A file that the product will never take, and one that came at a bad moment.
          if (error instanceof Refused && error.code === 'INVALID_INPUT') file.outcome = refused('不是可以导入的文件 · not a file that can be imported', hash);
          else log(`watch: not now (${error instanceof Error ? error.message.split('\n')[0]?.slice(0, 80) : 'unknown'})`);
        }
        if (!file.outcome) file.again = looks + later;
      }
    }
    return file.outcome ? moveAway(name, file.outcome, file) : false;
  }

  async function look(): Promise<number> {
    looks += 1;
    let moved = 0;
    let names: Buffer[];
    try {
      names = readdirSync(folder, { encoding: 'buffer' });
    } catch (error) {
      once(`watch: the folder cannot be read (${codeOf(error)})`);
      return 0;
    }
    const present = new Set<string>();
    for (const name of names.sort(Buffer.compare)) {
      if (closing) break;
      const key = name.toString('latin1');
      try {
        const stats = isPassing(name) ? undefined : lstatSync(joined(folder, name));
        if (!stats?.isFile()) continue;
        present.add(key);
        const before = seen.get(key);
        const file: Seen = before && same(stats, before) ? before : { size: stats.size, mtimeMs: stats.mtimeMs, ino: stats.ino, looks: 0, again: 0 };
        file.looks += 1;
        seen.set(key, file);
        if (file.looks < still.usual || looks < file.again) continue;
        if (await take(name, file)) {
          moved += 1;
          seen.delete(key);
        }
      } catch (error) {
        // Gone, locked, or not ours to move: it stays where it is, and the next look tries again.
        once(`watch: a file cannot be read or moved (${codeOf(error)})`);
      }
    }
    for (const key of seen.keys()) if (!present.has(key)) seen.delete(key);
    return moved;
  }

  const lookOnce = (): Promise<number> => (current ??= look().finally(() => { current = undefined; }));
  return {
    look: lookOnce,
    start(every = usualEvery) {
      const next = (): void => {
        if (closing) return;
        timer = setTimeout(() => void lookOnce().catch((error: unknown) => once(`watch: ${codeOf(error)}`)).finally(next), every);
      };
      next();
    },
    async close() {
      closing = true;
      clearTimeout(timer);
      await current?.catch(() => undefined);
    },
  };
}

const same = (stats: Stats, file: Pick<Seen, 'size' | 'mtimeMs' | 'ino'>): boolean => stats.isFile() && stats.size === file.size && stats.mtimeMs === file.mtimeMs && stats.ino === file.ino;
const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.name : 'unknown');

/** All of it, or undefined when it changed meanwhile. */
function readStill(file: Buffer, as: Seen): Buffer | undefined {
  const fd = openSync(file, 'r');
  try {
    const bytes = same(fstatSync(fd), as) ? readFileSync(fd) : undefined;
    return bytes && bytes.length === as.size && same(fstatSync(fd), as) ? bytes : undefined;
  } finally {
    closeSync(fd);
  }
}

/** Never half of it, and never over another one. */
function writeWhole(file: Buffer, bytes: Buffer): void {
  const half = Buffer.concat([file.subarray(0, file.length - 4), Buffer.from('.tmp')]);
  const fd = openSync(half, 'w');
  try {
    writeSync(fd, bytes);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(half, file);
}

/** A list that was lost costs a second run of the same bytes, which changes nothing. */
function readRuns(file: string): Map<string, string> {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return new Map((Array.isArray(value) ? value : []).filter((one): one is [string, string] => Array.isArray(one) && typeof one[0] === 'string' && typeof one[1] === 'string'));
  } catch {
    return new Map();
  }
}
