import { day, hour } from '../../../cloudfunctions/kit/calendar';
import type { Step } from '../../../cloudfunctions/followup/contract';
import { capFreeAt, keptPromise, nextOf, type Action, type Neighbourhood } from '../../../cloudfunctions/followup/rules/next';
import { stepsFor, type StayFacts } from '../../../cloudfunctions/followup/rules/plan';
import { aStay, at, wall } from '../../support/stay';

const discharged = '2026-11-18 15:00';
const ordinary = aStay(discharged);
const stepsOf = (stay: StayFacts): Step[] => stepsFor(stay, at('2026-11-18 18:00'));
const decide = (step: Step, now: string, more: Partial<Neighbourhood> = {}): Action => nextOf(step, { stay: ordinary, siblings: [], messages: [], busy: new Set(), ...more }, at(now));
const invited = (step: Step, sent: string, more: Partial<Step> = {}): Step => ({ ...step, state: 'invited', invitedAt: at(sent), sentAt: at(sent), ...more });
const said = (action: Action): string => {
  switch (action.do) {
    case 'invite': return `invite, remind ${action.remindAt ? wall(action.remindAt) : 'never'}, deadline ${wall(action.deadlineAt)}`;
    case 'remind': return `remind, next ${wall(action.due)}`;
    case 'wait': return `wait until ${wall(action.due)}`;
    default: return `${action.do} ${action.reason}`;
  }
};
const [first, full] = stepsOf(ordinary) as [Step, Step];

describe('a step that is planned', () => {
  it.each([
    ['at its hour', '2026-11-19 10:00', 'invite, remind 2026-11-20 10:00, deadline 2026-11-21 09:00'],
    ['a few minutes late', '2026-11-19 10:04', 'invite, remind 2026-11-20 10:04, deadline 2026-11-21 09:00'],
    ['after the timer was silent for a day: later answer, later call', '2026-11-20 16:00', 'invite, remind never, deadline 2026-11-21 14:00'],
    ['after two days: the promise cannot be kept, twenty hours are', '2026-11-21 16:00', 'invite, remind never, deadline 2026-11-22 14:00'],
    ['at night', '2026-11-21 02:00', 'wait until 2026-11-21 08:30'],
    ['at eight in the evening', '2026-11-20 20:00', 'wait until 2026-11-21 08:30'],
    ['a minute before', '2026-11-20 19:59', 'invite, remind never, deadline 2026-11-21 14:00'],
    ['on day 31', '2026-12-19 10:00', 'close too_late'],
  ])('%s', (_name, now, expected) => expect(said(decide(first, now))).toBe(expected));

  it('waits while three messages were sent this week, and is rung at its own deadline when that lasts too long', () => {
    const messages = [at('2026-11-17 10:00'), at('2026-11-18 10:00'), at('2026-11-18 11:00')];
    expect(said(decide(first, '2026-11-19 10:00', { messages }))).toBe('wait until 2026-11-21 09:00');
    expect(said(decide(first, '2026-11-21 09:00', { messages }))).toBe('queue message_cap');
    // A message-only step simply waits its turn.
    expect(said(decide(full, '2026-11-28 10:00', { messages: messages.map((m) => m + 10 * day) }))).toBe('wait until 2026-12-04 10:00');
    // Room again before the deadline.
    expect(said(decide(first, '2026-11-19 10:00', { messages: [at('2026-11-12 18:00'), ...messages.slice(1)] }))).toBe('wait until 2026-11-19 18:00');
    expect(said(decide(first, '2026-11-19 10:00', { messages: messages.slice(1) }))).toMatch(/^invite/);
  });
});

