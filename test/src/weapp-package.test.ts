/** The built mini-program as a package: its weight, its style sheets under WeChat's own compiler, and what must not be in it. */
import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../../dist/weapp');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/')).filter((file) => statSync(path.join(root, file)).isFile());
const app = JSON.parse(readFileSync(path.join(root, 'app.json'), 'utf8')) as { pages: string[]; subPackages?: { root: string }[] };
const packages = (app.subPackages ?? []).map((one) => one.root.replace(/\/?$/, '/'));
const bytes = (of: string[]) => of.reduce((sum, file) => sum + statSync(path.join(root, file)).size, 0);
/** What is uploaded: licence notes are kept beside the code, WeChat leaves .txt files out. */
const shipped = files.filter((file) => !/\.txt$|^project\./.test(file));

test('the main package stays below 700 KB, every other below WeChat\'s 2 MB', () => {
  const main = shipped.filter((file) => !packages.some((prefix) => file.startsWith(prefix)));
  expect(bytes(main)).toBeLessThan(700 * 1024);
  for (const prefix of packages) expect({ prefix, fits: bytes(shipped.filter((file) => file.startsWith(prefix))) < 2 * 1024 * 1024 }).toEqual({ prefix, fits: true });
});

test('WeChat compiles every style sheet', () => {
  const wcsc = path.join(path.dirname(require.resolve('miniprogram-compiler/package.json')), 'bin/linux/wcsc');
  chmodSync(wcsc, 0o755);
  const sheets = files.filter((file) => file.endsWith('.wxss'));
  const run = spawnSync(wcsc, ['-db', '-pc', '0', ...sheets], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  expect({ status: run.status, said: run.stderr }).toEqual({ status: 0, said: '' });
});

test('staff code, schemas and strangers\' servers stay out', () => {
  const code = shipped.filter((file) => /\.(js|wxss|wxml)$/.test(file)).map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));
  const holding = (what: RegExp) => code.filter(({ text }) => what.test(text)).map(({ file }) => file);
  expect(holding(/s-console-frame|s-desk-body|s-table-box/)).toEqual([]);
  expect(holding(/360buyimg|https?:\/\/(?!reactjs\.org|taro\.com|www\.w3\.org|fb\.me)[a-z0-9.-]+\.(com|cn|net|org)/)).toEqual([]);
  expect(shipped.filter((file) => file.includes('console/'))).toEqual([]);
});
