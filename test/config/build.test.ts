/** The build of the functions, on a small tree of its own: what it writes, what it skips, what it says when something does not build. */
import { createRequire } from 'node:module';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startLocal } from '../../local';
import { readCommand } from '../../config/parts';
import { buildFunctions, functionNames } from '../../config/functions';
import { digestOf, exclusively, filesBelow, isFresh, markBuilt } from '../../config/stamp';

let root: string;
const write = (file: string, content: string): void => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), content);
};
const built = (file: string): string => readFileSync(path.join(root, 'dist/cloudfunctions', file), 'utf8');

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'suifang-build-'));
  symlinkSync(path.resolve(__dirname, '../../node_modules'), path.join(root, 'node_modules'));
  write('package-lock.json', '{}');
  write('cloudfunctions/kit/database.ts', `import cloudbase from '@cloudbase/node-sdk'; export const define = (name: string, indexes: object[] = []) => ({ name, indexes }); export const open = () => cloudbase.init({});`);
  write('cloudfunctions/visit/index.ts', `import { slots } from './store'; export const main = async () => slots;`);
  write('cloudfunctions/visit/store.ts', `import { define } from '../kit/database'; export const slots = 'slots'; export const collections = [define('slot', [{ name: 'at', keys: [['at', 1]] }])];`);
  write('cloudfunctions/visit/config.json', '{ "timeout": 7 }');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a function is one file that runs alone, with its settings and its collections beside it; kit is no function', async () => {
  expect(functionNames(root)).toEqual(['visit']);
  expect(await buildFunctions(root)).toEqual({ built: ['visit'], skipped: [], failed: [] });
  const file = path.join(root, 'dist/cloudfunctions/visit/index.js');
  rmSync(path.join(root, 'node_modules'));
  expect(await (createRequire(file)(file) as { main(): Promise<string> }).main()).toBe('slots');
  expect(JSON.parse(built('visit/collections.json'))).toEqual({ collections: [{ name: 'slot', indexes: [{ name: 'at', keys: [['at', 1]] }] }] });
  expect([JSON.parse(built('visit/config.json')), JSON.parse(built('visit/package.json'))]).toEqual([{ timeout: 7 }, { name: 'visit', version: '1.0.0', private: true, main: 'index.js' }]);
  expect(existsSync(path.join(root, 'dist/cloudfunctions/kit'))).toBe(false);
});

test('a file written while the build ran is built again the next time', () => {
  const [inputs, outputs] = [['cloudfunctions/visit/index.ts', 'cloudfunctions/visit/store.ts'], ['package-lock.json']];
  const began = Date.now();
  markBuilt(root, 'a-step', inputs, outputs, began);
  expect(isFresh(root, 'a-step')).toBe(true);
  const later = new Date(began + 1000);
  utimesSync(path.join(root, 'cloudfunctions/visit/store.ts'), later, later);
  markBuilt(root, 'a-step', inputs, outputs, began);
  expect(isFresh(root, 'a-step')).toBe(false);
});

test('what the bundle loads later is there when it is needed: database, files, other functions, refusals', async () => {
  write('cloudfunctions/visit/index.ts', `
    import cloudbase from '@cloudbase/node-sdk';
    import * as z from 'zod';
    const app = cloudbase.init({ env: cloudbase.SYMBOL_CURRENT_ENV });
    export const main = async (event: unknown) => {
      const { name } = z.object({ name: z.string() }).parse(event);
      if (name === 'inner') return 'called';
      const { id } = await app.database().collection('slot').add({ at: 1 });
      const { fileID } = await app.uploadFile({ cloudPath: 'a.txt', fileContent: Buffer.from('text') });
      const refused = await app.callCompatibleWxOpenApi({ apiName: 'x', requestData: Buffer.from('') }).catch((error: Error) => error.message);
      return { id, text: String((await app.downloadFile({ fileID })).fileContent), called: (await app.callFunction({ name: 'visit', data: { name: 'inner' } })).result, refused, requester: typeof app.requestClient.get };
    };`);
  await buildFunctions(root);
  expect(built('visit/index.js')).not.toContain('Ungültige Eingabe');
  const local = await startLocal({ functions: path.join(root, 'dist/cloudfunctions') });
  try {
    expect(await local.invoke('visit', { name: 'outer' })).toEqual({ id: expect.any(String), text: 'text', called: 'called', refused: expect.stringContaining('not emulated'), requester: 'function' });
  } finally {
    await local.dispose();
  }
});

