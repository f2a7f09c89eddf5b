import { hour, instantAt, minute } from '../../../cloudfunctions/kit/calendar';
import { cutAt, openDesk, type Desk } from './support';

const now = instantAt('2026-11-20', '20:00');
const headings = ['患者ID', '住院号', '住院次数', '姓名', '性别', '出生日期', '本人电话', '联系人姓名', '联系人电话', '出院科别', '入院时间', '出院时间', '主要诊断编码', '主要诊断', '离院方式', '更新时间'];
type Row = Partial<Record<(typeof headings)[number], string>>;
const plain: Row = { 患者ID: 'P1', 住院号: 'Z1', 住院次数: '1', 姓名: '王秀英', 性别: '女', 出生日期: '1960-01-02', 本人电话: '13800001234', 联系人姓名: '李明', 出院科别: '骨科', 入院时间: '2026-11-10 08:00', 出院时间: '2026-11-18 09:00', 主要诊断编码: 'S72.000', 主要诊断: '骨折', 离院方式: '1' };
const file = (rows: Row[]): Buffer => Buffer.from([headings.join(','), ...rows.map((row) => headings.map((h) => ({ ...plain, ...row })[h] ?? '').join(','))].join('\r\n'), 'utf8');
const row = (n: number, more: Row = {}): Row => ({ 患者ID: `P${n}`, 住院号: `Z${n}`, 本人电话: `138${String(10_000_000 + n)}`, ...more });

let desk: Desk;
beforeEach(async () => { desk = await openDesk(); });
afterEach(() => desk.close());
const stay = async (n: number, times = 1) => (await desk.encounters.get(`enc:${desk.cipher.hash(`Z${n}|${times}`).slice(0, 20)}`))!;
const patient = async (n: number) => (await desk.patients.get(`pat:${desk.cipher.hash(`P${n}`).slice(0, 20)}`))!;
const undo = async (importId: string, intake = desk.intake): Promise<void> => {
  await desk.undoing.begin(importId, 'staff:lead', now + 2 * hour);
  for (let state = ''; state !== 'undone';) ({ state } = await intake.run(importId, now + 2 * hour));
};

test('before anything is taken back: what would go, what would be as it was, and what people have begun', async () => {
  await desk.importBytes(file([row(1), row(2)]), now);
  const { importId } = await desk.importBytes(file([row(1, { 主要诊断: '扭伤' }), row(2), row(3), row(4)]), now + hour);
  desk.begun.set((await stay(3))._id, ['invited', 'answered']);
  desk.begun.set((await stay(2))._id, ['called']);
  expect(await desk.undoing.plan(importId)).toEqual({ stays: 2, corrected: 1, begun: { invited: 1, answered: 1, called: 0, visits: 0, messages: 0 }, list: [{ encounterId: (await stay(3))._id, what: ['invited', 'answered'] }] });
  expect(await desk.intake.status(importId)).toMatchObject({ state: 'done', undone: 0 });
});

test('what only this run said goes, what it corrected is as before, what others said too stays', async () => {
  await desk.importBytes(file([row(1), row(2)]), now);
  const wrong = file([row(1, { 主要诊断: '扭伤', 本人电话: '13900005678', 离院方式: '5' }), row(2), row(3)]);
  const { importId } = await desk.importBytes(wrong, now + hour);
  expect((await patient(1)).death).toBe('confirmed');
  await desk.importBytes(file([row(3), row(4)]), now + hour + minute);
  desk.told.length = 0;
  await undo(importId);
  expect(await stay(1)).toMatchObject({ dx: '骨折', way: '1', state: 'finished' });
  expect([(await patient(1)).death, desk.cipher.open((await patient(1)).phoneSealed!, 'phone')]).toEqual(['no', '13810000001']);
  expect((await stay(3)).state).toBe('finished');
  expect(desk.told.filter(({ what }) => what === 'plan').map(({ id }) => id)).toContain((await stay(1))._id);
  expect(await desk.intake.status(importId)).toMatchObject({ state: 'undone', undoneBy: 'staff:lead' });
});

test('a stay that nobody else knows is cancelled and stopped, never deleted; handed in again it is there again', async () => {
  const bytes = file([row(1), row(2)]);
  const { importId } = await desk.importBytes(bytes, now);
  desk.told.length = 0;
  await undo(importId);
  const gone = await stay(1);
  expect([gone.state, gone.clearing, gone.planning]).toEqual(['cancelled', '', 'due']);
  expect(gone.history.map(({ what, by }) => [what, by])).toEqual([['registered', importId], ['import_undone', importId]]);
  expect(desk.told).toContainEqual({ what: 'stop', id: gone._id, reason: 'cancelled' });
  expect((await desk.importBytes(bytes, now + 3 * hour)).counts).toMatchObject({ registered: 2 });
  expect((await stay(1)).state).toBe('finished');
});

