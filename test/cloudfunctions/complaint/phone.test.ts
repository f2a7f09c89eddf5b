/** An answer that nothing written carried: read out by whoever holds its call and by nobody else, and what was said to it counted once. */
import fc from 'fast-check';
import { SaidByPhone } from '../../../cloudfunctions/complaint/contract';
import { codeOf, monday, openWorld, phones, staff, timer, wang, type World } from './world';

let world: World;
beforeEach(async () => { world = await openWorld(); });
afterEach(() => world.close());

const minute = 60_000;
const { nurse, lead, officer } = staff;
const other = { ...nurse, staffId: 'staff:nurse2', name: '李晓梅' };
const callOf = (number: string, round = 1): string => `call:reply:complaint:${number}:${round}`;
const hold = (number: string, by = nurse.staffId, round = 1): string => { world.held.set(callOf(number, round), { about: `complaint:${number}`, by }); return callOf(number, round); };
const tell = (callId: string, who = nurse, now = monday) => world.call('answerToTell', who, { callId }, now);
const report = (callId: string, said: SaidByPhone, words = '', who = nurse, now = monday) => world.call('reportTold', who, { callId, said, words }, now);
const detail = (number: string, now = monday) => world.call('detail', officer, { number }, now);

/** Registered with a landline, answered, and in the nurse's hand. */
let filings = 0;
async function toTell(more: object = {}, text = '病区厕所不干净，王小花护士态度差'): Promise<{ number: string; callId: string }> {
  const { number } = await world.call('register', officer, { key: `landline-${(filings += 1)}`, source: 'visit', encounterId: 'enc:wang', category: 'logistics.clean', text, complainant: { name: '王秀英', phone: '09438221234', relation: 'self' }, ...more });
  await world.answer(number, officer, { text: '已加派保洁', measures: '总务科每日检查', proof: '排班表，问过刘大力' });
  return { number, callId: hold(number) };
}

describe('reading it out', () => {
  it('the holder reads what is to be told and how to answer it, and nothing of the house; each look leaves a row', async () => {
    const { number, callId } = await toTell({ note: '对方情绪激动', accused: '王小花' });
    const answer = await tell(callId);
    expect(answer).toEqual({
      number, round: 1, receivedAt: monday, relation: 'self', outcome: 'upheld', notHandledReason: null, text: '已加派保洁', measures: '总务科每日检查', silentDays: 7, reopenDays: 30, hospitalPhone: '09438220000', said: null,
    });
    expect(JSON.stringify(answer)).not.toMatch(/王|刘大力|排班表|马丽娟|情绪|厕所|8221234/);
    expect(world.said.audited).toContainEqual({ action: 'complaint.answerToTell', subject: number });
  });
  it('who does not hold it, holds something else, or asks for one that does not exist, is refused in the same words', async () => {
    const { number, callId } = await toTell();
    world.held.set('call:redflag:x', { about: 'thread:pat:wang', by: nurse.staffId });
    // Another round's call, made up and yet held, opens nothing.
    hold(number, nurse.staffId, 2);
    const refused = [tell(callId, other), tell(callId, lead), tell('call:redflag:x'), tell('call:reply:complaint:TS20261102-0099:1'), tell(callOf(number, 2)), report(callId, 'accepted', '', other), report('call:redflag:x', 'none')];
    const words = await Promise.all(refused.map((one) => one.then(() => 'ok', (error: Error) => `${(error as { code?: string }).code} ${error.message}`)));
    expect([...new Set(words)]).toEqual([expect.stringMatching(/^FORBIDDEN/)]);
    for (const who of [officer, staff.ward, staff.agent, staff.quality, wang]) expect(await codeOf(world.call('answerToTell', who, { callId }))).toBe('FORBIDDEN');
    expect(world.said.audited.filter(({ action }) => action === 'complaint.answerToTell')).toEqual([]);
    expect((await detail(number)).state).toBe('answered');
  });
  it('a nurse who is complained about does not tell it; a restricted one is not rung at all', async () => {
    const about = await toTell({ accused: nurse.name });
    expect(await codeOf(tell(about.callId))).toBe('FORBIDDEN');
    expect(await codeOf(report(about.callId, 'accepted'))).toBe('FORBIDDEN');
    const { number, callId } = await toTell({}, '主任收红包');
    expect((await detail(number)).restricted).toBe(true);
    expect(world.said.queued.map(({ id }) => id)).not.toContain(callId);
    expect(await codeOf(tell(callId))).toBe('FORBIDDEN');
  });
  it('what the complainant decided meanwhile needs no telling', async () => {
    const { number, callId } = await toTell();
    await world.call('tellAnswered', officer, { number, channel: 'visit', said: 'accepted' });
    expect(await codeOf(tell(callId))).toBe('GONE/over');
    expect(await codeOf(report(callId, 'none'))).toBe('GONE/over');
  });
});

