/**
 * The ordinary shapes of cells in hospital exports, read into what the register stores. Every reader takes the cleaned text of one cell and gives a value or the key of what is wrong.
 */
import { addDays, isDay } from '../../kit/calendar';
import type { Relation, Sex } from '../../kit/contract';
import type { RowProblem, Way } from '../contract';
import relations from '../data/relation.json';
import ways from '../data/way.json';

/** `doubt` keeps the value and asks for a look. */
export type Read<T> = { value: T; doubt?: RowProblem } | { problem: RowProblem };

/** Full-width letters, digits and signs to half width, ideographic and no-break spaces to plain ones. */
export const halfWidth = (text: string): string =>
  text.replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/[\u3000\u00A0]/g, ' ');

/** Takes off what spreadsheets add around a value: `="2026001000"`, a leading apostrophe, byte-order marks, zero-width characters, surrounding space. */
export function cleanCell(raw: string): string {
  const text = raw.replace(/[\uFEFF\u200B-\u200D\u2060]/g, '').replace(/^[\s\u3000]+|[\s\u3000]+$/g, '');
  const quoted = /^="([^]*)"$/.exec(text);
  return (quoted ? quoted[1]!.replace(/""/g, '"') : text.replace(/^'/, '')).trim();
}

/** Words by which people say "nothing". */
const nothing = /^(无|没有|不详|未知|未填|空|null|nil|none|n\/a|na|[-—–_/\\.]+|0)$/i;
export const isNothing = (text: string): boolean => text === '' || nothing.test(text);

/** A number that a spreadsheet turned into `6.22301E+17`: the digits are gone. */
const scientific = /^\d(\.\d+)?E\+?\d+$/i;

/** An identifier kept as text; whole numbers that became `2026001000.0` lose the tail. */
export function readIdentifier(text: string, longest = 64): Read<string> {
  const value = halfWidth(text).replace(/\s+/g, '');
  if (scientific.test(value)) return { problem: 'text_as_number' };
  const plain = /^\d+\.0+$/.test(value) ? value.slice(0, value.indexOf('.')) : value;
  return plain.length > longest ? { problem: 'too_long' } : { value: plain };
}

/** Free text, at most `longest` characters. */
export const readText = (text: string, longest: number): Read<string> => (Array.from(text).length > longest ? { problem: 'too_long' } : { value: text });

/** A name: inner spaces that only fill (张 三) go, those between Latin words stay. */
export function readName(text: string): Read<string> {
  const value = halfWidth(text).replace(/(?<=[^\x20-\x7E])\s+(?=[^\x20-\x7E])/g, '').replace(/\s+/g, ' ');
  return Array.from(value).length > 40 ? { problem: 'too_long' } : { value };
}

export function readCount(text: string): Read<number> {
  const digits = /^第?(\d{1,4})(\.0+)?次?$/.exec(halfWidth(text).replace(/\s/g, ''))?.[1];
  const value = Number(digits);
  return digits && value >= 1 ? { value } : { problem: 'number' };
}

/** A wall time of the hospital; `time` is null where the cell has a day only. */
export interface Moment { day: string; time: string | null }

const pad = (text: string | undefined): string => (text ?? '0').padStart(2, '0');
const dashed = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]*(\d{1,2})[:时点](?:(\d{1,2})(?:[:分](\d{1,2})秒?|分?)?)?(?:\.\d+)?(?:Z|\+08:?00)?)?$/;
const compact = /^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(?:(\d{2})(\d{2})?)?)?$/;
const serial = /^(\d{5})(\.\d+)?$/;

/**
 * 2026-11-18 09:15 · 2026/11/8 3:05 · 20261118 · 20261118091500 · 2026年11月18日9时15分 · 46344.385 (days since 1899-12-30, as Excel counts).
 * A day that does not exist (2026-02-30) is `date_impossible`, a shape that is none of these `date_format`.
 */
