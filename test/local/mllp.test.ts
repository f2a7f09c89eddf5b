/** The MLLP listener with real sockets: frames however the network cuts them, one message at a time, and an answer only from the function. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { startLocal } from '../../local';
import { deliverTo, type Delivered } from '../../local/mllp/deliver';
import { openFrames } from '../../local/mllp/frames';
import { listenMllp, type Mllp, type MllpLimits } from '../../local/mllp';
import { refusalOf } from '../../local/mllp/refusal';
import { adt, gb } from '../support/hl7';
import { openHospital, type Hospital } from '../support/hospital';

const VT = '\x0b', END = '\x1c\r';
const frame = (message: string | Buffer): Buffer => Buffer.concat([Buffer.from(VT), Buffer.from(message), Buffer.from(END)]);
const idOf = (message: Buffer): string => /^MSH(?:\|[^|]*){8}\|([^|]*)/.exec(message.toString('latin1'))?.[1] ?? '?';
const ackFor = (message: Buffer, code = 'AA'): Buffer => Buffer.from(`MSH|^~\\&|||||||ACK|1|P|2.4\rMSA|${code}|${idOf(message)}\r`, 'latin1');

const at = Date.parse('2026-11-20T20:00:00+08:00');
const logged: string[] = [];
const closing: (() => Promise<unknown> | void)[] = [];
beforeEach(() => { logged.length = 0; });
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  expect(logged.join('\n')).not.toMatch(/秀英|P0001|13800001234/);
});

async function open(deliver: (message: Buffer) => Promise<Delivered>, limits?: Partial<MllpLimits>): Promise<Mllp> {
  const mllp = await listenMllp({ port: 0, deliver, now: () => at, log: (line) => logged.push(line), limits });
  closing.push(() => mllp.close());
  return mllp;
}

interface Engine { socket: Socket; send(bytes: string | Buffer): void; /** The next answers, without their frames. */ answers(count: number): Promise<Buffer[]>; ended: Promise<void> }
async function engine({ port }: { port: number }): Promise<Engine> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  closing.push(() => void socket.destroy());
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  const heard: Buffer[] = [];
  const frames = openFrames(1e6);
  let wake = (): void => undefined;
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    for (const { bytes } of frames.push(chunk)) heard.push(bytes);
    wake();
  });
  return {
    socket, send: (bytes) => void socket.write(bytes),
    ended: new Promise((resolve) => socket.once('close', () => resolve())),
    async answers(count) {
      while (heard.length < count) await new Promise<void>((resolve) => { wake = resolve; });
      return heard.splice(0, count);
    },
  };
}
const codes = (answers: Buffer[]): string[] => answers.map((answer) => /MSA\|(\w\w)\|([^|\r]*)/.exec(answer.toString('latin1'))!.slice(1).join(' '));
/** Waits for what a program says, not for time. */
const until = async (holds: () => boolean): Promise<void> => { while (!holds()) await new Promise((resolve) => setImmediate(resolve)); };

describe('frames', () => {
  test('however the bytes are cut, the same frames come out', () => {
    const messages = ['MSH|1', 'MSH|2\rPID|王\x0b秀英', 'MSH|3', ''];
    const stream = Buffer.concat([Buffer.from('junk\r\n'), ...messages.map(frame), Buffer.from('\r\n\x1c?'), frame('MSH|4')]);
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: stream.length }), { maxLength: 12 }), (cuts) => {
      const reader = openFrames(1000);
      const edges = [0, ...cuts.sort((a, b) => a - b), stream.length];
      const found = edges.slice(1).flatMap((end, n) => [...reader.push(stream.subarray(edges[n], end))]).map(({ bytes }) => bytes.toString('utf8'));
      expect([found, reader.open(), reader.skipped()]).toEqual([[messages[0], messages[1], messages[2], 'MSH|4'], 0, 8]);
    }));
  });

  test('a sender that began anew is heard from there; nothing beyond the limit is held', () => {
    const reader = openFrames(100);
    expect([...reader.push(Buffer.from(`${VT}MSH|cut\rPID|${VT}MSH|whole${END}`))].map(({ bytes }) => bytes.toString())).toEqual(['MSH|whole']);
    const big = [...reader.push(frame(`MSH|${'x'.repeat(5000)}`))];
    expect(big).toEqual([{ tooBig: true, bytes: Buffer.from(`MSH|${'x'.repeat(96)}`) }]);
    expect([...reader.push(frame('MSH|next'))].map(({ bytes }) => bytes.toString())).toEqual(['MSH|next']);
  });

  test('whatever the bytes, nothing throws and a refusal is a refusal', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      const frames = [...openFrames(200).push(Buffer.from(bytes))];
      for (const one of [...frames.map((found) => found.bytes), Buffer.concat([Buffer.from('MSH'), bytes])]) expect(refusalOf(one, 'later', at).toString('ascii')).toMatch(/^MSH[^]*\rMSA.AR./);
    }), { numRuns: 300 });
    expect(refusalOf(gb(adt({ id: 'M1', name: '㑇^喆' }).replace('|HOSP|SUI', '|医院|SUI')), 'later', at).toString()).toBe(`MSH|^~\\&|SUIFANG|HOSP|HIS||20261120200000+0800||ACK^A03|${at.toString(36)}M1|P|2.4\rMSA|AR|M1|later\r`);
  });
});

