/** The polled folder: taken when it stands still, moved with the reason beside it, never deleted, never twice. The product behind it is in memory; the last story has the real one. */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openWatch, type Watch } from '../../local/watch';
import { joined, named, shownName } from '../../local/watch/name';
import { Refused, sendTo, type Run, type Sender } from '../../local/watch/send';
import { csv, openHospital } from '../support/hospital';
import { adt } from '../support/hl7';

let dir: string;
let scratch: string;
const logged: string[] = [];
const now = Date.parse('2026-11-20T20:00:00+08:00');
beforeEach(() => {
  scratch = mkdtempSync(path.join(os.tmpdir(), 'suifang-watch-'));
  dir = path.join(scratch, '出院');
  mkdirSync(dir);
  logged.length = 0;
});
afterEach(() => {
  rmSync(scratch, { recursive: true, force: true });
  expect(logged.join('\n')).not.toMatch(/王|秀英|\.csv/);
});

/** Takes each line of a file as one row: `bad` is refused, `?` asks for columns, `!` is no file of ours. Three lines a page. */
function product() {
  const runs = new Map<string, { bytes: Buffer; at: number; answered: boolean; fileName: string; undone: boolean }>();
  const registered = new Map<string, number>();
  let next = 0;
  const steps = { hangAt: Infinity, count: 0, refuse: '' };
  const step = async (): Promise<void> => {
    steps.count += 1;
    if (steps.count === steps.hangAt) await new Promise(() => undefined);
    if (steps.refuse) throw new Refused(steps.refuse, 'test');
  };
  const linesOf = (bytes: Buffer): string[] => bytes.toString().split('\n').filter((line) => line !== '');
  const sender: Sender = {
    async begin({ fileName, bytes }) {
      await step();
      const importId = `import:${(next += 1)}`;
      runs.set(importId, { bytes, at: 0, answered: false, fileName, undone: false });
      return importId;
    },
    async go(importId): Promise<Run> {
      await step();
      const run = runs.get(importId);
      if (!run) throw new Refused('FORBIDDEN', 'importRun');
      const lines = linesOf(run.bytes);
      const base = { importId, problem: '', columns: [], rows: lines.length, repeated: false };
      const counts = { processed: lines.length, registered: 0, corrected: 0, rejected: lines.filter((line) => line.startsWith('bad')).length, warned: 0 };
      if (run.undone) return { ...base, state: 'undone', counts };
      if (lines[0] === '!') return { ...base, state: 'failed', problem: 'encoding', counts };
      if (lines[0] === '?' && !run.answered) return { ...base, state: 'mapping', counts };
      for (const line of lines.slice(run.at, run.at + 3)) if (!line.startsWith('bad')) registered.set(line, (registered.get(line) ?? 0) + 1);
      run.at += 3;
      return { ...base, state: run.at >= lines.length ? 'done' : 'running', counts };
    },
    async rejects() {
      await step();
      return { bytes: Buffer.from('行号,原因'), extension: 'csv' };
    },
  };
  return { sender, runs, registered, steps };
}
const open = (sender: Sender): Watch => openWatch({ dir, sender, stateFile: path.join(scratch, 'watch.json'), now: () => now, log: (line) => logged.push(line) });
const put = (name: string, content: string | Buffer): void => writeFileSync(path.join(dir, name), content);
const looks = async (watch: Watch, count: number): Promise<void> => { for (let n = 0; n < count; n += 1) await watch.look(); };
const inside = (folder: string): string[] => (existsSync(path.join(dir, folder)) ? readdirSync(path.join(dir, folder)).sort() : []);
const [done, failed] = ['done/2026-11-20', 'failed/2026-11-20'];
/** Every byte that was ever put there is still somewhere. */
const everything = (folder: Buffer = Buffer.from(dir)): string[] => readdirSync(folder, { encoding: 'buffer' }).map((name) => joined(folder, name))
  .flatMap((entry) => (statSync(entry).isDirectory() ? everything(entry) : [createHash('sha256').update(readFileSync(entry)).digest('hex')]));
const hashOf = (content: string): string => createHash('sha256').update(content).digest('hex');

test('a file is taken when it stood still for two looks, and moved', async () => {
  const { sender, registered } = product();
  const watch = open(sender);
  put('a.csv', 'r1\n');
  expect(await watch.look()).toBe(0);
  appendFileSync(path.join(dir, 'a.csv'), 'r2\n');
  expect(await watch.look()).toBe(0);
  utimesSync(path.join(dir, 'a.csv'), 1, 1);
  expect(await watch.look()).toBe(0);
  expect(await watch.look()).toBe(1);
  expect([inside('.'), inside(done), [...registered]]).toEqual([['done'], ['a.csv'], [['r1', 1], ['r2', 1]]]);
  expect(logged.at(-1)).toBe('watch: import:1 done: 2 rows, 0 registered, 0 corrected, 0 refused');
});

