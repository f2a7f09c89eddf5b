/**
 * From a discharge to an answer or a call: which steps a stay gets, where each of them stands, and what the lead sees of all of them together.
 * At any time each step is answered, reached, waiting with a date, held, queued, or closed with a reason; the funnel of a discharge day adds up to its discharges.
 */
import { defineApi, Day, Id, Instant, Nothing, Purpose, Relation, z, type Role } from '../kit/contract';

/** Chosen by the rules in data/plans.json; when several fit: epidemic > high-risk > chronic > standard. */
export const PlanCode = z.enum(['standard', 'high-risk', 'epidemic', 'chronic']);
export type PlanCode = z.infer<typeof PlanCode>;

/** planned (date: inviteAt) → invited (date: remindAt or deadlineAt) → answered, or queued for a call → reached; held: a person must decide; closed: with a reason. */
export const StepState = z.enum(['planned', 'held', 'invited', 'queued', 'answered', 'reached', 'closed']);
export type StepState = z.infer<typeof StepState>;

/** Why a step is queued, held or closed; '' otherwise. */
export const StepReason = z.enum([
  '',
  // queued: nobody answered by the deadline; no channel carries a message; the message could not go out in time; three messages a week were used up.
  'silent', 'no_channel', 'unsent', 'message_cap',
  // held
  'awaiting_clearance', 'death_unconfirmed',
  // closed without contact
  'no_contact', 'too_late', 'deceased', 'opted_out', 'suppressed', 'absorbed', 'readmitted', 'cancelled',
  // closed after contact was tried; a message-only step whose deadline passed is closed `silent`, `unsent` or `no_channel`.
  'lost_no_answer', 'lost_wrong_number', 'refused', 'complaint_open', 'not_attempted_capacity',
]);
export type StepReason = z.infer<typeof StepReason>;

/** One entry of a step's history; `by` is an actor id or `timer:tick`. */
export const StepEvent = z.object({ at: Instant, what: z.string(), by: z.string(), note: z.string().optional() });
export type StepEvent = z.infer<typeof StepEvent>;

/** A step as it is stored. Instants are 0 when there is none. */
export const Step = z.object({
  /** `step:<encounter hash>:<key>` */
  _id: Id,
  encounterId: Id, patientId: Id, departmentCode: z.string(), dischargeDay: Day, dischargeAt: Instant,
  plan: PlanCode, planVersion: z.int(),
  /** `contact-1`, `full-10`, `day-7` … */
  key: z.string(),
  /** 1 is the first contact; every discharge has exactly one step of order 1. */
  order: z.int(),
  questionnaire: z.string(), questionnaireVersion: z.int(), purpose: Purpose,
  /** Rung ahead of others. */
  urgent: z.boolean(),
  /** Silence leads to a call. */
  escalates: z.boolean(),
  /** The invitation goes out no later than this; after it the step is closed `too_late`. */
  latestAt: Instant,
  /** Hours from the sent invitation to the call: as a rule, and at least where the promise of 72 h is near. */
  answerHours: z.int(), leastHours: z.int(),
  /** Hours from the sent invitation to the one reminder; 0: none. */
  reminderHours: z.int(),
  inviteAt: Instant, remindAt: Instant, deadlineAt: Instant,
  /** The deadline that the plan names; the real one is never earlier. */
  plannedDeadlineAt: Instant,
  /** Shanghai day of deadlineAt, for the forecast. */
  deadlineDay: Day,
  /** When the invitation was written to the outbox, and when the carrier took it. */
  invitedAt: Instant, sentAt: Instant,
  reminders: z.int(),
  state: StepState, reason: StepReason,
  /** While held: where it goes on afterwards. */
  heldFrom: z.union([z.literal(''), StepState]), heldReason: StepReason,
  /** When the timer looks at it next; 0: never. */
  due: Instant,
  /** `due`: queued, its call not yet written; `made`; `ending`: over or held, its call and messages not yet taken back. */
  call: z.enum(['none', 'due', 'made', 'ending']),
  /** Counts re-openings: a call withdrawn for good is never revived, the next round has its own. */
  round: z.int(),
  /** For the forecast: did silence last until the deadline? */
  silence: z.enum(['open', 'answered', 'silent', 'none']),
  channel: z.enum(['', 'wechat', 'sms']),
  runId: z.string(),
  answeredAt: Instant, startedAt: Instant,
  failures: z.int(),
  history: z.array(StepEvent),
  createdAt: Instant, updatedAt: Instant,
});
export type Step = z.infer<typeof Step>;

