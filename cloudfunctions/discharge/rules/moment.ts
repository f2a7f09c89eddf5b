/** Days, times and ages as people and systems write them. */
import { addDays, isDay } from '../../kit/calendar';
import { halfWidth, type Read } from './cell';

/** A wall time of the hospital (UTC+8); `time` is null where the cell has a day only. */
export interface Moment { day: string; time: string | null }

const pad = (text: string | number | undefined): string => String(text ?? 0).padStart(2, '0');
const clock = String.raw`(\d{1,2})[:时点.](?:(\d{1,2})(?:[:分.](\d{1,2})秒?|分?)?)?(?:[.:]\d+)?`;
const compactClock = String.raw`(\d{2})(\d{2})(\d{2})?`;
const zone = String.raw`\s*(Z|[+-]\d{2}:?\d{2})?`;
const dashed = new RegExp(String.raw`^(\d{4})[-/.\\年](\d{1,2})[-/.\\月](\d{1,2})日?(?:(?:T|\s)*(?:${clock}|${compactClock})${zone})?$`);
const compact = /^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(?:(\d{2})(\d{2})?)?)?$/;
/** Oracle (DD-MON-RR, in Chinese and English) and SQL Server (Mon dd yyyy). */
const dayFirst = new RegExp(String.raw`^(\d{1,2})[- ](?:(\d{1,2})月|([A-Z]{3})[A-Z]*)\s*[- ]\s*(\d{4}|\d{2})(?:\s+${clock})?$`);
const monthFirst = new RegExp(String.raw`^([A-Z]{3})[A-Z]* (\d{1,2}),? (\d{4})(?:\s+${clock})?$`);
const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const serial = /^(\d{5})(\.\d+)?$/;
/** Milliseconds since 1970, between 2001 and 2096. */
const epoch = /^[1-3]\d{12}$/;

