/** What the pages of the register share. */
import type { api as dischargeApi } from '../../../cloudfunctions/discharge/contract';
import type { Role } from '../../../cloudfunctions/kit/contract';
import { cloud, type Input, type Output } from '../../cloud/cloud';
import { registerText, sexText } from '../../text/discharge';
import type { Language } from '../../text/wording';

export const discharge = cloud<typeof dischargeApi>('discharge', { reads: ['importStatus', 'importList', 'importSources', 'importRejects', 'list', 'search', 'get', 'timeline', 'heldList', 'departments', 'savedFilters', 'versions', 'exports', 'samples', 'sampled', 'monthlyList', 'monthlyOverdue', 'dataMissing'] });

export type Job = Output<typeof dischargeApi, 'importStatus'>;
export type Source = Output<typeof dischargeApi, 'importSources'>['sources'][number];
export type Row = Output<typeof dischargeApi, 'list'>['rows'][number];
export type HeldRow = Output<typeof dischargeApi, 'heldList'>['rows'][number];
export type Card = Output<typeof dischargeApi, 'get'>;
export type Fact = Output<typeof dischargeApi, 'timeline'>['facts'][number];
export type Version = Output<typeof dischargeApi, 'versions'>['versions'][number];
export type Filter = Input<typeof dischargeApi, 'saveFilter'>['filter'];
export type SavedFilter = Output<typeof dischargeApi, 'savedFilters'>['filters'][number];
export type ExportJob = Output<typeof dischargeApi, 'exportRun'>;
export type Sample = Output<typeof dischargeApi, 'samples'>['samples'][number];
export type Monthly = Output<typeof dischargeApi, 'monthlyList'>['monthly'];
export type MonthlyRow = Output<typeof dischargeApi, 'monthlyList'>['rows'][number];
export type Overdue = Output<typeof dischargeApi, 'monthlyOverdue'>['departments'][number];
export type Correcting = Input<typeof dischargeApi, 'correct'>['cells'];
export type Adding = Input<typeof dischargeApi, 'addByHand'>['cells'];
export type Doubt = Output<typeof dischargeApi, 'correct'>['doubts'][number];
export type Department = Output<typeof dischargeApi, 'departments'>['departments'][number];

export const registerPage = 'discharge/register/index';
export const stayPage = 'discharge/stay/index';
export const addPage = 'discharge/add/index';
export const missingPage = 'discharge/missing/index';
export const monthlyPage = 'discharge/monthly/index';
export const samplePage = 'discharge/sample/index';
export const exportsPage = 'discharge/exports/index';
export const printPage = 'discharge/print/index';
export const heldPage = 'discharge/held/index';
export const importPage = 'discharge/import/index';

/** May this role do it? The lists are those of the contract; the server decides again. */
export const may = {
  clear: (role: Role | undefined) => role === 'lead' || role === 'ward',
  import: (role: Role | undefined) => role === 'lead' || role === 'it',
  reveal: (role: Role | undefined) => role !== undefined && ['lead', 'nurse', 'agent', 'officer', 'ward'].includes(role),
  care: (role: Role | undefined) => role === 'lead' || role === 'nurse' || role === 'ward',
  confirmDeath: (role: Role | undefined) => role === 'lead' || role === 'nurse',
  /** Add a stay by hand, correct its facts. */
  correct: (role: Role | undefined) => role === 'lead' || role === 'nurse' || role === 'ward',
  export: (role: Role | undefined) => role !== undefined && ['lead', 'nurse', 'officer', 'ward', 'quality', 'director'].includes(role),
  exportFull: (role: Role | undefined) => role === 'lead' || role === 'quality',
  missing: (role: Role | undefined) => role !== undefined && ['lead', 'nurse', 'ward', 'quality'].includes(role),
  sample: (role: Role | undefined) => role === 'lead' || role === 'quality',
  monthly: (role: Role | undefined) => role === 'lead' || role === 'ward',
  monthlyOverview: (role: Role | undefined) => role === 'lead' || role === 'quality' || role === 'director',
  ring: (role: Role | undefined) => role === 'lead' || role === 'nurse' || role === 'ward' || role === 'director',
} as const;

/** 男 60 岁 */
export function personWords(row: Pick<Row, 'sex' | 'age'>, language: Language): string {
  return [sexText[language][row.sex], registerText[language].years(row.age)].filter((word) => word !== '').join(' ');
}

/** 骨科1病区 · 12 床 */
export function placeWords(row: Pick<Row, 'departmentName' | 'ward' | 'bed'>, language: Language): string {
  const ward = row.ward && !row.ward.includes(row.departmentName) ? `${row.departmentName} ${row.ward}` : row.ward || row.departmentName;
  return row.bed ? `${ward} · ${registerText[language].bed(row.bed)}` : ward;
}
