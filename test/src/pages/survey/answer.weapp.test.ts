/** A questionnaire in the mini-program: from the first question to thanks, the safety page, and every kind of "no need". */
import type { Answers } from '../../../../cloudfunctions/survey/contract';
import { chestPain, consent, hospital, now, opened, playing, refusal, wang } from '../../../support/patient';
import { startWeapp, type CloudCall, type Weapp, type WeappPage } from '../../../support/weapp';

let weapp: Weapp;
afterEach(() => weapp.close());

const stepId = 'step:a:contact-1';
const given = (): Answers => Object.assign({}, ...weapp.calls.filter(({ action }) => action === 'save').flatMap(({ input }) => (input as { answers: { linkId: string; value: unknown }[] }).answers).map(({ linkId, value }) => ({ [linkId]: value }))) as Answers;
const next = (page: WeappPage) => page.tap('下一题');
/** Everything up to the part about the stay. */
const careDone: Answers = { who: 'self', recover: 'better', red: ['none'], mood: 'good', med_take: 'ontime', med_adr: 'no', wound: 'no', know_revisit: 'known' };
const stayDone: Answers = { ...careDone, s_med: '5', s_nur: '5', s_log: '4', s_all: '5', nps: 9, praise: null, suggest: null };

function survey(more: Parameters<typeof playing>[0] = {}) {
  return playing({
    'survey.open': opened(), 'survey.save': { savedAt: now, safety: null, hints: [] }, 'notice.templates': { templates: [{ kind: 'invite', templateId: 'T1' }] }, 'notice.grant': { left: [] },
    'account.me': wang, 'account.hospital': hospital, 'account.consents': { patientId: 'pat:wang', consents: [consent('care'), consent('survey')] },
    'account.giveConsent': { consents: [consent('survey', { state: 'given', mayAsk: false })] }, 'account.withdrawConsent': { consents: [consent('survey', { state: 'withdrawn', mayAsk: false })] },
    'survey.submit': { outcome: 'submitted', submittedAt: now, safety: null, hints: [], closing: { zh: '谢谢您。', en: 'Thank you.' } },
    ...more,
  });
}

test('opens on the first question, with whom it is for and how long; each answer is sent as it is given, and back works', async () => {
  weapp = await startWeapp({ now, cloud: survey() });
  const page = await weapp.open('pages/survey/answer/index', { stepId: encodeURIComponent(stepId) });
  await page.shows('请问现在作答的是？');
  const text = await page.text();
  expect(text).toContain('给 王*英 的问候');
  expect(text).toContain('临江市第一医院 · 约 3 分钟');
  expect(text).toContain('第 1 题，共 12 题');
  await next(page);
  await page.shows('还没有选，请选一项');
  await page.tap('子女');
  await page.shows('已保存');
  await page.shows('您在医院陪护过吗');
  await page.tap('没有');
  await next(page);
  await page.shows('出院以来，您感觉恢复得怎么样？');
  await page.tap('上一题');
  await page.shows('请问现在作答的是？');
  expect(given()).toEqual({ who: 'child', present: 'no' });
  expect(weapp.calls.find(({ action }) => action === 'open')?.input).toEqual({ stepId });
  expect(weapp.problems()).toEqual([]);
});

test('the patient is offered first, whoever that is likely to be', async () => {
  weapp = await startWeapp({ now, cloud: survey({ 'survey.open': opened({}, { likelyWho: 'child' }) }) });
  const page = await weapp.open('pages/survey/answer/index', { stepId });
  await page.shows('子女');
  const text = await page.text();
  expect(text.indexOf('子女')).toBeLessThan(text.indexOf('本人'));
  expect(given()).toEqual({});
});

test('satisfaction is asked only after a yes of its own; a no leaves its questions out', async () => {
  weapp = await startWeapp({ now, cloud: survey({ 'survey.open': opened(careDone) }) });
  let page = await weapp.open('pages/survey/answer/index', { stepId });
  await page.shows('住院体验的意见');
  await next(page);
  await page.shows('还没有选，请选一项');
  await page.tap('同意参加');
  await next(page);
  await page.shows('对医生的沟通和治疗满意吗？');
  expect(weapp.calls.find(({ action }) => action === 'giveConsent')?.input).toMatchObject({ purpose: 'survey', version: 'survey-1' });
  await weapp.close();

  let asked = false;
  weapp = await startWeapp({
    now,
    cloud: survey({
      'survey.open': () => (asked ? opened(careDone, { setting: { mode: 'web', survey: false } }) : opened(careDone)),
      'account.withdrawConsent': () => { asked = true; return { consents: [consent('survey', { state: 'withdrawn', mayAsk: false })] }; },
    }),
  });
  page = await weapp.open('pages/survey/answer/index', { stepId });
  await page.shows('不参加');
  await page.tap('不参加');
  await next(page);
  await page.shows('您还有什么意见、建议');
  expect(await page.text()).toContain('第 9 题，共 9 题');
});

