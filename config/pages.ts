/** The three Taro builds (see config/index.ts), each in its own process, skipped when nothing that it reads has changed. */
import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { filesBelow, forget, isFresh, markBuilt } from './stamp';

export type PagesPart = 'h5' | 'console' | 'weapp';

interface Build { type: 'h5' | 'weapp'; app: 'patient' | 'console'; output: string; entry: string; source: string; title: string }

export const pages: Record<PagesPart, Build> = {
  h5: { type: 'h5', app: 'patient', output: 'dist/h5', entry: 'dist/h5/index.html', source: 'src/app.ts', title: '患者网页 · patient pages (h5)' },
  console: { type: 'h5', app: 'console', output: 'dist/console', entry: 'dist/console/index.html', source: 'src/console/app.ts', title: '工作台 · staff console' },
  weapp: { type: 'weapp', app: 'patient', output: 'dist/weapp', entry: 'dist/weapp/app.json', source: 'src/app.ts', title: '微信小程序 · mini-program (weapp)' },
};

/** What the build reads: its own half of src, the browser-safe files of the domains, the settings. */
function inputsOf(root: string, part: PagesPart): string[] {
  const patient = pages[part].app === 'patient';
  const sources = filesBelow(root, ['src'], (file) => (patient ? !file.startsWith('src/console/') : !/^src\/(pages\/|app\.)/.test(file)));
  const contracts = filesBelow(root, ['cloudfunctions'], (file) => /\/kit\/|\/data\/|\/(contract|rules)(\.ts$|\/)/.test(file));
  const config = filesBelow(root, ['config/index.ts', 'config/pages.ts', 'config/accessibility', 'babel.config.js', 'package-lock.json', 'tsconfig.json']);
  return [...sources, ...contracts, ...config];
}

/** Is there anything to build? A checkout may hold one of the two apps only. */
export const hasSource = (root: string, part: PagesPart): boolean => existsSync(path.join(root, pages[part].source));

export const pagesAreFresh = (root: string, part: PagesPart): boolean => isFresh(root, `pages-${part}`, inputsOf(root, part));

/** Runs Taro; rejects with what Taro said. */
export async function buildPages(root: string, part: PagesPart): Promise<void> {
  const { type, app, output, entry } = pages[part];
  const began = Date.now();
  const inputs = inputsOf(root, part);
  forget(root, `pages-${part}`);
  rmSync(path.join(root, output), { recursive: true, force: true });
  const said = await run(root, ['node_modules/@tarojs/cli/bin/taro', 'build', '--type', type], { SUIFANG_APP: app, NODE_ENV: 'production', BROWSERSLIST_IGNORE_OLD_DATA: '1' });
  if (!existsSync(path.join(root, entry))) throw new Error(said || `Taro wrote no ${entry}`);
  markBuilt(root, `pages-${part}`, inputs, [entry], began);
}

function run(root: string, args: string[], env: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const hear = (chunk: Buffer): void => void (said = (said + chunk.toString('utf8')).slice(-20_000));
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(said) : reject(new Error(said || `Taro ended with ${code}`))));
  });
}
