/**
 * Return visits (复诊): find a place, hold it, book it, change, cancel; what the clinic keeps beside it. Browser-safe; pages import it with `import type`.
 *
 * How a page works with it: `clinics` once → `places` (again with `from` for other days) → `hold` (five minutes, countdown to `heldUntil`) → `book`; `release` when the person goes back.
 * To change: the same with `replaces`; the old visit stays until the new one is booked. Errors by `reason`:
 * CONFLICT `full` (the last place went: ask `places` again) · `closed` (the clinic closed) · `active_exists` (one booking per patient and department: change that one) · `over` (it has begun, is
 * cancelled or past) · `place_gone` (the place kept by a proposal is no longer there) ; GONE `hold_over`; NOT_NOW `too_late` (less than two hours; ring, or staff with `override`), `too_early`
 * (not published yet); INVALID_INPUT. Unknown and foreign: FORBIDDEN.
 */
import { SafetyCard } from '../call/contract/safety';
import { Day, Id, Instant, Nothing, Relation, Sex, defineApi, z, type Role } from '../kit/contract';
import { Affected, Closure, ClosureRow, DayFlag, Schedule, ScheduleChange, ScheduleInput, Week } from './contract/schedule';

/** FHIR AppointmentStatus. pending: held; expired: a hold that ended; noshow: missed (taken back by a late check-in). */
export const AppointmentState = z.enum(['pending', 'booked', 'arrived', 'fulfilled', 'noshow', 'cancelled', 'expired']);
export type AppointmentState = z.infer<typeof AppointmentState>;

/** Why a patient or family cancels, as they may choose (F05): 已好转, 病情加重, 在其他医院看了, 临时有事, 交通不便, 等待太久, 忘记了, 其他. `worse` raises an urgent call and shows the safety page. */
export const CancelReason = z.enum(['better', 'worse', 'elsewhere', 'busy', 'far', 'waiting', 'forgot', 'other']);
export type CancelReason = z.infer<typeof CancelReason>;
/** Every reason that stands in a record. clinic_closed: 停诊; changed: another time was booked instead; deceased; error: entered by mistake (staff). */
export const EndReason = z.enum([...CancelReason.options, 'clinic_closed', 'changed', 'deceased', 'error']);
export type EndReason = z.infer<typeof EndReason>;
/** Who did it; `system`: the timer. */
export const ByKind = z.enum(['patient', 'family', 'staff', 'system']);
export type ByKind = z.infer<typeof ByKind>;

/** The order's window: "14±3天" → day 11–17 after discharge, best day 14; a named revisit day → ±3 days (product default). */
export const Window = z.object({ from: Day, best: Day, to: Day, source: z.enum(['instruction', 'revisit_day']) });
export type Window = z.infer<typeof Window>;

/** A half hour as people may book it. */
export const Place = z.object({
  slotId: Id, scheduleId: Id, practitioner: z.string(), title: z.string(), start: Instant, end: Instant,
  free: z.int(),
  /** Inside the order's window; true where there is no window. */
  inWindow: z.boolean(),
  /** Begins in less than two hours: only staff get such places, and book them with `override`. */
  tooSoon: z.boolean(),
});
export type Place = z.infer<typeof Place>;

/** One day of the calendar of places. */
export const PlaceDay = z.object({
  day: Day,
  /** Why there is nothing to choose: 'holiday', 'none' no clinic, 'closed' the clinic is closed, 'full'; '' has places. */
  closedWhy: z.enum(['', 'holiday', 'none', 'closed', 'full']),
  inWindow: z.boolean(),
  slots: z.array(Place),
});
export type PlaceDay = z.infer<typeof PlaceDay>;

/** offered: waits for an answer until `until`; accepted; declined: cancelled or another place was taken; silent: a nurse rings, accepting is still possible while the place is kept; none: no place was found, a nurse rings. */
export const ProposalState = z.enum(['offered', 'accepted', 'declined', 'silent', 'none']);
export type ProposalState = z.infer<typeof ProposalState>;

