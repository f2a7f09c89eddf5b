/** Who sees what of a thread. One thread per patient; what is clinical is told to the patient and to whom the patient allows. */
import type { Role } from '../../kit/contract';
import type { From, MessageKind, ReplyKind } from '../contract';

/** `all`: the patient, and family whom the patient allows to hear. `own`: family who are listened to, but told nothing clinical: their own words, the replies to them, what happened. */
export type Sight = 'all' | 'own';

/** `maySee`: the stay is not one that is kept from the family. */
export const sightOf = (who: { as: 'patient' | 'family'; mayHear: boolean }, maySee: boolean): Sight => (who.as === 'patient' || (who.mayHear && maySee) ? 'all' : 'own');

/** Whom a message is for: '' staff only; `all` everybody of the patient's side; `patient` only those who see all; else the person whose words it is or answers, and those who see all. */
export type Audience = string;

/** Whom it is for, decided when it is written. */
export function audienceOf(message: { kind: MessageKind; from: From; event: string; personId: string; to: string; replyKind: ReplyKind | null }): Audience {
  if (message.kind === 'note' || message.kind === 'handed' || message.kind === 'answer') return '';
  if (message.kind === 'system') return publicEvents.has(message.event) ? 'all' : '';
  if (message.from === 'patient' || message.from === 'family') return message.personId;
  // What a department says is about the patient's own case.
  return message.replyKind === 'ward_answer' || message.to === '' ? 'patient' : message.to;
}
/** What happened that a patient wants to know. Who has the thread, and that it went back and forth between colleagues, is not. */
const publicEvents: ReadonlySet<string> = new Set(['handed', 'closed', 'reopened']);

/** Is it for this person's eyes? */
export const maySee = (sight: Sight, personId: string, audience: Audience): boolean => audience !== '' && (sight === 'all' || audience === 'all' || audience === personId);

/** A colleague, as far as it matters who sees what. */
export interface StaffView { staffId: string; role: Role; departments: readonly string[] | 'all' }
/** As in kit/caller, which browsers cannot load. */
export const inScope = (staff: Pick<StaffView, 'departments'>, code: string): boolean => staff.departments === 'all' || staff.departments.includes(code);

/** A ward sees what was handed to it, while it has it; whom a thread was given sees it whatever the scope; others by the patient's department. */
export function staffMaySee(staff: StaffView, thread: { departmentCode: string; desk: 'service' | 'department'; handedTo: string; assignee: string }): boolean {
  if (staff.role === 'ward') return thread.desk === 'department' && inScope(staff, thread.handedTo);
  return thread.assignee === staff.staffId || inScope(staff, thread.departmentCode);
}

/** Those who answer patients; the officer reads, the ward answers the agent. */
export const isDesk = (role: Role): boolean => role === 'agent' || role === 'lead' || role === 'nurse';
/** A ward does not read what may be about itself: gifts, kickbacks, harassment (group S of the phrase table). */
export const hiddenFrom = (role: Role, special: readonly string[]): boolean => role === 'ward' && special.includes('restricted');
