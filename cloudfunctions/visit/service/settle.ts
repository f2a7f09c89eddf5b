/** What follows from a visit's state, told to everybody whom it concerns. Each line may be said twice; a run that is cut off is said again by the timer. */
import { isElderly } from '../../call/rules/number';
import { day, dayOf, minute } from '../../kit/calendar';
import { maskName } from '../../kit/mask';
import type { Letter } from '../../notice/contract/letter';
import { missedLetterUntil, remindersOf, whenInWords } from '../rules/time';
import { nextLook } from '../rules/visit';
import type { AppointmentRecord } from '../store';
import { expire } from './book';
import { untold } from './change';
import { system, type Ports, type Raised, type VisitLetter } from './ports';

/** Tells whom it concerns; gives the visit as it is then, and who rings where somebody is worse. */
export type Settle = (appointment: AppointmentRecord, now: number) => Promise<{ appointment: AppointmentRecord; raised: Raised | null }>;

/** The call to whoever did not answer a closed clinic's offer, or could not be offered a place. */
export const closureCall = (appointmentId: string): string => `call:closure:${appointmentId}`;
/** The call to whoever missed a visit and has not booked again. */
export const missedCall = (appointmentId: string): string => `call:missed:${appointmentId}`;
/** The urgent call to whoever gave a visit up because they feel worse. */
export const flagCall = (appointmentId: string): string => `call:redflag:${appointmentId}`;
/** In the place of a time, where no other place was found. */
const nurseRings = '护士会打电话和您商定';
/** A nurse who books or cancels inside the call goes on with it: it is looked at again after this. */
const inHand = 10 * minute;
const reminders: readonly VisitLetter[] = ['visit_booked', 'visit_day_before', 'visit_morning'];
/** Since when a missed visit may still be rung about. */
const missedSince = 60 * day;

