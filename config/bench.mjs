/**
 * `npm run bench [-- part …]`: what the product costs, as medians and as ratios within one run, beside what it may cost. Builds first; the bench itself is TypeScript
 * (test/bench), bundled beside the local platform, whose worker it uses.
 */
import { build as bundle } from 'esbuild';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { loadBuild, root } from './build.mjs';

const { buildParts } = await loadBuild();
const outfile = path.join(root, `dist/local/bench.${process.pid}.cjs`);
const load = async () => {
  await bundle({ entryPoints: [path.join(root, 'test/bench/index.ts')], outfile, bundle: true, platform: 'node', format: 'cjs', target: 'node20', external: ['@photostructure/sqlite', 'esbuild'], logLevel: 'error' });
  try {
    return createRequire(import.meta.url)(outfile);
  } finally {
    rmSync(outfile, { force: true });
  }
};
if (!(await buildParts(root, ['functions', 'local']))) process.exit(1);
const { readParts, runBench } = await load();
const wanted = readParts(process.argv.slice(2));
if ('say' in wanted) {
  console.log(wanted.say);
  process.exit(wanted.failed ? 1 : 0);
}
if (wanted.parts.includes('weapp') && !(await buildParts(root, ['weapp']))) process.exit(1);
await runBench(root, wanted.parts);
