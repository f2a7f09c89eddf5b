/** In a browser: the HTTP door of the functions, on the page's own origin. */
import { TransportError, type Message, type Transport } from './message';

/**
 * Where `/api/<fn>` hangs. Under `/wechat/<session>/` the platform on one machine stands in for WeChat and supplies the openid itself;
 * everywhere else the token says who is calling.
 */
export function apiBase(pathname: string): { base: string; identified: boolean } {
  const session = /^\/wechat\/[^/]+/.exec(pathname)?.[0];
  return { base: session ?? '', identified: session !== undefined };
}

/** Sends over `fetch`. */
export function createTransport(): Transport {
  return {
    async send({ fn, action, input, token, timeout }: Message) {
      const { base, identified } = apiBase(location.pathname);
      const controller = new AbortController();
      const timer = setTimeout(() => controller.abort(), timeout);
      try {
        const response = await fetch(`${base}/api/${fn}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...(token && !identified && { authorization: `Bearer ${token}` }) },
          body: JSON.stringify({ action, input }),
          signal: controller.signal,
          cache: 'no-store',
        });
        const text = await response.text();
        try {
          return JSON.parse(text) as unknown;
        } catch {
          throw new TransportError('UNAVAILABLE', `HTTP ${response.status} without JSON`);
        }
      } catch (error) {
        if (error instanceof TransportError) throw error;
        throw controller.signal.aborted ? new TransportError('TIMEOUT', `no answer in ${timeout} ms`) : new TransportError('OFFLINE', 'fetch failed');
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