/** A visit as its people and staff see it. FHIR Appointment. Through an SMS link to a sensitive stay departmentName, practitioner, title, place and preparation are ''. */
export const Appointment = z.object({
  appointmentId: Id, patientId: Id,
  /** Masked for persons' lists of several patients: 王*芳. */
  name: z.string(),
  /** '' when the patient has no stay any more. */
  encounterId: z.string(),
  departmentCode: z.string(), departmentName: z.string(), practitioner: z.string(), title: z.string(), place: z.string(), preparation: z.string(),
  /** Nothing of it goes into calendars, titles or shared texts. */
  sensitive: z.boolean(),
  slotId: Id, scheduleId: Id, day: Day, start: Instant, end: Instant,
  state: AppointmentState,
  /** pending: until when the place is held; else 0. */
  heldUntil: Instant,
  /** Who booked. */
  byKind: ByKind, relation: Relation.nullable(),
  window: Window.nullable(), inWindow: z.boolean(),
  replaces: z.union([z.literal(''), Id]), replacedBy: z.union([z.literal(''), Id]),
  /** The clinic closed on this visit and asks; `offered` null when no place was found. */
  proposal: z.object({ state: ProposalState, until: Instant, start: Instant, end: Instant, practitioner: z.string(), place: z.string() }).nullable(),
  cancel: z.object({ reason: EndReason, note: z.string(), at: Instant, byKind: ByKind }).nullable(),
  createdAt: Instant, bookedAt: Instant, arrivedAt: Instant, doneAt: Instant, missedAt: Instant,
  /** May be changed or cancelled by patient and family now; after `changeUntil` (two hours before) they ring `phone`. Cancelling as `worse` is always possible before the end. */
  canChange: z.boolean(), changeUntil: Instant,
  /** The line to ring about this visit: the ward's, or the hospital's for sensitive stays. */
  phone: z.string(),
  /** For staff; empty for persons. `what`: held, booked, changed, cancelled, arrived, fulfilled, undone, missed, closed, accepted … */
  history: z.array(z.object({ at: Instant, what: z.string(), byKind: ByKind })),
});
export type Appointment = z.infer<typeof Appointment>;

/** Which reminders come before a booked visit (F10); both unless somebody chose otherwise. What is told on booking, of a closed clinic and of a missed visit comes in any case. */
export const Reminders = z.object({ dayBefore: z.boolean(), morning: z.boolean() });
export type Reminders = z.infer<typeof Reminders>;

/** What to do after "feeling worse", for whoever comes back to it. */
export const StandingSafety = SafetyCard.extend({ /** A person has taken it on. */ acknowledged: z.boolean() });
export type StandingSafety = z.infer<typeof StandingSafety>;

/** One line of the day list; masked. */
export const DayRow = z.object({
  appointmentId: Id, patientId: Id, encounterId: z.string(), name: z.string(), sex: Sex, age: z.int().nullable(),
  /** Days since discharge on the day of the visit; null without a stay. */
  dayN: z.int().nullable(),
  scheduleId: Id, practitioner: z.string(), place: z.string(), start: Instant, end: Instant, state: AppointmentState, inWindow: z.boolean(), phone: z.string(),
  byKind: ByKind, relation: Relation.nullable(), arrivedAt: Instant, doneAt: Instant, missedAt: Instant, flags: z.array(DayFlag),
});
export type DayRow = z.infer<typeof DayRow>;

const Desk = ['nurse', 'lead', 'agent', 'ward'] as const satisfies readonly Role[];
const Readers = ['nurse', 'lead', 'agent', 'ward', 'officer', 'quality', 'director'] as const satisfies readonly Role[];
const Keepers = ['lead', 'ward'] as const satisfies readonly Role[];
/** Persons for whom they represent; staff for people of departments in their scope. */
const people = ['patient', 'family', 'staff'] as const;
const asked = ['patient', 'family', 'staff', 'link'] as const;
const persons = ['patient', 'family'] as const;
const staff = ['staff'] as const;
const One = z.object({ appointmentId: Id });
const MaybeOne = z.object({ /** Not needed with a link: it is good for one visit. */ appointmentId: Id.optional() });
/** Staff only: hold, change or cancel in spite of the minimum notice or an unpublished day; recorded. Ignored from persons. */
const Override = { override: z.boolean().optional() };

