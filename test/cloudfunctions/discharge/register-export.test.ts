import { stepCollection } from '../../../cloudfunctions/followup/store';
import { day, instantAt, minute } from '../../../cloudfunctions/kit/calendar';
import { openAudit, auditCollection, type AuditRow } from '../../../cloudfunctions/kit/audit';
import { createCare } from '../../../cloudfunctions/discharge/service/care';
import { factsOfBindings, factsOfConsents, factsOfExports, factsOfReveals, mayReadReveals } from '../../../cloudfunctions/discharge/service/register/facts';
import { headings, workbookOf } from '../../../cloudfunctions/discharge/service/register/sheet';
import { maxExportRows } from '../../../cloudfunctions/discharge/contract/register';
import { file, line, openRegisterDesk, staff, stayId } from './register-world';
import { openDesk, type Desk } from './support';

const now = instantAt('2026-11-20', '20:00');
const lead = staff('lead');
const quality = staff('quality');
const ward = staff('ward', ['0402']);

let desk: Desk;
let world: ReturnType<typeof openRegisterDesk>;
beforeEach(async () => {
  desk = await openDesk([stepCollection]);
  world = openRegisterDesk(desk);
});
afterEach(() => desk.close());

/** The sheet as a person sees it. */
async function opened(bytes: Buffer): Promise<string[][]> {
  const { readSheet } = await import('read-excel-file/node');
  return (await readSheet(bytes)).map((row) => row.map((cell) => (cell === null ? '' : String(cell))));
}
const made = async (who: typeof lead, o: { full?: boolean; filter?: object } = {}, at = now) => {
  const { exporting } = world.registerDesk;
  const { exportId } = await exporting.start(who, { filter: o.filter ?? {}, full: o.full ?? false, reason: '纸质登记' }, at);
  const job = await exporting.run(who, exportId, at);
  const stored = [...desk.files].find(([path]) => path.includes(exportId.slice(7)));
  return { exportId, job, rows: stored ? await opened(stored[1]) : [] };
};
const byNumber = (rows: string[][]) => Object.fromEntries(rows.slice(1, -1).map((row) => [row[headings.indexOf('住院号')], row]));
const cellOf = (row: string[] | undefined, heading: string) => row?.[headings.indexOf(heading)];

test('a print leaves who, how many and of which list in the trail, never what was typed', async () => {
  await world.registerDesk.exporting.printed(ward, { filter: { departmentCode: '0402', from: '2026-11-01', text: '王秀英' }, rows: 12 }, now);
  const [row] = await desk.kit.behind.get('audit', {}, {});
  expect(row).toMatchObject({ action: 'discharge.print', subject: 'register', actor: ward.staffId });
  expect(JSON.parse(String(row!['reason']))).toEqual({ rows: 12, departmentCode: '0402', from: '2026-11-01', text: '***' });
});

test('the columns of the register, masked, with a line that says who took it out', async () => {
  await desk.importBytes(file(line(1), line(2, { 离院方式: '5' }), line(3, { 本人电话: '' })), now);
  await desk.kit.database.collection<{ _id: string }>(stepCollection).insertMissing([Object.assign({ _id: 'step:1' }, { encounterId: stayId(desk, 1), order: 1, state: 'closed', reason: 'lost_no_answer', dischargeAt: 1 })]);
  const { rows, job } = await made(ward);
  expect(job).toMatchObject({ state: 'done', rows: 3, full: false, by: ward.staffId, reason: '纸质登记', expiresAt: now + day });
  expect(rows[0]).toEqual([...headings]);
  expect(headings).toEqual(expect.arrayContaining(['姓名', '性别', '年龄', '科室', '出院诊断', '联系电话', '家庭地址（到区县）', '住院号', '出院日期', '随访情况']));
  const found = byNumber(rows);
  expect(found['Z1001']).toEqual(['王*英', '女', '66', '骨科', '骨科1病区', '骨折', '138****1001', '浙江省杭州市西湖区', 'Z1001', '2026-11-18', '医嘱离院', '失访']);
  expect(cellOf(found['Z1002'], '随访情况')).toBe('已去世');
  expect(cellOf(found['Z1003'], '联系电话')).toBe('139****2003');
  expect(rows.at(-1)![0]).toBe(`由${ward.staffId}的姓名于2026-11-20 20:00导出；姓名和电话已遮盖`);
  expect(JSON.stringify(rows)).not.toMatch(/王秀英|13800001001|文三路/);
});

