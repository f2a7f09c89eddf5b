/** The thread as the sum of its messages, told in order: who waits since when, what is urgent, where it stands in the inbox. */
import { hour } from '../../kit/calendar';
import type { ReplyKind, Urgent } from '../contract';
import type { Audience } from './access';
import { addWorkingTime, dueOf, stuckAfter, urgentWithin } from './clock';
import { worse } from './danger';

/** What the thread remembers of a reply: whose it is, for the count of unread ones and the letter. */
export interface ReplyMark { n: number; at: number; audience: Audience }

/** The part of a thread that its messages decide. */
export interface ThreadFacts {
  state: 'open' | 'closed';
  /** Since when somebody waits, 0 nobody; `waitingN` is the message that began it. */
  waitingSince: number; waitingN: number; due: number; latest: number;
  /** When the unanswered one is rung; 0 when nobody waits or the call is queued. */
  callAt: number;
  /** When to look whether the assignee is still there; 0 when nothing can be stuck. */
  stuckAt: number;
  urgent: Urgent; urgentAt: number;
  assignee: string; assigneeName: string; assignedAt: number;
  lastN: number; lastPatientN: number; lastAt: number; lastFrom: 'patient' | 'staff'; preview: string; previewHidden: boolean;
  /** Who wrote last on the patient's side: the letter about a reply goes to them. */
  askerId: string; askerAs: 'patient' | 'family';
  /** What waits: the questions since the last reply, oldest first, fifty at most. */
  asks: { n: number; at: number }[];
  /** The newest twenty. */
  replies: ReplyMark[];
  /** The department's answer that was not passed on yet, 0 none. */
  wardAnswerN: number;
  marks: string[]; people: string[];
  closedAt: number; reopened: number;
}

/** A message as the fold reads it. */
export interface Said {
  n: number; from: 'patient' | 'family' | 'staff' | 'department' | 'system'; kind: 'text' | 'help' | 'system' | 'note' | 'handed' | 'answer';
  personId: string; text: string; pictures: number; level: Urgent; special: readonly string[]; audience: Audience; replyKind: ReplyKind | null; at: number;
  /** Of a reply: the last number its writer had before their eyes; what was asked after it is not answered by it. */
  seenN: number;
}

const previewMost = 60;
const previewOf = (said: Said): string => (said.kind === 'help' ? '[求助]' : Array.from(said.text.replace(/\s+/g, ' ').trim() || (said.pictures > 0 ? '[图片]' : '')).slice(0, previewMost).join(''));

/** The thread after one more message. Messages are told in the order of their numbers, each once. */
export function tell(thread: ThreadFacts, said: Said): ThreadFacts {
  const next = { ...thread, lastN: said.n };
  if (said.kind === 'answer') return { ...next, wardAnswerN: said.n };
  if (said.kind !== 'text' && said.kind !== 'help') return next;
  const spoken = { ...next, lastAt: Math.max(thread.lastAt, said.at), preview: previewOf(said), previewHidden: said.special.includes('restricted') };
  return said.from === 'patient' || said.from === 'family' ? asked(spoken, said) : answered(spoken, said);
}

const asksMost = 50;
/** Answered, or closed. */
export const nobodyWaits = { waitingSince: 0, waitingN: 0, due: 0, latest: 0, callAt: 0, stuckAt: 0, asks: [] as { n: number; at: number }[] };

function asked(thread: ThreadFacts, said: Said): ThreadFacts {
  const reopened = thread.state === 'closed';
  const began = thread.waitingSince === 0 ? { waitingSince: said.at, waitingN: said.n } : { waitingSince: thread.waitingSince, waitingN: thread.waitingN };
  const urgent = worse(thread.urgent, said.level);
  const urgentAt = said.level === '' ? thread.urgentAt : thread.urgent === '' || thread.urgentAt === 0 ? said.at : thread.urgentAt;
  // Whoever had it may be gone: a closed thread that opens again is everybody's (their absence must not be the patient's).
  const owner = reopened ? { assignee: '', assigneeName: '', assignedAt: 0 } : { assignee: thread.assignee, assigneeName: thread.assigneeName, assignedAt: thread.assignedAt };
  const clocks = dueOf({ since: began.waitingSince, urgentAt });
  return withStuck({
    ...thread, ...began, ...clocks, ...owner, state: 'open', closedAt: 0, reopened: thread.reopened + (reopened ? 1 : 0), urgent, urgentAt,
    asks: thread.asks.length < asksMost ? [...thread.asks, { n: said.n, at: said.at }] : thread.asks,
    callAt: thread.waitingSince === 0 ? clocks.latest : thread.callAt, lastPatientN: said.n, lastFrom: 'patient', askerId: said.personId, askerAs: said.from === 'patient' ? 'patient' : 'family',
    marks: [...new Set([...thread.marks, ...said.special])], people: thread.people.includes(said.personId) ? thread.people : [...thread.people, said.personId].slice(-20),
  });
}

