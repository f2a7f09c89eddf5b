/** The report of a run: whole rows for people, lines for systems, one file whichever pages it came from. */
import readSheets from 'read-excel-file/node';
import { instantAt, minute } from '../../../cloudfunctions/kit/calendar';
import { rejectedMessages } from '../../../cloudfunctions/discharge/service/reject-message';
import { reportOf, sealPage } from '../../../cloudfunctions/discharge/service/report';
import { openDesk, type Desk } from './support';

const now = instantAt('2026-11-20', '20:00');
const headings = ['患者ID', '住院号', '住院次数', '姓名', '性别', '出生日期', '本人电话', '出院科别', '入院时间', '出院时间', '主要诊断', '离院方式'];
const person = (n: number, change: Readonly<Record<number, string>> = {}): string => ['P', 'Z'].map((letter) => `${letter}${n}`).concat('1', '王秀英', '女', '1960-01-02', `138${String(10_000_000 + n)}`, '骨科', '2026-11-10 08:00', '2026-11-18 09:00', '骨折', '1').map((cell, at) => change[at] ?? cell).join(',');
const file = (rows: readonly string[]): Buffer => Buffer.from([headings.join(','), ...rows].join('\r\n'), 'utf8');

let desk: Desk;
beforeEach(async () => { desk = await openDesk(); });
afterEach(() => desk.close());
const report = async (importId: string, text = false) => reportOf({ rejects: desk.jobs.rejects, cipher: desk.cipher }, (await desk.jobs.jobs.get(importId))!, text);

test('refused rows of all pages stand whole in one sheet, doubtful ones in the other; corrected, they come in and nothing is left to report', async () => {
  const rows = Array.from({ length: 1500 }, (_, n) => person(n, n === 3 ? { 3: '' } : n === 1400 ? { 11: '8' } : n === 7 ? { 6: '138 1000 0007/0931-8221234' } : {}));
  const { importId, counts } = await desk.importBytes(file(rows), now);
  expect(counts).toMatchObject({ processed: 1500, rejected: 2, warned: 1 });
  const made = (await report(importId))!;
  expect(made).toMatchObject({ ending: 'xlsx', rows: 3 });
  const [refused, doubtful] = await readSheets(made.bytes);
  expect(refused!.data.map((cells) => [cells[0], cells[3]])).toEqual([['行号', '患者ID'], ['5', 'P3'], ['1402', 'P1400']]);
  expect(doubtful!.data.map((cells) => cells[0])).toEqual(['行号', '9']);
  const corrected = refused!.data.map((cells, at) => cells.map((cell, column) => (at > 0 && column === 6 ? '王秀英' : at > 0 && column === 14 ? '1' : String(cell ?? '').replaceAll('\n', ' '))).join(','));
  const again = await desk.importBytes(Buffer.from(corrected.join('\r\n'), 'utf8'), now + minute);
  expect(again).toMatchObject({ state: 'done', counts: { processed: 2, registered: 2, rejected: 0 } });
  expect(await report(again.importId)).toBeNull();
});

test('a system gets a line a cell, and what was kept before rows were is a list of lines', async () => {
  const { importId } = await desk.importBytes(file([person(1, { 3: '' })]), now);
  const text = (await report(importId, true))!;
  expect([text.ending, text.bytes.toString('utf8').split('\r\n')[1]]).toEqual(['csv', '"2","姓名","","未导入","必填项为空","请补上这一格，再导入一次。"']);
  const line = { ref: 'message 2', eventId: 'M2', place: 'PID-3', problem: 'missing', refused: true };
  await desk.jobs.rejects.insert({ _id: 'reject:door', importId, page: 0, count: 1, sealed: desk.cipher.seal(JSON.stringify([line]), 'import_reject'), createdAt: now });
  await desk.jobs.jobs.update({ _id: importId }, { format: 'hl7' });
  const messages = (await report(importId))!;
  expect([messages.ending, messages.rows]).toEqual(['csv', 2]);
  expect(messages.bytes.toString('utf8')).toContain('"message 2","M2","PID-3","未导入"');
});

test('what is kept and waits is not called imported, and every place is named as its sender names it', () => {
  const line = (ref: string) => ({ ref, eventId: 'M2', place: 'dischargeAt', problem: 'incomplete' as const, refused: false });
  const text = rejectedMessages([line('message 2'), line('entry 2'), line('event 2')]);
  expect(text.split('\r\n').slice(1, 4).map((row) => row.split('","').slice(2, 4))).toEqual([['PV1-45', '已收下，请核对'], ['Encounter.period.end', '已收下，请核对'], ['data.dischargeAt', '已收下，请核对']]);
});

test('of more rows than a workbook holds the number is told', async () => {
  const { importId } = await desk.importBytes(file([person(1, { 3: '' })]), now);
  const lines = Array.from({ length: 10_100 }, (_, n) => ({ line: n + 10, heading: '姓名', value: '', problem: 'required' as const, refused: true }));
  const parts = sealPage(desk.cipher, { lines, rows: lines.map(({ line }) => ({ line, cells: ['P1', 'Z1'] })) });
  for (const [n, part] of parts.entries()) await desk.jobs.rejects.insert({ _id: `reject:many:${n}`, importId, page: 0, ...part, createdAt: now });
  const made = (await report(importId))!;
  const [refused] = await readSheets(made.bytes);
  expect(made.rows).toBe(10_101);
  expect(refused!.data).toHaveLength(10_002);
  expect(refused!.data.at(-1)).toEqual(expect.arrayContaining(['注：另有 101 行没有列出']));
});

test('hundreds of long rows that are all refused fit into documents of the platform, and come back whole', async () => {
  const { importId, counts } = await desk.importBytes(file(Array.from({ length: 400 }, (_, n) => person(n, { 3: '', 10: `诊断${n}${'很长'.repeat(400)}` }))), now);
  expect(counts).toMatchObject({ rejected: 400 });
  const [refused] = await readSheets((await report(importId))!.bytes);
  expect(refused!.data.slice(1).map((cells) => String(cells[13]).slice(0, 6).replace(/\D/g, ''))).toEqual(Array.from({ length: 400 }, (_, n) => String(n)));
  expect(String(refused!.data[1]![13])).toHaveLength(803);
});

test('one row larger than a document is kept in part, and does not stop the others', () => {
  const line = (n: number) => ({ line: n, heading: '姓名', value: '', problem: 'required' as const, refused: true });
  const parts = sealPage(desk.cipher, { lines: [line(2), line(3), line(3)], rows: [{ line: 2, cells: Array.from({ length: 300 }, () => '长'.repeat(2000)) }, { line: 3, cells: ['P1'] }] });
  expect(parts.reduce((sum, { count }) => sum + count, 0)).toBe(3);
  for (const { sealed } of parts) expect(Buffer.byteLength(sealed)).toBeLessThan(500_000);
});
