/** A small directory: the register's departments and what is told of them, on the real SDK and the local platform's database. */
import type { Staff } from '../../../cloudfunctions/kit/caller';
import type { Role } from '../../../cloudfunctions/kit/contract';
import { openDepartmentStore, departmentCollection } from '../../../cloudfunctions/discharge/store';
import { openTable } from '../../../cloudfunctions/discharge/service/file';
import { SheetProblem, type PlaceInput, type PractitionerInput } from '../../../cloudfunctions/directory/contract';
import { blankPlace, blankPractitioner } from '../../../cloudfunctions/directory/rules/plan';
import { createDirectory } from '../../../cloudfunctions/directory/service';
import { collections, openDirectoryStore } from '../../../cloudfunctions/directory/store';
import { openKitDatabase } from '../../support/kit-database';

export const colleague = (role: Role, departments: Staff['departments'] = 'all'): Staff => ({ kind: 'staff', staffId: `staff:${role}`, name: '同事', role, departments, sessionId: '', ip: '' });
export const lead = colleague('lead');
export const place = (more: Partial<PlaceInput> = {}): PlaceInput => ({ ...blankPlace, ...more });
export const expert = (more: Partial<PractitionerInput> = {}): PractitionerInput => ({ ...blankPractitioner, departmentCode: '0402', ...more });
export const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

export async function openDirectory() {
  const kit = await openKitDatabase([...collections, departmentCollection]);
  const departments = openDepartmentStore(kit.database);
  const audited: string[] = [];
  let ids = 0;
  const people = [{ _id: 'staff:lead', name: '陈建华', disabled: false }, { _id: 'staff:ward', name: '赵敏', disabled: false }, { _id: 'staff:gone', name: '走了', disabled: true }];
  const directory = createDirectory({
    store: openDirectoryStore(kit.database, departments.collection), departments, hospital: async () => ({ name: '示范医院', phone: '09438220000' }), newId: () => `n${(ids += 1)}`,
    audit: { record: async ({ action, subject }) => void audited.push(`${action} ${subject}`) },
    staff: { all: async () => people, getMany: async (list) => people.filter(({ _id }) => list.includes(_id)) },
    async readRows(bytes, judge, most) {
      const read = await openTable(bytes, judge);
      if ('problem' in read) return { problem: SheetProblem.safeParse(read.problem).data ?? 'damaged' };
      const rows: { line: number; cells: string[] }[] = [];
      for await (const batch of read.table.rows()) rows.push(...batch);
      return { rows: rows.slice(0, most + 1) };
    },
  });
  const known = (code: string, name: string, more = {}) => departments.collection.set({ _id: `dep:${code}`, code, name, aliases: [], phone: '', sensitive: false, critical: false, obstetric: false, paediatric: false, unconfirmed: false, ...more });
  await known('0402', '骨科', { aliases: ['骨外科'], phone: '09438220402' });
  await known('0301', '呼吸内科');
  return { kit, directory, departments, audited, known, close: () => kit.close() };
}
export type TestDirectory = Awaited<ReturnType<typeof openDirectory>>;
