/**
 * One page of rows into the register: a few round trips for a thousand rows. Patients before stays, stays before consequences, so that a run cut off anywhere is finished by doing the page again;
 * two runners at once write each document once and count the same.
 */
import type { Cipher } from '../../kit/crypto';
import type { Encounter, EncounterStore, Patient, PatientStore } from '../store';
import { compare, correctEncounter, correctPatient, gatherPatients, newEncounter, newPatient, type Item, type Outcome } from './merge';
import { linkLostBabies } from './kinship';
import { eachOf, settle } from './batch';

/** What followup does when a discharge changes; see its service. All are idempotent. */
export interface FollowupPort {
  plan(encounterIds: string[], now: number): Promise<unknown>;
  stop(target: { patientId: string } | { encounterId: string }, reason: 'deceased' | 'opted_out' | 'readmitted' | 'cancelled', scope: 'all' | 'survey', now: number, by: string): Promise<unknown>;
}
export interface PagePorts {
  patients: PatientStore; encounters: EncounterStore; followup: FollowupPort; cipher: Cipher;
  /** `_.in`, `_.inc`, `_.push` of the database. */
  command: { in(values: readonly unknown[]): unknown; inc(by: number): unknown; push(values: readonly unknown[]): unknown };
  /** Planning that fails now is done by followup's timer: the stay stays due. */
  warn(defect: unknown): void;
}

export async function applyPage(ports: PagePorts, items: readonly Item[], importId: string, now: number): Promise<Map<Item, Outcome>> {
  const known = new Map((await ports.encounters.getMany(items.map((item) => item.encounterId))).map((e) => [e._id, e]));
  const judged = items.map((item) => ({ item, ...compare(item, known.get(item.encounterId), importId) }));
  const accepted = judged.filter(({ outcome }) => outcome === 'registered' || outcome === 'corrected').map(({ item }) => item);
  const returning = await writePatients(ports, accepted, known, importId, now);
  const outcomes = await writeEncounters(ports, items, known, importId, now);
  await touch(ports, judged.filter(({ item, outcome }) => outcome === 'unchanged' && item.order.at > known.get(item.encounterId)!.sourceUpdatedAt).map(({ item }) => item));
  if (accepted.length > 0) {
    const stays = await linkStays(ports, accepted, returning, now);
    const mothers = await linkLostBabies(ports, accepted, importId, now);
    await ports.followup.plan([...new Set([...accepted.map((item) => item.encounterId), ...mothers])], now).catch((defect: unknown) => ports.warn(defect));
    await tellFollowup(ports, accepted, stays, importId, now);
  }
  return outcomes;
}

/** Returns the patients who were known before: only they can have other stays. */
async function writePatients(ports: PagePorts, accepted: readonly Item[], knownEncounters: ReadonlyMap<string, Encounter>, importId: string, now: number): Promise<Set<string>> {
  const { patients, cipher, command } = ports;
  const rows = gatherPatients(accepted, knownEncounters);
  const first = new Map((await patients.getMany([...rows.keys()])).map((patient) => [patient._id, patient]));
  await settle<Patient>(patients.collection, [...rows.keys()], first, (id, known) => {
    const own = rows.get(id)!;
    if (!known) return { insert: newPatient(cipher, own, importId, now) };
    const correction = correctPatient(cipher, own, known, now);
    if (!correction) return null;
    const entry = correction.fields.length > 0 ? { history: command.push([{ at: now, by: importId, what: 'corrected', fields: correction.fields }]) } : {};
    return { query: { _id: id, rev: known.rev }, change: { ...correction.change, rev: command.inc(1), ...entry } };
  });
  return new Set(first.keys());
}

async function writeEncounters({ encounters, command }: PagePorts, items: readonly Item[], first: ReadonlyMap<string, Encounter>, importId: string, now: number): Promise<Map<Item, Outcome>> {
  const byId = new Map(items.map((item) => [item.encounterId, item]));
  const outcomes = new Map<Item, Outcome>();
  await settle<Encounter>(encounters.collection, [...byId.keys()], first, (id, known) => {
    const item = byId.get(id)!;
    const { outcome, again } = compare(item, known, importId);
    outcomes.set(item, outcome);
    if (!known) return { insert: newEncounter(item, importId, now) };
    if (again || outcome !== 'corrected') return null;
    const { change, entries } = correctEncounter(item, known, importId, now);
    return { query: { _id: id, rev: known.rev }, change: { ...change, rev: command.inc(1), history: command.push(entries) } };
  });
  return outcomes;
}

