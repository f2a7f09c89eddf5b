/** The raw door: signed bytes in, an answer in the sender's own language out. The register behind it is in memory; identity and the memory of signatures are real. */
import { openIdentify } from '../../../cloudfunctions/account/identify';
import { feedSignature } from '../../../cloudfunctions/account/service/feed';
import { collections as linkCollections } from '../../../cloudfunctions/account/store/link';
import { collections as seenCollections } from '../../../cloudfunctions/account/store/seen';
import type { ImportResult } from '../../../cloudfunctions/discharge/contract/intake';
import { maxDeliveryBytes, withDoor } from '../../../cloudfunctions/discharge/door';
import { hear } from '../../../cloudfunctions/discharge/service/hear';
import { weightOf } from '../../../cloudfunctions/discharge/rules/message-problem';
import type { Delivery, Receiving } from '../../../cloudfunctions/discharge/service/receive';
import { instantAt } from '../../../cloudfunctions/kit/calendar';
import { AppError } from '../../../cloudfunctions/kit/errors';
import { contextOf } from '../../support/context';
import { dice } from '../../support/hostile';
import { openKitDatabase, type KitDatabase } from '../../support/kit-database';
import { adt, gb } from '../../support/hl7';

const now = instantAt('2026-11-20', '20:00');
const secret = 'secret-of-the-tests-only';

/** Registers whatever can be heard. */
const listening = (taken: Delivery[]): Pick<Receiving, 'receive'> => ({
  async receive(delivery) {
    taken.push(delivery);
    const { refs, heard } = await hear(delivery.format, delivery.bytes, delivery.now);
    return {
      importId: 'import:his:2026-11-20',
      results: refs.map((ref): ImportResult => {
        const own = heard.filter((one) => one.ref === ref);
        const problems = own.flatMap((one) => ('problem' in one ? [{ place: one.place, problem: one.problem, doubt: weightOf(one.problem) === 'doubt' }] : []));
        return { ref, eventId: own.map((one) => ('saying' in one ? one.saying.eventId : one.eventId))[0] ?? '', outcome: problems.some(({ doubt }) => !doubt) ? 'rejected' : 'registered', problems };
      }),
    };
  },
});

interface Reply { statusCode: number; headers: Record<string, string>; body: string; isBase64Encoded?: boolean }
const bytesOf = ({ body, isBase64Encoded }: Reply): Buffer => Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');

let kit: KitDatabase;
let taken: Delivery[];
let receiving: Pick<Receiving, 'receive'>;
let logged: jest.SpyInstance[];
let clock: number;
let send: (path: string, body: string | Buffer, more?: { headers?: Record<string, string>; method?: string; text?: boolean }) => Promise<Reply>;
beforeEach(async () => {
  kit = await openKitDatabase([...seenCollections, ...linkCollections]);
  taken = [];
  receiving = listening(taken);
  clock = now;
  logged = (['log', 'error'] as const).map((level) => jest.spyOn(console, level).mockImplementation(() => undefined));
  const main = withDoor({
    receiving: { receive: (delivery) => receiving.receive(delivery) }, identify: openIdentify(kit.database, { derive: (name) => name }, { his: secret }), clock: () => clock,
    otherwise: async () => ({ statusCode: 200, headers: {}, body: 'otherwise' }),
  });
  send = async (path, body, { headers = {}, method = 'POST', text = false } = {}) => {
    const bytes = Buffer.from(body);
    clock += 1;
    const signed = { 'X-Suifang-Feed': 'his', 'X-Suifang-Time': String(clock), 'X-Suifang-Signature': feedSignature(secret, clock, bytes), ...headers };
    return (await main({ path, httpMethod: method, headers: signed, requestContext: { sourceIp: '10.0.0.1' }, body: bytes.toString(text ? 'utf8' : 'base64'), isBase64Encoded: !text }, contextOf())) as Reply;
  };
});
const lines = (): { code?: string; reason?: string; defect?: string }[] => logged.flatMap((spy) => spy.mock.calls.map(([line]) => JSON.parse(String(line)) as { code?: string }));
afterEach(async () => {
  expect(JSON.stringify(lines())).not.toMatch(/王秀英|P0001|Z0001|13800001234/);
  for (const spy of logged) spy.mockRestore();
  await kit.close();
});
const ack = (reply: Reply): string[] => bytesOf(reply).toString('utf8').split('\r').filter((line) => line.startsWith('MSA')).map((line) => line.split('|').slice(1, 3).join(' '));

