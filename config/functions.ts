/**
 * Cloud functions and the local platform, bundled by esbuild.
 *
 *   cloudfunctions/<name>/index.ts → dist/cloudfunctions/<name>/{index.js, package.json, config.json, collections.json, templates.json}
 *   local/main.ts, local/functions/worker.ts → dist/local/{main.js, worker.js}
 *
 * A folder without index.ts (kit) is no function. collections.json holds the `collections` that the function's store.ts exports: the deploy script creates them
 * with their indexes, and the local platform declares them. config.json (timer, memory, timeout, permissions) and templates.json (the texts to register with the
 * carriers) are copied as they are.
 */
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { lazySdk, withoutLocales } from './cold-start';
import { forget, isFresh, markBuilt, replaceFile } from './stamp';

export interface BuildResult { built: string[]; skipped: string[]; failed: { name: string; reason: string }[] }
interface CollectionSpec { name: string; indexes: unknown[] }

/** Always counted among the inputs: the bundler's settings and what `npm ci` installed. */
const common = ['config/functions.ts', 'config/cold-start.ts', 'package-lock.json'];

const settings = {
  bundle: true, platform: 'node', target: 'node20', format: 'cjs', charset: 'utf8', legalComments: 'none', logLevel: 'silent', metafile: true, write: false,
  // Shorter to read at a cold start; names stay, so that a stack says where.
  minifySyntax: true, minifyWhitespace: true,
} as const satisfies BuildOptions;

/** The functions that the sources hold, by name. */
export function functionNames(root: string): string[] {
  const folder = path.join(root, 'cloudfunctions');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => existsSync(path.join(folder, name, 'index.ts'))).sort();
}

/** Builds the functions that changed. One that fails is reported, and its old output removed, so that nothing stale is ever run; the others are built. */
export async function buildFunctions(root: string): Promise<BuildResult> {
  const names = functionNames(root);
  const out = path.join(root, 'dist/cloudfunctions');
  for (const old of existsSync(out) ? readdirSync(out) : []) {
    if (!names.includes(old)) rmSync(path.join(out, old), { recursive: true, force: true });
  }
  const result: BuildResult = { built: [], skipped: [], failed: [] };
  await Promise.all(names.map(async (name) => {
    if (isFresh(root, `function-${name}`)) return void result.skipped.push(name);
    try {
      await buildFunction(root, name);
      result.built.push(name);
    } catch (error) {
      forget(root, `function-${name}`);
      rmSync(path.join(out, name), { recursive: true, force: true });
      result.failed.push({ name, reason: error instanceof Error ? error.message : String(error) });
    }
  }));
  checkCollections(out, result);
  return result;
}

async function buildFunction(root: string, name: string): Promise<void> {
  const began = Date.now();
  const source = `cloudfunctions/${name}`;
  const target = path.join(root, 'dist', source);
  const bundled = await build({ ...settings, absWorkingDir: root, entryPoints: [`${source}/index.ts`], outfile: `dist/${source}/index.js`, plugins: [lazySdk, withoutLocales] });
  const stores = await readCollections(root, source);
  replaceFile(path.join(target, 'index.js'), bundled.outputFiles[0]!.contents);
  replaceFile(path.join(target, 'collections.json'), `${JSON.stringify({ collections: stores.collections }, null, 2)}\n`);
  replaceFile(path.join(target, 'package.json'), `${JSON.stringify({ name, version: '1.0.0', private: true, main: 'index.js' }, null, 2)}\n`);
  const config = path.join(root, source, 'config.json');
  replaceFile(path.join(target, 'config.json'), existsSync(config) ? readFileSync(config) : '{}\n');
  const templates = path.join(root, source, 'templates.json');
  if (existsSync(templates)) replaceFile(path.join(target, 'templates.json'), readFileSync(templates));
  else rmSync(path.join(target, 'templates.json'), { force: true });
  const inputs = new Set([...Object.keys(bundled.metafile.inputs), ...stores.inputs].filter((file) => !file.startsWith('node_modules/')));
  for (const file of [...common, `${source}/config.json`, `${source}/templates.json`, `${source}/store.ts`]) inputs.add(file);
  markBuilt(root, `function-${name}`, [...inputs], ['index.js', 'collections.json', 'config.json'].map((file) => `dist/${source}/${file}`), began);
}

