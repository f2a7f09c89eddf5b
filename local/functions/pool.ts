/**
 * Functions on one machine: worker threads, two per function at most, one call at a time in each, further calls queued (the cloud would start more instances).
 * A breach of time or memory ends the worker and the call with the platform's error; the next call finds a new worker.
 */
import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { WireError } from '../errors';
import type { DeployedFunction } from './catalogue';
import { callContext, workerVariables, type CallSource } from './environment';

export interface WorkerSetup { file: string; clock: SharedArrayBuffer }
export interface ToWorker { id: number; event: string; context: string }
export type FromWorker = { kind: 'ready' } | { kind: 'broken'; message: string } | { kind: 'done'; id: number; result: string } | { kind: 'failed'; id: number; message: string };

export interface PoolOptions {
  /** The bundled worker.ts. */
  workerFile: string;
  clock: SharedArrayBuffer;
  /** The gateway's address. */
  url(): string;
  /** Variables of the product. */
  variables(): Record<string, string>;
  /** One line that a function wrote. */
  log(functionName: string, line: string): void;
}

export interface Pool {
  /** Runs a function with an event as JSON text; the result is JSON text. Throws WireError with the platform's code. */
  invoke(deployed: DeployedFunction, event: string, source: CallSource): Promise<string>;
  /** Which function's worker holds these credentials. */
  functionOf(session: string): DeployedFunction | undefined;
  /** Ends all workers: what they remember is forgotten, and the next call starts anew. */
  recycle(): Promise<void>;
  /** Ends all workers now. */
  close(): Promise<void>;
}

/** Sync event and response: 6 MB each. */
const mostBytes = 6 * 1024 * 1024;
const mostWorkers = 2;
/** What Node itself needs of an instance's memory; the rest is the function's heap. MB. */
const ownMemory = 48;
/** An idle worker is kept this long, ms. */
const idleFor = 5 * 60_000;

interface Job { deployed: DeployedFunction; call: ToWorker; done(result: string): void; failed(error: Error): void }
interface Member { worker: Worker; session: string; job?: Job; timer?: NodeJS.Timeout; ready: boolean; ended: boolean }
interface Crew { members: Member[]; queue: Job[] }

