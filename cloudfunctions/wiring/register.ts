/** The register of patients as account and the call screen need it. */
import { mayHearToday } from '../account/rules/binding';
import type { Patient } from '../discharge/store';
import { dayOf } from '../kit/calendar';
import { byId } from '../kit/database';
import type { Base } from './base';

/** For account: numbers that were found wrong count as none. */
export function registerOf({ database, patients, encounters }: Base) {
  return {
    get: async (id: string) => personFacts(await patients.get(id)),
    getMany: async (ids: readonly string[]) => (await patients.getMany(ids)).flatMap((patient) => personFacts(patient) ?? []),
    async byNumber(phoneHash: string) {
      const found = byId([...(await patients.byPhone(phoneHash)), ...(await patients.byContactPhone(phoneHash))]);
      return [...found.values()].flatMap((patient) => personFacts(patient) ?? []);
    },
    stays: async (ids: readonly string[]) => (await encounters.ofPatients(ids)).map((stay) => ({ patientId: stay.patientId, dischargeDay: stay.dischargeDay, sensitive: stay.sensitive, cancelled: stay.state === 'cancelled', cleared: stay.decision === 'invite' })),
    async chooseSensitive(id: string, choice: { family: boolean; sms: boolean }, by: string, now: number): Promise<void> {
      const { inc, push } = database.command;
      await patients.collection.update({ _id: id }, { allowFamilySensitive: choice.family, allowSmsSensitive: choice.sms, rev: inc(1), updatedAt: now, history: push([{ at: now, by, what: 'sensitive_choice' }]) });
    },
  };
}

/** May clinical facts be told to the person with this number? */
export const mayHearOf = ({ people, clock }: Base) => async (patientId: string, phoneHash: string): Promise<boolean> => {
  const rows = (await people.ofPatient(patientId)).filter((row) => row.state === 'active');
  const persons = byId(await people.getMany(rows.map((row) => row.personId)));
  return rows.some((row) => persons.get(row.personId)?.phoneHash === phoneHash && mayHearToday(row, dayOf(clock())));
};

function personFacts(patient: Patient | null) {
  if (!patient) return null;
  const { _id, name, birthDate, contactRelation, allowFamilySensitive, allowSmsSensitive } = patient;
  return {
    patientId: _id, name, birthDate, contactRelation, allowFamilySensitive, allowSmsSensitive,
    phoneHash: patient.phoneInvalid ? '' : patient.phoneHash, contactPhoneHash: patient.contactInvalid ? '' : patient.contactPhoneHash,
  };
}
