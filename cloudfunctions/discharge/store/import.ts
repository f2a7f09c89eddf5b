/** Runs of the intake, what they refused, and what is remembered of a source. */
import { defineCollection, type Collection, type Database } from '../../kit/database';
import type { FileProblem, HeadingField, ImportCounts, ImportFormat, ImportState, MappingColumn, MappingQuestion } from '../contract/intake';

export interface ImportJobRecord {
  /** `import:<random>` of a file; `import:<source>:<day>` of what a system sent that day. */
  _id: string; fileId: string; fileName: string; size: number; by: string; createdAt: number; touchedAt: number; finishedAt: number;
  state: ImportState; problem: FileProblem | ''; columns: string[];
  /** SHA-256 of the bytes, '' until read. */
  fileHash: string;
  /** The time that counts for rows without their own: the first upload of these bytes. */
  sourceAt: number; repeated: boolean;
  format: ImportFormat | ''; encoding: '' | 'utf-8' | 'utf-16le' | 'gb18030'; rows: number;
  /** Next page to work through; the conditional update on it decides which of two runners counts. */
  page: number; counts: ImportCounts;
  headings: HeadingField[]; mapping: MappingQuestion | null; /** What a colleague answered for this very file. */ answer: MappingColumn[] | null; newDepartments: string[];
  source: string; rerunOf: string;
  /** Statements taken back so far, and by whom. */
  undone: number; undoneBy: string;
  /** Statements that are being taken back just now: done again when that was cut off. */
  undoPending: string[];
  rejectPages: number; fileRemoved: boolean;
  /** The report as last handed out; removed from storage a day later. */
  rejectFileId: string; rejectFileAt: number;
}

/** The refused and doubtful cells of one page; sealed, because a wrong phone number is still a phone number. Field name for the cipher: `import_reject`. */
export interface ImportReject { _id: string; importId: string; page: number; count: number; sealed: string; createdAt: number }

/** Somebody who hands over, and what a colleague said once about the columns of its files. */
export interface ImportSource { /** `source:<name>` */ _id: string; name: string; mappings: { fingerprint: string; columns: MappingColumn[] }[]; usedAt: number }

export const importJobCollection = defineCollection('import_job', [
  { name: 'newest', keys: [['createdAt', -1], ['_id', -1]] },
  { name: 'same_file', keys: [['fileHash', 1], ['createdAt', 1]] },
  { name: 'idle', keys: [['state', 1], ['touchedAt', 1]] },
  { name: 'reject_file', keys: [['rejectFileAt', 1]] },
]);
export const importRejectCollection = defineCollection('import_reject', [{ name: 'job', keys: [['importId', 1], ['page', 1]] }]);
export const importSourceCollection = defineCollection('import_source', [{ name: 'used', keys: [['usedAt', -1]] }]);

export interface ImportStore { readonly jobs: Collection<ImportJobRecord>; readonly rejects: Collection<ImportReject>; readonly sources: Collection<ImportSource> }
export const openImportStore = (database: Database): ImportStore => ({
  jobs: database.collection<ImportJobRecord>(importJobCollection), rejects: database.collection<ImportReject>(importRejectCollection), sources: database.collection<ImportSource>(importSourceCollection),
});
