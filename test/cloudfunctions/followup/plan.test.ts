import fc from 'fast-check';
import { addDays, callingHours, dayOf, hour, instantAt, minute, sendingHours, within } from '../../../cloudfunctions/kit/calendar';
import { Plan, Step } from '../../../cloudfunctions/followup/contract';
import { barOf, callIdOf, choosePlan, deadlineOf, inIcd, lastWithin, plans, promiseHours, reminderOf, stepsFor } from '../../../cloudfunctions/followup/rules/plan';
import { aStay, at, wall } from '../../support/stay';

const shown = (steps: Step[]) => steps.map((step) => `${step.key} ${step.state}${step.reason && ` (${step.reason})`} ${wall(step.inviteAt)} → ${wall(step.deadlineAt)}`);

describe('which plan', () => {
  it('keeps the plans in the shape of the contract, one current version each, most urgent first', () => {
    expect(Plan.array().parse(plans)).toEqual(plans);
    expect([...new Set(plans.map((plan) => plan.code))]).toEqual(['epidemic', 'high-risk', 'chronic', 'standard']);
    for (const plan of plans) expect(plan.steps[0]!.key).toBe('contact-1');
  });

  it.each([
    ['an ordinary stay', {}, 'standard'],
    ['80 on the day of discharge', { birthDate: '1946-11-18' }, 'high-risk'],
    ['80 a day later', { birthDate: '1946-11-19' }, 'standard'],
    ['a tag', { tags: ['high-risk'] }, 'high-risk'],
    ['against advice, cleared', { way: '4', hold: 'against_advice', decision: 'invite' }, 'high-risk'],
    ['against advice, not cleared', { way: '4', hold: 'against_advice' }, 'standard'],
    ['from intensive care, cleared', { hold: 'critical', decision: 'invite' }, 'standard'],
    ['diabetes', { dxCode: 'E11.900' }, 'chronic'],
    ['lung cancer', { dxCode: 'C34.900' }, 'chronic'],
    ['stroke at 85: the risk comes first', { dxCode: 'I63.900', birthDate: '1941-01-01' }, 'high-risk'],
    ['hand, foot and mouth disease at 85: the epidemic comes first', { dxCode: 'B08.400', birthDate: '1941-01-01' }, 'epidemic'],
    ['tagged for the epidemic', { tags: ['elderly', 'epidemic'] }, 'epidemic'],
    ['no code', { dxCode: '' }, 'standard'],
  ] as const)('%s: %s → %s', (_name, more, code) => expect(choosePlan(aStay('2026-11-18 10:00', more)).code).toBe(code));

  it('reads ICD entries as prefixes and spans', () => {
    expect(inIcd('B08.401', 'B08.4')).toBe(true);
    expect(inIcd('B08.500', 'B08.4')).toBe(false);
    expect(inIcd('I15.900', 'I10-I15')).toBe(true);
    expect(inIcd('I16.900', 'I10-I15')).toBe(false);
    expect(inIcd('', 'I10-I15')).toBe(false);
  });
});

