/** What the pages of return visits share. */
import type { api as dischargeApi } from '../../../cloudfunctions/discharge/contract';
import type { Role } from '../../../cloudfunctions/kit/contract';
import { dayOf, instantAt, timeOf } from '../../../cloudfunctions/kit/calendar';
import type { api as visitApi } from '../../../cloudfunctions/visit/contract';
import { cloud, type Input, type Output } from '../../cloud/cloud';
import { useLoad, type Load } from '../../cloud/use-load';
import { useStaff } from '../../cloud/staff';
import { shortDay } from '../../components/visit-booker/words';
import type { Language } from '../../text/wording';

export const visit = cloud<typeof visitApi>('visit', { reads: ['week', 'day', 'schedules', 'closures', 'closure', 'get'] });
const discharge = cloud<typeof dischargeApi>('discharge', { reads: ['departments'] });

export type Week = Output<typeof visitApi, 'week'>;
export type DayRow = Output<typeof visitApi, 'day'>['rows'][number];
export type Schedule = Output<typeof visitApi, 'schedules'>['schedules'][number];
export type ScheduleInput = Input<typeof visitApi, 'saveSchedule'>;
export type ScheduleChange = Output<typeof visitApi, 'saveSchedule'>['change'];
export type Closure = Output<typeof visitApi, 'closures'>['closures'][number];
export type ClosureRow = Output<typeof visitApi, 'closure'>['rows'][number];
export type Affected = Output<typeof visitApi, 'close'>['affected'][number];

export const weekPage = 'visit/week/index';
export const dayPage = 'visit/day/index';
export const schedulePage = 'visit/schedule/index';
export const closurePage = 'visit/closure/index';
export const stayPage = 'discharge/stay/index';
export const worklistPage = 'call/worklist/index';

/** May this role do it? The lists are those of the contract; the server decides again. */
export const may = {
  read: (role: Role | undefined) => role !== undefined && ['lead', 'nurse', 'agent', 'ward', 'officer', 'quality', 'director'].includes(role),
  mark: (role: Role | undefined) => role !== undefined && ['lead', 'nurse', 'agent', 'ward'].includes(role),
  keep: (role: Role | undefined) => role === 'lead' || role === 'ward',
  ring: (role: Role | undefined) => role !== undefined && ['lead', 'nurse', 'ward', 'director'].includes(role),
} as const;

export interface KnownDepartment { code: string; name: string }

/** The departments of the reader's scope, in the hospital's order. */
export function useDepartments(): Load<KnownDepartment[]> {
  const { me } = useStaff();
  const scope = me?.departments ?? 'all';
  const load = useLoad(async () => (await discharge.departments({})).departments, []);
  return { ...load, data: load.data?.filter(({ code }) => scope === 'all' || scope.includes(code)).map(({ code, name }) => ({ code, name })) };
}

/** 14:30–15:00, as clinics write their hours. */
export const hoursWords = (start: number, end: number): string => `${timeOf(start)}–${timeOf(end)}`;
/** 11月26日 周四 14:30 */
export const momentWords = (at: number, language: Language): string => `${shortDay(dayOf(at), language)} ${timeOf(at)}`;
/** From one instant to another; the day is said once where it is the same. */
export function spanWords(from: number, to: number, language: Language): string {
  // The end is exclusive: midnight belongs to the day before.
  const last = dayOf(to - 1);
  const whole = timeOf(from) === '00:00' && to === instantAt(last) + 86_400_000;
  if (dayOf(from) === last) return whole ? shortDay(last, language) : `${momentWords(from, language)}–${timeOf(to) === '00:00' ? '24:00' : timeOf(to)}`;
  return whole ? `${shortDay(dayOf(from), language)} – ${shortDay(last, language)}` : `${momentWords(from, language)} – ${momentWords(to, language)}`;
}
