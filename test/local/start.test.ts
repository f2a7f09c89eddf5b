/** `npm start`: arguments in words, folder and port refused in words, a first start once, kill -9 and signals. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { readArguments } from '../../local/arguments';
import { takeFolder, type DataFolder } from '../../local/data-folder';
import { launch, type FirstStart, type Launch } from '../../local/launch';
import { startLocal } from '../../local';

const root = path.resolve(__dirname, '../..');
const functions = path.resolve(__dirname, '../fixtures/functions');
let scratch: string;
beforeEach(() => { scratch = mkdtempSync(path.join(os.tmpdir(), 'suifang-test-')); });
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

test.each([
  [[], { port: 8787, dataDir: '/srv/.data' }],
  [['--port', '9000', '--data', 'x', '--now', '2026-11-21T09:00'], { port: 9000, dataDir: '/srv/x', now: '2026-11-21T01:00:00.000Z' }],
  [['--port=9000', '--now=2026-11-21'], { port: 9000, dataDir: '/srv/.data', now: '2026-11-21T01:00:00.000Z' }],
  [['--now', '2026-11-21T09:00:00Z', '--import', '/a/b.csv'], { port: 8787, dataDir: '/srv/.data', now: '2026-11-21T09:00:00.000Z', importFile: '/a/b.csv' }],
  [['--mllp', '2575', '--watch', 'in'], { port: 8787, dataDir: '/srv/.data', mllp: { port: 2575, host: '127.0.0.1' }, watchDir: '/srv/in' }],
  [['--mllp-host=0.0.0.0', '--mllp=2575'], { port: 8787, dataDir: '/srv/.data', mllp: { port: 2575, host: '0.0.0.0' } }],
])('the arguments %j', (args, settings) => expect(readArguments(args, '/srv')).toEqual(settings));

test.each([[['--prot', '1'], '--prot'], [['--port', 'x'], '"x"'], [['--port', '70000'], '65535'], [['--port'], 'needs a value'], [['--data', '--now'], 'needs a value'], [['--now', 'tomorrow'], 'tomorrow'], [['--now', '2026-13-01'], '2026-13-01'],
  [['--mllp', '0'], '65535'], [['--mllp', '2575', '--mllp-host', 'anywhere'], 'anywhere'], [['--mllp-host', '0.0.0.0'], 'goes with --mllp'], [['--mllp', '8787'], 'cannot be the same'], [['--watch'], 'needs a value']])('the arguments %j are refused in words', (args, words) => {
  expect(readArguments(args, '/srv')).toEqual({ say: expect.stringContaining(words), failed: true });
});

test('help is no failure', () => expect(readArguments(['--help'], '/')).toEqual({ say: expect.stringContaining('--port'), failed: false }));

describe('the data folder', () => {
  test('is held by one process, and a killed one holds nothing', () => {
    const folder = takeFolder(scratch) as DataFolder;
    expect(readFileSync(path.join(scratch, 'running.pid'), 'utf8')).toMatch(new RegExp(`^${process.pid}( |$)`));
    folder.release();
    writeFileSync(path.join(scratch, 'running.pid'), String(process.ppid));
    expect(takeFolder(scratch)).toContain(`process ${process.ppid}`);
    // The number of one that was killed, which the system has given to another since.
    writeFileSync(path.join(scratch, 'running.pid'), `${process.ppid} another-boot.1`);
    expect(typeof takeFolder(scratch)).toBe('object');
    writeFileSync(path.join(scratch, 'running.pid'), '999999999');
    expect(typeof takeFolder(scratch)).toBe('object');
  });

  test('that cannot be written is refused in words', () => {
    writeFileSync(path.join(scratch, 'file'), '');
    expect(takeFolder(path.join(scratch, 'file/below'))).toMatch(/cannot write to .*--data/);
  });

  test('keeps its setup secret readable for its owner only', () => {
    const folder = takeFolder(scratch) as DataFolder;
    expect(folder.setupToken()).toBe(folder.setupToken());
    expect(statSync(path.join(scratch, 'setup-token')).mode & 0o777).toBe(0o600);
  });

  test('keeps its keys readable for its owner only, and the same after a restart', async () => {
    const key = async () => {
      const local = await startLocal({ functions, dataDir: scratch });
      await local.dispose();
      return readFileSync(path.join(scratch, 'keys.json'), 'utf8');
    };
    expect(await key()).toBe(await key());
    expect(statSync(path.join(scratch, 'keys.json')).mode & 0o777).toBe(0o600);
    writeFileSync(path.join(scratch, 'keys.json'), '{"suif');
    await expect(key()).rejects.toThrow(/restore it from a backup/);
  });
});

describe('launch', () => {
  const before = process.exitCode;
  const listening = new Set([...process.listeners('SIGINT'), ...process.listeners('SIGTERM')]);
  afterEach(() => {
    process.exitCode = before;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) for (const listener of process.listeners(signal)) if (!listening.has(listener)) process.off(signal, listener);
  });
  const start = async (args: string[], more: Partial<Launch> = {}) => {
    const said: string[] = [];
    const local = await launch({ args: ['--data', scratch, ...args], functions, prepare: async () => true, say: (line) => said.push(line), ...more });
    return { local, said: said.join('\n'), code: process.exitCode };
  };
  /** A port that nobody has at the moment. */
  const freePort = () => new Promise<number>((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });

  test('a port that is taken is said before anything is built', async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as { port: number };
    const built = jest.fn(async () => true);
    expect(await start(['--port', String(port)], { prepare: built })).toMatchObject({ local: undefined, code: 1, said: expect.stringMatching(new RegExp(`port ${port} is in use.*--port ${port + 1}`)) });
    expect(built).not.toHaveBeenCalled();
    await new Promise((done) => server.close(done));
  });

  test('a missing file, and a folder that is not empty, are said before anything is built', async () => {
    expect((await start(['--import', '/nowhere.csv'])).said).toContain('/nowhere.csv');
    writeFileSync(path.join(scratch, 'origin.json'), '{"kind":"synthetic","at":""}');
    writeFileSync(path.join(scratch, 'file.csv'), '');
    expect(await start(['--port', String(await freePort()), '--import', path.join(scratch, 'file.csv')])).toMatchObject({ code: 1, said: expect.stringContaining('is not empty') });
    expect(existsSync(path.join(scratch, 'running.pid'))).toBe(false);
  });

  test('a build that failed starts nothing and lets the folder go', async () => {
    expect(await start(['--port', String(await freePort())], { prepare: async () => false })).toMatchObject({ local: undefined, code: 1, said: expect.stringContaining('build failed') });
    expect(existsSync(path.join(scratch, 'running.pid'))).toBe(false);
  });

  test('an empty folder is filled once; a second start keeps its data and its time, and prints where everything is', async () => {
    const port = String(await freePort());
    const fill = jest.fn(async ({ local, setupToken }: FirstStart) => {
      await local.clock.set('2026-11-17T09:00:00+08:00');
      await local.invoke('notes', { text: 'seed' });
      return [`once ${setupToken.length}`];
    });
    const first = await start(['--port', port, '--now', '2026-11-21T09:00'], { firstStart: fill });
    expect(first.said).toMatch(new RegExp(`127\\.0\\.0\\.1:${port}/console/[^]*2026-11-21 周六 09:00[^]*once 22`));
    await first.local!.clock.advance({ days: 2 });
    await first.local!.dispose();
    const second = await start(['--port', port], { firstStart: fill });
    expect(fill).toHaveBeenCalledTimes(1);
    expect(second.said).toContain('2026-11-23 周一 09:0');
    expect(((await second.local!.invoke('notes', { list: true })) as { text: string }[]).some(({ text }) => text === 'seed')).toBe(true);
    await second.local!.dispose();
  });

  test('a listener for messages and a folder stand below the addresses, and stop with the rest', async () => {
    const [port, mllp] = [await freePort(), await freePort()];
    const folder = path.join(scratch, 'in');
    expect((await start(['--port', String(port), '--watch', folder])).said).toContain(`no such folder: ${folder}`);
    mkdirSync(folder);
    const { local, said } = await start(['--port', String(port), '--mllp', String(mllp), '--watch', folder]);
    expect(said).toMatch(new RegExp(`MLLP 127\\.0\\.0\\.1:${mllp}[^]*${folder}`));
    const socket = connect(mllp, '127.0.0.1');
    const ended = new Promise((done) => socket.once('close', done));
    await new Promise<void>((done, failed) => socket.once('connect', done).once('error', failed));
    const other = await start(['--data', path.join(scratch, 'other'), '--port', String(await freePort()), '--mllp', String(mllp)]);
    expect(other.said).toContain(`--mllp ${mllp + 1}`);
    await local!.dispose();
    await ended;
    await expect(new Promise((done, failed) => connect(mllp, '127.0.0.1').once('connect', done).once('error', failed))).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('a first start that was cut short begins again from nothing', async () => {
    const port = String(await freePort());
    const broken = await start(['--port', port], { firstStart: async ({ local }) => { await local.invoke('notes', { text: 'half' }); throw new Error('power cut'); } });
    expect(broken).toMatchObject({ local: undefined, code: 1, said: expect.stringContaining('power cut') });
    const again = await start(['--port', port], { firstStart: async ({ local }) => [`notes: ${((await local.invoke('notes', { list: true })) as unknown[]).length}`] });
    expect(again.said).toContain('notes: 0');
    await again.local!.dispose();
  });
});

