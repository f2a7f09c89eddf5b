/**
 * Conversations with customer service: one thread per patient, for the patient, the family and staff. Browser-safe; pages import it with `import type`.
 *
 * How the patient's page works with it: `open` once (everything the first screen needs, creates nothing), `since` every 3 s while the page is visible (`after` = the last `lastN` it was given),
 * `upload` + a PUT to the address + `send` with the picture's id. `key` is made once per message by the page and kept with the unsent text: the same key is the same message, however often it is
 * sent. Whatever carries `safety` shows the safety page at once. Reading is told by `open` and `since`: they are for a page that a person looks at.
 * The agent's page: `inbox` and `counts` every 10 s, `thread` every 3 s for the open one (says that somebody is here, and reads it).
 */
import { defineApi, Day, Id, Instant, Nothing, Relation, Role, Sex, z } from '../kit/contract';
import { Safety as SurveySafety } from '../survey/contract';
import { AnswerCategory, Disease, Fit, StandardAnswer, tagsMost } from './contract/answer';

/** The longest message, in characters as JavaScript counts them (product default). */
export const textMost = 2000;
/** Pictures in one message (product default), and the size of one in bytes. */
export const imagesMost = 9;
/** 10 MB, more than phones make. */
export const imageBytesMost = 10 * 1024 * 1024;
/** A private note, a question to a department, a comment beside a rating. */
export const commentMost = 500;

/** What phones write. */
export const ImageType = z.enum(['image/jpeg', 'image/png', 'image/webp', 'image/heic']);
export type ImageType = z.infer<typeof ImageType>;
/** The client's own id of a message: letters, digits, `_` and `-`. */
export const Key = z.string().regex(/^[\w-]{8,64}$/);
/** `emergency` R1, `crisis` R2, `today` O of the phrase table; '' for none. One-key help is an emergency. */
export const Urgent = z.enum(['', 'today', 'crisis', 'emergency']);
export type Urgent = z.infer<typeof Urgent>;
/** Writing to a closed thread opens it again. */
export const ThreadState = z.enum(['open', 'closed']);
export type ThreadState = z.infer<typeof ThreadState>;
/** Whose words. `department`: the answer of a ward, told by customer service under the department's name. */
export const From = z.enum(['patient', 'family', 'staff', 'department', 'system']);
export type From = z.infer<typeof From>;
/**
 * `text`: words, pictures or both. `help`: the help button. `system`: something happened, see `event`. For staff only: `note` (private), `handed` (the question to a department), `answer` (what the
 * department answered to the agent).
 */
export const MessageKind = z.enum(['text', 'help', 'system', 'note', 'handed', 'answer']);
export type MessageKind = z.infer<typeof MessageKind>;
/** What a system line says; wording in `src/text`. Patients get only `handed`, `closed` and `reopened`. */
export const Event = z.enum(['', 'handed', 'handed_back', 'closed', 'reopened', 'assigned', 'unassigned', 'returned', 'acknowledged', 'raised', 'unanswered', 'complaint']);
export type Event = z.infer<typeof Event>;
/** What a reply is (no clinical advice by customer service, D08): information, the department's answer passed on, booking help, the way to complain. */
export const ReplyKind = z.enum(['information', 'ward_answer', 'book', 'complaint']);
export type ReplyKind = z.infer<typeof ReplyKind>;

/** A private picture; the address is good for ten minutes (`until`), then `pictures` or `staffPictures` gives another. */
export const Image = z.object({ imageId: Id, url: z.string(), until: Instant });
export type Image = z.infer<typeof Image>;

/** The safety page: as after a survey answer, and the hospital's switchboard. `ringBy` null: the alarm could not be passed on yet; say to ring 120 or the ward. */
export const Safety = SurveySafety.extend({ hospitalPhone: z.string() });
export type Safety = z.infer<typeof Safety>;

/** Is customer service there now, and when next (the start of the next working span; equal to now while staffed)? */
export const Staffed = z.object({ now: z.boolean(), nextAt: Instant });
export type Staffed = z.infer<typeof Staffed>;

// ---- the patient's side

/** A line as the patient's side reads it. */
export const PersonMessage = z.object({
  /** Grows within the thread; staff lines that are not for patients leave gaps. */
  n: z.int(),
  /** Of the caller's own messages: the key they sent; else ''. */
  key: z.string(),
  from: From,
  kind: z.enum(['text', 'help', 'system']),
  /** Written by the person who asks. */
  mine: z.boolean(),
  /** 客服·王, 普外科 (科室 for a sensitive stay); the family member's or patient's masked name; '' for system lines. */
  name: z.string(),
  /** Of a family member; `self` for the patient; null for the hospital. */
  relation: Relation.nullable(),
  text: z.string(),
  images: z.array(Image),
  event: Event,
  at: Instant,
});
export type PersonMessage = z.infer<typeof PersonMessage>;

