import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import readSheets from 'read-excel-file/node';
import { hour, instantAt, minute } from '../../../cloudfunctions/kit/calendar';
import { cutAt, openDesk, type Desk } from './support';

const now = instantAt('2026-11-20', '20:00');
const fixture = (name: string): Buffer => readFileSync(join(__dirname, '../../fixtures/discharge', name));
const headings = ['患者ID', '住院号', '住院次数', '姓名', '性别', '出生日期', '本人电话', '联系人姓名', '联系人电话', '出院科别', '入院时间', '出院时间', '主要诊断编码', '主要诊断', '离院方式', '不接受回访', '取消出院', '更新时间'];
type Row = Partial<Record<(typeof headings)[number], string>>;
const plain: Row = { 患者ID: 'P1', 住院号: 'Z1', 住院次数: '1', 姓名: '王秀英', 性别: '女', 出生日期: '1960-01-02', 本人电话: '13800001234', 联系人姓名: '李明', 出院科别: '骨科', 入院时间: '2026-11-10 08:00', 出院时间: '2026-11-18 09:00', 主要诊断编码: 'S72.000', 主要诊断: '骨折', 离院方式: '1' };
const file = (rows: Row[], order: readonly string[] = headings): Buffer => Buffer.from([order.join(','), ...rows.map((row) => order.map((h) => ({ ...plain, ...row })[h] ?? '').join(','))].join('\r\n'), 'utf8');

let desk: Desk;
beforeEach(async () => { desk = await openDesk(); });
afterEach(() => desk.close());
const patient = async (no: string) => (await desk.patients.get(`pat:${desk.cipher.hash(no).slice(0, 20)}`))!;
const stay = async (no: string, times = 1) => (await desk.encounters.get(`enc:${desk.cipher.hash(`${no}|${times}`).slice(0, 20)}`))!;
const phoneOf = async (no: string) => {
  const { phoneSealed } = await patient(no);
  return phoneSealed && desk.cipher.open(phoneSealed, 'phone');
};
/** What an import writes. */
const all = ['patient', 'encounter', 'statement', 'restated', 'import_job'];
const none = { processed: 0, registered: 0, corrected: 0, unchanged: 0, stale: 0, duplicate: 0, rejected: 0, warned: 0 };

test('the samples: sixty and forty in, six out with a report; deaths known, against advice held, departments made and matched by name', async () => {
  const first = await desk.importBytes(fixture('discharges-utf8.csv'), now, '出院.csv');
  expect(first).toMatchObject({ state: 'done', rows: 66, encoding: 'utf-8', repeated: false, counts: { ...none, processed: 66, registered: 60, rejected: 6, held: 5 } });
  expect(first.newDepartments).toHaveLength(17);
  const second = await desk.importBytes(fixture('discharges-gb18030.csv'), now);
  expect(second).toMatchObject({ state: 'done', encoding: 'gb18030', counts: { ...none, processed: 40, registered: 40, held: 0 } });
  expect(second.newDepartments).toEqual(['产科']);
  expect(await stay('2026001000')).toMatchObject({ departmentCode: '0301', departmentName: '呼吸内科', planning: 'due', sensitive: false });
  expect(await patient('P101019')).toMatchObject({ death: 'confirmed', name: '韩雨梓' });
  expect(desk.told.filter((t) => t.what === 'stop')).toEqual([{ what: 'stop', id: (await patient('P101019'))._id, reason: 'deceased' }]);
  expect(desk.told.filter((t) => t.what === 'plan')).toHaveLength(100);
  const report = await desk.intake.rejects(first.importId, now, true);
  expect(report.rows).toBe(6);
  expect([...desk.files.keys()].filter((name) => !name.includes('rejects'))).toEqual([]);
  expect([...desk.files.values()][0]!.toString('utf8')).toContain('"63","本人电话","12345","未导入"');
  desk.files.clear();
  expect((await desk.intake.rejects(first.importId, now)).url).toMatch(/-rejects\.xlsx/);
  const [refused] = await readSheets([...desk.files.values()][0]!);
  expect(refused).toMatchObject({ sheet: '未导入' });
  expect(refused!.data.find(([line]) => line === '63')).toContain('12345');
});

test('nothing of a person lies open: numbers are sealed, found by hash; the street is not kept; the refused cells are sealed too', async () => {
  const { importId } = await desk.importBytes(fixture('discharges-utf8.csv'), now);
  const everything = JSON.stringify([await desk.patients.collection.find({}, { limit: 1000 }), await desk.encounters.collection.find({}, { limit: 1000 }), await desk.jobs.rejects.find({ importId })]);
  for (const secret of ['14639102265', '622301197306090216', '街道', '12345"']) expect(everything).not.toContain(secret);
  expect((await desk.patients.byPhone(desk.cipher.hash('14639102265'))).map((p) => p.name)).toEqual(['阳敏平']);
});

