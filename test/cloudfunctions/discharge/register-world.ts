/** The register's desk on the test database: as the function opens it, with the other domains' answers in the test's hands. */
import { createRegister, type RegisterPorts } from '../../../cloudfunctions/discharge/service/register';
import { createReceiving } from '../../../cloudfunctions/discharge/service/receive';
import { createRegisterDesk } from '../../../cloudfunctions/discharge/service/register/desk';
import { createList } from '../../../cloudfunctions/discharge/service/register/list';
import { openRegisterStore } from '../../../cloudfunctions/discharge/store/register';
import { openAudit } from '../../../cloudfunctions/kit/audit';
import type { Staff } from '../../../cloudfunctions/kit/caller';
import { firstContactsIn } from '../../../cloudfunctions/wiring/desk';
import type { Desk } from './support';

/** Who said no and who complains, and what the duty chain was told. */
export interface Others { refused: Set<string>; complaining: Set<string>; reminded: { id: string; departmentCode: string; level: number; words: string }[] }

/** `given`: what the test puts in the place of the world's. `others` is the test's to change. */
export function openRegisterDesk(desk: Desk, given: Partial<Pick<RegisterPorts, 'facts' | 'personFacts' | 'stepsOf'>> = {}) {
  const { patients, encounters, cipher, kit: { database }, ports } = desk;
  const others: Others = { refused: new Set(), complaining: new Set(), reminded: [] };
  const store = openRegisterStore(database);
  const contacts = firstContactsIn({ database });
  const list = createList({ patients, encounters, cipher, command: database.command, ...contacts });
  const register = createRegister({ patients, encounters, cipher, list, stepsOf: async () => [], facts: [], personFacts: [], staffNames: async (ids) => new Map(ids.map((id) => [id, `${id}的姓名`])), ...given });
  const among = (set: ReadonlySet<string>) => async (ids: readonly string[]) => new Set(ids.filter((id) => set.has(id)));
  const registerDesk = createRegisterDesk({
    ...ports, command: database.command, store, list, register, receiving: createReceiving(ports), audit: openAudit(database), firstContactsOf: contacts.firstContactsOf, refused: among(others.refused), openComplaints: among(others.complaining),
    remind: async ({ id, departmentCode, level, words }) => void others.reminded.push({ id, departmentCode, level, words }),
  });
  return { list, register, registerDesk, others, store };
}

/** A colleague at the console. */
export const staff = (role: Staff['role'], departments: Staff['departments'] = 'all', staffId = `staff:${role}`): Staff => ({ kind: 'staff', staffId, name: '', role, departments, sessionId: 's', ip: '10.0.0.1' });

const columns = ['患者ID', '住院号', '住院次数', '姓名', '性别', '出生日期', '身份证号', '本人电话', '联系人姓名', '与患者关系', '联系人电话', '联系地址', '出院科别编码', '出院科别', '病区', '入院时间', '出院时间', '主要诊断', '主要诊断编码', '离院方式', '特殊标记'];
/** One row by its headings; patient P<n>, stay Z<1000 + n>, department 0402 骨科, left on 2026-11-18. */
export const line = (n: number, o: Partial<Record<string, string>> = {}): string => columns.map((heading) => ({
  患者ID: `P${n}`, 住院号: `Z${1000 + n}`, 住院次数: '1', 姓名: '王秀英', 性别: '女', 出生日期: '1960-01-02', 本人电话: `1380000${String(1000 + n)}`, 联系人姓名: '李明华', 与患者关系: '子', 联系人电话: `1390000${String(2000 + n)}`,
  联系地址: '浙江省杭州市西湖区文三路1号', 出院科别编码: '0402', 出院科别: '骨科', 病区: '骨科1病区', 入院时间: '2026-11-10 08:00', 出院时间: `2026-11-18 ${String(8 + Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`,
  主要诊断: '骨折', 主要诊断编码: 'S82.2', 离院方式: '1', ...o,
})[heading] ?? '').join(',');
export const file = (...rows: string[]): Buffer => Buffer.from([columns.join(','), ...rows].join('\n'));
export const stayId = (desk: Desk, n: number): string => `enc:${desk.cipher.hash(`Z${1000 + n}|1`).slice(0, 20)}`;
export const patientId = (desk: Desk, n: number): string => `pat:${desk.cipher.hash(`P${n}`).slice(0, 20)}`;
