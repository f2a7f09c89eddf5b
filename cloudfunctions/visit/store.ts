/** The collections of return visits. A slot is one document with a counter: one conditional update takes a place or gives it back, and never a transaction. */
import type { Relation } from '../kit/contract';
import { defineCollection, replacing, type Collection, type CollectionSpec, type Database } from '../kit/database';
import type { AppointmentState, ByKind, EndReason, ProposalState, Window } from './contract';
import type { ScheduleException, WeeklySpan } from './contract/schedule';

/** The hours of a practitioner, or of whoever is on duty, as staff keep them. */
export interface ScheduleRecord {
  /** `schedule:<departmentCode>:<key>` */
  _id: string;
  departmentCode: string; departmentName: string; practitioner: string; title: string; place: string; preparation: string;
  weekly: WeeklySpan[]; exceptions: ScheduleException[]; publishDays: number; active: boolean;
  /** The day from which its slots must be written again; '' at once (it was changed), '9999-12-31' never. */
  publishDue: string;
  rev: number; history: { at: number; by: string; what: string }[]; createdAt: number; updatedAt: number;
}

/** By patient: nobody has two places in one half hour. `until` 0 is booked, else held until then. */
export type Places = Record<string, { appointmentId: string; until: number }>;
/** One half hour that can be booked. */
export interface SlotRecord {
  /** `slot:<departmentCode>:<key>:<day>:<HHmm>` */
  _id: string;
  departmentCode: string; scheduleId: string; practitioner: string; day: string; start: number; end: number;
  /** free + places = capacity, always: both change in the same update. */
  capacity: number; free: number; places: Places;
  /** Not later than the first held place ends; `never` when none is held. */
  nextExpiry: number;
  state: 'open' | 'closed';
  /** The closure that shut it, ''. */
  closureId: string;
  /** The schedule has it no more; it stays for the people in it. */
  dropped: boolean;
  rev: number;
}
/** Later than everything. */
export const never = 9_999_999_999_999;

/** A held place, a visit, or what became of it. */
export interface AppointmentRecord {
  /** `apt:<random>`; the place that a closed clinic keeps for a visit: `<that visit>:<closure>`. */
  _id: string;
  patientId: string; encounterId: string; departmentCode: string; departmentName: string; practitioner: string; title: string; place: string; preparation: string;
  scheduleId: string; slotId: string; day: string; start: number; end: number; sensitive: boolean;
  state: AppointmentState; heldUntil: number;
  by: string; byKind: ByKind; relation: Relation | ''; createdFrom: 'patient' | 'call' | 'console' | 'closure'; override: boolean;
  window: Window | null; inWindow: boolean;
  replaces: string; replacedBy: string;
  closureId: string;
  proposal: { state: ProposalState; appointmentId: string; slotId: string; start: number; end: number; practitioner: string; place: string; until: number; keptUntil: number; /** The n-th time that they are asked about this visit: another closure may take the place that one keeps. */ asked: number } | null;
  cancel: { reason: EndReason; note: string; at: number; by: string; byKind: ByKind } | null;
  /** It was given up as `worse`, and who was told rings before `ringBy`; null while nobody could be told. */
  alarm: { ringBy: number; who: string; whoKey: 'centre' | 'ward' | 'office' } | null;
  createdAt: number; bookedAt: number; arrivedAt: number; doneAt: number; missedAt: number;
  /** When the timer looks at it next, 0 never; while `settling` is 1, others have not been told yet of the last change. */
  due: number; settling: 0 | 1; failures: number;
  history: { at: number; what: string; by: string; byKind: ByKind }[]; rev: number; updatedAt: number;
}

/** `active:<patientId>:<departmentCode>`: which visit is the one of this patient here. `previous` counts while `appointmentId` did not become a visit. */
export interface ActiveRecord { _id: string; appointmentId: string; previous: string; updatedAt: number }

/** `reminder:<patientId>`: which reminders they want before a visit. No record is both. */
export interface ReminderRecord { _id: string; dayBefore: boolean; morning: boolean; history: { at: number; by: string; byKind: ByKind; dayBefore: boolean; morning: boolean }[]; updatedAt: number }

/** 停诊: a span in which a clinic, or one practitioner, sees nobody. */
export interface ClosureRecord {
  _id: string; departmentCode: string; departmentName: string; scheduleId: string; practitioner: string; from: number; to: number; reason: string; by: string; at: number;
  state: 'working' | 'done'; counts: { affected: number; offered: number; noPlace: number };
  /** When the timer goes on with it, 0 when done. */
  due: number; rev: number;
}

