/** The platform in a process of its own, to be killed as a power cut does, and what its folder holds afterwards. */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { EJSON } from 'bson';
import type { Local } from '../../local';
import type { Doors } from './client';

const main = path.resolve(__dirname, '../../dist/local/main.js');

/** An empty folder of its own; whoever asks removes it. */
export const newFolder = (): string => mkdtempSync(path.join(os.tmpdir(), 'suifang-crash-'));

/** Work on a copy of a folder, which is removed afterwards. */
export async function withCopy(of: string, work: (dataDir: string) => Promise<void>): Promise<void> {
  const dataDir = newFolder();
  cpSync(of, dataDir, { recursive: true });
  try {
    await work(dataDir);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Starts it on this folder at this instant (ISO), its clock standing still; `kill` is kill -9 and resolves when the process is gone. */
export async function startAnother(dataDir: string, now: string): Promise<{ doors: Doors; kill(): Promise<void> }> {
  const script = `require(${JSON.stringify(main)}).startLocal(${JSON.stringify({ dataDir, now })}).then((local) => console.log(local.url));`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  const url = await new Promise<string>((done, failed) => {
    createInterface({ input: child.stdout }).once('line', done);
    child.once('exit', (code) => failed(new Error(`the platform ended with ${code}`)));
  });
  return {
    doors: {
      invoke: () => Promise.reject(new Error('there is no direct call from outside')),
      async http(name, body, headers = {}) {
        const response = await fetch(`${url}/api/${name}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
        return { status: response.status, body: (await response.json()) as unknown };
      },
    },
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** Every document of a collection, past the platform's doors. */
export async function documents<T>(local: Local, collectionName: string): Promise<T[]> {
  const found: T[] = [];
  for (let offset = 0; offset === found.length; offset += 1000) {
    const { data } = await local.database.handle('database.getDocument', { collectionName, limit: 1000, offset });
    found.push(...(data as { list: string[] }).list.map((text) => EJSON.parse(text) as T));
  }
  return found;
}
