/**
 * The platform on one machine: CloudBase's wire, the deployed functions, timers, storage, WeChat and SMS behind one port. `npm start` runs on it, tests drive it, small
 * hospitals may stay on it. Everything belongs to the returned object: several may run side by side in one process.
 */
import { createHmac } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openClock } from './clock';
import { openDatabase, type Database } from './database';
import { WireError } from './errors';
import { openFailures, type Failures } from './failures';
import { loadCatalogue } from './functions/catalogue';
import type { CallSource } from './functions/environment';
import { openPool } from './functions/pool';
import { adminDoor } from './gateway/admin';
import { clockDoor } from './gateway/clock';
import { httpAccessDoor } from './gateway/http-access';
import { linkDoor, outboxDoor } from './gateway/outbox';
import { listen, type Gateway } from './gateway/server';
import { openJournal } from './journal';
import { loadKeys } from './keys';
import { openSms, type SmsMessage } from './sms/sms';
import { storageDoor } from './storage/door';
import { openStorage } from './storage/storage';
import { openTimers, savedOffset, type FiredTimer } from './timers/timers';
import { wechatApi } from './wechat/api';
import { wechatDoor } from './wechat/door';
import { openPhones, type WechatMessage } from './wechat/phones';
import { openTemplates } from './wechat/templates';

export type { Database } from './database';
export type { FiredTimer } from './timers/timers';
export type { SmsMessage } from './sms/sms';
export type { WechatMessage } from './wechat/phones';

export interface LocalOptions {
  /** Where everything is kept; without it a folder that `dispose` removes. */
  dataDir?: string;
  /** ISO instant at which the clock starts; without it the machine's time (or, in a used folder, the time it was moved to). */
  now?: string;
  /** Does the clock stand still? Usual where `now` is given without a port, which is what tests do. */
  frozen?: boolean;
  /** Folder of built functions; usual: dist/cloudfunctions. */
  functions?: string;
  /** Usual: any free one. */
  port?: number;
  /** Folder with h5/ and console/; usual: dist. */
  web?: string;
  /** Variables of the functions beside (or instead of) the usual ones: PUBLIC_URL, SMS_ENDPOINT … */
  variables?: Record<string, string>;
  /** Are there synthetic phones to look at (/outbox, /wechat) and a clock to move (/clock)? Usual: yes; no where messages go to a real carrier. */
  synthetic?: boolean;
  /** Hears each line that a function or the platform writes. Usual: nobody. */
  log?(line: string): void;
}

/** Who a direct call comes from. */
export interface InvokeAs { openid?: string; trigger?: CallSource['trigger'] }

/** What of this machine hands over discharges: files that are imported, and the listener for HL7 v2. */
export type OwnFeed = 'local' | 'mllp';

export interface Local {
  /** http://127.0.0.1:PORT */
  readonly url: string;
  readonly dataDir: string;
  /** Headers that sign a request as this machine's own feed of discharges, over the body as it is sent. No two are alike: each is good once. `feed`: under which name it stands in the list of runs. */
  signFeed(body: string | Uint8Array, feed?: OwnFeed): Record<string, string>;
  /** A direct call, as wx.cloud.callFunction or a function does it; rejects with the platform's code. */
  invoke(functionName: string, event: unknown, as?: InvokeAs): Promise<unknown>;
  /** A call through HTTP access. */
  http(functionName: string, body: unknown, headers?: Record<string, string>): Promise<{ status: number; body: unknown }>;
  readonly clock: {
    now(): number;
    /** Moves to an instant, firing nothing on the way. */
    set(iso: string): Promise<void>;
    /** Moves forward (ms, or days, hours and minutes), firing every timer that is due on the way at its own time. */
    advance(by: number | { days?: number; hours?: number; minutes?: number }, onFire?: (fired: FiredTimer) => void): Promise<FiredTimer[]>;
    /** Back to where it was opened (the machine's time, where no other was given), firing nothing. */
    reset(): void;
    /** As `advance`, to an ISO instant. */
    advanceTo(iso: string, onFire?: (fired: FiredTimer) => void): Promise<FiredTimer[]>;
  };
  fire(functionName: string, options?: { times?: number; together?: boolean }): Promise<FiredTimer[]>;
  pauseTimers(paused: boolean): void;
  readonly outbox: { wechat(openid?: string): WechatMessage[]; sms(phone?: string): SmsMessage[]; clear(): void };
  readonly wechat: {
    openidOf(phone: string): string;
    /** The id that WeChat gave to the product's template of this kind. */
    templateId(kind: string): string;
    /** The person allows messages of a template, named by id or kind. */
    accept(openid: string, template: string, times?: number): void;
    /** The person switches messages off; 43101 from now on. */
    refuse(openid: string): void;
    /** A code of the phone-number component, for one use within five minutes. */
    phoneCode(openid: string, phone: string): string;
    /** Sends left of a template, named by id or kind. */
    credits(openid: string, template: string): number;
  };
  readonly failures: Failures;
  readonly database: Database;
  /** As after a first start: no documents, files, messages; functions forget what they remember; the clock is where it began. */
  reset(): Promise<void>;
  dispose(): Promise<void>;
}

