/** Who hands over, and what is asked once: columns, remembered per source; corrected error files; the list of runs. */
import { day, hour, instantAt, minute } from '../../../cloudfunctions/kit/calendar';
import type { MappingColumn } from '../../../cloudfunctions/discharge/contract/intake';
import { openDesk, type Desk } from './support';

const now = instantAt('2026-11-20', '20:00');
const plain = ['P1', 'Z1', '1', '王秀英', '女', '1960-01-02', '13800001234', '骨科', '2026-11-10 08:00', '2026-11-18 09:00', '骨折', '1'];
const headings = ['患者ID', '住院号', '住院次数', '姓名', '性别', '出生日期', '本人电话', '出院科别', '入院时间', '出院时间', '主要诊断', '离院方式'];
/** A file whose last column nobody knows. */
const strange = (rows: string[][] = [plain], name = 'FLD_17'): Buffer => Buffer.from([[...headings.slice(0, -1), name], ...rows].map((row) => row.join(',')).join('\r\n'), 'utf8');
const answer: MappingColumn[] = [{ heading: 'FLD_17', field: 'way' }];

let desk: Desk;
beforeEach(async () => { desk = await openDesk(); });
afterEach(() => desk.close());
const start = async (bytes: Buffer, more: { source?: string; rerunOf?: string } = {}, at = now): Promise<string> => {
  const { importId } = await desk.intake.start({ fileName: 'a.csv', size: bytes.length, ...more }, 'staff:it', at);
  desk.files.set((await desk.jobs.jobs.get(importId))!.fileId, bytes);
  return importId;
};
const run = async (importId: string, at = now) => {
  for (;;) {
    const job = await desk.intake.run(importId, at);
    if (job.state !== 'running') return job;
  }
};

test('a column that cannot be told is asked with a masked preview; the answer runs the file and is remembered for this source only', async () => {
  const first = await start(strange(), { source: '东院HIS' });
  const asked = await run(first);
  expect(asked).toMatchObject({ state: 'mapping', source: '东院HIS', problem: '', counts: { processed: 0 } });
  expect(asked.mapping!.headings.filter(({ field }) => field === null)).toEqual([{ heading: 'FLD_17', field: null, sure: expect.any(Boolean) }]);
  expect(asked.mapping!.preview).toHaveLength(1);
  expect(JSON.stringify(asked.mapping!.preview)).not.toMatch(/13800001234|王秀英/);
  expect(asked.mapping!.missing).toEqual(['way']);
  expect(await run(first, now + minute)).toMatchObject({ state: 'mapping' });
  const done = await desk.intake.map(first, answer, now + hour);
  expect(done.mapping).toBeNull();
  expect(await run(first, now + hour)).toMatchObject({ state: 'done', counts: { processed: 1, registered: 1 } });
  expect(await run(await start(strange([[...plain.slice(0, 10), '扭伤', '1']]), { source: '东院HIS' }, now + 2 * hour), now + 2 * hour)).toMatchObject({ state: 'done', counts: { corrected: 1 } });
  expect(await run(await start(strange(), { source: '西院HIS' }, now + 3 * hour), now + 3 * hour)).toMatchObject({ state: 'mapping' });
  expect((await desk.intake.sources()).map(({ name, remembered }) => [name, remembered])).toEqual([['西院HIS', 0], ['东院HIS', 1]]);
  await expect(desk.intake.map(first, answer, now)).rejects.toMatchObject({ code: 'CONFLICT', reason: 'not_asked' });
});

