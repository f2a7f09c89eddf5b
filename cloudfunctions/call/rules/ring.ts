/** May this call be rung now, and if not, why and from when. Pure; the list, the claim and the dial all ask here. Browser-safe. */
import { addDays, callingHours, dayOf, dayPartOf, instantAt, nextWithin, timeOf, within } from '../../kit/calendar';
import type { NumberOf, Ring, RingWhy } from '../contract';
import type { Asker, CallFacts, RingFacts } from './facts';
import { answeringFor, dialsPerDay, numberGap, numbersOf, preferredNumbers, redFlagDialsPerDay, unreached, type NumberChoice } from './number';

type Wall = Pick<Ring, 'why' | 'from' | 'at' | 'by' | 'part'>;
const wall = (why: RingWhy, more: Partial<Wall> = {}): Wall => ({ why, from: 0, at: 0, by: '', part: null, ...more });

/** What speaks for another moment or another nurse without forbidding this one: a colleague's promise, for a while; the hours that suit the elderly. */
export const noteOf = (call: CallFacts, asker: Asker, now: number): Pick<Ring, 'note' | 'by'> => {
  if (call.keptFor && call.keptFor !== asker.staffId && now < call.keptUntil) return { note: 'kept_for', by: call.keptName };
  // The elderly rather between 9 and 11 (they are found at home then): a preference, so that nobody waits for ever.
  if (call.elderly && call.kind === 'followup' && !call.callBackAt && !(timeOf(now) >= '09:00' && timeOf(now) < '11:00')) return { note: 'elderly_morning', by: '' };
  return { note: '', by: '' };
};

/**
 * Is there anything that time will not cure? Closed, answered, dead, no number. These also stop a claim.
 */
function endOf({ call, patient, sensitive, step, draft }: RingFacts): Wall | null {
  if (call.state === 'withdrawn') return wall(call.withdrawnReason === 'answered' ? 'answered' : call.withdrawnReason === 'deceased' ? 'deceased' : call.withdrawnReason === 'death_unconfirmed' ? 'suspended' : 'closed');
  if (call.state === 'done') return wall('closed');
  if (!patient) return wall('closed');
  if (patient.death === 'confirmed') return wall('deceased');
  if (patient.death === 'told') return wall('suspended');
  if (call.kind === 'followup') {
    if (step?.state === 'answered' || draft?.state === 'submitted') return wall('answered');
    if (step?.state === 'held') return wall('suspended');
    if (step?.state !== 'queued') return wall('closed');
  }
  const numbers = numbersOf(patient, sensitive, call.kind);
  if (numbers.every((n) => n.why !== '')) return wall(numbers.some((n) => n.why === 'no_contact') ? 'no_contact' : numbers.some((n) => n.why === 'no_voice') ? 'no_voice' : 'no_number');
  return null;
}

/** The hours, or for a red flag the person on duty at any hour. */
function hoursWall(call: CallFacts, asker: Asker, now: number): Wall | null {
  if (within(now, callingHours)) return null;
  const from = nextWithin(now, callingHours);
  if (call.kind === 'redflag') return asker.onDuty || call.ackBy === asker.staffId ? null : wall('not_on_duty', { from });
  return wall(dayOf(from) === dayOf(now) && timeOf(now) >= '12:00' ? 'lunch' : 'outside_hours', { from });
}

function notBeforeWall(call: CallFacts, asker: Asker, now: number): Wall | null {
  const last = call.attempts.at(-1);
  // Rung by a colleague who never said what became of it (closed browser, lost connection): the person is left alone for a while.
  if (last?.outcome === '' && last.by !== asker.staffId && call.kind !== 'redflag' && last.at + numberGap > Math.max(now, call.notBefore)) return wall('rung_recently', { at: last.at, from: last.at + numberGap, by: last.byName });
  if (call.notBefore <= now) return null;
  if (call.callBackAt === call.notBefore) return wall('call_back_agreed', { from: call.notBefore });
  if (last && unreached(last.outcome) && call.kind !== 'redflag') return wall('other_day_part', { from: call.notBefore, at: last.at, part: dayPartOf(call.notBefore) });
  return wall('not_yet', { from: call.notBefore, at: last?.at ?? 0 });
}

