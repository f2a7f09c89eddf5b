/**
 * The phone worklist: who is rung next, why, why not now, the last check before dialling, what became of it. Also the rota of people who answer red flags and the
 * roster that says how many can be rung. Everything shown of a person in a list is masked; numbers are masked until `dial`.
 */
import { Day, Id, Instant, Nothing, Purpose, Relation, Sex, defineApi, z } from '../kit/contract';
import { DutyChain, DutyDay, DutyPerson, RosterDay, RosterRow } from './contract/rota';
import { Script } from './contract/script';

/**
 * Why the call exists: silence after an invitation, a red flag, a wish to be rung, an answer that a nurse should talk about (自己停药 …); without a step: a closed clinic whose
 * offer nobody answered, a missed return visit, an answer that no channel carried or that nobody has given.
 */
export const CallKind = z.enum(['followup', 'redflag', 'callback', 'concern', 'closure', 'missed', 'reply']);
export type CallKind = z.infer<typeof CallKind>;
/** `waiting`: in the list; `claimed`: a nurse has it; `withdrawn`: the reason to ring is gone. */
export const CallState = z.enum(['waiting', 'claimed', 'done', 'withdrawn']);
export type CallState = z.infer<typeof CallState>;
/** How urgent an answer is, by the levels of the phrase table: `emergency` R1, `crisis` R2, `today` O (rung the same day); `concern` is a nurse call in calling hours. */
export const FlagLevel = z.enum(['emergency', 'crisis', 'today', 'concern']);
export type FlagLevel = z.infer<typeof FlagLevel>;
/** Whose number. */
export const NumberOf = z.enum(['patient', 'contact']);
export type NumberOf = z.infer<typeof NumberOf>;
/** Attempts are spread over the parts of the day (kit/calendar). */
export const DayPart = z.enum(['morning', 'afternoon', 'evening']);
export type DayPart = z.infer<typeof DayPart>;

/**
 * What a nurse may say became of a call. `off`: switched off or out of service. `inconvenient`: answered, cannot talk now. `cut_off`: the talk broke off half-way.
 * `handled`: a red flag or concern that somebody else took care of (ward, 120, readmitted), with a note. `not_attempted`: closed by the lead's capacity policy only.
 */
export const Outcome = z.enum(['reached', 'no_answer', 'busy', 'off', 'call_back', 'inconvenient', 'cut_off', 'wrong_number', 'refused', 'deceased', 'handled', 'not_attempted']);
export type Outcome = z.infer<typeof Outcome>;

/** Why a call can or cannot be rung now; `ok` when it can. Wording in `src/text`. */
export const RingWhy = z.enum([
  'ok',
  /** Before 9:00 or after 19:30; `from` says when again. */
  'outside_hours',
  /** 12:00–14:00. */
  'lunch',
  /** Agreed with the patient for `from`. */
  'call_back_agreed',
  /** Not before `from`, for no other stated reason. */
  'not_yet',
  /** The next attempt belongs to another part of the day: `part`, `from`. */
  'other_day_part',
  /** The number was rung at `at`, whoever it was for; again `from`. */
  'rung_recently',
  /** The number was rung as often today as it may be; again `from`. */
  'rung_twice_today',
  /** Colleague `by` is on this number, perhaps for another patient. */
  'number_locked',
  /** Colleague `by` has this call. */
  'claimed',
  /** The patient touched the questionnaire at `at`, less than ten minutes ago. */
  'answering',
  'answered',
  /** The step or the call is closed. */
  'closed',
  /** Somebody said that the patient died; a second person must confirm. */
  'suspended',
  'deceased',
  /** No number left that may be rung: none given, wrong, or the family's in a sensitive stay. */
  'no_number',
  /** Cannot use a telephone (noted on the patient) and no contact may be rung. */
  'no_voice',
  /** Does not want to be contacted. */
  'no_contact',
  /** A red flag at night is rung by the person on duty: acknowledge it first. */
  'not_on_duty',
]);
export type RingWhy = z.infer<typeof RingWhy>;

