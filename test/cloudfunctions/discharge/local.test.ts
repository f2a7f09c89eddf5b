/** The built function on the local platform: files through storage over HTTP, into the register, with follow-up planned by the real thing. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import readSheets from 'read-excel-file/node';
import { documents } from '../../support/another-process';
import { csv, openHospital, type Hospital, type Row } from '../../support/hospital';
import { xlsx } from '../../support/xlsx';

let hospital: Hospital;
beforeAll(async () => { hospital = await openHospital('2026-11-20 20:00'); });
afterAll(() => hospital.local.dispose());
beforeEach(() => { hospital.local.pauseTimers(true); });
const fixture = (name: string): Buffer => readFileSync(join(__dirname, '../../fixtures/discharge', name));

test('both samples: good rows in, wrong rows back as a file, every stay with a step that says where it stands', async () => {
  const utf8 = await hospital.importFile('出院.csv', fixture('discharges-utf8.csv'));
  expect(utf8).toMatchObject({ state: 'done', problem: '', counts: { registered: 60, rejected: 6, held: 5 } });
  const gb = await hospital.importFile('HIS导出.csv', fixture('discharges-gb18030.csv'));
  expect(gb).toMatchObject({ state: 'done', counts: { registered: 40, rejected: 0 } });
  const { url, rows } = await hospital.lead.discharge.importRejects({ importId: utf8.importId });
  expect(rows).toBe(6);
  const [{ data: [head, ...lines] } = { data: [] }] = await readSheets(Buffer.from(await (await fetch(url!)).arrayBuffer()));
  const column = (heading: string) => head!.indexOf(heading);
  expect(lines.map((line) => line[column('行号')])).toEqual(['62', '63', '64', '65', '66', '67']);
  expect(lines.every((line) => line[column('原因')] && line[column('如何改正')])).toBe(true);

  const seen = [];
  for (let cursor: string | undefined, more = true; more;) {
    const page = await hospital.lead.discharge.list({ limit: 40, cursor });
    seen.push(...page.rows);
    more = page.next !== null;
    cursor = page.next ?? undefined;
  }
  expect(seen).toHaveLength(100);
  expect(seen.filter((row) => row.steps.length === 0)).toEqual([]);
  expect(seen.filter((row) => row.way === '5').map((row) => [row.death, row.steps[0]!.state, row.steps[0]!.reason])).toEqual([['confirmed', 'closed', 'deceased']]);
  expect((await hospital.lead.discharge.heldList({})).rows.map((row) => [row.hold, row.steps[0]!.state])).toEqual(Array.from({ length: 5 }, () => ['against_advice', 'held']));
  const again = await hospital.importFile('出院.csv', fixture('discharges-utf8.csv'));
  expect(again).toMatchObject({ repeated: true, counts: { registered: 0, corrected: 0, unchanged: 60, rejected: 6 } });
});

test('a workbook goes the same way', async () => {
  const [headings, ...rows] = csv([{ patientNo: 'X0007', dischargeAt: '2026-11-20 10:00' }]).replace('\ufeff', '').trim().split('\r\n').map((line) => line.split(','));
  expect(await hospital.importFile('出院.xlsx', xlsx([headings!, ...rows]))).toMatchObject({ state: 'done', format: 'xlsx', counts: { registered: 1 } });
});

test('the ward clears, the timeline tells the story, a reveal is written down', async () => {
  const ward = await hospital.colleague('ward-surgery', 'ward', ['0401']);
  await hospital.importFile('a.csv', csv([{ patientNo: 'C0001', name: '孙志强', dischargeAt: '2026-11-20 11:00', way: '4' }]));
  const [held] = (await ward.discharge.heldList({})).rows.filter((row) => row.inpatientNo === 'Z0001');
  await ward.discharge.clear({ encounterId: held!.encounterId, decision: 'invite', note: '家属同意回访' });
  const card = await ward.discharge.get({ encounterId: held!.encounterId });
  expect(card).toMatchObject({ name: '孙*强', decision: 'invite', decisionNote: '家属同意回访' });
  expect(card.steps[0]).toMatchObject({ key: 'contact-1', state: 'planned' });
  expect(await ward.discharge.reveal({ encounterId: held!.encounterId, fields: ['phone'], reason: '核对电话' })).toEqual({ values: { phone: '19900010001' } });
  const { facts, names } = await ward.discharge.timeline({ encounterId: held!.encounterId });
  expect(facts.map((fact) => fact.kind)).toEqual(expect.arrayContaining(['encounter.discharged', 'encounter.registered', 'encounter.cleared_invite', 'step.planned']));
  expect(names).toEqual({ 'staff:ward-surgery': '同事' });
  expect(facts.map((fact) => fact.at)).toEqual(facts.map((fact) => fact.at).sort((a, b) => a - b));
});

test('two thousand rows and their planning take few round trips', async () => {
  const rows = Array.from({ length: 2000 }, (_, i): Row => ({ patientNo: `F${i}`, inpatientNo: `F${i}`, phone: `138${String(10_000_000 + i)}`, contactPhone: `139${String(10_000_000 + i)}`, dischargeAt: '2026-11-20 12:00' }));
  const { database } = hospital.local;
  database.resetStats();
  expect(await hospital.importFile('big.csv', csv(rows))).toMatchObject({ state: 'done', rows: 2000, counts: { registered: 2000 } });
  expect(database.stats().roundTrips).toBeLessThanOrEqual(90);
}, 60_000);

test('two patient numbers turn out to be one person: stay, steps and calls go to who lives on, and back when that run is taken back', async () => {
  const { lead } = hospital;
  await hospital.importFile('a.csv', csv([{ patientNo: 'G0001', inpatientNo: 'ZG1', name: '何小平', dischargeAt: '2026-11-20 09:00' }, { patientNo: 'G0002', inpatientNo: 'ZG2', name: '何小平', dischargeAt: '2026-11-10 09:00' }]));
  const stayOf = async (inpatientNo: string) => (await lead.discharge.search({ text: inpatientNo })).rows[0]!;
  const [lives, gone] = [await stayOf('ZG1'), await stayOf('ZG2')];
  const job = await hospital.importFile('合并.json', JSON.stringify({ eventId: 'M-1', type: 'merge', at: '2026-11-20T19:00:00+08:00', data: { patientNo: 'G0002', into: 'G0001' } }));
  expect(job).toMatchObject({ state: 'done', format: 'json', counts: { processed: 1, corrected: 1 } });
  expect((await stayOf('ZG2')).patientId).toBe(lives.patientId);
  const steps = async () => new Set((await documents<{ encounterId: string; patientId: string }>(hospital.local, 'step')).filter(({ encounterId }) => encounterId === gone.encounterId).map(({ patientId }) => patientId));
  expect(await steps()).toEqual(new Set([lives.patientId]));
  expect((await lead.discharge.importUndo({ importId: job.importId, dryRun: true })).job.state).toBe('done');
  await lead.discharge.importUndo({ importId: job.importId, dryRun: false, reason: '不是同一个人' });
  for (let state = ''; state !== 'undone';) ({ state } = await lead.discharge.importRun({ importId: job.importId }));
  expect((await stayOf('ZG2')).patientId).toBe(gone.patientId);
  expect(await steps()).toEqual(new Set([gone.patientId]));
});
