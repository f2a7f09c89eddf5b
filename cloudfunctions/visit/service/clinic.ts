/** What the clinic keeps: schedules, the published half hours, the week, the day's list. */
import { createHash } from 'node:crypto';
import { addDays, day as aDay, dayOf, instantAt, isDay, isHoliday, timeOf, workday } from '../../kit/calendar';
import { byId, changing } from '../../kit/database';
import { AppError, conflict, forbidden, invalid } from '../../kit/errors';
import { inScope, type Staff } from '../../kit/caller';
import type { DayRow } from '../contract';
import type { Schedule, ScheduleChange, ScheduleInput, Week, WeekCell } from '../contract/schedule';
import { halvesOn, hoursProblems, isMakeUp, slotId } from '../rules/schedule';
import { never, type ScheduleRecord, type SlotRecord } from '../store';
import { forDepartment } from './access';
import type { Ports } from './ports';
import { dayRowOf } from './view';

/** One practitioner has one schedule in a department: saving a new one twice makes one. */
const keyOf = (practitioner: string): string => (practitioner ? createHash('sha256').update(practitioner).digest('hex').slice(0, 8) : 'general');
const takenIn = (slot: SlotRecord): number => Object.values(slot.places).filter((place) => place.until === 0).length;

/** Farther ahead than any slot is published. */
const farthest = 400 * aDay;

