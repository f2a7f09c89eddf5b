/**
 * Complaints (投诉): one register with a number, dispatched at once, two clocks that nobody can stop, an answer with proof, and the last word by who complained.
 * Sources: 《医疗机构投诉管理办法》 (5 or 10 working days, outcome vocabulary), the hospital's own promise of 3 working days. Browser-safe.
 *
 * Who sees what: the complainant everything that concerns them; officer and director all of it, names masked until revealed; the lead reads, and decides where an officer is concerned;
 * a ward or an office (role `ward`) only the facts, never the person; nobody sees a complaint about themselves. What is foreign, missing or about the reader is FORBIDDEN in the same words.
 */
import { SafetyCard } from '../call/contract/safety';
import { Day, defineApi, Id, Instant, Nothing, Phone, Relation, z } from '../kit/contract';

/** `TS20261121-0001`: day of receipt in Shanghai and the number within that day, without gaps. */
export const ComplaintNumber = z.string().regex(/^TS\d{8}-\d{4}$/);
/** Made by the client per filing: the same key is the same complaint. */
export const FilingKey = z.string().min(8).max(60).regex(/^[A-Za-z0-9_-]+$/);

/** `dispatched`: with the offices of its category; `handling`: an officer has taken it; `answered`: waits for the complainant's word (7 working days). */
export const ComplaintState = z.enum(['received', 'dispatched', 'handling', 'answered', 'closed', 'withdrawn']);
export type ComplaintState = z.infer<typeof ComplaintState>;
/** Where it came from; `app` by the complainant, all others registered by staff. */
export const ComplaintSource = z.enum(['app', 'phone', 'visit', 'letter', 'survey', 'followup', 'message', 'hotline12345', 'hotline12320', 'petition', 'mailbox']);
export type ComplaintSource = z.infer<typeof ComplaintSource>;
/** What the person wants: 解释, 道歉, 整改, 退费, 赔偿, 其他. */
export const Want = z.enum(['explain', 'apologise', 'correct', 'refund', 'compensate', 'other']);
export type Want = z.infer<typeof Want>;
/** Offices (data/office.json): 门诊办, 医务科, 护理部, 财务科, 总务科, 保卫科, 纪检监察, 信息科, 医患办. An office's people have role `ward` and this code in their departments. */
export const Office = z.enum(['outpatient', 'medical', 'nursing', 'finance', 'logistics', 'security', 'discipline', 'information', 'relations']);
export type Office = z.infer<typeof Office>;
/** A category of data/category.json, level 1 and 2 joined: `nursing.response`. */
export const CategoryCode = z.string().max(40).regex(/^[a-z]+\.[a-z]+$/);
/** 当场解决, 核查属实, 部分属实, 不属实, 无法核实, 不予处理, 引导纠纷途径, 移交. What each must say: rules/answer.ts. */
export const ComplaintOutcome = z.enum(['on_the_spot', 'upheld', 'partly', 'not_upheld', 'unverifiable', 'not_handled', 'guided', 'transferred']);
export type ComplaintOutcome = z.infer<typeof ComplaintOutcome>;
/** The rule's five reasons: sued or in mediation, already with an authority, no definite object or facts, a matter of the police, outside the hospital's power. */
export const NotHandledReason = z.enum(['litigation', 'authority', 'no_facts', 'criminal', 'outside']);
export type NotHandledReason = z.infer<typeof NotHandledReason>;
/** How the answer was given. */
export const AnswerChannel = z.enum(['app', 'phone', 'visit', 'letter', 'hotline']);
export type AnswerChannel = z.infer<typeof AnswerChannel>;
/** D1 major dispute, D2 warning, D3 dissatisfaction; '' none. By words (data/words.json) or by hand. */
export const DisputeLevel = z.enum(['', 'D1', 'D2', 'D3']);
export type DisputeLevel = z.infer<typeof DisputeLevel>;
/** Set by whoever registers or dispatches it; `ordinary` at first. */
export const Severity = z.enum(['ordinary', 'serious', 'major']);
export type Severity = z.infer<typeof Severity>;

/** A file of the complaint. `fileId` is ours; the address comes from `fileAddress`, for ten minutes. */
export const Evidence = z.object({ fileId: Id, name: z.string(), type: z.string(), at: Instant, by: z.enum(['complainant', 'staff']) });
export type Evidence = z.infer<typeof Evidence>;

/** One clock. `days` working days after receipt, of which `day` is the last; `version` of the calendar that made it. */
export const ComplaintClock = z.object({ day: Day, version: z.string(), days: z.int() });
export type ComplaintClock = z.infer<typeof ComplaintClock>;