const scheduleCollection = defineCollection('schedule', [{ name: 'department', keys: [['departmentCode', 1], ['_id', 1]] }, { name: 'publish', keys: [['publishDue', 1]] }]);
const slotCollection = defineCollection('slot', [
  { name: 'department', keys: [['departmentCode', 1], ['start', 1]] },
  { name: 'schedule', keys: [['scheduleId', 1], ['start', 1]] },
  { name: 'expiry', keys: [['nextExpiry', 1]] },
]);
const appointmentCollection = defineCollection('appointment', [
  { name: 'patient', keys: [['patientId', 1], ['start', -1]] },
  { name: 'department', keys: [['departmentCode', 1], ['start', 1]] },
  { name: 'closure', keys: [['closureId', 1], ['start', 1]] },
  { name: 'due', keys: [['due', 1]] },
]);
const activeCollection = defineCollection('appointment_active', []);
const reminderCollection = defineCollection('visit_reminder', []);
const closureCollection = defineCollection('closure', [{ name: 'department', keys: [['departmentCode', 1], ['from', -1]] }, { name: 'newest', keys: [['from', -1]] }, { name: 'due', keys: [['due', 1]] }]);
/** Written to collections.json by the build. */
export const collections: CollectionSpec[] = [scheduleCollection, slotCollection, appointmentCollection, activeCollection, reminderCollection, closureCollection];

/** Instants; `to` is exclusive. */
export interface Where { departmentCode: string; scheduleId?: string; from: number; to: number }
/** A change of an appointment; `event` is added to its history. */
export interface AppointmentChange { set: Partial<Omit<AppointmentRecord, '_id' | 'history' | 'rev'>>; event?: AppointmentRecord['history'][number] }
/** What must be true of it for the change to happen. */
export interface AppointmentWhere { id: string; states?: readonly AppointmentState[]; rev?: number; heldAfter?: number; heldBy?: number; closureId?: string }

/** Everything that is kept of return visits. */
export interface VisitStore {
  readonly schedules: Collection<ScheduleRecord>;
  readonly active: Collection<ActiveRecord>;
  readonly reminders: Collection<ReminderRecord>;
  readonly closures: Collection<ClosureRecord>;
  /** Those whose slots must be written on or before this day. */
  dueSchedules(today: string, limit: number): Promise<ScheduleRecord[]>;

  slot(id: string): Promise<SlotRecord | null>;
  slots(where: Where & { open?: boolean; free?: boolean; limit?: number; latest?: boolean }): Promise<SlotRecord[]>;
  addSlots(slots: readonly SlotRecord[]): Promise<number>;
  /** Takes one place: false when none is free, the slot is closed, or this patient has one in it. Losers write nothing. */
  take(slotId: string, patientId: string, place: { appointmentId: string; until: number }): Promise<boolean>;
  /** Gives the place back, once. */
  giveBack(slotId: string, patientId: string, appointmentId: string): Promise<boolean>;
  /** The held place is a visit now; its slot does not wait for it any more. */
  keep(slotId: string, patientId: string, appointmentId: string): Promise<boolean>;
  /** Anything about the slot itself, if nobody changed it meanwhile. */
  changeSlot(slot: Pick<SlotRecord, '_id' | 'rev'>, change: Partial<Pick<SlotRecord, 'capacity' | 'free' | 'state' | 'dropped' | 'nextExpiry' | 'practitioner'>>): Promise<boolean>;
  /** Shuts every slot inside; again changes nothing. */
  shut(where: Where, closureId: string): Promise<number>;
  expiredSlots(now: number, limit: number): Promise<SlotRecord[]>;

  appointment(id: string): Promise<AppointmentRecord | null>;
  appointments(ids: readonly string[]): Promise<AppointmentRecord[]>;
  add(appointment: AppointmentRecord): Promise<boolean>;
  /** The changed record, or null when the condition does not hold (any more). */
  change(where: AppointmentWhere, change: AppointmentChange): Promise<AppointmentRecord | null>;
  ofPatients(patientIds: readonly string[], since: number, limit: number): Promise<AppointmentRecord[]>;
  ofDepartment(where: Where & { states?: readonly AppointmentState[] }): Promise<AppointmentRecord[]>;
  ofClosure(closureId: string): Promise<AppointmentRecord[]>;
  dueAppointments(now: number, limit: number): Promise<AppointmentRecord[]>;
  dueClosures(now: number, limit: number): Promise<ClosureRecord[]>;
}