/** What speaks against one number now: the day's cap over all purposes, a call about something else just now, a colleague on the line. */
function numberWalls({ call, phones }: RingFacts, hash: string, now: number): Wall[] {
  const phone = phones[hash];
  if (!phone) return [];
  const walls: Wall[] = [];
  const today = phone.times.filter((t) => dayOf(t.at) === dayOf(now));
  const other = today.filter((t) => t.callId !== call.callId).at(-1);
  if (phone.lock && phone.lock.callId !== call.callId && phone.lock.until > now) walls.push(wall('number_locked', { by: phone.lock.name }));
  if (today.length >= (call.kind === 'redflag' ? redFlagDialsPerDay : dialsPerDay)) walls.push(wall('rung_twice_today', { at: today.at(-1)!.at, from: instantAt(addDays(dayOf(now), 1), callingHours[0]![0]) }));
  else if (other && call.kind !== 'redflag' && other.at + numberGap > now) walls.push(wall('rung_recently', { at: other.at, from: other.at + numberGap }));
  return walls;
}

const later = (a: Wall, b: Wall): Wall => (b.from > a.from ? b : a);
/** The best number and what stands in its way. A lock has no known end and counts as soonest. */
function bestNumber(facts: RingFacts, choices: readonly NumberChoice[], now: number): { choice: NumberChoice; walls: Wall[] } {
  const all = choices.map((choice) => ({ choice, walls: numberWalls(facts, choice.hash, now) }));
  const end = (walls: Wall[]) => walls.reduce((t, w) => Math.max(t, w.from), 0);
  return all.find((n) => n.walls.length === 0) ?? all.reduce((best, n) => (end(n.walls) < end(best.walls) ? n : best));
}

/** May it be rung, and which number: its owner and hash. */
export interface RingAnswer { ring: Ring; to: NumberOf | null; hash: string }

/**
 * The answer for one asker. With `to`, for that number alone (the dial); otherwise for the best one.
 * Of several walls the one that stands longest is named, so that `from` is true; it never falls outside the hours.
 */
export function mayRing(facts: RingFacts, asker: Asker, now: number, to?: NumberOf): RingAnswer {
  const { call, patient } = facts;
  const blocked = (w: Wall, choice?: NumberChoice): RingAnswer => ({ ring: { can: false, note: '', ...w }, to: choice?.to ?? null, hash: choice?.hash ?? '' });
  const end = endOf(facts);
  if (end || !patient) return blocked(end ?? wall('closed'));
  const choices = preferredNumbers(call, patient, facts.sensitive).filter((n) => !to || n.to === to);
  if (choices.length === 0) return blocked(wall(patient.noVoice && to === 'patient' ? 'no_voice' : 'no_number'));
  const { choice, walls } = bestNumber(facts, choices, now);
  if (call.claimedBy && call.claimedBy !== asker.staffId && call.leaseUntil > now) return blocked(wall('claimed', { by: call.claimedName }), choice);
  const answering = call.kind === 'followup' && facts.draft?.state === 'draft' && facts.draft.touchedAt + answeringFor > now
    ? wall('answering', { at: facts.draft.touchedAt, from: facts.draft.touchedAt + answeringFor }) : null;
  const standing = [answering, notBeforeWall(call, asker, now), ...walls, hoursWall(call, asker, now)].filter((w) => w !== null);
  const longest = standing.length > 0 ? standing.reduce(later) : null;
  if (longest) return blocked({ ...longest, from: longest.from === 0 || call.kind === 'redflag' ? longest.from : nextWithin(longest.from, callingHours) }, choice);
  return { ring: { can: true, ...wall('ok'), ...noteOf(call, asker, now) }, to: choice.to, hash: choice.hash };
}

/** Reasons that stop even a claim for reading and preparing; the others are the dial's. */
export const stopsClaim = (why: RingWhy): boolean => ['closed', 'answered', 'deceased', 'suspended', 'claimed', 'number_locked', 'no_contact'].includes(why);

/**
 * The order of equals: fit now before unfit (kept for a colleague, elderly outside their hours); in the elderly's hours they come first. Smaller is sooner.
 */
export function fitness(note: Ring['note'], call: CallFacts, asker: Asker): number {
  if (call.keptFor && call.keptFor === asker.staffId) return 0;
  if (note === 'kept_for') return 4;
  if (note === 'elderly_morning') return 3;
  return call.elderly ? 1 : 2;
}