/** Schedules and what they publish; the week and the day's list. `publishNow` is the timer's. */
export function createClinic(ports: Ports) {
  const { store } = ports;
  const shown = ({ _id, departmentCode, departmentName, practitioner, title, place, preparation, weekly, exceptions, publishDays, active, rev }: ScheduleRecord): Schedule =>
    ({ scheduleId: _id, departmentCode, departmentName, practitioner, title, place, preparation, weekly, exceptions, publishDays, active, rev });

  /** The half hours that should be there from now to the last published day, as new slots; shut where a closure lies on them. */
  async function wanted(schedule: ScheduleRecord, now: number): Promise<Map<string, SlotRecord>> {
    const closures = (await store.closures.find({ departmentCode: schedule.departmentCode }, { sort: [['from', 'desc']], limit: 1000 })).filter((one) => one.scheduleId === '' || one.scheduleId === schedule._id);
    const today = dayOf(now);
    const found = new Map<string, SlotRecord>();
    for (let n = 0; n <= schedule.publishDays; n += 1) {
      const day = addDays(today, n);
      for (const { time, start, end, capacity } of halvesOn(schedule, day)) {
        if (start <= now) continue;
        const closureId = closures.find((one) => one.from <= start && start < one.to)?._id ?? '';
        const _id = slotId(schedule._id, day, time);
        found.set(_id, { _id, departmentCode: schedule.departmentCode, scheduleId: schedule._id, practitioner: schedule.practitioner, day, start, end, capacity, free: capacity, places: {}, nextExpiry: never, state: closureId ? 'closed' : 'open', closureId, dropped: false, rev: 1 });
      }
    }
    return found;
  }

  /** Brings the published slots in line with the schedule; `write` false only counts. Nobody who is booked loses their place, and nothing is deleted. Again changes nothing. */
  async function publish(schedule: ScheduleRecord, now: number, write: boolean): Promise<ScheduleChange> {
    const [want, have] = await Promise.all([wanted(schedule, now), store.slots({ departmentCode: schedule.departmentCode, scheduleId: schedule._id, from: now + 1, to: now + farthest })]);
    const there = new Set(have.map((slot) => slot._id));
    const fresh = [...want.values()].filter((slot) => !there.has(slot._id));
    const lastStart = instantAt(addDays(dayOf(now), schedule.publishDays + 1));
    const change: ScheduleChange = { added: fresh.length, removed: 0, resized: 0, kept: [] };
    if (write) await store.addSlots(fresh);
    for (const slot of have) {
      const plan = want.get(slot._id);
      const people = Object.keys(slot.places).length;
      if (!plan) {
        // Beyond a horizon that became shorter: published is published.
        if (slot.start >= lastStart && halvesOn(schedule, slot.day).some((half) => half.start === slot.start)) continue;
        if (people > 0) change.kept.push({ slotId: slot._id, start: slot.start, taken: people });
        if (slot.dropped) continue;
        change.removed += people > 0 ? 0 : 1;
        if (write) await again(slot, (now_) => ({ state: 'closed', dropped: true, capacity: now_.capacity }));
        continue;
      }
      if (slot.dropped) change.added += 1;
      else if (slot.capacity !== plan.capacity) change.resized += 1;
      if (!write || (!slot.dropped && slot.capacity === plan.capacity && slot.practitioner === plan.practitioner)) continue;
      await again(slot, (seen) => {
        // Never below the people who are in it.
        const capacity = Math.max(plan.capacity, Object.keys(seen.places).length);
        return { dropped: false, state: seen.closureId ? 'closed' : 'open', capacity, free: capacity - Object.keys(seen.places).length, practitioner: plan.practitioner };
      });
    }
    return change;
  }

  /** Changes a slot from what it is at that moment; people take places meanwhile. */
  const again = (slot: SlotRecord, decide: (slot: SlotRecord) => Parameters<typeof store.changeSlot>[1]): Promise<unknown> =>
    changing({ first: slot, read: () => store.slot(slot._id), decide, write: async (seen, change) => ((await store.changeSlot(seen, change)) ? seen : null) });

  /** Tomorrow one more day is due; a paused schedule has nothing more to publish. */
  const publishDue = (schedule: ScheduleRecord, now: number): string => (schedule.active ? addDays(dayOf(now), 1) : '9999-12-31');

  /** Writes what is due; safe to repeat and to run twice at once. */
  async function publishNow(schedule: ScheduleRecord, now: number): Promise<ScheduleChange> {
    const change = await publish(schedule, now, true);
    await store.schedules.update({ _id: schedule._id, rev: schedule.rev }, { publishDue: publishDue(schedule, now) });
    return change;
  }

  return {
    publishNow,

    async schedules(staff: Staff, { departmentCode }: { departmentCode?: string }): Promise<Schedule[]> {
      if (departmentCode) await forDepartment(ports, staff, departmentCode);
      const found = await store.schedules.find(departmentCode ? { departmentCode } : {}, { sort: [['_id', 'asc']], limit: 1000 });
      return found.filter((one) => inScope(staff, one.departmentCode)).map(shown);
    },

    async saveSchedule(staff: Staff, input: ScheduleInput, now: number): Promise<{ schedule: Schedule; change: ScheduleChange }> {
      const department = await forDepartment(ports, staff, input.departmentCode);
      const problems = [...hoursProblems(input), ...input.exceptions.flatMap(({ day }, n) => (isDay(day) ? [] : [{ path: `exceptions.${n}.day`, problem: 'format' }]))];
      if (problems.length > 0) throw new AppError('INVALID_INPUT', 'the hours do not fit', { fields: problems });
      const known = input.scheduleId ? await store.schedules.get(input.scheduleId) : null;
      if (input.scheduleId && known?.departmentCode !== input.departmentCode) throw forbidden();
      if (known && known.practitioner !== input.practitioner) throw invalid('practitioner', 'fixed');
      if (known && known.rev !== input.rev) throw conflict('changed');
      const { practitioner, title, place, preparation, weekly, exceptions, publishDays, active } = input;
      const words = { departmentName: department.name, practitioner, title, place, preparation, weekly, exceptions, publishDays, active };
      const next: ScheduleRecord = {
        _id: known?._id ?? `schedule:${department.code}:${keyOf(practitioner)}`, departmentCode: department.code, ...words, publishDue: '', rev: (known?.rev ?? 0) + 1,
        history: [...(known?.history ?? []), { at: now, by: staff.staffId, what: known ? 'changed' : 'made' }].slice(-100), createdAt: known?.createdAt ?? now, updatedAt: now,
      };
      if (input.dryRun) return { schedule: shown({ ...next, rev: input.rev }), change: await publish(next, now, false) };
      if (known) {
        const { _id, ...rest } = next;
        // Lists are replaced as a whole; the revision that was read decides.
        if ((await store.schedules.update({ _id, rev: known.rev }, rest)) !== 1) throw conflict('changed');
      } else if (!(await store.schedules.insert(next))) {
        throw conflict('exists');
      }
      try {
        return { schedule: shown(next), change: await publishNow(next, now) };
      } catch (error) {
        ports.report({ what: 'a schedule is published later', id: next._id, error });
        return { schedule: shown(next), change: { added: 0, removed: 0, resized: 0, kept: [] } };
      }
    },

    async week(staff: Staff, { departmentCode, from }: { departmentCode: string; from: string }, now: number): Promise<Week> {
      await forDepartment(ports, staff, departmentCode);
      if (!isDay(from)) throw invalid('from', 'format');
      const days = Array.from({ length: 7 }, (_, n) => addDays(from, n));
      const [schedules, slots] = await Promise.all([
        store.schedules.find({ departmentCode }, { sort: [['_id', 'asc']], limit: 1000 }), store.slots({ departmentCode, from: instantAt(from), to: instantAt(addDays(from, 7)) }),
      ]);
      const cell = (schedule: ScheduleRecord, day: string): WeekCell => {
        const here = slots.filter((slot) => slot.scheduleId === schedule._id && slot.day === day);
        const open = here.filter((slot) => slot.state === 'open');
        const sum = (list: readonly SlotRecord[], of: (slot: SlotRecord) => number): number => list.reduce((total, slot) => total + of(slot), 0);
        const planned = halvesOn(schedule, day).length > 0;
        const why = open.length > 0 ? '' : here.some((slot) => slot.closureId !== '') ? 'closed' : day > addDays(dayOf(now), schedule.publishDays) && planned ? 'unpublished' : isHoliday(day) && !planned ? 'holiday' : planned && day <= dayOf(now) ? 'past' : 'none';
        return {
          day, slots: open.length, capacity: sum(open, (slot) => slot.capacity), taken: sum(here, takenIn), held: sum(open, (slot) => Object.keys(slot.places).length - takenIn(slot)), free: sum(open, (slot) => slot.free),
          closedSlots: here.length - open.length, why, loads: here.map((slot) => ({ at: timeOf(slot.start), capacity: slot.capacity, taken: takenIn(slot), open: slot.state === 'open' })),
        };
      };
      return {
        from, today: dayOf(now), days: days.map((day) => ({ day, work: workday(day).work, holiday: isHoliday(day), makeUp: isMakeUp(day) })),
        schedules: schedules.map((one) => ({ scheduleId: one._id, practitioner: one.practitioner, title: one.title, place: one.place, active: one.active, cells: days.map((day) => cell(one, day)) })),
      };
    },

    async day(staff: Staff, { departmentCode, day }: { departmentCode: string; day: string }) {
      await forDepartment(ports, staff, departmentCode);
      if (!isDay(day)) throw invalid('day', 'format');
      const visits = await store.ofDepartment({ departmentCode, from: instantAt(day), to: instantAt(addDays(day, 1)), states: ['booked', 'arrived', 'fulfilled', 'noshow', 'cancelled'] });
      const [patients, stays] = await Promise.all([ports.patients.getMany([...new Set(visits.map((one) => one.patientId))]), ports.stays.getMany([...new Set(visits.map((one) => one.encounterId).filter((id) => id !== ''))])]);
      const people = byId(patients);
      const known = byId(stays);
      const rows = visits.map((one): DayRow => {
        const patient = people.get(one.patientId);
        return dayRowOf(one, { patient, stay: known.get(one.encounterId), phone: patient ? ports.maskedPhone(patient) : '' });
      });
      const count = (state: DayRow['state']): number => rows.filter((row) => row.state === state).length;
      return { day, rows, counts: { booked: count('booked'), arrived: count('arrived'), fulfilled: count('fulfilled'), noshow: count('noshow'), cancelled: count('cancelled') } };
    },
  };
}
