/** The two files that hospitals really hand over: UTF-8 with six wrong rows, GB18030 with other headings. Days pass, and everyone in them is accounted for. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import readSheets from 'read-excel-file/node';
import { openHospital, wellAnswers, type Hospital } from '../support/hospital';

jest.setTimeout(180_000);
let hospital: Hospital;
afterAll(() => hospital.local.dispose());

const sample = (name: string): Buffer => readFileSync(path.join(__dirname, '../fixtures/discharge', name));

test('good rows go in, wrong rows come back, the same file changes nothing, and the funnel adds up to the discharges every day', async () => {
  hospital = await openHospital('2026-11-20 21:00');
  const first = await hospital.importFile('discharges-utf8.csv', sample('discharges-utf8.csv'));
  expect(first).toMatchObject({ state: 'done', encoding: 'utf-8', counts: { registered: 60, rejected: 6 } });
  const second = await hospital.importFile('discharges-gb18030.csv', sample('discharges-gb18030.csv'));
  expect(second).toMatchObject({ state: 'done', encoding: 'gb18030', counts: { registered: 40, rejected: 0 } });
  expect(await hospital.importFile('again.csv', sample('discharges-utf8.csv'))).toMatchObject({ repeated: true, counts: { registered: 0, corrected: 0, unchanged: 60 } });

  const { url } = await hospital.lead.discharge.importRejects({ importId: first.importId });
  const [{ data: [, ...refused] } = { data: [] }] = await readSheets(Buffer.from(await (await fetch(url!)).arrayBuffer()));
  expect(new Set(refused.map(([line]) => line)).size).toBeGreaterThanOrEqual(6);

  await hospital.until('2026-11-21 10:30');
  const invited = hospital.local.outbox.sms().filter((sms) => sms.kind === 'invite');
  expect(invited.length).toBeGreaterThan(60);
  for (const sms of invited.slice(0, 20)) {
    const person = hospital.withLink(sms.phone);
    await person.survey.open({});
    await person.survey.save({ answers: wellAnswers });
    await person.survey.submit({});
  }
  for (const morning of ['2026-11-22 10:00', '2026-11-23 10:00', '2026-11-24 10:00']) {
    await hospital.until(morning);
    const { funnel } = await hospital.lead.followup.today({ from: '2026-11-18', to: '2026-11-20' });
    expect(funnel).toMatchObject({ discharges: 100, answered: 20, adds: true });
  }
  const { funnel } = await hospital.lead.followup.today({ from: '2026-11-18', to: '2026-11-20' });
  expect(funnel.queued + funnel.answered + funnel.held + funnel.notContacted).toBe(100);
  const calls = (await hospital.lead.call.worklist({ limit: 100 })).rows;
  expect(new Set(calls.map((call) => call.callId)).size).toBe(calls.length);
  expect(calls.filter((call) => call.kind === 'followup')).toHaveLength(funnel.queued);
});