test('what was refused stands beside it in words: some rows, all rows, the whole file, nothing in it, too much', async () => {
  const { sender } = product();
  const watch = open(sender);
  put('some.csv', 'r1\nbad\n');
  put('all.csv', 'bad\nbad2\n');
  put('whole.csv', '!\n');
  put('empty.csv', '');
  put('big.csv', '');
  truncateSync(path.join(dir, 'big.csv'), 60 * 1024 * 1024 + 1);
  await looks(watch, 2);
  expect([inside('.'), inside(done), inside(failed)]).toEqual([
    ['done', 'empty.csv', 'failed'], ['some.csv', 'some.csv.rejected.csv'], ['all.csv', 'all.csv.rejected.csv', 'all.csv.txt', 'big.csv', 'big.csv.txt', 'whole.csv', 'whole.csv.txt'],
  ]);
  await looks(watch, 100);
  expect(inside('.')).toEqual(['done', 'failed']);
  const why = (name: string) => readFileSync(path.join(dir, failed, name), 'utf8');
  expect([why('whole.csv.txt'), why('big.csv.txt'), why('empty.csv.txt'), why('all.csv.txt')]).toEqual([expect.stringMatching(/编码.*unknown encoding[^]*import:/), expect.stringContaining('60 MB'), expect.stringContaining('no data'), expect.stringContaining('everything was refused')]);
});

test('nothing is overwritten: the same name again, and a name that a reason would have', async () => {
  const { sender } = product();
  const watch = open(sender);
  for (const content of ['!\nfirst', '!\nsecond', '!\nthird']) {
    put('a.csv', content);
    await looks(watch, 2);
  }
  put('a.csv.txt', '!\nnot a reason');
  await looks(watch, 2);
  expect(inside(failed)).toEqual(['a (2).csv', 'a (2).csv.txt', 'a (3).csv', 'a (3).csv.txt', 'a.csv', 'a.csv (2).txt', 'a.csv (2).txt.txt', 'a.csv.txt']);
  expect(everything()).toEqual(expect.arrayContaining(['!\nfirst', '!\nsecond', '!\nthird', '!\nnot a reason'].map(hashOf)));
});

test('names may be anything; folders, links and what is still being written stay where they are', async () => {
  const { sender, runs } = product();
  const watch = open(sender);
  const names = ['出院 名单.csv', '-rf', "a'b\"c`$(x).csv", 'new\nline.csv', '\u202egpj.exe', '.csv…', `${'长'.repeat(83)}.csv`, ' ', '%2e%2e', 'no extension', '😀.xlsx'];
  for (const name of names) put(name, `!${name}`);
  writeFileSync(Buffer.concat([Buffer.from(`${dir}/`), Buffer.from([0xb3, 0xf6, 0xd4, 0xba]), Buffer.from('.csv')]), 'gb\n');
  mkdirSync(path.join(dir, 'folder'));
  writeFileSync(path.join(dir, 'folder/a.csv'), 'r\n');
  symlinkSync('/etc/hostname', path.join(dir, 'link.csv'));
  for (const name of ['a.csv.tmp', '.a.csv', '~$a.xlsx', 'b.csv.part', 'c.filepart']) put(name, 'r\n');
  await looks(watch, 3);
  expect(inside('.')).toEqual(['.a.csv', '.csv…', 'a.csv.tmp', 'b.csv.part', 'c.filepart', 'done', 'folder', 'link.csv', '~$a.xlsx']);
  expect([...runs.values()].map(({ fileName }) => fileName)).toEqual(expect.arrayContaining(['出院 名单.csv', 'new line.csv', 'gpj.exe', 'file', '出院.csv', '😀.xlsx']));
  for (const { fileName } of runs.values()) expect(fileName.length).toBeLessThanOrEqual(120);
  expect(everything(Buffer.from(path.join(dir, 'done')))).toHaveLength(names.length);
});

test('a name is cut at a character, within what file systems take', () => {
  const long = Buffer.from(`${'院'.repeat(83)}.csv`);
  const cut = named(long, { number: 12, behind: '.rejected.csv' });
  expect([cut.length <= 255, cut.toString('utf8')]).toEqual([true, `${'院'.repeat(77)} (12).csv.rejected.csv`]);
  expect(Array.from(shownName(Buffer.from(`${'😀'.repeat(200)}.csv`))).length).toBe(62);
  expect(shownName(Buffer.from(`${'😀'.repeat(200)}.csv`))).toMatch(/😀\.csv$/u);
});

test('columns that must be named wait for a person, ask once, and hold up nobody else', async () => {
  const { sender, runs } = product();
  const watch = open(sender);
  put('a.csv', '?\nr1\n');
  put('b.csv', 'r2\n');
  await looks(watch, 30);
  expect([inside('.'), inside(done), runs.size, logged.filter((line) => line.includes('waits for somebody')).length]).toEqual([['a.csv', 'done'], ['b.csv'], 2, 1]);
  const again = open(sender);
  await looks(again, 3);
  expect(runs.size).toBe(2);
  for (const run of runs.values()) run.answered = true;
  await looks(again, 12);
  expect([inside('.'), inside(done), runs.size]).toEqual([['done'], ['a.csv', 'b.csv'], 2]);
});

