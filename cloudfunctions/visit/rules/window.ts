/** The discharge order's window for coming back, read from what the hospital wrote. */
import { addDays, daysBetween, isDay } from '../../kit/calendar';
import type { Window } from '../contract';
import numbers from '../data/visit.json';

/** "14±3天", "2±1周", as in instructions; several spellings of the sign, full-width digits by NFKC. Days after an operation (术后) are not days after discharge: left alone. */
const written = /(术后[^，。；,;.]{0,6})?(?<!\d)(\d{1,3})\s*(?:±|\+\/-|\+-|士)\s*(\d{1,2})\s*(天|日|周)/gu;

/**
 * From and to are included. The instruction's own tolerance wins; a named day gets ±3 (product default: data/visit.json); else there is no window and every place is as good as another.
 * More than a year, a tolerance as large as the distance, or a day that does not exist are no orders.
 */
export function orderWindow({ dischargeDay, revisitDay, instruction }: { dischargeDay: string; revisitDay: string | null; instruction: string }): Window | null {
  for (const [, after, count, spread, unit] of instruction.normalize('NFKC').matchAll(written)) {
    const scale = unit === '周' ? 7 : 1;
    const [distance, tolerance] = [Number(count) * scale, Number(spread) * scale];
    if (after || distance < 1 || distance > 365 || tolerance >= distance) continue;
    const best = addDays(dischargeDay, distance);
    return { from: addDays(best, -tolerance), best, to: addDays(best, tolerance), source: 'instruction' };
  }
  if (revisitDay === null || !isDay(revisitDay) || revisitDay <= dischargeDay) return null;
  const from = addDays(revisitDay, -Math.min(numbers.revisitTolerance, daysBetween(dischargeDay, revisitDay) - 1));
  return { from, best: revisitDay, to: addDays(revisitDay, numbers.revisitTolerance), source: 'revisit_day' };
}

/** Where there is no window, every day is inside. */
export const isInWindow = (window: Pick<Window, 'from' | 'to'> | null, day: string): boolean => window === null || (window.from <= day && day <= window.to);

/** At most `count` of these places, best first: inside the window, nearest to its best day, earlier in the day. Without a window none is better than another: none. */
export function suggest<S extends { slotId: string; start: number; inWindow: boolean }>(places: readonly S[], window: Window | null, dayOfPlace: (place: S) => string, count = 3): string[] {
  if (!window) return [];
  const far = (place: S): number => Math.abs(daysBetween(window.best, dayOfPlace(place)));
  const inside = places.filter((place) => place.inWindow).sort((a, b) => far(a) - far(b) || a.start - b.start || (a.slotId < b.slotId ? -1 : 1));
  // Three days to choose from say more than three half hours of one morning; those follow where there are no other days.
  const firstOfDay = inside.filter((place, n) => inside.findIndex((other) => dayOfPlace(other) === dayOfPlace(place)) === n);
  return [...firstOfDay, ...inside.filter((place) => !firstOfDay.includes(place))].slice(0, count).map((place) => place.slotId);
}
