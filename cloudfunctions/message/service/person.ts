/** The patient's side: read, write, send pictures, ask for help, rate. */
import { isElderly } from '../../call/rules/number';
import { dayOf } from '../../kit/calendar';
import { representing, type Caller, type Person, type Represents } from '../../kit/caller';
import type { Relation, z } from '../../kit/contract';
import { AppError, conflict, forbidden, invalid } from '../../kit/errors';
import { maskName } from '../../kit/mask';
import { maySeeStay } from '../../account/rules/binding';
import type { api, ImageType, Note, Opened, PersonMessage, PersonThread, Safety, Sent, Staffed, UploadPlace } from '../contract';
import { maySee, sightOf, type Sight } from '../rules/access';
import { dueOf, isStaffed, nextStaffed } from '../rules/clock';
import { coveringAlarm, helpReading, readMessage, type Danger, type Reading } from '../rules/danger';
import { dangerPace, pace } from '../rules/pace';
import { ratingProblem } from '../rules/thread';
import { threadId, type Message, type Thread } from '../store/thread';
import { addresses, placeFor, takePictures } from './picture';
import { changeThread, type PatientFacts, type Ports, type StayFacts } from './ports';
import { safetyAfter, standingSafety, urgencyFor } from './safety';
import { append, finish, keyOf, newThread, sentKey, stayFields } from './write';

type Out<A extends keyof typeof api.operations> = z.infer<(typeof api.operations)[A]['output']>;
/** The operations of the contract's first half. */
export interface PersonService {
  open(caller: Caller, patientId: string, now: number): Promise<Opened>;
  older(caller: Caller, patientId: string, before: number, now: number): Promise<Out<'older'>>;
  since(caller: Caller, patientId: string, after: number, now: number): Promise<Out<'since'>>;
  send(caller: Caller, input: { patientId: string; key: string; text: string; images: readonly string[] }, now: number): Promise<Sent>;
  help(caller: Caller, input: { patientId: string; key: string }, now: number): Promise<Out<'help'>>;
  upload(caller: Caller, input: { patientId: string; type: ImageType; size: number }, now: number): Promise<UploadPlace>;
  pictures(caller: Caller, patientId: string, n: number, now: number): Promise<Out<'pictures'>>;
  rate(caller: Caller, input: { patientId: string; score: number; comment: string }, now: number): Promise<Out<'rate'>>;
}

/** Messages on one screen. */
const screen = 50;
/** And in one answer to a poll. */
const pollMost = 200;

/** Someone of the patient's side at this thread today. */
interface Reader { person: Person; as: Represents; sight: Sight; patient: PatientFacts; stay: StayFacts | null; thread: Thread | null }

/** Is somebody there to answer, and from when. */
export const staffed = (now: number): Staffed => ({ now: isStaffed(now), nextAt: nextStaffed(now) });

