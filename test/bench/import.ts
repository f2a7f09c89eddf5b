/** A day's file and more: 5,000 rows through storage and the built function, patients, stays and steps included. */
import { csv, openHospital, type Row } from '../support/hospital';
import { each, median, seconds, timed, type Line } from './measure';

const rows = 5000;
const runs = 3;

const row = (n: number): Row => ({
  patientNo: `B${n}`, inpatientNo: `ZB${n}`, dischargeAt: '2026-11-18 10:00', phone: `199${String(10_000_000 + n)}`, contactPhone: `166${String(10_000_000 + n)}`,
});

export async function benchImport(): Promise<Line[]> {
  const hospital = await openHospital('2026-11-18 17:00');
  try {
    const took: number[] = [];
    const trips: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      const file = csv(Array.from({ length: rows }, (_, n) => row(run * rows + n)));
      hospital.local.database.resetStats();
      const { ms, result } = await timed(() => hospital.importFile('出院名单.csv', file));
      if (result.counts.registered !== rows) throw new Error(`${result.counts.registered} of ${rows} rows were registered`);
      took.push(ms);
      trips.push(hospital.local.database.stats().roundTrips);
    }
    const { funnel } = await hospital.lead.followup.today({ from: '2026-11-18', to: '2026-11-18' });
    if (funnel.unplanned > 0 || !funnel.adds || funnel.discharges !== runs * rows) throw new Error(`not planned: ${JSON.stringify(funnel)}`);
    return [
      { part: 'import', what: `${rows} rows, planning included`, value: seconds(median(took)), aim: '≤ 10 s', met: median(took) <= 10_000, runs: each(took, seconds) },
      { part: 'import', what: 'round trips of these', value: String(median(trips)), runs: each(trips, String) },
    ];
  } finally {
    await hospital.local.dispose();
  }
}