test('the same file again changes nothing, not even after a newer one corrected it', async () => {
  const bytes = fixture('discharges-utf8.csv');
  await desk.importBytes(bytes, now);
  const before = JSON.stringify([await desk.patients.collection.find({}, { limit: 1000 }), await desk.encounters.collection.find({}, { limit: 1000 })]);
  expect(await desk.importBytes(bytes, now + hour)).toMatchObject({ repeated: true, counts: { ...none, processed: 66, unchanged: 60, rejected: 6 } });
  expect(JSON.stringify([await desk.patients.collection.find({}, { limit: 1000 }), await desk.encounters.collection.find({}, { limit: 1000 })])).toBe(before);
  const newer = Buffer.from(bytes.toString('utf8').replace('慢性扁桃体炎', '急性扁桃体炎'), 'utf8');
  expect(await desk.importBytes(newer, now + 2 * hour)).toMatchObject({ counts: { corrected: 1, unchanged: 59, stale: 0 } });
  expect(await desk.importBytes(bytes, now + 3 * hour)).toMatchObject({ counts: { corrected: 0, unchanged: 59, stale: 1 } });
  expect((await stay('2026000000')).dx).toBe('急性扁桃体炎');
});

test('a newer row corrects and says which fields; an older one is stale; the same again only moves its time', async () => {
  await desk.importBytes(file([{ 更新时间: '2026-11-18 10:00' }]), now);
  desk.told.length = 0;
  const correction: Row = { 更新时间: '2026-11-18 12:00', 本人电话: '13900005678', 主要诊断: '股骨颈骨折', 床号: '3' };
  expect((await desk.importBytes(file([correction]), now + hour)).counts).toMatchObject({ corrected: 1 });
  const { history, planning, dx } = await stay('Z1');
  expect([dx, planning]).toEqual(['股骨颈骨折', 'due']);
  expect(history.map(({ what, fields }) => [what, fields])).toEqual([['registered', undefined], ['corrected', ['dx']]]);
  expect((await patient('P1')).history.at(-1)).toMatchObject({ what: 'corrected', fields: ['phone'] });
  expect(await phoneOf('P1')).toBe('13900005678');
  expect(desk.told).toEqual([{ what: 'plan', id: (await stay('Z1'))._id }]);
  expect((await desk.importBytes(file([{ 更新时间: '2026-11-18 11:00', 主要诊断: '扭伤' }]), now + 2 * hour)).counts).toMatchObject({ stale: 1 });
  expect((await desk.importBytes(file([{ ...correction, 更新时间: '2026-11-18 14:00' }]), now + 3 * hour)).counts).toMatchObject({ unchanged: 1 });
  expect((await desk.importBytes(file([{ 更新时间: '2026-11-18 13:00', 主要诊断: '扭伤' }]), now + 4 * hour)).counts).toMatchObject({ stale: 1 });
  expect((await stay('Z1')).dx).toBe('股骨颈骨折');
});

test('rows in any order, columns in any order, one file or several: the same register', async () => {
  const rows: Row[] = [
    { 更新时间: '2026-11-18 10:00' },
    { 住院号: 'Z2', 住院次数: '2', 入院时间: '2026-11-19 08:00', 出院时间: '2026-11-20 09:00', 本人电话: '13900005678', 更新时间: '2026-11-18 10:00' },
    { 患者ID: 'P2', 住院号: 'Z3', 姓名: '李芳', 本人电话: '13700001111', 离院方式: '5', 更新时间: '2026-11-18 09:00' },
    { 患者ID: 'P2', 住院号: 'Z4', 姓名: '李芳芳', 本人电话: '13700002222', 入院时间: '2026-10-01 08:00', 出院时间: '2026-10-05 08:00', 不接受回访: '是', 更新时间: '2026-11-18 11:00' },
    { 患者ID: 'P3', 住院号: 'Z5', 姓名: '赵一', 本人电话: '', 联系人电话: '13600001111', 离院方式: '4', 更新时间: '2026-11-18 09:30' },
    { 患者ID: 'P3', 住院号: 'Z5', 姓名: '赵一一', 本人电话: '', 联系人电话: '13600001111', 离院方式: '1', 更新时间: '2026-11-18 09:40' },
  ];
  const { kit } = desk;
  await desk.importBytes(file(rows), now);
  const expected = await desk.register();
  expect(expected.encounters).toHaveLength(5);
  await fc.assert(fc.asyncProperty(
    fc.shuffledSubarray(rows, { minLength: rows.length }), fc.shuffledSubarray(headings, { minLength: headings.length }), fc.integer({ min: 1, max: rows.length }),
    async (shuffled, order, cut) => {
      for (const name of all) await kit.behind.remove(name, {});
      await desk.importBytes(file(shuffled.slice(0, cut), order), now);
      if (cut < shuffled.length) await desk.importBytes(file(shuffled.slice(cut), order), now + minute);
      expect(await desk.register()).toEqual(expected);
    },
  ), { numRuns: 8 });
});

