/** The import law and the house style that a machine can check. Each failure says where the line belongs. */
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(__dirname, '..');
const files = (folder: string): string[] =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((f) => join(folder, f).replaceAll('\\', '/')).filter((f) => /\.(ts|tsx)$/.test(f))
    : [];

const importsOf = (file: string): { from: string; typeOnly: boolean }[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/^\s*(import|export)\s+(type\s)?[^'"`;]*?from\s+['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm)]
    .map((m) => ({ from: m[3] ?? m[4] ?? m[5]!, typeOnly: m[2] !== undefined }));

/** `cloudfunctions/survey/rules` for a relative import, the package's name otherwise. */
const target = (file: string, from: string): string => (from.startsWith('.') ? relative(root, resolve(root, dirname(file), from)).replaceAll('\\', '/') : from.replace(/^@\//, 'src/'));

const problems = (from: string[], judge: (file: string, to: string, typeOnly: boolean) => string | undefined): string[] =>
  from.flatMap((file) => importsOf(file).flatMap(({ from: f, typeOnly }) => {
    const said = judge(file, target(file, f), typeOnly);
    return said ? [`${file} imports ${f}: ${said}`] : [];
  }));

const cloud = files('cloudfunctions');
const domainOf = (path: string) => /^cloudfunctions\/([^/]+)/.exec(path)?.[1];
const roleOf = (path: string) => /^cloudfunctions\/(?!kit\/)[^/]+\/(contract|rules|service|handlers|store|index)(\/|\.|$)/.exec(path)?.[1];
const browserSafe = /^cloudfunctions\/(kit\/(contract|calendar|errors|mask)|[^/]+\/(contract|rules|data))(\/|\.|$)/;

test('product code in the cloud knows neither the pages, the local platform, nor the tests', () => {
  expect(problems(cloud, (_, to) => (/^(src|local|test|config)\//.test(to) ? 'cloudfunctions stand alone; move what is shared to cloudfunctions/kit or a ◆ file' : undefined))).toEqual([]);
});

test('a contract imports zod through kit/contract and other contracts only', () => {
  expect(problems(cloud.filter((f) => roleOf(f) === 'contract'), (file, to) =>
    /^cloudfunctions\/kit\/(contract|errors)$/.test(to) || roleOf(to) === 'contract' || domainOf(to) === domainOf(file) && /\/contract\//.test(to) ? undefined : 'a contract is data; put code into rules.ts or service.ts')).toEqual([]);
});

test('rules are pure: calendar, contracts, own data and rules, nothing that talks', () => {
  expect(problems(cloud.filter((f) => roleOf(f) === 'rules'), (file, to) =>
    /^cloudfunctions\/kit\/(calendar|contract|errors|mask)$/.test(to) || ['contract', 'rules'].includes(roleOf(to) ?? '') || (domainOf(to) === domainOf(file) && /\/(data|rules)\//.test(to)) ? undefined : 'rules are functions of (facts, now); I/O belongs to service.ts, storage to store.ts')).toEqual([]);
});

test('a service sees its own contract and rules and the kit; other domains come in as ports, wired in index.ts', () => {
  expect(problems(cloud.filter((f) => ['service', 'handlers', 'store'].includes(roleOf(f) ?? '')), (file, to, typeOnly) => {
    if (!to.startsWith('cloudfunctions/')) return undefined;
    if (domainOf(to) === 'kit' || domainOf(to) === domainOf(file)) return undefined;
    if (['contract', 'rules'].includes(roleOf(to) ?? '') || (typeOnly && roleOf(to) === 'store')) return undefined;
    return 'declare a port and wire it in index.ts';
  })).toEqual([]);
});

test('pages import components, text, cloud and browser-safe files, never each other\'s domains', () => {
  const pageDomain = (path: string) => /^src\/(pages|console)\/([^/]+)/.exec(path)?.slice(1).join('/');
  expect(problems(files('src'), (file, to, typeOnly) => {
    if (/^(local|test|config)\//.test(to)) return 'pages know only the typed client';
    if (to.startsWith('cloudfunctions/') && !browserSafe.test(to) && !typeOnly) return 'only contract, rules and data are browser-safe';
    if (file.startsWith('src/cloud/') && to.startsWith('cloudfunctions/') && !typeOnly && !/kit\/errors/.test(to)) return 'the client imports types only';
    const [own, other] = [pageDomain(file), pageDomain(to)];
    return own && other && own !== other ? 'what two domains share belongs to src/components' : undefined;
  })).toEqual([]);
});

test('the local platform loads built functions by path and imports neither pages nor functions', () => {
  expect(problems(files('local'), (_, to) => (/^(src|cloudfunctions|test)\//.test(to) ? 'local/ learns the product from dist/ and public operations only' : undefined))).toEqual([]);
});

test('nothing imports test, except test', () => {
  expect(problems(['src', 'cloudfunctions', 'config', 'local'].flatMap(files), (_, to) => (to.startsWith('test/') ? 'tests are imported by tests' : undefined))).toEqual([]);
});

test('no escape hatches in the types', () => {
  const hatch = /@ts-ignore|@ts-expect-error|@ts-nocheck|\bas any\b|:\s*any\b|<any>|as unknown as/;
  const found = ['src', 'cloudfunctions', 'config', 'local', 'test'].flatMap(files).filter((f) => f !== 'test/law.test.ts')
    .flatMap((f) => readFileSync(join(root, f), 'utf8').split('\n').flatMap((line, i) => (hatch.test(line.replace(/(\/\/|\/?\*).*$/, '')) ? [`${f}:${i + 1} ${line.trim()}`] : [])));
  expect(found).toEqual([]);
});
