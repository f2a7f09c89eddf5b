import { createSurvey } from '../../../cloudfunctions/survey/service';
import { daughter, fullStep, link, openWorld, patient, staff, step, stranger, wellAnswers, type World } from './memory';

const t0 = Date.parse('2026-11-19T02:00:00Z');
const stepId = step._id;
const codeOf = (p: Promise<unknown>): Promise<string> => p.then(() => 'ok', (e: { code?: string; reason?: string }) => [e.code, e.reason].filter(Boolean).join('/') || String(e));
const sheetOf = (world: World, id = stepId) => world.responses.rows.get(`response:${id}`)!;
const raisedOf = (world: World) => world.said.filter((s) => s.what === 'raise').map((s) => s.of);
let world: World;
let survey: ReturnType<typeof createSurvey>;
beforeEach(() => {
  world = openWorld();
  survey = createSurvey(world.ports);
});

describe('opening', () => {
  test('a link opens on the first question: masked name, hospital, minutes, ward phone, deadline', async () => {
    const opened = await survey.open({}, link(), t0);
    expect(opened).toMatchObject({ state: 'draft', next: 'who', resume: 'none', answers: {}, name: '王*英', hospital: '白银市第二人民医院', wardPhone: '09438220301', deadlineAt: step.deadlineAt, likelyWho: 'self', setting: { mode: 'web', survey: true } });
    expect(opened.questionnaire.minutes).toBe(3);
    expect(opened.questionnaire.item.some((i) => i.script)).toBe(false);
  });
  test('earlier answers wait for the birth month; before it nothing of them is told', async () => {
    await survey.open({}, link(), t0);
    await survey.save({ answers: [{ linkId: 'who', value: 'self' }, { linkId: 'recover', value: 'worse' }] }, link(), t0);
    expect(await survey.open({}, link(), t0)).toMatchObject({ resume: 'verify', answers: {}, withheld: [], next: 'who', safety: null, staff: [] });
    expect(await survey.open({}, link({ verified: true }), t0)).toMatchObject({ resume: 'shown', answers: { who: 'self', recover: 'worse' }, next: 'red' });
  });
  test('a bound patient resumes on another device, mood and sealed answers stay unsaid', async () => {
    await survey.open({ stepId }, patient, t0);
    await survey.save({ stepId, answers: wellAnswers.slice(0, 4) }, patient, t0);
    const opened = await survey.open({ stepId }, patient, t0);
    expect(opened).toMatchObject({ resume: 'shown', answers: { who: 'self', recover: 'better', red: ['none'], mood: null }, withheld: ['mood'], next: 'med_take' });
  });
  test('a sensitive stay replays nothing and names no ward', async () => {
    world.stay = { ...world.stay, sensitive: true };
    await survey.open({ stepId }, patient, t0);
    await survey.save({ stepId, answers: [...wellAnswers.slice(0, 5), { linkId: 'med_adr', value: 'yes' }, { linkId: 'med_adr_text', value: '恶心' }] }, patient, t0);
    const opened = await survey.open({ stepId }, patient, t0);
    expect(opened).toMatchObject({ wardPhone: '', staff: [], safety: null, answers: { who: 'self', recover: null, red: null } });
    // A branch would tell the answer above it.
    expect(opened.withheld).not.toContain('med_adr_text');
    expect(opened.answers).not.toHaveProperty('med_adr_text');
  });
  test('family without permission takes over without seeing what the patient said, and says anew who answers', async () => {
    await survey.open({ stepId }, patient, t0);
    await survey.save({ stepId, answers: wellAnswers.slice(0, 3) }, patient, t0);
    expect(await survey.open({ stepId }, daughter(false), t0)).toMatchObject({ answers: { recover: null, red: null }, withheld: ['recover', 'red'], likelyWho: 'child', next: 'who' });
    expect(await survey.open({ stepId }, daughter(true), t0)).toMatchObject({ answers: { recover: 'better', red: ['none'] }, withheld: [], next: 'who' });
  });
  test('strangers, foreign links and unknown steps look the same', async () => {
    expect(await codeOf(survey.open({ stepId }, stranger, t0))).toBe('FORBIDDEN');
    expect(await codeOf(survey.open({ stepId: 'step:none:x' }, stranger, t0))).toBe('FORBIDDEN');
    expect(await codeOf(survey.open({ stepId: fullStep._id }, link(), t0))).toBe('FORBIDDEN');
    await survey.open({ stepId }, patient, t0);
    expect(await codeOf(survey.save({ stepId, answers: [{ linkId: 'recover', value: 'well' }] }, stranger, t0))).toBe('FORBIDDEN');
    expect(await codeOf(survey.submit({ stepId }, stranger, t0))).toBe('FORBIDDEN');
    expect(await codeOf(survey.tellDeath({ stepId }, stranger, t0))).toBe('FORBIDDEN');
    expect(await codeOf(survey.recant({ stepId }, stranger, t0))).toBe('FORBIDDEN');
  });
  test.each([
    ['planned', '', 'NOT_NOW/planned'], ['held', 'awaiting_clearance', 'GONE/awaiting_clearance'], ['reached', '', 'GONE/reached'], ['closed', 'deceased', 'GONE/deceased'], ['closed', 'absorbed', 'GONE/absorbed'],
    ['queued', 'silent', 'ok'], ['closed', 'lost_no_answer', 'ok'], ['closed', 'silent', 'ok'],
  ])('a step that is %s %s: %s', async (state, reason, expected) => {
    world.steps.set(stepId, { ...step, state, reason });
    expect(await codeOf(survey.open({}, link(), t0))).toBe(expected);
  });
  test('while a complaint is open the ratings are left out, on paper and on the phone; what serves recovery can be sent in, and they come back afterwards', async () => {
    world.complaining = true;
    expect((await survey.open({}, link(), t0)).setting.survey).toBe(false);
    expect((await survey.openForCall({ callId: 'call:1' }, staff(), t0)).setting.survey).toBe(false);
    world.complaining = false;
    expect((await survey.open({}, link(), t0)).setting.survey).toBe(true);
    world.complaining = true;
    await survey.open({}, link(), t0);
    const care = wellAnswers.filter(({ linkId }) => !/^s_|^nps$/.test(linkId));
    await survey.save({ answers: care }, link(), t0);
    expect(await survey.submit({}, link(), t0 + 60_000)).toMatchObject({ outcome: 'submitted' });
    expect([sheetOf(world).score?.total, Object.keys(sheetOf(world).items).filter((id) => /^s_|^nps$/.test(id))]).toEqual([null, []]);
  });
  test('opting out of surveys in between hides the ratings from the next opening on', async () => {
    await survey.open({}, link(), t0);
    world.survey = false;
    expect((await survey.open({}, link(), t0)).setting).toEqual({ mode: 'web', survey: false });
    expect(await codeOf(survey.save({ answers: [{ linkId: 's_med', value: '5' }] }, link(), t0))).toBe('INVALID_INPUT');
  });
});

