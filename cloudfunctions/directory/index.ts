import { openTable, StrayQuote, type Table } from '../discharge/service/file';
import { serve } from '../kit/serve';
import { openIdentify } from '../account/identify';
import { openBase } from '../wiring/base';
import { api, SheetProblem } from './contract';
import { createHandlers } from './handlers';
import type { SheetRow } from './rules/plan';
import { createDirectory } from './service';
import { openDirectoryStore } from './store';

const base = openBase(process.env);
const { database, cipher, departments, audit, hospital, staff, newToken } = base;

async function rowsOf(table: Table, most: number, quotes: boolean): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const batch of table.rows(quotes)) {
    rows.push(...batch);
    if (rows.length > most) break;
  }
  return rows;
}

const directory = createDirectory({
  store: openDirectoryStore(database, departments.collection), departments, audit, staff, hospital, newId: newToken,
  async readRows(bytes, judge, most) {
    const read = await openTable(bytes, judge);
    if ('problem' in read) return { problem: SheetProblem.safeParse(read.problem).data ?? 'damaged' };
    try {
      const rows = await rowsOf(read.table, most, true).catch((error: unknown) => {
        if (error instanceof StrayQuote) return rowsOf(read.table, most, false);
        throw error;
      });
      return { rows };
    } catch {
      // A workbook that only shows on the way that it is none.
      return { problem: 'damaged' };
    }
  },
});
export const main = serve({ api, handlers: createHandlers(directory), identify: openIdentify(database, cipher, {}), clock: base.clock });
