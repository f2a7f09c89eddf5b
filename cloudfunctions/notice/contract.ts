/**
 * The outbox: everything that goes out, through which channel, and what the carrier said. Nothing is sent inside a request; a domain writes a notice and the timer sends it.
 * No diagnosis and no department stands in any text.
 */
import { defineApi, Id, Instant, Nothing, z } from '../kit/contract';

/** `alert` goes to the person on duty, at any hour; the others to patients and families within the sending hours. */
export const NoticeKind = z.enum(['invite', 'remind', 'alert']);
export type NoticeKind = z.infer<typeof NoticeKind>;
/** `safety` is free of hours, caps and opt-outs. */
export const NoticePurpose = z.enum(['care', 'survey', 'safety']);
export type NoticePurpose = z.infer<typeof NoticePurpose>;
/** `handed`: no channel carried it; followup was told. */
export const NoticeState = z.enum(['waiting', 'sending', 'sent', 'handed', 'cancelled']);
export type NoticeState = z.infer<typeof NoticeState>;
export const Channel = z.enum(['wechat', 'sms']);
export type Channel = z.infer<typeof Channel>;
/** Kinds for which a WeChat user can grant messages. */
export const TemplateKind = z.enum(['invite', 'remind']);
export type TemplateKind = z.infer<typeof TemplateKind>;

/** What a carrier said: sent; `later` may work in a while; `unreachable` this address never will; `fault` our own configuration is wrong. */
export const Delivery = z.enum(['sent', 'later', 'unreachable', 'fault']);
export type Delivery = z.infer<typeof Delivery>;

/** One try; `code` is the carrier's own (`0`, `43101`, `Ok`, `LimitExceeded.PhoneNumberDailyLimit`), or ours: `network`, `not_configured`, `lease_ended` (the run was cut; nobody knows whether it went). */
export const NoticeResult = z.object({ at: Instant, channel: z.union([z.literal(''), Channel]), to: z.enum(['', 'self', 'family', 'duty']), code: z.string(), delivery: Delivery });
export type NoticeResult = z.infer<typeof NoticeResult>;

/** A notice as it is stored. */
export const Notice = z.object({
  /** `notice:<stepId>:<kind>`; alerts: `notice:<callId>:alert:<level>` */
  _id: Id,
  kind: NoticeKind, purpose: NoticePurpose, stepId: Id, encounterId: Id, patientId: Id,
  /** Alerts only: the number, sealed under field `notice`; ''. */
  toSealed: z.string(),
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
  /** False until followup knows that it was sent or handed over. */
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
  /** The template ids to ask for, at most three in one tap; empty where the hospital has registered none. */
  templates: { callers: ['anyone'], read: true, input: Nothing, output: z.object({ templates: z.array(z.object({ kind: TemplateKind, templateId: z.string() })) }) },
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