describe('what they said', () => {
  it('accepted: closed with who heard it, seen by the officer; the call stays in her hand', async () => {
    const { number, callId } = await toTell();
    expect(await report(callId, 'accepted', '行，谢谢')).toEqual({ number, said: 'accepted', safety: null });
    const seen = await detail(number);
    expect(seen).toMatchObject({ state: 'closed', verdict: 'accepted', untold: false, rating: null, answers: [{ channel: 'phone', toldAt: monday }] });
    expect(seen.timeline.slice(-3).map(({ kind, by, words }) => [kind, by, words])).toEqual([['told', nurse.name, '行，谢谢'], ['accepted', nurse.name, ''], ['closed', '', '']]);
    expect(world.said.withdrawn).not.toContain(callId);
    expect(await tell(callId)).toMatchObject({ said: 'accepted' });
  });
  it('not accepted needs their words, and begins the next round with its own clocks; new words are read like the first', async () => {
    const { number, callId } = await toTell();
    expect(await codeOf(report(callId, 'not_accepted'))).toBe('INVALID_INPUT/words:required');
    expect(await codeOf(report(callId, 'not_accepted', '  '))).toBe('INVALID_INPUT/words:required');
    const tuesday = monday + 24 * 60 * minute;
    await report(callId, 'not_accepted', `昨天还是脏，${staff.officer2.name}还骂人，我要去告你们、找媒体曝光`, nurse, tuesday);
    const seen = await detail(number, tuesday);
    expect(seen).toMatchObject({ state: 'dispatched', round: 2, verdict: 'reopened', takenBy: '', internal: { day: '2026-11-06' } });
    expect(seen.timeline.find(({ kind }) => kind === 'reopened')).toMatchObject({ by: nurse.name, round: 2, words: expect.stringContaining('昨天还是脏') });
    expect(seen.warning).not.toBe('');
    // Whoever is named in what was added sees it no more.
    expect(await codeOf(world.call('detail', staff.officer2, { number }))).toBe('FORBIDDEN');
    expect(world.said.withdrawn).not.toContain(callId);
  });
  it('danger in what they say rings the alarm once', async () => {
    const { callId } = await toTell();
    const said = await report(callId, 'not_accepted', '我不想活了，今晚就从楼上跳下去');
    expect(said.safety).toMatchObject({ level: 'crisis' });
    await report(callId, 'not_accepted', '我不想活了，今晚就从楼上跳下去');
    expect(new Set(world.said.raised.map(({ about }) => about)).size).toBe(1);
  });
  it('a call back stays with the officer: untold, no silence closes it, the lead is reminded once, and nobody is queued to ring again', async () => {
    const { number, callId } = await toTell();
    await report(callId, 'call_back', '想听护士长自己说');
    await report(callId, 'call_back', '想听护士长自己说');
    const seen = await detail(number);
    expect(seen).toMatchObject({ state: 'answered', untold: true, may: { tell: true } });
    expect(seen.timeline.find(({ kind }) => kind === 'call_asked')).toMatchObject({ words: '想听护士长自己说', public: false, by: nurse.name });
    expect(new Set(world.said.reminders.filter(({ words }) => words.includes('回电')).map(({ id }) => id)).size).toBe(1);
    const queued = world.said.queued.length;
    for (const days of [1, 30, 60]) await world.call('tick', timer, {}, monday + days * 24 * 60 * minute);
    expect((await detail(number)).state).toBe('answered');
    expect(world.said.queued.length).toBe(queued);
    await world.call('tellAnswered', officer, { number, channel: 'phone', said: 'accepted' });
    expect((await detail(number)).state).toBe('closed');
  });
  it('nothing said yet: the seven working days begin, then silence closes it', async () => {
    const { number, callId } = await toTell();
    await report(callId, 'none', '再想想');
    expect(await detail(number)).toMatchObject({ state: 'answered', untold: false });
    await world.call('tick', timer, {}, monday + 8 * 24 * 60 * minute);
    expect((await detail(number)).state).toBe('answered');
    await world.call('tick', timer, {}, monday + 12 * 24 * 60 * minute);
    expect(await detail(number)).toMatchObject({ state: 'closed', verdict: 'silent' });
  });
  it('whatever is pressed in whatever order and at the same time, the first counts, once a round', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom(...SaidByPhone.options), { minLength: 2, maxLength: 5 }), async (all) => {
      const { number, callId } = await toTell();
      const results = await Promise.all(all.map((said) => codeOf(report(callId, said, '原话')).then((code) => [said, code] as const)));
      const won = (await tell(callId)).said;
      expect(all).toContain(won);
      for (const [said, code] of results) expect(code).toBe(said === won ? 'ok' : 'CONFLICT/told');
      expect((await detail(number)).timeline.filter(({ kind }) => kind === 'told').length).toBe(1);
    }), { numRuns: 12 });
  });
  it('once she has let the call go she reports nothing more', async () => {
    const { number, callId } = await toTell();
    world.held.delete(callId);
    expect(await codeOf(report(callId, 'accepted'))).toBe('FORBIDDEN');
    expect((await detail(number)).state).toBe('answered');
  });
});

