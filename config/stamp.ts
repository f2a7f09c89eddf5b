/** What was built from which inputs: lets a build step be skipped when nothing that it read has changed. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const folder = 'dist/.build';

interface Stamp { files: string[]; outputs: string[]; digest: string }

/** Every file below the given files and folders, relative to the root, sorted; what does not exist is left out. */
export function filesBelow(root: string, entries: readonly string[], keep: (file: string) => boolean = () => true): string[] {
  const found: string[] = [];
  const visit = (entry: string): void => {
    const full = path.join(root, entry);
    if (!existsSync(full)) return;
    if (statSync(full).isDirectory()) for (const name of readdirSync(full)) visit(`${entry}/${name}`);
    else if (keep(entry)) found.push(entry);
  };
  entries.forEach(visit);
  return found.sort();
}

/** One hash over names and contents; a file that is missing counts as such, so its appearing changes the hash. */
export function digestOf(root: string, files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of [...files].sort()) {
    const full = path.join(root, file);
    hash.update(`${file}\0`).update(existsSync(full) ? readFileSync(full) : 'absent').update('\0');
  }
  return hash.digest('hex');
}

/** Is the step's output there and made of exactly these inputs? Without `files`, of the inputs that the last build noted. */
export function isFresh(root: string, step: string, files?: readonly string[]): boolean {
  let stamp: Stamp;
  try {
    stamp = JSON.parse(readFileSync(path.join(root, folder, `${step}.json`), 'utf8')) as Stamp;
  } catch {
    return false;
  }
  return stamp.outputs.every((output) => existsSync(path.join(root, output))) && digestOf(root, files ?? stamp.files) === stamp.digest;
}

/** Notes a step as built from what its files held at `since` (ms): a file written while the build ran may not be in it, so nothing is noted and the next build does it again. */
export function markBuilt(root: string, step: string, files: readonly string[], outputs: readonly string[], since: number): void {
  const changed = files.some((file) => Math.floor(statSync(path.join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0) > since);
  if (changed) return forget(root, step);
  const stamp: Stamp = { files: [...files], outputs: [...outputs], digest: digestOf(root, files) };
  replaceFile(path.join(root, folder, `${step}.json`), JSON.stringify(stamp));
}

/** The step has to be built again, whatever happens now. */
export function forget(root: string, step: string): void {
  rmSync(path.join(root, folder, `${step}.json`), { force: true });
}

/** Writes a file in one step, so that a reader sees the old or the new one and never half of it. */
export function replaceFile(file: string, content: string | Uint8Array): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const half = `${file}.${process.pid}.half`;
  writeFileSync(half, content);
  renameSync(half, file);
}

/** Runs `work` while no other build of this checkout runs; a lock left by a process that is gone is taken over. */
export async function exclusively<T>(root: string, work: () => Promise<T>): Promise<T> {
  const lock = path.join(root, folder, 'lock');
  mkdirSync(path.dirname(lock), { recursive: true });
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch {
      if (!isRunning(lock)) rmSync(lock, { force: true });
      else await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function isRunning(lock: string): boolean {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    // Created this moment and not yet filled.
    if (!pid) return Date.now() - statSync(lock).mtimeMs < 5_000;
    // Our own number: a lock left by an earlier life (containers number their processes alike); one process builds one thing at a time.
    if (pid === process.pid) return false;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
