/** kill -9 in a storm of writes: everything acknowledged is there, nothing is half there. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { openDatabase } from '../../../local/database';
import { openTestDatabase, type TestDatabase } from '../../support/database';

const root = resolve(__dirname, '../../..');
const cache = join(root, 'node_modules/.cache/suifang-storm');
const bundle = join(cache, `storm-${process.pid}.cjs`);

beforeAll(() => {
  mkdirSync(cache, { recursive: true });
  execFileSync(process.execPath, [join(root, 'node_modules/esbuild/bin/esbuild'), join(root, 'test/support/storm.ts'), '--bundle', '--platform=node', '--format=cjs', `--outfile=${bundle}`, '--log-level=error']);
});
afterAll(() => rmSync(bundle, { force: true }));

/** Runs the storm until `acknowledged` lines have come, kills it, and returns what it said. */
async function stormIn(dir: string, acknowledged: number): Promise<{ inserts: number[]; pair: number }> {
  const child = spawn(process.execPath, [bundle, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said = { inserts: [] as number[], pair: 0 };
  let lines = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [kind, n] = line.split(' ');
    if (kind === 'i') said.inserts.push(Number(n));
    else said.pair = Number(n);
    if (++lines === acknowledged) child.kill('SIGKILL');
  }
  return said;
}

test.each([60, 700, 2500])('killed after %i acknowledgements', async (acknowledged) => {
  const it: TestDatabase = openTestDatabase([]);
  it.database.close();
  const said = await stormIn(it.dir, acknowledged);
  const database = openDatabase({ dir: it.dir, now: () => 0 });
  try {
    const list = async (collectionName: string, offset = 0): Promise<Record<string, unknown>[]> => {
      const { data } = await database.handle('database.getDocument', { collectionName, limit: 1000, offset });
      const page = (data as { list: string[] }).list.map((text) => JSON.parse(text) as Record<string, unknown>);
      return page.length < 1000 ? page : [...page, ...(await list(collectionName, offset + 1000))];
    };
    const stored = new Set((await list('log')).map(({ _id }) => String(_id)));
    expect(said.inserts.flatMap((n) => [`i${n}`, `j${n}`]).filter((id) => !stored.has(id))).toEqual([]);
    expect([...stored].filter((id) => id.startsWith('i') && !stored.has(`j${id.slice(1)}`))).toEqual([]);
    const pair = (await list('pair')).map(({ n }) => Number(n));
    expect(new Set(pair).size).toBeLessThanOrEqual(1);
    expect(pair[0] ?? 0).toBeGreaterThanOrEqual(said.pair);
    expect(said.inserts.length + said.pair).toBeGreaterThanOrEqual(acknowledged / 2);
    // The indexes agree with the documents.
    const { data } = await database.handle('database.calculateDocument', { collectionName: 'log', query: '{"n":{"$gte":0}}' });
    expect((data as { total: number }).total).toBe(stored.size);
  } finally {
    database.close();
    rmSync(it.dir, { recursive: true, force: true });
  }
});
