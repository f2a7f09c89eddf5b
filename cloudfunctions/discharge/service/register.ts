/** What staff read of the register: masked here, within their departments, a page at a time. */
import { inScope, type Staff } from '../../kit/caller';
import { addDays, ageOn, instantAt, isDay } from '../../kit/calendar';
import type { Cipher } from '../../kit/crypto';
import { forbidden, invalid } from '../../kit/errors';
import { maskId, maskName, maskPhone } from '../../kit/mask';
import type { EncounterCard, Fact, HeldRow, RegisterRow, Way, EncounterState } from '../contract';
import { readPhone } from '../rules/cell';
import type { Encounter, EncounterStore, Patient, PatientStore } from '../store';
import { tailHashOf } from './merge';

/** Steps of stays, from followup, in their order. */
export interface StepView { encounterId: string; stepId: string; key: string; state: string; reason: string; due: number }
/** Another domain's facts of one stay: kinds and parameters for wording, never answers. */
export type FactSource = (stay: { encounterId: string; patientId: string; staff: Staff }) => Promise<Fact[]>;

type Range = { gte(value: unknown): { and(other: unknown): unknown }; lt(value: unknown): unknown; lte(value: unknown): unknown; in(values: readonly unknown[]): unknown };
export interface RegisterPorts {
  patients: PatientStore; encounters: EncounterStore; cipher: Cipher; command: Range;
  stepsOf(encounterIds: readonly string[]): Promise<StepView[]>;
  facts: readonly FactSource[];
  /** Names of colleagues by id; who has left keeps theirs. */
  staffNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
export interface ListFilter { from?: string; to?: string; departmentCode?: string; way?: Way; state?: EncounterState; held?: 'waiting' | 'invite' | 'suppress'; text?: string; cursor?: string; limit: number }

/** A name or an ending of a number may fit many; who wants to see more types more. */
const mostMatches = 300;

export function createRegister(ports: RegisterPorts) {
  const namesOf = async (actors: readonly string[]): Promise<Record<string, string>> => Object.fromEntries(await ports.staffNames([...new Set(actors.filter((id) => id.startsWith('staff:')))]));
  const { patients, encounters, cipher, command, stepsOf } = ports;

  /** FORBIDDEN when it does not exist or is another department's. */
  const find = async (staff: Staff, encounterId: string): Promise<{ encounter: Encounter; patient: Patient }> => {
    const encounter = await encounters.get(encounterId);
    const patient = encounter && inScope(staff, encounter.departmentCode) ? await patients.get(encounter.patientId) : null;
    if (!encounter || !patient) throw forbidden();
    return { encounter, patient };
  };

  /** Stays that the typed text can mean: an ending of a phone, a phone, the beginning of an inpatient number or of a name. Few enough to be judged here, so that each way has its own index. */
  const meant = async (text: string): Promise<Encounter[]> => {
    const { number } = readPhone(text);
    const limit = { limit: mostMatches, fields: ['_id'] };
    const hash = number ? cipher.hash(number) : tailHashOf(cipher, text);
    const asPhone = number ? ['phoneHash', 'contactPhoneHash'] : /^\d{4}$/.test(text) ? ['phoneTail', 'contactPhoneTail'] : [];
    if (asPhone.length > 0) {
      const found = await Promise.all(asPhone.map((field) => patients.collection.find({ [field]: hash }, limit)));
      return encounters.ofPatients([...new Set(found.flat().map((patient) => patient._id))]);
    }
    // U+FFFF comes after every letter and digit: a range is a prefix, and an index serves it.
    const prefix = command.gte(text).and(command.lt(`${text}\uffff`));
    if (/\d/.test(text)) return encounters.collection.find({ inpatientNo: prefix }, { sort: [['inpatientNo', 'asc']], limit: mostMatches });
    const named = await patients.collection.find({ name: prefix }, { ...limit, sort: [['name', 'asc']] });
    return encounters.ofPatients(named.map((patient) => patient._id));
  };

  const scopeOf = (staff: Staff, wanted: string | undefined): Record<string, unknown> => {
    if (wanted !== undefined && !inScope(staff, wanted)) throw forbidden();
    if (wanted !== undefined) return { departmentCode: wanted };
    return staff.departments === 'all' ? {} : { departmentCode: command.in([...staff.departments]) };
  };
  const heldQuery = (held: ListFilter['held']): Record<string, unknown> => (held === undefined ? {} : held === 'waiting' ? { clearing: held } : { clearing: 'decided', decision: held });

  /** Newest discharge first; of equal ones by id. Two queries at most: the rest of that minute, then what is older. */
  const page = async (query: Record<string, unknown>, range: { from: number; before: number }, cursor: string | undefined, limit: number): Promise<{ stays: Encounter[]; next: string | null }> => {
    const sort = [['dischargeAt', 'desc'], ['_id', 'desc']] as const;
    const at = readCursor(cursor);
    const same = at ? await encounters.collection.find({ ...query, dischargeAt: at.dischargeAt, _id: command.lt(at.id) }, { sort: [['_id', 'desc']], limit: limit + 1 }) : [];
    const before = at ? Math.min(range.before, at.dischargeAt) : range.before;
    const older = same.length > limit ? [] : await encounters.collection.find({ ...query, dischargeAt: command.gte(range.from).and(command.lt(before)) }, { sort, limit: limit + 1 - same.length });
    const stays = [...same, ...older];
    return { stays: stays.slice(0, limit), next: nextOf(stays, limit) };
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

  /** The page of what was typed, in the same order and with the same cursor. */
  const pageOf = (stays: readonly Encounter[], { staff, filter, from, before }: { staff: Staff; filter: ListFilter; from: number; before: number }): { stays: Encounter[]; next: string | null } => {
    const { departmentCode, way, state, held, cursor, limit } = filter;
    const at = readCursor(cursor);
    const fits = (stay: Encounter): boolean =>
      inScope(staff, stay.departmentCode) && (departmentCode === undefined || stay.departmentCode === departmentCode) && (way === undefined || stay.way === way) && (state === undefined || stay.state === state)
      && (held === undefined || (held === 'waiting' ? stay.clearing === held : stay.clearing === 'decided' && stay.decision === held)) && stay.dischargeAt >= from && stay.dischargeAt < before
      && (!at || stay.dischargeAt < at.dischargeAt || (stay.dischargeAt === at.dischargeAt && stay._id < at.id));
    const sorted = stays.filter(fits).sort((a, b) => b.dischargeAt - a.dischargeAt || (a._id < b._id ? 1 : -1));
    return { stays: sorted.slice(0, limit), next: nextOf(sorted, limit) };
  };

  const list = async (staff: Staff, filter: ListFilter): Promise<{ stays: Encounter[]; rows: RegisterRow[]; next: string | null }> => {
    const { departmentCode, way, state, held, text, cursor, limit } = filter;
    for (const field of ['from', 'to'] as const) if (filter[field] !== undefined && !isDay(filter[field])) throw invalid(field, 'format');
    const query = { ...scopeOf(staff, departmentCode), ...(way && { way }), ...heldQuery(held), ...(state && { state }) };
    const range = { from: filter.from ? instantAt(filter.from) : 0, before: filter.to ? instantAt(addDays(filter.to, 1)) : Number.MAX_SAFE_INTEGER };
    const { stays, next } = text ? pageOf(await meant(text), { staff, filter, ...range }) : await page(query, range, cursor, limit);
    return { stays, rows: await rowsOf(stays), next };
  };

  return {
    find,
    async list(staff: Staff, filter: ListFilter): Promise<{ rows: RegisterRow[]; next: string | null }> {
      const { rows, next } = await list(staff, filter);
      return { rows, next };
    },
    search: async (staff: Staff, text: string): Promise<{ rows: RegisterRow[]; next: string | null }> => ({ rows: (await list(staff, { text, limit: 20 })).rows, next: null }),
    async heldList(staff: Staff, { departmentCode, cursor, limit }: { departmentCode?: string; cursor?: string; limit: number }): Promise<{ rows: HeldRow[]; next: string | null; waiting: number }> {
      // Before anything is asked: a refusal beside a promise that nobody waits for would end the instance.
      const scope = scopeOf(staff, departmentCode);
      const [{ stays, rows, next }, waiting] = await Promise.all([
        list(staff, { departmentCode, cursor, limit, held: 'waiting' }), encounters.collection.count({ ...scope, ...heldQuery('waiting') }),
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
        district: patient.district, tags: patient.tags, attending: stay.attending, nurse: stay.nurse, admitAt: stay.admitAt, dxCode: stay.dxCode, dxOther: stay.dxOther, operation: stay.operation,
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
      const others = await Promise.all(ports.facts.map((source) => source({ encounterId, patientId: patient._id, staff })));
      const facts = [...own, ...others.flat()].map((fact, index) => ({ fact, index })).sort((a, b) => a.fact.at - b.fact.at || a.index - b.index).map(({ fact }) => fact);
      return { facts, names: await namesOf(facts.map((fact) => fact.by)) };
    },
    numberOf,
  };
}
/** Where a page ends; nothing of the person. */
const nextOf = (stays: readonly Encounter[], limit: number): string | null => {
  const last = stays[limit - 1];
  return stays.length > limit && last ? `${last.dischargeAt}|${last._id}` : null;
};
function readCursor(cursor: string | undefined): { dischargeAt: number; id: string } | undefined {
  if (cursor === undefined) return undefined;
  const parts = /^(\d{1,16})\|([\p{L}\p{N}:._-]+)$/u.exec(cursor);
  if (!parts) throw invalid('cursor', 'wrong');
  return { dischargeAt: Number(parts[1]), id: parts[2]! };
}

export type Register = ReturnType<typeof createRegister>;

const factOf = (of: 'encounter' | 'patient', { at, by, what, fields, note }: Encounter['history'][number]): Fact =>
  ({ at, kind: `${of}.${what}`, by, params: { ...(fields && { fields }), ...(note && { note }) } });

function rowOf(stay: Encounter, patient: Patient, phone: string, steps: readonly StepView[]): RegisterRow {
  return {
    encounterId: stay._id, patientId: patient._id, name: maskName(patient.name), sex: patient.sex, age: ageOn(patient.birthDate, stay.dischargeDay), phone: maskPhone(phone),
    inpatientNo: stay.inpatientNo, visitTimes: stay.visitTimes, departmentCode: stay.departmentCode, departmentName: stay.departmentName, ward: stay.ward, bed: stay.bed,
    dischargeAt: stay.dischargeAt, dischargeDay: stay.dischargeDay, way: stay.way, dx: stay.dx, hold: stay.hold, decision: stay.decision, state: stay.state, sensitive: stay.sensitive,
    death: patient.death, readmitted: stay.readmittedAt !== null, noPhone: !patient.phoneHash && !patient.contactPhoneHash, phoneInvalid: patient.phoneInvalid,
    steps: steps.filter((step) => step.encounterId === stay._id).map(({ stepId, key, state, reason, due }) => ({ stepId, key, state, reason, due })),
  };
}
