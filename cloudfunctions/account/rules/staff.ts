/** What a good password is, and who may manage whose account. */
import type { Role } from '../../kit/contract';

/** Passwords that every list of leaked ones begins with, lower case; the name of the product and the places around it too. */
const common = /^(password|passw0rd|qwerty|abc123|abcd1234|iloveyou|admin|letmein|welcome|woaini|hospital|yiyuan|suifang|huifang)+[\d!@#.]*$/;

/**
 * Ten characters with a letter and a digit, or sixteen of any kind; not the user name, not a run, not a common one. Longer asks more of an attacker than symbols do (NIST SP 800-63B);
 * letters and digits because 等保 (GB/T 22239-2019, 8.1.4.1) asks for complexity. The key of the problem, or undefined.
 */
export function passwordProblem(password: string, userName: string): 'too_short' | 'needs_letter_and_digit' | 'contains_user_name' | 'common' | undefined {
  const text = password.normalize('NFKC').toLowerCase();
  const length = Array.from(text).length;
  if (length < 10) return 'too_short';
  if (length < 16 && !(/\p{L}/u.test(text) && /\d/.test(text))) return 'needs_letter_and_digit';
  if (userName.length >= 3 && text.includes(userName.toLowerCase())) return 'contains_user_name';
  if (common.test(text) || new Set(text).size < 5 || isRun(text)) return 'common';
  return undefined;
}

/** 1234567890, abcdefghij, qwertyuiop and the like, forwards or backwards, whatever hangs on at the end. */
function isRun(text: string): boolean {
  const runs = ['01234567890123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm'];
  const head = text.slice(0, 8);
  return runs.some((run) => run.includes(head) || [...run].reverse().join('').includes(head));
}

/** Letters and digits that nobody confuses when copying an initial password from a screen. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
/** An initial password in four groups, from 16 random bytes: about 79 bits; always passes `passwordProblem`. */
export function initialPassword(random: Uint8Array): string {
  const characters = Array.from(random.slice(0, 16), (byte) => alphabet[byte % alphabet.length]!);
  return [0, 4, 8, 12].map((i) => characters.slice(i, i + 4).join('')).join('-');
}

export interface Account { id: string; role: Role; disabled: boolean }

/**
 * May `actor` make `target` (null: a new account) have this role? Leads manage everybody; the information department everybody except leads and directors, whose records it must not reach through a
 * borrowed account. Nobody changes their own role.
 */
export function staffProblem(actor: { id: string; role: Role }, target: Account | null, role: Role): 'not_allowed' | 'self' | undefined {
  const high: readonly Role[] = ['lead', 'director'];
  if (actor.role !== 'lead' && actor.role !== 'it') return 'not_allowed';
  if (actor.role === 'it' && (high.includes(role) || (target !== null && high.includes(target.role)))) return 'not_allowed';
  if (target?.id === actor.id && target.role !== role) return 'self';
  return undefined;
}

/** Wards see their own departments only, so a ward account names them. */
export const scopeProblem = (role: Role, departments: 'all' | readonly string[]): 'needs_department' | undefined =>
  role === 'ward' && (departments === 'all' || departments.length === 0) ? 'needs_department' : departments !== 'all' && departments.length === 0 ? 'needs_department' : undefined;