describe('saving', () => {
  beforeEach(async () => void (await survey.open({}, link(), t0)));

  test('makes the sheet when answers that waited for the network come first', async () => {
    world.responses.rows.clear();
    await survey.save({ stepId, answers: [{ linkId: 'who', value: 'self' }] }, patient, t0);
    expect(sheetOf(world)).toMatchObject({ items: { who: { value: 'self' } }, mode: 'wechat' });
    world.responses.rows.clear();
    expect(await codeOf(survey.save({ stepId, answers: [{ linkId: 'who', value: 'self' }] }, stranger, t0))).toBe('FORBIDDEN');
    world.steps.set(stepId, { ...step, state: 'held', reason: 'death_unconfirmed' });
    expect(await codeOf(survey.save({ stepId, answers: [{ linkId: 'who', value: 'self' }] }, patient, t0))).toBe('GONE/death_unconfirmed');
  });
  test('names the place and the kind of each problem, and takes nothing of the batch', async () => {
    const error = await survey.save({ answers: [{ linkId: 'recover', value: 'well' }, { linkId: 'mood', value: 'purple' }, { linkId: 'nothing', value: 'x' }] }, link(), t0).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'INVALID_INPUT', fields: [{ path: 'answers.1.value', problem: 'option' }, { path: 'answers.2.linkId', problem: 'unknown' }] });
    expect(sheetOf(world).items).toEqual({});
  });
  test('notes who answered with which hand, and when', async () => {
    await survey.save({ answers: [{ linkId: 'who', value: 'child' }, { linkId: 'present', value: 'yes' }, { linkId: 'recover', value: 'well' }] }, link(), t0 + 5000);
    expect(sheetOf(world)).toMatchObject({ touchedAt: t0 + 5000, seconds: 5, mode: 'sms', items: { recover: { value: 'well', hand: 'proxy', by: 'link:1', at: t0 + 5000, was: [] } } });
  });
  test('a long pause is not time spent', async () => {
    await survey.save({ answers: [{ linkId: 'who', value: 'self' }] }, link(), t0 + 3_600_000);
    expect(sheetOf(world).seconds).toBe(120);
  });
  test('takes at most three round trips, a red flag included', async () => {
    let trips = 0;
    const counted = Object.fromEntries(Object.entries(world.responses).map(([name, f]) => [name, typeof f === 'function' ? (...args: unknown[]) => { trips += 1; return (f as (...a: unknown[]) => unknown)(...args); } : f]));
    const counting = createSurvey({ ...world.ports, responses: { ...world.responses, ...counted } });
    await counting.save({ answers: [{ linkId: 'who', value: 'self' }] }, link(), t0);
    expect(trips).toBe(2);
    trips = 0;
    await counting.save({ answers: [{ linkId: 'red', value: ['chest'] }] }, link(), t0);
    expect(trips).toBe(3);
  });
  test('a red flag raises its call at once and answers with who rings, by when, on which number', async () => {
    const saved = await survey.save({ answers: [{ linkId: 'red', value: ['chest', 'breath'] }] }, link(), t0);
    expect(saved.safety).toMatchObject({ level: 'emergency', ringBy: t0 + 900_000, who: '值班护士', phoneMasked: '138****6027', wardPhone: '09438220301', otherwise: 'child' });
    expect(saved.safety!.words.map((w) => w.zh)).toEqual(['胸痛或胸闷', '喘不上气']);
    expect(saved.safety!.advice[0]!.zh).toContain('120');
    expect(raisedOf(world)).toMatchObject([{ level: 'emergency', items: ['red:chest', 'red:breath'], stepId, departmentCode: '0301' }]);
    expect(sheetOf(world)).toMatchObject({ owed: 0, flags: { 'red-emergency': { callId: `call:redflag:${stepId}` } } });
  });
  test('one answer, one alarm: the lesser signs go along with the greater', async () => {
    await survey.save({ answers: [{ linkId: 'red', value: ['fever', 'chest'] }] }, link(), t0);
    expect(raisedOf(world)).toMatchObject([{ level: 'emergency', items: ['red:chest', 'red:fever'] }]);
  });
  test('once per level, and upward: saying it again shows the page again, without a new alarm', async () => {
    await survey.save({ answers: [{ linkId: 'recover', value: 'worse' }] }, link(), t0);
    await survey.save({ answers: [{ linkId: 'red', value: ['wound'] }] }, link(), t0 + 1000);
    await survey.save({ answers: [{ linkId: 'red', value: ['wound', 'chest'] }] }, link(), t0 + 2000);
    const again = await survey.save({ answers: [{ linkId: 'red', value: ['chest'] }] }, link(), t0 + 3000);
    await survey.save({ answers: [{ linkId: 'mood', value: 'crisis' }] }, link(), t0 + 4000);
    expect(raisedOf(world).map((r) => r['level'])).toEqual(['today', 'emergency', 'crisis']);
    expect(again.safety).toMatchObject({ level: 'emergency', ringBy: t0 + 2000 + 900_000 });
  });
  test('free text is read: a danger in words is a danger', async () => {
    const saved = await survey.save({ answers: [{ linkId: 'suggest', value: '护士很好，就是昨晚胸 口 疼' }] }, link(), t0);
    expect(saved.safety).toMatchObject({ level: 'emergency', words: [{ zh: '胸口疼' }] });
    expect(JSON.stringify(raisedOf(world))).not.toContain('疼');
  });
  test('when the alarm cannot be passed on the page says so, the answer is kept, and the timer raises it', async () => {
    world.broken.add('raise');
    const saved = await survey.save({ answers: [{ linkId: 'red', value: ['chest'] }] }, link(), t0);
    expect(saved.safety).toMatchObject({ level: 'emergency', ringBy: null, wardPhone: '09438220301' });
    expect(sheetOf(world)).toMatchObject({ owed: 1, items: { red: { value: ['chest'] } } });
    expect(await survey.settle(t0 + 61_000)).toMatchObject({ raised: 0, failed: 1 });
    world.broken.clear();
    expect(await survey.settle(t0 + 120_000)).toMatchObject({ raised: 1, failed: 0 });
    expect(sheetOf(world).owed).toBe(0);
    expect(await survey.settle(t0 + 180_000)).toMatchObject({ raised: 0, failed: 0 });
  });
  test('a concern is a nurse\'s call, a wish to be rung is a call back, help with booking opens a door', async () => {
    const saved = await survey.save({ answers: [{ linkId: 'med_take', value: 'stopped' }] }, link(), t0);
    expect(saved.safety).toMatchObject({ level: 'concern', words: [{ zh: '自己停了' }] });
    expect((await survey.save({ answers: [{ linkId: 'know_revisit', value: 'book' }] }, link(), t0)).hints).toEqual(['booking']);
    await survey.save({ answers: [{ linkId: 'callback', value: 'evening' }] }, link(), t0);
    await survey.save({ answers: [{ linkId: 'callback', value: 'evening' }] }, link(), t0);
    expect(raisedOf(world).map((r) => [r['level'], r['items']])).toEqual([['concern', ['med_take:stopped']], ['concern', ['know_revisit:book']]]);
    const wishes = world.said.filter((s) => s.what === 'callback');
    expect(wishes).toHaveLength(1);
    expect(wishes[0]!.of).toMatchObject({ items: ['callback:evening'], notBefore: Date.parse('2026-11-19T09:30:00Z') });
  });
  test('what was hidden by another answer stays in the draft and comes back with it', async () => {
    await survey.save({ answers: [{ linkId: 's_med', value: '1' }, { linkId: 's_med_why', value: ['attitude'] }] }, link(), t0);
    await survey.save({ answers: [{ linkId: 's_med', value: '4' }] }, link(), t0);
    expect(sheetOf(world).items['s_med_why']?.value).toEqual(['attitude']);
  });
  test('"now fine" is noted beside the flag and told; the call stays', async () => {
    await survey.save({ answers: [{ linkId: 'who', value: 'self' }, { linkId: 'recover', value: 'same' }, { linkId: 'red', value: ['chest'] }] }, link(), t0);
    expect((await survey.open({}, link({ verified: true }), t0)).safety).toMatchObject({ level: 'emergency', acknowledged: false });
    world.taken.add(`call:redflag:${step._id}`);
    expect((await survey.open({}, link({ verified: true }), t0)).safety).toMatchObject({ level: 'emergency', acknowledged: true });
    expect(await survey.recant({}, link({ verified: true }), t0 + 1000)).toEqual({ next: 'mood' });
    expect(sheetOf(world).flags['red-emergency']).toMatchObject({ recantedAt: t0 + 1000 });
    expect(world.said.filter((s) => s.what === 'recant')).toHaveLength(1);
    expect((await survey.open({}, link({ verified: true }), t0 + 2000)).safety).toBeNull();
  });
});