/** How content they were with a conversation, 1 to 5. */
export const Rating = z.object({ score: z.int().min(1).max(5), comment: z.string(), at: Instant });
export type Rating = z.infer<typeof Rating>;

/** Where the conversation stands, for the patient's side. */
export const PersonThread = z.object({
  /** `none`: nobody has written yet. */
  state: z.enum(['none', 'open', 'closed']),
  /** Since when somebody waits for an answer; 0 when nobody does. */
  waitingSince: Instant,
  /** Answered at the latest: of what waits, or of what would be written now. Past when we are late: say that we are sorry and looking at it, not the time. */
  by: Instant,
  late: z.boolean(),
  /** A department has the question; `by` holds. */
  withDepartment: z.boolean(),
  urgent: Urgent,
  /** The last number that this page knows; give it as `after` to `since`. */
  lastN: z.int(),
  /** Everything the patient's side wrote up to this number was seen by staff. */
  readByStaff: z.int(),
  closedAt: Instant,
  rating: Rating.nullable(),
  /** Closed and not rated yet, or rated less than 12 h ago. */
  mayRate: z.boolean(),
});
export type PersonThread = z.infer<typeof PersonThread>;

/** Everything the first screen needs. */
export const Opened = z.object({
  thread: PersonThread,
  /** The last 50, oldest first. */
  messages: z.array(PersonMessage),
  /** There are older ones: `older`. */
  more: z.boolean(),
  staffed: Staffed,
  /** A danger of the last day that is not over: show it first. */
  safety: Safety.nullable(),
  /** `ward` is '' for a sensitive stay. */
  phones: z.object({ ward: z.string(), hospital: z.string() }),
  /** Masked name of the patient. */
  patient: z.string(),
  me: z.object({ as: z.enum(['patient', 'family']), relation: Relation }),
});
export type Opened = z.infer<typeof Opened>;

/** What to say under a message that was just sent. `staffed`: answered by `by`. `closed_now`: nobody is there now, back at `nextAt`, answered by `by`. `urgent`: see `safety`. */
export const Note = z.object({ key: z.enum(['staffed', 'closed_now', 'urgent']), by: Instant, nextAt: Instant });
export type Note = z.infer<typeof Note>;

/** What was written, and what to say beneath it. */
export const Sent = z.object({ message: PersonMessage, thread: PersonThread, safety: Safety.nullable(), note: Note });
export type Sent = z.infer<typeof Sent>;

/** Where a picture goes: PUT the bytes with these headers, then name `imageId` in `send` or `reply` (within a day, by the same person, once). */
export const UploadPlace = z.object({ imageId: Id, url: z.string(), method: z.literal('PUT'), headers: z.record(z.string(), z.string()) });
export type UploadPlace = z.infer<typeof UploadPlace>;

// ---- staff

/** Lists of the inbox. */
export const View = z.enum(['mine', 'unassigned', 'waiting', 'overdue', 'urgent', 'department', 'closed']);
export type View = z.infer<typeof View>;
/** What a person should look at, from the words: a death was told, they want no more contact, they are the wrong person, something for few eyes. */
export const Mark = z.enum(['death', 'stop', 'wrong_person', 'restricted', 'epidemic']);
export type Mark = z.infer<typeof Mark>;

/** One line of a list; masked. */
export const ThreadRow = z.object({
  threadId: Id, patientId: Id, encounterId: z.string(),
  /** Masked in lists; whole in `thread`. */
  name: z.string(), sex: Sex, age: z.int(),
  departmentCode: z.string(), departmentName: z.string(), sensitive: z.boolean(),
  /** Days since the latest discharge. */
  dayN: z.int(),
  state: ThreadState,
  /** 0: nobody waits. `due`: first reply by; `latest`: 24 h after they began to wait. `overdue` by the server's clock. */
  waitingSince: Instant, due: Instant, latest: Instant, overdue: z.boolean(),
  urgent: Urgent,
  /** The phrases that raised the newest alarm of that level; none for the help button, or where they are not for the caller's eyes. */
  said: z.array(z.string()),
  /** The urgent call; '' for none. `acknowledgedBy`: '' until somebody took it on. */
  callId: z.string(), acknowledgedBy: z.string(),
  assignee: z.string(), assigneeName: z.string(),
  /** Where the question lies; of a department: which, since when, and its answer's due time. */
  desk: z.enum(['service', 'department']), handedTo: z.string(), handedToName: z.string(), handedAt: Instant, handedDue: Instant,
  lastN: z.int(), lastAt: Instant, lastFrom: z.enum(['patient', 'staff']),
  /** Begin of the last message that patients see; '' where it is not for the caller's eyes. */
  preview: z.string(),
  unread: z.boolean(),
  marks: z.array(Mark),
});
export type ThreadRow = z.infer<typeof ThreadRow>;

