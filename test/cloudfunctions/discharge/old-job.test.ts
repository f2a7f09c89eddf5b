import { importJobCollection, type ImportJobRecord } from '../../../cloudfunctions/discharge/store/import';
import { ImportJob, type ImportCounts } from '../../../cloudfunctions/discharge/contract/intake';
import { instantAt } from '../../../cloudfunctions/kit/calendar';
import { openDesk, type Desk } from './support';

const now = instantAt('2026-11-20', '20:00');
let desk: Desk;
beforeEach(async () => { desk = await openDesk(); });
afterEach(() => desk.close());

/** A run as it was stored before rows could wait, columns be named once and whole runs be taken back. */
type Old = Omit<ImportJobRecord, 'counts' | 'mapping' | 'answer' | 'source' | 'rerunOf' | 'undone' | 'undoneBy' | 'undoPending'> & { counts: Omit<ImportCounts, 'waiting'> };
const old: Old = {
  _id: 'import:old', fileId: 'f', fileName: '出院.csv', size: 9, by: 'staff:1', createdAt: now, touchedAt: now, finishedAt: now, state: 'done', problem: '', columns: [], fileHash: 'h', sourceAt: now, repeated: false,
  format: 'csv', encoding: 'utf-8', rows: 1, page: 1, counts: { processed: 1, registered: 1, corrected: 0, unchanged: 0, stale: 0, duplicate: 0, rejected: 0, warned: 0, held: 0 }, headings: [], newDepartments: [], rejectPages: 0, fileRemoved: true, rejectFileId: '', rejectFileAt: now,
};

test('a run stored before there was more to say of runs is listed, looked at and taken back like every other', async () => {
  await desk.kit.database.collection<Old>(importJobCollection).insert(old);
  const { jobs } = await desk.intake.list({ limit: 10 });
  expect(jobs).toEqual([expect.objectContaining({ importId: 'import:old', source: '手工上传', rerunOf: '', undone: 0, undoneBy: '', mapping: null, counts: { ...old.counts, waiting: 0 } })]);
  expect(ImportJob.safeParse(jobs[0]).success).toBe(true);
  expect(ImportJob.safeParse(await desk.intake.status('import:old')).success).toBe(true);
  await desk.undoing.begin('import:old', 'staff:lead', now);
  expect(await desk.intake.run('import:old', now)).toMatchObject({ state: 'undone', undone: 0, undoneBy: 'staff:lead' });
});
