/** Functions as deployed, on worker threads: identity, the environment of the cloud, limits, queue. */
import path from 'node:path';
import { startLocal, type Local } from '../../local';

const functions = path.resolve(__dirname, '../fixtures/functions');
let local: Local;
beforeAll(async () => {
  local = await startLocal({ functions, now: '2026-11-21T09:00:00+08:00' });
});
afterAll(() => local.dispose());

interface Echo { event: unknown; calls: number; openid: string | null; trigger: string; env: string; processOpenid: string | null; publicUrl: string; keys: string; requestId: string; limit: number }
const echo = async (event: object, as?: { openid?: string }): Promise<Echo> => (await local.invoke('echo', event, as)) as Echo;
const failure = (call: Promise<unknown>): Promise<{ code?: string; message?: string }> => call.then(() => ({}), (error: { code?: string; message?: string }) => error);

test('a direct call carries the event, and the identity in the context of the call alone', async () => {
  const [anna, ben, nobody] = await Promise.all([echo({ action: 'x' }, { openid: 'oAnna' }), echo({}, { openid: 'oBen' }), echo({})]);
  expect(anna).toMatchObject({ event: { action: 'x' }, openid: 'oAnna', trigger: 'wx_client', env: 'suifang-local', processOpenid: null });
  expect(ben).toMatchObject({ openid: 'oBen', processOpenid: null });
  expect(nobody.openid).toBeNull();
});

test('the identity of one call never shows in the next, whoever makes it', async () => {
  for (let n = 0; n < 6; n += 1) expect((await echo({}, n % 2 === 0 ? { openid: `o${n}` } : undefined)).openid).toBe(n % 2 === 0 ? `o${n}` : null);
});

test('the variables of the cloud and of the product are there', async () => {
  expect(await echo({})).toMatchObject({ publicUrl: local.url, keys: 'k1', limit: 10_000, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
});

test('a function calls another through the SDK', async () => {
  expect(await local.invoke('echo', { call: 'echo', data: { hello: '你好' } })).toMatchObject({ event: { hello: '你好' }, openid: null });
});

test('two calls of a function run at once, the third waits and is not lost', async () => {
  const answers = await Promise.all(Array.from({ length: 7 }, (_, n) => echo({ n, wait: 20 })));
  expect(answers.map(({ event }) => (event as { n: number }).n)).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test('a call beyond its timeout ends with the platform\'s code, and the next call is served', async () => {
  const [waiting, spinning] = await Promise.all([failure(local.invoke('slow', {})), failure(local.invoke('slow', { spin: true }))]);
  expect(waiting).toMatchObject({ code: 'FUNCTIONS_TIME_LIMIT_EXCEEDED', message: 'Invoking task timed out after 1 seconds' });
  expect(spinning.code).toBe('FUNCTIONS_TIME_LIMIT_EXCEEDED');
  expect((await failure(local.invoke('slow', {}))).code).toBe('FUNCTIONS_TIME_LIMIT_EXCEEDED');
});

test('a function that takes more than its memory ends, and only it', async () => {
  expect((await failure(local.invoke('hog', {}))).code).toBe('FUNCTIONS_MEMORY_LIMIT_EXCEEDED');
  expect(await local.invoke('hog', { small: true })).toBe('small');
  expect((await echo({})).env).toBe('suifang-local');
});

test('an event and a result have six megabytes at most', async () => {
  expect((await failure(local.invoke('echo', { text: 'x'.repeat(6 * 1024 * 1024) }))).code).toBe('EXCEED_REQUEST_SIZE_LIMIT');
  expect(await failure(local.invoke('echo', { large: 6 * 1024 * 1024 }))).toMatchObject({ code: 'FUNCTIONS_EXECUTE_FAIL', message: expect.stringContaining('6MB') });
});

test('what a function throws, now, later or by leaving the process, ends that call with the platform\'s error', async () => {
  const thrown = await failure(local.invoke('thrower', {}));
  expect(thrown.code).toBe('FUNCTIONS_EXECUTE_FAIL');
  expect(JSON.parse(thrown.message!)).toMatchObject({ errorCode: 1, errorMessage: 'user code exception caught', stackTrace: expect.stringContaining('thrown on purpose') });
  expect(await failure(local.invoke('thrower', { later: true }))).toMatchObject({ code: 'FUNCTIONS_EXECUTE_FAIL', message: expect.stringContaining('thrown later') });
  expect(await failure(local.invoke('thrower', { exit: true }))).toMatchObject({ code: 'FUNCTIONS_EXECUTE_FAIL', message: expect.stringContaining('code 3') });
});

test('a function that does not exist is named', async () => {
  expect(await failure(local.invoke('nowhere', {}))).toMatchObject({ code: 'FUNCTION_NOT_FOUND', message: expect.stringContaining('nowhere') });
});

test('reset forgets documents and what functions remember', async () => {
  await echo({});
  await local.invoke('notes', { text: 'before' });
  await local.reset();
  expect((await echo({})).calls).toBe(1);
  expect(await local.invoke('notes', { list: true })).toEqual([]);
});

test('two platforms side by side share nothing', async () => {
  const other = await startLocal({ functions, now: '2030-01-01T00:00:00Z' });
  try {
    await local.invoke('notes', { text: 'here' });
    expect(await other.invoke('notes', { list: true })).toEqual([]);
    expect(((await other.invoke('echo', {})) as { iso: string }).iso).toBe('2030-01-01T00:00:00.000Z');
    expect(other.url).not.toBe(local.url);
  } finally {
    await other.dispose();
  }
});