describe('as a process', () => {
  const run = (more: string) => spawn(process.execPath, ['-e', `
    const { startLocal } = require(${JSON.stringify(path.join(root, 'dist/local/main.js'))});
    startLocal({ functions: ${JSON.stringify(functions)}, dataDir: ${JSON.stringify(scratch)} }).then(async (local) => { ${more} });`], { stdio: ['ignore', 'pipe', 'inherit'] });
  const heard = (child: ReturnType<typeof run>, word: string) => new Promise<void>((done) => {
    let said = '';
    child.stdout!.on('data', (chunk: Buffer) => { said += chunk.toString(); if (said.includes(word)) done(); });
  });
  const ended = (child: ReturnType<typeof run>) => new Promise<number | null>((done) => child.on('exit', done));

  test('what was acknowledged survives kill -9: documents, files, messages', async () => {
    const child = run(`
      await local.invoke('notes', { text: 'kept' });
      local.wechat.openidOf('13800001234');
      await fetch(local.url + '/sms', { method: 'POST', headers: { authorization: 'TC3-HMAC-SHA256 x', 'x-tc-action': 'SendSms', 'x-tc-version': '2021-01-11' }, body: JSON.stringify({ PhoneNumberSet: ['13800001234'], SmsSdkAppId: '1400000000', SignName: '随访中心', TemplateId: Object.values(JSON.parse((await local.invoke('echo', {})).smsTemplates))[1], TemplateParamSet: ['1'] }) });
      console.log('done'); setInterval(() => undefined, 1000);`);
    const exit = ended(child);
    await heard(child, 'done');
    child.kill('SIGKILL');
    await exit;
    const local = await startLocal({ functions, dataDir: scratch });
    expect(((await local.invoke('notes', { list: true })) as { text: string }[]).map(({ text }) => text)).toEqual(['kept']);
    expect(local.outbox.sms('13800001234').length).toBe(1);
    await local.dispose();
  });

  test('dispose leaves nothing behind: the process ends by itself', async () => {
    const child = run('await local.invoke("echo", {}); await local.dispose(); console.log("disposed");');
    const exit = ended(child);
    await heard(child, 'disposed');
    expect(await exit).toBe(0);
  });
});

test('a second platform is up in well under a second', async () => {
  mkdirSync(scratch, { recursive: true });
  await (await startLocal({ functions })).dispose();
  const started = performance.now();
  const local = await startLocal({ functions });
  const took = performance.now() - started;
  await local.dispose();
  expect(took).toBeLessThan(500);
});
