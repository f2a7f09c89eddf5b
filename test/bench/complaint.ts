/** Fifty people file at once: each gets the next number, and the desk still opens with thousands behind it. */
import { csv, openHospital } from '../support/hospital';
import { copies, stored } from './documents';
import { each, median, milliseconds, percentile, timed, type Line } from './measure';

const filings = 50;
const rounds = 4;
const behind = 20_000;

export async function benchComplaints(): Promise<Line[]> {
  const hospital = await openHospital('2026-11-21 10:00');
  const { local } = hospital;
  try {
    await hospital.importFile('出院.csv', csv([{ patientNo: 'P0001', dischargeAt: '2026-11-18 10:00' }]));
    const { patientId } = (await hospital.lead.discharge.list({})).rows[0]!;
    const officer = await hospital.colleague('officer1', 'officer', 'all');
    const person = await hospital.inBrowser('19900010001');
    await person.account.bind({ patientId, relation: 'self', birthMonth: '1966-05' });
    const numbers = new Set<string>();
    const slow: number[] = [];
    const middle: number[] = [];
    // The first round wakes the workers and is not counted.
    for (let round = 0; round <= rounds; round += 1) {
      const took = await Promise.all(Array.from({ length: filings }, async (_, n) => {
        const { ms, result } = await timed(() => person.complaint.file({ patientId, key: `bench-${round}-${n}-key`, category: 'nursing.response', text: '按铃没人来，护士态度差' }));
        numbers.add(result.number);
        return ms;
      }));
      if (round === 0) continue;
      slow.push(percentile(took, 0.95));
      middle.push(median(took));
    }
    const all = filings * (rounds + 1);
    const gapless = numbers.size === all && numbers.has(`TS20261121-${String(all).padStart(4, '0')}`);

    // Years of closed ones behind the open desk.
    const [one] = await stored(local, 'complaint');
    local.database.bulkLoad('complaint', copies(one!, behind, (n) => {
      const day = `2025-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`;
      const number = `TS${day.replaceAll('-', '')}-${String(1 + Math.floor(n / 28)).padStart(4, '0')}`;
      return { _id: `complaint:${number}`, number, day, n: 1 + Math.floor(n / 28), key: `bench-${n}`, state: 'closed', open: 0, nextCheck: 0, settleDue: 0, ownerKey: `bench-${n}`, phoneKey: '', patientHash: `bench-${n}` };
    }));
    const desk: number[] = [];
    const closed: number[] = [];
    for (let n = 0; n < 10; n += 1) {
      desk.push((await timed(() => officer.complaint.desk({ view: 'new' }))).ms);
      closed.push((await timed(() => officer.complaint.desk({ view: 'closed' }))).ms);
    }
    return [
      { part: 'complaint', what: `${filings} at once, p95`, value: milliseconds(median(slow)), runs: each(slow, milliseconds) },
      { part: 'complaint', what: `${filings} at once, p50`, value: milliseconds(median(middle)), runs: each(middle, milliseconds) },
      { part: 'complaint', what: 'numbers missing or twice', value: gapless ? '0' : String(all - numbers.size), aim: '0', met: gapless },
      { part: 'complaint', what: `desk, ${all} open of ${behind}`, value: milliseconds(median(desk)), aim: '≤ 500 ms', met: median(desk) <= 500, runs: each(desk, milliseconds) },
      { part: 'complaint', what: `closed, ${behind} behind`, value: milliseconds(median(closed)), aim: '≤ 500 ms', met: median(closed) <= 500, runs: each(closed, milliseconds) },
    ];
  } finally {
    await local.dispose();
  }
}
