/** The register of complaints, drafts and files. A number is the next id of its day, inserted and tried again on a duplicate: no gap, no double, whoever is cut off. */
import { byId, defineCollection, replacing, type CollectionSpec, type Database, type Query } from '../kit/database';
import type { Relation } from '../kit/contract';
import type { AnswerChannel, ComplaintClock, ComplaintOutcome, ComplaintSource, ComplaintState, DisputeLevel, NotHandledReason, Office, RevealField, Severity, Want } from './contract';
import { complaintId, numberOf } from './rules/number';

/** A file in a complaint; `shared`: wards and offices may open it. */
export interface StoredEvidence { fileId: string; name: string; type: string; at: number; by: 'complainant' | 'staff'; actor: string; shared: boolean }
/** `you`: the complainant; `staffId` where a colleague did it. `public`: the complainant reads it. */
export interface StoredEvent { at: number; kind: string; by: 'you' | 'hospital' | 'system'; staffId: string; name: string; words: string; offices: string[]; day: string | null; round: number; public: boolean }
/** One round's answer. */
export interface StoredAnswer {
  round: number; outcome: ComplaintOutcome; text: string; measures: string; proof: string; channel: AnswerChannel; notHandledReason: NotHandledReason | null; at: number; by: string; byName: string;
  /** When the complainant had it for certain: the silence counts from here; 0 not yet. */
  toldAt: number;
  /** When the complainant opened it here. */
  readAt: number;
}
/** What an office or a ward wrote. */
export interface StoredContribution { code: string; staffId: string; name: string; text: string; files: StoredEvidence[]; at: number }

/** Numbers and names are sealed (field `complaint`); `ownerKey`, `phoneKey`, `patientHash` are keyed hashes, so that an anonymous complaint can be followed and counted by nobody else. */
export interface Complaint {
  /** `complaint:TS20261121-0001` */
  _id: string; number: string; day: string; n: number;
  /** Keyed hash of who filed and their client's key. */
  key: string;
  round: number; roundAt: number; state: ComplaintState; open: 0 | 1;
  source: ComplaintSource; external: { no: string; dueDay: string | null } | null;
  patientId: string; encounterId: string; patientHash: string; ownerKey: string; phoneKey: string;
  personId: string; nameSealed: string; phoneSealed: string; relation: Relation | null;
  anonymous: boolean; confidential: boolean;
  category: string; departmentCode: string; departmentName: string; office: string; offices: Office[]; accused: string; accusedStaff: string[]; notAccused: string[]; officerAccused: boolean;
  wants: Want[]; text: string; note: string; happenedAt: number | null; place: string; evidence: StoredEvidence[];
  severity: Severity; warning: DisputeLevel; words: { id: string; phrase: string; level: DisputeLevel }[]; restricted: boolean;
  /** Words of danger that nobody could be rung for yet: the timer rings; null when there are none or somebody was alerted. */
  owed: { about: string; level: 'emergency' | 'crisis' | 'today'; items: string[] } | null;
  /** Where a message became a complaint. */
  threadId: string; ns: number[];
  receivedAt: number; internal: ComplaintClock; legal: ComplaintClock;
  extension: { at: number; by: string; reason: string; offices: Office[]; round: number } | null;
  answers: StoredAnswer[]; contributions: StoredContribution[];
  verdict: 'none' | 'accepted' | 'reopened' | 'silent'; rating: { score: number; comment: string; at: number; round: number } | null;
  takenBy: string; takenName: string; closedAt: number;
  /** `<round>:<key>` of every warning given. */
  warned: string[]; escalated: number;
  /** When the timer looks again (warnings, silence), 0 never. */
  nextCheck: number;
  /** When what was not told yet is told again, 0 when everybody knows. */
  settleDue: number;
  timeline: StoredEvent[]; reveals: { at: number; staffId: string; name: string; fields: RevealField[]; reason: string }[];
  rev: number; createdAt: number; updatedAt: number;
}
/** `draft:<personId>:<patientId|none>`; sealed under `complaint_draft`. */
export interface ComplaintDraftRecord { _id: string; sealed: string; savedAt: number }
/** `file:<random letters>`; `number` '' until it belongs to a complaint. `owner`: who uploaded it, a keyed hash for people. */
export interface ComplaintFile { _id: string; storageId: string; owner: string; name: string; type: string; number: string; at: number }

