import { instantAt, minute } from '../../../cloudfunctions/kit/calendar';
import { maxSavedFilters } from '../../../cloudfunctions/discharge/contract/register';
import { file, line, openRegisterDesk, patientId, staff, stayId } from './register-world';
import { openDesk, type Desk } from './support';

const now = instantAt('2026-11-20', '20:00');
const lead = staff('lead');
const ward = staff('ward', ['0402']);
const foreign = staff('ward', ['0301']);

let desk: Desk;
let world: ReturnType<typeof openRegisterDesk>;
beforeEach(async () => {
  desk = await openDesk();
  world = openRegisterDesk(desk);
});
afterEach(() => desk.close());
const stayOf = async (n: number) => (await desk.encounters.get(stayId(desk, n)))!;
const patientOf = async (n: number) => (await desk.patients.get(patientId(desk, n)))!;
const trail = async () => (await desk.kit.behind.get('audit', {}, { order: { n: 1 } })).map(({ action, reason }) => [action, reason]);
const correct = (n: number, cells: Record<string, string>, who = ward, at = now) => world.registerDesk.saying.correct(who, { encounterId: stayId(desk, n), cells, reason: '与病历核对' }, at);
const fieldsOf = (error: { fields?: { path: string; problem: string }[] }) => (error.fields ?? []).map(({ path, problem }) => `${path} ${problem}`);
const refusal = (work: Promise<unknown>) => work.then(() => ['taken'], (error: { code: string; reason?: string; fields?: { path: string; problem: string }[] }) => [error.code, ...(error.reason ? [error.reason] : []), ...fieldsOf(error)]);

describe('saved filters', () => {
  test('each colleague has their own, by name; the same name replaces', async () => {
    const { filters } = world.registerDesk;
    expect(await filters.of(lead)).toEqual([]);
    await filters.save(lead, '本周死亡', { way: '5' }, now);
    await filters.save(lead, '缺电话', { missing: 'no_phone' }, now);
    await filters.save(lead, '本周死亡', { way: '5', from: '2026-11-16' }, now + 1);
    expect((await filters.of(lead)).map(({ name, filter }) => [name, filter])).toEqual([['本周死亡', { way: '5', from: '2026-11-16' }], ['缺电话', { missing: 'no_phone' }]]);
    expect(await filters.of(ward)).toEqual([]);
    expect(JSON.stringify(await world.store.filters.find({}))).not.toMatch(/缺电话|no_phone/);
    await filters.remove(lead, '没有这个');
    expect((await filters.remove(lead, '缺电话')).map(({ name }) => name)).toEqual(['本周死亡']);
  });
  test('thirty at most; several saved at once are all there', async () => {
    const { filters } = world.registerDesk;
    await Promise.all(Array.from({ length: 6 }, (_, n) => filters.save(lead, `一起${n}`, {}, now)));
    expect(await filters.of(lead)).toHaveLength(6);
    for (let n = 6; n < maxSavedFilters; n += 1) await filters.save(lead, `一起${n}`, {}, now);
    await expect(filters.save(lead, '再一个', {}, now)).rejects.toMatchObject({ code: 'CONFLICT', reason: 'full' });
    expect(await filters.save(lead, '一起1', { way: '1' }, now)).toHaveLength(maxSavedFilters);
  });
});

