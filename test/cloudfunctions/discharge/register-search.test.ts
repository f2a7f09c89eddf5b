import fc from 'fast-check';
import { stepCollection } from '../../../cloudfunctions/followup/store';
import { instantAt } from '../../../cloudfunctions/kit/calendar';
import { Missing } from '../../../cloudfunctions/discharge/contract/stay';
import { missingIn, missingOf, missingText, textsWith } from '../../../cloudfunctions/discharge/rules/missing';
import { openNameKeys } from '../../../cloudfunctions/discharge/service/register/names';
import type { Register } from '../../../cloudfunctions/discharge/service/register';
import { createCare } from '../../../cloudfunctions/discharge/service/care';
import { openAudit } from '../../../cloudfunctions/kit/audit';
import { file, line, openRegisterDesk, patientId, staff, stayId } from './register-world';
import { openDesk, type Desk } from './support';

const now = instantAt('2026-11-20', '20:00');
const lead = staff('lead');
const ward = staff('ward', ['0402']);

describe('keys of a name', () => {
  test.each([
    ['王小红', ['wxh', 'wangxiaohong']], ['单雄信', ['sxx', 'shanxiongxin', 'dxx', 'danxiongxin']], ['解珍', ['xz', 'xiezhen', 'jz', 'jiezhen']], ['仇英', ['qy', 'qiuying', 'cy', 'chouying']],
    ['曾国华', ['zgh', 'zengguohua', 'cgh', 'cengguohua']], ['查良', ['zl', 'zhaliang', 'cl', 'chaliang']], ['尉迟恭', ['ycg', 'yuchigong', 'wcg', 'weichigong']], ['欧阳芳', ['oyf', 'ouyangfang']],
    ['吕布', ['lb', 'lvbu']], ['任盈', ['ry', 'renying']], ['朴智', ['pz', 'piaozhi']], ['阿依古丽·买买提', ['ayglmmt', 'ayigulimaimaiti']],
  ])('%s is found by %p', async (name, keys) => {
    expect((await openNameKeys())(name)).toEqual(expect.arrayContaining(keys));
  });
  test('the reading as a surname comes first; there are few, whatever the name', async () => {
    const keysOf = await openNameKeys();
    expect(keysOf('单雄信').slice(0, 2)).toEqual(['sxx', 'shanxiongxin']);
    expect(keysOf('曾乐').slice(0, 2)[0]).toBe('zl');
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.string({ unit: fc.constantFrom(...'单解仇曾查乐行重长朝和尉迟𠮷·A '), maxLength: 12 })), (name) => {
      const keys = keysOf(name);
      expect(keys.length).toBeLessThanOrEqual(16);
      expect(keys.every((key) => /^[a-z]+$/.test(key))).toBe(true);
    }), { numRuns: 100 });
  });
});

describe('what a record lacks', () => {
  const whole = { phoneHash: 'a', contactPhoneHash: 'b', phoneInvalid: false, contactInvalid: false, birthEstimated: false, death: 'no' as const };
  const stay = { dxCode: 'S82.2', way: '1' as const, state: 'finished' as const };
  test.each([
    ['nothing', whole, stay, []], ['one usable number is enough', { ...whole, phoneHash: '' }, stay, []], ['no number', { ...whole, phoneHash: '', contactPhoneHash: '' }, stay, ['no_phone']],
    ['one of two wrong', { ...whole, phoneInvalid: true }, stay, ['wrong_phone']], ['the only one wrong', { ...whole, phoneInvalid: true, contactPhoneHash: '' }, stay, ['no_phone', 'wrong_phone']],
    ['no code', whole, { ...stay, dxCode: '' }, ['no_code']], ['an age for a birth date', { ...whole, birthEstimated: true }, stay, ['birth_estimated']],
    ['a discharge taken back', { ...whole, phoneHash: '', contactPhoneHash: '' }, { ...stay, state: 'cancelled' as const }, []], ['died in hospital', whole, { ...stay, way: '5' as const, dxCode: '' }, []], ['died later', { ...whole, death: 'confirmed' as const, phoneInvalid: true }, stay, []],
  ] as const)('%s', (_what, patient, of, expected) => expect(missingOf(patient, of)).toEqual(expected));
  test('every set has one text, and a wanted one names exactly the texts that hold it', () => {
    fc.assert(fc.property(fc.subarray([...Missing.options]), fc.constantFrom(...Missing.options), (set, wanted) => {
      expect(missingIn(missingText(set))).toEqual(set);
      expect(textsWith(wanted).includes(missingText(set))).toBe(set.includes(wanted));
      expect(textsWith('any').includes(missingText(set))).toBe(set.length > 0);
    }));
  });
});