/** Loads what the stores export as `collections`. A store only names its collections while it loads, so the SDK behind it is left out. */
async function readCollections(root: string, source: string): Promise<{ collections: CollectionSpec[]; inputs: string[] }> {
  const folder = path.join(root, source, 'store');
  const stores = existsSync(path.join(root, source, 'store.ts')) ? [`${source}/store.ts`]
    : existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.ts')).map((file) => `${source}/store/${file}`) : [];
  const collections: CollectionSpec[] = [];
  const inputs: string[] = [];
  for (const store of stores) {
    const scratch = mkdtempSync(path.join(os.tmpdir(), 'suifang-store-'));
    try {
      const bundled = await build({ ...settings, absWorkingDir: root, entryPoints: [store], outfile: path.join(scratch, 'store.cjs'), plugins: [withoutSdk] });
      const file = path.join(scratch, 'store.cjs');
      replaceFile(file, bundled.outputFiles[0]!.contents);
      const loaded = createRequire(file)(file) as { collections?: CollectionSpec[] };
      collections.push(...(loaded.collections ?? []));
      inputs.push(...Object.keys(bundled.metafile.inputs));
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  }
  return { collections, inputs };
}

const withoutSdk: Plugin = {
  name: 'without-sdk',
  setup(plugin) {
    plugin.onResolve({ filter: /^@cloudbase\/node-sdk$/ }, () => ({ path: 'sdk', namespace: 'without-sdk' }));
    plugin.onLoad({ filter: /.*/, namespace: 'without-sdk' }, () => ({ contents: 'module.exports = {}' }));
  },
};

/** The same collection may be named by two functions only in the same words: otherwise which indexes it gets would depend on the order. */
function checkCollections(out: string, result: BuildResult): void {
  const seen = new Map<string, { by: string; spec: string }>();
  for (const name of [...result.built, ...result.skipped].sort()) {
    const { collections } = JSON.parse(readFileSync(path.join(out, name, 'collections.json'), 'utf8')) as { collections: CollectionSpec[] };
    for (const collection of collections) {
      const spec = JSON.stringify(collection);
      const other = seen.get(collection.name);
      if (other && other.spec !== spec) result.failed.push({ name, reason: `collection "${collection.name}" is declared differently by ${other.by}: declare it in one store and import it` });
      seen.set(collection.name, { by: name, spec });
    }
  }
}

/** Bundles the local platform when it changed. The native SQLite stays outside: its binary is loaded from node_modules. */
export async function buildLocal(root: string): Promise<BuildResult> {
  if (isFresh(root, 'local')) return { built: [], skipped: ['local'], failed: [] };
  const began = Date.now();
  try {
    const bundled = await build({
      ...settings, absWorkingDir: root, outdir: 'dist/local', entryPoints: { main: 'local/main.ts', worker: 'local/functions/worker.ts' },
      external: ['@photostructure/sqlite'], minifySyntax: false, minifyWhitespace: false,
    });
    for (const file of bundled.outputFiles) replaceFile(file.path, file.contents);
    const inputs = Object.keys(bundled.metafile.inputs).filter((file) => !file.startsWith('node_modules/'));
    markBuilt(root, 'local', [...inputs, ...common], ['dist/local/main.js', 'dist/local/worker.js'], began);
    return { built: ['local'], skipped: [], failed: [] };
  } catch (error) {
    forget(root, 'local');
    return { built: [], skipped: [], failed: [{ name: 'local', reason: error instanceof Error ? error.message : String(error) }] };
  }
}
