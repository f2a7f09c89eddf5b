/** A month of birth as people write it. */
import { dayOf } from '../../text/time';

/** `YYYY-MM` of 195605, 1956-5, 1956.05, 1956年5月; undefined for anything else, for months that do not exist, and for the time to come (`now`: ms UTC). */
export function readMonth(written: string, now: number): string | undefined {
  const found = /^\s*((?:19|20)\d{2})\s*[-/.年 ]?\s*(0?[1-9]|1[0-2])\s*月?\s*$/.exec(written);
  if (!found?.[1] || !found[2]) return undefined;
  const month = `${found[1]}-${found[2].padStart(2, '0')}`;
  return month <= dayOf(now).slice(0, 7) ? month : undefined;
}

/** As it is typed: 195605. */
export const writeMonth = (month: string): string => month.replace('-', '');
