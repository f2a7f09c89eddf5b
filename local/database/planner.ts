/**
 * Chooses the index of a query: longest run of equalities, then a range, then the sort. What SQLite is asked is always a superset of the answer in the right
 * order; where the constraints say all that the query says (`exact`), no second look at the documents is needed.
 */
import { columnOf, type Collection } from './catalog';
import type { Order } from './order';
import type { Constraint, Filter } from './query';
import type { Sql, Statement } from './sqlite';

/** One SQL question: everything after the selected columns. */
export interface Scan {
  from: string;
  params: Sql[];
}

/** How a query is answered. */
export interface Plan {
  /** Name of the index (several for `$or`, joined with a comma); `_id_` is the primary key; null reads the whole collection. */
  index: string | null;
  /** Each delivers its rows in the wanted order when `sorted`; a row may come from several when `distinct` is false. */
  scans: Scan[];
  sorted: boolean;
  /** An order was asked for that the query does not settle by itself. */
  sorts: boolean;
  distinct: boolean;
  exact: boolean;
}

interface Candidate extends Plan {
  /** How many fields of the index the query constrains. */
  depth: number;
  /** At most one document can match. */
  single: boolean;
}

/** Rows counted at most when two indexes compete. */
const SAMPLE = 1000;
/** Beyond this many combinations of `$in` values the rows are sorted in memory instead of merged. */
const MAX_MERGED_SCANS = 64;

/** Plans a query. `need` is skip + limit where there is one; `prepare` runs the counting that decides between competing indexes. */
export function planFind(collection: Collection, filter: Filter, order: Order, need: number | undefined, prepare: (sql: string) => Statement): Plan {
  const chosen = choose(collection, filter, order, need, prepare);
  if ((chosen === undefined || chosen.depth === 0) && filter.branches.length > 0) {
    const branches = filter.branches.map((branch) => choose(collection, branch, [], undefined, prepare));
    if (branches.every((branch) => branch !== undefined && branch.depth > 0)) {
      const plans = branches.filter((branch) => branch !== undefined);
      return {
        index: [...new Set(plans.map(({ index }) => index))].join(','), scans: plans.flatMap(({ scans }) => scans),
        sorted: order.length === 0, sorts: order.length > 0, distinct: false, exact: false,
      };
    }
  }
  return chosen ?? { index: null, scans: [{ from: `FROM ${collection.table} ORDER BY rowid`, params: [] }], sorted: order.length === 0, sorts: order.length > 0, distinct: true, exact: filter.constraintsAreAll && filter.constraints.size === 0 };
}

function choose(collection: Collection, filter: Filter, order: Order, need: number | undefined, prepare: (sql: string) => Statement): Candidate | undefined {
  const primary = { name: '_id_', keys: [['_id', 1]] as [string, 1 | -1][], unique: true, sqlName: `${collection.table}_id` };
  const candidates = [primary, ...collection.indexes].map((index) => candidate(collection, index, filter, order)).filter((c) => c !== undefined);
  const single = candidates.find((c) => c.single);
  if (single !== undefined || candidates.length < 2) return single ?? candidates[0];
  const costs = new Map(candidates.map((c) => [c, cost(c, need, prepare)]));
  return candidates.toSorted((a, b) => costs.get(a)! - costs.get(b)! || Number(b.sorted) - Number(a.sorted) || b.depth - a.depth)[0];
}

function cost(plan: Candidate, need: number | undefined, prepare: (sql: string) => Statement): number {
  if (plan.depth === 0) return SAMPLE;
  let rows = 0;
  for (const scan of plan.scans) {
    rows += Number(prepare(`SELECT count(*) AS n FROM (SELECT 1 ${scan.from} LIMIT ${SAMPLE})`).get(...scan.params)?.n);
    if (rows >= SAMPLE) break;
  }
  return plan.sorted && plan.exact && need !== undefined ? Math.min(rows, need) : Math.min(rows, SAMPLE);
}

