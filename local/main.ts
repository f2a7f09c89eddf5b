/** The command line of `npm start`; config/start.mjs builds and then calls this. */
import { launch } from './launch';

export { startLocal } from './index';

export async function run(args: readonly string[], prepare: () => Promise<boolean>): Promise<void> {
  await launch({ args, prepare });
}
