/**
 * What this device keeps of a questionnaire until the server has it: answers that are not sent yet, and the safety page that a patient must find again after a
 * reload, also where the server does not tell a stranger with a link what was said. Pure; `use-shelf.ts` reads and writes it.
 */
import type { Answers, Safety } from '../../cloudfunctions/survey/contract';

/** One sheet. `alarm`: the safety page as it came; `alarmAt`, `touchedAt` in ms UTC by the server's clock. */
export interface Kept { stepId: string; pending: Answers; alarm: Safety | null; alarmAt: number; touchedAt: number }
/** Sheets by `shelfKey`. */
export type Shelf = Readonly<Record<string, Kept>>;

const day = 24 * 3_600_000;
/** As long as the server itself shows a standing flag. */
export const alarmLasts = day;
/** Answers that could not be sent for this long belong to a step that is over. */
export const pendingLasts = 30 * day;

/** Names a sheet on this device: by its step, or by a mark of the link, which is not kept itself. */
export function shelfKey(address: { token?: string; stepId?: string }): string {
  return address.token === undefined ? `step:${address.stepId ?? ''}` : `link:${mark(address.token)}`;
}

/** A short, one-way mark of a secret of 24 random characters (two rounds of FNV-1a, 32 bits each): tells two links of one device apart, opens nothing. */
export function mark(secret: string): string {
  const round = (seed: number) => {
    let hash = seed;
    for (let at = 0; at < secret.length; at += 1) hash = Math.imul(hash ^ secret.charCodeAt(at), 16777619);
    return (hash >>> 0).toString(36);
  };
  return round(2166136261) + round(84696351);
}

/** What still counts; alarms older than a day and answers older than a month are dropped. */
export function fresh(shelf: Shelf, now: number): Shelf {
  const entries = Object.keys(shelf).flatMap((key): [string, Kept][] => {
    const kept = shelf[key];
    if (!kept) return [];
    const alarm = kept.alarm && kept.alarmAt > now - alarmLasts ? kept.alarm : null;
    const pending = kept.touchedAt > now - pendingLasts ? kept.pending : {};
    return alarm || Object.keys(pending).length > 0 ? [[key, { ...kept, alarm, pending }]] : [];
  });
  return Object.fromEntries(entries);
}

/** The shelf with one sheet changed; a sheet with nothing left to keep goes. */
export function put(shelf: Shelf, key: string, change: Partial<Omit<Kept, 'touchedAt'>>, now: number): Shelf {
  const before = shelf[key] ?? { stepId: '', pending: {}, alarm: null, alarmAt: 0, touchedAt: now };
  return fresh({ ...shelf, [key]: { ...before, ...change, touchedAt: now } }, now);
}

/** The alarms of this device, the latest first. */
export function alarmsOf(shelf: Shelf, now: number): { key: string; stepId: string; alarm: Safety }[] {
  const still = fresh(shelf, now);
  return Object.keys(still).flatMap((key) => {
    const kept = still[key];
    return kept?.alarm ? [{ key, stepId: kept.stepId, alarm: kept.alarm, at: kept.alarmAt }] : [];
  }).sort((a, b) => b.at - a.at).map(({ key, stepId, alarm }) => ({ key, stepId, alarm }));
}