test('where the whole questionnaire is about the stay, a no ends it kindly', async () => {
  weapp = await startWeapp({
    now,
    cloud: survey({ 'survey.open': () => (weapp.calls.some(({ action }) => action === 'withdrawConsent') ? refusal('GONE', { reason: 'opted_out' }) : opened({ who: 'self' }, {}, 'IP-FULL-1')) }),
  });
  const page = await weapp.open('pages/survey/answer/index', { stepId });
  await page.shows('不参加');
  await page.tap('不参加');
  await next(page);
  await page.shows('已经按您的意思停止');
  expect(weapp.calls.filter(({ action }) => action === 'submit')).toEqual([]);
});

test('a family member\'s no passes over the questions that the patient\'s own consent keeps open', async () => {
  weapp = await startWeapp({ now, cloud: survey({ 'survey.open': opened(careDone) }) });
  const page = await weapp.open('pages/survey/answer/index', { stepId });
  await page.shows('不参加');
  await page.tap('不参加');
  await next(page);
  await page.shows('您还有什么意见、建议');
  while (!('nps' in given())) await page.text();
  expect(given()).toMatchObject({ s_med: null, s_nur: null, s_log: null, s_all: null, nps: null });
});

test('five faces, a number, names and words; the last press asks WeChat for messages and hands the sheet in once', async () => {
  weapp = await startWeapp({ now, cloud: survey({ 'survey.open': opened(careDone), 'account.consents': { patientId: 'pat:wang', consents: [consent('survey', { state: 'given', mayAsk: false })] } }) });
  const page = await weapp.open('pages/survey/answer/index', { stepId });
  await page.shows('对医生的沟通和治疗满意吗？');
  await page.tap('非常不满意');
  await page.shows('主要是哪方面不满意？');
  await page.tap('等得太久');
  await next(page);
  for (const question of ['对护士的态度和技术满意吗？', '对病房环境、卫生、食堂和收费满意吗？']) {
    await page.shows(question);
    await page.tap('非常满意');
    await next(page);
  }
  await page.shows('总的来说，您对这次住院满意吗？');
  await next(page);
  await page.shows('也可以点“跳过这题”');
  await page.tap('跳过这题');
  await page.shows('您有多大可能推荐我院？');
  await page.tap('10');
  await next(page);
  await page.shows('您想表扬哪位医生');
  await page.type('写下姓名，或者怎么认出这位工作人员', '张护士');
  await page.tap('加上');
  await page.shows('想对他们说点什么？');
  await next(page);
  await page.shows('写在这里');
  await page.type('写在这里', '饭菜可以再热一点');
  await page.shows('8 / 500 字');
  await next(page);
  await page.shows('希望回访人员给您打电话吗？');
  await page.tap('不用');
  await page.tap('提交');
  await page.shows('您的回答已经交给医院的随访中心');
  expect(given()).toMatchObject({ s_med: '1', s_med_why: ['wait'], s_nur: '5', s_all: null, nps: 10, praise: ['张护士'], praise_why: null, suggest: '饭菜可以再热一点', callback: 'no' });
  expect(weapp.said('requestSubscribeMessage')).toEqual([expect.objectContaining({ tmplIds: ['T1'] })]);
  expect(weapp.calls.filter(({ action }) => action === 'submit')).toHaveLength(1);
  expect(weapp.calls.find(({ action }) => action === 'grant')?.input).toEqual({ results: [{ templateId: 'T1', result: 'accept' }] });
  await page.tap('回首页');
  expect(weapp.said('reLaunch')).toEqual([{ url: '/pages/home/index' }]);
  expect(weapp.problems()).toEqual([]);
});

test('an answer that is not shown again is no gap', async () => {
  weapp = await startWeapp({ now, cloud: survey({ 'survey.open': opened({ ...stayDone, mood: null }, { withheld: ['mood'] }), 'account.consents': { patientId: 'pat:wang', consents: [consent('survey', { state: 'given', mayAsk: false })] } }) });
  const page = await weapp.open('pages/survey/answer/index', { stepId });
  await page.shows('希望回访人员给您打电话吗？');
  await page.tap('提交');
  await page.shows('您的回答已经交给医院的随访中心');
});

