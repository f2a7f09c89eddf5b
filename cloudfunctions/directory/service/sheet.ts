/** A table of places or experts comes in or goes out. */
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { actorOf, type Staff } from '../../kit/caller';
import { dayOf } from '../../kit/calendar';
import { conflict, invalid } from '../../kit/errors';
import { maxRows, type PlannedRow, type Sheet, type SheetProblem } from '../contract';
import { planPlaces, planPractitioners, type PlaceWrite, type PractitionerWrite } from '../rules/plan';
import { placeCells, practitionerCells } from '../rules/row';
import { findColumns, knownHeadings } from '../rules/sheet';
import { readEverything, type Everything } from './known';
import type { DirectoryPorts } from './ports';
import { directoryWorkbook } from './workbook';
import { nextPlace, nextPractitioner, registerRecord } from './write';

export interface ImportInput { sheet: Sheet; file: string; dryRun: boolean; plan: string }
export interface ImportResult { problem: SheetProblem | ''; rows: PlannedRow[]; counts: Record<PlannedRow['outcome'], number>; unknown: string[]; plan: string }

/** So many are written side by side. */
const together = 8;

export function createSheets({ store, departments, audit, readRows, newId }: DirectoryPorts) {
  const nothing = (problem: SheetProblem): ImportResult => ({ problem, rows: [], counts: { new: 0, changed: 0, unchanged: 0, refused: 0 }, unknown: [], plan: '' });

  async function writePlaces(writes: readonly PlaceWrite[], { places }: Everything, by: string, now: number): Promise<boolean> {
    const known = new Map(places.map((one) => [one.place.code, one]));
    return eachOf(writes, ({ place }) => store.putPlace(nextPlace(place, known.get(place.code), by, 'imported', now), registerRecord(place, known.get(place.code))));
  }
  async function writePractitioners(writes: readonly PractitionerWrite[], { practitioners }: Everything, by: string, now: number): Promise<boolean> {
    const known = new Map(practitioners.map((one) => [one.entryId, one]));
    return eachOf(writes, async ({ entryId, practitioner }) => (await store.putPractitioner(nextPractitioner(entryId ?? `expert:${newId()}`, practitioner, known.get(entryId ?? ''), by, 'imported', now))) === 'done');
  }

  return {
    async importFile(staff: Staff, { sheet, file, dryRun, plan: agreed }: ImportInput, now: number): Promise<ImportResult> {
      const bytes = unpacked(Buffer.from(file, 'base64'));
      if (!bytes) return nothing('damaged');
      const read = await readRows(bytes, (rows) => Math.max(0, ...rows.map((cells) => knownHeadings(sheet, cells))), maxRows + 40);
      if ('problem' in read) return nothing(read.problem);
      const columns = findColumns(sheet, read.rows.map(({ cells }) => [...cells]));
      if (!columns) return nothing('no_headings');
      const rows = read.rows.slice(columns.row + 1);
      if (rows.length > maxRows) return nothing('too_many_rows');
      if (rows.length === 0) return nothing('empty');
      const all = await readEverything({ store, departments });
      const places = all.places.map(({ place }) => place);
      const [planned, write] = sheet === 'place'
        ? plannedWith(planPlaces(columns, rows, all.places), (writes, by) => writePlaces(writes, all, by, now))
        : plannedWith(planPractitioners(columns, rows, all.practitioners, places), (writes, by) => writePractitioners(writes, all, by, now));
      const counts = { new: 0, changed: 0, unchanged: 0, refused: 0 };
      for (const { outcome } of planned.rows) counts[outcome] += 1;
      const plan = createHash('sha256').update(JSON.stringify([sheet, planned])).digest('hex').slice(0, 32);
      if (!dryRun) {
        if (agreed === '') throw invalid('plan', 'required');
        if (agreed !== plan) throw conflict('changed');
        await audit.record({ caller: staff, action: 'directory.import', subject: `directory:${sheet}`, reason: `${counts.new} new, ${counts.changed} changed`, now });
        if (!(await write(actorOf(staff)))) throw conflict('changed');
      }
      return { problem: '', rows: planned.rows, counts, unknown: columns.unknown, plan };
    },

    async exportFile(staff: Staff, { sheet, example }: { sheet: Sheet; example: boolean }, now: number): Promise<{ file: string; name: string }> {
      const word = sheet === 'place' ? '科室' : '专家';
      if (example) return { file: (await directoryWorkbook(sheet, [])).toString('base64'), name: `${word}-模板.xlsx` };
      await audit.record({ caller: staff, action: 'directory.export', subject: `directory:${sheet}`, now });
      const { places, practitioners } = await readEverything({ store, departments });
      const rows = sheet === 'place' ? places.filter(({ active }) => active).map(({ place }) => placeCells(place)) : practitioners.filter(({ active }) => active).map(({ practitioner }) => practitionerCells(practitioner));
      return { file: (await directoryWorkbook(sheet, rows)).toString('base64'), name: `${word}-${dayOf(now)}.xlsx` };
    },
  };
}

/** A text that was packed for the way, at most 4 MB; null where it is damaged or far too long. */
function unpacked(bytes: Buffer): Buffer | null {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: 4 * 1024 * 1024 });
  } catch {
    return null;
  }
}

/** What is planned, and doing it. */
function plannedWith<W>(plan: { rows: PlannedRow[]; writes: W[] }, write: (writes: readonly W[], by: string) => Promise<boolean>): [{ rows: PlannedRow[]; writes: unknown[] }, (by: string) => Promise<boolean>] {
  return [plan, (by) => write(plan.writes, by)];
}

/** Some at a time; false when one was no longer as it was planned: the others are done, and planning again shows what is left. */
async function eachOf<T>(items: readonly T[], act: (item: T) => Promise<boolean>): Promise<boolean> {
  let all = true;
  for (let n = 0; n < items.length; n += together) {
    const done = await Promise.all(items.slice(n, n + together).map(act));
    all &&= done.every(Boolean);
  }
  return all;
}
