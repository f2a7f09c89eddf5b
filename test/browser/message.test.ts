/** Conversations in a real browser: a patient writes on a phone while an agent answers side by side at the console; danger; a lost connection; a department; a complaint without retyping. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { openDesk, press, signInByKeyboard } from '../support/console';
import { csv, openHospital, type Hospital, type Someone } from '../support/hospital';

jest.setTimeout(120_000);
const names = ['王秀英', '李建国', '赵敏芳', '孙大勇'];
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

let browser: Browser;
let hospital: Hospital;
let agent: Someone;
const contexts: BrowserContext[] = [];
const defects: string[] = [];
beforeAll(async () => {
  browser = await launchBrowser();
  hospital = await openHospital('2026-11-18 17:00', { frozen: false });
  await hospital.importFile('出院名单.csv', csv(names.map((name, n) => ({ patientNo: `P000${n + 1}`, name, sex: '女', departmentCode: '0402', department: '骨科', ward: '骨科1病区', dischargeAt: `2026-11-18 1${n}:00` }))));
  agent = await hospital.colleague('agent1', 'agent', 'all');
  await hospital.until('2026-11-19 09:20');
});
afterAll(async () => {
  await browser?.close();
  await hospital?.local.dispose();
});
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
  expect(defects.splice(0)).toEqual([]);
});

interface Handset { page: Page; patientId: string; person: Someone }
/** A phone in WeChat, on the page of the conversation. */
async function handset(n: number): Promise<Handset> {
  const person = await hospital.inWechat(`1990001000${n}`);
  const [match] = (await person.account.matches({})).matches;
  await person.account.bind({ patientId: match!.patientId, relation: 'self', birthMonth: '1966-05' });
  const context = await browser.newContext({ viewport: { width: 375, height: 812 }, locale: 'zh-CN', hasTouch: true, isMobile: true });
  contexts.push(context);
  const page = await context.newPage();
  page.setDefaultTimeout(8_000);
  page.on('pageerror', (error) => defects.push(error.stack ?? error.message));
  await page.goto(`${hospital.local.url}/outbox/wechat/${person.openid}/open`);
  await page.getByText('留言', { exact: true }).click();
  await page.getByLabel('写给客服').waitFor();
  return { page, patientId: match!.patientId, person };
}
async function desk(userName: string, view = ''): Promise<Page> {
  const page = await openDesk(browser, defects, { viewport: { width: 1280, height: 800 } });
  contexts.push(page.context());
  page.setDefaultTimeout(8_000);
  await signInByKeyboard(page, hospital.local.url, userName);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.goto(`${hospital.local.url}/console/#/message/inbox/index${view}`);
  await page.getByRole('heading', { level: 1, name: '留言' }).waitFor();
  return page;
}
async function say(page: Page, words: string): Promise<void> {
  await page.getByLabel('写给客服').fill(words);
  await page.getByRole('button', { name: '发送' }).click();
}
/** Milliseconds until the words stand on the page. */
async function shownAfter(page: Page, words: string): Promise<number> {
  const began = Date.now();
  await page.getByText(words).first().waitFor();
  return Date.now() - began;
}
const fits = (page: Page) => page.evaluate('document.documentElement.scrollWidth <= innerWidth');
const row = (page: Page, name: string) => page.locator('[data-row]', { hasText: name });

