/** Every list and every timer has its index, and what is counted ends. */
import { collections } from '../../../cloudfunctions/message/store';
import { messageCollection, openThreadStore, threadCollection, type Listing } from '../../../cloudfunctions/message/store/thread';
import { newThread } from '../../../cloudfunctions/message/service/write';
import { openDeskStore, pictureCollection, presenceCollection } from '../../../cloudfunctions/message/store/desk';
import { openKitDatabase, type KitDatabase } from '../../support/kit-database';
import { agent, at } from './world';

let kit: KitDatabase;
beforeEach(async () => { kit = await openKitDatabase(collections); });
afterEach(() => kit.close());
const now = at('2026-11-19 09:00');
const some = (n: number) => {
  const stay = { encounterId: `enc:${n}`, patientId: `pat:${n}`, departmentCode: n % 2 ? '0401' : '0402', departmentName: '', dischargeDay: '2026-11-18', sensitive: false, cleared: false, dxCode: '', dx: '' };
  return newThread(`pat:${n}`, stay, false, now);
};
const listing = (view: Listing['view'], more: Partial<Listing> = {}): Listing => ({ view, staffId: agent.staffId, departments: 'all', ward: false, now, ...more });

test('the lists of the inbox and the looks of the timer use an index and sort nothing', async () => {
  const threads = openThreadStore(kit.database);
  for (let n = 0; n < 40; n += 1) await threads.create(some(n));
  const asc = { sortKey: 1 } as const;
  const plans = ([
    ['assignee', threadCollection.name, { assignee: agent.staffId, state: 'open', sortKey: { $gt: '' } }, asc],
    ['state', threadCollection.name, { state: 'closed' }, asc],
    ['waiting', threadCollection.name, { waiting: 1 }, asc],
    ['urgent', threadCollection.name, { urgentOpen: 1 }, asc],
    ['call', threadCollection.name, { callAt: { $gt: 0, $lte: now } }, { callAt: 1 }],
    ['stuck', threadCollection.name, { stuckAt: { $gt: 0, $lte: now } }, { stuckAt: 1 }],
    ['shown', messageCollection.name, { threadId: 't', shown: true, n: { $lt: 9 } }, { n: -1 }],
    ['number', messageCollection.name, { threadId: 't', n: { $gt: 9 } }, { n: 1 }],
    ['key', messageCollection.name, { threadId: 't', key: 'k' }, undefined],
    ['owed', messageCollection.name, { owedAt: { $gt: 0, $lte: now } }, { owedAt: 1 }],
    ['thread', presenceCollection.name, { threadId: 't', until: { $gt: now } }, undefined],
    ['unused', pictureCollection.name, { usedKey: '', at: { $lte: now } }, { at: 1 }],
    ['by', pictureCollection.name, { by: 'p', at: { $gt: now } }, undefined],
  ] as const).map(([index, collection, query, order]) => ({ wanted: index, ...kit.behind.explain(collection, query, { ...(order && { order }), limit: 30 }) }));
  expect(plans.map((p) => p.index)).toEqual(plans.map((p) => p.wanted));
  expect(plans.filter((p) => p.sort === 'memory')).toEqual([]);
  expect(plans.filter((p) => p.wanted !== 'assignee' && p.examined > 1)).toEqual([]);
});

test('pages follow each other without a gap or a double, urgent first, then who waits longest', async () => {
  const threads = openThreadStore(kit.database);
  for (let n = 0; n < 25; n += 1) {
    const fresh = some(n);
    await threads.create(fresh);
    await threads.change(fresh, { waitingSince: now - n, due: now + 1000 - n, lastN: 1, ...(n === 3 && { urgent: 'today' as const, urgentAt: now }) });
  }
  const seen: string[] = [];
  for (let after = '';;) {
    const page = await threads.page(listing('waiting'), after, 7);
    seen.push(...page.map((t) => t._id));
    if (page.length < 7) break;
    after = page.at(-1)!.sortKey;
  }
  expect(seen).toHaveLength(25);
  expect(new Set(seen).size).toBe(25);
  expect(seen.slice(0, 3)).toEqual(['thread:pat:3', 'thread:pat:24', 'thread:pat:23']);
  expect(await threads.count(listing('waiting'), 10)).toBe(10);
  expect(await threads.count(listing('waiting', { departments: ['0401'] }), 100)).toBe(12);
  expect(await threads.count(listing('overdue', { now: now + 990 }), 100)).toBe(15);
});

test('a change names the revision that it saw; reading only goes forward and disturbs no change', async () => {
  const threads = openThreadStore(kit.database);
  const fresh = some(1);
  expect(await threads.create(fresh)).toBe(true);
  expect(await threads.create(fresh)).toBe(false);
  const changed = (await threads.change(fresh, { assignee: 'staff:1' }))!;
  expect(await threads.change(fresh, { assignee: 'staff:2' })).toBeNull();
  await threads.sawPerson(fresh._id, 'person:wx:a', 5);
  await threads.sawPerson(fresh._id, 'person:wx:a', 3);
  await threads.sawStaff(fresh._id, 4);
  expect(await threads.change(changed, { rating: { score: 5, comment: '', at: now, personId: 'p' } })).toMatchObject({ seen: { 'person:wx:a': 5 }, readByPatient: 5, readByStaff: 4, rating: { score: 5 } });
});

test('a picture goes with one message; a colleague is here for twenty seconds', async () => {
  const desk = openDeskStore(kit.database);
  await desk.addPicture({ _id: 'a.png', threadId: 't', patientId: 'p', fileId: 'f', type: 'image/png', size: 1, by: 'me', at: now, usedKey: '' });
  expect(await desk.usePicture('a.png', 'you', 'k1')).toBe(false);
  expect(await Promise.all([desk.usePicture('a.png', 'me', 'k1'), desk.usePicture('a.png', 'me', 'k1')])).toEqual([true, true]);
  expect(await desk.usePicture('a.png', 'me', 'k2')).toBe(false);
  expect(await desk.here('t', { staffId: 's1', name: '甲' }, now)).toEqual([]);
  expect(await desk.here('t', { staffId: 's2', name: '乙' }, now + 5_000)).toEqual([{ staffId: 's1', name: '甲' }]);
  expect(await desk.here('t', { staffId: 's2', name: '乙' }, now + 21_000)).toEqual([]);
});
