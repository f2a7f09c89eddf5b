/** A call whose matter its own holder has settled: hers until she ends it, and then nobody's. */
import { instantAt } from '../../../cloudfunctions/kit/calendar';
import { Card } from '../../../cloudfunctions/call/contract';
import { readCard } from '../../../cloudfunctions/call/service/card';
import { claimCall, claimNext, heartbeat, releaseCall } from '../../../cloudfunctions/call/service/claim';
import { dial } from '../../../cloudfunctions/call/service/dial';
import { recordOutcome } from '../../../cloudfunctions/call/service/outcome';
import { tick } from '../../../cloudfunctions/call/service/tick';
import { addPatient, nurse, openDesk, openWorld, said } from './memory';

const at = (time: string): number => instantAt('2026-11-19', time);
const id = 'call:reply:thread:pat:1:3';

async function held() {
  const world = openWorld();
  const desk = openDesk(world);
  addPatient(world, 1);
  await desk.calls.queue([{ id, kind: 'reply', stepId: 'thread:pat:1', encounterId: 'enc:1', patientId: 'pat:1', departmentCode: 'D1', dischargeDay: '2026-11-18', purpose: 'care', reason: 'unanswered', notBefore: 0, dueAt: at('12:00'), elderly: false }], at('09:30'));
  const claim = await claimCall(desk.ports, nurse(1), id, at('10:00'));
  return { world, ...desk, claim, state: () => world.calls.get(id)!.state };
}

test('what she did herself does not take it out of her hand; what a colleague did does', async () => {
  const mine = await held();
  expect(await mine.calls.withdrawIds([id], 'answered', at('10:01'), nurse(1).staffId)).toEqual({ withdrawn: 0 });
  expect(await heartbeat(mine.ports, nurse(1), mine.claim, at('10:01'))).toMatchObject({ state: 'claimed' });
  expect(Card.parse(await readCard(mine.ports, nurse(1), id, at('10:01')))).toMatchObject({ mine: true, endsWhenLeft: true });
  const theirs = await held();
  expect(await theirs.calls.withdrawIds([id], 'answered', at('10:01'), nurse(2).staffId)).toEqual({ withdrawn: 1 });
  expect(await heartbeat(theirs.ports, nurse(1), theirs.claim, at('10:01'))).toMatchObject({ state: 'withdrawn' });
});

test('rung and reached it is done like any other', async () => {
  const d = await held();
  await d.calls.withdrawIds([id], 'answered', at('10:01'), nurse(1).staffId);
  await dial(d.ports, nurse(1), { ...d.claim, to: 'patient' }, at('10:01'));
  await recordOutcome(d.ports, nurse(1), said('reached', d.claim, { note: '已转告' }), at('10:05'));
  expect(d.world.calls.get(id)).toMatchObject({ state: 'done', open: 0, outcome: 'reached' });
  // The timer has nothing more to look at.
  await tick(d.ports, at('10:30'));
  expect(d.world.calls.get(id)).toMatchObject({ state: 'done', settleDue: 0 });
});

test('nobody answered: it does not go back to the list, and cannot be taken back into it', async () => {
  const d = await held();
  await d.calls.withdrawIds([id], 'answered', at('10:01'), nurse(1).staffId);
  await dial(d.ports, nurse(1), { ...d.claim, to: 'patient' }, at('10:01'));
  expect(await recordOutcome(d.ports, nurse(1), said('no_answer', d.claim), at('10:03'))).toMatchObject({ state: 'done', consequence: { key: 'ends', at: 0 }, undoUntil: 0 });
  expect((await claimNext(d.ports, nurse(2), { view: 'team', skip: [] }, at('15:00'))).claim?.callId).not.toBe(id);
});

test('a time that she promised is kept all the same', async () => {
  const d = await held();
  await d.calls.withdrawIds([id], 'answered', at('10:01'), nurse(1).staffId);
  await dial(d.ports, nurse(1), { ...d.claim, to: 'patient' }, at('10:01'));
  await recordOutcome(d.ports, nurse(1), said('call_back', d.claim, { at: at('15:00') }), at('10:03'));
  await tick(d.ports, at('10:30'));
  expect(d.world.calls.get(id)).toMatchObject({ state: 'waiting', endsWhenLeft: '', callBackAt: at('15:00'), settleDue: 0 });
});

test('a wrong number is marked, and nobody rings the family about what is done', async () => {
  const d = await held();
  await d.calls.withdrawIds([id], 'answered', at('10:01'), nurse(1).staffId);
  await dial(d.ports, nurse(1), { ...d.claim, to: 'patient' }, at('10:01'));
  await recordOutcome(d.ports, nurse(1), said('wrong_number', d.claim), at('10:03'));
  expect([d.world.calls.get(id)!.open, d.world.patients.get('pat:1')!.phoneInvalid]).toEqual([0, true]);
});

test('left without a word it is over', async () => {
  const d = await held();
  await d.calls.withdrawIds([id], 'answered', at('10:01'), nurse(1).staffId);
  expect(await releaseCall(d.ports, nurse(1), d.claim, at('10:02'))).toEqual({ released: true });
  expect(d.world.calls.get(id)).toMatchObject({ state: 'withdrawn', withdrawnReason: 'answered', open: 0 });
});

test('lost with the window it is given to nobody, from the moment the lease ends, and the timer closes it', async () => {
  const d = await held();
  await d.calls.withdrawIds([id], 'answered', at('10:01'), nurse(1).staffId);
  await heartbeat(d.ports, nurse(1), d.claim, at('10:01'));
  await tick(d.ports, at('10:02'));
  expect(d.state()).toBe('claimed');
  const later = at('10:05');
  await expect(claimCall(d.ports, nurse(2), id, later)).rejects.toMatchObject({ code: expect.stringMatching(/GONE|CONFLICT/) });
  await tick(d.ports, later);
  await tick(d.ports, later + 60_000);
  expect(d.world.calls.get(id)).toMatchObject({ state: 'withdrawn', withdrawnReason: 'answered', open: 0, settleDue: 0, claimedBy: '' });
});

test('a red flag is never put aside like this', async () => {
  const d = await held();
  const { callId } = await d.calls.raise({ stepId: 'thread:pat:1', encounterId: 'enc:1', patientId: 'pat:1', departmentCode: 'D1', dischargeDay: '2026-11-18', level: 'today', items: ['message:3'] }, at('10:00'));
  await releaseCall(d.ports, nurse(1), d.claim, at('10:00'));
  await claimCall(d.ports, nurse(1), callId, at('10:01'));
  await d.calls.withdrawIds([callId], 'answered', at('10:02'), nurse(1).staffId);
  expect(d.world.calls.get(callId)).toMatchObject({ state: 'claimed', endsWhenLeft: '' });
});
