/** Requests of the hospital's own systems (a nightly export, an interface engine): signed with a shared secret, good for a few minutes and once. */
import { day, minute } from '../../kit/calendar';
import { sign } from '../../kit/crypto';

/** How far the sender's clock may be off, either way. */
export const feedWindow = 5 * minute;

/** How long a signature that was taken is remembered: far longer than it is good, so that a clock that is set back a little does not make it good again (product default). */
export const seenFor = day;

/**
 * `x-suifang-signature`: HMAC-SHA256 in hex of `<x-suifang-time>.` and then the body, byte for byte as it left the sender; time in ms UTC, in plain digits. How the body travels on the way (as text or in base64
 * between the gateway and the function) changes nothing.
 */
export const feedSignature = (secret: string, at: number, body: string | Uint8Array): string => sign(secret, `${at}.`, body);
