/** The mini-program as it is uploaded: the main package file by file, the others by their sum. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Line } from './measure';

const mostMain = 700;
/** Smaller files are summed. KB. */
const worthNaming = 8;
const kb = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;

export async function benchWeapp(repository: string): Promise<Line[]> {
  const root = path.join(repository, 'dist/weapp');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'))
    // WeChat leaves text files and the project's settings out.
    .filter((file) => statSync(path.join(root, file)).isFile() && !/\.txt$|^project\./.test(file))
    .map((file) => ({ file, size: statSync(path.join(root, file)).size }));
  const app = JSON.parse(readFileSync(path.join(root, 'app.json'), 'utf8')) as { subPackages?: { root: string }[] };
  const packages = (app.subPackages ?? []).map((one) => one.root.replace(/\/?$/, '/'));
  const sum = (some: typeof files): number => some.reduce((bytes, { size }) => bytes + size, 0);
  const main = files.filter(({ file }) => !packages.some((prefix) => file.startsWith(prefix)));
  const named = main.filter(({ size }) => size >= worthNaming * 1024).sort((a, b) => b.size - a.size);
  return [
    { part: 'weapp', what: 'main package', value: kb(sum(main)), aim: `≤ ${mostMain} KB`, met: sum(main) <= mostMain * 1024 },
    ...named.map(({ file, size }): Line => ({ part: 'weapp', what: `  ${file}`, value: kb(size) })),
    { part: 'weapp', what: `  ${main.length - named.length} smaller files`, value: kb(sum(main) - sum(named)) },
    ...packages.map((prefix): Line => {
      const own = files.filter(({ file }) => file.startsWith(prefix));
      return { part: 'weapp', what: prefix, value: kb(sum(own)), aim: '≤ 2048 KB', met: sum(own) <= 2048 * 1024 };
    }),
  ];
}
