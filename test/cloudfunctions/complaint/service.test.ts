/** The way of a complaint through the hospital, on the real stores. */
import type { Want } from '../../../cloudfunctions/complaint/contract';
import { at, codeOf, day, hour, monday, openWorld, phones, son, staff, stranger, timer, wang, type World } from './world';

let world: World;
beforeEach(async () => { world = await openWorld(); });
afterEach(() => world.close());

describe('filing', () => {
  it('dispatches by the table at once, in the same write', async () => {
    const { number, offices } = await world.file({ category: 'safety.fall' });
    expect(offices).toEqual(['security', 'nursing']);
    const [stored] = await world.kit.behind.get('complaint', { number });
    expect(stored).toMatchObject({ state: 'dispatched', offices: ['security', 'nursing'], internal: { day: '2026-11-05', version: '2026.1', days: 3 }, legal: { day: '2026-11-09', version: '2026.1', days: 5 } });
  });
  it.each([
    ['an unknown category', { category: 'no.such' }, 'INVALID_INPUT/category:option'], ['an unknown department', { departmentCode: '9999' }, 'INVALID_INPUT/departmentCode:unknown'],
    ['what has not happened yet', { happenedAt: monday + day }, 'INVALID_INPUT/happenedAt:future'], ['a file of nobody', { files: ['file:none'] }, 'INVALID_INPUT/files.0:unknown'],
    ['a patient of somebody else', { patientId: 'pat:li' }, 'FORBIDDEN'], ['a patient that does not exist', { patientId: 'pat:none' }, 'FORBIDDEN'],
  ])('refuses %s', async (_, more, code) => {
    expect(await codeOf(world.file(more))).toBe(code);
    expect(await world.kit.behind.count('complaint', {})).toBe(0);
  });
  it('rings before it stores: the card is there, the call names no complaint, and a telephone that is dead does not lose the complaint', async () => {
    const { number, safety } = await world.file({ text: '按铃没人来，我现在胸痛' });
    expect(safety).toEqual({ level: 'emergency', who: '值班护士', whoKey: 'centre', ringBy: monday + 900_000, wardPhone: '09438220401', hospitalPhone: '09438220000' });
    expect(world.said.raised).toMatchObject([{ level: 'emergency', items: ['words:R1-01'], stay: 'enc:wang' }]);
    expect(world.said.raised[0]!.about).not.toContain(number);
    world.broken.add('raise');
    const second = await world.file({ text: '没人管，我不想活了' });
    expect(second.safety).toMatchObject({ level: 'crisis', ringBy: null, wardPhone: '09438220401' });
    expect(second.number).toBe('TS20261102-0002');
    expect(world.said.reported.slice(0, 1)).toEqual(['danger in a complaint not raised']);
    // And the timer rings as soon as it can, once.
    await world.call('tick', timer, {}, monday + 61_000);
    expect(world.said.raised).toHaveLength(1);
    world.broken.clear();
    await world.call('tick', timer, {}, monday + 121_000);
    await world.call('tick', timer, {}, monday + 181_000);
    expect(world.said.raised.map(({ level }) => level)).toEqual(['emergency', 'crisis']);
  });
  it('gives no card and rings nobody for ordinary words; danger denied is still looked at the same day', async () => {
    expect((await world.file({ text: '饭菜难吃' })).safety).toBeNull();
    expect(world.said.raised).toEqual([]);
    expect((await world.file({ text: '饭菜难吃，没有胸痛' })).safety?.level).toBe('today');
  });
  it('tells the complainant once, quiets satisfaction, and warns of a dispute within its time', async () => {
    const { number } = await world.file({ text: '这是医疗事故，我要起诉' });
    expect(world.said.letters).toMatchObject([{ id: `notice:complaint:${number}:complaint_filed:1`, to: { personId: 'person:wang' }, params: [number, '11月9日'], page: `pages/complaint/view/index?number=${number}` }]);
    expect(JSON.stringify(world.said.letters)).not.toMatch(/pat:|普外|王/);
    expect(new Set(world.said.quieted)).toEqual(new Set(['pat:wang']));
    expect(world.said.reminders).toMatchObject([{ id: `notice:complaint:${number}:overdue:107`, level: 2, by: monday + 30 * 60_000 }]);
    expect(await world.call('counts', staff.officer, {})).toMatchObject({ new: 1, major: 1 });
  });
  it('takes two grievances about one patient within thirty days for a warning', async () => {
    await world.file({ text: '态度差' });
    const { number } = await world.file({ text: '等太久' }, son, monday + day);
    expect(await world.detail(number)).toMatchObject({ warning: 'D2' });
    const later = await world.file({ text: '等太久' }, wang, monday + 40 * day);
    expect(await world.detail(later.number)).toMatchObject({ warning: 'D3' });
  });
  it('keeps a draft per patient, sealed, and forgets it with the filing', async () => {
    const wants: Want[] = ['explain'];
    await world.call('saveDraft', wang, { patientId: 'pat:wang', draft: { text: '王秀英的草稿', wants, phone: '1' } });
    await world.call('saveDraft', wang, { draft: { text: '别的事' } });
    expect(JSON.stringify(await world.kit.behind.get('complaint_draft', {}))).not.toContain('草稿');
    expect((await world.call('draft', wang, { patientId: 'pat:wang' })).draft).toEqual({ text: '王秀英的草稿', wants, phone: '1' });
    expect((await world.call('draft', son, { patientId: 'pat:wang' })).draft).toBeNull();
    await world.file({});
    expect((await world.call('draft', wang, { patientId: 'pat:wang' })).draft).toBeNull();
    expect((await world.call('draft', wang, {})).draft).toEqual({ text: '别的事' });
    await world.call('saveDraft', wang, { draft: null });
    expect((await world.call('draft', wang, {})).draft).toBeNull();
    expect(await codeOf(world.call('saveDraft', stranger, { patientId: 'pat:wang', draft: {} }))).toBe('FORBIDDEN');
  });
});