const complaintCollection = defineCollection('complaint', [
  { name: 'key', keys: [['key', 1]], unique: true },
  { name: 'day_n', keys: [['day', 1], ['n', 1]], unique: true },
  { name: 'number', keys: [['number', -1]] },
  { name: 'open', keys: [['open', 1], ['number', -1]] },
  { name: 'owner', keys: [['ownerKey', 1], ['number', -1]] },
  { name: 'phone', keys: [['phoneKey', 1], ['number', -1]] },
  { name: 'patient', keys: [['patientHash', 1], ['open', 1]] },
  { name: 'department', keys: [['departmentCode', 1], ['number', -1]] },
  { name: 'office', keys: [['office', 1], ['number', -1]] },
  { name: 'next_check', keys: [['nextCheck', 1]] },
  { name: 'settle', keys: [['settleDue', 1]] },
]);
const draftCollection = defineCollection('complaint_draft', [{ name: 'old', keys: [['savedAt', 1]] }]);
const fileCollection = defineCollection('complaint_file', [{ name: 'unused', keys: [['number', 1], ['at', 1]] }]);
/** Written to collections.json by the build. */
export const collections: CollectionSpec[] = [complaintCollection, draftCollection, fileCollection];

/** Many file at once: each round trip one of them gets its number, so the last of fifty waits for fifty. */
const mostTries = 400;

/** The register. */
export interface ComplaintStore {
  get(number: string): Promise<Complaint | null>;
  getMany(ids: readonly string[]): Promise<Complaint[]>;
  byKey(key: string): Promise<Complaint | null>;
  /** Gives it the next number of its day and writes it; the one with the same key when it exists already. */
  file(complaint: Omit<Complaint, '_id' | 'number' | 'n'>): Promise<{ complaint: Complaint; fresh: boolean }>;
  /** Changes it while it is still at this revision; null when somebody changed it first. */
  change(complaint: Pick<Complaint, '_id' | 'rev'>, set: Partial<Omit<Complaint, '_id' | 'rev' | 'timeline'>>, events: readonly StoredEvent[]): Promise<Complaint | null>;
  /** Newest first, before a number ('' from the top). */
  open(before: string, limit: number): Promise<Complaint[]>;
  all(before: string, limit: number): Promise<Complaint[]>;
  ofCodes(codes: readonly string[], before: string, limit: number): Promise<Complaint[]>;
  ofOwner(ownerKey: string, phoneKey: string): Promise<Complaint[]>;
  /** Keyed hashes of the patients among these with a complaint that is not over. */
  openAmong(patientHashes: readonly string[]): Promise<ReadonlySet<string>>;
  /** Complaints about these patients, newest first. */
  ofPatient(patientHash: string): Promise<Complaint[]>;
  due(now: number, limit: number): Promise<Complaint[]>;
  unsettled(now: number, limit: number): Promise<Complaint[]>;
}

