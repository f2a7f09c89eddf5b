/** What follows from the register as it stands now: readmissions, mothers of lost children, plans, stops. Told from what stands, not from what just changed: said again after a crash, it does no harm. */
import { saysYes } from '../rules/fold';
import type { Encounter, EncounterStore, PatientStore } from '../store';
import { eachOf } from './batch';
import { linkLostBabies } from './kinship';
import type { Run } from './page';
import type { Item } from './said';
import type { Written } from './write';

/** What followup does when a discharge changes; see its service. All are idempotent. */
export interface FollowupPort {
  plan(encounterIds: string[], now: number): Promise<unknown>;
  stop(target: { patientId: string } | { encounterId: string }, reason: 'deceased' | 'opted_out' | 'readmitted' | 'cancelled', scope: 'all' | 'survey', now: number, by: string): Promise<unknown>;
}
export interface ConsequencePorts {
  patients: PatientStore; encounters: EncounterStore; followup: FollowupPort;
  /** These stays are this patient's now: what is open about them goes with them. Safe to repeat; back as well as forth. */
  moved(encounterIds: readonly string[], patientId: string, now: number): Promise<unknown>;
  command: { in(values: readonly unknown[]): unknown; inc(by: number): unknown; push(values: readonly unknown[]): unknown };
  /** Planning that fails now is done by followup's timer: the stay stays due. */
  warn(defect: unknown): void;
}

export async function followUp(ports: ConsequencePorts, { written, told, run }: { written: Written; told: readonly Item[]; run: Run }, now: number): Promise<void> {
  const by = run.importId || run.by;
  const ids = new Set(told.flatMap(({ said }) => [said.patientId, said.encounterId, said.intoId]));
  await consequences(ports, written, ids, by, now, told.filter(({ said }) => saysYes(said.cells.noContact)).map(({ said }) => said.patientId));
}

/** `ids`: patients and stays that something new was said of. `refused`: who asked not to be followed up. */
export async function consequences(ports: ConsequencePorts, written: Written, ids: ReadonlySet<string>, by: string, now: number, refused: readonly string[] = []): Promise<void> {
  const { followup } = ports;
  const foldings = written.foldings.filter(({ cluster }) => [...cluster.patientIds, ...cluster.encounterIds].some((id) => ids.has(id)));
  const rootOf = (id: string): string => foldings.find(({ cluster }) => cluster.patientIds.has(id))?.folded.rootOf(id) ?? id;
  const stays = foldings.flatMap(({ folded }) => [...folded.stays.values()]);
  const own = stays.filter((stay) => ids.has(stay.encounterId)).map(({ encounterId }) => encounterId);
  const accepted = own.flatMap((id) => written.stays.get(id) ?? []);
  const { documents, freed, readmitted } = await linkStays(ports, written, foldings, new Set(own), now);
  const mothers = await linkLostBabies(ports, accepted, by, now);
  const reached = await otherStays(ports, foldings, written, new Set(own), now);
  const due = [...new Set([...own, ...mothers, ...freed, ...reached])].filter((id) => written.stays.has(id) || documents.has(id) || mothers.includes(id));
  await followup.plan(due, now).catch((defect: unknown) => ports.warn(defect));
  for (const { folded } of foldings) for (const patient of folded.patients.values()) {
    if (patient.mergedFrom.length > 0) await ports.moved([...folded.stays.values()].filter((stay) => stay.patientId === patient.patientId).map((stay) => stay.encounterId), patient.patientId, now);
  }
  const died = foldings.flatMap(({ folded }) => [...folded.patients.values()]).filter((patient) => patient.diedIn !== '');
  await eachOf(died, async ({ patientId }) => void (await followup.stop({ patientId }, 'deceased', 'all', now, by)));
  await eachOf([...new Set(refused.map(rootOf))], async (patientId) => void (await followup.stop({ patientId }, 'opted_out', 'all', now, by)));
  await eachOf(accepted.filter((stay) => stay.fold.cancelled), async (stay) => void (await followup.stop({ encounterId: stay.fold.encounterId }, 'cancelled', 'all', now, by)));
  await eachOf(readmitted, async (encounterId) => void (await followup.stop({ encounterId }, 'readmitted', 'all', now, by)));
}

