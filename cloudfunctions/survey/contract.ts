/**
 * Questionnaires, drafts, answers. Browser-safe; pages import it with `import type` and use `rules/flow.ts` for branching.
 *
 * How a page works with it: `open` once (everything the first screen needs), `save` after every answer (it may answer with `safety`: show that page at once), `submit` once.
 * Answers are `Answers`: a missing key is unanswered, `null` is done without a value to show (skipped by the person, or answered earlier and not shown again).
 */
import { defineApi, Id, Instant, Nothing, Relation, z } from '../kit/contract';

/** Wording in both languages; Chinese is complete and first. */
export const Text = z.object({ zh: z.string(), en: z.string() });
export type Text = z.infer<typeof Text>;

/** FU-SHORT-1: 出院随访短问卷 (≤ 3 min, form and phone). IP-FULL-1: 住院服务体验问卷(完整版) (5–8 min). */
export const QuestionnaireCode = z.enum(['FU-SHORT-1', 'IP-FULL-1']);
export type QuestionnaireCode = z.infer<typeof QuestionnaireCode>;

/**
 * How urgent an answer is. `emergency`: 120, and a person within 15 min. `crisis`: thoughts of self-harm or violence, a person within 15 min. `today`: a call the same day. `concern`: a nurse rings within a day.
 * Our levels, to be reviewed by the hospital's physicians with the phrases: R1, R2, O and Y of data/words.json.
 */
export const Level = z.enum(['concern', 'today', 'crisis', 'emergency']);
export type Level = z.infer<typeof Level>;

/** What one answer may be: an option's code or a text, a number (0–10), several codes or names. */
export const Value = z.union([z.string().max(500, 'too_long'), z.int().min(0).max(10), z.array(z.string().max(60)).max(12)]);
export type Value = z.infer<typeof Value>;
export const LinkId = z.string().regex(/^[a-z][a-z0-9_]{1,30}$/);

/** One branch condition (FHIR enableWhen): `in` for a choice (one of several, where it repeats), `<=` and `>=` for numbers, `exists` for anything answered. */
export const EnableWhen = z.object({ question: LinkId, operator: z.enum(['in', '<=', '>=', 'exists']), answer: z.union([z.boolean(), z.int(), z.array(z.string())]) });
export type EnableWhen = z.infer<typeof EnableWhen>;

export const AnswerOption = z.object({
  code: z.string(),
  text: Text,
  /** Cannot stand beside others: "以上都没有". */
  exclusive: z.boolean().optional(),
  /** "不适用 / 不清楚": shown apart from the scale, never scored. */
  apart: z.boolean().optional(),
});
export type AnswerOption = z.infer<typeof AnswerOption>;

/** An item as pages and the nurse's screen get it. */
export const Item = z.object({
  linkId: LinkId,
  /** Number that a person sees: several items may share it (12, 12 …; a sub-question has its parent's). */
  prefix: z.string(),
  /** Items of one group stand on one screen: a question and what opens beneath it. */
  group: z.string(),
  section: z.string(),
  text: Text,
  /** A line under the question, e.g. who reads the answer. */
  help: Text.optional(),
  /** FHIR R4: `choice` codes, `open-choice` names from `staff` or typed, `integer` 0–10, `text`. */
  type: z.enum(['choice', 'open-choice', 'integer', 'text']),
  /** Several answers; at most `max`. */
  repeats: z.boolean().optional(),
  max: z.int().optional(),
  maxLength: z.int().optional(),
  scale: z.enum(['FREQ4', 'SAT5', 'YES3', 'YN', 'N11']).optional(),
  answerOption: z.array(AnswerOption).optional(),
  enableWhen: z.array(EnableWhen).optional(),
  enableBehavior: z.enum(['all', 'any']).optional(),
  required: z.boolean(),
  /** While the answer is one of these, nothing outside the group is asked. */
  ends: z.array(z.string()).optional(),
  /** A required item that a person may pass over deliberately ("跳过这题" saves null). */
  skippable: z.boolean().optional(),
  /** `care` serves the patient's recovery, `survey` the hospital's quality; opting out of surveys hides the latter. */
  purpose: z.enum(['care', 'survey']),
  /** Left out when a proxy says they were not there during the stay. */
  requiresStay: z.boolean().optional(),
  /** Asked only in writing, or only by phone. */
  only: z.enum(['web', 'phone']).optional(),
  /** What the nurse says where the phone asks differently; not sent to patients. */
  script: Text.optional(),
});
export type Item = z.infer<typeof Item>;

