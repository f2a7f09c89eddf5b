/** Through the door that every call takes: what goes out keeps the contract, and nobody gets in who may not. */
import type { Caller } from '../../../cloudfunctions/kit/caller';
import { serve } from '../../../cloudfunctions/kit/serve';
import { api } from '../../../cloudfunctions/survey/contract';
import { createHandlers, createSurvey } from '../../../cloudfunctions/survey/service';
import { contextOf } from '../../support/context';
import { daughter, fullStep, link, openWorld, patient, staff, step, stranger, wellAnswers } from './memory';

const t0 = Date.parse('2026-11-19T02:00:00Z');
const stepId = step._id;
type Reply = { ok: boolean; data?: Record<string, unknown>; error?: { code: string; fields?: unknown } };

function open() {
  const world = openWorld();
  const handlers = createHandlers(createSurvey(world.ports));
  const ask = async (caller: Caller, action: string, input: unknown): Promise<Reply> =>
    (await serve({ api, handlers, identify: async () => caller, clock: () => t0 })({ action, input }, contextOf())) as Reply;
  return { world, ask };
}
const nobody: Caller = { kind: 'anyone', ip: '' };
const timer: Caller = { kind: 'timer', name: 'settle' };

beforeEach(() => { jest.spyOn(console, 'log').mockImplementation(() => undefined); jest.spyOn(console, 'error').mockImplementation(() => undefined); });
afterEach(() => jest.restoreAllMocks());

test('every operation\'s answer keeps its contract, both questionnaires, both hands', async () => {
  const { ask } = open();
  for (const [caller, input] of [[link(), {}], [patient, { stepId }], [daughter(false), { stepId }], [link({ stepId: fullStep._id }), {}], [patient, { stepId: fullStep._id }]] as const) {
    expect(await ask(caller, 'open', input)).toMatchObject({ ok: true, data: { state: 'draft' } });
  }
  const saved = await ask(link(), 'save', { answers: [{ linkId: 'red', value: ['chest', 'fever'] }, { linkId: 'mood', value: 'crisis' }, { linkId: 'praise', value: ['李医生'] }, { linkId: 'suggest', value: '很好，就是喘不上气' }] });
  expect(saved).toMatchObject({ ok: true, data: { safety: { level: 'emergency' } } });
  expect(await ask(link({ verified: true }), 'open', {})).toMatchObject({ ok: true, data: { safety: { level: 'emergency' }, resume: 'shown' } });
  expect(await ask(link(), 'recant', {})).toMatchObject({ ok: true });
  expect(await ask(staff(), 'openForCall', { callId: 'call:1' })).toMatchObject({ ok: true, data: { flags: [{ level: 'emergency' }, { level: 'crisis' }] } });
  expect(await ask(staff(), 'saveForCall', { callId: 'call:1', consent: { talk: true, recording: true } })).toMatchObject({ ok: true });
  expect(await ask(link(), 'submit', {})).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } });
  expect(await ask(patient, 'save', { stepId, answers: wellAnswers })).toMatchObject({ ok: true, data: { safety: null } });
  expect(await ask(staff('lead'), 'sheet', { stepId })).toMatchObject({ ok: true, data: { state: 'draft', score: null } });
  expect(await ask(staff(), 'submitForCall', { callId: 'call:1' })).toMatchObject({ ok: true, data: { outcome: 'submitted' } });
  expect(await ask(patient, 'submit', { stepId })).toMatchObject({ ok: true, data: { outcome: 'submitted' } });
  for (const role of ['lead', 'ward', 'agent', 'quality'] as const) expect(await ask(staff(role), 'sheet', { stepId })).toMatchObject({ ok: true });
  expect(await ask(link(), 'tellDeath', { relation: 'child' })).toMatchObject({ ok: true });
  expect(await ask(timer, 'settle', {})).toMatchObject({ ok: true });
});

test('dimensions, alerts, readers and scores never leave with the questionnaire', async () => {
  const { ask } = open();
  expect(JSON.stringify((await ask(link(), 'open', {})).data)).not.toMatch(/"(dimension|alert|seenBy|score|minSeconds|replay|script)"/);
});

const callers: readonly (readonly [string, Caller])[] = [['nobody', nobody], ['link', link()], ['foreign link', link({ stepId: fullStep._id, linkId: 'link:2' })], ['patient', patient], ['family', daughter(false)], ['stranger', stranger], ['nurse', staff()], ['nurse without the call', staff('nurse', 'all', 'staff:m')],
  ['nurse elsewhere', staff('nurse', ['0999'])], ['ward', staff('ward', ['0301'])], ['other ward', staff('ward', ['0999'])], ['timer', timer]];
const people = ['link', 'patient', 'family'];
const may: Record<string, readonly string[]> = {
  open: people, save: people, recant: people, submit: people, tellDeath: people,
  openForCall: ['nurse'], saveForCall: ['nurse'], submitForCall: ['nurse'],
  sheet: ['nurse', 'nurse without the call', 'ward'], settle: ['timer'],
};
const inputs: Record<string, unknown> = {
  open: { stepId }, save: { stepId, answers: [{ linkId: 'recover', value: 'well' }] }, submit: { stepId }, tellDeath: { stepId }, recant: { stepId },
  openForCall: { callId: 'call:1' }, saveForCall: { callId: 'call:1', answers: [{ linkId: 'recover', value: 'well' }] }, submitForCall: { callId: 'call:1' }, sheet: { stepId }, settle: {},
};

test('the table below names every operation', () => expect(Object.keys(may).sort()).toEqual(Object.keys(api.operations).sort()));

test.each(Object.keys(may).flatMap((action) => callers.map(([name, caller]) => [action, name, caller] as const)))('%s by %s', async (action, name, caller) => {
  const { ask } = open();
  await ask(link(), 'open', {});
  await ask(link(), 'save', { answers: wellAnswers });
  const reply = await ask(caller, action, inputs[action]);
  if (may[action]!.includes(name)) expect(reply.error).toBeUndefined();
  else expect(reply.error?.code).toMatch(/^(FORBIDDEN|UNAUTHENTICATED|LEASE_LOST)$/);
  // A record that does not exist looks as one that is somebody else's.
  const missing = await ask(caller, action, { ...(inputs[action] as object), ...('stepId' in (inputs[action] as object) && { stepId: 'step:none:x' }), ...('callId' in (inputs[action] as object) && { callId: 'call:none' }) });
  if (action !== 'settle') expect(missing.error?.code).toMatch(/^(FORBIDDEN|UNAUTHENTICATED|LEASE_LOST)$/);
});
