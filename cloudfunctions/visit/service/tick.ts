/** The timer: looks back over what is due, never assumes that it fired, or fired once, or alone; one bad record does not stop the others. */
import { isElderly } from '../../call/rules/number';
import { dayOf, day, hour, minute } from '../../kit/calendar';
import { eachAlone } from '../../kit/timer';
import { missedFrom } from '../rules/time';
import { isInHospital } from '../rules/visit';
import type { AppointmentRecord } from '../store';
import { sweepSlot } from './book';
import { endBySystem, fallSilent, untold } from './change';
import { system, type Ports } from './ports';
import { missedCall, type Settle } from './settle';
import type { createClinic } from './clinic';
import type { createClosing } from './closure';

/** How many of each; `bad` records are looked at again later. */
export interface TickReport { published: number; swept: number; closed: number; silent: number; missed: number; told: number; bad: number }
/** The function has 30 s; what is left is due in the next minute. */
const budget = 20_000;
const page = 200;

/** The timer's work. */
export function createTick(ports: Ports, { settleNow, clinic, closing }: { settleNow: Settle; clinic: ReturnType<typeof createClinic>; closing: ReturnType<typeof createClosing> }) {
  const { store } = ports;

  /** What time asks of a visit about which everybody has been told. */
  async function timely(visit: AppointmentRecord, now: number): Promise<'silent' | 'missed' | 'called' | ''> {
    const patient = await ports.patients.get(visit.patientId);
    if (patient?.death === 'told') {
      // A second person must say whether it is so.
      await store.change({ id: visit._id, rev: visit.rev }, { set: { due: now + 6 * hour } });
      return '';
    }
    if (visit.state === 'booked' && patient?.death === 'confirmed') {
      await end(visit, 'deceased', now);
      return '';
    }
    if (visit.state === 'booked' && now >= missedFrom(visit.end)) {
      if (visit.closureId) {
        await end(visit, 'clinic_closed', now);
        return '';
      }
      const missed = await store.change({ id: visit._id, states: ['booked'], rev: visit.rev }, { set: { state: 'noshow', missedAt: now, ...untold(now) }, event: { at: now, what: 'missed', ...system } });
      if (missed) await settleNow(missed, now);
      return missed ? 'missed' : '';
    }
    if (visit.state === 'booked' && visit.proposal?.state === 'offered') {
      const silent = await fallSilent(store, visit, now);
      if (silent) await settleNow(silent, now);
      return silent ? 'silent' : '';
    }
    if (visit.state === 'noshow') {
      if (patient?.death === 'no' && !(await cameBack(visit))) {
        const stay = await ports.stays.get(visit.encounterId);
        await ports.calls.queue([{
          id: missedCall(visit._id), kind: 'missed', stepId: visit._id, encounterId: visit.encounterId, patientId: visit.patientId, departmentCode: stay?.departmentCode ?? visit.departmentCode, dischargeDay: stay?.dischargeDay ?? '',
          purpose: 'care', reason: 'missed_visit', notBefore: now, dueAt: now + day, elderly: isElderly(patient.birthDate, dayOf(now)),
        }], now);
      }
      await store.change({ id: visit._id, states: ['noshow'], rev: visit.rev }, { set: { due: 0 } });
      return 'called';
    }
    await store.change({ id: visit._id, rev: visit.rev }, { set: { due: 0 } });
    return '';
  }

  const end = async (visit: AppointmentRecord, reason: 'deceased' | 'clinic_closed', now: number): Promise<void> => {
    const ended = await endBySystem(store, visit, reason, now);
    if (ended) await settleNow(ended, now);
  };

  /** Booked again here, or in hospital again: nobody needs to ring. */
  async function cameBack(visit: AppointmentRecord): Promise<boolean> {
    const [later, stays] = await Promise.all([store.ofPatients([visit.patientId], visit.start + 1, 100), ports.stays.ofPatients([visit.patientId])]);
    return isInHospital(stays) || later.some((one) => one.departmentCode === visit.departmentCode && ['booked', 'arrived', 'fulfilled'].includes(one.state))
      || stays.some((stay) => stay.state !== 'cancelled' && stay._id !== visit.encounterId && stay.admitAt >= visit.createdAt) || stays.some((stay) => stay._id === visit.encounterId && (stay.readmittedAt ?? 0) >= visit.createdAt);
  }

  return async function tick(now: number): Promise<TickReport> {
    const report: TickReport = { published: 0, swept: 0, closed: 0, silent: 0, missed: 0, told: 0, bad: 0 };
    const until = ports.clock() + budget;
    /** Pages until nothing new is due: what stays due after its turn is for the next run. */
    async function each<T extends { _id: string }>(read: () => Promise<T[]>, what: string, work: (record: T) => Promise<void>): Promise<void> {
      const seen = new Set<string>();
      for (let more = true; more && ports.clock() < until;) {
        const list = (await read()).filter((record) => !seen.has(record._id));
        more = list.length > 0;
        for (const record of list) seen.add(record._id);
        report.bad += await eachAlone(list, what, ports.report, async (record) => {
          if (ports.clock() < until) await work(record);
        });
      }
    }
    await each(() => store.expiredSlots(now, page), 'a slot is swept later', async (slot) => void (report.swept += await sweepSlot(ports, slot, system, now)));
    await each(() => store.dueClosures(now, page), 'a closure is worked on later', async (closure) => {
      const { asked, bad: failed } = await closing.work(closure, now);
      report.closed += asked;
      report.bad += failed;
    });
    await each(() => store.dueAppointments(now, page), 'a visit is looked at later', async (visit) => {
      try {
        if (visit.settling === 1) {
          await settleNow(visit, now);
          report.told += 1;
          return;
        }
        const happened = await timely(visit, now);
        if (happened === 'silent') report.silent += 1;
        if (happened === 'missed') report.missed += 1;
      } catch (error) {
        // Put aside for longer each time, so that bad records never fill the page.
        await store.change({ id: visit._id, rev: visit.rev }, { set: { due: now + Math.min(60, 2 ** visit.failures) * minute, failures: visit.failures + 1 } }).catch(() => null);
        throw error;
      }
    });
    await each(() => store.dueSchedules(dayOf(now), page), 'a schedule is published later', async (schedule) => void (report.published += (await clinic.publishNow(schedule, now)).added));
    return report;
  };
}
