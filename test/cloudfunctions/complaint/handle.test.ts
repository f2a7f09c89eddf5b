/** What officers, offices and the complainant decide: each decision once, whoever presses twice or at the same time. */
import { at, codeOf, day, hour, monday, openWorld, son, staff, timer, wang, type World } from './world';

let world: World;
beforeEach(async () => { world = await openWorld(); });
afterEach(() => world.close());

describe('handling', () => {
  it('one at a time: taken once, taken over only on purpose', async () => {
    const { number } = await world.file();
    const taken = await Promise.all([staff.officer, staff.officer2].map((who) => codeOf(world.call('take', who, { number }))));
    expect(taken.sort()).toEqual(['CONFLICT/taken', 'ok']);
    const { takenBy } = await world.detail(number);
    const [holder, other] = takenBy === '马丽娟' ? [staff.officer, staff.officer2] : [staff.officer2, staff.officer];
    expect(await codeOf(world.call('take', holder, { number }))).toBe('ok');
    expect(await codeOf(world.answer(number, other))).toBe('CONFLICT/taken');
    await world.call('take', other, { number, over: true });
    expect(await codeOf(world.answer(number, other))).toBe('ok');
    expect((await world.view(number)).timeline.map(({ kind }) => kind)).toEqual(['received', 'dispatched', 'taken', 'answered']);
  });
  it('an office says what it found, for itself only and once', async () => {
    const { number } = await world.file();
    await world.call('contribute', staff.nursing, { number, text: '已核实' });
    await world.call('contribute', staff.nursing, { number, text: '已核实' });
    expect((await world.detail(number)).contributions).toMatchObject([{ code: 'nursing', by: '护理部干事', text: '已核实' }]);
    expect(await codeOf(world.call('contribute', staff.ward, { number, text: '我们没错', code: 'nursing' }))).toBe('INVALID_INPUT/code:option');
    expect(await codeOf(world.call('contribute', staff.ward2, { number, text: '路过' }))).toBe('FORBIDDEN');
    const both = { ...staff.ward, departments: ['0401', 'nursing'] };
    expect(await codeOf(world.call('contribute', both, { number, text: '两边' }))).toBe('INVALID_INPUT/code:required');
    // One does not read what another found.
    expect((await world.call('detail', staff.ward, { number })).contributions).toEqual([]);
    await world.answer(number);
    expect(await codeOf(world.call('contribute', staff.nursing, { number, text: '迟了' }))).toBe('GONE/answered');
  });
  it('an extension needs two offices and the time, happens once, is told, and moves only the law', async () => {
    const { number } = await world.file();
    const extend = (offices: ('medical' | 'nursing')[], now: number) => codeOf(world.call('extend', staff.officer, { number, offices, reason: '需要两个科室核实' }, now));
    expect(await extend(['medical'], monday)).toBe('INVALID_INPUT/offices:too_few');
    expect(await extend(['medical', 'nursing'], at('2026-11-10 00:00'))).toBe('GONE/too_late');
    expect(await Promise.all([1, 2, 3].map(() => extend(['medical', 'nursing'], at('2026-11-09 23:59'))))).toEqual(['ok', 'ok', 'ok']);
    expect(await codeOf(world.call('extend', staff.officer2, { number, offices: ['medical', 'nursing'], reason: '另一个理由' }, at('2026-11-09 23:59')))).toBe('GONE/extended');
    expect(await world.detail(number)).toMatchObject({ internal: { day: '2026-11-05' }, legal: { day: '2026-11-16', days: 10 }, offices: ['nursing', 'medical'] });
    expect((await world.view(number)).timeline.at(-1)).toMatchObject({ kind: 'extended', words: '需要两个科室核实', day: '2026-11-16', offices: ['medical', 'nursing'] });
    expect(world.said.letters.filter(({ kind }) => kind === 'complaint_extended').map(({ id }) => id).every((id) => id === `notice:complaint:${number}:complaint_extended:1`)).toBe(true);
    expect(world.said.letters.some(({ kind }) => kind === 'complaint_extended')).toBe(true);
    const other = await world.file();
    await world.answer(other.number);
    expect(await codeOf(world.call('extend', staff.officer, { number: other.number, offices: ['medical', 'nursing'], reason: '答复以后' }))).toBe('GONE/answered');
  });
  it('an answer says what its outcome needs; twice is once; a file proves, and the complainant does not read it', async () => {
    const { number } = await world.file();
    expect(await codeOf(world.answer(number, staff.officer, { proof: '', measures: '' }))).toBe('INVALID_INPUT/proof:required,measures:required');
    expect(await codeOf(world.answer(number, staff.officer, { outcome: 'not_handled' }))).toBe('INVALID_INPUT/notHandledReason:required');
    const { fileId } = await world.call('staffUpload', staff.officer, { name: '谈话记录.pdf', type: 'application/pdf', size: 10 });
    await Promise.all([1, 2].map(() => world.answer(number, staff.officer, { proof: '', files: [fileId] })));
    expect((await world.detail(number)).answers).toMatchObject([{ outcome: 'upheld', proof: '谈话记录.pdf' }]);
    expect((await world.view(number)).evidence).toEqual([]);
    expect(await codeOf(world.call('fileAddress', wang, { number, fileId }))).toBe('FORBIDDEN');
    expect(await codeOf(world.call('fileAddress', staff.officer, { number, fileId }))).toBe('ok');
    expect(world.said.audited.at(-1)).toMatchObject({ action: 'complaint.file', subject: number });
  });
  it('a warning by hand is heard and noted, and not by the complainant', async () => {
    const { number } = await world.file();
    await world.call('raiseWarning', staff.officer, { number, level: 'D1', note: '家属在门口聚集' });
    await world.call('raiseWarning', staff.officer, { number, level: 'D1', note: '家属在门口聚集' });
    expect(world.said.reminders.map(({ id }) => id)).toEqual([`notice:complaint:${number}:overdue:107`]);
    expect((await world.detail(number)).timeline.at(-1)).toMatchObject({ kind: 'warning_D1', words: '家属在门口聚集', public: false });
    expect(JSON.stringify(await world.view(number))).not.toContain('聚集');
  });
});

