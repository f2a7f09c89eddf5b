/** May it go out now, to whom first, in which words, and what follows from the carrier's answer. */
import { dayOf, hour, minute, nextWithin, sendingHours, timeOf, within } from '../kit/calendar';
import { maskName } from '../kit/mask';
import type { Relation } from '../kit/contract';
import { maySeeStay } from '../account/rules/binding';
import type { Step } from '../followup/contract';
import { capFreeAt } from '../followup/rules/next';
import { callLead, planStepOf } from '../followup/rules/plan';
import type { Delivery, Notice } from './contract';

/** What the register and the consents say, read in the moment of sending. */
export interface PatientFacts {
  name: string; death: 'no' | 'told' | 'confirmed'; noContact: boolean;
  /** Sealed numbers are opened late; here only what they are. */
  phoneHash: string; contactPhoneHash: string; phoneInvalid: boolean; contactInvalid: boolean; contactRelation: Relation;
  allowSmsSensitive: boolean; allowFamilySensitive: boolean;
}
/** The stay whose rules hold. */
export interface StayFacts { sensitive: boolean; state: 'finished' | 'cancelled'; readmitted: boolean; decision: string }
/** What the last look at a message of the plan needs to know. */
export interface Facts {
  step: Step | undefined; stay: StayFacts | undefined; patient: PatientFacts | undefined;
  /** Said no to messages of this purpose. */
  refused: boolean;
  /** Has a complaint open: is not asked whether they were satisfied. */
  complaining: boolean;
  /** Has a red flag that nobody has acknowledged: a person is looked for, not an answer. */
  inDanger: boolean;
  /** When messages that count went to this person. */
  sent: readonly number[];
}

/** May it go out now? */
export type Guard = { do: 'go' } | { do: 'cancel'; reason: string } | { do: 'wait'; until: number };
const cancel = (reason: string): Guard => ({ do: 'cancel', reason });
const wait = (until: number): Guard => ({ do: 'wait', until });

/** The last look before a message of the plan is sent. An alert always goes, a word to staff in the sending hours. */
export function guard(notice: Pick<Notice, 'kind' | 'purpose'>, { step, stay, patient, refused, complaining, inDanger, sent }: Facts, now: number): Guard {
  if (notice.kind === 'alert') return { do: 'go' };
  if (notice.kind === 'overdue') return within(now, sendingHours) ? { do: 'go' } : wait(nextWithin(now, sendingHours));
  if (!step || !stay || !patient) return cancel('unknown');
  if (patient.death !== 'no') return cancel(patient.death === 'confirmed' ? 'deceased' : 'death_unconfirmed');
  if (stay.state === 'cancelled') return cancel('cancelled');
  if (stay.readmitted) return cancel('readmitted');
  if (stay.decision === 'suppress') return cancel('suppressed');
  if (refused || patient.noContact) return cancel('opted_out');
  if (complaining && notice.purpose === 'survey') return cancel('complaint_open');
  // Written a moment before the step is changed; where that run was cut, the next one does it.
  if (step.state === 'planned') return wait(now + 2 * minute);
  if (step.state !== 'invited') return cancel(step.reason || step.state);
  if (now >= step.deadlineAt) return cancel('deadline');
  if (notice.kind === 'remind' && inDanger) return cancel('red_flag');
  if (notice.kind === 'remind' && now + callLead > step.deadlineAt) return cancel('deadline_near');
  if (!within(now, sendingHours)) return wait(nextWithin(now, sendingHours));
  const free = capFreeAt(sent, now);
  if (free > now) return notice.kind === 'remind' || free >= step.deadlineAt ? cancel('message_cap') : wait(nextWithin(free, sendingHours));
  return { do: 'go' };
}

/** Somebody who can be reached in WeChat about the patient, the patient first. */
export interface Recipient { openid: string; as: 'patient' | 'family'; guardian: boolean; off: readonly ('care' | 'survey')[] }
/** An address; `key` names it without showing it. `number`: whose, if it is one: of the patient's record, of the person, or sealed in the notice itself. */
export interface Target { channel: 'wechat' | 'sms'; to: 'self' | 'family' | 'duty'; key: string; openid: string; number: '' | 'phone' | 'contactPhone' | 'person' | 'sealed' }

/**
 * Where a message may go, best first: WeChat where a grant is left (the patient, then family as bound), SMS to the own number, SMS to the contact. A sensitive stay: no SMS and no family number
 * unless the patient chose it. `mobile` says of which numbers an SMS can be received: a landline cannot.
 */
