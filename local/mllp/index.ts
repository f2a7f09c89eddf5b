/**
 * A listener for HL7 v2 over MLLP, as interface engines speak it. One message of a connection is on its way at a time, in order; the next is read when it is answered, so a fast sender waits in the
 * network and not in memory. An answer comes only from the function, after what was sent is durable; where none comes, AR: send it again.
 */
import { createServer, type Socket } from 'node:net';
import type { Delivered } from './deliver';
import { framed, openFrames } from './frames';
import { refusalOf } from './refusal';

export interface MllpLimits {
  /** Bytes of a message. */
  message: number;
  connections: number;
  /** ms without a byte until a connection is closed; engines open a new one. */
  idle: number;
  /** ms from the first byte of a message to its last, and of an answer until the sender has taken it. */
  frame: number;
}
/** Product defaults. A message: as much as the product reads of one; a real one has a few thousand bytes. */
export const usualLimits: MllpLimits = { message: 1024 * 1024, connections: 64, idle: 60 * 60_000, frame: 60_000 };

export interface MllpOptions {
  /** 2575 is the port registered for HL7 (IANA); 0 for any free one. */
  port: number;
  /** Usual: this machine only. */
  host?: string;
  /** Never rejects. */
  deliver(message: Buffer): Promise<Delivered>;
  now(): number;
  /** Numbers and codes, never what a message says. */
  log(line: string): void;
  limits?: Partial<MllpLimits>;
}
export interface Mllp {
  readonly port: number;
  /** No new connections and messages; what is on its way is answered first. */
  close(): Promise<void>;
}

interface Connection { socket: Socket; busy: boolean; done: Promise<void> }

/** Rejects with the system's error (EADDRINUSE …) when the port cannot be had. */
export async function listenMllp({ port, host = '127.0.0.1', deliver, now, log, limits }: MllpOptions): Promise<Mllp> {
  const most = { ...usualLimits, ...limits };
  const connections = new Set<Connection>();
  let closing = false;
  let count = 0;

  async function converse(socket: Socket, name: string, connection: { busy: boolean }): Promise<void> {
    const frames = openFrames(most.message);
    const answers = new Map<string, number>();
    let deadline: { of: number; timer: NodeJS.Timeout } | undefined;
    let why = 'closed';
    socket.setTimeout(most.idle, () => {
      if (connection.busy) return;
      why = 'idle for too long';
      socket.destroy();
    });
    try {
      for await (const chunk of socket as AsyncIterable<Buffer>) {
        for (const frame of frames.push(chunk)) {
          if (closing) return;
          clearTimeout(deadline?.timer);
          deadline = undefined;
          connection.busy = true;
          const began = performance.now();
          const delivered: Delivered = frame.tooBig ? { failed: `larger than ${most.message} bytes` } : await deliver(frame.bytes);
          const ack = 'failed' in delivered ? refusalOf(frame.bytes, `not taken, ${frame.tooBig ? delivered.failed : 'send it again'}`, now()) : delivered.ack;
          const code = ack ? codeOf(ack) : 'no answer wanted';
          answers.set(code, (answers.get(code) ?? 0) + 1);
          if (code !== 'AA' && code !== 'CA') log(`mllp ${name}: ${code}${'failed' in delivered ? ` (${delivered.failed})` : ''}, ${frame.bytes.length} bytes, ${Math.round(performance.now() - began)} ms`);
          if (ack) await answer(socket, ack, most.frame);
          connection.busy = false;
        }
        if (closing) return;
        // From its first byte to its last: a slow sender may not hold a place for ever.
        const open = frames.open();
        if (deadline?.of === open) continue;
        clearTimeout(deadline?.timer);
        deadline = open === 0 ? undefined : { of: open, timer: setTimeout(() => {
          why = 'a message was not ended in time';
          socket.destroy();
        }, most.frame) };
      }
    } catch (error) {
      if (why === 'closed') why = (error as NodeJS.ErrnoException).code ?? 'cut off';
    } finally {
      clearTimeout(deadline?.timer);
      connection.busy = false;
      if (frames.skipped() > 0) log(`mllp ${name}: ${frames.skipped()} bytes stood outside of a frame`);
      log(`mllp ${name}: ${closing ? 'stopped' : why}; ${[...answers].map(([code, times]) => `${times} ${code}`).join(', ') || 'no messages'}${frames.open() ? ', one cut off' : ''}`);
    }
  }

  // A sender that has said everything may close its side and still gets its answer.
  const server = createServer({ allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 }, (socket) => {
    const name = `connection ${(count += 1)}`;
    // Told by the loop that reads.
    socket.on('error', () => undefined);
    log(`mllp ${name}: from ${socket.remoteAddress ?? '?'}`);
    const connection: Connection = { socket, busy: false, done: Promise.resolve() };
    connections.add(connection);
    connection.done = converse(socket, name, connection).then(() => {
      socket.end();
      socket.destroySoon();
      connections.delete(connection);
    });
  });
  server.maxConnections = most.connections;
  server.on('drop', () => log(`mllp: more than ${most.connections} connections, one refused`));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    async close() {
      closing = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const { socket, busy } of connections) if (!busy) socket.destroy();
      await Promise.all([...connections].map(({ done }) => done));
      await closed;
    },
  };
}

/** Resolves when the answer has left, or never can. */
function answer(socket: Socket, ack: Buffer, most: number): Promise<void> {
  return new Promise((resolve) => {
    if (!socket.writable) return resolve();
    const late = setTimeout(() => socket.destroy(), most);
    socket.write(framed(ack), () => {
      clearTimeout(late);
      resolve();
    });
  });
}

/** MSA-1 for the log. */
const codeOf = (ack: Buffer): string => /[\r\n]MSA[!-/:-@[-`{-~]([A-Z]{2})/.exec(ack.toString('latin1'))?.[1] ?? '??';
