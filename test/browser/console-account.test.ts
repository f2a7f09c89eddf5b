/** The doors of the console in a real browser: the one-time set-up link, the first password, a lock, back to the page that was wanted, out again. */
import type { Browser } from 'playwright-core';
import { startLocal, type Local } from '../../local/index';
import { launchBrowser } from '../support/browser';
import { openDesk, password, signInByKeyboard } from '../support/console';
import { setupToken, through } from '../support/hospital';

let local: Local;
let browser: Browser;
const defects: string[] = [];
jest.setTimeout(60_000);
beforeAll(async () => {
  browser = await launchBrowser();
  local = await startLocal({ now: '2026-11-21T01:30:00Z', frozen: false, variables: { SETUP_TOKEN: setupToken } });
  local.pauseTimers(true);
});
afterAll(async () => {
  await browser?.close();
  await local?.dispose();
});
afterEach(() => expect(defects.splice(0)).toEqual([]));

test('an empty installation: the set-up link makes the hospital and its first lead, says what is wrong beside the field, and works once', async () => {
  const page = await openDesk(browser, defects);
  await page.goto(`${local.url}/console/`);
  await page.getByText('系统还没有设置').waitFor();
  await page.goto(`${local.url}/console/#/account/setup/index?token=${setupToken}`);
  await page.getByLabel('医院名称').fill('白银示范医院');
  await page.getByLabel('回访中心电话').fill('0943-822 0000');
  await page.getByLabel('个人信息保护联系人').fill('信息科');
  await page.getByLabel('联系人电话').fill('123');
  await page.getByLabel('姓名').fill('陈建华');
  await page.getByLabel('用户名').fill('lead');
  await page.getByLabel('密码', { exact: true }).fill('12345');
  await page.getByRole('button', { name: '完成设置' }).click();
  await page.getByText('至少 10 位', { exact: true }).waitFor();
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByLabel('再输一次新密码').fill(password);
  await page.keyboard.press('Enter');
  await page.getByText('格式不对，请核对').waitFor();
  expect(await page.getByLabel('联系人电话').getAttribute('aria-invalid')).toBe('true');
  await page.getByLabel('联系人电话').fill('09438220001');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '拨打名单' }).waitFor();
  await page.getByText('现在没有等着拨打的人').waitFor();
  await page.getByText('陈建华 · 组长').waitFor();
  await page.getByRole('button', { name: '退出登录' }).click();
  await page.getByRole('heading', { name: '登录' }).waitFor();

  await page.goto(`${local.url}/console/#/account/setup/index?token=${setupToken}`);
  await page.getByRole('heading', { name: '这个设置链接已经用过' }).waitFor();
  await page.getByRole('button', { name: '去登录' }).click();
  await page.getByLabel('用户名').waitFor();
  await page.context().close();
});

test('the first password must be replaced before anything opens; then the page that was wanted', async () => {
  const { token } = await through(local, 'nobody').account.signIn({ userName: 'lead', password });
  const { initialPassword } = await through(local, { token }).account.staffSave({ userName: 'nurse1', name: '刘护士', role: 'nurse', departments: 'all' });
  const page = await openDesk(browser, defects);
  await page.goto(`${local.url}/console/#/call/worklist/index?view=urgent`);
  await page.getByLabel('用户名').fill('nurse1');
  await page.getByLabel('密码').fill(initialPassword);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '请先换掉初始密码' }).waitFor();
  await page.goto(`${local.url}/console/#/call/worklist/index?view=urgent`);
  await page.getByLabel('现在的密码').fill('not-this-one-1');
  await page.getByLabel('新密码', { exact: true }).fill(password);
  await page.getByLabel('再输一次新密码').fill(password);
  await page.keyboard.press('Enter');
  await page.getByText('现在的密码不对').waitFor();
  await page.getByLabel('现在的密码').fill(initialPassword);
  await page.keyboard.press('Enter');
  await page.getByText('没有红色警示').waitFor();
  expect(page.url()).toContain('call/worklist/index?view=urgent');
  await page.context().close();
});

test('who signs out in one tab leaves no patient in sight in another', async () => {
  const page = await openDesk(browser, defects);
  await signInByKeyboard(page, local.url, 'nurse1');
  await page.locator('.s-nav-here').waitFor();
  const other = await page.context().newPage();
  await other.goto(`${local.url}/console/#/discharge/register/index`);
  await other.getByRole('heading', { level: 1, name: '出院登记' }).waitFor();
  await page.getByRole('button', { name: '退出登录' }).click();
  await page.getByLabel('用户名').waitFor();
  await other.getByLabel('用户名').waitFor();
  expect(await other.getByRole('dialog').count()).toBe(0);
  expect(await other.getByRole('heading', { level: 1, name: '出院登记' }).count()).toBe(0);
  await page.context().close();
});

test('five wrong passwords lock the name, and the page says until when, to the minute and the second', async () => {
  const page = await openDesk(browser, defects);
  await signInByKeyboard(page, local.url, 'nurse1', 'wrong-password-1');
  for (let n = 0; n < 4; n += 1) {
    await page.locator('input[type="password"]').and(page.locator('[value=""]')).waitFor();
    await page.getByLabel('密码').fill('wrong-password-1');
    await page.keyboard.press('Enter');
  }
  await page.getByText(/已锁定，今天上午 9:4\d 以后可以再试（还有 1[45]:\d\d）/).waitFor();
  await page.context().close();
});

test('a console that stood open over a new release opens the page that was asked for, and does not go round in circles where that is gone, too', async () => {
  const page = await openDesk(browser, []);
  await signInByKeyboard(page, local.url, 'lead');
  await page.getByRole('heading', { name: '拨打名单' }).waitFor();
  let gone = 1;
  let asked = 0;
  await page.route(/\/console\/js\/.+\.js$/, (route) => {
    if (route.request().url().includes('/app.') || gone === 0) return route.continue();
    gone -= 1;
    asked += 1;
    return route.fulfill({ status: 404, contentType: 'text/html', body: '' });
  });
  await page.getByRole('link', { name: '同事账号' }).click();
  await page.getByRole('heading', { name: '同事账号' }).waitFor();
  expect(asked).toBe(1);

  gone = Infinity;
  await page.getByRole('link', { name: '医院设置' }).click();
  await page.waitForEvent('load');
  const before = asked;
  await page.waitForLoadState('networkidle');
  expect(asked - before).toBeLessThan(10);
  await page.context().close();
});

test('an address that names no page leads to where the day begins: typed over a page, and opened first', async () => {
  const page = await openDesk(browser, defects);
  await page.goto(`${local.url}/console/#/nowhere/at/all`);
  await page.getByRole('heading', { name: '登录' }).waitFor();
  await signInByKeyboard(page, local.url, 'lead');
  await page.getByRole('heading', { name: '拨打名单' }).waitFor();
  await page.getByRole('link', { name: '同事账号' }).click();
  await page.getByRole('heading', { name: '同事账号' }).waitFor();
  await page.goto(`${local.url}/console/#/account/peple/index`);
  await page.getByRole('heading', { name: '拨打名单' }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: '同事账号' }).waitFor();
  await page.context().close();
});
