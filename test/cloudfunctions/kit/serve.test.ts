import { readIdentity, type Caller, type Identity } from '../../../cloudfunctions/kit/caller';
import { defineApi, Id, Mobile, z, type Envelope } from '../../../cloudfunctions/kit/contract';
import { AppError, invalid, toErrorBody } from '../../../cloudfunctions/kit/errors';
import { admit, serve } from '../../../cloudfunctions/kit/serve';
import { contextOf } from '../../support/context';

const secret = { name: '张小三', phone: '13812341234' };
const api = defineApi('probe', {
  echo: { callers: ['anyone'], read: true, input: z.object({ phone: Mobile.optional(), rows: z.array(z.object({ id: Id })).optional() }), output: z.object({ who: z.string() }) },
  mine: { callers: ['patient', 'family'], input: z.object({}), output: z.object({}) },
  desk: { callers: ['staff'], roles: ['lead', 'nurse'], input: z.object({}), output: z.object({}) },
  first: { callers: ['staff'], firstPassword: true, input: z.object({}), output: z.object({}) },
  step: { callers: ['link'], input: z.object({}), output: z.object({}) },
  tick: { callers: ['timer'], input: z.object({}), output: z.object({}) },
  broken: { callers: ['anyone'], input: z.object({}), output: z.object({ count: z.int() }) },
  failing: { callers: ['anyone'], input: z.object({ how: z.enum(['defect', 'refused', 'text']) }), output: z.object({}) },
});
const now = Date.parse('2026-11-20T02:00:00Z');

/** A served function whose callers are told by their token. */
function probe(callers: Record<string, Caller> = {}) {
  const identities: Identity[] = [];
  const main = serve({
    api,
    handlers: {
      echo: async (_, { caller }) => ({ who: caller.kind, phone: secret.phone }),
      mine: async () => ({}), desk: async () => ({}), first: async () => ({}), step: async () => ({}), tick: async () => ({}),
      broken: async () => ({ count: 0.5 }),
      async failing({ how }) {
        if (how === 'defect') throw new TypeError(`cannot read ${secret.name}`);
        if (how === 'text') throw secret.phone;
        throw new AppError('TOO_MANY', 'slow down', { retryAt: now + 1000, reason: 'tries', fields: [{ path: 'code', problem: 'wrong' }] });
      },
    },
    async identify(identity) {
      identities.push(identity);
      if (identity.door === 'timer') return { kind: 'timer', name: identity.timer ?? '' };
      if (identity.token === undefined) return { kind: 'anyone', openid: identity.openid, ip: identity.ip };
      const caller = callers[identity.token];
      if (!caller) throw new AppError('UNAUTHENTICATED', 'over', { reason: 'expired' });
      return caller;
    },
    clock: () => now,
  });
  const direct = (action: unknown, input?: unknown, as: { openid?: string; token?: string } = {}) => main({ action, input, ...(as.token && { token: as.token }) }, contextOf(as)) as Promise<Envelope<Record<string, unknown>>>;
  const codeOf = async (action: string, token?: string) => {
    const envelope = await direct(action, {}, { token });
    return envelope.ok ? 'ok' : envelope.error.reason ?? envelope.error.code;
  };
  return { main, direct, codeOf, identities };
}

let lines: string[];
beforeEach(() => {
  lines = [];
  jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  jest.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line));
});
afterEach(() => jest.restoreAllMocks());

const staff: Caller = { kind: 'staff', staffId: 'staff:a', name: '', role: 'nurse', departments: 'all', sessionId: 'x', ip: '' };
const person: Caller = { kind: 'person', personId: 'person:a', represents: [], ip: '' };
const link: Caller = { kind: 'link', stepId: 's', encounterId: 'e', patientId: 'p', to: 'patient', relation: 'self', linkId: 'link:a', verified: false, ip: '' };

