/** What each outcome does, as data: the screen shows it beside the button and the service carries out the same. Browser-safe. */
import { addDays, callingHours, day, dayOf, dayPartOf, hour, instantAt, minute, within } from '../../kit/calendar';
import type { CallKind, Consequence, Outcome } from '../contract';
import { isLost, nextSlot, roundsLeft, soon } from './attempt';
import type { Attempt, CallFacts, PatientFacts } from './facts';
import { numbersOf, unreached } from './number';

/** An outcome of which nothing irreversible came may be taken back this long, by the same nurse. */
export const undoFor = 5 * minute;
/** A call back may be agreed this far ahead; later is a matter of the plan. */
export const callBackWithin = 14 * day;
/** A promised call stays with the nurse who promised it this long after its time, then anyone rings. */
export const keptFor = 30 * minute;
/** Broken off: again soon. Inconvenient without a time: a while later. */
const cutOffDelay = 10 * minute;
const inconvenientDelay = 2 * hour;
/** A red flag that nobody answers is tried again at this distance; every third silent try it goes one level up. */
const redFlagDelay = 10 * minute;
const redFlagTries = 3;

/** Priorities, smaller first. `follow-up` asks for highRisk, normal or other. */
export const priorities = { emergency: 0, today: 5, due: 10, highRisk: 20, normal: 30, other: 40 } as const;
/** Where nobody says otherwise: a place that is kept for a while and somebody who waits for an answer before a visit that can still be made up for (product default). */
export const priorityOf = (kind: CallKind): number => ({ redflag: priorities.today, callback: priorities.due, concern: priorities.highRisk, closure: priorities.highRisk, reply: priorities.highRisk, followup: priorities.normal, missed: priorities.normal })[kind];

/** Kinds that are not about a step of the plan: no questionnaire, no refusal of surveys, the record is the note. */
const withoutStep: readonly CallKind[] = ['closure', 'missed', 'reply'];

/** Outcomes that may be recorded without a dial: the news may come in another way (the family rings, the ward tells, the patient rings back). */
const withoutDial: readonly Outcome[] = ['reached', 'call_back', 'refused', 'deceased', 'handled', 'inconvenient'];
/** A refusal of surveys says nothing about danger, nor about a visit or an answer: those are handled instead (answered in writing, booked by the patient, told at the desk). */
export const outcomesOf = (kind: CallFacts['kind']): readonly Outcome[] => kind === 'redflag' || kind === 'concern' || withoutStep.includes(kind)
  ? ['reached', 'handled', 'no_answer', 'busy', 'off', 'call_back', 'inconvenient', 'cut_off', 'wrong_number', 'deceased']
  : ['reached', 'no_answer', 'busy', 'off', 'call_back', 'inconvenient', 'cut_off', 'wrong_number', 'refused', 'deceased'];

/** What decides what an outcome does. */
export interface OutcomeFacts {
  call: CallFacts; patient: PatientFacts; sensitive: boolean;
  /** Dialled in this claim and not yet settled. */
  open: Attempt | null;
  /** The required items of the questionnaire are answered and submitted. */
  complete: boolean;
  /** The nurse wrote something. */
  noted: boolean;
}

/** The attempts as they will stand once this outcome is recorded. */
export const settled = (facts: OutcomeFacts, outcome: Outcome, now: number): Attempt[] => {
  const attempts = [...facts.call.attempts];
  const last = attempts.at(-1);
  if (facts.open && last && last.at === facts.open.at) attempts[attempts.length - 1] = { ...last, outcome };
  else if (unreached(outcome)) attempts.push({ at: now, by: '', byName: '', to: 'patient', phoneHash: '', outcome, day: dayOf(now), dayPart: dayPartOf(now), note: '' });
  return attempts;
};

/** Is a time for a call back acceptable? The key of what is wrong, or ''. */
export function callBackProblem(at: number | undefined, kind: CallFacts['kind'], now: number): '' | 'required' | 'past' | 'too_far' | 'outside_hours' {
  if (at === undefined) return 'required';
  if (at < now - minute) return 'past';
  if (at > now + callBackWithin) return 'too_far';
  if (kind !== 'redflag' && !within(at, callingHours)) return 'outside_hours';
  return '';
}

/** The consequence of one outcome. `at` is the time a nurse entered for a call back. What is done is not rung again, except at a time that was promised. */
export function consequenceOf(facts: OutcomeFacts, outcome: Outcome, now: number, at?: number): Consequence {
  const consequence = usually(facts, outcome, now, at);
  return facts.call.endsWhenLeft && (consequence.key === 'ring_again' || consequence.key === 'ring_soon') ? { ...consequence, key: 'ends', at: 0, part: null, left: 0 } : consequence;
}

