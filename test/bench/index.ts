/** The parts of the bench, one after another; each is bounded in count and ends what it began. */
import os from 'node:os';
import { benchClaims } from './claim';
import { benchColdLoad } from './cold';
import { benchComplaints } from './complaint';
import { benchEscalation } from './escalation';
import { benchFile } from './file';
import { benchImport } from './import';
import { table, type Line } from './measure';
import { benchMessages } from './message';
import { benchSdk } from './sdk';
import { benchSurvey } from './survey';
import { benchVisits } from './visit';
import { benchWeapp } from './weapp';

const parts = { import: benchImport, file: benchFile, escalation: benchEscalation, claim: benchClaims, survey: benchSurvey, visit: benchVisits, message: benchMessages, complaint: benchComplaints, sdk: benchSdk, cold: benchColdLoad, weapp: benchWeapp } satisfies Record<string, (root: string) => Promise<Line[]>>;
export type Part = keyof typeof parts;
const names = Object.keys(parts) as Part[];

const usage = `npm run bench -- [${names.join('] [')}]
不写部分则全部测量 · without a part everything is measured.`;

/** Understands the command line; an error is a sentence for the person who typed it. */
export function readParts(args: readonly string[]): { parts: Part[] } | { say: string; failed: boolean } {
  if (args.includes('--help') || args.includes('-h')) return { say: usage, failed: false };
  const unknown = args.filter((arg) => !names.includes(arg as Part));
  if (unknown.length > 0) return { say: `不认识的部分 · unknown: ${unknown.join(' ')}\n${usage}`, failed: true };
  return { parts: args.length > 0 ? names.filter((name) => args.includes(name)) : names };
}

export async function runBench(root: string, wanted: readonly Part[]): Promise<void> {
  const lines: Line[] = [];
  const [before = 0] = os.loadavg();
  for (const part of wanted) {
    const started = performance.now();
    lines.push(...(await parts[part](root)));
    console.log(`  ✓  ${part} (${Math.round((performance.now() - started) / 1000)} s)`);
  }
  const cores = os.availableParallelism();
  console.log(`\n${table(lines)}\n\n${cores} cores, load ${before.toFixed(1)} before and ${os.loadavg()[0]!.toFixed(1)} after; node ${process.version}`);
  if (before > cores / 2) console.log('机器正忙：只有同一次运行里的比值可比 · the machine is busy: only ratios within this run can be compared');
}
