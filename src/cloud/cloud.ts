/**
 * The typed client. A page names a contract by its type, so that neither schemas nor zod enter the package:
 *
 *   import type { api } from '../../../../cloudfunctions/survey/contract';
 *   const survey = cloud<typeof api>('survey', { reads: ['open'] });
 *   const sheet = await survey.open({ step });          // rejects with CloudError
 */
import Taro from '@tarojs/taro';
import type { Api, z } from '../../cloudfunctions/kit/contract';
import { languageNow } from '../text/language';
import { createClient, type CallOptions } from './client';
import { createTransport } from './transport';

type Operations<A extends Api> = A['operations'];

/** A domain as its operations: `z.input` goes in, `z.output` comes out. */
export type Cloud<A extends Api> = {
  readonly [K in keyof Operations<A>]: (
    input: z.input<Operations<A>[K]['input']>,
    options?: CallOptions,
  ) => Promise<z.output<Operations<A>[K]['output']>>;
};

/** Names of the operations that the contract marks `read: true`. */
export type ReadOf<A extends Api> = { [K in keyof Operations<A>]: Operations<A>[K] extends { read: true } ? K : never }[keyof Operations<A>] & string;

/** What comes out of an operation, for the props of a component. */
export type Output<A extends Api, K extends keyof Operations<A>> = z.output<Operations<A>[K]['output']>;
/** What goes into an operation, for a form. */
export type Input<A extends Api, K extends keyof Operations<A>> = z.input<Operations<A>[K]['input']>;

/** Patients and staff sign in apart, also in one browser. */
const tokenKey = `suifang.${process.env.SUIFANG_APP ?? 'patient'}.token`;

/** This app's client: session, links and the server's clock. */
export const session = createClient({
  transport: createTransport(),
  store: {
    read: () => (Taro.getStorageSync(tokenKey) as string) || undefined,
    write: (token) => (token ? Taro.setStorageSync(tokenKey, token) : Taro.removeStorageSync(tokenKey)),
  },
  language: languageNow,
  clock: Date.now,
  wait: (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); }),
});

/** The server's time, ms UTC. Pages never ask the device. */
export const serverNow = (): number => session.serverNow();

/** A domain's client. `reads` lists operations that may be sent again after a lost connection; only those that the contract marks as reads are accepted. */
export function cloud<A extends Api>(name: A['name'], { reads = [] }: { reads?: readonly ReadOf<A>[] } = {}): Cloud<A> {
  return new Proxy({} as Cloud<A>, {
    get(_, action) {
      // A promise asks for `then`: a client is none.
      if (typeof action !== 'string' || action === 'then') return undefined;
      const read = (reads as readonly string[]).includes(action);
      return (input: unknown, options?: CallOptions) => session.call(name, action, input, { ...options, read });
    },
  });
}