test('a run cut off anywhere is finished by another worker, with the counts that it would have had', async () => {
  const rows = Array.from({ length: 30 }, (_, i): Row => ({ 患者ID: `P${i}`, 住院号: `Z${i}`, 本人电话: `138${String(10_000_000 + i)}`, ...(i % 7 === 0 && { 离院方式: '4' }), ...(i % 11 === 5 && { 姓名: '' }) }));
  await desk.importBytes(file(rows.slice(0, 10)), now - hour);
  const changed = rows.map((row, i) => (i < 5 && i % 2 === 0 ? { ...row, 主要诊断: '扭伤' } : row));
  const whole = { processed: 30, registered: 18, corrected: 3, unchanged: 6, rejected: 3, stale: 0, duplicate: 0 };
  const bytes = file(changed);
  const held = ['patient', 'encounter', 'department', 'statement', 'restated'];
  const snapshot = () => Promise.all(held.map((name) => desk.kit.behind.get(name, {})));
  const start = await snapshot();
  const restore = async (): Promise<void> => {
    for (const [index, name] of held.entries()) {
      await desk.kit.behind.remove(name, {});
      if (start[index]!.length > 0) await desk.kit.behind.insert(name, ...start[index]!);
    }
  };
  // The platform dies at its n-th action, for every n until the import gets through.
  for (let n = 1, cut = true; cut; n += 1) {
    await restore();
    const { importId } = await desk.intake.start({ fileName: 'b.csv', size: bytes.length }, 'staff:1', now);
    desk.files.set((await desk.jobs.jobs.get(importId))!.fileId, bytes);
    cut = await cutAt(desk, n, () => desk.another().run(importId, now).catch(() => undefined));
    const job = await desk.another().run(importId, now + minute);
    expect(job).toMatchObject({ state: 'done', counts: whole });
    expect(await desk.kit.behind.count('encounter', {})).toBe(27);
    expect(await desk.kit.behind.count('patient', {})).toBe(27);
    expect((await stay('Z0')).history.map((entry) => entry.what)).toEqual(['registered', 'corrected']);
    await desk.kit.behind.remove('import_job', {});
    await desk.kit.behind.remove('import_reject', {});
  }
}, 60_000);

test('two runners at once: everything once, counted once', async () => {
  const rows = Array.from({ length: 1100 }, (_, i): Row => ({ 患者ID: `P${i}`, 住院号: `Z${i}`, 本人电话: `138${String(10_000_000 + i)}` }));
  const bytes = file(rows);
  const { importId } = await desk.intake.start({ fileName: 'c.csv', size: bytes.length }, 'staff:1', now);
  desk.files.set((await desk.jobs.jobs.get(importId))!.fileId, bytes);
  const run = async (intake: Desk['intake']): Promise<void> => {
    while ((await intake.run(importId, now)).state === 'running');
  };
  await Promise.all([run(desk.another()), run(desk.another())]);
  expect(await desk.intake.status(importId)).toMatchObject({ state: 'done', counts: { processed: 1100, registered: 1100, unchanged: 0 } });
  expect(await desk.kit.behind.count('encounter', {})).toBe(1100);
});

test('readmission, whichever stay comes first in, stops the earlier stay only', async () => {
  const first: Row = { 更新时间: '2026-11-18 10:00' };
  const again: Row = { 住院次数: '2', 入院时间: '2026-11-19 08:00', 出院时间: '2026-11-20 09:00', 更新时间: '2026-11-20 10:00' };
  for (const order of [[first, again], [again, first]]) {
    for (const name of all) await desk.kit.behind.remove(name, {});
    desk.told.length = 0;
    for (const [i, row] of order.entries()) await desk.importBytes(file([row]), now + i * minute);
    expect((await stay('Z1', 1)).readmittedAt).toBe(instantAt('2026-11-19', '08:00'));
    expect((await stay('Z1', 2)).readmittedAt).toBeNull();
    expect(desk.told.filter((t) => t.what === 'stop')).toContainEqual({ what: 'stop', id: (await stay('Z1', 1))._id, reason: 'readmitted' });
    expect(desk.told.filter((t) => t.what === 'stop').every((t) => t.reason === 'readmitted')).toBe(true);
  }
});

