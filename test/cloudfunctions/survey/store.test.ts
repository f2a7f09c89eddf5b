/** The real stores: the real SDK against the local platform's database. */
import { randomBytes } from 'node:crypto';
import { createCipher } from '../../../cloudfunctions/kit/crypto';
import { createSurvey } from '../../../cloudfunctions/survey/service';
import { collections, openReportStore, openResponseStore, type ReportStore, type ResponseStore } from '../../../cloudfunctions/survey/store';
import { openKitDatabase, type KitDatabase } from '../../support/kit-database';
import { fullStep, link, openWorld, patient, staff, step, wellAnswers } from './memory';

const t0 = Date.parse('2026-11-19T02:00:00Z');
const stepId = step._id;
let kit: KitDatabase;
let responses: ResponseStore;
let reports: ReportStore;
beforeEach(async () => {
  kit = await openKitDatabase(collections);
  responses = openResponseStore(kit.database);
  reports = openReportStore(kit.database, createCipher({ current: 'k1', keys: { k1: randomBytes(32) }, index: randomBytes(32) }));
});
afterEach(() => kit.close());

test('the whole way through: open, save, red flag, submit, settle, read', async () => {
  const world = openWorld();
  const survey = createSurvey({ ...world.ports, responses, reports });
  await survey.open({}, link(), t0);
  expect((await survey.save({ answers: [{ linkId: 'red', value: ['chest'] }] }, link(), t0 + 1000)).safety).toMatchObject({ level: 'emergency', who: '值班护士' });
  expect(await responses.get(stepId)).toMatchObject({ owed: 0, flags: { 'red-emergency': { callId: `call:redflag:${stepId}` } }, items: { red: { value: ['chest'] } } });
  await survey.recant({}, link(), t0 + 2000);
  await survey.save({ answers: wellAnswers }, link(), t0 + 30_000);
  expect(await survey.open({ stepId }, patient, t0 + 31_000)).toMatchObject({ answers: { red: ['none'], nps: 9 } });
  await survey.saveForCall({ callId: 'call:1', answers: [{ linkId: 'recover', value: 'same' }], consent: { talk: true, recording: true } }, staff(), t0 + 32_000);
  expect(await survey.submit({}, link(), t0 + 33_000)).toMatchObject({ outcome: 'submitted' });
  expect(await responses.get(stepId)).toMatchObject({
    state: 'submitted', told: true, settled: false, seconds: 32, consent: { recording: true }, respondent: { by: 'patient', relation: 'self' },
    items: { recover: { value: 'same', hand: 'nurse', was: [{ value: 'better' }] } }, flags: { 'red-emergency': { recantedAt: t0 + 2000 } }, score: { nps: { n: 1, value: 100 }, total: 93.75 },
  });
  expect(await survey.settle(t0 + 120_000)).toEqual({ told: 1, raised: 0, failed: 0 });
  expect(await survey.settle(t0 + 180_000)).toEqual({ told: 0, raised: 0, failed: 0 });
  expect(await survey.sheet({ stepId }, staff('lead'), t0)).toMatchObject({ state: 'submitted', score: { total: 93.75 } });
});

test('a sheet is made once, whoever opens it', async () => {
  const survey = createSurvey({ ...openWorld().ports, responses, reports });
  await Promise.all([survey.open({}, link(), t0), survey.open({ stepId }, patient, t0 + 1), survey.openForCall({ callId: 'call:1' }, staff(), t0 + 2)]);
  expect(await kit.behind.get('response', {})).toHaveLength(1);
});

test('twenty-five savings at once: each arrives; ten submissions: one counts', async () => {
  const survey = createSurvey({ ...openWorld().ports, responses, reports });
  await survey.open({}, link(), t0);
  await survey.save({ answers: wellAnswers }, link(), t0);
  const items = ['recover', 's_med', 's_nur', 's_log', 's_all'];
  const saves = Array.from({ length: 25 }, (_, n) => ({ linkId: items[n % 5]!, value: n % 5 === 0 ? 'same' : '3' }));
  const outcomes = await Promise.allSettled(saves.map((answer, n) => survey.save({ stepId, answers: [answer] }, n % 2 ? link() : patient, t0 + n)));
  expect(outcomes.flatMap((o) => (o.status === 'rejected' ? [String(o.reason.code), String(o.reason)] : []))).toEqual([]);
  expect((await responses.get(stepId))!.items).toMatchObject({ recover: { value: 'same' }, s_all: { value: '3' } });
  const results = await Promise.all(Array.from({ length: 10 }, (_, n) => survey.submit({ stepId }, patient, t0 + 1000 + n)));
  expect(new Set(results.map((r) => r.submittedAt)).size).toBe(1);
});

test('a sealed report is unreadable at rest, and its id leads to no step', async () => {
  const survey = createSurvey({ ...openWorld().ports, responses, reports });
  const full = link({ stepId: fullStep._id });
  await survey.open({}, full, t0);
  await survey.save({ answers: [{ linkId: 'integrity', value: '1' }, { linkId: 'integrity_text', value: '塞了红包' }] }, full, t0);
  await survey.save({ answers: [{ linkId: 'integrity_text', value: '塞了五百' }] }, full, t0);
  const [row] = await kit.database.collection<{ _id: string; answer: string; sealed: string; state: string }>(collections[1]!).find({});
  expect(row).toMatchObject({ answer: '1', state: 'draft' });
  expect(JSON.stringify(row)).not.toMatch(/step:a|enc:a|红包|五百/);
  expect(await reports.get(fullStep._id)).toMatchObject({ answer: '1', text: '塞了五百', encounterId: 'enc:a' });
  await reports.submit(fullStep._id);
  expect(await kit.database.collection(collections[1]!).count({ state: 'submitted', answer: '1' })).toBe(1);
});

test('the timer\'s questions use an index, so that they cost what is due', () => {
  expect(kit.behind.explain('response', { settled: false, settleAt: { $lte: t0 } }, { order: { settleAt: 1 }, limit: 500 })).toMatchObject({ index: 'unsettled', sort: 'index' });
  expect(kit.behind.explain('response', { owed: { $gt: 0 }, activeAt: { $lte: t0 } }, { limit: 200 })).toMatchObject({ index: 'owed' });
});
