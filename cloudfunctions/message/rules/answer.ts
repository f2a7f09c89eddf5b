/** Standard answers: what may be put into a reply, and how an entry moves from draft to reviewed and out of use. */
import { addDays, dayOf, instantAt, isDay } from '../../kit/calendar';
import { inIcd } from '../../followup/rules/plan';
import type { AnswerCategory, Fit, StandardAnswer } from '../contract/answer';
import sample from '../data/answers.json';

/** The fixed end of every clinical answer (domain §8). */
export const closing = sample.closing;

/** What one version says. */
export interface AnswerBody { category: AnswerCategory; question: string; keywords: string[]; departments: string[]; diseases: string[]; answer: string; escalateWhen: string; route: string; direct: boolean; clinical: boolean }
/** One entry with its versions. */
export interface AnswerFacts extends AnswerBody {
  answerId: string; version: number; state: 'draft' | 'reviewed' | 'retired';
  reviewedBy: string; reviewerTitle: string; reviewedAt: number; expiresAt: number; editedBy: string; editedAt: number;
  draft: (AnswerBody & { version: number; editedBy: string; editedAt: number }) | null;
  history: { version: number; answer: string; state: 'draft' | 'reviewed' | 'retired'; by: string; at: number }[];
  rev: number;
}

/** The sample of thirty, as drafts: nobody of this hospital has approved them. */
export const sampleAnswers = (now: number): AnswerFacts[] => sample.answers.map((a) => ({
  ...a, category: a.category as AnswerCategory, departments: [], diseases: [], version: 1, state: 'draft', reviewedBy: '', reviewerTitle: '', reviewedAt: 0, expiresAt: 0, editedBy: 'sample', editedAt: now, draft: null, history: [], rev: 1,
}));

/** Word for word what goes into a reply. */
export const insertOf = (body: Pick<AnswerBody, 'answer' | 'clinical'>): string => (body.clinical && !body.answer.includes(closing) ? `${body.answer}\n${closing}` : body.answer);

/** Why an entry may not be inserted now. A review ends with the day it was given until. */
export const unusable = (answer: Pick<AnswerFacts, 'state' | 'expiresAt'>, now: number): StandardAnswer['unusable'] =>
  answer.state === 'draft' ? 'draft' : answer.state === 'retired' ? 'retired' : answer.expiresAt <= now ? 'expired' : '';

/** White space apart: a text area changes line ends. */
const flat = (text: string): string => text.replace(/\s+/g, '');
/** Does the reply hold the approved words unchanged? Words before and after are the agent's own. */
export const holdsAnswer = (text: string, answer: AnswerBody): boolean => flat(text).includes(flat(insertOf(answer)));

/** Two years at the longest (product default): medicine moves on. */
const reviewedMost = 731;
/** The instant at which a review until this day (included) ends; null when the day is past or too far. */
export function expiry(expiresOn: string, now: number): number | null {
  const today = dayOf(now);
  if (!isDay(expiresOn) || expiresOn < today || expiresOn > addDays(today, reviewedMost)) return null;
  return instantAt(addDays(expiresOn, 1));
}

const historyMost = 50;
/** A new draft. A reviewed version stays in use beside it; a draft or a retired entry is replaced, and kept in its history. */
export function edited(known: AnswerFacts, body: AnswerBody, by: string, now: number): AnswerFacts {
  const version = (known.draft?.version ?? known.version) + 1;
  const history = (entry: AnswerFacts['history'][number]) => [entry, ...known.history].slice(0, historyMost);
  if (known.state === 'reviewed') {
    return { ...known, draft: { ...body, version, editedBy: by, editedAt: now }, rev: known.rev + 1, ...(known.draft && { history: history({ version: known.draft.version, answer: known.draft.answer, state: 'draft', by: known.draft.editedBy, at: known.draft.editedAt }) }) };
  }
  return {
    ...known, ...body, version, state: 'draft', reviewedBy: '', reviewerTitle: '', reviewedAt: 0, expiresAt: 0, editedBy: by, editedAt: now, draft: null, rev: known.rev + 1,
    history: history({ version: known.version, answer: known.answer, state: known.state, by: known.editedBy, at: known.editedAt }),
  };
}

/** A version approved; null when that version is not the one that waits (or, for the version in use, renewing its review). */
export function reviewed(known: AnswerFacts, version: number, by: { reviewedBy: string; reviewerTitle: string; expiresAt: number }, now: number): AnswerFacts | null {
  const review = { state: 'reviewed' as const, ...by, reviewedAt: now, rev: known.rev + 1 };
  if (known.draft?.version === version) {
    const { editedBy, editedAt, ...body } = known.draft;
    return { ...known, ...body, ...review, editedBy, editedAt, draft: null, history: [{ version: known.version, answer: known.answer, state: known.state, by: known.reviewedBy, at: known.reviewedAt }, ...known.history].slice(0, historyMost) };
  }
  return known.version === version && known.state !== 'retired' ? { ...known, ...review } : null;
}

/** Out of use; what it said stays in its history. */
export const retired = (known: AnswerFacts, by: string, now: number): AnswerFacts => ({
  ...known, state: 'retired', draft: null, rev: known.rev + 1, history: [{ version: known.version, answer: known.answer, state: 'retired' as const, by, at: now }, ...known.history].slice(0, historyMost),
});

/** Of a stay, what decides which answers suit it. '' where it is not known, or not for the reader. */
export interface StayTags { departmentCode: string; dxCode: string; dx: string }
const icd = /^[A-Z]\d{2}(\.\w+|-[A-Z]\d{2})?$/;
/** Codes are written in either case, with or without the dot's digits; everything else is looked for in the diagnosis' words. */
function isDisease(tag: string, { dxCode, dx }: StayTags): boolean {
  const plain = tag.normalize('NFKC').replace(/[–—~]/g, '-').trim().toUpperCase();
  return plain !== '' && (icd.test(plain) ? dxCode !== '' && inIcd(dxCode.toUpperCase(), plain) : dx.toUpperCase().includes(plain));
}

/** Is the answer written for this stay? Each kind of tag that it has must suit; without tags it is for everybody. */
export function fitOf({ departments, diseases }: Pick<AnswerBody, 'departments' | 'diseases'>, stay: StayTags): Fit {
  if (departments.length === 0 && diseases.length === 0) return 'all';
  return (departments.length === 0 || departments.includes(stay.departmentCode)) && (diseases.length === 0 || diseases.some((tag) => isDisease(tag, stay))) ? 'stay' : 'other';
}

/** Found answers in the order for one stay: those written for it first, as far as they speak of the question at all; those for other stays last. Within each, the best match first. */
export function orderFor<T extends { answerId: string; score: number }>(found: readonly T[], fits: ReadonlyMap<string, Fit>): T[] {
  const best = Math.max(0, ...found.map(({ score }) => score));
  // A word in common is no answer: a weak match stays where its score puts it (product default: a third of the best).
  const place = ({ answerId, score }: T): number => { const fit = fits.get(answerId); return fit === 'other' ? 2 : fit === 'stay' && score * 3 >= best ? 0 : 1; };
  return [...found].sort((a, b) => place(a) - place(b));
}
