/**
 * A file of JSON lines, only ever appended to: what the platform's own small parts (phones, messages) remember across restarts. An appended entry is on disk when
 * the promise is kept; a line cut short by a crash was never acknowledged and is dropped when the file is read again.
 */
import { closeSync, existsSync, fdatasync, ftruncateSync, mkdirSync, openSync, readFileSync, write } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const writeTo = promisify(write);
const flush = promisify(fdatasync);

export interface Journal<T> {
  /** Everything from earlier lives, in order. */
  readonly earlier: readonly T[];
  append(entry: T): Promise<void>;
  /** Forgets everything. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** Without a file nothing is kept beyond the process. */
export function openJournal<T>(file: string | undefined): Journal<T> {
  if (file === undefined) return { earlier: [], append: async () => undefined, clear: async () => undefined, close: async () => undefined };
  mkdirSync(path.dirname(file), { recursive: true });
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const earlier = whole.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as T);
  const fd = openSync(file, existsSync(file) ? 'r+' : 'w+');
  let size = Buffer.byteLength(whole);
  ftruncateSync(fd, size);

  let waiting: string[] = [];
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  const drain = async (): Promise<void> => {
    next = undefined;
    const lines = Buffer.from(waiting.join(''));
    waiting = [];
    await writeTo(fd, lines, 0, lines.length, size);
    size += lines.length;
    await flush(fd);
  };
  return {
    earlier,
    append(entry) {
      waiting.push(`${JSON.stringify(entry)}\n`);
      // Entries that arrive while the disk is busy share the next flush.
      next ??= running = running.catch(() => undefined).then(drain);
      return next;
    },
    async clear() {
      await running;
      waiting = [];
      size = 0;
      ftruncateSync(fd, 0);
      await flush(fd);
    },
    async close() {
      await running.catch(() => undefined);
      closeSync(fd);
    },
  };
}
