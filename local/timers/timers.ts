/**
 * The timers of the deployed functions. On a running clock each fires at its times; on a moved clock `advance` fires all that are due on the way, in order, each at its own
 * instant. When a timer last fired is kept on disk: after a standstill it fires once, and what it missed is the product's to look back for.
 */
import { existsSync, readFileSync } from 'node:fs';
import type { Clock } from '../clock';
import { saveFile } from '../files';
import type { DeployedFunction, Trigger } from '../functions/catalogue';
import { readCron } from './cron';

export interface FiredTimer {
  function: string;
  /** The trigger's name. */
  name: string;
  /** ISO instant at which it fired. */
  at: string;
  /** What the function returned. */
  result?: unknown;
  /** Why it did not return. */
  error?: { code: string; message: string };
}
export interface TimerState { function: string; name: string; cron: string; last: number; next: number | undefined }

export interface Timers {
  /** Fires by itself from now on (a frozen clock does not). */
  start(): void;
  stop(): void;
  /** Moves the clock to `target` through everything that is due on the way. `onFire` hears of each. */
  advance(target: number, onFire?: (fired: FiredTimer) => void): Promise<FiredTimer[]>;
  /** Moves the clock, forwards or back, and fires nothing; the next look is from there. */
  jump(target: number): void;
  /** As `jump`, to where the clock was opened. */
  rewind(): void;
  /** Fires a function's timer now, whatever its time: once, several times, all at the same moment. */
  fire(functionName: string, options?: { times?: number; together?: boolean }): Promise<FiredTimer[]>;
  /** While paused nothing fires and nothing is noted as fired; afterwards each overdue timer fires once. */
  pause(paused: boolean): void;
  paused(): boolean;
  /** The latest firings, newest first. */
  history(): FiredTimer[];
  states(): TimerState[];
  reset(): void;
}

export interface TimersOptions {
  functions: Iterable<DeployedFunction>;
  clock: Clock;
  /** Where the last firings are kept; without it they are not. */
  file: string | undefined;
  run(functionName: string, event: Record<string, unknown>): Promise<unknown>;
}

interface Entry extends Trigger { function: string; key: string; schedule(ms: number): number | undefined; last: number; next: number | undefined; running: number }
interface Saved { last: Record<string, number>; clock?: number }

/** The machine may sleep or its time be corrected: look at least this often, ms. */
const longestSleep = 30_000;
/** A timer whose earlier runs are still going waits with the next, so that a slow one does not pile up. */
const mostRunning = 2;
const keptHistory = 200;

export function openTimers({ functions, clock, file, run }: TimersOptions): Timers {
  const saved: Saved = file && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Saved) : { last: {} };
  // A clock that was put back must not silence a timer until its old future.
  const entries: Entry[] = [...functions].flatMap((deployed) => deployed.triggers.map((trigger) => {
    const key = `${deployed.name}/${trigger.name}`;
    const schedule = readCron(trigger.cron);
    const last = Math.min(saved.last[key] ?? clock.now(), clock.now());
    return { ...trigger, function: deployed.name, key, schedule, running: 0, last, next: schedule(last) };
  }));
  let history: FiredTimer[] = [];
  let isPaused = false;
  let alarm: NodeJS.Timeout | undefined;
  let started = false;

  const looked = (entry: Entry, at: number): void => {
    entry.last = at;
    entry.next = entry.schedule(at);
  };
  const save = (flush: boolean): void => {
    if (!file) return;
    const state: Saved = { last: Object.fromEntries(entries.map(({ key, last }) => [key, last])), ...(!clock.real() && { clock: clock.now() - Date.now() }) };
    saveFile(file, JSON.stringify(state), { flush });
  };

  async function fireOnce(entry: Entry): Promise<FiredTimer> {
    const at = new Date(clock.now()).toISOString();
    looked(entry, clock.now());
    entry.running += 1;
    const fired: FiredTimer = { function: entry.function, name: entry.name, at };
    try {
      fired.result = await run(entry.function, { Type: 'Timer', TriggerName: entry.name, Time: at, Message: '' });
    } catch (error) {
      const { code, message } = error as { code?: unknown; message?: unknown };
      fired.error = { code: String(code ?? 'SYS_ERR'), message: String(message ?? error) };
    } finally {
      entry.running -= 1;
    }
    history = [fired, ...history].slice(0, keptHistory);
    return fired;
  }

  /** The timer that is due first, and when: overdue ones now. */
  function earliest(): { entry: Entry; at: number } | undefined {
    let found: { entry: Entry; at: number } | undefined;
    const now = clock.now();
    for (const entry of entries) {
      if (entry.next === undefined) continue;
      const at = Math.max(entry.next, now);
      if (!found || at < found.at) found = { entry, at };
    }
    return found;
  }

  function plan(): void {
    clearTimeout(alarm);
    if (!started || clock.frozen() || isPaused) return;
    const soonest = earliest();
    const wait = soonest ? Math.min(Math.max(soonest.at - clock.now(), 0), longestSleep) : longestSleep;
    alarm = setTimeout(ring, wait);
  }

  function ring(): void {
    const due = entries.filter((entry) => (entry.next ?? Infinity) <= clock.now());
    for (const entry of due) {
      if (entry.running < mostRunning) void fireOnce(entry);
      else looked(entry, clock.now());
    }
    if (due.length > 0) save(true);
    plan();
  }

  /** The clock was put somewhere: every timer looks from there. */
  function landed(): void {
    for (const entry of entries) looked(entry, clock.now());
    save(true);
    plan();
  }

  return {
    start() {
      started = true;
      plan();
    },
    stop() {
      started = false;
      clearTimeout(alarm);
    },
    async advance(target, onFire) {
      clearTimeout(alarm);
      const fired: FiredTimer[] = [];
      try {
        for (let next = isPaused ? undefined : earliest(); next && next.at <= target; next = isPaused ? undefined : earliest()) {
          clock.moveTo(Math.max(next.at, clock.now()));
          const one = await fireOnce(next.entry);
          fired.push(one);
          onFire?.(one);
          save(false);
        }
        if (target > clock.now()) clock.moveTo(target);
        return fired;
      } finally {
        save(true);
        plan();
      }
    },
    jump(target) {
      clock.moveTo(target);
      landed();
    },
    rewind() {
      clock.reset();
      landed();
    },
    async fire(functionName, { times = 1, together = false } = {}) {
      const entry = entries.find((one) => one.function === functionName);
      if (!entry) throw new Error(`${functionName} has no timer`);
      if (together) return Promise.all(Array.from({ length: times }, () => fireOnce(entry)));
      const fired: FiredTimer[] = [];
      for (let n = 0; n < times; n += 1) fired.push(await fireOnce(entry));
      return fired;
    },
    pause(paused) {
      isPaused = paused;
      plan();
    },
    paused: () => isPaused,
    history: () => history,
    states: () => entries.map(({ function: name, name: trigger, cron, last, next }) => ({ function: name, name: trigger, cron, last, next })),
    reset() {
      history = [];
      isPaused = false;
      landed();
    },
  };
}

/** By how much the clock of a data folder was moved in an earlier life, ms; undefined when it runs on the machine's time. */
export function savedOffset(file: string): number | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Saved).clock : undefined;
}
