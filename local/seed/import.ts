/** `npm start -- --import FILE`: the hospital's own discharges through the signed door, and the one-time link for its first lead. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Local } from '../index';
import { fileProblem } from '../file-problem';
import { call } from './caller';
import { upload } from './upload';

/** Returns what to print. Rejects with a sentence when the file as a whole cannot be read; rows that are wrong are counted and wait in the console. */
export async function importFile(local: Local, file: string, setupToken: string, say: (line: string) => void): Promise<string[]> {
  say(`导入 · importing ${path.basename(file)}`);
  const job = await upload(local, path.basename(file), readFileSync(file), local.signFeed, ({ rows, counts }) => say(`  ${counts.processed} / ${rows}`));
  if (job.state === 'failed') {
    throw new Error(`文件不能导入 · the file cannot be imported: ${fileProblem(job.problem, job.columns)}`);
  }
  const { registered, rejected, warned, held } = job.counts;
  const firstLead = `首位组长  first lead ${local.url}/console/#/account/setup/index?token=${setupToken}   （一次有效 · works once）`;
  // It runs, and somebody can answer.
  if (job.state === 'mapping') return ['导入      imported  有些列名认不出，请首位组长在工作台“导入”中确认一次，之后自动继续 · some columns are unknown: the first lead names them once in the console, then it goes on', firstLead];
  const lines = [
    `导入      imported  ${job.rows} 行：登记 ${registered}，退回 ${rejected}，需要留意 ${warned}，待科室确认 ${held} · rows: registered, rejected, to look at, held`,
    firstLead,
  ];
  if (rejected + warned > 0) {
    const { url } = await call<{ url: string | null }>(local, 'discharge', 'importRejects', { importId: job.importId }, local.signFeed(JSON.stringify({ action: 'importRejects', input: { importId: job.importId } })));
    if (url) lines.push(`退回的行  rejected  ${url}   （15 分钟内有效，之后在工作台下载 · 15 minutes; later in the console）`);
  }
  return lines;
}
