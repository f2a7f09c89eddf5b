/** Requests of the hospital's own systems (a nightly export, an interface engine): signed with a shared secret, good for a few minutes. */
import { minute } from '../../kit/calendar';
import { sign } from '../../kit/crypto';

/** How far the sender's clock may be off, either way. What is sent twice within it changes nothing: an import is known by its bytes and its rows. */
export const feedWindow = 5 * minute;

/** `x-suifang-signature`: HMAC-SHA256 in hex of `<x-suifang-time>.<body>`, time in ms UTC. */
export const feedSignature = (secret: string, at: number, body: string): string => sign(secret, `${at}.${body}`);
