/** Opening hours as people write them, and back: 周一至周五 8:00-11:30、14:00-17:30；周六 8:00-12:00. */
import { halfWidth } from '../../discharge/rules/cell';
import type { OpenSpan } from '../contract';
import { daysWords, openLines, sortSpans } from './open-line';

const days = '一二三四五六日';
const weekdayOf = (sign: string): number => ('天七7'.includes(sign) ? 7 : '123456'.includes(sign) ? Number(sign) : days.indexOf(sign) + 1);
const range = (from: number, to: number): number[] => (from <= to ? Array.from({ length: to - from + 1 }, (_, n) => from + n) : []);

/** 周一至周五, 周一、三、五, 每天, 工作日 (Monday to Friday), 周末. Null where it is none of them. */
function readDays(text: string): number[] | null {
  if (/^(每天|每日|全周|周一至周日)$/.test(text)) return range(1, 7);
  if (text === '工作日') return range(1, 5);
  if (text === '周末') return [6, 7];
  const found: number[] = [];
  for (const part of text.split(/[、,和]/)) {
    const match = /^(?:周|星期|礼拜)?([一二三四五六日天七1-7])(?:(?:至|到|-)(?:周|星期|礼拜)?([一二三四五六日天七1-7]))?$/.exec(part);
    if (!match) return null;
    const span = range(weekdayOf(match[1]!), weekdayOf(match[2] ?? match[1]!));
    if (span.length === 0) return null;
    found.push(...span);
  }
  return found;
}

const clock = /^(上午|下午|晚上|晚|早上|中午)?(\d{1,2})(?::(\d{2})|点(半|\d{2}分?)?)$/;
function readClock(text: string, half: string): string | null {
  const match = clock.exec(text);
  if (!match) return null;
  let hour = Number(match[2]);
  if (/下午|晚/.test(match[1] ?? half) && hour < 12) hour += 12;
  const minute = match[4] === '半' ? 30 : Number(match[3] ?? match[4]?.replace('分', '') ?? 0);
  if (hour === 24 && minute === 0) return '23:59';
  return hour > 23 || minute > 59 ? null : `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** A figure is a day only where no time begins with it. */
const sign = '(?:[一二三四五六日天七]|[1-7](?![\\d:点]))';
/** Mon, Tuesday … as the signs above. */
const englishDay = /(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?/gi;
const named = (day: string): string => `周${days['montuewedthufrisatsun'.indexOf(day.slice(0, 3).toLowerCase()) / 3]!}`;
const lead = new RegExp(`^((?:周|星期|礼拜)${sign}(?:(?:至|到|-|、|,|和)(?:周|星期|礼拜)?${sign})*|每天|每日|工作日|周末|全周)`);
/** Null where it cannot be said by the week: then it belongs into words. '' is no hours. Every day that is named needs times; spans must end after they begin and not overlap. */
export function readHours(raw: string): OpenSpan[] | null {
  const text = halfWidth(raw).replace(/\s+/g, '').replace(/[–—~～─‐−]/g, '-').replace(/：/g, ':').replace(/[，]/g, ',').replace(/[；。\n]/g, ';').replace(/全天|24小时/g, '00:00-23:59').replace(/everyday|daily/gi, '每天').replace(englishDay, named);
  if (text === '') return [];
  const spans: OpenSpan[] = [];
  let rest = text;
  while (rest !== '') {
    rest = rest.replace(/^[;,、]+/, '');
    if (rest === '') break;
    const said = lead.exec(rest)?.[1];
    const on = said === undefined ? null : readDays(said);
    if (!on) return null;
    rest = rest.slice(said!.length).replace(/^[:,]/, '');
    let times = 0;
    for (;;) {
      const match = /^[,、和及]?(上午|下午|晚上|晚|早上|中午)?:?(\d{1,2}(?::\d{2}|点(?:半|\d{2}分?)?))(?:-|至|到)((?:上午|下午|晚上|晚|早上|中午)?\d{1,2}(?::\d{2}|点(?:半|\d{2}分?)?))/.exec(rest);
      if (!match) break;
      const half = match[1] ?? '';
      const [from, to] = [readClock(match[2]!, half), readClock(match[3]!, half)];
      if (!from || !to || from >= to) return null;
      spans.push(...on.map((weekday) => ({ weekday, from, to })));
      rest = rest.slice(match[0].length);
      times += 1;
    }
    if (times === 0) return null;
  }
  const sorted = sortSpans(spans);
  return spanProblems(sorted).length > 0 ? null : sorted;
}

/** `order`: ends before it begins; `overlap` with another span of that day. */
export function spanProblems(spans: readonly OpenSpan[]): { path: string; problem: 'order' | 'overlap' }[] {
  return spans.flatMap((span, n): { path: string; problem: 'order' | 'overlap' }[] => {
    if (span.from >= span.to) return [{ path: `weekly.${n}.to`, problem: 'order' }];
    const overlaps = spans.some((other, m) => m < n && other.weekday === span.weekday && span.from < other.to && other.from < span.to);
    return overlaps ? [{ path: `weekly.${n}.from`, problem: 'overlap' }] : [];
  });
}

/** As it stands in a file and in a form; readHours reads it back. */
export function writeHours(weekly: readonly OpenSpan[]): string {
  return openLines(weekly).map(({ days: on, times }) => `${daysWords(on)} ${times.map(({ from, to }) => `${from}-${to}`).join('、')}`).join('；');
}
