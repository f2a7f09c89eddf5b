/** The entry of the mini-program: number, patient, relation, month of birth, consents. */
import { consent, hospital, now, playing, refusal, stranger, wang } from '../../../support/patient';
import { startWeapp, type CloudCall, type Weapp, type WeappPage } from '../../../support/weapp';

let weapp: Weapp;
afterEach(() => weapp.close());

const match = { patientId: 'pat:wang', name: '王*英', through: 'own', dischargeDay: '2026-11-18', relation: 'self', guardian: false, bound: false };
const unbound = { ...wang, represents: [] };

/** The account of somebody whose number is confirmed by the code 123456. */
function account({ matches = [match] as object[], confirmed = false } = {}) {
  let person = confirmed;
  return playing({
    'account.hospital': hospital,
    'account.me': () => (person ? unbound : stranger),
    'account.matches': () => ({ matches }),
    'account.sendCode': { expiresAt: now + 300_000, resendAt: now + 60_000 },
    'account.verifyCode': ({ input }: CloudCall) => {
      if ((input as { code: string }).code !== '123456') return refusal('WRONG_SECRET', { reason: 'code', fields: [{ path: 'code', problem: 'wrong' }] });
      person = true;
      return { token: '', expiresAt: 0, me: unbound };
    },
    'account.bind': ({ input }: CloudCall) => ((input as { birthMonth: string }).birthMonth === '1966-05' ? { me: wang } : refusal('WRONG_SECRET', { reason: 'birth_month', fields: [{ path: 'birthMonth', problem: 'wrong' }] })),
    'account.consents': { patientId: 'pat:wang', consents: [consent('care'), consent('survey')] },
    'account.giveConsent': { consents: [] },
    'account.withdrawConsent': { consents: [] },
  });
}
/** Taps an answer and waits until the page shows it as chosen. */
async function choose(page: WeappPage, answer: string): Promise<void> {
  await page.tap(answer);
  while (!(await page.attributes('aria-checked')).includes('true'));
}
const inputsOf = (action: string) => weapp.calls.filter((call) => call.action === action).map(({ input }) => input);

test('from a stranger to a bound patient, each consent by itself and nothing ticked beforehand', async () => {
  weapp = await startWeapp({ cloud: account(), now });
  const page = await weapp.open('pages/account/bind/index');
  await page.shows('用微信的手机号');
  await page.tap('获取验证码');
  await page.shows('格式不对');
  await page.type('手机号', '19900010001');
  await page.tap('获取验证码');
  await page.shows('已发到 199 0001 0001');
  await page.shows('秒后可以重发');
  await page.type('短信验证码', '000000');
  await page.tap('下一步');
  await page.shows('还可以试 4 次');
  await page.type('短信验证码', '123456');
  await page.tap('下一步');

  await page.shows('您为谁办理');
  await page.tap('王*英');
  await page.tap('下一步');
  await page.shows('请选一项');
  await page.tap('我就是患者本人');
  await page.tap('下一步');
  await page.type('患者的出生年月', '196601');
  await page.tap('确认');
  await page.shows('不对，请核对后再填。还可以试 4 次');
  await page.type('患者的出生年月', '196605');
  await page.tap('确认');

  await page.shows('出院后的健康随访');
  expect((await page.attributes('aria-checked')).every((checked) => checked === 'false')).toBe(true);
  await page.tap('下一步');
  await page.shows('请选一项');
  await page.tap('同意健康随访');
  await page.tap('下一步');
  await page.shows('住院体验的意见');
  await page.tap('不参加');
  await page.tap('下一步');
  await page.shows('办好了');
  expect(inputsOf('bind').at(-1)).toEqual({ patientId: 'pat:wang', relation: 'self', guardian: false, birthMonth: '1966-05' });
  expect(inputsOf('giveConsent')).toEqual([{ patientId: 'pat:wang', purpose: 'care', version: 'care-1', locale: 'zh-CN', hash: 'a'.repeat(64) }]);
  expect(inputsOf('withdrawConsent')).toEqual([{ patientId: 'pat:wang', purpose: 'survey', locale: 'zh-CN' }]);
  await page.tap('去首页');
  expect(weapp.said('reLaunch')).toEqual([{ url: '/pages/home/index' }]);
  expect(weapp.problems()).toEqual([]);
});

test('whoever came from a questionnaire goes back to it, and to nowhere else', async () => {
  for (const [next, goes] of [['/pages/survey/answer/index?stepId=step%3Aa', '/pages/survey/answer/index?stepId=step%3Aa'], ['https://elsewhere.example/', '/pages/home/index']] as const) {
    weapp = await startWeapp({ cloud: account({ confirmed: true }), now });
    const page = await weapp.open('pages/account/bind/index', { next: encodeURIComponent(next) });
    await page.tap('王*英');
    await page.shows('您是患者的什么人');
    await page.tap('我就是患者本人');
    await page.tap('下一步');
    await page.shows('患者是哪年哪月出生的');
    await page.type('患者的出生年月', '196605');
    await page.tap('确认');
    await page.shows('第 1 件，共 2 件');
    await page.tap('暂不同意');
    await page.tap('下一步');
    await page.shows('第 2 件，共 2 件');
    await page.tap('不参加');
    await page.tap('下一步');
    await page.tap('继续回答问卷');
    expect(weapp.said('reLaunch')).toEqual([{ url: goes }]);
    await weapp.close();
  }
});

