/** Return visits: finding places in a department with ten doctors, and five hundred people who want the same twenty places at the same moment. */
import { Refused } from '../support/client';
import { csv, openHospital, through, type Row } from '../support/hospital';
import { stored } from './documents';
import { each, median, milliseconds, percentile, processorTime, seconds, timed, type Line } from './measure';

const people = 500;
const places = 20;
const doctors = 10;
const rounds = 3;
const weekly = [1, 2, 3, 4, 5].flatMap((weekday) => [{ weekday, from: '08:00', to: '12:00', capacity: places }, { weekday, from: '14:00', to: '17:30', capacity: places }]);

export async function benchVisits(): Promise<Line[]> {
  const hospital = await openHospital('2026-11-23 08:00');
  const { local, lead } = hospital;
  try {
    local.pauseTimers(true);
    await hospital.importFile('出院.csv', csv(Array.from({ length: people }, (_, n): Row => ({ patientNo: `P${1000 + n}`, dischargeAt: '2026-11-20 10:00', departmentCode: '0402', department: '骨科' }))));
    const publishing: number[] = [];
    for (let n = 0; n < doctors; n += 1) {
      const { ms } = await timed(() => lead.visit.saveSchedule({ departmentCode: '0402', practitioner: n === 0 ? '' : `医生${n}`, title: '', place: `门诊楼2层${n}诊室`, preparation: '', weekly, exceptions: [], publishDays: 28, active: true, rev: 0 }));
      publishing.push(ms);
    }
    const patients = (await stored(local, 'patient')).map((one) => one._id);
    const { token } = await through(local, 'nobody').account.signIn({ userName: 'nurse1', password: 'synthetic-people-only-1' });
    const nurse = through(local, { token });

    const found: number[] = [];
    for (let n = 0; n < 15; n += 1) {
      const { ms, result } = await timed(() => nurse.visit.places({ patientId: patients[n]!, departmentCode: '0402', from: '2026-11-24' }));
      if (result.days.length !== 14) throw new Error('fourteen days were asked for');
      // The first wakes the worker.
      if (n > 0) found.push(ms);
    }

    const all: number[] = [];
    const slow: number[] = [];
    const work: number[] = [];
    let wrong = 0;
    for (let round = 0; round < rounds; round += 1) {
      const slotId = `slot:0402:general:2026-12-0${round + 1}:0800`;
      const before = processorTime();
      const { ms, result } = await timed(() => Promise.all(patients.map((patientId) => timed(() => nurse.visit.hold({ patientId, slotId }).then(({ appointmentId }) => appointmentId, (error: unknown) => {
        if (error instanceof Refused && error.body.reason === 'full') return '';
        throw error;
      })))));
      const held = result.flatMap((one) => (one.result ? [one.result] : []));
      await Promise.all(held.map((appointmentId) => nurse.visit.release({ appointmentId })));
      wrong += Math.abs(held.length - places);
      all.push(ms);
      slow.push(percentile(result.map((one) => one.ms), 0.95));
      work.push((processorTime() - before) / people);
    }
    return [
      { part: 'visit', what: 'find places: 14 days, 10 doctors', value: milliseconds(median(found)), aim: '≤ 300 ms', met: median(found) <= 300, runs: each(found.slice(0, 5), milliseconds) },
      { part: 'visit', what: `${people} at once for ${places} places`, value: seconds(median(all)), runs: each(all, seconds) },
      { part: 'visit', what: 'the same, p95 of one', value: seconds(median(slow)), runs: each(slow, seconds) },
      { part: 'visit', what: 'processor time of one, both ends of the wire', value: milliseconds(median(work)), runs: each(work, milliseconds) },
      { part: 'visit', what: 'places too many or too few', value: String(wrong), aim: '0', met: wrong === 0 },
      { part: 'visit', what: 'publish a schedule of 28 days', value: milliseconds(median(publishing)), runs: each(publishing.slice(0, 5), milliseconds) },
    ];
  } finally {
    await local.dispose();
  }
}
