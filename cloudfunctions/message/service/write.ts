/**
 * The one way in for messages: numbered, told to the thread in order, then everything that follows from them: alarm, letter, calls. Each part may be cut off after any line; `finish` does what is
 * missing, for whoever sends the same key again or for the timer.
 */
import { minute, hour, day } from '../../kit/calendar';
import { contended } from '../../kit/errors';
import { maskName } from '../../kit/mask';
import type { Event } from '../contract';
import { audienceOf } from '../rules/access';
import { coveringAlarm, type Alarm } from '../rules/danger';
import { calm, letterNeeded, nobodyWaits, tell } from '../rules/thread';
import { messageId, threadId, type Message, type Thread } from '../store/thread';
import { changeThread, type Ports, type StayFacts } from './ports';

/** A client's key as it is stored: nobody meets another's message, or a line of ours, by its key. */
export const keyOf = (by: string, key: string): string => `${by}|${key}`;
/** And back, for who sent it. */
export const sentKey = (stored: string): string => stored.slice(stored.indexOf('|') + 1);

/** A message without its number; what is left out is empty. */
export type Draft = Pick<Message, 'threadId' | 'patientId' | 'key' | 'from' | 'kind'> & Partial<Omit<Message, '_id' | 'n' | 'shown' | 'audience' | 'owedAt'>>;

const empty = {
  to: '', personId: '', relation: null, staffId: '', name: '', text: '', images: [], event: '', replyKind: null, answerId: '', answerVersion: 0, level: '', phrases: [], groups: [], advice: [], special: [], seenN: 0,
} as const satisfies Partial<Message>;

/** An empty thread, before the first word. */
export function newThread(patientId: string, stay: StayFacts | null, elderly: boolean, now: number): Thread {
  return {
    _id: threadId(patientId), patientId, ...stayFields(stay), elderly, sortKey: `2:99999999999999:${threadId(patientId)}`, state: 'open', waiting: 0, urgentOpen: 0, ...nobodyWaits, urgent: '', urgentAt: 0, callId: '', alarms: [],
    assignee: '', assigneeName: '', assignedAt: 0, desk: 'service', handedTo: '', handedToName: '', handedBy: '', handedAt: 0, handedDue: 0, wardAnswerN: 0,
    lastN: 0, lastPatientN: 0, lastAt: 0, lastFrom: 'patient', preview: '', previewHidden: false, askerId: '', askerAs: 'patient', replies: [], marks: [], people: [], seen: {}, readByPatient: 0, readByStaff: 0,
    closedAt: 0, closedBy: '', reopened: 0, rating: null, ratings: [], calls: [], rev: 1, createdAt: now, updatedAt: now, history: [],
  };
}
/** Of the latest stay, what a thread keeps; an unknown one counts as sensitive. */
export const stayFields = (stay: StayFacts | null) => ({ encounterId: stay?.encounterId ?? '', departmentCode: stay?.departmentCode ?? '', departmentName: stay?.departmentName ?? '', dischargeDay: stay?.dischargeDay ?? '', sensitive: stay?.sensitive ?? true });

/** The message under the next free number; the known one when this key is there already. */
export async function append(ports: Ports, draft: Draft, from: number, now: number): Promise<{ message: Message; known: boolean }> {
  const whole = { ...empty, at: now, ...draft };
  const audience = audienceOf(whole);
  for (let n = from + 1, attempt = 0; attempt < 200; attempt += 1) {
    const message: Message = { ...whole, images: [...whole.images], phrases: [...whole.phrases], groups: [...whole.groups], advice: [...whole.advice], special: [...whole.special], _id: messageId(draft.patientId, n), n, audience, shown: audience !== '', owedAt: now };
    // A department's answer passed on is a reply, too.
    if ((message.from === 'staff' || message.from === 'department') && message.kind === 'text' && message.seenN < 0) message.seenN = n - 1;
    if (await ports.threads.insertMessage(message)) return { message, known: false };
    const [known, last] = await Promise.all([ports.threads.byKey(draft.threadId, draft.key), ports.threads.lastNumber(draft.threadId)]);
    if (known) return { message: known, known: true };
    n = Math.max(n, last) + 1;
  }
  throw contended();
}