/** A line as staff read it. */
export const StaffMessage = z.object({
  n: z.int(), from: From, kind: MessageKind,
  /** Full name of a colleague, masked name of a person, department of an answer, '' for none. */
  name: z.string(), staffId: z.string(), relation: Relation.nullable(),
  /** '' where `hidden`. For `system` lines the colleague's or department's name that the event is about. */
  text: z.string(), images: z.array(Image), event: Event,
  /** Not for the caller's role (a ward never reads what may concern itself). */
  hidden: z.boolean(),
  /** Patients never see it. */
  internal: z.boolean(),
  replyKind: ReplyKind.nullable(), answer: z.object({ answerId: Id, version: z.int() }).nullable(),
  /** What the screening said, and the phrases that spoke; never a diagnosis. */
  level: Urgent, phrases: z.array(z.string()),
  at: Instant,
});
export type StaffMessage = z.infer<typeof StaffMessage>;

/** One thread at the desk: the row with the whole name, and what may be done. */
export const ThreadDetail = ThreadRow.extend({
  /** A letter about a reply would go out by; `none`: a nurse would ring. Null while polling (`after`): keep what you had. */
  reach: z.enum(['wechat', 'sms', 'none']).nullable(),
  /** The patient's side has seen everything up to this number. */
  readByPatient: z.int(),
  closedAt: Instant, rating: Rating.nullable(),
  /** 周女士: how a reply addresses them. */
  address: z.string(),
  /** Who of the patient's side has written: masked name and relation; what is clinical is told only to whom may hear it. Null while polling. */
  people: z.array(z.object({ personId: Id, name: z.string(), relation: Relation, mayHear: z.boolean() })).nullable(),
  deceased: z.boolean(),
  /**
   * A danger told after the patient's death is a family member's: who told it, their own number (masked, '' for none), whether that is the contact's number on record, which the stay's page shows in full with a reason, and the
   * line to ring where it is not. The calls' list never dials for the deceased. Null while the patient lives or nothing urgent stands.
   */
  afterDeath: z.object({ name: z.string(), relation: Relation, phone: z.string(), onRecord: z.boolean(), wardPhone: z.string() }).nullable(),
  /** What the caller may do here. */
  may: z.object({ reply: z.boolean(), hand: z.boolean(), handBack: z.boolean(), acknowledge: z.boolean(), close: z.boolean(), wardAnswer: z.boolean() }),
});
export type ThreadDetail = z.infer<typeof ThreadDetail>;

/** One thread with a window of its lines. */
export const ThreadView = z.object({
  thread: ThreadDetail,
  /** After `after`, or before `before`, or the last 50; oldest first. */
  messages: z.array(StaffMessage),
  more: z.boolean(),
  /** Colleagues who have this thread open now (not the caller). */
  here: z.array(z.object({ staffId: Id, name: z.string() })),
  staffed: Staffed,
});
export type ThreadView = z.infer<typeof ThreadView>;

/** A short ready text, filled in for this thread. */
export const Canned = z.object({ cannedId: Id, title: z.string(), text: z.string(), replyKind: ReplyKind });
export type Canned = z.infer<typeof Canned>;

const people = ['patient', 'family'] as const;
const desk = ['agent', 'lead', 'nurse'] as const;
const readers = ['agent', 'lead', 'nurse', 'ward', 'officer'] as const;
const PatientInput = z.object({ patientId: Id });
const ThreadInput = z.object({ threadId: Id });
/** What people type: kept as text, whatever it looks like. */
const Words = z.string().max(textMost, 'too_long');
const Images = z.array(Id).max(imagesMost, 'too_many').default([]);
const Picture = z.object({ type: ImageType, size: z.int().min(1).max(imageBytesMost, 'too_long') });
const Changed = z.object({ thread: ThreadDetail });