describe('registered by staff', () => {
  it('from a conversation: the words stand as they were written, the pictures are copied to a place that names nobody', async () => {
    const { number } = await world.call('register', staff.agent, { key: 'from-thread-1', source: 'phone', threadId: 'thread:pat:wang', ns: [3, 5], category: 'nursing.response', text: '客服补充：夜班', note: '已安抚' });
    expect(await world.detail(number)).toMatchObject({ source: 'message', text: '昨晚按铃没人来。\n  我姓王，  请给个说法', note: '已安抚\n客服补充：夜班', evidence: [{ name: '图片1.png', by: 'complainant' }], person: { inApp: true, patientId: 'pat:wang' } });
    expect([...world.stored.keys()].every((path) => /^complaint\/[a-z]+\.png$/.test(path))).toBe(true);
    expect(world.said.reported).toEqual(['a picture of a message is gone']);
    expect(world.said.became).toEqual([`thread:pat:wang ${number}`]);
    // The writer follows it.
    expect((await world.call('mine', wang, {})).complaints).toMatchObject([{ number }]);
    await world.call('register', staff.agent, { key: 'from-thread-1', source: 'phone', threadId: 'thread:pat:wang', ns: [3, 5], category: 'nursing.response' });
    expect(await world.kit.behind.count('complaint', {})).toBe(1);
    expect(world.stored.size).toBe(1);
    expect(world.said.became).toHaveLength(1);
    expect(world.said.became).toEqual([`thread:pat:wang ${number}`]);
  });
  it('from a call or a stay within the scope, else as if there were none', async () => {
    const base = { source: 'phone' as const, category: 'fee.unclear', text: '单子看不懂' };
    expect(await codeOf(world.call('register', staff.nurse, { ...base, key: 'from-call-1', callId: 'call:1' }))).toBe('ok');
    expect(await codeOf(world.call('register', staff.nurse, { ...base, key: 'from-stay-1', encounterId: 'enc:li' }))).toBe('ok');
    const narrow = { ...staff.nurse, departments: ['0402'] };
    for (const subject of [{ callId: 'call:1' }, { callId: 'call:none' }, { encounterId: 'enc:wang' }, { encounterId: 'enc:none' }]) expect(await codeOf(world.call('register', narrow, { ...base, key: 'from-elsewhere', ...subject }))).toBe('FORBIDDEN');
    expect(await codeOf(world.call('register', staff.nurse, { ...base, key: 'two-sources', callId: 'call:1', encounterId: 'enc:wang' }))).toMatch(/^INVALID_INPUT/);
    expect(await codeOf(world.call('register', staff.nurse, { ...base, key: 'no-words-at-all', text: '' }))).toBe('INVALID_INPUT/text:required');
    expect(await codeOf(world.call('register', staff.ward, { ...base, key: 'ward-registers' }))).toBe('FORBIDDEN');
  });
  it('followed by whoever proves the number that was given', async () => {
    const { number } = await world.call('register', staff.officer, { key: 'by-letter-01', source: 'letter', category: 'other.other', text: '意见', complainant: { name: '周小安', phone: phones.son, relation: 'child' } });
    expect((await world.call('mine', son, {})).complaints).toMatchObject([{ number }]);
    expect((await world.call('mine', wang, {})).complaints).toEqual([]);
    // The letter goes to the number, sealed.
    expect(world.said.letters).toMatchObject([{ to: { phoneSealed: expect.stringMatching(/^k1\./) } }]);
  });
});

