/** The register of patients as account and the call screen need it, and what others hold of its stays. */
import { mayHearToday } from '../account/rules/binding';
import { callCollection, type CallRecord } from '../call/store';
import type { Begun } from '../discharge/service/undo';
import type { Patient } from '../discharge/store';
import type { Step } from '../followup/contract';
import { stepCollection } from '../followup/store';
import { dayOf } from '../kit/calendar';
import { byId } from '../kit/database';
import { threadCollection, threadId, type Thread } from '../message/store/thread';
import { responseCollection, type Response } from '../survey/store';
import { openVisitStore } from '../visit/store';
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

/** Ids in one question. */
const idsAtOnce = 200;

/**
 * These stays are this patient's now: their steps, calls, sheets, messages and links go with them. Bookings, conversations, complaints, bindings and consents stay with the
 * record under which they were made: nobody's consent becomes another's.
 */
export const moveStays = ({ database, steps, noticeStore, links }: Base) => async (encounterIds: readonly string[], patientId: string): Promise<void> => {
  const calls = database.collection<CallRecord>(callCollection);
  const stepsOf = database.collection<Step>(stepCollection);
  const responses = database.collection<Response>(responseCollection);
  const among = (values: readonly string[]): unknown => database.command.in([...values]);
  for (let i = 0; i < encounterIds.length; i += idsAtOnce) {
    const ids = encounterIds.slice(i, i + idsAtOnce);
    const stepIds = (await steps.ofEncounters(ids)).map((step) => step._id);
    // Planning moves what is open; what ended belongs to the same story.
    await stepsOf.update({ encounterId: among(ids) }, { patientId });
    await calls.update({ encounterId: among(ids) }, { patientId });
    await responses.update({ encounterId: among(ids) }, { patientId });
    if (stepIds.length === 0) continue;
    await noticeStore.change({ stepIds, states: ['waiting', 'sending'] }, { set: { patientId } });
    await links.move(stepIds, patientId);
  }
};

/** What patients and colleagues have begun about these stays. */
export const begunOf = ({ database, steps, encounters }: Base) => {
  const calls = database.collection<CallRecord>(callCollection);
  const threads = database.collection<Thread>(threadCollection);
  const visits = openVisitStore(database);
  return async (encounterIds: readonly string[]): Promise<Map<string, (keyof Begun)[]>> => {
    const begun = new Map<string, (keyof Begun)[]>();
    const say = (encounterId: string, what: keyof Begun): void => {
      const known = begun.get(encounterId) ?? [];
      if (!known.includes(what)) begun.set(encounterId, [...known, what]);
    };
    for (let i = 0; i < encounterIds.length; i += idsAtOnce) {
      const ids = encounterIds.slice(i, i + idsAtOnce);
      for (const step of await steps.ofEncounters(ids)) {
        if (step.invitedAt > 0) say(step.encounterId, 'invited');
        if (step.answeredAt > 0) say(step.encounterId, 'answered');
      }
      for (const call of await calls.find({ encounterId: database.command.in(ids) }, { limit: 1000, fields: ['encounterId', 'attempts'] })) if (call.attempts.length > 0) say(call.encounterId, 'called');
      const stays = await encounters.getMany(ids);
      const patientIds = [...new Set(stays.map((stay) => stay.patientId))];
      const [booked, written] = await Promise.all([visits.ofPatients(patientIds, 0, 1000), threads.getMany(patientIds.map(threadId))]);
      const [having, writing] = [new Set(booked.map(({ patientId }) => patientId)), new Set(written.map(({ patientId }) => patientId))];
      for (const stay of stays) {
        if (having.has(stay.patientId)) say(stay._id, 'visits');
        if (writing.has(stay.patientId)) say(stay._id, 'messages');
      }
    }
    return begun;
  };
};

function personFacts(patient: Patient | null) {
  if (!patient) return null;
  const { _id, name, birthDate, contactRelation, allowFamilySensitive, allowSmsSensitive } = patient;
  return {
    patientId: _id, name, birthDate, contactRelation, allowFamilySensitive, allowSmsSensitive,
    phoneHash: patient.phoneInvalid ? '' : patient.phoneHash, contactPhoneHash: patient.contactInvalid ? '' : patient.contactPhoneHash,
  };
}