/** May it be rung now, by the one who asks; if not, why and from when. */
export const Ring = z.object({
  can: z.boolean(),
  why: RingWhy,
  /** When it can be rung, 0 when unknown or now. */
  from: Instant,
  /** When the hindering fact happened, 0 when it has no time. */
  at: Instant,
  /** Colleague's name, '' when nobody. */
  by: z.string(),
  part: DayPart.nullable(),
  /** A preference, not a wall: the elderly rather 9–11; promised by colleague `by` in person. */
  note: z.enum(['', 'elderly_morning', 'kept_for']),
});
export type Ring = z.infer<typeof Ring>;

/** What an outcome would do, computed on the server, shown beside the button. */
export const Consequence = z.object({
  outcome: Outcome,
  key: z.enum([
    /** The step is reached and closed. */
    'completed',
    /** Rung again at `at`, in `part`; `left` attempts left after this one. */
    'ring_again',
    /** Rung at the agreed time (`at`, 0 until the nurse enters one), first in the list. */
    'ring_at',
    /** Rung again soon (`at`), first in the list: talk broken off or moment inconvenient, or a red flag not answered. */
    'ring_soon',
    /** The number is marked wrong; the contact's number is next, now. */
    'number_wrong_contact_next',
    /** The number is marked wrong; the patient's own number is next, now. */
    'number_wrong_patient_next',
    /** The number is marked wrong and no other is left: closed as lost, the ward is asked for a correction. */
    'lost_wrong_number',
    /** The last attempt of three: closed as lost with this reason. */
    'lost_no_answer',
    /** Closed; no satisfaction call any more. Cannot be undone. */
    'stop_satisfaction',
    /** Every message and call stops at once; a second person confirms. Cannot be undone here. */
    'stop_everything',
    /** A red flag that nobody answers goes one level up. */
    'goes_up',
    /** What it was about is done: closed, nobody rings again. */
    'ends',
    /** Closed with the note. */
    'handled',
    'closed_by_capacity',
  ]),
  at: Instant,
  part: DayPart.nullable(),
  left: z.int().min(0),
  /** False when it cannot be chosen now; `why` says what is missing. */
  available: z.boolean(),
  why: z.enum(['', 'dial_first', 'questionnaire_incomplete', 'note_required', 'lead_only']),
});
export type Consequence = z.infer<typeof Consequence>;

/** What a nurse must know before the number is dialled. */
export const RowFlag = z.enum(['elderly', 'unaware', 'sensitive', 'no_voice', 'minor', 'high_risk']);
export type RowFlag = z.infer<typeof RowFlag>;

const StayDay = z.union([Day, z.literal('')]);

/** One line of the list; masked. */
export const WorklistRow = z.object({
  callId: Id, kind: CallKind, state: CallState, purpose: Purpose, priority: z.int(),
  /** Stable key: silent, no_channel, asked, red_flag, stopped_medicine, clinic_closed, missed_visit, reply_undelivered, unanswered, complaint_answer … */
  reason: z.string(),
  /** Keys of the answers that raised it (`red:1`), never text. */
  items: z.array(z.string()),
  level: FlagLevel.nullable(),
  /** Masked. */
  name: z.string(), sex: Sex, age: z.int().nullable(),
  departmentCode: z.string(), departmentName: z.string(),
  /** '' where no stay is known. */
  dischargeDay: StayDay,
  /** Days since discharge: 第 3 天; 0 where no stay is known. */
  dayN: z.int(),
  ring: Ring,
  attempts: z.int(),
  /** The last attempt, 0 and null when none. */
  lastAt: Instant, lastPart: DayPart.nullable(),
  notBefore: Instant, dueAt: Instant,
  flags: z.array(RowFlag),
  mine: z.boolean(),
  /** Red flags: acknowledged by whom and when; until when somebody must (0 when done or not needed); 0 duty nurse, 1 lead, 2 director. */
  ackBy: z.string(), ackAt: Instant, ackDue: Instant, ackLevel: z.int(),
  /** 1-based place in this view. */
  place: z.int(),
});
export type WorklistRow = z.infer<typeof WorklistRow>;

