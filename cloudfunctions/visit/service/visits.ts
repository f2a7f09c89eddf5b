/** A visit that stands: read, cancel, answer an offer, check in. */
import { addDays, dayOf, instantAt } from '../../kit/calendar';
import { AppError, conflict, forbidden, invalid } from '../../kit/errors';
import { inScope, type Caller, type Staff } from '../../kit/caller';
import type { SafetyCard } from '../../call/contract/safety';
import type { Appointment, EndReason, Place, ProposalState, StandingSafety } from '../contract';
import { isActive, marksFrom, mayCancel } from '../rules/visit';
import { orderWindow } from '../rules/window';
import type { AppointmentRecord } from '../store';
import { forAppointment, forPatient, type Seen } from './access';
import { bookHeld, claimActive } from './book';
import { untold } from './change';
import { aliveOnly } from './find';
import type { Ports, Raised } from './ports';
import { remindersOfPatients } from './reminders';
import { flagCall, type Settle } from './settle';
import { dayRowOf, lines, placeOf, viewOf } from './view';

/** Check-ins are caught up on for a week (product default). */
const markedWithin = 7;

/** The operations on a visit that stands. */
export function createVisiting(ports: Ports, settle: Settle) {
  const { store } = ports;
  const shown = async (seen: Pick<Seen, 'who' | 'patient'>, visit: AppointmentRecord, now: number): Promise<Appointment> =>
    viewOf(visit, { who: seen.who, patient: seen.patient, phone: (await lines(ports)).of(visit), now });

  async function cancel(seen: Seen & { appointment: AppointmentRecord }, end: { reason: EndReason; note: string; override: boolean }, now: number): Promise<{ appointment: AppointmentRecord; raised: Raised | null }> {
    const { appointment: visit, who } = seen;
    const again = (known: AppointmentRecord) => (known.cancel?.reason === 'worse' ? settle(known, now) : { appointment: known, raised: null });
    if (visit.state === 'cancelled') return again(visit);
    if (visit.state !== 'booked' || (!isActive(visit, now) && !who.staff)) throw conflict('over');
    if (end.reason === 'error' && !who.staff) throw invalid('reason', 'option');
    if (!mayCancel(visit, end.reason, now) && !end.override) throw new AppError('NOT_NOW', 'less than the minimum notice', { reason: 'too_late' });
    const actor = { by: who.by, byKind: who.byKind };
    const ended = await store.change({ id: visit._id, states: ['booked'] }, {
      set: {
        state: 'cancelled', cancel: { reason: end.reason, note: end.note, at: now, ...actor }, ...untold(now), ...(end.override && { override: true }),
        ...(visit.proposal && { proposal: { ...visit.proposal, state: 'declined' as const } }),
      },
      event: { at: now, what: `cancelled:${end.reason}`, ...actor },
    });
    if (ended) return settle(ended, now);
    const known = await store.appointment(visit._id);
    if (known?.state === 'cancelled') return again(known);
    throw conflict('over');
  }

  const asked = (caller: Caller, id: string | undefined): string => {
    if (caller.kind === 'link') return caller.stepId;
    if (!id) throw invalid('appointmentId', 'required');
    return id;
  };

  return {
    async mine(caller: Caller, { patientId }: { patientId: string }, now: number) {
      const seen = await forPatient(ports, caller, patientId);
      const [records, known, chosen] = await Promise.all([store.ofPatients([patientId], 0, 200), lines(ports), remindersOfPatients(store, [patientId])]);
      const visits = records.filter((one) => one.state !== 'pending' && one.state !== 'expired' && (seen.seesSensitive || !one.sensitive))
        .map((one) => viewOf(one, { who: seen.who, patient: seen.patient, phone: known.of(one), now }));
      const coming = (one: Appointment): boolean => (one.state === 'booked' && one.end > now) || (one.state === 'arrived' && one.day === dayOf(now));
      return { upcoming: visits.filter(coming).reverse(), past: visits.filter((one) => !coming(one)).slice(0, 50), reminders: chosen(patientId) };
    },

    async get(caller: Caller, { appointmentId }: { appointmentId: string }, now: number) {
      const seen = await forAppointment(ports, caller, appointmentId);
      return { appointment: await shown(seen, seen.appointment, now), safety: await standingSafety(seen, seen.appointment, now) };
    },

    async cancel(caller: Caller, input: { appointmentId: string; reason: EndReason; note?: string; override?: boolean }, now: number) {
      const seen = await forAppointment(ports, caller, input.appointmentId);
      const { appointment, raised } = await cancel(seen, { reason: input.reason, note: input.note ?? '', override: seen.who.staff && input.override === true }, now);
      return { appointment: await shown(seen, appointment, now), safety: appointment.cancel?.reason === 'worse' ? await safetyOf(seen, appointment, raised ?? appointment.alarm) : null };
    },

    async proposal(caller: Caller, { appointmentId }: { appointmentId?: string }, now: number) {
      const seen = await forAppointment(ports, caller, asked(caller, appointmentId));
      const { appointment: visit } = seen;
      if (!visit.proposal) throw conflict('over');
      const { state, until } = visit.proposal;
      const chosen = await remindersOfPatients(store, [visit.patientId]);
      return { appointment: await shown(seen, visit, now), offered: await offered(seen, visit, now), until, state, reminders: chosen(visit.patientId) };
    },

    async answerProposal(caller: Caller, input: { appointmentId?: string; answer: 'accept' | 'cancel' }, now: number) {
      const seen = await forAppointment(ports, caller, asked(caller, input.appointmentId));
      const { appointment: visit, who } = seen;
      if (!visit.proposal) throw conflict('over');
      if (input.answer === 'cancel') {
        if (visit.replacedBy) throw conflict('over');
        return { appointment: await shown(seen, (await cancel(seen, { reason: 'clinic_closed', note: '', override: false }, now)).appointment, now) };
      }
      const kept = visit.proposal.appointmentId ? await store.appointment(visit.proposal.appointmentId) : null;
      // Said again after it was done.
      if (kept && visit.replacedBy === kept._id) return { appointment: await shown(seen, kept, now) };
      if (visit.state !== 'booked') throw conflict('over');
      aliveOnly(seen);
      if (!kept || kept.state === 'expired' || kept.heldUntil <= now) throw conflict('place_gone');
      const booked = await bookHeld(ports, settle, kept, { by: who.by, byKind: who.byKind, relation: who.relation }, now).catch((error: unknown) => {
        throw error instanceof AppError && (error.reason === 'hold_over' || error.reason === 'closed') ? conflict('place_gone') : error;
      });
      return { appointment: await shown(seen, booked, now) };
    },

    async mark(staff: Staff, { appointmentId, to }: { appointmentId: string; to: 'arrived' | 'fulfilled' | 'booked' }, now: number) {
      const seen = await forAppointment(ports, staff, appointmentId);
      const { appointment: visit, who, patient } = seen;
      const row = async (of: AppointmentRecord) => ({ row: dayRowOf(of, { patient, stay: (await ports.stays.get(of.encounterId)) ?? undefined, phone: ports.maskedPhone(patient) }) });
      if (visit.state === to) return row(visit);
      if (!marksFrom(to).includes(visit.state)) throw conflict('over');
      if (visit.day > dayOf(now) || visit.day < addDays(dayOf(now), -markedWithin)) throw new AppError('NOT_NOW', 'another day', { reason: 'not_today', retryAt: visit.day > dayOf(now) ? instantAt(visit.day) : undefined });
      const actor = { by: who.by, byKind: who.byKind };
      // Coming back from the check-in it is the one visit here again, unless another was booked meanwhile.
      if (to === 'booked' && visit.end > now) await claimActive(ports, visit, actor, now);
      // A step back is from what was seen: a colleague's "done" of this moment is not undone by a check-in.
      const back = visit.state === 'fulfilled' || to === 'booked';
      const times = to === 'arrived' ? { arrivedAt: back ? visit.arrivedAt : now, doneAt: 0, missedAt: 0 } : to === 'fulfilled' ? { doneAt: now, arrivedAt: visit.arrivedAt || now, missedAt: 0 } : { arrivedAt: 0 };
      const changed = await store.change({ id: visit._id, states: back ? [visit.state] : marksFrom(to).filter((state) => state !== 'fulfilled') }, { set: { state: to, ...times, ...untold(now) }, event: { at: now, what: back ? 'undone' : to, ...actor } });
      if (changed) return row((await settle(changed, now)).appointment);
      const known = await store.appointment(appointmentId);
      if (known?.state === to) return row(known);
      throw conflict('over');
    },

    async ofStay(staff: Staff, { encounterId }: { encounterId: string }, now: number) {
      const stay = await ports.stays.get(encounterId);
      if (!stay || !inScope(staff, stay.departmentCode)) throw forbidden();
      const seen = await forPatient(ports, staff, stay.patientId);
      const [records, known] = await Promise.all([store.ofPatients([stay.patientId], 0, 200), lines(ports)]);
      const visits = records.filter((one) => one.state !== 'pending' && one.state !== 'expired');
      return { patientId: stay.patientId, window: orderWindow(stay), appointments: visits.map((one) => viewOf(one, { who: seen.who, patient: seen.patient, phone: known.of(one), now })) };
    },
  };

  async function safetyOf({ stay }: Seen, visit: AppointmentRecord, raised: Pick<Raised, 'who' | 'whoKey' | 'ringBy'> | null): Promise<SafetyCard> {
    const known = await lines(ports);
    const wardPhone = known.of({ departmentCode: stay?.departmentCode ?? visit.departmentCode, sensitive: visit.sensitive });
    return { level: 'today', who: raised?.who ?? '', whoKey: raised?.whoKey ?? '', ringBy: raised?.ringBy ?? null, wardPhone, hospitalPhone: known.hospital };
  }

  /** For the person who comes back to it: as long as the call is not over, also while nobody could be told yet. */
  async function standingSafety(seen: Seen, visit: AppointmentRecord, now: number): Promise<StandingSafety | null> {
    if (visit.cancel?.reason !== 'worse' || seen.who.staff) return null;
    const state = (await ports.calls.states([flagCall(visit._id)], now)).get(flagCall(visit._id));
    if (!(state?.open ?? visit.settling === 1)) return null;
    return { ...(await safetyOf(seen, visit, visit.alarm)), acknowledged: state?.taken ?? false };
  }

  /** The place that is kept, as the page shows it; null when there is none any more. */
  async function offered({ who }: Seen, visit: AppointmentRecord, now: number): Promise<Place | null> {
    const { proposal } = visit;
    if (!proposal?.appointmentId) return null;
    const [kept, slot] = await Promise.all([store.appointment(proposal.appointmentId), store.slot(proposal.slotId)]);
    const there = kept && slot && ((kept.state === 'pending' && kept.heldUntil > now && slot.closureId === '') || proposal.state === 'accepted');
    if (!there) return null;
    const place = placeOf(slot, { title: kept.title, inWindow: kept.inWindow, now });
    return who.link && visit.sensitive ? { ...place, slotId: visit._id, scheduleId: visit._id, practitioner: '', title: '' } : place;
  }
}

/** What an offer came to, as the closure's list says it. */
export function standingOf(visit: Pick<AppointmentRecord, 'state' | 'proposal' | 'replacedBy' | 'cancel'>): 'working' | 'cancelled' | 'other' | 'no_place' | Exclude<ProposalState, 'none' | 'declined'> {
  const { proposal } = visit;
  if (visit.replacedBy) return proposal?.state === 'accepted' ? 'accepted' : 'other';
  if (visit.state === 'cancelled' && visit.cancel?.byKind !== 'system') return 'cancelled';
  if (!proposal) return visit.state === 'booked' ? 'working' : 'cancelled';
  return proposal.state === 'none' ? 'no_place' : proposal.state === 'declined' ? 'cancelled' : proposal.state;
}
