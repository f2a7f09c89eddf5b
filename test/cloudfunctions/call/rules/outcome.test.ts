import fc from 'fast-check';
import { minute, day } from '../../../../cloudfunctions/kit/calendar';
import { Outcome } from '../../../../cloudfunctions/call/contract';
import { callBackProblem, concernBy, consequenceOf, consequencesOf, mayUndo, outcomesOf, withdraws, type OutcomeFacts } from '../../../../cloudfunctions/call/rules/outcome';
import { at, attempt, call, patient } from './facts';

const dialled = (more: Partial<OutcomeFacts> = {}, before: ReturnType<typeof attempt>[] = [], now = at('10:00')): OutcomeFacts => {
  const open = attempt(now - minute, '');
  return { call: call({ attempts: [...before, open] }), patient: patient(), sensitive: false, open, complete: true, noted: true, ...more };
};
const red = (tries: number, now = at('23:10')): OutcomeFacts => {
  const open = attempt(now - minute, '');
  const before = Array.from({ length: tries }, (_, n) => attempt(now - (tries - n) * 10 * minute));
  return { ...dialled(), call: call({ kind: 'redflag', priority: 0, basePriority: 0, attempts: [...before, open] }), open };
};

describe('what an outcome does', () => {
  const now = at('10:00');
  const table: [name: string, facts: OutcomeFacts, outcome: Outcome, expected: object][] = [
    ['reached closes the step', dialled(), 'reached', { key: 'completed', available: true }],
    ['reached without the required items cannot be said', dialled({ complete: false }), 'reached', { available: false, why: 'questionnaire_incomplete' }],
    ['the first silence: this afternoon, two attempts left', dialled(), 'no_answer', { key: 'ring_again', at: at('14:00'), part: 'afternoon', left: 2 }],
    ['busy and switched off count like silence', dialled(), 'busy', { key: 'ring_again', at: at('14:00'), left: 2 }],
    ['the second silence of yesterday and today leaves one', dialled({}, [attempt(at('15:00', '2026-11-20'))]), 'off', { key: 'ring_again', at: at('17:30'), part: 'evening', left: 1 }],
    ['the third on a second day is lost', dialled({}, [attempt(at('15:00', '2026-11-20')), attempt(at('18:00', '2026-11-20'))]), 'no_answer', { key: 'lost_no_answer' }],
    ['refused stops satisfaction calls', dialled(), 'refused', { key: 'stop_satisfaction' }],
    ['deceased stops everything', dialled(), 'deceased', { key: 'stop_everything' }],
    ['a wrong own number: the contact is next', dialled(), 'wrong_number', { key: 'number_wrong_contact_next' }],
    ['a wrong own number in a sensitive stay: lost', dialled({ sensitive: true }), 'wrong_number', { key: 'lost_wrong_number' }],
    ['a wrong own number without a contact: lost', dialled({ patient: patient({ contactPhoneHash: '' }) }), 'wrong_number', { key: 'lost_wrong_number' }],
    ['the contact\'s number is the same wrong one: lost', dialled({ patient: patient({ contactPhoneHash: 'own' }) }), 'wrong_number', { key: 'lost_wrong_number' }],
    ['a wrong contact\'s number: the patient\'s own is next', dialled({ open: attempt(at('09:59'), '', { to: 'contact', phoneHash: 'kin' }) }), 'wrong_number', { key: 'number_wrong_patient_next' }],
    ['broken off: in ten minutes', dialled(), 'cut_off', { key: 'ring_soon', at: at('10:10') }],
    ['inconvenient: in two hours, here after the noon break', dialled(), 'inconvenient', { key: 'ring_soon', at: at('14:00') }],
    ['nothing dialled: no silence can be recorded', dialled({ open: null }), 'no_answer', { available: false, why: 'dial_first' }],
    ['nothing dialled: the family may still have told of the death', dialled({ open: null }), 'deceased', { available: true, key: 'stop_everything' }],
    ['no number left: closed as wrong without a dial', dialled({ open: null, patient: patient({ phoneInvalid: true, contactPhoneHash: '' }) }), 'wrong_number', { available: true, key: 'lost_wrong_number' }],
    ['by capacity is the lead\'s word only', dialled(), 'not_attempted', { available: false, why: 'lead_only' }],
  ];
  test.each(table)('%s', (_, facts, outcome, expected) => {
    expect(consequenceOf(facts, outcome, now)).toMatchObject(expected);
  });

  test('a call back is first in the list at its time', () => {
    expect(consequenceOf(dialled(), 'call_back', now, at('15:30'))).toMatchObject({ key: 'ring_at', at: at('15:30'), part: 'afternoon' });
    expect(consequenceOf(dialled(), 'inconvenient', now, at('15:30'))).toMatchObject({ key: 'ring_at', at: at('15:30') });
  });

  test('a red flag is tried every ten minutes, goes up at every third silence, and is never lost', () => {
    expect(consequenceOf(red(0), 'no_answer', at('23:10'))).toMatchObject({ key: 'ring_soon', at: at('23:20'), left: 2 });
    expect(consequenceOf(red(1), 'no_answer', at('23:10'))).toMatchObject({ key: 'ring_soon', left: 1 });
    expect(consequenceOf(red(2), 'no_answer', at('23:10'))).toMatchObject({ key: 'goes_up' });
    expect(consequenceOf({ ...red(0), sensitive: true }, 'wrong_number', at('23:10'))).toMatchObject({ key: 'goes_up' });
  });

  test('calls without a questionnaire need a note', () => {
    expect(consequenceOf({ ...red(0), noted: false }, 'reached', at('23:10'))).toMatchObject({ available: false, why: 'note_required' });
    expect(consequenceOf({ ...red(0), noted: false }, 'handled', at('23:10'))).toMatchObject({ available: false, why: 'note_required' });
  });

  test('every outcome of a kind has its consequence; a red flag cannot be refused', () => {
    for (const kind of ['followup', 'redflag', 'callback', 'concern'] as const) {
      const all = consequencesOf(dialled({ call: call({ kind, attempts: [attempt(at('09:59'), '')] }) }), now);
      expect(all.map((c) => c.outcome)).toEqual(outcomesOf(kind));
    }
    expect(outcomesOf('redflag')).not.toContain('refused');
  });
});

