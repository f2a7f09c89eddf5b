import { auditCollection, auditSealCollection, openAudit, type AuditRow } from '../../../cloudfunctions/kit/audit';
import type { Caller } from '../../../cloudfunctions/kit/caller';
import { day, instantAt } from '../../../cloudfunctions/kit/calendar';
import { openKitDatabase, type KitDatabase } from '../../support/kit-database';

let kit: KitDatabase;
beforeEach(async () => { kit = await openKitDatabase([auditCollection, auditSealCollection]); });
afterEach(() => kit.close());

const nurse = (n: number): Caller => ({ kind: 'staff', staffId: `staff:nurse${n}`, name: '', role: 'nurse', departments: 'all', sessionId: 's', ip: '10.0.0.1' });
const now = instantAt('2026-11-20', '10:00');
const reveal = (n: number, subject: string, at = now) => openAudit(kit.database).record({ caller: nurse(n), action: 'discharge.reveal', subject, reason: '核对电话', now: at });

it('chains each actor\'s rows of a day', async () => {
  for (const subject of ['pat:1', 'pat:2', 'pat:3']) await reveal(1, subject);
  await reveal(2, 'pat:1');
  const rows = (await kit.behind.get('audit', {}, { order: { actor: 1, n: 1 } })) as unknown[] as AuditRow[];
  expect(rows.map((r) => [r._id, r.n, r.subject])).toEqual([
    ['audit:staff:nurse1:2026-11-20:1', 1, 'pat:1'], ['audit:staff:nurse1:2026-11-20:2', 2, 'pat:2'], ['audit:staff:nurse1:2026-11-20:3', 3, 'pat:3'], ['audit:staff:nurse2:2026-11-20:1', 1, 'pat:1'],
  ]);
  expect(rows[1]!.previous).toBe(rows[0]!.hash);
  expect(rows[3]!.previous).toBe('');
  expect(await openAudit(kit.database).verify('2026-11-20')).toEqual([]);
});

it('loses no row when one actor does many things at once', async () => {
  await Promise.all(Array.from({ length: 12 }, (_, i) => reveal(1, `pat:${i}`)));
  expect(await kit.behind.count('audit', {})).toBe(12);
  expect(await openAudit(kit.database).verify('2026-11-20')).toEqual([]);
});

test.each<[string, (rows: AuditRow[]) => Promise<unknown>]>([
  ['a changed subject', (rows) => kit.behind.update('audit', { _id: rows[1]!._id }, { $set: { subject: 'pat:other' } })],
  ['a changed reason', (rows) => kit.behind.update('audit', { _id: rows[1]!._id }, { $set: { reason: '' } })],
  ['a changed time', (rows) => kit.behind.update('audit', { _id: rows[1]!._id }, { $set: { at: 1 } })],
  ['a removed row in the middle', (rows) => kit.behind.remove('audit', { _id: rows[1]!._id })],
  ['a removed first row', (rows) => kit.behind.remove('audit', { _id: rows[0]!._id })],
])('%s shows at once', async (_, meddle) => {
  for (const subject of ['pat:1', 'pat:2', 'pat:3']) await reveal(1, subject);
  await meddle((await kit.behind.get('audit', {}, { order: { n: 1 } })) as unknown[] as AuditRow[]);
  expect(await openAudit(kit.database).verify('2026-11-20')).not.toEqual([]);
});

it('once the day is sealed, a removed last row and a removed actor show too', async () => {
  for (const n of [1, 2]) for (const subject of ['pat:1', 'pat:2']) await reveal(n, subject);
  const audit = openAudit(kit.database);
  await audit.seal('2026-11-20', now + day);
  expect(await audit.verify('2026-11-20')).toEqual([]);
  await kit.behind.remove('audit', { actor: 'staff:nurse2' });
  expect(await audit.verify('2026-11-20')).toEqual(['seal:2026-11-20']);
});

it('sealing again changes nothing, also when rows were removed meanwhile', async () => {
  await reveal(1, 'pat:1');
  const audit = openAudit(kit.database);
  const first = await audit.seal('2026-11-20', now + day);
  await kit.behind.remove('audit', {});
  expect(await audit.seal('2026-11-20', now + 2 * day)).toEqual(first);
});

it('seals every past day after a silence, in order, never today', async () => {
  await reveal(1, 'pat:1', instantAt('2026-11-16', '23:59'));
  await reveal(1, 'pat:1', instantAt('2026-11-18', '09:00'));
  const audit = openAudit(kit.database);
  expect(await audit.sealPast(now)).toEqual(['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19']);
  expect(await audit.sealPast(now)).toEqual([]);
  expect(await audit.sealPast(now + day)).toEqual(['2026-11-20']);
});

it('an installation without rows has nothing to seal', async () => {
  expect(await openAudit(kit.database).sealPast(now)).toEqual([]);
});

it('a day of more rows than a page is walked to its end', async () => {
  const audit = openAudit(kit.database);
  const page = Array.from({ length: 1005 }, (_, i) => ({ _id: `audit:bulk:2026-11-20:${i}`, actor: `staff:bulk${i}`, day: '2026-11-20', n: 1, at: now, action: 'a', subject: 's', previous: '', hash: 'forged' }));
  for (let i = 0; i < page.length; i += 201) await kit.behind.insert('audit', ...page.slice(i, i + 201));
  expect(await audit.verify('2026-11-20')).toHaveLength(1005);
});
