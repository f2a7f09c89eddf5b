/** Which reminders a patient wants before a visit. Letters are written in any case and judged when their time comes: so the last word counts for those that wait as for those to come. */
import type { Caller } from '../../kit/caller';
import { byId } from '../../kit/database';
import type { Reminders } from '../contract';
import { bothReminders } from '../rules/time';
import type { VisitStore } from '../store';
import { forPatient } from './access';
import { aliveOnly } from './find';
import type { Ports } from './ports';

const idOf = (patientId: string): string => `reminder:${patientId}`;
/** Enough to see who chose what; the rest is forgotten. */
const remembered = 50;

/** What each of these patients chose. One read for all. */
export async function remindersOfPatients(store: VisitStore, patientIds: readonly string[]): Promise<(patientId: string) => Reminders> {
  const known = byId(patientIds.length === 0 ? [] : await store.reminders.getMany([...new Set(patientIds)].map(idOf)));
  return (patientId) => {
    const { dayBefore, morning } = known.get(idOf(patientId)) ?? bothReminders;
    return { dayBefore, morning };
  };
}

/** The operation that chooses. */
export function createReminding({ store, ...ports }: Ports) {
  return {
    async saveReminders(caller: Caller, { patientId, dayBefore, morning }: { patientId: string } & Reminders, now: number): Promise<{ reminders: Reminders }> {
      const seen = await forPatient({ store, ...ports }, caller, patientId);
      aliveOnly(seen);
      const chosen = { dayBefore, morning };
      const _id = idOf(patientId);
      const known = await store.reminders.get(_id);
      const said = { at: now, by: seen.who.by, byKind: seen.who.byKind, ...chosen };
      if (!known || known.dayBefore !== dayBefore || known.morning !== morning) await store.reminders.set({ _id, ...chosen, history: [...(known?.history ?? []), said].slice(-remembered), updatedAt: now });
      return { reminders: chosen };
    },
  };
}