test('a discharge taken back means that the patient is still in; a row voided means that there was no such stay', async () => {
  const wrong: Row = { 住院次数: '2', 入院时间: '2026-11-19 08:00', 出院时间: '2026-11-20 09:00' };
  const withVoid = [...headings, '作废'];
  await desk.importBytes(file([{}, wrong]), now);
  expect((await stay('Z1', 1)).readmittedAt).toBe(instantAt('2026-11-19', '08:00'));
  await desk.importBytes(file([{ ...wrong, 取消出院: '是' }]), now + hour);
  expect([(await stay('Z1', 2)).state, (await stay('Z1', 1)).readmittedAt]).toEqual(['cancelled', instantAt('2026-11-19', '08:00')]);
  await desk.importBytes(Buffer.from(file([wrong], withVoid).toString('utf8').replace(/,$/, ',是'), 'utf8'), now + 2 * hour);
  expect([(await stay('Z1', 2)).state, (await stay('Z1', 1)).readmittedAt]).toEqual(['cancelled', null]);
  await desk.importBytes(file([wrong], withVoid), now + 3 * hour);
  expect([(await stay('Z1', 2)).state, (await stay('Z1', 1)).readmittedAt]).toEqual(['finished', instantAt('2026-11-19', '08:00')]);
});

test('a cancelled discharge, a refusal and a death reach followup; a death typed by mistake is taken back by the correction', async () => {
  await desk.importBytes(file([{}, { 患者ID: 'P2', 住院号: 'Z2' }, { 患者ID: 'P3', 住院号: 'Z3' }]), now);
  desk.told.length = 0;
  await desk.importBytes(file([{ 取消出院: '是' }, { 患者ID: 'P2', 住院号: 'Z2', 不接受回访: 'Y' }, { 患者ID: 'P3', 住院号: 'Z3', 离院方式: '5死亡' }]), now + hour);
  expect((await stay('Z1')).state).toBe('cancelled');
  expect((await patient('P2')).noContact).toBe(true);
  expect((await patient('P3')).death).toBe('confirmed');
  const ids = [(await stay('Z1'))._id, (await patient('P2'))._id, (await patient('P3'))._id];
  expect(desk.told.filter((t) => t.what === 'stop').map((t) => [t.id, t.reason]).sort()).toEqual([[ids[0], 'cancelled'], [ids[1], 'opted_out'], [ids[2], 'deceased']].sort());
  await desk.importBytes(file([{ 患者ID: 'P3', 住院号: 'Z3', 离院方式: '1' }]), now + 2 * hour);
  expect((await patient('P3')).death).toBe('no');
});

test('mother and lost child find each other, whichever is imported first, and the mother waits for a person', async () => {
  const mother: Row = { 患者ID: 'M', 住院号: 'ZM', 姓名: '王芳', 出生日期: '1995-03-01', 本人电话: '13800001111', 出院科别: '产科', 主要诊断编码: 'O80.900', 主要诊断: '单胎顺产', 入院时间: '2026-11-14 08:00' };
  const baby: Row = { 患者ID: 'B', 住院号: 'ZB', 姓名: '李小宝', 性别: '男', 出生日期: '2026-11-16', 本人电话: '', 联系人姓名: '李强', 联系人电话: '13800001111', 出院科别: '新生儿科', 主要诊断编码: 'P22.000', 主要诊断: '新生儿呼吸窘迫', 入院时间: '2026-11-16 08:00', 离院方式: '5' };
  const named: Row = { ...baby, 姓名: '王芳之子', 联系人电话: '13900009999' };
  for (const order of [[mother, baby], [baby, mother], [mother, named], [named, mother]]) {
    for (const name of all) await desk.kit.behind.remove(name, {});
    desk.told.length = 0;
    for (const [i, row] of order.entries()) await desk.importBytes(file([row]), now + i * minute);
    expect(await stay('ZM')).toMatchObject({ hold: 'obstetric_loss', decision: '', planning: 'due' });
    expect((await stay('ZB')).motherEncounterId).toBe((await stay('ZM'))._id);
    expect(desk.told.filter((t) => t.what === 'plan').at(-1)!.id).toBe((await stay('ZM'))._id);
  }
  const unrelated: Row = { ...mother, 患者ID: 'M2', 住院号: 'ZM2', 姓名: '赵丽', 本人电话: '13500001111' };
  await desk.importBytes(file([unrelated]), now + hour);
  expect((await stay('ZM2')).hold).toBe('');
});