export function readMoment(text: string): Read<Moment> {
  const value = halfWidth(text).replace(/\s+/g, ' ').trim();
  const counted = serial.exec(value);
  if (counted) {
    const days = Number(counted[1]);
    if (days < 1 || days > 80_000) return { problem: 'date_format' };
    if (!counted[2]) return { value: { day: addDays('1899-12-30', days), time: null } };
    const minutes = Math.round(Number(`0${counted[2]}`) * 1440);
    return { value: { day: addDays('1899-12-30', days + Math.floor(minutes / 1440)), time: `${pad(String(Math.floor((minutes % 1440) / 60)))}:${pad(String(minutes % 60))}` } };
  }
  const parts = compact.exec(value) ?? dashed.exec(value);
  if (!parts) return { problem: 'date_format' };
  const [, y, m, d, h, min, s] = parts;
  const day = `${y}-${pad(m)}-${pad(d)}`;
  if (!isDay(day)) return { problem: 'date_impossible' };
  if (h === undefined) return { value: { day, time: null } };
  if (Number(h) > 23 || Number(min ?? 0) > 59 || Number(s ?? 0) > 59) return { problem: 'date_impossible' };
  return { value: { day, time: `${pad(h)}:${pad(min)}` } };
}

/** GB/T 2261.1, words, HL7 letters, and both together: `2女`. 0 and 9 are unknown. */
export function readSex(text: string): Read<Sex> {
  const value = halfWidth(text).replace(/[\s.、:-]/g, '').toLowerCase();
  if (/^(1|1?男性?|m|male)$/.test(value)) return { value: 'male' };
  if (/^(2|2?女性?|f|female)$/.test(value)) return { value: 'female' };
  if (/^([09]|[09]?(未知|未说明|不详|其他)(的性别)?|u|o|a|n|unknown|other)$/.test(value)) return { value: 'unknown' };
  return { problem: 'sex_unknown' };
}

const wayTexts = (['1', '2', '3', '4', '5', '9'] as const).flatMap((way) => ways[way].map((text) => [text, way] as const)).sort((a, b) => b[0].length - a[0].length);

/** A code, a wording, or both (`1医嘱离院`). Both must agree; words of the 转归 table (where 4 means death) are refused by their own name. */
export function readWay(text: string): Read<Way> {
  const value = halfWidth(text).replace(/[\s.、:_-]/g, '');
  const [, code = '', words = ''] = /^(\d*)(.*)$/.exec(value) ?? [];
  // The longest wording wins, so that 非医嘱离院 is not taken for the 医嘱离院 inside it.
  const named = words ? wayTexts.find(([wording]) => words.includes(wording))?.[1] : undefined;
  if (words && !named) return { problem: ways.outcome.some((w) => words.includes(w)) ? 'way_outcome_table' : 'way_unknown' };
  const known = (['1', '2', '3', '4', '5', '9'] as const).find((w) => w === code.replace(/^0(?=\d)/, ''));
  if (code && !known) return { problem: 'way_unknown' };
  if (known && named && known !== named) return { problem: 'way_mismatch' };
  const way = known ?? named;
  return way ? { value: way } : { problem: 'way_unknown' };
}

const relationKinds = ['self', 'spouse', 'child', 'grandchild', 'parent', 'grandparent', 'sibling', 'other'] as const;
/** First digit of a GB/T 4761 code: 2 sons, 3 daughters; 8 and 9 others. */
const relationByDigit: readonly Relation[] = ['self', 'spouse', 'child', 'child', 'grandchild', 'parent', 'grandparent', 'sibling', 'other', 'other'];

/** GB/T 4761 with one or two digits, words, or both (`1 配偶`). What is unknown becomes `other` and is doubted. */
export function readRelation(text: string): Read<Relation> {
  const [, code = '', words = ''] = /^(\d*)(.*)$/.exec(halfWidth(text).replace(/[\s.:_-]/g, '')) ?? [];
  const named = relationKinds.find((kind) => relations[kind].includes(words));
  if (named) return { value: named };
  // One digit is the class; with two digits the first is (01 self, 12 wife, 37 stepdaughter).
  if (!words && (code.length === 1 || code.length === 2)) return { value: relationByDigit[Number(code[0])]! };
  return { value: 'other', doubt: 'relation_unknown' };
}

const mobile = /^1[3-9]\d{9}$/;
/** Area codes are 010, 02x, or 0 and three digits; numbers have 7 or 8. */
const landline = /^0(10|2\d|[3-9]\d{2})[2-9]\d{6,7}$/;

