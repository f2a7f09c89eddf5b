/** A danger told in a conversation: who rings about it reads what raised it, and a ward nothing else of the thread. And the call of a reply, while its holder writes. */
import { api } from '../../../cloudfunctions/message/contract';
import { agent, answer, at, lead, openWorld, say, son, threadId, ward, type World } from './world';

let world: World;
beforeEach(async () => { world = await openWorld(); });
afterEach(() => world.close());

const now = at('2026-11-19 10:00');
const callId = `call:redflag:${threadId}`;
const raised = async (who = ward, of = callId) => api.operations.raised.output.parse(await world.messages.raised(who, of, now + 60_000)).messages;

test('the ward reads the words that raised it and nothing before or after, with a row for each look', async () => {
  await say(world, '请问复查前要空腹吗？', now);
  await answer(world, '需要空腹八小时。', now + 1000);
  await say(world, '我胸口疼得喘不上气', now + 2000);
  await say(world, '刚才说的在家里', now + 3000, son);
  expect((await raised()).map(({ text, level, hidden }) => [text, level, hidden])).toEqual([['我胸口疼得喘不上气', 'emergency', false]]);
  expect(world.audited).toEqual([`${ward.staffId} message.raised ${threadId}`]);
  // The whole conversation stays closed to it.
  await expect(world.messages.thread(ward, { threadId }, now)).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('another ward, a call that is over, and one that never was are refused alike', async () => {
  await say(world, '我胸口疼得喘不上气', now);
  const refusal = (who = ward, of = callId) => raised(who, of).then(() => 'ok', (error: Error) => `${(error as { code?: string }).code} ${error.message}`);
  const foreign = await refusal({ ...ward, departments: ['0402'] });
  expect(foreign).toMatch(/^FORBIDDEN/);
  expect(await refusal(ward, 'call:redflag:none')).toBe(foreign);
  world.states.set(callId, { open: false, taken: true, by: '值班护士' });
  expect(await refusal()).toBe(foreign);
  expect(world.audited).toEqual([]);
});

test('what may be about the ward itself stays hidden from it, and is read by the lead', async () => {
  await say(world, '我胸口疼得喘不上气，主任还收红包', now);
  expect(await raised()).toMatchObject([{ hidden: true, text: '', phrases: [], level: 'emergency' }]);
  expect(await raised(lead)).toMatchObject([{ hidden: false, text: '我胸口疼得喘不上气，主任还收红包' }]);
});

test('a danger told elsewhere has no words here', async () => {
  world.states.set('call:redflag:step:enc:1:contact-1', { open: true, taken: false, by: '' });
  expect(await raised(ward, 'call:redflag:step:enc:1:contact-1')).toEqual([]);
});

test('writing the answer takes the reply\'s call from others, and leaves it with who wrote it', async () => {
  await say(world, '请问复查前要空腹吗？', now);
  await world.messages.tick(now + 25 * 3_600_000);
  const [id] = [...world.queued.keys()] as [string];
  world.held.set(id, agent.staffId);
  await answer(world, '需要空腹八小时。', now + 26 * 3_600_000);
  expect(world.withdrawn).toEqual([]);
  // Asked and left again: now it is a colleague who writes.
  await say(world, '能喝水吗？', now + 27 * 3_600_000);
  await world.messages.tick(now + 52 * 3_600_000);
  const second = [...world.queued.keys()].at(-1)!;
  world.held.set(second, agent.staffId);
  await answer(world, '可以喝少量水。', now + 53 * 3_600_000, lead);
  expect(world.withdrawn).toEqual([second]);
});
