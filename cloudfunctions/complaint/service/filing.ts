/** A complaint begins: read for danger first, numbered, dispatched by its category in the same write, then everybody is told. */
import { latestStay } from '../../discharge/rules/stay';
import { inScope, representing, type Person, type Staff } from '../../kit/caller';
import { day, dayOf } from '../../kit/calendar';
import { AppError, forbidden, invalid } from '../../kit/errors';
import type { z } from '../../kit/contract';
import { maySeeStay } from '../../account/rules/binding';
import type { SafetyCard } from '../../call/contract/safety';
import type { api, Filed } from '../contract';
import { isCategory, officesOf } from '../rules/category';
import { clocksOf } from '../rules/clock';
import { nextCheck } from '../rules/stand';
import { maskFacts } from '../rules/veil';
import { readWords, type Reading } from '../rules/word';
import type { Complaint } from '../store';
import { adopt, belonging } from './file';
import { event, officerConcerned, ownerKeyOf, patientHashOf, sealed, type Ports, type StayFacts } from './ports';
import { settle, settleSoon } from './settle';

type Input = z.output<(typeof api)['operations']['file']['input']>;
type Registered = z.output<(typeof api)['operations']['register']['input']>;

/** Two complaints within so long about one patient are a warning (combination rule c). */
const repeatWithin = 30 * day;

/** The latest stay of a patient that this person may know of. */
export async function stayFor(ports: Ports, person: Person, patientId: string): Promise<StayFacts | null> {
  const acting = representing(person, patientId);
  if (!acting) throw forbidden();
  const [patient, stays] = await Promise.all([ports.patients.get(patientId), ports.stays.ofPatients([patientId])]);
  if (!patient) throw forbidden();
  return latestStay(stays.filter((stay) => maySeeStay(acting, { sensitive: stay.sensitive, cleared: stay.decision === 'invite' }, patient)));
}

/** Rings the alarm before anything else is stored; the call names no complaint, so that it gives nobody away. */
export async function guard(ports: Ports, reading: Reading, o: { about: string; patientId: string; stay: StayFacts | null }, now: number): Promise<{ safety: SafetyCard | null; owed: Complaint['owed'] }> {
  if (!reading.danger) return { safety: null, owed: null };
  const { level, items } = reading.danger;
  const [hospital, departments, stays] = await Promise.all([ports.hospital(), ports.departments(), o.stay || !o.patientId ? [] : ports.stays.ofPatients([o.patientId])]);
  const stay = o.stay ?? latestStay(stays);
  const ward = stay && !stay.sensitive ? departments.find(({ code }) => code === stay.departmentCode)?.phone ?? '' : '';
  const card: SafetyCard = { level, who: '', whoKey: '', ringBy: null, wardPhone: ward || hospital.phone, hospitalPhone: hospital.phone };
  if (!stay) return { safety: card, owed: null };
  const about = `safety:${o.about}`;
  try {
    return { safety: { ...card, ...(await ports.calls.raise({ about, stay, level, items }, now)) }, owed: null };
  } catch (error) {
    // The card says to ring oneself; the complaint goes on, and the timer rings.
    ports.report({ what: 'danger in a complaint not raised', error });
    return { safety: card, owed: { about, level, items } };
  }
}

const checked = async (ports: Ports, input: Pick<Input, 'category' | 'departmentCode' | 'happenedAt'>, now: number): Promise<string> => {
  if (!isCategory(input.category)) throw invalid('category', 'option');
  if (input.happenedAt !== null && input.happenedAt > now) throw invalid('happenedAt', 'future');
  if (input.departmentCode === '') return '';
  const found = (await ports.departments()).find(({ code }) => code === input.departmentCode);
  if (!found) throw invalid('departmentCode', 'unknown');
  return found.name;
};

interface Beginning {
  key: string; source: Complaint['source']; actor: string; who: Parameters<typeof event>[3]; patientId: string; stay: StayFacts | null; ownerKey: string; personId: string; relation: Complaint['relation']; name: string; phone: string;
  text: string; note: string; threadId: string; ns: number[]; evidence: Complaint['evidence']; external: Complaint['external']; severity: Complaint['severity']; departmentName: string;
  input: Pick<Input, 'category' | 'departmentCode' | 'accused' | 'happenedAt' | 'place' | 'wants' | 'anonymous' | 'confidential'>;
}

