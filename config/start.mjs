/**
 * `npm start`: builds what is missing, then starts everything on this machine. What the arguments mean is local/main.ts's business; it also checks them, the port and
 * the folder before the long part of the build.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { loadBuild, root } from './build.mjs';

// The cloud's functions run in UTC; days are computed in the hospital's zone by the product, not by the machine's clock setting.
process.env.TZ = 'UTC';

const { buildParts } = await loadBuild();
console.log('准备中 · preparing');
if (!(await buildParts(root, ['local']))) process.exit(1);
const { run } = createRequire(import.meta.url)(path.join(root, 'dist/local/main.js'));
await run(process.argv.slice(2), () => buildParts(root, ['functions', 'h5', 'console']));