describe('a step that was invited', () => {
  const asked = invited(first, '2026-11-19 10:01');
  it.each([
    ['the same evening', '2026-11-19 19:00', 'wait until 2026-11-20 10:01'],
    ['after 24 hours', '2026-11-20 10:05', 'remind, next 2026-11-21 09:00'],
    ['at the deadline', '2026-11-21 09:00', 'queue silent'],
    ['after the timer was silent for two days: a call, and no reminder in the same minute', '2026-11-21 10:30', 'queue silent'],
    ['when the reminder would be at night and the deadline comes first', '2026-11-20 20:30', 'wait until 2026-11-21 09:00'],
    ['two hours and a little before the deadline', '2026-11-20 19:59', 'remind, next 2026-11-21 09:00'],
  ])('%s', (_name, now, expected) => expect(said(decide(asked, now))).toBe(expected));

  it('is reminded once', () => expect(said(decide({ ...asked, reminders: 1 }, '2026-11-20 10:05'))).toBe('wait until 2026-11-21 09:00'));

  it('counts the hours from the moment the carrier took the message', () => {
    // Written on the 19th, but the outbox stood still until the 21st in the morning.
    const late = invited(first, '2026-11-21 08:31', { invitedAt: at('2026-11-19 10:00') });
    expect(said(decide(late, '2026-11-21 09:00'))).toBe('wait until 2026-11-21 14:00');
    expect(said(decide(late, '2026-11-21 14:00'))).toBe('queue silent');
  });

  it('is rung when the invitation never left the house', () => {
    const stuck: Step = { ...asked, sentAt: 0 };
    expect(said(decide(stuck, '2026-11-20 10:05'))).toBe('wait until 2026-11-21 09:00');
    expect(said(decide(stuck, '2026-11-21 09:00'))).toBe('queue unsent');
  });

  it('does without the reminder when three messages were sent this week', () => {
    const messages = ['2026-11-17 10:00', '2026-11-18 10:00', '2026-11-19 10:01'].map(at);
    expect(said(decide(asked, '2026-11-20 10:05', { messages }))).toBe('wait until 2026-11-21 09:00');
  });

  it('ends without a call where it is message-only', () => {
    const sheet = invited(full, '2026-11-28 10:00');
    expect(said(decide(sheet, '2026-11-29 10:00'))).toBe('remind, next 2026-12-05 20:00');
    expect(said(decide(sheet, '2026-12-05 20:00'))).toBe('close silent');
    expect(said(decide({ ...sheet, sentAt: 0 }, '2026-12-05 20:00'))).toBe('close unsent');
  });

  it('is rung on day 2 at nine where the risk is high, and on the day itself in an epidemic', () => {
    const old = aStay(discharged, { birthDate: '1940-01-01' });
    const step = invited(stepsOf(old)[0]!, '2026-11-19 10:00');
    expect(said(decide(step, '2026-11-19 18:00', { stay: old }))).toBe('wait until 2026-11-20 09:00');
    expect(said(decide(step, '2026-11-20 09:00', { stay: old }))).toBe('queue silent');
    const ill = aStay(discharged, { tags: ['epidemic'] });
    expect(said(decide(invited(stepsOf(ill)[0]!, '2026-11-19 08:31'), '2026-11-19 14:00', { stay: ill }))).toBe('queue silent');
  });
});

describe('what is known of the stay comes first', () => {
  it.each([
    ['a confirmed death', { death: 'confirmed' }, 'close deceased'],
    ['a told death', { death: 'told' }, 'hold death_unconfirmed'],
    ['a readmission', { readmitted: true }, 'close readmitted'],
    ['a cancelled discharge', { state: 'cancelled' }, 'close cancelled'],
    ['an opting out', { optOut: 'all' }, 'close opted_out'],
    ['a hold', { hold: 'critical' }, 'hold awaiting_clearance'],
  ] as const)('%s', (_name, more, expected) => {
    const stay = aStay(discharged, more);
    expect(said(decide(invited(first, '2026-11-19 10:00'), '2026-11-21 09:00', { stay }))).toBe(expected);
    expect(said(decide(first, '2026-11-19 10:00', { stay }))).toBe(expected);
  });

  it('opting out of surveys ends satisfaction and not care', () => {
    const stay = aStay(discharged, { optOut: 'survey' });
    expect(said(decide(full, '2026-11-28 10:00', { stay }))).toBe('close opted_out');
    expect(said(decide(first, '2026-11-19 10:00', { stay }))).toMatch(/^invite/);
  });

  it('an open complaint ends satisfaction when its day comes, not when the plan is made, and never care', () => {
    const stay = aStay(discharged, { complaining: true });
    expect(stepsOf(stay).map((step) => step.state)).toEqual(['planned', 'planned']);
    expect(said(decide(full, '2026-11-28 10:00', { stay }))).toBe('close complaint_open');
    expect(said(decide(invited(full, '2026-11-28 10:00'), '2026-11-29 10:00', { stay }))).toBe('close complaint_open');
    expect(said(decide(first, '2026-11-19 10:00', { stay }))).toMatch(/^invite/);
  });
});

