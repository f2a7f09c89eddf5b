/** Two thousand silent steps at one deadline, with few and with many steps stored: what is due decides what it costs. */
import { csv, openHospital } from '../support/hospital';
import { copies, stored } from './documents';
import { each, median, milliseconds, processorTime, seconds, timed, times, type Line } from './measure';

const due = 2000;
const sizes = [100_000, 1_000_000] as const;
const runs = 3;
const day = 86_400_000;

interface Prepared { escalate(run: number): Promise<{ ms: number; work: number; trips: number }>; dispose(): Promise<void> }

async function prepare(size: number): Promise<Prepared> {
  const hospital = await openHospital('2026-11-18 17:00');
  const { local } = hospital;
  try {
    await hospital.importFile('出院.csv', csv([{ patientNo: 'P1', dischargeAt: '2026-11-18 10:00' }]));
    await local.clock.set('2026-11-19T10:25:00+08:00');
    await hospital.until('2026-11-19 10:30');
    await local.clock.set('2026-11-20T12:00:00+08:00');
    await local.fire('followup');
    const step = (await stored(local, 'step')).find(({ order }) => order === 1)!;
    if (step['state'] !== 'invited' || step['reminders'] !== 1) throw new Error('the step to be copied is not invited and reminded');
    const [encounter] = await stored(local, 'encounter');
    const [patient] = await stored(local, 'patient');
    const { database } = local;
    const deadline = Number(step['deadlineAt']);

    // The past: answered, nothing due, spread over two years.
    database.bulkLoad('step', copies(step, size - runs * due, (n) => ({
      _id: `step:past${n}:contact-1`, encounterId: `enc:past${n}`, patientId: `pat:past${n}`, state: 'answered', due: 0, silence: 'answered', call: 'none', answeredAt: deadline - day,
      dischargeDay: new Date(deadline - (10 + (n % 700)) * day).toISOString().slice(0, 10), deadlineDay: new Date(deadline - (7 + (n % 700)) * day).toISOString().slice(0, 10), deadlineAt: deadline - (7 + (n % 700)) * day,
    })));
    // And those whose deadline comes, ten minutes apart from run to run.
    const at = (run: number): number => deadline + (run + 1) * 600_000;
    for (let run = 0; run < runs; run += 1) {
      const name = (n: number): string => `run${run}x${n}`;
      database.bulkLoad('encounter', copies(encounter!, due, (n) => ({ _id: `enc:${name(n)}`, patientId: `pat:${name(n)}`, inpatientNo: `Z${name(n)}` })));
      database.bulkLoad('patient', copies(patient!, due, (n) => ({ _id: `pat:${name(n)}`, patientNo: name(n) })));
      database.bulkLoad('step', copies(step, due, (n) => ({ _id: `step:${name(n)}:contact-1`, encounterId: `enc:${name(n)}`, patientId: `pat:${name(n)}`, due: at(run), deadlineAt: at(run) })));
    }

    // The copied step's own deadline, which also wakes the worker.
    await local.clock.set(new Date(deadline).toISOString());
    await local.fire('followup');
    return {
      async escalate(run) {
        await local.clock.set(new Date(at(run)).toISOString());
        database.resetStats();
        const before = processorTime();
        const { ms, result: [fired] } = await timed(() => local.fire('followup'));
        const { data } = fired!.result as { data?: { queued?: number } };
        if (data?.queued !== due) throw new Error(`${JSON.stringify(fired)} instead of ${due} queued`);
        return { ms, work: processorTime() - before, trips: database.stats().roundTrips };
      },
      dispose: () => local.dispose(),
    };
  } catch (error) {
    await local.dispose();
    throw error;
  }
}

export async function benchEscalation(): Promise<Line[]> {
  const hospitals: Prepared[] = [];
  try {
    for (const size of sizes) hospitals.push(await prepare(size));
    const all: Awaited<ReturnType<Prepared['escalate']>>[][] = sizes.map(() => []);
    // In turns, so that a busy machine is as busy for both.
    for (let run = 0; run < runs; run += 1) for (const [n, hospital] of hospitals.entries()) all[n]!.push(await hospital.escalate(run));
    const lines = sizes.flatMap((size, n): Line[] => {
      const took = all[n]!.map(({ ms }) => ms);
      const trips = all[n]!.map((one) => one.trips);
      return [
        { part: 'escalation', what: `${due} due, ${size.toLocaleString('en')} stored`, value: seconds(median(took)), aim: '≤ 3 s', met: median(took) <= 3000, runs: each(took, milliseconds) },
        { part: 'escalation', what: `round trips, ${size.toLocaleString('en')} stored`, value: String(median(trips)), aim: '≤ 20', met: Math.max(...trips) <= 20, runs: each(trips, String) },
      ];
    });
    const work = all.map((some) => some.map((one) => one.work));
    const ratio = median(work[1]!) / median(work[0]!);
    return [...lines, { part: 'escalation', what: 'processor time with ten times as many', value: times(ratio), aim: '≤ 1.30 ×', met: ratio <= 1.3, runs: work.map((some) => each(some, milliseconds)).join('  /  ') }];
  } finally {
    for (const hospital of hospitals) await hospital.dispose();
  }
}
