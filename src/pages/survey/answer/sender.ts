/**
 * Sends answers as they are given: one request at a time, the newest value of each, again after a while when the network is gone. An answer leaves the list only when
 * the server has that very value; sending one twice does no harm.
 */
import type { Answers, Saved, Value } from '../../../../cloudfunctions/survey/contract';
import { CloudError } from '../../../cloud/error';

export type Given = { linkId: string; value: Value | null };

/** `refused`: these items cannot be taken as they are (problem keys by linkId). `over`: the sheet takes nothing any more, or not from this reader. */
export type SenderEvent =
  | { is: 'saving' }
  | { is: 'saved'; saved: Saved; linkIds: string[] }
  | { is: 'unsaved'; error: CloudError }
  | { is: 'refused'; problems: Record<string, string> }
  | { is: 'over'; error: CloudError };

export interface SenderPorts {
  /** The answers that the server does not have; kept over a reload. */
  read(): Answers;
  write(pending: Answers): void;
  send(answers: Given[]): Promise<Saved>;
  /** Runs after so many ms; returns how to cancel. */
  later(milliseconds: number, run: () => void): () => void;
  tell(event: SenderEvent): void;
}

export interface Sender {
  /** `typing`: held back, also by a turn that is running, until the next `flush()`: a half sentence may say the opposite of the whole. */
  give(linkId: string, value: Value | null, typing?: boolean): void;
  /** Sends what waits; true when the server has everything that was given before. */
  flush(): Promise<boolean>;
  /** No more tries by itself. */
  stop(): void;
}

/** Pauses before the next try, ms. */
const pauses = [2_000, 5_000, 15_000, 30_000];
/** After these the sheet is closed to this reader; everything else may pass. */
const final = ['GONE', 'FORBIDDEN', 'UNAUTHENTICATED', 'NOT_NOW'];
/** As many answers as one call takes. */
const most = 60;

const same = (a: Value | null | undefined, b: Value | null | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);
const without = (answers: Answers, gone: (linkId: string, value: Value | null) => boolean): Answers =>
  Object.fromEntries(Object.entries(answers).filter(([linkId, value]) => !gone(linkId, value)));

export function createSender({ read, write, send, later, tell }: SenderPorts): Sender {
  let running: Promise<boolean> | undefined;
  let failures = 0;
  let cancel: () => void = () => undefined;
  let stopped = false;
  const held = new Set<string>();

  function fail(error: unknown, given: readonly Given[]): 'again' | 'stop' {
    if (!(error instanceof CloudError)) throw error;
    if (error.code === 'INVALID_INPUT') {
      const problems: Record<string, string> = {};
      for (const { path, problem } of error.fields) {
        const linkId = given[Number(/^answers\.(\d+)\./.exec(path)?.[1] ?? NaN)]?.linkId;
        if (linkId !== undefined) problems[linkId] = problem;
      }
      const wrong = Object.keys(problems);
      // Without a name the whole parcel is at fault: keeping it would stop every later answer.
      write(without(read(), (linkId, value) => given.some((one) => one.linkId === linkId && same(one.value, value)) && (wrong.length === 0 || wrong.includes(linkId))));
      tell({ is: 'refused', problems });
      return 'again';
    }
    if (final.includes(error.code)) {
      if (error.code === 'GONE') write({});
      tell({ is: 'over', error });
      return 'stop';
    }
    tell({ is: 'unsaved', error });
    if (!stopped) cancel = later(pauses[Math.min(failures, pauses.length - 1)] ?? 30_000, () => { void flush(); });
    failures += 1;
    return 'stop';
  }

  async function run(): Promise<boolean> {
    for (;;) {
      const pending = read();
      const given = Object.keys(pending).filter((linkId) => !held.has(linkId)).slice(0, most).map((linkId): Given => ({ linkId, value: pending[linkId] ?? null }));
      if (given.length === 0) return true;
      tell({ is: 'saving' });
      try {
        const saved = await send(given);
        failures = 0;
        write(without(read(), (linkId, value) => given.some((one) => one.linkId === linkId && same(one.value, value))));
        tell({ is: 'saved', saved, linkIds: given.map((one) => one.linkId) });
      } catch (error) {
        if (fail(error, given) === 'stop') return false;
      }
    }
  }

  async function flush(): Promise<boolean> {
    held.clear();
    if (running) {
      const good = await running;
      return good && Object.keys(read()).length > 0 ? flush() : good;
    }
    cancel();
    running = run().finally(() => { running = undefined; });
    return running;
  }

  return {
    give(linkId, value, typing = false) {
      if (typing) held.add(linkId);
      else held.delete(linkId);
      write({ ...read(), [linkId]: value });
    },
    flush,
    stop() {
      stopped = true;
      cancel();
    },
  };
}
