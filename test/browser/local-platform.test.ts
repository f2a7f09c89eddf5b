/** The platform's own pages in a real browser: a phone, its messages, WeChat's sheet, the clock. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startLocal, type Local } from '../../local';
import { launchBrowser } from '../support/browser';
import { connectSdk } from '../support/sdk';

const web = mkdtempSync(path.join(os.tmpdir(), 'suifang-web-'));
let local: Local;
let browser: Browser;
let openid: string;
beforeAll(async () => {
  mkdirSync(path.join(web, 'h5'));
  writeFileSync(path.join(web, 'h5/index.html'), `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>患者</title></head><body>
    <button id="ask">同意接收</button><button id="number">手机号快捷登录</button><p id="said"></p><p id="where"></p>
    <script>where.textContent = location.hash;
    const wish = () => wx.requestSubscribeMessage({ tmplIds: JSON.parse(decodeURIComponent(location.hash.split('ids=')[1])) }).then((r) => { said.textContent = JSON.stringify(r); }, (e) => { said.textContent = e.errMsg; });
    ask.onclick = wish;
    number.onclick = () => wx.getPhoneNumber({ success: (r) => { said.textContent = r.code; }, fail: (e) => { said.textContent = e.errMsg; } });
    if (location.hash.startsWith('#/at-once')) wish();</script></body></html>`);
  local = await startLocal({ functions: path.resolve(__dirname, '../fixtures/functions'), web, now: '2026-11-21T09:00:00+08:00' });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await local?.dispose();
  rmSync(web, { recursive: true, force: true });
});
beforeEach(async () => {
  await local.reset();
  openid = local.wechat.openidOf('13800001234');
});
const phone = (): Promise<Page> => browser.newPage({ viewport: { width: 375, height: 812 } });

test('a tap on a WeChat message opens its page as that person, and the sheet\'s answer becomes credits', async () => {
  const [survey, visit] = [local.wechat.templateId('survey'), local.wechat.templateId('visit')];
  local.wechat.accept(openid, 'visit', 1);
  await connectSdk(local.url).callWxOpenApi({ apiName: 'subscribeMessage.send', requestData: { touser: openid, template_id: visit, page: `pages/visit?ids=${encodeURIComponent(JSON.stringify([survey, visit]))}`, data: { thing1: { value: '骨科' }, time2: { value: '09:00' } } } });
  const page = await phone();
  await page.goto(`${local.url}/outbox`);
  await page.getByText('138 0000 1234').click();
  await page.getByText('进入小程序查看').click();
  expect(await page.locator('#where').textContent()).toMatch(/^#\/pages\/visit/);
  await page.getByText('同意接收').click();
  await page.getByLabel('复诊提醒').uncheck();
  await page.getByText('允许').click();
  await page.locator('#said', { hasText: 'requestSubscribeMessage:ok' }).waitFor();
  expect([local.wechat.credits(openid, 'survey'), local.wechat.credits(openid, 'visit')]).toEqual([1, 0]);
  await page.getByText('同意接收').click();
  await page.keyboard.press('Escape');
  await page.locator('#said', { hasText: `"${survey}":"reject"` }).waitFor();
  expect(local.wechat.credits(openid, 'survey')).toBe(1);
  await page.close();
});

test('the phone-number component gives a code that is good for this person\'s number, or nothing when it is refused', async () => {
  const page = await phone();
  await page.goto(`${local.url}/outbox/wechat/${openid}/open`);
  await page.getByText('手机号快捷登录').click();
  await page.getByText('138****1234').waitFor();
  await page.getByText('取消').click();
  await page.locator('#said', { hasText: 'user deny' }).waitFor();
  await page.getByText('手机号快捷登录').click();
  await page.getByText('允许').click();
  await page.locator('#said', { hasText: /^[0-9a-f]{64}$/ }).waitFor();
  const { result } = await connectSdk(local.url).callWxOpenApi({ apiName: 'phonenumber.getPhoneNumber', requestData: { code: await page.locator('#said').textContent() } });
  expect(result).toMatchObject({ errcode: 0, phone_info: { purePhoneNumber: '13800001234' } });
  await page.close();
});

test('without a tap the sheet does not open', async () => {
  const page = await phone();
  await page.goto(`${local.url}/outbox/wechat/${openid}/open?path=${encodeURIComponent(`at-once?ids=${encodeURIComponent(JSON.stringify([local.wechat.templateId('survey')]))}`)}`);
  await page.locator('#said', { hasText: 'TAP gesture' }).waitFor();
  await page.close();
});

test('a new message shows on an open phone by itself', async () => {
  const page = await phone();
  await page.goto(`${local.url}/outbox/13800001234`);
  await page.getByText('没有微信消息').waitFor();
  local.wechat.accept(openid, 'visit', 1);
  await connectSdk(local.url).callWxOpenApi({ apiName: 'subscribeMessage.send', requestData: { touser: openid, template_id: local.wechat.templateId('visit'), data: { thing1: { value: '骨科' }, time2: { value: '09:00' } } } });
  await page.getByText('复诊提醒').waitFor();
  await page.close();
});

test('the clock page goes to the next nine o\'clock through the timers', async () => {
  const page = await phone();
  await page.goto(`${local.url}/clock`);
  await page.getByText('到下一个 9:00').click();
  await page.locator('.now', { hasText: '2026-11-22 周日 09:00' }).waitFor();
  await page.getByText('nightly').first().waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  await page.close();
});

test('Chinese is drawn, not boxes', async () => {
  const page = await phone();
  await page.setContent('<span style="font:40px sans-serif" id="a">随访</span><span style="font:40px sans-serif" id="b">\u{3ffff}\u{3ffff}</span>');
  const [chinese, missing] = [await page.locator('#a').screenshot(), await page.locator('#b').screenshot()];
  expect(chinese.equals(missing)).toBe(false);
  expect(await page.evaluate('document.fonts.check("40px \\"PingFang SC\\"", "随访")')).toBe(true);
  await page.close();
});
