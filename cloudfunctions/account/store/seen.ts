/** Signatures that were taken, so that nobody who overheard a request can send it a second time. */
import { defineCollection, type Database } from '../../kit/database';

/** `seen:<hash of the signature>`; which request it was cannot be told from it. */
interface SeenRecord { _id: string; until: number }

const seenCollection = defineCollection('feed_signature', [{ name: 'over', keys: [['until', 1]] }]);
export const collections = [seenCollection];

export interface SeenStore {
  /** True for the first who brings it: the insert of its id decides, also between calls at the same moment. */
  take(signatureHash: string, until: number): Promise<boolean>;
  forget(before: number): Promise<number>;
}

export function openSeenStore(database: Database): SeenStore {
  const seen = database.collection<SeenRecord>(seenCollection);
  return {
    take: (signatureHash, until) => seen.insert({ _id: `seen:${signatureHash}`, until }),
    forget: (before) => seen.remove({ until: database.command.lt(before) }),
  };
}