/**
 * A stay is followed by a readmission when the same patient came in again at or after its end, discharged since or not; the earliest counts. `freed`: whose readmission was taken back; `readmitted`: those
 * that the stays of `own` follow, and those of `own` themselves.
 */
async function linkStays({ encounters, command }: ConsequencePorts, written: Written, foldings: Written['foldings'], own: ReadonlySet<string>, now: number): Promise<{ documents: Map<string, Encounter>; freed: string[]; readmitted: string[] }> {
  const open = foldings.flatMap(({ folded }) => [...folded.stays.values()].flatMap(({ encounterId, patientId, openSince }) => (openSince === null ? [] : [{ encounterId, patientId, at: openSince }])));
  const ids = foldings.flatMap(({ cluster, folded }) => [...folded.patients.keys()].filter((id) => written.returning.has(id) || cluster.encounterIds.size > 1 || cluster.patientIds.size > 1));
  if (ids.length === 0) return { documents: new Map(), freed: [], readmitted: [] };
  const stays = await encounters.ofPatients(ids);
  const ofPatient = new Map<string, { encounterId: string; at: number }[]>();
  const came = [...stays.filter((stay) => stay.state === 'finished').map((stay) => ({ encounterId: stay._id, patientId: stay.patientId, at: stay.admitAt })), ...open];
  for (const one of came) ofPatient.set(one.patientId, [...(ofPatient.get(one.patientId) ?? []), one]);
  const next = (stay: Encounter): number | null => {
    const later = (ofPatient.get(stay.patientId) ?? []).filter((one) => one.encounterId !== stay._id && one.at >= stay.dischargeAt).map(({ at }) => at);
    return later.length > 0 ? Math.min(...later) : null;
  };
  const changed = stays.map((stay) => ({ stay, readmittedAt: next(stay) })).filter(({ stay, readmittedAt }) => readmittedAt !== stay.readmittedAt);
  await eachOf(changed, async ({ stay, readmittedAt }) => {
    await encounters.collection.update({ _id: stay._id, readmittedAt: stay.readmittedAt }, {
      readmittedAt, rev: command.inc(1), updatedAt: now, ...(readmittedAt === null && { planning: 'due' }), history: command.push([{ at: now, by: 'import', what: readmittedAt === null ? 'readmission_withdrawn' : 'readmitted' }]),
    });
    stay.readmittedAt = readmittedAt;
  });
  const admissions = new Set(came.filter(({ encounterId }) => own.has(encounterId)).map(({ patientId, at }) => `${patientId}|${at}`));
  return {
    documents: new Map(stays.map((stay) => [stay._id, stay])), freed: changed.filter(({ readmittedAt }) => readmittedAt === null).map(({ stay }) => stay._id),
    readmitted: stays.filter((stay) => stay.readmittedAt !== null && (own.has(stay._id) || admissions.has(`${stay.patientId}|${stay.readmittedAt}`))).map((stay) => stay._id),
  };
}

/** Where something was said of a person alone, or two became one: the other stays are looked at again, by the timer if this is cut off. */
async function otherStays({ encounters, command }: ConsequencePorts, foldings: Written['foldings'], written: Written, own: ReadonlySet<string>, now: number): Promise<string[]> {
  const ids = foldings.filter(({ cluster }) => cluster.said.some(({ kind }) => kind !== 'stay')).flatMap(({ cluster }) => [...cluster.encounterIds]).filter((id) => written.stays.has(id) && !own.has(id));
  if (ids.length > 0) await encounters.collection.update({ _id: command.in(ids) }, { planning: 'due', rev: command.inc(1), updatedAt: now });
  return ids;
}
