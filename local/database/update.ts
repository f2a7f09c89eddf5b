/**
 * Mongo's update operators on one document. mingo's are not used: where Mongo refuses (`$inc` on a text, a path through null, `$push` on what is no array)
 * mingo changes nothing and says nothing.
 */
import { WireError, invalidParam, notEmulated } from '../errors';
import { ARRAY_OPERATORS } from './update-array';
import { assertPath } from './operators';
import { compareValues } from './order';
import { assertStorable, copy, encode, isDocument, type Document, type Value } from './value';

/** Changes a document in place; throws the platform's error when the document cannot be changed so. */
export type Update = (document: Document) => void;

/** Where a path ends: an object or array and the key in it. */
interface Place {
  get(): Value | undefined;
  set(value: Value): void;
  remove(): void;
}

/** Compiles `{ $set: {…}, $inc: {…}, … }`; `now` (ms) is the time of `$currentDate`. */
export function compileUpdate(data: Document, now: number): Update {
  const operators = Object.entries(data);
  if (operators.length === 0) throw invalidParam('the update is empty');
  const steps: { path: string; run: Update }[] = [];
  for (const [operator, fields] of operators) {
    if (!operator.startsWith('$')) throw invalidParam(`the update mixes operators with the field '${operator}'`);
    if (!isDocument(fields)) throw invalidParam(`${operator} needs an object of fields`);
    for (const [path, operand] of Object.entries(fields)) {
      assertUpdatePath(path);
      const run = compileStep(operator, path, operand, now);
      steps.push({ path, run });
      if (operator === '$rename') steps.push({ path: String(operand), run: () => undefined });
    }
  }
  assertNoConflict(steps.map(({ path }) => path));
  return (document) => {
    for (const { run } of steps) run(document);
  };
}

function assertUpdatePath(path: string): void {
  if (path === '_id' || path.startsWith('_id.')) throw new WireError('DATABASE_REQUEST_FAILED', `Performing an update on the path '${path}' would modify the immutable field '_id'`);
  assertPath(path);
  const parts = path.split('.');
  if (parts.length > 100) throw invalidParam('an update path is deeper than 100 levels');
  for (const part of parts) {
    if (/^\$(\[.*\])?$/.test(part)) throw notEmulated(`the positional operator '${part}'`);
    if (part.startsWith('$')) throw invalidParam(`the field name '${part}' must not start with '$'`);
  }
}

function assertNoConflict(paths: string[]): void {
  const sorted = [...paths].sort();
  for (let i = 1; i < sorted.length; i++) {
    const [before, after] = [sorted[i - 1]!, sorted[i]!];
    // Sorted by code unit, 'a.b' may stand behind 'a-x'; so every shorter path is looked at, not only the neighbour.
    const clash = before === after || sorted.slice(0, i).some((shorter) => after.startsWith(`${shorter}.`));
    if (clash) throw new WireError('DATABASE_REQUEST_FAILED', `Updating the path '${after}' would create a conflict at '${after}'`);
  }
}

function compileStep(operator: string, path: string, operand: Value, now: number): Update {
  const parts = path.split('.');
  const arrayStep = ARRAY_OPERATORS[operator]?.(operand, path);
  if (arrayStep !== undefined) {
    return (document) => {
      const place = locate(document, parts, arrayStep.creates);
      if (place === undefined) return;
      const before = place.get();
      if (before !== undefined && !Array.isArray(before)) throw failed(`The field '${path}' must be an array but is of type ${typeName(before)}`);
      const after = arrayStep.change(before);
      if (after !== undefined) place.set(after);
    };
  }
  switch (operator) {
    case '$set':
      assertStorable(operand, path);
      return (document) => locate(document, parts, true)?.set(copy(operand));
    case '$unset':
      return (document) => locate(document, parts, false)?.remove();
    case '$inc':
    case '$mul':
      return arithmetic(operator, path, parts, operand);
    case '$min':
    case '$max':
      assertStorable(operand, path);
      return (document) => {
        const place = locate(document, parts, true);
        const before = place?.get();
        if (before === undefined || compareValues(operand, before) * (operator === '$min' ? -1 : 1) > 0) place?.set(copy(operand));
      };
    case '$rename':
      return rename(parts, operand);
    case '$bit':
      return bitwise(path, parts, operand);
    case '$currentDate':
      if (operand !== true && !(isDocument(operand) && operand.$type === 'date')) throw notEmulated('$currentDate with a type other than date');
      return (document) => locate(document, parts, true)?.set(new Date(now));
    default:
      throw notEmulated(`the update operator ${operator}`);
  }
}

