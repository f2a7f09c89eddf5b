/**
 * Renders pages of the built mini-program (dist/weapp) under WeChat's own wcc:
 *
 *   const weapp = await startWeapp({ cloud: ({ fn, action, input }) => answers(fn, action, input) });
 *   const page = await weapp.open('pages/home/index');
 *   await page.shows('用手机号确认');
 *   await page.tap('用手机号确认');
 *   expect(weapp.said('navigateTo')).toEqual([…]);
 *   expect(weapp.problems()).toEqual([]);          // templates that WeChat would not find, scripts that threw
 *   await weapp.close();
 *
 * The pages run in a process of their own: they need globals (window, wx, Page) that must not meet those of the tests. Linux x64, as wcc is.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import type { Ask, CloudAsk, CloudReply, Said } from './weapp-host';

const repository = path.resolve(__dirname, '../..');

/** A call as a cloud function gets it. */
export interface CloudCall { fn: string; action: string; input: unknown; token?: string }

export interface WeappOptions {
  /** Plays the cloud: returns data (wrapped into an envelope with `now`), or an envelope of its own (with `ok`). Throwing fails the call as the network would. */
  cloud(call: CloudCall): unknown;
  /** The server's clock, ms UTC. */
  now?: number;
  /** What the device remembers. */
  storage?: Record<string, unknown>;
  /** WeChat's font size in px: 17 is standard, 23.8 is 关怀模式. */
  fontSizeSetting?: number;
}

export interface WeappPage {
  text(): Promise<string>;
  /** Waits until the page says the words; rejects with what it says instead. */
  shows(words: string, within?: number): Promise<void>;
  /** Taps what says the words or is labelled with them. */
  tap(words: string): Promise<void>;
  type(label: string, value: string): Promise<void>;
  /** All values of an attribute on the page: `aria-role`. */
  attributes(name: string): Promise<string[]>;
}

export interface Weapp {
  open(page: string, query?: Record<string, string>): Promise<WeappPage>;
  calls: CloudCall[];
  /** Options of each use of an API: `navigateTo`, `makePhoneCall`, `setNavigationBarTitle` … */
  said(api: string): Record<string, unknown>[];
  problems(): unknown[];
  close(): Promise<void>;
}

type Question = Ask extends infer A ? (A extends { id: number } ? Omit<A, 'id'> : never) : never;
type Reply = { id: number; value?: unknown; failed?: string } | CloudAsk | Said | { ready: true };

async function host(options: WeappOptions): Promise<ChildProcess> {
  const root = path.join(repository, 'dist/weapp');
  if (!existsSync(path.join(root, 'app.json'))) throw new Error('dist/weapp is missing: run `npm run build` first');
  const outfile = path.join(repository, `dist/.test/weapp-host.${process.pid}.cjs`);
  await build({ entryPoints: [path.join(__dirname, 'weapp-host.ts')], outfile, bundle: true, platform: 'node', format: 'cjs', target: 'node20', packages: 'external', logLevel: 'error' });
  return fork(outfile, [root, JSON.stringify({ storage: options.storage, fontSizeSetting: options.fontSizeSetting })], { execArgv: [], serialization: 'json', env: { PATH: process.env.PATH, TZ: process.env.TZ } });
}

/** Starts the app; one process serves any number of pages, one after another. */
export async function startWeapp(options: WeappOptions): Promise<Weapp> {
  const child = await host(options);
  const calls: CloudCall[] = [];
  const said: Said[] = [];
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let last = 0;

  const play = async ({ cloud, name, data }: CloudAsk): Promise<CloudReply> => {
    const call = { fn: name, ...(data as Omit<CloudCall, 'fn'>) };
    calls.push(call);
    try {
      const value = await options.cloud(call);
      const isEnvelope = typeof value === 'object' && value !== null && 'ok' in value;
      return { cloud, value: isEnvelope ? value : { ok: true, data: value, now: options.now ?? Date.now() } };
    } catch (error) {
      return { cloud, failed: error instanceof Error ? error.message : String(error) };
    }
  };

  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => {
      const error = new Error(`the mini-program's process ended with ${code}`);
      reject(error);
      for (const { reject: fail } of waiting.values()) fail(error);
    });
    child.on('message', (message: Reply) => {
      if ('ready' in message) resolve();
      else if ('said' in message) said.push(message);
      else if ('cloud' in message) void play(message).then((reply) => { if (child.connected) child.send(reply); });
      else {
        const asked = waiting.get(message.id);
        waiting.delete(message.id);
        if (message.failed === undefined) asked?.resolve(message.value);
        else asked?.reject(new Error(message.failed));
      }
    });
  });

  const ask = (question: Question): Promise<unknown> => new Promise((resolve, reject) => {
    const id = ++last;
    waiting.set(id, { resolve, reject });
    child.send({ ...question, id });
  });
  const page: WeappPage = {
    text: async () => String(await ask({ ask: 'text' })),
    shows: async (words, within = 5000) => { await ask({ ask: 'shows', words, within }); },
    tap: async (words) => { await ask({ ask: 'tap', words }); },
    type: async (label, value) => { await ask({ ask: 'type', label, value }); },
    attributes: async (name) => (await ask({ ask: 'attributes', name })) as string[],
  };

  return {
    calls,
    async open(name, query = {}) {
      await ask({ ask: 'open', page: name, query });
      return page;
    },
    said: (api) => said.filter((one) => one.said === api).map((one) => one.options as Record<string, unknown>),
    problems: () => said.filter((one) => one.said === 'problem').map((one) => one.options),
    async close() {
      child.removeAllListeners('exit');
      if (!child.connected) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.disconnect();
      child.kill();
      await gone;
    },
  };
}
