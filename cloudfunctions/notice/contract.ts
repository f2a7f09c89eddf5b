/**
 * The outbox: everything that goes out, through which channel, and what the carrier said. Nothing is sent inside a request; a domain writes a notice and the timer sends it.
 * No diagnosis and no department stands in any text.
 */
import { defineApi, Id, Instant, Nothing, z } from '../kit/contract';

/** Messages about anything but a step of the plan: a return visit, an answer of customer service, a complaint. */
export const LetterKind = z.enum([
  'visit_booked', 'visit_day_before', 'visit_morning', 'visit_closed', 'visit_missed', 'reply', 'complaint_filed', 'complaint_extended', 'complaint_answered',
]);
export type LetterKind = z.infer<typeof LetterKind>;
/** `alert` goes to the person on duty, at any hour; `overdue` to the duty chain within the sending hours; the others to patients and families. */
export const NoticeKind = z.enum(['invite', 'remind', 'alert', 'overdue', ...LetterKind.options]);
export type NoticeKind = z.infer<typeof NoticeKind>;
/** `safety` is free of hours, caps and opt-outs; `visit` and `service` (answers to what somebody asked) of caps and opt-outs. */
export const NoticePurpose = z.enum(['care', 'survey', 'safety', 'visit', 'service']);
export type NoticePurpose = z.infer<typeof NoticePurpose>;
/** `handed`: no channel carried it; the domain that wrote it was told. */
export const NoticeState = z.enum(['waiting', 'sending', 'sent', 'handed', 'cancelled']);
export type NoticeState = z.infer<typeof NoticeState>;
/** What carries a message. */
export const Channel = z.enum(['wechat', 'sms']);
export type Channel = z.infer<typeof Channel>;
/** Templates for which a WeChat user can grant messages; `visit` serves all messages about a return visit, `complaint` all about a complaint. */
export const TemplateKind = z.enum(['invite', 'remind', 'visit', 'reply', 'complaint']);
export type TemplateKind = z.infer<typeof TemplateKind>;

/** What a carrier said: sent; `later` may work in a while; `unreachable` this address never will; `fault` our own configuration is wrong. */
export const Delivery = z.enum(['sent', 'later', 'unreachable', 'fault']);
export type Delivery = z.infer<typeof Delivery>;

/** One try; `code` is the carrier's own (`0`, `43101`, `Ok`, `LimitExceeded.PhoneNumberDailyLimit`), or ours: `network`, `not_configured`, `lease_ended` (the run was cut; nobody knows whether it went). */
export const NoticeResult = z.object({ at: Instant, channel: z.union([z.literal(''), Channel]), to: z.enum(['', 'self', 'family', 'duty']), code: z.string(), delivery: Delivery });
export type NoticeResult = z.infer<typeof NoticeResult>;

/** A notice as it is stored. */
export const Notice = z.object({
  /** `notice:<stepId>:<kind>`; alerts: `notice:<callId>:alert:<level>`; letters: `notice:<about>:<kind>`, perhaps with `:<n>` */
  _id: Id,
  kind: NoticeKind, purpose: NoticePurpose,
  /** What it is about: a step; of a letter the appointment, thread or complaint. */
  stepId: Id,
  /** '' where a letter knows of none. */
  encounterId: z.string(), patientId: z.string(),
  /** A number that stands in the notice itself (alerts, complainants who are no users), sealed under field `notice`; ''. */
  toSealed: z.string(),
  /** A letter for one person, not for whoever may be reached about the patient; ''. */
  toPerson: z.string(),
  /** Letters: when it is worth nothing any more (0 otherwise), its values, the page that it opens, whether an SMS speaks for what it is about. */
  until: Instant, params: z.array(z.string()), page: z.string(), link: z.boolean(),
  state: NoticeState,
  /** When it may go out; the timer looks at it then. 0 when nothing more happens. */
  due: Instant,
  leaseUntil: Instant, runId: z.string(),
  /** Tries on the present channel. */
  tries: z.int(),
  channel: z.union([z.literal(''), Channel]), to: z.enum(['', 'self', 'family', 'duty']),
  /** Hash of the address, never the address. */
  target: z.string(),
  /** Addresses that were given up, by hash. */
  tried: z.array(z.string()),
  sentAt: Instant,
  /** Since when it counts towards the three messages a week; 0 when it does not. */
  countsAt: Instant,
  /** Alerts only: when the flag was raised, and until when somebody must acknowledge. */
  raisedAt: Instant, ackBy: Instant,
  results: z.array(NoticeResult),
  cancelReason: z.string(),
  /** False until the domain that wrote it knows that it was sent or handed over. */
  told: z.boolean(),
  createdAt: Instant, updatedAt: Instant,
});
export type Notice = z.infer<typeof Notice>;

export const api = defineApi('notice', {
  /** What the person tapped in WeChat's subscribe sheet: each accept is good for one message. FORBIDDEN without an openid. */
  grant: {
    callers: ['patient', 'family'],
    input: z.object({ results: z.array(z.object({ templateId: z.string().min(1).max(80), result: z.enum(['accept', 'reject', 'ban', 'filter']) })).min(1).max(5) }),
    output: z.object({ left: z.array(z.object({ kind: TemplateKind, left: z.int() })) }),
  },
  /** The template ids to ask for, at most three in one tap: those of the kinds that fit the moment, `invite` and `remind` where none are named. Empty where the hospital has registered none. */
  templates: { callers: ['anyone'], read: true, input: z.object({ kinds: z.array(TemplateKind).max(3).default(['invite', 'remind']) }), output: z.object({ templates: z.array(z.object({ kind: TemplateKind, templateId: z.string() })) }) },
  /** What went out for one step and what became of it. */
  ofStep: {
    callers: ['staff'], roles: ['lead', 'nurse', 'agent', 'officer', 'ward', 'quality', 'director'], read: true,
    input: z.object({ stepId: Id }),
    output: z.object({
      notices: z.array(z.object({
        noticeId: Id, kind: NoticeKind, state: NoticeState, channel: z.union([z.literal(''), Channel]), to: z.enum(['', 'self', 'family', 'duty']),
        due: Instant, sentAt: Instant, cancelReason: z.string(), results: z.array(NoticeResult),
      })),
    }),
  },
  /** Every minute. */
  send: {
    callers: ['timer'], input: Nothing,
    output: z.object({ taken: z.int(), sent: z.int(), handed: z.int(), postponed: z.int(), cancelled: z.int(), later: z.int(), bad: z.int(), more: z.boolean() }),
  },
});
