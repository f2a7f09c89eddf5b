/** The store on the real SDK and the local platform's database: the races that decide, the indexes that carry them, fifty nurses at once. */
import type { AppError } from '../../../cloudfunctions/kit/errors';
import type { Collection } from '../../../cloudfunctions/kit/database';
import { encounterCollection, patientCollection } from '../../../cloudfunctions/discharge/store';
import { stepCollection } from '../../../cloudfunctions/followup/store';
import { responseCollection } from '../../../cloudfunctions/survey/store';
import { newCall, type NewCall } from '../../../cloudfunctions/call/service';
import { claimCall, claimNext, heartbeat } from '../../../cloudfunctions/call/service/claim';
import { dial } from '../../../cloudfunctions/call/service/dial';
import { recordOutcome } from '../../../cloudfunctions/call/service/outcome';
import { tick } from '../../../cloudfunctions/call/service/tick';
import { listCalls } from '../../../cloudfunctions/call/service/worklist';
import { callCollection, collections, openCallStore } from '../../../cloudfunctions/call/store';
import { type CallRecord, type CallStore, type EncounterRecord, type PatientRecord, type ResponseRecord, type StepRecord } from '../../../cloudfunctions/call/store/record';
import { openKitDatabase, type KitDatabase } from '../../support/kit-database';
import { addPatient, callIdOf, memoryStore, nurse, openDesk, openWorld, said } from './memory';
import { at } from './rules/facts';

let kit: KitDatabase;
let store: CallStore;
let others: { patient: Collection<PatientRecord>; encounter: Collection<EncounterRecord>; step: Collection<StepRecord & { patientId: string }>; response: Collection<ResponseRecord> };
const foreign = { patient: patientCollection, encounter: encounterCollection, step: stepCollection, response: responseCollection };

beforeEach(async () => {
  kit = await openKitDatabase([...collections, ...Object.values(foreign)]);
  store = openCallStore(kit.database, foreign);
  others = { patient: kit.database.collection(patientCollection), encounter: kit.database.collection(encounterCollection), step: kit.database.collection(stepCollection), response: kit.database.collection(responseCollection) };
});
afterEach(() => kit.close());

/** People in the database, calls queued; the desk works on the real store. */
async function desk(count: number, change: (call: NewCall, n: number) => NewCall = (call) => call) {
  const world = openWorld();
  const calls = Array.from({ length: count }, (_, n) => change(addPatient(world, n + 1), n + 1));
  await others.patient.insertMissing([...world.patients.values()]);
  await others.encounter.insertMissing([...world.encounters.values()].map((e, n) => ({ ...e, inpatientNo: `${n}`, visitTimes: 1 })));
  await others.step.insertMissing([...world.steps.values()]);
  const d = openDesk(world, store, Math.random);
  await d.calls.queue(calls, at('09:00'));
  return { world, ...d };
}
const any = { view: 'team' as const, skip: [] };
const scope = { view: 'team' as const, staffId: 'staff:1', departments: 'all' as const, kinds: 'all' as const };

test('fifty claims at once: fifty different calls and numbers, in a few round trips each', async () => {
  const d = await desk(80);
  kit.behind.database.resetStats();
  const got = await Promise.all(Array.from({ length: 50 }, async (_, n) => (await claimNext(d.ports, nurse(n), any, at('10:00'))).claim?.callId));
  expect(new Set(got).size).toBe(50);
  expect(got.every(Boolean)).toBe(true);
  expect(kit.behind.database.stats().roundTrips).toBeLessThanOrEqual(500);
  const locks = (await kit.behind.get('phone_lock', {})).filter((l) => Number(l['until']) > at('10:00'));
  expect(new Set(locks.map((l) => l['callId']))).toEqual(new Set(got));
  expect(locks).toHaveLength(50);
});

test('a claim of a quiet list takes few round trips', async () => {
  const d = await desk(60);
  kit.behind.database.resetStats();
  await claimNext(d.ports, nurse(1), any, at('10:00'));
  expect(kit.behind.database.stats().roundTrips).toBeLessThanOrEqual(6);
});

