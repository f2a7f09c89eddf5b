/** Finding and taking a place. */
import { addDays, dayOf, instantAt, isHoliday } from '../../kit/calendar';
import { byId } from '../../kit/database';
import { AppError, conflict, forbidden, invalid } from '../../kit/errors';
import type { Caller } from '../../kit/caller';
import type { Appointment, Place, PlaceDay, Window } from '../contract';
import { holdFor, inNotice } from '../rules/time';
import { isActive, mayChange } from '../rules/visit';
import { isInWindow, suggest } from '../rules/window';
import type { ScheduleRecord, SlotRecord } from '../store';
import { forAppointment, forPatient, type Seen } from './access';
import { activeOf, bookHeld, expire, isPublished, takeHold } from './book';
import { unbooked } from './change';
import type { Ports } from './ports';
import type { Settle } from './settle';
import { lines, placeOf, viewOf, wordsOf } from './view';

const tooLate = (): AppError => new AppError('NOT_NOW', 'less than the minimum notice', { reason: 'too_late' });
/** Visits end with a death, also one that waits to be confirmed. */
export function aliveOnly({ patient }: Pick<Seen, 'patient'>): void {
  if (patient.death !== 'no') throw new AppError('GONE', 'no visits any more', { reason: 'deceased' });
}

interface PlacesInput { patientId: string; departmentCode: string; scheduleId?: string; from?: string; days: number }
interface HoldInput { patientId: string; slotId: string; replaces?: string; override?: boolean }

