/**
 * Who is calling, for whom they may act, and what they agreed to. Staff sign in with a name and a password; people by WeChat or a code by SMS; a link from an SMS speaks for one step.
 * Secrets go in, never out: a session token is shown once, an initial password once.
 */
import { Day, defineApi, Id, Instant, Mobile, Nothing, Phone, Purpose, Relation, Role, z } from '../kit/contract';

/** A work number or a Latin name: it appears in histories and audit rows, so it is never a person's name or telephone number. Lower case. */
export const UserName = z.string().trim().toLowerCase().regex(/^[a-z][a-z0-9._-]{1,31}$|^\d{1,10}$/);
/** As typed; what a good one is, `passwordProblem` in rules.ts says. */
export const Password = z.string().min(1).max(128);
export const PersonName = z.string().trim().min(1).max(40);
/** A session's or link's secret. */
export const Token = z.string().min(10).max(200);
/** Language of texts: Chinese first, English beside it. */
export const Locale = z.enum(['zh-CN', 'en']);
export type Locale = z.infer<typeof Locale>;
/** Departments by code, or all of them. */
export const Scope = z.union([z.literal('all'), z.array(z.string().trim().min(1).max(40)).max(200)]);
export type Scope = z.infer<typeof Scope>;
/** The month of birth asked as a light proof, `YYYY-MM`. */
export const BirthMonth = z.string().regex(/^(19|20)\d{2}-(0[1-9]|1[0-2])$/);

/** What the pages print and consent texts name (个人信息保护法 17: who processes, how to reach them). */
export const Hospital = z.object({
  name: z.string().trim().min(2).max(60),
  /** The telephone of the follow-up centre, shown on every patient page. */
  phone: Phone,
  privacyContact: z.object({ name: z.string().trim().min(1).max(40), phone: Phone, email: z.union([z.literal(''), z.email().max(100)]) }),
});
export type Hospital = z.infer<typeof Hospital>;

/** The same as pages receive it: empty texts until the hospital is set up. */
export const HospitalCard = z.object({ name: z.string(), phone: z.string(), privacyContact: z.object({ name: z.string(), phone: z.string(), email: z.string() }) });
export type HospitalCard = z.infer<typeof HospitalCard>;

/** For whom a person acts; the name is masked. `mayHear`: clinical facts may be told to them. */
export const Represented = z.object({ patientId: Id, name: z.string(), as: z.enum(['patient', 'family']), relation: Relation, mayHear: z.boolean() });

/** Who am I. `anyone` with `wechat: true` has an openid and no confirmed phone yet. */
export const Me = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('anyone'), wechat: z.boolean() }),
  z.object({ kind: z.literal('person'), wechat: z.boolean(), phone: z.string(), locale: Locale, represents: z.array(Represented) }),
  z.object({ kind: z.literal('link'), stepId: Id, patientId: Id, to: z.enum(['patient', 'contact']), relation: Relation, verified: z.boolean() }),
  z.object({ kind: z.literal('staff'), staffId: Id, name: z.string(), role: Role, departments: Scope, mustChange: z.boolean(), locale: Locale }),
]);
export type Me = z.infer<typeof Me>;

/** A new session. `mustChange`: only `changePassword` and `signOut` are open until the first password is replaced. */
export const SignedIn = z.object({ token: Token, expiresAt: Instant, staffId: Id, name: z.string(), role: Role, mustChange: z.boolean() });

/** One account as the staff list shows it. `lockedUntil` 0 when not locked. */
export const StaffAccount = z.object({
  id: Id, userName: UserName, name: z.string(), role: Role, departments: Scope, disabled: z.boolean(), mustChange: z.boolean(), lockedUntil: z.number(), rev: z.int(), updatedAt: Instant,
});
export type StaffAccount = z.infer<typeof StaffAccount>;

/** A patient whose record carries my telephone number; everything masked. `guardian`: under 14, so only a guardian may act. */
export const Match = z.object({
  patientId: Id,
  name: z.string(),
  through: z.enum(['own', 'contact']),
  /** The latest stay that this person may know of. */
  dischargeDay: Day,
  /** What the record says of the contact, as a suggestion; `self` for the own number. */
  relation: Relation,
  guardian: z.boolean(),
  bound: z.boolean(),
});
export type Match = z.infer<typeof Match>;

/** Who may act for a patient, as the patient sees them. `me`: it is the reader. `removedBy` '' while active. */
export const Representative = z.object({
  personId: Id, relation: Relation, phone: z.string(), wechat: z.boolean(), since: Instant, guardian: z.boolean(), mayHear: z.boolean(), me: z.boolean(),
  /** `asked`: waits for the patient's word. */
  state: z.enum(['active', 'removed', 'asked']), removedBy: z.enum(['', 'patient', 'self']),
});
export type Representative = z.infer<typeof Representative>;