test('for a child only a guardian, who says so', async () => {
  weapp = await startWeapp({ cloud: account({ confirmed: true, matches: [{ ...match, relation: 'parent', guardian: true }] }), now });
  const page = await weapp.open('pages/account/bind/index');
  await page.tap('王*英');
  expect(await page.text()).not.toContain('我就是患者本人');
  await page.tap('父母');
  await page.tap('下一步');
  await page.shows('不满 14 岁的患者，需要监护人办理');
  await page.tap('我是孩子的监护人');
  await page.tap('下一步');
  await page.shows('患者是哪年哪月出生的');
});

test('nothing found: another number, or whom to ring', async () => {
  weapp = await startWeapp({ cloud: account({ confirmed: true, matches: [] }), now });
  const page = await weapp.open('pages/account/bind/index');
  await page.shows('没有找到出院记录');
  await page.tap('医院电话 0943-822 0402');
  expect(weapp.said('makePhoneCall')).toEqual([expect.objectContaining({ phoneNumber: '09438220402' })]);
  await page.tap('换一个手机号');
  await page.shows('获取验证码');
});

test.each([
  ['nobody found', [], '请家人本人同意'],
  ['the wanted person not among those found', [match], '找不到要找的人'],
])('with %s, the patient can be asked, and nothing tells whether there is one', async (_, matches, offer) => {
  const cloud = account({ confirmed: true, matches });
  weapp = await startWeapp({ cloud: (call) => (call.action === 'askToRepresent' ? {} : cloud(call)), now });
  const page = await weapp.open('pages/account/bind/index');
  await page.tap(offer);
  await page.shows('由患者本人决定');
  await page.tap('下一步');
  await page.shows('请填写这一项');
  await page.type('患者本人的手机号', '1990001');
  await page.tap('下一步');
  await page.shows('格式不对');
  await page.type('患者本人的手机号', '19900010001');
  await page.tap('下一步');
  await page.shows('您是患者的什么人');
  expect(await page.text()).not.toContain('我就是患者本人');
  await page.tap('下一步');
  await page.shows('请选一项');
  await choose(page, '亲友');
  await page.tap('下一步');
  await page.shows('患者是哪年哪月出生的');
  await page.tap('发出请求');
  await page.shows('请写四位年份和两位月份');
  expect(inputsOf('askToRepresent')).toEqual([]);
  await page.type('患者的出生年月', '196605');
  await page.tap('发出请求');
  await page.shows('如果资料相符，会请患者本人在“家人”里确认');
  expect(inputsOf('askToRepresent')).toEqual([{ patientPhone: '19900010001', relation: 'other', birthMonth: '1966-05' }]);
  await page.tap('去首页');
  expect(weapp.said('reLaunch')).toEqual([{ url: '/pages/home/index' }]);
  expect(weapp.problems()).toEqual([]);
});

test.each([
  ['TOO_MANY', { reason: 'ask', retryAt: now + 24 * 3_600_000 }, '今天请求的次数太多了，明天上午 10:20 以后再来', []],
  ['INVALID_INPUT', { fields: [{ path: 'patientPhone', problem: 'format' }] }, '格式不对，请核对', ['您是患者的什么人', '患者是哪年哪月出生的']],
  ['INVALID_INPUT', { fields: [{ path: 'relation', problem: 'self_needs_own_number' }] }, '请选一项', ['患者是哪年哪月出生的']],
  ['INVALID_INPUT', { fields: [{ path: 'birthMonth', problem: 'format' }] }, '请写四位年份和两位月份', []],
  ['UNAVAILABLE', {}, '暂时连不上服务', []],
])('a request that is not taken says why, and what was written stays: %s %j', async (code, more, words, screens) => {
  const cloud = account({ confirmed: true, matches: [] });
  let refused = true;
  weapp = await startWeapp({ cloud: (call) => (call.action !== 'askToRepresent' ? cloud(call) : refused ? refusal(code, more) : {}), now });
  const page = await weapp.open('pages/account/bind/index');
  await page.tap('请家人本人同意');
  await page.type('患者本人的手机号', '19900010001');
  await page.tap('下一步');
  await page.shows('您是患者的什么人');
  await choose(page, '子女');
  await page.tap('下一步');
  await page.shows('患者是哪年哪月出生的');
  await page.type('患者的出生年月', '196605');
  await page.tap('发出请求');
  await page.shows(words);
  refused = false;
  for (const screen of screens) {
    await page.tap('下一步');
    await page.shows(screen);
  }
  if (screens.length > 0) expect(await page.text()).not.toContain('没有填对');
  await page.tap('发出请求');
  await page.shows('已经收到您的请求');
  expect(inputsOf('askToRepresent').at(-1)).toEqual({ patientPhone: '19900010001', relation: 'child', birthMonth: '1966-05' });
});

test.each([
  ['TOO_MANY', { reason: 'code_resend', retryAt: now + 40_000 }, '刚刚发过'],
  ['TOO_MANY', { reason: 'code_number', retryAt: now + 8 * 3_600_000 }, '今天的验证码用完了'],
  ['UNAVAILABLE', { reason: 'sms' }, '短信没有发出去'],
  ['INVALID_INPUT', { fields: [{ path: 'phone', problem: 'unreachable' }] }, '这个号码收不到短信'],
])('a code that cannot be sent says why: %s %j', async (code, more, words) => {
  const cloud = account();
  weapp = await startWeapp({ cloud: (call) => (call.action === 'sendCode' ? refusal(code, more) : cloud(call)), now });
  const page = await weapp.open('pages/account/bind/index');
  await page.type('手机号', '19900010001');
  await page.tap('获取验证码');
  await page.shows(words);
});
