/**
 * The storage's own addresses, as COS offers them: PUT (the SDK), POST of a form (WeChat and the web SDK), GET and HEAD with a signed address. Any page may upload or
 * download here with a signature that a function gave it, so the browser's cross-origin question is answered with yes.
 */
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { Door, Exchange, Reply } from '../gateway/http';
import { readAll } from '../gateway/http';
import { mimeOf } from '../gateway/mime';
import type { Storage } from './storage';

/** A form is read whole; a file put directly is streamed. Bytes. */
const mostForm = 100 * 1024 * 1024;

const open: Record<string, string> = {
  'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET, HEAD, PUT, POST, OPTIONS', 'access-control-allow-headers': '*, authorization', 'access-control-max-age': '600',
};

/** COS's error body; the SDK reads Code and Message from it. */
function refusal(status: number, code: string, message: string): Reply {
  const body = `<?xml version='1.0' encoding='utf-8' ?>\n<Error><Code>${code}</Code><Message>${message}</Message><Resource></Resource><RequestId>local</RequestId><TraceId>local</TraceId></Error>`;
  return { status, headers: { ...open, 'content-type': 'application/xml' }, body };
}

export function storageDoor(storage: Storage): Door {
  return async (exchange) => {
    const filePath = decode(exchange.path.slice('/storage/'.length));
    switch (exchange.method) {
      case 'OPTIONS': return { status: 204, headers: open };
      case 'PUT': return put(storage, exchange, filePath);
      case 'POST': return post(storage, exchange);
      case 'GET':
      case 'HEAD': return get(storage, exchange, filePath);
      default: return refusal(405, 'MethodNotAllowed', `no ${exchange.method} here`);
    }
  };
}

async function put(storage: Storage, { headers, raw }: Exchange, filePath: string): Promise<Reply> {
  if (!storage.mayWrite(filePath, headers['authorization'] ?? headers['signature'] ?? '')) return refusal(403, 'AccessDenied', 'the upload address is not signed for this file, or has expired');
  await storage.save(filePath, headers['content-type'] ?? mimeOf(filePath), raw);
  return { status: 200, headers: open };
}

async function post(storage: Storage, exchange: Exchange): Promise<Reply> {
  const type = exchange.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return refusal(400, 'MalformedPOSTRequest', 'a form with key, signature and file is expected');
  const form = await new Response(new Uint8Array(await readAll(exchange.raw, mostForm)), { headers: { 'content-type': type } }).formData();
  const [key, signature, file] = [form.get('key'), form.get('signature'), form.get('file')];
  if (typeof key !== 'string' || typeof signature !== 'string' || file === null || typeof file === 'string') return refusal(400, 'MalformedPOSTRequest', 'key, signature and file are needed');
  if (!storage.mayWrite(key, signature)) return refusal(403, 'AccessDenied', 'the upload is not signed for this file, or has expired');
  await storage.save(key, file.type || mimeOf(key), Readable.fromWeb(file.stream() as ReadableStream));
  const status = form.get('success_action_status');
  return { status: status === '200' || status === '201' ? Number(status) : 204, headers: open };
}

async function get(storage: Storage, { method, query }: Exchange, filePath: string): Promise<Reply> {
  if (!storage.mayRead(filePath, query.get('sign') ?? '', query.get('t') ?? '')) return refusal(403, 'AccessDenied', 'the address is not signed, or has expired');
  const file = storage.find(filePath);
  if (!file) return refusal(404, 'NoSuchKey', 'the file does not exist');
  const headers = {
    ...open, 'content-type': file.type, 'content-length': String(file.size), 'cache-control': 'private, no-store',
    // What somebody uploaded must not act as a page of this address.
    'content-security-policy': "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'",
  };
  return method === 'HEAD' ? { status: 200, headers } : { status: 200, headers, body: storage.open(file) };
}

function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
