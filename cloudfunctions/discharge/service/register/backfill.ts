/** Patients and stays written before the register kept readings of names and what a record lacks get them, once: a page a minute, going on where it was cut off. */
import type { PatientStore } from '../../store';
import type { RegisterStore } from '../../store/register';
import { keepNames } from './names';

export interface BackfillPorts { store: Pick<RegisterStore, 'progress'>; patients: PatientStore; command: { in(values: readonly unknown[]): unknown; gt(value: unknown): unknown } }

const pageSize = 500;
const pagesPerTick = 4;

/** True when all is done. */
export const createBackfill = ({ store: { progress }, patients, command }: BackfillPorts) => async (): Promise<boolean> => {
  let { cursor, done } = (await progress.get('backfill')) ?? { cursor: '', done: false };
  for (let n = 0; n < pagesPerTick && !done; n += 1) {
    const page = await patients.collection.find({ _id: command.gt(cursor) }, { sort: [['_id', 'asc']], limit: pageSize, fields: ['_id', 'name'] });
    await keepNames({ names: patients.names, command }, page.map(({ name }) => name));
    await patients.refreshMissing(page.map(({ _id }) => _id));
    [cursor, done] = [page.at(-1)?._id ?? cursor, page.length < pageSize];
    await progress.set({ _id: 'backfill', cursor, done });
  }
  return done;
};