test('in full only for lead and quality, and never of sensitive stays or minors; the stay itself remembers it', async () => {
  await desk.departments.collection.set({ _id: 'dep:1500', code: '1500', name: '精神心理科', aliases: [], phone: '', sensitive: true, critical: false, obstetric: false, paediatric: false, unconfirmed: false });
  await desk.importBytes(file(line(1), line(2, { 出院科别编码: '1500', 出院科别: '精神心理科' }), line(3, { 出生日期: '2010-01-02' })), now);
  for (const role of ['nurse', 'officer', 'ward', 'director'] as const) await expect(world.registerDesk.exporting.start(staff(role), { filter: {}, full: true, reason: '想要' }, now)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  const { rows, exportId } = await made(quality, { full: true });
  const found = byNumber(rows);
  expect([cellOf(found['Z1001'], '姓名'), cellOf(found['Z1001'], '联系电话')]).toEqual(['王秀英', '13800001001']);
  for (const number of ['Z1002', 'Z1003']) expect([cellOf(found[number], '姓名'), cellOf(found[number], '联系电话')]).toEqual(['王*英', expect.stringContaining('****')]);
  expect(cellOf(found['Z1002'], '出院诊断')).toBe('（不导出）');
  expect((await world.store.exported.find({}, { limit: 10 })).map(({ encounterId, by, reason }) => [encounterId, by, reason])).toEqual([[stayId(desk, 1), quality.staffId, '纸质登记']]);
  expect((await desk.kit.behind.get('audit', {}, {})).map((row) => [row['action'], row['subject'], row['reason']])).toEqual([['discharge.export.full', exportId, '纸质登记']]);
  await expect(world.registerDesk.exporting.start(lead, { filter: {}, full: true, reason: '核查' }, now)).resolves.toMatchObject({ full: true });
});

test('the filter and the own departments narrow it', async () => {
  await desk.importBytes(file(line(1), line(2, { 离院方式: '2' }), line(3, { 出院科别编码: '0301', 出院科别: '呼吸内科' })), now);
  expect(Object.keys(byNumber((await made(ward)).rows)).sort()).toEqual(['Z1001', 'Z1002']);
  expect(Object.keys(byNumber((await made(lead, { filter: { way: '2' } })).rows))).toEqual(['Z1002']);
  await expect(world.registerDesk.exporting.start(ward, { filter: { departmentCode: '0301' }, full: false, reason: '试试' }, now)).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('cells that look like formulas, and what XML cannot hold, are text', async () => {
  await desk.importBytes(file(line(1, { 主要诊断: '=HYPERLINK(1)', 病区: '+cmd', 住院号: '@SUM' })), now);
  const rows = (await made(lead)).rows;
  expect(rows[1]).toEqual(expect.arrayContaining(['+cmd']));
  const bytes = await workbookOf([['=1+1', '\u0000a\ud83d\u0007', '-2', '\t=x']], '注');
  expect((await opened(bytes))[1]!.slice(0, 3)).toEqual(['=1+1', 'a', '-2']);
  const { unzipSync, strFromU8 } = await import('fflate');
  const sheet = Object.entries(unzipSync(bytes)).filter(([name]) => name.startsWith('xl/worksheets/')).map(([, text]) => strFromU8(text)).join('');
  expect(sheet).not.toMatch(/<f[ >]/);
});

test('everybody fetches only their own; lead, quality and director see who took what out', async () => {
  await desk.importBytes(file(line(1)), now);
  const { exporting } = world.registerDesk;
  const own = await made(ward);
  await made(staff('nurse'), {}, now + 1);
  expect((await exporting.list(ward, { limit: 10 })).exports.map(({ by }) => by)).toEqual([ward.staffId]);
  for (const who of [lead, quality, staff('director')]) expect((await exporting.list(who, { limit: 10 })).exports).toHaveLength(2);
  await made(ward, { filter: { text: '13800001001', way: '1' } }, now - 1);
  const typed = async (who: typeof lead) => (await exporting.list(who, { limit: 10 })).exports.map(({ filter }) => filter.text).filter((text) => text !== undefined);
  expect([await typed(ward), await typed(lead)]).toEqual([['13800001001'], ['***']]);
  expect(JSON.stringify(await world.store.exports.find({}))).not.toContain('13800001001');
  const first = await exporting.list(lead, { limit: 1 });
  expect((await exporting.list(lead, { limit: 1, cursor: first.next! })).exports.map(({ exportId }) => exportId)).toEqual([own.exportId]);
  expect(await exporting.file(ward, own.exportId, now)).toEqual({ url: expect.stringContaining('for=300'), fileName: '回访登记表-2026-11-20.xlsx' });
  for (const exportId of [own.exportId, 'export:none']) for (const ask of [() => exporting.file(lead, exportId, now), () => exporting.run(lead, exportId, now)]) await expect(ask()).rejects.toMatchObject({ code: 'FORBIDDEN', message: 'not allowed or not found' });
});

test('a day later the file is gone, and says so', async () => {
  await desk.importBytes(file(line(1)), now);
  const { exporting } = world.registerDesk;
  const { exportId } = await made(ward);
  await world.registerDesk.tick(now + day - minute);
  expect(desk.files.size).toBe(1);
  await expect(exporting.file(ward, exportId, now + day)).rejects.toMatchObject({ code: 'GONE', reason: 'expired' });
  await world.registerDesk.tick(now + day + minute);
  expect(desk.files.size).toBe(0);
  await expect(exporting.file(ward, exportId, now + day + minute)).rejects.toMatchObject({ code: 'GONE', reason: 'expired' });
  expect((await exporting.list(ward, { limit: 5 })).exports).toMatchObject([{ state: 'expired', expiresAt: 0 }]);
});

test('what was cut off is made again by the timer with the same rights, three times at most', async () => {
  await desk.importBytes(file(line(1), line(2, { 出院科别编码: '0301', 出院科别: '呼吸内科' })), now);
  const { exporting } = world.registerDesk;
  const { exportId } = await exporting.start(ward, { filter: {}, full: false, reason: '纸质登记' }, now);
  await world.store.exports.update({ _id: exportId }, { tries: 1 });
  expect((await exporting.run(ward, exportId, now + 1)).state).toBe('waiting');
  await world.registerDesk.tick(now + 3 * minute);
  expect((await exporting.list(ward, { limit: 5 })).exports).toMatchObject([{ state: 'done', rows: 1 }]);
  const broken = await exporting.start(ward, { filter: {}, full: false, reason: '纸质登记' }, now);
  await world.store.exports.update({ _id: broken.exportId }, { tries: 3 });
  await world.registerDesk.tick(now + 3 * minute);
  expect((await exporting.list(ward, { limit: 1 })).exports.concat(await exporting.run(ward, broken.exportId, now))).toContainEqual(expect.objectContaining({ exportId: broken.exportId, state: 'failed', problem: 'broken' }));
});

test('of two makers at once one makes it', async () => {
  await desk.importBytes(file(line(1)), now);
  const { exporting } = world.registerDesk;
  const { exportId } = await exporting.start(ward, { filter: {}, full: false, reason: '纸质登记' }, now);
  await Promise.all([exporting.run(ward, exportId, now), exporting.run(ward, exportId, now)]);
  expect((await world.store.exports.get(exportId))!.tries).toBe(1);
  expect((await exporting.run(ward, exportId, now)).state).toBe('done');
});

test('more than anybody reads is refused as a whole', async () => {
  await desk.importBytes(file(line(1)), now);
  const [stay] = await desk.encounters.collection.find({});
  const { _id: _, ...rest } = stay!;
  for (let n = 0; n < maxExportRows; n += 1000) await desk.encounters.collection.insertMissing(Array.from({ length: 1000 }, (_one, i) => ({ ...rest, _id: `enc:copy-${n + i}`, inpatientNo: `C${n + i}`, history: [] })));
  expect((await made(lead)).job).toMatchObject({ state: 'failed', problem: 'too_many', rows: 0 });
  expect(desk.files.size).toBe(0);
}, 120_000);

test('the timeline tells of consents, bindings, and to lead and quality of who looked', async () => {
  await desk.importBytes(file(line(1)), now);
  const { patients, encounters, departments, cipher, followup, kit: { database } } = desk;
  const care = createCare({ register: world.register, patients, encounters, departments, cipher, audit: openAudit(database), command: database.command, followup });
  await care.reveal(ward, { encounterId: stayId(desk, 1), fields: ['phone', 'name'], reason: '核对电话: 回访' }, now);
  const rows = await database.collection<AuditRow>(auditCollection).find({ subject: stayId(desk, 1) });
  expect(factsOfReveals(rows)).toEqual([{ at: now, kind: 'register.revealed', by: ward.staffId, params: { fields: ['phone', 'name'], note: '核对电话: 回访' } }]);
  expect((['lead', 'nurse', 'agent', 'officer', 'ward', 'quality', 'director', 'it'] as const).filter(mayReadReveals)).toEqual(['lead', 'quality']);
  expect(factsOfConsents([{ at: 1, what: 'withdrawn', personId: 'person:1', purpose: 'survey', by: 'family' }])).toEqual([{ at: 1, kind: 'consent.withdrawn', by: 'person:1', params: { purpose: 'survey', whose: 'family' } }]);
  expect(factsOfBindings([{ as: 'family', relation: 'child', history: [{ at: 1, by: 'person:1', what: 'bound' }] }])).toEqual([{ at: 1, kind: 'binding.bound', by: 'person:1', params: { as: 'family', relation: 'child' } }]);
  expect(factsOfExports([{ at: 1, by: 'staff:1', reason: '核查' }])).toEqual([{ at: 1, kind: 'register.exported', by: 'staff:1', params: { note: '核查' } }]);
});
