/** Patients on phones of 375 × 812: an answer by the link of an SMS that goes on in another browser, one from WeChat's message, and a red flag. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { csv, openHospital, type Hospital, type Someone } from '../support/hospital';

let browser: Browser;
let hospital: Hospital;
const contexts: BrowserContext[] = [];
const faults: string[] = [];
beforeAll(async () => {
  browser = await launchBrowser();
  hospital = await openHospital('2026-11-18 17:00');
  await hospital.importFile('出院名单.csv', csv([
    { patientNo: 'P0001', name: '王秀英', dischargeAt: '2026-11-18 10:00' },
    { patientNo: 'P0002', name: '李建国', dischargeAt: '2026-11-18 11:00' },
    { patientNo: 'P0003', name: '赵敏芳', dischargeAt: '2026-11-18 12:00' },
    { patientNo: 'P0004', name: '孙大勇', dischargeAt: '2026-11-18 13:00' },
  ]));
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await hospital?.local.dispose();
});
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
  expect(faults.splice(0)).toEqual([]);
});

const phone = (n: number) => `1990001000${n}`;
/** A phone of its own: nothing that another browser keeps. */
async function handset(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 375, height: 812 }, locale: 'zh-CN', hasTouch: true, isMobile: true });
  contexts.push(context);
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
  return page;
}
const link = (n: number) => `${hospital.local.url}/#/pages/survey/answer/index?t=${hospital.linkToken(phone(n))}`;
const fits = (page: Page) => page.evaluate('document.documentElement.scrollWidth <= innerWidth');
const choose = (page: Page, answer: string) => page.getByRole('radio', { name: answer, exact: true }).check();
const next = (page: Page) => page.getByRole('button', { name: '下一题' }).click();
const heading = (page: Page, words: string | RegExp) => page.getByRole('heading', { name: words }).waitFor();
/** Binds a WeChat user to her own stay. */
async function bind(n: number): Promise<Someone & { openid: string }> {
  const person = await hospital.inWechat(phone(n));
  const [match] = (await person.account.matches({})).matches;
  await person.account.bind({ patientId: match!.patientId, relation: 'self', birthMonth: '1966-05' });
  return person;
}

test('by the link of an SMS: half on one phone, the rest in another browser after the month of birth, once', async () => {
  await hospital.until('2026-11-19 10:30');
  const first = await handset();
  await first.goto(link(1));
  await heading(first, '请问现在作答的是？');
  expect(await first.getByText('给 王*英 的问候').isVisible()).toBe(true);
  expect(await first.title()).toBe('出院随访');
  await choose(first, '本人');
  await next(first);
  await heading(first, /恢复得怎么样/);
  // Whoever listens or types goes on from the question.
  expect(await first.evaluate('document.activeElement.textContent')).toContain('恢复得怎么样');
  await first.keyboard.press('Tab');
  await first.keyboard.press('ArrowDown');
  await first.getByText('已保存').waitFor();
  // A double click is one press: it does not reach the next question.
  await first.getByRole('button', { name: '下一题' }).dblclick();
  await heading(first, /现在有下列情况/);
  expect(await first.getByText('还没有选').count()).toBe(0);
  await first.getByRole('checkbox', { name: '以上都没有' }).check();
  await first.getByText('已保存').waitFor();
  expect(await fits(first)).toBe(true);

  const second = await handset();
  await second.goto(link(1));
  await heading(second, '您之前答过一部分');
  expect(await second.content()).not.toContain('以上都没有');
  await second.getByLabel('患者的出生年月').fill('195605');
  await second.getByRole('button', { name: '接着回答' }).click();
  await second.getByText('还可以试 4 次').waitFor();
  await second.getByLabel('患者的出生年月').fill('196605');
  await second.getByRole('button', { name: '接着回答' }).click();
  await heading(second, '最近睡眠和情绪怎么样？');
  await second.getByRole('button', { name: '上一题' }).click();
  await second.getByRole('checkbox', { name: '以上都没有', checked: true }).waitFor();
  await next(second);
  await choose(second, '一般');
  await next(second);
  await choose(second, '按时');
  await next(second);
  for (const question of [/用药后有没有不舒服/, /伤口、导管/, /复诊的时间和地点/]) {
    await heading(second, question);
    await second.getByRole('button', { name: '跳过这题' }).click();
  }
  await heading(second, '住院体验的意见');
  await choose(second, '同意参加');
  await next(second);
  for (const question of ['对医生', '对护士', '对病房', '总的来说']) {
    await heading(second, new RegExp(question));
    await choose(second, '满意');
    await next(second);
  }
  await choose(second, '9');
  await next(second);
  await heading(second, /表扬/);
  await next(second);
  await heading(second, /意见、建议/);
  await second.getByRole('textbox').fill('饭菜可以再热一点');
  await next(second);
  await heading(second, /给您打电话吗/);
  await second.getByRole('button', { name: '提交' }).click();
  await heading(second, '谢谢您');
  expect(await fits(second)).toBe(true);

  await first.reload();
  await heading(first, '已经收到了');
  const rows = (await hospital.lead.followup.steps({ from: '2026-11-18', to: '2026-11-18', state: 'answered' })).rows;
  const sheet = await hospital.lead.survey.sheet({ stepId: rows[0]!.stepId });
  expect(sheet).toMatchObject({ state: 'submitted', respondent: { by: 'patient' }, mode: 'sms' });
  expect(Object.fromEntries(sheet.answers.map(({ linkId, value }) => [linkId, value]))).toMatchObject({ who: 'self', red: ['none'], mood: 'fair', med_adr: null, s_all: '4', nps: 9, suggest: '饭菜可以再热一点' });
}, 60_000);