/** A step of a plan, as data. Day N is the Shanghai discharge date + N; times are Shanghai wall time `HH:mm`. */
export const PlanStep = z.object({
  key: z.string(), title: z.object({ zh: z.string(), en: z.string() }), minutes: z.int(),
  questionnaire: z.string(), questionnaireVersion: z.int(), purpose: Purpose,
  invite: z.object({ day: z.int(), time: z.string() }),
  deadline: z.object({ day: z.int(), time: z.string() }),
  latestDay: z.int(), reminderHours: z.int(), answerHours: z.int(), leastHours: z.int(), escalates: z.boolean(),
});
export type PlanStep = z.infer<typeof PlanStep>;
/** Which stays a plan is for; any one condition is enough, none means all. */
export const PlanRule = z.object({ ageFrom: z.int().optional(), tags: z.array(z.string()).optional(), icd: z.array(z.string()).optional(), clearedWay: z.array(z.string()).optional() });
export type PlanRule = z.infer<typeof PlanRule>;
export const Plan = z.object({ code: PlanCode, version: z.int(), title: z.object({ zh: z.string(), en: z.string() }), urgent: z.boolean(), when: PlanRule, steps: z.array(PlanStep) });
export type Plan = z.infer<typeof Plan>;

/** The funnel of a discharge day or range. The parts add up to `discharges`; `adds` says so. */
export const Funnel = z.object({
  discharges: z.int(),
  answered: z.int(), reached: z.int(), queued: z.int(),
  /** Planned or invited: waiting with a date. */
  waiting: z.int(),
  held: z.int(),
  /** Registered a moment ago; the next run plans them. */
  unplanned: z.int(),
  /** Lost: lost_no_answer, lost_wrong_number, refused, silent, no_channel. */
  lost: z.int(),
  notAttempted: z.int(),
  /** Not contacted, with a reason: deceased, opted_out, suppressed, no_contact, too_late, readmitted, cancelled, complaint_open, absorbed (goes on as a later step). */
  notContacted: z.int(),
  reasons: z.array(z.object({ state: StepState, reason: StepReason, count: z.int() })),
  adds: z.boolean(),
});
export type Funnel = z.infer<typeof Funnel>;

/** Share of those asked whose silence lasted until the deadline. `share` is (silent + prior silent) / (n + prior weight). */
export const SilentShare = z.object({ share: z.number(), n: z.int(), silent: z.int(), priorShare: z.number(), priorWeight: z.int(), from: Day, to: Day });
export type SilentShare = z.infer<typeof SilentShare>;

export const ForecastDay = z.object({
  day: Day, work: z.boolean(),
  /** Expected calls: from steps that exist (today with all that wait in the worklist already, of every kind), and from discharges still to come (mean of the same weekday in the last 28 days). */
  known: z.number(), toCome: z.number(),
  /** What the roster can ring; `stated` is false where the lead entered none and the default speaks. */
  capacity: z.number(), stated: z.boolean(),
  /** Left over at the end of the day, carried to the next. */
  backlog: z.number(),
});
export type ForecastDay = z.infer<typeof ForecastDay>;

/** Why steps wait, and until which day at the latest. */
export const WaitingReason = z.object({ state: StepState, reason: StepReason, count: z.int(), firstDay: Day.nullable(), lastDay: Day.nullable() });
export type WaitingReason = z.infer<typeof WaitingReason>;

/** A step as staff see it in a list. */
export const StepRow = z.object({
  stepId: Id, encounterId: Id, patientId: Id, name: z.string(), departmentCode: z.string(), departmentName: z.string(), dischargeDay: Day,
  plan: PlanCode, planVersion: z.int(), key: z.string(), title: z.object({ zh: z.string(), en: z.string() }), purpose: Purpose, urgent: z.boolean(), escalates: z.boolean(),
  state: StepState, reason: StepReason, inviteAt: Instant, sentAt: Instant, remindAt: Instant, deadlineAt: Instant, answeredAt: Instant,
  /** The date it waits for; 0 when it waits for a person or for nothing. */
  until: Instant,
  callId: z.union([z.literal(''), Id]), history: z.array(StepEvent),
});
export type StepRow = z.infer<typeof StepRow>;

/** The next return visit. `proposal`: its clinic was closed, another place is offered and waits for a word. Department, doctor and place are '' for sensitive stays. */
export const HomeVisit = z.object({ appointmentId: Id, start: Instant, end: Instant, departmentName: z.string(), practitioner: z.string(), place: z.string(), proposal: z.boolean() });
export type HomeVisit = z.infer<typeof HomeVisit>;
/** The conversation with customer service: answers not yet read, whether somebody still waits for one, and until when it is promised (0 when nobody waits). `urgent`: a danger that was told there is not over. */
export const HomeMessages = z.object({ unread: z.int(), waiting: z.boolean(), by: Instant, urgent: z.boolean() });
export type HomeMessages = z.infer<typeof HomeMessages>;
/** A complaint that this person filed and that is not over. `answered`: the hospital's answer waits for their word. */
export const HomeComplaint = z.object({ number: Id, dueDay: Day, answered: z.boolean() });
export type HomeComplaint = z.infer<typeof HomeComplaint>;

