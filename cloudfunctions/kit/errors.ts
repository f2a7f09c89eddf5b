/**
 * The closed list of what can go wrong, and the one mapper from a thrown error to what a caller may see.
 * Browser-safe. Wording for people lives in `src/text/error.ts`, keyed by these codes; `message` is for the log and for tools.
 */
export const errorCodes = [
  /** The input breaks the contract or a rule; `fields` says where. */
  'INVALID_INPUT',
  /** Nobody is signed in, or the session ended. */
  'UNAUTHENTICATED',
  /** Not allowed; an unknown record and someone else's record look the same. */
  'FORBIDDEN',
  /** Somebody else changed it first: read again, then decide. */
  'CONFLICT',
  /** It was possible once and is over: an expired or used link, a submitted sheet, a withdrawn call. */
  'GONE',
  /** Too many tries; `retryAt` (ms UTC) says when again. */
  'TOO_MANY',
  /** Outside the hours or before the time it may happen; `retryAt` says when. */
  'NOT_NOW',
  /** Wrong user name, password, SMS code or birth month. */
  'WRONG_SECRET',
  /** The nurse's lease on a call ended and someone else may have it. */
  'LEASE_LOST',
  /** A service that we depend on did not answer; trying again may help. */
  'UNAVAILABLE',
  /** A defect of ours; logged with the request id. */
  'INTERNAL',
] as const;
/** One of the list. */
export type ErrorCode = (typeof errorCodes)[number];

/** One wrong field: `path` as in the input (`phone`, `rows.3.name`), `problem` a stable key for wording. */
export interface FieldError { path: string; problem: string }

/** What a caller gets instead of data. `requestId` finds the log line. */
export interface ErrorBody { code: ErrorCode; message: string; requestId: string; fields?: FieldError[]; retryAt?: number; reason?: string }

/** The only error class of the functions. `reason` is a stable key of the domain (`submitted`, `answered`, `expired` …) for wording; never personal data. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fields?: FieldError[];
  readonly retryAt?: number;
  readonly reason?: string;
  constructor(code: ErrorCode, message: string, more: { fields?: FieldError[]; retryAt?: number; reason?: string } = {}) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    this.fields = more.fields;
    this.retryAt = more.retryAt;
    this.reason = more.reason;
  }
}

/** Unknown and foreign records are refused with the same words, so that ids cannot be probed. */
export const forbidden = () => new AppError('FORBIDDEN', 'not allowed or not found');
/** One field of the input is wrong: `problem` is a stable key for wording. */
export const invalid = (path: string, problem: string) => new AppError('INVALID_INPUT', `${path}: ${problem}`, { fields: [{ path, problem }] });

/** It is no longer as the caller saw it; `reason` says what. */
export const conflict = (reason: string, message = reason) => new AppError('CONFLICT', message, { reason });
/** Many people at one record at the same moment: trying again may help. */
export const contended = () => new AppError('UNAVAILABLE', 'too many people at the same record');

/** Anything thrown → what the caller may see. Foreign errors become INTERNAL without a word of their own. */
export function toErrorBody(error: unknown, requestId: string): ErrorBody {
  if (error instanceof AppError) {
    const { code, message, fields, retryAt, reason } = error;
    return { code, message, requestId, ...(fields && { fields }), ...(retryAt !== undefined && { retryAt }), ...(reason !== undefined && { reason }) };
  }
  return { code: 'INTERNAL', message: 'internal error', requestId };
}
