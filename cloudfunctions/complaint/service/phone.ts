/** An answer by telephone: read out by whoever holds its call, and what the complainant said to it. The call is the key: who does not hold it now learns nothing. */
import type { Staff } from '../../kit/caller';
import { addWorkdays, day, dayOf } from '../../kit/calendar';
import { AppError, forbidden, invalid } from '../../kit/errors';
import type { z } from '../../kit/contract';
import type { AnswerToTell, SaidByPhone, api } from '../contract';
import { endOf, reopenWithin, silentDays } from '../rules/clock';
import { numberFrom } from '../rules/number';
import { isConcerned } from '../rules/sight';
import { nextCheck, phoneMark, saidByPhone, tellerOf } from '../rules/stand';
import type { Complaint, StoredAnswer } from '../store';
import { accepted, read, reopened, told } from './person';
import { alter, event, factsOf, readerOf, type Change, type Ports } from './ports';
import { reminderId, replyCallId, settleSoon } from './settle';

type Operations = (typeof api)['operations'];

/** Unknown, not held, about something else, about the nurse herself, or not for her eyes: the same words. What she told herself she may see again. */
async function heldBy(ports: Ports, staff: Staff, callId: string, now: number): Promise<{ complaint: Complaint; answer: StoredAnswer }> {
  const about = await ports.calls.holds(callId, staff.staffId, now);
  const complaint = about?.startsWith('complaint:') ? await ports.complaints.get(numberFrom(about)) : null;
  const answer = complaint?.answers.find(({ round }) => replyCallId({ _id: complaint._id, round }) === callId);
  if (!complaint || !answer) throw forbidden();
  const own = saidByPhone(complaint, answer.round) !== null && tellerOf(complaint, answer.round) === staff.staffId;
  if (!own && (complaint.restricted || isConcerned(readerOf(staff), factsOf(complaint)))) throw forbidden();
  return { complaint, answer };
}

const mustWait = (c: Complaint, round: number): void => {
  if (c.state !== 'answered' || c.round !== round) throw new AppError('GONE', 'needs no telling any more', { reason: 'over' });
};

/** What is read out. */
export async function answerToTell(ports: Ports, staff: Staff, { callId }: z.output<Operations['answerToTell']['input']>, now: number): Promise<AnswerToTell> {
  const { complaint: c, answer: { round, outcome, notHandledReason, text, measures } } = await heldBy(ports, staff, callId, now);
  const said = saidByPhone(c, round);
  if (said === null) mustWait(c, round);
  const [hospital] = await Promise.all([ports.hospital(), ports.audit.record({ caller: staff, action: 'complaint.answerToTell', subject: c.number, now })]);
  return { number: c.number, round, receivedAt: c.receivedAt, relation: c.relation, outcome, notHandledReason, text, measures, silentDays, reopenDays: reopenWithin / day, hospitalPhone: hospital.phone, said };
}

/** What they said: in the history with who heard it, and it counts as their word. A closed one they may take up again for thirty days, should it have been misheard. */
export async function reportTold(ports: Ports, staff: Staff, { callId, said, words }: z.output<Operations['reportTold']['input']>, now: number): Promise<z.input<Operations['reportTold']['output']>> {
  const { complaint, answer: { round } } = await heldBy(ports, staff, callId, now);
  if (words === '' && (said === 'not_accepted' || said === 'call_back')) throw invalid('words', 'required');
  if (saidByPhone(complaint, round) === null) mustWait(complaint, round);
  const { set, safety } = words === '' ? { set: {}, safety: null } : await read(ports, (text) => text, complaint, words, callId, now);
  const c = await alter(ports, complaint, now, (one) => {
    const known = saidByPhone(one, round);
    if (known === said) return null;
    if (known !== null) throw new AppError('CONFLICT', 'something else was noted', { reason: 'told' });
    mustWait(one, round);
    return changeFor(one, staff, { said, words, set: { ...set, warned: [...one.warned, phoneMark(round, said)] } }, now);
  });
  // Whoever handles it must ring; no timer asks for it again.
  if (said === 'call_back') await ports.notices.remindStaff({ id: reminderId({ _id: c._id, round }, 9), about: c._id, level: 1, words: `投诉${c.number}：投诉人希望回电`, by: endOf({ day: addWorkdays(dayOf(now), 1).day }) }, now);
  await told(ports, c, now);
  return { number: c.number, said, safety };
}

function changeFor(c: Complaint, staff: Staff, o: { said: SaidByPhone; words: string; set: Change['set'] }, now: number): Change {
  const { said, words } = o;
  const who = { by: 'hospital' as const, staff };
  // Somebody who is owed a call has not had their say: no silence counts.
  const answers = c.answers.map((answer) => (answer.round === c.round ? { ...answer, channel: 'phone' as const, toldAt: said === 'call_back' ? 0 : answer.toldAt || now } : answer));
  const set = { ...o.set, answers };
  const tell = event(c, now, 'told', who, { words: said === 'accepted' || said === 'none' ? words : '' });
  switch (said) {
    case 'accepted': {
      const { set: over, events } = accepted({ ...c, answers }, [tell, event(c, now, 'accepted', who), event(c, now, 'closed', { by: 'system' })], now);
      return { set: { ...set, ...over }, events };
    }
    case 'not_accepted': return reopened(c, set, [tell, event({ round: c.round + 1 }, now, 'reopened', who, { words })], now);
    case 'call_back': return { set: { ...set, nextCheck: 0, settleDue: settleSoon(now) }, events: [tell, event(c, now, 'call_asked', who, { words, public: false })] };
    case 'none': return { set: { ...set, nextCheck: nextCheck({ ...c, answers }), settleDue: settleSoon(now) }, events: [tell] };
  }
}
