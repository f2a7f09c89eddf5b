/** Where a complaint stands: what may be done with it now, and when the timer looks again. */
import { SaidByPhone, type ComplaintClock, type ComplaintState } from '../contract';
import { rateAgainWithin, reopenWithin, silenceEnds, warningsOf, type Warning } from './clock';

/** What of a complaint decides what may be done with it. */
export interface Standing {
  state: ComplaintState; round: number; internal: ComplaintClock; legal: ComplaintClock; warned: readonly string[]; closedAt: number;
  answers: readonly { round: number; at: number; toldAt: number; proof: string }[];
  rating: { at: number; round: number } | null;
}

/** The answer of the running round. */
export const answerOf = <T extends { round: number }>(complaint: { round: number; answers: readonly T[] }): T | undefined => complaint.answers.findLast((answer) => answer.round === complaint.round);
/** Not over yet. */
export const isOpen = (state: ComplaintState): boolean => state !== 'closed' && state !== 'withdrawn';
/** Still to be answered: clocks run, warnings are due. */
export const isRunning = (state: ComplaintState): boolean => state === 'received' || state === 'dispatched' || state === 'handling';

const keyOf = (complaint: Standing, warning: Warning): string => `${complaint.round}:${warning.key}`;
/** Warnings whose time has come and that were not given; each once a round. */
export function dueWarnings(complaint: Standing, now: number): (Warning & { id: string })[] {
  if (!isRunning(complaint.state)) return [];
  return warningsOf(complaint).map((warning) => ({ ...warning, id: keyOf(complaint, warning) })).filter(({ id, at }) => at <= now && !complaint.warned.includes(id));
}

/** May silence close it at `now`; `at` when it may (0: nobody told the complainant yet, or there is nothing to close). */
export function silence(complaint: Standing, now: number): { closes: boolean; at: number } {
  const answer = complaint.state === 'answered' ? answerOf(complaint) : undefined;
  if (!answer || answer.toldAt === 0 || answer.proof === '') return { closes: false, at: 0 };
  const at = silenceEnds(answer.toldAt);
  return { closes: now >= at, at };
}

/** Notes among what was given once in a round that this was said on the telephone. */
export const phoneMark = (round: number, said: SaidByPhone): string => `phone:${round}:${said}`;
/** What was said on the telephone in a round, null when nobody noted anything. */
export const saidByPhone = (complaint: Pick<Standing, 'warned'>, round: number): SaidByPhone | null => SaidByPhone.options.find((said) => complaint.warned.includes(phoneMark(round, said))) ?? null;
/** Who told the answer of a round by word of mouth; '' when nobody did. */
export const tellerOf = (complaint: { timeline: readonly { kind: string; round: number; staffId: string }[] }, round: number): string => complaint.timeline.findLast((event) => event.kind === 'told' && event.round === round)?.staffId ?? '';

/** When the timer must look next, 0 never. */
export function nextCheck(complaint: Standing): number {
  if (complaint.state === 'answered') return silence(complaint, 0).at;
  if (!isRunning(complaint.state)) return 0;
  const waiting = warningsOf(complaint).filter((warning) => !complaint.warned.includes(keyOf(complaint, warning)));
  return waiting.length > 0 ? Math.min(...waiting.map(({ at }) => at)) : 0;
}

/** What the complainant may do now. */
export function mayOf(complaint: Standing, now: number): { accept: boolean; reopen: boolean; withdraw: boolean; addEvidence: boolean; rate: boolean } {
  const { state, closedAt, rating, round } = complaint;
  const answered = state === 'answered';
  return {
    accept: answered,
    reopen: answered || (state === 'closed' && now < closedAt + reopenWithin),
    withdraw: isOpen(state),
    addEvidence: isRunning(state),
    rate: state === 'closed' && (rating === null || rating.round !== round || now < rating.at + rateAgainWithin),
  };
}
