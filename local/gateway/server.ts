/** One port for everything. Listens on this machine only: whoever wants it further away puts a web server with TLS before it. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { json, page, readAll, TooLarge, type Door, type Exchange, type Reply } from './http';
import { missingPage } from './pages/missing';
import { pageHeaders, serveFile } from './static';

export interface Doors {
  /** First match wins: the path itself or what lies below it. */
  routes: readonly (readonly [prefix: string, door: Door])[];
  /** dist/h5 and dist/console. */
  pages: { patient: string; console: string };
  failed(error: unknown): void;
}

export interface Gateway { port: number; close(): Promise<void> }

/** Rejects with the system's error (EADDRINUSE …) when the port cannot be had. */
export async function listen(doors: Doors, port: number): Promise<Gateway> {
  const server = createServer((request, response) => void answer(doors, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  return { port: typeof address === 'object' && address ? address.port : port, close: () => closeServer(server) };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function answer(doors: Doors, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let reply: Reply;
  try {
    reply = await route(doors, exchangeOf(request));
  } catch (error) {
    if (error instanceof TooLarge) {
      reply = { ...json({ code: 'EXCEED_REQUEST_SIZE_LIMIT', message: `请求太大 · the request has ${error.message}` }, 413), };
    } else {
      if (!request.destroyed || response.writable) doors.failed(error);
      reply = request.headers.accept?.includes('text/html') ? page(missingPage('failed'), 500) : json({ code: 'SYS_ERR', message: 'the local platform failed: see its log' }, 500);
    }
  }
  write(request, response, reply, doors.failed);
}

async function route({ routes, pages }: Doors, exchange: Exchange): Promise<Reply> {
  const { path } = exchange;
  const found = routes.find(([prefix]) => path === prefix || (path.startsWith(prefix) && (prefix.endsWith('/') || path[prefix.length] === '/')));
  if (found) {
    const [prefix, door] = found;
    // A page of another site may not act here in a visitor's browser; uploads are signed and may come from anywhere.
    if (exchange.method !== 'GET' && exchange.method !== 'HEAD' && prefix !== '/storage/' && foreign(exchange.headers)) return page(missingPage('origin'), 403);
    return door(exchange);
  }
  if (path === '/console') return { status: 301, headers: { location: '/console/' } };
  return path.startsWith('/console/') ? serveFile(pages.console, path.slice('/console/'.length), exchange) : serveFile(pages.patient, path.slice(1), exchange);
}

function foreign({ origin, host, 'sec-fetch-site': site }: Record<string, string>): boolean {
  // Browsers say it themselves; a form of our own page may come with the origin "null".
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  if (origin === undefined) return false;
  try {
    return new URL(origin).host !== host;
  } catch {
    return true;
  }
}

function exchangeOf(request: IncomingMessage): Exchange {
  const [path = '/', query = ''] = splitOnce(request.url ?? '/');
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value ?? '']));
  return {
    method: request.method ?? 'GET', path, headers, raw: request,
    query: new URLSearchParams(query),
    ip: request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '',
    read: (most) => readAll(request, most),
  };
}

function splitOnce(url: string): string[] {
  const at = url.indexOf('?');
  return at < 0 ? [url] : [url.slice(0, at), url.slice(at + 1)];
}

function write(request: IncomingMessage, response: ServerResponse, { status, headers = {}, body }: Reply, failed: (error: unknown) => void): void {
  if (response.destroyed) return;
  const own = String(headers['content-type'] ?? '').startsWith('text/html') ? pageHeaders : undefined;
  if (body instanceof Readable) {
    response.writeHead(status, { ...own, ...headers });
    body.on('error', (error) => {
      failed(error);
      response.destroy();
    });
    body.pipe(response);
    return;
  }
  const content = body === undefined ? '' : body;
  // What was not read of a refused body must not be taken for the next request.
  const unread = request.complete ? undefined : { connection: 'close' };
  response.writeHead(status, { 'content-length': String(headers['content-length'] ?? Buffer.byteLength(content)), ...own, ...headers, ...unread });
  response.end(request.method === 'HEAD' ? undefined : content);
}