test('one number for two patients: one nurse has it', async () => {
  const d = await desk(2);
  for (const _id of ['pat:1', 'pat:2']) await others.patient.update({ _id }, { phoneHash: 'own1', contactPhoneHash: '' });
  const got = await Promise.all([1, 2].map((n) => claimCall(d.ports, nurse(n), callIdOf(n), at('10:00')).catch((error: AppError) => error.reason)));
  expect(got.filter((g) => typeof g === 'object')).toHaveLength(1);
  expect(got).toContain('number_locked');
});

test('a dial races an answer: either the number was given before the answer was in, or not at all', async () => {
  for (let round = 0; round < 12; round += 1) {
    const n = round + 1;
    if (round === 0) await desk(12).then((d) => Object.assign(shared, d));
    const claim = await claimCall(shared.ports, nurse(n), callIdOf(n), at('10:00'));
    const answer = async () => {
      await others.response.insert({ _id: `response:step:${n}:contact-1`, state: 'submitted', touchedAt: at('10:00'), mode: 'sms', items: {} });
      await shared.calls.withdrawSteps([`step:${n}:contact-1`], 'answered', at('10:00'));
    };
    const [dialled] = await Promise.all([
      new Promise((resolve) => setTimeout(resolve, round)).then(() => dial(shared.ports, nurse(n), { ...claim, to: 'patient' }, at('10:00'))).then(() => true, (error: AppError) => error.code),
      answer(),
    ]);
    const call = (await store.get(callIdOf(n)))!;
    expect([call.state, call.open]).toEqual(['withdrawn', 0]);
    if (dialled === true) expect(call.attempts).toHaveLength(1);
    else expect([dialled, call.attempts]).toEqual(['GONE', []]);
    await expect(dial(shared.ports, nurse(n), { ...claim, to: 'patient' }, at('10:00'))).rejects.toMatchObject({ code: 'GONE' });
    expect(await heartbeat(shared.ports, nurse(n), claim, at('10:00'))).toMatchObject({ state: 'withdrawn', reason: 'answered' });
  }
});
const shared = {} as Awaited<ReturnType<typeof desk>>;

test('two windows of one nurse dial at once: one attempt', async () => {
  const d = await desk(1);
  const claim = await claimCall(d.ports, nurse(1), callIdOf(1), at('10:00'));
  await Promise.all([1, 2, 3].map(() => dial(d.ports, nurse(1), { ...claim, to: 'patient' }, at('10:00'))));
  expect((await store.get(callIdOf(1)))!.attempts).toHaveLength(1);
  expect((await store.phones(['own1']))['own1']!.times).toHaveLength(1);
});

test('from claim to lost over two days, as in memory', async () => {
  const real = await desk(1);
  const world = openWorld();
  const memory = openDesk(world, memoryStore(world));
  await memory.calls.queue([addPatient(world, 1)], at('09:00'));
  for (const d of [real, memory]) {
    for (const when of [at('10:00'), at('14:00'), at('17:30', '2026-11-22')]) {
      const claim = await claimCall(d.ports, nurse(1), callIdOf(1), when);
      await dial(d.ports, nurse(1), { ...claim, to: 'patient' }, when);
      await recordOutcome(d.ports, nurse(1), said('no_answer', claim, { note: '没有人接' }), when + 60_000);
      await tick(d.ports, when + 600_000);
    }
  }
  const plain = ({ history, spent, claimToken, ...rest }: CallRecord) => rest;
  expect(plain((await store.get(callIdOf(1)))!)).toEqual(plain(world.calls.get(callIdOf(1))!));
  expect(real.world.told).toEqual(['settle:step:1:contact-1:lost_no_answer']);
});

