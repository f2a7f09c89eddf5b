import { hour, minute } from '../../../cloudfunctions/kit/calendar';
import { openWorld, type World } from '../../support/followup-world';
import { at, wall } from '../../support/stay';

/** Both timers, as they fire in life, from one instant to another. */
async function live(world: World, from: string, to: string, every = 5 * minute): Promise<void> {
  for (let now = at(from); now <= at(to); now += every) {
    await world.followup.tick(now);
    await world.notices.send(now);
  }
}
const first = (world: World, id = '1') => world.step(`step:${id}:contact-1`);
const shown = (world: World) => world.messages.map((m) => `${wall(m.at)} ${m.channel} ${m.kind.split('/')[0]}`);
const callsOf = (world: World) => [...world.calls.values()].map((c) => `${c._id} ${c.state}${c.why && ` ${c.why}`}`);

describe('the main story', () => {
  it('a silent patient is invited, reminded, and in the worklist exactly once', async () => {
    const world = openWorld();
    world.admit('1', {});
    await live(world, '2026-11-18 18:00', '2026-11-21 08:55');
    expect(shown(world)).toEqual(['2026-11-19 10:00 sms invite', '2026-11-20 10:00 sms remind']);
    expect(first(world).state).toBe('invited');
    await live(world, '2026-11-21 09:00', '2026-11-22 09:00');
    expect([first(world).state, first(world).reason, first(world).call]).toEqual(['queued', 'silent', 'made']);
    expect([...world.calls.values()].map(({ _id, reason, queuedAt, times, dueAt }) => [_id, reason, wall(queuedAt), times, wall(dueAt)])).toEqual([['call:followup:step:1:contact-1', 'silent', '2026-11-21 09:00', 1, '2026-11-21 15:00']]);
    expect(shown(world)).toHaveLength(2);
  });

  it('a late answer takes the call back, and the next questionnaire comes on day 10', async () => {
    const world = openWorld();
    world.admit('1', {});
    await live(world, '2026-11-18 18:00', '2026-11-21 10:00');
    await world.followup.answered('step:1:contact-1', { by: 'link:1', mode: 'sms' }, at('2026-11-21 10:20'));
    expect(callsOf(world)).toEqual(['call:followup:step:1:contact-1 withdrawn answered']);
    expect([first(world).state, first(world).call, first(world).silence]).toEqual(['answered', 'none', 'silent']);
    await live(world, '2026-11-28 09:55', '2026-11-29 10:10');
    expect(shown(world).slice(2)).toEqual(['2026-11-28 10:00 sms invite', '2026-11-29 10:00 sms remind']);
    await live(world, '2026-12-05 20:00', '2026-12-05 20:05');
    expect([world.step('step:1:full-10').state, world.step('step:1:full-10').reason]).toEqual(['closed', 'silent']);
    expect(world.calls.size).toBe(1);
  });

  it('an answer before the reminder ends the matter: nothing more is sent, nobody rings', async () => {
    const world = openWorld();
    world.admit('1', {});
    await live(world, '2026-11-18 18:00', '2026-11-19 12:00');
    await world.followup.started('step:1:contact-1', at('2026-11-19 12:01'));
    await world.followup.answered('step:1:contact-1', { by: 'person:1', mode: 'wechat' }, at('2026-11-19 12:03'));
    await world.followup.answered('step:1:contact-1', { by: 'person:1', mode: 'wechat' }, at('2026-11-19 12:03'));
    await live(world, '2026-11-19 12:05', '2026-11-22 12:00', 30 * minute);
    expect([shown(world).length, world.calls.size, first(world).silence]).toEqual([1, 0, 'answered']);
    expect(first(world).history.map((event) => event.what)).toEqual(['planned', 'invited', 'sent', 'started', 'answered']);
  });

  it('goes on through National Day week as on any other day', async () => {
    const world = openWorld();
    world.admit('1', { dischargeAt: at('2026-09-30 11:00') });
    await live(world, '2026-09-30 12:00', '2026-10-03 09:05');
    expect(shown(world)).toEqual(['2026-10-01 10:00 sms invite', '2026-10-02 10:00 sms remind']);
    expect(wall([...world.calls.values()][0]!.queuedAt)).toBe('2026-10-03 09:00');
  });
});