test('side by side: what the patient writes is with the agent, what the agent answers is with the patient, within three seconds each', async () => {
  const phone = await handset(1);
  await say(phone.page, '伤口边上有点红，可以自己换药吗？');
  await phone.page.getByText('最晚今天下午 3:20 前回复您。').waitFor();
  expect(await fits(phone.page)).toBe(true);

  const console = await desk('agent1');
  await row(console, '王*英').click();
  await console.getByText('伤口边上有点红，可以自己换药吗？').last().waitFor();
  await phone.page.getByText('客服已看到').waitFor();

  const [chooser] = await Promise.all([phone.page.waitForEvent('filechooser'), phone.page.getByRole('button', { name: '加图片' }).click()]);
  await chooser.setFiles({ name: '伤口.png', mimeType: 'image/png', buffer: png });
  await phone.page.getByRole('button', { name: '去掉第 1 张图片' }).waitFor();
  await phone.page.waitForFunction(() => !document.querySelector('.thread-thumb-over'));
  await phone.page.getByRole('button', { name: '发送' }).click();
  await phone.page.getByRole('button', { name: '图片 1，共 1 张' }).waitFor();
  const picture = console.getByRole('img', { name: '图片 1' });
  await picture.waitFor();
  await console.waitForFunction(() => Array.from(document.querySelectorAll<HTMLImageElement>('.inbox-picture img')).every((image) => image.complete && image.naturalWidth > 0));

  // By keyboard alone: take it, write, a phrase that is better not said, another one, send.
  await press(console, 'm');
  await console.getByRole('button', { name: '我来接' }).waitFor({ state: 'detached' });
  await press(console, 'r');
  await console.keyboard.type('肯定没事的。');
  await press(console, 'Control+Enter');
  await console.getByText('服务忌语：“肯定没事”').waitFor();
  expect((await phone.person.message.open({ patientId: phone.patientId })).messages.filter(({ from }) => from === 'staff')).toEqual([]);
  await press(console, 'Control+A');
  await console.keyboard.type('王女士您好，照片收到了，我请骨科看一下，今天回复您。');
  await console.reload();
  // Nothing is lost by a reload.
  await console.locator('textarea', { hasText: '照片收到了' }).waitFor();
  await press(console, 'r');
  await press(console, 'Control+Enter');
  await console.getByText('已发送').waitFor();
  expect(await shownAfter(phone.page, '照片收到了，我请骨科看一下')).toBeLessThan(3_000);
  await phone.page.getByText('客服·同').waitFor();

  await say(phone.page, '好的，谢谢');
  expect(await shownAfter(console, '好的，谢谢')).toBeLessThan(3_000);
});

test('danger: the safety page at once on the phone, a banner above everything at the console, taken on with one key', async () => {
  const console = await desk('agent1');
  const phone = await handset(2);
  await say(phone.page, '我现在胸口很痛，喘不上气');
  await phone.page.getByRole('heading', { name: /您说/ }).waitFor();
  expect(await phone.page.title()).toBe('请先看这里');
  expect(await phone.page.getByRole('link', { name: '拨打 120' }).getAttribute('href')).toBe('tel:120');
  await phone.page.getByText('等待确认').waitFor();
  await console.getByRole('alert', { name: '紧急留言，还没有人接手' }).getByText('李*国').waitFor({ timeout: 15_000 });
  await press(console, 'a');
  await console.getByText('已接手').first().waitFor();
  await console.getByRole('alert', { name: '紧急留言，还没有人接手' }).waitFor({ state: 'detached' });
  await phone.page.getByText('已经有人接手').waitFor();
  await phone.page.getByText('知道了，回到留言').click();
  await phone.page.getByText('不舒服时该怎么做').waitFor();
  expect(await fits(phone.page)).toBe(true);
});

test('without a network what was written waits in sight, survives a reload, and arrives once', async () => {
  const { page, person, patientId } = await handset(3);
  await page.context().setOffline(true);
  await say(page, '出院小结丢了，还能补吗？');
  await page.getByText('未发出，网络好了会自动再发').waitFor();
  await page.getByText('现在很不舒服的话，请直接拨打 120').waitFor();
  await page.getByLabel('写给客服').fill('还有一个问题');
  await page.context().setOffline(false);
  await page.reload();
  await page.getByText('已经送到客服。').waitFor();
  expect(await page.getByLabel('写给客服').inputValue()).toBe('还有一个问题');
  const { messages } = await person.message.open({ patientId });
  expect(messages.map(({ text }) => text)).toEqual(['出院小结丢了，还能补吗？']);
});

test('nothing is asked while nobody looks; what came meanwhile shows at once', async () => {
  const { page, patientId, person } = await handset(3);
  await person.message.send({ patientId, key: 'browser-key-8', text: '病历能补吗？' });
  let asked = 0;
  page.on('request', (request) => { if (request.postData()?.includes('"since"')) asked += 1; });
  // The next question is planned when the last one was answered, and an answer takes real time: so the clock goes on in steps.
  const expectAsked = async (least: number) => {
    for (let step = 0; step < 30 && asked < least; step += 1) {
      await page.clock.runFor(3_000);
      await page.evaluate(() => fetch('/', { method: 'HEAD' }));
    }
    expect(asked).toBeGreaterThanOrEqual(least);
  };
  await page.clock.install();
  await page.reload();
  await page.getByLabel('写给客服').waitFor();
  await expectAsked(2);
  const look = (state: string) => page.evaluate((now) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => now });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
  await look('hidden');
  // What was asked just before is on its way.
  await page.evaluate(() => fetch('/', { method: 'HEAD' }));
  const before = asked;
  await agent.message.reply({ threadId: `thread:${patientId}`, key: 'browser-key-9', text: '可以补，请带身份证。', replyKind: 'information' });
  await page.clock.runFor(60_000);
  expect(asked).toBe(before);
  await look('visible');
  await page.getByText('可以补，请带身份证。').waitFor();
});

