/** Fifty nurses ask for the next call at once: nobody gets another's, and nobody waits. */
import { csv, openHospital, through, type Row } from '../support/hospital';
import { copies, stored } from './documents';
import { each, median, milliseconds, percentile, processorTime, timed, type Line } from './measure';

const nurses = 50;
const rounds = 5;
const password = 'synthetic-people-only-1';

export async function benchClaims(): Promise<Line[]> {
  const hospital = await openHospital('2026-11-18 17:00');
  const { local } = hospital;
  try {
    const rows = Array.from({ length: nurses * (rounds + 2) }, (_, n): Row => ({ patientNo: `P${1000 + n}`, dischargeAt: '2026-11-18 10:00' }));
    await hospital.importFile('出院.csv', csv(rows));
    await local.clock.set('2026-11-19T10:25:00+08:00');
    await hospital.until('2026-11-19 10:30');
    await local.clock.set('2026-11-21T09:55:00+08:00');
    await hospital.until('2026-11-21 10:00');
    const nurse = (await stored(local, 'staff')).find(({ userName }) => userName === 'nurse1')!;
    local.database.bulkLoad('staff', copies(nurse, nurses, (n) => ({ _id: `staff:bench${n}`, userName: `bench${n}` })));
    const nobody = through(local, 'nobody');
    const people = await Promise.all(Array.from({ length: nurses }, async (_, n) => through(local, await nobody.account.signIn({ userName: `bench${n}`, password }))));

    const claimed = new Set<string>();
    const slow: number[] = [];
    const middle: number[] = [];
    const work: number[] = [];
    // The first round wakes the workers and is not counted.
    for (let round = 0; round <= rounds; round += 1) {
      const before = processorTime();
      const took = await Promise.all(people.map(async (one) => {
        const { ms, result } = await timed(() => one.call.claimNext({}));
        if (!result.claim) throw new Error(`nobody to ring: ${result.why}`);
        if (claimed.has(result.claim.callId)) throw new Error(`claimed twice: ${result.claim.callId}`);
        claimed.add(result.claim.callId);
        return ms;
      }));
      if (round === 0) continue;
      slow.push(percentile(took, 0.95));
      middle.push(median(took));
      work.push((processorTime() - before) / nurses);
    }
    return [
      { part: 'claim', what: `${nurses} at once, p95`, value: milliseconds(median(slow)), aim: '≤ 300 ms', met: median(slow) <= 300, runs: each(slow, milliseconds) },
      { part: 'claim', what: `${nurses} at once, p50`, value: milliseconds(median(middle)), runs: each(middle, milliseconds) },
      { part: 'claim', what: 'processor time of one, both ends of the wire', value: milliseconds(median(work)), runs: each(work, milliseconds) },
      { part: 'claim', what: 'claimed twice', value: String(nurses * (rounds + 1) - claimed.size), aim: '0', met: claimed.size === nurses * (rounds + 1) },
    ];
  } finally {
    await local.dispose();
  }
}
