/** Patients, nurses, wards and the timer act at the same time, in every order that the scheduler can think of. */
import fc from 'fast-check';
import { addDays, callingHours, dayOf, instantAt, minute, timeOf, within } from '../../../cloudfunctions/kit/calendar';
import { AppError } from '../../../cloudfunctions/kit/errors';
import type { CallStore } from '../../../cloudfunctions/call/store/record';
import { claimNext, heartbeat, releaseCall } from '../../../cloudfunctions/call/service/claim';
import type { DeskPorts } from '../../../cloudfunctions/call/service/desk';
import { dial } from '../../../cloudfunctions/call/service/dial';
import { recordOutcome, undoOutcome } from '../../../cloudfunctions/call/service/outcome';
import { tick } from '../../../cloudfunctions/call/service/tick';
import { addPatient, answers, callIdOf, memoryStore, nurse, openDesk, openWorld, said } from './memory';
import { at } from './rules/facts';

const people = 6;
/** 1 and 2 are a couple with one telephone. */
const numbers = (n: number) => (n === 2 ? { phoneHash: 'own1', contactPhoneHash: 'kin1' } : {});

type Act =
  | { kind: 'answer' | 'type' | 'death' | 'readmit' | 'flag'; patient: number; told: boolean }
  | { kind: 'next' | 'ring' | 'dial' | 'contact' | 'beat' | 'release' | 'undo'; nurse: number }
  | { kind: 'outcome'; nurse: number; outcome: 'reached' | 'no_answer' | 'busy' | 'wrong_number' | 'refused' | 'deceased' | 'cut_off' | 'inconvenient' }
  | { kind: 'tick' };
const patient = fc.integer({ min: 1, max: people });
const nurseNo = fc.integer({ min: 1, max: 3 });
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('answer' as const, 'type' as const, 'death' as const, 'readmit' as const, 'flag' as const), patient, told: fc.boolean() }) },
  { weight: 10, arbitrary: fc.record({ kind: fc.constantFrom('next' as const, 'ring' as const, 'ring' as const, 'ring' as const, 'dial' as const, 'contact' as const, 'beat' as const, 'release' as const, 'undo' as const), nurse: nurseNo }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('outcome' as const), nurse: nurseNo, outcome: fc.constantFrom('reached' as const, 'no_answer' as const, 'no_answer' as const, 'busy' as const, 'wrong_number' as const, 'refused' as const, 'deceased' as const, 'cut_off' as const, 'inconvenient' as const) }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'tick' as const }) },
);
const story = fc.array(fc.record({ pause: fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 0, max: 1 }) }, { weight: 1, arbitrary: fc.integer({ min: 2, max: 400 }) }), acts: fc.array(act, { minLength: 1, maxLength: 4 }) }), { minLength: 10, maxLength: 40 });

/** Every round trip comes back when the scheduler says so. */
function delayed(store: CallStore, scheduler: fc.Scheduler): CallStore {
  const entries = Object.entries(store).map(([name, method]) => [name, scheduler.scheduleFunction(method as (...args: unknown[]) => Promise<unknown>)]);
  return Object.fromEntries(entries) as CallStore;
}

