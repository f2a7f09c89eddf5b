/** One reading in a process of its own, so that its peak of memory is its own: `node file-child.cjs parse|prepare <file>` → one line of JSON. */
import { readFileSync } from 'node:fs';
import { prepareFile } from '../../cloudfunctions/discharge/service/prepare';
import { openTable } from '../../cloudfunctions/discharge/service/file';
import { pageRows } from '../../cloudfunctions/discharge/contract';

const uploadedAt = Date.UTC(2026, 10, 20, 12);

async function parseAlone(bytes: Buffer): Promise<number> {
  const read = await openTable(bytes, (rows) => rows[0]?.length ?? 0);
  if ('problem' in read) throw new Error(read.problem);
  let rows = -1;
  for await (const batch of read.table.rows()) rows += batch.length;
  return rows;
}
/** Everything that an import does with the file: judged as a whole, then page by page. */
async function prepareAll(bytes: Buffer): Promise<number> {
  const read = await prepareFile(bytes, uploadedAt);
  if ('problem' in read) throw new Error(`${read.problem} ${read.columns.join()}`);
  const { rows } = read.prepared;
  let good = 0;
  for (let from = 0; from < rows.length; from += pageRows) good += rows.slice(from, from + pageRows).filter(({ record }) => record).length;
  return good;
}

async function main(): Promise<void> {
  const [, , what, file] = process.argv;
  const bytes = readFileSync(file!);
  const started = performance.now();
  const rows = await (what === 'parse' ? parseAlone(bytes) : prepareAll(bytes));
  process.stdout.write(JSON.stringify({ rows, ms: performance.now() - started, peak: process.resourceUsage().maxRSS * 1024 }));
}
void main();
