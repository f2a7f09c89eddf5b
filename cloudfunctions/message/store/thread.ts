/** Threads and their messages. The messages are the truth, numbered without a gap; the thread is what they add up to, changed only at the revision that was read. */
import { defineCollection, replacing, type Collection, type Database } from '../../kit/database';
import type { Relation } from '../../kit/contract';
import type { Event, From, MessageKind, Rating, ReplyKind, Urgent, View } from '../contract';
import type { Audience } from '../rules/access';
import type { Alarm } from '../rules/danger';
import { sortKeyOf, type ThreadFacts } from '../rules/thread';

/** One patient's conversation: what its messages add up to, and who has it. */
export interface Thread extends ThreadFacts {
  /** `thread:<patientId>`: one per patient. */
  _id: string;
  patientId: string;
  /** Of the latest stay when somebody wrote last; '' without one. */
  encounterId: string; departmentCode: string; departmentName: string; dischargeDay: string; sensitive: boolean; elderly: boolean;
  sortKey: string;
  /** 1 while somebody waits, while a danger stands: what the inbox counts. */
  waiting: 0 | 1; urgentOpen: 0 | 1;
  /** The newest urgent call, '' for none; the newest ten alarms. */
  callId: string; alarms: Alarm[];
  desk: 'service' | 'department'; handedTo: string; handedToName: string; handedBy: string; handedAt: number; handedDue: number;
  /** Up to which number each person has read; and the furthest of them, and of staff. */
  seen: Record<string, number>; readByPatient: number; readByStaff: number;
  closedBy: string;
  rating: (Rating & { personId: string }) | null; ratings: (Rating & { personId: string })[];
  /** Calls queued because a reply could not be delivered or did not come; withdrawn when that is over. */
  calls: string[];
  rev: number; createdAt: number; updatedAt: number;
  history: { at: number; by: string; what: string }[];
}

/** A line of a conversation; written once, only `owedAt` changes. */
export interface Message {
  /** `message:<patientId>:<n, six digits>` */
  _id: string;
  threadId: string; patientId: string; n: number;
  /** The client's; of system lines ours. Unique in the thread. */
  key: string;
  from: From; kind: MessageKind;
  /** Patients see it; to whom of them. */
  shown: boolean; audience: Audience;
  /** Of a reply: whom it answers. */
  to: string;
  personId: string; relation: Relation | null; staffId: string; name: string;
  text: string; images: { imageId: string; fileId: string }[]; event: Event;
  replyKind: ReplyKind | null; answerId: string; answerVersion: number;
  level: Urgent; phrases: string[]; groups: string[]; advice: string[]; special: string[];
  /** Of a reply: see `Said`; 0 of all others. */
  seenN: number;
  at: number;
  /** When it was written while something about it is still to be told (thread, alarm, letter, calls); 0 when all is done. */
  owedAt: number;
}

/** The inbox reads every list by its own index. */
export const threadCollection = defineCollection('thread', [
  { name: 'state', keys: [['state', 1], ['sortKey', 1]] },
  // For who may see some departments only.
  { name: 'department', keys: [['departmentCode', 1], ['state', 1], ['sortKey', 1]] },
  { name: 'assignee', keys: [['assignee', 1], ['state', 1], ['sortKey', 1]] },
  { name: 'waiting', keys: [['waiting', 1], ['sortKey', 1]] },
  { name: 'due', keys: [['waiting', 1], ['due', 1]] },
  { name: 'urgent', keys: [['urgentOpen', 1], ['sortKey', 1]] },
  { name: 'desk', keys: [['desk', 1], ['handedTo', 1], ['sortKey', 1]] },
  { name: 'call', keys: [['callAt', 1]] },
  { name: 'stuck', keys: [['stuckAt', 1]] },
]);
/** Number and key decide: each is there once in a thread. */
export const messageCollection = defineCollection('message', [
  { name: 'key', keys: [['threadId', 1], ['key', 1]], unique: true },
  { name: 'number', keys: [['threadId', 1], ['n', -1]] },
  { name: 'shown', keys: [['threadId', 1], ['shown', 1], ['n', -1]] },
  { name: 'owed', keys: [['owedAt', 1]] },
]);

/** The id of a patient's conversation. */
export const threadId = (patientId: string): string => `thread:${patientId}`;
/** The id of its n-th line. */
export const messageId = (patientId: string, n: number): string => `message:${patientId}:${String(n).padStart(6, '0')}`;

/** Fields to set; the derived ones are the store's. */
export type ThreadChange = Partial<Omit<Thread, '_id' | 'rev' | 'history' | 'sortKey' | 'waiting' | 'urgentOpen'>>;
/** A line of the thread's history. */
export interface Entry { at: number; by: string; what: string }
/** One list of the inbox. `departments`: the caller's scope. */
export interface Listing { view: View; staffId: string; departments: readonly string[] | 'all'; ward: boolean; now: number }
/** A window of messages: newest first out of the database, oldest first out of here. */
export interface Window { after?: number; before?: number; limit: number; forPatients: boolean }

