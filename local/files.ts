/** Files that survive a power cut: written beside, flushed, then moved into place. */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';

/** Replaces a file in one step. `flush: false` skips the disk's acknowledgement, for state that may be a moment old after a power cut. */
export function saveFile(file: string, content: string, { mode = 0o644, flush = true }: { mode?: number; flush?: boolean } = {}): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const half = `${file}.half`;
  const fd = openSync(half, 'w', mode);
  try {
    writeSync(fd, content);
    if (flush) fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(half, file);
  if (flush) flushFolder(path.dirname(file));
}

/** Makes a rename itself durable; not every system can open a folder (Windows), which then has to be trusted. */
export function flushFolder(folder: string): void {
  try {
    const fd = openSync(folder, 'r');
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (process.platform !== 'win32') throw error;
  }
}
