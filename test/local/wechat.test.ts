/** WeChat on this machine: credits and its checks, the phone component, links, and the mini-program's door. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import vm from 'node:vm';
import { startLocal, type Local } from '../../local';
import { wechatScript } from '../../local/wechat/script';
import { checkData } from '../../local/wechat/templates';
import { connectSdk, type SdkApp } from '../support/sdk';

const functions = path.resolve(__dirname, '../fixtures/functions');
const web = mkdtempSync(path.join(os.tmpdir(), 'suifang-web-'));
let local: Local;
let app: SdkApp;
let person: string;
beforeAll(async () => {
  mkdirSync(path.join(web, 'h5/js'), { recursive: true });
  writeFileSync(path.join(web, 'h5/index.html'), '<!doctype html><html><head><title>患者</title></head><body><script src="./js/app.0123abcd.js"></script></body></html>');
  writeFileSync(path.join(web, 'h5/js/app.0123abcd.js'), 'void 0');
  local = await startLocal({ functions, web, now: '2026-11-21T09:00:00+08:00' });
  app = connectSdk(local.url);
});
beforeEach(async () => {
  await local.reset();
  person = local.wechat.openidOf('13800001234');
});
afterAll(async () => {
  await local.dispose();
  rmSync(web, { recursive: true, force: true });
});

const data = { thing1: { value: '陇东县人民医院' }, name2: { value: '张*三' }, time3: { value: '2026年11月24日 09:00' }, thing4: { value: '约3分钟' } };
type Answer = { errcode: number; errmsg: string; [more: string]: unknown };
const api = async (apiName: string, requestData: object): Promise<Answer> => (await app.callWxOpenApi({ apiName, requestData })).result as Answer;
const send = (change: object = {}): Promise<Answer> => api('subscribeMessage.send', { touser: person, template_id: local.wechat.templateId('survey'), page: 'pages/survey/fill?step=1', data, ...change });

test('a message arrives as the card shows it, and takes one credit', async () => {
  local.wechat.accept(person, 'survey', 2);
  expect(await send()).toMatchObject({ errcode: 0, errmsg: 'ok' });
  expect(local.outbox.wechat(person)).toEqual([{
    id: expect.any(String), at: '2026-11-21T01:00:00.000Z', openid: person, templateId: local.wechat.templateId('survey'), kind: 'survey', title: '随访问卷通知', page: 'pages/survey/fill?step=1',
    data: { thing1: '陇东县人民医院', name2: '张*三', time3: '2026年11月24日 09:00', thing4: '约3分钟' },
    fields: [{ label: '医院', value: '陇东县人民医院' }, { label: '姓名', value: '张*三' }, { label: '截止时间', value: '2026年11月24日 09:00' }, { label: '说明', value: '约3分钟' }],
  }]);
  expect(local.wechat.credits(person, 'survey')).toBe(1);
});

test('no credit, a used credit and a refusal are all 43101, and nothing arrives', async () => {
  expect((await send()).errcode).toBe(43101);
  local.wechat.accept(person, 'survey');
  expect([(await send()).errcode, (await send()).errcode]).toEqual([0, 43101]);
  local.wechat.accept(person, 'survey', 3);
  local.wechat.refuse(person);
  expect([(await send()).errcode, local.wechat.credits(person, 'survey')]).toEqual([43101, 0]);
  local.wechat.accept(person, 'survey');
  expect((await send()).errcode).toBe(0);
  expect(local.outbox.wechat().length).toBe(2);
});

test('a credit belongs to one person and one template', async () => {
  local.wechat.accept(person, 'visit', 1);
  local.wechat.accept(local.wechat.openidOf('13900001234'), 'survey', 1);
  expect((await send()).errcode).toBe(43101);
});

test.each([
  ['an openid nobody has', { touser: 'oNobody' }, 40003],
  ['a template of another account', { template_id: 'x' }, 40037],
  ['a page with a leading slash', { page: '/pages/home' }, 41030],
  ['a web address for a page', { page: 'https://example.com' }, 41030],
  ['an unknown state', { miniprogram_state: 'live' }, 47003],
  ['a missing field', { data: { ...data, thing4: undefined } }, 47003],
  ['a field too many', { data: { ...data, thing9: { value: 'x' } } }, 47003],
])('WeChat\'s own error for %s', async (_, change, errcode) => {
  local.wechat.accept(person, 'survey', 1);
  expect((await send(change)).errcode).toBe(errcode);
  expect([local.outbox.wechat().length, local.wechat.credits(person, 'survey')]).toEqual([0, 1]);
});

test.each([
  ['thing1', '二十个字刚刚好一二三四五六七八九十一二三', true], ['thing1', '二十一个字就太长了一二三四五六七八九十一二', false], ['thing1', '两\n行', false], ['thing1', '', false],
  ['name1', '张三', true], ['name1', '张*三', true], ['name1', '一二三四五六七八九十一', false], ['phrase1', '已确认', true], ['phrase1', '六个字太长了吧', false],
  ['time1', '2026-11-21 09:00', true], ['time1', '09:00', true], ['time1', '明天上午', false], ['date1', '2026年11月21日', true], ['date1', '周六', false],
  ['number1', '12', true], ['number1', '十二', false], ['phone_number1', '0943-8220301', true], ['character_string1', 'AB-12', true], ['character_string1', '编号', false],
])('a field %s takes "%s": %s', (field, value, good) => {
  expect(checkData({ kind: 'x', title: 'x', fields: { [field]: 'x' } }, { [field]: { value } }) === undefined).toBe(good);
});

test('a phone code is good once and for five minutes', async () => {
  const code = local.wechat.phoneCode(person, '13800001234');
  expect(await api('phonenumber.getPhoneNumber', { code })).toMatchObject({ errcode: 0, phone_info: { purePhoneNumber: '13800001234', countryCode: '86' } });
  expect((await api('phonenumber.getPhoneNumber', { code })).errcode).toBe(40029);
  expect((await api('phonenumber.getPhoneNumber', { code: 'guess' })).errcode).toBe(40029);
  const late = local.wechat.phoneCode(person, '13800001234');
  await local.clock.advance({ minutes: 6 });
  expect((await api('phonenumber.getPhoneNumber', { code: late })).errcode).toBe(40029);
});

test('a WeChat link lets the first person in, for thirty days at most', async () => {
  local.wechat.openidOf('13900001234');
  expect((await api('urllink.generate', { path: '/pages/home', query: '' })).errcode).toBe(40165);
  expect((await api('urllink.generate', { path: 'pages/home', expire_type: 1, expire_interval: 31 })).errcode).toBe(85401);
  const { url_link: link } = await api('urllink.generate', { path: 'pages/survey/fill', query: 'step=1', expire_type: 1, expire_interval: 7 });
  const open = (key: string) => fetch(String(link), { method: 'POST', redirect: 'manual', body: new URLSearchParams({ key }) });
  expect(await (await fetch(String(link))).text()).toContain('138 0000 1234');
  expect((await open('13800001234')).headers.get('location')).toMatch(/^\/wechat\/[\w-]+\/#\/pages\/survey\/fill\?step=1$/);
  expect((await open('13900001234')).status).toBe(403);
  expect((await open('13800001234')).status).toBe(303);
  await local.clock.set('2026-11-29T09:00:00+08:00');
  expect((await fetch(String(link))).status).toBe(404);
});

test('a function may call what its config.json asks for and nothing else', async () => {
  local.wechat.accept(person, 'survey', 1);
  const event = { apiName: 'subscribeMessage.send', data: { touser: person, template_id: local.wechat.templateId('survey'), data } };
  expect(await local.invoke('sender', event)).toMatchObject({ errcode: 0 });
  expect(await local.invoke('sender', { apiName: 'phonenumber.getPhoneNumber', data: { code: local.wechat.phoneCode(person, '13800001234') } })).toMatchObject({ errcode: -604101, errmsg: expect.stringContaining('sender/config.json') });
});

test('an interface that is not emulated is refused by name', async () => {
  await expect(api('security.msgSecCheck', {})).rejects.toThrow(/security\.msgSecCheck.*not emulated/);
});

test('the carrier fails as often as it was told to', async () => {
  local.wechat.accept(person, 'survey', 3);
  local.failures.wechat(45009, 2);
  expect([(await send()).errcode, (await send()).errcode, (await send()).errcode]).toEqual([45009, 45009, 0]);
});

describe('inside WeChat', () => {
  const enter = async (page = ''): Promise<string> => {
    const response = await fetch(`${local.url}/outbox/wechat/${person}/open?path=${encodeURIComponent(page)}`, { redirect: 'manual' });
    return response.headers.get('location')!;
  };
  const base = async (): Promise<string> => `${local.url}${(await enter()).replace(/\/$/, '')}`;

  test('opening a message leads to its page, in a window of that person', async () => {
    expect(await enter('pages/survey/fill?step=1')).toMatch(/^\/wechat\/[\w-]{16}\/#\/pages\/survey\/fill\?step=1$/);
    expect((await fetch(`${local.url}/outbox/wechat/oStranger/open`, { redirect: 'manual' })).status).toBe(404);
  });

  test('the patient pages are served with WeChat\'s script before their own', async () => {
    const html = await (await fetch(`${await base()}/`)).text();
    expect(html).toMatch(/<head><script src="\/wechat\/[\w-]+\/wx\.js"><\/script><title>患者/);
    expect((await fetch(`${await base()}/js/app.0123abcd.js`)).headers.get('cache-control')).toContain('immutable');
    expect((await fetch(`${local.url}/wechat/unknown/`)).status).toBe(404);
  });

  test('a call carries the person\'s openid, whatever the event says', async () => {
    const response = await fetch(`${await base()}/api/echo`, { method: 'POST', body: JSON.stringify({ action: 'home', WX_OPENID: 'oOther' }) });
    expect(await response.json()).toMatchObject({ openid: person, trigger: 'wx_client', event: { action: 'home' } });
    expect((await fetch(`${local.url}/wechat/unknown/api/echo`, { method: 'POST', body: '{}' })).status).toBe(404);
  });

  test('what the person allows on the sheet becomes credits', async () => {
    const id = local.wechat.templateId('survey');
    await fetch(`${await base()}/subscribe`, { method: 'POST', body: JSON.stringify({ [id]: 'accept', [local.wechat.templateId('visit')]: 'reject' }) });
    expect([local.wechat.credits(person, 'survey'), local.wechat.credits(person, 'visit')]).toEqual([1, 0]);
    expect((await send()).errcode).toBe(0);
  });

  test('the sheet keeps WeChat\'s rules before it is shown', async () => {
    const window: { wx?: { requestSubscribeMessage(options: object): Promise<unknown> } } = {};
    vm.runInNewContext(wechatScript('/wechat/x', { a: '随访问卷</script>', b: 'b', c: 'c', d: 'd' }), { window, navigator: { userActivation: { isActive: false } } });
    const ask = (tmplIds: string[]) => window.wx!.requestSubscribeMessage({ tmplIds }).catch((error: { errCode?: number; errMsg: string }) => error.errCode ?? error.errMsg);
    expect([await ask([]), await ask(['a', 'b', 'c', 'd']), await ask(['z'])]).toEqual([10001, 20003, 20001]);
    expect(await ask(['a'])).toMatch(/TAP gesture/);
  });
});

test('phones, credits, windows and messages are there after a restart, and a line cut short is not', async () => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'suifang-test-'));
  try {
    const first = await startLocal({ functions, web, dataDir, now: '2026-11-21T09:00:00+08:00' });
    const openid = first.wechat.openidOf('13800001234');
    first.wechat.accept(openid, 'survey', 2);
    await connectSdk(first.url).callWxOpenApi({ apiName: 'subscribeMessage.send', requestData: { touser: openid, template_id: first.wechat.templateId('survey'), data } });
    const window = (await fetch(`${first.url}/outbox/wechat/${openid}/open`, { redirect: 'manual' })).headers.get('location')!;
    await first.dispose();
    writeFileSync(path.join(dataDir, 'wechat.jsonl'), '{"type":"refu', { flag: 'a' });
    const second = await startLocal({ functions, web, dataDir, now: '2026-11-21T09:00:00+08:00' });
    expect([second.outbox.wechat(openid).length, second.wechat.credits(openid, 'survey')]).toEqual([1, 1]);
    expect((await fetch(second.url + window)).status).toBe(200);
    await second.dispose();
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