describe('the red-packet question', () => {
  const full = link({ stepId: fullStep._id });
  beforeEach(async () => void (await survey.open({}, full, t0)));

  test('is sealed apart: not in the sheet, not replayed, not even its branch; counted once submitted', async () => {
    await survey.save({ answers: [{ linkId: 'integrity', value: '1' }, { linkId: 'integrity_text', value: '收了五百' }] }, full, t0);
    const sheet = sheetOf(world, fullStep._id);
    expect(sheet.items['integrity']).toMatchObject({ value: null, sealed: true });
    expect(JSON.stringify(sheet)).not.toMatch(/integrity_text|五百/);
    expect(world.reports.get(fullStep._id)).toMatchObject({ answer: '1', text: '收了五百', state: 'draft' });
    expect((await survey.open({}, link({ stepId: fullStep._id, verified: true }), t0)).answers).toEqual({ integrity: null });
    for (const role of ['lead', 'quality', 'ward'] as const) expect(JSON.stringify(await survey.sheet({ stepId: fullStep._id }, staff(role), t0))).not.toMatch(/integrity/);
    await survey.save({ answers: [{ linkId: 'who', value: 'self' }, ...sheet.questionnaire === 'IP-FULL-1' ? requiredOf() : []] }, full, t0 + 60_000);
    expect(await survey.submit({}, full, t0 + 60_000)).toMatchObject({ outcome: 'submitted' });
    expect(world.reports.get(fullStep._id)).toMatchObject({ state: 'submitted' });
    expect(sheetOf(world, fullStep._id).score!.items).not.toHaveProperty('integrity');
  });
  const requiredOf = () => ['adm_wait', 'adm_intro', 'nur_resp', 'nur_expl', 'nur_skill', 'bell', 'doc_resp', 'doc_expl', 'team', 'pain', 'med_use', 'med_side', 'clean', 'quiet', 'privacy', 'fee', 'dc_info', 'dc_warn', 'dc_proc', 'overall']
    .map((linkId) => ({ linkId, value: '3' })).concat([{ linkId: 'now', value: 'better' }]).map((a): { linkId: string; value: string | number } => a).concat([{ linkId: 'nps', value: 8 }]);
  test('accusations in any free text are for a restricted role: staff see that something is there', async () => {
    await survey.save({ answers: [{ linkId: 'suggest', value: '主任收红包' }, { linkId: 'who', value: 'self' }, ...requiredOf(), { linkId: 'integrity', value: '0' }] }, full, t0 + 60_000);
    await survey.submit({}, full, t0 + 60_000);
    const sheet = await survey.sheet({ stepId: fullStep._id }, staff('lead'), t0);
    expect(sheet.answers.find((a) => a.linkId === 'suggest')).toMatchObject({ value: null, restricted: true });
  });
});