describe('a connection', () => {
  test('hears frames cut anywhere, several in a packet, and passes over what is between them', async () => {
    const taken: string[] = [];
    const one = await engine(await open(async (message) => { taken.push(idOf(message)); return { ack: ackFor(message) }; }));
    for (const byte of frame(adt({ id: 'M1' }))) one.send(Buffer.from([byte]));
    expect(codes(await one.answers(1))).toEqual(['AA M1']);
    one.send(Buffer.concat([Buffer.from('\r\nGET / HTTP/1.1\r\n\r\n'), frame(adt({ id: 'M2' })), frame(adt({ id: 'M3' })), Buffer.from(`${VT}MSH|half`)]));
    expect(codes(await one.answers(2))).toEqual(['AA M2', 'AA M3']);
    one.socket.end();
    await one.ended;
    await until(() => logged.at(-1) === 'mllp connection 1: closed; 3 AA, one cut off');
    expect(taken).toEqual(['M1', 'M2', 'M3']);
    expect(logged.at(-2)).toMatch(/: 14 bytes stood outside of a frame/);
  });

  test('has one message on its way, in order, while others go on', async () => {
    const waiting = new Map<string, () => void>();
    const mllp = await open((message) => new Promise((resolve) => { waiting.set(idOf(message), () => resolve({ ack: ackFor(message) })); }));
    const [one, two] = [await engine(mllp), await engine(mllp)];
    one.send(Buffer.concat([frame(adt({ id: 'M1' })), frame(adt({ id: 'M2' }))]));
    await until(() => waiting.has('M1'));
    two.send(frame(adt({ id: 'M3' })));
    await until(() => waiting.has('M3'));
    expect([...waiting.keys()]).toEqual(['M1', 'M3']);
    waiting.get('M3')!();
    expect(codes(await two.answers(1))).toEqual(['AA M3']);
    waiting.get('M1')!();
    await until(() => waiting.has('M2'));
    waiting.get('M2')!();
    expect(codes(await one.answers(2))).toEqual(['AA M1', 'AA M2']);
  });

  test('a fast sender waits in the network, not in memory', async () => {
    let go = (): void => undefined;
    const held = new Promise<void>((resolve) => { go = resolve; });
    let count = 0;
    const one = await engine(await open(async (message) => { count += 1; await held; return { ack: ackFor(message) }; }));
    const many = Array.from({ length: 40 }, (_, n) => frame(adt({ id: `M${n}`, name: 'x'.repeat(500_000) })));
    for (const bytes of many) one.send(bytes);
    await until(() => count === 1 && one.socket.writableLength > 0 && one.socket.bytesWritten > 0);
    const before = one.socket.writableLength;
    for (let n = 0; n < 200; n += 1) await new Promise((resolve) => setImmediate(resolve));
    expect([count, one.socket.writableLength]).toEqual([1, before]);
    expect(before).toBeGreaterThan(10_000_000);
    go();
    expect(codes(await one.answers(40))).toEqual(many.map((_, n) => `AA M${n}`));
  });

  test('no answer of the function, and a message that is too big, is AR; the connection goes on', async () => {
    const said: Delivered[] = [{ failed: 'status 504' }];
    const one = await engine(await open(async (message) => said.shift() ?? { ack: ackFor(message) }, { message: 5000 }));
    one.send(frame(adt({ id: 'M1' })));
    one.send(frame(adt({ id: 'M2', name: 'x'.repeat(200_000) })));
    one.send(frame(adt({ id: 'M3' })));
    const answers = await one.answers(3);
    expect(codes(answers)).toEqual(['AR M1', 'AR M2', 'AA M3']);
    expect([answers[0]!.toString(), answers[1]!.toString()]).toEqual([expect.stringContaining('send it again'), expect.stringContaining('larger than 5000 bytes')]);
    expect(logged.filter((line) => line.includes('AR'))).toEqual([expect.stringMatching(/^mllp connection 1: AR \(status 504\), \d+ bytes, \d+ ms$/), expect.stringContaining('larger than 5000')]);
  });

  test('a sender in the enhanced mode that wants no answer gets none, and the next one comes', async () => {
    const one = await engine(await open(async (message) => ({ ack: idOf(message) === 'M1' ? null : ackFor(message) })));
    one.send(Buffer.concat([frame(adt({ id: 'M1', accept: 'NE' })), frame(adt({ id: 'M2' }))]));
    expect(codes(await one.answers(1))).toEqual(['AA M2']);
  });

  test('nobody holds a place for ever: a message that is not ended, silence, and one connection too many', async () => {
    const mllp = await open(async (message) => ({ ack: ackFor(message) }), { frame: 30, connections: 2 });
    const slow = await engine(mllp);
    const drip = setInterval(() => slow.send('x'), 5);
    closing.push(() => clearInterval(drip));
    slow.send(`${VT}MSH|`);
    await slow.ended;
    await until(() => logged.some((line) => line.includes('a message was not ended in time; no messages, one cut off')));
    const [one] = [await engine(mllp), await engine(mllp)];
    await (await engine(mllp)).ended;
    await until(() => logged.some((line) => line.includes('more than 2 connections')));
    one.send(frame(adt({ id: 'M1' })));
    expect(codes(await one.answers(1))).toEqual(['AA M1']);
    const deaf = await engine(await open(async () => ({ ack: Buffer.alloc(50_000_000, 'x') }), { frame: 30 }));
    deaf.socket.pause();
    deaf.send(frame(adt({ id: 'M2' })));
    await until(() => logged.some((line) => /connection 1: (closed|ERR_STREAM_PREMATURE_CLOSE|[A-Z_]+); 1 \?\?/.test(line)));
    const quiet = await engine(await open(async (message) => ({ ack: ackFor(message) }), { idle: 20 }));
    await quiet.ended;
    await until(() => logged.some((line) => line.includes('idle for too long')));
  });

  test('stopping answers what is on its way and takes nothing more', async () => {
    let go = (): void => undefined;
    const taken: string[] = [];
    const mllp = await open(async (message) => { taken.push(idOf(message)); await new Promise<void>((resolve) => { go = resolve; }); return { ack: ackFor(message) }; });
    const [busy, idle] = [await engine(mllp), await engine(mllp)];
    busy.send(Buffer.concat([frame(adt({ id: 'M1' })), frame(adt({ id: 'M2' }))]));
    await until(() => taken.length === 1);
    const closed = mllp.close();
    await idle.ended;
    go();
    expect(codes(await busy.answers(1))).toEqual(['AA M1']);
    await Promise.all([closed, busy.ended]);
    expect(taken).toEqual(['M1']);
    await expect(engine(mllp)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

test('a function that dies, hangs or answers nothing is AR, and the message counts when it comes again', async () => {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'suifang-mllp-'));
  closing.push(() => rmSync(scratch, { recursive: true, force: true }));
  mkdirSync(path.join(scratch, 'discharge'));
  writeFileSync(path.join(scratch, 'discharge/config.json'), '{"timeout":1}');
  writeFileSync(path.join(scratch, 'discharge/index.js'), `exports.main = async ({ path, headers, body, isBase64Encoded }) => {
    const text = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString();
    if (path !== '/hl7' || headers['x-suifang-feed'] !== 'mllp') return { statusCode: 404 };
    if (text.includes('|DIE|')) process.exit(1);
    if (text.includes('|HANG|')) for (;;);
    if (text.includes('|THROW|')) throw new Error('no');
    if (text.includes('|EMPTY|')) return { statusCode: 200, headers: { 'content-type': 'x-application/hl7-v2+er7' }, body: '' };
    return { statusCode: 200, headers: { 'content-type': 'x-application/hl7-v2+er7; charset=UTF-8' }, body: 'MSH|^~\\\\&\\rMSA|AA|' + /^MSH(?:\\|[^|]*){8}\\|([^|]*)/.exec(text)[1] + '\\r' };
  };`);
  const local = await startLocal({ functions: scratch });
  closing.push(() => local.dispose());
  const one = await engine(await open(deliverTo(local)));
  for (const id of ['DIE', 'HANG', 'THROW', 'EMPTY', 'M1']) one.send(frame(adt({ id })));
  expect(codes(await one.answers(5))).toEqual(['AR DIE', 'AR HANG', 'AR THROW', 'AR EMPTY', 'AA M1']);
  const impatient = await engine(await open(deliverTo(local, 50)));
  impatient.send(frame(adt({ id: 'HANG' })));
  expect(codes(await impatient.answers(1))).toEqual(['AR HANG']);
});

describe('the real product', () => {
  let hospital: Hospital;
  beforeAll(async () => { hospital = await openHospital('2026-11-20 20:00'); });
  afterAll(() => hospital.local.dispose());

  test('cut off before the answer and sent again, a message counts once; GB18030, a wrong one, and one that nobody wants are answered as they are', async () => {
    const { local, lead } = hospital;
    const mllp = await open(deliverTo(local));
    const first = await engine(mllp);
    const message = frame(adt({ id: 'M1', patientNo: 'P8001', name: '王^平安' }));
    first.send(message.subarray(0, 100));
    first.send(message.subarray(100));
    await until(() => first.socket.bytesWritten === message.length && first.socket.writableLength === 0);
    first.socket.destroy();
    const one = await engine(mllp);
    one.send(message);
    expect(codes(await one.answers(1))).toEqual(['AA M1']);
    // What was acknowledged is there to read.
    expect((await lead.discharge.list({})).rows.map(({ inpatientNo, name }) => [inpatientNo, name])).toEqual([['Z8001', '王*安']]);

    one.send(Buffer.concat([
      frame(gb(adt({ id: 'M2', patientNo: 'P8002', name: '㑇^喆镕', charset: 'GB 18030-2000', phone: '13900005678' }))), frame(adt({ id: 'M3', broken: true })), frame(adt({ id: 'M4', event: 'A04', patientNo: 'P8003' })), frame('MSH|^~\\&|HIS'), frame('{"a":1}'),
    ]));
    const answers = await one.answers(5);
    expect(codes(answers)).toEqual(['AA M2', 'AE M3', 'AA M4', expect.stringMatching(/^A[ER] $/), 'AR ']);
    expect(new TextDecoder('utf-8', { fatal: true }).decode(answers[1])).toMatch(/MSA\|AE\|M3\|PID-3: [\u4e00-\u9fff]/);
    const { rows } = await lead.discharge.list({});
    expect(rows.map(({ inpatientNo, name }) => [inpatientNo, name]).sort()).toEqual([['Z8001', '王*安'], ['Z8002', '㑇*镕']]);
    const { jobs } = await lead.discharge.importList({});
    expect(jobs.map(({ source, format, counts: { registered } }) => [source, format, registered])).toEqual([['mllp', 'hl7', 2]]);
  });

  test('two connections, and every message twice: each stay once', async () => {
    const { local, lead } = hospital;
    const mllp = await open(deliverTo(local));
    const messages = Array.from({ length: 12 }, (_, n) => adt({ id: `M${n}`, patientNo: `P90${String(n).padStart(2, '0')}`, phone: `138000090${String(n).padStart(2, '0')}` }));
    const engines = [await engine(mllp), await engine(mllp)];
    for (const each of engines) each.send(Buffer.concat(messages.map(frame)));
    for (const each of engines) expect(codes(await each.answers(12))).toEqual(messages.map((_, n) => `AA M${n}`));
    expect((await lead.discharge.list({ limit: 100 })).rows.filter(({ inpatientNo }) => inpatientNo.startsWith('Z90'))).toHaveLength(12);
  });
});