/** The source said the same again, later: only the time moves, so that a straggler from in between is known to be stale. */
async function touch({ encounters, command }: PagePorts, items: readonly Item[]): Promise<void> {
  const times = [...new Set(items.map((item) => item.order.at))];
  await eachOf(times, async (at) => {
    const same = items.filter((item) => item.order.at === at);
    await encounters.collection.update({ _id: command.in(same.map((item) => item.encounterId)), contentHash: command.in(same.map((item) => item.hash)) }, { sourceUpdatedAt: at, sourceFileAt: same[0]!.order.fileAt });
  });
}

/** A stay is followed by a readmission when the same patient came in again at or after its end; the earliest counts. Returns all stays of the patients concerned. */
async function linkStays({ encounters, command }: PagePorts, accepted: readonly Item[], returning: ReadonlySet<string>, now: number): Promise<Encounter[]> {
  const counts = new Map<string, number>();
  for (const item of accepted) counts.set(item.patientId, (counts.get(item.patientId) ?? 0) + 1);
  const ids = [...counts.keys()].filter((id) => returning.has(id) || counts.get(id)! > 1);
  if (ids.length === 0) return [];
  const stays = await encounters.ofPatients(ids);
  const ofPatient = new Map<string, Encounter[]>();
  for (const stay of stays) ofPatient.set(stay.patientId, [...(ofPatient.get(stay.patientId) ?? []), stay]);
  const next = (stay: Encounter): number | null => {
    const later = ofPatient.get(stay.patientId)!.filter((s) => s._id !== stay._id && s.state === 'finished' && s.admitAt >= stay.dischargeAt).map((s) => s.admitAt);
    return later.length > 0 ? Math.min(...later) : null;
  };
  const changed = stays.map((stay) => ({ stay, readmittedAt: next(stay) })).filter(({ stay, readmittedAt }) => readmittedAt !== stay.readmittedAt);
  await eachOf(changed, async ({ stay, readmittedAt }) => {
    await encounters.collection.update({ _id: stay._id, readmittedAt: stay.readmittedAt }, {
      readmittedAt, rev: command.inc(1), updatedAt: now, history: command.push([{ at: now, by: 'import', what: readmittedAt === null ? 'readmission_withdrawn' : 'readmitted' }]),
    });
    stay.readmittedAt = readmittedAt;
  });
  return stays;
}

/** Told from what stands in the register, not from what just changed: said again after a crash, it does no harm. */
async function tellFollowup({ followup }: PagePorts, accepted: readonly Item[], stays: readonly Encounter[], importId: string, now: number): Promise<void> {
  const admissions = new Set(accepted.map((item) => `${item.patientId}|${item.record.admitAt}`));
  const own = new Set(accepted.map((item) => item.encounterId));
  const died = new Set(accepted.filter((item) => item.record.way === '5' && !item.record.cancelled).map((item) => item.patientId));
  const refused = new Set(accepted.filter((item) => item.record.noContact).map((item) => item.patientId));
  await eachOf([...died], async (patientId) => void (await followup.stop({ patientId }, 'deceased', 'all', now, importId)));
  await eachOf([...refused], async (patientId) => void (await followup.stop({ patientId }, 'opted_out', 'all', now, importId)));
  await eachOf(accepted.filter((item) => item.record.cancelled), async (item) => void (await followup.stop({ encounterId: item.encounterId }, 'cancelled', 'all', now, importId)));
  await eachOf(stays.filter((stay) => stay.readmittedAt !== null && (own.has(stay._id) || admissions.has(`${stay.patientId}|${stay.readmittedAt}`))), async (stay) =>
    void (await followup.stop({ encounterId: stay._id }, 'readmitted', 'all', now, importId)));
}