/** The operations that look for a place, hold it, give it back and book it. */
export function createFind(ports: Ports, settle: Settle) {
  const { store } = ports;

  /** The department with its schedules, if this caller may know that the patient could go there. */
  async function clinicOf(seen: Seen, departmentCode: string): Promise<{ name: string; sensitive: boolean; phone: string; schedules: ScheduleRecord[] }> {
    const [departments, schedules] = await Promise.all([ports.departments.all(), store.schedules.find({ departmentCode }, { limit: 1000 })]);
    const department = departments.find((one) => one.code === departmentCode);
    if (!department || (department.sensitive && !seen.seesSensitive)) throw forbidden();
    return { ...department, schedules };
  }

  return {
    async clinics(caller: Caller, { patientId }: { patientId: string }) {
      const seen = await forPatient(ports, caller, patientId);
      const [schedules, known] = await Promise.all([store.schedules.find({}, { sort: [['_id', 'asc']], limit: 1000 }), lines(ports)]);
      const own = seen.stay?.departmentCode ?? '';
      const departments = [...known.departments.values()].filter((one) => seen.seesSensitive || !one.sensitive).flatMap((one) => {
        const doctors = schedules.filter((schedule) => schedule.departmentCode === one.code && schedule.active)
          .map(({ _id, practitioner, title, place }) => ({ scheduleId: _id, practitioner, title, place })).sort((a, b) => (a.practitioner < b.practitioner ? -1 : 1));
        return doctors.length > 0 ? [{ departmentCode: one.code, departmentName: one.name, own: one.code === own, doctors }] : [];
      });
      return {
        departments: departments.sort((a, b) => Number(b.own) - Number(a.own) || (a.departmentCode < b.departmentCode ? -1 : 1)),
        window: seen.window, ownDepartmentCode: own, phone: known.of({ departmentCode: own, sensitive: seen.stay?.sensitive ?? false }),
      };
    },

    async places(caller: Caller, input: PlacesInput, now: number) {
      const seen = await forPatient(ports, caller, input.patientId);
      const { schedules } = await clinicOf(seen, input.departmentCode);
      const chosen = schedules.filter((one) => !input.scheduleId || one._id === input.scheduleId);
      if (input.scheduleId && chosen.length === 0) throw forbidden();
      const today = dayOf(now);
      const { window } = seen;
      const from = [input.from ?? (window && window.to >= today ? window.from : today), today].reduce((a, b) => (a > b ? a : b));
      const to = addDays(from, input.days - 1);
      const horizon = Math.max(0, ...chosen.filter((one) => one.active).map((one) => one.publishDays));
      const last = addDays(today, horizon);
      const schedule = byId(chosen);
      const where = { departmentCode: input.departmentCode, ...(input.scheduleId && { scheduleId: input.scheduleId }) };
      const published = (slot: SlotRecord): boolean => isPublished(slot.day, schedule.get(slot.scheduleId)?.publishDays ?? 0, now);
      const [slots, later] = await Promise.all([
        store.slots({ ...where, from: instantAt(from), to: instantAt(addDays(to, 1)) }),
        to < last ? store.slots({ ...where, from: instantAt(addDays(to, 1)), to: instantAt(addDays(last, 1)), open: true, free: true, limit: 100 }) : Promise.resolve([]),
      ]);
      const days = Array.from({ length: input.days }, (_, n) => dayOfPlaces(addDays(from, n), slots.filter(published), { seen, window, schedule, now }));
      return {
        window, today, from, to, days, suggested: suggest(days.flatMap((one) => one.slots.filter((slot) => !slot.tooSoon)), window, (place) => dayOf(place.start)), more: to < last,
        nextFree: later.find(published)?.day ?? null,
      };
    },

    async hold(caller: Caller, input: HoldInput, now: number) {
      const seen = await forPatient(ports, caller, input.patientId);
      const slot = await store.slot(input.slotId);
      if (!slot) throw forbidden();
      const { schedules, sensitive, name } = await clinicOf(seen, slot.departmentCode);
      aliveOnly(seen);
      const schedule = schedules.find((one) => one._id === slot.scheduleId) ?? null;
      const override = seen.who.staff && input.override === true;
      if (slot.start <= now) throw conflict('over');
      if (!override && inNotice(slot.start, now)) throw tooLate();
      if (!override && !isPublished(slot.day, schedule?.publishDays ?? 0, now)) throw new AppError('NOT_NOW', 'not published yet', { reason: 'too_early' });
      const replaces = input.replaces ? await replacedBy(caller, input.replaces, { patientId: input.patientId, departmentCode: slot.departmentCode, override, staff: seen.who.staff }, now) : '';
      const active = await activeOf(ports, { patientId: input.patientId, departmentCode: slot.departmentCode }, now);
      if (active && active._id !== replaces) throw conflict('active_exists');
      if (slot.state === 'closed') throw conflict('closed');
      const { who, stay, window } = seen;
      const actor = { by: who.by, byKind: who.byKind };
      const held = await takeHold(ports, slot, {
        ...unbooked(now), patientId: input.patientId, encounterId: stay?._id ?? '', departmentCode: slot.departmentCode, ...wordsOf(schedule, slot), departmentName: name, scheduleId: slot.scheduleId, slotId: slot._id,
        day: slot.day, start: slot.start, end: slot.end, sensitive: sensitive || (stay?.sensitive ?? false), heldUntil: now + holdFor, ...actor, relation: who.relation,
        createdFrom: who.createdFrom, override, window, inWindow: isInWindow(window, slot.day), replaces, history: [{ at: now, what: override ? 'held_override' : 'held', ...actor }],
      }, actor, now);
      return {
        appointmentId: held._id, heldUntil: held.heldUntil, slot: placeOf({ ...slot, free: Math.max(0, slot.free - 1) }, { title: held.title, inWindow: held.inWindow, now }), departmentCode: held.departmentCode,
        departmentName: held.departmentName, day: held.day, place: held.place, preparation: held.preparation, replaces: held.replaces,
      };
    },

    async release(caller: Caller, { appointmentId }: { appointmentId: string }, now: number): Promise<void> {
      const { appointment, who } = await forAppointment(ports, caller, appointmentId);
      // A place that a closed clinic keeps is given back by the answer to its offer only.
      if (appointment.state === 'pending' && appointment.createdFrom !== 'closure') await expire(ports, appointment, { by: who.by, byKind: who.byKind }, now, 'released');
    },

    async book(caller: Caller, { appointmentId }: { appointmentId: string }, now: number): Promise<{ appointment: Appointment }> {
      const seen = await forAppointment(ports, caller, appointmentId);
      const { who, patient, appointment } = seen;
      aliveOnly(seen);
      const booked = await bookHeld(ports, settle, appointment, { by: who.by, byKind: who.byKind, relation: who.relation }, now);
      return { appointment: viewOf(booked, { who, patient, phone: (await lines(ports)).of(booked), now }) };
    },
  };

  /** The visit that would be replaced: it must be this patient's and in the same department, still stand, and may still be changed. */
  async function replacedBy(caller: Caller, id: string, of: { patientId: string; departmentCode: string; override: boolean; staff: boolean }, now: number): Promise<string> {
    const { appointment: old } = await forAppointment(ports, caller, id);
    if (old.patientId !== of.patientId) throw forbidden();
    if (old.departmentCode !== of.departmentCode) throw invalid('replaces', 'department');
    if (!isActive(old, now)) throw conflict('over');
    if (!of.override && !mayChange(old, now)) throw tooLate();
    return old._id;
  }
}

function dayOfPlaces(day: string, slots: readonly SlotRecord[], { seen, window, schedule, now }: { seen: Seen; window: Window | null; schedule: ReadonlyMap<string, ScheduleRecord>; now: number }): PlaceDay {
  const here = slots.filter((slot) => slot.day === day);
  const open = here.filter((slot) => slot.state === 'open' && slot.start > now);
  const inWindow = isInWindow(window, day);
  const places: Place[] = open.filter((slot) => slot.free > 0).map((slot) => placeOf(slot, { title: schedule.get(slot.scheduleId)?.title ?? '', inWindow, now })).filter((place) => seen.who.staff || !place.tooSoon);
  const why = places.length > 0 ? '' : open.some((slot) => slot.free === 0) ? 'full' : here.some((slot) => slot.closureId !== '') ? 'closed' : isHoliday(day) ? 'holiday' : 'none';
  return { day, closedWhy: why, inWindow, slots: places };
}
