/** Over every operation of the map: nobody handles a complaint about themselves, a ward never learns whose it is, what is foreign looks like what is missing. */
import fc from 'fast-check';
import type { Operation } from '../../../cloudfunctions/kit/contract';
import type { Staff } from '../../../cloudfunctions/kit/caller';
import { api, DeskView } from '../../../cloudfunctions/complaint/contract';
import { codeOf, monday, openWorld, phones, secrets, son, staff, stranger, wang, type Name, type World } from './world';

let world: World;
beforeEach(async () => { world = await openWorld(); });
afterEach(() => world.close());

/** One good input for every operation that names a complaint. A new operation without one fails the first test. */
const inputs = (number: string, fileId: string): Partial<Record<Name, object>> => ({
  view: { number }, addEvidence: { number, text: '补充' }, accept: { number }, reopen: { number, key: 'key-of-loop', text: '不满意这个答复' }, withdraw: { number }, rate: { number, score: 5 }, fileAddress: { number, fileId },
  detail: { number }, dispatch: { number, offices: ['nursing'], note: '请回复' }, take: { number }, contribute: { number, text: '已核实' }, extend: { number, offices: ['nursing', 'medical'], reason: '两个科室需要核实' },
  answer: { number, outcome: 'not_upheld', text: '不属实', proof: '记录', channel: 'phone' }, tellAnswered: { number, channel: 'phone', said: 'none' }, close: { number }, markAccused: { number, staffIds: [] }, raiseWarning: { number, level: 'D2', note: '关注' },
  reveal: { number, fields: ['name'], reason: '联系' }, reveals: { number }, answerToTell: { callId: `call:reply:complaint:${number}:1` }, reportTold: { callId: `call:reply:complaint:${number}:1`, said: 'none' },
});
/** Nothing of an existing complaint goes in. */
const nameless: Name[] = ['ofStay', 'draft', 'saveDraft', 'upload', 'file', 'mine', 'desk', 'counts', 'register', 'choices', 'staffUpload', 'tick'];
const operations = Object.entries(api.operations as Record<string, Operation>) as [Name, Operation][];
const admits = (operation: Operation, who: Staff): boolean => operation.callers.includes('staff') && (!operation.roles || operation.roles.includes(who.role));
const ask = (name: Name, who: Parameters<World['call']>[1], input: object) => world.call(name, who, input as never);

test('every operation of the map is in the table, or names no complaint', () => {
  expect(operations.map(([name]) => name).sort()).toEqual([...Object.keys(inputs('', '')), ...nameless].sort());
});