describe('one stay, one conversation', () => {
  const old = aStay(discharged, { birthDate: '1940-01-01' });
  const [contact, week] = stepsOf(old) as [Step, Step];
  const queued: Step = { ...contact, state: 'queued', due: 0, call: 'made' };

  it('a new step that leads to a call takes the place of an open one', () => {
    for (const open of [queued, invited(contact, '2026-11-19 10:00')]) {
      const action = decide(week, '2026-11-25 10:00', { stay: old, siblings: [open, week] });
      expect(action.do === 'invite' && action.absorb.map((step) => step._id)).toEqual([contact._id]);
    }
  });

  it('but not while a nurse has that call in hand', () => {
    expect(said(decide(week, '2026-11-25 10:00', { stay: old, siblings: [queued, week], busy: new Set([queued._id]) }))).toBe('wait until 2026-11-25 11:00');
  });

  it('an old one that was never sent gives way to its successor', () => {
    expect(said(decide(contact, '2026-11-25 10:01', { stay: old, siblings: [contact, week] }))).toBe('close absorbed');
    expect(said(decide(contact, '2026-11-25 09:59', { stay: old, siblings: [contact, week] }))).toMatch(/^invite/);
  });

  it('a message-only step never takes the place of one that leads to a call: it waits, at most to day 30', () => {
    for (const open of [{ ...first, state: 'queued', due: 0 }, invited(first, '2026-11-28 09:00'), first, { ...first, state: 'held' }] as Step[]) {
      expect(said(decide(full, '2026-11-28 10:00', { siblings: [open, full] }))).toBe('wait until 2026-11-28 11:00');
    }
    const still: Step = { ...first, state: 'queued', due: 0 };
    expect(said(decide(full, '2026-12-18 19:30', { siblings: [still, full] }))).toBe('wait until 2026-12-18 20:01');
    expect(said(decide(full, '2026-12-18 20:01', { siblings: [still, full] }))).toBe('close too_late');
  });

  it.each(['answered', 'reached', 'closed'] as const)('goes on when the first is %s', (state) => {
    expect(said(decide(full, '2026-11-28 10:00', { siblings: [{ ...first, state }, full] }))).toMatch(/^invite/);
  });
});

it('frees the cap when the third last message is a week old', () => {
  const now = at('2026-11-20 10:00');
  expect(capFreeAt([], now)).toBe(now);
  expect(capFreeAt([now - hour, now - 2 * hour, now - 8 * day], now)).toBe(now);
  expect(wall(capFreeAt([now - hour, now - 2 * hour, now - 3 * day, now - 4 * day], now))).toBe('2026-11-24 10:00');
});

it('keeps the promise within 72 hours, in the morning of day 3 for those who left before nine', () => {
  const step = (discharge: string, answered = '') => ({ dischargeAt: at(discharge), dischargeDay: discharge.slice(0, 10), answeredAt: answered ? at(answered) : 0 });
  expect(keptPromise(step('2026-11-18 15:00', '2026-11-21 15:00'), 0)).toBe(true);
  expect(keptPromise(step('2026-11-18 15:00', '2026-11-21 15:01'), 0)).toBe(false);
  expect(keptPromise(step('2026-11-18 15:00', '2026-11-22 15:01'), at('2026-11-21 14:10'))).toBe(true);
  expect(keptPromise(step('2026-11-18 07:00'), at('2026-11-21 09:20'))).toBe(true);
  expect(keptPromise(step('2026-11-18 15:00'), 0)).toBe(false);
});
