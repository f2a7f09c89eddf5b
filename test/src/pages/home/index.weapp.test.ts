/** The first page of the built mini-program, rendered by WeChat's own compiler. */
import { startWeapp, type CloudCall, type Weapp } from '../../../support/weapp';

const hospital = { name: '临江市第一医院', phone: '09438220402', privacyContact: { name: '信息科', phone: '09438220000', email: '' }, ready: true };
const now = Date.parse('2026-11-21T14:20:00+08:00');
let weapp: Weapp;
afterEach(() => weapp.close());

const stranger = ({ action }: CloudCall) => (action === 'hospital' ? hospital : { kind: 'anyone', wechat: true });

test('a stranger is greeted by the server\'s clock, sees the emergency line and is taken to confirm who they are', async () => {
  weapp = await startWeapp({ cloud: stranger, now });
  const page = await weapp.open('pages/home/index');
  await page.shows('用手机号确认');
  await page.shows('下午好');
  expect(await page.text()).toContain('急救 120');
  expect(await page.text()).toContain('0943-822 0402');
  expect(weapp.calls.map(({ fn, action }) => `${fn}.${action}`).sort()).toEqual(['account.hospital', 'account.me']);
  expect(weapp.said('setNavigationBarTitle')).toEqual([{ title: '出院随访' }]);

  await page.tap('用手机号确认');
  expect(weapp.said('navigateTo')).toEqual([{ url: '/pages/account/bind/index' }]);
  await page.tap('急救 120');
  expect(weapp.said('makePhoneCall')).toEqual([expect.objectContaining({ phoneNumber: '120' })]);
  expect(weapp.problems()).toEqual([]);
});

test('a screen reader is told what can be pressed and what is a heading', async () => {
  weapp = await startWeapp({ cloud: stranger, now });
  const page = await weapp.open('pages/home/index');
  await page.shows('用手机号确认');
  const roles = await page.attributes('aria-role');
  expect(roles).toEqual(expect.arrayContaining(['button', 'heading', 'main']));
  expect(await page.attributes('aria-label')).toContain('拨打急救电话 120');
});

test('without a network the page says so in words and goes on when asked again', async () => {
  let broken = true;
  weapp = await startWeapp({ cloud: (call) => { if (broken) throw new Error('cloud.callFunction:fail request:fail'); return stranger(call); }, now });
  const page = await weapp.open('pages/home/index');
  await page.shows('网络没有连上', 8000);
  broken = false;
  await page.tap('再试一次');
  await page.shows('用手机号确认');
  expect(weapp.problems()).toEqual([]);
});

test('type is large where WeChat\'s own setting is, and the switch turns it back', async () => {
  weapp = await startWeapp({ cloud: stranger, now, fontSizeSetting: 23.8 });
  const page = await weapp.open('pages/home/index');
  await page.shows('标准字');
  expect((await page.attributes('class')).some((names) => names.includes('s-large'))).toBe(true);
  await page.tap('标准字');
  await page.shows('大字');
  expect((await page.attributes('class')).some((names) => names.includes('s-large'))).toBe(false);
});

test('the language can be switched', async () => {
  weapp = await startWeapp({ cloud: stranger, now });
  const page = await weapp.open('pages/home/index');
  await page.tap('English');
  await page.shows('Good afternoon');
  await page.shows('Confirm by mobile number');
});