describe('a timer is never trusted', () => {
  it('does nothing twice when two run together, again and again', async () => {
    const world = openWorld();
    for (let i = 1; i <= 5; i += 1) world.admit(String(i), {});
    for (let now = at('2026-11-18 18:00'); now <= at('2026-11-21 10:00'); now += 30 * minute) {
      await Promise.all([world.followup.tick(now), world.followup.tick(now), world.followup.tick(now)]);
      await Promise.all([world.notices.send(now), world.notices.send(now)]);
    }
    expect(world.messages).toHaveLength(10);
    expect([...world.calls.values()].map((c) => [c.state, c.times])).toEqual(Array.from({ length: 5 }, () => ['waiting', 1]));
    for (const step of world.firstSteps()) expect(step.history.map((event) => event.what)).toEqual(['planned', 'invited', 'sent', 'reminded', 'queued']);
  });

  it('catches up after two silent days: no message at night, no reminder and deadline in one minute, everyone has time to answer', async () => {
    const world = openWorld();
    world.admit('1', {});
    world.admit('2', { dischargeAt: at('2026-11-16 15:00') });
    await live(world, '2026-11-17 16:00', '2026-11-18 20:00');
    expect(first(world, '2').state).toBe('invited');
    // Silent from the 18th in the evening to the 21st in the night.
    await live(world, '2026-11-21 02:00', '2026-11-21 02:00');
    expect(world.messages.filter((m) => m.at > at('2026-11-19 00:00'))).toEqual([]);
    // The second was asked on the 17th: rung in the morning, and not reminded as well.
    expect([first(world, '2').state, first(world, '2').reason]).toEqual(['queued', 'silent']);
    await live(world, '2026-11-21 02:05', '2026-11-22 10:00');
    expect(shown(world).filter((line) => line.startsWith('2026-11-21'))).toEqual(['2026-11-21 08:30 sms invite']);
    // Discharged on the 18th at 15:00: four hours and more to answer, and the 72 hours are kept.
    expect(wall([...world.calls.values()].find((c) => c.stepId === 'step:1:contact-1')!.queuedAt)).toBe('2026-11-21 14:00');
  });

  it('counts the hours to answer from the real sending when the outbox alone stood still', async () => {
    const world = openWorld();
    world.admit('1', {});
    for (const now of ['2026-11-19 10:00', '2026-11-20 10:00', '2026-11-21 08:00']) await world.followup.tick(at(now));
    await world.notices.send(at('2026-11-21 08:30'));
    await world.followup.tick(at('2026-11-21 09:00'));
    expect([first(world).state, wall(first(world).deadlineAt)]).toEqual(['invited', '2026-11-21 14:00']);
    await world.followup.tick(at('2026-11-21 14:00'));
    expect([first(world).state, first(world).reason]).toEqual(['queued', 'silent']);
  });

  it('rings those whose invitation never left the house, and lets it stay there', async () => {
    const world = openWorld();
    world.admit('1', {});
    for (const now of ['2026-11-19 10:00', '2026-11-21 09:00']) await world.followup.tick(at(now));
    await world.notices.send(at('2026-11-21 09:01'));
    expect([first(world).reason, world.messages.length, [...world.outbox.values()].map((n) => `${n.state} ${n.cancelReason}`)]).toEqual(['unsent', 0, ['cancelled unsent']]);
  });

  it('skips a bad record, reports it, looks at it again an hour later, and does all the others', async () => {
    const world = openWorld();
    for (let i = 1; i <= 9; i += 1) world.admit(String(i), {});
    await live(world, '2026-11-19 09:00', '2026-11-20 10:00', 30 * minute);
    world.stays.delete('enc:4');
    world.poison.add('step:7:contact-1');
    const report = await world.followup.tick(at('2026-11-21 09:00'));
    expect([report.queued, report.bad]).toEqual([7, 2]);
    expect(world.reports.flatMap((r) => r.id ?? []).sort()).toEqual(['step:4:contact-1', 'step:7:contact-1']);
    expect([...world.calls.values()]).toHaveLength(7);
    expect(wall(first(world, '4').due)).toBe('2026-11-21 10:00');
    world.poison.clear();
    await world.followup.tick(at('2026-11-21 10:05'));
    expect(first(world, '7').state).toBe('queued');
  });

  it('finishes what a run left behind, wherever it was cut', async () => {
    const whole = openWorld();
    const start = async (world: World) => {
      for (let i = 1; i <= 4; i += 1) world.admit(String(i), i === 4 ? { dischargeAt: at('2026-11-20 12:00') } : {});
      world.admit('5', { dischargeAt: at('2026-11-14 12:00') }, { birthDate: '1940-01-01' });
      await live(world, '2026-11-18 18:00', '2026-11-20 10:00', 30 * minute);
    };
    const finish = async (world: World) => live(world, '2026-11-21 10:05', '2026-11-21 10:15');
    await start(whole);
    whole.trips.length = 0;
    await whole.followup.tick(at('2026-11-21 10:00'));
    const length = whole.trips.length;
    await finish(whole);
    const said = (world: World) => [...world.steps.values()].map((s) => `${s._id} ${s.state} ${s.reason} ${s.call}`).concat(callsOf(world)).sort();
    for (let cut = 0; cut < length; cut += 1) {
      const world = openWorld();
      await start(world);
      world.cutAfter = cut;
      await world.followup.tick(at('2026-11-21 10:00')).catch(() => undefined);
      world.cutAfter = Infinity;
      await finish(world);
      expect(said(world)).toEqual(said(whole));
      expect(world.messages.length).toBe(whole.messages.length);
      for (const call of world.calls.values()) expect(call.times).toBe(1);
    }
    expect(length).toBeGreaterThan(15);
  });

  it('lets the patient\'s own act win at whatever moment of the run it comes', async () => {
    const acts: [string, (world: World) => Promise<void>, string][] = [
      ['an answer', (world) => world.followup.answered('step:1:contact-1', { by: 'person:1', mode: 'wechat' }, at('2026-11-21 09:00')), 'answered'],
      ['an opting out', (world) => world.followup.stop({ patientId: 'pat:1' }, 'opted_out', 'all', at('2026-11-21 09:00'), 'person:1'), 'closed'],
      ['a told death', (world) => world.followup.suspend('pat:1', 'death_unconfirmed', at('2026-11-21 09:00'), 'link:1'), 'held'],
    ];
    for (const [, act, state] of acts) {
      for (let moment = 0, length = 1; moment < length; moment += 1) {
        const world = openWorld();
        world.admit('1', {});
        world.admit('2', {});
        await live(world, '2026-11-19 10:00', '2026-11-20 12:00', hour);
        let left = moment;
        let acting = Promise.resolve();
        world.onTrip = () => { if (left-- === 0) acting = act(world); };
        world.trips.length = 0;
        await world.followup.tick(at('2026-11-21 09:00'));
        // What the act itself accessed counts too: the last rounds act after the run.
        length = Math.max(length, world.trips.length);
        world.onTrip = () => undefined;
        if (left >= 0) acting = act(world);
        await acting;
        await world.followup.tick(at('2026-11-21 09:05'));
        expect([moment, first(world).state, callsOf(world).filter((line) => /step:1.* (waiting|claimed)/.test(line))]).toEqual([moment, state, []]);
        expect(first(world, '2').state).toBe('queued');
      }
    }
  });

  it('escalates 2,000 in at most 20 round trips, and has nothing left to do', async () => {
    const world = openWorld();
    for (let i = 1; i <= 2000; i += 1) world.admit(String(i), {});
    await world.followup.plan([...world.stays.keys()], at('2026-11-18 18:00'));
    for (const step of world.firstSteps()) world.steps.set(step._id, { ...step, state: 'invited', invitedAt: at('2026-11-19 10:00'), sentAt: at('2026-11-19 10:00'), reminders: 1, remindAt: 0, due: at('2026-11-21 09:00') });
    world.trips.length = 0;
    const report = await world.followup.tick(at('2026-11-21 09:00'));
    expect(report).toMatchObject({ queued: 2000, bad: 0, more: false });
    expect(world.calls.size).toBe(2000);
    // The call list itself takes two for each page (which exist, insert).
    expect(world.trips.length + world.trips.filter((trip) => trip === 'call.queue').length).toBeLessThanOrEqual(20);
    world.trips.length = 0;
    await world.followup.tick(at('2026-11-21 09:05'));
    expect(world.trips).toEqual(['step.unfinished', 'stay.duePlanning', 'step.due']);
  });

  it('plans 1,000 stays in a dozen round trips, and again in fewer, changing nothing', async () => {
    const world = openWorld();
    for (let i = 1; i <= 1000; i += 1) world.admit(String(i), {});
    expect(await world.followup.plan([...world.stays.keys()], at('2026-11-18 18:00'))).toMatchObject({ planned: 1000 });
    expect(world.trips.length).toBeLessThanOrEqual(12);
    const before = [...world.steps.values()];
    world.trips.length = 0;
    await world.followup.plan([...world.stays.keys()], at('2026-11-18 19:00'));
    expect([...world.steps.values()]).toEqual(before);
    expect(world.trips.length).toBeLessThanOrEqual(6);
  });
});