describe('two doors and a clock', () => {
  it('a direct call gets the envelope itself, with the server\'s time', async () => {
    expect(await probe().direct('echo', { phone: secret.phone }, { openid: 'o1' })).toEqual({ ok: true, data: { who: 'anyone' }, now });
  });

  it('what a handler returns beyond its contract does not leave the house', async () => {
    expect(JSON.stringify(await probe().direct('echo', {}))).not.toContain(secret.phone);
  });

  it('an HTTP call gets a status, JSON that is not cached, and the same envelope', async () => {
    const { main, identities } = probe();
    const event = { httpMethod: 'POST', path: '/', headers: { Authorization: 'Bearer s_1', 'X-Sign': 'a' }, requestContext: { sourceIp: '10.0.0.9' }, body: JSON.stringify({ action: 'echo', input: {} }), isBase64Encoded: false };
    const reply = (await main(event, contextOf())) as { statusCode: number; headers: Record<string, string>; body: string };
    expect([reply.statusCode, reply.headers['cache-control'], JSON.parse(reply.body)]).toEqual([200, 'no-store', { ok: true, data: { who: 'anyone' }, now }]);
    expect(identities[0]).toMatchObject({ door: 'http', token: 's_1', ip: '10.0.0.9', headers: { 'x-sign': 'a' } });
  });

  test.each([['not json', 'body'], ['[1]', 'body'], ['"text"', 'body'], ['{}', 'action'], ['', 'action'], ['{"action":"constructor"}', 'action'], ['{"action":7}', 'action']])('the body %s is refused with a word about %s', async (body, path) => {
    const reply = (await probe().main({ httpMethod: 'POST', headers: {}, body }, contextOf())) as { statusCode: number; body: string };
    expect(reply.statusCode).toBe(400);
    expect((JSON.parse(reply.body) as { error: { fields: unknown[] } }).error.fields).toEqual([expect.objectContaining({ path })]);
  });

  it('reads a body that the gateway encoded', async () => {
    const body = Buffer.from(JSON.stringify({ action: 'echo', input: { phone: '13812341234' } })).toString('base64');
    expect(await probe().main({ httpMethod: 'POST', headers: {}, body, isBase64Encoded: true }, contextOf())).toMatchObject({ statusCode: 200 });
  });

  it('a timer event runs the operation of its name', async () => {
    expect(await probe().main({ Type: 'Timer', TriggerName: 'tick' }, contextOf())).toMatchObject({ ok: true });
  });

  it('nobody with an openid or a body passes for a timer', () => {
    expect(readIdentity({ Type: 'Timer', TriggerName: 'tick' }, contextOf({ openid: 'o1' })).identity.door).toBe('direct');
    expect(readIdentity({ Type: 'Timer', TriggerName: 'tick', httpMethod: 'POST', headers: {}, body: '{}' }, contextOf()).identity.door).toBe('http');
  });

  it('an openid in the event or over HTTP counts for nothing', async () => {
    const { main, identities } = probe();
    await main({ action: 'echo', openid: 'forged', WX_OPENID: 'forged', userInfo: { openId: 'forged' } }, contextOf());
    await main({ httpMethod: 'POST', headers: { 'x-wx-openid': 'forged' }, body: '{"action":"echo","openid":"forged"}' }, contextOf());
    expect(identities.map((i) => i.openid)).toEqual([undefined, undefined]);
  });

  it('two calls in one process keep their own identity', async () => {
    const { main, identities } = probe();
    await Promise.all(['o1', 'o2', ''].map((openid) => main({ action: 'echo' }, contextOf({ openid }))));
    expect(identities.map((i) => i.openid)).toEqual(['o1', 'o2', undefined]);
  });
});

describe('who may', () => {
  test.each<[string, string | undefined, string]>([
    ['mine', 'person', 'ok'], ['mine', 'staff', 'FORBIDDEN'], ['mine', 'link', 'FORBIDDEN'], ['mine', undefined, 'UNAUTHENTICATED'], ['mine', 'old', 'expired'],
    ['desk', 'staff', 'ok'], ['desk', 'agent', 'FORBIDDEN'], ['desk', 'person', 'FORBIDDEN'], ['desk', undefined, 'UNAUTHENTICATED'], ['desk', 'fresh', 'password_change'],
    ['first', 'fresh', 'ok'], ['step', 'link', 'ok'], ['step', 'person', 'FORBIDDEN'], ['tick', 'staff', 'FORBIDDEN'], ['tick', undefined, 'UNAUTHENTICATED'],
    ['echo', 'staff', 'ok'], ['echo', undefined, 'ok'], ['echo', 'old', 'ok'],
  ])('%s by %s: %s', async (action, token, answer) => {
    const { codeOf } = probe({ staff, person, link, agent: { ...staff, role: 'agent' } as Caller, fresh: { ...staff, mustChange: true } as Caller });
    expect(await codeOf(action, token)).toBe(answer);
  });

  it('whoever\'s session is over is nobody where anybody may call', async () => {
    expect(await probe().direct('echo', {}, { token: 'old', openid: 'o1' })).toMatchObject({ ok: true, data: { who: 'anyone' } });
  });

  it('judges the caller before it looks at the input', async () => {
    expect(await probe().direct('desk', 'nonsense')).toMatchObject({ ok: false, error: { code: 'UNAUTHENTICATED' } });
  });

  it('admits a timer to its own operations only', () => {
    expect(admit(api.operations.tick, { kind: 'timer', name: 'tick' })).toEqual({ kind: 'timer', name: 'tick' });
    expect(() => admit(api.operations.desk, { kind: 'timer', name: 'desk' })).toThrow(AppError);
  });
});

