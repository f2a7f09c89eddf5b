/** What is true of a visit, by its facts and the time. */
import { latestStay } from '../../discharge/rules/stay';
import type { AppointmentState, EndReason } from '../contract';
import { changeUntil, missedCallAt, missedFrom } from './time';

/** What the rules know of a visit. */
export interface VisitFacts {
  state: AppointmentState; start: number; end: number; heldUntil: number; closureId: string; missedAt: number; replacedBy: string;
  proposal: { state: 'offered' | 'accepted' | 'declined' | 'silent' | 'none'; until: number } | null;
}

/** The one visit of a patient in a department: booked and not over. Who has checked in, or missed it, may book again. */
export const isActive = (visit: Pick<VisitFacts, 'state' | 'end'> | null | undefined, now: number): boolean => visit?.state === 'booked' && visit.end > now;

/** May patient and family change it by themselves? A visit whose clinic closed, always. */
export const mayChange = (visit: VisitFacts, now: number): boolean => isActive(visit, now) && (visit.closureId !== '' || now <= changeUntil(visit.start));

/** May they cancel it? Getting worse needs no notice. */
export const mayCancel = (visit: VisitFacts, reason: EndReason, now: number): boolean => isActive(visit, now) && (reason === 'worse' || mayChange(visit, now));

/** When the timer must look at it next, once everybody has been told of its state; 0 never. A held place is looked at by its slot. */
export function nextLook(visit: Pick<VisitFacts, 'state' | 'start' | 'end' | 'proposal'>, called: boolean): number {
  if (visit.state === 'booked') return visit.proposal?.state === 'offered' ? Math.min(visit.proposal.until, missedFrom(visit.end)) : missedFrom(visit.end);
  if (visit.state === 'noshow') return called ? 0 : missedCallAt(visit.start);
  return 0;
}

/** FHIR's order: check in, done. Each may be taken back by one step, and a missed visit becomes one by checking in late. */
const marks: Readonly<Record<'arrived' | 'fulfilled' | 'booked', readonly AppointmentState[]>> = { arrived: ['booked', 'noshow', 'fulfilled'], fulfilled: ['booked', 'arrived', 'noshow'], booked: ['arrived'] };
/** From which states a colleague may mark it so. */
export const marksFrom = (to: keyof typeof marks): readonly AppointmentState[] => marks[to];

/** Is what the letter says still so? '' yes, else why not. */
export function untrue(kind: 'visit_booked' | 'visit_day_before' | 'visit_morning' | 'visit_closed' | 'visit_missed', visit: VisitFacts | undefined): string {
  if (!visit) return 'unknown';
  if (kind === 'visit_missed') return visit.state === 'noshow' ? '' : visit.state;
  if (visit.state !== 'booked') return visit.replacedBy ? 'changed' : visit.state;
  if (kind === 'visit_closed') return visit.closureId !== '' ? '' : 'open';
  return visit.closureId !== '' ? 'clinic_closed' : '';
}

/** Is the patient in hospital now, as far as anybody has told? Then the latest stay that ended is followed by an admission; where only discharges are handed over it is never known. */
export const isInHospital = (stays: readonly { dischargeAt: number; state: 'finished' | 'cancelled'; readmittedAt: number | null }[]): boolean => (latestStay(stays)?.readmittedAt ?? null) !== null;
/** Has the patient been in hospital again since the stay to which the visit belongs? It is known when that second stay ends; the visit stands, and the counter should know. */
export const isReadmitted = (visit: Pick<VisitFacts, 'end'>, stay: { readmittedAt: number | null } | undefined): boolean => stay !== undefined && stay.readmittedAt !== null && stay.readmittedAt < visit.end;

/** Best first for somebody whose clinic closed: inside the order's window, the same doctor, nearest in time, rather later than earlier. */
export function nearest<S extends { scheduleId: string; start: number; inWindow: boolean }>(slots: readonly S[], closed: { scheduleId: string; start: number }): S[] {
  const far = (slot: S): number => Math.abs(slot.start - closed.start);
  const other = (slot: S): number => (slot.scheduleId === closed.scheduleId ? 0 : 1);
  return [...slots].sort((a, b) => Number(b.inWindow) - Number(a.inWindow) || other(a) - other(b) || far(a) - far(b) || b.start - a.start);
}