const Text = z.string().trim().min(1).max(4000, 'too_long');
const Files = z.array(Id).max(9).default([]);
/** What a filing says; in a draft everything may still be missing. */
const content = {
  category: CategoryCode,
  /** What it is about; '' when no department is. */
  departmentCode: z.string().max(40).regex(/^[\p{L}\p{N}._-]*$/u),
  /** Whom it is about, in the person's words: "二楼的张护士". */
  accused: z.string().trim().max(200),
  happenedAt: Instant.nullable(),
  place: z.string().trim().max(100),
  text: z.string().trim().max(4000, 'too_long'),
  wants: z.array(Want).max(6),
  /** From `upload`. */
  files: z.array(Id).max(9),
  anonymous: z.boolean(), confidential: z.boolean(),
};
/** Kept after each step of the form. */
export const ComplaintDraft = z.object({ ...content, name: z.string().trim().max(40), phone: z.string().trim().max(20) }).partial();
export type ComplaintDraft = z.infer<typeof ComplaintDraft>;
const filing = {
  category: content.category, departmentCode: content.departmentCode.default(''), accused: content.accused.default(''), happenedAt: content.happenedAt.default(null),
  place: content.place.default(''), text: Text, wants: content.wants.default([]), files: Files, anonymous: z.boolean().default(false), confidential: z.boolean().default(false),
};

/** Line of the timeline that the complainant reads. `by`: 'you', 'hospital' or 'system' (a rule, the calendar). */
export const PublicEvent = z.object({
  at: Instant,
  kind: z.enum(['received', 'dispatched', 'taken', 'evidence', 'extended', 'answered', 'told', 'accepted', 'reopened', 'closed', 'closed_silent', 'withdrawn', 'rated']),
  by: z.enum(['you', 'hospital', 'system']),
  offices: z.array(Office),
  /** Reason of an extension, new facts of a reopening, reason of a withdrawal; '' otherwise. */
  words: z.string(),
  /** The new due day of an extension. */
  day: Day.nullable(),
  round: z.int(),
});
export type PublicEvent = z.infer<typeof PublicEvent>;

/** The hospital's answer of one round. */
export const ComplaintAnswer = z.object({
  round: z.int(), outcome: ComplaintOutcome, text: z.string(),
  /** What is done about it; where upheld or partly, who and by when. */
  measures: z.string(), channel: AnswerChannel, notHandledReason: NotHandledReason.nullable(), at: Instant,
  /** Until this day the complainant may accept or reopen before silence closes it. */
  silentAfter: Day,
});
export type ComplaintAnswer = z.infer<typeof ComplaintAnswer>;
/** How content they were with the handling, 1 to 5. */
export const Rating = z.object({ score: z.int().min(1).max(5), comment: z.string(), at: Instant });
export type Rating = z.infer<typeof Rating>;

/** One line of "my complaints". `dueDay`: the day by which the hospital answers by law. */
export const MyComplaint = z.object({ number: ComplaintNumber, state: ComplaintState, round: z.int(), category: CategoryCode, receivedAt: Instant, promiseDay: Day, dueDay: Day, answered: z.boolean(), over: z.boolean(), patientId: z.string(), excerpt: z.string() });
export type MyComplaint = z.infer<typeof MyComplaint>;

/** The complaint as its complainant sees it. */
export const ComplaintView = MyComplaint.extend({
  source: ComplaintSource, departmentCode: z.string(), departmentName: z.string(), accused: z.string(), happenedAt: Instant.nullable(), place: z.string(), text: z.string(), wants: z.array(Want),
  anonymous: z.boolean(), confidential: z.boolean(), offices: z.array(Office), evidence: z.array(Evidence), timeline: z.array(PublicEvent),
  /** Newest last: one a round. */
  answers: z.array(ComplaintAnswer),
  rating: Rating.nullable(),
  extended: z.boolean(),
  /** What can be done now. `rate` is also true while a rating may still be changed (12 h). */
  may: z.object({ accept: z.boolean(), reopen: z.boolean(), withdraw: z.boolean(), addEvidence: z.boolean(), rate: z.boolean() }),
  hospitalPhone: z.string(),
});
export type ComplaintView = z.infer<typeof ComplaintView>;

/** What a filing answers. `promiseDay`: the hospital's own 3 working days; `dueDay`: the law's. */
export const Filed = z.object({ number: ComplaintNumber, receivedAt: Instant, promiseDay: Day, dueDay: Day, offices: z.array(Office), safety: SafetyCard.nullable() });
export type Filed = z.infer<typeof Filed>;

