/** Stays and patients → what the rules ask. */
import { byId } from '../../kit/database';
import type { StayFacts } from '../rules/plan';
import type { Patient, Ports, Stay } from '../service';

export const unique = <T>(items: readonly T[]): T[] => [...new Set(items)];
export const page = 1000;

export function factsOf(stay: Stay, patient: Patient, refused: { care: ReadonlySet<string>; survey: ReadonlySet<string> }, complaining: ReadonlySet<string>): StayFacts {
  const { departmentCode, dischargeDay, dischargeAt, way, dxCode, state, hold, decision } = stay;
  const { birthDate, tags, death, noContact } = patient;
  return {
    encounterId: stay._id, patientId: patient._id, departmentCode, dischargeDay, dischargeAt, way, dxCode, state, hold, decision, readmitted: stay.readmittedAt !== null,
    birthDate, tags, death, noContact,
    reachable: (patient.phoneHash !== '' && !patient.phoneInvalid) || (patient.contactPhoneHash !== '' && !patient.contactInvalid),
    optOut: refused.care.has(patient._id) ? 'all' : refused.survey.has(patient._id) ? 'survey' : '',
    complaining: complaining.has(patient._id),
  };
}

/** Facts of these stays by encounter id, in five round trips for a thousand; a stay whose patient is missing is left out. */
export async function loadFacts(ports: Ports, stays: readonly Stay[], purposes: readonly ('care' | 'survey')[]): Promise<Map<string, StayFacts>> {
  const ids = unique(stays.map((stay) => stay.patientId));
  if (ids.length === 0) return new Map();
  const nobody: ReadonlySet<string> = new Set();
  const [patients, care, survey, complaining] = await Promise.all([
    ports.patients.getMany(ids),
    purposes.includes('care') ? ports.consents.refused(ids, 'care') : nobody,
    purposes.includes('survey') ? ports.consents.refused(ids, 'survey') : nobody,
    purposes.includes('survey') ? ports.openComplaints(ids) : nobody,
  ]);
  const known = byId(patients);
  return new Map(stays.flatMap((stay) => {
    const patient = known.get(stay.patientId);
    return patient ? [[stay._id, factsOf(stay, patient, { care, survey }, complaining)]] : [];
  }));
}
