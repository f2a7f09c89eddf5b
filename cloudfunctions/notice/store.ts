/** The outbox and the grants of WeChat users. `due` is 0 where nothing more happens, so its index holds only what waits. */
import { defineCollection, type Change, type CollectionSpec, type Database, type Query } from '../kit/database';
import type { Notice, TemplateKind } from './contract';
import type { CreditStore, NoticeChange, NoticeStore, NoticeWhere } from './service';

/** One-time grants left of one WeChat user for one template. `_id`: `credit:<openid>:<kind>` */
export interface Credit { _id: string; openid: string; kind: TemplateKind; left: number; updatedAt: number }

const noticeCollection = defineCollection('notice', [
  { name: 'due', keys: [['due', 1]] },
  { name: 'step', keys: [['stepId', 1], ['createdAt', 1]] },
  { name: 'week', keys: [['patientId', 1], ['countsAt', 1]] },
  { name: 'told', keys: [['told', 1], ['state', 1]] },
]);
const creditCollection = defineCollection('credit', []);
/** Written to collections.json by the build. */
export const collections: CollectionSpec[] = [noticeCollection, creditCollection];

/** Opening sends nothing. */
export function openNoticeStore(database: Database): NoticeStore {
  const { command: _ } = database;
  const notices = database.collection<Notice>(noticeCollection);
  const queryOf = ({ ids, stepIds, patientId, states, kinds, runId, dueBy, cancelReason }: NoticeWhere): Query => ({
    ...(ids && { _id: ids.length === 1 ? ids[0] : _.in([...ids]) }), ...(stepIds && { stepId: stepIds.length === 1 ? stepIds[0] : _.in([...stepIds]) }), ...(patientId && { patientId }),
    state: states.length === 1 ? states[0] : _.in([...states]), ...(kinds && { kind: _.in([...kinds]) }), ...(runId !== undefined && { runId }), ...(cancelReason !== undefined && { cancelReason }),
    ...(dueBy !== undefined && { due: _.gt(0).and(_.lte(dueBy)) }),
  });
  const changeOf = ({ set, result, tried, again }: NoticeChange): Change =>
    ({ ...set, ...(result && { results: _.push([result]) }), ...(tried !== undefined && { tried: _.push([tried]) }), ...(again && { tries: _.inc(1) }) });
  return {
    getMany: (ids) => notices.getMany(ids),
    insertMissing: (documents) => notices.insertMissing(documents),
    change: (where, change) => (where.ids?.length === 0 || where.stepIds?.length === 0 ? Promise.resolve(0) : notices.update(queryOf(where), changeOf(change))),
    due: (now, limit) => notices.find({ due: _.gt(0).and(_.lte(now)) }, { sort: [['due', 'asc']], limit }),
    untold: (limit) => notices.find({ told: false, state: _.in(['sent', 'handed']) }, { limit }),
    ofStep: (stepId) => notices.find({ stepId }, { sort: [['createdAt', 'asc']], limit: 100 }),
    async counting(patientIds, since) {
      const found: Pick<Notice, '_id' | 'patientId' | 'state' | 'countsAt'>[] = [];
      for (let i = 0; i < patientIds.length; i += 1000) {
        const patientId = _.in(patientIds.slice(i, i + 1000));
        for (let skip = 0, part: Notice[] = []; skip === 0 || part.length === 1000; skip += 1000) {
          part = await notices.find({ patientId, countsAt: _.gt(since) }, { sort: [['patientId', 'asc'], ['_id', 'asc']], limit: 1000, skip, fields: ['patientId', 'state', 'countsAt'] });
          found.push(...part);
        }
      }
      return found;
    },
  };
}

const creditId = (openid: string, kind: TemplateKind): string => `credit:${openid}:${kind}`;

/** Opening sends nothing. */
export function openCreditStore(database: Database): CreditStore {
  const { command: _ } = database;
  const credits = database.collection<Credit>(creditCollection);
  return {
    async left(openids, kind) {
      return new Map((await credits.getMany(openids.map((openid) => creditId(openid, kind)))).map((credit) => [credit.openid, credit.left]));
    },
    spend: async (openid, kind, now) => (await credits.update({ _id: creditId(openid, kind), left: _.gt(0) }, { left: _.inc(-1), updatedAt: now })) === 1,
    async add(openid, kind, now) {
      for (let attempt = 0; attempt < 3; attempt += 1) {
        const known = await credits.updateOne({ _id: creditId(openid, kind) }, { left: _.inc(1), updatedAt: now });
        if (known) return known.left;
        if (await credits.insert({ _id: creditId(openid, kind), openid, kind, left: 1, updatedAt: now })) return 1;
      }
      throw new Error('a grant comes and goes');
    },
    clear: async (openid, kind, now) => void (await credits.update({ _id: creditId(openid, kind) }, { left: 0, updatedAt: now })),
  };
}
