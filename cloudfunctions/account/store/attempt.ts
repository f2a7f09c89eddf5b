/** Counts of tries, and codes by SMS. A try is counted before the secret is looked at, so that a hundred guesses at once are a hundred tries. */
import { AppError } from '../../kit/errors';
import { defineCollection, type Database } from '../../kit/database';

interface AttemptRecord { _id: string; count: number; until: number }
export interface CodeRecord {
  /** `code:<phoneHash>` */
  _id: string;
  /** Keyed hash of number and code; '' when used or not sent yet. */
  codeHash: string;
  sentAt: number; expiresAt: number; tries: number;
}

const attemptCollection = defineCollection('attempt', [{ name: 'over', keys: [['until', 1]] }]);
const codeCollection = defineCollection('sms_code', [{ name: 'over', keys: [['expiresAt', 1]] }]);
export const collections = [attemptCollection, codeCollection];

export type Try = { ok: true; count: number } | { ok: false; retryAt: number };

export interface AttemptStore {
  /** Counts one try until `until`; refused when `limit` tries are counted already. `retryAt` is when the last counted try is forgotten. */
  take(key: string, limit: number, until: number, now: number): Promise<Try>;
  /** Would a try be refused? Counts nothing. */
  peek(key: string, limit: number, now: number): Promise<Try>;
  clear(key: string): Promise<void>;
  /** Instants until which these keys are locked; 0 for those that are not. One round trip. */
  lockedUntil(keys: readonly string[], limit: number, now: number): Promise<Map<string, number>>;
  forget(before: number): Promise<number>;
}

export function openAttemptStore(database: Database): AttemptStore {
  const attempts = database.collection<AttemptRecord>(attemptCollection);
  const { command } = database;
  const idOf = (key: string): string => `try:${key}`;
  const judge = (record: AttemptRecord | null, limit: number, now: number): Try =>
    record && record.until > now && record.count >= limit ? { ok: false, retryAt: record.until } : { ok: true, count: record && record.until > now ? record.count : 0 };
  return {
    async take(key, limit, until, now) {
      const _id = idOf(key);
      for (let attempt = 0; attempt < 5; attempt += 1) {
        const counted = await attempts.updateOne({ _id, until: command.gt(now), count: command.lt(limit) }, { count: command.inc(1), until })
          ?? await attempts.updateOne({ _id, until: command.lte(now) }, { count: 1, until });
        if (counted) return { ok: true, count: counted.count };
        if (await attempts.insert({ _id, count: 1, until })) return { ok: true, count: 1 };
        const held = judge(await attempts.get(_id), limit, now);
        if (!held.ok) return held;
      }
      throw new AppError('UNAVAILABLE', 'too many tries at once');
    },
    peek: async (key, limit, now) => judge(await attempts.get(idOf(key)), limit, now),
    clear: async (key) => void (await attempts.remove({ _id: idOf(key) })),
    async lockedUntil(keys, limit, now) {
      const found = new Map((await attempts.getMany(keys.map(idOf))).map((r) => [r._id, r]));
      return new Map(keys.map((key) => {
        const held = judge(found.get(idOf(key)) ?? null, limit, now);
        return [key, held.ok ? 0 : held.retryAt];
      }));
    },
    forget: (before) => attempts.remove({ until: command.lt(before) }),
  };
}

export interface CodeStore {
  get(phoneHash: string): Promise<CodeRecord | null>;
  /** Reserves the right to send: false when one was sent after `notAfter`. */
  reserve(phoneHash: string, notAfter: number, now: number): Promise<boolean>;
  /** The code that was sent replaces the one before. */
  put(phoneHash: string, codeHash: string, expiresAt: number): Promise<void>;
  /** Gives the reservation back when nothing could be sent. */
  release(phoneHash: string): Promise<void>;
  /** Counts a try; null when there is no code any more or its tries are used up. */
  tryOnce(phoneHash: string, tries: number, now: number): Promise<CodeRecord | null>;
  /** Uses the code up: true for one caller only. */
  use(phoneHash: string, codeHash: string): Promise<boolean>;
  forget(before: number): Promise<number>;
}

export function openCodeStore(database: Database): CodeStore {
  const codes = database.collection<CodeRecord>(codeCollection);
  const { command } = database;
  const idOf = (phoneHash: string): string => `code:${phoneHash}`;
  return {
    get: (phoneHash) => codes.get(idOf(phoneHash)),
    async reserve(phoneHash, notAfter, now) {
      const _id = idOf(phoneHash);
      if ((await codes.update({ _id, sentAt: command.lte(notAfter) }, { sentAt: now })) === 1) return true;
      return codes.insert({ _id, codeHash: '', sentAt: now, expiresAt: now, tries: 0 });
    },
    put: async (phoneHash, codeHash, expiresAt) => void (await codes.update({ _id: idOf(phoneHash) }, { codeHash, expiresAt, tries: 0 })),
    release: async (phoneHash) => void (await codes.update({ _id: idOf(phoneHash) }, { sentAt: 0 })),
    tryOnce: (phoneHash, tries, now) => codes.updateOne({ _id: idOf(phoneHash), expiresAt: command.gt(now), tries: command.lt(tries), codeHash: command.neq('') }, { tries: command.inc(1) }),
    use: async (phoneHash, codeHash) => (await codes.update({ _id: idOf(phoneHash), codeHash }, { codeHash: '' })) === 1,
    forget: (before) => codes.remove({ expiresAt: command.lt(before), sentAt: command.lt(before) }),
  };
}
