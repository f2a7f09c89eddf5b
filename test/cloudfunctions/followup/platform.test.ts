/** Follow-up as built, on the local platform: by the thousand, two timers at once, and killed in the middle. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { addDays } from '../../../cloudfunctions/kit/calendar';
import type { Step } from '../../../cloudfunctions/followup/contract';
import { stepsFor } from '../../../cloudfunctions/followup/rules/plan';
import { collections } from '../../../cloudfunctions/followup/store';
import { startLocal, type Local } from '../../../local/index';
import { aStay, at } from '../../support/stay';

jest.setTimeout(60_000);

let local: Local;
const now = '2026-11-21T01:00:00.000Z'; // 9:00 in Shanghai
const folder = mkdtempSync(path.join(os.tmpdir(), 'suifang-followup-'));
afterEach(() => local.dispose());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** `due` silent ones of the 18th, whose deadline is now, among `stored` steps of earlier weeks that are over. */
function seed(due: number, stored: number): void {
  const stays = Array.from({ length: due }, (_, i) => aStay('2026-11-18 15:00', { encounterId: `enc:${i}`, patientId: `pat:${i}` }));
  const patient = { name: '周平安', birthDate: '1970-05-01', tags: [], phoneHash: 'p', contactPhoneHash: '', phoneInvalid: false, contactInvalid: false, noContact: false, death: 'no', unaware: false };
  local.database.bulkLoad('patient', stays.map((stay) => ({ ...patient, _id: stay.patientId })));
  local.database.bulkLoad('encounter', stays.map((stay) => ({
    _id: stay.encounterId, inpatientNo: stay.encounterId, visitTimes: 1, patientId: stay.patientId, departmentCode: '0402', departmentName: '骨科', dischargeAt: stay.dischargeAt, dischargeDay: stay.dischargeDay, way: '1', dxCode: 'S06', dx: '',
    sensitive: false, hold: '', decision: '', state: 'finished', readmittedAt: null, planning: 'planned', rev: 1,
  })));
  const invited = stays.flatMap((stay) => stepsFor(stay, at('2026-11-18 18:00'))).map((step): Step => (step.order === 1
    ? { ...step, state: 'invited', invitedAt: at('2026-11-19 10:00'), sentAt: at('2026-11-19 10:01'), reminders: 1, due: at('2026-11-21 09:00') } : step));
  local.database.bulkLoad('step', invited);
  const [over] = stepsFor(aStay('2026-10-01 15:00'), at('2026-10-01 18:00'));
  local.database.bulkLoad('step', Array.from({ length: stored }, (_, i) => ({ ...over!, _id: `step:old${i}:contact-1`, encounterId: `enc:old${i}`, state: 'answered', due: 0, silence: 'answered', dischargeDay: addDays('2026-10-01', i % 40) })));
}
const find = (collection: string, query: object) => ({ collectionName: collection, query: JSON.stringify(query), limit: 1000, multi: true });
async function count(collection: string, query: object): Promise<number> {
  const answer = await local.database.handle('database.calculateDocument', find(collection, query));
  return (answer['data'] as { total: number }).total;
}

test('2,000 silent among 20,000 steps are in the worklist within seconds, in at most 20 round trips, once', async () => {
  local = await startLocal({ now });
  local.pauseTimers(true);
  seed(2000, 20_000);
  await local.fire('survey'); // Something else first, so that the workers exist.
  local.database.resetStats();
  const [fired] = await local.fire('followup');
  expect(fired!.result).toMatchObject({ ok: true, data: { queued: 2000, bad: 0, more: false } });
  expect(local.database.stats().roundTrips).toBeLessThanOrEqual(20);
  expect(await count('call', { open: 1, reason: 'silent' })).toBe(2000);
  expect(await count('step', { state: 'queued', call: 'made' })).toBe(2000);
  local.database.resetStats();
  await local.fire('followup', { times: 2, together: true });
  expect(local.database.stats().roundTrips).toBeLessThanOrEqual(6);
  expect(await count('call', {})).toBe(2000);
});

test('two timers together queue nobody twice', async () => {
  local = await startLocal({ now });
  local.pauseTimers(true);
  seed(600, 0);
  const fired = await local.fire('followup', { times: 2, together: true });
  const queued = fired.map((one) => (one.result as { data: { queued: number } }).data.queued);
  expect(queued.reduce((sum, n) => sum + n, 0)).toBe(600);
  expect(await count('call', {})).toBe(600);
  expect(await count('step', { state: 'queued', call: 'made' })).toBe(600);
});

test('killed in the middle, the next run finishes: everybody has one call, nobody is lost', async () => {
  // Round trips 7 to 10: the steps are queued, the call list is asked, the calls are written, the steps are marked.
  let cut = 0;
  for (const cutAfter of [7, 8, 9]) {
    const dataDir = path.join(folder, String(cutAfter));
    local = await startLocal({ now, dataDir });
    local.pauseTimers(true);
    seed(300, 0);
    local.database.resetStats();
    const running = local.fire('followup').catch(() => undefined);
    while (local.database.stats().roundTrips < cutAfter) await new Promise((resolve) => setImmediate(resolve));
    await local.dispose();
    await running;
    local = await startLocal({ now, dataDir });
    local.pauseTimers(true);
    if ((await count('step', { state: 'queued', call: 'made' })) === 0) cut += 1;
    await local.fire('followup');
    expect([cutAfter, await count('call', { open: 1 }), await count('step', { state: 'queued', call: 'made' }), await count('step', { order: 1, state: 'invited' })]).toEqual([cutAfter, 300, 300, 0]);
    if (cutAfter !== 9) await local.dispose();
  }
  expect(cut).toBeGreaterThan(0);
}, 90_000);

test('what the timer and the lead ask has an index each', async () => {
  local = await startLocal({ now });
  local.database.declare([...collections].map((spec) => ({ ...spec, indexes: spec.indexes.map((index) => ({ ...index, keys: index.keys.map(([field, direction]): [string, 1 | -1] => [field, direction]) })) })));
  seed(50, 20_000);
  const index = (query: object, order?: object) => local.database.explain('database.getDocument', { ...find('step', query), ...(order && { order: JSON.stringify(order) }) });
  expect(index({ due: { $gt: 0, $lte: 1 } }, { due: 1 })).toMatchObject({ index: 'due', sort: 'index' });
  expect(index({ call: { $in: ['due', 'ending'] } }).index).toBe('call');
  expect(index({ encounterId: { $in: ['enc:1', 'enc:2'] } }).index).toBe('encounter');
  expect(index({ patientId: 'pat:1', state: { $in: ['planned', 'held'] } }).index).toBe('patient');
  expect(index({ order: 1, dischargeDay: { $gte: '2026-11-18', $lte: '2026-11-18' } }).index).toBe('funnel');
  expect(index({ escalates: true, state: { $in: ['planned', 'invited'] }, deadlineDay: { $lte: '2026-12-04' } }).index).toBe('deadline');
  expect(index({ silence: { $in: ['answered', 'silent'] }, deadlineDay: { $gte: '2026-10-24', $lte: '2026-11-20' } }).index).toBe('silence');
});
