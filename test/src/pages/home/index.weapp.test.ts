/** The first page of the built mini-program, rendered by WeChat's own compiler. */
import { chestPain, home, hospital, now, playing, refusal, stranger, wang } from '../../../support/patient';
import { startWeapp, type CloudCall, type Weapp } from '../../../support/weapp';

let weapp: Weapp;
afterEach(() => weapp.close());

const nobody = playing({ 'account.hospital': hospital, 'account.me': stranger, 'followup.home': refusal('UNAUTHENTICATED') });
const known = (today: unknown, me: unknown = wang) => playing({ 'account.me': me, 'followup.home': today, 'account.setLocale': {} });
const called = () => weapp.calls.map(({ fn, action }) => `${fn}.${action}`).sort();

test('a stranger is greeted by the server\'s clock, sees the emergency line and is taken to confirm who they are', async () => {
  weapp = await startWeapp({ cloud: nobody, now });
  const page = await weapp.open('pages/home/index');
  await page.shows('用手机号确认');
  await page.shows('早上好');
  expect(await page.text()).toContain('急救 120');
  expect(await page.text()).toContain('0943-822 0402');
  expect(called()).toEqual(['account.hospital', 'account.me', 'followup.home']);
  expect(weapp.said('setNavigationBarTitle')).toEqual([{ title: '出院随访' }]);

  await page.tap('用手机号确认');
  expect(weapp.said('navigateTo')).toEqual([{ url: '/pages/account/bind/index' }]);
  await page.tap('急救 120');
  expect(weapp.said('makePhoneCall')).toEqual([expect.objectContaining({ phoneNumber: '120' })]);
  expect(weapp.problems()).toEqual([]);
});

test('a patient sees in one round trip what waits, until when, and what happens otherwise', async () => {
  weapp = await startWeapp({ cloud: known(home({ nextInvitation: { at: now + 8 * 86_400_000, title: { zh: '住院感受', en: 'Your stay' } } })), now });
  const page = await weapp.open('pages/home/index');
  await page.shows('出院后恢复得怎么样');
  const text = await page.text();
  expect(text).toContain('王*英，您好 · 出院第 2 天');
  expect(text).toContain('约 3 分钟');
  expect(text).toContain('明天上午 9:20 前没有收到，护士会打电话问候');
  expect(text).toContain('11月28日 周六 上午 10:20');
  expect(text).toContain('骨科病房');
  expect(called()).toEqual(['account.me', 'followup.home']);
  await page.tap('开始回答');
  expect(weapp.said('navigateTo')).toEqual([{ url: `/pages/survey/answer/index?stepId=${encodeURIComponent('step:a:contact-1')}&patientId=${encodeURIComponent('pat:wang')}` }]);
  await page.tap('0943-822 0801');
  expect(weapp.said('makePhoneCall')).toEqual([expect.objectContaining({ phoneNumber: '09438220801' })]);
  expect(weapp.problems()).toEqual([]);
});

test.each([['问卷', 'survey/list'], ['复诊', 'visit/mine'], ['留言', 'message/thread'], ['投诉建议', 'complaint/mine'], ['家人', 'account/family'], ['我的授权', 'account/consents']])('the door %s leads to %s', async (door, path) => {
  weapp = await startWeapp({ cloud: known(home({})), now });
  const page = await weapp.open('pages/home/index');
  await page.tap(door);
  expect(weapp.said('navigateTo')).toEqual([{ url: `/pages/${path}/index?patientId=${encodeURIComponent('pat:wang')}` }]);
});

test('what matters today comes from all four doors, the most pressing first', async () => {
  const visit = { appointmentId: 'apt:1', start: now + 12 * 86_400_000, end: now + 12 * 86_400_000 + 1_800_000, departmentName: '骨科', practitioner: '李明远', place: '门诊楼 2 层', proposal: false };
  weapp = await startWeapp({ cloud: known(home({ visit, messages: { unread: 2, waiting: false, by: 0, urgent: false }, complaints: [{ number: 'TS20261119-0001', dueDay: '2026-11-24', answered: true }] })), now });
  const page = await weapp.open('pages/home/index');
  await page.shows('有 2 条新回复');
  const text = await page.text();
  expect(text).toContain('12月2日 周三 上午 10:20–10:50');
  expect(text).toContain('骨科 · 李明远 · 门诊楼 2 层');
  expect(text).toContain('1 件在办');
  expect(['出院后恢复得怎么样', '有 2 条新回复', '您的投诉有答复了', '下次复诊'].map((words) => text.indexOf(words))).toEqual([...['出院后恢复得怎么样', '有 2 条新回复', '您的投诉有答复了', '下次复诊'].map((words) => text.indexOf(words))].sort((a, b) => a - b));
  await page.tap('查看答复');
  expect(weapp.said('navigateTo')).toEqual([{ url: `/pages/complaint/view/index?number=TS20261119-0001&patientId=${encodeURIComponent('pat:wang')}` }]);
});

test('a closed clinic asks before everything else', async () => {
  const visit = { appointmentId: 'apt:1', start: now + 86_400_000, end: now + 86_400_000 + 1_800_000, departmentName: '骨科', practitioner: '', place: '', proposal: true };
  weapp = await startWeapp({ cloud: known(home({ visit })), now });
  const page = await weapp.open('pages/home/index');
  await page.shows('您的复诊需要改时间');
  const text = await page.text();
  expect(text.indexOf('您的复诊需要改时间')).toBeLessThan(text.indexOf('出院后恢复得怎么样'));
  await page.tap('看看怎么改');
  expect(weapp.said('navigateTo')).toEqual([{ url: `/pages/visit/proposal/index?appointmentId=${encodeURIComponent('apt:1')}&patientId=${encodeURIComponent('pat:wang')}` }]);
});

