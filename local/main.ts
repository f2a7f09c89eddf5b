/** The command line of `npm start`; config/start.mjs builds and then calls this. */
import { launch } from './launch';
import { seedHospital } from './seed/hospital';
import { importFile } from './seed/import';

/** For another program that holds the built platform: the tests that kill it, the bench. */
export { startLocal } from './index';

export async function run(args: readonly string[], prepare: () => Promise<boolean>): Promise<void> {
  await launch({
    args, prepare,
    firstStart: ({ settings, local, setupToken, say }) =>
      settings.importFile === undefined ? seedHospital(local, setupToken, local.clock.now(), say) : importFile(local, settings.importFile, setupToken, say),
  });
}
