/**
 * Mongo's order of values, once for comparing in memory and once as sortable text for SQLite: both must agree, so both live here.
 * Order of types: missing and null, numbers, strings (by code point), objects, arrays, booleans, dates, patterns
 * (https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/).
 */
import { isDocument, type Document, type Value } from './value';

/** A sort order: paths with 1 (ascending) or -1. */
export type Order = [path: string, direction: 1 | -1][];

function rank(value: Value | undefined): number {
  if (value === undefined) return 0; // an empty array, when sorting
  if (value === null) return 1;
  switch (typeof value) {
    case 'number':
      return 2;
    case 'string':
      return 3;
    case 'boolean':
      return 6;
    default:
      if (Array.isArray(value)) return 5;
      if (value instanceof Date) return 7;
      return value instanceof RegExp ? 8 : 4;
  }
}

/** Compares texts by code point, as SQLite and Mongo do; JavaScript's `<` puts astral characters before U+E000. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    let x = a.charCodeAt(i);
    let y = b.charCodeAt(i);
    if (x !== y) {
      if (x >= 0xd800 && y >= 0xd800) {
        x = x <= 0xdfff ? x + 0x10000 : x;
        y = y <= 0xdfff ? y + 0x10000 : y;
      }
      return x - y;
    }
  }
  return a.length - b.length;
}

function compareNumbers(a: number, b: number): number {
  if (a === b) return 0;
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : -1;
  return Number.isNaN(b) || a > b ? 1 : -1;
}

/** Mongo's comparison of two values: negative, 0 or positive. `undefined` stands for an empty array in a sort and is lowest. */
export function compareValues(a: Value | undefined, b: Value | undefined): number {
  const difference = rank(a) - rank(b);
  if (difference !== 0) return difference;
  if (typeof a === 'number' && typeof b === 'number') return compareNumbers(a, b);
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (typeof a === 'boolean' || (a instanceof Date && b instanceof Date)) return Number(a) - Number(b);
  if (a instanceof RegExp || b instanceof RegExp) return compareText(String(a), String(b));
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      const order = compareValues(a[i] ?? null, b[i] ?? null);
      if (order !== 0) return order;
    }
    return a.length - b.length;
  }
  if (isDocument(a) && isDocument(b)) return compareDocuments(a, b);
  return 0;
}

function compareDocuments(a: Document, b: Document): number {
  const left = Object.entries(a);
  const right = Object.entries(b);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [leftKey, leftValue] = left[i]!;
    const [rightKey, rightValue] = right[i]!;
    const order = rank(leftValue) - rank(rightValue) || compareText(leftKey, rightKey) || compareValues(leftValue, rightValue);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function reach(value: Value | undefined, parts: string[], at: number, out: (Value | undefined)[]): void {
  if (at === parts.length) {
    if (!Array.isArray(value)) out.push(value ?? null);
    else if (value.length === 0) out.push(undefined);
    else out.push(...value);
    return;
  }
  const part = parts[at]!;
  if (Array.isArray(value)) {
    if (/^\d+$/.test(part)) reach(value[Number(part)], parts, at + 1, out);
    else if (value.length === 0) out.push(undefined);
    else for (const item of value) reach(item, parts, at, out);
    return;
  }
  if (!isDocument(value) || !Object.hasOwn(value, part)) out.push(null);
  else reach(value[part], parts, at + 1, out);
}

/** Every value that a path reaches, through arrays: null where it is missing, undefined for an empty array. */
export function valuesAt(document: Document, path: string): (Value | undefined)[] {
  const values: (Value | undefined)[] = [];
  reach(document, path.split('.'), 0, values);
  return values;
}

/** What a document is sorted by on one path: an array counts by its smallest element ascending, by its largest descending. */
export function sortValue(document: Document, path: string, direction: 1 | -1): Value | undefined {
  const values = valuesAt(document, path);
  let best = values[0];
  for (const value of values.slice(1)) if (compareValues(value, best) * direction < 0) best = value;
  return best;
}

/** Compares two lists of sort values made by `sortValue` for the same order. */
export function compareSortValues(a: (Value | undefined)[], b: (Value | undefined)[], order: Order): number {
  for (let i = 0; i < order.length; i++) {
    const difference = compareValues(a[i], b[i]);
    if (difference !== 0) return difference * order[i]![1];
  }
  return 0;
}

/** First letter of a key per type; the letters sort as the types do. */
const TAG = { null: 'a', number: 'b', string: 'c', boolean: 'f', date: 'g' } as const;
/** Types whose order a key can hold: the rest (objects, arrays, patterns) has no key. */
export type Indexable = null | number | string | boolean | Date;

/** True when `keyOf` can hold the value. */
export function isIndexable(value: Value | undefined): value is Indexable {
  return value === null || typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' || value instanceof Date;
}

/** Sortable text of a value: comparing two keys byte by byte gives the order of the values. Missing is null, as in Mongo's indexes. */
export function keyOf(value: Indexable | undefined): string {
  if (value === null || value === undefined) return TAG.null;
  if (typeof value === 'number') return TAG.number + numberKey(value);
  // SQLite's texts end at a null character, so it is written in two characters that sort as it does.
  if (typeof value === 'string') return TAG.string + (/[\0\x01]/.test(value) ? value.replace(/[\0\x01]/g, (c) => (c === '\0' ? '\x01\x01' : '\x01\x02')) : value);
  if (typeof value === 'boolean') return TAG.boolean + (value ? '1' : '0');
  return TAG.date + numberKey(value.getTime());
}

/** The two ends between which all keys of the same type as `key` lie: [from, below). */
export function typeRange(key: string): [from: string, below: string] {
  const tag = key.slice(0, 1);
  return [tag, String.fromCharCode(tag.charCodeAt(0) + 1)];
}

function numberKey(number: number): string {
  if (Number.isNaN(number)) return '!';
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, number === 0 ? 0 : number);
  const high = view.getUint32(0);
  const low = view.getUint32(4);
  const negative = high >= 0x80000000;
  return hex(negative ? ~high >>> 0 : high + 0x80000000) + hex(negative ? ~low >>> 0 : low);
}

function hex(word: number): string {
  return word.toString(16).padStart(8, '0');
}
