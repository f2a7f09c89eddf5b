/**
 * One door per function: who is calling → may they → is the input right → run → is the output right → envelope.
 * Every error is logged once, here, with the request id and without personal data.
 */
import type { Api, Envelope, Operation, z } from './contract';
import { readIdentity, type Caller, type Identity } from './caller';
import { AppError, toErrorBody } from './errors';

/** What a handler knows beside its input. `now` in ms UTC, read once per call. */
export interface Call { caller: Caller; now: number; requestId: string }

/** One function for each operation of a contract, with its types. */
export type Handlers<A extends Api> = {
  [K in keyof A['operations']]: (input: z.output<A['operations'][K]['input']>, call: Call) => Promise<z.input<A['operations'][K]['output']>>;
};

/** What a function is made of. */
export interface Serving<A extends Api> {
  api: A;
  handlers: Handlers<A>;
  /** `account` turns an identity into a caller: sessions, links, relationships. Throws UNAUTHENTICATED for a token that no longer counts. */
  identify(identity: Identity, now: number): Promise<Caller>;
  clock(): number;
}

type Main = (event: Record<string, unknown>, context: object) => Promise<unknown>;

/** Builds `exports.main` of a cloud function. Over HTTP the reply is `{ statusCode, headers, body }`, otherwise the envelope itself. */
export function serve<A extends Api>({ api, handlers, identify, clock }: Serving<A>): Main {
  return async (event, context) => {
    const now = clock();
    const requestId = String((context as { request_id?: unknown }).request_id ?? `${api.name}-${now.toString(36)}`);
    let door: Identity['door'] = typeof event?.['httpMethod'] === 'string' ? 'http' : 'direct';
    let action = '';
    let envelope: Envelope<unknown>;
    try {
      const read = readIdentity(event ?? {}, context);
      door = read.identity.door;
      const operation = typeof read.action === 'string' && Object.hasOwn(api.operations, read.action) ? api.operations[read.action] : undefined;
      // Only the name of an operation reaches the log, never what somebody sent in its place.
      action = operation ? String(read.action) : '';
      if (!operation) throw new AppError('INVALID_INPUT', 'no such operation', { fields: [{ path: 'action', problem: 'unknown' }] });
      const caller = await identify({ ...read.identity, writes: !operation.read }, now).catch((error: unknown) => strangerOr(error, operation, read.identity));
      const allowed = admit(operation, caller);
      const input = parse(operation.input, read.input ?? {});
      const data = await handlers[action as keyof A['operations']]!(input as never, { caller: allowed, now, requestId });
      envelope = { ok: true, data: operation.output.parse(data), now };
    } catch (error) {
      const body = toErrorBody(error, requestId);
      log(body.code === 'INTERNAL' ? 'error' : 'info', { requestId, function: api.name, action, code: body.code, reason: body.reason, ...(body.code === 'INTERNAL' && { defect: describe(error) }) });
      envelope = { ok: false, error: body, now };
    }
    if (door !== 'http') return envelope;
    return {
      statusCode: envelope.ok ? 200 : httpStatus[envelope.error.code],
      headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
      body: JSON.stringify(envelope),
    };
  };
}

/** What is open to anyone is open to somebody whose session or link is over: they must be able to sign in again. */
function strangerOr(error: unknown, operation: Operation, identity: Identity): Caller {
  if (error instanceof AppError && (error.code === 'UNAUTHENTICATED' || error.code === 'GONE') && operation.callers.includes('anyone')) return { kind: 'anyone', openid: identity.openid, ip: identity.ip };
  throw error;
}

/** The caller if the operation admits its kind; a person counts as patient or family, which the domain narrows per record. */
export function admit(operation: Operation, caller: Caller): Caller {
  const kinds = operation.callers;
  if (kinds.includes('anyone')) return caller;
  const fits =
    caller.kind === 'person' ? kinds.includes('patient') || kinds.includes('family')
    : caller.kind === 'anyone' ? false
    : kinds.includes(caller.kind);
  if (!fits) throw caller.kind === 'anyone' ? new AppError('UNAUTHENTICATED', 'sign in first') : new AppError('FORBIDDEN', 'not allowed or not found');
  if (caller.kind === 'staff' && caller.mustChange && !operation.firstPassword) throw new AppError('FORBIDDEN', 'the first password must be replaced', { reason: 'password_change' });
  if (caller.kind === 'staff' && operation.roles && !operation.roles.includes(caller.role)) throw new AppError('FORBIDDEN', 'not allowed or not found');
  return caller;
}

function parse(schema: z.ZodType, input: unknown): unknown {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const fields = result.error.issues.slice(0, 20).map((issue) => ({ path: issue.path.join('.'), problem: problemOf(issue) }));
  throw new AppError('INVALID_INPUT', 'the input breaks the contract', { fields });
}

/** A stable key for wording beside the field: `required`, `too_long`, `too_short`, `format`, `option`, `type`, or the refinement's own message key. */
function problemOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type': return issue.input === undefined ? 'required' : 'type';
    case 'too_big': return 'too_long';
    case 'too_small': return issue.minimum === 1 ? 'required' : 'too_short';
    case 'invalid_format': return 'format';
    case 'invalid_value': return 'option';
    case 'unrecognized_keys': return 'unknown';
    case 'custom': return /^[a-z_]+$/.test(issue.message) ? issue.message : 'wrong';
    default: return 'wrong';
  }
}

/** What an error is over HTTP. */
export const httpStatus = {
  INVALID_INPUT: 400, UNAUTHENTICATED: 401, WRONG_SECRET: 401, FORBIDDEN: 403, CONFLICT: 409, LEASE_LOST: 409, NOT_NOW: 409, GONE: 410, TOO_MANY: 429, INTERNAL: 500, UNAVAILABLE: 503,
} as const;

/** A defect for the log: class, code and stack. Schema errors give paths only: messages may quote data. */
export function describe(error: unknown): string {
  const e = error as { name?: string; code?: string; stack?: string; issues?: { path: PropertyKey[] }[] };
  if (e?.issues) return `output breaks the contract at ${e.issues.map((i) => i.path.join('.')).join(', ')}`;
  const frames = (e?.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 8).join(' <');
  return `${e?.name ?? typeof error} ${e?.code ?? ''} ${frames}`;
}

/** One JSON line per event; the platform collects stdout. */
export function log(level: 'info' | 'error', entry: Record<string, unknown>): void {
  (level === 'error' ? console.error : console.log)(JSON.stringify({ level, ...entry }));
}

