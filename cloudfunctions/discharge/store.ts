/** The register: patients, their stays, departments, and the imports that brought them. Other domains read Patient and Encounter through the stores opened here. */
import { addDays, instantAt } from '../kit/calendar';
import type { Relation, Sex } from '../kit/contract';
import { defineCollection, type Collection, type CollectionSpec, type Database } from '../kit/database';
import type { Death, Decision, Department, EncounterState, Hold, Way } from './contract';
import { refreshMissing } from './store/missing';
import { nameKeyCollection, registerCollections, type NameKey } from './store/register';
import { importJobCollection, importRejectCollection, importSourceCollection } from './store/import';
import { restatedCollection, statementCollection } from './store/statement';

/** What changed, when and by whom; `fields` are names, never values. */
export interface Change { at: number; by: string; what: string; fields?: string[]; note?: string }

/** FHIR Patient. Numbers are sealed (field names for the cipher: `phone`, `contactPhone`, `idNo`, `address`) and found by keyed hash of the plain digits. */
export interface Patient {
  /** `pat:<hash20(patientNo)>` */
  _id: string;
  patientNo: string; name: string; /** Of a newborn called after its mother (王芳之子): 王芳, else ''. */ motherName: string; sex: Sex; birthDate: string; /** The day of birth was made from an age or a year. */ birthEstimated: boolean;
  idNoSealed: string | null; idHash: string;
  phoneSealed: string | null; phoneHash: string;
  contactName: string; contactRelation: Relation;
  contactPhoneSealed: string | null; contactPhoneHash: string;
  /** Keyed hashes of the last four digits, for the search of the register; '' when there is no number. */
  phoneTail: string; contactPhoneTail: string;
  /** Address down to the district; the street is not kept (minimisation, 个人信息保护法 6). */
  district: string; addressSealed: string | null;
  tags: string[];
  phoneInvalid: boolean; contactInvalid: boolean;
  /** Does not know the diagnosis: hide it everywhere from patient and family. */
  unaware: boolean; noVoice: boolean; noContact: boolean;
  death: Death; deathAt: number | null; deathSource: string;
  /** The patient's own choice for sensitive stays; false unless chosen. */
  allowFamilySensitive: boolean; allowSmsSensitive: boolean;
  /** As the hospital's system last gave them, so that what was corrected here is not undone by the old. */
  sourcePhoneHash: string; sourceContactPhoneHash: string; sourceNoContact: boolean;
  /** Who lives on after a merge; '' for who lives. The document stays, with what was agreed and written under it. */
  mergedInto: string;
  /** Hash of the statements that these facts are the fold of, in their order. */
  contentHash: string;
  history: Change[]; rev: number; registeredAt: number; updatedAt: number;
}

/** FHIR Encounter (class IMP): one stay. */
export interface Encounter {
  /** `enc:<hash20(inpatientNo|visitTimes)>` */
  _id: string;
  patientId: string; inpatientNo: string; visitTimes: number;
  departmentCode: string; departmentName: string; ward: string; bed: string; attending: string; nurse: string;
  admitAt: number; dischargeAt: number; dischargeDay: string; way: Way; receiver: string;
  dxCode: string; dx: string; dxOther: string[]; operation: string; instruction: string; medications: string; revisitDay: string | null; allergy: string;
  sensitive: boolean; obstetric: boolean; motherEncounterId: string | null;
  hold: Hold; /** `waiting` exactly while the stay is held, undecided and not cancelled: the clearing list's index. */ clearing: '' | 'waiting' | 'decided'; holdSince: number; decision: Decision; decidedBy: string; decidedAt: number; decisionNote: string;
  state: EncounterState; readmittedAt: number | null;
  /** What the record lacks (rules/missing.ts), '' nothing; the month in whose list the ward named the stay, '' none. */
  missing: string; priority: string;
  /** `due`: followup must plan it (again); `planned`; `none`: nothing to plan. */
  planning: 'due' | 'planned' | 'none';
  /** Hash of the statements that these facts are the fold of, in their order; the run that changed it last. */
  contentHash: string; importId: string;
  history: Change[]; rev: number; registeredAt: number; updatedAt: number;
}

export interface DepartmentRecord extends Department { /** `dep:<code>` */ _id: string; /** Made from a file, not yet looked at by a person. */ unconfirmed: boolean }