describe('HL7', () => {
  test('every message is acknowledged for itself, in its own character set, and framed as it came', async () => {
    const one = await send('/hl7', adt({ id: 'M1' }));
    expect([one.statusCode, one.headers['content-type'], ack(one)]).toEqual([200, 'x-application/hl7-v2+er7; charset=UTF-8', ['AA M1']]);
    const chinese = await send('/hl7/', gb(adt({ id: 'M2', charset: 'GB18030', broken: true })));
    expect([chinese.statusCode, chinese.headers['content-type'], chinese.isBase64Encoded]).toEqual([422, 'x-application/hl7-v2+er7; charset=GB18030', true]);
    expect(new TextDecoder('gb18030', { fatal: true }).decode(bytesOf(chinese))).toMatch(/MSA\|AE\|M2\|.*[\u4e00-\u9fff]/);
    const several = await send('/api/discharge/hl7', `${adt({ id: 'M3' })}${adt({ id: 'M4', broken: true })}`);
    expect([several.statusCode, ack(several)]).toEqual([200, ['AA M3', 'AE M4']]);
    const framed = bytesOf(await send('/hl7', `\x0b${adt({ id: 'M5' })}\x1c\r\x0b${adt({ id: 'M6' })}\x1c\r`));
    expect(framed.toString('latin1')).toMatch(/^\x0bMSH[^\x1c]*AA\|M5\|\r\x1c\r\x0bMSH[^\x1c]*AA\|M6\|\r\x1c\r$/);
    expect(taken.map(({ source, format, by, now: at }) => [source, format, by, at > now])).toEqual(Array.from({ length: 4 }, () => ['his', 'hl7', 'feed:his', true]));
  });

  test('as text and in base64 it is the same bytes, and the same signature', async () => {
    for (const text of [true, false]) expect(ack(await send('/hl7', adt({ id: 'M1' }), { text }))).toEqual(['AA M1']);
    expect(taken[0]!.bytes.equals(taken[1]!.bytes)).toBe(true);
  });

  test('what holds no message, and what is too much, is AR', async () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('\x0b\x1c\r'), Buffer.from('   \r\n')]) expect([(await send('/hl7', bytes)).statusCode, taken.length]).toEqual([422, 0]);
    const junk = await send('/hl7', '{"a":1}');
    expect([junk.statusCode, ack(junk)]).toEqual([422, ['AR ']]);
    const many = await send('/hl7', 'MSH|^~\\&|a\r'.repeat(5001));
    expect([many.statusCode, ack(many)]).toEqual([413, ['AR ']]);
  });

  test('who asked for no answer gets none', async () => expect(await send('/hl7', adt({ id: 'M1', accept: 'NE' }))).toMatchObject({ statusCode: 202, body: '' }));
});

describe('FHIR', () => {
  const patient = { resourceType: 'Patient', id: 'P0001', identifier: [{ value: 'P0001' }], name: [{ text: '王秀英' }] };
  test('a Bundle is answered entry by entry, a resource by its own outcome, and what is no FHIR by one', async () => {
    const bundle = await send('/fhir', JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry: [{ resource: patient }, { resource: { resourceType: 'Encounter', id: 'E1', status: 'finished' } }] }));
    expect([bundle.statusCode, bundle.headers['content-type']]).toEqual([200, 'application/fhir+json; charset=utf-8']);
    const { type, entry } = JSON.parse(bundle.body) as { type: string; entry: { response: { status: string; outcome?: unknown } }[] };
    expect([type, entry.length, entry[0]!.response.status, entry[1]!.response.status]).toEqual(['transaction-response', 2, '201 Created', '422 Unprocessable Entity']);
    expect(entry[1]!.response.outcome).toMatchObject({ resourceType: 'OperationOutcome' });
    const one = await send('/fhir', JSON.stringify(patient), { text: true });
    expect([one.statusCode, JSON.parse(one.body)]).toEqual([201, expect.objectContaining({ resourceType: 'OperationOutcome' })]);
    for (const body of ['', '{', '[]', 'null', '<Patient/>']) expect([body, (await send('/fhir', body)).statusCode]).toEqual([body, 422]);
  });
});