describe('the patient complains through a colleague', () => {
  const register = (more: object) => world.call('register', nurse, { key: `self-${(filings += 1)}-key`, source: 'followup', callId: 'call:1', category: 'logistics.food', text: '饭菜难吃', ...more });
  const reveal = async (number: string) => (await world.call('reveal', officer, { number, fields: ['name', 'phone'], reason: '联系' })).values;
  const self = { name: '', phone: '', relation: 'self' as const };
  it('name and number come from the register where they are left open, and what was typed stays', async () => {
    expect(await reveal((await register({ complainant: self })).number)).toEqual({ name: '王秀英', phone: phones.wang });
    expect(await reveal((await register({ complainant: { ...self, name: '王大姐', phone: '09438221234' } })).number)).toEqual({ name: '王大姐', phone: '09438221234' });
    expect(await codeOf(reveal((await register({ complainant: { ...self, relation: 'child' } })).number))).toBe('GONE/unknown');
  });
  it('nothing is taken over of somebody anonymous, and no number after a sensitive stay or one known to be wrong', async () => {
    const { number } = await register({ complainant: self, anonymous: true });
    expect((await detail(number)).person).toBeNull();
    world.patients.get('pat:wang')!.phoneInvalid = true;
    expect(await reveal((await register({ complainant: self })).number)).toEqual({ name: '王秀英' });
    world.patients.get('pat:wang')!.phoneInvalid = false;
    world.stays.get('enc:wang')!.sensitive = true;
    expect(await reveal((await register({ complainant: self })).number)).toEqual({ name: '王秀英' });
    world.patients.get('pat:wang')!.allowSmsSensitive = true;
    expect(await reveal((await register({ complainant: self })).number)).toEqual({ name: '王秀英', phone: phones.wang });
  });
});