/** `number` is '' when it cannot be used; `source` is what the file says, evened out, to notice when it changes. */
export interface PhoneRead { number: string; source: string; problem?: RowProblem }

/** Mobile or landline with area code; spaces, dashes, brackets and +86 go; of several in one cell the first good one counts. */
export function readPhone(text: string): PhoneRead {
  const value = halfWidth(text).trim();
  if (isNothing(value.replace(/\s/g, ''))) return { number: '', source: '' };
  if (scientific.test(value)) return { number: '', source: value, problem: 'text_as_number' };
  const one = (part: string): string => {
    const digits = part.replace(/[\s().·\-—–+]/g, '').replace(/^(00)?86(?=1[3-9]\d{9}$|0)/, '').replace(/\.0+$/, '');
    return /^\d+$/.test(digits) ? digits : '';
  };
  const good = (digits: string): boolean => mobile.test(digits) || landline.test(digits);
  const whole = one(/^\d+\.0+$/.test(value) ? value.slice(0, value.indexOf('.')) : value);
  if (good(whole)) return { number: whole, source: whole };
  const parts = value.split(/[,，;；、/|或]+/).map(one);
  const first = parts.find(good);
  if (first && parts.length > 1) return { number: first, source: first, problem: 'phone_several' };
  return { number: '', source: whole || value.replace(/\s/g, ''), problem: /^[2-9]\d{6,7}$/.test(whole) ? 'phone_no_area_code' : 'phone_wrong' };
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/** The check character of GB 11643-1999 (ISO 7064 MOD 11-2) for the first 17 digits. */
export const idCheckCharacter = (digits: string): string => '10X98765432'[weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0) % 11]!;

/** An 18-character identity number, or '' where none is given. A passport or the like is left out, with a doubt. */
export function readIdNo(text: string): Read<string> {
  const value = halfWidth(text).replace(/[\s-]/g, '').toUpperCase();
  if (isNothing(value)) return { value: '' };
  if (scientific.test(value)) return { problem: 'text_as_number' };
  if (/^\d{17}[\dX]$/.test(value)) return idCheckCharacter(value) === value[17] ? { value } : { problem: 'id_check_digit' };
  return /^[\dX]+$/.test(value) ? { problem: 'id_length' } : { value: '', doubt: 'id_other_document' };
}

/** Yes or no, as people and systems write it; blank is no. */
export function readFlag(text: string): Read<boolean> {
  const value = halfWidth(text).toLowerCase();
  if (/^(|0|否|n|no|false|无|正常|接受)$/.test(value)) return { value: false };
  return /^(1|是|y|yes|true|有|√|不接受|拒绝|作废|取消|已取消|已作废|已删除|删除)$/.test(value) ? { value: true } : { value: false, doubt: 'flag_unknown' };
}

/** ICD-10 of 国家临床版 or 医保版: a letter, two digits, and up to four more with extensions (J18.900, M51.202, I10.x00x002). Doubted and left out when it is none. */
export function readDxCode(text: string): Read<string> {
  const value = halfWidth(text).replace(/\s/g, '').replace(/[†*+]+$/, '');
  if (isNothing(value)) return { value: '' };
  const code = value.slice(0, 1).toUpperCase() + value.slice(1).toLowerCase();
  return /^[A-Z]\d{2}(\.[\dx]{1,4}(x\d{1,3})?(\/\d)?)?$/.test(code) || /^[A-Z]\d{2}\d{1,4}$/.test(code) ? { value: /^[A-Z]\d{3,}$/.test(code) ? `${code.slice(0, 3)}.${code.slice(3)}` : code } : { value: '', doubt: 'dx_code' };
}

/** Down to 区, 县, 旗 or city; '' where the address names none (product: stored to the district). */
export function districtOf(address: string): string {
  const known = /^(?:[^省市区县旗]{2,8}(?:省|自治区|特别行政区))?(?:[^省市区县旗]{2,10}(?:市|自治州|地区|盟))?(?:[^省市区县旗]{1,10}(?:自治县|自治旗|[市区县旗]))?/u.exec(halfWidth(address).replace(/\s/g, ''));
  return known?.[0] ?? '';
}
