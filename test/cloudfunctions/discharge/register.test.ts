import { instantAt, minute } from '../../../cloudfunctions/kit/calendar';
import type { Staff } from '../../../cloudfunctions/kit/caller';
import { openAudit } from '../../../cloudfunctions/kit/audit';
import { createCare, type Care } from '../../../cloudfunctions/discharge/service/care';
import type { Register } from '../../../cloudfunctions/discharge/service/register';
import { openRegisterDesk } from './register-world';
import { openDesk, type Desk } from './support';

const now = instantAt('2026-11-20', '20:00');
const headings = ['患者ID', '住院号', '住院次数', '姓名', '性别', '出生日期', '身份证号', '本人电话', '联系人姓名', '与患者关系', '联系人电话', '出院科别编码', '出院科别', '入院时间', '出院时间', '主要诊断', '离院方式'];
const line = (n: number, o: Partial<Record<string, string>> = {}): string => headings.map((h) => ({
  患者ID: `P${n}`, 住院号: `Z${1000 + n}`, 住院次数: '1', 姓名: '王秀英', 性别: '女', 出生日期: '1960-01-02', 身份证号: '62230119580712071X', 本人电话: `1380000${String(1000 + n)}`, 联系人姓名: '李明华', 与患者关系: '子', 联系人电话: `1390000${String(2000 + n)}`, 出院科别编码: '0402', 出院科别: '骨科',
  入院时间: '2026-11-10 08:00', 出院时间: `2026-11-18 ${String(8 + Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`, 主要诊断: '骨折', 离院方式: '1', ...o,
})[h] ?? '').join(',');
const file = (...rows: string[]): Buffer => Buffer.from([headings.join(','), ...rows].join('\n'));
const staff = (role: Staff['role'], departments: Staff['departments'] = 'all', staffId = `staff:${role}`): Staff => ({ kind: 'staff', staffId, name: '', role, departments, sessionId: 's', ip: '10.0.0.1' });
const lead = staff('lead');
const ward = staff('ward', ['0402']);
const foreign = staff('ward', ['0301']);

let desk: Desk;
let register: Register;
let care: Care;
beforeEach(async () => {
  desk = await openDesk();
  const { patients, encounters, departments, cipher, followup, kit: { database } } = desk;
  ({ register } = openRegisterDesk(desk, {
    stepsOf: async (ids) => ids.map((encounterId) => ({ encounterId, stepId: `step:${encounterId}`, key: 'contact-1', state: 'planned', reason: '', due: 5 })),
    facts: [async ({ encounterId }) => [{ at: instantAt('2026-11-19', '10:00'), kind: 'notice.sent', by: '', params: { channel: 'sms', of: encounterId } }]],
  }));
  care = createCare({ register, patients, encounters, departments, cipher, audit: openAudit(database), command: database.command, followup });
});
afterEach(() => desk.close());
const idOf = (n: number): string => `enc:${desk.cipher.hash(`Z${1000 + n}|1`).slice(0, 20)}`;
const patientOf = async (n: number) => (await desk.patients.get(`pat:${desk.cipher.hash(`P${n}`).slice(0, 20)}`))!;
const trail = async () => (await desk.kit.behind.get('audit', {}, { order: { n: 1 } })).map((row) => row['action']);

test('what was done under a record that became part of another stands in the timeline of who lives on', async () => {
  await desk.importBytes(file(line(1), line(2)), now);
  const [lives, gone] = [await patientOf(1), await patientOf(2)];
  await desk.patients.collection.update({ _id: gone._id }, { mergedInto: lives._id });
  const { register: other } = openRegisterDesk(desk, { personFacts: [async ({ patientId }) => [{ at: now, kind: 'visit.booked', by: '', params: { of: patientId } }]] });
  const { facts } = await other.timeline(lead, idOf(1));
  expect(facts.filter(({ kind }) => kind === 'visit.booked').map(({ params }) => params['of'])).toEqual([lives._id, gone._id]);
});

