/** Counting in working days, as both clocks do. */
import { addDays, workday } from '../../../cloudfunctions/kit/calendar';

/** Working days after `from` up to and with `to`; 0 where `to` is not later. Days as YYYY-MM-DD. */
export function workdaysBetween(from: string, to: string): number {
  let n = 0;
  for (let at = from; at < to;) {
    at = addDays(at, 1);
    if (workday(at).work) n += 1;
  }
  return n;
}