describe('when', () => {
  it('standard: invited on day 1 at 10:00, reminded on day 2, deadline on day 3 at 9:00; then the full questionnaire on day 10', () => {
    const [first, full] = stepsFor(aStay('2026-11-18 15:00'), at('2026-11-18 18:00'));
    expect([wall(first!.inviteAt), wall(first!.remindAt), wall(first!.deadlineAt), first!.questionnaire, first!.escalates]).toEqual(['2026-11-19 10:00', '2026-11-20 10:00', '2026-11-21 09:00', 'FU-SHORT-1', true]);
    expect([full!.key, wall(full!.inviteAt), full!.questionnaire, full!.escalates, full!.purpose]).toEqual(['full-10', '2026-11-28 10:00', 'IP-FULL-1', false, 'survey']);
  });

  it.each([
    ['high-risk', { birthDate: '1940-01-01' }, ['contact-1 planned 2026-11-19 10:00 → 2026-11-20 09:00', 'day-7 planned 2026-11-25 10:00 → 2026-11-26 09:00']],
    ['epidemic', { tags: ['epidemic'] }, ['contact-1 planned 2026-11-19 08:30 → 2026-11-19 14:00', 'day-3 planned 2026-11-21 08:30 → 2026-11-21 14:00', 'day-7 planned 2026-11-25 08:30 → 2026-11-25 14:00']],
    ['chronic', { dxCode: 'I10.x00' }, ['contact-1 planned 2026-11-19 10:00 → 2026-11-21 09:00', 'day-30 planned 2026-12-18 10:00 → 2026-12-25 20:00', 'day-90 planned 2027-02-16 10:00 → 2027-02-23 20:00']],
  ] as const)('%s', (_name, more, expected) => expect(shown(stepsFor(aStay('2026-11-18 15:00', more), at('2026-11-18 18:00')))).toEqual(expected));

  it('does not care for weekends and holidays: National Day week has its first contacts too', () => {
    expect(shown(stepsFor(aStay('2026-09-30 11:00'), at('2026-09-30 12:00')))[0]).toBe('contact-1 planned 2026-10-01 10:00 → 2026-10-03 09:00');
  });

  it('makes steps that keep the contract', () => {
    for (const step of stepsFor(aStay('2026-11-18 15:00'), at('2026-11-18 18:00'))) expect(Step.parse(step)).toEqual(step);
  });

  // Discharged on the 18th at 15:00: the 72 hours end on the 21st at 15:00.
  it.each([
    ['the next afternoon: at once', '2026-11-19 14:20', 'contact-1 planned 2026-11-19 14:20 → 2026-11-21 09:00'],
    ['in the night: in the morning', '2026-11-19 23:10', 'contact-1 planned 2026-11-20 08:30 → 2026-11-21 09:00'],
    ['on day 2 in the evening: twenty hours would be too late, calling begins two hours before', '2026-11-20 19:30', 'contact-1 planned 2026-11-20 19:30 → 2026-11-21 14:00'],
    ['on day 3 in the morning: four hours and more remain', '2026-11-21 08:40', 'contact-1 planned 2026-11-21 08:40 → 2026-11-21 14:00'],
    ['on day 3 too late for four hours: the promise is lost, nobody is hurried', '2026-11-21 12:30', 'contact-1 planned 2026-11-21 12:30 → 2026-11-22 09:00'],
    ['on day 12', '2026-11-30 09:15', 'contact-1 planned 2026-11-30 09:15 → 2026-12-01 09:00'],
    ['on day 30, the last', '2026-12-18 19:00', 'contact-1 planned 2026-12-18 19:00 → 2026-12-19 15:00'],
    ['on day 30 after eight: too late, and counted', '2026-12-18 20:00', 'contact-1 closed (too_late) 2026-12-19 08:30 → 2026-12-20 09:00'],
    ['on day 31', '2026-12-19 10:00', 'contact-1 closed (too_late) 2026-12-19 10:00 → 2026-12-20 09:00'],
  ])('a discharge that arrives %s', (_name, now, expected) => expect(shown(stepsFor(aStay('2026-11-18 15:00'), at(now)))[0]).toBe(expected));

  it('lets the first contact take the place of later calls that have come of age before it can be answered', () => {
    expect(shown(stepsFor(aStay('2026-11-18 15:00', { birthDate: '1940-01-01' }), at('2026-11-27 09:00')))).toEqual([
      'contact-1 planned 2026-11-27 09:00 → 2026-11-27 14:00', 'day-7 closed (absorbed) 2026-11-27 09:00 → 2026-11-27 14:00',
    ]);
  });

  it('keeps day 90 of a stay that arrives after day 30', () => {
    expect(shown(stepsFor(aStay('2026-11-18 15:00', { dxCode: 'I10.x00' }), at('2027-01-10 09:00'))).map((line) => line.split(' 20')[0])).toEqual([
      'contact-1 closed (too_late)', 'day-30 closed (too_late)', 'day-90 planned',
    ]);
  });

  it('never ends before the hours a person was given, inside calling hours, and within 72 h whenever four hours of the day are left', () => {
    const first = plans.find((plan) => plan.code === 'standard')!.steps[0]!;
    fc.assert(fc.property(fc.integer({ min: 0, max: 365 }), fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 0, max: 6 * 1440 }), (dayN, dischargeMinute, later) => {
      const dischargeDay = addDays('2026-01-01', dayN);
      const dischargeAt = instantAt(dischargeDay) + dischargeMinute * minute;
      const sentAt = instantAt(addDays(dischargeDay, 1), '10:00') + later * minute;
      const step = { dischargeAt, escalates: true, answerHours: first.answerHours, leastHours: first.leastHours, plannedDeadlineAt: instantAt(addDays(dischargeDay, 3), '09:00') };
      const deadline = deadlineOf(step, sentAt);
      expect(within(deadline, callingHours)).toBe(true);
      expect(deadline).toBeGreaterThanOrEqual(sentAt + first.leastHours * hour);
      expect(deadline).toBeGreaterThanOrEqual(step.plannedDeadlineAt);
      const ringBy = lastWithin(dischargeAt + promiseHours * hour, callingHours);
      // The lunch break may take the place of the last hours before 14:00.
      if (ringBy > step.plannedDeadlineAt && sentAt + (first.leastHours + 3) * hour <= ringBy) expect(deadline).toBeLessThan(dischargeAt + promiseHours * hour);
      // Nobody is hurried in vain: less than the usual hours only where that keeps the promise, or the plan's own deadline.
      if (deadline < sentAt + first.answerHours * hour) expect(deadline).toBeLessThanOrEqual(Math.max(dischargeAt + promiseHours * hour, step.plannedDeadlineAt));
    }), { numRuns: 500 });
  });

  it('reminds inside the sending hours, once, and never within two hours of the deadline', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 200 }), (offset, hours) => {
      const sentAt = at('2026-11-19 08:30') + offset * minute;
      const deadline = sentAt + hours * hour;
      const remindAt = reminderOf({ reminderHours: 24 }, sentAt, deadline);
      if (remindAt === 0) return;
      expect(within(remindAt, sendingHours)).toBe(true);
      expect(remindAt).toBeGreaterThanOrEqual(sentAt + 24 * hour);
      expect(remindAt + 2 * hour).toBeLessThanOrEqual(deadline);
    }));
    expect(reminderOf({ reminderHours: 0 }, at('2026-11-19 10:00'), at('2026-11-29 10:00'))).toBe(0);
  });
});