/** `settle` for a person who waits, `settleNow` for the timer. */
export function createSettle(ports: Ports): { settle: Settle; settleNow: Settle } {
  const { store } = ports;

  async function letter(kind: VisitLetter, of: AppointmentRecord, times: { due: number; until: number }, page: string): Promise<Letter> {
    const patient = await ports.patients.get(of.patientId);
    const name = maskName(patient?.name ?? '');
    const asked = of.proposal?.asked ?? 1;
    // Of a closed clinic the letter names the place that is kept; where there is none, that somebody rings.
    const shown = kind !== 'visit_closed' ? of : of.proposal?.appointmentId ? of.proposal : null;
    const params = kind === 'visit_missed' ? [name] : shown ? [name, whenInWords(shown.start), ...(of.sensitive ? [] : [shown.place])] : [name, nurseRings];
    return {
      id: `notice:${of._id}:${kind}${kind === 'visit_closed' && asked > 1 ? `:${asked}` : ''}`, kind, about: of._id, encounterId: of.encounterId, patientId: of.patientId, to: 'patient', ...times, params, page: `${page}=${encodeURIComponent(kind === 'visit_missed' ? of.patientId : of._id)}`,
      ...(kind === 'visit_closed' && { link: true }),
    };
  }

  async function about(of: AppointmentRecord, now: number) {
    const [stay, patient] = await Promise.all([ports.stays.get(of.encounterId), ports.patients.get(of.patientId)]);
    return { stepId: of._id, encounterId: of.encounterId, patientId: of.patientId, departmentCode: stay?.departmentCode ?? of.departmentCode, dischargeDay: stay?.dischargeDay ?? '', elderly: patient !== null && isElderly(patient.birthDate, dayOf(now)) };
  }

  /** Takes calls back, but for one that a nurse has in hand while staff act: it is hers to close. False when one was left. */
  async function withdraw(ids: readonly string[], reason: string, staff: boolean, now: number): Promise<boolean> {
    const held = staff && ids.length > 0 ? await ports.calls.inHand(ids, now) : new Set<string>();
    const free = ids.filter((id) => !held.has(id));
    if (free.length > 0) await ports.calls.withdrawIds(free, reason, now);
    return held.size === 0;
  }

  async function booked(of: AppointmentRecord, now: number): Promise<boolean> {
    await store.keep(of.slotId, of.patientId, of._id);
    if (of.replaces) await replace(of, now);
    if (of.closureId) {
      await closed(of, now);
      return true;
    }
    const others = (await store.ofPatients([of.patientId], now - missedSince, 100)).filter((one) => one.state === 'noshow' && one.departmentCode === of.departmentCode);
    const taken = await withdraw(others.map((one) => missedCall(one._id)), 'booked_again', of.byKind === 'staff', now);
    const due = remindersOf({ start: of.start, bookedAt: of.bookedAt });
    await ports.notices.write(await Promise.all(due.map(({ kind, ...times }) => letter(kind, of, times, 'pages/visit/detail/index?appointmentId'))), now);
    return taken;
  }

  /** The visit that this one takes the place of ends now, and not before. */
  async function replace(of: AppointmentRecord, now: number): Promise<void> {
    const old = await store.appointment(of.replaces);
    // Cut off after it ended: its own settling goes on by itself.
    if (old?.state !== 'booked') return;
    const { by, byKind } = of;
    const ended = await store.change({ id: old._id, states: ['booked'] }, {
      set: {
        state: 'cancelled', replacedBy: of._id, cancel: { reason: old.closureId ? 'clinic_closed' : 'changed', note: '', at: now, by, byKind }, ...untold(now),
        ...(old.proposal && { proposal: { ...old.proposal, state: old.proposal.appointmentId === of._id ? 'accepted' as const : 'declined' as const } }),
      },
      event: { at: now, what: old.closureId ? 'replaced' : 'changed', by, byKind },
    });
    if (ended) await settleNow(ended, now);
  }

  /** Booked, but the clinic is closed: ask, or ring. */
  async function closed(of: AppointmentRecord, now: number): Promise<void> {
    await ports.notices.cancelAbout([of._id], 'clinic_closed', now, reminders);
    if (!of.proposal) return;
    const { state, until, keptUntil } = of.proposal;
    if (state === 'silent' || state === 'none') {
      const call = await about(of, now);
      await ports.calls.queue([{ ...call, id: closureCall(of._id), kind: 'closure', purpose: 'care', reason: 'clinic_closed', notBefore: now, dueAt: Math.max(now, Math.min(state === 'none' ? of.start : keptUntil, of.start)) }], now);
    }
    if (now < of.start) await ports.notices.write([await letter('visit_closed', of, { due: now, until: Math.max(until, of.start) }, 'pages/visit/proposal/index?appointmentId')], now);
  }

  async function cancelled(of: AppointmentRecord, now: number): Promise<{ taken: boolean; raised: Raised | null }> {
    await store.giveBack(of.slotId, of.patientId, of._id);
    await ports.notices.cancelAbout([of._id], of.replacedBy ? 'changed' : 'cancelled', now);
    const { proposal, cancel } = of;
    if (proposal?.appointmentId && proposal.appointmentId !== of.replacedBy) {
      const kept = await store.appointment(proposal.appointmentId);
      if (kept?.state === 'pending') await expire(ports, kept, cancel ? { by: cancel.by, byKind: cancel.byKind } : system, now, 'released');
    }
    // The day of the closed clinic passed in silence: the nurse still rings.
    const closure = of.closureId && cancel?.byKind !== 'system' ? [closureCall(of._id)] : [];
    const taken = await withdraw(closure, of.replacedBy ? 'booked_again' : 'cancelled', cancel?.byKind === 'staff', now);
    return { taken, raised: cancel?.reason === 'worse' ? await ports.calls.raise({ ...(await about(of, now)), level: 'today', items: ['visit:worse'] }, now) : null };
  }

  async function came(of: AppointmentRecord, now: number): Promise<void> {
    await store.keep(of.slotId, of.patientId, of._id);
    await ports.notices.cancelAbout([of._id], 'arrived', now);
    await ports.calls.withdrawIds([missedCall(of._id)], 'arrived', now);
  }

  async function missed(of: AppointmentRecord, now: number): Promise<void> {
    await ports.notices.cancelAbout([of._id], 'missed', now, reminders);
    const until = missedLetterUntil(of.start);
    if (now < until) await ports.notices.write([await letter('visit_missed', of, { due: now, until }, 'pages/visit/mine/index?patientId')], now);
  }

  /** Tells, and throws when somebody could not be told. */
  async function settleNow(of: AppointmentRecord, now: number): Promise<{ appointment: AppointmentRecord; raised: Raised | null }> {
    let raised: Raised | null = null;
    let taken = true;
    switch (of.state) {
      case 'booked': taken = await booked(of, now); break;
      case 'cancelled': ({ taken, raised } = await cancelled(of, now)); break;
      case 'arrived': case 'fulfilled': await came(of, now); break;
      case 'noshow': await missed(of, now); break;
      case 'expired': await store.giveBack(of.slotId, of.patientId, of._id); break;
      case 'pending': break;
    }
    // Somebody changed it meanwhile: they tell, or the timer does.
    const alarm = raised && { ringBy: raised.ringBy, who: raised.who, whoKey: raised.whoKey };
    const told = await store.change({ id: of._id, rev: of.rev }, { set: { ...(taken ? { settling: 0, due: nextLook(of, false) } : { settling: 1, due: now + inHand }), failures: 0, ...(alarm && { alarm }) } });
    return { appointment: told ?? of, raised };
  }

  return {
    settleNow,
    /** For a person who waits: what was decided stays decided, and the timer tells the rest. */
    async settle(of, now) {
      try {
        return await settleNow(of, now);
      } catch (error) {
        ports.report({ what: 'a visit is told later', id: of._id, error });
        return { appointment: of, raised: null };
      }
    },
  };
}
