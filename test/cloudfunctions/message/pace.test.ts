/** How fast one person may write: people never meet the limit, scripts do, and a danger is never lost to it. */
import { dangerPace, pace } from '../../../cloudfunctions/message/rules/pace';
import { paceCollection } from '../../../cloudfunctions/message/store/desk';
import { at, key, openWorld, patientId, say, self, son, threadId, type World } from './world';

jest.setTimeout(60_000);
let world: World;
beforeEach(async () => { world = await openWorld(); });
afterEach(() => world.close());
const nine = at('2026-11-19 09:00');
const minute = 60_000;
const [short, day] = pace;
const fill = async (n: number, now = nine, of = { threadId, personId: self.personId }, limit = short!) => { for (let i = 0; i < n; i += 1) await world.ports.desk.count(of, limit, now); };
const refusal = { code: 'TOO_MANY', reason: 'pace' };

test('twenty messages in five minutes go through, the next does not, and says when it will', async () => {
  for (let i = 0; i < 20; i += 1) await say(world, `第${i}句`, nine + i * 1_000);
  await expect(say(world, '第二十一句', nine + 60_000)).rejects.toMatchObject({ ...refusal, retryAt: nine + 5 * minute });
  expect((await world.messages.open(self, patientId, nine + minute)).messages).toHaveLength(20);
  expect((await say(world, '第二十一句', nine + 5 * minute)).message).toMatchObject({ n: 21, text: '第二十一句' });
});

test('two hundred a day, however slowly they come', async () => {
  await fill(200, nine, undefined, day);
  await expect(say(world, '又一句', nine + 3 * 60 * minute)).rejects.toMatchObject({ ...refusal, retryAt: nine + 24 * 60 * minute });
  await say(world, '又一句', nine + 24 * 60 * minute);
});

test('two at once for the last place: one goes through; fifty at once for twenty: twenty', async () => {
  await fill(19);
  const two = await Promise.allSettled([say(world, '甲', nine + 1), say(world, '乙', nine + 1)]);
  expect(two.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const of = { threadId: 'thread:pat:2', personId: self.personId };
  const counted = await Promise.all(Array.from({ length: 50 }, () => world.ports.desk.count(of, short!, nine)));
  expect(counted.filter((again) => again === null)).toHaveLength(20);
  // And where a span has just ended.
  const later = await Promise.all(Array.from({ length: 50 }, () => world.ports.desk.count(of, short!, nine + 5 * minute)));
  expect(later.filter((again) => again === null)).toHaveLength(20);
});

test('one person\'s pace is nobody else\'s, nor another thread\'s', async () => {
  await fill(20);
  await say(world, '我也问一句', nine, son);
  await say(world, '另一位患者', nine, self, 'pat:2');
  await expect(say(world, '再一句', nine)).rejects.toMatchObject(refusal);
});

test('what is sent again under its key is no more writing', async () => {
  const same = key();
  const send = () => world.messages.send(self, { patientId, key: same, text: '在吗', images: [] }, nine);
  await send();
  await fill(19);
  expect((await send()).message.n).toBe(1);
});

test('over the limit, words of danger raise the alarm and show the safety page all the same', async () => {
  await fill(20);
  await fill(200, nine, undefined, day);
  const sent = await say(world, '胸痛，喘不上气', nine + 1);
  expect(sent.safety).toMatchObject({ level: 'emergency', ringBy: expect.any(Number) });
  expect(world.raised).toMatchObject([{ level: 'emergency' }]);
});

test('a script that repeats words of danger is stopped only while an alarm about just that stands', async () => {
  await say(world, '胸痛', nine);
  await fill(60, nine, undefined, dangerPace[0]);
  await expect(say(world, '胸痛', nine + minute)).rejects.toMatchObject(refusal);
  // Another danger needs another person.
  expect((await say(world, '我不想活了', nine + minute)).safety).toMatchObject({ level: 'crisis' });
  world.states.set(`call:redflag:${threadId}`, { open: false, taken: true, by: '王护士' });
  expect((await say(world, '胸痛', nine + minute)).safety).toMatchObject({ level: 'emergency' });
});

test('help is never counted, and what is over is forgotten', async () => {
  await fill(20);
  expect((await world.messages.help(self, { patientId, key: key() }, nine)).safety.level).toBe('emergency');
  await world.messages.tick(nine + 5 * minute - 1);
  expect(await world.kit.behind.get(paceCollection.name, {})).toHaveLength(1);
  await world.messages.tick(nine + 5 * minute);
  expect(await world.kit.behind.get(paceCollection.name, {})).toEqual([]);
});
