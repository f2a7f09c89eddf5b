/** One Encounter, one Patient → its sayings or what is wrong with it. */
import type { MessageProblem } from '../../contract/intake';
import { given } from '../said';
import { readSourceTime, sayingTime, wallOf } from '../source-time';
import type { Heard, Saying } from '../statement';
import { placeOf, type Held, type Pool } from './index-of';
import { patientIds, personCells } from './person';
import { Encounter, Patient } from './resource';
import { isOutpatientVisit, periodOf, stayCells, visitOf } from './stay';

/** A delivery: its resources, and the time that its Bundle gives to those that have none. */
export interface Sent { held: Held[]; at: string | null; now: number }

/** What one resource is heard to say. */
const heardOf = (held: Held, eventId: string) => ({
  problem: (problem: MessageProblem, place: string): Heard[] => [{ ref: held.ref, eventId, problem, place }],
  saying: (saying: Omit<Saying, 'eventId'>): Heard => ({ ref: held.ref, saying: { ...saying, eventId } }),
});
const eventIdOf = ({ fullUrl, raw, type }: Held): string => (fullUrl || (typeof raw['id'] === 'string' ? `${type}/${raw['id']}` : '')).slice(0, 200);

/** R4 and R5. A FHIR resource is the whole truth of its moment: an encounter in progress is also one whose discharge, if there was one, no longer counts. */
const statuses = new Map<string, 'in' | 'out' | 'void' | 'unused'>([
  ...['arrived', 'triaged', 'in-progress', 'onleave', 'on-hold'].map((status) => [status, 'in'] as const), ...['finished', 'completed', 'discharged'].map((status) => [status, 'out'] as const),
  ...['cancelled', 'entered-in-error', 'discontinued'].map((status) => [status, 'void'] as const), ...['planned', 'unknown'].map((status) => [status, 'unused'] as const),
]);

/** `spokenFor`: patients whose facts went along, with the source's time of them. */
export function hearEncounter(held: Held, pool: Pool, sent: Sent, spokenFor: Map<Held, number>): Heard[] {
  const { problem, saying } = heardOf(held, eventIdOf(held));
  const read = Encounter.safeParse(held.raw);
  if (!read.success) return problem('format', placeOf('Encounter', read.error.issues[0]?.path));
  const encounter = read.data;
  const found = pool.find('Patient', encounter.subject, held);
  const at = sayingTime([encounter.meta?.lastUpdated ?? undefined, sent.at ?? undefined]);
  if (isOutpatientVisit(encounter)) return problem('no_stay', 'Encounter.class');
  if (!encounter.status) return problem('missing', 'Encounter.status');
  const status = statuses.get(encounter.status);
  if (!status || status === 'unused') return problem(status ? 'status' : 'format', 'Encounter.status');
  if (!encounter.subject) return problem('missing', 'Encounter.subject');
  const patientNo = found ? patientIds(found.resource.identifier).patientNo : patientIds(encounter.subject.identifier ? [encounter.subject.identifier] : []).patientNo;
  if (!patientNo) return found ? problem('missing', 'Patient.identifier') : problem('reference', 'Encounter.subject');
  const visit = visitOf(encounter);
  if (!visit) return problem('missing', 'Encounter.identifier');
  const person = found ? personCells(found.resource, at ?? sent.now) : {};
  const blank = { kind: 'stay' as const, patientNo, inpatientNo: visit.inpatientNo, visitTimes: visit.visitTimes, into: '', at };
  const doubt = visit.assumed ? problem('visit_times_assumed', 'Encounter.identifier') : [];
  if (status === 'void') return [saying({ ...blank, cells: { admitted: '0', cancelled: '1' } }), ...doubt];
  if (found && !found.held.contained) spokenFor.set(found.held, Math.max(spokenFor.get(found.held) ?? -1, at ?? Number.MAX_SAFE_INTEGER));
  const start = periodOf(encounter)?.start;
  const cells = status === 'in'
    ? given({ ...person, admitAt: start ? wallOf(start) : undefined, admitted: '1', cancelled: '1' })
    : { ...person, ...stayCells(encounter, pool, held, found?.held), cancelled: '0' };
  return [saying({ ...blank, cells }), ...doubt];
}

/** `spoken`: the time at which a stay already said all this; undefined where none did. */
export function hearPatient(held: Held, pool: Pool, sent: Sent, spoken: number | undefined): Heard[] {
  const { problem, saying } = heardOf(held, eventIdOf(held));
  const read = Patient.safeParse(held.raw);
  if (!read.success) return problem('format', placeOf('Patient', read.error.issues[0]?.path));
  const patient = read.data;
  const { patientNo } = patientIds(patient.identifier);
  const own = patient.meta?.lastUpdated ? readSourceTime(patient.meta.lastUpdated)?.at : undefined;
  if (!patientNo) return problem('missing', 'Patient.identifier');
  const at = sayingTime([patient.meta?.lastUpdated ?? undefined, sent.at ?? undefined]);
  const blank = { patientNo, inpatientNo: '', visitTimes: '', at };
  const merged = (patient.link ?? []).filter(({ type }) => type === 'replaced-by' || type === 'replaces').flatMap(({ other, type }) => {
    const there = pool.find('Patient', other, held)?.resource.identifier ?? (other.identifier ? [other.identifier] : []);
    const otherNo = patientIds(there).patientNo;
    if (!otherNo) return problem('reference', 'Patient.link.other');
    if (otherNo === patientNo) return problem('itself', 'Patient.link.other');
    const [gone, into] = type === 'replaces' ? [otherNo, patientNo] : [patientNo, otherNo];
    return [saying({ ...blank, kind: 'merge', patientNo: gone, into, cells: {} })];
  });
  // One that was replaced has nothing more to say of anybody.
  if (patient.link?.some(({ type }) => type === 'replaced-by')) return merged;
  if (spoken !== undefined && (own === undefined || own <= spoken)) return merged;
  return [...merged, saying({ ...blank, kind: 'person', into: '', cells: personCells(patient, at ?? sent.now) })];
}
