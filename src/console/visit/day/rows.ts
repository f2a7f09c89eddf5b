/** The list of a day: which lines are shown, and what may be done with one. */
import type { DayRow } from '../desk';

/** `''`: everybody who is still meant to come or has come; those who cancelled stand apart. */
export const views = ['', 'booked', 'arrived', 'fulfilled', 'noshow', 'cancelled'] as const;
export type DayView = (typeof views)[number];

export const readView = (written: string): DayView => views.find((view) => view === written) ?? '';
export const inView = (row: Pick<DayRow, 'state'>, view: DayView): boolean => (view === '' ? row.state !== 'cancelled' && row.state !== 'expired' && row.state !== 'pending' : row.state === view);

/** A name's beginning or the last digits of a phone, as a receptionist hears them. */
export function matches(row: Pick<DayRow, 'name' | 'phone'>, text: string): boolean {
  const wanted = text.replace(/[\s*-]/g, '');
  return wanted === '' || row.name.replace(/\*/g, '').startsWith(wanted) || row.name.startsWith(wanted.slice(0, 1)) && wanted.length === 1 || (/^\d{2,}$/.test(wanted) && row.phone.endsWith(wanted));
}

export type Mark = 'arrived' | 'fulfilled' | 'booked';
export type Act = 'checkIn' | 'complete' | 'undo';

/** What each press means for the server: taking back a completed visit leads to arrived, taking back an arrival to booked. A late check-in takes a missed visit back. */
export function markOf(act: Act, state: DayRow['state']): Mark | undefined {
  if (act === 'checkIn') return state === 'booked' || state === 'noshow' ? 'arrived' : undefined;
  if (act === 'complete') return state === 'arrived' ? 'fulfilled' : undefined;
  if (state === 'fulfilled') return 'arrived';
  return state === 'arrived' ? 'booked' : undefined;
}
