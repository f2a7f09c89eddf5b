/** What the parts of the lead's page share. */
import type { api as callApi } from '../../../../cloudfunctions/call/contract';
import type { api as followupApi } from '../../../../cloudfunctions/followup/contract';
import { cloud, type Output } from '../../../cloud/cloud';
import { startOf } from '../../../text/time';
import type { Language } from '../../../text/wording';

export const followup = cloud<typeof followupApi>('followup', { reads: ['today', 'steps', 'plans', 'planCost'] });
export const call = cloud<typeof callApi>('call', { reads: ['roster', 'duty'] });

export type Today = Output<typeof followupApi, 'today'>;
export type StepRow = Output<typeof followupApi, 'steps'>['rows'][number];
export type PlanCost = Output<typeof followupApi, 'planCost'>;
export type Plan = Output<typeof followupApi, 'plans'>['plans'][number];

const day = 86_400_000;
const weekdays = { zh: ['日', '一', '二', '三', '四', '五', '六'], en: ['Su', 'Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa'] } as const;
const weekdayOf = (on: string): number => new Date(`${on}T00:00:00Z`).getUTCDay();

/** 87.4%; whole percents from a hundred people downwards would pretend to know more than one does. */
export function percent(part: number, of: number): string {
  if (of === 0) return '—';
  const share = (100 * part) / of;
  return of < 100 ? `${Math.round(share)}%` : `${share.toFixed(1)}%`;
}
/** 0.58 → 58% */
export const wholePercent = (share: number): string => `${Math.round(share * 100)}%`;
/** 31 · 4.1 */
export const figure = (value: number): string => (Math.abs(value) >= 100 || Number.isInteger(value) ? String(Math.round(value)) : value.toFixed(1));
/** 11 月 18 日 · 18 Nov */
export function shortDay(on: string, language: Language): string {
  const [, month = '', date = ''] = on.split('-');
  return language === 'zh' ? `${Number(month)} 月 ${Number(date)} 日` : `${Number(date)}/${Number(month)}`;
}
/** With its year where that is not the present one: 2025 年 11 月 18 日 · 18/11/2025 */
export function datedDay(on: string, today: string, language: Language): string {
  const [year = ''] = on.split('-');
  if (today.startsWith(year)) return shortDay(on, language);
  return language === 'zh' ? `${year} 年 ${shortDay(on, language)}` : `${shortDay(on, language)}/${year}`;
}
/** 21六 · 21 Sa, as under the bars. */
export const tickDay = (on: string, language: Language): string => `${Number(on.slice(8))}${language === 'en' ? ' ' : ''}${weekdays[language][weekdayOf(on)] ?? ''}`;
/** 11 月 21 日 周六 */
export const fullDay = (on: string, language: Language): string => `${shortDay(on, language)} ${language === 'zh' ? '周' : ''}${weekdays[language][weekdayOf(on)] ?? ''}`;
export const addDays = (on: string, n: number): string => new Date(startOf(on) + 8 * 3_600_000 + n * day).toISOString().slice(0, 10);
