/** Before any test: the functions and the worker of the local platform are as the sources say. What does not build is said, and missing for the tests that need it. */
import path from 'node:path';
import { buildFunctions, buildLocal } from '../../config/functions';
import { exclusively } from '../../config/stamp';

export default async function prepare(): Promise<void> {
  const root = path.resolve(__dirname, '../..');
  const results = await exclusively(root, async () => [await buildLocal(root), await buildFunctions(root)]);
  for (const { name, reason } of results.flatMap((result) => result.failed)) console.error(`\n✗ ${name} does not build\n${reason}`);
}