test('nobody who answered, died or came back is dialled; no number is rung by two or too often; nobody is lost', async () => {
  await fc.assert(fc.asyncProperty(story, fc.scheduler(), async (chapters, scheduler) => {
    const world = openWorld();
    const { ports: plain, calls } = openDesk(world);
    const ports: DeskPorts = { ...plain, store: delayed(memoryStore(world), scheduler) };
    await calls.queue(Array.from({ length: people }, (_, n) => addPatient(world, n + 1, numbers(n + 1))), at('09:00'));
    /** What the outside world knows to have happened, by patient. */
    const over = new Map<number, string>();
    const claims = new Map<number, { callId: string; claimToken: string }>();
    const dials: { hash: string; at: number; callId: string; by: number }[] = [];
    let now = at('09:00');

    const tell = async (n: number): Promise<void> => {
      const step = world.steps.get(`step:${n}:contact-1`)!;
      await ports.store.touchedAt(step._id);
      if (step.state === 'queued') Object.assign(step, over.get(n) === 'answered' ? { state: 'answered' } : { state: 'closed', reason: over.get(n) });
      await ports.store.withdraw({ stepId: step._id }, ['followup'], over.get(n)!, [], now);
    };
    const perform = async (a: Act): Promise<void> => {
      if (a.kind === 'tick') {
        await tick(ports, now);
        for (const n of over.keys()) await tell(n);
        return;
      }
      if ('patient' in a) {
        const stepId = `step:${a.patient}:contact-1`;
        const step = world.steps.get(stepId)!;
        if (a.kind === 'type') return void (over.has(a.patient) || answers(world, a.patient, 'draft', now));
        if (a.kind === 'flag') return void (await calls.raise({ stepId, encounterId: `enc:${a.patient}`, patientId: `pat:${a.patient}`, departmentCode: 'D1', dischargeDay: '2026-11-18', level: 'emergency', items: ['red:1'] }, now));
        if (step.state !== 'queued' || over.has(a.patient)) return;
        over.set(a.patient, { answer: 'answered', death: 'deceased', readmit: 'readmitted' }[a.kind]);
        if (a.kind === 'answer') answers(world, a.patient, 'submitted', now);
        else if (a.kind === 'readmit') Object.assign(step, { state: 'closed', reason: 'readmitted' });
        else world.patients.get(`pat:${a.patient}`)!.death = 'confirmed';
        // The others learn of it at once, or only when the timer finds that they do not know.
        if (a.told) await tell(a.patient);
        return;
      }
      const staff = nurse(a.nurse);
      const claim = claims.get(a.nurse);
      if (a.kind === 'next') {
        if (claim) return;
        const got = await claimNext(ports, staff, { view: 'team', skip: [] }, now);
        if (got.claim) claims.set(a.nurse, got.claim);
      } else if (a.kind === 'ring') {
        if (!claim) await perform({ kind: 'next', nurse: a.nurse });
        await perform({ kind: 'dial', nurse: a.nurse });
      } else if (a.kind === 'undo') {
        const last = [...world.calls.values()].find((c) => c.undoBy === staff.staffId);
        if (last && !claim) claims.set(a.nurse, await undoOutcome(ports, staff, last._id, now));
      } else if (!claim) {
        return;
      } else if (a.kind === 'dial' || a.kind === 'contact') {
        const before = new Map(over);
        const got = await dial(ports, staff, { ...claim, to: a.kind === 'dial' ? 'patient' : 'contact' }, now);
        const n = Number(claim.callId.split(':')[3]);
        const hash = got.to === 'patient' ? world.patients.get(`pat:${n}`)!.phoneHash : world.patients.get(`pat:${n}`)!.contactPhoneHash;
        // Whoever was out of it before the nurse pressed the button was not dialled.
        if (!claim.callId.startsWith('call:redflag') || before.get(n) === 'deceased') expect([n, before.get(n)]).toEqual([n, undefined]);
        if (!dials.some((d) => d.callId === claim.callId && d.at === got.at && d.hash === hash)) dials.push({ hash, at: got.at, callId: claim.callId, by: a.nurse });
      } else if (a.kind === 'beat') {
        const beat = await heartbeat(ports, staff, claim, now);
        if (beat.state !== 'claimed') claims.delete(a.nurse);
      } else if (a.kind === 'release') {
        if ((await releaseCall(ports, staff, claim, now)).released) claims.delete(a.nurse);
      } else if (a.kind === 'outcome') {
        if (a.outcome === 'reached') answers(world, Number(claim.callId.split(':')[3]), 'submitted', now);
        await recordOutcome(ports, staff, said(a.outcome, claim, { note: '已处理' }), now);
        claims.delete(a.nurse);
      }
    };
    const attemptAct = (a: Act): Promise<void> => perform(a).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      if ('nurse' in a && (error.code === 'LEASE_LOST' || error.code === 'GONE')) claims.delete(a.nurse);
    });

    for (const { pause, acts } of chapters) {
      now += pause * minute;
      if (timeOf(now) >= '19:30') now = instantAt(addDays(dayOf(now), 1), '09:00');
      await Promise.all([...acts.map(attemptAct), scheduler.waitIdle()]);
    }
    // The dust settles: leases end, what was not told is told.
    now += 10 * minute;
    await Promise.all([perform({ kind: 'tick' }), scheduler.waitIdle()]);

    for (const d of dials) {
      const today = dials.filter((e) => e.hash === d.hash && dayOf(e.at) === dayOf(d.at));
      const flagged = today.some((e) => e.callId.startsWith('call:redflag'));
      expect(today.length).toBeLessThanOrEqual(flagged ? 5 : 2);
      if (!d.callId.startsWith('call:redflag')) expect(within(d.at, callingHours)).toBe(true);
    }
    for (let n = 1; n <= people; n += 1) {
      const step = world.steps.get(`step:${n}:contact-1`)!;
      const call = world.calls.get(callIdOf(n))!;
      // Open step ⇔ open call: nobody is lost, nobody is rung for nothing. Held waits for the second person.
      if (step.state === 'queued') expect([n, call.open]).toEqual([n, 1]);
      else expect([n, step.state, call.open]).toEqual([n, step.state, 0]);
      expect(call.attempts.filter((x) => x.phoneHash).length).toBe(dials.filter((x) => x.callId === call._id).length);
    }
    // Nobody else is on a number that a nurse is on.
    for (const [i, d] of dials.entries()) {
      const next = dials.slice(i + 1).find((e) => e.hash === d.hash && e.by !== d.by && e.callId !== d.callId);
      if (next && next.at < d.at + minute) {
        const attempt = world.calls.get(d.callId)!.attempts.find((x) => x.at === d.at);
        expect(attempt?.outcome).not.toBe('');
      }
    }
  }), { numRuns: 400 });
}, 60_000);