describe('the timer', () => {
  it('warns each once, also when two run at once and when one was cut off after speaking', async () => {
    const { number } = await world.file();
    const warned = (): string[] => world.said.reminders.map(({ id }) => id);
    expect(await world.call('tick', timer, {}, at('2026-11-04 08:59'))).toMatchObject({ warned: 0 });
    const both = await Promise.all([1, 2].map(() => world.call('tick', timer, {}, at('2026-11-04 09:00'))));
    expect(both.reduce((sum, one) => sum + one.warned, 0)).toBe(1);
    expect(new Set(warned()).size).toBe(1);
    // Away over the rest: everything that is due, once each, the highest level stays.
    await world.call('tick', timer, {}, at('2026-11-20 10:00'));
    await world.call('tick', timer, {}, at('2026-11-21 10:00'));
    expect([...new Set(warned())]).toEqual([101, 102, 103, 104].map((code) => `notice:complaint:${number}:overdue:${code}`));
    expect((await world.detail(number)).timeline.filter(({ kind }) => kind.startsWith('warned')).map(({ kind }) => kind)).toEqual(['warned_internal_tomorrow', 'warned_internal_over', 'warned_legal_tomorrow', 'warned_legal_over']);
    expect((await world.view(number)).timeline.map(({ kind }) => kind)).toEqual(['received', 'dispatched']);
    expect((await world.detail(number)).escalated).toBe(2);
  });
  it('survives one bad record', async () => {
    await world.file();
    await world.file();
    world.broken.add('remind');
    expect(await world.call('tick', timer, {}, at('2026-11-04 09:00'))).toMatchObject({ warned: 0, failed: 2 });
    world.broken.clear();
    expect(await world.call('tick', timer, {}, at('2026-11-04 09:01'))).toMatchObject({ warned: 2, failed: 0 });
  });
  it('takes a file only as what was announced: nothing there, another kind, too large are named beside it', async () => {
    const { fileId } = await world.call('upload', wang, { name: '账单.png', type: 'image/png', size: 10 });
    const storageId = (await world.kit.behind.get('complaint_file', {}))[0]!['storageId'] as string;
    const png = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
    for (const [arrived, problem] of [[{ size: 10, head: Buffer.from('<svg onload=') }, 'wrong_type'], [{ size: 10, head: Buffer.from('%PDF-1.7') }, 'wrong_type'], [{ size: 30 * 1024 * 1024, head: png }, 'too_large']] as const) {
      world.arrived.set(storageId, arrived);
      await expect(world.file({ files: [fileId] })).rejects.toMatchObject({ code: 'INVALID_INPUT', fields: [{ path: 'files.0', problem }] });
    }
    world.arrived.set(storageId, { size: 10, head: png });
    await world.file({ files: [fileId] });
    expect(await world.kit.behind.count('complaint', {})).toBe(1);
  });
  it('removes files that nobody used, and no others', async () => {
    const { fileId } = await world.call('upload', wang, { name: '用.png', type: 'image/png', size: 10 });
    await world.call('upload', wang, { name: '不用.png', type: 'image/png', size: 10 });
    await world.file({ files: [fileId] });
    expect(await world.call('tick', timer, {}, monday + 29 * day)).toMatchObject({ removed: 0 });
    expect(await world.call('tick', timer, {}, monday + 31 * day)).toMatchObject({ removed: 1 });
    expect((await world.kit.behind.get('complaint_file', {})).map(({ name }) => name)).toEqual(['用.png']);
  });
});

