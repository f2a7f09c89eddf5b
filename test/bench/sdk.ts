/** One call of the unmodified SDK against the local platform, beside a bare HTTP echo of the same sizes in the same process. */
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startLocal } from '../../local';
import { connectSdk } from '../support/sdk';
import { each, median, milliseconds, timed, times, type Line } from './measure';

const calls = 400;
const rounds = 5;

/** Answers every request with its own body. */
async function startEcho(): Promise<{ port: number; close(): void }> {
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => response.end(Buffer.concat(chunks)));
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  return { port: (server.address() as AddressInfo).port, close: () => void server.close().closeAllConnections() };
}

export async function benchSdk(root: string): Promise<Line[]> {
  const local = await startLocal({ functions: `${root}/dist/cloudfunctions` });
  const echo = await startEcho();
  const agent = new Agent({ keepAlive: true });
  try {
    const app = connectSdk(local.url);
    const database = app.database();
    await database.createCollection('bench');
    const collection = database.collection('bench');
    await collection.add({ _id: 'one', state: 'waiting', note: 'x'.repeat(200), n: 1 });
    const body = JSON.stringify({ action: 'database.getDocument', collectionName: 'bench', query: '{"_id":"one"}', note: 'x'.repeat(400) });
    const bare = (): Promise<void> => new Promise((done, failed) => {
      request({ port: echo.port, host: '127.0.0.1', method: 'POST', agent, headers: { 'content-type': 'application/json', 'content-length': body.length } }, (response) => {
        response.resume().on('end', done);
      }).on('error', failed).end(body);
    });
    let n = 0;
    const kinds = {
      echo: bare,
      read: () => collection.doc('one').get(),
      update: () => collection.where({ _id: 'one' }).update({ n: (n += 1) }),
    };
    const took = { echo: [] as number[], read: [] as number[], update: [] as number[] };
    // In turns, so that a busy machine is as busy for all of them; the first round warms up.
    for (let round = 0; round <= rounds; round += 1) {
      for (const kind of ['echo', 'read', 'update'] as const) {
        const { ms } = await timed(async () => {
          for (let call = 0; call < calls; call += 1) await kinds[kind]();
        });
        if (round > 0) took[kind].push(ms / calls);
      }
    }
    const against = (kind: 'read' | 'update'): number[] => took[kind].map((ms, round) => ms / took.echo[round]!);
    return [
      { part: 'sdk', what: 'bare HTTP echo', value: milliseconds(median(took.echo)), runs: each(took.echo, milliseconds) },
      { part: 'sdk', what: 'doc().get(), beside the echo', value: times(median(against('read'))), runs: each(against('read'), times) },
      { part: 'sdk', what: 'where().update(), synced to disk, beside the echo', value: times(median(against('update'))), runs: each(against('update'), times) },
    ];
  } finally {
    agent.destroy();
    echo.close();
    await local.dispose();
  }
}
