/** A member of staff at the console, by keyboard. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** The password of everybody in the tests' hospital. */
export const password = 'synthetic-people-only-1';
const entry = path.resolve(__dirname, '../../dist/console/index.html');

/** A desk with a screen of its own: no session, Chinese, Shanghai. A defect of the page fails the test with its stack. */
export async function openDesk(browser: Browser, defects: string[], options: BrowserContextOptions = {}): Promise<Page> {
  if (!existsSync(entry)) throw new Error('dist/console is missing: node config/build.mjs console');
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => defects.push(error.stack ?? error.message));
  return page;
}

/**
 * Keys as a person presses them: what is drawn listens from the next frame on, and the focus follows in the one after. A key pressed between a page's picture and its listening would be lost on a busy machine.
 */
export async function press(page: Page, ...keys: string[]): Promise<void> {
  const frames = () => page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));
  await frames();
  for (const key of keys) {
    await page.keyboard.press(key);
    await frames();
  }
}

/** Opens the console and signs in without a mouse; the name's field has the focus by itself. */
export async function signInByKeyboard(page: Page, url: string, userName: string, secret = password): Promise<void> {
  await page.goto(`${url}/console/`);
  await page.locator('input[autocomplete="username"]:focus').waitFor();
  await page.keyboard.type(userName);
  await page.keyboard.press('Tab');
  await page.keyboard.type(secret);
  await page.keyboard.press('Enter');
}
