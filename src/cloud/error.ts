/** The one error that pages meet. Its `message` is a sentence for the reader, in the reader's language. */
import type { ErrorBody, FieldError } from '../../cloudfunctions/kit/errors';
import { errorWords, type CloudCode } from '../text/error';
import type { Language } from '../text/wording';

/**
 * A call that failed. `code`: the closed list, and OFFLINE, TIMEOUT. `fields`: which parts of the input are wrong. `reason`: a domain's stable key
 * (`submitted`, `expired`), for its own wording. `retryAt`: ms UTC. `requestId` finds the line in the server's log; empty when nothing came back.
 */
export class CloudError extends Error {
  readonly code: CloudCode;
  readonly fields: readonly FieldError[];
  readonly requestId: string;
  readonly reason?: string;
  readonly retryAt?: number;
  constructor(body: Omit<Partial<ErrorBody>, 'code' | 'message'> & { code: CloudCode }, language: Language, now: number) {
    super(errorWords(body.code, language, body.retryAt === undefined ? undefined : { at: body.retryAt, now }));
    this.name = 'CloudError';
    this.code = body.code;
    this.fields = body.fields ?? [];
    this.requestId = body.requestId ?? '';
    this.reason = body.reason;
    this.retryAt = body.retryAt;
  }

  /** Nothing is known to be wrong with the input: the same call may succeed later. */
  get passing(): boolean {
    return this.code === 'OFFLINE' || this.code === 'TIMEOUT' || this.code === 'UNAVAILABLE';
  }

  /** The problem at one path of the input, for the field that stands for it. */
  problemAt(path: string): string | undefined {
    return this.fields.find((field) => field.path === path)?.problem;
  }
}
