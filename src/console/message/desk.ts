/** What the pages of the inbox share. */
import type { api as messageApi } from '../../../cloudfunctions/message/contract';
import type { Role } from '../../../cloudfunctions/kit/contract';
import { cloud, type Output } from '../../cloud/cloud';
import { sexText } from '../../text/discharge';
import { inboxText } from '../../text/message-console';
import type { Language } from '../../text/wording';

export const message = cloud<typeof messageApi>('message', { reads: ['inbox', 'thread', 'colleagues', 'answers', 'canned', 'staffPictures'] });

export type Row = Output<typeof messageApi, 'inbox'>['rows'][number];
export type ThreadView = Output<typeof messageApi, 'thread'>;
export type Detail = ThreadView['thread'];
export type Line = ThreadView['messages'][number];
export type Answer = Output<typeof messageApi, 'saveAnswer'>['answer'];
export type Departments = Output<typeof messageApi, 'answers'>['departments'];
export type Colleagues = Output<typeof messageApi, 'colleagues'>;

export const inboxPage = 'message/inbox/index';
export const answersPage = 'message/answers/index';

/** May this role do it? The lists are those of the contract; the server decides again. */
export const may = {
  desk: (role: Role | undefined) => role === 'agent' || role === 'lead' || role === 'nurse',
  note: (role: Role | undefined) => role !== undefined && ['agent', 'lead', 'nurse', 'ward', 'officer'].includes(role),
  acknowledge: (role: Role | undefined) => role !== undefined && ['agent', 'lead', 'nurse', 'ward'].includes(role),
  edit: (role: Role | undefined) => role === 'lead' || role === 'quality',
  answers: (role: Role | undefined) => role !== undefined && ['agent', 'lead', 'nurse', 'quality', 'officer', 'director'].includes(role),
} as const;

/** 女 60 岁 · 骨科 · 出院第 3 天 */
export function personWords(row: Pick<Row, 'sex' | 'age' | 'departmentName' | 'dayN'>, language: Language): string {
  const t = inboxText[language];
  return [[sexText[language][row.sex], t.years(row.age)].filter((word) => word !== '').join(' '), row.departmentName, t.dayN(row.dayN)].filter((word) => word !== '').join(' · ');
}
