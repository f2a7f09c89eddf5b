/**
 * Inside a worker thread: one function, loaded as deployed, one call at a time. The platform's time is put in place before the function is read, so that everything
 * it loads sees it.
 */
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { readShared } from '../clock';
import type { ToWorker, FromWorker, WorkerSetup } from './pool';

type Main = (event: unknown, context: unknown) => unknown;

const setup = workerData as WorkerSetup;
const port = parentPort!;
const MachineDate = Date;
const machineNow = MachineDate.now;
const cell = new BigInt64Array(setup.clock);
const now = (): number => readShared(cell, machineNow);

/** The machine's Date with the platform's "now". What another realm or a library made with the real one still counts as a Date. */
class PlatformDate extends MachineDate {
  constructor(...given: unknown[]) {
    super(...((given.length === 0 ? [now()] : given) as [number]));
  }
  static override now(): number {
    return now();
  }
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof MachineDate;
  }
}
globalThis.Date = PlatformDate as DateConstructor;

const reply = (message: FromWorker): void => port.postMessage(message);

/** The platform's own message for a user error: a JSON text with the stack. */
function describe(error: unknown): string {
  const e = error as { message?: unknown; stack?: unknown; code?: unknown };
  return JSON.stringify({ errorCode: 1, errorMessage: 'user code exception caught', stackTrace: String(e?.stack ?? e?.message ?? error) });
}

let main: Main | undefined;
try {
  const loaded = createRequire(setup.file)(setup.file) as { main?: unknown };
  if (typeof loaded.main !== 'function') throw new Error('index.js exports no function "main"');
  main = loaded.main as Main;
  reply({ kind: 'ready' });
} catch (error) {
  reply({ kind: 'broken', message: describe(error) });
}

port.on('message', (call: ToWorker) => void run(call));

async function run({ id, event, context }: ToWorker): Promise<void> {
  try {
    const result: unknown = await main!(event === '' ? {} : JSON.parse(event), JSON.parse(context));
    // What is not JSON (undefined, a function) arrives as null.
    reply({ kind: 'done', id, result: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    reply({ kind: 'failed', id, message: describe(error) });
  }
}
