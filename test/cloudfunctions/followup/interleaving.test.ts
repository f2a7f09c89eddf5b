import fc from 'fast-check';
import { day, hour, minute, sendingHours, within } from '../../../cloudfunctions/kit/calendar';
import { funnelOf } from '../../../cloudfunctions/followup/rules/lead';
import { isOpen } from '../../../cloudfunctions/followup/rules/next';
import { openWorld, type World } from '../../support/followup-world';
import { at } from '../../support/stay';

type Act =
  | { do: 'tick' | 'send' | 'plan' }
  | { do: 'answer' | 'claim' | 'reach' | 'lose' | 'refuse' | 'readmit' | 'cancel' | 'optOut' | 'optOutSurvey' | 'told' | 'confirmed' | 'alive' | 'clear' | 'suppress' | 'noNumber'; who: number }
  /** A run that ends after so many accesses. */
  | { do: 'cut'; after: number };
interface Moment { acts: Act[]; hours: number }

const people = 6;
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom<Act>({ do: 'tick' }, { do: 'send' }, { do: 'plan' }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('answer' as const, 'claim' as const, 'reach' as const, 'lose' as const), who: fc.nat(people - 1) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('refuse' as const, 'readmit' as const, 'cancel' as const, 'optOut' as const, 'optOutSurvey' as const, 'told' as const, 'confirmed' as const, 'alive' as const, 'clear' as const, 'suppress' as const, 'noNumber' as const), who: fc.nat(people - 1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cut' as const), after: fc.nat(25) }) },
);
const moment: fc.Arbitrary<Moment> = fc.record({ acts: fc.array(act, { minLength: 1, maxLength: 4 }), hours: fc.constantFrom(0, 0.1, 1, 5, 14, 24, 60) });

/** Six people of all kinds; the last two are one person with two stays. */
function open(seed: number): World {
  const world = openWorld();
  let state = seed;
  world.pause = () => (state = (state * 1_103_515_245 + 12_345) & 0x7fffffff) % 4;
  world.admit('0', {});
  world.admit('1', {}, { birthDate: '1940-01-01' });
  world.admit('2', { way: '4', hold: 'against_advice' });
  world.admit('3', { dxCode: 'B08.400' }, { phoneSealed: '057188880000' });
  world.admit('4', { dxCode: 'I10.x00' });
  world.admit('5', { patientId: 'pat:4', dischargeAt: at('2026-11-20 09:00') });
  return world;
}

async function perform(world: World, one: Act, now: number, deaths: Map<string, number>): Promise<void> {
  if (one.do === 'cut') return;
  if (one.do === 'tick') return void (await world.followup.tick(now));
  if (one.do === 'send') return void (await world.notices.send(now));
  if (!('who' in one)) return void (await world.followup.plan([...world.stays.keys()], now));
  const encounterId = `enc:${one.who}`;
  const stay = world.stays.get(encounterId)!;
  const { patientId } = stay;
  const patient = world.patients.get(patientId)!;
  const stepId = [...world.steps.values()].find((step) => step.encounterId === encounterId && isOpen(step))?._id ?? `step:${one.who}:contact-1`;
  const call = [...world.calls.values()].find((c) => c.stepId === stepId && (c.state === 'waiting' || c.state === 'claimed'));
  const correct = (change: object) => void world.stays.set(encounterId, { ...world.stays.get(encounterId)!, ...change, rev: stay.rev + 1, planning: 'due' });
  switch (one.do) {
    case 'answer': return void (world.steps.has(stepId) && await world.followup.answered(stepId, { by: 'person', mode: 'wechat' }, now));
    case 'claim': return void (call && world.calls.set(call._id, { ...call, state: 'claimed' }));
    case 'reach': case 'lose': case 'refuse': {
      if (!call || deaths.has(patientId)) return;
      world.calls.set(call._id, { ...call, state: 'done' });
      await world.followup.settleCall(stepId, one.do === 'reach' ? 'reached' : one.do === 'lose' ? 'lost_no_answer' : 'refused', now, 'nurse');
      if (one.do === 'refuse') await world.followup.stop({ patientId }, 'refused', 'survey', now, 'nurse');
      return;
    }
    case 'readmit':
      correct({ readmittedAt: now });
      return void (await world.followup.stop({ encounterId }, 'readmitted', 'all', now, 'import'));
    case 'cancel':
      correct({ state: stay.state === 'cancelled' ? 'finished' : 'cancelled' });
      return void (await world.followup.stop({ encounterId }, 'cancelled', 'all', now, 'import'));
    case 'optOut': case 'optOutSurvey':
      world.refused[one.do === 'optOut' ? 'care' : 'survey'].add(patientId);
      return void (await world.followup.stop({ patientId }, 'opted_out', one.do === 'optOut' ? 'all' : 'survey', now, 'person'));
    case 'told': case 'confirmed':
      if (patient.death === 'confirmed') return;
      world.patients.set(patientId, { ...patient, death: one.do });
      deaths.set(patientId, Math.min(now, deaths.get(patientId) ?? now));
      return one.do === 'told' ? world.followup.suspend(patientId, 'death_unconfirmed', now, 'link') : world.followup.stop({ patientId }, 'deceased', 'all', now, 'nurse');
    case 'alive':
      if (patient.death !== 'told') return;
      world.patients.set(patientId, { ...patient, death: 'no' });
      deaths.delete(patientId);
      return void (await world.followup.resume(patientId, now, 'nurse'));
    case 'clear': case 'suppress':
      if (stay.hold === '' || stay.decision !== '') return;
      correct({ decision: one.do === 'clear' ? 'invite' : 'suppress' });
      return void (await world.followup.clear(encounterId, one.do === 'clear' ? 'invite' : 'suppress', now, 'ward'));
    case 'noNumber':
      world.patients.set(patientId, { ...patient, phoneInvalid: !patient.phoneInvalid });
      return void correct({});
  }
}

/** What must hold whenever everybody has been told: after an undisturbed run of both timers. */
function check(world: World, deaths: ReadonlyMap<string, number>): void {
  const rows = new Map<string, { state: never; reason: never; count: number }>();
  for (const { state, reason } of world.firstSteps()) rows.set(`${state} ${reason}`, { state: state as never, reason: reason as never, count: (rows.get(`${state} ${reason}`)?.count ?? 0) + 1 });
  const funnel = funnelOf([...rows.values()], world.stays.size);
  expect([funnel.adds, funnel.unplanned]).toEqual([true, 0]);
  expect(world.firstSteps()).toHaveLength(world.stays.size);

  const openCalls = [...world.calls.values()].filter((call) => call.state === 'waiting' || call.state === 'claimed');
  for (const step of world.steps.values()) {
    const calls = openCalls.filter((call) => call.stepId === step._id);
    // Nobody is lost: a date, a person, a call, or a reason.
    if (step.state === 'planned' || step.state === 'invited') expect(step.due).toBeGreaterThan(0);
    else expect(step.due).toBe(0);
    if (step.state === 'held') expect([step.heldFrom === '', step.reason === '']).toEqual([false, false]);
    if (step.state === 'closed') expect(step.reason).not.toBe('');
    // Nobody is queued twice, nobody who answered or may not be rung waits for a call.
    expect([step._id, step.state, calls.length]).toEqual([step._id, step.state, step.state === 'queued' ? 1 : 0]);
    if (step.state === 'queued') expect([step.call, step.escalates]).toEqual(['made', true]);
    expect(['due', 'ending']).not.toContain(step.call);
    if (step.state === 'answered') expect(step.history.filter((event) => event.what === 'answered')).toHaveLength(1);
    for (const kind of ['invite', 'remind']) {
      const sent = [...world.outbox.values()].filter((notice) => notice.stepId === step._id && notice.kind === kind && notice.state === 'sent');
      expect(sent.length).toBeLessThanOrEqual(step.round + 1);
    }
  }
  for (const [patientId, since] of deaths) {
    expect(world.messages.filter((message) => message.patientId === patientId && message.at > since)).toEqual([]);
    expect(openCalls.filter((call) => call.patientId === patientId)).toEqual([]);
  }
  for (const message of world.messages) expect(within(message.at, sendingHours)).toBe(true);
  for (const patientId of world.patients.keys()) {
    const times = world.messages.filter((message) => message.patientId === patientId).map((message) => message.at);
    for (const end of times) expect(times.filter((time) => time <= end && time > end - 7 * day).length).toBeLessThanOrEqual(3);
  }
}

it('nobody is lost, queued twice, or contacted after death, and the funnel adds up, whatever comes together and wherever a run is cut', async () => {
  await fc.assert(fc.asyncProperty(fc.array(moment, { minLength: 3, maxLength: 25 }), fc.nat(), async (moments, seed) => {
    const world = open(seed);
    const deaths = new Map<string, number>();
    let now = at('2026-11-18 18:00');
    await world.followup.tick(now);
    for (const { acts, hours } of moments) {
      now += hours * hour;
      const cut = acts.find((one) => one.do === 'cut');
      if (cut) {
        world.cutAfter = cut.after;
        await Promise.allSettled([world.followup.tick(now), world.notices.send(now)]);
        world.cutAfter = Infinity;
        // What had been taken by the lost run comes back when its lease has ended.
        now += 3 * minute;
      }
      await Promise.all(acts.map((one) => perform(world, one, now, deaths)));
      await world.followup.tick(now);
      await world.notices.send(now);
      await world.followup.tick(now);
      check(world, deaths);
    }
    // In the end everything has come to an end by itself, or waits for a person.
    for (let i = 0; i < 130; i += 1) {
      now += day;
      await world.followup.tick(now - 10 * hour);
      await world.notices.send(now - 10 * hour);
    }
    await world.followup.tick(now);
    check(world, deaths);
    expect([...world.steps.values()].filter((step) => step.state === 'planned' || step.state === 'invited')).toEqual([]);
  }), { numRuns: 150 });
}, 60_000);