test('a page at a time, newest first, nobody twice and nobody left out, also where many left in one minute', async () => {
  await desk.importBytes(file(...Array.from({ length: 40 }, (_, n) => line(n, n >= 10 && n < 30 ? { 出院时间: '2026-11-18 08:10' } : {}))), now);
  for (const [limit, text] of [[1], [3], [7], [20], [39], [40], [41], [3, '王'], [7, 'Z1'], [39, '王秀']] as const) {
    const seen: string[] = [];
    for (let cursor: string | undefined, more = true; more;) {
      const { rows, next } = await register.list(lead, { limit, cursor, text });
      seen.push(...rows.map((row) => `${row.dischargeAt}|${row.encounterId}`));
      more = next !== null;
      cursor = next ?? undefined;
    }
    expect(seen).toHaveLength(40);
    expect(new Set(seen).size).toBe(40);
    expect(seen).toEqual([...seen].sort().reverse());
  }
});

test('rows are masked on the server and carry the steps', async () => {
  await desk.importBytes(file(line(1)), now);
  const [row] = (await register.list(lead, { limit: 10 })).rows;
  expect(row).toMatchObject({ name: '王*英', phone: '138****1001', age: 66, dx: '骨折', departmentName: '骨科', noPhone: false, steps: [{ key: 'contact-1', state: 'planned' }] });
  const card = await register.get(ward, idOf(1));
  expect(card).toMatchObject({ name: '王*英', phone: '138****1001', contactName: '李*华', contactPhone: '139****2001', contactRelation: 'child', patientNo: 'P1' });
  expect(card.idNo).toMatch(/^622\*+1X$/);
  expect(JSON.stringify(card)).not.toMatch(/13800001001|王秀英|62230119580712071X/);
});