function failed(message: string): WireError {
  return new WireError('DATABASE_REQUEST_FAILED', message);
}

function typeName(value: Value | undefined): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return value instanceof Date ? 'date' : typeof value === 'boolean' ? 'bool' : typeof value;
}

function arithmetic(operator: '$inc' | '$mul', path: string, parts: string[], operand: Value): Update {
  if (typeof operand !== 'number') throw failed(`Cannot ${operator === '$inc' ? 'increment' : 'multiply'} with non-numeric argument: {${path}: ${encode(operand)}}`);
  return (document) => {
    const place = locate(document, parts, true);
    const before = place?.get();
    if (before !== undefined && typeof before !== 'number') {
      throw failed(`Cannot apply ${operator} to a value of non-numeric type. {_id: ${encode(document._id ?? null)}} has the field '${path}' of non-numeric type ${typeName(before)}`);
    }
    place?.set(operator === '$inc' ? (before ?? 0) + operand : (before ?? 0) * operand);
  };
}

function bitwise(path: string, parts: string[], operand: Value): Update {
  const [entry, ...others] = isDocument(operand) ? Object.entries(operand) : [];
  const [name, mask] = entry ?? [];
  const isInt = (n: Value | undefined): n is number => typeof n === 'number' && Number.isInteger(n) && Math.abs(n) < 2 ** 31;
  if (others.length > 0 || !['and', 'or', 'xor'].includes(name ?? '') || !isInt(mask)) throw failed(`$bit on '${path}' needs one of and, or, xor with a 32-bit integer`);
  return (document) => {
    const place = locate(document, parts, true);
    const before = place?.get() ?? 0;
    if (!isInt(before)) throw failed(`Cannot apply $bit to a value of non-integral type: '${path}'`);
    place?.set(name === 'and' ? before & mask : name === 'or' ? before | mask : before ^ mask);
  };
}

function rename(parts: string[], target: Value): Update {
  if (typeof target !== 'string') throw failed('The target of $rename must be a text');
  assertUpdatePath(target);
  return (document) => {
    const source = locate(document, parts, false);
    const value = source?.get();
    if (source === undefined || value === undefined) return;
    source.remove();
    locate(document, target.split('.'), true)?.set(value);
  };
}

/** Largest gap that a `$set` beyond the end of an array may leave (Mongo's limit is 1,500,000; nobody means more than this). */
const MAX_ARRAY_GAP = 10_000;

/** Walks to the parent of a path's last part. With `create` missing objects are made, and a part that cannot have members is refused as Mongo refuses it. */
function locate(document: Document, parts: string[], create: boolean): Place | undefined {
  let here: Document | Value[] = document;
  for (const [at, part] of parts.entries()) {
    const last = at === parts.length - 1;
    if (Array.isArray(here) && !/^\d{1,9}$/.test(part)) {
      if (!create) return undefined;
      throw cannotCreate(part, parts[at - 1], here);
    }
    if (last) return placeIn(here, part);
    const next: Value | undefined = memberOf(here, part);
    if (next === undefined) {
      if (!create) return undefined;
      const made: Document = {};
      placeIn(here, part).set(made);
      here = made;
    } else if (Array.isArray(next) || isDocument(next)) {
      here = next;
    } else {
      if (!create) return undefined;
      throw cannotCreate(parts[at + 1]!, part, next);
    }
  }
  return undefined;
}

function cannotCreate(field: string, parent: string | undefined, value: Value): WireError {
  return failed(`Cannot create field '${field}' in element {${parent ?? ''}: ${encode(value).slice(0, 200)}}`);
}

function memberOf(holder: Document | Value[], key: string): Value | undefined {
  if (Array.isArray(holder)) return holder[Number(key)];
  return Object.hasOwn(holder, key) ? holder[key] : undefined;
}

function placeIn(holder: Document | Value[], key: string): Place {
  return {
    get: () => memberOf(holder, key),
    set(value) {
      if (!Array.isArray(holder)) {
        holder[key] = value;
        return;
      }
      const index = Number(key);
      if (index - holder.length > MAX_ARRAY_GAP) throw failed(`can't backfill more than ${MAX_ARRAY_GAP} elements`);
      while (holder.length < index) holder.push(null);
      holder[index] = value;
    },
    remove() {
      if (!Array.isArray(holder)) delete holder[key];
      else if (Number(key) < holder.length) holder[Number(key)] = null;
    },
  };
}