export const api = defineApi('visit', {
  /** Where this patient can book; their own department first. */
  clinics: {
    callers: people, roles: Desk, read: true, input: z.object({ patientId: Id }),
    output: z.object({
      departments: z.array(z.object({ departmentCode: z.string(), departmentName: z.string(), own: z.boolean(), doctors: z.array(z.object({ scheduleId: Id, practitioner: z.string(), title: z.string(), place: z.string() })) })),
      window: Window.nullable(), ownDepartmentCode: z.string(), phone: z.string(),
    }),
  },
  /** Free places. Without `from`: from today, or from the order's window when that begins later. */
  places: {
    callers: people, roles: Desk, read: true,
    input: z.object({ patientId: Id, departmentCode: z.string().min(1).max(40), scheduleId: Id.optional(), from: Day.optional(), days: z.int().min(1).max(31).default(14) }),
    output: z.object({
      window: Window.nullable(), today: Day, from: Day, to: Day, days: z.array(PlaceDay),
      /** At most three of the listed ones, best first: in the window, nearest to its best day. */
      suggested: z.array(Id),
      /** Published days follow after `to`. */
      more: z.boolean(),
      /** The first day with a free place after `to`; null when there is none. */
      nextFree: Day.nullable(),
    }),
  },
  /** Takes a place for five minutes. The patient's earlier hold in this department is given back; holding the same place again is the same hold. */
  hold: {
    callers: people, roles: Desk, input: z.object({ patientId: Id, slotId: Id, replaces: Id.optional(), ...Override }),
    output: z.object({ appointmentId: Id, heldUntil: Instant, slot: Place, departmentCode: z.string(), departmentName: z.string(), day: Day, place: z.string(), preparation: z.string(), replaces: z.union([z.literal(''), Id]) }),
  },
  /** Gives a held place back; again is the same. */
  release: { callers: people, roles: Desk, input: One, output: Nothing },
  /** Makes the hold a visit; again is the same visit. What was held with `override` needs none here. */
  book: { callers: people, roles: Desk, input: One, output: z.object({ appointment: Appointment }) },
  /** `upcoming` soonest first, `past` (cancelled, done, missed, over) latest first, at most 50. */
  mine: { callers: people, roles: Desk, read: true, input: z.object({ patientId: Id }), output: z.object({ upcoming: z.array(Appointment), past: z.array(Appointment), reminders: Reminders }) },
  /** Says which reminders come, for all visits of this patient; letters that wait are judged by it when their time comes. The last word counts; again is the same. GONE deceased. */
  saveReminders: { callers: persons, input: z.object({ patientId: Id, ...Reminders.shape }), output: z.object({ reminders: Reminders }) },
  /** `safety` for persons: the visit was given up as `worse`, and the urgent call is not over. */
  get: { callers: people, roles: Readers, read: true, input: One, output: z.object({ appointment: Appointment, safety: StandingSafety.nullable() }) },
  /** Once; again gives the same visit. */
  cancel: {
    callers: people, roles: Desk, input: One.extend({ reason: z.union([CancelReason, z.literal('error')]), note: z.string().trim().max(200).optional(), ...Override }),
    output: z.object({ appointment: Appointment, /** After `worse`. */ safety: SafetyCard.nullable() }),
  },
  /** What the closed clinic offers instead. `appointment` is the visit that cannot be; `offered` null when no place is kept. */
  proposal: {
    callers: asked, roles: Desk, read: true, input: MaybeOne,
    output: z.object({ appointment: Appointment, offered: Place.nullable(), until: Instant, state: ProposalState, reminders: Reminders }),
  },
  /** accept: the kept place becomes the visit. cancel: no visit. For another time: `hold` with `replaces`. Again is the same. `appointment`: the new visit, or the cancelled one. */
  answerProposal: { callers: asked, roles: Desk, input: MaybeOne.extend({ answer: z.enum(['accept', 'cancel']) }), output: z.object({ appointment: Appointment }) },

  /** Seven days from `from`, all schedules of the department. */
  week: { callers: staff, roles: Readers, read: true, input: z.object({ departmentCode: z.string().min(1).max(40), from: Day }), output: Week },
  /** Who comes that day, by time; holds are not listed. */
  day: {
    callers: staff, roles: Readers, read: true, input: z.object({ departmentCode: z.string().min(1).max(40), day: Day }),
    output: z.object({ day: Day, rows: z.array(DayRow), counts: z.object({ booked: z.int(), arrived: z.int(), fulfilled: z.int(), noshow: z.int(), cancelled: z.int() }) }),
  },
  /** Check in, done, or one step back: from done to arrived, from arrived to booked. From `noshow` a check-in takes the missed visit back. CONFLICT/`over` otherwise; NOT_NOW/`not_today` for another day. */
  mark: { callers: staff, roles: Desk, input: One.extend({ to: z.enum(['arrived', 'fulfilled', 'booked']) }), output: z.object({ row: DayRow }) },
  schedules: { callers: staff, roles: Readers, read: true, input: z.object({ departmentCode: z.string().max(40).optional() }), output: z.object({ schedules: z.array(Schedule) }) },
  saveSchedule: { callers: staff, roles: Keepers, input: ScheduleInput, output: z.object({ schedule: Schedule, change: ScheduleChange }) },
  /** 停诊. With `dryRun` it only lists whom it would affect; else each is offered another place. `to` is exclusive; at most 90 days. */
  close: {
    callers: staff, roles: Keepers,
    input: z.object({ departmentCode: z.string().min(1).max(40), scheduleId: Id.optional(), from: Instant, to: Instant, reason: z.string().trim().min(2).max(60), dryRun: z.boolean().default(false) }),
    output: z.object({ closure: Closure.nullable(), affected: z.array(Affected), slots: z.int() }),
  },
  closures: { callers: staff, roles: Readers, read: true, input: z.object({ departmentCode: z.string().max(40).optional() }), output: z.object({ closures: z.array(Closure) }) },
  closure: { callers: staff, roles: Readers, read: true, input: z.object({ closureId: Id }), output: z.object({ closure: Closure, rows: z.array(ClosureRow) }) },
  /** For the call screen and the patient's page: every visit of the stay's patient, latest first, and the stay's window. */
  ofStay: { callers: staff, roles: Readers, read: true, input: z.object({ encounterId: Id }), output: z.object({ patientId: Id, appointments: z.array(Appointment), window: Window.nullable() }) },
  /** Every minute: publishes days, gives back places whose hold is over, works through closures, queues the silent, marks the missed, tells what was not told. */
  tick: {
    callers: ['timer'], input: Nothing,
    output: z.object({ published: z.int(), swept: z.int(), closed: z.int(), silent: z.int(), missed: z.int(), told: z.int(), /** Records that could not be worked; looked at again later. */ bad: z.int() }),
  },
});
