/** Fifty people open their link, answer and submit at the same time. */
import { csv, openHospital, wellAnswers, type Row } from '../support/hospital';
import { each, median, milliseconds, percentile, processorTime, timed, type Line } from './measure';

const people = 50;
const runs = 3;
const answersASave = 4;

export async function benchSurvey(): Promise<Line[]> {
  const hospital = await openHospital('2026-11-18 17:00');
  const { local } = hospital;
  try {
    // The first fifty wake the workers and are not counted.
    const rows = Array.from({ length: people * (runs + 1) }, (_, n): Row => ({ patientNo: `P${1000 + n}`, dischargeAt: '2026-11-18 10:00' }));
    await hospital.importFile('出院.csv', csv(rows));
    await local.clock.set('2026-11-19T10:25:00+08:00');
    await hospital.until('2026-11-19 10:30');
    // A tick hands over two hundred messages at most.
    for (let sent = 0; sent !== local.outbox.sms().length;) {
      sent = local.outbox.sms().length;
      await local.fire('notice');
    }
    const took = { open: [] as number[], save: [] as number[], submit: [] as number[] };
    const rates: number[] = [];
    const work: number[] = [];
    for (let run = 0; run <= runs; run += 1) {
      const round = { open: [] as number[], save: [] as number[], submit: [] as number[] };
      const before = processorTime();
      const { ms } = await timed(() => Promise.all(rows.slice(run * people, (run + 1) * people).map(async ({ patientNo }) => {
        const person = hospital.withLink(`1990001${patientNo.slice(1)}`);
        round.open.push((await timed(() => person.survey.open({}))).ms);
        for (let n = 0; n < wellAnswers.length; n += answersASave) {
          round.save.push((await timed(() => person.survey.save({ answers: wellAnswers.slice(n, n + answersASave) }))).ms);
        }
        const { ms: submitting, result } = await timed(() => person.survey.submit({}));
        if (result.outcome !== 'submitted') throw new Error(result.outcome);
        round.submit.push(submitting);
      })));
      if (run === 0) continue;
      rates.push((people / ms) * 1000);
      work.push((processorTime() - before) / people);
      for (const key of ['open', 'save', 'submit'] as const) took[key].push(...round[key]);
    }
    const lines = (['open', 'save', 'submit'] as const).map((key): Line => ({ part: 'survey', what: `${people} people, ${key}: p50 · p95`, value: `${milliseconds(median(took[key]))} · ${milliseconds(percentile(took[key], 0.95))}` }));
    const saves = Math.ceil(wellAnswers.length / answersASave);
    lines.push({ part: 'survey', what: 'processor time of a sheet, both ends of the wire', value: milliseconds(median(work)), runs: each(work, milliseconds) });
    return [...lines, { part: 'survey', what: `sheets a second (open, ${saves} saves, submit)`, value: median(rates).toFixed(1), runs: each(rates, (rate) => rate.toFixed(1)) }];
  } finally {
    await local.dispose();
  }
}
