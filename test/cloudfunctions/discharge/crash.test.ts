/** kill -9 of the whole platform in the middle of an import, and of its being taken back: started again on the same folder, it goes on; nothing is lost, nothing is there twice. */
import { rmSync } from 'node:fs';
import type { Encounter, Patient } from '../../../cloudfunctions/discharge/store';
import type { StatementRecord } from '../../../cloudfunctions/discharge/store/statement';
import { startLocal } from '../../../local';
import { documents, newFolder, startAnother, withCopy } from '../../support/another-process';
import { csv, openHospital, through, type Row } from '../../support/hospital';

jest.setTimeout(120_000);
const at = '2026-11-20T20:00:00+08:00';
const count = 1100;
const rows: Row[] = Array.from({ length: count }, (_, n) => ({ patientNo: `K${n}`, inpatientNo: `ZK${n}`, phone: `138${String(10_000_000 + n)}`, contactPhone: `139${String(10_000_000 + n)}`, dischargeAt: '2026-11-20 12:00' }));

let base: string;
let token: string;
let importId: string;
beforeAll(async () => {
  base = newFolder();
  const { local } = await openHospital('2026-11-20 20:00', { dataDir: base });
  ({ token } = await through(local, 'nobody').account.signIn({ userName: 'lead', password: 'synthetic-people-only-1' }));
  const { discharge } = through(local, { token });
  const bytes = Buffer.from(csv(rows), 'utf8');
  const started = await discharge.importStart({ fileName: '出院.csv', size: bytes.length, source: 'HIS' });
  await fetch(started.upload.url, { method: started.upload.method, headers: started.upload.headers, body: bytes });
  ({ importId } = started);
  await local.dispose();
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** Works on until it is killed: `pages` are answered, of the next nobody hears. `glances` of a colleague pass while it runs, so that it is cut at different places. */
async function killed(dataDir: string, pages: number, glances: number): Promise<void> {
  const { doors, kill } = await startAnother(dataDir, at);
  const { discharge } = through(doors, { token });
  for (let n = 0; n < pages; n += 1) await discharge.importRun({ importId });
  const unheard = discharge.importRun({ importId }).catch(() => undefined);
  for (let n = 0; n < glances; n += 1) await discharge.importStatus({ importId });
  await kill();
  await unheard;
}

test.each([[0, 6], [1, 2], [1, 12]])('killed after %i pages and %i glances at the next', (pages, glances) => withCopy(base, async (dataDir) => {
  await killed(dataDir, pages, glances);
  const local = await startLocal({ dataDir, now: at });
  try {
    local.pauseTimers(true);
    const { discharge } = through(local, { token });
    for (let state = ''; state !== 'done';) ({ state } = await discharge.importRun({ importId }));
    expect(await discharge.importStatus({ importId })).toMatchObject({ rows: count, counts: { processed: count, registered: count, unchanged: 0, corrected: 0, rejected: 0 } });
    const stays = await documents<Encounter>(local, 'encounter');
    expect(new Set(stays.map(({ inpatientNo }) => inpatientNo)).size).toBe(count);
    expect([stays.length, (await documents<Patient>(local, 'patient')).length, (await documents<StatementRecord>(local, 'statement')).length]).toEqual([count, count, count]);
    expect(stays.filter(({ history }) => history.length !== 1)).toEqual([]);
    await local.fire('followup');
    expect((await documents<Encounter>(local, 'encounter')).filter(({ planning }) => planning === 'due')).toEqual([]);

    await discharge.importUndo({ importId, dryRun: false, reason: '导错了医院的文件' });
  } finally {
    await local.dispose();
  }
  if (pages === 1) return;
  await killed(dataDir, 2, glances);
  const again = await startLocal({ dataDir, now: at });
  try {
    again.pauseTimers(true);
    const { discharge } = through(again, { token });
    for (let state = ''; state !== 'undone';) ({ state } = await discharge.importRun({ importId }));
    expect((await documents<Encounter>(again, 'encounter')).map(({ state, history }) => [state, history.length]).filter(([state, length]) => state !== 'cancelled' || length !== 2)).toEqual([]);
    expect((await documents<StatementRecord>(again, 'statement')).filter(({ state }) => state !== 'undone')).toEqual([]);
  } finally {
    await again.dispose();
  }
}));
