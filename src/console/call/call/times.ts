/** Times that a nurse can offer for the next call with one key. */
import { addDays, callingHours, dayOf, instantAt, within } from '../../../../cloudfunctions/kit/calendar';

/** Times that people name, by wall clock. */
const usual = ['09:30', '10:30', '11:30', '14:30', '15:30', '16:30', '17:30', '18:30'] as const;
/** At least this long from now, ms: nobody agrees on "in five minutes". */
export const least = 20 * 60_000;

/** The next usual times in calling hours, the first nine of them. */
export function suggestedTimes(now: number): number[] {
  const days = [0, 1, 2].map((n) => addDays(dayOf(now), n));
  return days.flatMap((day) => usual.map((time) => instantAt(day, time))).filter((at) => at >= now + least && within(at, callingHours)).slice(0, 9);
}