/** Everything a person can say goes in with their name and number in it, and everything staff can say goes in about them. */
async function full(): Promise<{ number: string; fileId: string }> {
  const said = `我是王秀英（秀英），电话${phones.wang}，儿子周小安 166-0001-0001，住院号Z00001`;
  const { fileId } = await world.call('upload', wang, { name: `王秀英${phones.wang}.jpg`, type: 'image/jpeg', size: 10 });
  const { number } = await world.file({ text: said, accused: `张护士，欺负王秀英`, place: '王秀英的3床', files: [fileId], name: '王秀英', phone: phones.wang });
  await world.call('addEvidence', wang, { number, text: `补充：${said}` });
  await world.call('dispatch', staff.officer, { number, offices: ['nursing', 'medical'], note: `联系王秀英 ${phones.wang}`, share: [fileId] });
  await world.call('contribute', staff.officer, { number, text: `已电话王秀英 ${phones.wang}` });
  await world.call('contribute', staff.ward, { number, text: `王秀英确有按铃`, code: '0401' });
  await world.call('extend', staff.officer, { number, offices: ['nursing', 'medical'], reason: `王秀英提出两个科室的问题` });
  await world.answer(number, staff.officer, { text: `尊敬的王秀英女士：${said}`, measures: `护士长向秀英道歉`, proof: `与${phones.wang}通话` });
  await world.call('reopen', wang, { number, key: 'reopen-of-full', text: `仍不满意。${said}` });
  await world.call('reveal', staff.officer, { number, fields: ['name', 'phone'], reason: '回访王秀英' });
  return { number, fileId };
}
const bare = (value: unknown): string => JSON.stringify(value).normalize('NFKC').replace(/[\s\-·，。,.:：、]/g, '');
const leaks = (value: unknown, more: readonly string[] = []): string[] => [...secrets, ...more].filter((secret) => bare(value).includes(bare(secret).replace(/"/g, '')));

test('a ward and an office see the facts and never the person, over every operation of the map', async () => {
  const { number, fileId } = await full();
  const [stored] = await world.kit.behind.get('complaint', { number });
  const keys = ['ownerKey', 'phoneKey', 'patientHash', 'nameSealed', 'phoneSealed', 'key'].map((field) => String(stored![field]));
  // What a reader who may see everything sees: the test would find it.
  expect(leaks(await ask('detail', staff.officer, { number })).length).toBeGreaterThan(3);
  for (const who of [staff.ward, staff.nursing]) {
    const seen: [string, unknown][] = [];
    for (const view of DeskView.options) seen.push([`desk ${view}`, await ask('desk', who, { view })]);
    seen.push(['counts', await ask('counts', who, {})]);
    for (const [name, operation] of operations.filter(([, one]) => admits(one, who))) {
      const input = inputs(number, fileId)[name];
      if (input) seen.push([name, await ask(name, who, input)]);
    }
    expect(seen.map(([name]) => name)).toEqual(expect.arrayContaining(['detail', 'fileAddress', 'contribute', 'desk mine']));
    expect(seen.flatMap(([name, answer]) => leaks(answer, keys).map((leak) => `${who.name} ${name}: ${leak}`))).toEqual([]);
    // And the facts are there.
    expect(await ask('detail', who, { number })).toMatchObject({ person: null, category: 'nursing.response', departmentCode: '0401', accused: '张护士，欺负＊＊' });
  }
  // Another ward sees nothing at all.
  expect((await world.call('desk', staff.ward2, { view: 'all' })).rows).toEqual([]);
});

test('however the person is spelled, and wherever in what they say, the ward reads none of it', async () => {
  const gap = fc.constantFrom('', ' ', '-', '·', '　', '，');
  const word = fc.constantFrom('王秀英', '周小安', phones.wang, phones.son, 'Z00001');
  const plain = fc.constantFrom('按铃没人来', '等了很久', '\n', '护士态度差', '3床', '（昨晚）');
  const spelled = fc.tuple(word, gap).map(([secret, by]) => Array.from(secret).join(by));
  const text = fc.array(fc.oneof(spelled, plain), { minLength: 1, maxLength: 8 }).map((parts) => `投诉${parts.join('；')}`);
  await fc.assert(fc.asyncProperty(text, text, async (words, place) => {
    const { number } = await world.file({ text: words, place: Array.from(place).slice(0, 90).join(''), accused: '' });
    expect(leaks(await world.call('detail', staff.ward, { number }))).toEqual([]);
    expect(leaks((await world.call('desk', staff.ward, { view: 'mine' })).rows)).toEqual([]);
  }), { numRuns: 15 });
});

describe('a complaint about a colleague', () => {
  const ways: [string, (number: string, who: Staff) => Promise<void>, (who: Staff) => object][] = [
    ['marked by id', async (number, who) => void (await world.call('markAccused', who === staff.director ? staff.officer : staff.director, { number, staffIds: [who.staffId] })), () => ({})],
    ['accused by name', async () => undefined, (who) => ({ accused: `投诉${who.name}` })],
    ['named in the text, spelled apart', async () => undefined, (who) => ({ text: `就是${Array.from(who.name).join(' ')}不理人` })],
  ];
  const everyone = [staff.officer, staff.director, staff.lead, staff.ward, staff.nursing];
  test.each(ways)('%s: they can do nothing with it, as if it did not exist, over every operation of the map', async (_, mark, more) => {
    for (const who of everyone) {
      const { fileId } = await world.call('upload', wang, { name: '照片.jpg', type: 'image/jpeg', size: 10 });
      const { number } = await world.file({ ...more(who), files: [fileId] });
      await mark(number, who);
      const wrong: string[] = [];
      for (const [name, operation] of operations.filter(([key, one]) => admits(one, who) && inputs('', '')[key])) {
        const [own, missing] = await Promise.all([inputs(number, fileId)[name]!, inputs('TS20261102-9999', fileId)[name]!].map((input) => ask(name, who, input).then(() => 'ok', (error: Error) => `${(error as { code?: string }).code} ${error.message}`)));
        if (own !== missing || !own?.startsWith('FORBIDDEN')) wrong.push(`${name} (${operation.roles?.join()}): ${own}, missing: ${missing}`);
      }
      expect([who.name, wrong]).toEqual([who.name, []]);
      for (const view of DeskView.options) expect((await world.call('desk', who, { view })).rows.map((row) => row.number)).not.toContain(number);
    }
  });

  test('nothing counts it for them either', async () => {
    await world.file({ accused: '马丽娟' });
    await world.file({});
    expect([(await world.call('counts', staff.officer, {})).new, (await world.call('counts', staff.officer2, {})).new]).toEqual([1, 2]);
  });

  test('the lead decides where an officer is concerned, and only there', async () => {
    const { number } = await world.file({ accused: '马丽娟' });
    const other = await world.file({});
    expect(await codeOf(world.call('take', staff.lead, { number: other.number }))).toBe('FORBIDDEN');
    expect(await world.call('detail', staff.lead, { number: other.number })).toMatchObject({ may: { take: false } });
    await world.call('take', staff.lead, { number });
    await world.answer(number, staff.lead);
    expect(await world.call('view', wang, { number })).toMatchObject({ state: 'answered' });
  });

  test('whoever handles it and turns out to be accused loses it; who is only mentioned gets it back', async () => {
    const { number } = await world.file({});
    await world.call('take', staff.officer, { number });
    await world.call('markAccused', staff.director, { number, staffIds: ['staff:officer'] });
    expect(await world.call('detail', staff.officer2, { number })).toMatchObject({ state: 'dispatched', takenBy: '', accusedStaff: [{ name: '马丽娟' }] });
    const mentioned = await world.file({ text: '我已经告诉马丽娟，还是没人管' });
    expect(await codeOf(world.call('detail', staff.officer, { number: mentioned.number }))).toBe('FORBIDDEN');
    await world.call('markAccused', staff.officer2, { number: mentioned.number, staffIds: [], notAccused: ['staff:officer'] });
    expect(await codeOf(world.call('detail', staff.officer, { number: mentioned.number }))).toBe('ok');
    expect(await codeOf(world.call('markAccused', staff.officer2, { number, staffIds: ['staff:nobody'] }))).toBe('INVALID_INPUT/staffIds.0:unknown');
  });

  test('a decision that was on its way when they were accused does not happen', async () => {
    const { number } = await world.file({});
    const [marked, answered] = await Promise.all([codeOf(world.call('markAccused', staff.director, { number, staffIds: ['staff:officer'] })), codeOf(world.answer(number))]);
    expect(marked).toBe('ok');
    const { answers } = await world.call('detail', staff.director, { number });
    expect(answers.length).toBe(answered === 'ok' ? 1 : 0);
    expect(['ok', 'FORBIDDEN']).toContain(answered);
    expect(await codeOf(world.call('detail', staff.officer, { number }))).toBe('FORBIDDEN');
  });
});

test('somebody else\'s complaint looks like none to a person, over every operation of the map', async () => {
  const { number, fileId } = await full();
  for (const who of [son, stranger]) {
    for (const [name] of operations.filter(([key, one]) => one.callers.includes('patient') && inputs('', '')[key])) {
      const [foreign, missing] = await Promise.all([number, 'TS20261102-9999'].map((one) => ask(name, who, inputs(one, fileId)[name]!).then(() => 'ok', (error: Error) => `${(error as { code?: string }).code} ${error.message}`)));
      expect([name, foreign]).toEqual([name, missing]);
      expect(foreign).toMatch(/^FORBIDDEN/);
    }
    expect((await world.call('mine', who, {})).complaints).toEqual([]);
  }
});

test('gifts, harassment and fraud: officer and director alone', async () => {
  const { number } = await world.file({ text: '主任收红包' });
  for (const who of [staff.lead, staff.ward, staff.nursing]) {
    expect([who.name, await codeOf(world.call('detail', who, { number }))]).toEqual([who.name, 'FORBIDDEN']);
    expect((await world.call('desk', who, { view: 'all' })).rows).toEqual([]);
  }
  for (const who of [staff.officer, staff.director]) expect(await world.call('detail', who, { number })).toMatchObject({ restricted: true, offices: expect.arrayContaining(['nursing', 'discipline']) });
  // New facts can make it so.
  const other = await world.file({ text: '排队久' });
  expect(await codeOf(world.call('detail', staff.ward, { number: other.number }))).toBe('ok');
  await world.call('addEvidence', wang, { number: other.number, text: '还有人收红包插队' });
  expect(await codeOf(world.call('detail', staff.ward, { number: other.number }))).toBe('FORBIDDEN');
});

test('every reveal has its audit row before it is shown, and officers list them', async () => {
  const { number } = await world.file({ name: '王秀英' });
  world.broken.add('audit');
  await expect(world.call('reveal', staff.officer, { number, fields: ['name'], reason: '电话联系' })).rejects.toThrow('audit');
  expect((await world.call('reveals', staff.director, { number })).reveals).toEqual([]);
  world.broken.clear();
  expect(await world.call('reveal', staff.officer, { number, fields: ['name', 'phone', 'patientName'], reason: '电话联系' })).toEqual({ values: { name: '王秀英', phone: phones.wang, patientName: '王秀英' } });
  expect(world.said.audited).toEqual([{ action: 'complaint.reveal', subject: number, reason: 'name,phone,patientName: 电话联系' }]);
  expect((await world.call('reveals', staff.director, { number })).reveals).toMatchObject([{ by: '马丽娟', fields: ['name', 'phone', 'patientName'], reason: '电话联系' }]);
  for (const who of [staff.lead, staff.ward, staff.nurse]) expect(await codeOf(world.call('reveal', who, { number, fields: ['name'], reason: '想看看' }))).toBe('FORBIDDEN');
});

test('of somebody unknown nothing is kept that could say who it was, in their words neither', async () => {
  const { number } = await world.file({ anonymous: true, name: '王秀英', text: `我是王秀英，${phones.wang}，护士态度差` });
  const [stored] = await world.kit.behind.get('complaint', { number });
  expect(leaks({ ...stored, key: '', ownerKey: '', patientHash: '' })).toEqual([]);
  expect(stored).toMatchObject({ personId: '', patientId: '', encounterId: '', nameSealed: '', phoneSealed: '', phoneKey: '', confidential: true });
  expect(await world.call('view', wang, { number })).toMatchObject({ anonymous: true, text: '我是＊＊，＊＊，护士态度差' });
  // Nobody asks them whether they were satisfied, all the same.
  expect([...(await world.complaints.openOf(['pat:wang', 'pat:li']))]).toEqual(['pat:wang']);
  expect(await world.complaints.home('person:wang', ['pat:wang'], monday)).toEqual(new Map());
  expect(await world.complaints.facts('pat:wang', staff.officer)).toEqual([]);
  expect(world.said.letters).toEqual([]);
  // What they say later is read the same way.
  const { fileId } = await world.call('upload', wang, { name: '王秀英.jpg', type: 'image/jpeg', size: 10 });
  await world.call('addEvidence', wang, { number, text: `我，秀英，${phones.wang}`, files: [fileId] });
  await world.answer(number);
  await world.call('reopen', wang, { number, key: 'reopen-unknown', text: '王女士不满意，周小安也不满意' });
  await world.answer(number);
  await world.call('accept', wang, { number });
  await world.call('rate', wang, { number, score: 3, comment: '王秀英' });
  const [later] = await world.kit.behind.get('complaint', { number });
  expect(leaks({ ...later, key: '', ownerKey: '', patientHash: '' })).toEqual([]);
});
