/** What staff see: rows of the inbox, one thread with its messages. Masked in lists; a ward sees what was handed to it. */
import { ageOn, dayOf, daysBetween } from '../../kit/calendar';
import type { Staff } from '../../kit/caller';
import { byId } from '../../kit/database';
import { forbidden } from '../../kit/errors';
import { maskName } from '../../kit/mask';
import { Mark, type StaffMessage, type ThreadDetail, type ThreadRow } from '../contract';
import { hiddenFrom, isDesk, staffMaySee } from '../rules/access';
import { addressOf, closeProblem } from '../rules/thread';
import { threadId, type Message, type Thread } from '../store/thread';
import { addresses } from './picture';
import type { CallState, PatientFacts, Ports, Standing } from './ports';

const marksOf = (thread: Thread, staff: Staff): Mark[] => thread.marks.flatMap((mark) => { const known = Mark.safeParse(mark); return known.success && !hiddenFrom(staff.role, [mark]) ? [known.data] : []; });

function rowOf(thread: Thread, patient: PatientFacts | undefined, state: CallState | undefined, staff: Staff, whole: boolean, now: number): ThreadRow {
  const today = dayOf(now);
  const { _id, patientId, encounterId, departmentCode, departmentName, sensitive, urgent, callId, assignee, assigneeName, desk, handedTo, handedToName, handedAt, handedDue, waitingSince, due, latest, lastN, lastAt, lastFrom } = thread;
  return {
    threadId: _id, patientId, encounterId, name: whole ? patient?.name ?? '' : maskName(patient?.name ?? ''), sex: patient?.sex ?? 'unknown', age: patient?.birthDate ? Math.max(0, ageOn(patient.birthDate, today)) : 0,
    departmentCode, departmentName, sensitive, dayN: thread.dischargeDay ? Math.max(0, daysBetween(thread.dischargeDay, today)) : 0,
    state: thread.state, waitingSince, due, latest, overdue: waitingSince > 0 && due <= now, urgent, said: urgent === '' || hiddenFrom(staff.role, thread.marks) ? [] : thread.alarms.findLast((alarm) => alarm.level === urgent)?.words ?? [], callId: urgent === '' ? '' : callId, acknowledgedBy: state?.taken ? state.by : '',
    assignee, assigneeName, desk, handedTo, handedToName, handedAt, handedDue, lastN, lastAt, lastFrom,
    preview: thread.previewHidden && hiddenFrom(staff.role, ['restricted']) ? '' : thread.preview, unread: thread.lastPatientN > thread.readByStaff, marks: marksOf(thread, staff),
  };
}

/** Rows of a list, in its order. */
export async function rowsOf(ports: Ports, threads: readonly Thread[], staff: Staff, now: number): Promise<ThreadRow[]> {
  if (threads.length === 0) return [];
  const [patients, states] = await Promise.all([ports.patients.getMany(threads.map((t) => t.patientId)), ports.calls.states(threads.filter((t) => t.urgent !== '').map((t) => t.callId), now)]);
  const known = byId(patients);
  return threads.map((thread) => rowOf(thread, known.get(thread.patientId), states.get(thread.callId), staff, false, now));
}

/** The thread if this colleague may see it; unknown and out of scope are the same. */
export async function mine(ports: Ports, staff: Staff, id: string): Promise<Thread> {
  const thread = await ports.threads.get(id);
  if (!thread || !staffMaySee(staff, thread)) throw forbidden();
  return thread;
}
/** A thread is asked for by its own id or by its patient's. */
export const idOf = (input: { threadId?: string; ofPatient?: string }): string => {
  const id = input.threadId ?? (input.ofPatient ? threadId(input.ofPatient) : '');
  if (!id) throw forbidden();
  return id;
};

