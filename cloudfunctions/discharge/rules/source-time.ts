/** Points in time as hospital engines write them (HL7 TS/DTM, FHIR dateTime and instant, plain ISO) → ms and the hospital's wall time. */
import { dayOf, instantAt, isDay, timeOf } from '../../kit/calendar';

/** `wall` is what readCells takes: `2026-11-18 13:40`, or a day alone where the source gives no hour. */
export interface SourceTime { at: number; wall: string }

const hl7 = /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:\.(\d{1,9}))?)?)?)?(Z|[+-]\d{4})?$/;
const iso = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** Minutes east of UTC; undefined where the text is no zone that exists (−14:00 … +14:00). */
function zoneMinutes(text: string): number | undefined {
  if (text === 'Z') return 0;
  const [, sign, h, m] = /^([+-])(\d\d):?(\d\d)$/.exec(text) ?? [];
  const minutes = Number(h) * 60 + Number(m);
  return sign && Number(m) < 60 && minutes <= 840 ? (sign === '-' ? -minutes : minutes) : undefined;
}

/**
 * undefined for what is no time, or none that exists: the caller hands the text on as it is, and readCells says what is wrong with it.
 * Without a zone the hospital's counts (`zone`, MSH-7 may name another). Hospitals in China keep Asia/Shanghai, which has had no summer time since 1992. A day alone is never moved by a zone.
 */
export function readSourceTime(text: string, zone = '+0800'): SourceTime | undefined {
  const parts = text.length > 40 ? null : hl7.exec(text.trim()) ?? iso.exec(text.trim());
  if (!parts) return undefined;
  const [, y, mo, d, h, mi = '00', s = '00', fraction = '0', own] = parts;
  const day = `${y}-${mo}-${d}`;
  if (!isDay(day)) return undefined;
  if (h === undefined) return { at: instantAt(day), wall: day };
  const minutes = zoneMinutes(own ?? zone) ?? zoneMinutes('+0800')!;
  if (Number(h) > 23 || Number(mi) > 59 || Number(s) > 60 || (own && zoneMinutes(own) === undefined)) return undefined;
  // A leap second counts as the second before it.
  const at = Date.parse(`${day}T${h}:${mi}:${s === '60' ? '59' : s}Z`) + Math.trunc(Number(`0.${fraction}`) * 1000) - minutes * 60_000;
  return { at, wall: `${dayOf(at)} ${timeOf(at)}` };
}

/** The wall time for a cell, or the text itself where it cannot be read. */
export const wallOf = (text: string, zone?: string): string => readSourceTime(text, zone)?.wall ?? text;

/** The source's own time of a saying; null where it gives none that the register can hold. */
export function sayingTime(texts: readonly (string | undefined)[], zone?: string): number | null {
  for (const text of texts) {
    const at = text ? readSourceTime(text, zone)?.at : undefined;
    if (at !== undefined && at >= 0) return at;
  }
  return null;
}