/** Opening sends nothing. */
export function openVisitStore(database: Database): VisitStore {
  const { command } = database;
  const schedules = database.collection<ScheduleRecord>(scheduleCollection);
  const slots = database.collection<SlotRecord>(slotCollection);
  const appointments = database.collection<AppointmentRecord>(appointmentCollection);
  const inside = ({ departmentCode, scheduleId, from, to }: Where) => ({ departmentCode, ...(scheduleId && { scheduleId }), start: command.gte(from).and(command.lt(to)) });
  /** Pages through whatever there is. */
  async function all<T>(page: (skip: number) => Promise<T[]>): Promise<T[]> {
    const found: T[] = [];
    for (;;) {
      const next = await page(found.length);
      found.push(...next);
      if (next.length < 1000) return found;
    }
  }
  const closures = database.collection<ClosureRecord>(closureCollection);
  return {
    schedules, closures, reminders: database.collection<ReminderRecord>(reminderCollection), active: database.collection<ActiveRecord>(activeCollection),
    dueSchedules: (today, limit) => schedules.find({ publishDue: command.lte(today) }, { sort: [['publishDue', 'asc']], limit }),

    slot: (id) => slots.get(id),
    slots({ open, free, limit, latest, ...where }) {
      const query = { ...inside(where), ...(open && { state: 'open' }), ...(free && { free: command.gt(0) }) };
      const sort = [['start', latest ? 'desc' : 'asc'], ['_id', 'asc']] as const;
      return limit ? slots.find(query, { sort, limit }) : all((skip) => slots.find(query, { sort, limit: 1000, skip }));
    },
    addSlots: (list) => slots.insertMissing(list),
    take: async (slotId, patientId, place) => (await slots.update(
      { _id: slotId, state: 'open', free: command.gt(0), [`places.${patientId}`]: command.exists(false) },
      { free: command.inc(-1), [`places.${patientId}`]: command.set(place), nextExpiry: command.min(place.until || never), rev: command.inc(1) },
    )) === 1,
    giveBack: async (slotId, patientId, appointmentId) => (await slots.update(
      { _id: slotId, [`places.${patientId}.appointmentId`]: appointmentId }, { free: command.inc(1), [`places.${patientId}`]: command.remove(), rev: command.inc(1) },
    )) === 1,
    keep: async (slotId, patientId, appointmentId) => (await slots.update(
      { _id: slotId, [`places.${patientId}.appointmentId`]: appointmentId, [`places.${patientId}.until`]: command.gt(0) }, { [`places.${patientId}.until`]: 0, rev: command.inc(1) },
    )) === 1,
    changeSlot: async ({ _id, rev }, change) => (await slots.update({ _id, rev }, { ...change, rev: command.inc(1) })) === 1,
    shut: (where, closureId) => slots.update({ ...inside(where), closureId: '' }, { state: 'closed', closureId, rev: command.inc(1) }),
    expiredSlots: (now, limit) => slots.find({ nextExpiry: command.lte(now) }, { sort: [['nextExpiry', 'asc']], limit }),

    appointment: (id) => appointments.get(id),
    appointments: (ids) => appointments.getMany([...new Set(ids)]),
    add: (appointment) => appointments.insert(appointment),
    change({ id, states, rev, heldAfter, heldBy, closureId }, { set, event }) {
      const query = {
        _id: id, ...(states && { state: command.in([...states]) }), ...(rev !== undefined && { rev }), ...(closureId !== undefined && { closureId }),
        ...(heldAfter !== undefined && { heldUntil: command.gt(heldAfter) }), ...(heldBy !== undefined && { heldUntil: command.lte(heldBy) }),
      };
      return appointments.updateOne(query, { ...replacing(command, set), rev: command.inc(1), ...(event && { history: command.push([event]) }) });
    },
    async ofPatients(patientIds, since, limit) {
      const found: AppointmentRecord[] = [];
      for (let i = 0; i < patientIds.length; i += 200) found.push(...(await appointments.find({ patientId: command.in(patientIds.slice(i, i + 200)), start: command.gte(since) }, { sort: [['start', 'desc']], limit })));
      return found;
    },
    ofDepartment: ({ states, ...where }) => all((skip) => appointments.find({ ...inside(where), ...(states && { state: command.in([...states]) }) }, { sort: [['start', 'asc'], ['_id', 'asc']], limit: 1000, skip })),
    ofClosure: (closureId) => all((skip) => appointments.find({ closureId }, { sort: [['start', 'asc'], ['_id', 'asc']], limit: 1000, skip })),
    dueClosures: (now, limit) => closures.find({ due: command.gt(0).and(command.lte(now)) }, { sort: [['due', 'asc']], limit }),
    dueAppointments: (now, limit) => appointments.find({ due: command.gt(0).and(command.lte(now)) }, { sort: [['due', 'asc']], limit }),
  };
}