describe('the last word', () => {
  it('accepting closes at once, twice is once, and only the complainant rates: once a closing, for twelve hours', async () => {
    const { number } = await world.file();
    expect(await codeOf(world.call('accept', wang, { number }))).toBe('GONE/not_answered');
    await world.answer(number);
    await Promise.all([1, 2].map(() => world.call('accept', wang, { number })));
    expect((await world.view(number)).timeline.map(({ kind }) => kind)).toEqual(['received', 'dispatched', 'answered', 'accepted', 'closed']);
    const rate = (score: number, now: number) => codeOf(world.call('rate', wang, { number, score }, now));
    expect(await rate(2, monday + hour)).toBe('ok');
    expect(await rate(4, monday + 13 * hour - 1)).toBe('ok');
    expect(await rate(5, monday + 13 * hour)).toBe('GONE/rated');
    expect((await world.view(number)).rating).toMatchObject({ score: 4, at: monday + hour });
    // No operation of staff has a score in it.
    expect(await codeOf(world.call('rate', staff.officer, { number, score: 5 }))).toBe('FORBIDDEN');
    // A new round, a new closing, a new rating.
    await world.call('reopen', wang, { number, key: 'reopen-rated', text: '又发生了' }, monday + day);
    await world.answer(number, staff.officer, {}, monday + day);
    await world.call('accept', wang, { number }, monday + day);
    expect(await rate(1, monday + day + hour)).toBe('ok');
  });
  it('reopening begins a round with its own clocks, in the hands of nobody, and takes the old letter and call back', async () => {
    const { number } = await world.file();
    await world.answer(number);
    const friday = at('2026-11-06 16:00');
    const again = await world.call('reopen', wang, { number, key: 'reopen-once', text: '没有道歉，我要找媒体' }, friday);
    expect(again).toMatchObject({ round: 2, state: 'dispatched', promiseDay: '2026-11-11', dueDay: '2026-11-13' });
    expect(await world.call('reopen', wang, { number, key: 'reopen-once', text: '没有道歉，我要找媒体' }, friday)).toMatchObject({ round: 2 });
    expect(await world.detail(number)).toMatchObject({ takenBy: '', warning: 'D1', verdict: 'reopened', extension: null, answers: [{ round: 1 }] });
    expect(world.said.withdrawn).toContain(`call:reply:complaint:${number}:1`);
    expect(await codeOf(world.call('reopen', wang, { number, key: 'reopen-twice', text: '还没答复' }, friday))).toBe('GONE/not_answered');
    // Danger in it is danger.
    await world.answer(number, staff.officer, {}, friday);
    expect((await world.call('reopen', wang, { number, key: 'reopen-third', text: '我现在胸痛' }, friday)).safety).toMatchObject({ level: 'emergency' });
    // Closed for more than thirty days, it is over.
    await world.answer(number, staff.officer, {}, friday);
    await world.call('accept', wang, { number }, friday);
    expect(await codeOf(world.call('reopen', wang, { number, key: 'reopen-late', text: '半年后' }, friday + 31 * day))).toBe('GONE/over');
  });
  it('silence closes only after seven working days, by the timer or by hand, once', async () => {
    const { number } = await world.file();
    await world.answer(number);
    const end = at('2026-11-12 00:00');
    expect(await codeOf(world.call('close', staff.officer, { number }, end - 1))).toBe('NOT_NOW/waiting');
    expect(await world.call('tick', timer, {}, end - 1)).toMatchObject({ closed: 0 });
    const runs = await Promise.all([1, 2, 3].map(() => world.call('tick', timer, {}, end)));
    expect(runs.reduce((sum, { closed }) => sum + closed, 0)).toBe(1);
    expect(await world.detail(number)).toMatchObject({ state: 'closed', verdict: 'silent' });
    expect((await world.view(number)).timeline.at(-1)).toMatchObject({ kind: 'closed_silent', by: 'system' });
    expect(await codeOf(world.call('close', staff.officer, { number }, end))).toBe('ok');
  });
  it('withdrawn is over for everybody but the record', async () => {
    const { number } = await world.file();
    await Promise.all([1, 2].map(() => world.call('withdraw', wang, { number, reason: '已解决' })));
    expect((await world.view(number)).timeline.filter(({ kind }) => kind === 'withdrawn')).toMatchObject([{ words: '已解决' }]);
    for (const call of [() => world.answer(number), () => world.call('take', staff.officer, { number }), () => world.call('addEvidence', wang, { number, text: '还有' })]) expect(await codeOf(call())).toBe('GONE/over');
    expect(await world.call('tick', timer, {}, monday + 90 * day)).toMatchObject({ warned: 0, closed: 0 });
    expect([...(await world.complaints.openOf(['pat:wang']))]).toEqual([]);
  });
  it('new facts while it is looked into: once, and pictures private to this complaint', async () => {
    const { number } = await world.file();
    const { fileId } = await world.call('upload', wang, { name: '账单.png', type: 'image/png', size: 10 });
    await world.call('addEvidence', wang, { number, text: '', files: [fileId] });
    await world.call('addEvidence', wang, { number, text: '', files: [fileId] });
    expect((await world.view(number)).evidence).toMatchObject([{ fileId, name: '账单.png' }]);
    expect((await world.view(number)).timeline.filter(({ kind }) => kind === 'evidence')).toHaveLength(1);
    const other = await world.file();
    expect(await codeOf(world.call('addEvidence', wang, { number: other.number, text: '借用', files: [fileId] }))).toBe('INVALID_INPUT/files.0:unknown');
    expect(await codeOf(world.call('addEvidence', son, { number, text: '借用', files: [fileId] }))).toBe('FORBIDDEN');
    expect(await codeOf(world.call('addEvidence', wang, { number }))).toBe('INVALID_INPUT/text:required');
    await world.answer(number);
    expect(await codeOf(world.call('addEvidence', wang, { number, text: '迟了' }))).toBe('GONE/answered');
  });
  it('whoever looks into it stands in the timeline: the department that it is about, and an office that later words call in', async () => {
    const { number } = await world.file();
    const dispatched = async () => (await world.detail(number)).timeline.filter(({ kind }) => kind === 'dispatched').map(({ offices }) => offices);
    expect(await dispatched()).toEqual([['nursing', '0401']]);
    await world.call('dispatch', staff.officer, { number, offices: ['nursing', 'medical'] });
    await world.call('addEvidence', wang, { number, text: '有人收了红包' });
    expect((await world.detail(number)).offices).toEqual(['nursing', 'medical', 'discipline']);
    expect(await dispatched()).toEqual([['nursing', '0401'], ['nursing', 'medical', '0401'], ['nursing', 'medical', 'discipline', '0401']]);
    expect((await world.view(number)).timeline.findLast(({ kind }) => kind === 'dispatched')?.offices).toEqual(['nursing', 'medical', 'discipline']);
  });
});
