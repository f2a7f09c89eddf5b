/** A return visit in words: when, where, whether it fits the order's window. */
import { weekdayOf } from '../../../cloudfunctions/kit/calendar';
import type { Appointment, PlaceDay, Window } from '../../../cloudfunctions/visit/contract';
import { bookerText } from '../../text/visit-booker';
import { rangeWords } from '../../text/time';
import { weekdayText } from '../../text/visit-console';
import type { Language } from '../../text/wording';

/** 12月2日 周三 · Wed 2/12; short enough for the head of a column, and true on any day that it is read. */
export function shortDay(day: string, language: Language): string {
  const [, month = '', date = ''] = day.split('-');
  const weekday = weekdayText[language][weekdayOf(day) as 1 | 2 | 3 | 4 | 5 | 6 | 7];
  return language === 'zh' ? `${Number(month)}月${Number(date)}日 ${weekday}` : `${weekday} ${Number(date)}/${Number(month)}`;
}

/** 医嘱窗口 12月2日 周三 至 12月8日 周二，最好 12月5日 周六 */
export function windowWords(window: Window | null, language: Language): string {
  const t = bookerText[language];
  return window ? t.window(shortDay(window.from, language), shortDay(window.best, language), shortDay(window.to, language)) : t.noWindow;
}

/** Whom one comes to; the general clinic has no name. */
export function doctorWords(who: Pick<Appointment, 'practitioner' | 'title'>, language: Language): string {
  return [who.practitioner || bookerText[language].general, who.title].filter((word) => word !== '').join(' ');
}

/** 骨科 · 张建国 主任医师 · 门诊楼2层3诊室 */
export function whereWords(visit: Pick<Appointment, 'departmentName' | 'practitioner' | 'title' | 'place'>, language: Language): string {
  return [visit.departmentName, doctorWords(visit, language), visit.place].filter((word) => word !== '').join(' · ');
}

export const visitWhen = (visit: Pick<Appointment, 'start' | 'end'>, now: number, language: Language): string => rangeWords(visit.start, visit.end, now, language);

/** The days to show: those with places, and those of which people would ask why there are none. A day on which nobody ever sits is no news. */
export const shownDays = (days: readonly PlaceDay[]): PlaceDay[] => days.filter((day) => day.slots.length > 0 || (day.closedWhy !== 'none' && day.closedWhy !== ''));

/** How many places are offered before the list of days. */
const offered = 3;
/** The first place of each of the next days; none for which an exception would have to be made. */
export const firstPlaces = (days: readonly PlaceDay[]): PlaceDay['slots'] => days.flatMap(({ slots }) => slots.filter(({ tooSoon }) => !tooSoon).slice(0, 1)).slice(0, offered);

/** Where an arrow leads among `count` places from the one at `at`; undefined for any other key. Before the first it stays at the first. */
export function movedTo(key: string, at: number, count: number): number | undefined {
  const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: count - 1 }[key];
  return to === undefined ? undefined : Math.min(count - 1, Math.max(0, to));
}
