/** What was agreed to and withdrawn, as rows that are only added, with the texts exactly as they were shown. */
import type { Purpose } from '../../kit/contract';
import { defineCollection, type Database } from '../../kit/database';
import type { ConsentText } from '../contract';
import { allows, consentNow, type ConsentRow } from '../rules/consent';

const consentCollection = defineCollection('consent', [{ name: 'patient', keys: [['patientId', 1], ['at', 1]] }, { name: 'told', keys: [['told', 1], ['at', 1]] }]);
const consentTextCollection = defineCollection('consent_text', []);
export const collections = [consentCollection, consentTextCollection];

export interface ConsentStore {
  of(patientId: string): Promise<ConsentRow[]>;
  /** Adds the decision as the writer's next; false when another of theirs came between. */
  add(row: ConsentRow): Promise<boolean>;
  /** Keeps a text once, under its hash. */
  keepText(text: ConsentText): Promise<void>;
  setTold(id: string, now: number): Promise<void>;
  /** Withdrawals that followup may not know of yet, older than `before`. */
  untold(before: number): Promise<ConsentRow[]>;
  /** May the patient be contacted for this purpose? */
  allows(patientId: string, purpose: Purpose): Promise<boolean>;
  /** Of these patients, those who said no to this purpose. */
  refused(patientIds: readonly string[], purpose: Purpose): Promise<Set<string>>;
}

/** `consent:<personId>:<patientId>:<purpose>:<n>` */
export const consentId = (row: Pick<ConsentRow, 'personId' | 'patientId' | 'purpose' | 'n'>): string => `consent:${row.personId}:${row.patientId}:${row.purpose}:${row.n}`;

export function openConsentStore(database: Database): ConsentStore {
  const rows = database.collection<ConsentRow>(consentCollection);
  const texts = database.collection<{ _id: string; text: ConsentText }>(consentTextCollection);
  const { command } = database;
  const find = async (patientIds: readonly string[]): Promise<ConsentRow[]> => {
    const found: ConsentRow[] = [];
    for (let i = 0; i < patientIds.length; i += 1000) {
      const patientId = command.in(patientIds.slice(i, i + 1000));
      for (let page: ConsentRow[] = [], skip = 0; skip === 0 || page.length === 1000; skip += 1000) {
        page = await rows.find({ patientId }, { sort: [['patientId', 'asc'], ['at', 'asc'], ['_id', 'asc']], limit: 1000, skip });
        found.push(...page);
      }
    }
    return found;
  };
  const refused = async (patientIds: readonly string[], purpose: Purpose): Promise<Set<string>> => {
    const byPatient = new Map<string, ConsentRow[]>();
    for (const row of await find(patientIds)) byPatient.set(row.patientId, [...(byPatient.get(row.patientId) ?? []), row]);
    return new Set([...byPatient].filter(([, list]) => !allows(consentNow(list, purpose))).map(([id]) => id));
  };
  return {
    refused,
    allows: async (patientId, purpose) => (await refused([patientId], purpose)).size === 0,
    of: (patientId) => find([patientId]),
    add: (row) => rows.insert(row),
    keepText: async (text) => void (await texts.insert({ _id: `text:${text.hash}`, text })),
    setTold: async (id, now) => void (await rows.update({ _id: id, told: 0 }, { told: now })),
    untold: (before) => rows.find({ told: 0, at: command.lt(before) }, { sort: [['at', 'asc']], limit: 100 }),
  };
}
