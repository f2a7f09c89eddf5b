/** `npm start -- --import FILE`: the hospital's own discharges through the signed door, and the one-time link for its first lead. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Local } from '../index';
import { call } from './caller';
import { upload } from './upload';

/** Why a whole file cannot be read, for the person at the terminal; the console says more. */
const problems: Record<string, string> = {
  too_big: '文件超过 20 MB · larger than 20 MB', too_many_rows: '行数太多，请分成几个文件 · too many rows, please split it', empty: '文件里没有数据 · no data in it',
  encoding: '文字编码无法识别，请另存为 UTF-8 或 GB18030 · unknown encoding, save as UTF-8 or GB18030', damaged: '文件已损坏 · damaged', old_excel: '旧版 Excel，请另存为 .xlsx · old Excel, save as .xlsx',
  html_table: '这是网页，请另存为 .xlsx 或 .csv · a web page, save as .xlsx or .csv', no_headings: '找不到列名所在的一行 · no row of headings', missing_columns: '缺少必需的列 · columns are missing', heading_twice: '同一个列名出现两次 · a heading appears twice',
};

/** Returns what to print. Rejects with a sentence when the file as a whole cannot be read; rows that are wrong are counted and wait in the console. */
export async function importFile(local: Local, file: string, setupToken: string, say: (line: string) => void): Promise<string[]> {
  say(`导入 · importing ${path.basename(file)}`);
  const job = await upload(local, path.basename(file), readFileSync(file), local.signFeed, ({ rows, counts }) => say(`  ${counts.processed} / ${rows}`));
  if (job.state === 'failed') {
    throw new Error(`文件不能导入 · the file cannot be imported: ${problems[job.problem] ?? job.problem}${job.columns.length > 0 ? ` (${job.columns.join(', ')})` : ''}`);
  }
  if (job.state === 'mapping') throw new Error('有些列认不出来，请在工作台“导入”里指定一次 · some columns cannot be told: name them once in the console, under imports');
  const { registered, rejected, warned, held } = job.counts;
  const lines = [
    `导入      imported  ${job.rows} 行：登记 ${registered}，退回 ${rejected}，需要留意 ${warned}，待科室确认 ${held} · rows: registered, rejected, to look at, held`,
    `首位组长  first lead ${local.url}/console/#/account/setup/index?token=${setupToken}   （一次有效 · works once）`,
  ];
  if (rejected + warned > 0) {
    const { url } = await call<{ url: string | null }>(local, 'discharge', 'importRejects', { importId: job.importId }, local.signFeed(JSON.stringify({ action: 'importRejects', input: { importId: job.importId } })));
    if (url) lines.push(`退回的行  rejected  ${url}   （15 分钟内有效，之后在工作台下载 · 15 minutes; later in the console）`);
  }
  return lines;
}
