/** What staff keep of clinics: weekly schedules, the published week, closures. FHIR Schedule and Slot. */
import { Day, Id, Instant, Sex, z } from '../../kit/contract';

/** Wall time of Shanghai on a half hour: slots are 30 minutes (F04). */
export const HalfHour = z.string().regex(/^([01]\d|2[0-3]):(00|30)$/, 'half_hour');
/** One opening span: `capacity` people in each of its 30-minute slots. */
export const Span = z.object({ from: HalfHour, to: HalfHour, capacity: z.int().min(1).max(60) });
export type Span = z.infer<typeof Span>;
/** 1 Monday … 7 Sunday. A public holiday is closed; a make-up working day (调休) runs like a Monday; an exception decides both. */
export const WeeklySpan = Span.extend({ weekday: z.int().min(1).max(7) });
export type WeeklySpan = z.infer<typeof WeeklySpan>;
/** One day that differs; no spans: closed. */
export const ScheduleException = z.object({ day: Day, spans: z.array(Span).max(6), note: z.string().trim().max(60) });
export type ScheduleException = z.infer<typeof ScheduleException>;

/** FHIR Schedule: who sees patients where, week by week. */
export const Schedule = z.object({
  /** `schedule:<departmentCode>:<key>` */
  scheduleId: Id,
  departmentCode: z.string(), departmentName: z.string(),
  /** '' is 普通门诊: whoever is on duty. */
  practitioner: z.string(), title: z.string(),
  /** 门诊楼2层3诊室. */
  place: z.string(),
  /** What to bring or do before (F11); '' for nothing. */
  preparation: z.string(),
  weekly: z.array(WeeklySpan), exceptions: z.array(ScheduleException),
  /** How many days ahead patients may book. */
  publishDays: z.int(), active: z.boolean(), rev: z.int(),
});
export type Schedule = z.infer<typeof Schedule>;

/** What a lead or ward saves. */
export const ScheduleInput = z.object({
  /** Absent for a new one. */
  scheduleId: Id.optional(),
  departmentCode: z.string().min(1).max(40),
  practitioner: z.string().trim().max(20), title: z.string().trim().max(20), place: z.string().trim().min(1).max(60), preparation: z.string().trim().max(300),
  /** Spans of one day must not overlap (`fields: [{ path: 'weekly.2.from', problem: 'overlap' }]`) and must end after they begin (`order`). */
  weekly: z.array(WeeklySpan).max(42), exceptions: z.array(ScheduleException).max(100),
  /** Default 28; at most 90 (product default; F08 中长期预约). */
  publishDays: z.int().min(1).max(90).default(28),
  active: z.boolean(),
  /** The `rev` that was read; 0 for a new one. CONFLICT/`changed` when a colleague saved meanwhile, CONFLICT/`exists` when the doctor has one already. */
  rev: z.int().min(0),
  /** Only say what would change. */
  dryRun: z.boolean().default(false),
});
export type ScheduleInput = z.infer<typeof ScheduleInput>;

/** What saving does to the published days. `kept`: slots that the new hours no longer have but people are booked into: they stay for those people and take nobody new. */
export const ScheduleChange = z.object({ added: z.int(), removed: z.int(), resized: z.int(), kept: z.array(z.object({ slotId: Id, start: Instant, taken: z.int() })) });
export type ScheduleChange = z.infer<typeof ScheduleChange>;

/** One schedule on one day of the console's week. `taken` booked people, `held` places held for a moment; capacity = taken + held + free over open slots. */
export const WeekCell = z.object({
  day: Day,
  slots: z.int(), capacity: z.int(), taken: z.int(), held: z.int(), free: z.int(),
  /** Slots that take nobody: closed by a closure, or no longer in the schedule. */
  closedSlots: z.int(),
  /** Why there is nothing: '' has slots, 'holiday', 'closed' by a closure, 'none' not in the schedule, 'unpublished' later than what is published, 'past' before it was set up. */
  why: z.enum(['', 'holiday', 'closed', 'none', 'unpublished', 'past']),
  /** The same slot by slot, by time, for the load of a half-day and of a half hour; `open` false: takes nobody new. */
  loads: z.array(z.object({ at: HalfHour, capacity: z.int(), taken: z.int(), open: z.boolean() })),
});
export type WeekCell = z.infer<typeof WeekCell>;
/** Seven days of a department. */
export const Week = z.object({
  from: Day, today: Day,
  days: z.array(z.object({ day: Day, work: z.boolean(), holiday: z.boolean(), /** A weekend day that is worked (调休): runs like a Monday. */ makeUp: z.boolean() })),
  schedules: z.array(z.object({ scheduleId: Id, practitioner: z.string(), title: z.string(), place: z.string(), active: z.boolean(), cells: z.array(WeekCell) })),
});
export type Week = z.infer<typeof Week>;

/** What the counter must know. `readmitted`: the patient has been in hospital again since the stay to which the visit belongs. */
export const DayFlag = z.enum(['elderly', 'minor', 'sensitive', 'unaware', 'no_voice', 'out_of_window', 'override', 'clinic_closed', 'readmitted']);
export type DayFlag = z.infer<typeof DayFlag>;

/** Where one person of a closure stands. `working`: not looked at yet; `offered`: asked, waits until `until`; `silent`, `no_place`: queued for a call; `accepted`, `other`: has a new place; `cancelled`. */
export const ClosureStanding = z.enum(['working', 'offered', 'accepted', 'other', 'cancelled', 'silent', 'no_place']);
export type ClosureStanding = z.infer<typeof ClosureStanding>;

/** 停诊: a span in which a clinic, or one practitioner, sees nobody. */
export const Closure = z.object({
  closureId: Id, departmentCode: z.string(), departmentName: z.string(),
  /** '' for the whole department. */
  scheduleId: z.union([z.literal(''), Id]), practitioner: z.string(),
  from: Instant, to: Instant, reason: z.string(), /** Who closed it, and the name; '' where it is known no more. */ by: z.string(), byName: z.string(), at: Instant,
  /** `working`: people are still being asked. */
  state: z.enum(['working', 'done']),
  counts: z.object({ affected: z.int(), offered: z.int(), noPlace: z.int() }),
});
export type Closure = z.infer<typeof Closure>;

/** Somebody whom a closure would send home; `reach`: how they can be told (能否通知到). */
export const Affected = z.object({ appointmentId: Id, name: z.string(), start: Instant, practitioner: z.string(), reach: z.enum(['wechat', 'sms', 'none']) });
export type Affected = z.infer<typeof Affected>;

/** One person of a closure, and where it stands. */
export const ClosureRow = z.object({
  appointmentId: Id, patientId: Id, encounterId: z.string(), name: z.string(), sex: Sex, phone: z.string(), start: Instant, practitioner: z.string(),
  standing: ClosureStanding,
  /** The place that was offered or taken instead; 0 when none. */
  newStart: Instant,
  /** Until when the person may answer; 0 when nothing is asked. */
  until: Instant,
  /** `call:closure:…` when a nurse has it, else ''. */
  callId: z.string(),
});
export type ClosureRow = z.infer<typeof ClosureRow>;