export function targetsOf(o: {
  purpose: Notice['purpose']; tried: readonly string[]; patient: PatientFacts; stay: StayFacts; recipients: readonly Recipient[]; credits: ReadonlyMap<string, number>;
  mobile: { phone: boolean; contactPhone: boolean }; keyOfOpenid(openid: string): string;
}): Target[] {
  const { patient, stay } = o;
  const cleared = stay.decision === 'invite';
  const wechat = o.recipients
    .filter((who) => (o.credits.get(who.openid) ?? 0) > 0 && !who.off.some((purpose) => purpose === o.purpose) && maySeeStay(who, { sensitive: stay.sensitive, cleared }, patient))
    .map((who): Target => ({ channel: 'wechat', to: who.as === 'patient' ? 'self' : 'family', key: o.keyOfOpenid(who.openid), openid: who.openid, number: '' }));
  const sms: Target[] = [];
  const maySms = !stay.sensitive || patient.allowSmsSensitive;
  if (maySms && o.mobile.phone && !patient.phoneInvalid) sms.push({ channel: 'sms', to: 'self', key: patient.phoneHash, openid: '', number: 'phone' });
  const mayFamily = maySms && (!stay.sensitive || patient.allowFamilySensitive);
  if (mayFamily && o.mobile.contactPhone && !patient.contactInvalid && patient.contactPhoneHash !== patient.phoneHash) sms.push({ channel: 'sms', to: 'family', key: patient.contactPhoneHash, openid: '', number: 'contactPhone' });
  return [...wechat, ...sms].filter((target) => !o.tried.includes(target.key));
}

/** Three tries on one address (product default), a minute and ten minutes apart; a fault of ours waits longer, because a person must mend it. */
export const mostTries = 3;
const backOff = [minute, 10 * minute] as const;
const faultBackOff = 30 * minute;

/** What follows: sent, once more to this address, or the next address. */
export type After = { do: 'sent' } | { do: 'again'; at: number } | { do: 'next' };
/** What follows from an answer after the `tries`-th try on an address. */
export function afterAnswer(delivery: Delivery, tries: number, othersLeft: boolean, now: number): After {
  if (delivery === 'sent') return { do: 'sent' };
  if (delivery === 'unreachable' || tries >= mostTries || (delivery === 'fault' && othersLeft)) return { do: 'next' };
  return { do: 'again', at: now + (delivery === 'fault' ? faultBackOff : backOff[Math.min(tries, backOff.length) - 1]!) };
}

/** WeChat: a `thing` has at most 20 characters, no line break, and is never empty. */
export function thing(text: string): string {
  const characters = Array.from(text.replace(/\s+/g, ' ').trim() || '出院随访');
  return characters.length > 20 ? `${characters.slice(0, 19).join('')}…` : characters.join('');
}
/** `2026年11月21日 09:00`, as a `time` field wants it. */
export const wechatTime = (instant: number): string => `${dayOf(instant).replace('-', '年').replace('-', '月')}日 ${timeOf(instant)}`;

/** What the words of a message of the plan are made of. */
export interface Wording { hospital: string; patientName: string; family: boolean; step: Step }
const titleOf = (step: Step): { title: string; minutes: number } => {
  const plan = planStepOf(step);
  return { title: plan?.title.zh ?? '出院随访', minutes: plan?.minutes ?? 3 };
};

/** Fields of templates.json. No diagnosis, no department, no full name. */
export function wechatData(kind: 'invite' | 'remind', { hospital, patientName, family, step }: Wording): Record<string, string> {
  const { title, minutes } = titleOf(step);
  const hint = kind === 'remind' ? (step.escalates ? '答到一半也会保存，未答护士会来电' : '答到一半也会保存') : step.escalates ? `约${minutes}分钟，未答护士会来电问候` : `约${minutes}分钟，答到一半也会保存`;
  return { thing1: thing(hospital), thing2: thing(family ? `${maskName(patientName)}：${title}` : title), time3: wechatTime(step.deadlineAt), thing4: thing(hint) };
}
/** The page that a tap opens. */
export const wechatPage = (stepId: string): string => `pages/survey/answer/index?stepId=${encodeURIComponent(stepId)}`;

/** Variables of the SMS templates: masked name, minutes, link. */
export const smsParams = ({ patientName, step }: Wording, link: string): string[] => [maskName(patientName), String(titleOf(step).minutes), link];
/** Family reads a text of its own. */
export const smsKind = (kind: 'invite' | 'remind', family: boolean) => (family ? (`${kind}_family` as const) : kind);
/** When it was raised, and until when somebody must acknowledge. */
export const alertParams = (notice: Pick<Notice, 'raisedAt' | 'ackBy'>): string[] => [timeOf(notice.raisedAt), timeOf(notice.ackBy)];

/**
 * The personal link. Tencent refuses a whole URL as a variable (InvalidParameterValue.ProhibitedUseUrlInTemplateParameter): the approved template then holds the fixed beginning, SMS_LINK_PREFIX names
 * it, and only the rest is sent.
 */
export function linkOf(publicUrl: string, token: string, prefix: string): string {
  const link = `${publicUrl.replace(/\/+$/, '')}/#/pages/survey/answer/index?t=${token}`;
  return prefix && link.startsWith(prefix) ? link.slice(prefix.length) : link;
}
/** A link is good for two weeks after the deadline: a late answer still takes back the call (product default). */
export const linkExpiry = (step: Pick<Step, 'deadlineAt'>): number => step.deadlineAt + 14 * 24 * hour;
