/** Everything that a source, or a colleague in its place, said. Never changed but for what is here: said again, said by another run too, taken back. */
import { defineCollection, type Collection, type Database } from '../../kit/database';
import type { ImportOutcome } from '../contract/intake';

/** The same content said at another time. */
export interface SaidAgain { run: string; ref: string; at: number; fileAt: number; outcome: ImportOutcome }

export interface StatementRecord {
  /** `statement:<hash of stay or patient>:<hash of the content>`: the content decides, so that what is said twice is there once. */
  _id: string;
  kind: 'stay' | 'person' | 'merge';
  /** As it was said, before any merge; '' where the kind has none. */
  patientId: string; encounterId: string; intoId: string;
  /** When it counts: the source's time, else the arrival; then the arrival. The latest of all that said it. */
  at: number; fileAt: number;
  /** The same as the first who said it gave them. */
  firstAt: number; firstFileAt: number;
  /** The run that said it first, where in it (line 7, message 3), and what became of it; `runs` said it too. */
  importId: string; ref: string; outcome: ImportOutcome; runs: string[]; again: SaidAgain[];
  eventId: string;
  /** Numbers, cells, and what the source said when a colleague corrected it. Field name for the cipher: `statement`. */
  sealed: string;
  state: 'counts' | 'undone';
  /** What follows from it has been done; false while somebody who will not come back for it (no run of pages) is at it. */
  settled: boolean;
  createdAt: number; by: string;
  /** Of a colleague's correction; '' for sources. */
  reason: string;
}

export const statementCollection = defineCollection('statement', [
  { name: 'patient', keys: [['patientId', 1]] },
  { name: 'encounter', keys: [['encounterId', 1]] },
  { name: 'into', keys: [['intoId', 1]] },
  { name: 'run', keys: [['importId', 1], ['_id', 1]] },
  { name: 'unsettled', keys: [['settled', 1], ['createdAt', 1]] },
]);

/** Statements of a page that a run said again: what must be looked at when the run is taken back. */
export interface RestatedRecord { /** `restated:<run>:<page>` */ _id: string; importId: string; statementIds: string[] }
export const restatedCollection = defineCollection('restated', [{ name: 'run', keys: [['importId', 1], ['_id', 1]] }]);

export interface StatementStore {
  readonly collection: Collection<StatementRecord>;
  readonly restated: Collection<RestatedRecord>;
  /** All that was ever said of these patients and stays, merges into or out of them included; those taken back too. */
  about(patientIds: readonly string[], encounterIds: readonly string[]): Promise<StatementRecord[]>;
  /** What follows from these has been done. */
  settle(ids: readonly string[]): Promise<void>;
  /** What is known of one stay, in the order in which it arrived. */
  ofStay(encounterId: string): Promise<StatementRecord[]>;
}

/** Ids in one question. */
const idsAtOnce = 1000;

export function openStatementStore(database: Database): StatementStore {
  const collection = database.collection<StatementRecord>(statementCollection);
  const { command } = database;
  return {
    collection,
    restated: database.collection<RestatedRecord>(restatedCollection),
    async about(patientIds, encounterIds) {
      const found = new Map<string, StatementRecord>();
      for (let i = 0; i < Math.max(patientIds.length, encounterIds.length); i += idsAtOnce) {
        const [patients, stays] = [patientIds.slice(i, i + idsAtOnce), encounterIds.slice(i, i + idsAtOnce)];
        const ways = [...(patients.length > 0 ? [{ patientId: command.in(patients) }, { intoId: command.in(patients) }] : []), ...(stays.length > 0 ? [{ encounterId: command.in(stays) }] : [])];
        const query = ways.length === 1 ? ways[0]! : command.or(ways);
        for (let skip = 0, page: StatementRecord[] = []; skip === 0 || page.length === 1000; skip += 1000) {
          page = await collection.find(query as Record<string, unknown>, { sort: [['_id', 'asc']], limit: 1000, skip });
          for (const record of page) found.set(record._id, record);
        }
      }
      return [...found.values()];
    },
    settle: async (ids) => void (ids.length > 0 && (await collection.update({ _id: command.in([...ids]), settled: false }, { settled: true }))),
    ofStay: async (encounterId) => (await collection.find({ encounterId }, { limit: 1000 })).sort((a, b) => a.createdAt - b.createdAt),
  };
}
