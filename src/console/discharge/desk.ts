/** What the pages of the register share. */
import type { api as dischargeApi } from '../../../cloudfunctions/discharge/contract';
import type { Role } from '../../../cloudfunctions/kit/contract';
import { cloud, type Output } from '../../cloud/cloud';
import { registerText, sexText } from '../../text/discharge';
import type { Language } from '../../text/wording';

export const discharge = cloud<typeof dischargeApi>('discharge', { reads: ['importStatus', 'importList', 'importSources', 'importRejects', 'list', 'search', 'get', 'timeline', 'heldList', 'departments'] });

export type Job = Output<typeof dischargeApi, 'importStatus'>;
export type Source = Output<typeof dischargeApi, 'importSources'>['sources'][number];
export type Row = Output<typeof dischargeApi, 'list'>['rows'][number];
export type HeldRow = Output<typeof dischargeApi, 'heldList'>['rows'][number];
export type Card = Output<typeof dischargeApi, 'get'>;
export type Fact = Output<typeof dischargeApi, 'timeline'>['facts'][number];
export type Department = Output<typeof dischargeApi, 'departments'>['departments'][number];

export const registerPage = 'discharge/register/index';
export const stayPage = 'discharge/stay/index';
export const heldPage = 'discharge/held/index';
export const importPage = 'discharge/import/index';

/** May this role do it? The lists are those of the contract; the server decides again. */
export const may = {
  clear: (role: Role | undefined) => role === 'lead' || role === 'ward',
  import: (role: Role | undefined) => role === 'lead' || role === 'it',
  reveal: (role: Role | undefined) => role !== undefined && ['lead', 'nurse', 'agent', 'officer', 'ward'].includes(role),
  care: (role: Role | undefined) => role === 'lead' || role === 'nurse' || role === 'ward',
  confirmDeath: (role: Role | undefined) => role === 'lead' || role === 'nurse',
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
