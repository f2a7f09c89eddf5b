/**
 * Whatever happens in whatever order, together or one after another, against the real local platform: nobody who has answered is dialled, nobody is lost, nobody is
 * queued twice, nobody dead is contacted, and the funnel adds up to the discharges.
 */
import fc from 'fast-check';
import { Refused } from '../support/client';
import { csv, openHospital, wellAnswers, type Hospital, type Someone } from '../support/hospital';

jest.setTimeout(300_000);

const people = 4;
const day = '2026-11-18';
/** What can happen to one of four patients. Several of them may happen at the same moment. */
type Act = { kind: 'answer' | 'begin' | 'death' | 'readmit' | 'cancel' | 'optOut'; who: number } | { kind: 'work'; nurse: 0 | 1; outcome: 'no_answer' | 'refused' | 'reached' | 'wrong_number' | 'dropped' } | { kind: 'timers' } | { kind: 'wait'; hours: number };

const who = fc.integer({ min: 1, max: people });
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('answer' as const, 'begin' as const), who }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('death' as const, 'readmit' as const, 'cancel' as const, 'optOut' as const), who }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('work' as const), nurse: fc.constantFrom(0 as const, 1 as const), outcome: fc.constantFrom('no_answer' as const, 'refused' as const, 'reached' as const, 'wrong_number' as const, 'dropped' as const) }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'timers' as const }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 20 }) }) },
);

let hospital: Hospital;
beforeAll(async () => { hospital = await openHospital(`${day} 17:00`); });
afterAll(() => hospital.local.dispose());

/** A refusal is an answer; a defect is not. */
async function tolerant(work: () => Promise<unknown>): Promise<void> {
  await work().catch((error: unknown) => {
    if (!(error instanceof Refused) || error.body.code === 'INTERNAL') throw error;
  });
}

test('interleavings of answer, timer, claim, dial, outcome, death, readmission and cancellation', async () => {
  let round = 0;
  await fc.assert(fc.asyncProperty(fc.array(fc.array(act, { minLength: 1, maxLength: 3 }), { minLength: 4, maxLength: 9 }), async (moments) => {
    round += 1;
    const world = await begin(round);
    for (const acts of moments) {
      await Promise.all(acts.filter((a) => a.kind !== 'wait').map((a) => tolerant(() => world.act(a))));
      for (const a of acts) if (a.kind === 'wait') await world.wait(a.hours);
      await world.check();
    }
    await world.wait(30);
    await world.check();
  }), { numRuns: 12, endOnFailure: true });
});