describe('the register', () => {
  let desk: Desk;
  let world: ReturnType<typeof openRegisterDesk>;
  let register: Register;
  beforeEach(async () => {
    desk = await openDesk([stepCollection]);
    world = openRegisterDesk(desk);
    ({ register } = world);
  });
  afterEach(() => desk.close());
  const found = async (filter: object, who = lead): Promise<string[]> => (await register.list(who, { limit: 50, ...filter })).rows.map((row) => row.inpatientNo).sort();

  test('people are found by pinyin, by initials and by numbers, each within the own departments', async () => {
    await desk.importBytes(file(
      line(1, { 姓名: '王小红' }), line(2, { 姓名: '王小辉' }), line(3, { 姓名: '单雄信', 性别: '男' }), line(4, { 姓名: '尉迟恭', 性别: '男', 出院科别编码: '0301', 出院科别: '呼吸内科' }), line(5, { 姓名: '魏小红' }),
    ), now);
    for (const [text, expected] of [
      ['wxh', ['Z1001', 'Z1002', 'Z1005']], ['WXH', ['Z1001', 'Z1002', 'Z1005']], ['wangxiaohong', ['Z1001']], ['wang xiao hong', ['Z1001']], ['wangx', ['Z1001', 'Z1002']], ['sxx', ['Z1003']], ['danxiong', ['Z1003']], ['yuchi', ['Z1004']], ['wcg', ['Z1004']],
      ['王小', ['Z1001', 'Z1002']], ['Z100', ['Z1001', 'Z1002', 'Z1003', 'Z1004', 'Z1005']], ['P3', ['Z1003']], ['13800001002', ['Z1002']], ['139 0000 2005', ['Z1005']], ['1003', ['Z1003']], ['xyz', []],
    ] as const) expect([text, await found({ text })]).toEqual([text, expected]);
    expect(await found({ text: 'yuchi' }, ward)).toEqual([]);
    expect(await found({ text: 'sxx' }, ward)).toEqual(['Z1003']);
  });

  test('a corrected name is found by its new sound', async () => {
    await desk.importBytes(file(line(1, { 姓名: '王小红' })), now);
    await desk.importBytes(file(line(1, { 姓名: '汪晓虹' })), now + 60_000);
    expect(await found({ text: 'wangxiaohong' })).toEqual(['Z1001']);
    await desk.importBytes(file(line(1, { 姓名: '张晓虹' })), now + 120_000);
    expect(await found({ text: 'zxh' })).toEqual(['Z1001']);
    expect(await found({ text: 'wxh' })).toEqual([]);
  });

  test('what was written before the keys were kept gets them from the timer, going on where it was cut off', async () => {
    await desk.importBytes(file(...Array.from({ length: 12 }, (_, n) => line(n, { 姓名: n === 7 ? '单雄信' : '王秀英', 主要诊断编码: n === 3 ? '' : 'S82.2' }))), now);
    await desk.patients.names.remove({ _id: desk.kit.database.command.neq('') });
    await desk.encounters.collection.update({ _id: desk.kit.database.command.neq('') }, { missing: desk.kit.database.command.remove(), priority: desk.kit.database.command.remove() });
    expect(await found({ text: 'sxx' })).toEqual([]);
    await world.store.progress.set({ _id: 'backfill', cursor: 'pat:', done: false });
    await world.registerDesk.tick(now);
    expect(await found({ text: 'sxx' })).toEqual(['Z1007']);
    expect(await found({ missing: 'no_code' })).toEqual(['Z1003']);
    expect((await world.store.progress.get('backfill'))!.done).toBe(true);
    expect((await desk.encounters.get(stayId(desk, 1)))).toMatchObject({ missing: '', priority: '' });
  });

  test('wards, ways, states, what is missing and what is named in a monthly list narrow the list', async () => {
    await desk.importBytes(file(
      line(1), line(2, { 病区: '骨科2病区' }), line(3, { 离院方式: '2' }), line(4, { 本人电话: '', 联系人电话: '' }), line(5, { 主要诊断编码: '', 本人电话: '13800' }), line(6, { 出生日期: '66岁' }), line(7, { 离院方式: '5', 主要诊断编码: '' }),
    ), now);
    expect(await found({ ward: '骨科2病区' })).toEqual(['Z1002']);
    expect(await found({ way: '2' })).toEqual(['Z1003']);
    expect(await found({ missing: 'any' })).toEqual(['Z1004', 'Z1005', 'Z1006']);
    expect(await found({ missing: 'wrong_phone' })).toEqual(['Z1005']);
    expect(await found({ missing: 'no_code', text: '王' })).toEqual(['Z1005']);
    expect(await found({ missing: 'any', ward: '骨科2病区' })).toEqual([]);
    expect((await register.list(lead, { limit: 5, missing: 'wrong_phone' })).rows[0]).toMatchObject({ missing: ['wrong_phone', 'no_code'], priority: '' });
    const lacking = await world.registerDesk.lacking(ward, { limit: 10 });
    expect([lacking.rows.map((row) => row.inpatientNo).sort(), lacking.counts]).toEqual([['Z1004', 'Z1005', 'Z1006'], { no_phone: 1, wrong_phone: 1, no_code: 1, birth_estimated: 1 }]);
    expect((await world.registerDesk.lacking(ward, { limit: 10, missing: 'birth_estimated' })).rows.map((row) => row.inpatientNo)).toEqual(['Z1006']);
    await expect(world.registerDesk.lacking(ward, { limit: 10, departmentCode: '0301' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test('what is missing follows every change of a number, a code and a death, whoever made it', async () => {
    await desk.importBytes(file(line(1), line(2)), now);
    const missing = async () => (await desk.encounters.get(stayId(desk, 1)))!.missing;
    const patient = async () => (await desk.patients.get(patientId(desk, 1)))!;
    expect(await missing()).toBe('');
    await desk.patients.markPhoneInvalid(patientId(desk, 1), 'phone', (await patient()).phoneHash, 'staff:1', now);
    expect(await missing()).toBe('wrong_phone');
    const { patients, encounters, departments, cipher, followup, kit: { database } } = desk;
    const care = createCare({ register, patients, encounters, departments, cipher, audit: openAudit(database), command: database.command, followup });
    await care.correctPhone(ward, { encounterId: stayId(desk, 1), which: 'phone', number: '13800009999', note: '家属更正' }, now);
    expect(await missing()).toBe('');
    await care.mark(ward, { encounterId: stayId(desk, 1), mark: 'contactInvalid', value: true, note: '打不通' }, now);
    expect(await missing()).toBe('wrong_phone');
    await desk.importBytes(file(line(1, { 主要诊断编码: '' })), now + 60_000);
    expect(await missing()).toBe('wrong_phone+no_code');
    await desk.patients.markDeath(patientId(desk, 1), 'confirmed', 'staff:1', now);
    expect(await missing()).toBe('');
  });

  test('how the follow-up stands is asked of the first contacts, in the order of the register, a page at a time', async () => {
    await desk.importBytes(file(...Array.from({ length: 30 }, (_, n) => line(n, n % 3 === 0 ? { 出院科别编码: '0301', 出院科别: '呼吸内科' } : {}))), now);
    const stays = await desk.encounters.collection.find({}, { limit: 100 });
    const outcomes = [['planned', ''], ['answered', ''], ['queued', 'silent'], ['closed', 'lost_no_answer'], ['closed', 'deceased'], ['invited', '']] as const;
    const of = (number: string): readonly [string, string] => outcomes[Number(number.slice(1)) % outcomes.length]!;
    await desk.kit.database.collection<{ _id: string }>(stepCollection).insertMissing(stays.flatMap((stay) => [1, 2].map((order) => ({
      _id: `step:${stay._id.slice(4)}:${order}`, encounterId: stay._id, departmentCode: stay.departmentCode, dischargeAt: stay.dischargeAt, order, state: order === 1 ? of(stay.inpatientNo)[0] : 'queued', reason: of(stay.inpatientNo)[1],
    }))));
    const wanted = (fits: (state: string, reason: string) => boolean) => stays.map((stay) => stay.inpatientNo).filter((number) => fits(...of(number))).sort();
    expect(await found({ following: 'waiting' })).toEqual(wanted((state) => state === 'planned' || state === 'invited'));
    expect(await found({ following: 'answered' })).toEqual(wanted((state) => state === 'answered'));
    expect(await found({ following: 'in_calls' })).toEqual(wanted((state) => state === 'queued'));
    expect(await found({ following: 'lost' })).toEqual(wanted((_, reason) => reason === 'lost_no_answer'));
    expect(await found({ following: 'over' })).toEqual(wanted((_, reason) => reason === 'deceased'));
    expect(await found({ following: 'lost', text: '王' })).toEqual(wanted((_, reason) => reason === 'lost_no_answer'));
    expect(await found({ following: 'waiting' }, ward)).toEqual(stays.filter((stay) => stay.departmentCode === '0402' && ['planned', 'invited'].includes(of(stay.inpatientNo)[0])).map((stay) => stay.inpatientNo).sort());
    const seen: string[] = [];
    for (let cursor: string | undefined, more = true; more;) {
      const page = await register.list(lead, { following: 'waiting', limit: 3, ...(cursor && { cursor }) });
      seen.push(...page.rows.map((row) => row.inpatientNo));
      [cursor, more] = [page.next ?? undefined, page.next !== null];
    }
    expect(seen).toEqual([...wanted((state) => state === 'planned' || state === 'invited')].reverse());
  });

  test('each filter is served by an index', () => {
    const newest = { dischargeAt: -1, _id: -1 };
    const range = { dischargeAt: { $gte: 0, $lt: 9e15 } };
    const plan = (collection: string, query: object, order: object) => desk.kit.behind.explain(collection, query as Record<string, unknown>, { order: order as Record<string, unknown>, limit: 51 });
    expect(plan('encounter', { ward: 'a', ...range }, newest)).toMatchObject({ index: 'ward_day', sort: 'index' });
    expect(plan('encounter', { way: '5', ...range }, newest)).toMatchObject({ index: 'way_day', sort: 'index' });
    expect(plan('encounter', { state: 'cancelled', ...range }, newest)).toMatchObject({ index: 'state_day', sort: 'index' });
    expect(plan('encounter', { priority: '2026-11', ...range }, newest)).toMatchObject({ index: 'priority_day', sort: 'index' });
    expect(plan('encounter', { missing: { $in: textsWith('any') }, ...range }, newest)).toMatchObject({ index: 'missing_day' });
    expect(plan('step', { order: 1, state: 'queued', ...range }, { dischargeAt: -1, encounterId: -1 })).toMatchObject({ index: 'register', sort: 'index' });
    expect(plan('name_key', { key: { $gte: 'wxh', $lt: 'wxh\uffff' } }, { key: 1, name: 1 })).toMatchObject({ index: 'key', sort: 'index' });
  });
});