test('an older word that a mistaken run repeated later does not keep its later time', async () => {
  await desk.importBytes(file([row(1)]), now);
  await desk.importBytes(file([row(1, { 主要诊断: '扭伤' })]), now + hour);
  const { importId, counts } = await desk.importBytes(file([row(1), row(9)]), now + 2 * hour);
  expect(counts).toMatchObject({ corrected: 1, registered: 1 });
  expect((await stay(1)).dx).toBe('骨折');
  await undo(importId);
  expect((await stay(1)).dx).toBe('扭伤');
  expect((await stay(9)).state).toBe('cancelled');
});

test('a readmission that never was is taken back with its run', async () => {
  await desk.importBytes(file([row(1)]), now);
  const { importId } = await desk.importBytes(file([row(1, { 住院次数: '2', 入院时间: '2026-11-19 08:00', 出院时间: '2026-11-20 09:00' })]), now + hour);
  expect((await stay(1)).readmittedAt).not.toBeNull();
  await undo(importId);
  expect(await stay(1)).toMatchObject({ readmittedAt: null, planning: 'due' });
});

test('only a run that has ended is taken back, and only once', async () => {
  const { importId } = await desk.intake.start({ fileName: 'a.csv', size: 1 }, 'staff:1', now);
  await expect(desk.undoing.begin(importId, 'staff:lead', now)).rejects.toMatchObject({ code: 'CONFLICT', reason: 'not_done' });
  await expect(desk.undoing.plan('import:unknown')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  const done = await desk.importBytes(file([row(1)]), now);
  await undo(done.importId);
  expect((await desk.undoing.begin(done.importId, 'staff:2', now)).undoneBy).toBe('staff:lead');
});

/** Forty stays of which ten were known before, five of them corrected. */
async function mistaken(): Promise<{ importId: string; before: unknown }> {
  await desk.importBytes(file(Array.from({ length: 10 }, (_, n) => row(n))), now);
  const before = await desk.register();
  const rows = Array.from({ length: 40 }, (_, n) => row(n, n < 5 ? { 主要诊断: '扭伤', 离院方式: n === 0 ? '5' : '4' } : {}));
  return { importId: (await desk.importBytes(file(rows), now + hour)).importId, before };
}
/** Known stays as they were, and the others cancelled. */
async function isTakenBack(before: unknown): Promise<void> {
  const known = (before as { encounters: { _id: string }[] }).encounters;
  const { encounters } = await desk.register();
  const rest = (encounters as { _id: string; state: string; planning: string }[]).filter(({ _id }) => !known.some((one) => one._id === _id));
  expect((encounters as { _id: string }[]).filter(({ _id }) => known.some((one) => one._id === _id))).toEqual(known);
  expect(rest.map(({ state }) => state)).toEqual(Array.from({ length: 30 }, () => 'cancelled'));
  expect((await patient(0)).death).toBe('no');
}

test('two who take it back at once: each page once', async () => {
  const { importId, before } = await mistaken();
  await desk.undoing.begin(importId, 'staff:lead', now);
  const run = async (intake: Desk['intake']): Promise<void> => {
    while ((await intake.run(importId, now)).state === 'undoing');
  };
  await Promise.all([run(desk.another()), run(desk.another())]);
  await isTakenBack(before);
  expect(await desk.kit.behind.count('statement', { state: 'undone' })).toBe(35);
});

test('cut off at any action, and finished by the timer', async () => {
  const { importId, before } = await mistaken();
  const names = ['patient', 'encounter', 'statement', 'restated', 'import_job'];
  await desk.undoing.begin(importId, 'staff:lead', now);
  const start = await Promise.all(names.map((name) => desk.kit.behind.get(name, {})));
  // Every action of the beginning; of the many alike that follow each seventh.
  for (let n = 1, cut = true; cut; n += n < 12 ? 1 : 7) {
    for (const [index, name] of names.entries()) {
      await desk.kit.behind.remove(name, {});
      if (start[index]!.length > 0) await desk.kit.behind.insert(name, ...start[index]!);
    }
    cut = await cutAt(desk, n, async () => {
      for (let state = 'undoing'; state === 'undoing';) state = await desk.another().run(importId, now).then((job) => job.state, () => 'cut');
    });
    await desk.another().tick(now + 5 * minute);
    expect(await desk.intake.status(importId)).toMatchObject({ state: 'undone' });
    await isTakenBack(before);
  }
}, 60_000);
