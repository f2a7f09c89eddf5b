/**
 * Personal data at rest: authenticated encryption with a key id (so keys can be rotated) and a keyed hash for look-up. Also the random and derived secrets of sessions and links.
 * Keys come from SUIFANG_KEYS: `{ "current": "k1", "keys": { "k1": base64 of 32 bytes, … }, "index": base64 of 32 bytes }`.
 */
import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { AppError } from './errors';

/** `current` seals; every key opens what it sealed; `index` makes hashes and derived secrets. */
export interface Keys { current: string; keys: Record<string, Buffer>; index: Buffer }

/** Throws when a key is missing or has another length than 32 bytes. */
export function readKeys(text: string | undefined): Keys {
  const raw = JSON.parse(text ?? '{}') as { current?: string; keys?: Record<string, string>; index?: string };
  const keys = Object.fromEntries(Object.entries(raw.keys ?? {}).map(([id, key]) => [id, Buffer.from(key, 'base64')]));
  const index = Buffer.from(raw.index ?? '', 'base64');
  if (!raw.current || keys[raw.current]?.length !== 32 || index.length !== 32) throw new Error('SUIFANG_KEYS is missing or malformed: see README, "Deploy"');
  return { current: raw.current, keys, index };
}

/** Sealing, hashing, deriving. */
export interface Cipher {
  /** `keyId.iv.tag.data`, AES-256-GCM; the field's name is bound to it, so that a value cannot be moved to another field. */
  seal(text: string, field: string): string;
  open(sealed: string, field: string): string;
  /** Keyed hash for equality look-up, 32 hex digits; the same number in any field has the same hash. */
  hash(text: string): string;
  /** 22 characters of [0-9A-Za-z_-] derived from a name: the same name gives the same secret, nobody without the key can make one (128 bits). */
  derive(name: string): string;
}

/** All from the keys; nothing is kept. */
export function createCipher(keys: Keys): Cipher {
  return {
    seal(text, field) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', keys.keys[keys.current]!, iv).setAAD(Buffer.from(field));
      const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return [keys.current, iv.toString('base64url'), cipher.getAuthTag().toString('base64url'), data.toString('base64url')].join('.');
    },
    open(sealed, field) {
      const [id = '', iv = '', tag = '', data = ''] = sealed.split('.');
      const key = keys.keys[id];
      if (!key) throw new AppError('INTERNAL', `no key ${id}`);
      // Without the length a shortened tag would count as whole, and four bytes can be guessed.
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), { authTagLength: 16 }).setAAD(Buffer.from(field)).setAuthTag(Buffer.from(tag, 'base64url'));
      return Buffer.concat([decipher.update(Buffer.from(data, 'base64url')), decipher.final()]).toString('utf8');
    },
    hash: (text) => createHmac('sha256', keys.index).update(`hash:${text}`).digest('hex').slice(0, 32),
    derive: (name) => createHmac('sha256', keys.index).update(`derive:${name}`).digest().subarray(0, 16).toString('base64url'),
  };
}

/** 256 random bits, 43 characters. */
export const randomToken = (): string => randomBytes(32).toString('base64url');
/** What is stored of a token. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
/** HMAC-SHA256 in hex, for signed requests; of several parts as if they were one. Text counts as UTF-8. */
export const sign = (secret: string, ...parts: readonly (string | Uint8Array)[]): string => parts.reduce((mac, part) => mac.update(part), createHmac('sha256', secret)).digest('hex');
/** Compares two secrets without telling by the time it takes how much of them fits. */
export const sameText = (a: string, b: string): boolean => timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
/** A six-digit code. */
export const randomCode = (): string => String(randomBytes(4).readUInt32BE() % 1_000_000).padStart(6, '0');

/** scrypt with N=2^15, r=8, p=1 (32 MB): OWASP's password storage sheet names this cost. */
const cost = { N: 32768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const derivePassword = (password: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => scrypt(password.normalize('NFKC'), salt, 32, cost, (error, key) => (error ? reject(error) : resolve(key))));

/** For storing; the salt is in it. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `scrypt$${salt.toString('base64url')}$${(await derivePassword(password, salt)).toString('base64url')}`;
}
/** Does it fit what is stored? */
export async function checkPassword(password: string, stored: string): Promise<boolean> {
  const [, salt = '', key = ''] = stored.split('$');
  const expected = Buffer.from(key, 'base64url');
  const actual = await derivePassword(password, Buffer.from(salt, 'base64url'));
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