/** Writes it with its number, clocks and offices in one step; told afterwards, and again by the timer. */
async function begin(ports: Ports, o: Beginning, now: number): Promise<Filed> {
  const { input } = o;
  const patientHash = patientHashOf(ports, o.patientId);
  const said = [input.accused, o.text, o.note].join('\n');
  const [before, patient, colleagues] = await Promise.all([patientHash ? ports.complaints.ofPatient(patientHash) : [], o.patientId ? ports.patients.get(o.patientId) : null, ports.staff()]);
  const earlier = before.filter((one) => one.key !== o.key && one.receivedAt > now - repeatWithin && one.warning !== '').length;
  const reading = readWords(said, earlier);
  const { safety, owed } = await guard(ports, reading, { about: ports.cipher.derive(`complaint-safety:${o.key}`), patientId: o.patientId, stay: o.stay }, now);
  // No name, no number, no patient is kept of somebody who wants to stay unknown, in their words neither.
  const bare = (text: string): string => (input.anonymous ? maskFacts(text, { names: [o.name, patient?.name ?? '', patient?.motherName ?? '', patient?.contactName ?? ''], phones: [o.phone], ids: [o.patientId, patient?.patientNo ?? ''] }) : text);
  const named = !input.anonymous;
  const offices = [...new Set([...officesOf(input.category), ...reading.offices])];
  const base = { round: 1, state: 'dispatched' as const, answers: [], warned: [], closedAt: 0, rating: null, ...clocksOf(now) };
  const fresh = {
    ...base, day: dayOf(now), key: o.key, roundAt: now, open: 1 as const, source: o.source, external: o.external,
    patientId: named ? o.patientId : '', encounterId: named ? o.stay?._id ?? '' : '', patientHash, ownerKey: o.ownerKey, phoneKey: named && o.phone ? ports.cipher.hash(o.phone) : '',
    personId: named ? o.personId : '', nameSealed: named ? sealed(ports, o.name) : '', phoneSealed: named ? sealed(ports, o.phone) : '', relation: named ? o.relation : null,
    anonymous: input.anonymous, confidential: input.confidential || input.anonymous,
    category: input.category, departmentCode: input.departmentCode, departmentName: o.departmentName, office: offices[0]!, offices, accused: bare(input.accused), accusedStaff: [], notAccused: [], officerAccused: false,
    wants: [...new Set(input.wants)], text: bare(o.text), note: bare(o.note), happenedAt: input.happenedAt, place: bare(input.place), evidence: o.evidence.map((one) => ({ ...one, name: bare(one.name) })),
    severity: o.severity, warning: reading.warning, words: reading.words, restricted: reading.restricted, owed: named && o.stay ? owed : null, threadId: named ? o.threadId : '', ns: named ? o.ns : [],
    receivedAt: now, extension: null, contributions: [], verdict: 'none' as const, takenBy: '', takenName: '', escalated: 0, nextCheck: nextCheck(base), settleDue: settleSoon(now),
    timeline: [event(base, now, 'received', o.who), event(base, now, 'dispatched', { by: 'system' }, { offices })], reveals: [], rev: 1, createdAt: now, updatedAt: now,
  };
  const officerAccused = officerConcerned(colleagues, { accusedStaff: [], notAccused: [], said });
  const { complaint, fresh: isNew } = await ports.complaints.file({ ...fresh, officerAccused });
  // Of the others the complaint itself knows the patient, and `settle` says it.
  if (isNew && !named && o.patientId) await ports.quiet(o.patientId, now).catch((error: unknown) => ports.report({ what: 'satisfaction not quieted yet', id: complaint._id, error }));
  await Promise.all([
    ports.files.attach(complaint.evidence.map(({ fileId }) => fileId), complaint.number),
    complaint.settleDue > 0 && settle(ports, complaint, now).catch((error: unknown) => ports.report({ what: 'complaint not told yet', id: complaint._id, error })),
  ]);
  const { number, receivedAt, internal, legal } = complaint;
  return { number, receivedAt, promiseDay: internal.day, dueDay: legal.day, offices: complaint.offices, safety };
}

