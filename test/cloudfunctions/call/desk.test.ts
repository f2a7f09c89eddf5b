import { minute } from '../../../cloudfunctions/kit/calendar';
import { claimCall, claimNext, heartbeat, releaseCall } from '../../../cloudfunctions/call/service/claim';
import { readCard } from '../../../cloudfunctions/call/service/card';
import { dial } from '../../../cloudfunctions/call/service/dial';
import { recordOutcome, undoOutcome } from '../../../cloudfunctions/call/service/outcome';
import { responseId } from '../../../cloudfunctions/call/store/record';
import { addPatient, answers, callIdOf, nurse, openDesk, openWorld, said } from './memory';
import { at } from './rules/facts';

async function desk(count = 1) {
  const world = openWorld();
  const d = { world, ...openDesk(world) };
  await d.calls.queue(Array.from({ length: count }, (_, n) => addPatient(world, n + 1)), at('09:00'));
  return d;
}
const any = { view: 'team' as const, skip: [] };

describe('the next one', () => {
  test('is the best that may be rung now; who may not is passed over', async () => {
    const d = await desk(3);
    d.world.calls.get(callIdOf(2))!.priority = 20;
    d.world.calls.get(callIdOf(2))!.sortKey = `20${callIdOf(2)}`;
    answers(d.world, 2, 'draft', at('09:55'));
    d.world.patients.get('pat:1')!.death = 'told';
    expect((await claimNext(d.ports, nurse(1), any, at('10:00'))).claim?.callId).toBe(callIdOf(3));
  });

  test('two nurses never get the same one, nor the same number', async () => {
    const d = await desk(3);
    for (const n of [2, 3]) Object.assign(d.world.patients.get(`pat:${n}`)!, { phoneHash: 'own1', contactPhoneHash: '', contactPhoneSealed: null });
    const got = await Promise.all([1, 2, 3].map((n) => claimNext(d.ports, nurse(n), any, at('10:00'))));
    expect(got.filter((g) => g.claim)).toHaveLength(1);
    expect(got.filter((g) => !g.claim).map((g) => g.why)).toEqual(['number_locked', 'number_locked'].map(() => expect.stringMatching(/claimed|number_locked/)));
  });

  test('fifty at once: fifty different calls', async () => {
    const world = openWorld();
    let seed = 7;
    const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    const d = { world, ...openDesk(world, undefined, random) };
    await d.calls.queue(Array.from({ length: 60 }, (_, n) => addPatient(world, n + 1)), at('09:00'));
    const got = await Promise.all(Array.from({ length: 50 }, (_, n) => claimNext(d.ports, nurse(n), any, at('10:00'))));
    expect(new Set(got.map((g) => g.claim?.callId)).size).toBe(50);
    expect(got.every((g) => g.claim)).toBe(true);
  });

  test('what a colleague left lying is taken as soon as the lease has ended', async () => {
    const d = await desk(1);
    await claimNext(d.ports, nurse(2), any, at('10:00'));
    expect((await claimNext(d.ports, nurse(1), any, at('10:01'))).claim).toBeNull();
    expect((await claimNext(d.ports, nurse(1), any, at('10:02'))).claim?.callId).toBe(callIdOf(1));
  });

  test('nobody now: the first one\'s reason and the soonest time', async () => {
    const d = await desk(2);
    expect(await claimNext(d.ports, nurse(1), any, at('12:30'))).toEqual({ claim: null, why: 'lunch', from: at('14:00') });
    expect(await claimNext(d.ports, nurse(1), { ...any, view: 'urgent' }, at('10:00'))).toEqual({ claim: null, why: 'closed', from: 0 });
  });

  test('what a nurse has just skipped does not come back at once', async () => {
    const d = await desk(2);
    expect((await claimNext(d.ports, nurse(1), { ...any, skip: [callIdOf(1)] }, at('10:00'))).claim?.callId).toBe(callIdOf(2));
  });

  test('the own number used up, the family\'s is taken', async () => {
    const d = await desk(1);
    d.world.phones.set('own1', { _id: 'own1', callId: '', staffId: '', name: '', until: 0, day: '2026-11-21', times: [{ at: at('09:00'), callId: 'x' }, { at: at('09:10'), callId: 'x' }] });
    const { claim } = await claimNext(d.ports, nurse(1), any, at('14:30'));
    expect(claim).not.toBeNull();
    expect([...d.world.phones.values()].filter((p) => p.callId).map((p) => p._id)).toEqual(['kin1']);
  });
});

