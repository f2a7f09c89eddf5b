/** A visit as its readers get it. */
import { ageOn, dayOf, daysBetween } from '../../kit/calendar';
import type { Encounter, Patient } from '../../discharge/store';
import { maskName } from '../../kit/mask';
import type { Appointment, DayRow, Place } from '../contract';
import type { DayFlag } from '../contract/schedule';
import { changeUntil, inNotice } from '../rules/time';
import { isActive, isReadmitted, mayChange } from '../rules/visit';
import type { AppointmentRecord, ScheduleRecord, SlotRecord } from '../store';
import type { Who } from './access';
import type { Department, Ports } from './ports';

/** The line to ring about a visit: the department's, or the hospital's where the visit is sensitive or no other is known. */
export async function lines(ports: Ports): Promise<{ of(visit: Pick<AppointmentRecord, 'departmentCode' | 'sensitive'>): string; hospital: string; departments: ReadonlyMap<string, Department> }> {
  const [all, { phone }] = await Promise.all([ports.departments.all(), ports.hospital()]);
  const departments = new Map(all.map((one) => [one.code, one]));
  return { hospital: phone, departments, of: ({ departmentCode, sensitive }) => (sensitive ? '' : departments.get(departmentCode)?.phone) || phone };
}

/** For persons without what staff noted; through a link to a sensitive visit nothing but its time. */
export function viewOf(visit: AppointmentRecord, { who, patient, phone, now }: { who: Who; patient: Pick<Patient, 'name'>; phone: string; now: number }): Appointment {
  const hidden = who.link && visit.sensitive;
  const word = (text: string): string => (hidden ? '' : text);
  const { proposal, cancel } = visit;
  return {
    appointmentId: visit._id, patientId: visit.patientId, name: maskName(patient.name), encounterId: visit.encounterId, departmentCode: word(visit.departmentCode), departmentName: word(visit.departmentName),
    practitioner: word(visit.practitioner), title: word(visit.title), place: word(visit.place), preparation: word(visit.preparation), sensitive: visit.sensitive,
    slotId: hidden ? visit._id : visit.slotId, scheduleId: hidden ? visit._id : visit.scheduleId, day: visit.day, start: visit.start, end: visit.end, state: visit.state, heldUntil: visit.heldUntil,
    byKind: visit.byKind, relation: visit.relation || null, window: visit.window, inWindow: visit.inWindow, replaces: visit.replaces, replacedBy: visit.replacedBy,
    proposal: proposal && { state: proposal.state, until: proposal.until, start: proposal.start, end: proposal.end, practitioner: word(proposal.practitioner), place: word(proposal.place) },
    cancel: cancel && { reason: cancel.reason, note: who.link ? '' : cancel.note, at: cancel.at, byKind: cancel.byKind },
    createdAt: visit.createdAt, bookedAt: visit.bookedAt, arrivedAt: visit.arrivedAt, doneAt: visit.doneAt, missedAt: visit.missedAt,
    canChange: who.staff ? isActive(visit, now) : mayChange(visit, now), changeUntil: Math.max(0, changeUntil(visit.start)), phone,
    history: who.staff ? visit.history.map(({ at, what, byKind }) => ({ at, what, byKind })) : [],
  };
}

/** A half hour that can be booked. */
export function placeOf(slot: SlotRecord, { title, inWindow, now }: { title: string; inWindow: boolean; now: number }): Place {
  return { slotId: slot._id, scheduleId: slot.scheduleId, practitioner: slot.practitioner, title, start: slot.start, end: slot.end, free: slot.free, inWindow, tooSoon: inNotice(slot.start, now) };
}

/** A line of the day's list, masked. */
export function dayRowOf(visit: AppointmentRecord, { patient, stay, phone }: { patient: Patient | undefined; stay: Encounter | undefined; phone: string }): DayRow {
  const age = patient ? ageOn(patient.birthDate, visit.day) : null;
  const flags: [DayFlag, boolean][] = [
    ['elderly', (age ?? 0) >= 80], ['minor', age !== null && age < 18], ['sensitive', visit.sensitive], ['unaware', patient?.unaware ?? false], ['no_voice', patient?.noVoice ?? false],
    ['out_of_window', !visit.inWindow], ['override', visit.override], ['clinic_closed', visit.closureId !== ''], ['readmitted', isReadmitted(visit, stay)],
  ];
  return {
    appointmentId: visit._id, patientId: visit.patientId, encounterId: visit.encounterId, name: maskName(patient?.name ?? ''), sex: patient?.sex ?? 'unknown', age,
    dayN: stay ? Math.max(0, daysBetween(stay.dischargeDay, dayOf(visit.start))) : null, scheduleId: visit.scheduleId, practitioner: visit.practitioner, place: visit.place, start: visit.start, end: visit.end,
    state: visit.state, inWindow: visit.inWindow, phone, byKind: visit.byKind, relation: visit.relation || null, arrivedAt: visit.arrivedAt, doneAt: visit.doneAt, missedAt: visit.missedAt,
    flags: flags.flatMap(([flag, set]) => (set ? [flag] : [])),
  };
}

/** A schedule's words that a visit keeps, as they were when it was booked. */
export const wordsOf = (schedule: ScheduleRecord | null, slot: SlotRecord) => ({
  departmentName: schedule?.departmentName ?? '', practitioner: slot.practitioner, title: schedule?.title ?? '', place: schedule?.place ?? '', preparation: schedule?.preparation ?? '',
});
