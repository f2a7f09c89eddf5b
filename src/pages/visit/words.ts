/** Visits in words. */
import roles from '../../../cloudfunctions/call/data/duty.json';
import type { SafetyCard } from '../../../cloudfunctions/call/contract/safety';
import type { Appointment, Place, Reminders, Window } from '../../../cloudfunctions/visit/contract';
import type { CloudError } from '../../cloud/error';
import { dateWords, dayOf, dayWords, startOf } from '../../text/time';
import type { visitText } from '../../text/visit';
import type { Language } from '../../text/wording';

type Words = (typeof visitText)['zh'];
const minute = 60_000;
const day = 24 * 60 * minute;

/** How far away a visit is: 还有 11 天 · 明天 · 今天，还有约 3 小时. */
export function leftWords(start: number, end: number, now: number, t: Words): string {
  if (now > end) return t.gone;
  if (now >= start) return t.nowVisit;
  const days = Math.round((startOf(dayOf(start)) - startOf(dayOf(now))) / day);
  if (days > 1) return t.inDays(days);
  if (days === 1) return t.tomorrow;
  const minutes = Math.max(1, Math.floor((start - now) / minute));
  return minutes < 60 ? t.inMinutes(minutes) : t.inHours(Math.floor(minutes / 60));
}

/** 12月2日 周三 · 11月21日 明天: a day by its date, and how near it is. */
export function fullDayWords(on: string, now: number, language: Language): string {
  const [date, near] = [dateWords(on, language), dayWords(startOf(on), now, language)];
  return near.includes(date) ? near : `${date} ${near}`;
}

/** 医嘱建议 12月2日前后 3 天; said to be over when its last day has gone. */
export function windowWords({ from, best, to }: Window, now: number, t: Words, language: Language): string {
  if (to < dayOf(now)) return t.windowOver;
  const away = (other: string) => Math.round(Math.abs(startOf(other) - startOf(best)) / day);
  return t.window(dateWords(best, language), Math.max(away(from), away(to)));
}

/** 王医生 主任医师, or 普通门诊 where nobody is named. */
export const doctorWords = ({ practitioner, title }: { practitioner: string; title: string }, t: Words): string => (practitioner === '' ? t.general : t.doctor(practitioner, title));

/** 骨科 · 王医生 主任医师 · 门诊楼 3 层 6 诊室; what may not be said is left out. */
export function whereWords(visit: Pick<Appointment, 'departmentName' | 'practitioner' | 'title' | 'place'>, t: Words): string {
  const known = visit.departmentName !== '' || visit.place !== '';
  return [visit.departmentName, known ? doctorWords(visit, t) : '', visit.place].filter((word) => word !== '').join(' · ');
}

/** What a refusal means here; the general sentence otherwise. */
export function refusalWords(error: CloudError, t: Words): string {
  if (error.code === 'CONFLICT' || error.code === 'GONE' || error.code === 'NOT_NOW') {
    const known: Readonly<Record<string, string>> = t.error;
    return known[error.reason ?? ''] ?? error.message;
  }
  return error.message;
}

/** Who rings after 病情加重: a name, else the role in Chinese, which the safety page says in the reader's language. */
export const ringer = ({ who, whoKey }: Pick<SafetyCard, 'who' | 'whoKey'>): string => who || (whoKey === '' ? '' : roles[whoKey].zh);

/** The four ways to be reminded, as people choose among them. */
export const reminderKeys = ['both', 'dayBefore', 'morning', 'none'] as const;
export type ReminderKey = (typeof reminderKeys)[number];
export const reminderKey = ({ dayBefore, morning }: Reminders): ReminderKey => (dayBefore && morning ? 'both' : dayBefore ? 'dayBefore' : morning ? 'morning' : 'none');
export const remindersOf = (key: ReminderKey): Reminders => ({ dayBefore: key === 'both' || key === 'dayBefore', morning: key === 'both' || key === 'morning' });

/** What comes before the visit, after it was booked. */
export function remindWords({ sensitive }: Pick<Appointment, 'sensitive'>, reminders: Reminders, t: Words): string {
  const key = reminderKey(reminders);
  return sensitive && key !== 'none' ? t.noteIt : t.remindWords[key];
}

/** The free place nearest in time to the one that was lost; of the same doctor where two are equally near. */
export function nearest(places: readonly Place[], lost: Place): Place | undefined {
  const away = (place: Place) => Math.abs(place.start - lost.start) * 2 + (place.scheduleId === lost.scheduleId ? 0 : 1);
  return places.filter((place) => place.slotId !== lost.slotId && place.free > 0 && !place.tooSoon).sort((a, b) => away(a) - away(b))[0];
}