export const patientCollection = defineCollection('patient', [
  { name: 'phone', keys: [['phoneHash', 1]] },
  { name: 'contact_phone', keys: [['contactPhoneHash', 1]] },
  { name: 'phone_tail', keys: [['phoneTail', 1]] },
  { name: 'contact_phone_tail', keys: [['contactPhoneTail', 1]] },
  { name: 'name', keys: [['name', 1]] },
  { name: 'contact_name', keys: [['contactName', 1]] },
  { name: 'mother_name', keys: [['motherName', 1]] },
  { name: 'merged_into', keys: [['mergedInto', 1]] },
]);
export const encounterCollection = defineCollection('encounter', [
  { name: 'number', keys: [['inpatientNo', 1], ['visitTimes', 1]], unique: true },
  { name: 'patient', keys: [['patientId', 1], ['admitAt', 1]] },
  { name: 'day', keys: [['dischargeAt', -1], ['_id', -1]] },
  { name: 'department_day', keys: [['departmentCode', 1], ['dischargeAt', -1], ['_id', -1]] },
  { name: 'planning', keys: [['planning', 1], ['dischargeAt', 1]] },
  { name: 'clearing', keys: [['clearing', 1], ['dischargeAt', -1], ['_id', -1]] },
  { name: 'ward_day', keys: [['ward', 1], ['dischargeAt', -1], ['_id', -1]] },
  { name: 'way_day', keys: [['way', 1], ['dischargeAt', -1], ['_id', -1]] },
  { name: 'state_day', keys: [['state', 1], ['dischargeAt', -1], ['_id', -1]] },
  { name: 'missing_day', keys: [['missing', 1], ['dischargeAt', -1], ['_id', -1]] },
  { name: 'priority_day', keys: [['priority', 1], ['dischargeAt', -1], ['_id', -1]] },
]);
export const departmentCollection = defineCollection('department', []);
/** Written to collections.json by the build. */
export const collections: CollectionSpec[] = [
  patientCollection, encounterCollection, departmentCollection, statementCollection, restatedCollection, importJobCollection, importRejectCollection, importSourceCollection, ...registerCollections,
];

/** What others may ask about patients; the whole collection for our own services. */
export interface PatientStore {
  readonly collection: Collection<Patient>;
  /** Readings of their names, for the search. */
  readonly names: Collection<NameKey>;
  /** What the records of these patients' stays lack is said anew; after every change of a number, a birth date, a diagnosis. Safe to repeat. */
  refreshMissing(ids: readonly string[]): Promise<void>;
  get(id: string): Promise<Patient | null>;
  getMany(ids: readonly string[]): Promise<Patient[]>;
  /** Ids of the records that were merged into this one: what was booked, written and consented to under them stays there. */
  mergedFrom(id: string): Promise<string[]>;
  /** Patients whose own number this is (at most 100). */
  byPhone(phoneHash: string): Promise<Patient[]>;
  /** Patients whose contact number this is (at most 100). */
  byContactPhone(phoneHash: string): Promise<Patient[]>;
  /** A number that turned out wrong: it is not used again until corrected. False when the number has been changed meanwhile. */
  markPhoneInvalid(id: string, which: 'phone' | 'contactPhone', phoneHash: string, by: string, now: number): Promise<boolean>;
  /**
   * Records what is known of a death: told (from no), confirmed (from no or told), no (from told: it was wrong). False when it stood otherwise already.
   * Whoever calls it also tells followup: suspend, stop or resume.
   */
  markDeath(id: string, death: Death, by: string, now: number, note?: string): Promise<boolean>;
}