function answered(thread: ThreadFacts, said: Said): ThreadFacts {
  const replies = [...thread.replies, { n: said.n, at: said.at, audience: said.audience }].slice(-20);
  const base = { ...thread, replies, lastFrom: 'staff' as const, wardAnswerN: said.replyKind === 'ward_answer' ? 0 : thread.wardAnswerN };
  // What was written meanwhile the answer could not know of: it waits from when it was written.
  const asks = thread.asks.filter((ask) => ask.n > said.seenN);
  const [first] = asks;
  if (!first) return { ...base, ...nobodyWaits };
  const clocks = dueOf({ since: first.at, urgentAt: thread.urgent === '' ? 0 : thread.urgentAt });
  return withStuck({ ...base, asks, waitingSince: first.at, waitingN: first.n, ...clocks, callAt: clocks.latest });
}

/** When to look after an assignee who gives no sign: working time since they were given it or the patient began to wait, whichever is later. */
export function withStuck<T extends Pick<ThreadFacts, 'assignee' | 'assignedAt' | 'waitingSince' | 'stuckAt'>>(thread: T): T {
  return { ...thread, stuckAt: thread.assignee === '' || thread.waitingSince === 0 ? 0 : addWorkingTime(Math.max(thread.assignedAt, thread.waitingSince), stuckAfter) };
}

/** A danger is over for the inbox when somebody has taken on its call and nobody waits. */
export const calm = <T extends Pick<ThreadFacts, 'urgent' | 'urgentAt' | 'waitingSince'>>(thread: T, taken: boolean): T => (thread.urgent !== '' && taken && thread.waitingSince === 0 ? { ...thread, urgent: '', urgentAt: 0 } : thread);

const padded = (n: number): string => String(Math.max(0, n)).padStart(14, '0');
const end = 99_999_999_999_999;
/** One order for every list: urgent by their due time, waiting by theirs, then open and closed by the newest word. The id makes it a cursor. */
export function sortKeyOf(thread: Pick<ThreadFacts, 'state' | 'urgent' | 'urgentAt' | 'waitingSince' | 'due' | 'lastAt'>, id: string): string {
  if (thread.state === 'closed') return `3:${padded(end - thread.lastAt)}:${id}`;
  if (thread.urgent !== '') return `0:${padded(thread.due || thread.urgentAt + urgentWithin)}:${id}`;
  return thread.waitingSince > 0 ? `1:${padded(thread.due)}:${id}` : `2:${padded(end - thread.lastAt)}:${id}`;
}

/** A second letter while the first is unread only after half a day (product default): it says nothing that the first did not. */
export const letterAgainAfter = 12 * hour;
/** Does this reply need a letter? Not while an earlier one that the same person could read is unread and recent. `seen`: up to where they have read. */
export const letterNeeded = (replies: readonly ReplyMark[], reply: ReplyMark, seen: number): boolean =>
  reply.n > seen && !replies.some((r) => r.n < reply.n && r.n > seen && r.audience === reply.audience && r.at > reply.at - letterAgainAfter);

/** A rating may be changed for half a day (product default). */
export const rateAgainFor = 12 * hour;
/** Why it cannot be rated now; '' when it can. */
export function ratingProblem(thread: { state: 'open' | 'closed' | 'none'; rating: { at: number } | null }, now: number): '' | 'open' | 'rated' {
  if (thread.state !== 'closed') return 'open';
  return thread.rating && thread.rating.at <= now - rateAgainFor ? 'rated' : '';
}

/** Why a thread cannot be closed now; '' when it can. */
export function closeProblem(thread: Pick<ThreadFacts, 'waitingSince' | 'urgent'> & { desk: 'service' | 'department' }, taken: boolean, force: boolean): '' | 'urgent' | 'handed' | 'waiting' {
  if (thread.urgent !== '' && !taken) return 'urgent';
  if (thread.desk === 'department') return 'handed';
  return thread.waitingSince > 0 && !force ? 'waiting' : '';
}

/** 王小芳 → 客服·王: patients know whom they speak to, not a whole name. */
export const agentName = (name: string): string => `客服·${Array.from(name.trim())[0] ?? ''}`.replace(/·$/, '');
/** 周平安, female → 周女士; a child by its name. */
export function addressOf(name: string, sex: 'male' | 'female' | 'unknown', age: number): string {
  const characters = Array.from(name.trim());
  if (age < 14 || characters.length === 0) return characters.length > 0 ? `${name.trim()}小朋友` : '您';
  const compound = compoundSurnames.has(characters.slice(0, 2).join('')) && characters.length > 2;
  const surname = characters.slice(0, compound ? 2 : 1).join('');
  return `${surname}${sex === 'male' ? '先生' : sex === 'female' ? '女士' : '先生/女士'}`;
}
const compoundSurnames: ReadonlySet<string> = new Set(['欧阳', '司马', '上官', '诸葛', '东方', '尉迟', '公孙', '令狐', '慕容', '司徒', '夏侯', '皇甫', '长孙', '宇文', '端木', '独孤', '南宫', '司空', '呼延', '闻人']);
