/** What a ward reads of a complaint: the facts. Names, numbers and ids of the people behind it are taken out of every text, however they are spelled. */

const gap = '[\\s\\p{P}\\p{S}]{0,3}';
const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** 13812345678, 138-1234-5678, １３８ １２３４ ５６７８; a landline with area code; an identity number. */
const numbers = new RegExp([`(?<!\\d)1${gap}[3-9](?:${gap}\\d){9}(?!\\d)`, `(?<!\\d)0\\d{2,3}${gap}[1-9](?:${gap}\\d){6,7}(?!\\d)`, `(?<!\\d)[1-9](?:${gap}\\d){16}${gap}[\\dXx](?!\\d)`].join('|'), 'gu');
/** Titles after a family name that mean the complainant or the patient, never staff. */
const titles = '(?:先生|女士|小姐|大爷|大妈|大叔|阿姨|奶奶|爷爷|老师傅|师傅|老人|家属|同志|某某|某)';
const hidden = '＊＊';

/** Widths made even one character for one, so that what is taken out is all that changes. */
const even = (text: string): string => text.replace(/[０-９Ａ-Ｚａ-ｚ]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0)).replaceAll('　', ' ');

/** What must not be read. */
export interface Known {
  /** Of the complainant, the patient, the contact, a newborn's mother. */
  names: readonly string[];
  /** Digits, as dialled. */
  phones: readonly string[];
  /** Inpatient and patient numbers, ids of ours: taken out wherever they stand. */
  ids: readonly string[];
}

/** The text without the person. Given names of two and more characters go, too, and the family name before a title (王女士). */
export function maskFacts(text: string, known: Known): string {
  let out = even(text);
  // A Latin name stands as a word of its own: Ng is not in "nursing".
  const bounded = (word: string): [string, string] => [/^[A-Za-z0-9]/.test(word) ? '(?<![A-Za-z0-9])' : '', /[A-Za-z0-9]$/.test(word) ? '(?![A-Za-z0-9])' : ''];
  const spread = (word: string): string => bounded(word).join(Array.from(even(word)).map(escape).join(gap));
  const cover = (pattern: string): void => void (out = out.replace(new RegExp(pattern, 'giu'), hidden));
  // Longest first: 欧阳小三 before 小三.
  for (const id of [...known.ids].filter((one) => one.length >= 5).sort((a, b) => b.length - a.length)) cover(spread(id));
  out = out.replace(numbers, hidden);
  for (const phone of known.phones.filter((one) => one.length >= 5)) cover(spread(phone));
  const names = [...new Set(known.names.map((name) => even(name).replace(/[\s·.]/g, '')).filter((name) => Array.from(name).length >= 2))].sort((a, b) => b.length - a.length);
  for (const name of names) cover(spread(name));
  for (const name of names) {
    const characters = Array.from(name);
    const given = characters.slice(characters.length >= 4 ? 2 : 1);
    if (given.length >= 2 && /^\p{Script=Han}+$/u.test(name)) cover(spread(given.join('')));
    if (/^\p{Script=Han}/u.test(name)) cover(`${escape(characters.length >= 4 ? characters.slice(0, 2).join('') : characters[0]!)}${titles}`);
  }
  return out;
}

/** What is no free text: codes, days, ids of ours. */
const structure = new Set(['number', 'state', 'source', 'category', 'departmentCode', 'severity', 'warning', 'day', 'version', 'internalState', 'legalState', 'fileId', 'type', 'kind', 'code', 'outcome', 'channel', 'notHandledReason', 'verdict', 'offices', 'wants', 'contributed', 'silentAfter', 'cursor']);

/** Every text of an answer, however deep, without the person. */
export function veil<T>(value: T, known: Known): T;
/** The same value with every text in it masked. */
export function veil(value: unknown, known: Known): unknown {
  if (typeof value === 'string') return maskFacts(value, known);
  if (Array.isArray(value)) return value.map((one) => veil(one, known));
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, structure.has(key) ? one : veil(one, known)]));
  return value;
}
