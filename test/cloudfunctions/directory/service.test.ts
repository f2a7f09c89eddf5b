/** The directory on the local platform's database: who may, two at once, files, and what patients read. */
import { gzipSync } from 'node:zlib';
import { base64, colleague, expert, lead, openDirectory, place, type TestDirectory } from './support';

const now = Date.parse('2026-11-22T10:00:00+08:00');
let one: TestDirectory;
beforeEach(async () => { one = await openDirectory(); });
afterEach(() => one.close());
const bones = place({ code: '0402', name: '骨科', aliases: ['骨外科'], phone: '09438220402', diseases: ['骨折'], published: true });
const shown = async () => (await one.directory.list(lead)).places.map(({ code, rev, unconfirmed, active }) => [code, rev, unconfirmed, active]);

test('a department of the register is in the directory before anybody tells of it; saving tells and confirms', async () => {
  await one.known('0999', '疼痛科', { unconfirmed: true });
  expect(await shown()).toEqual([['0301', 0, false, true], ['0402', 0, false, true], ['0999', 0, true, true]]);
  const saved = await one.directory.savePlace(lead, { entryId: 'place:0999', place: place({ code: '0999', name: '疼痛科', phone: '09438220999', sensitive: true }), rev: 0 }, now);
  expect(saved).toMatchObject({ unconfirmed: false, rev: 1, phone: '09438220999' });
  expect(await one.departments.collection.get('dep:0999')).toMatchObject({ unconfirmed: false, phone: '09438220999', sensitive: true });
  expect(one.audited).toEqual(['directory.place place:0999']);
});

test('what the register changes is changed in the directory: the name stands in one place only', async () => {
  await one.directory.savePlace(lead, { entryId: 'place:0402', place: bones, rev: 0 }, now);
  await one.known('0402', '骨外一科');
  expect((await one.directory.list(lead)).places.find(({ code }) => code === '0402')).toMatchObject({ name: '骨外一科', diseases: ['骨折'] });
});

