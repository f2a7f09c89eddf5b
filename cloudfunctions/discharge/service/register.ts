/** What staff read of the register: masked here, within their departments, a page at a time. */
import { inScope, type Staff } from '../../kit/caller';
import { ageOn } from '../../kit/calendar';
import type { Cipher } from '../../kit/crypto';
import { forbidden } from '../../kit/errors';
import { maskId, maskName, maskPhone } from '../../kit/mask';
import type { EncounterCard, Fact, HeldRow, RegisterRow } from '../contract';
import { missingIn } from '../rules/missing';
import type { Encounter, EncounterStore, Patient, PatientStore } from '../store';
import type { ListFilter, RegisterList } from './register/list';

/** Steps of stays, from followup, in their order. */
export interface StepView { encounterId: string; stepId: string; key: string; state: string; reason: string; due: number }
/** Another domain's facts of one stay: kinds and parameters for wording, never answers. */
export type FactSource = (stay: { encounterId: string; staff: Staff }) => Promise<Fact[]>;
/** The same of a patient, whichever stay it was about. */
export type PersonFactSource = (patient: { patientId: string; staff: Staff }) => Promise<Fact[]>;

export interface RegisterPorts {
  patients: PatientStore; encounters: EncounterStore; cipher: Cipher; list: RegisterList;
  stepsOf(encounterIds: readonly string[]): Promise<StepView[]>;
  facts: readonly FactSource[]; personFacts: readonly PersonFactSource[];
  /** Names of colleagues by id; who has left keeps theirs. */
  staffNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

export function createRegister(ports: RegisterPorts) {
  const namesOf = async (actors: readonly string[]): Promise<Record<string, string>> => Object.fromEntries(await ports.staffNames([...new Set(actors.filter((id) => id.startsWith('staff:')))]));
  const { patients, encounters, cipher, stepsOf } = ports;

  /** FORBIDDEN when it does not exist or is another department's. */
  const find = async (staff: Staff, encounterId: string): Promise<{ encounter: Encounter; patient: Patient }> => {
    const encounter = await encounters.get(encounterId);
    const patient = encounter && inScope(staff, encounter.departmentCode) ? await patients.get(encounter.patientId) : null;
    if (!encounter || !patient) throw forbidden();
    return { encounter, patient };
  };

  const numberOf = (patient: Patient, field: 'phone' | 'contactPhone'): string => {
    const sealed = patient[`${field}Sealed`];
    return sealed ? cipher.open(sealed, field) : '';
  };

  const rowsOf = async (stays: readonly Encounter[]): Promise<RegisterRow[]> => {
    const [people, steps] = await Promise.all([patients.getMany([...new Set(stays.map((stay) => stay.patientId))]), stepsOf(stays.map((stay) => stay._id))]);
    const byId = new Map(people.map((patient) => [patient._id, patient]));
    return stays.flatMap((stay) => {
      const patient = byId.get(stay.patientId);
      return patient ? [rowOf(stay, patient, numberOf(patient, 'phone'), steps)] : [];
    });
  };

  const list = async (staff: Staff, filter: ListFilter): Promise<{ stays: Encounter[]; rows: RegisterRow[]; next: string | null }> => {
    const { stays, next } = await ports.list.stays(staff, filter);
    return { stays, rows: await rowsOf(stays), next };
  };

  return {
    find,
    rowsOf,
    namesOf,
    async list(staff: Staff, filter: ListFilter): Promise<{ rows: RegisterRow[]; next: string | null }> {
      const { rows, next } = await list(staff, filter);
      return { rows, next };
    },
    search: async (staff: Staff, text: string): Promise<{ rows: RegisterRow[]; next: string | null }> => ({ rows: (await list(staff, { text, limit: 20 })).rows, next: null }),
    async heldList(staff: Staff, { departmentCode, cursor, limit }: { departmentCode?: string; cursor?: string; limit: number }): Promise<{ rows: HeldRow[]; next: string | null; waiting: number }> {
      // Before anything is asked: a refusal beside a promise that nobody waits for would end the instance.
      const scope = ports.list.scopeOf(staff, departmentCode);
      const [{ stays, rows, next }, waiting] = await Promise.all([
        list(staff, { departmentCode, cursor, limit, held: 'waiting' }), encounters.collection.count({ ...scope, ...ports.list.heldQuery('waiting') }),
      ]);
      const people = new Map((await patients.getMany([...new Set(stays.map((stay) => stay.patientId))])).map((patient) => [patient._id, patient]));
      const held = rows.map((row) => {
        const stay = stays.find((s) => s._id === row.encounterId)!;
        return { ...row, holdSince: stay.holdSince, motherEncounterId: stay.motherEncounterId, tags: people.get(stay.patientId)?.tags ?? [] };
      });
      return { rows: held, next, waiting };
    },
    async get(staff: Staff, encounterId: string): Promise<EncounterCard> {
      const { encounter: stay, patient } = await find(staff, encounterId);
      const [steps, stays] = await Promise.all([stepsOf([stay._id]), encounters.ofPatients([patient._id])]);
      return {
        ...rowOf(stay, patient, numberOf(patient, 'phone'), steps),
        patientNo: patient.patientNo, birthDate: patient.birthDate, idNo: patient.idNoSealed ? maskId(cipher.open(patient.idNoSealed, 'idNo')) : '',
        contactName: maskName(patient.contactName), contactRelation: patient.contactRelation, contactPhone: maskPhone(numberOf(patient, 'contactPhone')), contactInvalid: patient.contactInvalid,
        tags: patient.tags, attending: stay.attending, nurse: stay.nurse, admitAt: stay.admitAt, dxCode: stay.dxCode, dxOther: stay.dxOther, operation: stay.operation,
        instruction: stay.instruction, medications: stay.medications, allergy: stay.allergy, revisitDay: stay.revisitDay, receiver: stay.receiver, obstetric: stay.obstetric,
        motherEncounterId: stay.motherEncounterId, holdSince: stay.holdSince, decidedBy: stay.decidedBy, decidedAt: stay.decidedAt, decisionNote: stay.decisionNote,
        unaware: patient.unaware, noVoice: patient.noVoice, noContact: patient.noContact, allowFamilySensitive: patient.allowFamilySensitive, allowSmsSensitive: patient.allowSmsSensitive,
        names: await namesOf([stay.decidedBy, patient.deathSource]), deathSource: patient.deathSource, deathAt: patient.deathAt ?? 0, readmittedAt: stay.readmittedAt,
        otherStays: stays.filter((other) => other._id !== stay._id && inScope(staff, other.departmentCode)).map(({ _id, dischargeDay, departmentName }) => ({ encounterId: _id, dischargeDay, departmentName })),
      };
    },
    async timeline(staff: Staff, encounterId: string): Promise<{ facts: Fact[]; names: Record<string, string> }> {
      const { encounter, patient } = await find(staff, encounterId);
      const own = [
        { at: encounter.admitAt, kind: 'encounter.admitted', by: '', params: {} }, { at: encounter.dischargeAt, kind: 'encounter.discharged', by: '', params: { way: encounter.way } },
        ...encounter.history.map((entry) => factOf('encounter', entry)), ...patient.history.filter((entry) => entry.at >= encounter.admitAt && entry.what !== 'registered').map((entry) => factOf('patient', entry)),
      ];
      const records = [patient._id, ...(await patients.mergedFrom(patient._id))];
      const others = await Promise.all([...ports.facts.map((source) => source({ encounterId, staff })), ...records.flatMap((patientId) => ports.personFacts.map((source) => source({ patientId, staff })))]);
      const facts = [...own, ...others.flat()].map((fact, index) => ({ fact, index })).sort((a, b) => a.fact.at - b.fact.at || a.index - b.index).map(({ fact }) => fact);
      return { facts, names: await namesOf(facts.map((fact) => fact.by)) };
    },
    numberOf,
  };
}
export type Register = ReturnType<typeof createRegister>;

const factOf = (of: 'encounter' | 'patient', { at, by, what, fields, note }: Encounter['history'][number]): Fact =>
  ({ at, kind: `${of}.${what}`, by, params: { ...(fields && { fields }), ...(note && { note }) } });

function rowOf(stay: Encounter, patient: Patient, phone: string, steps: readonly StepView[]): RegisterRow {
  return {
    encounterId: stay._id, patientId: patient._id, name: maskName(patient.name), sex: patient.sex, age: ageOn(patient.birthDate, stay.dischargeDay), phone: maskPhone(phone), district: patient.district,
    inpatientNo: stay.inpatientNo, visitTimes: stay.visitTimes, departmentCode: stay.departmentCode, departmentName: stay.departmentName, ward: stay.ward, bed: stay.bed,
    dischargeAt: stay.dischargeAt, dischargeDay: stay.dischargeDay, way: stay.way, dx: stay.dx, hold: stay.hold, decision: stay.decision, state: stay.state, sensitive: stay.sensitive,
    death: patient.death, readmitted: stay.readmittedAt !== null, noPhone: !patient.phoneHash && !patient.contactPhoneHash, phoneInvalid: patient.phoneInvalid, missing: missingIn(stay.missing ?? ''), priority: stay.priority ?? '',
    steps: steps.filter((step) => step.encounterId === stay._id).map(({ stepId, key, state, reason, due }) => ({ stepId, key, state, reason, due })),
  };
}
