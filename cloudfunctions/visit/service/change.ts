/** Parts of records and changes that several use cases make. */
import type { AppointmentRecord, VisitStore } from '../store';
import { system } from './ports';

/** What no hold has yet. */
export const unbooked = (now: number) => ({
  state: 'pending', replacedBy: '', closureId: '', proposal: null, cancel: null, alarm: null, createdAt: now, bookedAt: 0, arrivedAt: 0, doneAt: 0, missedAt: 0, due: 0, settling: 0, failures: 0, rev: 1, updatedAt: now,
}) satisfies Partial<AppointmentRecord>;

/** Part of a change that others must hear of: the timer tells them where this run is cut off. */
export const untold = (now: number) => ({ due: now, settling: 1 as const, updatedAt: now });

/** A visit or a hold ends without anybody's wish; null when it is no longer what it was. */
export const endBySystem = (store: VisitStore, of: AppointmentRecord, reason: 'deceased' | 'clinic_closed', now: number): Promise<AppointmentRecord | null> =>
  store.change({ id: of._id, states: [of.state] }, {
    set: { state: of.state === 'pending' ? 'expired' : 'cancelled', heldUntil: 0, cancel: { reason, note: '', at: now, ...system }, ...untold(now) }, event: { at: now, what: `cancelled:${reason}`, ...system },
  });

/** Nobody has answered the offer of a closed clinic: a nurse rings. Null when nothing is offered (any more). */
export async function fallSilent(store: VisitStore, of: AppointmentRecord, now: number): Promise<AppointmentRecord | null> {
  if (of.state !== 'booked' || of.proposal?.state !== 'offered') return null;
  return store.change({ id: of._id, states: ['booked'], rev: of.rev }, { set: { proposal: { ...of.proposal, state: 'silent' }, ...untold(now) }, event: { at: now, what: 'silent', ...system } });
}