test('a file with a missing column fails as a whole, in words, and is not kept', async () => {
  const job = await desk.importBytes(file([{}], headings.filter((h) => h !== '离院方式')), now);
  expect(job).toMatchObject({ state: 'failed', problem: 'missing_columns', columns: ['way'] });
  expect(desk.files.size).toBe(0);
  expect(await desk.intake.run(job.importId, now)).toMatchObject({ state: 'failed' });
});

test('before the file has arrived the run says so, and an unknown import is refused', async () => {
  const { importId } = await desk.intake.start({ fileName: 'd.csv', size: 10 }, 'staff:1', now);
  await expect(desk.intake.run(importId, now)).rejects.toMatchObject({ code: 'NOT_NOW', reason: 'not_uploaded' });
  await expect(desk.intake.run('import:unknown', now)).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('the timer goes on with an import whose browser went away, clears uploads that never came, and removes old reports', async () => {
  const rows = Array.from({ length: 1010 }, (_, i): Row => ({ 患者ID: `P${i}`, 住院号: `Z${i}`, 本人电话: `138${String(10_000_000 + i)}`, ...(i === 3 && { 姓名: '' }) }));
  const { importId } = await desk.intake.start({ fileName: 'e.csv', size: 1 }, 'staff:1', now);
  desk.files.set((await desk.jobs.jobs.get(importId))!.fileId, file(rows));
  expect((await desk.intake.run(importId, now)).state).toBe('running');
  const lonely = (await desk.intake.start({ fileName: 'f.csv', size: 1 }, 'staff:1', now)).importId;
  expect(await desk.another().tick(now + minute)).toEqual({ pages: 0, cleared: 0 });
  expect(await desk.another().tick(now + 3 * minute)).toEqual({ pages: 1, cleared: 0 });
  expect(await desk.intake.status(importId)).toMatchObject({ state: 'done', counts: { registered: 1009, rejected: 1 } });
  await desk.intake.rejects(importId, now);
  expect(desk.files.size).toBe(1);
  expect(await desk.another().tick(now + 25 * hour)).toEqual({ pages: 0, cleared: 1 });
  expect(await desk.intake.status(lonely)).toMatchObject({ state: 'failed', problem: 'not_uploaded' });
  expect(desk.files.size).toBe(0);
});

test('a thousand rows take few round trips, and a file again fewer', async () => {
  const rows = Array.from({ length: 1000 }, (_, i): Row => ({ 患者ID: `P${i}`, 住院号: `Z${i}`, 本人电话: `138${String(10_000_000 + i)}` }));
  const { stats, resetStats } = desk.kit.behind.database;
  resetStats();
  await desk.importBytes(file(rows), now);
  expect(stats().roundTrips).toBeLessThanOrEqual(28);
  resetStats();
  await desk.importBytes(file(rows), now + hour);
  // One of them notes once a run that its source has handed over again.
  expect(stats().roundTrips).toBeLessThanOrEqual(19);
});

test('planning that fails leaves the stay due for the timer, and the import goes on', async () => {
  desk.followup.plan = () => Promise.reject(new Error('not today'));
  expect(await desk.importBytes(file([{}]), now)).toMatchObject({ state: 'done', counts: { registered: 1 } });
  expect(desk.defects).toHaveLength(1);
  expect((await desk.encounters.duePlanning(10)).map((e) => e.inpatientNo)).toEqual(['Z1']);
});

test.each([['a table', '患', 60], ['FHIR', '{"resourceType":"Bundle"', 40], ['JSON', '[', 40]])('%s that is larger than one file may be is refused whole', async (_, head, megabytes) => {
  const bytes = Buffer.alloc(megabytes * 1024 * 1024 + 1, ' ');
  bytes.write(head);
  expect(await desk.importBytes(bytes, now)).toMatchObject({ state: 'failed', problem: 'too_big' });
});
test('HL7 may be as large as a table: it is read a page at a time', async () => {
  const bytes = Buffer.alloc(41 * 1024 * 1024, '\r');
  bytes.write('MSH|^~\\&|HIS|H|SF|H|20261118103000||ADT^A03|M1|P|2.4\rEVN|A03');
  expect(await desk.importBytes(bytes, now)).toMatchObject({ state: 'done', rows: 1, format: 'hl7' });
});