/** `light` while polling: who can be reached, and who writes, does not change every three seconds. */
export async function detailOf(ports: Ports, thread: Thread, staff: Staff, now: number, light = false): Promise<ThreadDetail> {
  const [[patient], states, reach, standing] = await Promise.all([
    ports.patients.getMany([thread.patientId]), ports.calls.states(thread.callId ? [thread.callId] : [], now),
    light ? null : ports.notices.reach(thread, now), light ? null : ports.people.standing(thread.patientId, thread.people, now),
  ]);
  const state = states.get(thread.callId);
  const row = rowOf(thread, patient, state, staff, true, now);
  const deceased = patient?.death === 'confirmed' || patient?.death === 'told';
  const desk = isDesk(staff.role);
  const open = thread.state === 'open';
  const taken = state?.taken ?? false;
  return {
    ...row, reach, readByPatient: thread.readByPatient, closedAt: thread.closedAt, rating: thread.rating && { score: thread.rating.score, comment: staff.role === 'ward' ? '' : thread.rating.comment, at: thread.rating.at },
    address: addressOf(row.name, row.sex, row.age), deceased, afterDeath: deceased && thread.urgent !== '' ? await writerOf(ports, thread, patient, now) : null,
    people: standing && standing.map((s) => ({ personId: s.personId, name: s.as === 'patient' ? maskName(row.name) : contactName(s, patient), relation: s.as === 'patient' ? 'self' as const : s.relation, mayHear: s.as === 'patient' || s.mayHear })),
    may: {
      reply: desk && open, hand: desk && open && thread.desk === 'service', handBack: thread.desk === 'department' && (desk || staff.role === 'ward'), acknowledge: (desk || staff.role === 'ward') && thread.urgent !== '' && !taken,
      close: desk && open && closeProblem(thread, taken, true) === '', wardAnswer: desk && thread.wardAnswerN > 0,
    },
  };
}

/** A family member's name is known only where their number is the contact's on record. */
const onRecord = ({ phoneHash }: Standing, patient: PatientFacts | undefined): boolean => phoneHash !== '' && phoneHash === patient?.contactPhoneHash;
const contactName = (standing: Standing, patient: PatientFacts | undefined): string => (patient && onRecord(standing, patient) ? maskName(patient.contactName) : '');

/** Who told the newest danger, and on which numbers somebody answers now that the patient is dead. */
async function writerOf(ports: Ports, thread: Thread, patient: PatientFacts | undefined, now: number): Promise<ThreadDetail['afterDeath']> {
  const personId = thread.alarms.at(-1)?.personId ?? thread.askerId;
  const [[who], stay] = await Promise.all([ports.people.standing(thread.patientId, [personId], now), ports.stayFacts(thread)]);
  // With the patient's own account somebody writes whose number we do not know.
  const family = who?.as === 'family' ? who : undefined;
  return { name: family ? contactName(family, patient) : '', relation: family?.relation ?? (who ? 'self' : 'other'), phone: family?.phoneMasked ?? '', onRecord: family !== undefined && onRecord(family, patient), wardPhone: stay?.wardPhone || (await ports.hospital()).phone };
}

/** A ward never learns whose complaint it is: that a conversation became one is kept from it. */
export const messagesFor = (ports: Ports, messages: readonly Message[], staff: Staff, now: number): Promise<StaffMessage[]> => Promise.all(messages.filter((m) => !(staff.role === 'ward' && m.event === 'complaint')).map(async (m): Promise<StaffMessage> => {
  const hidden = hiddenFrom(staff.role, m.special);
  return {
    n: m.n, from: m.from, kind: m.kind, name: m.name, staffId: m.staffId, relation: m.relation, text: hidden ? '' : m.text, images: hidden ? [] : await addresses(ports, m.images, now), event: m.event, hidden, internal: !m.shown,
    replyKind: m.replyKind, answer: m.answerId === '' ? null : { answerId: m.answerId, version: m.answerVersion }, level: m.level, phrases: hidden ? [] : m.phrases, at: m.at,
  };
}));