describe('stops', () => {
  const queuedWorld = async () => {
    const world = openWorld();
    world.admit('1', {});
    await live(world, '2026-11-18 18:00', '2026-11-21 09:30', 30 * minute);
    expect(callsOf(world)).toEqual(['call:followup:step:1:contact-1 waiting']);
    return world;
  };

  it.each(['deceased', 'opted_out', 'readmitted', 'cancelled', 'suppressed', 'refused', 'complaint_open'] as const)('%s closes what is open, takes back the call, and nothing is sent any more', async (reason) => {
    const world = await queuedWorld();
    await world.followup.stop({ patientId: 'pat:1' }, reason, 'all', at('2026-11-21 10:00'), 'staff:1');
    expect(callsOf(world)).toEqual([`call:followup:step:1:contact-1 withdrawn ${reason}`]);
    expect([...world.steps.values()].map((s) => [s.state, s.reason, s.call, s.due])).toEqual([['closed', reason, 'none', 0], ['closed', reason, 'none', 0]]);
    const before = world.messages.length;
    await live(world, '2026-11-21 10:05', '2026-12-10 10:00', 2 * hour);
    expect([world.messages.length, world.calls.size]).toEqual([before, 1]);
  });

  it('opting out of surveys ends the satisfaction step and keeps the care call', async () => {
    const world = await queuedWorld();
    await world.followup.stop({ patientId: 'pat:1' }, 'opted_out', 'survey', at('2026-11-21 10:00'), 'person:1');
    expect(first(world).state).toBe('queued');
    expect(world.step('step:1:full-10')).toMatchObject({ state: 'closed', reason: 'opted_out' });
    expect(callsOf(world)).toEqual(['call:followup:step:1:contact-1 waiting']);
  });

  it('a complaint ends the satisfaction step and keeps the care call; while it is open, a later one is not asked either', async () => {
    const world = await queuedWorld();
    await world.followup.stop({ patientId: 'pat:1' }, 'complaint_open', 'survey', at('2026-11-21 10:00'), 'complaint');
    expect([first(world).state, world.step('step:1:full-10').reason]).toEqual(['queued', 'complaint_open']);
    const later = openWorld();
    later.admit('1', {});
    later.complaining.add('pat:1');
    await live(later, '2026-11-18 18:00', '2026-11-19 12:00', 30 * minute);
    expect(first(later).state).toBe('invited');
    await later.followup.answered('step:1:contact-1', { by: 'person:1', mode: 'wechat' }, at('2026-11-19 13:00'));
    await live(later, '2026-11-28 08:00', '2026-11-28 12:00', 30 * minute);
    expect(later.step('step:1:full-10')).toMatchObject({ state: 'closed', reason: 'complaint_open' });
  });

  it('what the timer finds in the register stops too, when nobody told it', async () => {
    for (const [patient, state, reason] of [[{ death: 'confirmed' }, 'closed', 'deceased'], [{ death: 'told' }, 'held', 'death_unconfirmed'], [{ noContact: true }, 'closed', 'opted_out']] as const) {
      const world = openWorld();
      world.admit('1', {});
      await live(world, '2026-11-18 18:00', '2026-11-20 18:00', 30 * minute);
      world.patients.set('pat:1', { ...world.patients.get('pat:1')!, ...patient });
      await live(world, '2026-11-21 09:00', '2026-11-21 09:00');
      expect([first(world).state, first(world).reason, world.calls.size]).toEqual([state, reason, 0]);
    }
  });

  it('a withdrawn consent stops an invitation that lies in the outbox', async () => {
    const world = openWorld();
    world.admit('1', {});
    await world.followup.tick(at('2026-11-19 10:00'));
    world.refused.care.add('pat:1');
    await world.notices.send(at('2026-11-19 10:01'));
    expect([world.messages.length, [...world.outbox.values()][0]!.cancelReason]).toEqual([0, 'opted_out']);
    await world.followup.tick(at('2026-11-21 09:00'));
    expect([first(world).state, first(world).reason]).toEqual(['closed', 'opted_out']);
  });

  it('a told death suspends everything; unconfirmed after all, each step goes on where it stood', async () => {
    const world = await queuedWorld();
    world.admit('2', { patientId: 'pat:1', dischargeAt: at('2026-11-20 15:00') });
    await world.followup.plan(['enc:2'], at('2026-11-20 16:00'));
    await world.followup.suspend('pat:1', 'death_unconfirmed', at('2026-11-21 10:00'), 'link:1');
    expect(world.firstSteps().map((s) => [s.state, s.heldFrom, s.due])).toEqual([['held', 'queued', 0], ['held', 'planned', 0]]);
    expect(callsOf(world)).toEqual(['call:followup:step:1:contact-1 withdrawn death_unconfirmed']);
    await live(world, '2026-11-21 10:05', '2026-11-23 10:00', hour);
    expect(world.messages).toHaveLength(2);
    await world.followup.resume('pat:1', at('2026-11-23 11:00'), 'staff:2');
    expect(first(world)).toMatchObject({ state: 'queued', reason: 'silent', call: 'made', heldFrom: '' });
    expect(callsOf(world)).toEqual(['call:followup:step:1:contact-1 waiting']);
    await live(world, '2026-11-23 11:05', '2026-11-23 11:05');
    expect(first(world, '2').state).toBe('invited');
  });

  it('a confirmed death closes what was suspended', async () => {
    const world = await queuedWorld();
    await world.followup.suspend('pat:1', 'death_unconfirmed', at('2026-11-21 10:00'), 'link:1');
    await world.followup.stop({ patientId: 'pat:1' }, 'deceased', 'all', at('2026-11-21 12:00'), 'staff:2');
    expect([...world.steps.values()].map((s) => s.reason)).toEqual(['deceased', 'deceased']);
    await world.followup.resume('pat:1', at('2026-11-21 13:00'), 'staff:2');
    expect([...world.steps.values()].map((s) => s.state)).toEqual(['closed', 'closed']);
  });
});

