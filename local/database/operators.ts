/** Which operators are emulated, and the mingo context that runs them. Everything not named here is refused by name. */
import { Context } from 'mingo/core';
import * as accumulatorOperators from 'mingo/operators/accumulator';
import * as expressionOperators from 'mingo/operators/expression';
import * as pipelineOperators from 'mingo/operators/pipeline';
import * as projectionOperators from 'mingo/operators/projection';
import * as queryOperators from 'mingo/operators/query';
import { Lazy, type Iterator } from 'mingo/lazy';
import type { Any, AnyObject, Options } from 'mingo/types';
import { invalidParam, notEmulated } from '../errors';
import { compareSortValues, compareValues, sortValue, valuesAt, type Order } from './order';
import { isDocument, type Document, type Value } from './value';

const LOGICAL = new Set(['$and', '$or', '$nor']);
const FIELD = new Set(['$eq', '$ne', '$gt', '$gte', '$lt', '$lte', '$in', '$nin', '$exists', '$type', '$size', '$all', '$elemMatch', '$regex', '$options', '$mod', '$not']);
/** Expressions that run code, or whose meaning depends on the machine that runs them. */
const REFUSED_EXPRESSIONS = new Set(['$function', '$accumulator', '$where', '$rand', '$sampleRate', '$toHashedIndexKey', '$meta']);

/** Mongo's brackets: a comparison holds between values of the same type only; on an array, if it holds for one element. NaN is less or greater than nothing. */
function comparison(holds: (order: number) => boolean) {
  return (selector: string, operand: Any, _options: Options) => {
    const right = operand as Value;
    const type = typeOf(right);
    return (document: AnyObject): boolean => valuesAt(document as Document, selector).some((left) =>
      left !== undefined && typeOf(left) === type && Number.isNaN(left) === Number.isNaN(right) && holds(compareValues(left, right)));
  };
}

/** Numbers only, fractions cut off, as Mongo. */
function modulo(selector: string, operand: Any, _options: Options) {
  const [divisor = 1, remainder = 0] = (operand as number[]).map(Math.trunc);
  return (document: AnyObject): boolean => valuesAt(document as Document, selector).some((value) => typeof value === 'number' && Math.trunc(value) % divisor === remainder);
}

function typeOf(value: Value): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return value instanceof Date ? 'date' : value instanceof RegExp ? 'pattern' : typeof value;
}

/** Mongo's order instead of mingo's, and stable. */
function sortStage(documents: Iterator, specification: Record<string, 1 | -1>, _options: Options): Iterator {
  const order = parseOrder(specification);
  return documents.transform<Document>((list: Document[]) => {
    const keyed = list.map((document) => ({ document, values: order.map(([path, direction]) => sortValue(document, path, direction)) }));
    return Lazy(keyed.sort((a, b) => compareSortValues(a.values, b.values, order)).map(({ document }) => document));
  });
}

const QUERY_OPERATORS = {
  ...queryOperators,
  $gt: comparison((order) => order > 0),
  $gte: comparison((order) => order >= 0),
  $lt: comparison((order) => order < 0),
  $lte: comparison((order) => order <= 0),
  $mod: modulo,
};

/** mingo's operators of queries and projections, with this platform's order of values. */
export const QUERY_CONTEXT = Context.init({ accumulator: accumulatorOperators, expression: expressionOperators, projection: projectionOperators, query: QUERY_OPERATORS });

/** The same with the stages of aggregation; `stages` replace those of the same name. */
export function aggregationContext(stages: Parameters<Context['addPipelineOps']>[0]): Context {
  return Context.init({
    accumulator: accumulatorOperators, expression: expressionOperators, projection: projectionOperators, query: QUERY_OPERATORS,
    pipeline: { ...pipelineOperators, $sort: sortStage, ...stages },
  });
}

/** Options of every mingo call: no scripts, Mongo's own strictness. */
export function mingoOptions(context: Context) {
  return { context, scriptEnabled: false, useStrictMode: true } as const;
}

/** A sort order from its wire form `{ field: 1 | -1 }`. */
export function parseOrder(specification: Record<string, unknown>): Order {
  return Object.entries(specification).map(([path, direction]) => {
    if (direction !== 1 && direction !== -1) throw invalidParam(`the sort direction of '${path}' must be 1 or -1`);
    assertPath(path);
    return [path, direction];
  });
}