export function openPool(options: PoolOptions): Pool {
  const crews = new Map<string, Crew>();
  const sessions = new Map<string, DeployedFunction>();
  let counter = 0;
  let closed = false;

  const crewOf = (name: string): Crew => {
    const crew = crews.get(name) ?? { members: [], queue: [] };
    crews.set(name, crew);
    return crew;
  };

  function end(crew: Crew, member: Member, error?: Error): Promise<number> {
    clearTimeout(member.timer);
    member.ended = true;
    crew.members = crew.members.filter((other) => other !== member);
    sessions.delete(member.session);
    const { job } = member;
    member.job = undefined;
    if (job) job.failed(error ?? new WireError('FUNCTIONS_EXECUTE_FAIL', 'the instance was ended'));
    return member.worker.terminate();
  }

  function finish(crew: Crew, member: Member, settle: (job: Job) => void): void {
    clearTimeout(member.timer);
    const { job } = member;
    member.job = undefined;
    if (job) settle(job);
    member.timer = setTimeout(() => void end(crew, member), idleFor).unref();
    next(crew);
  }

  function begin(member: Member, crew: Crew): void {
    const job = member.job;
    if (!job || !member.ready) return;
    member.worker.postMessage(job.call);
    member.timer = setTimeout(() => {
      void end(crew, member, new WireError('FUNCTIONS_TIME_LIMIT_EXCEEDED', `Invoking task timed out after ${job.deployed.timeout} seconds`));
      next(crew);
    }, job.deployed.timeout * 1000);
  }

  function start(deployed: DeployedFunction, crew: Crew): Member {
    const session = randomUUID();
    const worker = new Worker(options.workerFile, {
      name: deployed.name,
      workerData: { file: deployed.file, clock: options.clock } satisfies WorkerSetup,
      env: workerVariables(deployed, options.url(), session, options.variables()),
      resourceLimits: { maxOldGenerationSizeMb: Math.max(16, deployed.memory - ownMemory) },
      stdout: true, stderr: true,
    });
    const member: Member = { worker, session, ready: false, ended: false };
    crew.members.push(member);
    sessions.set(session, deployed);
    byLine(worker.stdout, (line) => options.log(deployed.name, line));
    byLine(worker.stderr, (line) => options.log(deployed.name, line));
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'ready') {
        member.ready = true;
        begin(member, crew);
      } else if (message.kind === 'broken') {
        void end(crew, member, new WireError('FUNCTIONS_EXECUTE_FAIL', message.message));
        next(crew);
      } else if (message.kind === 'failed') {
        finish(crew, member, (job) => job.failed(new WireError('FUNCTIONS_EXECUTE_FAIL', message.message)));
      } else if (message.result.length > mostBytes || Buffer.byteLength(message.result) > mostBytes) {
        finish(crew, member, (job) => job.failed(new WireError('FUNCTIONS_EXECUTE_FAIL', 'The size of response exceeds the upper limit (6MB)')));
      } else {
        finish(crew, member, (job) => job.done(message.result));
      }
    });
    const lost = (error: Error): void => {
      if (member.ended) return;
      void end(crew, member, error);
      next(crew);
    };
    worker.on('error', (error: NodeJS.ErrnoException) => lost(
      error.code === 'ERR_WORKER_OUT_OF_MEMORY'
        ? new WireError('FUNCTIONS_MEMORY_LIMIT_EXCEEDED', `Function ${deployed.name} exceeded its memory of ${deployed.memory} MB`)
        : new WireError('FUNCTIONS_EXECUTE_FAIL', JSON.stringify({ errorCode: 1, errorMessage: 'user code exception caught', stackTrace: String(error.stack ?? error) })),
    ));
    worker.on('exit', (code) => lost(new WireError('FUNCTIONS_EXECUTE_FAIL', `process exited before completing request, code ${code}`)));
    return member;
  }

  function next(crew: Crew): void {
    if (closed) return;
    const job = crew.queue[0];
    if (!job) return;
    const member = crew.members.find((one) => one.job === undefined) ?? (crew.members.length < mostWorkers ? start(job.deployed, crew) : undefined);
    if (!member) return;
    crew.queue.shift();
    clearTimeout(member.timer);
    member.job = job;
    begin(member, crew);
    next(crew);
  }

  async function endAll(): Promise<void> {
    const error = new WireError('FUNCTIONS_EXECUTE_FAIL', 'the platform is closing');
    await Promise.all([...crews.values()].flatMap((crew) => {
      crew.queue.splice(0).forEach((job) => job.failed(error));
      return [...crew.members].map((member) => end(crew, member, error));
    }));
  }

  return {
    invoke(deployed, event, source) {
      if (closed) return Promise.reject(new WireError('SYS_ERR', 'the platform is closed'));
      if (event.length > mostBytes || Buffer.byteLength(event) > mostBytes) {
        return Promise.reject(new WireError('EXCEED_REQUEST_SIZE_LIMIT', 'The size of the event exceeds the upper limit (6MB)'));
      }
      return new Promise((done, failed) => {
        const crew = crewOf(deployed.name);
        crew.queue.push({ deployed, call: { id: counter++, event, context: JSON.stringify(callContext(deployed, source)) }, done, failed });
        next(crew);
      });
    },
    functionOf: (session) => sessions.get(session),
    recycle: endAll,
    async close() {
      closed = true;
      await endAll();
    },
  };
}

function byLine(stream: NodeJS.ReadableStream, take: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(take);
  });
  stream.on('end', () => {
    if (rest !== '') take(rest);
  });
}