test('of two who save at once one is told', async () => {
  const results = await Promise.allSettled(['门诊楼1层', '门诊楼2层', '门诊楼3层'].map((location) => one.directory.savePlace(lead, { entryId: 'place:0402', place: { ...bones, location }, rev: 0 }, now)));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(results.flatMap((result) => (result.status === 'rejected' ? [(result.reason as { code: string }).code] : []))).toEqual(['CONFLICT', 'CONFLICT']);
  const added = await Promise.allSettled([1, 2].map(() => one.directory.savePractitioner(lead, { practitioner: expert({ name: '周海燕' }), rev: 0 }, now)));
  expect(added.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test.each([
  ['a code in use', { place: place({ code: '0301', name: '新科' }) }, { code: 'CONFLICT', reason: 'exists' }],
  ['a name in use', { place: place({ code: '0999', name: '骨外科' }) }, { code: 'INVALID_INPUT', fields: [{ path: 'name', problem: 'taken' }] }],
  ['a ward without department', { place: place({ code: '0999', name: '九病区', kind: 'ward' }) }, { code: 'INVALID_INPUT', fields: [{ path: 'parentCode', problem: 'required' }] }],
  ['a ward of nothing', { place: place({ code: '0999', name: '九病区', kind: 'ward', parentCode: '77' }) }, { code: 'INVALID_INPUT', fields: [{ path: 'parentCode', problem: 'unknown' }] }],
  ['hours that overlap', { place: place({ code: '0999', name: '九科', weekly: [{ weekday: 1, from: '08:00', to: '10:00' }, { weekday: 1, from: '09:00', to: '11:00' }] }) }, { code: 'INVALID_INPUT', fields: [{ path: 'weekly.1.from', problem: 'overlap' }] }],
  ['an unknown entry', { entryId: 'place:none', place: bones }, { code: 'FORBIDDEN' }],
  ['an old state', { entryId: 'place:0402', place: bones, rev: 5 }, { code: 'CONFLICT', reason: 'changed' }],
])('%s is refused', async (_, input, error) => {
  await expect(one.directory.savePlace(lead, { rev: 0, ...input }, now)).rejects.toMatchObject(error);
  expect(one.audited).toEqual([]);
});

test('a ward keeps what is told of its own department, and nothing that files are matched by', async () => {
  const ward = colleague('ward', ['0402']);
  expect((await one.directory.list(ward)).places.map(({ code, edit }) => [code, edit])).toEqual([['0301', 'none'], ['0402', 'facts']]);
  await one.directory.savePlace(ward, { entryId: 'place:0402', place: bones, rev: 0 }, now);
  const refused = { code: 'FORBIDDEN' };
  await expect(one.directory.savePlace(ward, { entryId: 'place:0402', place: { ...bones, name: '骨一科' }, rev: 1 }, now)).rejects.toMatchObject(refused);
  await expect(one.directory.savePlace(ward, { entryId: 'place:0402', place: { ...bones, sensitive: true }, rev: 1 }, now)).rejects.toMatchObject(refused);
  await expect(one.directory.savePlace(ward, { entryId: 'place:0301', place: place({ code: '0301', name: '呼吸内科' }), rev: 0 }, now)).rejects.toMatchObject(refused);
  await expect(one.directory.savePlace(ward, { place: place({ name: '新窗口', kind: 'window' }), rev: 0 }, now)).rejects.toMatchObject(refused);
  await expect(one.directory.retire(ward, { entryId: 'place:0402', rev: 1, retired: true }, now)).rejects.toMatchObject(refused);
  const doctor = await one.directory.savePractitioner(ward, { practitioner: expert({ name: '周海燕' }), rev: 0 }, now);
  for (const practitioner of [expert({ name: '周海燕', departmentCode: '0301' }), expert({ name: '周海燕', departmentCode: 'none' }), expert({ name: '周海燕', staffId: 'staff:lead' })]) {
    await expect(one.directory.savePractitioner(ward, { entryId: doctor.entryId, practitioner, rev: 1 }, now)).rejects.toMatchObject(refused);
  }
  expect(await one.directory.retire(ward, { entryId: doctor.entryId, rev: 1, retired: true }, now)).toBe(2);
});

test('what is retired leaves search and patients, stays in the register, and comes back as it was', async () => {
  await one.directory.savePlace(lead, { entryId: 'place:0402', place: bones, rev: 0 }, now);
  const rev = await one.directory.retire(lead, { entryId: 'place:0402', rev: 1, retired: true }, now);
  expect((await one.directory.search(lead, '骨折')).places).toEqual([]);
  expect((await one.directory.published({ text: '', department: '' })).places).toEqual([]);
  expect((await one.directory.list(colleague('nurse'))).places.map(({ code }) => code)).toEqual(['0301']);
  expect(await one.departments.collection.get('dep:0402')).not.toBeNull();
  await one.directory.retire(lead, { entryId: 'place:0402', rev, retired: false }, now + 1);
  expect((await one.directory.search(colleague('agent'), '骨折')).places.map(({ code }) => code)).toEqual(['0402']);
  expect((await one.directory.history(lead, 'place:0402')).changes.map(({ what, by }) => [what, by])).toEqual([['restored', '陈建华'], ['retired', '陈建华'], ['changed', '陈建华']]);
});

test('history names fields, never what they held, and is closed to what one may not see', async () => {
  await one.directory.savePlace(lead, { entryId: 'place:0402', place: bones, rev: 0 }, now);
  expect((await one.directory.history(lead, 'place:0402')).changes).toEqual([{ at: now, by: '陈建华', what: 'changed', fields: ['diseases', 'published'] }]);
  await expect(one.directory.history(lead, 'expert:none')).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('patients read what is published, looked at and in use, and are told where words speak of a danger', async () => {
  await one.known('0999', '疼痛科', { unconfirmed: true });
  await one.directory.savePlace(lead, { entryId: 'place:0402', place: bones, rev: 0 }, now);
  await one.directory.savePractitioner(lead, { practitioner: expert({ name: '周海燕', published: true, diseases: ['骨折'] }), rev: 0 }, now);
  await one.directory.savePractitioner(lead, { practitioner: expert({ name: '不公开', diseases: ['骨折'] }), rev: 0 }, now);
  const all = await one.directory.published({ text: '骨折', department: '' });
  expect([all.places.map(({ name }) => name), all.practitioners.map(({ name, departmentName }) => [name, departmentName]), all.urgent]).toEqual([['骨科'], [['周海燕', '骨科']], false]);
  // Who works where it is treated is shown too, after those whose own words fit.
  await one.directory.savePractitioner(lead, { practitioner: expert({ name: '李明远', published: true }), rev: 0 }, now);
  expect((await one.directory.published({ text: '骨折', department: '' })).practitioners.map(({ name }) => name)).toEqual(['周海燕', '李明远']);
  expect(await one.directory.published({ text: '', department: '骨科' })).toMatchObject({ places: [{ name: '骨科' }], practitioners: [{ name: '周海燕' }, { name: '李明远' }] });
  expect((await one.directory.published({ text: '', department: '' })).practitioners).toEqual([]);
  expect((await one.directory.search(lead, '骨折')).practitioners.map(({ name }) => name)).toEqual(['周海燕', '不公开', '李明远']);
  expect((await one.directory.published({ text: '胸口疼得喘不上气', department: '' })).urgent).toBe(true);
});

describe('a file', () => {
  const file = base64('编码,名称,位置,电话,上级科室,类型,常见病,公开\n0402,骨科,门诊楼3层,0943-8220402,,,骨折、扭伤,是\n040201,骨一病区,住院楼5层,,骨科,,,\n0600,儿科,门诊楼1层,,,,发热,是\n,,只有位置,,,,,\n');
  const importFile = (more: object) => one.directory.importFile(lead, { sheet: 'place', file, dryRun: true, plan: '', ...more }, now);

  test('says what it would do, does exactly that, and again does nothing', async () => {
    const plan = await importFile({});
    expect(plan.counts).toEqual({ new: 2, changed: 1, unchanged: 0, refused: 1 });
    expect(await shown()).toEqual([['0301', 0, false, true], ['0402', 0, false, true]]);
    expect((await importFile({ dryRun: false, plan: plan.plan })).counts).toEqual(plan.counts);
    expect(await shown()).toEqual([['0301', 0, false, true], ['0402', 1, false, true], ['040201', 1, false, true], ['0600', 1, false, true]]);
    expect(await one.departments.collection.get('dep:0600')).toMatchObject({ name: '儿科', unconfirmed: false });
    expect((await importFile({})).counts).toEqual({ new: 0, changed: 0, unchanged: 3, refused: 1 });
    expect((await one.directory.history(lead, 'place:0600')).changes[0]!.what).toBe('imported');
  });

  test('is refused when the directory is no longer as the plan saw it, or nobody has looked at a plan', async () => {
    const { plan } = await importFile({});
    await one.directory.savePlace(lead, { entryId: 'place:0402', place: { ...bones, location: '门诊楼3层' }, rev: 0 }, now);
    await expect(importFile({ dryRun: false, plan })).rejects.toMatchObject({ code: 'CONFLICT', reason: 'changed' });
    await expect(importFile({ dryRun: false })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('comes packed too; what unfolds beyond all measure, or is no packing, is damaged', async () => {
    expect((await importFile({ file: gzipSync(Buffer.from(file, 'base64')).toString('base64') })).counts).toEqual({ new: 2, changed: 1, unchanged: 0, refused: 1 });
    expect((await importFile({ file: gzipSync(Buffer.alloc(5 * 1024 * 1024)).toString('base64') })).problem).toBe('damaged');
    expect((await importFile({ file: Buffer.from([0x1f, 0x8b, 1, 2, 3]).toString('base64') })).problem).toBe('damaged');
  });

  test('two who confirm the same plan at once write it once', async () => {
    const { plan } = await importFile({});
    await Promise.allSettled([importFile({ dryRun: false, plan }), importFile({ dryRun: false, plan })]);
    expect((await shown()).map(([code, rev]) => [code, rev])).toEqual([['0301', 0], ['0402', 1], ['040201', 1], ['0600', 1]]);
  });

  test.each([['', 'empty'], ['abc\ndef', 'no_headings'], ['编码,名称\n', 'empty'], [`编码,名称\n${Array.from({ length: 1001 }, (_, n) => `${n},科${n}`).join('\n')}`, 'too_many_rows']])('of %j is not read', async (text, problem) => {
    expect((await importFile({ file: text === '' ? 'IA==' : base64(text) })).problem).toBe(problem);
  });

  test('goes out as a workbook and comes back as nothing new; the template has every heading', async () => {
    await one.directory.importFile(lead, { sheet: 'place', file, dryRun: false, plan: (await importFile({})).plan }, now);
    await one.directory.savePractitioner(lead, { practitioner: expert({ name: '周海燕', title: '=HYPERLINK("x")', weekly: [{ weekday: 1, from: '08:00', to: '11:30' }] }), rev: 0 }, now);
    for (const sheet of ['place', 'practitioner'] as const) {
      const { file: workbook, name } = await one.directory.exportFile(lead, { sheet, example: false }, now);
      expect(name).toMatch(/2026-11-22\.xlsx$/);
      const again = await one.directory.importFile(lead, { sheet, file: workbook, dryRun: true, plan: '' }, now);
      expect([again.problem, again.counts.new, again.counts.changed, again.counts.refused, again.unknown]).toEqual(['', 0, 0, 0, []]);
      const template = await one.directory.exportFile(lead, { sheet, example: true }, now);
      expect((await one.directory.importFile(lead, { sheet, file: template.file, dryRun: true, plan: '' }, now)).problem).toBe('empty');
    }
  });
});