describe('submitting', () => {
  beforeEach(async () => {
    await survey.open({}, link(), t0);
    await survey.save({ answers: wellAnswers }, link(), t0 + 30_000);
  });
  test('names what is missing by its linkId', async () => {
    world.responses.rows.clear();
    await survey.open({}, link(), t0);
    await survey.save({ answers: [{ linkId: 'who', value: 'child' }] }, link(), t0);
    expect(await survey.submit({}, link(), t0).catch((e: unknown) => e)).toMatchObject({ code: 'INVALID_INPUT', fields: ['present', 'recover', 'red', 'mood', 'med_take', 's_med', 's_nur', 's_log', 's_all', 'nps'].map((path) => ({ path, problem: 'required' })) });
  });
  test('scores what is visible, tells followup at once, and is immutable', async () => {
    expect(await survey.submit({}, link(), t0 + 30_000)).toMatchObject({ outcome: 'submitted', submittedAt: t0 + 30_000, safety: null });
    expect(sheetOf(world)).toMatchObject({ state: 'submitted', valid: true, suspect: false, told: true, respondent: { by: 'patient' }, mode: 'sms', score: { total: (100 + 100 + 75 + 100) / 4 } });
    expect(world.said.filter((s) => s.what === 'answered')).toEqual([{ what: 'answered', of: { stepId, by: 'link:1', mode: 'sms' } }]);
    expect(await codeOf(survey.save({ answers: [{ linkId: 's_med', value: '1' }] }, link(), t0 + 31_000))).toBe('GONE/submitted');
    expect(sheetOf(world).items['s_med']!.value).toBe('5');
  });
  test('a double click gets the same answer; the links close when the timer comes', async () => {
    const [a, b] = await Promise.all([survey.submit({}, link(), t0 + 30_000), survey.submit({}, link(), t0 + 30_010)]);
    expect(b).toEqual(a);
    expect(await survey.submit({}, link(), t0 + 40_000)).toEqual(a);
    expect(await survey.open({}, link(), t0 + 40_000)).toMatchObject({ state: 'submitted', answers: {}, next: null });
    expect(world.said.filter((s) => s.what === 'answered')).toHaveLength(1);
    expect(world.said.filter((s) => s.what === 'close')).toHaveLength(0);
    expect(await survey.settle(t0 + 120_000)).toEqual({ told: 1, raised: 0, failed: 0 });
    expect(world.said.filter((s) => s.what === 'close')).toHaveLength(1);
    expect(await survey.settle(t0 + 180_000)).toEqual({ told: 0, raised: 0, failed: 0 });
  });
  test('when followup cannot be told the sheet is in all the same, and the timer tells it', async () => {
    world.broken.add('answered');
    expect(await survey.submit({}, link(), t0 + 30_000)).toMatchObject({ outcome: 'submitted' });
    expect(await survey.settle(t0 + 120_000)).toMatchObject({ told: 0, failed: 1 });
    world.broken.clear();
    expect(await survey.settle(t0 + 180_000)).toMatchObject({ told: 1, failed: 0 });
    expect(sheetOf(world).settled).toBe(true);
  });
  test('hidden answers are not sent in', async () => {
    await survey.save({ answers: [{ linkId: 's_med', value: '1' }, { linkId: 's_med_why', value: ['attitude'] }, { linkId: 's_med', value: '4' }] }, link(), t0 + 31_000);
    await survey.submit({}, link(), t0 + 32_000);
    expect(sheetOf(world).items).not.toHaveProperty('s_med_why');
  });
  test('a proxy who was not there sends no rating, even one that was begun', async () => {
    await survey.save({ answers: [{ linkId: 'who', value: 'child' }, { linkId: 'present', value: 'no' }] }, link(), t0 + 31_000);
    await survey.submit({}, link(), t0 + 32_000);
    expect(sheetOf(world)).toMatchObject({ respondent: { by: 'family', relation: 'child', present: false }, score: { items: {}, total: null, nps: null } });
  });
  test('too fast is kept and flagged', async () => {
    world.responses.rows.clear();
    await survey.open({}, link(), t0);
    await survey.save({ answers: wellAnswers }, link(), t0 + 9_000);
    await survey.submit({}, link(), t0 + 9_000);
    expect(sheetOf(world)).toMatchObject({ valid: true, suspect: true });
  });
  test('someone else with the phone sends nothing in; a nurse looks for the right number', async () => {
    await survey.save({ answers: [{ linkId: 'who', value: 'other' }, { linkId: 'who_contact', value: '他换号了' }] }, link(), t0 + 31_000);
    expect(await survey.submit({}, link(), t0 + 32_000)).toMatchObject({ outcome: 'not_me', submittedAt: 0 });
    expect(sheetOf(world).state).toBe('draft');
    expect(raisedOf(world).at(-1)).toMatchObject({ level: 'concern', items: ['who:other'] });
    expect(world.said.map((s) => s.what)).not.toContain('answered');
  });
  test('a step that ended meanwhile takes no sheet', async () => {
    world.steps.set(stepId, { ...step, state: 'held', reason: 'death_unconfirmed' });
    expect(await codeOf(survey.submit({}, link(), t0 + 30_000))).toBe('GONE/death_unconfirmed');
  });
});