describe('events', () => {
  test('each has its result, with places in its own terms and words for every problem', async () => {
    const reply = await send('/events', JSON.stringify([{ eventId: 'D1', type: 'discharge', data: { patientNo: 'P0001', inpatientNo: 'Z0001', visitTimes: 1 } }, { eventId: 'D2', type: 'discharge', data: {} }]), { text: true });
    expect([reply.statusCode, reply.headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
    const { importId, results, words } = JSON.parse(reply.body) as { importId: string; results: unknown[]; words: Record<string, unknown> };
    expect([importId, results]).toEqual(['import:his:2026-11-20', [
      { ref: 'event 1', eventId: 'D1', outcome: 'registered', problems: [] }, { ref: 'event 2', eventId: 'D2', outcome: 'rejected', problems: [{ place: 'data.patientNo', problem: 'missing', doubt: false }] },
    ]]);
    expect(words).toEqual({ missing: expect.objectContaining({ remedy: expect.any(String), en: expect.anything() }) });
    expect((await send('/events', '{"type":"discharge","data":{}}')).statusCode).toBe(422);
  });
});

describe('who may not', () => {
  const bodies = { '/hl7': adt({ id: 'M1' }), '/fhir': '{"resourceType":"Patient"}', '/events': '[]' } as const;
  const problemIn = (path: string, reply: Reply): unknown =>
    path === '/hl7' ? ack(reply)[0] : path === '/fhir' ? (JSON.parse(reply.body) as { issue: { code: string }[] }).issue[0]!.code : (JSON.parse(reply.body) as { error: { reason?: string; code: string } }).error;

  test.each([['/hl7', 'AR M1'], ['/fhir', 'login'], ['/events', { code: 'UNAUTHENTICATED', reason: 'feed' }]] as const)('%s: a wrong signature is 401 in the same language', async (path, problem) => {
    for (const [header, value] of [['X-Suifang-Signature', 'no'], ['X-Suifang-Time', '1'], ['X-Suifang-Feed', 'constructor']] as const) {
      const reply = await send(path, bodies[path], { headers: { [header]: value } });
      expect([reply.statusCode, problemIn(path, reply)]).toEqual([401, typeof problem === 'string' ? problem : expect.objectContaining(problem)]);
    }
    expect([taken.length, lines().map(({ code, reason }) => `${code} ${reason}`)]).toEqual([0, Array.from({ length: 3 }, () => 'UNAUTHENTICATED feed')]);
  });

  test.each([['/hl7', 'AR M1'], ['/fhir', 'duplicate'], ['/events', { code: 'CONFLICT', reason: 'replayed' }]] as const)('%s: what was overheard is 409 and does nothing', async (path, problem) => {
    const bytes = Buffer.from(bodies[path]);
    const headers = { 'X-Suifang-Time': String(now), 'X-Suifang-Signature': feedSignature(secret, now, bytes) };
    await send(path, bytes, { headers });
    const reply = await send(path, bytes, { headers });
    expect([reply.statusCode, problemIn(path, reply), taken.length]).toEqual([409, typeof problem === 'string' ? problem : expect.objectContaining(problem), 1]);
    await send(path, bytes);
    expect(taken).toHaveLength(2);
  });

  test.each([['/hl7', 'AR '], ['/fhir', 'too-long'], ['/events', { reason: 'too_big' }]] as const)('%s: too much is 413 before anything is read', async (path, problem) => {
    const reply = await send(path, Buffer.alloc(maxDeliveryBytes + 1, 'x'));
    expect([reply.statusCode, problemIn(path, reply), taken.length]).toEqual([413, typeof problem === 'string' ? problem : expect.objectContaining(problem), 0]);
  });

  test('a session or a link opens nothing here, and no other method does', async () => {
    for (const path of Object.keys(bodies)) {
      expect((await send(path, '[]', { headers: { authorization: 'Bearer s_1', 'X-Suifang-Feed': '' } })).statusCode).toBe(401);
      for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS', 'HEAD']) expect(await send(path, '', { method })).toMatchObject({ statusCode: 405, headers: { allow: 'POST' } });
    }
    expect((await send('/hl7', bodies['/hl7'], { headers: { 'content-encoding': 'gzip' } })).statusCode).toBe(415);
    for (const path of ['', '/', '/hl7x', '/hl7/..', '/HL7', '/x/hl7', '/constructor']) expect((await send(path, '{}')).body).toBe('otherwise');
  });
});

describe('a bad moment', () => {
  test('is 503 with the time to come again; a defect is 500, logged once and without what was sent', async () => {
    receiving = { receive: async () => { throw new AppError('UNAVAILABLE', 'the database is away'); } };
    const hl7 = await send('/hl7', adt({ id: 'M1' }));
    expect([hl7.statusCode, hl7.headers['retry-after'], ack(hl7)]).toEqual([503, '30', ['AR M1']]);
    expect(hl7.body).toContain('MSA|AR|M1|现在无法处理');
    expect(JSON.parse((await send('/fhir', '{"resourceType":"Patient"}')).body)).toMatchObject({ issue: [{ code: 'transient' }] });
    receiving = { receive: async () => { throw new AppError('NOT_NOW', 'later', { retryAt: clock + 90_000 }); } };
    expect((await send('/events', '[{}]')).headers['retry-after']).toBe('90');
    const before = lines().length;
    receiving = { receive: async () => { throw new TypeError('王秀英 is not a function'); } };
    for (const path of ['/hl7', '/fhir', '/events']) {
      const reply = await send(path, path === '/hl7' ? adt({ id: 'M1' }) : '[{}]');
      expect([reply.statusCode, bytesOf(reply).includes('王秀英')]).toEqual([500, false]);
    }
    expect(lines().slice(before).map(({ code, defect }) => [code, defect?.slice(0, 9)])).toEqual(Array.from({ length: 3 }, () => ['INTERNAL', 'TypeError']));
  });
});

test('whatever the bytes, the door answers in one of its languages and never with a defect', async () => {
  const roll = dice(Number(process.env['SEED'] ?? 5));
  const seeds = [Buffer.from(adt({ id: 'M1' })), gb(adt({ id: 'M2', charset: 'GB18030' })), Buffer.from('{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient"}}]}'), Buffer.from('{"events":[{"data":{"patientNo":"P1"}}]}'),
    Buffer.from('['.repeat(5000)), Buffer.from(`"${'\\u0000'.repeat(500)}"`), Buffer.from([0xff, 0xfe, 0x4d, 0x00]), Buffer.from('{"__proto__":{"events":[1]},"events":[{"data":{"__proto__":"x","constructor":1}}]}')];
  for (let n = 0; n < 300; n += 1) {
    const bytes = Buffer.from(seeds[n % seeds.length]!);
    for (let spoilt = Math.floor(roll() * 6); spoilt > 0 && bytes.length > 0; spoilt -= 1) bytes[Math.floor(roll() * bytes.length)] = Math.floor(roll() * 256);
    const reply = await send(['/hl7', '/fhir', '/events'][n % 3]!, bytes.subarray(0, Math.ceil(roll() * bytes.length)));
    expect([200, 201, 202, 413, 422]).toContain(reply.statusCode);
  }
  expect(lines().filter(({ code }) => code === 'INTERNAL')).toEqual([]);
});