/** Opening sends nothing. */
export function openComplaintStore(database: Database): ComplaintStore {
  const complaints = database.collection<Complaint>(complaintCollection);
  const { command: _ } = database;
  const newest = [['number', 'desc']] as const;
  const eachOnce = (found: readonly Complaint[][]): Complaint[] => [...byId(found.flat()).values()].sort((a, b) => (a.number < b.number ? 1 : -1));
  const below = (before: string): Query => (before ? { number: _.lt(before) } : {});
  const byKey = async (key: string): Promise<Complaint | null> => (await complaints.find({ key }, { limit: 1 }))[0] ?? null;
  return {
    get: (number) => complaints.get(complaintId(number)),
    getMany: (ids) => complaints.getMany(ids),
    byKey,
    async file(given) {
      for (let attempt = 0; attempt < mostTries; attempt += 1) {
        const [last] = await complaints.find({ day: given.day }, { sort: [['n', 'desc']], limit: 1, fields: ['n'] });
        const n = (last?.n ?? 0) + 1;
        const number = numberOf(given.day, n);
        const complaint: Complaint = { ...given, _id: complaintId(number), number, n };
        if (await complaints.insert(complaint)) return { complaint, fresh: true };
        const known = await byKey(given.key);
        if (known) return { complaint: known, fresh: false };
      }
      throw new Error('the numbers of the day are contended');
    },
    change: ({ _id, rev }, set, events) => complaints.updateOne({ _id, rev }, { ...replacing(_, set), rev: _.inc(1), ...(events.length > 0 && { timeline: _.push([...events]) }) }),
    open: (before, limit) => complaints.find({ open: 1, ...below(before) }, { sort: newest, limit }),
    all: (before, limit) => complaints.find(below(before), { sort: newest, limit }),
    async ofCodes(codes, before, limit) {
      const among = _.in([...codes]);
      const found = await Promise.all((['departmentCode', 'office'] as const).map((field) => complaints.find({ [field]: among, ...below(before) }, { sort: newest, limit })));
      return eachOnce(found).slice(0, limit);
    },
    async ofOwner(ownerKey, phoneKey) {
      const found = await Promise.all([complaints.find({ ownerKey }, { sort: newest, limit: 200 }), phoneKey ? complaints.find({ phoneKey }, { sort: newest, limit: 200 }) : []]);
      return eachOnce(found);
    },
    async openAmong(hashes) {
      const found = new Set<string>();
      for (let i = 0; i < hashes.length; i += 500) {
        for (const { patientHash } of await complaints.find({ patientHash: _.in(hashes.slice(i, i + 500)), open: 1 }, { limit: 1000, fields: ['patientHash'] })) found.add(patientHash);
      }
      return found;
    },
    ofPatient: (patientHash) => complaints.find({ patientHash }, { sort: newest, limit: 200 }),
    due: (now, limit) => complaints.find({ nextCheck: _.gt(0).and(_.lte(now)) }, { sort: [['nextCheck', 'asc']], limit }),
    unsettled: (now, limit) => complaints.find({ settleDue: _.gt(0).and(_.lte(now)) }, { sort: [['settleDue', 'asc']], limit }),
  };
}

/** One draft a person and patient. */
export interface DraftStore { get(id: string): Promise<ComplaintDraftRecord | null>; set(draft: ComplaintDraftRecord): Promise<void>; remove(id: string): Promise<void>; forget(before: number): Promise<number> }
/** Opening sends nothing. */
export function openDraftStore(database: Database): DraftStore {
  const drafts = database.collection<ComplaintDraftRecord>(draftCollection);
  return {
    get: (id) => drafts.get(id),
    set: (draft) => drafts.set(draft),
    remove: async (id) => void (await drafts.remove({ _id: id })),
    forget: (before) => drafts.remove({ savedAt: database.command.lt(before) }),
  };
}

/** Files, in use or not. */
export interface FileStore {
  insert(file: ComplaintFile): Promise<void>;
  getMany(ids: readonly string[]): Promise<ComplaintFile[]>;
  /** They belong to this complaint from now on. */
  attach(ids: readonly string[], number: string): Promise<void>;
  unused(before: number, limit: number): Promise<ComplaintFile[]>;
  /** False when it was attached meanwhile. */
  removeUnused(id: string): Promise<boolean>;
}
/** Opening sends nothing. */
export function openFileStore(database: Database): FileStore {
  const files = database.collection<ComplaintFile>(fileCollection);
  const { command: _ } = database;
  return {
    insert: async (file) => void (await files.insert(file)),
    getMany: (ids) => (ids.length === 0 ? Promise.resolve([]) : files.getMany(ids)),
    attach: async (ids, number) => void (ids.length > 0 && await files.update({ _id: _.in([...ids]), number: '' }, { number })),
    unused: (before, limit) => files.find({ number: '', at: _.lt(before) }, { sort: [['at', 'asc']], limit }),
    removeUnused: async (id) => (await files.remove({ _id: id, number: '' })) === 1,
  };
}