test('a death told by link stops everything at once and says so with care', async () => {
  await survey.open({}, link({ to: 'contact', relation: 'child' }), t0);
  const told = await survey.tellDeath({}, link({ to: 'contact', relation: 'child' }), t0);
  expect(told.condolence.zh).toContain('节哀');
  expect(world.said.filter((s) => s.what === 'markDeath' || s.what === 'suspend').map((s) => s.of)).toEqual([{ patientId: 'pat:a', death: 'told' }, { patientId: 'pat:a', reason: 'death_unconfirmed' }]);
  // Twice is once for the ports; an interrupted first telling is finished by the second.
  expect((await survey.tellDeath({}, link({ to: 'contact', relation: 'child' }), t0)).hospital).toBe('白银市第二人民医院');
});

describe('the nurse', () => {
  const callId = 'call:1';
  const nurse = staff();
  beforeEach(async () => {
    await survey.open({}, link(), t0);
    await survey.save({ answers: [...wellAnswers.slice(0, 5), { linkId: 's_med', value: '2' }] }, link(), t0);
  });
  test('needs the claim, and the department', async () => {
    expect(await codeOf(survey.openForCall({ callId }, staff('nurse', 'all', 'staff:other'), t0))).toBe('LEASE_LOST/not_held');
    expect(await codeOf(survey.saveForCall({ callId: 'call:none', answers: [{ linkId: 'recover', value: 'well' }] }, nurse, t0))).toBe('LEASE_LOST/not_held');
    expect(await codeOf(survey.openForCall({ callId }, staff('nurse', ['0999']), t0))).toBe('FORBIDDEN');
  });
  test('continues the patient\'s own draft, with script, and sees that the patient is answering now', async () => {
    const sheet = await survey.openForCall({ callId }, nurse, t0 + 60_000);
    expect(sheet).toMatchObject({ next: 's_med_why', locked: ['s_med'], answeringNow: true, respondent: { by: 'patient' }, setting: { mode: 'phone', survey: true } });
    expect(sheet.answers.find((a) => a.linkId === 'mood')).toMatchObject({ value: 'good', hand: 'patient' });
    expect(sheet.questionnaire.item.find((i) => i.linkId === 'med_take')!.script).toBeDefined();
    expect(sheet.script.special.map((s) => s.key)).toContain('deceased');
    expect((await survey.openForCall({ callId }, nurse, t0 + 11 * 60_000)).answeringNow).toBe(false);
    expect(world.said.filter((s) => s.what === 'audit')).toHaveLength(2);
  });
  test('corrects care with its history, never the patient\'s rating, not even by passing it over', async () => {
    await survey.saveForCall({ callId, answers: [{ linkId: 'recover', value: 'same' }], consent: { talk: true, recording: false } }, nurse, t0 + 60_000);
    expect(sheetOf(world)).toMatchObject({ consent: { talk: true, recording: false, by: 'staff:n' }, touchedAt: t0, items: { recover: { value: 'same', hand: 'nurse', was: [{ value: 'better', hand: 'patient', by: 'link:1' }] } } });
    expect(await codeOf(survey.saveForCall({ callId, answers: [{ linkId: 's_med', value: '5' }] }, nurse, t0))).toBe('CONFLICT/patients_own');
    expect(await codeOf(survey.saveForCall({ callId, answers: [{ linkId: 's_med', value: null }] }, nurse, t0))).toBe('CONFLICT/patients_own');
    expect(await codeOf(survey.saveForCall({ callId, answers: [{ linkId: 's_med', value: '2' }] }, nurse, t0))).toBe('ok');
    expect(sheetOf(world).items['s_med']).toMatchObject({ value: '2', hand: 'patient' });
  });
  test('hears a concern herself, but an emergency is raised', async () => {
    expect(await survey.saveForCall({ callId, answers: [{ linkId: 'med_take', value: 'stopped' }] }, nurse, t0)).toMatchObject({ safety: null });
    expect(raisedOf(world)).toEqual([]);
    expect((await survey.saveForCall({ callId, answers: [{ linkId: 'red', value: ['stroke'] }] }, nurse, t0)).safety).toMatchObject({ level: 'emergency' });
    expect(raisedOf(world)).toHaveLength(1);
  });
  test('submits the sheet that the patient began; her outcome settles the step, the timer if she gives none', async () => {
    await survey.saveForCall({ callId, answers: wellAnswers.filter((a) => a.linkId.startsWith('s_') && a.linkId !== 's_med').concat([{ linkId: 'nps', value: 7 }]) }, nurse, t0 + 60_000);
    expect(await survey.submitForCall({ callId }, nurse, t0 + 61_000)).toMatchObject({ outcome: 'submitted' });
    expect(sheetOf(world)).toMatchObject({ mode: 'phone', submittedBy: 'staff:n', respondent: { by: 'patient' }, told: false });
    expect(world.said.map((s) => s.what)).not.toContain('answered');
    expect(await survey.settle(t0 + 120_000)).toMatchObject({ told: 0 });
    expect(await survey.settle(t0 + 61_000 + 20 * 60_000)).toMatchObject({ told: 1 });
    expect(world.said.filter((s) => s.what === 'answered')).toHaveLength(1);
  });
  test('makes the sheet of a patient who never opened it, without pretending that the patient was there', async () => {
    world.responses.rows.clear();
    const sheet = await survey.openForCall({ callId }, nurse, t0);
    expect(sheet).toMatchObject({ next: 'who', answeringNow: false, touchedAt: 0, answers: [] });
  });
  test('finds the sheet submitted when the patient was faster', async () => {
    await survey.save({ answers: wellAnswers }, link(), t0 + 1000);
    await survey.submit({}, link(), t0 + 2000);
    expect(await codeOf(survey.saveForCall({ callId, answers: [{ linkId: 'recover', value: 'well' }] }, nurse, t0 + 3000))).toBe('GONE/submitted');
    expect(await survey.openForCall({ callId }, nurse, t0 + 3000)).toMatchObject({ state: 'submitted' });
  });
});

