/** Everything that the last look at a page of notices needs, read in a handful of round trips. */
import { dayOf, hour } from '../../kit/calendar';
import { byId } from '../../kit/database';
import { isGuardian, relationshipId } from '../../account/rules/binding';
import type { Step } from '../../followup/contract';
import type { Notice, TemplateKind } from '../contract';
import type { LetterFamily, LetterRef } from '../contract/letter';
import type { Recipient } from '../rules';
import { familyOf, isLetter, numberOf, templateOf } from '../rules/letter';
import type { PatientRecord, PersonContact, Ports, StayRecord } from '../service';
import { unique } from './facts';

/** By id, or by patient. */
export interface Loaded {
  steps: Map<string, Step>; stays: Map<string, StayRecord>; patients: Map<string, PatientRecord>;
  refused: { care: ReadonlySet<string>; survey: ReadonlySet<string> };
  complaining: ReadonlySet<string>; inDanger: ReadonlySet<string>;
  sent: Map<string, number[]>;
  recipients: ReadonlyMap<string, readonly Recipient[]>; credits: ReadonlyMap<TemplateKind, ReadonlyMap<string, number>>;
  /** Persons to whom a letter is addressed, and who they are to its patient today, by `relationshipId`. */
  people: Map<string, PersonContact>; readers: Map<string, { as: 'patient' | 'family'; guardian: boolean }>;
  /** Letters that are true no more, with the reason; families whose domain did not answer. */
  untrue: Map<string, string>; unasked: Set<LetterFamily>;
  hospital: string;
}

/** Of earlier messages, those that weigh: a week of them. */
const weekOfMessages = 7 * 24 * hour;
const nothing: ReadonlySet<string> = new Set();
const families: readonly LetterFamily[] = ['visit', 'reply', 'complaint'];

/** A letter as its owner knows it; none for other notices. */
export const refOf = (notice: Notice): LetterRef[] =>
  (isLetter(notice.kind) ? [{ noticeId: notice._id, kind: notice.kind, about: notice.stepId, n: numberOf(notice), patientId: notice.patientId }] : []);

/** Reads it all at once; what no notice of the page needs is not read. */
export async function load(ports: Ports, mine: readonly Notice[], now: number): Promise<Loaded> {
  const about = mine.filter((notice) => notice.kind !== 'alert' && notice.kind !== 'overdue');
  const plan = about.filter((notice) => !isLetter(notice.kind));
  const letters = about.filter((notice) => isLetter(notice.kind));
  const known = (ids: readonly string[]): string[] => unique(ids.filter((id) => id !== ''));
  const planned = known(plan.map((notice) => notice.patientId));
  const surveyed = known(plan.filter((notice) => notice.purpose === 'survey').map((notice) => notice.patientId));
  const reminded = known(plan.filter((notice) => notice.kind === 'remind').map((notice) => notice.patientId));
  const toAnyone = known(about.filter((notice) => !notice.toPerson && !notice.toSealed).map((notice) => notice.patientId));
  const toPerson = letters.filter((letter) => letter.toPerson !== '');
  const when = <T>(ids: readonly string[], read: (ids: readonly string[]) => Promise<T>, none: T): T | Promise<T> => (ids.length > 0 ? read(ids) : none);
  const noCounts: Pick<Notice, '_id' | 'patientId' | 'state' | 'countsAt'>[] = [];

  const [steps, stays, patients, care, survey, complaining, inDanger, counting, recipients, people, relationships, { untrue, unasked }, hospital] = await Promise.all([
    when(known(plan.map((notice) => notice.stepId)), ports.steps.getMany, []), when(known(about.map((notice) => notice.encounterId)), ports.stays.getMany, []),
    when(known(about.map((notice) => notice.patientId)), ports.patients.getMany, []),
    when(planned, (ids) => ports.consents.refused(ids, 'care'), nothing), when(surveyed, (ids) => ports.consents.refused(ids, 'survey'), nothing),
    when(surveyed, ports.openComplaints, nothing), when(reminded, ports.inDanger, nothing), when(planned, (ids) => ports.notices.counting(ids, now - weekOfMessages), noCounts),
    when(toAnyone, (ids) => ports.people.recipientsOf(ids, now), new Map<string, readonly Recipient[]>()), when(known(toPerson.map((letter) => letter.toPerson)), ports.people.getMany, []),
    when(known(toPerson.map((letter) => (letter.patientId ? relationshipId(letter.toPerson, letter.patientId) : ''))), ports.people.relationships, []),
    askOwners(ports, letters, now), about.length > 0 ? ports.hospital() : { name: '' },
  ]);

  const sent = new Map<string, number[]>();
  // Only what really went out: two that wait must not wait for each other.
  for (const other of counting) if (other.state === 'sent') sent.set(other.patientId, [...(sent.get(other.patientId) ?? []), other.countsAt]);
  const openids = known([...[...recipients.values()].flat().map((who) => who.openid), ...people.map((person) => person.openid)]);
  const kinds = openids.length === 0 ? [] : unique(about.flatMap((notice) => templateOf(notice.kind) || []));
  return {
    steps: byId(steps), stays: byId(stays), patients: byId(patients), refused: { care, survey }, complaining, inDanger, sent, recipients, people: byId(people),
    readers: new Map(relationships.filter((row) => row.state === 'active').map((row) => [row._id, { as: row.as, guardian: isGuardian(row, dayOf(now)) }])),
    credits: new Map(await Promise.all(kinds.map(async (kind) => [kind, await ports.credits.left(openids, kind)] as const))), untrue, unasked, hospital: hospital.name,
  };
}

/** Each domain by itself: one that does not answer holds up its own letters only. */
async function askOwners(ports: Ports, letters: readonly Notice[], now: number): Promise<Pick<Loaded, 'untrue' | 'unasked'>> {
  const untrue = new Map<string, string>();
  const unasked = new Set<LetterFamily>();
  await Promise.all(families.map(async (family) => {
    const refs = letters.flatMap(refOf).filter((ref) => familyOf(ref.kind) === family);
    if (refs.length === 0) return;
    try {
      for (const [id, reason] of await ports.owners[family].stillTrue(refs, now)) if (reason !== '') untrue.set(id, reason);
    } catch (error) {
      unasked.add(family);
      ports.report({ what: 'letters_unasked', code: family, error });
    }
  }));
  return { untrue, unasked };
}