describe('what a person decides', () => {
  it('a held stay waits for its ward; cleared against advice it becomes a high risk', async () => {
    const world = openWorld();
    world.admit('1', { way: '4', hold: 'against_advice' });
    await live(world, '2026-11-18 18:00', '2026-11-20 12:00', hour);
    expect([world.messages.length, first(world).state, first(world).reason]).toEqual([0, 'held', 'awaiting_clearance']);
    world.stays.set('enc:1', { ...world.stays.get('enc:1')!, decision: 'invite', planning: 'due', rev: 2 });
    await world.followup.clear('enc:1', 'invite', at('2026-11-20 14:00'), 'staff:ward');
    expect(first(world)).toMatchObject({ state: 'planned', plan: 'high-risk', urgent: true });
    expect([...world.steps.values()].map((s) => [s.key, s.state, s.reason])).toEqual([['contact-1', 'planned', ''], ['full-10', 'closed', 'absorbed'], ['day-7', 'planned', '']]);
    await live(world, '2026-11-20 14:05', '2026-11-21 09:00');
    expect([first(world).state, shown(world)]).toEqual(['queued', ['2026-11-20 14:05 sms invite']]);
    expect([...world.calls.values()][0]!.urgent).toBe(true);
  });

  it('suppressed, it is closed and counted', async () => {
    const world = openWorld();
    world.admit('1', { hold: 'obstetric_loss' });
    await world.followup.tick(at('2026-11-18 18:00'));
    world.stays.set('enc:1', { ...world.stays.get('enc:1')!, decision: 'suppress' });
    await world.followup.clear('enc:1', 'suppress', at('2026-11-19 10:00'), 'staff:ward');
    expect([...world.steps.values()].map((s) => [s.state, s.reason])).toEqual([['closed', 'suppressed'], ['closed', 'suppressed']]);
    expect(world.stays.get('enc:1')!.planning).toBe('none');
  });

  it.each([['reached', 'reached', ''], ['lost_no_answer', 'closed', 'lost_no_answer'], ['refused', 'closed', 'refused'], ['not_attempted_capacity', 'closed', 'not_attempted_capacity']] as const)('a call that ended as %s settles the step', async (outcome, state, reason) => {
    const world = openWorld();
    world.admit('1', {});
    await live(world, '2026-11-18 18:00', '2026-11-21 09:30', 30 * minute);
    await world.followup.settleCall('step:1:contact-1', outcome, at('2026-11-21 10:00'), 'staff:nurse');
    expect([first(world).state, first(world).reason]).toEqual([state, reason]);
    // A sheet that comes later is still an answer, except where the patient refused or has been reached.
    await world.followup.answered('step:1:contact-1', { by: 'link:1', mode: 'sms' }, at('2026-11-21 20:00'));
    expect(first(world).state).toBe(outcome === 'reached' ? 'reached' : outcome === 'refused' ? 'closed' : 'answered');
  });
});

