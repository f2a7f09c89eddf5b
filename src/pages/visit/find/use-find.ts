/** What the search knows: for whom, where one can book, the visit that is being moved, and the places of two weeks at a time. */
import { useRef, useState } from 'react';
import type { Appointment, Place } from '../../../../cloudfunctions/visit/contract';
import { useLoad, type Load } from '../../../cloud/use-load';
import { dayOf, startOf } from '../../../text/time';
import { readWho, visits, type Clinics, type Me, type Places } from '../visits';

const day = 24 * 3_600_000;
/** Days that are asked for at once: two rows of the strip. */
export const asked = 14;
/** Days of one row. */
export const row = 7;

export const addDays = (on: string, days: number): string => dayOf(startOf(on) + days * day);

export interface Start { patientId: string; whom: Me['represents'][number] | undefined; clinics: Clinics; upcoming: readonly Appointment[]; moved: Appointment | undefined }

/** Everything before the first choice, in one round trip where the address names the patient. */
export function useStart(patientId: string, replaces: string): Load<Start> {
  return useLoad(async () => {
    const who = patientId === '' ? await readWho('') : undefined;
    const known = who?.patientId ?? patientId;
    const [{ whom }, clinics, { upcoming }] = await Promise.all([who ?? readWho(known), visits.clinics({ patientId: known }), visits.mine({ patientId: known })]);
    const named = replaces === '' ? undefined : upcoming.find((one) => one.appointmentId === replaces) ?? (await visits.get({ appointmentId: replaces })).appointment;
    // The way back may lead here after it was moved or given up: then there is nothing to move.
    return { patientId: known, whom, clinics, upcoming, moved: named?.state === 'booked' ? named : undefined };
  }, [patientId, replaces]);
}

export interface Weeks {
  load: Load<Places>;
  /** Where the search began, and what was advised there; it stays while other weeks are looked at. */
  first?: Places;
  suggested: readonly Place[];
  /** The row in sight. */
  days: Places['days'];
  before?: () => void;
  after?: () => void;
  /** Turns to the row of a day. */
  turnTo(on: string): void;
}

/** Places of one department, row by row. `from` undefined: where the server begins, the advised days or today. */
export function useWeeks(patientId: string, departmentCode: string): Weeks {
  const [at, setAt] = useState<{ from?: string; row: 0 | 1 }>({ row: 0 });
  const load = useLoad(() => visits.places({ patientId, departmentCode, days: asked, ...(at.from !== undefined && { from: at.from }) }), [patientId, departmentCode, at.from]);
  const data = load.data;
  const first = useRef(data);
  if (at.from === undefined) first.current = data;
  const suggested = first.current?.suggested.flatMap((id) => first.current?.days.flatMap((one) => one.slots).find((place) => place.slotId === id && place.free > 0 && !place.tooSoon) ?? []) ?? [];
  if (!data) return { load, days: [], suggested, turnTo: () => undefined };
  const rows = data.days.length > row ? 2 : 1;
  const now = Math.min(at.row, rows - 1);
  const turnTo = (on: string) => {
    if (on >= data.from && on <= data.to) setAt({ from: at.from, row: on < addDays(data.from, row) ? 0 : 1 });
    else if (on < data.from) {
      const from = [addDays(data.from, -asked), data.today].sort()[1] ?? data.today;
      setAt({ from, row: on < addDays(from, row) ? 0 : 1 });
    } else setAt({ from: on, row: 0 });
  };
  return {
    load, first: first.current, suggested, turnTo,
    days: data.days.slice(now * row, (now + 1) * row),
    before: now === 1 || data.from > data.today ? () => turnTo(now === 1 ? data.from : addDays(data.from, -1)) : undefined,
    after: now === 0 && rows === 2 ? () => turnTo(addDays(data.from, row)) : data.more ? () => turnTo(addDays(data.to, 1)) : undefined,
  };
}