test('what turns out to be missing is listed, answered, and then handed in', async () => {
  const { mood: _mood, ...rest } = stayDone;
  let complete = false;
  weapp = await startWeapp({
    now,
    cloud: survey({
      'survey.open': () => (weapp.calls.some(({ action }) => action === 'submit') ? opened(rest) : opened(stayDone)),
      'account.consents': { patientId: 'pat:wang', consents: [consent('survey', { state: 'given', mayAsk: false })] },
      'survey.save': ({ input }: CloudCall) => { complete ||= JSON.stringify(input).includes('mood'); return { savedAt: now, safety: null, hints: [] }; },
      'survey.submit': () => (complete ? { outcome: 'submitted', submittedAt: now, safety: null, hints: [], closing: { zh: '谢谢您。', en: 'Thank you.' } } : refusal('INVALID_INPUT', { fields: [{ path: 'mood', problem: 'required' }] })),
    }),
  });
  const page = await weapp.open('pages/survey/answer/index', { stepId });
  await page.shows('希望回访人员给您打电话吗？');
  await page.tap('提交');
  await page.shows('还有 1 题没有答');
  await page.tap('最近睡眠和情绪怎么样？');
  await page.shows('有不想活下去的想法');
  await page.tap('很好');
  await page.shows('已保存');
  await next(page);
  await page.shows('都答完了');
  await page.tap('提交');
  await page.shows('您的回答已经交给医院的随访中心');
});

test('a gap in the middle is where one goes on', async () => {
  const { mood: _mood, ...rest } = careDone;
  weapp = await startWeapp({ now, cloud: survey({ 'survey.open': opened(rest) }) });
  const page = await weapp.open('pages/survey/answer/index', { stepId });
  await page.shows('最近睡眠和情绪怎么样？');
});

test('a red flag shows the safety page at once, with what was said, whom to ring and who rings by when', async () => {
  weapp = await startWeapp({ now, cloud: survey({ 'survey.open': opened({ who: 'self', recover: 'better' }), 'survey.save': { savedAt: now, safety: chestPain, hints: [] }, 'survey.recant': { next: 'mood' } }) });
  const page = await weapp.open('pages/survey/answer/index', { stepId });
  await page.tap('胸痛或胸闷');
  await page.shows('您说胸痛或胸闷');
  const text = await page.text();
  for (const words of ['请不要等电话。', '拨打 120', '病房电话 0943-822 0801', '坐着或半躺', '等待确认', '王护士会在今天上午 10:35 前打电话到 199 **** 0001', '打不通会联系登记的家人（子女）']) expect(text).toContain(words);
  expect(weapp.said('setNavigationBarTitle').at(-1)).toEqual({ title: '请先看这里' });
  expect(text).not.toContain('知道了，继续回答');
  await page.tap('拨打 120');
  expect(weapp.said('makePhoneCall')).toEqual([expect.objectContaining({ phoneNumber: '120' })]);
  await page.tap('告诉我们，继续回答');
  await page.shows('值班人员还是会打电话问一声');
  await page.tap('已经好了，继续回答');
  await page.shows('现在有下列情况吗？');
  expect(weapp.calls.some(({ action }) => action === 'recant')).toBe(true);
  expect(weapp.problems()).toEqual([]);
});

test('the safety page survives closing the page, and says that somebody has taken it on', async () => {
  weapp = await startWeapp({ now, cloud: survey({ 'survey.open': opened({ who: 'self' }, { safety: { ...chestPain, acknowledged: true } }) }) });
  let page = await weapp.open('pages/survey/answer/index', { stepId });
  await page.shows('已经有人接手');
  await page.tap('知道了，继续回答');
  await page.shows('出院以来，您感觉恢复得怎么样？');
  await page.tap('再看看');
  await page.shows('您说胸痛或胸闷');
  await weapp.close();

  // Without a network, from what this phone keeps.
  weapp = await startWeapp({ now, cloud: () => { throw new Error('cloud.callFunction:fail request:fail'); }, storage: { 'suifang.sheets': { [`step:${stepId}`]: { stepId, pending: {}, alarm: chestPain, alarmAt: now, touchedAt: now } } } });
  page = await weapp.open('pages/survey/answer/index', { stepId });
  await page.shows('您说胸痛或胸闷');
});

test('thoughts of not wanting to live are met gently: a helpline first, nothing red, and no question whether it is over', async () => {
  const crisis = { ...chestPain, level: 'crisis' as const, words: [{ zh: '有不想活下去的想法', en: 'thoughts' }], advice: [{ zh: '您不必一个人扛着。', en: 'You need not bear it alone.' }] };
  weapp = await startWeapp({ now, cloud: survey({ 'survey.open': opened({ who: 'self', recover: 'better', red: ['none'] }), 'survey.save': { savedAt: now, safety: crisis, hints: [] } }) });
  const page = await weapp.open('pages/survey/answer/index', { stepId });
  await page.tap('有不想活下去的想法');
  await page.shows('谢谢您愿意告诉我们');
  const text = await page.text();
  expect(text).toContain('心理援助热线 12356');
  expect(text).toContain('您不必一个人扛着。');
  expect(text).not.toContain('不想活');
  expect(text).not.toContain('现在已经好了？');
  expect((await page.attributes('class')).some((names) => names.includes('danger'))).toBe(false);
});

