/**
 * An error as CloudBase puts it on the wire: `{ code, message }` at HTTP 200, which the SDK rethrows with the same `code`.
 * Everything under local/ that answers an SDK throws this and nothing else on purpose; any other error is a defect.
 */
export class WireError extends Error {
  /** @param code the platform's code (`INVALID_PARAM`, `DATABASE_REQUEST_FAILED`, …), @param message what a developer reads */
  constructor(readonly code: string, message: string) {
    super(message);
    this.name = 'WireError';
  }
}

/** A parameter that the platform refuses before it does anything. */
export function invalidParam(message: string): WireError {
  return new WireError('INVALID_PARAM', message);
}

/** What CloudBase can do and this platform cannot: refused by name, so that nothing is silently wrong. */
export function notEmulated(what: string): WireError {
  return new WireError('INVALID_PARAM', `${what} is not emulated by the local platform (see local/README.md)`);
}

/** The message of whatever was thrown; `instanceof Error` does not hold for errors of native code everywhere. */
export function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}
