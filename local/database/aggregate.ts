/** Aggregation: the leading `$match`, `$sort` and `$limit` are answered by the database and its indexes, the rest by mingo. */
import { Aggregator } from 'mingo/aggregator';
import { Lazy, type Iterator } from 'mingo/lazy';
import { $lookup as lookupInMemory } from 'mingo/operators/pipeline';
import type { AnyObject, Options } from 'mingo/types';
import { invalidParam, notEmulated } from '../errors';
import { aggregationContext, assertExpression, assertPath, assertQuery, mingoOptions, parseOrder } from './operators';
import { valuesAt, type Order } from './order';
import { isDocument, parseWire, type Document, type Value } from './value';

/** An aggregation without its own `$limit` returns at most 100 documents on the platform. */
export const DEFAULT_AGGREGATE_LIMIT = 100;

/** The pipeline, split into what is found and what is computed. */
export interface Pipeline {
  query: Document;
  order: Order;
  skip: number;
  limit?: number;
  rest: Document[];
  /** The reply is cut to DEFAULT_AGGREGATE_LIMIT. */
  limited: boolean;
}

const STAGES = new Set([
  '$addFields', '$set', '$unset', '$bucket', '$bucketAuto', '$count', '$group', '$limit', '$match', '$project', '$lookup', '$replaceRoot', '$replaceWith', '$sample', '$skip', '$sort', '$sortByCount',
  '$unwind', '$facet',
]);

/** Reads the stages of the wire, `[{ stageKey, stageValue }]`; refuses a stage that is not emulated, by name. */
export function parsePipeline(stages: unknown, now: number): Pipeline {
  if (!Array.isArray(stages)) throw invalidParam('stages must be an array');
  const pipeline = stages.map((stage: unknown): Document => {
    const { stageKey, stageValue } = (stage ?? {}) as Record<string, unknown>;
    if (typeof stageKey !== 'string') throw invalidParam('a stage has no stageKey');
    return { [stageKey]: parseWire(stageValue, stageKey, now) };
  });
  assertStages(pipeline);
  const limited = !pipeline.some((stage) => '$limit' in stage);
  const matches: Document[] = [];
  while (pipeline[0] && isDocument(pipeline[0].$match)) matches.push(pipeline.shift()!.$match as Document);
  const [sort] = pipeline;
  const order = isDocument(sort?.$sort) ? parseOrder(pipeline.shift()!.$sort as Document) : [];
  const skip = typeof pipeline[0]?.$skip === 'number' ? Number(pipeline.shift()!.$skip) : 0;
  const limit = typeof pipeline[0]?.$limit === 'number' ? Number(pipeline.shift()!.$limit) : undefined;
  return { query: matches.length === 1 ? matches[0]! : matches.length === 0 ? {} : { $and: matches }, order, skip, limit, rest: pipeline, limited };
}

function assertStages(pipeline: Value): void {
  if (!Array.isArray(pipeline)) throw invalidParam('a pipeline must be an array of stages');
  for (const stage of pipeline) {
    const [entry, ...others] = isDocument(stage) ? Object.entries(stage) : [];
    if (entry === undefined || others.length > 0) throw invalidParam('a stage must have one key');
    const [name, value] = entry;
    if (!STAGES.has(name)) throw notEmulated(`the aggregation stage ${name}`);
    assertStage(name, value);
  }
}

function assertStage(name: string, value: Value): void {
  switch (name) {
    case '$match':
      return assertQuery(value);
    case '$limit':
    case '$skip':
      if (!Number.isInteger(value) || Number(value) < (name === '$limit' ? 1 : 0)) throw invalidParam(`${name} needs a ${name === '$limit' ? 'positive ' : ''}whole number`);
      return;
    case '$sort':
      if (!isDocument(value) || Object.keys(value).length === 0) throw invalidParam('$sort needs an object');
      parseOrder(value);
      return;
    case '$facet':
      if (!isDocument(value)) throw invalidParam('$facet needs an object');
      return Object.values(value).forEach(assertStages);
    case '$lookup': {
      if (!isDocument(value) || typeof value.from !== 'string' || typeof value.as !== 'string') throw invalidParam('$lookup needs from and as');
      assertPath(value.as);
      if (value.pipeline !== undefined) assertStages(value.pipeline);
      return assertExpression(value.let ?? null);
    }
    default:
      assertExpression(value);
      if (isDocument(value)) Object.keys(value).filter((key) => !key.startsWith('$')).forEach(assertPath);
  }
}

/** Where the other collections come from. */
export interface Foreign {
  /** All documents of a collection. */
  all(name: string): Document[];
  /** Documents whose field is one of the values; may use an index. */
  byValues(name: string, field: string, values: Value[]): Document[];
}

/** Runs the computed part of a pipeline. */
export function runStages(documents: Document[], stages: Document[], foreign: Foreign): Document[] {
  if (stages.length === 0) return documents;
  const $lookup = (source: Iterator, expression: Parameters<typeof lookupInMemory>[1], options: Options): Iterator => {
    const { from, localField, foreignField } = expression;
    if (typeof from !== 'string' || localField === undefined || foreignField === undefined) return lookupInMemory(source, expression, options);
    // Only the documents that can match are read, with the index of the foreign field where there is one.
    return source.transform<Document>((locals: Document[]) => {
      const wanted = locals.flatMap((local) => valuesAt(local, localField)).filter((value) => value !== undefined);
      const found: AnyObject[] = foreign.byValues(from, foreignField, wanted);
      return lookupInMemory(Lazy(locals), { ...expression, from: found }, options);
    });
  };
  const context = aggregationContext({ $lookup });
  return new Aggregator(stages, { ...mingoOptions(context), collectionResolver: (name) => foreign.all(name) }).run<Document>(documents);
}
