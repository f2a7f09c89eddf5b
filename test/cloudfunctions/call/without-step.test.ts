/** Calls that are not about a step of the plan: a closed clinic, a missed visit, an answer that did not arrive, a danger told elsewhere. */
import { readCard } from '../../../cloudfunctions/call/service/card';
import { claimCall, claimNext } from '../../../cloudfunctions/call/service/claim';
import { dial } from '../../../cloudfunctions/call/service/dial';
import { recordOutcome } from '../../../cloudfunctions/call/service/outcome';
import { listCalls } from '../../../cloudfunctions/call/service/worklist';
import { Card, CallKind, WorklistRow } from '../../../cloudfunctions/call/contract';
import { mayHandle, maySee } from '../../../cloudfunctions/call/rules/duty';
import { consequencesOf, outcomesOf, priorityOf, withdraws } from '../../../cloudfunctions/call/rules/outcome';
import { scriptOf } from '../../../cloudfunctions/call/rules/script';
import type { NewCall } from '../../../cloudfunctions/call/service';
import { addPatient, nurse, openDesk, openWorld, said } from './memory';
import { at, call as facts, patient } from './rules/facts';

const kinds = ['closure', 'missed', 'reply'] as const;
const reasons = { closure: 'clinic_closed', missed: 'missed_visit', reply: 'reply_undelivered' } as const;
const about = { closure: 'apt:1', missed: 'apt:1', reply: 'thread:pat:1' } as const;
const team = { view: 'team' as const, limit: 50 };

function desk() {
  const world = openWorld();
  addPatient(world, 1);
  return { world, ...openDesk(world) };
}
const newCall = (kind: (typeof kinds)[number], more: Partial<NewCall> = {}): NewCall => ({
  kind, stepId: about[kind], encounterId: 'enc:1', patientId: 'pat:1', departmentCode: 'D1', dischargeDay: '2026-11-18', purpose: 'care', reason: reasons[kind], notBefore: at('09:00'), dueAt: at('19:30'), elderly: false, ...more,
});

describe.each(kinds)('a call of kind %s', (kind) => {
  test('is queued once, by what it is about, with the priority of its kind', async () => {
    const d = desk();
    await d.calls.queue([newCall(kind)], at('09:00'));
    expect(await d.calls.queue([newCall(kind)], at('09:05'))).toEqual({ queued: 0 });
    expect([...d.world.calls.values()].map(({ _id, priority, basePriority }) => [_id, priority, basePriority])).toEqual([[`call:${kind}:${about[kind]}`, priorityOf(kind), priorityOf(kind)]]);
  });

  test('is claimed, dialled and closed with a note, and no step is told anything', async () => {
    const d = desk();
    await d.calls.queue([newCall(kind)], at('09:00'));
    const { claim } = await claimNext(d.ports, nurse(1), { view: 'team', skip: [] }, at('10:00'));
    const held = { callId: claim!.callId, claimToken: claim!.claimToken };
    expect(await dial(d.ports, nurse(1), { ...held, to: 'patient' }, at('10:01'))).toMatchObject({ phone: '13800000001' });
    await expect(recordOutcome(d.ports, nurse(1), said('reached', held), at('10:02'))).rejects.toMatchObject({ fields: [{ path: 'note', problem: 'required' }] });
    expect(await recordOutcome(d.ports, nurse(1), said('reached', held, { note: '改约到周四上午' }), at('10:03'))).toMatchObject({ state: 'done' });
    expect([d.world.told, (await d.calls.standing([held.callId], at('10:03'))).get(held.callId)]).toEqual([[], { state: 'done', open: false, taken: true, by: '' }]);
  });

  test('knows no refusal of surveys, and every outcome has its consequence', () => {
    expect(outcomesOf(kind)).not.toContain('refused');
    const all = consequencesOf({ call: facts({ kind }), patient: patient(), sensitive: false, open: null, complete: false, noted: true }, at('10:00'));
    expect(all.map((one) => one.outcome)).toEqual(outcomesOf(kind));
    expect(all.filter((one) => one.available).map((one) => one.outcome)).toEqual(expect.arrayContaining(['reached', 'handled', 'call_back', 'deceased']));
  });

  test('shows in list and card also where no stay is known, with words of its own', async () => {
    const d = desk();
    await d.calls.queue([newCall(kind, { encounterId: '', dischargeDay: '', departmentCode: '' })], at('09:00'));
    const [row] = (await listCalls(d.ports, nurse(1), team, at('10:00'))).rows;
    expect(WorklistRow.parse(row)).toMatchObject({ kind, dischargeDay: '', dayN: 0, departmentName: '', ring: { can: true } });
    const card = Card.parse(await readCard(d.ports, nurse(1), row!.callId, at('10:00')));
    expect(card).toMatchObject({ asks: false, encounterId: '', reason: reasons[kind], agent: '护士1' });
    expect(card.script.steps.map(({ key }) => key)).toEqual(['opening', 'identity', 'matter', 'closing']);
    expect(JSON.stringify(card.script.steps)).not.toMatch(/满意|回访/);
    // An unknown stay counts as sensitive: the family's number is not rung.
    expect(card.numbers.map(({ to, why }) => [to, why])).toEqual([['patient', ''], ['contact', 'sensitive']]);
    const claim = await claimCall(d.ports, nurse(1), row!.callId, at('10:00'));
    expect(await dial(d.ports, nurse(1), { callId: claim.callId, claimToken: claim.claimToken, to: 'patient' }, at('10:01'))).toMatchObject({ to: 'patient' });
  });

  test('leaves the list at once when it is no longer needed, also under a nurse\'s hands', async () => {
    const d = desk();
    await d.calls.queue([newCall(kind)], at('09:00'));
    const id = `call:${kind}:${about[kind]}`;
    const claim = await claimCall(d.ports, nurse(1), id, at('10:00'));
    expect(await d.calls.withdrawIds([id, 'call:missed:none'], 'booked', at('10:01'))).toEqual({ withdrawn: 1 });
    await expect(dial(d.ports, nurse(1), { callId: id, claimToken: claim.claimToken, to: 'patient' }, at('10:02'))).rejects.toMatchObject({ code: 'GONE' });
    expect(await d.calls.withdrawIds([id], 'booked', at('10:03'))).toEqual({ withdrawn: 0 });
  });

  test('is no ward\'s matter', () => expect([maySee('ward', kind), mayHandle('ward', kind), mayHandle('director', kind), mayHandle('nurse', kind), mayHandle('lead', kind)]).toEqual([false, false, false, true, true]));
});

