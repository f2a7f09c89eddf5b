/** The typed client of the tests: the same contracts as the pages, over the door that the person would use. */
import type { Api, Envelope, z } from '../../cloudfunctions/kit/contract';
import type { ErrorBody } from '../../cloudfunctions/kit/errors';
import type { Local } from '../../local/index';

/** What a client needs of a platform; one in another process has it, too. */
export type Doors = Pick<Local, 'invoke' | 'http'>;

/** Who calls, through which door: a WeChat user by openid, anybody with a token (or the means to get one) over HTTP, or nobody. */
export type As = { openid: string } | { token: string | (() => Promise<string>) } | 'nobody';

export class Refused extends Error {
  readonly body: ErrorBody;
  constructor(body: ErrorBody, operation: string) {
    super(`${operation}: ${body.code} ${body.message} ${JSON.stringify(body.fields ?? '')}${body.reason ?? ''}`);
    this.body = body;
  }
}

export type Client<A extends Api> = {
  [K in keyof A['operations']]: (input: z.input<A['operations'][K]['input']>) => Promise<z.output<A['operations'][K]['output']>>;
};

async function headersOf(who: Exclude<As, { openid: string }>): Promise<Record<string, string>> {
  return who === 'nobody' ? {} : { authorization: `Bearer ${typeof who.token === 'string' ? who.token : await who.token()}` };
}

/** `as(local, api, who).operation(input)`; throws Refused with the server's error body. */
export function as<A extends Api>(local: Doors, api: A, who: As): Client<A> {
  return new Proxy({}, {
    get: (_, action: string) => async (input: unknown) => {
      const envelope = (typeof who === 'object' && 'openid' in who
        ? await local.invoke(api.name, { action, input }, { openid: who.openid })
        : (await local.http(api.name, { action, input }, await headersOf(who))).body) as Envelope<unknown>;
      if (envelope.ok) return envelope.data;
      throw new Refused(envelope.error, `${api.name}.${action}`);
    },
  }) as Client<A>;
}

/** The error code a call is refused with, or `ok`. */
export const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(() => 'ok', (error: unknown) => (error instanceof Refused ? error.body.code : Promise.reject(error)));