const sms = { appId: '1400000000', sign: '随访中心' } as const;
const ms = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;

/** Rejects in words when the folder cannot be used, the port is taken (EADDRINUSE) or a function's config.json is wrong. */
export async function startLocal(options: LocalOptions = {}): Promise<Local> {
  const root = path.resolve(__dirname, isSource ? '..' : '../..');
  const kept = options.dataDir !== undefined;
  const dataDir = options.dataDir ?? mkdtempSync(path.join(os.tmpdir(), 'suifang-'));
  mkdirSync(dataDir, { recursive: true });
  const inData = (name: string): string => path.join(dataDir, name);
  const keptFile = (name: string): string | undefined => (kept ? inData(name) : undefined);
  const web = options.web ?? path.join(root, 'dist');
  const log = options.log ?? (() => undefined);
  const failed = (error: unknown): void => log(`local: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);

  const functions = loadCatalogue(options.functions ?? path.join(root, 'dist/cloudfunctions'));
  const offset = kept ? savedOffset(inData('timers.json')) : undefined;
  const start = options.now !== undefined ? instant(options.now) : offset === undefined ? undefined : Date.now() + offset;
  const clock = openClock({ at: start, frozen: options.frozen ?? (options.now !== undefined && options.port === undefined) });
  const keys = loadKeys(dataDir);
  const templates = openTemplates([...functions.values()].map((deployed) => deployed.templates));
  const failures = openFailures();
  let gateway: Gateway | undefined;
  const url = (): string => `http://127.0.0.1:${gateway?.port ?? 0}`;
  const publicUrl = (): string => options.variables?.['PUBLIC_URL'] ?? url();

  const database = openDatabase({ dir: dataDir, now: clock.now });
  database.declare([...functions.values()].flatMap((deployed) => deployed.collections));
  const storage = openStorage({ dir: inData('storage'), secret: keys.storage, now: clock.now, url: publicUrl });
  const phones = openPhones(openJournal(keptFile('wechat.jsonl')));
  const texts = openSms({ journal: openJournal(keptFile('sms.jsonl')), templates, failures, now: clock.now, ...sms });
  const pool = openPool({
    workerFile: path.join(isSource ? path.join(root, 'dist/local') : __dirname, 'worker.js'),
    clock: clock.shared, url,
    log: (name, line) => log(`${name}: ${line}`),
    variables: () => ({
      SMS_ENDPOINT: `${url()}/sms`, SMS_APP_ID: sms.appId, SMS_SIGN: sms.sign, SMS_SECRET_ID: 'local-sms-id', SMS_SECRET_KEY: 'local-sms-key',
      SMS_TEMPLATES: JSON.stringify(templates.ids.sms), WX_TEMPLATES: JSON.stringify(templates.ids.wechat),
      SUIFANG_KEYS: keys.suifang, PUBLIC_URL: publicUrl(), ...options.variables,
      // The hospital's own systems beside this machine, which hands over the file of `--import`.
      FEED_KEYS: JSON.stringify({ ...(JSON.parse(options.variables?.['FEED_KEYS'] ?? '{}') as object), local: keys.feed, mllp: keys.feed }),
    }),
  });

  const invoke = async (name: string, event: string, source: CallSource): Promise<string> => {
    const deployed = functions.get(name);
    if (!deployed) throw new WireError('FUNCTION_NOT_FOUND', `没有函数 "${name}" · no function "${name}" is deployed: build it with "node config/build.mjs functions"`);
    if (source.openid !== undefined) phones.know(source.openid);
    return pool.invoke(deployed, event, source);
  };
  const timers = openTimers({
    functions: functions.values(), clock, file: keptFile('timers.json'),
    run: async (name, event) => JSON.parse(await invoke(name, JSON.stringify(event), { trigger: 'timer' })) as unknown,
  });
  const outbox = { phones, sms: texts, templates, now: clock.now };

  try {
    gateway = await listen({
      routes: [
        ['/admin', adminDoor({ database, storage, wechat: wechatApi({ phones, templates, failures, now: clock.now, url: publicUrl }), functionOf: pool.functionOf, invoke: (name, event) => invoke(name, event, { trigger: 'scf' }) })],
        ['/api/', httpAccessDoor(invoke)],
        ['/storage/', storageDoor(storage)],
        ...(options.synthetic === false ? [] : [
          ['/wechat/link/', linkDoor(outbox)] as const,
          ['/wechat/', wechatDoor({ phones, templates, pages: path.join(web, 'h5'), now: clock.now, invoke })] as const,
          ['/sms', texts.door] as const,
          ['/outbox', outboxDoor(outbox)] as const,
          ['/clock', clockDoor(clock, timers, failed)] as const,
        ]),
      ],
      pages: { patient: path.join(web, 'h5'), console: path.join(web, 'console') },
      failed,
    }, options.port ?? 0);
  } catch (error) {
    database.close();
    await Promise.all([phones.close(), texts.close()]);
    if (!kept) rmSync(dataDir, { recursive: true, force: true });
    throw error;
  }
  timers.start();

  let signedAt = 0;
  const templateId = (given: string): string => templates.ids.wechat[given] ?? given;
  return {
    url: url(), dataDir, database, failures,
    signFeed(body, feed = 'local') {
      // Two requests in one millisecond (or under a clock that stands still) must not look like one that was overheard.
      const now = clock.now();
      signedAt = signedAt >= now && signedAt - now < ms.minutes ? signedAt + 1 : now;
      return { 'x-suifang-feed': feed, 'x-suifang-time': String(signedAt), 'x-suifang-signature': createHmac('sha256', keys.feed).update(`${signedAt}.`).update(body).digest('hex') };
    },
    async invoke(name, event, as = {}) {
      return JSON.parse(await invoke(name, JSON.stringify(event ?? {}), { openid: as.openid, trigger: as.trigger ?? (as.openid === undefined ? 'scf' : 'wx_client') })) as unknown;
    },
    async http(name, body, headers = {}) {
      const response = await fetch(`${url()}/api/${name}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body) });
      const content = await response.text();
      return { status: response.status, body: isJson(response) ? (JSON.parse(content) as unknown) : content };
    },
    clock: {
      now: clock.now,
      async set(iso) {
        timers.jump(instant(iso));
      },
      advance: (by, onFire) => timers.advance(clock.now() + (typeof by === 'number' ? by : (by.days ?? 0) * ms.days + (by.hours ?? 0) * ms.hours + (by.minutes ?? 0) * ms.minutes), onFire),
      reset: timers.rewind,
      advanceTo: async (iso, onFire) => timers.advance(instant(iso), onFire),
    },
    fire: timers.fire,
    pauseTimers: timers.pause,
    outbox: {
      wechat: phones.messages,
      sms: texts.messages,
      clear: () => void Promise.all([phones.clearMessages(), texts.clearMessages()]).catch(failed),
    },
    wechat: {
      openidOf: phones.openidOf,
      templateId: (kind) => templates.ids.wechat[kind] ?? unknownKind(kind),
      accept: (openid, template, times = 1) => void phones.accept(openid, templateId(template), times).catch(failed),
      refuse: (openid) => void phones.refuse(openid).catch(failed),
      phoneCode: (openid, phone) => phones.issueCode(openid, phone, clock.now()),
      credits: (openid, template) => phones.credits(openid).get(templateId(template)) ?? 0,
    },
    async reset() {
      timers.stop();
      await pool.recycle();
      database.reset();
      storage.reset();
      await Promise.all([phones.reset(), texts.reset()]);
      failures.reset();
      clock.reset();
      timers.reset();
      timers.start();
    },
    async dispose() {
      timers.stop();
      await pool.close();
      await gateway?.close();
      await Promise.all([phones.close(), texts.close()]);
      database.close();
      if (!kept) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Run from the sources (tests) or from the bundle. */
const isSource = path.extname(__filename) === '.ts';

function instant(iso: string): number {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) throw new Error(`不是时间 · not an ISO instant: "${iso}" (example: 2026-11-21T09:00:00+08:00)`);
  return at;
}

function unknownKind(kind: string): never {
  throw new Error(`no function lists a WeChat template of kind "${kind}" in its templates.json`);
}

const isJson = (response: Response): boolean => (response.headers.get('content-type') ?? '').includes('json');