describe('corrections', () => {
  test('a colleague\'s word counts while the source says the same, is told with its reason, and falls when the source changes', async () => {
    await desk.importBytes(file(line(1)), now);
    expect(await correct(1, { dx: '股骨骨折', bed: '12', name: '王秀瑛' })).toEqual({ changed: true, doubts: [] });
    expect(await stayOf(1)).toMatchObject({ dx: '股骨骨折', bed: '12' });
    expect((await patientOf(1)).name).toBe('王秀瑛');
    expect((await stayOf(1)).history.at(-1)).toMatchObject({ by: ward.staffId, what: 'corrected', note: '与病历核对', fields: expect.arrayContaining(['dx', 'bed']) });
    expect(await trail()).toEqual([['discharge.correct', expect.stringMatching(/^(dx|bed|name)(,(dx|bed|name)){2}: 与病历核对$/)]]);
    await desk.importBytes(file(line(1, { 离院方式: '2' })), now + minute);
    expect(await stayOf(1)).toMatchObject({ dx: '股骨骨折', way: '2' });
    await desk.importBytes(file(line(1, { 主要诊断: '股骨颈骨折' })), now + 2 * minute);
    expect(await stayOf(1)).toMatchObject({ dx: '股骨颈骨折', bed: '12' });
    expect((await patientOf(1)).name).toBe('王秀瑛');
  });
  test('a second correction counts after the first, also of a field that no source gave', async () => {
    await desk.importBytes(file(line(1)), now);
    await correct(1, { attending: '张医生', dx: '股骨骨折' });
    await correct(1, { attending: '李医生', dx: '股骨颈骨折' }, lead, now + minute);
    expect(await stayOf(1)).toMatchObject({ attending: '李医生', dx: '股骨颈骨折' });
    await correct(1, { dx: '骨折' }, lead, now + 2 * minute);
    expect((await stayOf(1)).dx).toBe('骨折');
  });
  test('of a patient with two stays the person is corrected from either', async () => {
    await desk.importBytes(file(line(1, { 入院时间: '2026-10-01 08:00', 出院时间: '2026-10-09 09:00' }), line(2, { 患者ID: 'P1', 姓名: '王秀茵' })), now);
    expect((await patientOf(1)).name).toBe('王秀茵');
    await correct(1, { name: '王秀瑛' });
    expect((await patientOf(1)).name).toBe('王秀瑛');
    await correct(2, { name: '王秀莹' }, ward, now + minute);
    expect((await patientOf(1)).name).toBe('王秀莹');
  });
  test('what is said already changes nothing and is not written down', async () => {
    await desk.importBytes(file(line(1)), now);
    expect(await correct(1, { dx: ' 骨折 ', name: '王秀英' })).toEqual({ changed: false, doubts: [] });
    expect(await trail()).toEqual([]);
  });
  test('what cannot be is refused with its field, and nothing stays behind', async () => {
    await desk.importBytes(file(line(1), line(2, { 出院科别编码: '0301', 出院科别: '呼吸内科' })), now);
    for (const [cells, said] of [
      [{ birthDate: '2026-13-01' }, ['INVALID_INPUT', 'cells.birthDate date_impossible']], [{ admitAt: '2026-11-19 08:00' }, ['INVALID_INPUT', 'cells.dischargeAt discharge_before_admission']], [{ dischargeAt: '2027-01-01 08:00' }, ['INVALID_INPUT', 'cells.dischargeAt future']],
      [{ way: '八' }, ['INVALID_INPUT', 'cells.way way_unknown']], [{ name: '' }, ['INVALID_INPUT', 'cells.name required']], [{ departmentCode: '0999' }, ['INVALID_INPUT', 'cells.departmentCode unknown']], [{ departmentCode: '0301' }, ['INVALID_INPUT', 'cells.departmentCode foreign']],
    ] as const) expect([cells, await refusal(correct(1, cells))]).toEqual([cells, said]);
    expect(await refusal(correct(1, { dx: '骨折病' }, foreign))).toEqual(['FORBIDDEN']);
    expect(await refusal(correct(99, { dx: '骨折病' }, lead))).toEqual(['FORBIDDEN']);
    expect(await desk.statements.collection.count({})).toBe(2);
    expect(await trail()).toEqual([]);
  });
  test('another department takes the stay with both its names', async () => {
    await desk.importBytes(file(line(1), line(2, { 出院科别编码: '0301', 出院科别: '呼吸内科' })), now);
    await correct(1, { departmentCode: '0301' }, lead);
    expect(await stayOf(1)).toMatchObject({ departmentCode: '0301', departmentName: '呼吸内科' });
    await expect(world.register.get(ward, stayId(desk, 1))).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('versions', () => {
  test('who said what, in order, masked, with source, reason and what holds', async () => {
    await desk.importBytes(file(line(1, { 身份证号: '62230119580712071X' })), now);
    await correct(1, { dx: '股骨骨折', name: '王秀瑛' }, ward, now + minute);
    await desk.importBytes(file(line(1, { 身份证号: '62230119580712071X', 病区: '骨科2病区' })), now + 2 * minute, 'b.csv');
    const { versions, names } = await world.registerDesk.versions(lead, stayId(desk, 1));
    expect(versions.map(({ kind, by, fileName, ref, correction, reason, state }) => [kind, by, fileName, ref, correction, reason, state])).toEqual([
      ['stay', 'staff:1', 'a.csv', 'line 2', false, '', 'counts'], ['stay', ward.staffId, '', '', true, '与病历核对', 'counts'], ['stay', 'staff:1', 'b.csv', 'line 2', false, '', 'counts'],
    ]);
    const field = (n: number, name: string) => versions[n]!.fields.find((one) => one.field === name);
    expect(field(0, 'name')).toEqual({ field: 'name', value: '王*英', was: null, holds: false });
    expect(field(1, 'name')).toEqual({ field: 'name', value: '王*瑛', was: '王*英', holds: true });
    expect(field(0, 'phone')).toMatchObject({ value: '138****1001', holds: true });
    expect(field(0, 'idNo')!.value).toMatch(/^622\*+1X$/);
    expect(field(0, 'address')!.value).toBe('浙江省杭州市西湖区***');
    expect([field(0, 'ward')!.holds, field(2, 'ward')!.holds]).toEqual([false, true]);
    expect(JSON.stringify(versions)).not.toMatch(/13800001001|王秀英|王秀瑛|19580712071|文三路/);
    expect(names[ward.staffId]).toBeTruthy();
    await expect(world.registerDesk.versions(foreign, stayId(desk, 1))).rejects.toMatchObject({ code: 'FORBIDDEN', message: 'not allowed or not found' });
  });
});

describe('added by hand', () => {
  const cells = {
    patientNo: 'P70', inpatientNo: 'Z1070', name: '赵小敏', sex: '女', birthDate: '1966-05-12', departmentCode: '0402', department: '骨科', admitAt: '2026-11-10 08:00', dischargeAt: '2026-11-18 09:00', dx: '踝关节扭伤', way: '1', phone: '16600017001',
  };
  const add = (more: Record<string, string> = {}, who = ward) => world.registerDesk.saying.addByHand(who, { cells: { ...cells, ...more }, reason: '系统里没有' }, now);
  beforeEach(() => desk.importBytes(file(line(1), line(2, { 出院科别编码: '0301', 出院科别: '呼吸内科' })), now));

  test('is in the register at once, planned, found, and listed as a run of the day', async () => {
    const { encounterId, doubts } = await add();
    expect(doubts).toEqual([]);
    expect(encounterId).toBe(stayId(desk, 70));
    expect(await stayOf(70)).toMatchObject({ dx: '踝关节扭伤', visitTimes: 1, departmentName: '骨科', missing: 'no_code', state: 'finished' });
    expect((await world.register.list(ward, { text: 'zxm', limit: 5 })).rows).toMatchObject([{ inpatientNo: 'Z1070', phone: '166****7001' }]);
    expect(desk.told).toContainEqual({ what: 'plan', id: encounterId });
    expect((await desk.jobs.jobs.find({ source: '手工登记' })).map(({ counts }) => counts.registered)).toEqual([1]);
    expect(await trail()).toEqual([['discharge.add', '系统里没有']]);
    expect(await refusal(add())).toEqual(['CONFLICT', 'exists']);
  });
  test('the same checks as a row of a file, a problem for each field', async () => {
    expect(await refusal(add({ phone: '123', sex: '?', dischargeAt: '' }))).toEqual(['INVALID_INPUT', 'cells.sex sex_unknown', 'cells.dischargeAt required', 'cells.phone phone_wrong']);
    expect(await refusal(add({ departmentCode: '0301', department: '呼吸内科' }))).toEqual(['INVALID_INPUT', 'cells.departmentCode foreign']);
    expect(await refusal(add({ departmentCode: '0999', department: '没有的科' }))).toEqual(['INVALID_INPUT', 'cells.departmentCode unknown']);
    expect(await refusal(add({ patientNo: 'P1' }))).toEqual(['INVALID_INPUT', 'cells.patientNo other_person']);
    expect(await desk.encounters.get(stayId(desk, 70))).toBeNull();
  });
  test('a known patient\'s next stay joins the others', async () => {
    await add({ patientNo: 'P1', name: '王秀英', birthDate: '1960-01-02' });
    expect((await desk.encounters.ofPatients([patientId(desk, 1)])).map(({ inpatientNo }) => inpatientNo).sort()).toEqual(['Z1001', 'Z1070']);
  });
});
