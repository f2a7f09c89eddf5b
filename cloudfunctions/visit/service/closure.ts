/**
 * A closed clinic (停诊): its slots are shut at once, each visit inside is offered the nearest other place, and only the silent, and those for whom there is none, are rung. The timer goes on with
 * what was cut off; a place is kept under an id made from visit and closure, so that nobody is offered two.
 */
import { day, minute } from '../../kit/calendar';
import { byId } from '../../kit/database';
import { AppError, forbidden, invalid } from '../../kit/errors';
import { inScope, type Staff } from '../../kit/caller';
import { maskName } from '../../kit/mask';
import { eachAlone } from '../../kit/timer';
import type { Affected, Closure, ClosureRow } from '../contract/schedule';
import { holdFor, minNotice, offerTimes } from '../rules/time';
import { slotLength } from '../rules/schedule';
import { nearest } from '../rules/visit';
import { isInWindow } from '../rules/window';
import type { AppointmentRecord, ClosureRecord, SlotRecord } from '../store';
import { forDepartment } from './access';
import { expire } from './book';
import { unbooked, untold } from './change';
import { system, type Ports } from './ports';
import { closureCall, type Settle } from './settle';
import { wordsOf } from './view';
import { standingOf } from './visits';

interface CloseInput { departmentCode: string; scheduleId?: string; from: number; to: number; reason: string; dryRun: boolean }
/** Whoever held a place while the clinic closed may book until the hold ends; afterwards nobody can have slipped through. */
const settled = holdFor + 2 * minute;
/** How far ahead another place is looked for. */
const ahead = 90 * day;