export function openPatientStore(database: Database): PatientStore {
  const collection = database.collection<Patient>(patientCollection);
  const { command } = database;
  const refresh = (ids: readonly string[]) => refreshMissing({ patients: collection, encounters: database.collection<Encounter>(encounterCollection), command }, ids);
  return {
    collection, names: database.collection<NameKey>(nameKeyCollection), refreshMissing: refresh,
    get: (id) => collection.get(id),
    getMany: (ids) => collection.getMany(ids),
    mergedFrom: async (id) => (await collection.find({ mergedInto: id }, { fields: ['_id'] })).map(({ _id }) => _id),
    byPhone: async (phoneHash) => (phoneHash ? collection.find({ phoneHash }) : []),
    byContactPhone: async (phoneHash) => (phoneHash ? collection.find({ contactPhoneHash: phoneHash }) : []),
    async markPhoneInvalid(id, which, phoneHash, by, now) {
      const field = which === 'phone' ? 'phoneInvalid' : 'contactInvalid';
      const change = { [field]: true, rev: command.inc(1), updatedAt: now, history: command.push([{ at: now, by, what: 'phone_invalid', fields: [which] }]) };
      const marked = (await collection.update({ _id: id, [`${which}Hash`]: phoneHash, [field]: false }, change)) === 1;
      if (marked) await refresh([id]);
      return marked;
    },
    async markDeath(id, death, by, now, note = '') {
      const entry = { rev: command.inc(1), updatedAt: now, history: command.push([{ at: now, by, what: `death_${death}`, note }]) };
      const known = { deathSource: by, deathAt: now };
      const changed = async (from: Death, change: object): Promise<boolean> => (await collection.update({ _id: id, death: from }, { death, ...change, ...entry })) === 1;
      // Who told first stays known, so that the second person can be somebody else.
      const done = death === 'no' ? await changed('told', { deathSource: '', deathAt: null }) : (await changed('no', known)) || (death === 'confirmed' && (await changed('told', {})));
      if (done) await refresh([id]);
      return done;
    },
  };
}

export interface EncounterStore {
  readonly collection: Collection<Encounter>;
  get(id: string): Promise<Encounter | null>;
  getMany(ids: readonly string[]): Promise<Encounter[]>;
  /** All stays of these patients, by admission; pages through however many there are. */
  ofPatients(patientIds: readonly string[]): Promise<Encounter[]>;
  /** Stays that followup must plan, oldest discharge first. */
  duePlanning(limit: number): Promise<Encounter[]>;
  /** Followup has planned them; a change that came meanwhile (`rev` differs) stays due. */
  setPlanned(encounters: readonly { _id: string; rev: number }[], planning: 'planned' | 'none'): Promise<void>;
  /** How many were registered as discharged between these days (inclusive), cancelled ones too: the funnel counts them with that reason, so that it adds up at every moment. */
  countDischarged(from: string, to: string): Promise<number>;
}

export function openEncounterStore(database: Database): EncounterStore {
  const collection = database.collection<Encounter>(encounterCollection);
  const { command } = database;
  return {
    collection,
    get: (id) => collection.get(id),
    getMany: (ids) => collection.getMany(ids),
    async ofPatients(patientIds) {
      const found: Encounter[] = [];
      for (let i = 0; i < patientIds.length; i += 500) {
        const patientId = command.in(patientIds.slice(i, i + 500));
        for (let skip = 0, page: Encounter[] = []; skip === 0 || page.length === 1000; skip += 1000) {
          page = await collection.find({ patientId }, { sort: [['patientId', 'asc'], ['admitAt', 'asc'], ['_id', 'asc']], limit: 1000, skip });
          found.push(...page);
        }
      }
      return found;
    },
    duePlanning: (limit) => collection.find({ planning: 'due' }, { sort: [['dischargeAt', 'asc']], limit }),
    async setPlanned(encounters, planning) {
      for (const rev of new Set(encounters.map((e) => e.rev))) {
        const ids = encounters.filter((e) => e.rev === rev).map((e) => e._id);
        for (let i = 0; i < ids.length; i += 500) await collection.update({ _id: command.in(ids.slice(i, i + 500)), rev, planning: 'due' }, { planning });
      }
    },
    countDischarged: (from, to) => collection.count({ dischargeAt: command.gte(instantAt(from)).and(command.lt(instantAt(addDays(to, 1)))) }),
  };
}

export interface DepartmentStore {
  readonly collection: Collection<DepartmentRecord>;
  /** All of them: a hospital has tens, at most a few hundred. */
  all(): Promise<DepartmentRecord[]>;
}
export function openDepartmentStore(database: Database): DepartmentStore {
  const collection = database.collection<DepartmentRecord>(departmentCollection);
  return { collection, all: () => collection.find({}, { sort: [['_id', 'asc']], limit: 1000 }) };
}
