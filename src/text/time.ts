/**
 * Times as people say them, in Asia/Shanghai (UTC+8 without summer time since 1991), judged against the server's clock.
 * Instants are milliseconds UTC, days are 'YYYY-MM-DD'. No Intl: WeChat on Android has none.
 */
import type { Language } from './wording';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const shanghai = 8 * hour;

const weekdays = {
  zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
} as const;
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

interface Wall { number: number; year: number; month: number; date: number; weekday: number; hour: number; minute: number }

function wall(instant: number): Wall {
  const at = new Date(instant + shanghai);
  return {
    number: Math.floor((instant + shanghai) / day),
    year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, date: at.getUTCDate(), weekday: at.getUTCDay(), hour: at.getUTCHours(), minute: at.getUTCMinutes(),
  };
}

const two = (n: number) => String(n).padStart(2, '0');

/** The calendar day on which an instant falls in Shanghai. */
export function dayOf(instant: number): string {
  const at = wall(instant);
  return `${at.year}-${two(at.month)}-${two(at.date)}`;
}

/** Shanghai's midnight at the start of a day, in ms UTC. */
export const startOf = (on: string): number => Date.parse(`${on}T00:00:00Z`) - shanghai;

function partOfDay(h: number): string {
  if (h < 6) return '凌晨';
  if (h < 12) return '上午';
  if (h < 13) return '中午';
  return h < 18 ? '下午' : '晚上';
}

function bareClock(at: Wall): string {
  const h = at.hour > 12 ? at.hour - 12 : at.hour;
  return `${h}:${two(at.minute)}`;
}

/** 下午 2:30 · 2:30 pm */
export function clockWords(instant: number, language: Language): string {
  const at = wall(instant);
  if (language === 'en') return `${at.hour % 12 || 12}:${two(at.minute)} ${at.hour < 12 ? 'am' : 'pm'}`;
  return `${partOfDay(at.hour)} ${bareClock(at)}`;
}

/** 今天 · 明天 · 周三（3 天后） · 12月2日 周三 · 2027年1月4日 周一; days gone by likewise (昨天, 11月18日 周三). */
export function dayWords(instant: number, now: number, language: Language): string {
  const at = wall(instant);
  const away = at.number - wall(now).number;
  const weekday = weekdays[language][at.weekday] ?? '';
  const year = at.year === wall(now).year ? undefined : at.year;
  if (language === 'en') {
    const near = ({ '-1': 'yesterday', 0: 'today', 1: 'tomorrow' } as Record<string, string>)[away];
    if (near) return near;
    if (away > 1 && away < 7) return `${weekday} (in ${away} days)`;
    return `${weekday}, ${at.date} ${months[at.month - 1] ?? ''}${year ? ` ${year}` : ''}`;
  }
  const near = ({ '-2': '前天', '-1': '昨天', 0: '今天', 1: '明天', 2: '后天' } as Record<string, string>)[away];
  if (near) return near;
  if (away > 2 && away < 7) return `${weekday}（${away} 天后）`;
  return `${year ? `${year}年` : ''}${at.month}月${at.date}日 ${weekday}`;
}

const spaced = (words: string) => (/[日天]$|周.$/.test(words) && words.includes(' ') ? `${words} ` : words);

/** 今天下午 2:30 · 周三（3 天后）上午 9:00 · 12月2日 周三 下午 2:30 */
export function whenWords(instant: number, now: number, language: Language): string {
  const on = dayWords(instant, now, language);
  return language === 'en' ? `${on} ${clockWords(instant, language)}` : `${spaced(on)}${clockWords(instant, language)}`;
}

/** 下午 2:30–3:00 · 上午 11:30–中午 12:00: a stretch of one day; the part of the day is said again only where it changes. */
export function spanWords(start: number, end: number, language: Language): string {
  const [a, b] = [wall(start), wall(end)];
  const from = clockWords(start, language);
  if (language === 'en') return `${from}–${clockWords(end, language)}`;
  return `${from}–${partOfDay(a.hour) === partOfDay(b.hour) ? bareClock(b) : clockWords(end, language)}`;
}

/** 今天下午 2:30–3:00 */
export function rangeWords(start: number, end: number, now: number, language: Language): string {
  if (wall(start).number !== wall(end).number) return `${whenWords(start, now, language)} – ${whenWords(end, now, language)}`;
  const on = dayWords(start, now, language);
  return language === 'en' ? `${on} ${spanWords(start, end, language)}` : `${spaced(on)}${spanWords(start, end, language)}`;
}

/** 12月2日 · 2 December: a day by its date alone. */
export function dateWords(on: string, language: Language): string {
  const at = wall(startOf(on));
  return language === 'en' ? `${at.date} ${months[at.month - 1] ?? ''}` : `${at.month}月${at.date}日`;
}

/** 刚刚 · 5 分钟前 · 2 小时前 · 昨天上午 9:00 */
export function agoWords(instant: number, now: number, language: Language): string {
  const gone = now - instant;
  const zh = language === 'zh';
  if (gone < minute) return zh ? '刚刚' : 'just now';
  if (gone < hour) return zh ? `${Math.floor(gone / minute)} 分钟前` : `${Math.floor(gone / minute)} min ago`;
  if (gone < 6 * hour) return zh ? `${Math.floor(gone / hour)} 小时前` : `${Math.floor(gone / hour)} h ago`;
  return whenWords(instant, now, language);
}

/** How long until: 8 分钟内 · 3 小时内 · 还有 11 天; 已过期 when it is over. Whole units, rounded so that nobody comes late. */
export function untilWords(instant: number, now: number, language: Language): string {
  const left = instant - now;
  const zh = language === 'zh';
  if (left <= 0) return zh ? '已过期' : 'overdue';
  if (left < hour) return zh ? `${Math.max(1, Math.floor(left / minute))} 分钟内` : `within ${Math.max(1, Math.floor(left / minute))} min`;
  const days = wall(instant).number - wall(now).number;
  if (days === 0) return zh ? `${Math.floor(left / hour)} 小时内` : `within ${Math.floor(left / hour)} h`;
  return zh ? `还有 ${days} 天` : `in ${days} ${days === 1 ? 'day' : 'days'}`;
}

/** A length of talk or a countdown: 02:14, or 1:02:14 from an hour on. */
export function stopwatch(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const h = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return h > 0 ? `${h}:${rest}` : rest;
}

/** How long something has taken: 02:14 within the hour, then 17 小时 · 17 h, from two days on 3 天 · 3 days. Whole units gone by. */
export function lengthWords(milliseconds: number, language: Language): string {
  if (milliseconds < hour) return stopwatch(milliseconds);
  if (milliseconds < 2 * day) return `${Math.floor(milliseconds / hour)} ${language === 'zh' ? '小时' : 'h'}`;
  return `${Math.floor(milliseconds / day)} ${language === 'zh' ? '天' : 'days'}`;
}

/** The greeting of the home page. */
export function greeting(now: number, language: Language): string {
  const { hour: h } = wall(now);
  if (language === 'en') return h < 12 ? 'Good morning' : h < 18 ? 'Good afternoon' : 'Good evening';
  if (h < 5 || h >= 18) return '晚上好';
  if (h < 11) return '早上好';
  return h < 13 ? '中午好' : '下午好';
}