test('nothing is built twice; a change of a file that it read, or a new settings file, builds it again', async () => {
  await buildFunctions(root);
  expect((await buildFunctions(root)).skipped).toEqual(['visit']);
  write('cloudfunctions/kit/unrelated.ts', '');
  expect((await buildFunctions(root)).skipped).toEqual(['visit']);
  write('cloudfunctions/visit/store.ts', `export const slots = 'other';`);
  expect((await buildFunctions(root)).built).toEqual(['visit']);
  expect(JSON.parse(built('visit/collections.json'))).toEqual({ collections: [] });
  write('cloudfunctions/visit/templates.json', '{ "sms": [] }');
  expect((await buildFunctions(root)).built).toEqual(['visit']);
  expect(JSON.parse(built('visit/templates.json'))).toEqual({ sms: [] });
});

test('what does not build is said with its place, leaves nothing stale to run, and stops nobody else', async () => {
  write('cloudfunctions/call/index.ts', `export const main = async () => 'call';`);
  await buildFunctions(root);
  write('cloudfunctions/visit/index.ts', `import { missing } from './nowhere'; export const main = missing;`);
  const result = await buildFunctions(root);
  expect(result).toMatchObject({ skipped: ['call'], failed: [{ name: 'visit', reason: expect.stringContaining('nowhere') }] });
  expect([existsSync(path.join(root, 'dist/cloudfunctions/visit')), existsSync(path.join(root, 'dist/cloudfunctions/call/index.js'))]).toEqual([false, true]);
});

test('a function that was removed is removed from the output', async () => {
  await buildFunctions(root);
  rmSync(path.join(root, 'cloudfunctions/visit'), { recursive: true });
  await buildFunctions(root);
  expect(existsSync(path.join(root, 'dist/cloudfunctions/visit'))).toBe(false);
});

test('one collection declared in two ways is an error that names both', async () => {
  write('cloudfunctions/call/index.ts', 'export const main = async () => null;');
  write('cloudfunctions/call/store.ts', `export const collections = [{ name: 'slot', indexes: [] }];`);
  expect((await buildFunctions(root)).failed).toEqual([{ name: 'visit', reason: expect.stringMatching(/"slot".*call/) }]);
});

test('a digest changes with content, with names and with a file that appears', () => {
  const before = digestOf(root, ['cloudfunctions/visit/store.ts', 'later.ts']);
  expect(digestOf(root, ['later.ts', 'cloudfunctions/visit/store.ts'])).toBe(before);
  write('later.ts', '');
  expect(digestOf(root, ['cloudfunctions/visit/store.ts', 'later.ts'])).not.toBe(before);
  expect(filesBelow(root, ['cloudfunctions', 'nowhere'], (file) => file.endsWith('.json'))).toEqual(['cloudfunctions/visit/config.json']);
});

test('a lock left by a process that is gone is taken over', async () => {
  write('dist/.build/lock', '999999999');
  expect(await exclusively(root, async () => 'done')).toBe('done');
  expect(existsSync(path.join(root, 'dist/.build/lock'))).toBe(false);
});

test('the command line: parts, everything, and a word that is no part', () => {
  expect(readCommand(['functions', '--force'])).toEqual({ parts: ['functions'], force: true });
  expect(readCommand([])).toEqual({ parts: ['functions', 'local', 'h5', 'console', 'weapp'], force: false });
  expect(readCommand(['function'])).toEqual({ say: expect.stringContaining('function'), failed: true });
});