export const api = defineApi('message', {
  /** Everything the first screen needs. Safe to repeat; reads what it shows. */
  open: { callers: people, read: true, input: PatientInput, output: Opened },
  /** Messages before a number, 50 at a time, oldest first. */
  older: { callers: people, read: true, input: PatientInput.extend({ before: z.int().min(1) }), output: z.object({ messages: z.array(PersonMessage), more: z.boolean() }) },
  /** What is new after a number; also an unchanged thread, so that waiting, closing and danger show. Reads what it shows. */
  since: { callers: people, read: true, input: PatientInput.extend({ after: z.int().min(0) }), output: z.object({ thread: PersonThread, messages: z.array(PersonMessage), staffed: Staffed, safety: Safety.nullable() }) },
  /**
   * Once per key. Words or pictures must be there. Writing to a closed thread opens it again. INVALID_INPUT at `text` (`required`, `too_long`) or `images.<i>`
   * (`unknown`: not uploaded, not yours or sent already; `wrong_type`, `too_large`: not what was announced). TOO_MANY/`pace` with `retryAt` for who writes faster than people do; words of danger are still
   * screened, taken and answered with `safety`.
   */
  send: { callers: people, input: PatientInput.extend({ key: Key, text: Words.default(''), images: Images }), output: Sent },
  /** A place for one picture. TOO_MANY beyond 60 an hour. */
  upload: { callers: people, input: PatientInput.extend(Picture.shape), output: UploadPlace },
  /** Fresh addresses of one message's pictures. */
  pictures: { callers: people, read: true, input: PatientInput.extend({ n: z.int().min(1) }), output: z.object({ images: z.array(Image) }) },
  /** The help button: 120 and the ward's phone at once, an urgent call and an alert. Once per key. */
  help: { callers: people, input: PatientInput.extend({ key: Key }), output: Sent.extend({ safety: Safety }) },
  /** Only after closing; again within 12 h changes it. GONE/`rated` later, CONFLICT/`open` before. */
  rate: { callers: people, input: PatientInput.extend({ score: z.int().min(1).max(5), comment: z.string().max(commentMost, 'too_long').default('') }), output: z.object({ thread: PersonThread }) },

  /** A page of 30. `department`: what lies with a department; all that a ward sees. `cursor` from `next`. */
  inbox: { callers: ['staff'], roles: readers, read: true, input: z.object({ view: View, cursor: z.string().max(220).default('') }), output: z.object({ rows: z.array(ThreadRow), next: z.string() }) },
  /** Per view, at most 100 (say "99+"). */
  counts: { callers: ['staff'], roles: readers, read: true, input: Nothing, output: z.record(View.exclude(['closed']), z.int()) },
  /**
   * What was said that raised a red flag, for who may ring it (a ward: of its departments) while its call is open: those lines and nothing else of the conversation. None where the danger was told
   * elsewhere. Audited.
   */
  raised: { callers: ['staff'], roles: ['ward', 'nurse', 'lead', 'director'], read: true, input: z.object({ callId: Id }), output: z.object({ messages: z.array(StaffMessage) }) },
  /** `after` for polling, `before` for older ones, neither for the last 50. Says that the caller is here and reads it. `ofPatient` finds the thread of a patient. */
  thread: { callers: ['staff'], roles: readers, read: true, input: z.object({ threadId: Id.optional(), ofPatient: Id.optional(), after: z.int().min(0).optional(), before: z.int().min(1).optional() }), output: ThreadView },
  /**
   * Once per key; ends the waiting; assigns an unassigned thread to the caller. With `answerId` the text must hold the answer's `insert` unchanged: CONFLICT/`answer_draft`, `answer_expired`, `answer_retired`;
   * INVALID_INPUT `text`/`answer_changed`. `ward_answer` needs a department's answer: CONFLICT/`no_ward_answer`. `seenN`: the last number that the page showed; what was written after it goes on waiting.
   */
  reply: { callers: ['staff'], roles: desk, input: ThreadInput.extend({ key: Key, text: Words.default(''), images: Images, replyKind: ReplyKind, answerId: Id.optional(), seenN: z.int().min(0).optional() }), output: z.object({ message: StaffMessage, thread: ThreadDetail }) },
  /** Private, for staff only. Once per key. */
  note: { callers: ['staff'], roles: [...desk, 'ward', 'officer'], input: ThreadInput.extend({ key: Key, text: z.string().min(1).max(commentMost, 'too_long') }), output: z.object({ message: StaffMessage }) },
  /** '' gives it back to everybody. CONFLICT when it changed hands meanwhile (`from` is whom the page showed). */
  assign: { callers: ['staff'], roles: desk, input: ThreadInput.extend({ staffId: z.union([Id, z.literal('')]), from: z.string() }), output: Changed },
  /** Who a thread may be given to, and the departments it may be handed to. */
  colleagues: { callers: ['staff'], roles: desk, read: true, input: Nothing, output: z.object({ colleagues: z.array(z.object({ staffId: Id, name: z.string(), role: Role })), departments: z.array(z.object({ departmentCode: z.string(), departmentName: z.string() })) }) },
  /** To a department with a question; the patient's clocks go on. CONFLICT/`handed` when it lies with one already. */
  hand: { callers: ['staff'], roles: desk, input: ThreadInput.extend({ departmentCode: Id, question: z.string().min(1).max(commentMost, 'too_long') }), output: Changed },
  /** The department's answer, for the agent to put into plain words. An agent may write down what the department said on the phone. CONFLICT/`not_handed`. */
  handBack: { callers: ['staff'], roles: [...desk, 'ward'], input: ThreadInput.extend({ text: z.string().min(1).max(textMost, 'too_long') }), output: Changed },
  /** CONFLICT/`waiting` while somebody waits unless `force` (a "谢谢" needs no reply), `urgent` while a danger is not acknowledged, `handed` while it lies with a department. */
  close: { callers: ['staff'], roles: desk, input: ThreadInput.extend({ force: z.boolean().default(false) }), output: Changed },
  reopenThread: { callers: ['staff'], roles: desk, input: ThreadInput, output: Changed },
  /** "我来处理": takes on the urgent call, stops the alarm from going up, assigns the thread to the caller. */
  acknowledge: { callers: ['staff'], roles: [...desk, 'ward'], input: ThreadInput, output: Changed },
  /**
   * Standard answers. With `text` or `threadId` (its last words where no `text` is given) the eight that fit best, best first; else all, by number. Such as may not be inserted come too, with the reason: the page
   * shows them, without the button. With `threadId`, those written for the stay's department and disease come first, those for other stays last; `fit` says which, null without a thread. A diagnosis that is kept from
   * the patient, of a sensitive stay or outside the caller's departments plays no part.
   */
  answers: { callers: ['staff'], roles: ['agent', 'lead', 'nurse', 'quality', 'officer', 'director'], read: true, input: z.object({ text: z.string().max(textMost).optional(), threadId: Id.optional() }), output: z.object({ answers: z.array(StandardAnswer.extend({ fit: Fit.nullable() })), closing: z.string(), departments: z.array(z.object({ departmentCode: z.string(), departmentName: z.string() })) }) },
  /** A new one (no `answerId`; gets the next number) or a new draft version of a known one (`rev` as read; else CONFLICT). INVALID_INPUT `departments.<i>` `unknown`. */
  saveAnswer: {
    callers: ['staff'], roles: ['lead', 'quality'],
    input: z.object({
      answerId: Id.optional(), rev: z.int().default(0), category: AnswerCategory, question: z.string().min(1).max(120, 'too_long'), keywords: z.array(z.string().min(1).max(30)).max(30).default([]),
      departments: z.array(Id).max(tagsMost).default([]), diseases: z.array(Disease).max(tagsMost).default([]), answer: z.string().min(1).max(1000, 'too_long'),
      escalateWhen: z.string().max(300).default(''), route: z.string().max(100).default(''), direct: z.boolean(), clinical: z.boolean(),
    }),
    output: z.object({ answer: StandardAnswer }),
  },
  /** A physician's, pharmacist's or nurse's approval of one version, by name and title, until a day (at most two years ahead; INVALID_INPUT `expiresOn`). CONFLICT when the version is no draft any more. */
  reviewAnswer: { callers: ['staff'], roles: ['lead', 'quality'], input: z.object({ answerId: Id, version: z.int(), reviewedBy: z.string().min(1).max(40), reviewerTitle: z.string().min(1).max(40), expiresOn: Day }), output: z.object({ answer: StandardAnswer }) },
  /** Out of use; a new version brings it back. */
  retireAnswer: { callers: ['staff'], roles: ['lead', 'quality'], input: z.object({ answerId: Id }), output: z.object({ answer: StandardAnswer }) },
  /** Short ready texts, the patient's form of address filled in. */
  canned: { callers: ['staff'], roles: desk, read: true, input: ThreadInput, output: z.object({ canned: z.array(Canned) }) },
  staffUpload: { callers: ['staff'], roles: desk, input: ThreadInput.extend(Picture.shape), output: UploadPlace },
  staffPictures: { callers: ['staff'], roles: readers, read: true, input: ThreadInput.extend({ n: z.int().min(1) }), output: z.object({ images: z.array(Image) }) },

  /** Every minute: dangers whose alarm was cut off, threads stuck on somebody absent, questions unanswered after 24 h, letters not written, pictures nobody sent, the standard answers of the first day. */
  tick: { callers: ['timer'], input: Nothing, output: z.object({ raised: z.int(), returned: z.int(), unanswered: z.int(), told: z.int(), cleaned: z.int(), failed: z.int() }) },
});
