/**
 * Inputs that nobody's page would send, made from an operation's own schema: each field in turn replaced, left out, or joined by what does not belong there. The same seed
 * gives the same inputs.
 */
import { z, type Operation } from '../../cloudfunctions/kit/contract';

/** `field`: the first step of the path that was spoilt; '' for the input as a whole. */
export interface Variant { what: string; field: string; input: unknown }

interface Schema {
  type?: string; properties?: Record<string, Schema>; required?: string[]; items?: Schema; anyOf?: Schema[]; oneOf?: Schema[]; enum?: unknown[]; const?: unknown;
  pattern?: string; minLength?: number; maxLength?: number; minimum?: number; maximum?: number; minItems?: number; maxItems?: number;
}
type Path = readonly (string | number)[];

/** Mulberry32: small, and the same everywhere. */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The same things in another order. */
export function shuffled<T>(things: readonly T[], roll: () => number): T[] {
  return things.map((thing) => ({ thing, at: roll() })).sort((a, b) => a.at - b.at).map(({ thing }) => thing);
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const branches = (schema: Schema): Schema[] => schema.anyOf ?? schema.oneOf ?? [schema];

const words = [
  '测试', '2026-11-23', '2026-12', '1966-05', '08:30', '16600019999', '09438220009', '123456', 'nursing.response', 'key-of-the-hostile-1', 'TS20261120-0099', 'a1', 'C', 'FU-SHORT-1', 'a'.repeat(64), 'claim-token-of-nobody',
];
const fits = (schema: Schema, word: string): boolean =>
  word.length >= (schema.minLength ?? 0) && word.length <= (schema.maxLength ?? Infinity) && (!schema.pattern || new RegExp(schema.pattern, 'u').test(word));

/** Something that the schema admits, as far as a schema can say; every property is there. */
function sample(schema: Schema): unknown {
  const [first] = branches(schema);
  if (first && first !== schema) return sample(first);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  switch (schema.type) {
    case 'object': return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, child]) => [key, sample(child)]));
    case 'array': return (schema.maxItems ?? 1) > 0 && schema.items ? [sample(schema.items)] : [];
    case 'string': return words.find((word) => fits(schema, word)) ?? '';
    case 'integer': case 'number': return (schema.maximum ?? 0) > 1e12 && (schema.minimum ?? -1) === 0 ? Date.parse('2026-12-01T08:00:00+08:00') : Math.min(Math.max(1, schema.minimum ?? 1), schema.maximum ?? 1);
    case 'boolean': return false;
    default: return null;
  }
}

/** What is given, and a sample of each property that must be there. */
function completed(schema: Schema, given: unknown): unknown {
  const objects = branches(schema).filter((branch) => branch.type === 'object');
  const object = objects.find((branch) => isObject(given) && (branch.required ?? []).every((key) => key in given)) ?? objects[0];
  if (!object) return given ?? sample(schema);
  const known = isObject(given) ? given : {};
  return { ...Object.fromEntries((object.required ?? []).filter((key) => !(key in known)).map((key) => [key, sample(object.properties?.[key] ?? {})])), ...known };
}

/** Every place of the schema, the input itself left out. */
function placesOf(schema: Schema, path: Path = []): { path: Path; schema: Schema }[] {
  if (path.length > 4) return [];
  return branches(schema).flatMap((branch) => [
    ...Object.entries(branch.properties ?? {}).flatMap(([key, child]) => [{ path: [...path, key], schema: child }, ...placesOf(child, [...path, key])]),
    ...(branch.items ? [{ path: [...path, 0], schema: branch.items }, ...placesOf(branch.items, [...path, 0])] : []),
  ]);
}

/** The value with one place replaced; what is missing on the way there is a sample. `undefined` leaves the place out. */
function withPlace(schema: Schema, value: unknown, path: Path, replacement: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return replacement;
  const branch = branches(schema).find((one) => (typeof step === 'number' ? one.items : one.properties?.[step])) ?? schema;
  const child = (typeof step === 'number' ? branch.items : branch.properties?.[step]) ?? {};
  if (typeof step === 'number') {
    const list = Array.isArray(value) && value.length > 0 ? (value as unknown[]) : [sample(child)];
    return list.map((item, n) => (n === step ? withPlace(child, item, rest, replacement) : item));
  }
  const object = isObject(value) ? value : (sample(branch) as Record<string, unknown>);
  const inner = rest.length > 0 ? withPlace(child, step in object ? object[step] : sample(child), rest, replacement) : replacement;
  if (inner !== undefined) return { ...object, [step]: inner };
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== step));
}

