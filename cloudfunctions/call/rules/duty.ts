/** Who answers a red flag now, and what may honestly be promised to the patient. Browser-safe. */
import { callingHours, dayOf, hour, instantAt, isHoliday, minute, nextWithin, weekdayOf, within, workday, type Hours } from '../../kit/calendar';
import { Mobile, type Role } from '../../kit/contract';
import type { CallKind, FlagLevel } from '../contract';
import type { DutyChain, DutyDay, DutyKey, DutyPerson } from '../contract/rota';
import { concernBy } from './outcome';

/** A red flag is acknowledged within a quarter of an hour, else it goes up a level (product default). */
export const acknowledgeWithin = 15 * minute;
/** High clinical risk without danger to life: a human call within four hours (level O of the phrase table). */
const sameDayWithin = 4 * hour;
/** At the top level the alert is repeated at this distance until somebody answers. */
export const repeatAfter = hour;
/** Duty 0, lead 1, director 2. */
export const topLevel = 2;
/** Same-day calls are not made in the night, except the emergency that it may become: the patient's page shows 120 in any case. */
const wakingHours: Hours = [['08:00', '20:00']];

/** A make-up working day on a weekend is worked like a Monday. */
export function dutyKeyOf(onDay: string): DutyKey {
  if (isHoliday(onDay)) return 'holiday';
  const weekday = weekdayOf(onDay);
  return weekday > 5 && workday(onDay).work ? '1' : (String(weekday) as DutyKey);
}

const nobody: DutyPerson = { who: 'office', staffId: '', label: '', phone: '' };
/** Until a rota is entered: the centre by day, 总值班 by night, with no number to alert. */
export const defaultDuty = (key: DutyKey): DutyDay => ({ key, from: '08:00', to: '20:00', day: { ...nobody, who: 'centre' }, night: nobody });
/** Nobody above the centre until somebody is entered. */
export const defaultChain: DutyChain = { lead: { ...nobody, who: 'centre' }, director: nobody };

/** The person on duty; for `ward` without a number the ward's own line, else the hospital's. */
export function onDuty(rota: readonly DutyDay[], wardPhone: string, now: number): DutyPerson {
  const key = dutyKeyOf(dayOf(now));
  const duty = rota.find((d) => d.key === key) ?? defaultDuty(key);
  const person = within(now, [[duty.from, duty.to]]) ? duty.day : duty.night;
  return person.phone || person.who !== 'ward' ? person : { ...person, phone: wardPhone };
}

/** An alert is an SMS: only a mobile hears it. */
const canAlert = (person: DutyPerson): boolean => Mobile.safeParse(person.phone).success;

/** Whom an alert reaches, and how high in the chain. */
export interface Alerted { level: number; person: DutyPerson }
/** Duty, lead, director: the first from `level` upwards whom an alert reaches; null when none. */
export function alertFrom(level: number, duty: DutyPerson, chain: DutyChain): Alerted | null {
  const people = [duty, chain.lead, chain.director];
  for (let n = level; n <= topLevel; n += 1) if (canAlert(people[n]!)) return { level: n, person: people[n]! };
  return null;
}

/**
 * When the patient will be rung at the latest. Emergency and crisis: the time of the acknowledgement; same-day: four hours in waking hours; a concern: within the next calling hours.
 * When no alert can reach anyone and nobody is at the screen, the promise starts with the next calling hours rather than with a wish.
 */
export function promise(level: FlagLevel, alerted: Alerted | null, now: number): number {
  if (level === 'concern') return concernBy(now);
  const start = alerted || within(now, callingHours) ? now : nextWithin(now, callingHours);
  if (level !== 'today') return start + acknowledgeWithin;
  const today = dayOf(start);
  return within(start, wakingHours)
    ? Math.max(start + hour, Math.min(start + sameDayWithin, instantAt(today, '20:00')))
    : nextWithin(start, [['09:00', '20:00']]) + hour;
}

/** Who may take a call: nurses and leads all of their scope; ward and director only red flags, which at night are theirs. A ward never touches a call that ends in ratings. */
export const mayHandle = (role: Role, kind: CallKind): boolean =>
  role === 'nurse' || role === 'lead' || ((role === 'ward' || role === 'director') && kind === 'redflag');
/** The kinds a ward sees: what is urgent for its patients; nothing of satisfaction, and no answer, which may be one to a complaint about it. */
export const wardKinds: readonly CallKind[] = ['redflag', 'concern'];
/** May the role read calls of this kind at all? */
export const maySee = (role: Role, kind: CallKind): boolean => role !== 'ward' || wardKinds.includes(kind);

/** A ringing hour outside the calling hours belongs to who is on duty: by name, or by place (`ward`: the ward's people; `office`: the director's role; `centre`: nurse and lead). */
export function isOnDuty(person: DutyPerson, staff: { staffId: string; role: Role }): boolean {
  if (person.staffId) return person.staffId === staff.staffId;
  return person.who === 'ward' ? staff.role === 'ward' : person.who === 'office' ? staff.role === 'director' : staff.role === 'nurse' || staff.role === 'lead';
}