/** What matters today for one represented patient, from all four doors. */
export const HomePatient = z.object({
  patientId: Id, name: z.string(), as: z.enum(['patient', 'family']), relation: Relation,
  /** Days since the last discharge: 出院第 2 天. */
  dayN: z.int(), dischargeDay: Day,
  /** '' for sensitive stays. */
  departmentName: z.string(),
  /** '' where the patient does not know it, for sensitive stays, and for family who may not hear it. */
  diagnosis: z.string(),
  /** The ward's line, or the hospital's for sensitive stays and where none is known. */
  wardPhone: z.string(),
  steps: z.array(z.object({
    stepId: Id, encounterId: Id, title: z.object({ zh: z.string(), en: z.string() }), minutes: z.int(), questionnaire: z.string(), purpose: Purpose, deadlineAt: Instant,
    /** Silence until then leads to a nurse's call. */
    escalates: z.boolean(),
    /** A nurse's call is already planned; answering takes it back. */
    queued: z.boolean(),
    startedItems: z.int(),
  })),
  nextInvitation: z.object({ at: Instant, title: z.object({ zh: z.string(), en: z.string() }) }).nullable(),
  answered: z.int(),
  /** After a death, or while one is being confirmed: nothing is asked, messages and complaints stay open. */
  closed: z.boolean(),
  visit: HomeVisit.nullable(),
  /** A visit that was given up because they feel worse: what to do stands there as long as the urgent call is not over. */
  worse: Id.optional(),
  messages: HomeMessages,
  complaints: z.array(HomeComplaint),
});
export type HomePatient = z.infer<typeof HomePatient>;

const Leaders = ['lead', 'quality', 'director'] as const satisfies readonly Role[];
const staff = ['staff'] as const;

export const api = defineApi('followup', {
  /** The first screen of a patient or family member, in one call. */
  home: { callers: ['patient', 'family'], read: true, input: Nothing, output: z.object({ hospital: z.string(), hospitalPhone: z.string(), patients: z.array(HomePatient) }) },
  /** The lead's page. Without days: the discharges of three days ago, whose 72 hours end today. */
  today: {
    callers: staff, roles: Leaders, read: true,
    input: z.object({ from: Day.optional(), to: Day.optional() }),
    output: z.object({
      from: Day, to: Day, funnel: Funnel,
      /** Of the discharges three days ago that could be contacted: answered, or dialled, within 72 h of discharge. */
      promise: z.object({ day: Day, kept: z.int(), of: z.int() }),
      waiting: z.array(WaitingReason),
      /** `shares` for planning: what share stays silent. */
      silent: SilentShare, forecast: z.array(ForecastDay),
      /** Calls queued now, and how long people have waited. */
      queued: z.object({ count: z.int(), oldestAt: Instant }),
      /** Calls of every other kind that wait now: red flags, wishes, visits, answers. Today's line counts them; later days count silent follow-ups only. */
      beside: z.int(),
      /** Red flags that nobody has acknowledged; `oldestAt` 0 when none. */
      redFlags: z.object({ open: z.int(), oldestAt: Instant }),
      callsPerHour: z.number(),
    }),
  },
  /** Steps of a stay, or those behind a number on the lead's page. Departments outside the caller's scope are left out. */
  steps: {
    callers: staff, roles: ['lead', 'nurse', 'agent', 'officer', 'ward', 'quality', 'director'], read: true,
    input: z.union([
      z.object({ encounterId: Id }),
      z.object({ from: Day, to: Day, state: StepState, reason: StepReason.optional(), cursor: z.string().max(200).optional(), limit: z.int().min(1).max(100).default(50) }),
    ]),
    output: z.object({ rows: z.array(StepRow), next: z.string().nullable() }),
  },
  plans: { callers: staff, roles: [...Leaders, 'nurse'], read: true, input: Nothing, output: z.object({ plans: z.array(Plan) }) },
  /** What a change would cost before it is made: steps that would begin, or cease, to lead to a call. */
  planCost: {
    callers: staff, roles: Leaders, read: true,
    input: z.object({ changes: z.array(z.object({ plan: PlanCode, key: z.string().max(40), escalates: z.boolean() })).min(1).max(20) }),
    output: z.object({
      /** More (or, negative, fewer) calls and nurse-hours on an average day. */
      callsPerDay: z.number(), hoursPerDay: z.number(), callsPerHour: z.number(),
      changes: z.array(z.object({ plan: PlanCode, key: z.string(), escalates: z.boolean(), stepsPerDay: z.number(), callsPerDay: z.number(), silent: SilentShare })),
      /** The first day on which, after the change, the day's calls cannot all be made and the backlog no longer clears within the 14 days; null when it does. */
      backlogFrom: Day.nullable(),
    }),
  },
  /** Every five minutes: plans, invites, reminds, escalates what is due; goes on at the next run where its time ended. */
  tick: {
    callers: ['timer'], input: Nothing,
    output: z.object({
      planned: z.int(), invited: z.int(), reminded: z.int(), queued: z.int(), repaired: z.int(), closed: z.int(), postponed: z.int(),
      /** Records that could not be worked; they are looked at again an hour later. */
      bad: z.int(), more: z.boolean(),
    }),
  },
});
