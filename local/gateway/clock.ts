/** The clock page's address: shows, jumps (in the background, with progress), pauses. */
import type { Clock } from '../clock';
import type { Timers } from '../timers/timers';
import { clockPage, type Travel } from './pages/clock';
import { page, seeOther, type Door } from './http';

const hour = 3_600_000;
const day = 24 * hour;
/** The hospital's zone, UTC+8 without summer time. */
const zone = 8 * hour;

/** Where a form of the clock page wants to go, ms UTC; undefined when it is not in the future or makes no sense. */
export function targetOf(form: URLSearchParams, now: number): number | undefined {
  const by = form.get('by');
  if (by === '1h') return now + hour;
  if (by === '1d') return now + day;
  if (by === '9') {
    const nine = Math.floor((now + zone) / day) * day + 9 * hour - zone;
    return nine > now ? nine : nine + day;
  }
  const local = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.exec(form.get('to') ?? '')?.[0];
  const target = local === undefined ? NaN : Date.parse(`${local}${local.length === 16 ? ':00' : ''}+08:00`);
  return target > now ? target : undefined;
}

export function clockDoor(clock: Clock, timers: Timers, failed: (error: unknown) => void): Door {
  let travel: Travel | undefined;
  return async ({ method, read }) => {
    if (method === 'POST') {
      const form = new URLSearchParams((await read(10_000)).toString('utf8'));
      const pause = form.get('pause');
      if (pause !== null) timers.pause(pause === 'yes');
      const target = pause === null ? targetOf(form, clock.now()) : undefined;
      if (target !== undefined && !travel) {
        const going: Travel = { from: clock.now(), target, fired: 0 };
        travel = going;
        timers.advance(target, () => { going.fired += 1; }).catch(failed).finally(() => { travel = undefined; });
      }
      return seeOther('/clock');
    }
    return page(clockPage({ now: clock.now(), real: clock.real(), paused: timers.paused(), timers: timers.states(), history: timers.history().slice(0, 50), travel }));
  };
}
