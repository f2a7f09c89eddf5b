/**
 * Documents as they travel, as they are computed with, and as they are stored.
 * On the wire: canonical EJSON. In memory: plain JS values (mingo wants JS numbers and Dates, not BSON classes). On disk: relaxed EJSON text, dates as
 * `{"$date":{"$numberLong":"…"}}`, which the SDK reads as it is: a stored document goes out without being parsed.
 */
import { WireError, invalidParam, notEmulated } from '../errors';

/** A value of a document or of a query. */
export type Value = null | boolean | number | string | Date | RegExp | Value[] | Document;
/** A document, or an object inside one. */
export interface Document {
  [key: string]: Value;
}

/** Largest document: 512 KB is what the platform's clients promise (platform constant `db_doc_size_limit`). */
export const MAX_DOCUMENT_BYTES = 512 * 1024;
/** Largest request text and reply: 16 MB. */
export const MAX_PACKET_BYTES = 16 * 1024 * 1024;
/** MongoDB's limit of nesting. */
const MAX_DEPTH = 100;

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
const NOT_EMULATED_TYPES = new Set(['$oid', '$numberDecimal', '$binary', '$timestamp', '$minKey', '$maxKey', '$symbol', '$code', '$scope', '$dbPointer', '$undefined', '$uuid', '$ref']);

/** True for an object that is not an array, a date or a pattern. */
export function isDocument(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date) && !(value instanceof RegExp);
}

/** Parses an EJSON text of the wire; `what` names the parameter in the error. `now` (ms) fills `$tcb_server_date`. */
export function parseWire(text: unknown, what: string, now: number): Value {
  if (typeof text !== 'string') return decode(text, what, now, 0);
  if (text.length > MAX_PACKET_BYTES) throw invalidParam(`${what} is larger than 16 MB`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw invalidParam(`${what} is not valid EJSON`);
  }
  return decode(json, what, now, 0);
}

/** Parses an EJSON text that must hold an object; an absent or empty text is an empty object, as the SDK omits what is empty. */
export function parseWireDocument(text: unknown, what: string, now: number): Document {
  if (text === undefined || text === null || text === '') return {};
  const value = parseWire(text, what, now);
  if (!isDocument(value)) throw invalidParam(`${what} must be an object`);
  return value;
}

/** Any JSON or JS value as a Value; refuses what cannot be represented exactly. */
export function decode(input: unknown, what: string, now: number, depth: number): Value {
  if (depth > MAX_DEPTH) throw invalidParam(`${what} is nested deeper than ${MAX_DEPTH} levels`);
  switch (typeof input) {
    case 'string':
    case 'number':
    case 'boolean':
      return input;
    case 'object':
      break;
    default:
      throw invalidParam(`${what} holds a ${typeof input}`);
  }
  if (input === null) return null;
  if (Array.isArray(input)) return input.map((item) => decode(item, what, now, depth + 1));
  if (input instanceof Date || Object.prototype.toString.call(input) === '[object Date]') return exactDate(Number(input), what);
  if (input instanceof RegExp) return pattern(input.source, input.flags);
  const source = input as Record<string, unknown>;
  const keys = Object.keys(source);
  if (keys[0]?.startsWith('$')) {
    const typed = decodeTyped(source, keys, what, now, depth);
    if (typed !== undefined) return typed;
  }
  const out: Document = {};
  for (const key of keys) {
    if (FORBIDDEN_KEYS.has(key)) throw invalidParam(`${what} has a key '${key}', which is refused`);
    const value = source[key];
    if (value !== undefined) out[key] = decode(value, what, now, depth + 1);
  }
  return out;
}

function exactDate(ms: number, what: string): Date {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) throw invalidParam(`${what} has an invalid date`);
  return date;
}

/** A pattern with Mongo's options; JavaScript's g, u, y and Mongo's x are refused. */
export function pattern(source: string, options: string): RegExp {
  for (const option of options) if (!'ims'.includes(option)) throw invalidParam(`invalid flag in regex options: ${option}`);
  try {
    return new RegExp(source, options);
  } catch {
    throw invalidParam(`invalid regular expression: ${source}`);
  }
}

