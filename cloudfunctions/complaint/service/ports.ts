/** What the use cases of complaints ask of others, and the few things they all share. */
import type { DutyWho } from '../../call/contract/rota';
import type { Audit } from '../../kit/audit';
import type { Person, Staff } from '../../kit/caller';
import type { Relation, Role } from '../../kit/contract';
import { changing } from '../../kit/database';
import { contended, forbidden } from '../../kit/errors';
import type { Storage } from '../../kit/storage';
import type { Report } from '../../kit/timer';
import type { Letter as AnyLetter } from '../../notice/contract/letter';
import type { Facts, Reader } from '../rules/sight';
import { isConcerned, mayDecide, sightOf } from '../rules/sight';
import type { Known } from '../rules/veil';
import type { Complaint, ComplaintStore, DraftStore, FileStore, StoredEvent } from '../store';

/** What complaints know of a patient. */
export interface PatientFacts {
  _id: string; patientNo: string; name: string; motherName: string; contactName: string; phoneSealed: string | null; contactPhoneSealed: string | null; phoneHash: string; contactPhoneHash: string;
  allowFamilySensitive: boolean; allowSmsSensitive: boolean; phoneInvalid: boolean; death: 'no' | 'told' | 'confirmed';
}
/** What complaints know of a stay. */
export interface StayFacts { _id: string; patientId: string; inpatientNo: string; departmentCode: string; departmentName: string; dischargeDay: string; dischargeAt: number; sensitive: boolean; state: 'finished' | 'cancelled'; decision: string }
/** Whoever could be complained about, or handles it. */
export interface Colleague { staffId: string; name: string; role: Role; disabled: boolean }
/** How urgent a danger is. */
export type Level = 'emergency' | 'crisis' | 'today';
/** To the complainant; it names no patient and no stay. */
export type Letter = Omit<AnyLetter, 'encounterId' | 'patientId' | 'link'> & { to: Exclude<AnyLetter['to'], 'patient'> };

/** Given by the wiring. */
export interface Ports {
  complaints: ComplaintStore; drafts: DraftStore; files: FileStore;
  patients: { get(id: string): Promise<PatientFacts | null>; getMany(ids: readonly string[]): Promise<PatientFacts[]> };
  stays: { get(id: string): Promise<StayFacts | null>; ofPatients(patientIds: readonly string[]): Promise<StayFacts[]> };
  departments(): Promise<readonly { code: string; name: string; phone: string }[]>;
  staff(): Promise<readonly Colleague[]>;
  people: { get(personId: string): Promise<{ phoneSealed: string; phoneHash: string } | null> };
  calls: {
    /** Somebody is in danger; may be said twice. */
    raise(flag: { about: string; stay: StayFacts; level: Level; items: string[] }, now: number): Promise<{ ringBy: number; who: string; whoKey: DutyWho }>;
    /** The answer goes by telephone; twice is once by id. */
    queueReply(call: { id: string; about: string; stay: StayFacts }, now: number): Promise<void>;
    /** `by`: who did what makes them needless; a call that they hold stays theirs to end. */
    withdrawIds(ids: readonly string[], reason: string, now: number, by?: string): Promise<void>;
    /** What the call is about that this colleague holds now; null when they hold no such call. */
    holds(callId: string, staffId: string, now: number): Promise<string | null>;
    /** Whom a call is about. */
    about(callId: string): Promise<{ patientId: string; encounterId: string; departmentCode: string } | null>;
  };
  notices: {
    write(letters: readonly Letter[], now: number): Promise<void>;
    remindStaff(reminder: { id: string; about: string; level: 0 | 1 | 2; words: string; by: number }, now: number): Promise<void>;
  };
  /** Words and pictures of a conversation as they stand there; FORBIDDEN when this colleague may not read it. */
  messages: {
    forComplaint(threadId: string, ns: readonly number[], staff: Staff): Promise<{ patientId: string; encounterId: string; text: string; personId: string; relation: Relation | null; images: readonly { fileId: string }[] }>;
    /** A line for those who answer there. */
    becameComplaint(threadId: string, number: string, staff: Staff, now: number): Promise<void>;
  };
  /** Nobody asks this patient whether they were satisfied. May be said twice. */
  quiet(patientId: string, now: number): Promise<void>;
  storage: Storage;
  audit: Pick<Audit, 'record'>;
  cipher: { seal(text: string, field: string): string; open(sealed: string, field: string): string; hash(text: string): string; derive(name: string): string };
  hospital(): Promise<{ name: string; phone: string }>;
  /** Letters only, so that no mask takes them for a number. */
  newId(): string;
  report: Report;
}

