/**
 * Raw deliveries of the hospital's systems, before `serve`: `POST /api/discharge/hl7`, `/fhir`, `/events` with the bytes as an engine has them, signed as every request of a feed. Answered in the
 * sender's own language, and only when what was sent is durable. Everything else goes on to `serve`.
 */
import { readRequest, type Caller, type Identity, type Request } from '../kit/caller';
import { AppError, toErrorBody } from '../kit/errors';
import { describe, httpStatus, log } from '../kit/serve';
import type { ImportResult } from './contract/intake';
import type { Answer, Language, Refusal } from './door/language';
import type { Receiving } from './service/receive';

type Main = (event: Record<string, unknown>, context: object) => Promise<unknown>;
export interface DoorPorts {
  receiving: Pick<Receiving, 'receive'>;
  identify(identity: Identity, now: number): Promise<Caller>;
  clock(): number;
  /** Everything that is no raw delivery. */
  otherwise: Main;
}

/** Of one delivery. The platform takes events of 6 MB, which is 4.4 MB of bytes in base64 (platform limit). */
export const maxDeliveryBytes = 6 * 1024 * 1024;
/** An answer longer than this is told shorter: the platform takes 6 MB (platform limit). */
const maxAnswer = 5 * 1024 * 1024;
/** When somebody who was put off should try again (product default). */
const retrySeconds = 30;

/** Loaded when something comes: a colleague's cold start does without them. */
const languages: Record<string, () => Promise<Language>> = {
  hl7: async () => (await import('./door/hl7')).hl7, fhir: async () => (await import('./door/fhir')).fhir, events: async () => (await import('./door/json')).json,
};
const pathOf = /^(?:\/api\/discharge)?\/(hl7|fhir|events)\/?$/;

export function withDoor({ receiving, identify, clock, otherwise }: DoorPorts): Main {
  const deliver = async (language: Language, { headers, bytes, ip }: Request, now: number): Promise<Answer> => {
    if (bytes.length > maxDeliveryBytes) throw new TooMuch('too_big');
    if ((headers['content-encoding'] ?? 'identity') !== 'identity') throw new AppError('INVALID_INPUT', 'compressed bodies are not taken', { reason: 'content_encoding' });
    const caller = headers['x-suifang-feed'] === undefined ? undefined : await identify({ door: 'http', headers, body: bytes, ip, writes: true }, now);
    if (caller?.kind !== 'feed') throw new AppError('UNAUTHENTICATED', 'a signed request is needed', { reason: 'feed' });
    const read = await language.read(bytes, now);
    if (read.count > language.most) throw new TooMuch('too_many');
    // Bytes without a single message are nobody's delivery.
    if (read.count === 0) return read.answer('', []);
    const { importId, results } = await receiving.receive({ source: caller.feedId.replace(/^feed:/, ''), format: language.format, bytes, by: caller.feedId, now });
    const answer = read.answer(importId, results);
    return answer.body.length > maxAnswer ? read.answer(importId, results.map(shortened)) : answer;
  };

  return async (event, context) => {
    const request = readRequest(event ?? {});
    const load = request && languages[pathOf.exec(request.path)?.[1] ?? ''];
    if (!request || !load) return otherwise(event, context);
    if (request.method.toUpperCase() !== 'POST') return { statusCode: 405, headers: { allow: 'POST', 'content-type': 'text/plain; charset=utf-8' }, body: 'POST a signed delivery here.\n' };

    const now = clock();
    const requestId = String((context as { request_id?: unknown }).request_id ?? `discharge-${now.toString(36)}`);
    const language = await load();
    try {
      return replyOf(await deliver(language, request, now), requestId);
    } catch (error) {
      const refusal = refusalOf(error, requestId);
      const { code, reason } = refusal.error;
      log(code === 'INTERNAL' ? 'error' : 'info', { requestId, function: 'discharge', action: `raw.${language.format}`, bytes: request.bytes.length, code, reason, ...(code === 'INTERNAL' && { defect: describe(error) }) });
      const retryAt = error instanceof AppError ? error.retryAt : undefined;
      return replyOf(await language.refuse(request.bytes, refusal, now), requestId, refusal.status === 503 ? { 'retry-after': String(retryAt === undefined ? retrySeconds : Math.max(1, Math.ceil((retryAt - now) / 1000))) } : {});
    }
  };
}

/** Kept inside the door: told in the sender's language. */
class TooMuch extends Error {
  readonly problem: 'too_big' | 'too_many';
  constructor(problem: 'too_big' | 'too_many') {
    super(problem);
    this.problem = problem;
  }
}

function refusalOf(error: unknown, requestId: string): Refusal {
  if (error instanceof TooMuch) return { status: 413, problem: error.problem, error: { code: 'INVALID_INPUT', reason: error.problem, message: 'more than one delivery may hold', requestId } };
  const { code, message, reason } = toErrorBody(error, requestId);
  // Whoever comes at a bad moment is asked to come again, in the one way that every sender understands.
  const status = code === 'NOT_NOW' || code === 'TOO_MANY' || code === 'LEASE_LOST' ? 503 : httpStatus[code];
  return { status: reason === 'content_encoding' ? 415 : status, error: { code, message, requestId, ...(reason !== undefined && { reason }) } };
}

/** The weightiest problem alone. */
const shortened = (result: ImportResult): ImportResult => ({ ...result, problems: [...result.problems].sort((a, b) => Number(a.doubt) - Number(b.doubt)).slice(0, 1) });

/** Text that is UTF-8 goes as text, anything else in base64. */
function replyOf({ status, type, body }: Answer, requestId: string, more: Record<string, string> = {}): { statusCode: number; headers: Record<string, string>; body: string; isBase64Encoded: boolean } {
  const text = typeof body === 'string' || /charset=utf-8$/i.test(type);
  return { statusCode: status, headers: { 'content-type': type, 'cache-control': 'no-store', 'x-request-id': requestId, ...more }, body: text ? body.toString('utf8') : body.toString('base64'), isBase64Encoded: !text };
}
