/** Signed requests of the hospital's own systems: what the signature is over, how long it is good, and that it is good once. On a real store. */
import { createHmac } from 'node:crypto';
import { openIdentify } from '../../../cloudfunctions/account/identify';
import { feedSignature, feedWindow } from '../../../cloudfunctions/account/service/feed';
import { collections as linkCollections } from '../../../cloudfunctions/account/store/link';
import { collections as seenCollections, openSeenStore } from '../../../cloudfunctions/account/store/seen';
import { day, hour, instantAt } from '../../../cloudfunctions/kit/calendar';
import type { Caller, Identity } from '../../../cloudfunctions/kit/caller';
import { AppError } from '../../../cloudfunctions/kit/errors';
import { openKitDatabase, type KitDatabase } from '../../support/kit-database';

const now = instantAt('2026-11-20', '20:00');
const secret = 'secret-of-the-tests-only';
const body = Buffer.concat([Buffer.from('MSH|^~\\&|HIS|'), Buffer.from([0xcd, 0xf5, 0xff, 0x00, 0x0d])]);

let kit: KitDatabase;
let identify: (identity: Identity, at: number) => Promise<Caller>;
beforeEach(async () => {
  kit = await openKitDatabase([...seenCollections, ...linkCollections]);
  identify = openIdentify(kit.database, { derive: (name) => name }, { his: secret, twin: secret });
});
afterEach(() => kit.close());

const signed = (at: number | string, content: string | Uint8Array = body, more: Partial<Identity> = {}, feed = 'his'): Identity =>
  ({ door: 'http', ip: '10.0.0.1', body: content, headers: { 'x-suifang-feed': feed, 'x-suifang-time': String(at), 'x-suifang-signature': feedSignature(secret, Number(at), content) }, ...more });
const answer = (identity: Identity, at = now): Promise<string> =>
  identify(identity, at).then((caller) => caller.kind, (error: unknown) => (error instanceof AppError ? `${error.code} ${error.reason}` : Promise.reject(error)));

test('a signature is over the time, a dot, and the bytes as they left', async () => {
  const at = String(now);
  const headers = { 'x-suifang-feed': 'his', 'x-suifang-time': at, 'x-suifang-signature': createHmac('sha256', secret).update(Buffer.concat([Buffer.from(`${at}.`), body])).digest('hex') };
  expect(await identify({ door: 'http', ip: '10.0.0.1', headers, body }, now)).toEqual({ kind: 'feed', feedId: 'feed:his', ip: '10.0.0.1' });
  expect(feedSignature(secret, now, '出院')).toBe(feedSignature(secret, now, Buffer.from('出院', 'utf8')));
});

test('a name, a time or a signature that is wrong sounds the same', async () => {
  const { headers } = signed(now);
  for (const spoilt of [
    signed(now, body, {}, 'her'), signed(now, body, {}, '__proto__'), signed(now, body, {}, ''), signed(now - feedWindow - 1), signed(now + feedWindow + 1), signed(now, body, { body: Buffer.from([...body, 0]) }), signed(now, body, { body: body.toString('utf8') }),
    ...['', 'x', '1e13', ` ${now}`, `-${now}`, '9'.repeat(400)].map((time) => ({ ...signed(now), headers: { ...headers, 'x-suifang-time': time } })),
    ...['', headers['x-suifang-signature']!.toUpperCase(), `${headers['x-suifang-signature']!} `, headers['x-suifang-signature']!.slice(1)].map((signature) => ({ ...signed(now), headers: { ...headers, 'x-suifang-signature': signature } })),
  ]) expect(await answer(spoilt)).toBe('UNAUTHENTICATED feed');
  expect(await answer(signed(now))).toBe('feed');
});

test('what was taken is not taken again, whoever else shares the secret and however the time is written; signed anew it is', async () => {
  expect(await answer(signed(now))).toBe('feed');
  expect(await answer(signed(now))).toBe('CONFLICT replayed');
  expect(await answer(signed(now, body, {}, 'twin'))).toBe('CONFLICT replayed');
  expect(await answer(signed(`00${now}`))).toBe('CONFLICT replayed');
  expect(await answer(signed(now + 1))).toBe('feed');
});

test('of ten at the same moment one is taken', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => answer(signed(now))));
  expect(answers.filter((said) => said === 'feed')).toHaveLength(1);
});

test('what only reads may be repeated; a wrong signature is not remembered', async () => {
  for (let n = 0; n < 2; n += 1) expect(await answer(signed(now, body, { writes: false }))).toBe('feed');
  const spoilt = signed(now);
  expect(await answer({ ...spoilt, body: 'other' })).toBe('UNAUTHENTICATED feed');
  expect(await answer(spoilt)).toBe('feed');
});

test('a clock that is set back, and the timer that tidies up, do not make it good again', async () => {
  const seen = openSeenStore(kit.database);
  const ahead = now + feedWindow;
  expect(await answer(signed(ahead), now)).toBe('feed');
  await seen.forget(now + 12 * hour);
  expect(await answer(signed(ahead), now + 2 * feedWindow)).toBe('CONFLICT replayed');
  expect(await answer(signed(ahead), now - hour)).toBe('UNAUTHENTICATED feed');
  expect(await seen.forget(ahead + day + 1)).toBe(1);
});
