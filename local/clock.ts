/** The platform's time: one number in shared memory, read by the gateway and by every worker, so that moving it moves them all at once. */

export interface Clock {
  /** What the workers read; see `readShared`. */
  readonly shared: SharedArrayBuffer;
  /** ms UTC. */
  now(): number;
  /** Stands still? */
  frozen(): boolean;
  /** Is it the machine's own time, never moved? */
  real(): boolean;
  /** Goes to an instant; a frozen clock stays frozen there, a running one runs on from it. */
  moveTo(ms: number): void;
  /** Back to where it was opened. */
  reset(): void;
}

/**
 * One 64-bit cell, so that a reader never sees half a change: the lowest bit says "frozen", the rest is the instant (frozen) or the distance to the machine's time (running).
 * `machineNow` is the machine's own `Date.now`, which in a worker is not the global one.
 */
export function readShared(cell: BigInt64Array, machineNow: () => number): number {
  const value = Atomics.load(cell, 0);
  const number = Number(value >> 1n);
  return (value & 1n) === 1n ? number : machineNow() + number;
}

/** Without `at` the machine's own time. */
export function openClock({ at, frozen = false }: { at?: number; frozen?: boolean } = {}): Clock {
  const shared = new SharedArrayBuffer(8);
  const cell = new BigInt64Array(shared);
  const write = (value: number, freeze: boolean): void => void Atomics.store(cell, 0, (BigInt(Math.trunc(value)) << 1n) | (freeze ? 1n : 0n));
  const reset = (): void => (frozen ? write(at ?? Date.now(), true) : write(at === undefined ? 0 : at - Date.now(), false));
  reset();
  return {
    shared,
    now: () => readShared(cell, Date.now),
    frozen: () => frozen,
    real: () => Atomics.load(cell, 0) === 0n,
    moveTo: (ms) => (frozen ? write(ms, true) : write(ms - Date.now(), false)),
    reset,
  };
}

/** An instant as people here read it: `2026-11-21 周六 09:00` in Shanghai. */
export function inWords(ms: number): string {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit', weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
      .formatToParts(ms).map((part) => [part.type, part.value]),
  );
  return `${parts.year}-${parts.month}-${parts.day} ${parts.weekday} ${parts.hour}:${parts.minute}`;
}
