/** kill -9 of the whole platform while many file at once: what was acknowledged is there, no number is missing or given twice, and who presses again gets the complaint they had. */
import { rmSync } from 'node:fs';
import type { Complaint } from '../../../cloudfunctions/complaint/store';
import { startLocal, type Local } from '../../../local';
import { documents, newFolder, startAnother, withCopy } from '../../support/another-process';
import { Refused } from '../../support/client';
import { csv, openHospital, through } from '../../support/hospital';

jest.setTimeout(120_000);
const at = '2026-11-21T10:00:00+08:00';
const filings = 50;

let base: string;
let patientId: string;
let token: string;
let officer: string;
beforeAll(async () => {
  base = newFolder();
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

const input = (n: number) => ({ patientId, key: `key-of-filing-${n}`, category: 'nursing.response', text: `第${n}件：按铃没人来` });

const complaints = (local: Local): Promise<Complaint[]> => documents(local, 'complaint');

test.each([5, 25])('killed after %i acknowledgements', (acknowledgements) => withCopy(base, async (dataDir) => {
  let local: Local | undefined;
  try {
    const { doors, kill } = await startAnother(dataDir, at);
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
  }
}));
