import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { checkPassword, createCipher, hashPassword, hashToken, randomCode, randomToken, readKeys, type Keys } from '../../../cloudfunctions/kit/crypto';

const keysOf = (current: string, keys: Record<string, Buffer>, index: Buffer): Keys => readKeys(JSON.stringify({ current, keys: Object.fromEntries(Object.entries(keys).map(([id, k]) => [id, k.toString('base64')])), index: index.toString('base64') }));
const [one, two, index] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const cipher = createCipher(keysOf('k1', { k1: one }, index));

describe('sealing', () => {
  it('opens what it sealed, whatever the text, and never seals twice alike', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const [a, b] = [cipher.seal(text, 'phone'), cipher.seal(text, 'phone')];
      expect(cipher.open(a, 'phone')).toBe(text);
      expect(a).not.toBe(b);
      if (text.length > 3) expect(a).not.toContain(text);
    }));
  });

  it('refuses a value that was moved to another field', () => {
    expect(() => cipher.open(cipher.seal('13812341234', 'phone'), 'contactPhone')).toThrow();
  });

  it('refuses a value in which anything was changed', () => {
    const sealed = cipher.seal('13812341234', 'phone');
    const parts = sealed.split('.');
    for (const i of [1, 2, 3]) {
      const bytes = Buffer.from(parts[i]!, 'base64url');
      bytes[0] = bytes[0]! ^ 1;
      expect(() => cipher.open(parts.map((p, j) => (j === i ? bytes.toString('base64url') : p)).join('.'), 'phone')).toThrow();
    }
    expect(() => cipher.open('', 'phone')).toThrow();
  });

  it('does not take a shortened tag for a whole one', () => {
    const [id, iv, tag, data] = cipher.seal('13812341234', 'phone').split('.');
    const short = Buffer.from(tag!, 'base64url').subarray(0, 4).toString('base64url');
    expect(() => cipher.open([id, iv, short, data].join('.'), 'phone')).toThrow();
  });

  it('still opens old values after the key was changed, and seals with the new one', () => {
    const rotated = createCipher(keysOf('k2', { k1: one, k2: two }, index));
    expect(rotated.open(cipher.seal('old', 'f'), 'f')).toBe('old');
    expect(rotated.seal('new', 'f')).toMatch(/^k2\./);
    expect(() => cipher.open(rotated.seal('new', 'f'), 'f')).toThrow();
  });

  test.each([[undefined], ['{}'], ['{"current":"k1","keys":{"k1":"c2hvcnQ="},"index":"c2hvcnQ="}']])('keys %s are refused in words', (text) => {
    expect(() => readKeys(text)).toThrow(/SUIFANG_KEYS/);
  });
});

describe('hashes and secrets', () => {
  it('finds a number by its hash, not without the key', () => {
    expect(cipher.hash('13812341234')).toBe(createCipher(keysOf('k2', { k2: two }, index)).hash('13812341234'));
    expect(cipher.hash('13812341234')).not.toBe(createCipher(keysOf('k1', { k1: one }, two)).hash('13812341234'));
    expect(cipher.hash('13812341234')).toMatch(/^[0-9a-f]{32}$/);
    expect(cipher.hash('13812341234')).not.toBe(cipher.hash('13812341235'));
  });

  it('derives the same secret for the same name only', () => {
    expect(cipher.derive('link:a:patient')).toBe(cipher.derive('link:a:patient'));
    expect(cipher.derive('link:a:patient')).not.toBe(cipher.derive('link:a:contact'));
    expect(cipher.derive('x')).toMatch(/^[\w-]{22}$/);
  });

  it('makes tokens and codes of the promised shape', () => {
    expect(new Set(Array.from({ length: 200 }, randomToken)).size).toBe(200);
    expect(randomToken()).toMatch(/^[\w-]{43}$/);
    expect(Array.from({ length: 200 }, randomCode).every((code) => /^\d{6}$/.test(code))).toBe(true);
    expect(hashToken('a')).toBe('ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb');
  });
});

describe('passwords', () => {
  it('are known again, in whatever way the letters were composed', async () => {
    const stored = await hashPassword('été-suivi-12345');
    expect(await checkPassword('e\u0301te\u0301-suivi-12345', stored)).toBe(true);
    expect(await checkPassword('été-suivi-12346', stored)).toBe(false);
    expect(stored).not.toContain('suivi');
  });

  it('of two people with the same password differ in the store', async () => {
    expect(await hashPassword('same-password-1')).not.toBe(await hashPassword('same-password-1'));
  });
});