/** Whose conversation it is, is decided here. */
export function createPersonService(ports: Ports): PersonService {
  /** Who asks and what they may see; an unknown patient and somebody else's are the same. */
  async function reader(caller: Caller, patientId: string): Promise<Reader> {
    const as = representing(caller, patientId);
    if (caller.kind !== 'person' || !as) throw forbidden();
    const [[patient], stay, thread] = await Promise.all([ports.patients.getMany([patientId]), ports.stays.latest(patientId), ports.threads.get(threadId(patientId))]);
    if (!patient) throw forbidden();
    const stayOpen = !stay || maySeeStay(as, stay, patient);
    return { person: caller, as, patient, stay, thread, sight: sightOf(as, stayOpen) };
  }

  const personThread = ({ thread, sight, person }: Reader, now: number): PersonThread => {
    const waiting = thread !== null && thread.waitingSince > 0;
    const { urgent, due } = thread ? urgencyFor(thread, { sight, personId: person.personId }, now) : { urgent: '' as const, due: 0 };
    const by = waiting ? due : dueOf({ since: now }).due;
    const rating = thread?.rating ?? null;
    const readable = rating && (sight === 'all' || rating.personId === person.personId);
    return {
      state: thread ? (thread.lastN === 0 ? 'none' : thread.state) : 'none', waitingSince: thread?.waitingSince ?? 0, by, late: waiting && by < now, withDepartment: thread?.desk === 'department', urgent,
      lastN: thread?.lastN ?? 0, readByStaff: thread?.readByStaff ?? 0, closedAt: thread?.closedAt ?? 0, rating: rating ? { score: rating.score, comment: readable ? rating.comment : '', at: rating.at } : null,
      mayRate: thread !== null && thread.lastN > 0 && ratingProblem(thread, now) === '',
    };
  };

  const shownTo = (reader: Reader, messages: readonly Message[]): Message[] => messages.filter((m) => m.shown && maySee(reader.sight, reader.person.personId, m.audience));
  const worded = (reader: Reader, messages: readonly Message[], now: number): Promise<PersonMessage[]> => Promise.all(shownTo(reader, messages).map((m) => one(reader, m, now)));
  async function one({ person, stay }: Reader, m: Message, now: number): Promise<PersonMessage> {
    const mine = m.personId !== '' && m.personId === person.personId;
    return {
      n: m.n, key: mine ? sentKey(m.key) : '', from: m.from, kind: m.kind === 'help' || m.kind === 'system' ? m.kind : 'text', mine,
      // No department stands anywhere about a sensitive stay.
      name: m.from === 'department' && stay?.sensitive ? '科室' : m.from === 'system' ? '' : m.name, relation: m.relation, text: m.from === 'system' ? '' : m.text, images: await addresses(ports, m.images, now), event: m.event, at: m.at,
    };
  }

  /** They have read everything up to here. What was going to tell them of a reply is no longer needed. */
  async function saw({ thread, person, sight }: Reader, now: number): Promise<void> {
    if (!thread || thread.lastN <= (thread.seen[person.personId] ?? 0)) return;
    const before = thread.seen[person.personId] ?? 0;
    await ports.threads.sawPerson(thread._id, person.personId, thread.lastN);
    const readable = thread.replies.filter((r) => r.n > before && maySee(sight, person.personId, r.audience));
    if (readable.length === 0) return;
    // The letter is for who asked; a nurse need not ring when anybody who may know has read.
    if (thread.askerId === person.personId) await ports.notices.cancelReplies(thread._id, 'read', now);
    const read = thread.calls.filter((id) => readable.some((r) => id.endsWith(`:${r.n}`)));
    if (read.length === 0) return;
    await ports.calls.withdrawIds(read, 'read', now);
    await changeThread(ports, thread._id, (t) => ({ change: { calls: t.calls.filter((id) => !read.includes(id)), updatedAt: now } }));
  }

  async function familyName({ person, as, patient }: Reader, now: number): Promise<string> {
    if (as.as === 'patient') return maskName(patient.name);
    const [standing] = await ports.people.standing(as.patientId, [person.personId], now);
    return standing && standing.phoneHash !== '' && standing.phoneHash === patient.contactPhoneHash ? maskName(patient.contactName) : '';
  }

  /** The same way for words and for the help button. */
  async function write(who: Reader, input: { patientId: string; key: string; text: string; images: readonly string[] }, kind: 'text' | 'help', reading: Reading, now: number): Promise<Sent> {
    const { person, as, patient, stay } = who;
    const id = threadId(input.patientId);
    const images = await takePictures(ports, { threadId: id, by: person.personId, key: input.key }, input.images);
    let thread = who.thread;
    if (!thread) {
      const fresh = newThread(input.patientId, stay, isElderly(patient.birthDate, dayOf(now)), now);
      thread = (await ports.threads.create(fresh)) ? fresh : (await ports.threads.get(id)) ?? fresh;
    }
    const relation: Relation = as.as === 'patient' ? 'self' : as.relation;
    const { level, phrases, groups, advice, marks } = reading;
    const { message } = await append(ports, {
      threadId: id, patientId: input.patientId, key: keyOf(person.personId, input.key), from: as.as, kind, personId: person.personId, relation, name: await familyName(who, now), text: input.text, images, level, phrases, groups, advice, special: marks, at: now,
    }, thread.lastN, now);
    const after = await finish(ports, message, now, stayFields(stay));
    const told = { ...who, thread: after };
    const safety = await safetyAfter(ports, after, message, now);
    const shown = personThread(told, now);
    return { message: await one(told, message, now), thread: shown, safety, note: noteOf(shown, safety, now) };
  }

  /**
   * Refuses who writes faster than people do: TOO_MANY/`pace`. What is sent again under its key is no more writing. Words of danger are not counted with the others and have room of their own; beyond it they
   * are refused only while an alarm about just that is fresh and open, so that a danger is never lost to a limit.
   */
  async function keepPace({ person, thread }: Reader, input: { patientId: string; key: string }, level: Danger | '', now: number): Promise<void> {
    const of = { threadId: threadId(input.patientId), personId: person.personId };
    if (thread && (await ports.threads.byKey(of.threadId, keyOf(person.personId, input.key)))) return;
    let again: number | null = null;
    for (const limit of level === '' ? pace : dangerPace) again ??= await ports.desk.count(of, limit, now);
    if (again === null) return;
    if (level !== '') {
      const alarms = thread?.alarms ?? [];
      const states = await ports.calls.states(alarms.map(({ callId }) => callId), now);
      if (!coveringAlarm(level, alarms, new Set([...states].filter(([, state]) => state.open).map(([id]) => id)), now)) return;
    }
    throw new AppError('TOO_MANY', 'written faster than people do', { retryAt: again, reason: 'pace' });
  }

  const noteOf = ({ by }: PersonThread, safety: Safety | null, now: number): Note => ({ key: safety ? 'urgent' : isStaffed(now) ? 'staffed' : 'closed_now', by, nextAt: nextStaffed(now) });

  async function fromPage(who: Reader, window: { after?: number; before?: number }): Promise<{ found: Message[]; more: boolean }> {
    if (!who.thread) return { found: [], more: false };
    const limit = window.after === undefined ? screen : pollMost;
    let found = await ports.threads.messages(who.thread._id, { ...window, limit, forPatients: true });
    let more = window.after === undefined && found.length === limit;
    // A page of words that are not for this reader is no page.
    while (more && shownTo(who, found).length === 0) {
      found = await ports.threads.messages(who.thread._id, { before: found[0]!.n, limit, forPatients: true });
      more = found.length === limit;
    }
    return { found, more };
  }

  return {
    async open(caller, patientId, now) {
      const who = await reader(caller, patientId);
      const [{ found, more }, facts, hospital] = await Promise.all([fromPage(who, {}), ports.stayFacts({ patientId, encounterId: who.stay?.encounterId ?? '' }), ports.hospital()]);
      const messages = await worded(who, found, now);
      await saw(who, now);
      return {
        thread: personThread(who, now), messages, more, staffed: staffed(now), safety: who.thread && (await standingSafety(ports, who.thread, { sight: who.sight, personId: who.person.personId }, now)),
        phones: { ward: facts && !facts.sensitive ? facts.wardPhone : '', hospital: hospital.phone }, patient: maskName(who.patient.name), me: { as: who.as.as, relation: who.as.as === 'patient' ? 'self' : who.as.relation },
      };
    },
    async older(caller, patientId, before, now) {
      const who = await reader(caller, patientId);
      const { found, more } = await fromPage(who, { before });
      return { messages: await worded(who, found, now), more };
    },
    async since(caller, patientId, after, now) {
      const who = await reader(caller, patientId);
      const found = who.thread && who.thread.lastN > after ? (await fromPage(who, { after })).found : [];
      // A message that the thread does not know of yet comes with the next question.
      const known = found.filter((m) => m.n <= (who.thread?.lastN ?? 0));
      const messages = await worded(who, known, now);
      await saw(who, now);
      const last = known.at(-1)?.n ?? after;
      const thread = personThread(who, now);
      return { thread: { ...thread, lastN: found.length === pollMost ? last : thread.lastN }, messages, staffed: staffed(now), safety: who.thread && (await standingSafety(ports, who.thread, { sight: who.sight, personId: who.person.personId }, now)) };
    },
    async send(caller, input, now) {
      const text = input.text.trim();
      if (text === '' && input.images.length === 0) throw invalid('text', 'required');
      const reading = readMessage(text);
      const who = await reader(caller, input.patientId);
      await keepPace(who, input, reading.level, now);
      return write(who, { ...input, text }, 'text', reading, now);
    },
    async help(caller, input, now) {
      const sent = await write(await reader(caller, input.patientId), { ...input, text: '', images: [] }, 'help', helpReading, now);
      if (!sent.safety) throw conflict('key', 'the key is of another message');
      return { ...sent, safety: sent.safety };
    },
    async upload(caller, { patientId, type, size }, now) {
      const { person } = await reader(caller, patientId);
      return placeFor(ports, { threadId: threadId(patientId), patientId, by: person.personId, type, size }, now);
    },
    async pictures(caller, patientId, n, now) {
      const who = await reader(caller, patientId);
      const [message] = await ports.threads.byNumbers(patientId, [n]);
      if (!message || shownTo(who, [message]).length === 0) throw forbidden();
      return { images: await addresses(ports, message.images, now) };
    },
    async rate(caller, { patientId, score, comment }, now) {
      const who = await reader(caller, patientId);
      if (!who.thread || who.thread.lastN === 0) throw conflict('open', 'nothing to rate yet');
      const changed = await changeThread(ports, who.thread._id, (thread) => {
        const problem = ratingProblem(thread, now);
        if (problem === 'open') throw conflict('open', 'not closed yet');
        if (problem === 'rated') throw new AppError('GONE', 'rated already', { reason: 'rated' });
        return { change: { rating: { score, comment: comment.trim(), at: thread.rating?.at ?? now, personId: who.person.personId }, updatedAt: now }, entry: { at: now, by: who.person.personId, what: `rated:${score}` } };
      });
      return { thread: personThread({ ...who, thread: changed }, now) };
    },
  };
}
