/** What is known of some patients and stays, with everybody and everything that hangs together with them: read once, folded as often as needed. */
import type { Cipher } from '../../kit/crypto';
import type { Said } from '../rules/fold';
import type { Encounter, EncounterStore, Patient, PatientStore } from '../store';
import type { StatementRecord, StatementStore } from '../store/statement';
import { saidOf } from './said';

export interface KnownPorts { patients: PatientStore; encounters: EncounterStore; statements: StatementStore; cipher: Cipher }
/** `said` are the statements that count, opened. */
export interface Known { patients: Map<string, Patient>; encounters: Map<string, Encounter>; statements: Map<string, StatementRecord>; said: Map<string, Said> }

/**
 * Documents are read before the statements about them: who then writes a document only where it is still as it was read, never overwrites a word that this reading has missed (whoever brought
 * that word writes the document after it, and so conflicts).
 */
export async function readKnown({ patients, encounters, statements, cipher }: KnownPorts, patientIds: Iterable<string>, encounterIds: Iterable<string>): Promise<Known> {
  const known: Known = { patients: new Map(), encounters: new Map(), statements: new Map(), said: new Map() };
  const [askedPatients, askedStays] = [new Set<string>(), new Set<string>()];
  let [people, stays] = [fresh(patientIds, askedPatients), fresh(encounterIds, askedStays)];
  while (people.length > 0 || stays.length > 0) {
    const [foundPatients, foundStays] = await Promise.all([people.length > 0 ? patients.getMany(people) : [], stays.length > 0 ? encounters.getMany(stays) : []]);
    for (const patient of foundPatients) known.patients.set(patient._id, patient);
    for (const stay of foundStays) known.encounters.set(stay._id, stay);
    const found = await statements.about(people, stays);
    for (const record of found) if (!known.statements.has(record._id)) {
      known.statements.set(record._id, record);
      if (record.state === 'counts') known.said.set(record._id, saidOf(cipher, record));
    }
    people = fresh([...found.flatMap((record) => [record.patientId, record.intoId]), ...foundStays.map((stay) => stay.patientId), ...foundPatients.map((patient) => patient.mergedInto)], askedPatients);
    stays = fresh(found.map((record) => record.encounterId), askedStays);
  }
  return known;
}

function fresh(ids: Iterable<string>, asked: Set<string>): string[] {
  const next: string[] = [];
  for (const id of ids) if (id !== '' && !asked.has(id)) {
    asked.add(id);
    next.push(id);
  }
  return next;
}

/** Patients and stays that hang together: one patient with all stays, and everybody merged with them. */
export interface Cluster { said: Said[]; patientIds: Set<string>; encounterIds: Set<string> }

/** Takes statements apart into what hangs together; `documents` join a stay to the patient that the register gives it to. */
export function clustersOf(said: Iterable<Said>, documents: Pick<Known, 'patients' | 'encounters'>): Cluster[] {
  const parents = new Map<string, string>();
  const find = (id: string): string => {
    let top = id;
    for (let next = parents.get(top); next !== undefined && next !== top; next = parents.get(top)) top = next;
    parents.set(id, top);
    return top;
  };
  const join = (a: string, b: string): void => {
    if (a !== '' && b !== '') parents.set(find(a), find(b));
  };
  const all = [...said];
  for (const one of all) {
    join(one.patientId, one.encounterId);
    join(one.patientId, one.intoId);
  }
  for (const stay of documents.encounters.values()) join(stay._id, stay.patientId);
  for (const patient of documents.patients.values()) join(patient._id, patient.mergedInto);
  const clusters = new Map<string, Cluster>();
  const of = (id: string): Cluster => {
    const top = find(id);
    const cluster = clusters.get(top) ?? { said: [], patientIds: new Set(), encounterIds: new Set() };
    clusters.set(top, cluster);
    return cluster;
  };
  for (const one of all) {
    const cluster = of(one.patientId);
    cluster.said.push(one);
    for (const id of [one.patientId, one.intoId]) if (id !== '') cluster.patientIds.add(id);
    if (one.encounterId !== '') cluster.encounterIds.add(one.encounterId);
  }
  for (const stay of documents.encounters.values()) of(stay._id).encounterIds.add(stay._id);
  for (const patient of documents.patients.values()) of(patient._id).patientIds.add(patient._id);
  return [...clusters.values()];
}
