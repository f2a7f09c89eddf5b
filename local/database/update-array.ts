/** The update operators that change arrays. */
import { WireError, notEmulated } from '../errors';
import { compareSortValues, compareValues, sortValue, type Order } from './order';
import { parseOrder } from './operators';
import { compileQuery } from './query';
import { assertStorable, copy, isDocument, type Document, type Value } from './value';

/** What happens to an array; `change` returns the new one, or undefined to leave all as it is. */
export interface ArrayStep {
  /** Makes the field (and the objects on its way) when it is missing. */
  creates: boolean;
  change(array: Value[] | undefined): Value[] | undefined;
}

function failed(message: string): WireError {
  return new WireError('DATABASE_REQUEST_FAILED', message);
}

function same(a: Value, b: Value): boolean {
  return compareValues(a, b) === 0;
}

/** `$each` of `$push` and `$addToSet`, or the operand itself as the only element. */
function eachOf(operator: string, operand: Value, path: string): Value[] {
  const each = isDocument(operand) && '$each' in operand ? operand.$each : [operand];
  if (!Array.isArray(each)) throw failed(`The argument to $each in ${operator} must be an array`);
  for (const item of each) assertStorable(item, path);
  return each;
}

function push(operand: Value, path: string): ArrayStep {
  const modifiers: Document = isDocument(operand) && '$each' in operand ? operand : {};
  const each = eachOf('$push', operand, path);
  for (const key of Object.keys(modifiers)) if (!['$each', '$position', '$slice', '$sort'].includes(key)) throw failed(`Unrecognized clause in $push: ${key}`);
  const { $position: position, $slice: slice, $sort: sort } = modifiers;
  for (const [name, value] of [['$position', position], ['$slice', slice]] as const) {
    if (value !== undefined && !Number.isInteger(value)) throw failed(`The value for ${name} must be an integer value`);
  }
  const order: Order | undefined = sort === undefined ? undefined : isDocument(sort) ? parseOrder(sort) : parseOrder({ value: sort });
  return {
    creates: true,
    change(array = []) {
      const next = [...array];
      next.splice(typeof position === 'number' ? position : next.length, 0, ...each.map(copy));
      if (order !== undefined) {
        const keyed = next.map((item) => {
          const holder = isDocument(sort) ? (isDocument(item) ? item : {}) : { value: item };
          return { item, values: order.map(([at, direction]) => sortValue(holder, at, direction)) };
        });
        next.splice(0, next.length, ...keyed.sort((a, b) => compareSortValues(a.values, b.values, order)).map(({ item }) => item));
      }
      if (typeof slice !== 'number') return next;
      return slice < 0 ? next.slice(slice) : next.slice(0, slice);
    },
  };
}

function addToSet(operand: Value, path: string): ArrayStep {
  if (isDocument(operand) && '$each' in operand && Object.keys(operand).length > 1) throw failed('Found unexpected fields after $each in $addToSet');
  const each = eachOf('$addToSet', operand, path);
  return {
    creates: true,
    change(array = []) {
      const next = [...array];
      for (const item of each) if (!next.some((known) => same(known, item))) next.push(copy(item));
      return next;
    },
  };
}

function pull(operand: Value): ArrayStep {
  const matches = pullPredicate(operand);
  return { creates: false, change: (array) => array?.filter((item) => !matches(item)) };
}

/** An element goes when it equals the value, fulfils the condition, or (an object) answers the query. */
function pullPredicate(operand: Value): (item: Value) => boolean {
  if (operand instanceof RegExp) return (item) => typeof item === 'string' && operand.test(item);
  if (!isDocument(operand)) return (item) => same(item, operand);
  if (Object.keys(operand).some((key) => key.startsWith('$') && !['$and', '$or', '$nor'].includes(key))) {
    const filter = compileQuery({ item: operand });
    return (item) => filter.matches({ item });
  }
  const filter = compileQuery(operand);
  return (item) => isDocument(item) && filter.matches(item);
}

function pullAll(operand: Value): ArrayStep {
  if (!Array.isArray(operand)) throw failed('$pullAll requires an array argument');
  return { creates: false, change: (array) => array?.filter((item) => !operand.some((gone) => same(gone, item))) };
}

function pop(operand: Value): ArrayStep {
  if (operand !== 1 && operand !== -1) throw failed('$pop expects 1 or -1');
  return { creates: false, change: (array) => (operand === 1 ? array?.slice(0, -1) : array?.slice(1)) };
}

/** Array operators by name. */
export const ARRAY_OPERATORS: Readonly<Record<string, (operand: Value, path: string) => ArrayStep>> = {
  $push: push,
  $addToSet: addToSet,
  $pull: pull,
  $pullAll: pullAll,
  $pop: pop,
  $pushAll: () => {
    throw notEmulated('the update operator $pushAll');
  },
};
