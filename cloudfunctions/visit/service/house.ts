/** What return visits tell the other domains. */
import type { Fact } from '../../discharge/contract';
import type { HomeVisit } from '../../followup/contract';
import { day } from '../../kit/calendar';
import { byId } from '../../kit/database';
import type { LetterOwner } from '../../notice/contract/letter';
import { isUnwanted } from '../rules/time';
import { isActive, isInHospital, untrue } from '../rules/visit';
import type { AppointmentRecord } from '../store';
import { endBySystem, fallSilent } from './change';
import type { Ports, VisitLetter } from './ports';
import { remindersOfPatients } from './reminders';
import { flagCall, type Settle } from './settle';

/** Asked by the home page, the timeline, the outbox, and whoever hears of a death. */
export interface VisitsForHouse extends LetterOwner {
  /** The next visit of each patient, one whose clinic closed first; none where there is none. One read for all. */
  home(patientIds: readonly string[], now: number): Promise<ReadonlyMap<string, HomeVisit & { encounterId: string }>>;
  /** Visits that were given up as `worse` while the urgent call about it is not over: the latest of each patient. */
  worse(patientIds: readonly string[], now: number): Promise<ReadonlyMap<string, { appointmentId: string; encounterId: string }>>;
  /** The patient has died: visits and holds end, places are given back, letters are taken back. */
  ended(patientId: string, reason: 'deceased', now: number): Promise<void>;
  /** For the timeline of a stay: what happened to its patient's visits. */
  facts(patientId: string): Promise<Fact[]>;
}

const letterKinds: readonly string[] = ['visit_booked', 'visit_day_before', 'visit_morning', 'visit_closed', 'visit_missed'] satisfies VisitLetter[];
/** Nobody who lies in hospital is reminded to come, or told that they did not. The visit stands: they may need it afterwards. */
const asksToCome: readonly string[] = ['visit_day_before', 'visit_morning', 'visit_missed'] satisfies VisitLetter[];
const isLetter = (kind: string): kind is VisitLetter => letterKinds.includes(kind);

/** Is the n-th letter about a closed clinic no longer the latest? The first carries no number. */
const isOlder = (visit: AppointmentRecord | null | undefined, n: number): boolean => (visit?.proposal?.asked ?? 0) > Math.max(1, n);

/** The answers, from the same records as the operations. */
export function createForHouse(ports: Ports, settle: Settle): VisitsForHouse {
  const { store } = ports;
  return {
    async home(patientIds, now) {
      const found = new Map<string, HomeVisit & { encounterId: string }>();
      if (patientIds.length === 0) return found;
      const open = (await store.ofPatients(patientIds, now - day, 1000)).filter((one) => isActive(one, now) || (one.state === 'arrived' && one.end > now));
      const waits = (one: AppointmentRecord): boolean => one.closureId !== '';
      for (const one of open.sort((a, b) => Number(waits(b)) - Number(waits(a)) || a.start - b.start)) {
        if (found.has(one.patientId)) continue;
        const word = (text: string): string => (one.sensitive ? '' : text);
        found.set(one.patientId, { appointmentId: one._id, encounterId: one.encounterId, start: one.start, end: one.end, departmentName: word(one.departmentName), practitioner: word(one.practitioner), place: word(one.place), proposal: waits(one) });
      }
      return found;
    },
    async worse(patientIds, now) {
      const given = patientIds.length === 0 ? [] : (await store.ofPatients(patientIds, now - day, 1000)).filter((one) => one.cancel?.reason === 'worse');
      const states = given.length === 0 ? new Map<string, { open: boolean }>() : await ports.calls.states(given.map((one) => flagCall(one._id)), now);
      const open = given.filter((one) => states.get(flagCall(one._id))?.open ?? one.settling === 1).sort((a, b) => (a.cancel?.at ?? 0) - (b.cancel?.at ?? 0));
      return new Map(open.map((one) => [one.patientId, { appointmentId: one._id, encounterId: one.encounterId }]));
    },
    async ended(patientId, reason, now) {
      for (const one of await store.ofPatients([patientId], now - day, 200)) {
        const over = one.state === 'booked' || one.state === 'pending' ? await endBySystem(store, one, reason, now) : null;
        if (over) await settle(over, now);
      }
    },
    async facts(patientId) {
      const visits = await store.ofPatients([patientId], 0, 200);
      return visits.filter((one) => one.state !== 'pending' && one.state !== 'expired').flatMap((one) => one.history.filter(({ what }) => !what.startsWith('held')).map(({ at, what, by }) => {
        const [event = '', reason] = what.split(':');
        return { at, kind: `visit.${event}`, by, params: { start: one.start, department: one.departmentName, ...(reason && { reason }) } };
      }));
    },
    async stillTrue(letters) {
      const patientIds = [...new Set(letters.filter(({ kind }) => asksToCome.includes(kind)).map((one) => one.patientId))];
      const [found, chosen, stays] = await Promise.all([store.appointments(letters.map((one) => one.about)), remindersOfPatients(store, patientIds), patientIds.length === 0 ? [] : ports.stays.ofPatients(patientIds)]);
      const inHospital = new Set(patientIds.filter((id) => isInHospital(stays.filter((stay) => stay.patientId === id))));
      const visits = byId(found);
      return new Map(letters.flatMap(({ noticeId, kind, about, n, patientId }) => {
        const visit = visits.get(about);
        const other = kind === 'visit_closed' && isOlder(visit, n) ? 'asked_again' : isUnwanted(kind, chosen(patientId)) ? 'not_wanted' : asksToCome.includes(kind) && inHospital.has(patientId) ? 'in_hospital' : '';
        const why = isLetter(kind) ? untrue(kind, visit) || other : '';
        return why === '' ? [] : [[noticeId, why] as const];
      }));
    },
    async handed({ kind, about, n }, now) {
      // Nobody could be asked: that is silence already.
      if (kind !== 'visit_closed') return;
      const visit = await store.appointment(about);
      if (isOlder(visit, n)) return;
      const silent = visit && (await fallSilent(store, visit, now));
      if (silent) await settle(silent, now);
    },
  };
}
