/**
 * The ordinary shapes of cells in hospital exports, read into what the register stores. Every reader takes the cleaned text of one cell and gives a value or the key of what is wrong.
 */
import type { Relation, Sex } from '../../kit/contract';
import type { RowProblem, Way } from '../contract';
import relations from '../data/relation.json';
import ways from '../data/way.json';

/** `doubt` keeps the value and asks for a look. */
export type Read<T> = { value: T; doubt?: RowProblem } | { problem: RowProblem };

/** Full-width letters, digits and signs to half width; ideographic, no-break and typographic spaces to plain ones. */
export const halfWidth = (text: string): string =>
  // Most cells are plain: they are left alone.
  /[^\x20-\x7E\u4E00-\u9FFF]/.test(text) ? text.replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/[\u3000\u00A0\u1680\u2000-\u200A\u202F\u205F]/g, ' ') : text;

/** Marks that nobody sees: of byte order, width zero, direction of writing, soft hyphens, control characters but for tab and line breaks. */
const unseen = /[\uFEFF\u200B-\u200F\u202A-\u202E\u2060-\u2069\u00AD\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g;

/** Takes off what spreadsheets add around a value: `="2026001000"`, `"…"`, a leading apostrophe, byte-order marks, signs without width, surrounding space. */
export function cleanCell(raw: string): string {
  const text = raw.replace(unseen, '').trim();
  if (text === '' || !/^[='"]/.test(text)) return text;
  const quoted = /^="([^]*)"$/.exec(text) ?? /^"([^]*)"$/.exec(text);
  return (quoted ? quoted[1]!.replace(/""/g, '"') : text.replace(/^'/, '')).trim();
}

/** What Excel and WPS show where a formula failed; error words of one length never are anybody's data. */
export const isFormulaError = (text: string): boolean => /^#(N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)$/i.test(text);

/** Characters were lost on the way here: the replacement sign, or what it becomes when it is decoded once more. */
export const isGarbled = (text: string): boolean => /\uFFFD|锟斤拷/.test(text);

/** Words by which people say "nothing". */
const nothing = /^(无|没有|不详|未知|未填|空|null|nil|none|n\/a|na|[-—–_/\\.]+|0)$/i;
export const isNothing = (text: string): boolean => text === '' || nothing.test(text);

const scientific = /^(\d)(?:\.(\d+))?E\+?(\d+)$/i;

/**
 * A number that a spreadsheet turned into scientific notation, with its digits: `1.3800001234E+10` has kept them all, `6.22301E+17` has not (null). Beyond 15 digits a spreadsheet has none to keep.
 * Other text is given back as it is, without the `.0` that whole numbers get.
 */
export function wholeDigits(text: string): string | null {
  const [, first, rest = '', exponent] = scientific.exec(text) ?? [];
  if (first !== undefined) return rest.length >= Number(exponent) && Number(exponent) <= 14 && /^0*$/.test(rest.slice(Number(exponent))) ? first + rest.slice(0, Number(exponent)) : null;
  return /^\d+\.0+$/.test(text) ? text.slice(0, text.indexOf('.')) : text;
}
/** A code of a table: evened out, without signs between code and word, without the `.0` of whole numbers. */
const codeText = (text: string): string => halfWidth(text).trim().replace(/^(\d+)\.0+$/, '$1').replace(/[\s.、:：=_()（）·-]/g, '');

/** An identifier kept as text; whole numbers that became `2026001000.0` lose the tail, those in scientific notation are taken only with all their digits. */
export function readIdentifier(text: string, longest = 64): Read<string> {
  const value = wholeDigits(halfWidth(text).replace(/\s+/g, ''));
  if (value === null) return { problem: 'text_as_number' };
  return value.length > longest ? { problem: 'too_long' } : { value };
}

/** Free text, at most `longest` characters. */
export const readText = (text: string, longest: number): Read<string> => (Array.from(text).length > longest ? { problem: 'too_long' } : { value: text });

/** A name: inner spaces that only fill (张 三) go, those between Latin words stay. */
export function readName(text: string): Read<string> {
  const value = halfWidth(text).replace(/(?<=[^\x20-\x7E])\s+(?=[^\x20-\x7E])/g, '').replace(/\s+/g, ' ');
  if (Array.from(value).length > 40) return { problem: 'too_long' };
  // A rare character that an old code page does not have comes as a question mark: the person is known, the name needs a look.
  return isGarbled(value) || /[?□■]/.test(value) ? { value, doubt: 'garbled' } : { value };
}

export function readCount(text: string): Read<number> {
  const digits = /^第?(\d{1,4})(\.0+)?次?$/.exec(halfWidth(text).replace(/\s/g, ''))?.[1];
  const value = Number(digits);
  return digits && value >= 1 ? { value } : { problem: 'number' };
}

/** GB/T 2261.1, words, HL7 letters, and both together: `2女`. 0 and 9 are unknown. */
export function readSex(text: string): Read<Sex> {
  const value = codeText(text).toLowerCase();
  if (/^(0?1|1?男性?1?|m男?|male|男m)$/.test(value)) return { value: 'male' };
  if (/^(0?2|2?女性?2?|f女?|female|女f)$/.test(value)) return { value: 'female' };
  if (/^([09]|00|09|[09]?(未知|未说明|不详|其他)(的性别)?|u|o|a|n|unknown|other)$/.test(value)) return { value: 'unknown' };
  return { problem: 'sex_unknown' };
}

const wayTexts = (['1', '2', '3', '4', '5', '9'] as const).flatMap((way) => ways[way].map((text) => [text, way] as const)).sort((a, b) => b[0].length - a[0].length);

/** A code, a wording, or both (`1医嘱离院`). Both must agree; words of the 转归 table (where 4 means death) are refused by their own name. */
export function readWay(text: string): Read<Way> {
  const value = codeText(text);
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
  const [, code = '', words = ''] = /^(\d*)(.*)$/.exec(codeText(text)) ?? [];
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

const good = (digits: string): boolean => mobile.test(digits) || landline.test(digits);
const digitsOf = (part: string): string => {
  const digits = part.replace(/[\s().·\-—–+]/g, '').replace(/^(00)?86(?=1[3-9]\d{9}$|0)/, '').replace(/\.0+$/, '');
  return /^\d+$/.test(digits) ? digits : '';
};
const inside = /(?<!\d)(?:(?:\+|00)?86[\s-]*)?(1[3-9]\d(?:[\s.·\-—–]?\d){8})(?!\d)|(?<!\d)(\(?0\d{2,3}\)?[\s\-—–]*[2-9]\d{2,3}[\s\-—–]?\d{4})(?!\d)/g;
/** Whose number it is, beside it in the cell. */
const relative = new RegExp(relationWords().join('|'));
function relationWords(): string[] {
  return [...relations.spouse, ...relations.child, ...relations.grandchild, ...relations.parent, ...relations.grandparent, ...relations.sibling, '家属', '亲属', '朋友', '同事', '邻居', '护工'].filter((word) => word.length > 1 || '夫妻子女儿父母兄弟姐妹'.includes(word));
}

/**
 * Mobile or landline with area code; spaces, dashes, brackets, names and +86 go; of several in one cell the first good one counts (`phone_several`).
 * A number with a relative's name beside it (13800000001（女儿）) is taken and pointed out (`phone_named`): it is not the patient's own.
 */
export function readPhone(text: string): PhoneRead {
  const value = halfWidth(text).trim();
  if (isNothing(value.replace(/\s/g, ''))) return { number: '', source: '' };
  const plain = wholeDigits(value.replace(/\s/g, ''));
  if (plain === null) return { number: '', source: value, problem: 'text_as_number' };
  const whole = digitsOf(plain === value.replace(/\s/g, '') ? value : plain);
  if (good(whole)) return { number: whole, source: whole };
  const found = [...value.matchAll(inside)].map((match) => digitsOf(match[0]));
  const [first] = found.filter(good);
  if (first === undefined) return { number: '', source: whole || value.replace(/\s/g, ''), problem: /^[2-9]\d{6,7}$/.test(whole) ? 'phone_no_area_code' : 'phone_wrong' };
  const rest = value.replace(inside, ' ').replace(/(转|ext\.?|-|分机)\s*\d{1,5}/gi, ' ');
  if (new Set(found).size > 1 || /\d/.test(rest)) return { number: first, source: first, problem: 'phone_several' };
  return relative.test(rest) ? { number: first, source: first, problem: 'phone_named' } : { number: first, source: first };
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/** The check character of GB 11643-1999 (ISO 7064 MOD 11-2) for the first 17 digits. */
export const idCheckCharacter = (digits: string): string => '10X98765432'[weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0) % 11]!;

/** An 18-character identity number, or '' where none is given. A passport or the like is left out, with a doubt. */
export function readIdNo(text: string): Read<string> {
  const value = halfWidth(text).replace(/[\s-]/g, '').toUpperCase();
  if (isNothing(value)) return { value: '' };
  if (wholeDigits(value) === null) return { problem: 'text_as_number' };
  if (/^\d{17}[\dX]$/.test(value)) return idCheckCharacter(value) === value[17] ? { value } : { problem: 'id_check_digit' };
  return /^[\dX]+$/.test(value) ? { problem: 'id_length' } : { value: '', doubt: 'id_other_document' };
}

/** Yes or no, as people and systems write it; blank is no. */
export function readFlag(text: string): Read<boolean> {
  const value = codeText(text).toLowerCase();
  if (/^(|0|00|否|n|no|false|无|正常|接受)$/.test(value)) return { value: false };
  return /^(0?1|是|y|yes|true|有|√|不接受|拒绝|作废|取消|已取消|已作废|已删除|删除)$/.test(value) ? { value: true } : { value: false, doubt: 'flag_unknown' };
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
