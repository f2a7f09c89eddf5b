/** A message goes through the product's raw door, over HTTP access like one of any other system, signed with this machine's own key. */
import type { Local } from '../index';

/** `ack`: what the function answered, null where the sender wants no answer; or why there is none. */
export type Delivered = { ack: Buffer | null } | { failed: string };

/** A call may take its function's minute and wait for the calls before it (product default). */
const longest = 90_000;

/** Never rejects. `most`: ms until an answer is given up; what was delivered may still be taken then, and is unchanged when it comes again. */
export function deliverTo(local: Pick<Local, 'url' | 'signFeed'>, most = longest): (message: Buffer) => Promise<Delivered> {
  const post = (message: Buffer): Promise<Response> => fetch(`${local.url}/api/discharge/hl7`, {
    method: 'POST', body: new Uint8Array(message), signal: AbortSignal.timeout(most), headers: { 'content-type': 'x-application/hl7-v2+er7', ...local.signFeed(message, 'mllp') },
  });
  return async (message) => {
    try {
      let response = await post(message);
      // The clock of this machine may be set back to a moment in which the same message was signed before.
      if (response.status === 409) response = await post(message);
      const body = Buffer.from(await response.arrayBuffer());
      if (response.status === 202) return { ack: null };
      // Also 401, 422 or 503: what the sender should know stands in the acknowledgement.
      return /^x-application\/hl7-v2/.test(response.headers.get('content-type') ?? '') && body.length > 0 ? { ack: body } : { failed: `status ${response.status}` };
    } catch (error) {
      return { failed: error instanceof Error ? error.name : 'no answer' };
    }
  };
}
