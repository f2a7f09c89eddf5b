/** Numbers without gaps, whoever files at the same time. */
import { dayOf } from '../../../cloudfunctions/kit/calendar';
import type { Complaint } from '../../../cloudfunctions/complaint/store';
import { at, monday, openWorld, son, staff, wang, type World } from './world';

let world: World;
beforeEach(async () => { world = await openWorld(); });
afterEach(() => world.close());

const stored = async (): Promise<Complaint[]> => (await world.kit.behind.get('complaint', {}, { order: { number: 1 }, limit: 1000 })).map((one) => one as object as Complaint);
const upTo = (day: string, n: number): string[] => Array.from({ length: n }, (_, i) => `TS${day}-${String(i + 1).padStart(4, '0')}`);

test('fifty file at once: fifty numbers, none missing, none twice', async () => {
  const filed = await Promise.all(Array.from({ length: 50 }, (_, n) => world.file({}, n % 2 === 0 ? wang : son)));
  expect(filed.map(({ number }) => number).sort()).toEqual(upTo('20261102', 50));
  expect((await stored()).map(({ number }) => number)).toEqual(upTo('20261102', 50));
});

test('one filing per key, pressed ten times at once, by a person and by a colleague', async () => {
  const press = () => world.call('file', wang, { patientId: 'pat:wang', key: 'one-key-0001', category: 'fee.wrong', text: '多收了钱' });
  expect(new Set((await Promise.all(Array.from({ length: 10 }, press))).map(({ number }) => number))).toEqual(new Set(upTo('20261102', 1)));
  const register = () => world.call('register', staff.nurse, { key: 'one-key-0001', source: 'phone', category: 'fee.wrong', text: '多收了钱' });
  expect(new Set((await Promise.all(Array.from({ length: 10 }, register))).map(({ number }) => number))).toEqual(new Set(['TS20261102-0002']));
  // Another's same key is another complaint.
  expect((await world.call('file', son, { patientId: 'pat:wang', key: 'one-key-0001', category: 'fee.wrong', text: '多收了钱' })).number).toBe('TS20261102-0003');
  expect(await stored()).toHaveLength(3);
});

test('a key pressed again the next day is still the first complaint', async () => {
  const input = { patientId: 'pat:wang', key: 'one-key-0002', category: 'fee.wrong', text: '多收了钱' };
  const first = await world.call('file', wang, input);
  expect((await world.call('file', wang, input, monday + 86_400_000)).number).toBe(first.number);
});

test('the day begins at midnight in Shanghai, under any zone of the process', async () => {
  const late = await world.file({}, wang, at('2026-11-02 23:59') + 59_999);
  const early = await world.file({}, wang, at('2026-11-03 00:00'));
  expect([late.number, early.number]).toEqual(['TS20261102-0001', 'TS20261103-0001']);
  expect(late).toMatchObject({ promiseDay: '2026-11-05', dueDay: '2026-11-09' });
  expect(early).toMatchObject({ promiseDay: '2026-11-06', dueDay: '2026-11-10' });
});

test('a clock that stands a little behind at midnight still leaves no gap on either day', async () => {
  const midnight = at('2026-11-03 00:00');
  const filed = await Promise.all(Array.from({ length: 20 }, (_, n) => world.file({}, wang, midnight + (n % 2 === 0 ? -1 : 1))));
  expect(filed.map(({ number }) => number).sort()).toEqual([...upTo('20261102', 10), ...upTo('20261103', 10)]);
  for (const { day, receivedAt } of await stored()) expect(day).toBe(dayOf(receivedAt));
});

test('what happens once is told once: one letter, one alarm, whatever was cut off', async () => {
  world.broken.add('write');
  const { number } = await world.file({ text: '护士不理我，现在胸痛' });
  expect(world.said.letters).toEqual([]);
  expect(world.said.raised).toHaveLength(1);
  world.broken.clear();
  expect(await world.call('tick', { kind: 'timer', name: 'tick' }, {}, monday + 30_000)).toMatchObject({ settled: 0 });
  expect(await world.call('tick', { kind: 'timer', name: 'tick' }, {}, monday + 61_000)).toMatchObject({ settled: 1, failed: 0 });
  expect(world.said.letters.map(({ id }) => id)).toEqual([`notice:complaint:${number}:complaint_filed:1`]);
  expect(await world.call('tick', { kind: 'timer', name: 'tick' }, {}, monday + 121_000)).toMatchObject({ settled: 0 });
});