describe('reading a sheet', () => {
  beforeEach(async () => {
    await survey.open({}, link(), t0);
    await survey.save({ answers: [...wellAnswers, { linkId: 'suggest', value: '王护士凶' }] }, link(), t0 + 20_000);
  });
  test('the ward sees recovery, and neither ratings, words nor scores', async () => {
    await survey.submit({}, link(), t0 + 30_000);
    const sheet = await survey.sheet({ stepId }, staff('ward', ['0301']), t0);
    expect(sheet.answers.map((a) => a.linkId)).toEqual(['who', 'recover', 'red', 'mood', 'med_take']);
    expect(sheet.score).toBeNull();
    expect(JSON.stringify(sheet)).not.toMatch(/s_med|nps|凶/);
  });
  test('the lead sees both, ratings only once they are sent in', async () => {
    expect((await survey.sheet({ stepId }, staff('lead'), t0)).answers.map((a) => a.linkId)).not.toContain('s_med');
    await survey.submit({}, link(), t0 + 30_000);
    const sheet = await survey.sheet({ stepId }, staff('lead'), t0);
    expect(sheet.answers.map((a) => a.linkId)).toEqual(expect.arrayContaining(['s_med', 'nps', 'suggest']));
    expect(sheet.score).toMatchObject({ dimensions: { medical: 100 } });
  });
  test('another department and an unknown sheet look the same; a look leaves a trace, and none without it', async () => {
    expect(await codeOf(survey.sheet({ stepId }, staff('ward', ['0999']), t0))).toBe('FORBIDDEN');
    expect(await codeOf(survey.sheet({ stepId: 'step:none' }, staff('lead'), t0))).toBe('FORBIDDEN');
    await survey.sheet({ stepId }, staff('lead'), t0);
    expect(world.said.filter((s) => s.what === 'audit')).toEqual([{ what: 'audit', of: { action: 'survey.sheet', subject: `response:${stepId}` } }]);
    world.broken.add('audit');
    expect(await codeOf(survey.sheet({ stepId }, staff('lead'), t0))).not.toBe('ok');
  });
});
