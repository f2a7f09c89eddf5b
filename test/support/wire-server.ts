/** The thinnest door to a Database: POST /admin { action, … } as the SDK sends it, nothing else. For tests of the database alone. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Database } from '../../local/database';
import { WireError } from '../../local/errors';

/** Serves a database on a free port; `url` is what the SDK calls its service URL. */
export async function serveWire(database: Database): Promise<{ url: string; close(): Promise<void> }> {
  let requests = 0;
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const requestId = `r${++requests}`;
      const { action, ...params } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>;
      database.handle(String(action), params).then(
        (reply) => ({ ...reply, requestId }),
        (error: unknown) => ({ code: error instanceof WireError ? error.code : 'SYS_ERR', message: String(error instanceof Error ? error.message : error), requestId }),
      ).then((body) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      }).catch(() => response.destroy());
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/admin`,
    close: () => new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}
