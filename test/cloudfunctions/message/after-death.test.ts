/** Danger told by the family of somebody who has died: the duty is told, nobody promises to ring the dead, and the alarm ends when it was answered. */
import { agent, answer, at, openWorld, patientId, say, self, son, threadId, type World } from './world';

jest.setTimeout(60_000);
let world: World;
beforeEach(async () => { world = await openWorld(); });
afterEach(() => world.close());
const nine = at('2026-11-19 09:00');
const minute = 60_000;
const callId = `call:redflag:${threadId}`;
const seen = async () => (await world.messages.thread(agent, { threadId }, nine + 2 * minute)).thread;

test('the alarm is raised, the page promises no number of the dead, and the desk reads who wrote and which number can be rung', async () => {
  world.dead.add(patientId);
  const { safety } = await say(world, '我不想活了', nine, son);
  expect(world.raised).toMatchObject([{ level: 'crisis' }]);
  expect(safety).toMatchObject({ level: 'crisis', phoneMasked: '', otherwise: null, wardPhone: '09438220401' });
  expect(await seen()).toMatchObject({ deceased: true, afterDeath: { name: '周*安', relation: 'child', phone: '188****0002', onRecord: true, wardPhone: '09438220401' } });
  expect((await world.messages.open(son, patientId, nine + minute)).safety).toMatchObject({ phoneMasked: '', otherwise: null });
});

test('written with the patient\'s own account, nobody\'s number is known but the ward\'s', async () => {
  world.dead.add(patientId);
  await say(world, '我不想活了', nine, self);
  expect((await seen()).afterDeath).toEqual({ name: '', relation: 'self', phone: '', onRecord: false, wardPhone: '09438220401' });
});

test('taken on and answered, the call that nobody can ring leaves the list; taken on alone, it stays', async () => {
  world.dead.add(patientId);
  await say(world, '我不想活了', nine, son);
  await world.messages.acknowledge(agent, threadId, nine + minute);
  expect(world.withdrawn).toEqual([]);
  await answer(world, '我们马上给您打电话。', nine + 2 * minute);
  expect(world.withdrawn).toEqual([callId]);
  expect((await seen()).afterDeath).toBeNull();
});

test('answered first and taken on then, or closed, it leaves the list as well', async () => {
  world.dead.add(patientId);
  await say(world, '我不想活了', nine, son);
  await answer(world, '我们马上给您打电话。', nine + minute);
  expect(world.withdrawn).toEqual([]);
  await world.messages.acknowledge(agent, threadId, nine + 2 * minute);
  expect(world.withdrawn).toContain(callId);
  await say(world, '还是难受，不想活了', nine + 30 * minute, son);
  await world.messages.acknowledge(agent, threadId, nine + 31 * minute).catch(() => undefined);
  world.withdrawn.splice(0);
  await world.messages.close(agent, threadId, true, nine + 32 * minute);
  expect(world.withdrawn).toContain(callId);
});

test('while the patient lives nothing of this shows, and a call stays with the nurse who rings', async () => {
  await say(world, '胸痛', nine);
  expect((await seen()).afterDeath).toBeNull();
  await world.messages.acknowledge(agent, threadId, nine + minute);
  await answer(world, '请马上拨打 120。', nine + 2 * minute);
  expect(world.withdrawn).toEqual([]);
});