describe('corrections of the register', () => {
  const correct = async (world: World, change: Partial<Parameters<World['admit']>[1]>, now: string) => {
    const stay = world.stays.get('enc:1')!;
    world.stays.set('enc:1', { ...stay, ...change, rev: stay.rev + 1, planning: 'due' });
    await world.followup.tick(at(now));
  };

  it('a number that comes later opens the step again', async () => {
    const world = openWorld();
    world.admit('1', {}, { phoneHash: '' });
    await world.followup.tick(at('2026-11-18 18:00'));
    expect([first(world).state, first(world).reason, world.steps.size]).toEqual(['closed', 'no_contact', 1]);
    world.patients.set('pat:1', { ...world.patients.get('pat:1')!, phoneHash: '#13900000001' });
    await correct(world, {}, '2026-11-19 15:00');
    expect([first(world).state, first(world).reason, first(world).round]).toEqual(['invited', '', 1]);
    expect(world.steps.size).toBe(2);
  });

  it('another discharge day moves what has not begun, and is counted under its new day', async () => {
    const world = openWorld();
    world.admit('1', {});
    await world.followup.tick(at('2026-11-18 18:00'));
    await correct(world, { dischargeAt: at('2026-11-19 09:00'), dischargeDay: '2026-11-19' }, '2026-11-19 09:30');
    expect([first(world).dischargeDay, wall(first(world).inviteAt), wall(first(world).deadlineAt)]).toEqual(['2026-11-19', '2026-11-20 10:00', '2026-11-22 09:00']);
  });

  it('an age that was wrong gives another plan', async () => {
    const world = openWorld();
    world.admit('1', {});
    await world.followup.tick(at('2026-11-18 18:00'));
    world.patients.set('pat:1', { ...world.patients.get('pat:1')!, birthDate: '1940-01-01' });
    await correct(world, {}, '2026-11-19 08:00');
    expect([...world.steps.values()].map((s) => [s.key, s.plan, s.state, s.reason])).toEqual([['contact-1', 'high-risk', 'planned', ''], ['full-10', 'standard', 'closed', 'absorbed'], ['day-7', 'high-risk', 'planned', '']]);
  });

  it('a discharge that was cancelled and comes again begins again, with a call of its own', async () => {
    const world = openWorld();
    world.admit('1', {});
    await live(world, '2026-11-18 18:00', '2026-11-21 09:30', 30 * minute);
    world.stays.set('enc:1', { ...world.stays.get('enc:1')!, state: 'cancelled' });
    await world.followup.stop({ encounterId: 'enc:1' }, 'cancelled', 'all', at('2026-11-21 10:00'), 'import:1');
    await correct(world, { state: 'finished', dischargeAt: at('2026-11-25 11:00'), dischargeDay: '2026-11-25' }, '2026-11-25 15:00');
    await live(world, '2026-11-26 09:55', '2026-11-28 09:00');
    expect(callsOf(world)).toEqual(['call:followup:step:1:contact-1 withdrawn cancelled', 'call:followup:step:1:contact-1:1 waiting']);
    expect(shown(world).slice(2)).toEqual(['2026-11-26 10:00 sms invite', '2026-11-27 10:00 sms remind']);
  });

  it('an imported death ends a stay that was planned', async () => {
    const world = openWorld();
    world.admit('1', {});
    await live(world, '2026-11-18 18:00', '2026-11-21 09:30', 30 * minute);
    await correct(world, { way: '5' }, '2026-11-21 10:00');
    expect([...world.steps.values()].map((s) => [s.state, s.reason])).toEqual([['closed', 'deceased'], ['closed', 'deceased']]);
    expect(callsOf(world)).toEqual(['call:followup:step:1:contact-1 withdrawn deceased']);
  });
});