const chineseDigits = '〇一二三四五六七八九';
const tens = (text: string): string => {
  const [, ten, one] = /^([二三]?)十([一二三四五六七八九]?)$/.exec(text) ?? [];
  return ten === undefined ? String(chineseDigits.indexOf(text)) : String((ten ? chineseDigits.indexOf(ten) : 1) * 10 + (one ? chineseDigits.indexOf(one) : 0));
};
/** 二〇二六年十一月十八日 */
const chinese = (text: string): string => text.replace(/^([〇零○Oo一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日/, (_, y: string, m: string, d: string) =>
  `${Array.from(y, (c) => Math.max(0, chineseDigits.indexOf(c))).join('')}-${tens(m)}-${tens(d)} `).trim();

/** Excel's days since 1899-12-30; before 1900-03-01 one less, since Excel counts a 29 February 1900 that never was. Seconds are rounded to the minute. */
export function momentOfSerial(value: number, timed = !Number.isInteger(value)): Moment {
  const whole = Math.floor(value);
  const minutes = Math.round((value - whole) * 1440);
  const day = addDays('1899-12-30', whole + (whole < 60 ? 1 : 0) + Math.floor(minutes / 1440));
  return { day, time: !timed ? null : `${pad(Math.floor((minutes % 1440) / 60))}:${pad(minutes % 60)}` };
}

/** Another zone's wall time in the hospital's (UTC+8). */
function homed({ day, time }: Moment, offset: string | undefined): Moment {
  if (!offset || time === null) return { day, time };
  const [, sign, h, m] = /^([+-])(\d{2}):?(\d{2})$/.exec(offset) ?? ['', '+', '00', '00'];
  const minutes = Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) + 480 - (sign === '-' ? -1 : 1) * (Number(h) * 60 + Number(m));
  const of = ((minutes % 1440) + 1440) % 1440;
  return { day: addDays(day, Math.floor(minutes / 1440)), time: `${pad(Math.floor(of / 60))}:${pad(of % 60)}` };
}

/**
 * 2026-11-18 09:15 · 2026/11/8 3:05 · 2026/11/8 下午3:05 · 20261118 · 20261118091500 · 2026年11月18日9时15分 · 二〇二六年十一月十八日 · 18-11月-26 · 18-NOV-2026 · Nov 18 2026 9:15AM ·
 * 2026-11-18T01:15:00Z · 46344.385 (days as Excel counts) · 1794967200000 (ms). Day and month alone in an order that two countries read differently (11/08/2026) are not guessed.
 * A day that does not exist (2026-02-30) is `date_impossible`, a shape that is none of these `date_format`.
 */
export function readMoment(text: string): Read<Moment> {
  let value = chinese(halfWidth(text).replace(/\s+/g, ' ').trim()).toUpperCase();
  const counted = serial.exec(value);
  if (counted) {
    const days = Number(value);
    return days < 1 || days > 80_000 ? { problem: 'date_format' } : { value: momentOfSerial(days, counted[2] !== undefined) };
  }
  if (epoch.test(value)) {
    const iso = new Date(Number(value) + 8 * 3_600_000).toISOString();
    return { value: { day: iso.slice(0, 10), time: iso.slice(11, 16) } };
  }
  let half = 0;
  value = value.replace(/\s*[(]?(?:星期|周)[一二三四五六日天][)]?\s*/, ' ').replace(/\s*(上午|凌晨|早上|早晨|中午|下午|晚上|晚|AM|PM)\s*/, (_, word: string) => {
    half = /下午|晚|PM/.test(word) ? 12 : word === 'AM' || word === '上午' || word === '凌晨' ? -12 : 0;
    return ' ';
  }).trim();
  const parts = partsOf(value);
  if (!parts) return { problem: 'date_format' };
  const { y, m, d, h, min, s, offset } = parts;
  const day = `${y}-${pad(m)}-${pad(d)}`;
  if (!isDay(day)) return { problem: 'date_impossible' };
  if (h === undefined) return { value: { day, time: null } };
  if (Number(h) === 24 && Number(min ?? 0) === 0 && Number(s ?? 0) === 0) return { value: { day: addDays(day, 1), time: '00:00' } };
  if (Number(h) > 23 || Number(min ?? 0) > 59 || Number(s ?? 0) > 59) return { problem: 'date_impossible' };
  const hour = half === 12 && Number(h) < 12 ? Number(h) + 12 : half === -12 && Number(h) === 12 ? 0 : Number(h);
  return { value: homed({ day, time: `${pad(hour)}:${pad(min)}` }, offset) };
}

interface Parts { y: string; m: string; d: string; h?: string; min?: string; s?: string; offset?: string }
function partsOf(value: string): Parts | undefined {
  const numbers = compact.exec(value);
  if (numbers) return { y: numbers[1]!, m: numbers[2]!, d: numbers[3]!, h: numbers[4], min: numbers[5], s: numbers[6] };
  const usual = dashed.exec(value);
  if (usual) return { y: usual[1]!, m: usual[2]!, d: usual[3]!, h: usual[4] ?? usual[7], min: usual[5] ?? usual[8], s: usual[6] ?? usual[9], offset: usual[10] };
  const oracle = dayFirst.exec(value);
  if (oracle) {
    const [, d, number, name, y, h, min, s] = oracle;
    const m = number ?? monthOf(name);
    // RR of Oracle: 00–49 are this century, 50–99 the last.
    return m === undefined ? undefined : { y: y!.length === 4 ? y! : `${Number(y) < 50 ? '20' : '19'}${y}`, m, d: d!, h, min, s };
  }
  const server = monthFirst.exec(value);
  const m = monthOf(server?.[1]);
  return server && m !== undefined ? { y: server[3]!, m, d: server[2]!, h: server[4], min: server[5], s: server[6] } : undefined;
}
function monthOf(name: string | undefined): string | undefined {
  const month = name === undefined ? -1 : months.indexOf(name);
  return month < 0 ? undefined : String(month + 1);
}

const age = /^(?:(\d{1,3})(?:\.0+)?(?:周岁|岁|Y))?(?:零?(\d{1,2})(?:个?月龄?|M))?(?:零?(\d{1,2})(?:周|W))?(?:零?(\d{1,3})(?:天|日|D))?(?:零?\d{1,3}(?:小时|时|H))?(?:零?\d{1,3}(?:分钟?|MIN))?$/;
const partial = /^(\d{4})(?:[-/.年]?(\d{1,2})月?|年)?$/;

/**
 * A birth date, or the age on the day of admission (68岁, 3月, 1岁2月, 5天, 3小时), or its year and month, from which the date is estimated and doubted (`birth_estimated`):
 * years alone → the 1 July by which the person has that age on the day of admission; months → so many months and half a month before it; weeks → and three days; days and hours → exactly so many days;
 * a year → its 1 July, a year and month → the 15th, never later than the admission. `admittedOn` is null where the admission is unknown: an age then cannot be used.
 */
export function readBirth(text: string, admittedOn: string | null): Read<string> {
  const value = halfWidth(text).replace(/\s/g, '').toUpperCase();
  const whole = readMoment(text);
  if ('value' in whole) return { value: whole.value.day };
  const part = partial.exec(value);
  if (part && Number(part[1]) >= 1900 && Number(part[1]) < 2100 && whole.problem === 'date_format') {
    const day = part[2] === undefined ? `${part[1]}-07-01` : `${part[1]}-${pad(part[2])}-15`;
    if (!isDay(day)) return { problem: 'date_impossible' };
    const same = admittedOn !== null && day > admittedOn && admittedOn.startsWith(part[2] === undefined ? part[1]! : day.slice(0, 7));
    return { value: same ? admittedOn : day, doubt: 'birth_estimated' };
  }
  const [all, y, m, w, d] = age.exec(value) ?? [];
  if (!all || Number(y ?? 0) > 130 || admittedOn === null) return whole;
  return { value: bornBy(admittedOn, Number(y ?? 0), Number(m ?? 0), Number(w ?? 0), d === undefined ? null : Number(d)), doubt: 'birth_estimated' };
}

function bornBy(admittedOn: string, years: number, monthsOld: number, weeks: number, days: number | null): string {
  if (years > 0 && monthsOld === 0 && weeks === 0 && days === null) return `${Number(admittedOn.slice(0, 4)) - years - (admittedOn.slice(5) >= '07-01' ? 0 : 1)}-07-01`;
  const months = Number(admittedOn.slice(0, 4)) * 12 + Number(admittedOn.slice(5, 7)) - 1 - years * 12 - monthsOld;
  const first = `${Math.floor(months / 12)}-${pad((months % 12) + 1)}-01`;
  const last = addDays(`${Math.floor((months + 1) / 12)}-${pad(((months + 1) % 12) + 1)}-01`, -1);
  const same = addDays(first, Number(admittedOn.slice(8)) - 1);
  const half = days !== null ? days : weeks > 0 ? 3 : monthsOld > 0 || years > 0 ? 15 : 0;
  return addDays(same > last ? last : same, -(weeks * 7 + half));
}
