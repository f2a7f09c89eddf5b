/** A day's file and more through storage and the built function, patients, stays and steps included: 5,000 rows, the same again, and 2,000 messages of an interface engine. */
import { csv, openHospital, type Row } from '../support/hospital';
import { each, median, seconds, timed, type Line } from './measure';

const rows = 5000;
const runs = 3;
const messages = 2000;

const row = (n: number): Row => ({
  patientNo: `B${n}`, inpatientNo: `ZB${n}`, dischargeAt: '2026-11-18 10:00', phone: `199${String(10_000_000 + n)}`, contactPhone: `166${String(10_000_000 + n)}`,
});

/** ADT^A03 as an engine writes it, one after another in a file. */
const message = (n: number): string => [
  `MSH|^~\\&|HIS|H|SF|H|20261118103000||ADT^A03|M${n}|P|2.4`, 'EVN|A03|20261118103000', `PID|1||M${n}^^^H^PI||周^平安||19660512|M|||||188${String(10_000_000 + n)}`,
  `PV1|1|I|普外科1病区^12^1||||D001^王医师|||普外科|||||||||ZM${n}_1|||||||||||||||||1||||||||20261112090000|20261118100000`, 'DG1|1||K80.100^胆囊结石伴胆囊炎^I10',
].join('\r');

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
    const again = await timed(() => hospital.importFile('出院名单.csv', csv(Array.from({ length: rows }, (_, n) => row(n))).replace(/\r\n$/, '\r\n\r\n')));
    if (again.result.counts.unchanged !== rows) throw new Error(`${again.result.counts.unchanged} of ${rows} rows were unchanged`);
    const engine = await timed(() => hospital.importFile('adt.hl7', Array.from({ length: messages }, (_, n) => message(n)).join('\r\r')));
    if (engine.result.counts.registered !== messages) throw new Error(`${engine.result.counts.registered} of ${messages} messages were registered`);
    const { funnel } = await hospital.lead.followup.today({ from: '2026-11-18', to: '2026-11-18' });
    if (funnel.unplanned > 0 || !funnel.adds || funnel.discharges !== runs * rows + messages) throw new Error(`not planned: ${JSON.stringify(funnel)}`);
    return [
      { part: 'import', what: `${rows} rows, planning included`, value: seconds(median(took)), aim: '≤ 10 s', met: median(took) <= 10_000, runs: each(took, seconds) },
      { part: 'import', what: 'round trips of these', value: String(median(trips)), runs: each(trips, String) },
      { part: 'import', what: `${rows} rows again, unchanged`, value: seconds(again.ms) },
      { part: 'import', what: `${messages} HL7 messages, planning included`, value: seconds(engine.ms) },
    ];
  } finally {
    await hospital.local.dispose();
  }
}