test('a danger that was told in a message comes before everything else', async () => {
  weapp = await startWeapp({ cloud: known(home({ messages: { unread: 1, waiting: true, by: now + 60_000, urgent: true } })), now });
  const page = await weapp.open('pages/home/index');
  await page.shows('请先看这里');
  const text = await page.text();
  expect(text.indexOf('请先看这里')).toBeLessThan(text.indexOf('出院后恢复得怎么样'));
  await page.tap('打开看看');
  expect(weapp.said('navigateTo')).toEqual([{ url: `/pages/message/thread/index?from=home&patientId=${encodeURIComponent('pat:wang')}` }]);
});

test('after a death nothing is asked; messages and complaints stay open', async () => {
  weapp = await startWeapp({ cloud: known(home({ closed: true, steps: [], as: 'family', relation: 'child' })), now });
  const page = await weapp.open('pages/home/index');
  await page.shows('有需要，随时找我们');
  const text = await page.text();
  expect(text).toContain('留言');
  expect(text).toContain('投诉建议');
  for (const words of ['复诊', '问卷', '出院第', '恢复']) expect(text).not.toContain(words);
});

test('who acts for two patients switches between them', async () => {
  const father = { patientId: 'pat:zhang', name: '张*国', as: 'family' as const, relation: 'child' as const, departmentName: '呼吸内科', steps: [], answered: 2 };
  weapp = await startWeapp({ cloud: known(home({}, father)), now });
  const page = await weapp.open('pages/home/index');
  await page.tap('父母 张*国');
  await page.shows('为父母 张*国 办理');
  expect(await page.text()).toContain('谢谢您，问卷都收到了');
  expect(await page.text()).toContain('呼吸内科病房');
});

test('a nurse\'s planned call is said, and that an answer takes it back', async () => {
  weapp = await startWeapp({ cloud: known(home({ steps: home({}).patients[0]!.steps.map((step) => ({ ...step, queued: true, startedItems: 4 })) })), now });
  const page = await weapp.open('pages/home/index');
  await page.shows('现在自己答完，就不用等电话了');
  expect(await page.text()).toContain('已经答了 4 题');
});

test('a safety page that this phone has shown is one tap away, and nothing of it is said here', async () => {
  weapp = await startWeapp({ cloud: known(home({})), now, storage: { 'suifang.sheets': { 'step:step:a:contact-1': { stepId: 'step:a:contact-1', pending: {}, alarm: chestPain, alarmAt: now - 60_000, touchedAt: now - 60_000 } } } });
  const page = await weapp.open('pages/home/index');
  await page.shows('请先看这里');
  expect(await page.text()).not.toContain('胸痛');
  await page.tap('打开看看');
  expect(weapp.said('navigateTo')).toEqual([{ url: `/pages/survey/answer/index?stepId=${encodeURIComponent('step:a:contact-1')}` }]);
});

test('whoever confirmed a number and chose nobody yet is led to choose', async () => {
  weapp = await startWeapp({ cloud: known(home(), { ...wang, represents: [] }), now });
  const page = await weapp.open('pages/home/index');
  await page.tap('选择患者');
  expect(weapp.said('navigateTo')).toEqual([{ url: '/pages/account/bind/index' }]);
});

test('a screen reader is told what can be pressed and what is a heading', async () => {
  weapp = await startWeapp({ cloud: nobody, now });
  const page = await weapp.open('pages/home/index');
  await page.shows('用手机号确认');
  const roles = await page.attributes('aria-role');
  expect(roles).toEqual(expect.arrayContaining(['button', 'heading', 'main']));
  expect(await page.attributes('aria-label')).toContain('拨打急救电话 120');
});

test('without a network the page says so in words and goes on when asked again', async () => {
  let broken = true;
  weapp = await startWeapp({ cloud: (call: CloudCall) => { if (broken) throw new Error('cloud.callFunction:fail request:fail'); return nobody(call); }, now });
  const page = await weapp.open('pages/home/index');
  await page.shows('网络没有连上', 8000);
  broken = false;
  await page.tap('再试一次');
  await page.shows('用手机号确认');
  expect(weapp.problems()).toEqual([]);
});

test('type is large where WeChat\'s own setting is, and the switch turns it back', async () => {
  weapp = await startWeapp({ cloud: nobody, now, fontSizeSetting: 23.8 });
  const page = await weapp.open('pages/home/index');
  await page.shows('标准字');
  expect((await page.attributes('class')).some((names) => names.includes('s-large'))).toBe(true);
  await page.tap('标准字');
  await page.shows('大字');
  expect((await page.attributes('class')).some((names) => names.includes('s-large'))).toBe(false);
});

test('the language can be switched, and messages follow', async () => {
  weapp = await startWeapp({ cloud: known(home({})), now });
  const page = await weapp.open('pages/home/index');
  await page.shows('开始回答');
  await page.tap('English');
  await page.shows('Good morning');
  await page.shows('How you are recovering');
  expect(weapp.calls.filter(({ action }) => action === 'setLocale').map(({ input }) => input)).toEqual([{ locale: 'en' }]);
});