test('killed at any step, the next start finishes it: one run for the bytes, or a second that finds nothing new', async () => {
  for (let hangAt = 1; hangAt <= 6; hangAt += 1) {
    rmSync(dir, { recursive: true });
    rmSync(path.join(scratch, 'watch.json'), { force: true });
    mkdirSync(dir);
    const { sender, runs, registered, steps } = product();
    steps.hangAt = hangAt;
    put('a.csv', 'r1\nr2\nr3\nr4\nr5\nr6\nbad\n');
    const killed = open(sender);
    await killed.look();
    void killed.look();
    while (steps.count < hangAt && inside(done).length === 0) await new Promise((resolve) => setImmediate(resolve));
    await looks(open(sender), 2);
    expect([hangAt, inside('.'), inside(done), [...registered.values()], everything().includes(hashOf('r1\nr2\nr3\nr4\nr5\nr6\nbad\n')), runs.size]).toEqual([hangAt, ['done'], ['a.csv', 'a.csv.rejected.csv'], [1, 1, 1, 1, 1, 1], true, 1]);
  }
});

test('killed after the move, or with a run that was taken back since: the same bytes are asked about again', async () => {
  const { sender, runs } = product();
  put('a.csv', 'r1\n');
  await looks(open(sender), 2);
  writeFileSync(path.join(scratch, 'watch.json'), JSON.stringify([[hashOf('r1\n'), 'import:1']]));
  runs.get('import:1')!.undone = true;
  put('b.csv', 'r1\n');
  await looks(open(sender), 13);
  expect([runs.size, inside(done)]).toEqual([2, ['a.csv', 'b.csv']]);
  for (const state of ['{', '[["x"]]', JSON.stringify([[hashOf('r9\n'), 'import:of-another-folder']])]) {
    writeFileSync(path.join(scratch, 'watch.json'), state);
    put('c.csv', 'r9\n');
    await looks(open(sender), 13);
    expect(inside('.')).toEqual(['done']);
  }
});

test('a bad moment is waited out; a file that the product will not have is failed', async () => {
  const { sender, steps } = product();
  const watch = open(sender);
  steps.refuse = 'UNAVAILABLE';
  put('a.csv', 'r1\n');
  await looks(watch, 5);
  expect([inside('.'), logged.filter((line) => line.includes('not now')).length]).toEqual([['a.csv'], 1]);
  steps.refuse = '';
  await looks(watch, 10);
  expect(inside(done)).toEqual(['a.csv']);
  steps.refuse = 'INVALID_INPUT';
  put('b.csv', 'r2\n');
  await looks(watch, 2);
  expect(inside(failed)).toEqual(['b.csv', 'b.csv.txt']);
});

test('a folder that is away, and a place that cannot be written, lose nothing', async () => {
  const { sender, runs } = product();
  const watch = open(sender);
  put('a.csv', 'r1\n');
  writeFileSync(path.join(dir, '.keep'), '');
  renameSync(dir, `${dir}-away`);
  await looks(watch, 3);
  renameSync(`${dir}-away`, dir);
  writeFileSync(path.join(dir, 'done'), 'not a folder');
  utimesSync(path.join(dir, 'done'), 5, 5);
  const stats = statSync(path.join(dir, 'a.csv'));
  await looks(watch, 1);
  await looks(watch, 3);
  expect([existsSync(path.join(dir, 'a.csv')), statSync(path.join(dir, 'a.csv')).ino, runs.size <= 2]).toEqual([true, stats.ino, true]);
  expect(logged.filter((line) => line.includes('cannot be')).length).toBeGreaterThanOrEqual(2);
});

test('the real product: a file of rows and one of messages go in, the refused row comes back, and the same bytes change nothing', async () => {
  const hospital = await openHospital('2026-11-20 20:00');
  try {
    const watch = open(sendTo(hospital.local));
    const rows = csv([{ patientNo: 'W0001', name: '王平安', dischargeAt: '2026-11-20 10:00' }, { patientNo: 'W0002', dischargeAt: '2026-11-20 11:00' }, { patientNo: 'W0003', name: '王无期', dischargeAt: '2026-02-30 11:00', admitAt: '2026-02-01 09:00' }]);
    put('名单.csv', rows);
    put('adt.hl7', `${adt({ id: 'M1', patientNo: 'P7001' })}${adt({ id: 'M2', patientNo: 'P7002' })}`);
    await looks(watch, 2);
    expect([inside('.'), inside(done).map((name) => name.replace(/xlsx$/, 'csv'))]).toEqual([['done'], ['adt.hl7', '名单.csv', '名单.csv.rejected.csv']]);
    put('again.csv', rows);
    await looks(watch, 2);
    const { jobs } = await hospital.lead.discharge.importList({});
    expect(jobs.map(({ source, state, repeated, counts: { registered, unchanged, rejected } }) => [source, state, repeated, registered, unchanged, rejected].join(' ')).sort()).toEqual(['folder.出院 done false 2 0 0', 'folder.出院 done false 2 0 1', 'folder.出院 done true 0 2 1']);
  } finally {
    await hospital.local.dispose();
  }
});
