/** A05: a random share of those discharged in the last days, by a seed that is written down, so that anybody can draw it again. */
import type { Audit } from '../../../kit/audit';
import { actorOf, type Staff } from '../../../kit/caller';
import { addDays, dayOf, instantAt } from '../../../kit/calendar';
import { randomToken } from '../../../kit/crypto';
import { forbidden, invalid } from '../../../kit/errors';
import type { Sample } from '../../contract/register';
import type { RegisterRow } from '../../contract/stay';
import { drawSample } from '../../rules/sample';
import type { DepartmentStore, Encounter, EncounterStore, PatientStore } from '../../store';
import type { RegisterStore, SampleRecord } from '../../store/register';
import type { Register } from '../register';
import type { RegisterList } from './list';

export interface SamplePorts {
  store: Pick<RegisterStore, 'samples'>; list: Pick<RegisterList, 'scopeOf'>; register: Pick<Register, 'rowsOf' | 'namesOf'>; patients: PatientStore; encounters: EncounterStore; departments: DepartmentStore; audit: Pick<Audit, 'record'>;
  /** Of these patients, those who said no to follow-up. */
  refused(patientIds: readonly string[]): Promise<ReadonlySet<string>>;
  command: { gte(value: unknown): { and(other: unknown): unknown }; lt(value: unknown): unknown };
}

/** A sample is a list for people; a stay's id has some 25 characters (product default). */
const mostDrawn = 5000;

export function createSampling({ store: { samples }, list, register, patients, encounters, departments, audit, refused, command }: SamplePorts) {
  const viewOf = ({ _id, seed, percent, days, departmentCode, from, to, population, excluded, drawn, by, at }: SampleRecord): Sample => ({ sampleId: _id, seed, percent, days, departmentCode, from, to, population, excluded, drawn, by, at });
  /** Whoever sees every department of the sample. */
  const maySee = (staff: Staff, { departments }: SampleRecord): boolean => staff.departments === 'all' || (departments !== 'all' && departments.every((code) => staff.departments.includes(code)));

  /** Who may be asked: alive, really discharged, has not said no. In pages by time, so that however many there are only their ids are held. */
  const population = async (scope: Record<string, unknown>, from: string, to: string): Promise<{ ids: string[]; excluded: number }> => {
    const ids: string[] = [];
    let excluded = 0;
    const range = { from: instantAt(from), before: instantAt(addDays(to, 1)) };
    for (let skip = 0, page: Encounter[] = []; skip === 0 || page.length === 1000; skip += 1000) {
      page = await encounters.collection.find({ ...scope, dischargeAt: command.gte(range.from).and(command.lt(range.before)) }, { sort: [['dischargeAt', 'desc'], ['_id', 'desc']], limit: 1000, skip, fields: ['_id', 'patientId', 'state', 'way'] });
      const patientIds = [...new Set(page.map(({ patientId }) => patientId))];
      const [people, no] = await Promise.all([patients.getMany(patientIds), refused(patientIds)]);
      const open = new Set(people.filter((patient) => patient.death === 'no' && !patient.noContact && !no.has(patient._id)).map(({ _id }) => _id));
      const fitting = page.filter(({ patientId, state, way }) => open.has(patientId) && state === 'finished' && way !== '5').map(({ _id }) => _id);
      ids.push(...fitting);
      excluded += page.length - fitting.length;
    }
    return { ids, excluded };
  };

  return {
    async draw(staff: Staff, { percent, days, departmentCode = '', seed = randomToken().replace(/[^A-Za-z0-9]/g, '').slice(0, 12) }: { percent: number; days: number; departmentCode?: string; seed?: string }, now: number): Promise<Sample> {
      const [from, to] = [addDays(dayOf(now), -days), addDays(dayOf(now), -1)];
      const scope = list.scopeOf(staff, departmentCode || undefined);
      if (departmentCode && !(await departments.collection.get(`dep:${departmentCode}`))) throw forbidden();
      const { ids, excluded } = await population(scope, from, to);
      const encounterIds = drawSample(ids, percent, seed);
      if (encounterIds.length > mostDrawn) throw invalid('percent', 'too_many');
      const record: SampleRecord = {
        _id: `sample:${randomToken().slice(0, 22)}`, seed, percent, days, departmentCode, departments: departmentCode ? [departmentCode] : staff.departments === 'all' ? 'all' : [...staff.departments], from, to,
        population: ids.length, excluded, drawn: encounterIds.length, by: actorOf(staff), at: now, encounterIds,
      };
      await audit.record({ caller: staff, action: 'discharge.sample', subject: record._id, reason: `${percent}% ${from}–${to} ${departmentCode} seed ${seed}`, now });
      await samples.insert(record);
      return viewOf(record);
    },
    /** The last fifty. */
    async list(staff: Staff): Promise<{ samples: Sample[]; names: Record<string, string> }> {
      const found = (await samples.find({}, { sort: [['at', 'desc'], ['_id', 'desc']], limit: 50 })).filter((record) => maySee(staff, record)).map(viewOf);
      return { samples: found, names: await register.namesOf(found.map(({ by }) => by)) };
    },
    /** In the order in which they were drawn: whoever rings only half of them rings a random half. */
    async drawn(staff: Staff, { sampleId, cursor = '0', limit }: { sampleId: string; cursor?: string; limit: number }): Promise<{ sample: Sample; rows: RegisterRow[]; next: string | null }> {
      const record = await samples.get(sampleId);
      if (!record || !maySee(staff, record)) throw forbidden();
      if (!/^\d{1,5}$/.test(cursor)) throw invalid('cursor', 'wrong');
      const ids = record.encounterIds.slice(Number(cursor), Number(cursor) + limit);
      const stays = new Map((await encounters.getMany(ids)).map((stay) => [stay._id, stay]));
      const end = Number(cursor) + limit;
      return { sample: viewOf(record), rows: await register.rowsOf(ids.flatMap((id) => stays.get(id) ?? [])), next: end < record.encounterIds.length ? String(end) : null };
    },
  };
}
export type Sampling = ReturnType<typeof createSampling>;