/** Refuses a path that could reach into a prototype or is no path. */
export function assertPath(path: string): void {
  for (const part of path.split('.')) {
    if (part === '' || part === '__proto__' || part === 'constructor' || part === 'prototype') throw invalidParam(`'${path}' is not a field path`);
  }
}

/** Refuses a query that this platform would not answer as Mongo does. */
export function assertQuery(query: Value): void {
  if (!isDocument(query)) throw invalidParam('a query must be an object');
  for (const [key, value] of Object.entries(query)) {
    if (LOGICAL.has(key)) {
      if (!Array.isArray(value) || value.length === 0) throw invalidParam(`${key} needs a non-empty array`);
      value.forEach(assertQuery);
    } else if (key === '$expr') {
      assertExpression(value);
    } else if (key.startsWith('$')) {
      throw notEmulated(`the query operator ${key}`);
    } else {
      assertPath(key);
      if (isDocument(value)) assertCondition(key, value);
    }
  }
}

function assertCondition(field: string, condition: Document): void {
  const keys = Object.keys(condition);
  if (!keys.some((key) => key.startsWith('$'))) return;
  for (const key of keys) {
    if (!key.startsWith('$')) throw invalidParam(`the condition on '${field}' mixes operators with the field '${key}'`);
    if (!FIELD.has(key)) throw notEmulated(`the query operator ${key}`);
    assertOperand(field, key, condition[key] ?? null);
  }
  if (keys.includes('$options') && !keys.includes('$regex')) throw invalidParam('$options needs a $regex');
}

function assertOperand(field: string, operator: string, operand: Value): void {
  const refuse = (needs: string): never => {
    throw invalidParam(`${operator} on '${field}' needs ${needs}`);
  };
  switch (operator) {
    case '$in':
    case '$nin':
    case '$all':
      if (!Array.isArray(operand)) return refuse('an array');
      for (const item of operand) if (isDocument(item) && operator === '$all' && '$elemMatch' in item) assertCondition(field, item);
      return;
    case '$not':
      if (operand instanceof RegExp) return;
      if (!isDocument(operand) || !Object.keys(operand).some((key) => key.startsWith('$'))) return refuse('an operator or a regular expression');
      return assertCondition(field, operand);
    case '$elemMatch':
      if (!isDocument(operand)) return refuse('an object');
      return Object.keys(operand).some((key) => FIELD.has(key)) ? assertCondition(field, operand) : assertQuery(operand);
    case '$size':
      if (!Number.isInteger(operand) || Number(operand) < 0) return refuse('a whole number');
      return;
    case '$mod':
      if (!Array.isArray(operand) || operand.length !== 2 || !operand.every((n) => typeof n === 'number' && Number.isFinite(n)) || operand[0] === 0) return refuse('a divisor and a remainder');
      return;
    case '$regex':
      if (typeof operand !== 'string' && !(operand instanceof RegExp)) return refuse('a pattern');
      return;
    case '$options':
      if (typeof operand !== 'string' || /[^ims]/.test(operand)) return refuse('only i, m and s');
      return;
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      if (Array.isArray(operand)) throw notEmulated(`${operator} with an array`);
      if (operand instanceof RegExp) return refuse('a value, not a pattern');
      return;
    case '$eq':
    case '$ne':
      if (operand instanceof RegExp) throw notEmulated(`${operator} with a regular expression`);
      return;
    default:
  }
}

/** Refuses expressions that run code, read this machine's clock or reach into a prototype. */
export function assertExpression(expression: Value): void {
  if (typeof expression === 'string') {
    if (expression.startsWith('$$NOW')) throw notEmulated('the variable $$NOW');
    if (/(^|[.$])(__proto__|constructor|prototype)(\.|$)/.test(expression)) throw invalidParam(`'${expression}' is not a field path`);
  } else if (Array.isArray(expression)) {
    expression.forEach(assertExpression);
  } else if (isDocument(expression)) {
    for (const [key, value] of Object.entries(expression)) {
      if (REFUSED_EXPRESSIONS.has(key)) throw notEmulated(`the expression ${key}`);
      assertExpression(value);
    }
  }
}
