/** What a ward may learn of a step's end. That a questionnaire stopped for a complaint would tell it who complained. */
import type { Role } from '../../kit/contract';

const secret = 'complaint_open';
/** To a ward it looks like a questionnaire that was not wanted, as most of those that stop. */
const instead = 'opted_out';

/** May a list be narrowed to this reason by somebody of this role? */
export const mayFilter = (role: Role, reason: string | undefined): boolean => role !== 'ward' || reason !== secret;

/** An answer as somebody of this role may read it: the reason is replaced wherever it stands as a value of its own. */
export function reasonsFor<T>(role: Role, answer: T): T;
export function reasonsFor(role: Role, answer: unknown): unknown {
  if (role !== 'ward') return answer;
  if (answer === secret) return instead;
  if (Array.isArray(answer)) return answer.map((one) => reasonsFor(role, one));
  if (answer && typeof answer === 'object') return Object.fromEntries(Object.entries(answer).map(([key, value]) => [key, reasonsFor(role, value)]));
  return answer;
}