/** Which part of the list; `urgent` red flags, `call_backs` what was agreed. */
export const WorklistView = z.enum(['team', 'mine', 'urgent', 'call_backs']);
export type WorklistView = z.infer<typeof WorklistView>;

/** Today's line: after which place the list will not be reached. */
export const TodayLine = z.object({
  people: z.int(),
  /** Calls that can still be made today by those who work. */
  reachable: z.int(),
  /** The last place that is reached; 0 when nobody works any more today. */
  lastPlace: z.int(),
  /** False when no roster was entered and a default speaks. */
  stated: z.boolean(),
});
export type TodayLine = z.infer<typeof TodayLine>;

/** One of a patient's numbers, and why it may not be rung. */
export const CardNumber = z.object({
  to: NumberOf, masked: z.string(), relation: Relation,
  /** Contact's name, masked until claimed. */
  name: z.string(),
  usable: z.boolean(),
  why: z.enum(['', 'none', 'wrong', 'no_voice', 'sensitive', 'same_number', 'no_contact']),
  /** The patient allows clinical facts to be told to this person; always true for the patient, unless unaware of the diagnosis. */
  mayHear: z.boolean(),
  /** How often this number was rung today, for anybody. */
  today: z.int(), lastAt: Instant,
});
export type CardNumber = z.infer<typeof CardNumber>;

/** One dial; `outcome` '' until the nurse has said what became of it. */
export const AttemptRow = z.object({ at: Instant, by: z.string(), to: NumberOf, outcome: z.union([Outcome, z.literal('')]), note: z.string() });
export type AttemptRow = z.infer<typeof AttemptRow>;

/** Everything on the call screen beside the questionnaire. */
export const Card = z.object({
  callId: Id, kind: CallKind, state: CallState,
  /** What it is about: a step, or an appointment, a thread, a complaint. */
  stepId: Id,
  /** '' where no stay is known. */
  encounterId: z.string(), patientId: Id, purpose: Purpose,
  /** A questionnaire belongs to it: `survey.openForCall` has it. */
  asks: z.boolean(),
  reason: z.string(), items: z.array(z.string()), level: FlagLevel.nullable(), priority: z.int(),
  /** I hold the claim: the name is shown in full, otherwise masked. */
  mine: z.boolean(),
  claimedBy: z.string(), leaseUntil: Instant,
  name: z.string(), sex: Sex, age: z.int().nullable(),
  departmentCode: z.string(), departmentName: z.string(), ward: z.string(), bed: z.string(), attending: z.string(), nurse: z.string(),
  admitAt: Instant.nullable(), dischargeAt: Instant, dischargeDay: StayDay, dayN: z.int(),
  /** 离院方式 (病案首页 2011): 1 by order, 2 transfer, 3 community, 4 against advice, 9 other. */
  way: z.string(),
  dx: z.string(), dxOther: z.string(), operation: z.string(), allergy: z.string(),
  medications: z.string(), instruction: z.string(), revisitDay: Day.nullable(),
  /** Language, hearing, high-risk tags as the hospital gave them. */
  tags: z.array(z.string()), flags: z.array(RowFlag),
  numbers: z.array(CardNumber),
  /** Whose number is rung first. */
  preferred: NumberOf.nullable(),
  ring: Ring,
  /** The patient's own draft: how many items they or their family answered, not the nurse; when touched; the questionnaire itself comes from `survey.openForCall`. */
  draft: z.object({ answered: z.int(), touchedAt: Instant, state: z.enum(['', 'draft', 'submitted']) }),
  attempts: z.array(AttemptRow),
  /** Invitations, reminders, the deadline, in order: `what` is a stable key. */
  timeline: z.array(z.object({ at: Instant, what: z.string(), by: z.string(), channel: z.string() })),
  consequences: z.array(Consequence),
  ackBy: z.string(), ackAt: Instant, ackDue: Instant, ackLevel: z.int(),
  /** Until when the last outcome can be taken back, 0 when not. */
  undoUntil: Instant,
  /** What it was about is done: it does not go back to the list when the nurse leaves it. */
  endsWhenLeft: z.boolean(),
  hospital: z.string(), dutyPhone: z.string(), wardPhone: z.string(),
  /** The caller's own name, as it is said on the telephone. */
  agent: z.string(),
  script: Script,
});
export type Card = z.infer<typeof Card>;