export const Questionnaire = z.object({
  code: QuestionnaireCode,
  version: z.int(),
  title: Text,
  intro: Text,
  closing: Text,
  minutes: z.int(),
  sections: z.array(z.object({ key: z.string(), title: Text })),
  item: z.array(Item),
});
export type Questionnaire = z.infer<typeof Questionnaire>;

export const Answers = z.record(LinkId, Value.nullable());
export type Answers = z.infer<typeof Answers>;

/**
 * What the branching needs beside the answers: by phone or in writing; whether satisfaction may be asked at all (false after opting out of surveys, and while a complaint is open).
 * Comes with `open` and `openForCall`; pass it on to `rules/flow.ts` as it is.
 */
export const Setting = z.object({ mode: z.enum(['web', 'phone']), survey: z.boolean() });
export type Setting = z.infer<typeof Setting>;

/** The safety page. Words are what the person said; times and names are what is really arranged. */
export const Safety = z.object({
  level: Level,
  words: z.array(Text),
  /** What to do until someone comes. Unreviewed sample wording; show as it is. */
  advice: z.array(Text),
  /** Someone rings before this instant; null when the alarm could not be passed on yet: say to ring 120 or the ward. */
  ringBy: Instant.nullable(),
  /** Who rings: a masked name or a role ("值班护士"). */
  who: z.string(),
  /** The number that will be rung, 138****6027; empty when none is known. */
  phoneMasked: z.string(),
  /** Whom they ring when that fails. */
  otherwise: Relation.nullable(),
  /** The ward's line, or the hospital's for sensitive stays; empty when unknown. */
  wardPhone: z.string(),
  /** A person has taken the call on: acknowledged it, has it in hand, or has rung. Just after an answer it is false; the page asks `open` again. */
  acknowledged: z.boolean(),
});
export type Safety = z.infer<typeof Safety>;

/** A plain door that the page may open after an answer: booking help, the sentence says that someone died, they want no more contact, they are the wrong person. */
export const Hint = z.enum(['booking', 'death', 'stop', 'wrong_person']);
export type Hint = z.infer<typeof Hint>;

const StepInput = z.object({ /** Not needed with a link: it is good for one step. */ stepId: Id.optional() });
const Given = z.array(z.object({ linkId: LinkId, /** null: passed over. */ value: Value.nullable() })).min(1).max(60);

export const Opened = z.object({
  stepId: Id,
  /** `submitted`: thank, show nothing else. A step that is over otherwise is refused with GONE and its reason. */
  state: z.enum(['draft', 'submitted']),
  submittedAt: Instant,
  questionnaire: Questionnaire,
  setting: Setting,
  answers: Answers,
  /** Done earlier but not shown: "已经回答过". */
  withheld: z.array(LinkId),
  /** `verify`: there is an earlier start; account.verifyLink (birth month), then open again, or simply begin. `none`: nothing earlier. `shown`: answers hold it. */
  resume: z.enum(['none', 'verify', 'shown']),
  /** Where to go on. */
  next: LinkId.nullable(),
  name: z.string(),
  hospital: z.string(),
  hospitalPhone: z.string(),
  wardPhone: z.string(),
  deadlineAt: Instant,
  /** The answer to 'who' that fits this caller; offer it first, never answer it for them. */
  likelyWho: z.string().nullable(),
  /** Names for 'open-choice' items; may be empty. */
  staff: z.array(z.string()),
  /** A red flag of this sheet that still waits for its call. */
  safety: Safety.nullable(),
});
export type Opened = z.infer<typeof Opened>;

export const Saved = z.object({
  savedAt: Instant,
  safety: Safety.nullable(),
  hints: z.array(Hint),
});
export type Saved = z.infer<typeof Saved>;

export const Submitted = z.object({
  /** `not_me`: the person is not the one we look for; nothing was sent in. */
  outcome: z.enum(['submitted', 'not_me']),
  submittedAt: Instant,
  safety: Safety.nullable(),
  hints: z.array(Hint),
  closing: Text,
});
export type Submitted = z.infer<typeof Submitted>;

/** Whose hand an answer is from. `proxy`: family or someone else for the patient. */
export const Hand = z.enum(['patient', 'proxy', 'nurse']);
export type Hand = z.infer<typeof Hand>;

export const SheetAnswer = z.object({
  linkId: LinkId,
  value: Value.nullable(),
  hand: Hand,
  at: Instant,
  /** A text that only a restricted role may read, or a sealed answer. */
  restricted: z.boolean(),
  /** Earlier values, oldest first, where another hand corrected it. */
  was: z.array(z.object({ value: Value.nullable(), hand: Hand, at: Instant })),
});
export type SheetAnswer = z.infer<typeof SheetAnswer>;