/** Its own property, as JSON.parse makes it, not the prototype. */
const protoKey = (): unknown => JSON.parse('{"__proto__":{"role":"lead","kind":"staff"},"constructor":{"prototype":{"role":"lead"}}}') as unknown;
const nested = (depth: number): unknown => JSON.parse(`${'{"$or":['.repeat(depth)}1${']}'.repeat(depth)}`) as unknown;
/** 70 KB: the door takes 100. */
const huge = 'A'.repeat(70_000);

const anywhere: readonly [string, unknown][] = [
  ['null', null], ['true', true], ['false', false], ['nothing in a list', []], ['an empty object', {}], ['-1', -1], ['0', 0], ['half', 0.5], ['1e308', 1e308], ['a list of null', [null]], ['lists in lists', [[[[]]]]],
  ['$gt', { $gt: '' }], ['$ne', { $ne: null }], ['$where', { $where: '1' }], ['$regex', { $regex: '.*', $options: 's' }], ['$in', { $in: ['a', 'b'] }], ['$expr', { $expr: { $function: { body: 'while(1){}', args: [], lang: 'js' } } }],
  ['$numberLong', { $numberLong: '1' }], ['$date', { $date: 'x' }], ['$oid', { $oid: '1' }], ['a command', { _internalType: 'Symbol(unset)', operator: 'remove', operands: [] }], ['__proto__', protoKey()], ['dotted keys', { 'a.b': 1, 'a.$': 2, '': 3 }], ['depth', nested(60)],
  ['length and index', { length: 1, 0: 'a' }], ['toString', { toString: 1, valueOf: null, toJSON: 'x' }], ['then', { then: 'x' }], ['empty text', ''], ['NaN', 'NaN'], ['70 KB', huge],
];
const texts: readonly [string, string][] = [
  ['blanks', '   \t\n '], ['wide blanks', '\u3000\u00a0\u2003'], ['no width', '\u200b\u200d\ufeff'], ['zero', 'a\u0000b'], ['half a pair', '疼\ud83d'], ['half a pair, turned', '\udc00\ud800'], ['right to left', '\u202e\u2066出院\u2069'],
  ['marks', `e${'\u0301'.repeat(400)}`], ['a family', '👨‍👩‍👧‍👦🏳️‍🌈'], ['line separators', 'a\u2028b\u2029c'], ['controls', '\u0007\u001b[31m\u007f\u0085'], ['wide digits', '１２３４５６'], ['no character', '\uffff\ufffe'], ['rare Han', '𠮷𪚥'],
  ['markup', '<script>alert(1)</script><img src=x onerror=alert(1)>'], ['closing markup', '"><!--]]>&#0;&lt;'], ['SQL', "'; DROP TABLE c_1; --"], ['a path', '../../../../etc/passwd'], ['a web path', '%2e%2e%2f%00'], ['header lines', 'a\r\nSet-Cookie: s=1'],
  ['a formula', '=cmd|/c calc!A1'], ['a template', '${7*7}{{7*7}}#{7*7}'], ['$', '$'], ['$&', "$&$1$`$'"], ['an operator', '$where'], ['an operator in JSON', '{"$gt":""}'], ['dots', 'a.b.$[].c'], ['prototype', '__proto__'], ['constructor', 'constructor'], ['toString', 'toString'],
  ['unclosed pattern', '((((([a-'], ['slow pattern', '(a+)+$'], ['wildcards', '.*%_'], ['backslashes', '\\\\\\'], ['20,000 Han', '痛'.repeat(20_000)], ['1,900 pictures', '😀'.repeat(950)], ['colons', ':::::'], ['undefined', 'undefined'], ['[object Object]', '[object Object]'],
];
const days: readonly [string, string][] = [
  ['30 February', '2026-02-30'], ['31 April', '2026-04-31'], ['29 February of no leap year', '2027-02-29'], ['month 13', '2026-13-01'], ['day 0', '2026-01-00'], ['year 0', '0000-01-01'], ['year 9999', '9999-12-31'], ['year 1', '0001-01-01'], ['with a time', '2026-11-23T00:00:00Z'],
  ['wide', '２０２６-11-23'], ['a line more', '2026-11-23\n'], ['year 12026', '12026-11-23'],
];
const numbers: readonly [string, unknown][] = [
  ['the last instant', 8.64e15], ['after the last instant', 8.64e15 + 1], ['before the first', -8.64e15], ['the greatest integer', Number.MAX_SAFE_INTEGER], ['one more', Number.MAX_SAFE_INTEGER + 1], ['the least', Number.MIN_SAFE_INTEGER], ['year 10000', 253_402_300_800_000],
  ['seconds', 1_796_000_000], ['2^31', 2 ** 31], ['2^32', 2 ** 32], ['1e21', 1e21], ['1', 1], ['2', 2], ['almost 1', 0.999_999_999_999], ['text 1', '1'], ['text 0x10', '0x10'], ['text Infinity', 'Infinity'], ['least positive', 5e-324],
];

