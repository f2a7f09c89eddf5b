/** A query of the wire, made ready: refused if it is not emulated, compiled by mingo, and read for what an index can answer. */
import { Query } from 'mingo/query';
import { compareText, isIndexable, keyOf, typeRange } from './order';
import { QUERY_CONTEXT, assertQuery, mingoOptions } from './operators';
import { isDocument, type Document, type Value } from './value';

/** What an index can be asked about one path: single keys, or a range of keys of one type. */
export type Constraint = { keys: string[] } | Range;

/** Keys from `from` to `to`. */
export interface Range {
  from: string;
  fromInclusive: boolean;
  to: string;
  toInclusive: boolean;
}

/** A compiled query. */
export interface Filter {
  /** Mongo's meaning: does the document match? */
  matches(document: Document): boolean;
  /** Per path, what every matching document must fulfil. */
  constraints: Map<string, Constraint>;
  /** True when the constraints say all that the query says, so that an index which covers them needs no second look. */
  constraintsAreAll: boolean;
  /** The branches of a top-level `$or`, each joined with the rest of the query; empty without one. */
  branches: Filter[];
}

/** Compiles a query; throws a WireError that names what is wrong or not emulated. */
export function compileQuery(query: Document): Filter {
  assertQuery(query);
  return build(query);
}

function build(query: Document): Filter {
  // Where an index says it all nothing is left to test, and nothing is compiled.
  let test: Query | undefined;
  const constraints = new Map<string, Constraint>();
  const constraintsAreAll = collect(query, constraints);
  const or = query.$or;
  const branches = Array.isArray(or) ? or.map((branch) => build({ $and: [{ ...omit(query, '$or') }, branch] })) : [];
  return { matches: (document) => (test ??= new Query(query, mingoOptions(QUERY_CONTEXT))).test(document), constraints, constraintsAreAll, branches };
}

function omit(query: Document, key: string): Document {
  const rest = { ...query };
  delete rest[key];
  return rest;
}

/** Reads the conditions that hold for every match (top level and `$and`); returns whether nothing was left over. */
function collect(query: Document, constraints: Map<string, Constraint>): boolean {
  let all = true;
  for (const [key, value] of Object.entries(query)) {
    if (key === '$and' && Array.isArray(value)) {
      for (const clause of value) all = (isDocument(clause) && collect(clause, constraints)) && all;
    } else if (key.startsWith('$')) {
      all = false;
    } else {
      all = collectField(key, value, constraints) && all;
    }
  }
  return all;
}

function collectField(path: string, condition: Value, constraints: Map<string, Constraint>): boolean {
  if (!isDocument(condition)) return isIndexable(condition) ? add(path, { keys: [keyOf(condition)] }, constraints) : false;
  const operators = Object.entries(condition);
  if (!operators.some(([operator]) => operator.startsWith('$'))) return false;
  let all = true;
  for (const [operator, operand] of operators) {
    const constraint = constraintOf(operator, operand);
    all = constraint !== undefined && add(path, constraint, constraints) && all;
  }
  return all;
}

function constraintOf(operator: string, operand: Value): Constraint | undefined {
  if (operator === '$in') return Array.isArray(operand) && operand.every(isIndexable) ? { keys: [...new Set(operand.map(keyOf))] } : undefined;
  if (!isIndexable(operand)) return undefined;
  const key = keyOf(operand);
  if (operator === '$eq') return { keys: [key] };
  if (operand === null || Number.isNaN(operand)) return undefined;
  const [from, below] = typeRange(key);
  // NaN sorts lowest of the numbers but is less than none.
  const lowest = typeof operand === 'number' ? keyOf(-Infinity) : from;
  switch (operator) {
    case '$gt':
      return { from: key, fromInclusive: false, to: below, toInclusive: false };
    case '$gte':
      return { from: key, fromInclusive: true, to: below, toInclusive: false };
    case '$lt':
      return { from: lowest, fromInclusive: true, to: key, toInclusive: false };
    case '$lte':
      return { from: lowest, fromInclusive: true, to: key, toInclusive: true };
    default:
      return undefined;
  }
}

/** Adds a constraint; two on one path are joined where that is simple, else the second is left to mingo (false). */
function add(path: string, next: Constraint, constraints: Map<string, Constraint>): boolean {
  const known = constraints.get(path);
  if (known === undefined) {
    constraints.set(path, next);
    return true;
  }
  if ('keys' in known) {
    if (!('keys' in next)) return false;
    constraints.set(path, { keys: known.keys.filter((key) => next.keys.includes(key)) });
    return true;
  }
  if ('keys' in next) {
    constraints.set(path, next);
    return false;
  }
  const low = compareText(next.from, known.from);
  const high = compareText(next.to, known.to);
  const from = low > 0 || (low === 0 && !next.fromInclusive) ? next : known;
  const to = high < 0 || (high === 0 && !next.toInclusive) ? next : known;
  constraints.set(path, { from: from.from, fromInclusive: from.fromInclusive, to: to.to, toInclusive: to.toInclusive });
  return true;
}