test('for all attempts, a silence is tried again later or lost after three rounds on two days; nothing else can be lost', () => {
  const when = fc.integer({ min: at('09:00', '2026-11-18'), max: at('19:00', '2026-11-21') });
  fc.assert(fc.property(fc.array(fc.record({ when, outcome: fc.constantFrom('no_answer' as const, 'busy' as const, 'cut_off' as const, 'inconvenient' as const) }), { maxLength: 6 }), fc.constantFrom(...Outcome.options), (tried, outcome) => {
    const now = at('19:10');
    const before = tried.sort((a, b) => a.when - b.when).map((t) => attempt(t.when, t.outcome));
    const said = consequenceOf(dialled({}, before, now), outcome, now);
    const rounds = new Set([...before.filter((a) => a.outcome === 'no_answer' || a.outcome === 'busy').map((a) => `${a.day}${a.dayPart}`), '2026-11-21evening']);
    const days = new Set([...rounds].map((r) => r.slice(0, 10)));
    if (said.key === 'lost_no_answer') expect([rounds.size >= 3, days.size >= 2]).toEqual([true, true]);
    if (said.key === 'ring_again') expect([said.at > now, rounds.size >= 3 && days.size >= 2]).toEqual([true, false]);
    if (mayUndo(said.key)) expect(['no_answer', 'busy', 'off', 'call_back', 'inconvenient', 'cut_off']).toContain(outcome);
  }));
});

describe('a time for a call back', () => {
  const now = at('10:00');
  test.each([
    ['must be said', undefined, 'required'], ['is not in the past', at('09:00'), 'past'], ['is at most two weeks ahead', now + 15 * day, 'too_far'],
    ['lies in the calling hours', at('12:30'), 'outside_hours'], ['may be today', at('15:00'), ''], ['may be on a holiday: the roster is the lead\'s matter', at('10:00', '2026-11-22'), ''],
  ] as const)('%s', (_, when, problem) => expect(callBackProblem(when, 'followup', now)).toBe(problem));
  test('is free for a red flag', () => expect(callBackProblem(at('23:30'), 'redflag', at('23:00'))).toBe(''));
});

test('an answer ends the call of silence, not the wish to be rung, and nothing but death ends a red flag', () => {
  const taken = (reason: string) => (['followup', 'callback', 'concern', 'redflag'] as const).filter((kind) => withdraws(kind, reason));
  expect(taken('answered')).toEqual(['followup']);
  expect(taken('opted_out')).toEqual(['followup']);
  expect(taken('readmitted')).toEqual(['followup', 'callback', 'concern']);
  expect(taken('deceased')).toEqual(['followup', 'callback', 'concern', 'redflag']);
  expect(taken('death_unconfirmed')).toEqual(['followup', 'callback', 'concern', 'redflag']);
});

test('a concern is rung today when there is still time, else in the next morning', () => {
  expect(concernBy(at('10:00'))).toBe(at('19:30'));
  expect(concernBy(at('18:00'))).toBe(at('12:00', '2026-11-22'));
});