const thousand = 'a thousand of it';

/** What to put in place of one value. `ids`: ids that are none of this field's. */
function insteadOf(schema: Schema, ids: readonly string[]): [string, unknown][] {
  const kinds = branches(schema);
  const strings = kinds.filter((kind) => kind.type === 'string');
  const isId = strings.some((kind) => kind.pattern && ids.some((id) => fits(kind, id)));
  const arrays = kinds.filter((kind) => kind.type === 'array');
  return [
    ...anywhere,
    ['nothing at all', undefined],
    ...(strings.length > 0 ? texts : []),
    ...(strings.some((kind) => kind.pattern?.includes('0[1-9]')) ? days : []),
    ...(isId ? ids.map((id): [string, unknown] => [`the id ${id.slice(0, 40)}`, id]) : []),
    ...(kinds.some((kind) => kind.type === 'integer' || kind.type === 'number') ? numbers : []),
    ...arrays.flatMap(({ items }): [string, unknown][] => (items ? [['the same twice', [sample(items), sample(items)]], [thousand, Array.from({ length: 1000 }, () => sample(items))]] : [])),
    ...kinds.filter((kind) => kind.type === 'object').map((kind): [string, unknown] => ['more in it', { ...(sample(kind) as object), $set: { role: 'lead' }, 'a.b': 1 }]),
    ...strings.flatMap((kind) => (kind.maxLength && kind.maxLength < 60_000 && !kind.pattern ? [['as long as may be', '长'.repeat(Math.min(kind.maxLength, 20_000))]] as [string, unknown][] : [])),
  ];
}

/**
 * All hostile inputs of one operation, and its good one. `given`: what the good input names; `ids`: ids that belong elsewhere.
 * `admitted`: the schema lets it through, so that rules, services and stores see it.
 */
export function hostileTo(operation: Operation, given: unknown, ids: readonly string[]): { good: unknown; variants: (Variant & { admitted: boolean })[] } {
  const schema = z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' }) as Schema;
  const good = completed(schema, given);
  const extra = { $where: '1', $set: { role: 'lead' }, 'patientId.$ne': '', staffId: 'staff:lead', role: 'lead', caller: { kind: 'staff', role: 'lead' }, now: 0, token: huge.slice(0, 300), _id: 'x', Type: 'Timer', TriggerName: 'tick' };
  const whole: [string, unknown][] = [
    ...anywhere.filter(([what]) => what !== '70 KB'), ['a text', 'text'], ['the good one in a list', [good]], ['more fields', { ...(good as object), ...extra }], ['__proto__ beside it', { ...(good as object), ...(protoKey() as object) }], ['as text', JSON.stringify(good)],
    ['a field of 70 KB', { ...(good as object), more: huge }], ['two thousand fields', { ...(good as object), ...Object.fromEntries(Array.from({ length: 2000 }, (_, n) => [`field${n}`, n])) }],
  ];
  const variants = [
    ...whole.map(([what, input]) => ({ what: `the input: ${what}`, field: '', input })),
    ...placesOf(schema).flatMap(({ path, schema: place }) => insteadOf(place, ids).map(([what, value]) => ({ what: `${path.join('.')}: ${what}`, field: String(path[0]), input: withPlace(schema, good, path, value) }))),
  ];
  // A long list of long things is more than the door takes.
  const small = variants.filter(({ what, input }) => !what.endsWith(thousand) || Buffer.byteLength(JSON.stringify(input)) < 98_000);
  return { good, variants: small.map((variant) => ({ ...variant, admitted: operation.input.safeParse(variant.input ?? {}).success })) };
}

/** So many of them: the fields take turns, and half of the choice is what the schema admits, as long as there is such. */
export function chosen<T extends Variant & { admitted: boolean }>(variants: readonly T[], most: number, roll: () => number): T[] {
  const inTurn = (some: readonly T[]): T[] => {
    const mixed = shuffled(some, roll);
    const fields = [...new Set(mixed.map(({ field }) => field))].map((name) => mixed.filter(({ field }) => field === name));
    return Array.from({ length: Math.max(0, ...fields.map((list) => list.length)) }, (_, n) => fields.flatMap((list) => list.slice(n, n + 1))).flat();
  };
  const [admitted, broken] = [true, false].map((kind) => inTurn(variants.filter((variant) => variant.admitted === kind))) as [T[], T[]];
  const acting = admitted.slice(0, Math.max(most / 2, most - broken.length));
  return [...broken.slice(0, most - acting.length), ...acting];
}
