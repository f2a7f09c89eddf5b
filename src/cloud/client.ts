/**
 * The client behind `cloud()`: tokens, the server's clock, repeats of reads, errors in words. Made once per app in `cloud.ts`; tests make their own.
 */
import type { Envelope } from '../../cloudfunctions/kit/contract';
import type { Language } from '../text/wording';
import { CloudError } from './error';
import { TransportError, type Transport } from './message';

/** Where the session token is kept between visits. */
export interface TokenStore { read(): string | undefined; write(token: string | undefined): void }

export interface ClientPorts {
  transport: Transport;
  store: TokenStore;
  language(): Language;
  /** The device's clock, ms UTC. */
  clock(): number;
  wait(milliseconds: number): Promise<void>;
}

/** `timeout` in ms; 15 s unless told, the platform's own limit for a call from a page. `alone`: a session that is over is an error at once, nobody is asked to sign in again. */
export interface CallOptions { timeout?: number; alone?: boolean }

export interface Client {
  call(fn: string, action: string, input: unknown, options: CallOptions & { read: boolean }): Promise<unknown>;
  /** The server's time now, ms UTC: the device's clock corrected by what the last replies said. */
  serverNow(): number;
  /** Told when the correction changes by more than a second: at the first reply, or when the platform's clock is moved. Returns how to stop. */
  onClock(listener: () => void): () => void;
  /** A staff or SMS session. It is forgotten by itself when the server says that it ended. */
  signIn(token: string): void;
  signOut(): void;
  signedIn(): boolean;
  /**
   * Who asks the reader to sign in again when the server says that the session is over. Where it answers true, the call that met this is sent once more, reads and writes alike: it was refused
   * before anything happened. So a page loses nothing and need not know. Undefined: nobody asks.
   */
  whenOver(ask: (() => Promise<boolean>) | undefined): void;
  /** A link from an SMS: while it is held it speaks for the caller instead of the session. It lives as long as the page; the address keeps it over a reload. */
  useLink(token: string | undefined): void;
}

/** Pauses before a read is tried again, ms. Writes are never repeated by the client. */
const pauses = [400, 1600];

const isEnvelope = (value: unknown): value is Envelope<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as { ok?: unknown }).ok === 'boolean' && typeof (value as { now?: unknown }).now === 'number';

export function createClient({ transport, store, language, clock, wait }: ClientPorts): Client {
  let offset = 0;
  const listeners = new Set<() => void>();
  let link: string | undefined;
  let askAgain: (() => Promise<boolean>) | undefined;
  const serverNow = () => clock() + offset;
  const failure = (code: TransportError['code']) => new CloudError({ code }, language(), serverNow());

  async function once(fn: string, action: string, input: unknown, timeout: number): Promise<unknown> {
    const token = link ?? store.read();
    const sent = clock();
    const reply = await transport.send({ fn, action, input, timeout, ...(token && { token }) });
    if (!isEnvelope(reply)) throw new TransportError('UNAVAILABLE', 'not an envelope');
    // The reply was made about half way between sending and receiving.
    const before = offset;
    offset = reply.now - (sent + clock()) / 2;
    if (Math.abs(offset - before) > 1000) listeners.forEach((listener) => listener());
    if (reply.ok) return reply.data;
    // A newer session may have been stored meanwhile; only the one that was refused is dropped.
    if (reply.error.code === 'UNAUTHENTICATED' && token !== link && token === store.read()) store.write(undefined);
    throw new CloudError(reply.error, language(), reply.now);
  }

  return {
    async call(fn, action, input, { read, timeout = 15_000, alone = false }) {
      for (let attempt = 0; ; attempt += 1) {
        try {
          return await once(fn, action, input, timeout);
        } catch (error) {
          if (error instanceof CloudError && error.code === 'UNAUTHENTICATED' && askAgain && !alone && (await askAgain())) continue;
          if (!(error instanceof TransportError)) throw error;
          const pause = read ? pauses[attempt] : undefined;
          if (pause === undefined) throw failure(error.code);
          await wait(pause);
        }
      }
    },
    serverNow,
    onClock(listener) {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
    signIn: (token) => store.write(token),
    signOut: () => store.write(undefined),
    signedIn: () => store.read() !== undefined,
    whenOver: (ask) => { askAgain = ask; },
    useLink: (token) => { link = token; },
  };
}
