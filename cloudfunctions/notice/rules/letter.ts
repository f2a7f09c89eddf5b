/** Letters: messages about a return visit, an answer or a complaint. Whose they are, when they may go, and in which words. */
import { dayInWords, dayOf, nextWithin, sendingHours, timeOf, within, type Hours } from '../../kit/calendar';
import type { LetterKind, Notice, NoticeKind, TemplateKind } from '../contract';
import type { LetterFamily } from '../contract/letter';
import { thing, type Guard, type PatientFacts } from '../rules';

/** Booked visits go out from 7:00, so that somebody with a visit at eight still reads it; never later than other messages (product default). */
export const visitHours: Hours = [['07:00', '20:00']];

/**
 * What a letter looks like. `params` are the domain's values in order:
 * visits: masked name, when (`11月26日（周四）14:30`), and where (WeChat only; none in a sensitive stay) — visit_missed: masked name · reply: masked name · complaints: number, last day of the answer
 * (`11月27日`); complaint_answered: number. `sms` says how many of them an SMS carries before its link; `byFamily`: family reads a text of its own.
 */
interface Form { family: LetterFamily; sms: number; byFamily: boolean; title: string; hint: string }
/** By kind; the words of an SMS are the carrier's template (templates.json). */
export const letters: Readonly<Record<LetterKind, Form>> = {
  visit_booked: { family: 'visit', sms: 2, byFamily: true, title: '复诊已约好', hint: '来不了请提前改约' },
  visit_day_before: { family: 'visit', sms: 2, byFamily: true, title: '明天有复诊', hint: '来不了请提前改约' },
  visit_morning: { family: 'visit', sms: 2, byFamily: true, title: '今天有复诊', hint: '点开看地点和准备事项' },
  visit_closed: { family: 'visit', sms: 2, byFamily: true, title: '复诊时间有变动', hint: '请点开确认或另选时间' },
  visit_missed: { family: 'visit', sms: 1, byFamily: true, title: '今天的复诊没有见到您', hint: '需要改约请点开' },
  reply: { family: 'reply', sms: 1, byFamily: true, title: '客服回复了您', hint: '点开查看回复' },
  complaint_filed: { family: 'complaint', sms: 2, byFamily: false, title: '您反映的情况已收到', hint: '最晚{1}答复您' },
  complaint_extended: { family: 'complaint', sms: 2, byFamily: false, title: '答复时间有变动', hint: '需多部门核实，{1}前答复' },
  complaint_answered: { family: 'complaint', sms: 1, byFamily: false, title: '您反映的情况已有答复', hint: '请查看并告诉我们是否认可' },
};

/** Is it a letter, and not a message of the plan or to staff? */
export const isLetter = (kind: NoticeKind): kind is LetterKind => kind in letters;
/** Whose letter: of visits, of messages, of complaints. */
export const familyOf = (kind: LetterKind): LetterFamily => letters[kind].family;
/** The template that a WeChat user grants for messages of this kind; none for staff. */
export const templateOf = (kind: NoticeKind): TemplateKind | '' => (isLetter(kind) ? familyOf(kind) : kind === 'alert' || kind === 'overdue' ? '' : kind);
/** Only visits may go out before 8:30. */
export const purposeOf = (kind: LetterKind): 'visit' | 'service' => (familyOf(kind) === 'visit' ? 'visit' : 'service');
/** The number at the end of a letter's id, 0 where there is none. */
export const numberOf = (notice: Pick<Notice, '_id' | 'stepId' | 'kind'>): number => Number(notice._id.slice(`notice:${notice.stepId}:${notice.kind}:`.length)) || 0;

/** What the last look at a letter needs to know. */
export interface LetterFacts {
  /** Missing where the letter knows of no patient. */
  patient: Pick<PatientFacts, 'death'> | undefined;
  /** A letter for a person: who they are to the patient today; `none` where they no longer act for the patient, null where that does not matter. */
  reader: 'patient' | 'family' | 'none' | null;
  /** The owner's word, '' while it is still true. */
  untrue: string;
}

/**
 * The last look before a letter goes. Booked visits and answers are outside caps and opt-outs; the dead are never written to, their family's own letters go on; a complainant is answered
 * whether or not they still act for the patient.
 */
export function letterGuard(letter: Pick<Notice, 'kind' | 'toPerson' | 'toSealed' | 'patientId' | 'until'>, { patient, reader, untrue }: LetterFacts, now: number): Guard {
  if (!isLetter(letter.kind)) return { do: 'cancel', reason: 'unknown' };
  const toOne = letter.toPerson !== '' || letter.toSealed !== '';
  if (letter.patientId !== '' && !patient) return { do: 'cancel', reason: 'unknown' };
  if (patient && patient.death !== 'no' && (!toOne || reader === 'patient' || familyOf(letter.kind) === 'visit')) return { do: 'cancel', reason: patient.death === 'confirmed' ? 'deceased' : 'death_unconfirmed' };
  if (untrue !== '') return { do: 'cancel', reason: untrue };
  if (reader === 'none' && familyOf(letter.kind) !== 'complaint') return { do: 'cancel', reason: 'not_entitled' };
  if (letter.until > 0 && now >= letter.until) return { do: 'cancel', reason: 'too_late' };
  const hours = familyOf(letter.kind) === 'visit' ? visitHours : sendingHours;
  if (within(now, hours)) return { do: 'go' };
  const next = nextWithin(now, hours);
  return letter.until > 0 && next >= letter.until ? { do: 'cancel', reason: 'too_late' } : { do: 'wait', until: next };
}

/** Values of the SMS template: the letter's own, then the link. */
export const letterSms = (kind: LetterKind, params: readonly string[], link: string): string[] => [...Array.from({ length: letters[kind].sms }, (_, n) => params[n] ?? ''), link];
/** The kind of templates.json; family about a patient reads a text of its own. */
export const letterSmsKind = (kind: LetterKind, family: boolean): LetterKind | `${LetterKind}_family` => (family && letters[kind].byFamily ? `${kind}_family` : kind);

/** Fields of the WeChat templates. */
export function letterData(kind: LetterKind, params: readonly string[], hospital: string, family: boolean): Record<string, string> {
  const { title, hint } = letters[kind];
  const [first = '', second = '', third = ''] = params;
  switch (familyOf(kind)) {
    // A missed visit has no time to show; family must see for whom.
    case 'visit': return { thing1: thing(hospital), thing2: thing(family ? `${first}：${title}` : title), thing3: thing(second || '见详情'), thing4: thing(third || hint) };
    case 'reply': return { thing1: thing(hospital), thing2: thing(family ? `${first}：${title}` : title), thing3: thing(hint) };
    case 'complaint': return { character_string1: first, thing2: thing(title), thing3: thing(hint.replace('{1}', second)) };
  }
}

/**
 * The address in an SMS: the letter's page in the browser build, with the personal token where there is one. Tencent refuses a whole URL as a variable: where a hospital names the fixed
 * beginning of its survey links (`prefix`), the texts of letters hold the public address up to `/#/` and only the rest is sent.
 */
export function letterLink(publicUrl: string, page: string, token: string, prefix: string): string {
  const base = `${publicUrl.replace(/\/+$/, '')}/#/`;
  const rest = token ? `${page}${page.includes('?') ? '&' : '?'}t=${token}` : page;
  return prefix ? rest : `${base}${rest}`;
}

/** `11月27日17:30`, as an SMS to staff says it. */
export const whenWords = (instant: number): string => `${dayInWords(dayOf(instant))}${timeOf(instant)}`;