/** Tells the thread every message that it does not know yet, in order. */
export async function advance(ports: Ports, id: string, now: number, stay?: ReturnType<typeof stayFields>): Promise<Thread> {
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const thread = await ports.threads.get(id);
    if (!thread) throw new Error('a message without its thread');
    const pending = await ports.threads.messages(id, { after: thread.lastN, limit: 100, forPatients: false });
    if (pending.length === 0) return thread;
    let next = thread;
    for (const message of pending) {
      if (message.n !== next.lastN + 1) break;
      const { state } = next;
      next = { ...next, ...tell(next, { ...message, pictures: message.images.length }) };
      // Opened again: the next closing is rated anew.
      if (state === 'closed' && next.state === 'open' && next.rating) next = { ...next, ratings: [...next.ratings, next.rating].slice(-20), rating: null };
    }
    const { _id, rev, history, sortKey, waiting, urgentOpen, seen, readByPatient, readByStaff, ...change } = next;
    const changed = await ports.threads.change(thread, { ...change, ...stay, updatedAt: now });
    if (changed && pending.length < 100) return changed;
  }
  throw contended();
}

/** Everything that follows from a message; safe to repeat. A danger that could not be passed on leaves the message to the timer. */
export async function finish(ports: Ports, message: Message, now: number, stay?: ReturnType<typeof stayFields>): Promise<Thread> {
  let thread = await advance(ports, message.threadId, now, stay);
  let done = true;
  if (message.from === 'patient' || message.from === 'family') {
    try {
      thread = await alarm(ports, thread, message, now);
    } catch (error) {
      done = false;
      ports.report({ what: 'message.alarm', id: message._id, error });
    }
  } else if (message.kind === 'text') {
    thread = await afterReply(ports, thread, message, now);
  }
  if (done) await ports.threads.settled(message._id);
  return thread;
}

/** Urgent call and alert, unless one that covers it is under way. */
async function alarm(ports: Ports, thread: Thread, message: Message, now: number): Promise<Thread> {
  const { level } = message;
  if (level === '' || thread.alarms.some((a) => a.n === message.n)) return thread;
  const states = await ports.calls.states(thread.alarms.map((a) => a.callId), now);
  if (coveringAlarm(level, thread.alarms, new Set([...states].filter(([, s]) => s.open).map(([id]) => id)), message.at)) return thread;
  const { encounterId, patientId, departmentCode, dischargeDay, elderly } = thread;
  const raised = await ports.calls.raise({ stepId: thread._id, encounterId, patientId, departmentCode, dischargeDay, elderly, level, items: [`message:${message.n}`] }, now);
  // For the agents; its key is the danger's, so that a run that was cut writes it once.
  const said = await append(ports, { threadId: thread._id, patientId, key: `sys-raised-${message.n}`, from: 'system', kind: 'system', event: 'raised', text: raised.who, at: now }, thread.lastN, now);
  const told = await finish(ports, said.message, now);
  const entry: Alarm = { n: message.n, level, at: message.at, ...raised, words: message.phrases, advice: message.advice, personId: message.personId };
  return (await changeThread(ports, thread._id, (t) => (t.alarms.some((a) => a.n === message.n) ? null : { change: { alarms: [...t.alarms, entry].slice(-10), callId: raised.callId, updatedAt: now } }))) ?? told;
}

/** A letter goes a minute later, unless they have read it until then. */
const letterAfter = minute;
const letterFor = 3 * day;
/** Page of the mini-program that shows the thread. */
export const pageOf = (patientId: string): string => `pages/message/thread/index?patientId=${encodeURIComponent(patientId)}`;
/** One call per reply that did not arrive, or question that nobody answered. */
export const replyCallId = (id: string, n: number): string => `call:reply:${id}:${n}`;