/** From the mini-program or a browser. */
export async function fileComplaint(ports: Ports, person: Person, input: Input, now: number): Promise<Filed> {
  const ownerKey = ownerKeyOf(ports, person.personId);
  const key = ports.cipher.hash(`complaint-key:${ownerKey}:${input.key}`);
  const [stay, departmentName, own, known] = await Promise.all([input.patientId ? stayFor(ports, person, input.patientId) : null, checked(ports, input, now), ports.people.get(person.personId), ports.complaints.byKey(key)]);
  const evidence = known ? known.evidence : await belonging(ports, input.files, ownerKey, 'complainant', now);
  const phone = input.phone || (own?.phoneSealed ? ports.cipher.open(own.phoneSealed, 'person.phone') : '');
  const relation = input.patientId ? representing(person, input.patientId)!.relation : null;
  // A patient need not write their own name: the register has it.
  const itself = input.patientId && relation === 'self' && input.name === '' ? (await ports.patients.get(input.patientId))?.name ?? '' : '';
  const filed = await begin(ports, {
    key, source: 'app', actor: ownerKey, who: { by: 'you' }, patientId: input.patientId ?? '', stay, ownerKey, personId: person.personId, relation, name: input.name || itself, phone, text: input.text, note: '', threadId: '', ns: [],
    evidence, external: null, severity: 'ordinary', departmentName, input,
  }, now);
  await ports.drafts.remove(draftId(person, input.patientId));
  return filed;
}

/** One draft per person and patient. */
export const draftId = (person: Person, patientId: string | undefined): string => `draft:${person.personId}:${patientId ?? 'none'}`;

/** The patient's name and number from the register, for whom the patient complains. After a sensitive stay nothing is written to a number that was not chosen for it. */
async function ownOf(ports: Ports, patientId: string, stay: StayFacts | null): Promise<{ name: string; phone: string }> {
  const patient = patientId ? await ports.patients.get(patientId) : null;
  if (!patient) return { name: '', phone: '' };
  const writable = patient.phoneSealed !== null && !patient.phoneInvalid && stay !== null && (!stay.sensitive || patient.allowSmsSensitive);
  return { name: patient.name, phone: writable && patient.phoneSealed ? ports.cipher.open(patient.phoneSealed, 'phone') : '' };
}

/** By a colleague: from a call, a conversation, a stay, or of somebody unknown. */
export async function registerComplaint(ports: Ports, staff: Staff, input: Registered, now: number): Promise<Filed> {
  const key = ports.cipher.hash(`complaint-key:${staff.staffId}:${input.key}`);
  const departmentName = await checked(ports, input, now);
  if ([input.callId, input.threadId, input.encounterId].filter(Boolean).length > 1) throw invalid('encounterId', 'unknown');
  const thread = input.threadId ? await ports.messages.forComplaint(input.threadId, input.ns, staff) : null;
  const call = input.callId ? await ports.calls.about(input.callId) : null;
  if (input.callId && (!call || !inScope(staff, call.departmentCode))) throw forbidden();
  const encounterId = thread?.encounterId || call?.encounterId || input.encounterId || '';
  const stay = encounterId ? await ports.stays.get(encounterId) : null;
  if (input.encounterId && (!stay || !inScope(staff, stay.departmentCode))) throw forbidden();
  // What was written stands as it was written; what the colleague adds stands beside it.
  const text = thread?.text || input.text;
  if (text === '') throw invalid('text', 'required');
  const note = thread ? [input.note, input.text].filter((one) => one !== '').join('\n') : input.note;
  const known = await ports.complaints.byKey(key);
  const evidence = known ? known.evidence : [...(await belonging(ports, input.files, staff.staffId, 'staff', now)), ...(await adopt(ports, thread?.images ?? [], staff, now))];
  if (evidence.length > 30) throw new AppError('INVALID_INPUT', 'too many files', { fields: [{ path: 'files', problem: 'too_long' }] });
  const personId = thread?.personId ?? '';
  const { relation } = input.complainant;
  const itself = !thread && relation === 'self' && !input.anonymous ? await ownOf(ports, call?.patientId ?? stay?.patientId ?? '', stay) : { name: '', phone: '' };
  const own = personId && !input.complainant.phone ? await ports.people.get(personId) : null;
  const filed = await begin(ports, {
    key, source: thread ? 'message' : input.source, actor: staff.staffId, who: { by: 'hospital', staff }, patientId: thread?.patientId ?? call?.patientId ?? stay?.patientId ?? '', stay,
    ownerKey: personId ? ownerKeyOf(ports, personId) : '', personId, relation: thread?.relation ?? relation, name: input.complainant.name || itself.name,
    phone: input.complainant.phone || itself.phone || (own?.phoneSealed ? ports.cipher.open(own.phoneSealed, 'person.phone') : ''), text, note, threadId: input.threadId ?? '', ns: input.ns, evidence, external: input.external, severity: input.severity, departmentName, input,
  }, now);
  // Who answers there shall know; of an anonymous one nothing may point back.
  if (input.threadId && !known && !input.anonymous) await ports.messages.becameComplaint(input.threadId, filed.number, staff, now).catch((error: unknown) => ports.report({ what: 'conversation not told of its complaint', id: input.threadId, error }));
  return filed;
}