test('an answer that leaves something open is asked again; of two colleagues the first counts; nobody answers for a week: it is over', async () => {
  const importId = await start(strange());
  await run(importId);
  expect(await desk.intake.map(importId, [{ heading: 'FLD_17', field: 'bed' }], now)).toMatchObject({ state: 'mapping' });
  const both = await Promise.allSettled([desk.intake.map(importId, answer, now), desk.another().map(importId, answer, now)]);
  expect(both.some(({ status }) => status === 'fulfilled')).toBe(true);
  expect(await run(importId)).toMatchObject({ state: 'done', counts: { registered: 1 } });
  const lonely = await start(strange(), { source: '别处' });
  await run(lonely);
  expect(await desk.intake.tick(now + 6 * day)).toMatchObject({ cleared: 0 });
  expect(await desk.intake.tick(now + 8 * day)).toMatchObject({ cleared: 1 });
  expect(await desk.intake.status(lonely)).toMatchObject({ state: 'failed', problem: 'missing_columns' });
  expect([...desk.files.keys()].filter((name) => !name.includes('rejects'))).toEqual([]);
});

test('what is remembered of a source can be forgotten: its next file is asked about again', async () => {
  const first = await start(strange(), { source: '东院HIS' });
  await run(first);
  await desk.intake.map(first, answer, now);
  await start(strange(), { source: '西院HIS' }, now + minute);
  await start(strange(), { source: '东院HIS' }, now + hour);
  expect(await desk.intake.sources()).toEqual([{ name: '东院HIS', usedAt: now + hour, remembered: 1 }, { name: '西院HIS', usedAt: now + minute, remembered: 0 }]);
  await desk.intake.forget('东院HIS');
  expect(await run(await start(strange(), { source: '东院HIS' }, now + 2 * hour), now + 2 * hour)).toMatchObject({ state: 'mapping' });
  await expect(desk.intake.forget('没有的')).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('a corrected error file names the run that it corrects', async () => {
  const wrong = [...plain];
  wrong[3] = '';
  const file = (row: string[]): Buffer => Buffer.from([headings, row].map((cells) => cells.join(',')).join('\r\n'), 'utf8');
  const first = await start(file(wrong));
  expect(await run(first)).toMatchObject({ counts: { rejected: 1 } });
  const second = await start(file(plain), { rerunOf: first }, now + minute);
  expect(await run(second, now + minute)).toMatchObject({ rerunOf: first, counts: { registered: 1 } });
  await expect(desk.intake.start({ fileName: 'a.csv', size: 1, rerunOf: 'import:nobody' }, 'staff:it', now)).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('messages in a file are told by their content, and run like any other', async () => {
  const event = (n: number, more: object = {}) => ({ eventId: `D-${n}`, type: 'discharge', at: '2026-11-18T10:00:00+08:00', data: { patientNo: `P${n}`, inpatientNo: `Z${n}`, visitTimes: 1, name: '王秀英', sex: '女', birthDate: '1960-01-02', phone: `1380000${1000 + n}`, department: '骨科', admitAt: '2026-11-10 08:00', dischargeAt: '2026-11-18 09:00', dx: '骨折', way: '1', ...more } });
  const job = await run(await start(Buffer.from(JSON.stringify({ events: [event(1), event(2), { eventId: 'D-3', type: 'discharge', data: {} }, event(1)] }), 'utf8'), { source: '平台' }));
  expect(job).toMatchObject({ state: 'done', format: 'json', rows: 4, newDepartments: ['骨科'], counts: { processed: 4, registered: 2, unchanged: 1, rejected: 1 } });
  expect((await desk.intake.rejects(job.importId, now)).rows).toBeGreaterThan(0);
  expect([...desk.files.entries()].find(([name]) => name.includes('rejects'))![1].toString('utf8')).toContain('"D-3"');
});

test('the list of runs goes on where a page ended, also among runs of one moment', async () => {
  for (let n = 0; n < 7; n += 1) await start(strange(), {}, now + Math.floor(n / 3) * minute);
  const seen: string[] = [];
  for (let cursor: string | undefined, more = true; more;) {
    const { jobs, next } = await desk.intake.list({ limit: 2, cursor });
    seen.push(...jobs.map(({ importId }) => importId));
    more = next !== null;
    cursor = next ?? undefined;
  }
  expect(seen).toHaveLength(7);
  expect(new Set(seen).size).toBe(7);
  await expect(desk.intake.list({ limit: 2, cursor: 'nonsense' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});