describe('the answer on its way', () => {
  it('is no news once it was read, taken up again or is over', async () => {
    const { number } = await world.file();
    const about = `complaint:${number}`;
    const still = async (kind: 'complaint_filed' | 'complaint_answered', n: number) => (await world.complaints.stillTrue([{ noticeId: 'n', kind, about, n, patientId: '' }], monday)).get('n') ?? '';
    expect([await still('complaint_filed', 1), await still('complaint_filed', 2)]).toEqual(['', 'changed']);
    await world.answer(number);
    expect([await still('complaint_filed', 1), await still('complaint_answered', 1)]).toEqual(['answered', '']);
    await world.view(number);
    expect(await still('complaint_answered', 1)).toBe('read');
    await world.call('withdraw', wang, { number });
    expect(await still('complaint_answered', 1)).toBe('withdrawn');
    expect((await world.complaints.stillTrue([{ noticeId: 'n', kind: 'complaint_filed', about: 'complaint:TS20261102-9999', n: 1, patientId: '' }], monday)).get('n')).toBe('gone');
  });
  it('that no channel carries is given by a call, once, and silence waits for it; reading it takes the call back', async () => {
    const { number } = await world.file();
    await world.answer(number);
    const handed = () => world.complaints.handed({ noticeId: 'n', kind: 'complaint_answered', about: `complaint:${number}`, n: 1, patientId: '' }, monday);
    await Promise.all([handed(), handed()]);
    expect(new Set(world.said.queued.map(({ id }) => id))).toEqual(new Set([`call:reply:complaint:${number}:1`]));
    expect((await world.call('desk', staff.officer, { view: 'answered' })).rows).toMatchObject([{ number, untold: true }]);
    expect(await codeOf(world.call('close', staff.officer, { number }, monday + 90 * day))).toBe('CONFLICT/untold');
    expect(await world.call('tick', timer, {}, monday + 90 * day)).toMatchObject({ closed: 0 });
    await world.view(number, monday + day);
    expect(world.said.withdrawn).toContain(`call:reply:complaint:${number}:1`);
    expect((await world.call('desk', staff.officer, { view: 'answered' })).rows).toMatchObject([{ untold: false }]);
    // A letter handed back afterwards changes nothing.
    await handed();
    expect((await world.call('desk', staff.officer, { view: 'answered' })).rows).toMatchObject([{ untold: false }]);
  });
  it('is never rung to the patient when somebody else complained from an unknown number', async () => {
    const { number } = await world.call('register', staff.officer, { key: 'unknown-family', source: 'visit', encounterId: 'enc:wang', category: 'other.other', text: '意见', complainant: { name: '王大力', phone: '09438221234', relation: 'sibling' } });
    await world.answer(number);
    expect(world.said.queued).toEqual([]);
    expect((await world.call('desk', staff.officer, { view: 'answered' })).rows).toMatchObject([{ untold: true }]);
    await world.call('tellAnswered', staff.officer, { number, channel: 'visit', said: 'none' });
    expect(await codeOf(world.call('close', staff.officer, { number }, monday))).toBe('NOT_NOW/waiting');
    expect(await codeOf(world.call('tellAnswered', staff.officer, { number, channel: 'visit', said: 'not_accepted' }, monday + hour))).toBe('INVALID_INPUT/words:required');
  });
});

