/** The number of a stay, as engines put 住院号 and 住院次数 into one identifier: `2026001000_1`, `2026001000-2`. */
import { halfWidth, readIdentifier } from './cell';

/** An identifier without spaces and in half width; undefined where there is none or it is longer than the register holds (64). */
export function identifierOf(text: string): string | undefined {
  const read = readIdentifier(text);
  return 'value' in read && read.value !== '' ? read.value : undefined;
}

/**
 * A tail of one or two digits after the last `_` or `-` is 住院次数, where what stands before is a number of its own (three digits or more): `ZY2026-000123` has no such tail.
 * `visitTimes` is '' where the number has no tail.
 */
export function splitVisit(text: string): { inpatientNo: string; visitTimes: string } {
  const value = halfWidth(text).replace(/\s+/g, '');
  const cut = Math.max(value.lastIndexOf('_'), value.lastIndexOf('-'));
  const tail = cut < 0 ? '' : value.slice(cut + 1);
  const head = value.slice(0, Math.max(cut, 0));
  const counts = /^\d{1,2}$/.test(tail) && Number(tail) > 0 && (head.match(/\d/g)?.length ?? 0) >= 3;
  return counts ? { inpatientNo: head, visitTimes: String(Number(tail)) } : { inpatientNo: value, visitTimes: '' };
}