test('filters: day, department, way, clearing, words', async () => {
  await desk.importBytes(file(
    line(1), line(2, { 离院方式: '4' }), line(3, { 出院科别编码: '0301', 出院科别: '呼吸内科', 姓名: '王小明' }), line(4, { 出院时间: '2026-11-19 00:00', 姓名: '欧阳芳' }), line(5, { 姓名: '小王' }),
  ), now);
  const found = async (filter: object, who = lead) => (await register.list(who, { limit: 50, ...filter })).rows.map((row) => row.inpatientNo).sort();
  expect(await found({ from: '2026-11-18', to: '2026-11-18' })).toEqual(['Z1001', 'Z1002', 'Z1003', 'Z1005']);
  expect(await found({ from: '2026-11-19' })).toEqual(['Z1004']);
  expect(await found({ departmentCode: '0301' })).toEqual(['Z1003']);
  expect(await found({ way: '4' })).toEqual(['Z1002']);
  expect(await found({ held: 'waiting' })).toEqual(['Z1002']);
  expect(await found({ text: '王' })).toEqual(['Z1001', 'Z1002', 'Z1003']);
  expect(await found({ text: '王小' })).toEqual(['Z1003']);
  expect(await found({ text: '1004' })).toEqual(['Z1004']);
  expect(await found({ text: '2005' })).toEqual(['Z1005']);
  expect(await found({ text: '138 0000 1002' })).toEqual(['Z1002']);
  expect(await found({ text: 'Z100' })).toHaveLength(5);
  expect(await found({ text: '王', to: '2026-11-18', departmentCode: '0402' })).toEqual(['Z1001', 'Z1002']);
  expect(await found({}, ward)).toEqual(['Z1001', 'Z1002', 'Z1004', 'Z1005']);
  expect(await found({ text: '王' }, foreign)).toEqual(['Z1003']);
  expect((await register.search(ward, '王小')).rows).toEqual([]);
  await expect(register.list(ward, { limit: 5, departmentCode: '0301' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(register.list(lead, { limit: 5, cursor: '1|{"$gt":1}' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});

test('each list is served by an index', () => {
  const plan = (query: object, order: object) => desk.kit.behind.explain('encounter', query as Record<string, unknown>, { order: order as Record<string, unknown>, limit: 51 });
  const newest = { dischargeAt: -1, _id: -1 };
  expect(plan({ dischargeAt: { $gte: 0, $lt: 9e15 } }, newest)).toMatchObject({ index: 'day', sort: 'index' });
  expect(plan({ departmentCode: '0402', dischargeAt: { $gte: 0, $lt: 9e15 } }, newest)).toMatchObject({ index: 'department_day', sort: 'index' });
  expect(plan({ patientId: { $in: ['a'] } }, { patientId: 1, admitAt: 1 })).toMatchObject({ index: 'patient' });
  expect(plan({ planning: 'due' }, { dischargeAt: 1 })).toMatchObject({ index: 'planning', sort: 'index' });
  expect(plan({ clearing: 'waiting', dischargeAt: { $gte: 0, $lt: 9e15 } }, newest)).toMatchObject({ index: 'clearing', sort: 'index' });
  expect(plan({ inpatientNo: { $gte: 'Z', $lt: 'Z\uffff' } }, { inpatientNo: 1 })).toMatchObject({ index: 'number', sort: 'index' });
  expect(desk.kit.behind.explain('patient', { name: { $gte: '王', $lt: '王\uffff' } }).index).toBe('name');
  for (const field of ['phoneHash', 'contactPhoneHash', 'phoneTail', 'contactPhoneTail', 'contactName', 'motherName']) expect(desk.kit.behind.explain('patient', { [field]: 'x' }).index).toBeTruthy();
  expect(desk.kit.behind.explain('import_job', { state: 'running', touchedAt: { $lt: 5 } }, { order: { touchedAt: 1 } })).toMatchObject({ index: 'idle', sort: 'index' });
});

test('an unknown stay and another department\'s give the same answer, whatever is asked', async () => {
  await desk.importBytes(file(line(1)), now);
  for (const [who, encounterId] of [[foreign, idOf(1)], [lead, 'enc:unknown']] as const) {
    for (const ask of [
      () => register.get(who, encounterId), () => register.timeline(who, encounterId), () => care.reveal(who, { encounterId, fields: ['phone'], reason: '核对' }, now), () => care.clear(who, { encounterId, decision: 'invite', note: '可以' }, now),
      () => care.reportDeath(who, { encounterId, note: '家属来电' }, now), () => care.confirmDeath(who, { encounterId, verdict: 'confirmed', note: '已核实' }, now), () => care.mark(who, { encounterId, mark: 'unaware', value: true, note: '家属要求' }, now),
      () => care.correctPhone(who, { encounterId, which: 'phone', number: '13800009999', note: '更正' }, now), () => care.cancelDischarge(who, { encounterId, note: '未离院' }, now),
    ]) await expect(ask()).rejects.toMatchObject({ code: 'FORBIDDEN', message: 'not allowed or not found' });
  }
  expect(await trail()).toEqual([]);
});

test('a number is shown in full after the reason is written down, a child\'s under a name of its own', async () => {
  await desk.importBytes(file(line(1), line(2, { 出生日期: '2015-01-28' })), now);
  expect(await care.reveal(ward, { encounterId: idOf(1), fields: ['phone', 'name', 'idNo', 'contactPhone', 'contactName'], reason: '核对电话' }, now)).toEqual({ phone: '13800001001', name: '王秀英', idNo: '62230119580712071X', contactPhone: '13900002001', contactName: '李明华' });
  await care.reveal(ward, { encounterId: idOf(2), fields: ['phone'], reason: '核对电话' }, now);
  expect(await trail()).toEqual(['discharge.reveal', 'discharge.reveal.minor']);
});

test('the ward clears each held stay once; of two colleagues one decides', async () => {
  await desk.importBytes(file(line(1, { 离院方式: '4' }), line(2, { 离院方式: '4', 出院科别编码: '0301', 出院科别: '呼吸内科' }), line(3)), now);
  expect((await register.heldList(ward, { limit: 10 })).rows.map((row) => [row.inpatientNo, row.hold])).toEqual([['Z1001', 'against_advice']]);
  expect(await register.heldList(lead, { limit: 10 })).toMatchObject({ waiting: 2 });
  const decide = (decision: 'invite' | 'suppress') => care.clear(ward, { encounterId: idOf(1), decision, note: '已与家属沟通' }, now).then(() => decision, (error: { code: string; reason: string }) => `${error.code} ${error.reason}`);
  const answers = await Promise.all([decide('invite'), decide('suppress')]);
  expect(answers.filter((answer) => answer === 'CONFLICT decided')).toHaveLength(1);
  const won = answers.find((answer) => answer === 'invite' || answer === 'suppress')!;
  expect(await desk.encounters.get(idOf(1))).toMatchObject({ decision: won, decidedBy: 'staff:ward', decisionNote: '已与家属沟通', planning: 'due' });
  expect(desk.told.filter((t) => t.what === 'clear')).toEqual([{ what: 'clear', id: idOf(1), reason: won }]);
  expect(await register.heldList(ward, { limit: 10 })).toMatchObject({ rows: [], waiting: 0 });
  await expect(care.clear(ward, { encounterId: idOf(3), decision: 'invite', note: '可以' }, now)).rejects.toMatchObject({ code: 'CONFLICT', reason: 'not_held' });
});

test('a death needs a second person; told suspends, confirmed stops, wrong resumes', async () => {
  await desk.importBytes(file(line(1)), now);
  desk.told.length = 0;
  const nurse = staff('nurse');
  const word = (who: Staff, verdict: 'confirmed' | 'wrong') => care.confirmDeath(who, { encounterId: idOf(1), verdict, note: '与家属核实' }, now);
  await expect(word(lead, 'confirmed')).rejects.toMatchObject({ reason: 'not_told' });
  expect(await care.reportDeath(nurse, { encounterId: idOf(1), note: '家属告知' }, now)).toBe('told');
  await expect(word(nurse, 'confirmed')).rejects.toMatchObject({ code: 'CONFLICT', reason: 'same_person' });
  expect(await word(lead, 'wrong')).toBe('no');
  await care.reportDeath(lead, { encounterId: idOf(1), note: '家属再次告知' }, now);
  expect(await word(nurse, 'confirmed')).toBe('confirmed');
  await expect(word(nurse, 'wrong')).rejects.toMatchObject({ reason: 'confirmed' });
  expect(await care.reportDeath(nurse, { encounterId: idOf(1), note: '再次告知' }, now)).toBe('confirmed');
  expect(desk.told.map((t) => [t.what, t.reason])).toEqual([['suspend', undefined], ['resume', undefined], ['suspend', undefined], ['stop', 'deceased']]);
  expect((await patientOf(1)).death).toBe('confirmed');
});

test('a number corrected here is not undone by a file that still has the old one; a number corrected there counts', async () => {
  await desk.importBytes(file(line(1)), now);
  expect(await care.correctPhone(ward, { encounterId: idOf(1), which: 'phone', number: '13800009999', note: '家属更正' }, now)).toBe('138****9999');
  const phone = async () => desk.cipher.open((await patientOf(1)).phoneSealed!, 'phone');
  await desk.importBytes(file(line(1, { 主要诊断: '股骨骨折' })), now + minute);
  expect(await phone()).toBe('13800009999');
  await desk.importBytes(file(line(1, { 主要诊断: '股骨骨折', 本人电话: '13800007777' })), now + 2 * minute);
  expect(await phone()).toBe('13800007777');
  await care.correctPhone(ward, { encounterId: idOf(1), which: 'phone', number: '', note: '本人无电话' }, now + 3 * minute);
  expect(await patientOf(1)).toMatchObject({ phoneSealed: null, phoneHash: '', phoneTail: '' });
});

test('a guardian\'s number releases a child that was held for want of one', async () => {
  await desk.importBytes(file(line(1, { 出生日期: '2020-01-01', 联系人电话: '' })), now);
  expect((await desk.encounters.get(idOf(1)))!.hold).toBe('guardian_missing');
  await care.correctPhone(ward, { encounterId: idOf(1), which: 'contactPhone', number: '13900001111', note: '补录' }, now);
  expect(await desk.encounters.get(idOf(1))).toMatchObject({ hold: '', planning: 'due' });
});

test('flags are set with a word for it; "do not contact" reaches followup at once', async () => {
  await desk.importBytes(file(line(1)), now);
  desk.told.length = 0;
  await care.mark(ward, { encounterId: idOf(1), mark: 'unaware', value: true, note: '家属要求不告知' }, now);
  await care.mark(ward, { encounterId: idOf(1), mark: 'noContact', value: true, note: '患者要求' }, now);
  expect(await patientOf(1)).toMatchObject({ unaware: true, noContact: true });
  expect(desk.told).toEqual([{ what: 'stop', id: (await patientOf(1))._id, reason: 'opted_out' }]);
});

test('a wrong number is marked only while it is still the number', async () => {
  await desk.importBytes(file(line(1)), now);
  const { _id, phoneHash } = await patientOf(1);
  await care.correctPhone(ward, { encounterId: idOf(1), which: 'phone', number: '13800009999', note: '更正' }, now);
  expect(await desk.patients.markPhoneInvalid(_id, 'phone', phoneHash, 'staff:1', now)).toBe(false);
  expect(await desk.patients.markPhoneInvalid(_id, 'phone', desk.cipher.hash('13800009999'), 'staff:1', now)).toBe(true);
  expect((await patientOf(1)).phoneInvalid).toBe(true);
});

test('the timeline holds the facts of every domain in order, and no values', async () => {
  await desk.importBytes(file(line(1, { 离院方式: '4' })), now);
  await care.clear(ward, { encounterId: idOf(1), decision: 'invite', note: '可以回访' }, now + minute);
  await care.correctPhone(ward, { encounterId: idOf(1), which: 'phone', number: '13800009999', note: '更正' }, now + 2 * minute);
  const { facts, names } = await register.timeline(lead, idOf(1));
  expect(facts.map((fact) => fact.kind)).toEqual(['encounter.admitted', 'encounter.discharged', 'notice.sent', 'encounter.registered', 'encounter.cleared_invite', 'patient.phone_corrected']);
  expect(JSON.stringify(facts)).not.toMatch(/1380000/);
  expect(names).toEqual({ [ward.staffId]: `${ward.staffId}的姓名` });
});

test('a discharge taken back by staff stays so until the source gives it another time', async () => {
  await desk.importBytes(file(line(1)), now);
  await care.cancelDischarge(lead, { encounterId: idOf(1), note: '患者尚未离院' }, now);
  await desk.importBytes(file(line(1, { 主要诊断: '股骨骨折' })), now + minute);
  expect((await desk.encounters.get(idOf(1)))!.state).toBe('cancelled');
  await desk.importBytes(file(line(1, { 出院时间: '2026-11-20 15:00' })), now + 2 * minute);
  expect((await desk.encounters.get(idOf(1)))!.state).toBe('finished');
});

test('departments: saving confirms; a name that another one has is refused', async () => {
  await desk.importBytes(file(line(1)), now);
  expect(await care.departments()).toMatchObject([{ code: '0402', name: '骨科', unconfirmed: true }]);
  const department = { code: '0402', name: '骨科', aliases: ['骨一科'], phone: '', sensitive: false, critical: false, obstetric: false, paediatric: false };
  await care.saveDepartment(lead, department, now);
  expect(await care.departments()).toMatchObject([{ code: '0402', aliases: ['骨一科'], unconfirmed: false }]);
  await expect(care.saveDepartment(lead, { ...department, code: '0499', name: '骨一科', aliases: [] }, now)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});
