/** kill -9 of the whole platform while many file at once: what was acknowledged is there, no number is missing or given twice, and who presses again gets the complaint they had. */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { EJSON } from 'bson';
import type { Complaint } from '../../../cloudfunctions/complaint/store';
import { startLocal, type Local } from '../../../local';
import { Refused, type Doors } from '../../support/client';
import { csv, openHospital, through } from '../../support/hospital';

jest.setTimeout(120_000);
const root = path.resolve(__dirname, '../../..');
const at = '2026-11-21T10:00:00+08:00';
const filings = 50;

let base: string;
let patientId: string;
let token: string;
let officer: string;
beforeAll(async () => {
  base = mkdtempSync(path.join(os.tmpdir(), 'suifang-complaint-'));
  const hospital = await openHospital('2026-11-21 09:50', { dataDir: base });
  const { local, lead } = hospital;
  await hospital.importFile('出院.csv', csv([{ patientNo: 'P0001', dischargeAt: '2026-11-18 10:00' }]));
  patientId = (await lead.discharge.list({})).rows[0]!.patientId;
  await hospital.colleague('officer1', 'officer', 'all');
  const nobody = through(local, 'nobody');
  officer = (await nobody.account.signIn({ userName: 'officer1', password: 'synthetic-people-only-1' })).token;
  await nobody.account.sendCode({ phone: '19900010001' });
  const code = local.outbox.sms('19900010001').map((sms) => /\d{6}/.exec(sms.text)?.[0]).findLast((found) => found !== undefined);
  token = (await nobody.account.verifyCode({ phone: '19900010001', code: code! })).token;
  await through(local, { token }).account.bind({ patientId, relation: 'self', birthMonth: '1966-05' });
  await local.dispose();
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** The platform in a process of its own. */
async function platform(dataDir: string): Promise<{ doors: Doors; kill(): Promise<void> }> {
  const child = spawn(process.execPath, ['-e', `require(${JSON.stringify(path.join(root, 'dist/local/main.js'))}).startLocal({ dataDir: ${JSON.stringify(dataDir)}, now: ${JSON.stringify(at)} }).then((local) => console.log(local.url));`], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  const url = await new Promise<string>((done, failed) => {
    createInterface({ input: child.stdout }).once('line', done);
    child.once('exit', (exit) => failed(new Error(`the platform ended with ${exit}`)));
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

const input = (n: number) => ({ patientId, key: `key-of-filing-${n}`, category: 'nursing.response', text: `第${n}件：按铃没人来` });

async function complaints(local: Local): Promise<Complaint[]> {
  const { data } = await local.database.handle('database.getDocument', { collectionName: 'complaint', limit: 1000, offset: 0 });
  return (data as { list: string[] }).list.map((text) => EJSON.parse(text) as Complaint);
}

test.each([5, 25])('killed after %i acknowledgements', async (acknowledgements) => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'suifang-complaint-'));
  cpSync(base, dataDir, { recursive: true });
  let local: Local | undefined;
  try {
    const { doors, kill } = await platform(dataDir);
    const person = through(doors, { token });
    const said = new Map<number, string>();
    let killed: Promise<void> | undefined;
    const ended = await Promise.allSettled(Array.from({ length: filings }, async (_, n) => {
      const { number } = await person.complaint.file(input(n));
      said.set(n, number);
      if (said.size === acknowledgements) killed = kill();
    }));
    if (!killed) throw new Error(`all ${filings} were filed before the end`);
    await killed;
    expect(ended.filter((one) => one.status === 'rejected' && one.reason instanceof Refused)).toEqual([]);
    expect(said.size).toBeLessThan(filings);

    local = await startLocal({ dataDir, now: at });
    const before = await complaints(local);
    const numbers = (n: number): string[] => Array.from({ length: n }, (_, i) => `TS20261121-${String(i + 1).padStart(4, '0')}`);
    expect(before.map(({ number }) => number).sort()).toEqual(numbers(before.length));
    for (const [n, number] of said) expect(before.find((one) => one.number === number)?.text).toBe(input(n).text);

    // Everybody presses again: the known ones stay what they are, the others get the next numbers.
    const again = through(local, { token });
    const filed = await Promise.all(Array.from({ length: filings }, (_, n) => again.complaint.file(input(n))));
    for (const [n, number] of said) expect(filed[n]!.number).toBe(number);
    expect(filed.map(({ number }) => number).sort()).toEqual(numbers(filings));
    expect(await complaints(local)).toHaveLength(filings);

    // The timer tells what was cut off, each complaint by one letter.
    await local.clock.advance({ minutes: 4 });
    const after = await complaints(local);
    expect(after.filter(({ settleDue }) => settleDue > 0)).toEqual([]);
    const texts = local.outbox.sms('19900010001').map(({ text }) => /TS\d{8}-\d{4}/.exec(text)?.[0]).filter((number) => number !== undefined);
    expect(texts.length).toBeGreaterThan(0);
    expect(new Set(texts).size).toBe(texts.length);
    expect((await through(local, { token: officer }).complaint.counts({})).new).toBe(filings);
  } finally {
    await local?.dispose();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
