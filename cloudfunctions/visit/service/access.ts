/** Whose visits somebody may see and change. Unknown and foreign are the same refusal. */
import { maySeeStay } from '../../account/rules/binding';
import { latestStay } from '../../discharge/rules/stay';
import type { Encounter, Patient } from '../../discharge/store';
import { actorOf, inScope, representing, type Caller, type Staff } from '../../kit/caller';
import { forbidden } from '../../kit/errors';
import type { Relation } from '../../kit/contract';
import { orderWindow } from '../rules/window';
import type { Window } from '../contract';
import type { AppointmentRecord } from '../store';
import type { Actor, Department, Ports } from './ports';

export interface Who extends Actor { relation: Relation | ''; staff: boolean; /** Through an SMS link: nothing of a sensitive visit but its time. */ link: boolean; createdFrom: 'patient' | 'call' | 'console' }
export interface Seen { who: Who; patient: Patient; /** The latest stay that this caller may know of. */ stay: Encounter | null; window: Window | null; /** May be offered departments with sensitive care, and shown sensitive visits. */ seesSensitive: boolean }

const staffWho = (staff: Staff): Who => ({ by: actorOf(staff), byKind: 'staff', relation: '', staff: true, link: false, createdFrom: staff.role === 'nurse' ? 'call' : 'console' });
const windowOf = (stay: Encounter | null): Window | null => stay && orderWindow(stay);

/** A patient's side, for a person who acts for them or for staff of a department they were in. */
export async function forPatient(ports: Ports, caller: Caller, patientId: string): Promise<Seen> {
  const represents = representing(caller, patientId);
  if (!represents && caller.kind !== 'staff') throw forbidden();
  const [patient, stays] = await Promise.all([ports.patients.get(patientId), ports.stays.ofPatients([patientId])]);
  if (!patient) throw forbidden();
  if (caller.kind === 'staff') {
    if (!stays.some((stay) => inScope(caller, stay.departmentCode))) throw forbidden();
    const stay = latestStay(stays);
    return { who: staffWho(caller), patient, stay, window: windowOf(stay), seesSensitive: true };
  }
  if (!represents) throw forbidden();
  const stay = latestStay(stays.filter((one) => maySeeStay(represents, { sensitive: one.sensitive, cleared: one.decision === 'invite' }, patient)));
  if (!stay) throw forbidden();
  const who: Who = { by: actorOf(caller), byKind: represents.as, relation: represents.relation, staff: false, link: false, createdFrom: 'patient' };
  return { who, patient, stay, window: windowOf(stay), seesSensitive: maySeeStay(represents, { sensitive: true, cleared: stay.decision === 'invite' }, patient) };
}

/** One visit, with its patient. */
export async function forAppointment(ports: Ports, caller: Caller, appointmentId: string): Promise<Seen & { appointment: AppointmentRecord }> {
  const appointment = await ports.store.appointment(appointmentId);
  if (!appointment) throw forbidden();
  if (caller.kind === 'link') {
    const [patient, stay] = await Promise.all([ports.patients.get(appointment.patientId), ports.stays.get(appointment.encounterId)]);
    if (caller.stepId !== appointmentId || caller.patientId !== appointment.patientId || !patient) throw forbidden();
    const who: Who = { by: actorOf(caller), byKind: caller.to === 'patient' ? 'patient' : 'family', relation: caller.relation, staff: false, link: true, createdFrom: 'patient' };
    return { who, patient, stay, window: appointment.window, seesSensitive: false, appointment };
  }
  const seen = await forPatient(ports, caller, appointment.patientId).catch(async (error: unknown) => {
    // Staff of the clinic, where the patient has never been an inpatient.
    const patient = caller.kind === 'staff' && inScope(caller, appointment.departmentCode) ? await ports.patients.get(appointment.patientId) : null;
    if (!patient || caller.kind !== 'staff') throw error;
    return { who: staffWho(caller), patient, stay: await ports.stays.get(appointment.encounterId), window: appointment.window, seesSensitive: true };
  });
  if (appointment.sensitive && !seen.seesSensitive) throw forbidden();
  return { ...seen, appointment };
}

/** A department that exists and is in this colleague's scope. */
export async function forDepartment(ports: Ports, staff: Staff, departmentCode: string): Promise<Department> {
  const department = (await ports.departments.all()).find((one) => one.code === departmentCode);
  if (!department || !inScope(staff, departmentCode)) throw forbidden();
  return department;
}
