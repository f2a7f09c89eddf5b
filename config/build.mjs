/** `npm run build`. The build itself is TypeScript (parts.ts): it is compiled here, which takes a few milliseconds, and run. */
import { build as bundle } from 'esbuild';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
export const root = path.resolve(here, '..');

/** The compiled parts.ts. */
export async function loadBuild() {
  const outfile = path.join(root, `dist/.build/build.${process.pid}.mjs`);
  await bundle({ entryPoints: [path.join(here, 'parts.ts')], outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external', logLevel: 'error' });
  const { rmSync } = await import('node:fs');
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(outfile, { force: true });
  }
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { readCommand, buildParts } = await loadBuild();
  const command = readCommand(process.argv.slice(2));
  if ('say' in command) {
    console.log(command.say);
    process.exitCode = command.failed ? 1 : 0;
  } else if (!(await buildParts(root, command.parts, command))) {
    process.exitCode = 1;
  }
}
