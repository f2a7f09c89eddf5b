/** What a cold start reads before it can answer: each built function in a fresh process, beside the SDK alone, bundled in the ordinary way. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { median, milliseconds, times, type Line } from './measure';

const runs = 7;
const aim = 1.1;
const key = Buffer.alloc(32, 7).toString('base64');
const environment = {
  PATH: process.env['PATH'], NODE_ENV: 'production', TENCENTCLOUD_RUNENV: 'SCF', SCF_NAMESPACE: 'bench', TENCENTCLOUD_REGION: 'ap-shanghai', TENCENTCLOUD_SECRETID: 'x', TENCENTCLOUD_SECRETKEY: 'x', TENCENTCLOUD_SESSIONTOKEN: 'x',
  TCB_ENV: 'bench', TCB_CONTEXT_KEYS: 'TCB_ENV', SUIFANG_KEYS: JSON.stringify({ current: 'k1', keys: { k1: key }, index: key }), PUBLIC_URL: 'https://example.org',
};

/** Processor time of `require`, ms: on a busy machine the wall says more about the neighbours. */
function load(file: string): number {
  const script = `const before = process.cpuUsage(); require(${JSON.stringify(file)}); const { user, system } = process.cpuUsage(before); process.stdout.write(String((user + system) / 1000)); process.exit(0);`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script], { env: environment, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${file} does not load: ${stderr}`);
  return Number(stdout);
}

export async function benchColdLoad(root: string): Promise<Line[]> {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'suifang-cold-'));
  try {
    const sdk = path.join(scratch, 'sdk.cjs');
    await build({
      stdin: { contents: "exports.app = require('@cloudbase/node-sdk').init({ env: 'bench' }); exports.db = exports.app.database();", resolveDir: root, loader: 'js' },
      outfile: sdk, bundle: true, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'error', legalComments: 'none', charset: 'utf8',
    });
    const folder = path.join(root, 'dist/cloudfunctions');
    const files = new Map([['the SDK alone', sdk], ...readdirSync(folder).map((name): [string, string] => [name, path.join(folder, name, 'index.js')])]);
    const took = new Map<string, number[]>();
    for (let run = 0; run < runs; run += 1) for (const [name, file] of files) took.set(name, [...(took.get(name) ?? []), load(file)]);
    const alone = median(took.get('the SDK alone')!);
    return [...took].map(([name, values]): Line => {
      const ratio = median(values) / alone;
      return name === 'the SDK alone' ? { part: 'cold', what: name, value: milliseconds(alone) } : { part: 'cold', what: name, value: times(ratio), aim: `≤ ${times(aim)}`, met: ratio <= aim, runs: milliseconds(median(values)) };
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