/** One text that is agreed to. `hash` names exactly what was on the screen. */
export const ConsentText = z.object({
  purpose: Purpose, version: z.string(), locale: Locale, title: z.string(), lead: z.string(),
  sections: z.array(z.object({ heading: z.string(), body: z.string() })), agree: z.string(), decline: z.string(), withdrawn: z.string(), hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ConsentText = z.infer<typeof ConsentText>;

/** One purpose of one patient: what is in force, who decided, what is asked now, and whether it may be asked (not again within 90 days of a no, P4). */
export const ConsentState = z.object({
  purpose: Purpose,
  state: z.enum(['none', 'given', 'withdrawn']),
  at: z.number(),
  by: z.enum(['', 'patient', 'guardian', 'family', 'link']),
  version: z.string(),
  mayAsk: z.boolean(),
  askAgainAt: z.number(),
  /** Can the reader change it? A family member cannot lift the patient's own no. */
  mayGive: z.boolean(),
  text: ConsentText,
});
export type ConsentState = z.infer<typeof ConsentState>;

/** One audit row. `actorName` is the staff member's name, '' for machines and people. */
export const AuditEntry = z.object({ id: z.string(), at: Instant, actor: z.string(), actorName: z.string(), action: z.string(), subject: z.string(), reason: z.string(), ip: z.string() });

const person = ['patient', 'family'] as const;
/** Which patient: needed from a person, who may act for several; a link speaks for its own. */
const ofPatient = { patientId: Id.optional() };

export const api = defineApi('account', {
  /** The hospital's name and numbers; `ready` is false until the first lead exists. */
  hospital: { callers: ['anyone'], read: true, input: Nothing, output: HospitalCard.extend({ ready: z.boolean() }) },
  /** The one-time setup link: makes the first lead. FORBIDDEN for a wrong token, GONE (`setup_done`) once a lead exists. */
  setup: {
    callers: ['anyone'],
    input: z.object({ token: Token, userName: UserName, name: PersonName, password: Password, hospital: Hospital }),
    output: SignedIn,
  },
  /** WRONG_SECRET whatever was wrong; TOO_MANY with `retryAt` after five wrong tries. */
  signIn: { callers: ['anyone'], input: z.object({ userName: UserName, password: Password }), output: SignedIn },
  /** Ends this session, or every session of the account. */
  signOut: { callers: ['staff', ...person], firstPassword: true, input: z.object({ everywhere: z.boolean().default(false) }), output: Nothing },
  me: { callers: ['anyone'], read: true, input: Nothing, output: Me },
  /** Ends every other session of the account and gives this browser a new token. */
  changePassword: { callers: ['staff'], firstPassword: true, input: z.object({ current: Password, next: Password }), output: SignedIn },
  setLocale: { callers: ['staff', ...person], input: z.object({ locale: Locale }), output: Nothing },

  staffList: { callers: ['staff'], roles: ['lead', 'it', 'director'], read: true, input: Nothing, output: z.object({ staff: z.array(StaffAccount) }) },
  /** Without `id` a new account. `initialPassword` is shown once, for a new account or with `resetPassword`; '' otherwise. CONFLICT when `rev` is old or the user name is taken (`taken`). */
  staffSave: {
    callers: ['staff'], roles: ['lead', 'it'],
    input: z.object({ id: Id.optional(), rev: z.int().default(0), userName: UserName, name: PersonName, role: Role, departments: Scope, resetPassword: z.boolean().default(false) }),
    output: z.object({ account: StaffAccount, initialPassword: z.string() }),
  },
  /** Ends their sessions at once. The last lead cannot be disabled (`last_lead`), nobody disables themselves (`self`). */
  staffDisable: { callers: ['staff'], roles: ['lead', 'it'], input: z.object({ id: Id, disabled: z.boolean().default(true), reason: z.string().trim().max(200).default('') }), output: z.object({ account: StaffAccount }) },

  /** Sends a six-digit code by SMS. The same answer for every number. TOO_MANY with `retryAt`: 60 s between codes, 5 a day and number, 20 a day and address. */
  sendCode: { callers: ['anyone'], input: z.object({ phone: Mobile }), output: z.object({ expiresAt: Instant, resendAt: Instant }) },
  /** A right code signs in: in WeChat the openid is bound to the number (`token` ''), elsewhere a session begins. WRONG_SECRET, GONE (`code_expired`), TOO_MANY (`code_tries`). */
  verifyCode: { callers: ['anyone'], input: z.object({ phone: Mobile, code: z.string().regex(/^\d{6}$/) }), output: z.object({ token: z.string(), expiresAt: z.number(), me: Me }) },
  /** The phone component's code (WeChat only): binds the openid to its number. GONE (`phone_code`) when the code is used or old, UNAVAILABLE when WeChat does not answer. */
  wechatPhone: { callers: ['anyone'], input: z.object({ code: z.string().min(1).max(200) }), output: z.object({ me: Me }) },

  /** Patients whose own or contact number is mine. */
  matches: { callers: person, read: true, input: Nothing, output: z.object({ matches: z.array(Match) }) },
  /**
   * Begins to act for a patient. `guardian`: "I am the legal guardian", needed for a child under 14. WRONG_SECRET (`birth_month`), TOO_MANY after five wrong months, FORBIDDEN when the number does
   * not fit or the patient removed me (`removed`).
   */
  bind: { callers: person, input: z.object({ patientId: Id, relation: Relation, guardian: z.boolean().default(false), birthMonth: BirthMonth }), output: z.object({ me: Me }) },
  /**
   * A family member whose number is not in the record asks the patient, by the patient's own number and month of birth. The same answer whether or not such a patient exists;
   * it waits in the patient's `representatives`. TOO_MANY after five in a day.
   */
  askToRepresent: { callers: person, input: z.object({ patientPhone: Mobile, relation: Relation, birthMonth: BirthMonth }), output: Nothing },
  /** The patient's word on a request. A person who was refused cannot ask again until the patient takes it back. */
  answerRequest: { callers: person, input: z.object({ patientId: Id, personId: Id, allow: z.boolean() }), output: Nothing },
  /** The patient (or a child's guardian) sees everybody; a family member sees themselves. */
  representatives: { callers: person, read: true, input: z.object({ patientId: Id }), output: z.object({ representatives: z.array(Representative), mayManage: z.boolean(), familySensitive: z.boolean(), smsSensitive: z.boolean() }) },
  /** The patient removes anyone; everybody may remove themselves. A person whom the patient removed cannot bind again. */
  removeRepresentative: { callers: person, input: z.object({ patientId: Id, personId: Id }), output: Nothing },
  /** The patient takes a removal back. */
  restoreRepresentative: { callers: person, input: z.object({ patientId: Id, personId: Id }), output: Nothing },
  /** The patient allows or forbids that clinical facts are told to a representative. */
  allowHear: { callers: person, input: z.object({ patientId: Id, personId: Id, allow: z.boolean() }), output: Nothing },
  /** The patient chooses whether family may see sensitive stays, and whether SMS may be sent about them. Both are no until chosen. */
  allowSensitive: { callers: person, input: z.object({ patientId: Id, family: z.boolean(), sms: z.boolean() }), output: Nothing },

  consents: { callers: [...person, 'link'], read: true, input: z.object({ ...ofPatient, locale: Locale.default('zh-CN') }), output: z.object({ patientId: Id, consents: z.array(ConsentState) }) },
  /** `hash` is that of the text on the screen; CONFLICT (`text_changed`) when another text is in force now. */
  giveConsent: { callers: [...person, 'link'], input: z.object({ ...ofPatient, purpose: Purpose, version: z.string().max(20), locale: Locale, hash: z.string().max(64) }), output: z.object({ consents: z.array(ConsentState) }) },
  /** One tap, at once: also the answer "no" to a first question. Safety contact and booked visits go on. */
  withdrawConsent: { callers: [...person, 'link'], input: z.object({ ...ofPatient, purpose: Purpose, locale: Locale.default('zh-CN') }), output: z.object({ consents: z.array(ConsentState) }) },
  /** Proves the holder of an SMS link by the patient's month of birth; the token is for this browser. WRONG_SECRET, TOO_MANY after five. */
  verifyLink: { callers: ['link'], input: z.object({ birthMonth: BirthMonth }), output: z.object({ token: Token, expiresAt: Instant }) },

  settings: { callers: ['staff'], roles: ['lead', 'it'], read: true, input: Nothing, output: HospitalCard.extend({ rev: z.int() }) },
  saveSettings: { callers: ['staff'], roles: ['lead', 'it'], input: z.object({ hospital: Hospital, rev: z.int() }), output: HospitalCard.extend({ rev: z.int() }) },
  /** Who did what: of one record, or of one day (and actor). `broken` names rows of that day that were altered or removed. */
  auditOf: {
    callers: ['staff'], roles: ['lead', 'director'], read: true,
    input: z.object({ subject: Id.optional(), day: Day.optional(), actor: z.string().max(160).optional(), skip: z.int().min(0).max(100_000).default(0) }),
    output: z.object({ rows: z.array(AuditEntry), more: z.boolean(), sealed: z.boolean(), broken: z.array(z.string()) }),
  },
  /** Hourly: seals past days of the audit, tells withdrawals that were cut off, forgets what is over. */
  seal: { callers: ['timer'], input: Nothing, output: z.object({ sealed: z.array(z.string()), told: z.int(), forgotten: z.int() }) },
});