/** The operations about closures; `work` is the timer's. */
export function createClosing(ports: Ports, settle: Settle) {
  const { store } = ports;
  const where = ({ departmentCode, scheduleId, from, to }: Pick<ClosureRecord, 'departmentCode' | 'scheduleId' | 'from' | 'to'>) => ({ departmentCode, ...(scheduleId && { scheduleId }), from, to });

  /** Goes on with one closure; not done while somebody could not be asked. */
  async function work(closure: ClosureRecord, now: number): Promise<{ asked: number; bad: number }> {
    await store.shut(where(closure), closure._id);
    const visits = await store.ofDepartment({ ...where(closure), states: ['booked', 'pending'] });
    const known = await store.ofClosure(closure._id);
    // Marked but not asked: a run was cut off in between.
    const waiting = byId([...visits.filter((one) => one.state === 'booked' && one.closureId === ''), ...known.filter((one) => one.state === 'booked' && !one.proposal)]);
    const free = waiting.size > 0 || visits.some((one) => one.createdFrom === 'closure')
      ? await store.slots({ departmentCode: closure.departmentCode, from: now + minNotice, to: now + ahead, open: true, free: true }) : [];
    let asked = 0;
    const unasked = await eachAlone([...waiting.values()], 'a visit of a closed clinic is asked later', ports.report, async (visit) => {
      asked += Number(await ask(visit, closure._id, free, now));
    });
    // A place that was kept for somebody of another closure has gone, too: they are asked again.
    const unreplaced = await eachAlone(visits.filter((one) => one.state === 'pending' && one.createdFrom === 'closure'), 'a kept place of a closed clinic is replaced later', ports.report, async (kept) => {
      const visit = await store.appointment(kept.replaces);
      if (visit?.state !== 'booked' || visit.proposal?.appointmentId !== kept._id || !(await expire(ports, kept, system, now, 'released'))) return;
      asked += Number(await ask(visit, closure._id, free, now));
    });
    const bad = unasked + unreplaced;
    const rows = await store.ofClosure(closure._id);
    const done = bad === 0 && now > closure.at + settled;
    const counts = { affected: rows.length, offered: rows.filter((one) => one.proposal && one.proposal.state !== 'none').length, noPlace: rows.filter((one) => one.proposal?.state === 'none').length };
    await store.closures.update({ _id: closure._id, rev: closure.rev }, { state: done ? 'done' : 'working', counts, due: done ? 0 : now + minute, rev: closure.rev + 1 });
    return { asked, bad };
  }

  /** Keeps the nearest place for the visit and writes the offer. False when the visit has changed meanwhile. */
  async function ask(visit: AppointmentRecord, closureId: string, free: SlotRecord[], now: number): Promise<boolean> {
    const kept = await keepPlace(visit, `${visit._id}:${closureId.slice('closure:'.length)}`, free, now);
    const until = kept ? offerTimes({ now, closedStart: visit.start, offeredStart: kept.start }).until : now;
    const asked = (visit.proposal?.asked ?? 0) + 1;
    const proposal: AppointmentRecord['proposal'] = kept
      ? { state: until > now ? 'offered' : 'silent', appointmentId: kept._id, slotId: kept.slotId, start: kept.start, end: kept.end, practitioner: kept.practitioner, place: kept.place, until, keptUntil: kept.heldUntil, asked }
      : { state: 'none', appointmentId: '', slotId: '', start: 0, end: 0, practitioner: '', place: '', until, keptUntil: 0, asked };
    const marked = await store.change({ id: visit._id, states: ['booked'], rev: visit.rev }, {
      set: { closureId: visit.closureId || closureId, proposal, ...untold(now) }, event: { at: now, what: kept ? 'closed_offered' : 'closed', ...system },
    });
    if (marked) {
      await settle(marked, now);
      return true;
    }
    if (kept) await expire(ports, kept, system, now, 'released');
    return false;
  }

  /** The nearest place of `free` that is still free; what is taken is taken out of `free`, too. */
  async function keepPlace(visit: AppointmentRecord, id: string, free: SlotRecord[], now: number): Promise<AppointmentRecord | null> {
    const before = await store.appointment(id);
    // Kept by a run that was cut off. (A place taken without its appointment is given back by the sweep.)
    if (before?.state === 'pending' && before.heldUntil > now) return before;
    if (before) return null;
    for (const slot of nearest(free.filter((one) => one.free > 0).map((one) => ({ ...one, inWindow: isInWindow(visit.window, one.day) })), visit)) {
      const { keptUntil } = offerTimes({ now, closedStart: visit.start, offeredStart: slot.start });
      const mine = free.find((one) => one._id === slot._id);
      if (!(await store.take(slot._id, visit.patientId, { appointmentId: id, until: keptUntil }))) {
        if (mine) mine.free = 0;
        continue;
      }
      if (mine) mine.free -= 1;
      const appointment: AppointmentRecord = {
        ...visit, ...unbooked(now), ...wordsOf(await store.schedules.get(slot.scheduleId), slot), departmentName: visit.departmentName, _id: id, scheduleId: slot.scheduleId, slotId: slot._id, day: slot.day, start: slot.start, end: slot.end,
        heldUntil: keptUntil, ...system, relation: '', createdFrom: 'closure', override: false, inWindow: slot.inWindow, replaces: visit._id, history: [{ at: now, what: 'kept', ...system }],
      };
      if (!(await store.add(appointment))) {
        // Two runs at once: the other one's place is the one.
        await store.giveBack(slot._id, visit.patientId, id);
        const other = await store.appointment(id);
        return other?.state === 'pending' ? other : null;
      }
      return appointment;
    }
    return null;
  }

  const namesOf = (records: readonly ClosureRecord[]) => ports.staffNames([...new Set(records.map((one) => one.by))]);
  const shown = ({ _id, departmentCode, departmentName, scheduleId, practitioner, from, to, reason, by, at, state, counts }: ClosureRecord, names: ReadonlyMap<string, string>): Closure =>
    ({ closureId: _id, departmentCode, departmentName, scheduleId, practitioner, from, to, reason, by, byName: names.get(by) ?? '', at, state, counts });

  return {
    work,
    async close(staff: Staff, input: CloseInput, now: number): Promise<{ closure: Closure | null; affected: Affected[]; slots: number }> {
      const department = await forDepartment(ports, staff, input.departmentCode);
      const schedule = input.scheduleId ? await store.schedules.get(input.scheduleId) : null;
      if (input.scheduleId && schedule?.departmentCode !== input.departmentCode) throw forbidden();
      // What has begun goes on; on the half hour, so that pressing twice is the same closure.
      const from = Math.max(input.from, Math.ceil(now / slotLength) * slotLength);
      if (input.to <= from) throw invalid('to', input.to <= input.from ? 'order' : 'past');
      if (input.to - from > 90 * day) throw invalid('to', 'too_long');
      const span = { departmentCode: input.departmentCode, scheduleId: input.scheduleId ?? '', from, to: input.to };
      const [slots, visits] = await Promise.all([store.slots(where(span)), store.ofDepartment({ ...where(span), states: ['booked'] })]);
      const patients = byId(await ports.patients.getMany(visits.map((one) => one.patientId)));
      const affected = await Promise.all(visits.map(async (one): Promise<Affected> => ({
        appointmentId: one._id, name: maskName(patients.get(one.patientId)?.name ?? ''), start: one.start, practitioner: one.practitioner,
        reach: await ports.notices.reach({ patientId: one.patientId, encounterId: one.encounterId }, now),
      })));
      const open = slots.filter((slot) => slot.closureId === '').length;
      if (input.dryRun) return { closure: null, affected, slots: open };
      // Twice is once: the same span of the same clinic has one closure.
      const same = (await store.closures.find({ departmentCode: input.departmentCode, from: span.from }, { limit: 100 })).find((one) => one.scheduleId === span.scheduleId && one.to === span.to);
      const closure: ClosureRecord = same ?? {
        _id: `closure:${ports.newId()}`, ...span, departmentName: department.name, practitioner: schedule?.practitioner ?? '', reason: input.reason, by: staff.staffId, at: now, state: 'working',
        counts: { affected: visits.length, offered: 0, noPlace: 0 }, due: now, rev: 1,
      };
      if (!same && !(await store.closures.insert(closure))) throw new AppError('UNAVAILABLE', 'try again');
      try {
        await work(closure, now);
      } catch (error) {
        ports.report({ what: 'a closure is worked on later', id: closure._id, error });
      }
      return { closure: shown((await store.closures.get(closure._id)) ?? closure, new Map([[staff.staffId, staff.name]])), affected, slots: open };
    },

    async closures(staff: Staff, { departmentCode }: { departmentCode?: string }): Promise<Closure[]> {
      if (departmentCode) await forDepartment(ports, staff, departmentCode);
      const found = await store.closures.find(departmentCode ? { departmentCode } : {}, { sort: [['from', 'desc']], limit: 200 });
      const seen = found.filter((one) => inScope(staff, one.departmentCode));
      const names = seen.length > 0 ? await namesOf(seen) : new Map<string, string>();
      return seen.map((one) => shown(one, names));
    },

    async closure(staff: Staff, { closureId }: { closureId: string }, now: number): Promise<{ closure: Closure; rows: ClosureRow[] }> {
      const closure = await store.closures.get(closureId);
      if (!closure || !inScope(staff, closure.departmentCode)) throw forbidden();
      const visits = [...(await store.ofClosure(closureId)), ...(await store.ofDepartment({ ...where(closure), states: ['booked'] })).filter((one) => one.closureId === '')];
      const [patients, next, names] = await Promise.all([
        ports.patients.getMany(visits.map((one) => one.patientId)), store.appointments(visits.map((one) => one.replacedBy).filter((id) => id !== '')), namesOf([closure]),
      ]);
      const people = byId(patients);
      const taken = byId(next);
      return {
        closure: shown(closure, names),
        rows: visits.sort((a, b) => a.start - b.start).map((one) => {
          const patient = people.get(one.patientId);
          const standing = standingOf(one);
          const newStart = taken.get(one.replacedBy)?.start ?? (standing === 'offered' || standing === 'silent' ? one.proposal?.start : 0) ?? 0;
          return {
            appointmentId: one._id, patientId: one.patientId, encounterId: one.encounterId, name: maskName(patient?.name ?? ''), sex: patient?.sex ?? 'unknown', phone: patient ? ports.maskedPhone(patient) : '', start: one.start,
            practitioner: one.practitioner, standing, newStart, until: standing === 'offered' && one.proposal && one.proposal.until > now ? one.proposal.until : 0, callId: standing === 'silent' || standing === 'no_place' ? closureCall(one._id) : '',
          };
        }),
      };
    },
  };
}
