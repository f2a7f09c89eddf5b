/** The fold into the register's documents. Each is written only where it is still as it was read; who was too late reads everything again, folds again and writes that. */
import type { Cipher } from '../../kit/crypto';
import { createDepartmentFinder, type KnownDepartment } from '../rules/department';
import { fold, type Folded } from '../rules/fold';
import type { DepartmentStore, Encounter, EncounterStore, Patient, PatientStore } from '../store';
import { eachOf } from './batch';
import { clustersOf, readKnown, type Cluster, type Known, type KnownPorts } from './known';
import { correctEncounter, correctPatient, newEncounter, newPatient, orderHash, patientHash, stayOf, withdrawEncounter, type Stay } from './merge';
import type { Run } from './page';
import { keepNames } from './register/names';

export interface WritePorts extends KnownPorts {
  patients: PatientStore; encounters: EncounterStore; departments: DepartmentStore; cipher: Cipher;
  command: { in(values: readonly unknown[]): unknown; inc(by: number): unknown; push(values: readonly unknown[]): unknown };
}
export interface Folding { cluster: Cluster; folded: Folded }
export interface Written {
  foldings: Folding[];
  /** Complete stays by id. */
  stays: Map<string, Stay>;
  /** Patients that were known before: only they can have other stays. */
  returning: Set<string>;
  newDepartments: string[];
}

export async function writeClusters(ports: WritePorts, first: readonly Folding[], read: Known, run: Run, now: number): Promise<Written> {
  const written: Written = { foldings: [], stays: new Map(), returning: new Set(read.patients.keys()), newDepartments: [] };
  if (first.length === 0) return written;
  const find = createDepartmentFinder(await ports.departments.all());
  const made = new Map<string, KnownDepartment>();
  let [open, known] = [[...first], read];
  for (let round = 0; open.length > 0; round += 1) {
    if (round === 8) throw new Error('the same records are being changed all the time');
    if (round > 0) {
      known = await readKnown(ports, open.flatMap(({ cluster }) => [...cluster.patientIds]), open.flatMap(({ cluster }) => [...cluster.encounterIds]));
      open = clustersOf(known.said.values(), known).map((cluster) => ({ cluster, folded: fold(cluster.said) }));
    }
    const stays = new Map<string, Stay>();
    for (const { folded } of open) for (const one of folded.stays.values()) {
      if (!one.record) continue;
      const match = find(one.record.departmentCode, one.record.department);
      if (match.isNew) made.set(match.department.code, match.department);
      stays.set(one.encounterId, stayOf(one, one.record, match.department));
    }
    const fresh = [...made.values()].filter((department) => !written.newDepartments.includes(department.name));
    if (fresh.length > 0) await ports.departments.collection.insertMissing(fresh.map((department) => ({ _id: `dep:${department.code}`, ...department })));
    written.newDepartments.push(...fresh.map(({ name }) => name));
    const people = open.flatMap(({ folded }) => [...folded.patients.values()]);
    await keepNames({ names: ports.patients.names, command: ports.command }, people.map(({ record }) => record.name));
    const late = new Set<string>();
    await writePatients(ports, open, known, run, now, late);
    await writeStays(ports, open, stays, known, run, now, late);
    await ports.patients.refreshMissing(people.map(({ patientId }) => patientId).filter((id) => known.patients.has(id)));
    const isLate = ({ cluster }: Folding): boolean => [...cluster.patientIds, ...cluster.encounterIds].some((id) => late.has(id));
    written.foldings.push(...open.filter((folding) => !isLate(folding)));
    for (const [id, stay] of stays) written.stays.set(id, stay);
    open = open.filter(isLate);
  }
  return written;
}

async function writePatients({ patients, cipher, command }: WritePorts, open: readonly Folding[], known: Known, run: Run, now: number, late: Set<string>): Promise<void> {
  const inserts: Patient[] = [];
  const updates: { known: Patient; change: Partial<Patient>; entry: Patient['history'][number] | null }[] = [];
  const by = run.by || run.importId;
  const tell = (what: string, fields: string[]): Patient['history'][number] => ({ at: now, by, what, fields, ...(run.reason && { note: run.reason }) });
  for (const { cluster, folded } of open) {
    for (const one of folded.patients.values()) {
      const document = known.patients.get(one.patientId);
      if (!document) inserts.push(newPatient(cipher, one, by, now));
      else if (document.contentHash !== patientHash(cipher, one) || document.mergedInto !== '') {
        const { change, fields } = correctPatient(cipher, one, document, now);
        updates.push({ known: document, change, entry: fields.length > 0 ? tell('corrected', fields) : null });
      }
    }
    for (const id of cluster.patientIds) {
      const document = known.patients.get(id);
      const root = folded.rootOf(id);
      const mergedInto = root === id ? '' : root;
      if (document && !folded.patients.has(id) && document.mergedInto !== mergedInto) {
        updates.push({ known: document, change: { mergedInto, updatedAt: now }, entry: tell(mergedInto ? 'merged' : 'unmerged', ['mergedInto']) });
      }
    }
  }
  await insertAll(patients.collection, inserts, late);
  await eachOf(updates, async ({ known: { _id, rev }, change, entry }) => {
    if ((await patients.collection.update({ _id, rev }, { ...change, rev: command.inc(1), ...(entry && { history: command.push([entry]) }) })) === 0) late.add(_id);
  });
}

async function writeStays({ encounters, cipher, command }: WritePorts, open: readonly Folding[], stays: ReadonlyMap<string, Stay>, known: Known, run: Run, now: number, late: Set<string>): Promise<void> {
  const inserts: Encounter[] = [];
  const updates: { known: Encounter; change: Partial<Encounter>; entries: Encounter['history'] }[] = [];
  const by = run.by || run.importId;
  for (const { cluster, folded } of open) for (const id of cluster.encounterIds) {
    const document = known.encounters.get(id);
    const stay = stays.get(id);
    if (!document) {
      if (stay) inserts.push(newEncounter(cipher, stay, by, now));
    } else if (stay) {
      if (document.contentHash !== orderHash(cipher, stay.fold.order) || document.patientId !== stay.fold.patientId) updates.push({ known: document, ...correctEncounter(cipher, stay, document, run, now) });
    } else if (document.contentHash !== orderHash(cipher, folded.stays.get(id)?.order ?? [])) {
      updates.push({ known: document, ...withdrawEncounter(cipher, folded.stays.get(id), document, by, now) });
    }
  }
  await insertAll(encounters.collection, inserts, late);
  await eachOf(updates, async ({ known: { _id, rev }, change, entries }) => {
    if ((await encounters.collection.update({ _id, rev }, { ...change, rev: command.inc(1), ...(entries.length > 0 && { history: command.push(entries) }) })) === 0) late.add(_id);
  });
}

/** Whose document another runner made in the meantime is late, unless it says the same. */
async function insertAll<T extends { _id: string; contentHash: string }>(collection: { insertMissing(documents: readonly T[]): Promise<number>; getMany(ids: readonly string[]): Promise<T[]> }, documents: readonly T[], late: Set<string>): Promise<void> {
  if (documents.length === 0 || (await collection.insertMissing(documents)) === documents.length) return;
  const wanted = new Map(documents.map(({ _id, contentHash }) => [_id, contentHash]));
  for (const { _id, contentHash } of await collection.getMany([...wanted.keys()])) if (wanted.get(_id) !== contentHash) late.add(_id);
}
