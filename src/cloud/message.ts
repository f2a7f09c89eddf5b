/** What a transport carries and how it fails. */

/** One call: a function, one of its operations, what goes in. `timeout` in ms. */
export interface Message { fn: string; action: string; input: unknown; token?: string; timeout: number }

/** Resolves to the envelope as it came, whatever it is; throws only `TransportError`. */
export interface Transport { send(message: Message): Promise<unknown> }

/**
 * Why there is no envelope. `OFFLINE`: the network refused. `TIMEOUT`: no answer in time; the call may have been carried out.
 * `UNAVAILABLE`: something answered that is not our function (a gateway, a platform limit).
 */
export class TransportError extends Error {
  readonly code: 'OFFLINE' | 'TIMEOUT' | 'UNAVAILABLE';
  constructor(code: 'OFFLINE' | 'TIMEOUT' | 'UNAVAILABLE', detail: string) {
    super(detail);
    this.name = 'TransportError';
    this.code = code;
  }
}