test('a question goes to the ward and back, a standard answer goes in word for word, the end is rated by the patient', async () => {
  const phone = await handset(4);
  await phone.person.message.send({ patientId: phone.patientId, key: 'browser-key-4', text: '出院小结丢了，病历能复印吗？' });
  const { answers } = await hospital.lead.message.answers({});
  const copies = answers.find(({ question }) => /病历|复印/.test(question))!;
  await hospital.lead.message.reviewAnswer({ answerId: copies.answerId, version: copies.version, reviewedBy: '陈建华', reviewerTitle: '病案室主任', expiresOn: '2027-05-01' });

  const console = await desk('agent1');
  await row(console, '孙*勇').click();
  await console.getByRole('button', { name: '转科室' }).click();
  await console.getByLabel('要科室回答什么').fill('患者问复印病历要带什么。');
  await console.getByRole('button', { name: '转过去' }).click();
  await console.getByText('已转给骨科').waitFor();
  await phone.page.getByText('客服已经把问题转给科室').waitFor();

  const ward = await desk('ward1');
  await row(ward, '孙*勇').click();
  await ward.getByText('患者问复印病历要带什么。').waitFor();
  expect(await ward.getByRole('button', { name: '我来接' }).count()).toBe(0);
  await ward.getByLabel('科室的答复').fill('带身份证到病案室。');
  await ward.getByRole('button', { name: '交给客服' }).click();
  await ward.getByText(/已交给客服|没有留言在科室/).first().waitFor();
  await console.getByText('带身份证到病案室。').waitFor();

  await press(console, 'Escape');
  await console.getByRole('button', { name: '标准答案', exact: true }).click();
  await console.getByRole('button', { name: `插入：${copies.question}` }).click();
  await console.getByText(`含标准答案“${copies.question}”`).waitFor();
  await console.locator('[data-writer]').press('Control+Enter');
  await console.getByText('已发送').waitFor();
  await phone.page.getByText(copies.insert.slice(0, 12)).waitFor();

  await console.getByRole('button', { name: '结束', exact: true }).click();
  await phone.page.getByText('这次的回复，您满意吗？').waitFor();
  await phone.page.locator('label', { hasText: /^满意$/ }).click();
  await phone.page.getByText('谢谢您告诉我们。').waitFor();
  expect((await agent.message.thread({ ofPatient: phone.patientId })).thread.rating).toMatchObject({ score: 4 });
});

test('on a phone the browser\'s back leads from a thread to the list, the same way as the button', async () => {
  const page = await desk('agent1');
  await page.setViewportSize({ width: 390, height: 844 });
  const at = () => new URL(page.url().replace('#', '')).searchParams.get('thread');
  await row(page, '王*英').click();
  await page.locator('[data-writer]').waitFor();
  expect(at()).not.toBeNull();
  await page.goBack();
  await row(page, '王*英').waitFor();
  expect([at(), await page.locator('[data-writer]').count()]).toEqual([null, 0]);
  await page.goForward();
  await page.locator('[data-writer]').waitFor();
  await page.getByRole('button', { name: '返回列表' }).click();
  await row(page, '王*英').waitFor();
  expect(at()).toBeNull();
  expect(await fits(page)).toBe(true);
});

test('a message becomes a complaint without retyping, at the console of a phone', async () => {
  const person = await hospital.inWechat('19900010001');
  const patientId = (await person.account.me({}) as { represents: { patientId: string }[] }).represents[0]!.patientId;
  await person.message.send({ patientId, key: 'browser-key-5', text: '晚上按铃二十多分钟没有人来，我要投诉。' });
  const page = await desk('agent1');
  await page.setViewportSize({ width: 375, height: 812 });
  await row(page, '王*英').click();
  await page.getByText('晚上按铃二十多分钟没有人来').last().waitFor();
  expect(await fits(page)).toBe(true);
  await page.getByRole('button', { name: '转为投诉' }).click();
  await page.locator('.inbox-line', { hasText: '晚上按铃' }).getByRole('checkbox').check();
  await page.getByRole('button', { name: '登记投诉', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await dialog.getByLabel('类别').selectOption({ index: 1 });
  await dialog.getByRole('button', { name: '登记', exact: true }).click();
  await dialog.getByText(/TS20261119-0001/).first().waitFor();
});
