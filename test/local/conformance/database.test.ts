/** The conformance of the local database; and, with CONFORMANCE_ENV and TENCENTCLOUD_SECRETID/KEY in the environment, of a real one beside it. What is expected stands in ./database and ./wx-database: this only says of whom. */
import tcb from '@cloudbase/node-sdk';
import cloud from 'wx-server-sdk';
import { openTestDatabase } from '../../support/database';
import { serveWire } from '../../support/wire-server';
import { databaseConformance, type Target } from './database';
import { wxDatabaseConformance, type WxDatabase } from './wx-database';

const COLLECTION = 'conformance';
const given = { env: process.env.CONFORMANCE_ENV, secretId: process.env.TENCENTCLOUD_SECRETID, secretKey: process.env.TENCENTCLOUD_SECRETKEY };

/** The environment of a cloud function: without it every SDK call first looks for a metadata host. */
const SCF = { TENCENTCLOUD_RUNENV: 'SCF', SCF_NAMESPACE: 'conformance', TENCENTCLOUD_REGION: 'ap-shanghai', TENCENTCLOUD_SECRETID: 'id', TENCENTCLOUD_SECRETKEY: 'key', TCB_ENV: 'conformance' };

/** Serves a fresh database and points the SDKs to it. */
async function local(): Promise<{ url: string; close(): Promise<void> }> {
  const opened = openTestDatabase([{ name: COLLECTION, indexes: [] }]);
  const server = await serveWire(opened.database);
  const before = { ...process.env };
  Object.assign(process.env, SCF, { TCB_CONTEXT_CNFG: JSON.stringify({ URL: server.url }) });
  return {
    url: server.url,
    async close() {
      for (const key of [...Object.keys(SCF), 'TCB_CONTEXT_CNFG']) {
        if (before[key] === undefined) delete process.env[key];
        else process.env[key] = before[key];
      }
      await server.close();
      opened.dispose();
    },
  };
}

describe('the local platform, through @cloudbase/node-sdk', () => {
  databaseConformance(async (): Promise<Target> => {
    const { close } = await local();
    return { database: tcb.init({ env: 'conformance' }).database(), collection: COLLECTION, close };
  });
});

describe('the local platform, through wx-server-sdk', () => {
  wxDatabaseConformance(async () => {
    const { close } = await local();
    cloud.init({ env: 'conformance' });
    return { database: cloud.database() as WxDatabase, collection: COLLECTION, close };
  });
});

if (given.env && given.secretId && given.secretKey) {
  describe(`the real environment ${given.env}, through @cloudbase/node-sdk`, () => {
    databaseConformance(async (): Promise<Target> => {
      const database = tcb.init({ env: given.env, secretId: given.secretId, secretKey: given.secretKey }).database();
      await database.createCollection(COLLECTION).catch((error: { code?: string }) => {
        if (!/EXIST/i.test(String(error.code))) throw error;
      });
      return { database, collection: COLLECTION, close: async () => undefined };
    });
  });
}
