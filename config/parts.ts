/** The build in parts, with progress in words. Every part is skipped when its inputs are unchanged. */
import { buildFunctions, buildLocal, functionNames, type BuildResult } from './functions';
import { buildPages, hasSource, pages, pagesAreFresh, type PagesPart } from './pages';
import { exclusively, forget } from './stamp';

export type Part = 'functions' | 'local' | PagesPart;
export const parts: readonly Part[] = ['functions', 'local', 'h5', 'console', 'weapp'];

const usage = `node config/build.mjs [${parts.join('] [')}] [--force]
不写部分则全部构建；--force 重新构建没有变化的部分。
Without a part everything is built; --force also builds what has not changed.`;

/** Understands the command line; an error is a sentence for the person who typed it. */
export function readCommand(args: readonly string[]): { parts: readonly Part[]; force: boolean } | { say: string; failed: boolean } {
  if (args.includes('--help') || args.includes('-h')) return { say: usage, failed: false };
  const unknown = args.filter((arg) => arg !== '--force' && !parts.includes(arg as Part));
  if (unknown.length > 0) return { say: `不认识的参数 · unknown: ${unknown.join(' ')}\n${usage}`, failed: true };
  const chosen = parts.filter((part) => args.includes(part));
  return { parts: chosen.length > 0 ? chosen : parts, force: args.includes('--force') };
}

/** Builds the parts; false when one failed (what failed has been said). */
export async function buildParts(root: string, wanted: readonly Part[], options: { force?: boolean; say?: (line: string) => void } = {}): Promise<boolean> {
  const say = options.say ?? ((line: string) => console.log(line));
  return exclusively(root, async () => {
    let good = true;
    if (wanted.includes('functions')) {
      if (options.force) forgetFunctions(root);
      good = report(say, '云函数 · cloud functions', await timed(() => buildFunctions(root))) && good;
    }
    if (wanted.includes('local')) {
      if (options.force) forget(root, 'local');
      good = report(say, '本机平台 · local platform', await timed(() => buildLocal(root))) && good;
    }
    const waiting: PagesPart[] = [];
    for (const part of ['h5', 'console', 'weapp'] as const) {
      if (!wanted.includes(part)) continue;
      if (!hasSource(root, part)) say(`  –  ${pages[part].title}: 没有源码，跳过 · no source, skipped`);
      else if (!options.force && pagesAreFresh(root, part)) say(`  ✓  ${pages[part].title}: 没有变化 · unchanged`);
      else waiting.push(part);
    }
    // Two at a time: each takes one core most of the time.
    const next = async (): Promise<void> => {
      for (let part = waiting.shift(); part; part = waiting.shift()) good = (await buildOne(root, part, say)) && good;
    };
    await Promise.all([next(), next()]);
    return good;
  });
}

async function buildOne(root: string, part: PagesPart, say: (line: string) => void): Promise<boolean> {
  const { title } = pages[part];
  const started = Date.now();
  const seconds = (): string => `${Math.round((Date.now() - started) / 1000)} s`;
  say(`  …  ${title}: 正在构建，约半分钟 · building, about half a minute`);
  const ticking = setInterval(() => say(`  …  ${title}: 仍在构建 · still building, ${seconds()}`), 15_000);
  try {
    await buildPages(root, part);
    say(`  ✓  ${title}: 完成 · done, ${seconds()}`);
    return true;
  } catch (error) {
    say(`  ✗  ${title}: 构建失败 · failed\n${error instanceof Error ? error.message : String(error)}`);
    return false;
  } finally {
    clearInterval(ticking);
  }
}

function report(say: (line: string) => void, title: string, { result, ms }: { result: BuildResult; ms: number }): boolean {
  for (const { name, reason } of result.failed) say(`  ✗  ${title}: ${name} 构建失败 · failed\n${reason}`);
  if (result.failed.length > 0) return false;
  say(result.built.length === 0 ? `  ✓  ${title}: 没有变化 · unchanged` : `  ✓  ${title}: ${result.built.sort().join(', ')} (${(ms / 1000).toFixed(1)} s)`);
  return true;
}

function forgetFunctions(root: string): void {
  for (const name of functionNames(root)) forget(root, `function-${name}`);
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const started = Date.now();
  return { result: await work(), ms: Date.now() - started };
}
