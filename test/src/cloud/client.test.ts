/** The client behind `cloud()`, over a wire that the test plays. */
import { createClient } from '../../../src/cloud/client';
import { CloudError } from '../../../src/cloud/error';
import { TransportError, type Message } from '../../../src/cloud/message';

const noon = Date.parse('2026-11-21T12:00:00+08:00');

function setUp(answers: ((message: Message) => unknown)[], token?: string) {
  const sent: Message[] = [];
  const waits: number[] = [];
  let stored = token;
  let device = 1000;
  const client = createClient({
    transport: {
      async send(message) {
        sent.push(message);
        const answer = answers.shift();
        if (!answer) throw new Error('one call too many');
        device += 100;
        return answer(message);
      },
    },
    store: { read: () => stored, write: (next) => { stored = next; } },
    language: () => 'zh',
    clock: () => device,
    wait: async (milliseconds) => { waits.push(milliseconds); },
  });
  return { client, sent, waits, stored: () => stored };
}

const fine = (data: unknown) => () => ({ ok: true, data, now: noon });
const refused = (error: object) => () => ({ ok: false, error: { message: 'for the log', requestId: 'r-1', ...error }, now: noon });
const broken = (code: TransportError['code']) => () => { throw new TransportError(code, 'wire'); };
const failure = (call: Promise<unknown>): Promise<CloudError> => call.then(() => Promise.reject(new Error('it succeeded')), (error: CloudError) => error);

test('what comes out of the function comes out of the client', async () => {
  const { client, sent } = setUp([fine({ name: '张*三' })]);
  await expect(client.call('account', 'me', { a: 1 }, { read: true })).resolves.toEqual({ name: '张*三' });
  expect(sent).toEqual([{ fn: 'account', action: 'me', input: { a: 1 }, timeout: 15_000 }]);
});

test('time is the server\'s, taken half way between sending and receiving; listeners hear of a jump once', async () => {
  const { client } = setUp([fine(1), fine(2)]);
  const heard = jest.fn();
  const stop = client.onClock(heard);
  await client.call('account', 'me', {}, { read: true });
  expect(client.serverNow()).toBe(noon + 50);
  await client.call('account', 'me', {}, { read: true });
  expect(heard).toHaveBeenCalledTimes(1);
  stop();
});

test.each(['OFFLINE', 'TIMEOUT', 'UNAVAILABLE'] as const)('a read that met %s is tried again, twice at most, with growing pauses', async (code) => {
  const lucky = setUp([broken(code), broken(code), fine('here')]);
  await expect(lucky.client.call('survey', 'open', {}, { read: true })).resolves.toBe('here');
  expect(lucky.waits).toEqual([400, 1600]);

  const unlucky = setUp([broken(code), broken(code), broken(code)]);
  const error = await failure(unlucky.client.call('survey', 'open', {}, { read: true }));
  expect(error).toMatchObject({ name: 'CloudError', code, requestId: '', passing: true });
});

test('a write is never repeated: it may have been carried out', async () => {
  const { client, sent } = setUp([broken('TIMEOUT')]);
  expect(await failure(client.call('survey', 'save', {}, { read: false }))).toMatchObject({ code: 'TIMEOUT' });
  expect(sent).toHaveLength(1);
});

test('a refusal by the server is final, worded for the reader, and keeps its fields and reason', async () => {
  const { client, sent } = setUp([refused({ code: 'INVALID_INPUT', fields: [{ path: 'phone', problem: 'format' }], reason: 'phone' })]);
  const error = await failure(client.call('account', 'sendCode', {}, { read: true }));
  expect(error).toMatchObject({ code: 'INVALID_INPUT', message: '有一处没有填对，请看标出的地方', requestId: 'r-1', reason: 'phone', passing: false });
  expect([error.problemAt('phone'), error.problemAt('code')]).toEqual(['format', undefined]);
  expect(sent).toHaveLength(1);
});

test('what is not an envelope is a service that cannot be reached, not a crash', async () => {
  for (const reply of [null, 'hello', {}, { ok: 'yes' }, { ok: true, data: 1 }]) {
    const { client } = setUp([() => reply]);
    expect(await failure(client.call('account', 'me', {}, { read: false }))).toMatchObject({ code: 'UNAVAILABLE' });
  }
});

test('a session goes along, a link speaks instead of it while it is held', async () => {
  const { client, sent } = setUp([fine(0), fine(0), fine(0)], 's_session');
  await client.call('survey', 'open', {}, { read: true });
  client.useLink('l_link');
  await client.call('survey', 'open', {}, { read: true });
  client.useLink(undefined);
  await client.call('survey', 'open', {}, { read: true });
  expect(sent.map((message) => message.token)).toEqual(['s_session', 'l_link', 's_session']);
});

test('a session that the server refuses is forgotten; a refused link leaves it alone', async () => {
  const over = setUp([refused({ code: 'UNAUTHENTICATED' })], 's_old');
  await failure(over.client.call('call', 'worklist', {}, { read: true }));
  expect([over.stored(), over.client.signedIn()]).toEqual([undefined, false]);

  const link = setUp([refused({ code: 'UNAUTHENTICATED' })], 's_good');
  link.client.useLink('l_old');
  await failure(link.client.call('survey', 'open', {}, { read: true }));
  expect(link.stored()).toBe('s_good');
});

test('a session begun while an older one was being refused stays', async () => {
  const { client, stored } = setUp([() => { client.signIn('s_new'); return refused({ code: 'UNAUTHENTICATED' })(); }], 's_old');
  await failure(client.call('call', 'worklist', {}, { read: true }));
  expect(stored()).toBe('s_new');
});

test('"again at" is said against the server\'s clock', async () => {
  const { client } = setUp([refused({ code: 'TOO_MANY', retryAt: noon + 3_600_000 })]);
  const error = await failure(client.call('account', 'sendCode', {}, { read: false }));
  expect(error.message).toContain('今天下午 1:00');
  expect(error.retryAt).toBe(noon + 3_600_000);
});

test('a session that is over is asked for once more, and the call that met it goes on; whoever wants it alone gets the error', async () => {
  const over = refused({ code: 'UNAUTHENTICATED' });
  const { client, sent, stored } = setUp([over, fine('saved'), over, over], 's_old');
  const asked = jest.fn(async () => { client.signIn('s_new'); return true; });
  client.whenOver(asked);
  await expect(client.call('survey', 'save', { a: 1 }, { read: false })).resolves.toBe('saved');
  expect(asked).toHaveBeenCalledTimes(1);
  expect(sent.map(({ token }) => token)).toEqual(['s_old', 's_new']);

  expect(await failure(client.call('account', 'signOut', {}, { read: false, alone: true }))).toMatchObject({ code: 'UNAUTHENTICATED' });
  expect(asked).toHaveBeenCalledTimes(1);
  expect(stored()).toBeUndefined();

  client.whenOver(async () => false);
  expect(await failure(client.call('call', 'heartbeat', {}, { read: false }))).toMatchObject({ code: 'UNAUTHENTICATED' });
});