/** Four fresh patients whose 72 hours end now. Every round has its own discharge day, so that funnels do not mix. */
async function begin(round: number) {
  const at = (days: number, time: string): string => `${new Date(Date.parse(`${day}T00:00:00Z`) + (round * 8 + days) * 86_400_000).toISOString().slice(0, 10)} ${time}`;
  const phone = (n: number): string => `1990${String(round).padStart(3, '0')}000${n}`;
  const discharged = at(0, '').trim();
  await hospital.until(at(0, '17:00'));
  const row = (n: number, more = {}) => ({ patientNo: `R${round}P${n}`, inpatientNo: `R${round}-${n}`, phone: phone(n), contactPhone: '', contactName: '', dischargeAt: at(0, '10:00'), ...more });
  await hospital.importFile(`${round}.csv`, csv(Array.from({ length: people }, (_, i) => row(i + 1))));
  await hospital.until(at(3, '09:30'));
  const stays = (await hospital.lead.discharge.list({ from: discharged, to: discharged, limit: 100 })).rows.toSorted((a, b) => a.inpatientNo.localeCompare(b.inpatientNo));
  const nurses = [hospital.nurse, hospital.second] as const;
  const answered = new Set<string>();
  const dead = new Set<string>();
  const dialled: { encounterId: string; answeredBefore: boolean; deadBefore: boolean }[] = [];
  let hours = 0;
  let messages = 0;

  const answer = async (n: number, submit: boolean): Promise<void> => {
    const person = hospital.withLink(phone(n));
    // After a new admission the latest link may be that of the new stay.
    const { stepId } = await person.survey.open({});
    await person.survey.save({ answers: submit ? wellAnswers : wellAnswers.slice(0, 2) });
    if (!submit) return;
    await person.survey.submit({});
    answered.add(stepId);
  };
  const work = async (nurse: Someone, outcome: Extract<Act, { kind: 'work' }>['outcome']): Promise<void> => {
    const { claim } = await nurse.call.claimNext({});
    if (!claim) return;
    const held = { callId: claim.callId, claimToken: claim.claimToken };
    const { encounterId, stepId } = await nurse.call.card({ callId: held.callId });
    const before = { encounterId, answeredBefore: answered.has(stepId), deadBefore: dead.has(encounterId) };
    await nurse.call.dial({ ...held, to: 'patient' });
    dialled.push(before);
    if (outcome === 'dropped') return;
    if (outcome === 'reached') {
      await nurse.survey.saveForCall({ callId: held.callId, answers: wellAnswers, consent: { talk: true, recording: true } });
      await nurse.survey.submitForCall({ callId: held.callId });
    }
    await nurse.call.outcome({ ...held, outcome });
  };

  return {
    async act(a: Act): Promise<void> {
      const stay = 'who' in a ? stays[a.who - 1]! : undefined;
      if (a.kind === 'answer' || a.kind === 'begin') return answer(a.who, a.kind === 'answer');
      if (a.kind === 'work') return work(nurses[a.nurse], a.outcome);
      if (a.kind === 'timers') return void (await Promise.all(['followup', 'notice', 'survey', 'call'].map((name) => hospital.local.fire(name, { times: 2, together: true }))));
      if (a.kind === 'death') {
        await hospital.lead.discharge.reportDeath({ encounterId: stay!.encounterId, note: '家属来电' });
        dead.add(stay!.encounterId);
      } else if (a.kind === 'cancel') await hospital.lead.discharge.cancelDischarge({ encounterId: stay!.encounterId, note: '未离院' });
      else if (a.kind === 'readmit') await hospital.importFile('again.csv', csv([row(('who' in a && a.who) || 1, { visitTimes: 2, admitAt: at(2, '20:00'), dischargeAt: at(2, '22:00') })]));
      else if (a.kind === 'optOut') await hospital.withLink(phone(('who' in a && a.who) || 1)).account.withdrawConsent({ purpose: 'survey' });
    },
    async wait(more: number): Promise<void> {
      hours += more;
      const end = new Date(Date.parse(`${at(3, '09:30').replace(' ', 'T')}:00Z`) + hours * 3_600_000).toISOString();
      messages = hospital.local.outbox.sms().filter((sms) => [...dead].some((id) => sms.phone === phone(stays.findIndex((stay) => stay.encounterId === id) + 1))).length;
      await hospital.until(`${end.slice(0, 10)} ${end.slice(11, 16)}`);
      const after = hospital.local.outbox.sms().filter((sms) => [...dead].some((id) => sms.phone === phone(stays.findIndex((stay) => stay.encounterId === id) + 1))).length;
      expect(after).toBe(messages);
    },
    async check(): Promise<void> {
      const { funnel } = await hospital.lead.followup.today({ from: discharged, to: discharged });
      expect(funnel).toMatchObject({ adds: true });
      const calls = (await hospital.lead.call.worklist({ limit: 100 })).rows;
      expect(new Set(calls.map((call) => call.callId)).size).toBe(calls.length);
      for (const stay of stays) {
        const { rows } = await hospital.lead.followup.steps({ encounterId: stay.encounterId });
        const first = rows.find((step) => step.key === 'contact-1')!;
        // Never lost: an end with a reason, an answer, a person who must decide, or a date.
        expect(['answered', 'reached', 'closed', 'held', 'queued'].includes(first.state) || first.until > 0).toBe(true);
        if (first.state === 'closed' || first.state === 'held') expect(first.reason).not.toBe('');
        // Cancelled or told dead in the same moment as the answer: whoever decided that keeps the last word.
        if (answered.has(first.stepId) && !['cancelled', 'deceased', 'death_unconfirmed'].includes(first.reason)) expect(first.state).toBe('answered');
      }
      for (const one of dialled) expect(one).toMatchObject({ answeredBefore: false, deadBefore: false });
    },
  };
}