/** The call is the caller's until `leaseUntil`; the token goes with every further request. */
export const Claim = z.object({ callId: Id, claimToken: z.string(), leaseUntil: Instant });
export type Claim = z.infer<typeof Claim>;
const Held = { callId: Id, claimToken: z.string().min(1).max(60) };

const Change = z.object({ at: Instant, by: z.string(), what: z.string() });

const reader = ['lead', 'nurse', 'ward', 'director'] as const;

export const api = defineApi('call', {
  /**
   * The list, best first. `cursor` from the answer before. A ward sees the urgent calls of its department and no others; departments outside the caller's scope never appear.
   */
  worklist: {
    callers: ['staff'], roles: reader, read: true,
    input: z.object({ view: WorklistView.default('team'), departmentCode: z.string().max(40).optional(), cursor: z.string().max(400).optional(), limit: z.int().min(1).max(100).default(50) }),
    output: z.object({ rows: z.array(WorklistRow), cursor: z.string().nullable(), line: TodayLine }),
  },
  /** Numbers on the tabs; `unacknowledged` red flags wait for a person; `doneToday` by the caller. */
  counts: {
    callers: ['staff'], roles: reader, read: true,
    input: Nothing,
    output: z.object({ mine: z.int(), team: z.int(), urgent: z.int(), callBacks: z.int(), unacknowledged: z.int(), doneToday: z.int() }),
  },
  /**
   * The next person who may be rung now. `claim` is null when nobody can be; then `why` is the reason of the first in the list and `from` the soonest time.
   * `skip`: calls that the nurse has just passed over.
   */
  claimNext: {
    callers: ['staff'], roles: ['lead', 'nurse'],
    input: z.object({ view: z.enum(['team', 'mine', 'urgent', 'call_backs']).default('team'), skip: z.array(Id).max(50).default([]) }),
    output: z.object({ claim: Claim.nullable(), why: RingWhy, from: Instant }),
  },
  /** This one. CONFLICT with the reason (a RingWhy) when it cannot be had. A call may be claimed for reading and preparing even when it is not yet time: `dial` decides. */
  claim: { callers: ['staff'], roles: reader, input: z.object({ callId: Id }), output: Claim },
  /**
   * Is it still mine? May be asked every 2 s; the lease (120 s) is renewed when a quarter of it has passed. `state` withdrawn with `reason` (answered, deceased …) or `lost` (someone else has it).
   */
  heartbeat: {
    callers: ['staff'], roles: reader,
    input: z.object(Held),
    output: z.object({ state: z.enum(['claimed', 'withdrawn', 'done', 'lost']), reason: z.string(), leaseUntil: Instant, answering: Instant }),
  },
  release: { callers: ['staff'], roles: reader, input: z.object(Held), output: z.object({ released: z.boolean() }) },
  /**
   * The last check. Gives the number in full once, counts the attempt, writes the audit row. NOT_NOW (with `retryAt`), GONE or LEASE_LOST with a RingWhy or the withdrawal's reason otherwise.
   * A second number in the same claim needs `previous`: what became of the first. Repeating the same dial within 10 s gives the same attempt.
   */
  dial: {
    callers: ['staff'], roles: reader,
    input: z.object({ ...Held, to: NumberOf, previous: z.enum(['no_answer', 'busy', 'off', 'wrong_number']).optional() }),
    output: z.object({ phone: z.string(), to: NumberOf, attempt: z.int(), at: Instant, leaseUntil: Instant, consequences: z.array(Consequence) }),
  },
  /**
   * What became of it. `at` for call_back (calling hours, within 14 days) and optional for inconvenient and cut_off. A second click is the same outcome. On a call withdrawn meanwhile the
   * words are kept and what must be known (death, refusal, wrong number) still acts.
   */
  outcome: {
    callers: ['staff'], roles: reader,
    input: z.object({
      ...Held, outcome: Outcome, at: Instant.optional(), note: z.string().trim().max(500).default(''),
      /** `emotional`, `complaint`, `language` … for statistics. */
      tags: z.array(z.enum(['emotional', 'professional', 'adverse_reaction', 'dispute', 'complaint', 'language', 'told_by_family'])).max(7).default([]),
    }),
    output: z.object({ state: CallState, consequence: Consequence, undoUntil: Instant, withdrawnReason: z.string() }),
  },
  /** Within five minutes, by the same nurse, where nothing irreversible happened; gives the claim back. */
  undoOutcome: { callers: ['staff'], roles: reader, input: z.object({ callId: Id }), output: Claim },
  card: { callers: ['staff'], roles: reader, read: true, input: z.object({ callId: Id }), output: Card },
  /** "I have it": stops the clock of 15 minutes. The first one counts. */
  acknowledge: { callers: ['staff'], roles: reader, input: z.object({ callId: Id }), output: z.object({ ackBy: z.string(), ackAt: Instant }) },
  roster: {
    callers: ['staff'], roles: ['lead', 'nurse', 'quality', 'director'], read: true,
    input: z.object({ from: Day, days: z.int().min(1).max(62).default(14) }),
    output: z.object({ days: z.array(RosterRow), history: z.array(Change) }),
  },
  saveRoster: { callers: ['staff'], roles: ['lead'], input: z.object({ days: z.array(RosterDay).min(1).max(62) }), output: z.object({ saved: z.int() }) },
  /** The rota, and who is on duty now. */
  duty: {
    callers: ['staff'], roles: ['lead', 'nurse', 'ward', 'quality', 'director', 'it'], read: true,
    input: Nothing,
    output: z.object({ days: z.array(DutyDay), chain: DutyChain, now: DutyPerson, history: z.array(Change) }),
  },
  saveDuty: { callers: ['staff'], roles: ['lead', 'director'], input: z.object({ days: z.array(DutyDay).max(8), chain: DutyChain.optional() }), output: z.object({ saved: z.int() }) },
  /**
   * What cannot be rung is closed by a stated policy: a sample, drawn with a seed, of silent low-risk calls; never high-risk, red-flagged, elderly, agreed or half-done ones. `dryRun` first
   * shows whom; then the same ids and seed are closed, each checked again.
   */
  closeByCapacity: {
    callers: ['staff'], roles: ['lead'],
    input: z.discriminatedUnion('dryRun', [
      z.object({ dryRun: z.literal(true), count: z.int().min(1).max(500), seed: z.string().min(1).max(40) }),
      z.object({ dryRun: z.literal(false), callIds: z.array(Id).min(1).max(500), seed: z.string().min(1).max(40), note: z.string().trim().min(1).max(500) }),
    ]),
    output: z.object({
      eligible: z.int(),
      /** Those who are never closed, by reason: high_risk, red_flag, elderly, agreed, attempted, not_silent. */
      kept: z.array(z.object({ why: z.string(), count: z.int() })),
      rows: z.array(z.object({ callId: Id, name: z.string(), departmentName: z.string(), dischargeDay: Day, dueAt: Instant })),
      closed: z.int(),
    }),
  },
  /** Every minute: unacknowledged flags go up a level, unfinished consequences are finished, expired leases and locks are freed. */
  tick: { callers: ['timer'], input: Nothing, output: z.object({ escalated: z.int(), settled: z.int(), freed: z.int(), cleaned: z.int() }) },
});
/** For handlers and services. */
export type CallApi = typeof api;