test('withdraw, revive, close many and free count as they should', async () => {
  const d = await desk(4, (call, n) => ({ ...call, purpose: n === 4 ? 'survey' : 'care' }));
  expect(await store.withdraw({ stepIds: ['step:1:contact-1', 'step:2:contact-1'] }, ['followup'], 'death_unconfirmed', [callIdOf(2)], 1)).toBe(1);
  expect(await store.withdraw({ patientId: 'pat:4', purpose: 'care' }, ['followup'], 'opted_out', [], 1)).toBe(0);
  expect(await store.revive({ ids: [callIdOf(1), callIdOf(3)] }, ['death_unconfirmed'], 2)).toBe(1);
  const claim = await claimCall(d.ports, nurse(1), callIdOf(1), at('10:00'));
  const closed = await store.closeMany([callIdOf(1), callIdOf(2)], { state: 'done', open: 0, settle: 'closed_by_capacity', settleDue: 9, doneAt: 5, event: { at: 5, by: 'x', what: 'y' } });
  expect(closed.map((c) => c._id)).toEqual([callIdOf(2)]);
  expect(await store.freeExpired(claim.leaseUntil)).toBe(1);
  expect(await store.change((await store.get(callIdOf(1)))!, { priority: 5 })).toMatchObject({ priority: 5, sortKey: `05${'0'.repeat(13)}${callIdOf(1)}` });
  expect((await store.page(scope, '', 10)).map((c) => c._id)).toEqual([callIdOf(1), callIdOf(3), callIdOf(4)]);
  const stale = (await store.get(callIdOf(3)))!;
  await store.change(stale, { dueAt: 1 });
  expect(await store.change(stale, { dueAt: 2 })).toBeNull();
});

test('a page of the list and the minute\'s work cost a handful of round trips, and every query has its index', async () => {
  const d = await desk(30);
  kit.behind.database.resetStats();
  const list = await listCalls(d.ports, nurse(1), { view: 'team', limit: 30 }, at('10:00'));
  expect(list.rows).toHaveLength(30);
  expect(kit.behind.database.stats().roundTrips).toBeLessThanOrEqual(7);
  kit.behind.database.resetStats();
  await tick(d.ports, at('10:00'));
  expect(kit.behind.database.stats().roundTrips).toBeLessThanOrEqual(4);
});

describe('ten thousand calls that are over cost the list nothing', () => {
  const indexed: [string, Record<string, unknown>, Record<string, number> | undefined, string][] = [
    ['the list', { open: 1, sortKey: { $gt: '', $lt: ':' } }, { sortKey: 1 }, 'list'],
    ['mine', { owner: 'staff:1', open: 1, sortKey: { $gt: '', $lt: ':' } }, { sortKey: 1 }, 'owner'],
    ['a claim', { sortKey: { $gt: '', $lt: ':' }, state: 'waiting', notBefore: { $lte: 5 }, leaseUntil: { $lte: 5 } }, { sortKey: 1 }, 'next'],
    ['leases', { state: 'claimed', leaseUntil: { $lte: 5 } }, undefined, 'lease'],
    ['acknowledgements', { ackDue: { $gt: 0, $lte: 5 } }, { ackDue: 1 }, 'acknowledge'],
    ['settlements', { settleDue: { $gt: 0, $lte: 5 } }, { settleDue: 1 }, 'settle'],
    ['a step', { stepId: { $in: ['step:1:contact-1'] }, open: 1 }, undefined, 'step'],
    ['a patient', { patientId: 'pat:1', open: 1 }, undefined, 'patient'],
    ['a stay', { encounterId: 'enc:1', open: 1 }, undefined, 'encounter'],
    ['red flags', { kind: 'redflag', patientId: { $in: ['pat:1'] } }, undefined, 'flagged'],
    ['done today', { doneBy: 'staff:1', doneAt: { $gte: 5 } }, undefined, 'done'],
  ];
  test('each by its index, nothing sorted in memory', () => {
    const over = (n: number): CallRecord => newCall({ ...base, stepId: `s${n}`, patientId: `p${n}`, encounterId: `e${n}` }, 1, { state: 'done', open: 0, doneBy: `staff:${n % 50}`, doneAt: n % 7 });
    const base: NewCall = { kind: 'followup', stepId: '', encounterId: '', patientId: '', departmentCode: 'D1', dischargeDay: '2026-11-18', purpose: 'care', reason: 'silent', priority: 30, notBefore: 0, dueAt: 0, elderly: false };
    kit.behind.database.bulkLoad('call', Array.from({ length: 10_000 }, (__, n) => ({ ...over(n) })));
    const plans = indexed.map(([name, query, order]) => ({ name, ...kit.behind.explain(callCollection.name, query, { ...(order && { order }), limit: 50 }) }));
    expect(plans.map((p) => [p.name, p.index])).toEqual(indexed.map(([name, , , index]) => [name, index]));
    expect(plans.filter((p) => p.sort === 'memory')).toEqual([]);
    expect(plans.filter((p) => p.examined > 1 && p.index !== 'done')).toEqual([]);
  });
});
