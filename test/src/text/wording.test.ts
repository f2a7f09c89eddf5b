/** Every word that a person reads, in both languages: Chinese is Chinese, English is English, nobody is shouted at. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { errorCodes } from '../../../cloudfunctions/kit/errors';
import { errorWords, problemWords, type CloudCode } from '../../../src/text/error';

const folder = path.resolve(__dirname, '../../../src/text');
interface Pair { zh: unknown; en: unknown }
const isPair = (value: unknown): value is Pair => typeof value === 'object' && value !== null && 'zh' in value && 'en' in value;

/** Functions are asked with a number-like word: wording may count, compare or insert it. */
function leaves(value: unknown, at: string): [string, string][] {
  if (typeof value === 'string') return [[at, value]];
  if (typeof value === 'function') return leaves((value as (...args: unknown[]) => unknown)('2', '2', '2', '2'), `${at}()`);
  if (typeof value === 'object' && value !== null) return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${at}.${key}`));
  return [];
}

const texts = readdirSync(folder).filter((file) => file.endsWith('.ts')).flatMap((file) =>
  Object.entries(require(path.join(folder, file)) as Record<string, unknown>).filter((entry): entry is [string, Pair] => isPair(entry[1])).map(([name, pair]) => ({ name: `${file} ${name}`, pair })));

/** Kinds of files and keys of the keyboard are called the same in every language. */
const endings = /\.?\b(csv|xlsx?|json|jpg|png|webp|heic|ctrl|enter|esc|excel|wps|fhir|his)\b/gi;
/** Shown in the other language on purpose: the switch names the language that it leads to. */
const switches = /\.language$/;

test.each(texts)('$name says the same things in both languages', ({ pair }) => {
  expect(leaves(pair.en, '').map(([at]) => at).sort()).toEqual(leaves(pair.zh, '').map(([at]) => at).sort());
});

test.each(texts)('$name shouts at nobody and mixes no languages', ({ pair }) => {
  const english = leaves(pair.en, '').filter(([at]) => !switches.test(at));
  expect([...leaves(pair.zh, ''), ...english].filter(([, words]) => /[!！]/.test(words))).toEqual([]);
  expect(english.filter(([, words]) => /\p{Script=Han}/u.test(words))).toEqual([]);
  expect(leaves(pair.zh, '').filter(([at, words]) => !switches.test(at) && /[a-z]{3,}/i.test(words.replace(endings, '')))).toEqual([]);
});

test('every code has a sentence in both languages, and none is a code', () => {
  for (const code of [...errorCodes, 'OFFLINE', 'TIMEOUT'] satisfies CloudCode[]) {
    expect(errorWords(code, 'zh')).toMatch(/^\p{Script=Han}[^A-Z!！]+$/u);
    expect(errorWords(code, 'en')).toMatch(/^[A-Z][a-z' ]+/);
  }
});

test('where the server names a time, the sentence names it too', () => {
  const now = Date.parse('2026-11-21T14:20:00+08:00');
  expect(errorWords('TOO_MANY', 'zh', { at: now + 60_000, now })).toBe('试得太频繁了，请过一会儿再来，今天下午 2:21 以后可以再试');
});

test('a problem beside a field is worded by its domain first, and never shown as a key', () => {
  expect(problemWords('code_expired', 'zh', { code_expired: '验证码过期了' })).toBe('验证码过期了');
  expect(problemWords('required', 'zh')).toBe('请填写这一项');
  expect(problemWords('something_new', 'en')).toBe('This is not right');
});
