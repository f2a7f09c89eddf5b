/** Steps: one collection. `due` is 0 where the timer has nothing to do, so its index holds only what waits. */
import { defineCollection, type Change, type CollectionSpec, type Database, type Query } from '../kit/database';
import type { PlanCode, Step, StepReason, StepState } from './contract';
import type { StepChange, StepStore, StepWhere } from './service';

export const stepCollection = defineCollection('step', [
  { name: 'due', keys: [['due', 1]] },
  { name: 'encounter', keys: [['encounterId', 1], ['order', 1]] },
  { name: 'patient', keys: [['patientId', 1], ['state', 1]] },
  { name: 'call', keys: [['call', 1], ['updatedAt', 1]] },
  { name: 'funnel', keys: [['order', 1], ['dischargeDay', 1], ['state', 1], ['reason', 1]] },
  { name: 'register', keys: [['order', 1], ['state', 1], ['dischargeAt', -1], ['encounterId', -1]] },
  { name: 'queued', keys: [['state', 1], ['deadlineAt', 1]] },
  { name: 'deadline', keys: [['escalates', 1], ['state', 1], ['deadlineDay', 1]] },
  { name: 'silence', keys: [['silence', 1], ['deadlineDay', 1]] },
]);
/** Written to collections.json by the build. */
export const collections: CollectionSpec[] = [stepCollection];

export function openStepStore(database: Database): StepStore {
  const { command: _ } = database;
  const steps = database.collection<Step>(stepCollection);

  const queryOf = ({ ids, encounterId, patientId, states, purpose, call, reason, dueBy, unsentSince }: StepWhere): Query => ({
    ...(ids && { _id: ids.length === 1 ? ids[0] : _.in([...ids]) }),
    ...(encounterId && { encounterId }), ...(patientId && { patientId }),
    state: states.length === 1 ? states[0] : _.in([...states]),
    ...(purpose && { purpose }), ...(call && { call }), ...(reason !== undefined && { reason }),
    ...(dueBy !== undefined && { due: _.gt(0).and(_.lte(dueBy)) }),
    ...(unsentSince !== undefined && { sentAt: 0, invitedAt: _.gt(0).and(_.lt(unsentSince)) }),
  });
  const changeOf = ({ set, event, again }: StepChange): Change => ({ ...set, ...(event && { history: _.push([event]) }), ...(again && { round: _.inc(1) }) });
  /** Pages through what an index finds; a stay has a few steps, a person a few stays. */
  async function all(field: 'encounterId' | 'patientId', ids: readonly string[]): Promise<Step[]> {
    const found: Step[] = [];
    for (let i = 0; i < ids.length; i += 1000) {
      const among = _.in(ids.slice(i, i + 1000));
      for (let skip = 0, part: Step[] = []; skip === 0 || part.length === 1000; skip += 1000) {
        part = await steps.find({ [field]: among }, { sort: [[field, 'asc'], ['_id', 'asc']], limit: 1000, skip });
        found.push(...part);
      }
    }
    return found;
  }
  const aggregate = () => database.aggregate(stepCollection);
  const rows = <T>(result: unknown): T[] => (result as { data?: T[] }).data ?? [];

  return {
    get: (id) => steps.get(id),
    getMany: (ids) => steps.getMany(ids),
    ofEncounters: (ids) => all('encounterId', ids),
    ofPatients: (ids) => all('patientId', ids),
    insertMissing: (documents) => steps.insertMissing(documents),
    change: (where, change) => (where.ids?.length === 0 ? Promise.resolve(0) : steps.update(queryOf(where), changeOf(change))),
    find: (where, limit) => steps.find(queryOf(where), { limit }),
    due: (now, limit) => steps.find({ due: _.gt(0).and(_.lte(now)) }, { sort: [['due', 'asc']], limit }),
    unfinished: (limit) => steps.find({ call: _.in(['due', 'ending']) }, { limit }),
    async funnel(from, to) {
      const result = await aggregate().match({ order: 1, dischargeDay: _.gte(from).and(_.lte(to)) })
        .group({ _id: { state: '$state', reason: '$reason' }, count: { $sum: 1 }, firstDue: { $min: '$due' }, lastDue: { $max: '$due' } }).limit(1000).end();
      return rows<{ _id: { state: StepState; reason: StepReason }; count: number; firstDue: number; lastDue: number }>(result).map(({ _id, ...rest }) => ({ ..._id, ...rest }));
    },
    async queued() {
      const [count, oldest] = await Promise.all([steps.count({ state: 'queued' }), steps.find({ state: 'queued' }, { sort: [['deadlineAt', 'asc']], limit: 1, fields: ['deadlineAt'] })]);
      return { count, oldestAt: oldest[0]?.deadlineAt ?? 0 };
    },
    async openDeadlines(to) {
      const result = await aggregate().match({ escalates: true, state: _.in(['planned', 'invited']), deadlineDay: _.lte(to) }).group({ _id: '$deadlineDay', count: { $sum: 1 } }).limit(1000).end();
      return rows<{ _id: string; count: number }>(result).map(({ _id, count }) => ({ day: _id, count }));
    },
    async silence(from, to) {
      const result = await aggregate().match({ silence: _.in(['answered', 'silent']), deadlineDay: _.gte(from).and(_.lte(to)) })
        .group({ _id: { deadlineDay: '$deadlineDay', plan: '$plan', key: '$key', escalates: '$escalates', silence: '$silence' }, count: { $sum: 1 } }).limit(1000).end();
      return rows<{ _id: { deadlineDay: string; plan: PlanCode; key: string; escalates: boolean; silence: 'answered' | 'silent' }; count: number }>(result).map(({ _id, count }) => ({ ..._id, count }));
    },
    list: ({ from, to, state, reason, departments, after, limit }) =>
      steps.find({
        order: 1, dischargeDay: _.gte(from).and(_.lte(to)), state, ...(reason !== undefined && { reason }),
        ...(departments !== 'all' && { departmentCode: _.in([...departments]) }), ...(after && { _id: _.gt(after) }),
      }, { sort: [['_id', 'asc']], limit }),
    async firstSteps(day) {
      const found: Step[] = [];
      for (let skip = 0, part: Step[] = []; skip === 0 || part.length === 1000; skip += 1000) {
        part = await steps.find({ order: 1, dischargeDay: day }, { sort: [['_id', 'asc']], limit: 1000, skip, fields: ['state', 'reason', 'call', 'answeredAt', 'dischargeAt', 'dischargeDay'] });
        found.push(...part);
      }
      return found;
    },
  };
}
