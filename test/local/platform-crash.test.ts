/**
 * kill -9 of the whole platform in a storm: patients answer, nurses claim, dial and close calls, a file is imported. Started again on the same folder, everything that was
 * acknowledged is there and nothing stays half: the timers finish what was cut off.
 */
import { rmSync } from 'node:fs';
import type { CallRecord } from '../../cloudfunctions/call/store';
import type { Encounter } from '../../cloudfunctions/discharge/store';
import type { Step } from '../../cloudfunctions/followup/contract';
import type { Response } from '../../cloudfunctions/survey/store';
import { startLocal, type Local } from '../../local';
import { documents, newFolder, startAnother, withCopy } from '../support/another-process';
import { Refused } from '../support/client';
import { csv, openHospital, through, wellAnswers, type Row } from '../support/hospital';

jest.setTimeout(180_000);
const at = '2026-11-21T10:00:00+08:00';
const people = 48;
const stays = (first: number, count: number): Row[] => Array.from({ length: count }, (_, n) => ({ patientNo: `P${first + n}`, dischargeAt: '2026-11-18 10:00' }));

let base: string;
let links: string[];
let nurses: string[];
let leadToken: string;
beforeAll(async () => {
  base = newFolder();
  const hospital = await openHospital('2026-11-18 17:00', { dataDir: base });
  const { local, lead } = hospital;
  await hospital.importFile('出院.csv', csv(stays(1001, people)));
  await local.clock.set('2026-11-19T10:25:00+08:00');
  await hospital.until('2026-11-19 10:30');
  links = stays(1001, people).map(({ patientNo }) => hospital.linkToken(`1990001${patientNo.slice(1)}`));
  // Silent until the deadline, but their links are good: calls and late answers meet.
  await local.clock.set('2026-11-21T09:55:00+08:00');
  await hospital.until('2026-11-21 10:00');
  const signIn = async (userName: string): Promise<string> => (await through(local, 'nobody').account.signIn({ userName, password: 'synthetic-people-only-1' })).token;
  nurses = [await signIn('nurse1'), await signIn('nurse2')];
  leadToken = await signIn('lead');
  expect((await lead.call.counts({})).team).toBe(people);
  await local.dispose();
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

interface Said {
  saved: { stepId: string; linkId: string; value: unknown }[];
  submitted: string[];
  /** `next` is what the nurse had begun with the claim when the platform died. */
  claims: Map<string, { token: string; nurse: string; dialled: boolean; closed: boolean; begun: boolean }>;
  processed: number;
}

/** Everybody acts at once until the platform is killed; what was acknowledged is written down. */
async function storm(dataDir: string, acknowledgements: number): Promise<Said & { importId: string }> {
  const { doors, kill } = await startAnother(dataDir, at);
  const said: Said = { saved: [], submitted: [], claims: new Map(), processed: 0 };
  const lead = through(doors, { token: leadToken });
  const bytes = Buffer.from(csv(stays(3001, 1500)), 'utf8');
  const { importId, upload } = await lead.discharge.importStart({ fileName: '出院.csv', size: bytes.length });
  await fetch(upload.url, { method: upload.method, headers: upload.headers, body: bytes });

  let count = 0;
  let killed: Promise<void> | undefined;
  const heard = (): void => {
    count += 1;
    if (count === acknowledgements) killed = kill();
  };
  const answer = async (link: string): Promise<void> => {
    const person = through(doors, { token: link });
    const { stepId } = await person.survey.open({});
    for (const given of wellAnswers) {
      await person.survey.save({ answers: [given] });
      said.saved.push({ stepId, ...given });
      heard();
    }
    await person.survey.submit({});
    said.submitted.push(stepId);
    heard();
  };
  const ring = async (token: string, nurse: ReturnType<typeof through>, n: number): Promise<boolean> => {
    const { claim } = await nurse.call.claimNext({});
    if (!claim) return false;
    const mine = { token: claim.claimToken, nurse: token, dialled: false, closed: false, begun: n % 3 !== 0 };
    said.claims.set(claim.callId, mine);
    heard();
    if (!mine.begun) return true;
    const held = { callId: claim.callId, claimToken: claim.claimToken };
    await nurse.call.dial({ ...held, to: 'patient' });
    mine.dialled = true;
    heard();
    await nurse.call.outcome({ ...held, outcome: 'no_answer' });
    mine.closed = true;
    heard();
    return true;
  };
  const waiting = [...links];
  const answering = async (): Promise<void> => {
    for (let link = waiting.shift(); link; link = waiting.shift()) await answer(link);
  };
  const ringing = async (token: string): Promise<void> => {
    const nurse = through(doors, { token });
    // The patient may have answered meanwhile: the nurse hears so and takes the next.
    for (let n = 0; await ring(token, nurse, n).catch((error: unknown) => (error instanceof Refused ? true : Promise.reject(error))); n += 1);
  };
  const importing = async (): Promise<void> => {
    for (let state = ''; state !== 'done';) {
      const job = await lead.discharge.importRun({ importId });
      state = job.state;
      said.processed = job.counts.processed;
      heard();
    }
  };
  const ended = await Promise.allSettled([answering(), answering(), answering(), ...nurses.map(ringing), importing()]);
  if (!killed) throw new Error(`the storm was over after ${count} acknowledgements`);
  await killed;
  const defects = ended.flatMap((one) => (one.status === 'rejected' && one.reason instanceof Refused ? [one.reason] : []));
  if (defects.length > 0) throw defects[0]!;
  return { ...said, importId };
}

const twice = (ids: readonly string[]): string[] => ids.filter((id, n) => ids.indexOf(id) !== n);

test.each([30, 200])('killed after %i acknowledgements', (acknowledgements) => withCopy(base, async (dataDir) => {
  let local: Local | undefined;
  try {
    const said = await storm(dataDir, acknowledgements);
    expect(said.saved.length).toBeGreaterThan(0);

    local = await startLocal({ dataDir, now: at });
    const lead = through(local, { token: leadToken });

    // What was acknowledged.
    const responses = new Map((await documents<Response>(local, 'response')).map((response) => [response.stepId, response]));
    expect(said.saved.filter(({ stepId, linkId, value }) => JSON.stringify(responses.get(stepId)?.items[linkId]?.value) !== JSON.stringify(value))).toEqual([]);
    expect(said.submitted.filter((stepId) => responses.get(stepId)?.state !== 'submitted')).toEqual([]);
    const calls = new Map((await documents<CallRecord>(local, 'call')).map((call) => [call._id, call]));
    for (const [callId, claim] of said.claims) {
      const call = calls.get(callId)!;
      if (claim.dialled) expect(call.attempts).toHaveLength(1);
      if (claim.closed) expect(call.attempts).toMatchObject([{ outcome: 'no_answer' }]);
      // Held until the lease ends, unless the patient answered.
      if (!claim.begun) expect(['claimed', 'withdrawn']).toContain((await through(local, { token: claim.nurse }).call.heartbeat({ callId, claimToken: claim.token })).state);
    }

    // The import goes on where it stood, and no row counts twice.
    let job = await lead.discharge.importStatus({ importId: said.importId });
    expect(job.counts.processed).toBeGreaterThanOrEqual(said.processed);
    while (job.state !== 'done') job = await lead.discharge.importRun({ importId: said.importId });
    expect(job.counts).toMatchObject({ processed: 1500, rejected: 0 });
    expect(job.counts.registered + job.counts.unchanged).toBe(1500);

    // The timers finish the rest.
    await local.clock.advance({ minutes: 12 });
    const encounters = await documents<Encounter>(local, 'encounter');
    const steps = await documents<Step>(local, 'step');
    const all = await documents<CallRecord>(local, 'call');
    expect(encounters).toHaveLength(people + 1500);
    expect(encounters.filter(({ planning }) => planning === 'due')).toEqual([]);
    expect(steps.filter(({ order }) => order === 1).map(({ encounterId }) => encounterId).sort()).toEqual(encounters.map(({ _id }) => _id).sort());
    const answered = new Set((await documents<Response>(local, 'response')).filter(({ state }) => state === 'submitted').map(({ stepId }) => stepId));
    expect(answered.size).toBeGreaterThanOrEqual(said.submitted.length);
    expect(steps.filter(({ _id, state }) => answered.has(_id) !== (state === 'answered'))).toEqual([]);
    const open = all.filter((call) => call.open === 1).map(({ stepId }) => stepId);
    expect(twice(open)).toEqual([]);
    expect(open.sort()).toEqual(steps.filter(({ state }) => state === 'queued').map(({ _id }) => _id).sort());
    const { funnel } = await lead.followup.today({ from: '2026-11-18', to: '2026-11-18' });
    expect(funnel).toMatchObject({ discharges: people + 1500, answered: answered.size, queued: open.length, unplanned: 0, adds: true });
  } finally {
    await local?.dispose();
  }
}));