export const Respondent = z.object({ by: z.enum(['patient', 'family', 'other', 'unknown']), relation: Relation.nullable(), present: z.boolean().nullable() });
export type Respondent = z.infer<typeof Respondent>;

/** What the nurse says at each point; `{hospital}`, `{department}`, `{name}`, `{staff}`, `{phone}` are filled by the page. */
export const Script = z.object({
  opening: Text, identity: Text, closing: Text,
  special: z.array(z.object({ key: z.string(), title: Text, text: Text })),
  forbidden: z.array(z.string()),
});
export type Script = z.infer<typeof Script>;

/** A flag that an answer raised. `recantedAt`: the person said later that it is over; the call is made all the same. */
export const Flag = z.object({ item: LinkId, level: Level, words: z.array(Text), at: Instant, callId: z.string(), recantedAt: Instant });
export type Flag = z.infer<typeof Flag>;

export const CallSheet = z.object({
  stepId: Id,
  state: z.enum(['draft', 'submitted']),
  questionnaire: Questionnaire,
  setting: Setting,
  answers: z.array(SheetAnswer),
  /** Items that the nurse may not change: the patient's own ratings (B17). */
  locked: z.array(LinkId),
  next: LinkId.nullable(),
  respondent: Respondent,
  /** The person saved something in the last 10 minutes: "正在自己填写". */
  answeringNow: z.boolean(),
  touchedAt: Instant,
  flags: z.array(Flag),
  consent: z.object({ talk: z.boolean().nullable(), recording: z.boolean().nullable() }),
  script: Script,
  staff: z.array(z.string()),
});
export type CallSheet = z.infer<typeof CallSheet>;

export const Sheet = z.object({
  stepId: Id,
  state: z.enum(['draft', 'submitted']),
  questionnaire: Questionnaire,
  answers: z.array(SheetAnswer),
  respondent: Respondent,
  mode: z.enum(['wechat', 'sms', 'browser', 'phone']),
  startedAt: Instant, touchedAt: Instant, submittedAt: Instant, seconds: z.int(),
  flags: z.array(Flag),
  /** Null for those who do not see ratings, and for drafts. */
  score: z.object({ total: z.number().nullable(), dimensions: z.record(z.string(), z.number()) }).nullable(),
  valid: z.boolean(), suspect: z.boolean(),
});
export type Sheet = z.infer<typeof Sheet>;

const people = ['link', 'patient', 'family'] as const;
const CallInput = z.object({ callId: Id });

export const api = defineApi('survey', {
  /** Everything the first screen needs; makes the draft. Safe to repeat. */
  open: { callers: people, read: true, input: StepInput, output: Opened },
  /** One answer, or several after a lost connection. GONE/`submitted` once the sheet is in. */
  save: { callers: people, input: StepInput.extend({ answers: Given }), output: Saved },
  /** Once; again it returns the same. INVALID_INPUT names the items that are missing (`fields[].path` is the linkId). */
  submit: { callers: people, input: StepInput, output: Submitted },
  /** Behind 其他情况: the patient has died. Stops everything until staff confirm. */
  tellDeath: { callers: people, input: StepInput.extend({ relation: Relation.optional() }), output: z.object({ condolence: Text, hospital: z.string(), hospitalPhone: z.string() }) },
  /** "现在已经好了": noted beside the flag for whoever rings; the call is made all the same. */
  recant: { callers: people, input: StepInput, output: z.object({ next: LinkId.nullable() }) },
  /** For the nurse who holds the call: the same sheet, with the patient's own draft. LEASE_LOST when she does not hold it. */
  openForCall: { callers: ['staff'], roles: ['nurse', 'lead'], read: true, input: CallInput, output: CallSheet },
  /** CONFLICT/`patients_own` when it would change the patient's own rating. */
  saveForCall: { callers: ['staff'], roles: ['nurse', 'lead'], input: CallInput.extend({ answers: Given.optional(), consent: z.object({ talk: z.boolean(), recording: z.boolean() }).optional() }), output: Saved },
  submitForCall: { callers: ['staff'], roles: ['nurse', 'lead'], input: CallInput, output: Submitted },
  /** One sheet for staff; ratings never for the ward, sealed answers for nobody here. Leaves an audit row. */
  sheet: { callers: ['staff'], roles: ['lead', 'nurse', 'agent', 'officer', 'ward', 'quality', 'director'], read: true, input: z.object({ stepId: Id }), output: Sheet },
  /** Every 5 minutes: tells what was not told after a submission, raises what could not be raised. */
  settle: { callers: ['timer'], input: Nothing, output: z.object({ told: z.int(), raised: z.int(), failed: z.int() }) },
});