/** Where the browser puts one file itself. */
export const UploadPlace = z.object({ fileId: Id, url: z.string(), method: z.literal('PUT'), headers: z.record(z.string(), z.string()) });
/** The largest file, in bytes (product default). */
export const fileBytesMost = 20 * 1024 * 1024;
/** Pictures, PDF, sound and short films. */
const UploadInput = z.object({ name: z.string().trim().min(1).max(80), type: z.enum(['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'application/pdf', 'audio/mpeg', 'audio/mp4', 'video/mp4']), size: z.int().min(1).max(fileBytesMost, 'too_long') });

/** View of the desk. For wards and offices `mine` is what is open with them; they have no `new`. */
export const DeskView = z.enum(['new', 'mine', 'due', 'over', 'answered', 'closed', 'all']);
export type DeskView = z.infer<typeof DeskView>;
/** Where a clock stands: in time, due today or on the next working day, over. Derived from the server's time. */
export const ClockState = z.enum(['in_time', 'soon', 'over', 'met']);
export type ClockState = z.infer<typeof ClockState>;
/** One line of the desk; masked. */
export const DeskRow = z.object({
  number: ComplaintNumber, round: z.int(), state: ComplaintState, source: ComplaintSource, category: CategoryCode, departmentCode: z.string(), departmentName: z.string(),
  severity: Severity, warning: DisputeLevel, restricted: z.boolean(), anonymous: z.boolean(), confidential: z.boolean(),
  receivedAt: Instant, internal: ComplaintClock, legal: ComplaintClock, internalState: ClockState, legalState: ClockState,
  offices: z.array(Office), /** Offices and wards that have contributed. */ contributed: z.array(z.string()),
  takenBy: z.string(), mine: z.boolean(), escalated: z.int(),
  /** Masked complainant, '' for wards and offices and where anonymous. */
  name: z.string(), excerpt: z.string(),
  /** Answered, but nobody has told the complainant yet (no app, no channel): see `tellAnswered`. */
  untold: z.boolean(),
  /** Told by a nurse on the telephone, and asked that whoever handles it rings: still `untold`, and nobody else will ring. False for wards and offices. */
  callBack: z.boolean(),
});
export type DeskRow = z.infer<typeof DeskRow>;

/** A complaint beside a patient's stay: that there is one and how it stands, not what was said. */
export const StayComplaint = DeskRow.pick({ number: true, round: true, state: true, category: true, departmentName: true, receivedAt: true, internal: true, legal: true, internalState: true, legalState: true, untold: true, callBack: true });
export type StayComplaint = z.infer<typeof StayComplaint>;

/** Line of the timeline for staff: the public ones and what only the house sees (warnings, contributions, reveals). `by` is a name or ''. */
export const StaffEvent = z.object({ at: Instant, kind: z.string(), by: z.string(), words: z.string(), offices: z.array(z.string()), round: z.int(), public: z.boolean() });
export type StaffEvent = z.infer<typeof StaffEvent>;

/** All that this colleague may see and do. */
export const ComplaintDetail = DeskRow.extend({
  text: z.string(), accused: z.string(), happenedAt: Instant.nullable(), place: z.string(), wants: z.array(Want),
  /** The registering colleague's own words; the complainant's stand unedited in `text`. */
  note: z.string(),
  external: z.object({ no: z.string(), dueDay: Day.nullable() }).nullable(),
  /** Masked; null for wards and offices, and where nothing is known. `reveal` shows more. */
  person: z.object({ name: z.string(), phone: z.string(), relation: Relation.nullable(), patientName: z.string(), patientId: z.string(), encounterId: z.string(), inApp: z.boolean() }).nullable(),
  accusedStaff: z.array(z.object({ staffId: Id, name: z.string() })),
  /** `by`: the colleague's name. */
  extension: z.object({ at: Instant, by: z.string(), reason: z.string(), offices: z.array(Office) }).nullable(),
  /** `mayOpen` false: wards and offices open only what the officer shares. */
  evidence: z.array(Evidence.extend({ mayOpen: z.boolean(), shared: z.boolean() })),
  contributions: z.array(z.object({ code: z.string(), by: z.string(), text: z.string(), at: Instant, files: z.array(Evidence) })),
  answers: z.array(ComplaintAnswer.extend({ proof: z.string(), by: z.string(), toldAt: Instant })),
  verdict: z.enum(['none', 'accepted', 'reopened', 'silent']), rating: Rating.nullable(),
  timeline: z.array(StaffEvent),
  /** Dispute words found, by group id and phrase. */
  words: z.array(z.object({ id: z.string(), phrase: z.string(), level: DisputeLevel })),
  may: z.object({ dispatch: z.boolean(), take: z.boolean(), contribute: z.boolean(), extend: z.boolean(), answer: z.boolean(), tell: z.boolean(), close: z.boolean(), reveal: z.boolean(), accuse: z.boolean(), warn: z.boolean() }),
  rev: z.int(),
});
export type ComplaintDetail = z.infer<typeof ComplaintDetail>;

/** What is masked until somebody says why they must know it. */
export const RevealField = z.enum(['name', 'phone', 'patientName']);
export type RevealField = z.infer<typeof RevealField>;

/** What the complainant said when the answer was read out: enough; not enough, with what is new; whoever handles it shall ring; nothing yet. */
export const SaidByPhone = z.enum(['accepted', 'not_accepted', 'call_back', 'none']);
export type SaidByPhone = z.infer<typeof SaidByPhone>;
/** All that is read out in the call of an answer: neither who is complained about, nor who looked into it, nor the house's papers. */
export const AnswerToTell = z.object({
  number: ComplaintNumber, round: z.int(), receivedAt: Instant,
  /** Whose word it is, as they stand to the patient; null where that is not known. Nobody else is told. */
  relation: Relation.nullable(),
  outcome: ComplaintOutcome, notHandledReason: NotHandledReason.nullable(), text: z.string(), measures: z.string(),
  /** Working days in which they may still speak, days in which a closed one may be taken up again. */
  silentDays: z.int(), reopenDays: z.int(), hospitalPhone: z.string(),
  /** What was noted in this call already. */
  said: SaidByPhone.nullable(),
});
export type AnswerToTell = z.infer<typeof AnswerToTell>;

const person = ['patient', 'family'] as const;
const handlers = ['officer', 'director', 'lead'] as const;
const readers = ['officer', 'director', 'lead', 'ward'] as const;
const OfPatient = z.object({ /** None: not about a stay here. */ patientId: Id.optional() });
const ByNumber = z.object({ number: ComplaintNumber });
const Changed = z.object({ number: ComplaintNumber, state: ComplaintState, rev: z.int() });
const Offices = z.array(Office).min(1, 'required').max(6);

export const api = defineApi('complaint', {
  /** Everything the first step of the form needs, with the draft kept for this patient. */
  draft: {
    callers: person, read: true, input: OfPatient,
    output: z.object({
      draft: ComplaintDraft.nullable(), savedAt: Instant,
      /** The latest stay that this person may know of. */
      stay: z.object({ encounterId: Id, departmentCode: z.string(), departmentName: z.string(), dischargeDay: Day }).nullable(),
      departments: z.array(z.object({ code: z.string(), name: z.string() })),
      /** The confirmed number, masked: used when none is entered. */
      phone: z.string(),
      hospitalPhone: z.string(), internalDays: z.int(), legalDays: z.int(),
    }),
  },
  /** After each step; null forgets it. */
  saveDraft: { callers: person, input: OfPatient.extend({ draft: ComplaintDraft.nullable() }), output: z.object({ savedAt: Instant }) },
  /** A private place for one file. PUT the bytes with these headers, then name `fileId` in `file`, `addEvidence` or `reopen`. */
  upload: { callers: person, input: UploadInput, output: UploadPlace },
  /**
   * Files it. Once per key. Anonymous: neither name nor number nor patient is kept, yet the same person can follow it here. Confidential: the departments never learn who.
   * INVALID_INPUT: `text` required, `category` option, `departmentCode` unknown, `files.0` unknown, `happenedAt` future.
   */
  file: {
    callers: person,
    input: OfPatient.extend({ key: FilingKey, ...filing, /** How to address and reach them; the confirmed number when empty. */ name: z.string().trim().max(40).default(''), phone: z.union([z.literal(''), Phone]).default('') }),
    output: Filed,
  },
  /** Newest first, all patients. */
  mine: { callers: person, read: true, input: Nothing, output: z.object({ complaints: z.array(MyComplaint) }) },
  view: { callers: person, read: true, input: ByNumber, output: ComplaintView },
  /** More facts while it is open (not once answered: then reopen). */
  addEvidence: { callers: person, input: ByNumber.extend({ text: z.string().trim().max(1000, 'too_long').default(''), files: Files }), output: ComplaintView.extend({ safety: SafetyCard.nullable() }) },
  /** The answer is accepted: closes it. Again: the same. GONE (`not_answered`) when there is nothing to accept. */
  accept: { callers: person, input: ByNumber, output: ComplaintView },
  /** Not content: new facts begin a new round with its own clocks. While answered, and until 30 days after closing. GONE (`over`). */
  reopen: { callers: person, input: ByNumber.extend({ key: FilingKey, text: Text, files: Files }), output: ComplaintView.extend({ safety: SafetyCard.nullable() }) },
  withdraw: { callers: person, input: ByNumber.extend({ reason: z.string().trim().max(200).default('') }), output: ComplaintView },
  /** After closing, once a closing; may be changed for 12 hours. GONE (`rated`) afterwards. */
  rate: { callers: person, input: ByNumber.extend({ score: z.int().min(1).max(5), comment: z.string().trim().max(500).default('') }), output: ComplaintView },
  /** For the complainant what they handed in; for staff with an audit row; a ward or an office only what the officer shares, and its own. */
  fileAddress: { callers: [...person, 'staff'], roles: readers, read: true, input: ByNumber.extend({ fileId: Id }), output: z.object({ url: z.string(), name: z.string(), type: z.string(), until: Instant }) },

  /** Newest first; due and over: the soonest day first. `departments` of the caller narrow it. */
  desk: { callers: ['staff'], roles: readers, read: true, input: z.object({ view: DeskView.default('new'), cursor: z.string().max(200).optional() }), output: z.object({ rows: z.array(DeskRow), cursor: z.string().nullable() }) },
  counts: { callers: ['staff'], roles: readers, read: true, input: Nothing, output: z.object({ new: z.int(), mine: z.int(), due: z.int(), over: z.int(), answered: z.int(), /** New ones with D1 that nobody has taken. */ major: z.int() }) },
  detail: { callers: ['staff'], roles: readers, read: true, input: ByNumber, output: ComplaintDetail },
  /** Complaints about this stay's patient, newest first, as far as the desk shows them to this colleague; anonymous ones belong to no patient. Nothing for wards, who must not learn who complained. */
  ofStay: { callers: ['staff'], roles: handlers, read: true, input: z.object({ encounterId: Id }), output: z.object({ complaints: z.array(StayComplaint) }) },
  /**
   * `complainant.relation` `self` with a call or a stay: a name or number left open is the patient's own.
   * A complaint that came to a colleague: on the telephone, at the counter, by letter, from 12345. From a call (`callId`), a conversation (`threadId` with the numbers of the messages, whose words
   * and pictures are taken over unedited) or a stay (`encounterId`); or of somebody unknown. INVALID_INPUT `text` required without `threadId`.
   */
  register: {
    callers: ['staff'], roles: ['officer', 'lead', 'nurse', 'agent'],
    input: z.object({
      key: FilingKey, source: ComplaintSource.exclude(['app']), ...filing, text: z.string().trim().max(4000, 'too_long').default(''), note: z.string().trim().max(1000).default(''),
      callId: Id.optional(), threadId: Id.optional(), ns: z.array(z.int().min(1)).max(50).default([]), encounterId: Id.optional(),
      complainant: z.object({ name: z.string().trim().max(40), phone: z.union([z.literal(''), Phone]), relation: Relation.nullable() }).default({ name: '', phone: '', relation: null }),
      external: z.object({ no: z.string().trim().min(1).max(60), dueDay: Day.nullable() }).nullable().default(null),
      severity: Severity.default('ordinary'),
    }),
    output: Filed,
  },
  /** Departments, offices and colleagues to choose from on the desk. `handler` may decide. */
  choices: {
    callers: ['staff'], roles: ['officer', 'director', 'lead', 'nurse', 'agent'], read: true, input: Nothing,
    output: z.object({ departments: z.array(z.object({ code: z.string(), name: z.string() })), staff: z.array(z.object({ staffId: Id, name: z.string(), role: z.string() })) }),
  },
  /** Who must look into it; `share`: files of the complainant that wards and offices may open. */
  dispatch: { callers: ['staff'], roles: handlers, input: ByNumber.extend({ offices: Offices, note: z.string().trim().max(500).default(''), share: z.array(Id).max(30).default([]), severity: Severity.optional() }), output: Changed },
  /** "I handle it." CONFLICT (`taken`) when a colleague does; officers may take over with `over`. */
  take: { callers: ['staff'], roles: handlers, input: ByNumber.extend({ over: z.boolean().default(false) }), output: Changed },
  /** What a department or office found; `code` says for which, needed where somebody speaks for several. */
  contribute: { callers: ['staff'], roles: readers, input: ByNumber.extend({ text: Text, files: Files, code: z.string().max(40).optional() }), output: Changed },
  /** 5 → 10 working days: once, at least two offices, before the fifth day ends, with a reason that the complainant reads. NOT_NOW/GONE (`extended`, `too_late`, `answered`). */
  extend: { callers: ['staff'], roles: handlers, input: ByNumber.extend({ offices: Offices, reason: z.string().trim().min(4, 'too_short').max(300) }), output: Changed },
  /** INVALID_INPUT names what the outcome needs: `proof` always, `measures` where upheld or partly, `notHandledReason` where not handled. */
  answer: {
    callers: ['staff'], roles: handlers,
    input: ByNumber.extend({ outcome: ComplaintOutcome, text: z.string().trim().min(1).max(4000), measures: z.string().trim().max(1000).default(''), proof: z.string().trim().max(1000).default(''), files: Files, channel: AnswerChannel, notHandledReason: NotHandledReason.nullable().default(null) }),
    output: Changed,
  },
  /** How a complainant without the app was told, and what they said: `accepted` closes it, `not_accepted` begins a new round (facts in `words`), `none` starts the 7 working days. */
  tellAnswered: { callers: ['staff'], roles: handlers, input: ByNumber.extend({ channel: AnswerChannel.exclude(['app']), said: z.enum(['accepted', 'not_accepted', 'none']), words: z.string().trim().max(1000).default('') }), output: Changed },
  /** For the nurse who holds the call of an answer that nothing written carried, and only while she holds it. Audited. GONE (`over`) when it needs no telling any more. */
  answerToTell: { callers: ['staff'], roles: ['nurse', 'lead'], read: true, input: z.object({ callId: Id }), output: AnswerToTell },
  /**
   * What they said to it, once a round: `accepted` closes it, `not_accepted` begins the next round with `words`, `call_back` leaves it with the officer and lets no silence close it, `none` starts the 7
   * working days. The same again is the same; something else is CONFLICT (`told`). INVALID_INPUT `words` required for `not_accepted` and `call_back`. The call stays hers to end.
   */
  reportTold: { callers: ['staff'], roles: ['nurse', 'lead'], input: z.object({ callId: Id, said: SaidByPhone, words: z.string().trim().max(1000, 'too_long').default('') }), output: z.object({ number: ComplaintNumber, said: SaidByPhone, safety: SafetyCard.nullable() }) },
  /** After 7 working days of silence (a timer does it, too). NOT_NOW with `retryAt` before; CONFLICT (`untold`) while nobody told the complainant. */
  close: { callers: ['staff'], roles: handlers, input: ByNumber, output: Changed },
  /** Whom it is about: they see and handle it no more. `notAccused`: colleagues who are only mentioned by name. */
  markAccused: { callers: ['staff'], roles: handlers, input: ByNumber.extend({ staffIds: z.array(Id).max(20), notAccused: z.array(Id).max(20).default([]) }), output: Changed },
  raiseWarning: { callers: ['staff'], roles: handlers, input: ByNumber.extend({ level: DisputeLevel, note: z.string().trim().min(1).max(300) }), output: Changed },
  /** Shows in full, with an audit row. */
  reveal: { callers: ['staff'], roles: ['officer', 'director'], input: ByNumber.extend({ fields: z.array(RevealField).min(1).max(3), reason: z.string().trim().min(2, 'too_short').max(200) }), output: z.object({ values: z.partialRecord(RevealField, z.string()) }) },
  reveals: { callers: ['staff'], roles: ['officer', 'director'], read: true, input: ByNumber, output: z.object({ reveals: z.array(z.object({ at: Instant, by: z.string(), fields: z.array(RevealField), reason: z.string() })) }) },
  /** A place for a file of staff, named later in `register`, `contribute` or `answer`. */
  staffUpload: { callers: ['staff'], roles: ['officer', 'director', 'lead', 'ward', 'nurse', 'agent'], input: UploadInput, output: UploadPlace },
  /** Every minute: warnings, silence, what was cut off, files nobody used. */
  tick: { callers: ['timer'], input: Nothing, output: z.object({ warned: z.int(), closed: z.int(), settled: z.int(), failed: z.int(), removed: z.int() }) },
});
/** For handlers and pages. */
export type ComplaintApi = typeof api;
