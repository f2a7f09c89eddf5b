/**
 * HTTP access, POST /api/<function>: the request becomes an event `{ path, httpMethod, headers, queryStringParameters, requestContext, body, isBase64Encoded }`; a reply
 * `{ statusCode, headers, body, isBase64Encoded }` is unpacked, anything else is sent as JSON.
 */
import { randomUUID } from 'node:crypto';
import { WireError } from '../errors';
import { place, type CallSource } from '../functions/environment';
import { json, TooLarge, type Door, type Exchange, type Reply } from './http';

/** The platform: a text body up to 100 KB, any other up to 6 MB (EXCEED_MAX_PAYLOAD_SIZE). */
const most = { text: 100 * 1024, other: 6 * 1024 * 1024 } as const;
const isText = (type: string): boolean => type === '' || /^text\/|json|xml|javascript|x-www-form-urlencoded/.test(type);

/** HTTP status of a platform error (docs.cloudbase.net, error codes of the HTTP access service). */
const statusOf: Record<string, number> = { FUNCTION_NOT_FOUND: 404, EXCEED_MAX_PAYLOAD_SIZE: 413, EXCEED_REQUEST_SIZE_LIMIT: 413, FUNCTIONS_TIME_LIMIT_EXCEEDED: 504 };

export function httpAccessDoor(invoke: (functionName: string, event: string, source: CallSource) => Promise<string>): Door {
  return async (exchange) => {
    const [, name = '', ...rest] = exchange.path.slice(1).split('/');
    try {
      return unpack(await invoke(name, JSON.stringify(await eventOf(exchange, `/${rest.join('/')}`)), { ip: exchange.ip, trigger: 'wx_http' }));
    } catch (error) {
      if (error instanceof WireError) return json({ code: error.code, message: error.message, requestId: randomUUID() }, statusOf[error.code] ?? 500);
      throw error;
    }
  };
}

async function eventOf({ method, path, query, headers, ip, read }: Exchange, below: string): Promise<Record<string, unknown>> {
  const text = isText(headers['content-type'] ?? '');
  let body: Buffer;
  try {
    body = await read(text ? most.text : most.other);
  } catch (error) {
    if (error instanceof TooLarge) throw new WireError('EXCEED_MAX_PAYLOAD_SIZE', `the body of a call may have ${text ? '100 KB of text' : '6 MB'}; larger files go through storage`);
    throw error;
  }
  return {
    path: below, httpMethod: method, headers, queryStringParameters: Object.fromEntries(query),
    requestContext: { appId: '1250000000', envId: place.env, requestId: randomUUID(), uin: '100000000000', sourceIp: ip, path, httpMethod: method },
    body: text ? body.toString('utf8') : body.toString('base64'), isBase64Encoded: !text,
  };
}

function unpack(result: string): Reply {
  const value = JSON.parse(result) as { statusCode?: unknown; headers?: Record<string, unknown>; body?: unknown; isBase64Encoded?: unknown } | null;
  if (value === null || typeof value !== 'object' || !Number.isInteger(value.statusCode)) return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: result };
  const headers = Object.fromEntries(Object.entries(value.headers ?? {}).map(([name, content]) => [name.toLowerCase(), Array.isArray(content) ? content.map(String) : String(content)]));
  const body = typeof value.body === 'string' ? value.body : value.body === undefined ? '' : JSON.stringify(value.body);
  return { status: Number(value.statusCode), headers, body: value.isBase64Encoded === true ? Buffer.from(body, 'base64') : body };
}