describe('who is not simply invited', () => {
  it.each([
    ['way 5', { way: '5' }, 'closed', 'deceased'],
    ['a confirmed death', { death: 'confirmed' }, 'closed', 'deceased'],
    ['a told death', { death: 'told' }, 'held', 'death_unconfirmed'],
    ['held', { hold: 'critical' }, 'held', 'awaiting_clearance'],
    ['held and suppressed', { hold: 'obstetric_loss', decision: 'suppress' }, 'closed', 'suppressed'],
    ['cancelled', { state: 'cancelled' }, 'closed', 'cancelled'],
    ['readmitted', { readmitted: true }, 'closed', 'readmitted'],
    ['does not want it', { noContact: true }, 'closed', 'opted_out'],
    ['opted out of everything', { optOut: 'all' }, 'closed', 'opted_out'],
    ['no number', { reachable: false }, 'closed', 'no_contact'],
    ['no number and held: the ward has nothing to decide', { reachable: false, hold: 'critical' }, 'closed', 'no_contact'],
    ['dead and held', { death: 'confirmed', hold: 'critical' }, 'closed', 'deceased'],
  ] as const)('%s', (_name, more, state, reason) => {
    const steps = stepsFor(aStay('2026-11-18 15:00', more), at('2026-11-18 18:00'));
    expect([steps[0]!.state, steps[0]!.reason, steps[0]!.due]).toEqual([state, reason, 0]);
    expect(steps.length).toBe(state === 'closed' ? 1 : 2);
  });

  it('asks nobody who opted out of surveys what they thought, and still asks how they are', () => {
    expect(shown(stepsFor(aStay('2026-11-18 15:00', { optOut: 'survey' }), at('2026-11-18 18:00'))).map((line) => line.split(' 20')[0])).toEqual(['contact-1 planned', 'full-10 closed (opted_out)']);
    expect(barOf(aStay('2026-11-18 15:00', { optOut: 'survey' }), 'care')).toBeUndefined();
  });

  it('gives every stay exactly one first step, whatever is known of it', () => {
    const anything = fc.record({
      way: fc.constantFrom('1', '4', '5', '9'), death: fc.constantFrom('no', 'told', 'confirmed'), state: fc.constantFrom('finished', 'cancelled'), hold: fc.constantFrom('', 'critical', 'against_advice'),
      decision: fc.constantFrom('', 'invite', 'suppress'), readmitted: fc.boolean(), noContact: fc.boolean(), reachable: fc.boolean(), optOut: fc.constantFrom('', 'survey', 'all'),
      birthDate: fc.constantFrom('1940-01-01', '1980-01-01'), dxCode: fc.constantFrom('', 'I10.x00', 'B08.400', 'S06.500'),
    }) as fc.Arbitrary<Partial<ReturnType<typeof aStay>>>;
    fc.assert(fc.property(anything, fc.integer({ min: -1, max: 60 * 24 }), (more, hoursLater) => {
      const steps = stepsFor(aStay('2026-11-18 15:00', more), at('2026-11-18 15:00') + hoursLater * hour);
      expect(steps.filter((step) => step.order === 1)).toHaveLength(1);
      expect(new Set(steps.map((step) => step._id)).size).toBe(steps.length);
      for (const step of steps) {
        expect(step.due > 0).toBe(step.state === 'planned');
        if (step.state === 'planned') {
          expect(within(step.inviteAt, sendingHours)).toBe(true);
          expect(step.deadlineAt).toBeGreaterThan(step.inviteAt);
          expect(dayOf(step.deadlineAt)).toBe(step.deadlineDay);
        }
      }
    }));
  });
});

it('names the call of a step by the step, and of a re-opened one by its round', () => {
  expect(callIdOf({ _id: 'step:1:contact-1', round: 0 })).toBe('call:followup:step:1:contact-1');
  expect(callIdOf({ _id: 'step:1:contact-1', round: 2 })).toBe('call:followup:step:1:contact-1:2');
});
