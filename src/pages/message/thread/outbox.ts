/**
 * Sends messages one after another, in the order they were written, again after a while when the network is gone. A message leaves the list only when the server has it; its
 * key was made before the first try, so that sending it twice does no harm. Who writes too fast waits, but each new message is tried once all the same: words of danger are taken at any pace.
 */
import type { Sent } from '../../../../cloudfunctions/message/contract';
import { CloudError } from '../../../cloud/error';
import type { Unsent } from '../../../cloud/unsent';

/** `waiting`: tried again by itself. `refused`: as it is, the server does not take it. */
export type OutboxEvent =
  | { is: 'sending'; key: string }
  | { is: 'sent'; key: string; sent: Sent }
  | { is: 'waiting'; key: string; error: CloudError }
  | { is: 'refused'; key: string; error: CloudError };

export interface OutboxPorts {
  /** What the server does not have; kept over a reload. */
  read(): readonly Unsent[];
  write(list: readonly Unsent[]): void;
  send(message: Unsent): Promise<Sent>;
  /** Runs after so many ms; returns how to cancel. */
  later(milliseconds: number, run: () => void): () => void;
  tell(event: OutboxEvent): void;
}

export interface Outbox {
  add(message: Unsent): void;
  /** Tries now what waits; also what was refused, when it is named. */
  flush(key?: string): void;
  /** The server has these, or the reader took them back. */
  drop(keys: readonly string[]): void;
  /** No more tries by itself. */
  stop(): void;
}

/** Pauses before the next try, ms. */
const pauses = [2_000, 5_000, 15_000, 30_000];

export function createOutbox({ read, write, send, later, tell }: OutboxPorts): Outbox {
  let running = false;
  let stopped = false;
  let failures = 0;
  let cancel: () => void = () => undefined;
  const refused = new Set<string>();
  /** Answered by "too fast": tried again in their order. */
  const slowed = new Set<string>();

  async function run(): Promise<void> {
    if (running || stopped) return;
    running = true;
    cancel();
    const tried = new Set<string>();
    let slow = false;
    for (let message = next(tried, slow); message && !stopped; message = next(tried, slow)) {
      const { key } = message;
      tried.add(key);
      tell({ is: 'sending', key });
      try {
        const sent = await send(message);
        failures = 0;
        drop([key]);
        tell({ is: 'sent', key, sent });
      } catch (error) {
        if (!(error instanceof CloudError)) throw error;
        if (error.code === 'TOO_MANY') {
          tell({ is: 'waiting', key, error });
          slowed.add(key);
          slow = true;
          continue;
        }
        if (error.passing || error.code === 'INTERNAL') {
          tell({ is: 'waiting', key, error });
          slow = true;
          break;
        }
        refused.add(key);
        tell({ is: 'refused', key, error });
      }
    }
    running = false;
    if (!slow || stopped) return;
    cancel = later(pauses[Math.min(failures, pauses.length - 1)] ?? 30_000, () => { void run(); });
    failures += 1;
  }
  const next = (tried: ReadonlySet<string>, slow: boolean) => read().find(({ key }) => !refused.has(key) && !tried.has(key) && !(slow && slowed.has(key)));
  const drop = (keys: readonly string[]) => write(read().filter(({ key }) => !keys.includes(key)));

  return {
    add(message) {
      write([...read(), message]);
      void run();
    },
    flush(key) {
      if (key !== undefined) refused.delete(key);
      void run();
    },
    drop,
    stop() {
      stopped = true;
      cancel();
    },
  };
}
