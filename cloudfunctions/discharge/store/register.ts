/** What the register keeps beside patients and stays: readings of names, saved filters, exports, samples, monthly lists, and how far the timer is. */
import { defineCollection, type Collection, type CollectionSpec, type Database } from '../../kit/database';
import type { ExportState } from '../contract/register';
import type { Role } from '../../kit/contract';

/** One reading of a name, spelled out (`wangxiaohong`) or by initials (`wxh`). By name, not by patient: a name has few readings, and many patients may bear it. */
export interface NameKey { /** `name:<name>:<n>`; n 0 is written last: all are there when it is. */ _id: string; name: string; key: string }

/** A colleague's own filters; `staffId` is in the id `filters:<staffId>`. Sealed, for what was typed may be a name or a number; field name for the cipher: `saved_filter`. '' for none. */
export interface SavedFilters { _id: string; sealed: string; rev: number }

export interface ExportRecord {
  /** `export:<random>` */
  _id: string;
  /** Who makes it, as they were then: the timer goes on with the same rights. */
  by: string; role: Role; departments: string[] | 'all';
  full: boolean; reason: string; /** A RegisterFilter; field name for the cipher: `export_filter`. */ filterSealed: string; state: ExportState; problem: '' | 'too_many' | 'broken'; rows: number; tries: number;
  fileId: string; createdAt: number; touchedAt: number; finishedAt: number; /** The file is removed then; never while there is none. */ expiresAt: number;
}
/** A stay that left in full: `out:<export>:<encounter>`. */
export interface ExportedStay { _id: string; exportId: string; encounterId: string; by: string; at: number; reason: string }

export interface SampleRecord {
  /** `sample:<random>` */
  _id: string;
  seed: string; percent: number; days: number; departmentCode: string; departments: string[] | 'all'; from: string; to: string; population: number; excluded: number; drawn: number; by: string; at: number;
  encounterIds: string[];
}

export interface MonthlyRecord {
  /** `monthly:<departmentCode>:<month>` */
  _id: string;
  departmentCode: string; month: string; encounterIds: string[]; note: string; by: string; at: number; late: boolean; rev: number;
  /** Every list that was handed in. */
  history: { at: number; by: string; note: string; encounterIds: string[] }[];
  /** 0: the stays do not all carry the mark yet (cut off); the timer goes on. */
  marked: number;
}

/** Singletons of the timer. `names`: how far the register is read once for keys that older records lack; `monthly`: whom the last reminders were for. */
export interface RegisterProgress { _id: 'backfill' | 'monthly'; cursor: string; done: boolean }

export const nameKeyCollection = defineCollection('name_key', [{ name: 'key', keys: [['key', 1], ['name', 1]] }]);
export const savedFilterCollection = defineCollection('saved_filter', []);
export const exportCollection = defineCollection('register_export', [
  { name: 'newest', keys: [['createdAt', -1], ['_id', -1]] },
  { name: 'own', keys: [['by', 1], ['createdAt', -1], ['_id', -1]] },
  { name: 'idle', keys: [['state', 1], ['touchedAt', 1]] },
  { name: 'expiry', keys: [['expiresAt', 1]] },
]);
export const exportedStayCollection = defineCollection('register_export_stay', [{ name: 'encounter', keys: [['encounterId', 1], ['at', 1]] }]);
export const sampleCollection = defineCollection('register_sample', [{ name: 'newest', keys: [['at', -1], ['_id', -1]] }]);
export const monthlyCollection = defineCollection('monthly_list', [{ name: 'month', keys: [['month', 1], ['departmentCode', 1]] }, { name: 'marked', keys: [['marked', 1]] }]);
export const registerProgressCollection = defineCollection('register_progress', []);
export const registerCollections: CollectionSpec[] = [
  nameKeyCollection, savedFilterCollection, exportCollection, exportedStayCollection, sampleCollection, monthlyCollection, registerProgressCollection,
];

export interface RegisterStore {
  readonly filters: Collection<SavedFilters>; readonly exports: Collection<ExportRecord>; readonly exported: Collection<ExportedStay>; readonly samples: Collection<SampleRecord>;
  readonly monthly: Collection<MonthlyRecord>; readonly progress: Collection<RegisterProgress>;
}
export const openRegisterStore = (database: Database): RegisterStore => ({
  filters: database.collection<SavedFilters>(savedFilterCollection), exports: database.collection<ExportRecord>(exportCollection), exported: database.collection<ExportedStay>(exportedStayCollection),
  samples: database.collection<SampleRecord>(sampleCollection), monthly: database.collection<MonthlyRecord>(monthlyCollection), progress: database.collection<RegisterProgress>(registerProgressCollection),
});
