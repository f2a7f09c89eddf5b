/** `npm run deploy`: see deploy.ts. Builds first, checks the settings in words, then deploys. */
import { build as bundle } from 'esbuild';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadBuild, root } from './build.mjs';

const outfile = path.join(root, `dist/.build/deploy.${process.pid}.mjs`);
await bundle({ entryPoints: [path.join(root, 'config/deploy.ts')], outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external', logLevel: 'error' });
let deployment;
try {
  deployment = await import(pathToFileURL(outfile).href);
} finally {
  rmSync(outfile, { force: true });
}
const settings = deployment.readSettings(root, process.env);
const problems = deployment.problemsOf(settings);
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
const { buildParts } = await loadBuild();
if (!(await buildParts(root, ['functions', 'h5', 'console', 'weapp']))) process.exit(1);
try {
  await deployment.deploy(root, settings, (line) => console.log(line));
} catch (error) {
  console.error(`部署中断，可以重新运行 · stopped; it can be run again.\n${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