function candidate(collection: Collection, index: Collection['indexes'][number], filter: Filter, order: Order): Candidate | undefined {
  const parts: { path: string; constraint: Constraint }[] = [];
  for (const [path] of index.keys) {
    const constraint = filter.constraints.get(path);
    if (constraint === undefined) break;
    parts.push({ path, constraint });
    if (!('keys' in constraint)) break;
  }
  // An indexed field (no arrays there) that can have one value only does not take part in the order.
  const open = order.filter(([path]) => !(isConstant(filter.constraints.get(path)) && (path === '_id' || collection.columns.has(path))));
  const fanOut = parts.reduce((product, { constraint }) => ('keys' in constraint ? product * constraint.keys.length : product), 1);
  const follows = followsOrder(index.keys, parts.map(({ path }) => path), filter, open);
  const merged = follows && open.length > 0 && fanOut > 1;
  const sorted = follows && !(merged && fanOut > MAX_MERGED_SCANS);
  if (parts.length === 0 && !(sorted && open.length > 0)) return undefined;

  const combinations = merged && sorted ? combine(parts) : [parts];
  const orderBy = sorted && open.length > 0 ? ` ORDER BY ${open.map(([path, direction]) => `${columnOf(collection, path)} ${direction === 1 ? 'ASC' : 'DESC'}`).join(', ')}` : '';
  const scans = fanOut === 0 ? [] : combinations.map((combination) => scanOf(collection, index.sqlName, combination, orderBy));
  return {
    index: index.name, scans, sorted, sorts: open.length > 0, distinct: true, depth: parts.length,
    exact: filter.constraintsAreAll && filter.constraints.size === parts.length,
    single: index.unique === true && parts.length === index.keys.length && parts.every(({ constraint }) => isConstant(constraint)),
  };
}

function isConstant(constraint: Constraint | undefined): boolean {
  return constraint !== undefined && 'keys' in constraint && constraint.keys.length <= 1;
}

/** Does reading the index forwards or backwards give the order, once every `$in` is read value by value? */
function followsOrder(keys: Collection['indexes'][number]['keys'], constrained: string[], filter: Filter, order: Order): boolean {
  let next = 0;
  let turn = 0;
  for (const [at, [path, direction]] of keys.entries()) {
    const wanted = order[next];
    if (wanted === undefined) break;
    if (wanted[0] === path) {
      const turned = direction * wanted[1];
      if (turn !== 0 && turned !== turn) return false;
      turn = turned;
      next++;
    } else {
      const constraint = filter.constraints.get(path);
      if (constrained[at] !== path || constraint === undefined || !('keys' in constraint)) return false;
    }
  }
  return next === order.length;
}

function combine(parts: { path: string; constraint: Constraint }[]): { path: string; constraint: Constraint }[][] {
  return parts.reduce<{ path: string; constraint: Constraint }[][]>(
    (done, { path, constraint }) => ('keys' in constraint ? done.flatMap((row) => constraint.keys.map((key) => [...row, { path, constraint: { keys: [key] } }])) : done.map((row) => [...row, { path, constraint }])),
    [[]],
  );
}

function scanOf(collection: Collection, sqlName: string, parts: { path: string; constraint: Constraint }[], orderBy: string): Scan {
  const params: Sql[] = [];
  const where = parts.map(({ path, constraint }) => {
    const column = columnOf(collection, path);
    if ('keys' in constraint) {
      if (constraint.keys.length === 1) {
        params.push(constraint.keys[0]!);
        return `${column} = ?`;
      }
      params.push(JSON.stringify(constraint.keys));
      return `${column} IN (SELECT value FROM json_each(?))`;
    }
    params.push(constraint.from, constraint.to);
    return `${column} ${constraint.fromInclusive ? '>=' : '>'} ? AND ${column} ${constraint.toInclusive ? '<=' : '<'} ?`;
  });
  return { from: `FROM ${collection.table} INDEXED BY ${sqlName}${where.length > 0 ? ` WHERE ${where.join(' AND ')}` : ''}${orderBy}`, params };
}
