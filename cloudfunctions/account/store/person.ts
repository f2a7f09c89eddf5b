/** People outside the hospital and for whom they act. */
import { dayOf } from '../../kit/calendar';
import { hashToken } from '../../kit/crypto';
import { defineCollection, type Database } from '../../kit/database';
import type { Relation } from '../../kit/contract';
import type { Locale } from '../contract';
import { isGuardian, mayHearToday, type Relationship } from '../rules/binding';

/** A person is a WeChat user or a confirmed number; the same human may be both, and both lead to the same patients. Field name for the cipher: `person.phone`. */
export interface PersonRecord { _id: string; openid: string; phoneSealed: string; phoneHash: string; locale: Locale; epoch: number; createdAt: number; updatedAt: number }
/** `person:wx:<hash20>`. An openid says nothing of a person outside this mini-program, so the hash needs no key. */
export const personOfOpenid = (openid: string): string => `person:wx:${hashToken(openid).slice(0, 20)}`;
export const personOfPhone = (phoneHash: string): string => `person:ph:${phoneHash}`;

const personCollection = defineCollection('person', [{ name: 'phone', keys: [['phoneHash', 1]] }]);
const relationshipCollection = defineCollection('relationship', [{ name: 'person', keys: [['personId', 1], ['state', 1]] }, { name: 'patient', keys: [['patientId', 1], ['state', 1]] }]);
export const collections = [personCollection, relationshipCollection];

/** Somebody who can be reached in WeChat about a patient. `off`: the purposes for which they want no messages. */
export interface Recipient { personId: string; openid: string; as: 'patient' | 'family'; relation: Relation; guardian: boolean; mayHear: boolean; off: ('care' | 'survey')[] }

export interface PersonStore {
  get(id: string): Promise<PersonRecord | null>;
  getMany(ids: readonly string[]): Promise<PersonRecord[]>;
  /** Sets the confirmed number of a person, who is made if new; the person afterwards. */
  confirmPhone(id: string, openid: string, phone: { sealed: string; hash: string }, now: number): Promise<PersonRecord>;
  setLocale(id: string, locale: Locale, now: number): Promise<void>;
  /** Ends every browser session of the person. */
  endSessions(id: string, now: number): Promise<void>;

  relationship(id: string): Promise<Relationship | null>;
  relationships(ids: readonly string[]): Promise<Relationship[]>;
  /** Active ones of a person. */
  ofPerson(personId: string): Promise<Relationship[]>;
  /** All of a patient, removed ones too, oldest first. */
  ofPatient(patientId: string): Promise<Relationship[]>;
  saveRelationship(relationship: Relationship): Promise<void>;
  /** Changes a relationship in the expected state; false when it stood otherwise. */
  changeRelationship(id: string, state: Relationship['state'], set: Partial<Pick<Relationship, 'state' | 'removedBy' | 'mayHear' | 'careOff' | 'surveyOff'>>, entry: Relationship['history'][number]): Promise<boolean>;

  /** Who can be reached in WeChat about a patient: the patient first, then family as bound. Sensitive stays: ask `maySeeStay` for each. */
  openidsOf(patientId: string, now: number): Promise<Recipient[]>;
  /** The same for a page of patients, in three round trips or fewer. */
  recipientsOf(patientIds: readonly string[], now: number): Promise<Map<string, Recipient[]>>;
}

export function openPersonStore(database: Database): PersonStore {
  const people = database.collection<PersonRecord>(personCollection);
  const relationships = database.collection<Relationship>(relationshipCollection);
  const { command } = database;

  const recipientsOf = async (patientIds: readonly string[], now: number): Promise<Map<string, Recipient[]>> => {
    const rows: Relationship[] = [];
    for (let i = 0; i < patientIds.length; i += 500) {
      const patientId = command.in(patientIds.slice(i, i + 500));
      for (let page: Relationship[] = [], skip = 0; skip === 0 || page.length === 1000; skip += 1000) {
        page = await relationships.find({ patientId, state: 'active' }, { sort: [['patientId', 'asc'], ['_id', 'asc']], limit: 1000, skip });
        rows.push(...page);
      }
    }
    const known = new Map((await people.getMany([...new Set(rows.map((r) => r.personId))])).map((p) => [p._id, p]));
    const found = new Map<string, Recipient[]>();
    rows.sort((a, b) => Number(a.as !== 'patient') - Number(b.as !== 'patient') || a.createdAt - b.createdAt);
    for (const row of rows) {
      const openid = known.get(row.personId)?.openid;
      if (!openid) continue;
      const list = found.get(row.patientId) ?? [];
      found.set(row.patientId, list);
      list.push({
        personId: row.personId, openid, as: row.as, relation: row.relation, guardian: isGuardian(row, dayOf(now)), mayHear: mayHearToday(row, dayOf(now)),
        off: [...(row.careOff ? ['care' as const] : []), ...(row.surveyOff ? ['survey' as const] : [])],
      });
    }
    return found;
  };

  return {
    recipientsOf,
    openidsOf: async (patientId, now) => (await recipientsOf([patientId], now)).get(patientId) ?? [],
    get: (id) => people.get(id),
    getMany: (ids) => people.getMany(ids),
    async confirmPhone(id, openid, phone, now) {
      for (let attempt = 0; attempt < 3; attempt += 1) {
        const known = await people.updateOne({ _id: id }, { phoneSealed: phone.sealed, phoneHash: phone.hash, updatedAt: now });
        if (known) return known;
        const fresh: PersonRecord = { _id: id, openid, phoneSealed: phone.sealed, phoneHash: phone.hash, locale: 'zh-CN', epoch: 1, createdAt: now, updatedAt: now };
        if (await people.insert(fresh)) return fresh;
      }
      throw new Error('a person comes and goes');
    },
    setLocale: async (id, locale, now) => void (await people.update({ _id: id }, { locale, updatedAt: now })),
    endSessions: async (id, now) => void (await people.update({ _id: id }, { epoch: command.inc(1), updatedAt: now })),

    relationship: (id) => relationships.get(id),
    relationships: (ids) => relationships.getMany(ids),
    ofPerson: (personId) => relationships.find({ personId, state: 'active' }, { sort: [['createdAt', 'asc']], limit: 100 }),
    ofPatient: (patientId) => relationships.find({ patientId }, { sort: [['createdAt', 'asc']], limit: 100 }),
    saveRelationship: (relationship) => relationships.set(relationship),
    changeRelationship: async (id, state, set, entry) =>
      (await relationships.update({ _id: id, state }, { ...set, updatedAt: entry.at, history: command.push([entry]) })) === 1,
  };
}
