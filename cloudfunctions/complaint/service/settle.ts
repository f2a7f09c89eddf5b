/** Who must hear of a complaint: letters to the complainant, the duty chain for disputes, a call where nothing written arrives. Everything has its own id, so that telling twice is once. */
import { day, dayInWords, minute } from '../../kit/calendar';
import { endOf, silenceEnds } from '../rules/clock';
import { answerOf, isRunning, tellerOf } from '../rules/stand';
import type { Complaint } from '../store';
import type { LetterKind } from '../../notice/contract';
import { alter, opened, type Letter, type Ports, type StayFacts } from './ports';

/** Cut off while telling: the timer goes on after a minute. */
export const settleSoon = (now: number): number => now + minute;
/** D1 is known to the hospital's management within 30 min, D2 to patient relations within 4 h (domain §7). */
const disputeBy = { D1: { level: 2 as const, within: 30 * minute, code: 7 }, D2: { level: 1 as const, within: 240 * minute, code: 8 } };

/** One word to the duty chain per round and code. */
export const reminderId = (c: Pick<Complaint, '_id' | 'round'>, code: number): string => `notice:${c._id}:overdue:${c.round * 100 + code}`;
/** One call per round. */
export const replyCallId = (c: Pick<Complaint, '_id' | 'round'>): string => `call:reply:${c._id}:${c.round}`;

/** Where the complainant reads letters; null where nobody can be written to. */
function addressee(ports: Ports, c: Complaint): Letter['to'] | null {
  if (c.personId) return { personId: c.personId };
  const phone = opened(ports, c.phoneSealed);
  return /^1[3-9]\d{9}$/.test(phone) ? { phoneSealed: ports.cipher.seal(phone, 'notice') } : null;
}

/** Can the complainant be expected to read an answer here? */
export const isWritten = (ports: Ports, c: Complaint): boolean => c.ownerKey !== '' || addressee(ports, c) !== null;

/** Letters name no patient and carry no patient's id: their rows must not tell a ward whose complaint it is. */
function lettersOf(ports: Ports, c: Complaint, now: number): Letter[] {
  const to = addressee(ports, c);
  if (!to) return [];
  const letter = (kind: LetterKind, until: number, params: string[]): Letter => ({ id: `notice:${c._id}:${kind}:${c.round}`, kind, about: c._id, to, due: now, until, params, page: `pages/complaint/view/index?number=${c.number}` });
  const answer = answerOf(c);
  return [
    ...(isRunning(c.state) ? [letter('complaint_filed', endOf(c.legal), [c.number, dayInWords(c.legal.day)])] : []),
    ...(isRunning(c.state) && c.extension?.round === c.round ? [letter('complaint_extended', endOf(c.legal), [c.number, dayInWords(c.legal.day)])] : []),
    ...(c.state === 'answered' && answer ? [letter('complaint_answered', Math.max(silenceEnds(answer.at), now + day), [c.number])] : []),
  ];
}

/** The stay by which the complainant can be rung: they are the patient, or their number is one of the record. */
async function reachable(ports: Ports, c: Complaint): Promise<StayFacts | null> {
  // Restricted ones are for officer and director alone: a nurse is not to read them out.
  if (!c.patientId || !c.encounterId || c.restricted) return null;
  const [patient, stay] = await Promise.all([ports.patients.get(c.patientId), ports.stays.get(c.encounterId)]);
  if (!patient || !stay || patient.death !== 'no') return null;
  const own = c.relation === 'self' || (c.phoneKey !== '' && (c.phoneKey === patient.phoneHash || c.phoneKey === patient.contactPhoneHash));
  return own ? stay : null;
}

/** Queues the call that gives the answer, where one can. False: the officer must find a way, the desk says so. */
export async function queueReply(ports: Ports, c: Complaint, now: number): Promise<boolean> {
  const stay = await reachable(ports, c);
  if (!stay) return false;
  await ports.calls.queueReply({ id: replyCallId(c), about: c._id, stay }, now);
  return true;
}

async function raiseOwed(ports: Ports, c: Complaint, { about, level, items }: NonNullable<Complaint['owed']>, now: number): Promise<void> {
  const stay = c.encounterId ? await ports.stays.get(c.encounterId) : null;
  if (stay) await ports.calls.raise({ about, stay, level, items }, now);
}

/** Tells everybody what this complaint's state asks for, then notes that it is done. */
export async function settle(ports: Ports, c: Complaint, now: number): Promise<void> {
  if (c.owed) await raiseOwed(ports, c, c.owed, now);
  const letters = lettersOf(ports, c, now);
  await Promise.all([c.patientId && c.open === 1 && ports.quiet(c.patientId, now), letters.length > 0 && ports.notices.write(letters, now)]);
  if (isRunning(c.state) && (c.warning === 'D1' || c.warning === 'D2')) {
    const { level, within, code } = disputeBy[c.warning];
    await ports.notices.remindStaff({ id: reminderId(c, code), about: c._id, level, words: `投诉${c.number}（纠纷预警）`, by: c.roundAt + within }, now);
  }
  const answer = answerOf(c);
  const isToTell = (round: number): boolean => c.state === 'answered' && round === c.round && tellerOf(c, round) === '';
  if (answer?.toldAt === 0 && isToTell(c.round)) await queueReply(ports, c, now);
  const past = c.answers.filter(({ round }) => !isToTell(round));
  // Whoever told it on the telephone is still on the line: her call is hers to end.
  await Promise.all(past.map(({ round }) => ports.calls.withdrawIds([replyCallId({ _id: c._id, round })], c.state === 'withdrawn' ? 'withdrawn' : 'answered', now, tellerOf(c, round))));
  await ports.complaints.change(c, { settleDue: 0, owed: null }, []);
}

/** Just before a letter goes: is it still news? */
export function letterUntrue(c: Complaint | undefined, kind: LetterKind, round: number): string {
  if (!c) return 'gone';
  if (c.state === 'withdrawn') return 'withdrawn';
  if (c.round !== round) return 'changed';
  if (kind === 'complaint_answered') return c.state !== 'answered' ? 'closed' : (answerOf(c)?.readAt ?? 0) > 0 ? 'read' : '';
  return isRunning(c.state) ? '' : 'answered';
}

/** No channel carried the answer: it is not told, silence does not count, and a call gives it. */
export async function handed(ports: Ports, number: string, round: number, now: number): Promise<void> {
  const found = await ports.complaints.get(number);
  if (!found || found.round !== round || found.state !== 'answered') return;
  const c = await alter(ports, found, now, (one) => {
    const answer = answerOf(one);
    if (one.state !== 'answered' || one.round !== round || !answer || answer.channel !== 'app' || answer.readAt > 0 || answer.toldAt === 0) return null;
    return { set: { answers: one.answers.map((a) => (a === answer ? { ...a, toldAt: 0 } : a)), nextCheck: 0 } };
  });
  if (c.state === 'answered' && answerOf(c)?.toldAt === 0 && tellerOf(c, c.round) === '') await queueReply(ports, c, now);
}
