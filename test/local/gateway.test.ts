/** The doors of the one port: HTTP access, the SDK's wire, pages, phones, clock. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { startLocal, type Local } from '../../local';
import { connectSdk } from '../support/sdk';

const functions = path.resolve(__dirname, '../fixtures/functions');
const web = mkdtempSync(path.join(os.tmpdir(), 'suifang-web-'));
let local: Local;
beforeAll(async () => {
  for (const app of ['h5', 'console']) {
    mkdirSync(path.join(web, app, 'js'), { recursive: true });
    writeFileSync(path.join(web, app, 'index.html'), `<title>${app}</title>`);
    writeFileSync(path.join(web, app, 'js/app.0123abcd.js'), `"${app}"`);
  }
  writeFileSync(path.join(web, 'secret.txt'), 'secret');
  local = await startLocal({ functions, web, now: '2026-11-21T09:00:00+08:00' });
});
afterAll(async () => {
  await local.dispose();
  rmSync(web, { recursive: true, force: true });
});
const get = (where: string, init: RequestInit = {}) => fetch(local.url + where, { redirect: 'manual', ...init });

describe('HTTP access', () => {
  test('the request becomes the platform\'s event, without any identity', async () => {
    const response = await get('/api/echo/below?a=1', { method: 'POST', headers: { 'content-type': 'application/json', 'x-own': 'y', wx_openid: 'oFake' }, body: '{"action":"x"}' });
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.json()).toMatchObject({
      openid: null, trigger: 'wx_http',
      event: { path: '/below', httpMethod: 'POST', queryStringParameters: { a: '1' }, body: '{"action":"x"}', isBase64Encoded: false, headers: { 'x-own': 'y' }, requestContext: { sourceIp: '127.0.0.1' } },
    });
  });

  test('an integrated reply is unpacked, anything else is JSON', async () => {
    const served = await startLocal({ functions: path.resolve(__dirname, '../fixtures/replies'), now: '2026-11-21T09:00:00+08:00' });
    try {
      const text = await fetch(`${served.url}/api/integrated`);
      expect([text.status, text.headers.get('content-type'), text.headers.get('x-own'), await text.text()]).toEqual([418, 'text/plain; charset=utf-8', 'y', '茶']);
      const bytes = await fetch(`${served.url}/api/integrated?bytes=1`);
      expect([...new Uint8Array(await bytes.arrayBuffer())]).toEqual([0, 255, 1]);
    } finally {
      await served.dispose();
    }
  });

  test('a text body has 100 KB at most, another 6 MB', async () => {
    const post = (size: number, type: string) => get('/api/echo', { method: 'POST', headers: { 'content-type': type }, body: 'x'.repeat(size) });
    expect((await post(100 * 1024, 'application/json')).status).toBe(200);
    const tooLong = await post(100 * 1024 + 1, 'application/json');
    expect([tooLong.status, await tooLong.json()]).toEqual([413, expect.objectContaining({ code: 'EXCEED_MAX_PAYLOAD_SIZE' })]);
    const binary = await post(200 * 1024, 'application/octet-stream');
    expect(((await binary.json()) as { event: { isBase64Encoded: boolean } }).event.isBase64Encoded).toBe(true);
    expect((await post(6 * 1024 * 1024 + 1, 'application/octet-stream')).status).toBe(413);
  });

  test('the platform\'s errors come with a code and no stack of its own', async () => {
    const codeOf = async (where: string) => {
      const response = await get(where, { method: 'POST', body: '{}' });
      return [response.status, ((await response.json()) as { code: string }).code];
    };
    expect(await codeOf('/api/nowhere')).toEqual([404, 'FUNCTION_NOT_FOUND']);
    expect(await codeOf('/api/thrower')).toEqual([500, 'FUNCTIONS_EXECUTE_FAIL']);
    expect(await codeOf('/api/slow')).toEqual([504, 'FUNCTIONS_TIME_LIMIT_EXCEEDED']);
  });

  test('the helper of the tests goes through that door', async () => {
    expect(await local.http('echo', { action: 'x' }, { authorization: 'Bearer s_1' })).toMatchObject({ status: 200, body: { event: { body: '{"action":"x"}', headers: { authorization: 'Bearer s_1' } } } });
  });
});

describe('the SDK\'s wire', () => {
  const admin = async (body: string, headers: Record<string, string> = { authorization: 'TC3-HMAC-SHA256 x' }) => (await (await get('/admin', { method: 'POST', headers, body })).json()) as { code: string; message: string; requestId: string };

  test('what is not emulated is refused by name', async () => {
    expect(await admin('{"action":"auth.getUserInfoForAdmin"}')).toMatchObject({ message: expect.stringMatching(/auth\.getUserInfoForAdmin.*not emulated/), requestId: expect.stringMatching(/./) });
    await expect(connectSdk(local.url).copyFile({ fileList: [{ srcPath: 'a/x', dstPath: 'b/x' }] })).rejects.toThrow(/storage\.batchCopyFile.*not emulated/);
    await expect(connectSdk(local.url).callCompatibleWxOpenApi({ apiName: 'wxacode.getUnlimited', requestData: Buffer.from('x') })).rejects.toThrow(/not emulated/);
  });

  test('what is not a signed JSON request is refused', async () => {
    expect((await admin('{"action":"x"}', {})).code).toBe('SIGN_PARAM_INVALID');
    expect((await admin('[1]')).code).toBe('INVALID_PARAM');
    expect((await admin('nonsense')).code).toBe('INVALID_PARAM');
  });
});

describe('pages', () => {
  test('patients at the root, staff at /console/, hashed files for ever and the rest asked for again', async () => {
    const page = await get('/');
    expect([await page.text(), page.headers.get('cache-control'), page.headers.get('referrer-policy')]).toEqual(['<title>h5</title>', 'no-cache', 'same-origin']);
    expect(await (await get('/console/')).text()).toBe('<title>console</title>');
    expect((await get('/console')).headers.get('location')).toBe('/console/');
    const script = await get('/console/js/app.0123abcd.js');
    expect([await script.text(), script.headers.get('cache-control'), script.headers.get('content-type')]).toEqual(['"console"', 'public, max-age=31536000, immutable', 'text/javascript; charset=utf-8']);
    expect((await get('/', { headers: { 'if-none-match': page.headers.get('etag')! } })).status).toBe(304);
    expect((await get('/', { method: 'HEAD' })).headers.get('content-length')).toBe('17');
  });

  test('nothing outside the built folder is served', async () => {
    const raw = (where: string) => new Promise<number>((done, failed) => http.get(`${local.url}/`, { path: where }, (response) => { response.resume(); done(response.statusCode ?? 0); }).on('error', failed));
    expect(await Promise.all(['/../secret.txt', '/%2e%2e/secret.txt', '/js/..%2f..%2fsecret.txt', '/..%5csecret.txt', '/%00', '/%zz', '/nothing.js'].map(raw))).toEqual([404, 404, 404, 404, 404, 404, 404]);
  });

  test('pages that were not built say so', async () => {
    const bare = await startLocal({ functions, web: path.join(web, 'nowhere'), now: '2026-11-21T09:00:00+08:00' });
    try {
      const answer = await fetch(`${bare.url}/`);
      expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining('npm start')]);
      expect((await fetch(`${bare.url}/wechat/${'x'.repeat(16)}/`)).status).toBe(404);
    } finally {
      await bare.dispose();
    }
  });

  test('a page of another site cannot act here', async () => {
    const post = (where: string, origin: string) => get(where, { method: 'POST', headers: { origin }, body: 'by=1d' });
    expect([(await post('/clock', 'http://evil.example')).status, (await post('/api/echo', 'null')).status]).toEqual([403, 403]);
    expect((await post('/api/echo', local.url)).status).toBe(200);
  });
});

describe('phones and clock', () => {
  test('a phone is opened by its number and shows what its owner would see', async () => {
    const opened = await get('/outbox', { method: 'POST', body: new URLSearchParams({ phone: '13800001234' }) });
    expect(opened.headers.get('location')).toBe('/outbox/13800001234');
    const openid = local.wechat.openidOf('13800001234');
    local.wechat.accept(openid, 'visit', 1);
    await connectSdk(local.url).callWxOpenApi({ apiName: 'subscribeMessage.send', requestData: { touser: openid, template_id: local.wechat.templateId('visit'), page: 'pages/visit', data: { thing1: { value: '<b>骨科</b>' }, time2: { value: '09:00' } } } });
    const html = await (await get('/outbox/13800001234')).text();
    expect(html).toContain('复诊提醒');
    expect(html).toContain('&#60;b&#62;骨科');
    expect(html).not.toContain('<b>骨科');
    expect(await (await get('/outbox')).text()).toContain('138 0000 1234');
    expect((await get('/outbox/13999999999')).status).toBe(404);
    const entered = await get('/outbox/13800001234/open', { method: 'POST', body: new URLSearchParams({ path: 'pages/visit' }) });
    expect(entered.headers.get('location')).toMatch(/^\/wechat\/[\w-]+\/#\/pages\/visit$/);
    expect((await get('/outbox', { method: 'POST', body: new URLSearchParams({ phone: '123' }) })).headers.get('location')).toBe('/outbox');
  });

  test('the clock page moves the time through the timers and shows what they did', async () => {
    expect(await (await get('/clock')).text()).toContain('2026-11-21 周六 09:00');
    await get('/clock', { method: 'POST', body: new URLSearchParams({ by: '1h' }) });
    let html = '';
    while (!html.includes('周六 10:00</div>') || html.includes('正在走到')) html = await (await get('/clock')).text();
    expect(html).toContain('notes.tick');
    expect(local.clock.now()).toBe(Date.parse('2026-11-21T10:00:00+08:00'));
    expect(((await local.invoke('notes', { list: true })) as unknown[]).length).toBe(4);
    await get('/clock', { method: 'POST', body: new URLSearchParams({ pause: 'yes' }) });
    expect(await (await get('/clock')).text()).toContain('已暂停');
  });
});
