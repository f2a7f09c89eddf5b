/** The conformance of the local platform; and, with CONFORMANCE_ENV and TENCENTCLOUD_SECRETID/KEY in the environment, of a real one beside it. What is expected stands in ./platform: this only says of whom. */
import tcb from '@cloudbase/node-sdk';
import path from 'node:path';
import { startLocal } from '../../../local';
import { connectSdk } from '../../support/sdk';
import { platformConformance } from './platform';

// Read before connectSdk puts the variables of a local function in their place.
const given = { env: process.env.CONFORMANCE_ENV, secretId: process.env.TENCENTCLOUD_SECRETID, secretKey: process.env.TENCENTCLOUD_SECRETKEY };

describe('the local platform', () => {
  platformConformance(async () => {
    const local = await startLocal({ functions: path.resolve(__dirname, '../../fixtures/functions') });
    return { app: connectSdk(local.url), close: () => local.dispose() };
  });
});

if (given.env && given.secretId && given.secretKey) {
  describe(`the real environment ${given.env}`, () => {
    platformConformance(async () => ({ app: tcb.init({ env: given.env, secretId: given.secretId, secretKey: given.secretKey }), close: async () => undefined }));
  });
}