function usually(facts: OutcomeFacts, outcome: Outcome, now: number, at?: number): Consequence {
  const { call } = facts;
  const say = (key: Consequence['key'], more: Partial<Consequence> = {}): Consequence =>
    ({ outcome, key, at: 0, part: null, left: 0, available: true, why: '', ...more, ...missing(facts, outcome) });
  switch (outcome) {
    case 'reached': return say('completed');
    case 'handled': return say('handled');
    case 'refused': return say('stop_satisfaction');
    case 'deceased': return say('stop_everything');
    case 'not_attempted': return say('closed_by_capacity', { available: false, why: 'lead_only' });
    case 'call_back': return say('ring_at', { at: at ?? 0, part: at ? dayPartOf(at) : null });
    case 'inconvenient':
    case 'cut_off': {
      if (at) return say('ring_at', { at, part: dayPartOf(at) });
      const delay = outcome === 'cut_off' ? cutOffDelay : inconvenientDelay;
      const next = call.kind === 'redflag' ? now + redFlagDelay : soon(now, delay);
      return say('ring_soon', { at: next, part: dayPartOf(next) });
    }
    case 'wrong_number': return wrongNumber(facts, say);
    case 'no_answer':
    case 'busy':
    case 'off': return silent(facts, outcome, now, say);
  }
}

type Say = (key: Consequence['key'], more?: Partial<Consequence>) => Consequence;

function silent(facts: OutcomeFacts, outcome: Outcome, now: number, say: Say): Consequence {
  const attempts = settled(facts, outcome, now);
  if (facts.call.kind === 'redflag') {
    const tries = attempts.filter((a) => unreached(a.outcome)).length;
    const at = now + redFlagDelay;
    return tries % redFlagTries === 0 ? say('goes_up', { at }) : say('ring_soon', { at, part: dayPartOf(at), left: redFlagTries - (tries % redFlagTries) });
  }
  if (isLost(attempts)) return say('lost_no_answer');
  const slot = nextSlot(attempts, now);
  return say('ring_again', { at: slot.at, part: slot.part, left: roundsLeft(attempts) });
}

function wrongNumber(facts: OutcomeFacts, say: Say): Consequence {
  const to = facts.open?.to ?? 'patient';
  const after = { ...facts.patient, ...(to === 'patient' ? { phoneInvalid: true } : { contactInvalid: true }) };
  const left = numbersOf(after, facts.sensitive, facts.call.kind).find((n) => n.why === '');
  if (left) return say(left.to === 'contact' ? 'number_wrong_contact_next' : 'number_wrong_patient_next');
  // A red flag is never lost: somebody must find another way.
  return facts.call.kind === 'redflag' ? say('goes_up') : say('lost_wrong_number');
}

function missing(facts: OutcomeFacts, outcome: Outcome): Partial<Consequence> {
  const no = (why: Consequence['why']) => ({ available: false, why });
  // Nothing left to dial: the call may be closed as a wrong number without a dial.
  const unreachable = outcome === 'wrong_number' && numbersOf(facts.patient, facts.sensitive, facts.call.kind).every((n) => n.why !== '');
  if (!withoutDial.includes(outcome) && outcome !== 'not_attempted' && !facts.open && !unreachable) return no('dial_first');
  if (outcome === 'reached' && facts.call.kind === 'followup' && !facts.complete) return no('questionnaire_incomplete');
  // Without a questionnaire the note is the record (a record must be complete).
  if ((outcome === 'handled' || (outcome === 'reached' && facts.call.kind !== 'followup')) && !facts.noted) return no('note_required');
  return {};
}

/** All outcomes of this kind of call with what each would do. */
export const consequencesOf = (facts: OutcomeFacts, now: number): Consequence[] => outcomesOf(facts.call.kind).map((outcome) => consequenceOf(facts, outcome, now));

/** Consequences that leave the call open, and so may be taken back. */
export const mayUndo = (key: Consequence['key']): boolean => key === 'ring_again' || key === 'ring_at' || key === 'ring_soon';

/**
 * Does this reason take a call of this kind out of the list? Danger that was reported outlives an answer, an opt-out, even a new admission; only death ends it. An answer that somebody
 * waits for outlives the stay; a visit does not.
 */
export function withdraws(kind: CallFacts['kind'], reason: string): boolean {
  if (['deceased', 'death_unconfirmed'].includes(reason)) return true;
  if (kind === 'redflag' || kind === 'reply') return false;
  if (['readmitted', 'cancelled', 'suppressed'].includes(reason)) return true;
  return kind === 'followup';
}

/** Withdrawn for a reason that may pass: the call comes back when the step is queued again or the patient turns out to live. */
export const passingReasons = ['death_unconfirmed', 'awaiting_clearance'] as const;

/** The end of the next day in which a concern is rung: what the page may promise. */
export function concernBy(now: number): number {
  const today = dayOf(now);
  return now < instantAt(today, '17:30') ? instantAt(today, callingHours.at(-1)![1]) : instantAt(addDays(today, 1), callingHours[0]![1]);
}
