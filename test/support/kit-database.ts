/** The kit's database through the real SDK against the local platform's, in a directory of its own: stores and services of the cloud run on it as they are. */
import { openDatabase, type CollectionSpec, type Database } from '../../cloudfunctions/kit/database';
import { openTestDatabase, type TestDatabase } from './database';
import { serveWire } from './wire-server';

/** The environment of a cloud function: without it every SDK call first looks for a metadata host. */
const scf = { TENCENTCLOUD_RUNENV: 'SCF', SCF_NAMESPACE: 'kit', TENCENTCLOUD_REGION: 'ap-shanghai', TENCENTCLOUD_SECRETID: 'id', TENCENTCLOUD_SECRETKEY: 'key', TCB_ENV: 'kit' };

export interface KitDatabase { database: Database; /** The database behind the wire, to look and to meddle. */ behind: TestDatabase; close(): Promise<void> }

export async function openKitDatabase(collections: readonly CollectionSpec[]): Promise<KitDatabase> {
  const behind = openTestDatabase(collections.map(({ name, indexes }) => ({ name, indexes: indexes.map(({ name: index, keys, unique }) => ({ name: index, keys: keys.map(([f, d]): [string, 1 | -1] => [f, d]), ...(unique && { unique }) })) })));
  const server = await serveWire(behind.database);
  const variables = { ...scf, TCB_CONTEXT_CNFG: JSON.stringify({ URL: server.url }) };
  const before = Object.fromEntries(Object.keys(variables).map((key) => [key, process.env[key]]));
  Object.assign(process.env, variables);
  return {
    database: openDatabase(), behind,
    async close() {
      for (const [key, value] of Object.entries(before)) {
        if (value === undefined) delete process.env[key];
        else process.env[key] = value;
      }
      await server.close();
      behind.dispose();
    },
  };
}