/** Threads and messages. */
export interface ThreadStore {
  get(id: string): Promise<Thread | null>;
  getMany(ids: readonly string[]): Promise<Thread[]>;
  /** False when it exists. */
  create(thread: Thread): Promise<boolean>;
  /** At the revision that was read; null when somebody was before. */
  change(thread: Thread, change: ThreadChange, entry?: Entry): Promise<Thread | null>;
  /** Read up to here, never back. */
  sawPerson(id: string, personId: string, n: number): Promise<void>;
  sawStaff(id: string, n: number): Promise<void>;
  page(listing: Listing, after: string, limit: number): Promise<Thread[]>;
  /** At most `most`. */
  count(listing: Listing, most: number): Promise<number>;
  unanswered(now: number, limit: number): Promise<Thread[]>;
  stuck(now: number, limit: number): Promise<Thread[]>;

  message(id: string): Promise<Message | null>;
  messages(id: string, window: Window): Promise<Message[]>;
  byNumbers(patientId: string, ns: readonly number[]): Promise<Message[]>;
  byKey(id: string, key: string): Promise<Message | null>;
  lastNumber(id: string): Promise<number>;
  /** False when the number or the key is taken. */
  insertMessage(message: Message): Promise<boolean>;
  settled(messageId: string): Promise<void>;
  owing(before: number, limit: number): Promise<Message[]>;
}

/** Over all reading of a person, `.` would be a path: ids of people have none. */
const seenField = (personId: string): string => `seen.${personId}`;

/** Opening sends nothing. */
export function openThreadStore(database: Database): ThreadStore {
  const threads: Collection<Thread> = database.collection<Thread>(threadCollection);
  const messages: Collection<Message> = database.collection<Message>(messageCollection);
  const { command } = database;
  const query = ({ view, staffId, departments, ward, now }: Listing): Record<string, unknown> => {
    const own = departments === 'all' ? {} : { departmentCode: command.in([...departments]) };
    switch (ward ? 'department' : view) {
      case 'mine': return { assignee: staffId, state: 'open' };
      case 'unassigned': return { assignee: '', state: 'open', ...own };
      case 'waiting': return { waiting: 1, ...own };
      case 'overdue': return { waiting: 1, due: command.lte(now), ...own };
      case 'urgent': return { urgentOpen: 1, ...own };
      case 'department': return { desk: 'department', ...(ward && departments !== 'all' ? { handedTo: command.in([...departments]) } : ward ? {} : own) };
      case 'closed': return { state: 'closed', ...own };
    }
  };
  return {
    get: (id) => threads.get(id),
    getMany: (ids) => threads.getMany(ids),
    create: (thread) => threads.insert(thread),
    change(thread, change, entry) {
      const next = { ...thread, ...change };
      const whole = replacing(command, { ...change, sortKey: sortKeyOf(next, thread._id), waiting: next.waitingSince > 0 ? 1 : 0, urgentOpen: next.urgent === '' ? 0 : 1 });
      return threads.updateOne({ _id: thread._id, rev: thread.rev }, { ...whole, rev: thread.rev + 1, ...(entry && { history: command.push([entry]) }) });
    },
    async sawPerson(id, personId, n) {
      const field = seenField(personId);
      if ((await threads.update({ _id: id, [field]: command.lt(n) }, { [field]: n })) === 0) await threads.update({ _id: id, [field]: command.exists(false) }, { [field]: n });
      await threads.update({ _id: id, readByPatient: command.lt(n) }, { readByPatient: n });
    },
    sawStaff: async (id, n) => void (await threads.update({ _id: id, readByStaff: command.lt(n) }, { readByStaff: n })),
    // Overdue ones too come by the common order: urgent first, then the longest due.
    page: (listing, after, limit) => threads.find({ ...query(listing), ...(after !== '' && { sortKey: command.gt(after) }) }, { sort: [['sortKey', 'asc']], limit }),
    count: async (listing, most) => (await threads.find(query(listing), { fields: ['_id'], limit: most })).length,
    unanswered: (now, limit) => threads.find({ callAt: command.gt(0).and(command.lte(now)) }, { sort: [['callAt', 'asc']], limit }),
    stuck: (now, limit) => threads.find({ stuckAt: command.gt(0).and(command.lte(now)) }, { sort: [['stuckAt', 'asc']], limit }),

    message: (id) => messages.get(id),
    async messages(id, { after, before, limit, forPatients }) {
      const n = after !== undefined ? { n: command.gt(after) } : before !== undefined ? { n: command.lt(before) } : {};
      const found = await messages.find({ threadId: id, ...(forPatients && { shown: true }), ...n }, { sort: [['n', after !== undefined ? 'asc' : 'desc']], limit });
      return found.sort((a, b) => a.n - b.n);
    },
    byNumbers: (patientId, ns) => messages.getMany(ns.map((n) => messageId(patientId, n))),
    byKey: async (id, key) => (await messages.find({ threadId: id, key }, { limit: 1 }))[0] ?? null,
    lastNumber: async (id) => (await messages.find({ threadId: id }, { sort: [['n', 'desc']], fields: ['n'], limit: 1 }))[0]?.n ?? 0,
    insertMessage: (message) => messages.insert(message),
    settled: async (id) => void (await messages.update({ _id: id }, { owedAt: 0 })),
    owing: (before, limit) => messages.find({ owedAt: command.gt(0).and(command.lte(before)) }, { sort: [['owedAt', 'asc']], limit }),
  };
}
