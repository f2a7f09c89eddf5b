/** What the directory asks of others. */
import type { Audit } from '../../kit/audit';
import type { DepartmentStore } from '../../discharge/store';
import type { SheetProblem } from '../contract';
import type { SheetRow } from '../rules/plan';
import type { DirectoryStore } from '../store';

export interface DirectoryPorts {
  store: DirectoryStore; departments: Pick<DepartmentStore, 'all'>; audit: Pick<Audit, 'record'>;
  staff: { all(): Promise<{ _id: string; name: string; disabled: boolean }[]>; getMany(ids: readonly string[]): Promise<{ _id: string; name: string }[]> };
  hospital(): Promise<{ name: string; phone: string }>;
  /** Bytes of a CSV or workbook → its rows, of the sheet whose first rows `judge` likes best; at most `most`, and one more where there are more. */
  readRows(bytes: Buffer, judge: (rows: string[][]) => number, most: number): Promise<{ rows: SheetRow[] } | { problem: SheetProblem }>;
  newId(): string;
}
