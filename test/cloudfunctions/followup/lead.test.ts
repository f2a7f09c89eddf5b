import fc from 'fast-check';
import { addDays } from '../../../cloudfunctions/kit/calendar';
import { StepReason, StepState, api } from '../../../cloudfunctions/followup/contract';
import { createHandlers } from '../../../cloudfunctions/followup/handlers';
import { backlogFrom, forecastDays, forecastOf, funnelOf, longestRange, rangeProblem, silentShare, stepCost, type SilenceCount } from '../../../cloudfunctions/followup/rules/lead';
import type { Caller } from '../../../cloudfunctions/kit/caller';
import { openWorld, type World } from '../../support/followup-world';
import { at } from '../../support/stay';

describe('the funnel', () => {
  it('puts every combination of state and reason in exactly one part, so that it adds up', () => {
    const row = fc.record({ state: fc.constantFrom(...StepState.options), reason: fc.constantFrom(...StepReason.options), count: fc.integer({ min: 1, max: 500 }) });
    fc.assert(fc.property(fc.array(row), fc.nat(300), (rows, unplanned) => {
      const steps = rows.reduce((sum, { count }) => sum + count, 0);
      const funnel = funnelOf(rows, steps + unplanned);
      expect([funnel.adds, funnel.unplanned]).toEqual([true, unplanned]);
      expect(funnelOf(rows, steps - 1).adds).toBe(steps - 1 < steps ? false : true);
    }));
  });

  it('is asked for days in their order, a quarter at most, with either end open', () => {
    fc.assert(fc.property(fc.integer({ min: -400, max: 400 }), (length) => {
      expect(rangeProblem('2026-11-20', addDays('2026-11-20', length))).toBe(length < 0 ? 'before_from' : length > longestRange ? 'too_long' : '');
    }));
    expect([rangeProblem('2026-11-20', undefined), rangeProblem(undefined, '2026-11-20')]).toEqual(['', '']);
  });

  it('tells lost from not attempted from not contacted', () => {
    const closed = (reason: StepReason, count = 1) => ({ state: 'closed', reason, count }) as const;
    expect(funnelOf([closed('lost_no_answer', 4), closed('refused', 2), closed('not_attempted_capacity', 4), closed('deceased', 1), closed('no_contact', 3), { state: 'answered', reason: '', count: 62 }], 76))
      .toMatchObject({ lost: 6, notAttempted: 4, notContacted: 4, answered: 62, adds: true });
  });
});

describe('the forecast', () => {
  const counts = (silent: number, answered: number): SilenceCount[] => [{ silence: 'silent', count: silent }, { silence: 'answered', count: answered }].map((c) => ({ deadlineDay: '2026-11-20', plan: 'standard', key: 'contact-1', escalates: true, ...c }) as SilenceCount);

  it('starts from the prior and follows the hospital\'s own data', () => {
    expect(silentShare([], '2026-10-24', '2026-11-20')).toMatchObject({ share: 0.58, n: 0, priorShare: 0.58, priorWeight: 50 });
    expect(silentShare(counts(10, 40), 'a', 'b').share).toBeCloseTo(0.39, 5);
    expect(silentShare(counts(2000, 8000), 'a', 'b').share).toBeCloseTo(0.202, 3);
  });

  const capacity = (perDay: number) => Array.from({ length: forecastDays }, (_, i) => ({ day: addDays('2026-11-21', i), people: 1, hours: 1, callsPerHour: perDay, stated: true }));
  const facts = { today: '2026-11-21', queued: 40, share: 0.5, open: [{ day: '2026-11-21', count: 60 }, { day: '2026-11-23', count: 100 }], past: [] };

  it('carries over what is not rung', () => {
    const days = forecastOf({ ...facts, capacity: capacity(50) });
    expect(days).toHaveLength(14);
    expect(days.slice(0, 4).map((d) => [d.day.slice(5), d.known, d.backlog, d.work])).toEqual([['11-21', 70, 20, false], ['11-22', 0, 0, false], ['11-23', 50, 0, true], ['11-24', 0, 0, true]]);
  });

  it('counts alarms, visits and answers that wait with today, and promises none for later days', () => {
    const days = forecastOf({ ...facts, beside: 7, capacity: capacity(50) });
    expect(days.slice(0, 3).map((d) => [d.known, d.backlog])).toEqual([[77, 27], [0, 0], [50, 0]]);
  });

  it('counts deadlines that have passed with today, and days without a roster as nothing rung', () => {
    const days = forecastOf({ ...facts, open: [{ day: '2026-11-19', count: 10 }], capacity: [] });
    expect(days[0]).toMatchObject({ known: 45, capacity: 0, stated: false, backlog: 45 });
    expect(backlogFrom(days)).toBe('2026-11-21');
  });

  it('expects the discharges of an ordinary weekday where none are known yet', () => {
    const past = Array.from({ length: 28 }, (_, i) => ({ day: addDays('2026-11-20', -i), count: [0, 6].includes(new Date(addDays('2026-11-20', -i)).getUTCDay()) ? 20 : 100 }));
    const days = forecastOf({ ...facts, queued: 0, open: [{ day: '2026-11-24', count: 60 }], past, capacity: capacity(100) });
    // Saturday itself is known; Monday is quite unknown; Tuesday is known for 60 of its usual 100.
    expect(days.slice(0, 4).map((d) => [d.known, d.toCome])).toEqual([[0, 0], [0, 10], [0, 50], [30, 20]]);
    expect(backlogFrom(days)).toBeNull();
    expect(backlogFrom(forecastOf({ ...facts, past, capacity: capacity(10) }))).toBe('2026-11-21');
  });

  it('prices a step by its own silence, over the days for which there is history', () => {
    const rows: SilenceCount[] = Array.from({ length: 10 }, (_, i) => ({ deadlineDay: addDays('2026-11-11', i), plan: 'chronic', key: 'day-30', escalates: false, silence: i % 2 ? 'silent' : 'answered', count: 20 }));
    expect(stepCost(rows, '2026-11-21')).toMatchObject({ stepsPerDay: 20, callsPerDay: 10.3, silent: { n: 200, silent: 100 } });
    expect(stepCost([], '2026-11-21')).toMatchObject({ stepsPerDay: 0, callsPerDay: 0 });
  });
});