describe('errors', () => {
  it('says beside which field what is wrong, by key', async () => {
    const envelope = await probe().direct('echo', { phone: '123', rows: [{ id: 'a' }, { id: '$where' }, {}] });
    expect(envelope).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT', fields: [{ path: 'phone', problem: 'format' }, { path: 'rows.1.id', problem: 'format' }, { path: 'rows.2.id', problem: 'required' }] } });
  });

  it('passes on what the domain said, with the id that finds the log line', async () => {
    expect(await probe().direct('failing', { how: 'refused' })).toEqual({ ok: false, now, error: { code: 'TOO_MANY', message: 'slow down', requestId: 'r-1', fields: [{ path: 'code', problem: 'wrong' }], retryAt: now + 1000, reason: 'tries' } });
    expect(JSON.parse(lines[0]!)).toMatchObject({ requestId: 'r-1', function: 'probe', action: 'failing', code: 'TOO_MANY' });
  });

  test.each(['defect', 'text'])('a %s of ours is INTERNAL, logged once, without a word of what it said', async (how) => {
    expect(await probe().direct('failing', { how })).toEqual({ ok: false, now, error: { code: 'INTERNAL', message: 'internal error', requestId: 'r-1' } });
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatch(new RegExp(`${secret.name}|${secret.phone}`));
  });

  it('logs where a defect was', async () => {
    await probe().direct('failing', { how: 'defect' });
    expect(lines[0]).toMatch(/TypeError.*serve\.test/);
  });

  it('an output that breaks the contract is a defect, told by path only', async () => {
    expect(await probe().direct('broken', {})).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
    expect(lines[0]).toMatch(/output breaks the contract at count/);
  });

  it('never logs what came in', async () => {
    await probe().direct('echo', { phone: `${secret.phone}9` });
    await probe().direct(`drop ${secret.name.repeat(30)}`, {});
    expect(lines).toHaveLength(2);
    expect(lines.join()).not.toMatch(new RegExp(`${secret.name}|${secret.phone}`));
    expect(lines.map((line) => (JSON.parse(line) as { code: string }).code)).toEqual(['INVALID_INPUT', 'INVALID_INPUT']);
  });

  it('maps what it does not know to INTERNAL, and fields to INVALID_INPUT', () => {
    expect(toErrorBody(new Error('E11000'), 'r')).toEqual({ code: 'INTERNAL', message: 'internal error', requestId: 'r' });
    expect(toErrorBody(invalid('phone', 'format'), 'r')).toMatchObject({ code: 'INVALID_INPUT', fields: [{ path: 'phone', problem: 'format' }] });
  });
});

test('whoever asks who is calling learns whether the call changes something, and gets the bytes as they came', async () => {
  const { main, identities } = probe();
  const post = (body: Buffer) => main({ httpMethod: 'POST', headers: {}, body: body.toString('base64'), isBase64Encoded: true }, contextOf());
  await post(Buffer.from('{"action":"echo","input":{}}'));
  await post(Buffer.from('{"action":"broken","input":{}}'));
  expect(identities.map(({ writes }) => writes)).toEqual([false, true]);
  expect(readIdentity({ httpMethod: 'POST', headers: {}, body: '{"action":"出院"}' }, contextOf()).identity.body).toEqual(Buffer.from('{"action":"出院"}'));
});