describe('the desk', () => {
  it('shows each view what belongs there, page by page, and counts the same', async () => {
    const filed = [];
    for (let n = 0; n < 35; n += 1) filed.push((await world.file({}, wang, monday + n)).number);
    const [first, second] = [filed[0]!, filed[1]!];
    await world.call('take', staff.officer, { number: first });
    await world.answer(second, staff.officer2);
    const all = async (view: 'new' | 'mine' | 'due' | 'over' | 'answered' | 'closed' | 'all', who = staff.officer as typeof staff.officer | typeof staff.ward, now = monday): Promise<string[]> => {
      const found: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null;) {
        const page = await world.call('desk', who, { view, ...(cursor && { cursor }) }, now);
        found.push(...page.rows.map(({ number }) => number));
        cursor = page.cursor;
      }
      return found;
    };
    expect(await all('new')).toEqual(filed.slice(2).reverse());
    expect(await all('mine')).toEqual([first]);
    expect(await all('answered')).toEqual([second]);
    expect(await all('all')).toEqual([...filed].reverse());
    expect(await all('due', staff.officer, at('2026-11-04 10:00'))).toEqual(filed.filter((one) => one !== second));
    expect(await all('over', staff.officer, at('2026-11-06 00:00'))).toEqual(filed.filter((one) => one !== second));
    expect(await all('mine', staff.ward)).toEqual([...filed].reverse().filter((one) => one !== second));
    expect(await all('all', staff.ward)).toEqual([...filed].reverse());
    expect(await all('new', staff.ward)).toEqual([]);
    expect(await world.call('counts', staff.officer, {})).toMatchObject({ new: 33, mine: 1, due: 0, over: 0, answered: 1 });
    await world.call('withdraw', wang, { number: first });
    expect(await all('closed')).toEqual([first]);
    expect(await all('closed', staff.ward)).toEqual([first]);
  });
  it('tells home and timeline what they may know', async () => {
    const { number } = await world.file();
    await world.file({}, son);
    expect(await world.complaints.home('person:wang', ['pat:wang'], monday)).toEqual(new Map([['pat:wang', [{ number, state: 'dispatched', dueDay: '2026-11-09', answered: false }]]]));
    expect(await world.complaints.facts('pat:wang', staff.officer)).toEqual(expect.arrayContaining([{ at: monday, kind: 'complaint.received', by: '', params: { number } }]));
    for (const who of [staff.ward, staff.nursing, staff.nurse, staff.agent]) expect(await world.complaints.facts('pat:wang', who)).toEqual([]);
  });
});

test('every list and timer finds its complaints by an index', () => {
  const { explain } = world.kit.behind;
  for (const [query, order] of [
    [{ open: 1 }, { number: -1 }], [{ ownerKey: 'x' }, { number: -1 }], [{ phoneKey: 'x' }, { number: -1 }], [{ departmentCode: { $in: ['0401'] } }, { number: -1 }], [{ office: { $in: ['nursing'] } }, { number: -1 }],
    [{ patientHash: { $in: ['x'] }, open: 1 }, undefined], [{ nextCheck: { $gt: 0, $lte: monday } }, { nextCheck: 1 }], [{ settleDue: { $gt: 0, $lte: monday } }, { settleDue: 1 }], [{ day: '2026-11-02' }, { n: -1 }], [{ key: 'x' }, undefined],
  ] as const) expect([JSON.stringify(query), explain('complaint', { ...query }, { ...(order && { order: { ...order } }), limit: 10 }).index]).toEqual([JSON.stringify(query), expect.any(String)]);
});