function decodeTyped(source: Record<string, unknown>, keys: string[], what: string, now: number, depth: number): Value | undefined {
  const [key] = keys;
  if (key === undefined) return undefined;
  const inner = source[key];
  const alone = (): void => {
    if (keys.length !== 1) throw invalidParam(`${what} has ${key} beside other keys`);
  };
  switch (key) {
    case '$numberInt':
    case '$numberLong': {
      alone();
      if (typeof inner !== 'string' || !/^-?\d{1,19}$/.test(inner)) throw invalidParam(`${what} has an invalid ${key}`);
      const integer = Number(inner);
      if (!Number.isSafeInteger(integer)) throw notEmulated('a 64-bit integer beyond 2^53');
      return integer;
    }
    case '$numberDouble': {
      alone();
      const double = typeof inner === 'string' && /^(-?\d+(\.\d+)?([eE][+-]?\d+)?|-?Infinity|NaN)$/.test(inner) ? Number(inner) : undefined;
      if (double === undefined) throw invalidParam(`${what} has an invalid $numberDouble`);
      return double;
    }
    case '$date': {
      alone();
      const ms = typeof inner === 'string' ? Date.parse(inner) : decode(inner, what, now, depth + 1);
      if (typeof ms !== 'number') throw invalidParam(`${what} has an invalid $date`);
      return exactDate(ms, what);
    }
    case '$tcb_server_date': {
      alone();
      const offset = isDocument(inner) && inner.offset !== undefined ? decode(inner.offset, what, now, depth + 1) : 0;
      if (typeof offset !== 'number') throw invalidParam(`${what} has an invalid server date`);
      return exactDate(now + offset, what);
    }
    case '$regularExpression': {
      alone();
      if (!isDocument(inner) || typeof inner.pattern !== 'string' || typeof (inner.options ?? '') !== 'string') throw invalidParam(`${what} has an invalid regular expression`);
      return pattern(inner.pattern, String(inner.options ?? ''));
    }
    default:
      if (NOT_EMULATED_TYPES.has(key)) throw notEmulated(`the type ${key}`);
      return undefined;
  }
}

/** Refuses what Mongo does not store: keys with `$` or `.`, patterns, an `_id` that is neither text nor number. */
export function assertStorable(value: Value, what: string): void {
  if (value instanceof RegExp) throw notEmulated('storing a regular expression');
  if (Array.isArray(value)) {
    for (const item of value) assertStorable(item, what);
  } else if (isDocument(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (key.startsWith('$')) throw invalidParam(`${what}: the field name '${key}' must not start with '$'`);
      if (key.includes('.') || key.includes('\0')) throw invalidParam(`${what}: the field name '${key}' must not contain '.' or a null character`);
      assertStorable(item, what);
    }
  }
}

/** A deep copy: one value given to several documents must not be shared by them. */
export function copy(value: Value): Value {
  if (Array.isArray(value)) return value.map(copy);
  if (value instanceof Date) return new Date(value);
  if (!isDocument(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item)]));
}

/** The text of a value in relaxed EJSON. `undefined` members (an aggregation can make them) are left out. */
export function encode(value: Value): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      if (Object.is(value, -0)) return '{"$numberDouble":"-0.0"}';
      return Number.isFinite(value) ? String(value) : `{"$numberDouble":"${value}"}`;
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      break;
    default:
      return 'null';
  }
  if (value === null) return 'null';
  if (value instanceof Date) return `{"$date":{"$numberLong":"${value.getTime()}"}}`;
  if (value instanceof RegExp) return `{"$regularExpression":${JSON.stringify({ pattern: value.source, options: value.flags })}}`;
  if (Array.isArray(value)) return `[${value.map(encode).join(',')}]`;
  let text = '';
  for (const key of Object.keys(value)) {
    const item = value[key];
    if (item !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${encode(item)}`;
  }
  return `{${text}}`;
}

/** The text of a whole document, refused when it is larger than the platform takes. */
export function encodeDocument(document: Document): string {
  const text = encode(document);
  if (text.length * 3 > MAX_DOCUMENT_BYTES && Buffer.byteLength(text) > MAX_DOCUMENT_BYTES) {
    throw new WireError('DATABASE_REQUEST_FAILED', `the document is larger than ${MAX_DOCUMENT_BYTES / 1024} KB`);
  }
  return text;
}

/** Reads a stored text back; never fails on what `encode` wrote. */
export function parseStored(text: string): Document {
  const document = JSON.parse(text) as Document;
  return text.includes('"$') ? (revive(document) as Document) : document;
}

function revive(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = revive(value[i] ?? null);
    return value;
  }
  const object = value as Document;
  for (const key in object) {
    const item = object[key];
    if (typeof item !== 'object' || item === null) {
      if (key === '$numberDouble') return Number(item);
      continue;
    }
    if (key === '$date') return new Date(Number((item as Document).$numberLong));
    object[key] = revive(item);
  }
  return object;
}