describe('a claim', () => {
  test('is for 120 s, renewed by signs of life, free for others afterwards', async () => {
    const d = await desk();
    const claim = await claimCall(d.ports, nurse(1), callIdOf(1), at('10:00'));
    expect(claim.leaseUntil).toBe(at('10:02'));
    await expect(claimCall(d.ports, nurse(2), callIdOf(1), at('10:01'))).rejects.toMatchObject({ code: 'CONFLICT', reason: 'claimed' });
    expect(await heartbeat(d.ports, nurse(1), claim, at('10:00') + 20_000)).toMatchObject({ state: 'claimed', leaseUntil: at('10:02') });
    expect(await heartbeat(d.ports, nurse(1), claim, at('10:01'))).toMatchObject({ state: 'claimed', leaseUntil: at('10:03') });
    await claimCall(d.ports, nurse(2), callIdOf(1), at('10:04'));
    expect(await heartbeat(d.ports, nurse(1), claim, at('10:05'))).toMatchObject({ state: 'lost' });
  });

  test('a poll in between writes nothing', async () => {
    const d = await desk();
    const claim = await claimCall(d.ports, nurse(1), callIdOf(1), at('10:00'));
    const { rev } = d.world.calls.get(callIdOf(1))!;
    for (let s = 2; s < 30; s += 2) await heartbeat(d.ports, nurse(1), claim, at('10:00') + s * 1000);
    expect(d.world.calls.get(callIdOf(1))!.rev).toBe(rev);
  });

  test('an answer reaches the nurse\'s screen with its reason; while the patient types, that shows too', async () => {
    const d = await desk();
    const claim = await claimCall(d.ports, nurse(1), callIdOf(1), at('10:00'));
    answers(d.world, 1, 'draft', at('10:01'));
    expect((await heartbeat(d.ports, nurse(1), claim, at('10:01'))).answering).toBe(at('10:01'));
    await d.calls.withdraw({ stepId: 'step:1:contact-1' }, 'answered', at('10:02'));
    expect(await heartbeat(d.ports, nurse(1), claim, at('10:02'))).toMatchObject({ state: 'withdrawn', reason: 'answered' });
    await expect(dial(d.ports, nurse(1), { ...claim, to: 'patient' }, at('10:02'))).rejects.toMatchObject({ code: 'GONE', reason: 'answered' });
  });

  test('given back, it is the next one\'s; a dial without an outcome cannot be given back', async () => {
    const d = await desk();
    const claim = await claimCall(d.ports, nurse(1), callIdOf(1), at('10:00'));
    await dial(d.ports, nurse(1), { ...claim, to: 'patient' }, at('10:00'));
    await expect(releaseCall(d.ports, nurse(1), claim, at('10:01'))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await recordOutcome(d.ports, nurse(1), said('cut_off', claim), at('10:01'));
    const again = await claimCall(d.ports, nurse(2), callIdOf(1), at('10:15'));
    expect(await releaseCall(d.ports, nurse(2), again, at('10:16'))).toEqual({ released: true });
    expect(await releaseCall(d.ports, nurse(2), again, at('10:16'))).toEqual({ released: false });
  });

  test('before its time it may be had for reading, not dialled', async () => {
    const d = await desk();
    const claim = await claimCall(d.ports, nurse(1), callIdOf(1), at('12:30'));
    await expect(dial(d.ports, nurse(1), { ...claim, to: 'patient' }, at('12:31'))).rejects.toMatchObject({ code: 'NOT_NOW', reason: 'lunch', retryAt: at('14:00') });
  });

  test('unknown, foreign and forbidden calls look alike', async () => {
    const d = await desk();
    for (const [staff, id] of [[nurse(1), 'call:followup:none'], [nurse(1, { departments: ['D2'] }), callIdOf(1)], [nurse(1, { role: 'ward' }), callIdOf(1)]] as const) {
      await expect(claimCall(d.ports, staff, id, at('10:00'))).rejects.toMatchObject({ code: 'FORBIDDEN', message: 'not allowed or not found' });
      await expect(readCard(d.ports, staff, id, at('10:00'))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
  });
});

describe('the dial', () => {
  const ready = async () => {
    const d = await desk();
    return { ...d, claim: await claimCall(d.ports, nurse(1), callIdOf(1), at('10:00')) };
  };
  const ring = (d: Awaited<ReturnType<typeof ready>>, now = at('10:01'), to: 'patient' | 'contact' = 'patient', previous?: 'no_answer' | 'wrong_number') => dial(d.ports, nurse(1), { ...d.claim, to, previous }, now);

  test('gives the number once, counted and audited, with what each outcome would do', async () => {
    const d = await ready();
    const got = await ring(d);
    expect(got).toMatchObject({ phone: '13800000001', attempt: 1, to: 'patient' });
    expect(got.consequences.find((c) => c.outcome === 'no_answer')).toMatchObject({ key: 'ring_again', at: at('14:00'), left: 2, available: true });
    expect(got.consequences.find((c) => c.outcome === 'reached')).toMatchObject({ available: false, why: 'questionnaire_incomplete' });
    expect(d.world.audited).toEqual([`call.dial ${callIdOf(1)}`]);
    expect(d.world.phones.get('own1')!.times).toHaveLength(1);
  });

  test('a double click is one dial', async () => {
    const d = await ready();
    await Promise.all([ring(d), ring(d)]);
    expect(d.world.calls.get(callIdOf(1))!.attempts).toHaveLength(1);
  });

  test('the family\'s number next needs the word on the first', async () => {
    const d = await ready();
    await ring(d);
    await expect(ring(d, at('10:03'), 'contact')).rejects.toMatchObject({ code: 'INVALID_INPUT', fields: [{ path: 'previous', problem: 'required' }] });
    expect((await ring(d, at('10:03'), 'contact', 'no_answer')).phone).toBe('13900000001');
    expect(d.world.calls.get(callIdOf(1))!.attempts.map((a) => [a.to, a.outcome])).toEqual([['patient', 'no_answer'], ['contact', '']]);
  });

  test('a wrong number before it is marked', async () => {
    const d = await ready();
    await ring(d);
    await ring(d, at('10:03'), 'contact', 'wrong_number');
    expect(d.world.patients.get('pat:1')!.phoneInvalid).toBe(true);
  });

  test.each([
    ['answered in between', (d: Awaited<ReturnType<typeof ready>>) => answers(d.world, 1, 'submitted', at('10:00')), 'GONE', 'answered'],
    ['typing now', (d: Awaited<ReturnType<typeof ready>>) => answers(d.world, 1, 'draft', at('10:00')), 'NOT_NOW', 'answering'],
    ['dead', (d: Awaited<ReturnType<typeof ready>>) => void (d.world.patients.get('pat:1')!.death = 'told'), 'GONE', 'suspended'],
    ['readmitted', (d: Awaited<ReturnType<typeof ready>>) => void (d.world.steps.get('step:1:contact-1')!.state = 'closed'), 'GONE', 'closed'],
    ['opted out', (d: Awaited<ReturnType<typeof ready>>) => void (d.world.patients.get('pat:1')!.noContact = true), 'CONFLICT', 'no_contact'],
    ['rung twice today already', (d: Awaited<ReturnType<typeof ready>>) => void (d.world.phones.get('own1')!.times = [{ at: at('09:00'), callId: 'x' }, { at: at('09:01'), callId: 'y' }]), 'NOT_NOW', 'rung_twice_today'],
    ['taken by another', (d: Awaited<ReturnType<typeof ready>>) => void Object.assign(d.world.calls.get(callIdOf(1))!, { claimToken: 'other', claimedBy: 'staff:2' }), 'LEASE_LOST', 'claimed'],
  ])('is the last check: %s', async (_, change, code, reason) => {
    const d = await ready();
    change(d);
    await expect(ring(d)).rejects.toMatchObject({ code, reason });
    expect(d.world.calls.get(callIdOf(1))!.attempts).toEqual([]);
    expect(d.world.audited).toEqual([]);
  });

  test('never a family number in a sensitive stay', async () => {
    const d = await ready();
    d.world.encounters.get('enc:1')!.sensitive = true;
    await expect(ring(d, at('10:01'), 'contact')).rejects.toMatchObject({ code: 'CONFLICT', reason: 'no_number' });
  });
});

describe('the outcome', () => {
  const dialled = async (now = at('10:00')) => {
    const d = await desk();
    const claim = await claimCall(d.ports, nurse(1), callIdOf(1), now);
    await dial(d.ports, nurse(1), { ...claim, to: 'patient' }, now);
    return { ...d, claim, say: (outcome: Parameters<typeof said>[0], more: { note?: string; at?: number } = {}, when = now + minute) => recordOutcome(d.ports, nurse(1), said(outcome, claim, more), when) };
  };
  const call = (d: { world: ReturnType<typeof openWorld> }) => d.world.calls.get(callIdOf(1))!;

  test('no answer: again this afternoon; a second click is the same', async () => {
    const d = await dialled();
    const first = await d.say('no_answer', { note: '响了八声' });
    expect(first).toMatchObject({ state: 'waiting', consequence: { key: 'ring_again', at: at('14:00') }, undoUntil: at('10:06') });
    expect(await d.say('no_answer', {}, at('10:02'))).toEqual(first);
    expect(call(d)).toMatchObject({ state: 'waiting', notBefore: at('14:00'), claimedBy: '', attemptCount: 1 });
    expect(call(d).attempts).toEqual([expect.objectContaining({ outcome: 'no_answer', note: '响了八声' })]);
    await expect(d.say('busy', {}, at('10:03'))).rejects.toMatchObject({ code: 'LEASE_LOST' });
  });

  test('reached only with the questionnaire in; then the step is reached', async () => {
    const d = await dialled();
    await expect(d.say('reached')).rejects.toMatchObject({ code: 'INVALID_INPUT', fields: [{ path: 'outcome', problem: 'questionnaire_incomplete' }] });
    answers(d.world, 1, 'submitted', at('10:00'));
    expect(await d.say('reached')).toMatchObject({ state: 'done', undoUntil: 0 });
    expect(d.world.told).toEqual(['settle:step:1:contact-1:reached']);
  });

  test('three silences on two days: lost, with the reason, and the step closed', async () => {
    const d = await dialled(at('10:00', '2026-11-20'));
    await d.say('no_answer', {}, at('10:01', '2026-11-20'));
    for (const [when, outcome] of [[at('14:00', '2026-11-20'), 'busy'], [at('17:30'), 'off']] as const) {
      const claim = await claimCall(d.ports, nurse(2), callIdOf(1), when);
      await dial(d.ports, nurse(2), { ...claim, to: 'patient' }, when);
      await recordOutcome(d.ports, nurse(2), said(outcome, claim), when + minute);
    }
    expect(call(d)).toMatchObject({ state: 'done', outcome: 'lost_no_answer' });
    expect(d.world.steps.get('step:1:contact-1')).toMatchObject({ state: 'closed', reason: 'lost_no_answer' });
  });

  test('call back: mine at its time, first in the list, anybody\'s half an hour later', async () => {
    const d = await dialled();
    await expect(d.say('call_back', { at: at('12:30') })).rejects.toMatchObject({ fields: [{ path: 'at', problem: 'outside_hours' }] });
    await expect(d.say('call_back')).rejects.toMatchObject({ fields: [{ path: 'at', problem: 'required' }] });
    await d.say('call_back', { at: at('15:00') });
    expect(call(d)).toMatchObject({ priority: 10, notBefore: at('15:00'), owner: 'staff:1', keptUntil: at('15:30') });
    expect((await claimNext(d.ports, nurse(2), any, at('14:59'))).why).toBe('call_back_agreed');
    expect((await claimNext(d.ports, nurse(1), any, at('15:00'))).claim?.callId).toBe(callIdOf(1));
  });

  test('wrong number: marked, the contact next; wrong again: lost', async () => {
    const d = await dialled();
    expect(await d.say('wrong_number')).toMatchObject({ state: 'waiting', consequence: { key: 'number_wrong_contact_next' }, undoUntil: 0 });
    expect(d.world.patients.get('pat:1')!.phoneInvalid).toBe(true);
    const claim = await claimCall(d.ports, nurse(2), callIdOf(1), at('10:05'));
    await dial(d.ports, nurse(2), { ...claim, to: 'contact' }, at('10:05'));
    expect(await recordOutcome(d.ports, nurse(2), said('wrong_number', claim), at('10:06'))).toMatchObject({ state: 'done', consequence: { key: 'lost_wrong_number' } });
    expect(d.world.patients.get('pat:1')!.contactInvalid).toBe(true);
    expect(d.world.steps.get('step:1:contact-1')).toMatchObject({ state: 'closed', reason: 'lost_wrong_number' });
  });

  test('refused: the step is closed, satisfaction stops, and nobody can take it back', async () => {
    const d = await dialled();
    await d.say('refused');
    expect(d.world.told).toEqual(['settle:step:1:contact-1:refused', 'stop:pat:1']);
    await expect(undoOutcome(d.ports, nurse(1), callIdOf(1), at('10:02'))).rejects.toMatchObject({ code: 'GONE' });
  });

  test('deceased: told, suspended, off every list; nothing of them can be dialled', async () => {
    const d = await dialled();
    const other = { ...addPatient(d.world, 1), id: 'call:followup:other' };
    await d.calls.queue([other], at('09:00'));
    expect(await d.say('deceased')).toMatchObject({ state: 'withdrawn', withdrawnReason: 'death_unconfirmed', undoUntil: 0 });
    expect([...d.world.calls.values()].every((c) => c.open === 0)).toBe(true);
    await expect(claimCall(d.ports, nurse(2), 'call:followup:other', at('10:05'))).rejects.toMatchObject({ code: 'GONE', reason: 'suspended' });
  });

  test('said after the patient has answered: the words are kept, the step stays answered, but a death still counts', async () => {
    const d = await dialled();
    d.world.steps.get('step:1:contact-1')!.state = 'answered';
    await d.calls.withdraw({ stepId: 'step:1:contact-1' }, 'answered', at('10:00'));
    expect(await d.say('no_answer', { note: '没人接' })).toMatchObject({ state: 'withdrawn', withdrawnReason: 'answered' });
    expect(call(d).attempts.at(-1)).toMatchObject({ outcome: 'no_answer', note: '没人接' });
    const e = await dialled();
    await e.calls.withdraw({ stepId: 'step:1:contact-1' }, 'answered', at('10:00'));
    await e.say('deceased');
    expect(e.world.patients.get('pat:1')!.death).toBe('told');
  });

  test('a screen that was offline for three minutes loses nothing, unless somebody else took the call', async () => {
    const d = await dialled();
    await d.ports.store.freeExpired(at('10:03'));
    expect(await d.say('no_answer', {}, at('10:04'))).toMatchObject({ state: 'waiting' });
    const e = await dialled();
    await e.ports.store.freeExpired(at('10:03'));
    await claimCall(e.ports, nurse(2), callIdOf(1), at('12:30'));
    await expect(e.say('no_answer', {}, at('12:31'))).rejects.toMatchObject({ code: 'LEASE_LOST' });
  });

  test('taken back within five minutes by the same nurse, with the claim and the time before', async () => {
    const d = await dialled();
    await d.say('no_answer');
    await expect(undoOutcome(d.ports, nurse(2), callIdOf(1), at('10:02'))).rejects.toMatchObject({ code: 'GONE' });
    const claim = await undoOutcome(d.ports, nurse(1), callIdOf(1), at('10:05'));
    expect(call(d)).toMatchObject({ state: 'claimed', notBefore: 0, doneBy: '' });
    expect(call(d).attempts).toEqual([expect.objectContaining({ outcome: '' })]);
    expect(await recordOutcome(d.ports, nurse(1), said('call_back', claim, { at: at('16:00') }), at('10:06'))).toMatchObject({ consequence: { key: 'ring_at' } });
    await expect(undoOutcome(d.ports, nurse(1), callIdOf(1), at('10:12'))).rejects.toMatchObject({ code: 'GONE' });
  });
});

describe('the card', () => {
  test('counts what the patient and the family answered, not what a nurse wrote; a corrected answer stays theirs', async () => {
    const d = await desk();
    answers(d.world, 1, 'draft', at('09:00'));
    const theirs = { value: 'same', by: 'pat:1', hand: 'patient', at: 1 } as const;
    d.world.responses.get(responseId('step:1:contact-1'))!.items = {
      who: { hand: 'nurse', was: [] }, recover: { hand: 'nurse', was: [theirs] }, mood: { hand: 'proxy', was: [] }, red: { hand: 'patient', was: [] },
    };
    expect((await readCard(d.ports, nurse(1), callIdOf(1), at('10:00'))).draft).toEqual({ answered: 3, touchedAt: at('09:00'), state: 'draft' });
  });

  test('shows the name to who holds the call and to nobody else, never a number', async () => {
    const d = await desk();
    const claim = await claimCall(d.ports, nurse(1), callIdOf(1), at('10:00'));
    answers(d.world, 1, 'draft', at('09:00'));
    const mine = await readCard(d.ports, nurse(1), claim.callId, at('10:01'));
    expect(mine).toMatchObject({ name: '王小国', mine: true, age: 66, dayN: 3, dx: '股骨颈骨折', medications: '利伐沙班 10mg', preferred: 'patient', draft: { answered: 1, state: 'draft' }, hospital: '清河医院', wardPhone: '02066668888' });
    expect(mine.numbers.map((n) => [n.to, n.name, n.masked, n.mayHear])).toEqual([['patient', '王小国', '138****0001', true], ['contact', '王小梅', '139****0001', false]]);
    const other = await readCard(d.ports, nurse(2), claim.callId, at('10:01'));
    expect(other).toMatchObject({ name: '王*国', mine: false, ring: { can: false, why: 'claimed', by: '护士1' } });
    expect(JSON.stringify([mine, other])).not.toContain('1380000');
  });

  test('has the script with its special situations in both languages', async () => {
    const d = await desk();
    const { script } = await readCard(d.ports, nurse(1), callIdOf(1), at('10:00'));
    expect(script.special.map((s) => s.key)).toEqual(expect.arrayContaining(['wrong_number', 'deceased', 'angry', 'professional', 'adverse_reaction', 'dispute', 'inconvenient']));
    for (const line of [...script.steps, ...script.special].flatMap((s) => [s.title, ...s.say, ...s.remind])) expect([line.zh, line.en].every((t) => t.length > 1 && !/[!！]/.test(t))).toBe(true);
  });
});
