/** What a MessageProblem means for what was sent, and its words. */
import type { MessageProblem, RowProblem } from '../contract/intake';
import wording from '../data/problem.json';

/** refused: it stays out, and the sender must do something. unused: read, and nothing in it is wanted, which is no error. doubt: taken, and worth a look. */
export type Weight = 'refused' | 'unused' | 'doubt';

const unused: ReadonlySet<MessageProblem | RowProblem> = new Set<MessageProblem>(['event', 'resource', 'status', 'no_stay']);

/** How much a problem of a message weighs. The problems of cells (RowProblem) are weighed by readCells. */
export const weightOf = (problem: MessageProblem): Weight => (unused.has(problem) ? 'unused' : problem === 'visit_times_assumed' || problem === 'incomplete' ? 'doubt' : 'refused');

/** A problem and where it stands (PID-3, Encounter.period.end, data.phone); never a value. `doubt`: it was taken all the same. */
export interface Told { problem: MessageProblem | RowProblem; place: string; doubt?: boolean }

export interface Wording { reason: string; remedy: string; en: { reason: string; remedy: string } }

const messages: Record<MessageProblem, Wording> = wording.message;
const cells: Record<RowProblem, Wording> = wording;

/** Reason and remedy of either kind, Chinese first. */
export const wordingOf = (problem: MessageProblem | RowProblem): Wording => (isMessageProblem(problem) ? messages[problem] : cells[problem]);

/** A problem of a message as a whole, not of a cell. */
export const isMessageProblem = (problem: MessageProblem | RowProblem): problem is MessageProblem => Object.hasOwn(messages, problem);

/** A field of the register in the sender's own terms, from a table of field → place; anything else is a place already. */
export const placeIn = (places: Readonly<Record<string, string>>, place: string): string => (Object.hasOwn(places, place) ? places[place] ?? place : place);
