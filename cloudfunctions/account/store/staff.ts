/** Staff accounts, sessions of every kind, and the hospital's settings. */
import type { Role } from '../../kit/contract';
import { hashToken } from '../../kit/crypto';
import { defineCollection, type Database } from '../../kit/database';
import type { Hospital, HospitalCard, Locale, Scope } from '../contract';
import type { SessionKind } from '../rules/session';

export interface StaffRecord {
  /** `staff:<userName>` */
  _id: string;
  userName: string; name: string; role: Role; departments: Scope; passwordHash: string; mustChange: boolean; disabled: boolean; locale: Locale;
  /** Counted up by a new password, by disabling and by "sign out everywhere": a session of an earlier epoch is over, even one that was being written meanwhile. */
  epoch: number;
  rev: number; createdAt: number; updatedAt: number; history: { at: number; by: string; what: string }[];
}
export const staffId = (userName: string): string => `staff:${userName}`;

export interface SessionRecord {
  /** `session:<SHA-256 of the token>` */
  _id: string;
  kind: SessionKind;
  /** Staff, person or link. */
  subject: string;
  epoch: number; createdAt: number; expiresAt: number; revokedAt: number;
}
export const sessionId = (token: string): string => `session:${hashToken(token)}`;

interface HospitalSetting extends Hospital { _id: 'hospital'; rev: number; updatedAt: number; updatedBy: string }
/** The first lead's claim. */
interface Marker { _id: 'first-lead'; staffId: string; at: number }

const staffCollection = defineCollection('staff', [{ name: 'role', keys: [['role', 1], ['disabled', 1]] }]);
const sessionCollection = defineCollection('session', [{ name: 'subject', keys: [['subject', 1], ['revokedAt', 1]] }, { name: 'over', keys: [['expiresAt', 1]] }]);
const settingCollection = defineCollection('setting', []);
export const collections = [staffCollection, sessionCollection, settingCollection];

export interface StaffStore {
  get(id: string): Promise<StaffRecord | null>;
  getMany(ids: readonly string[]): Promise<StaffRecord[]>;
  all(): Promise<StaffRecord[]>;
  leads(): Promise<number>;
  insert(staff: StaffRecord): Promise<boolean>;
  /** Changes the account while it is still at `rev`; the account afterwards, or null. */
  change(id: string, rev: number, set: Partial<Omit<StaffRecord, '_id' | 'rev' | 'history' | 'epoch'>>, entry: StaffRecord['history'][number], endSessions: boolean): Promise<StaffRecord | null>;
  /** The first lead, once: false when somebody was before. */
  insertFirstLead(staff: StaffRecord, now: number): Promise<boolean>;
}

export function openStaffStore(database: Database): StaffStore {
  const staff = database.collection<StaffRecord>(staffCollection);
  const markers = database.collection<Marker>(settingCollection);
  const { command } = database;
  return {
    get: (id) => staff.get(id),
    getMany: (ids) => staff.getMany(ids),
    async all() {
      const found: StaffRecord[] = [];
      for (let page: StaffRecord[] = [], skip = 0; skip === 0 || page.length === 1000; skip += 1000) {
        page = await staff.find({}, { sort: [['_id', 'asc']], limit: 1000, skip });
        found.push(...page);
      }
      return found;
    },
    leads: () => staff.count({ role: 'lead', disabled: false }),
    insert: (record) => staff.insert(record),
    change: (id, rev, { departments, ...set }, entry, endSessions) => staff.updateOne({ _id: id, rev }, {
      ...set, ...(departments !== undefined && { departments: command.set(departments) }), rev: command.inc(1), history: command.push([entry]), ...(endSessions && { epoch: command.inc(1) }),
    }),
    insertFirstLead: (record, now) => database.transaction(async (transaction) => {
      if (await transaction.get(markers, 'first-lead') || await transaction.get(staff, record._id)) return false;
      await transaction.insert(markers, { _id: 'first-lead', staffId: record._id, at: now });
      await transaction.insert(staff, record);
      return true;
    }),
  };
}

export interface SessionStore {
  get(token: string): Promise<SessionRecord | null>;
  insert(session: SessionRecord): Promise<void>;
  touch(id: string, expiresAt: number): Promise<void>;
  revoke(id: string, now: number): Promise<void>;
  revokeAll(subject: string, now: number): Promise<void>;
  /** Forgets sessions that ended before; returns how many. */
  forget(before: number): Promise<number>;
}

export function openSessionStore(database: Database): SessionStore {
  const sessions = database.collection<SessionRecord>(sessionCollection);
  const { command } = database;
  return {
    get: (token) => sessions.get(sessionId(token)),
    async insert(session) {
      if (!(await sessions.insert(session))) throw new Error('a session token came twice');
    },
    touch: async (id, expiresAt) => void (await sessions.update({ _id: id, revokedAt: 0, expiresAt: command.lt(expiresAt) }, { expiresAt })),
    revoke: async (id, now) => void (await sessions.update({ _id: id, revokedAt: 0 }, { revokedAt: now })),
    revokeAll: async (subject, now) => void (await sessions.update({ subject, revokedAt: 0 }, { revokedAt: now })),
    forget: (before) => sessions.remove({ expiresAt: command.lt(before) }),
  };
}

export interface SettingStore {
  /** Empty texts and rev 0 until it is set up. */
  hospital(): Promise<HospitalCard & { rev: number }>;
  /** False when somebody saved first. */
  saveHospital(hospital: Hospital, rev: number, by: string, now: number): Promise<boolean>;
}

export function openSettingStore(database: Database): SettingStore {
  const settings = database.collection<HospitalSetting>(settingCollection);
  const { command } = database;
  return {
    async hospital() {
      const found = await settings.get('hospital');
      if (!found) return { name: '', phone: '', privacyContact: { name: '', phone: '', email: '' }, rev: 0 };
      return { name: found.name, phone: found.phone, privacyContact: found.privacyContact, rev: found.rev };
    },
    async saveHospital({ name, phone, privacyContact }, rev, by, now) {
      if (rev === 0) return settings.insert({ _id: 'hospital', name, phone, privacyContact, rev: 1, updatedAt: now, updatedBy: by });
      return (await settings.update({ _id: 'hospital', rev }, { name, phone, privacyContact: command.set(privacyContact), rev: command.inc(1), updatedAt: now, updatedBy: by })) === 1;
    },
  };
}