describe('the lead\'s page', () => {
  const now = at('2026-11-21 14:20');
  /** Twelve discharges of the 18th, and where they have come to on the 21st. */
  async function lived(): Promise<World> {
    const world = openWorld();
    for (let i = 1; i <= 8; i += 1) world.admit(String(i), {});
    world.admit('9', { hold: 'critical' });
    world.admit('10', { way: '5' });
    world.admit('11', {}, { phoneHash: '' });
    await world.followup.plan([...world.stays.keys()], at('2026-11-18 18:00'));
    world.admit('12', {});
    for (const time of ['2026-11-19 10:00', '2026-11-20 10:00', '2026-11-21 09:00']) {
      if (time.endsWith('09:00')) for (const id of ['1', '2', '3']) await world.followup.answered(`step:${id}:contact-1`, { by: 'p', mode: 'wechat' }, at('2026-11-20 12:00'));
      const twelfth = world.stays.get('enc:12')!;
      world.stays.delete('enc:12');
      await world.followup.tick(at(time));
      await world.notices.send(at(time));
      world.stays.set('enc:12', twelfth);
    }
    await world.followup.settleCall('step:4:contact-1', 'reached', at('2026-11-21 10:00'), 'nurse');
    await world.followup.settleCall('step:5:contact-1', 'lost_wrong_number', at('2026-11-21 10:30'), 'nurse');
    return world;
  }
  const staff = (departments: readonly string[] | 'all' = 'all'): Caller => ({ kind: 'staff', staffId: 's', name: 'n', role: 'lead', departments, sessionId: 'x', ip: '' });

  it('adds up to the discharges of the day, says why each waits, and looks two weeks ahead', async () => {
    const world = await lived();
    const page = await createHandlers(world.followup).today({}, { caller: staff(), now, requestId: 'r' });
    expect(page.from).toBe('2026-11-18');
    expect(page.funnel).toMatchObject({ discharges: 12, answered: 3, reached: 1, queued: 3, held: 1, lost: 1, notContacted: 2, unplanned: 1, adds: true });
    expect(page.waiting).toEqual(expect.arrayContaining([
      { state: 'queued', reason: 'silent', count: 3, firstDay: null, lastDay: null }, { state: 'held', reason: 'awaiting_clearance', count: 1, firstDay: null, lastDay: null },
    ]));
    expect(page.promise).toEqual({ day: '2026-11-18', kept: 3, of: 9 });
    expect(page.queued.count).toBe(3);
    expect(page.silent).toMatchObject({ n: 0, priorShare: 0.58 });
    expect(page.forecast).toHaveLength(14);
    expect(page.callsPerHour).toBe(7.6);
    expect(api.operations.today.output.parse(page)).toEqual(page);
    // A day later those of the 21st are history.
    const later = await createHandlers(world.followup).today({}, { caller: staff(), now: now + 86_400_000, requestId: 'r' });
    expect(later.silent).toMatchObject({ n: 8, silent: 5 });
  });

  it('refuses a range that is no range', async () => {
    const handlers = createHandlers(openWorld().followup);
    const call = { caller: staff(), now, requestId: 'r' };
    await expect(handlers.today({ from: '2026-11-18', to: '2026-11-01' }, call)).rejects.toMatchObject({ code: 'INVALID_INPUT', fields: [{ path: 'to', problem: 'before_from' }] });
    await expect(handlers.today({ from: '2026-01-01', to: '2026-11-01' }, call)).rejects.toMatchObject({ code: 'INVALID_INPUT', fields: [{ path: 'to', problem: 'too_long' }] });
  });

  it('says what a plan change costs before it is made, and nothing for what is so already', async () => {
    const world = await lived();
    const cost = (plan: 'standard' | 'chronic', key: string, escalates: boolean) => world.followup.lead.planCost([{ plan, key, escalates }], now + 86_400_000);
    expect(await cost('standard', 'contact-1', true)).toMatchObject({ callsPerDay: 0, hoursPerDay: 0 });
    const without = await cost('standard', 'contact-1', false);
    expect(without.callsPerDay).toBeLessThan(0);
    expect(without.hoursPerDay).toBeCloseTo(without.callsPerDay / 7.6, 1);
    expect(await cost('chronic', 'day-30', true)).toMatchObject({ callsPerDay: 0, changes: [{ stepsPerDay: 0, silent: { n: 0 } }] });
  });

  it('lists the people behind a number, masked, within the caller\'s departments, page by page', async () => {
    const world = await lived();
    const wanted = { from: '2026-11-18', to: '2026-11-18', state: 'queued' as const, limit: 2 };
    const handlers = createHandlers(world.followup);
    const first = await handlers.steps(wanted, { caller: staff(), now, requestId: 'r' });
    expect(first.rows.map((row) => [row.stepId, row.name, row.callId, row.departmentName])).toEqual([
      ['step:6:contact-1', '张*三', 'call:followup:step:6:contact-1', '骨科'], ['step:7:contact-1', '张*三', 'call:followup:step:7:contact-1', '骨科'],
    ]);
    const second = await handlers.steps({ ...wanted, cursor: first.next! }, { caller: staff(), now, requestId: 'r' });
    expect([second.rows.map((row) => row.stepId), second.next]).toEqual([['step:8:contact-1'], null]);
    expect((await handlers.steps(wanted, { caller: staff(['0101']), now, requestId: 'r' })).rows).toEqual([]);
    expect((await handlers.steps({ encounterId: 'enc:1' }, { caller: staff(['0402']), now, requestId: 'r' })).rows.map((row) => row.key)).toEqual(['contact-1', 'full-10']);
    for (const [encounterId, departments] of [['enc:1', ['0101']], ['enc:none', 'all']] as const) {
      await expect(handlers.steps({ encounterId }, { caller: staff(departments), now, requestId: 'r' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
  });
});

describe('the patient\'s home', () => {
  const person = (...represents: Extract<Caller, { kind: 'person' }>['represents']): Caller => ({ kind: 'person', personId: 'person:1', openid: 'o1', represents, ip: '' });
  const self = { patientId: 'pat:1', as: 'patient', relation: 'self', mayHear: true } as const;
  const child = { patientId: 'pat:1', as: 'family', relation: 'child', mayHear: true } as const;
  const visit = { appointmentId: 'apt:1', start: at('2026-12-02 14:30'), end: at('2026-12-02 15:00'), departmentName: '骨科', practitioner: '李明远', place: '门诊楼 2 层', proposal: false };
  async function asked(stay: Parameters<World['admit']>[1] = {}, patient: Parameters<World['admit']>[2] = {}): Promise<World> {
    const world = openWorld();
    world.admit('1', stay, patient);
    await world.followup.tick(at('2026-11-18 18:00'));
    await world.followup.tick(at('2026-11-19 10:00'));
    return world;
  }

  it('shows what waits today, until when, what comes next and whom to ring', async () => {
    const world = await asked();
    const home = await world.followup.home(person(self), at('2026-11-20 09:00'));
    expect(home).toMatchObject({ hospital: '某市人民医院', hospitalPhone: '05718888888' });
    expect(home.patients).toEqual([{
      patientId: 'pat:1', name: '张*三', as: 'patient', relation: 'self', dayN: 2, dischargeDay: '2026-11-18', departmentName: '骨科', diagnosis: '硬膜下血肿', wardPhone: '8220402', answered: 0,
      closed: false, visit: null, messages: { unread: 0, waiting: false, by: 0, urgent: false }, complaints: [],
      steps: [{
        stepId: 'step:1:contact-1', encounterId: 'enc:1', title: { zh: '出院后恢复得怎么样', en: 'How you are recovering' }, minutes: 3, questionnaire: 'FU-SHORT-1', purpose: 'care', deadlineAt: at('2026-11-21 09:00'),
        escalates: true, queued: false, startedItems: 0,
      }],
      nextInvitation: { at: at('2026-11-28 10:00'), title: { zh: '住院感受', en: 'Your stay with us' } },
    }]);
    expect(api.operations.home.output.parse(home)).toEqual(home);
  });

  it.each([
    ['the patient, who does not know the diagnosis', {}, { unaware: true }, self, '骨科', '', '8220402'],
    ['family who may hear, while the patient does not know', {}, { unaware: true }, child, '骨科', '', '8220402'],
    ['family who may not hear', {}, {}, { ...child, mayHear: false }, '骨科', '', '8220402'],
    ['family who may hear', {}, {}, child, '骨科', '硬膜下血肿', '8220402'],
    ['a sensitive stay: no department, no ward, no diagnosis', { sensitive: true }, {}, self, '', '', '05718888888'],
    ['a department without a line: the hospital\'s', { departmentCode: '0999' }, {}, self, '骨科', '硬膜下血肿', '05718888888'],
  ] as const)('%s', async (_name, stay, patient, as, departmentName, diagnosis, wardPhone) => {
    const world = await asked(stay, patient);
    expect((await world.followup.home(person(as), at('2026-11-20 09:00'))).patients[0]).toMatchObject({ departmentName, diagnosis, wardPhone });
  });

  it('shows a sensitive stay to family only where the patient chose so', async () => {
    for (const [allowFamilySensitive, cards] of [[false, 0], [true, 1]] as const) {
      const world = await asked({ sensitive: true }, { allowFamilySensitive });
      expect((await world.followup.home(person(child), at('2026-11-20 09:00'))).patients).toHaveLength(cards);
    }
    // Beside an ordinary stay, the sensitive one does not show either.
    const world = await asked({ sensitive: true });
    world.admit('2', { patientId: 'pat:1', dischargeAt: at('2026-11-16 09:00') });
    await world.followup.tick(at('2026-11-19 11:00'));
    const [card] = (await world.followup.home(person(child), at('2026-11-20 09:00'))).patients;
    expect([card!.dischargeDay, card!.steps.map((step) => step.encounterId)]).toEqual(['2026-11-16', ['enc:2']]);
  });

  it('keeps the questionnaire open while a call waits; after a death asks nothing more, and keeps messages and complaints open to the family', async () => {
    const world = await asked();
    await world.followup.tick(at('2026-11-21 09:00'));
    expect((await world.followup.home(person(self), at('2026-11-21 10:00'))).patients[0]!.steps).toEqual([expect.objectContaining({ queued: true })]);
    world.patients.set('pat:1', { ...world.patients.get('pat:1')!, death: 'told' });
    world.doors.visits.set('pat:1', { ...visit, encounterId: 'enc:1' });
    world.doors.messages.set('pat:1', { unread: 2, waiting: true, by: at('2026-11-21 14:00'), urgent: false });
    expect((await world.followup.home(person(child), at('2026-11-21 10:00'))).patients).toEqual([
      expect.objectContaining({ closed: true, steps: [], nextInvitation: null, visit: null, diagnosis: '', messages: { unread: 2, waiting: true, by: at('2026-11-21 14:00'), urgent: false } }),
    ]);
  });

  it('shows what matters from the other doors: the next visit, an answer, a complaint', async () => {
    const world = await asked();
    world.doors.visits.set('pat:1', { ...visit, encounterId: 'enc:1' });
    world.doors.complaints.set('pat:1', [{ number: 'TS20261120-0001', dueDay: '2026-11-25', answered: true }]);
    expect((await world.followup.home(person(self), at('2026-11-20 09:00'))).patients[0]).toMatchObject({ visit, complaints: [{ number: 'TS20261120-0001', dueDay: '2026-11-25', answered: true }] });
  });

  it('of a sensitive stay\'s visit shows the time alone, and to family nothing', async () => {
    const world = await asked({ sensitive: true });
    world.doors.visits.set('pat:1', { ...visit, encounterId: 'enc:1' });
    expect((await world.followup.home(person(self), at('2026-11-20 09:00'))).patients[0]!.visit).toEqual({ ...visit, departmentName: '', practitioner: '', place: '' });
    // Beside an ordinary stay of the same patient.
    world.admit('2', { patientId: 'pat:1', dischargeAt: at('2026-11-16 09:00') });
    expect((await world.followup.home(person(child), at('2026-11-20 09:00'))).patients.map((one) => one.visit)).toEqual([null]);
  });

  it('shows a stranger nothing, and refuses who is no person', async () => {
    const world = await asked();
    expect((await world.followup.home(person(), at('2026-11-20 09:00'))).patients).toEqual([]);
    await expect(world.followup.home({ kind: 'anyone', ip: '' }, at('2026-11-20 09:00'))).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});
