/** The platform's time: shared with every worker, moved without touching a function. */
import { openClock, inWords } from '../../local/clock';
import { startLocal, type Local } from '../../local';
import { targetOf } from '../../local/gateway/clock';
import path from 'node:path';

const functions = path.resolve(__dirname, '../fixtures/functions');

describe('inside a function', () => {
  let local: Local;
  beforeAll(async () => {
    local = await startLocal({ functions, now: '2026-11-21T09:00:00+08:00' });
  });
  afterAll(() => local.dispose());
  const seen = async () => (await local.invoke('echo', {})) as { now: number; iso: string; given: string; isDate: boolean; fromParts: boolean; today: boolean };

  test('Date tells the platform\'s time, also right after a jump', async () => {
    expect((await seen()).iso).toBe('2026-11-21T01:00:00.000Z');
    await local.clock.set('2027-02-17T00:00:00+08:00');
    expect((await seen()).iso).toBe('2027-02-16T16:00:00.000Z');
    await local.clock.set('2026-11-21T09:00:00+08:00');
    expect((await seen()).now).toBe(local.clock.now());
  });

  test('a Date made from something is that something, and every Date is a Date', async () => {
    expect(await seen()).toMatchObject({ given: '1970-01-01T00:00:00.000Z', isDate: true, fromParts: true, today: true });
  });

  test('the database\'s server date is the platform\'s time', async () => {
    await local.invoke('notes', { text: 'x' });
    expect(((await local.invoke('notes', { list: true })) as { at: number }[]).at(-1)!.at).toBe(local.clock.now());
  });
});

test('a frozen clock stands, a running one runs on from where it was put', () => {
  const frozen = openClock({ at: 1000, frozen: true });
  expect([frozen.now(), frozen.frozen(), frozen.real()]).toEqual([1000, true, false]);
  frozen.moveTo(-5);
  expect(frozen.now()).toBe(-5);
  frozen.reset();
  expect(frozen.now()).toBe(1000);

  const running = openClock({ at: 1000 });
  const [before, machine] = [running.now(), Date.now()];
  while (Date.now() === machine);
  expect(running.now()).toBeGreaterThan(before);
  expect(running.now()).toBeLessThan(60_000);
  running.moveTo(5_000_000);
  expect(running.now()).toBeGreaterThanOrEqual(5_000_000);
  expect(openClock().real()).toBe(true);
});

test('a moment is read out in Beijing time, whatever zone the machine is in', () => {
  expect(inWords(Date.parse('2026-11-20T16:30:00Z'))).toBe('2026-11-21 周六 00:30');
});

const at = (iso: string): number => Date.parse(iso);
const form = (fields: Record<string, string>): URLSearchParams => new URLSearchParams(fields);

test.each([
  ['an hour on', '2026-11-21T08:30:00+08:00', { by: '1h' }, '2026-11-21T09:30:00+08:00'],
  ['a day on', '2026-11-21T08:30:00+08:00', { by: '1d' }, '2026-11-22T08:30:00+08:00'],
  ['the next nine o\'clock is today\'s', '2026-11-21T08:59:59+08:00', { by: '9' }, '2026-11-21T09:00:00+08:00'],
  ['at nine it is tomorrow\'s', '2026-11-21T09:00:00+08:00', { by: '9' }, '2026-11-22T09:00:00+08:00'],
  ['after midnight UTC it is still Beijing\'s day', '2026-11-21T00:30:00+08:00', { by: '9' }, '2026-11-21T09:00:00+08:00'],
  ['a chosen moment is Beijing\'s', '2026-11-21T08:30:00+08:00', { to: '2026-12-01T07:15' }, '2026-12-01T07:15:00+08:00'],
])('the clock page: %s', (_, now, fields, target) => {
  expect(targetOf(form(fields), at(now))).toBe(at(target));
});

test.each([[{ to: '2026-11-20T09:00' }], [{ to: 'tomorrow' }], [{ to: '2026-13-40T99:00' }], [{}]])('the clock page does not go to %j', (fields) => {
  expect(targetOf(form(fields), at('2026-11-21T09:00:00+08:00'))).toBeUndefined();
});
