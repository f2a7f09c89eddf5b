/** One reading in a process of its own, so that its peak of memory is its own: `node file-child.cjs table|messages alone|whole <file>…` → one line of JSON for all files, read one after the other. */
import { readFileSync } from 'node:fs';
import { Hl7Message } from '@medplum/core';
import { prepareFile } from '../../cloudfunctions/discharge/service/prepare';
import { openTable } from '../../cloudfunctions/discharge/service/file';
import { openHearing } from '../../cloudfunctions/discharge/service/hear';
import { formatOf } from '../../cloudfunctions/discharge/rules/format';
import { piecesOf } from '../../cloudfunctions/discharge/rules/hl7/piece';
import { troubleWith } from '../../cloudfunctions/discharge/rules/saying';
import { pageRows } from '../../cloudfunctions/discharge/contract';

const uploadedAt = Date.UTC(2026, 10, 20, 12);

async function tableAlone(bytes: Buffer): Promise<number> {
  const read = await openTable(bytes, (rows) => rows[0]?.length ?? 0);
  if ('problem' in read) throw new Error(read.problem);
  let rows = -1;
  for await (const batch of read.table.rows()) rows += batch.length;
  return rows;
}
/** Everything that an import does with the file: judged as a whole, then page by page. */
async function wholeTable(bytes: Buffer): Promise<number> {
  const read = await prepareFile(bytes, uploadedAt);
  if ('problem' in read) throw new Error(`${read.problem} ${read.columns.join()}`);
  const { rows } = read.prepared;
  let good = 0;
  for (let from = 0; from < rows.length; from += pageRows) good += rows.slice(from, from + pageRows).filter(({ record }) => record).length;
  return good;
}

/** The kept parsers by themselves: message by message, and JSON at once. */
async function messagesAlone(bytes: Buffer): Promise<number> {
  if (formatOf(bytes) === 'hl7') {
    let messages = 0;
    for (const { start, end } of piecesOf(bytes)) if (Hl7Message.parse(bytes.toString('utf8', start, end)).segments.length > 1) messages += 1;
    return messages;
  }
  return (JSON.parse(bytes.toString('utf8')) as { entry: { resource: { resourceType: string } }[] }).entry.filter(({ resource }) => resource.resourceType === 'Encounter').length;
}
/** What they say, judged page by page as an import does. */
async function wholeMessages(bytes: Buffer): Promise<number> {
  const { refs, of } = await openHearing(formatOf(bytes)!, bytes, uploadedAt);
  let good = 0;
  for (let from = 0; from < refs.length; from += pageRows) good += of(refs.slice(from, from + pageRows)).filter((one) => 'saying' in one && troubleWith(one.saying, uploadedAt).refused.length === 0).length;
  return good;
}

const ways: Record<string, (bytes: Buffer) => Promise<number>> = { 'table alone': tableAlone, 'table whole': wholeTable, 'messages alone': messagesAlone, 'messages whole': wholeMessages };

async function main(): Promise<void> {
  const [, , what, how, ...files] = process.argv;
  const started = performance.now();
  const before = process.cpuUsage();
  let rows = 0;
  for (const file of files) rows += await ways[`${what} ${how}`]!(readFileSync(file));
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(JSON.stringify({ rows, ms: performance.now() - started, work: (user + system) / 1000, peak: process.resourceUsage().maxRSS * 1024 }));
}
void main();
