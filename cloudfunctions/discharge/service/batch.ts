/** Many documents in few round trips, each decided by what it was when it was read. */
import type { Collection, Query } from '../../kit/database';

const manyAtOnce = 25;
/** Runs single-document updates side by side; the database has no call for many different ones. */
export async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let i = 0; i < items.length; i += manyAtOnce) await Promise.all(items.slice(i, i + manyAtOnce).map(work));
}

/** Inserts, or updates the revision that was read; whatever somebody else changed meanwhile is read and judged again. */
export async function settle<T extends { _id: string; rev: number }>(
  collection: Collection<T>, wanted: readonly string[], first: ReadonlyMap<string, T>,
  decide: (id: string, known: T | undefined) => { insert: T } | { query: Query; change: Record<string, unknown> } | null,
): Promise<void> {
  let known = first;
  let open = [...wanted];
  for (let round = 0; open.length > 0; round += 1) {
    if (round === 6) throw new Error('the same records are being changed all the time');
    if (round > 0) known = new Map((await collection.getMany(open)).map((document) => [document._id, document]));
    const again: string[] = [];
    const inserts: T[] = [];
    const updates: { id: string; query: Query; change: Record<string, unknown> }[] = [];
    for (const id of open) {
      const step = decide(id, known.get(id));
      if (step && 'insert' in step) inserts.push(step.insert);
      else if (step) updates.push({ id, ...step });
    }
    if (inserts.length > 0 && (await collection.insertMissing(inserts)) < inserts.length) again.push(...inserts.map((document) => document._id));
    await eachOf(updates, async ({ id, query, change }) => {
      if ((await collection.update(query, change)) === 0) again.push(id);
    });
    open = again;
  }
}