test('an answer given without a network is kept, said to be unsent, and sent once when it is back', async () => {
  let broken = true;
  const play = survey();
  weapp = await startWeapp({ now, cloud: (call: CloudCall) => { if (broken && call.action === 'save') throw new Error('cloud.callFunction:fail request:fail'); return play(call); } });
  const page = await weapp.open('pages/survey/answer/index', { stepId });
  await page.tap('本人');
  await page.shows('刚才的回答还没有送出去');
  await next(page);
  await page.shows('出院以来，您感觉恢复得怎么样？');
  broken = false;
  const before = weapp.calls.length;
  await page.tap('重新发送');
  await page.shows('已保存');
  expect(weapp.calls.slice(before).filter(({ action }) => action === 'save').map(({ input }) => input)).toEqual([{ stepId, answers: [{ linkId: 'who', value: 'self' }] }]);
});

test('what this phone could not send last time is shown and sent after opening', async () => {
  weapp = await startWeapp({ now, cloud: survey(), storage: { 'suifang.sheets': { [`step:${stepId}`]: { stepId, pending: { who: 'self', recover: 'same' }, alarm: null, alarmAt: 0, touchedAt: now - 60_000 } } } });
  const page = await weapp.open('pages/survey/answer/index', { stepId });
  await page.shows('现在有下列情况吗？');
  await page.shows('已保存');
  expect(given()).toEqual({ who: 'self', recover: 'same' });
});

test('a death is told behind two doors, and answered with condolences and nothing else', async () => {
  weapp = await startWeapp({ now, cloud: survey({ 'survey.tellDeath': { condolence: { zh: '请您和家人节哀保重。', en: 'Our condolences.' }, hospital: hospital.name, hospitalPhone: hospital.phone } }) });
  const page = await weapp.open('pages/survey/answer/index', { stepId });
  await page.shows('请问现在作答的是？');
  expect(await page.text()).not.toContain('离世');
  await page.tap('其他情况');
  await page.tap('患者已经离世');
  await page.shows('请您节哀');
  expect(weapp.calls.map(({ action }) => action)).not.toContain('tellDeath');
  await page.tap('返回');
  await page.tap('患者已经离世');
  await page.shows('再由工作人员核实');
  await page.tap('是的，告诉医院');
  await page.shows('请您和家人节哀保重。');
  expect(await page.text()).not.toContain('120');
  expect(weapp.calls.filter(({ action }) => action === 'tellDeath')).toHaveLength(1);
  expect(weapp.problems()).toEqual([]);
});

test('the wrong person says so and is thanked', async () => {
  weapp = await startWeapp({ now, cloud: survey({ 'survey.submit': { outcome: 'not_me', submittedAt: 0, safety: null, hints: [], closing: { zh: '打扰您了，我们会更正记录。', en: 'Sorry.' } } }) });
  const page = await weapp.open('pages/survey/answer/index', { stepId });
  await page.tap('其他情况');
  await page.tap('不是本人，也不是家人');
  await page.shows('能告诉我们怎样联系到患者或家人吗');
  await page.tap('提交');
  await page.shows('打扰您了，我们会更正记录。');
  expect(given()).toEqual({ who: 'other', who_contact: null });
});

test.each([
  ['GONE', { reason: 'submitted' }, '已经收到了'],
  ['GONE', { reason: 'expired' }, '这个链接过期了'],
  ['GONE', { reason: 'readmitted' }, '祝早日康复'],
  ['GONE', { reason: 'death_unconfirmed' }, '现在不用填'],
  ['GONE', { reason: 'something_new' }, '不用再填'],
  ['NOT_NOW', { reason: 'planned', retryAt: now + 3_600_000 }, '今天上午 11:20'],
  ['UNAUTHENTICATED', {}, '先确认您是谁'],
  ['FORBIDDEN', {}, '这份问卷不在您名下'],
])('what is over or not theirs is said kindly: %s %j', async (code, more, words) => {
  weapp = await startWeapp({ now, cloud: survey({ 'survey.open': refusal(code, more) }) });
  const page = await weapp.open('pages/survey/answer/index', { stepId });
  await page.shows(words);
  await page.shows('0943-822 0402');
  expect(await page.text()).not.toMatch(/[A-Z]{4}/);
});

test('a stranger goes to confirm who they are and comes back', async () => {
  weapp = await startWeapp({ now, cloud: survey({ 'survey.open': refusal('UNAUTHENTICATED') }) });
  const page = await weapp.open('pages/survey/answer/index', { stepId: encodeURIComponent(stepId) });
  await page.tap('用手机号确认');
  expect(weapp.said('navigateTo')).toEqual([{ url: `/pages/account/bind/index?next=${encodeURIComponent(`/pages/survey/answer/index?stepId=${encodeURIComponent(stepId)}`)}` }]);
});