async function afterReply(ports: Ports, thread: Thread, message: Message, now: number): Promise<Thread> {
  let current = thread;
  if (current.waitingSince === 0 && current.calls.length > 0) {
    // Who writes while she has the call of it in hand is not cut off: it is hers to end.
    await ports.calls.withdrawIds(current.calls, 'answered', now, message.staffId);
    current = (await changeThread(ports, thread._id, (t) => (t.waitingSince > 0 || t.calls.length === 0 ? null : { change: { calls: [], updatedAt: now } }))) ?? current;
  }
  current = await calmed(ports, current, now);
  const [patient] = await ports.patients.getMany([thread.patientId]);
  const asker = message.to;
  const mark = { n: message.n, at: message.at, audience: message.audience };
  if (patient && letterNeeded(current.replies, mark, current.seen[asker] ?? 0)) {
    // A department's answer is the patient's to read; who only asks for them is not told it.
    const to = message.audience === asker && asker !== '' ? { personId: asker } : await patientOr(ports, thread.patientId, asker, now);
    await ports.notices.write([{
      id: `notice:${thread._id}:reply:${message.n}`, kind: 'reply', about: thread._id, encounterId: thread.encounterId, patientId: thread.patientId, to, due: message.at + letterAfter, until: message.at + letterFor,
      params: [maskName(patient.name)], page: pageOf(thread.patientId),
    }], now);
  }
  return current;
}

async function patientOr(ports: Ports, patientId: string, asker: string, now: number): Promise<'patient' | { personId: string }> {
  const [who] = asker === '' ? [] : await ports.people.standing(patientId, [asker], now);
  return who && (who.as === 'patient' || who.mayHear) ? { personId: asker } : 'patient';
}

/** A danger that somebody has taken on, and nobody waits: the thread is no longer urgent. */
export async function calmed(ports: Ports, thread: Thread, now: number): Promise<Thread> {
  if (thread.urgent === '' || thread.waitingSince > 0 || thread.callId === '') return thread;
  const state = (await ports.calls.states([thread.callId], now)).get(thread.callId);
  if (state && !state.taken && state.open) return thread;
  // First: whoever is cut off here finds the thread still urgent, and comes here again.
  await endAfterDeath(ports, thread, now);
  return (await changeThread(ports, thread._id, (t) => { const next = calm(t, true); return next === t ? null : { change: { urgent: next.urgent, urgentAt: next.urgentAt, updatedAt: now } }; })) ?? thread;
}

/** The calls' list dials no one for a patient who has died: an alarm that was taken on and answered here would go up for ever there. */
export async function endAfterDeath(ports: Ports, thread: Thread, now: number): Promise<void> {
  const [patient] = await ports.patients.getMany([thread.patientId]);
  if (!patient || patient.death === 'no' || thread.alarms.length === 0) return;
  await ports.calls.withdrawIds([...new Set(thread.alarms.map(({ callId }) => callId))], patient.death === 'confirmed' ? 'deceased' : 'death_unconfirmed', now);
}

/** A line about what happened; once per revision of the thread and event. */
export async function line(ports: Ports, thread: Thread, event: Event, of: { staffId: string; text?: string }, now: number): Promise<Thread> {
  const { message } = await append(ports, { threadId: thread._id, patientId: thread.patientId, key: `sys-${thread.rev}-${event}`, from: 'system', kind: 'system', event, staffId: of.staffId, text: of.text ?? '' }, thread.lastN, now);
  return finish(ports, message, now);
}

/** After a confirmed death no number of the patient may be rung: a call would stand in the list for ever. */
export const hasDied = async (ports: Ports, patientId: string): Promise<boolean> => (await ports.patients.getMany([patientId]))[0]?.death === 'confirmed';

/** A nurse rings within the next hours of calling; the exact hour is the worklist's. */
export const ringWithin = 4 * hour;