/** Who filed it, in a form that names nobody. */
export const ownerKeyOf = (ports: Pick<Ports, 'cipher'>, personId: string): string => ports.cipher.hash(`complaint-owner:${personId}`);
/** Whom it is about, in a form that names nobody; '' for nobody. */
export const patientHashOf = (ports: Pick<Ports, 'cipher'>, patientId: string): string => (patientId ? ports.cipher.hash(`complaint-patient:${patientId}`) : '');
/** Names and numbers at rest; '' stays ''. */
export const sealed = (ports: Pick<Ports, 'cipher'>, text: string): string => (text ? ports.cipher.seal(text, 'complaint') : '');
/** And back. */
export const opened = (ports: Pick<Ports, 'cipher'>, text: string): string => (text ? ports.cipher.open(text, 'complaint') : '');
/** A colleague as the rules ask for them. */
export const readerOf = ({ staffId, name, role, departments }: Staff): Reader => ({ staffId, name, role, departments });

/** Everything that was said to the hospital, for the question whom it is about. */
const saidIn = (c: Complaint): string => [c.accused, c.text, c.note, ...c.timeline.filter((event) => event.by === 'you' || event.kind === 'reopened').map((event) => event.words)].join('\n');
/** A complaint as the rules of seeing ask for it. */
export const factsOf = (c: Complaint): Facts => ({
  accusedStaff: c.accusedStaff, notAccused: c.notAccused, officerAccused: c.officerAccused, restricted: c.restricted, offices: c.offices, departmentCode: c.departmentCode, said: saidIn(c),
});
/** Is it about one of the officers? Then the lead decides. */
export const officerConcerned = (colleagues: readonly Colleague[], c: Pick<Facts, 'accusedStaff' | 'notAccused' | 'said'>): boolean => colleagues.some((one) => one.role === 'officer' && !one.disabled && isConcerned(one, c));

/** The complaint if this colleague may see it; what is missing, foreign or about them is refused in the same words. */
export async function openFor(ports: Pick<Ports, 'complaints'>, staff: Staff, number: string, need: 'read' | 'decide' = 'read'): Promise<{ complaint: Complaint; sight: 'all' | 'facts' }> {
  const complaint = await ports.complaints.get(number);
  const sight = complaint ? sightOf(readerOf(staff), factsOf(complaint)) : 'none';
  if (!complaint || sight === 'none' || (need === 'decide' && !mayDecide(readerOf(staff), factsOf(complaint)))) throw forbidden();
  return { complaint, sight };
}

/** The complaint if this person filed it, here or by their confirmed number. */
export async function openOwn(ports: Pick<Ports, 'complaints' | 'people' | 'cipher'>, person: Person, number: string): Promise<Complaint> {
  const complaint = await ports.complaints.get(number);
  if (!complaint) throw forbidden();
  if (complaint.ownerKey === ownerKeyOf(ports, person.personId)) return complaint;
  const phoneHash = complaint.phoneKey ? (await ports.people.get(person.personId))?.phoneHash ?? '' : '';
  if (phoneHash === '' || phoneHash !== complaint.phoneKey) throw forbidden();
  return complaint;
}

/** Fields to set, lines to add to the timeline. */
export type Change = { set: Partial<Omit<Complaint, '_id' | 'rev' | 'timeline'>>; events?: StoredEvent[] };
/** Changes it as decided on what is there; decides again when somebody was first. Null: nothing to do, as it stands. */
export async function alter(ports: Pick<Ports, 'complaints'>, first: Complaint, now: number, decide: (complaint: Complaint) => Change | null): Promise<Complaint> {
  const changed = await changing({ first, read: () => ports.complaints.get(first.number), decide, write: (current, { set, events = [] }) => ports.complaints.change(current, { ...set, updatedAt: now }, events) });
  if (!changed) throw contended();
  return changed;
}

type EventBy = { by: 'you' } | { by: 'system' } | { by: 'hospital'; staff: Pick<Staff, 'staffId' | 'name'> };
/** One line of the timeline; public unless told. */
export function event(c: Pick<Complaint, 'round'>, at: number, kind: string, who: EventBy, more: Partial<Pick<StoredEvent, 'words' | 'offices' | 'day' | 'public' | 'round'>> = {}): StoredEvent {
  const named = who.by === 'hospital' ? { staffId: who.staff.staffId, name: who.staff.name } : { staffId: '', name: '' };
  return { at, kind, by: who.by, ...named, words: '', offices: [], day: null, round: c.round, public: true, ...more };
}

/** What a ward must not read in any text of this complaint. */
export function knownOf(ports: Pick<Ports, 'cipher'>, c: Complaint, patient: PatientFacts | null | undefined, stay?: Pick<StayFacts, 'inpatientNo'> | null): Known {
  const open = (text: string | null, field: string): string => (text ? ports.cipher.open(text, field) : '');
  return {
    names: [opened(ports, c.nameSealed), patient?.name ?? '', patient?.motherName ?? '', patient?.contactName ?? ''].filter((one) => one !== ''),
    phones: [opened(ports, c.phoneSealed), open(patient?.phoneSealed ?? null, 'phone'), open(patient?.contactPhoneSealed ?? null, 'contactPhone')].filter((one) => one !== ''),
    ids: [c.patientId, c.encounterId, c.personId, c.ownerKey, c.patientHash, c.threadId, patient?.patientNo ?? '', stay?.inpatientNo ?? ''].filter((one) => one !== ''),
  };
}