test.each([
  ['answered', []], ['opted_out', []], ['readmitted', ['closure', 'missed']], ['cancelled', ['closure', 'missed']], ['deceased', [...kinds]], ['death_unconfirmed', [...kinds]],
] as const)('%s of the patient takes back %j', (reason, expected) => expect(kinds.filter((kind) => withdraws(kind, reason))).toEqual(expected));

test('a death that was a mistake brings them back', async () => {
  const d = desk();
  await d.calls.queue(kinds.map((kind) => newCall(kind)), at('09:00'));
  await d.calls.withdraw({ patientId: 'pat:1' }, 'death_unconfirmed', at('09:01'));
  expect(await d.calls.restore('pat:1', at('09:30'))).toEqual({ restored: 3 });
});

test('each kind has its own matter in the script; one with a questionnaire keeps the whole', () => {
  const matters = (['clinic_closed', 'missed_visit', 'reply_undelivered', 'unanswered', 'complaint_answer', 'red_flag'] as const)
    .map((reason, n) => scriptOf({ kind: (['closure', 'missed', 'reply', 'reply', 'reply', 'redflag'] as const)[n]!, reason }, false).steps.find(({ key }) => key === 'matter')!.title.zh);
  expect(new Set(matters).size).toBe(matters.length);
  for (const kind of CallKind.options) expect(scriptOf({ kind, reason: '' }, true).steps.length).toBeGreaterThan(4);
});

describe('a danger told in a message', () => {
  const flag = { stepId: 'thread:pat:1', encounterId: 'enc:1', patientId: 'pat:1', departmentCode: 'D1', dischargeDay: '2026-11-18', level: 'emergency' as const, items: ['message:3'] };
  test('is acknowledged from the inbox; the first one counts, and a call that is over needs nobody', async () => {
    const d = desk();
    const { callId } = await d.calls.raise(flag, at('10:00'));
    expect([...(await d.calls.inDanger(['pat:1', 'pat:2']))]).toEqual(['pat:1']);
    expect(await d.calls.acknowledge(callId, { staffId: 'staff:9', name: '客服小王' }, at('10:05'))).toEqual({ ackBy: '客服小王', ackAt: at('10:05') });
    expect(await d.calls.acknowledge(callId, { staffId: 'staff:8', name: '客服小李' }, at('10:06'))).toEqual({ ackBy: '客服小王', ackAt: at('10:05') });
    expect((await d.calls.inDanger(['pat:1'])).size).toBe(0);
    expect(await d.calls.acknowledge('call:redflag:none', { staffId: 'staff:8', name: '' }, at('10:06'))).toBeNull();
    await d.calls.queue([newCall('reply')], at('10:00'));
    expect(await d.calls.acknowledge('call:reply:thread:pat:1', { staffId: 'staff:8', name: '' }, at('10:06'))).toBeNull();
  });
  test('withdrawing by id leaves it standing; only death takes it', async () => {
    const d = desk();
    const { callId } = await d.calls.raise(flag, at('10:00'));
    expect(await d.calls.withdrawIds([callId], 'replied', at('10:01'))).toEqual({ withdrawn: 0 });
    expect(await d.calls.withdrawIds([callId], 'deceased', at('10:01'))).toEqual({ withdrawn: 1 });
  });
  test('has a card without a questionnaire', async () => {
    const d = desk();
    const { callId } = await d.calls.raise(flag, at('10:00'));
    const card = await readCard(d.ports, nurse(1), callId, at('10:00'));
    expect([card.asks, card.script.steps.map(({ key }) => key), card.items]).toEqual([false, ['opening', 'identity', 'matter', 'closing'], ['message:3']]);
  });
});
