/** kill -9 while a hospital's systems hand over: what was acknowledged over MLLP is there, a file in the folder is finished by the next start, and nothing is there twice. Built functions, a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { startLocal } from '../../local';
import { documents } from '../support/another-process';
import { csv } from '../support/hospital';
import { adt } from '../support/hl7';

const main = path.resolve(__dirname, '../../dist/local/main.js');
let scratch: string;
let child: ChildProcess | undefined;
beforeEach(() => { scratch = mkdtempSync(path.join(os.tmpdir(), 'suifang-intake-')); });
afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(scratch, { recursive: true, force: true });
});

const freePort = (): Promise<number> => new Promise((done) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const address = server.address();
    server.close(() => done(typeof address === 'object' && address ? address.port : 0));
  });
});
const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

/** Resolves when it runs; `kill` is kill -9 and resolves when it is gone. */
async function start(args: string[]): Promise<() => Promise<void>> {
  const running = spawn(process.execPath, ['-e', `require(${JSON.stringify(main)}).run(${JSON.stringify(args)}, async () => true)`], { stdio: ['ignore', 'pipe', 'inherit'] });
  child = running;
  const gone = new Promise<void>((done) => running.once('exit', () => done()));
  await new Promise<void>((done, failed) => {
    let said = '';
    running.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Ctrl+C')) done();
    });
    void gone.then(() => failed(new Error(`it ended: ${said}`)));
  });
  return async () => {
    running.kill('SIGKILL');
    await gone;
  };
}

/** Sends messages one after the other; tells of each answer. */
function send(port: number, messages: readonly string[], answered: (code: string) => void): Promise<void> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    let next = 0;
    const more = (): void => void (next < messages.length ? socket.write(`\x0b${messages[next++]}\x1c\r`) : socket.end());
    socket.on('connect', more).on('error', () => undefined).on('close', () => done());
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString('utf8');
      for (let end = heard.indexOf('\x1c\r'); end >= 0; end = heard.indexOf('\x1c\r')) {
        answered(/MSA\|(\w\w)/.exec(heard.slice(0, end))?.[1] ?? '');
        heard = heard.slice(end + 2);
        more();
      }
    });
  });
}

test('killed in the middle of a file and of messages, the next start goes on', async () => {
  const [data, folder] = [path.join(scratch, 'data'), path.join(scratch, 'in')];
  mkdirSync(data);
  mkdirSync(folder);
  // As after a first start that is over.
  writeFileSync(path.join(data, 'origin.json'), '{"kind":"import","at":"2026-11-20T00:00:00.000Z"}');
  const rows = 2300;
  const content = csv(Array.from({ length: rows }, (_, n) => ({ patientNo: `K${n}`, inpatientNo: `K${n}`, phone: `138${String(10_000_000 + n)}`, contactPhone: `139${String(10_000_000 + n)}`, dischargeAt: '2026-11-20 12:00' })));
  writeFileSync(path.join(folder, '名单.csv'), content);
  const messages = Array.from({ length: 6 }, (_, n) => adt({ id: `M${n}`, patientNo: `P600${n}`, phone: `1380000700${n}` }));
  const codes: string[] = [];
  const args = async (mllp: number): Promise<string[]> => ['--port', String(await freePort()), '--data', data, '--now', '2026-11-20T20:00', '--watch', folder, '--mllp', String(mllp)];

  const first = await freePort();
  const kill = await start(await args(first));
  const sending = send(first, messages, (code) => codes.push(code));
  const stateFile = path.join(data, 'watch.json');
  while (codes.length < 3 || !existsSync(stateFile) || !readFileSync(stateFile, 'utf8').includes('import:')) await turn();
  await kill();
  await sending;
  const acknowledged = codes.length;
  expect(codes).toEqual(codes.map(() => 'AA'));
  expect(existsSync(path.join(folder, '名单.csv'))).toBe(true);

  const second = await freePort();
  const killAgain = await start(await args(second));
  await send(second, messages, (code) => codes.push(code));
  const done = path.join(folder, 'done');
  while (!existsSync(done) || !readdirSync(done).some((day) => readdirSync(path.join(done, day)).includes('名单.csv'))) await turn();
  await killAgain();
  expect(codes.slice(acknowledged)).toEqual(messages.map(() => 'AA'));
  expect(readdirSync(done).map((day) => readFileSync(path.join(done, day, '名单.csv'), 'utf8') === content)).toEqual([true]);

  const local = await startLocal({ dataDir: data });
  local.pauseTimers(true);
  try {
    const numbers = (await documents<{ inpatientNo: string }>(local, 'encounter')).map(({ inpatientNo }) => inpatientNo);
    expect([numbers.length, new Set(numbers).size]).toEqual([rows + messages.length, rows + messages.length]);
    const runs = (await documents<{ source: string; state: string; counts: { registered: number } }>(local, 'import_job')).filter(({ source }) => source.startsWith('folder.'));
    expect(runs.map(({ state, counts }) => [state, counts.registered])).toEqual([['done', rows]]);
  } finally {
    await local.dispose();
  }
}, 180_000);