describe('messages', () => {
  it('never more than three a week to one person, over all stays; then a call at the deadline', async () => {
    const world = openWorld();
    world.admit('1', { dischargeAt: at('2026-11-16 15:00') });
    world.admit('2', { patientId: 'pat:1', dischargeAt: at('2026-11-17 15:00') });
    world.admit('3', { patientId: 'pat:1', dischargeAt: at('2026-11-18 15:00') });
    await live(world, '2026-11-17 09:00', '2026-11-21 09:30', 10 * minute);
    expect(shown(world)).toEqual(['2026-11-17 10:00 sms invite', '2026-11-18 10:00 sms remind', '2026-11-18 10:00 sms invite']);
    expect(world.firstSteps().map((s) => [s.state, s.reason])).toEqual([['queued', 'silent'], ['queued', 'silent'], ['queued', 'message_cap']]);
  });

  it('who cannot be written to is rung at once, and a message-only step ends', async () => {
    const world = openWorld();
    world.admit('1', {}, { phoneSealed: '057188880000' });
    world.admit('2', { dischargeAt: at('2026-11-09 15:00') }, { phoneSealed: '057188880000' });
    await live(world, '2026-11-19 10:00', '2026-11-19 10:05');
    expect([first(world).state, first(world).reason, world.messages.length]).toEqual(['queued', 'no_channel', 0]);
    await world.followup.settleCall('step:2:contact-1', 'reached', at('2026-11-19 11:00'), 'staff:1');
    await live(world, '2026-11-19 11:05', '2026-11-19 12:00');
    expect([world.step('step:2:full-10').state, world.step('step:2:full-10').reason]).toEqual(['closed', 'no_channel']);
    expect(callsOf(world).sort()).toEqual(['call:followup:step:1:contact-1 waiting', 'call:followup:step:2:contact-1 withdrawn reached']);
  });
});