test('from WeChat\'s message: the page opens as that person, is kept without a network, and asks for the next message in the tap that sends', async () => {
  const person = await bind(2);
  hospital.local.wechat.accept(person.openid, 'remind', 1);
  await person.notice.grant({ results: [{ templateId: hospital.local.wechat.templateId('remind'), result: 'accept' }] });
  await hospital.until('2026-11-20 10:30');
  const page = await handset();
  await page.goto(`${hospital.local.url}/outbox/${phone(2)}`);
  await page.getByText('进入小程序查看').first().click();
  await heading(page, '请问现在作答的是？');
  expect(page.url()).toContain('/wechat/');
  await choose(page, '本人');
  await page.getByText('已保存').waitFor();

  await page.context().setOffline(true);
  await next(page);
  await choose(page, '好转');
  await page.getByText('刚才的回答还没有送出去').waitFor();
  await next(page);
  await page.getByRole('checkbox', { name: '以上都没有' }).check();
  await page.context().setOffline(false);
  await page.getByText('已保存').waitFor();

  await next(page);
  await choose(page, '很好');
  await next(page);
  await choose(page, '按时');
  await next(page);
  for (let skipped = 0; skipped < 3; skipped += 1) await page.getByRole('button', { name: '跳过这题' }).click();
  await choose(page, '不参加');
  await next(page);
  await heading(page, /意见、建议/);
  await next(page);
  await choose(page, '上午打给我');
  await page.getByRole('button', { name: '提交' }).click();
  await page.getByRole('dialog').getByText('允许').click();
  await heading(page, '谢谢您');
  await page.getByText(/会在明天上午|会在今天/).waitFor();
  while (hospital.local.wechat.credits(person.openid, 'invite') === 0) await page.evaluate('1');
  await page.getByRole('button', { name: '回首页' }).click();
  await page.getByText('谢谢您，问卷都收到了').waitFor();
  const today = (await person.followup.home({})).patients[0]!;
  expect(today).toMatchObject({ steps: [], answered: 1 });
  await hospital.lead.survey.sheet({ stepId: (await hospital.lead.followup.steps({ from: '2026-11-18', to: '2026-11-18', state: 'answered' })).rows.find(({ name }) => name === '李*国')!.stepId })
    .then((sheet) => expect(sheet).toMatchObject({ mode: 'wechat', state: 'submitted' }));
}, 60_000);

test('a red flag: the safety page at once, after a reload, from the first page, and true about who rings', async () => {
  const page = await handset();
  await page.goto(link(3));
  await choose(page, '本人');
  await next(page);
  await choose(page, '没变化');
  await next(page);
  await page.getByRole('checkbox', { name: '胸痛或胸闷' }).check();
  await heading(page, '您说胸痛或胸闷');
  expect(await page.title()).toBe('请先看这里');
  const words = (await page.textContent('body'))!;
  for (const said of ['请不要等电话。', '坐着或半躺', '我们已经通知值班人员', '等待确认', '值班护士会在今天上午', '打不通会联系登记的家人（子女）']) expect(words).toContain(said);
  expect(await page.getByRole('link', { name: '拨打 120' }).getAttribute('href')).toBe('tel:120');
  expect(await page.getByRole('link', { name: /病房电话/ }).getAttribute('href')).toBe('tel:09438220401');
  expect(await fits(page)).toBe(true);

  await page.reload();
  await heading(page, '您说胸痛或胸闷');
  await page.goto(`${hospital.local.url}/#/pages/home/index`);
  await page.getByRole('button', { name: '打开看看' }).waitFor();
  expect(await page.textContent('body')).not.toContain('胸痛');
  await page.getByRole('button', { name: '打开看看' }).click();
  await heading(page, '您说胸痛或胸闷');

  const { rows } = await hospital.nurse.call.worklist({ view: 'team' });
  const flag = rows.find((row) => row.name === '赵*芳')!;
  expect(flag).toMatchObject({ kind: 'redflag' });
  await hospital.nurse.call.acknowledge({ callId: flag.callId });
  // The patient herself, who has shown who she is, is told that somebody has taken it on.
  const wechat = await bind(3);
  const own = await handset();
  await own.goto(`${hospital.local.url}/outbox/wechat/${wechat.openid}/open`);
  await own.getByRole('button', { name: '接着回答' }).click();
  await own.getByText('已经有人接手').waitFor();

  await page.getByText('告诉我们，继续回答').click();
  await page.getByRole('button', { name: '已经好了，继续回答' }).click();
  // After a reload the link alone shows nothing of what was answered.
  await page.getByLabel('患者的出生年月').fill('196605');
  await page.getByRole('button', { name: '接着回答' }).click();
  await heading(page, '最近睡眠和情绪怎么样？');
}, 60_000);

test('a link that was torn, and a death told behind two doors', async () => {
  const page = await handset();
  await page.goto(`${hospital.local.url}/#/pages/survey/answer/index?t=l_torn`);
  await heading(page, '打不开这个链接');
  await page.getByText('0943-822 0000').waitFor();

  const family = await handset();
  await family.goto(link(4));
  await heading(family, '请问现在作答的是？');
  expect(await family.textContent('body')).not.toContain('离世');
  await family.getByRole('button', { name: '其他情况' }).click();
  await family.getByRole('button', { name: /患者已经离世/ }).click();
  await family.getByRole('button', { name: '返回', exact: true }).click();
  await family.getByRole('button', { name: /患者已经离世/ }).click();
  await family.getByRole('button', { name: '是的，告诉医院' }).click();
  await heading(family, '请您节哀保重');
  expect(await family.textContent('body')).not.toContain('120');
  await family.reload();
  await heading(family, '现在不用填');
});
