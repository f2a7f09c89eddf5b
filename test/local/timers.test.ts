/** Timers: seven-field cron in Beijing time, fired on the way of a moved clock, by themselves on a running one, once after a standstill. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startLocal, type Local } from '../../local';
import { checkCron, readCron } from '../../local/timers/cron';
import { openClock } from '../../local/clock';
import { openTimers } from '../../local/timers/timers';

const functions = path.resolve(__dirname, '../fixtures/functions');
const next = (cron: string, iso: string): string | undefined => {
  const at = readCron(cron)(Date.parse(iso));
  return at === undefined ? undefined : new Date(at).toISOString();
};

test.each([
  ['every five minutes', '0 */5 * * * * *', '2026-11-21T00:01:00Z', '2026-11-21T00:05:00.000Z'],
  ['nine in the morning is 01:00 UTC', '0 0 9 * * * *', '2026-11-20T23:00:00Z', '2026-11-21T01:00:00.000Z'],
  ['the moment itself is not after itself', '0 0 9 * * * *', '2026-11-21T01:00:00Z', '2026-11-22T01:00:00.000Z'],
  ['Monday', '0 30 8 * * MON *', '2026-11-21T00:00:00Z', '2026-11-23T00:30:00.000Z'],
  ['the first of a month or a Monday: both count', '0 0 8 1 * 1 *', '2026-11-24T00:00:00Z', '2026-11-30T00:00:00.000Z'],
  ['… and then the first', '0 0 8 1 * 1 *', '2026-11-30T00:00:00Z', '2026-12-01T00:00:00.000Z'],
  ['a year', '0 0 0 1 1 * 2030', '2026-11-24T00:00:00Z', '2029-12-31T16:00:00.000Z'],
  ['a year that is over', '0 0 0 1 1 * 2020', '2026-11-24T00:00:00Z', undefined],
])('cron: %s', (_, cron, from, expected) => expect(next(cron, from)).toBe(expected));

test.each([['* * * * *', /seven fields/], ['0 */5 * * * *', /seven fields/], ['0 99 * * * * *', /./], ['a b c d e f g', /./]])('cron "%s" is refused in words', (cron, words) => {
  expect(checkCron(cron)).toMatch(words);
});

describe('on a moved clock', () => {
  let local: Local;
  beforeEach(async () => {
    local = await startLocal({ functions, now: '2026-11-21T19:40:00+08:00' });
  });
  afterEach(() => local.dispose());
  const ticks = async (): Promise<string[]> => ((await local.invoke('notes', { list: true })) as { at: number; time: string }[]).map(({ at }) => new Date(at + 8 * 3_600_000).toISOString().slice(5, 16));

  test('each due timer fires on the way, in order, at its own time, and sees it', async () => {
    const fired = await local.clock.advance({ hours: 14 });
    expect(await ticks()).toEqual(['11-21T19:45', '11-21T20:00', '11-21T20:15', '11-21T20:30', '11-21T20:45', '11-22T08:00', '11-22T08:15', '11-22T08:30', '11-22T08:45', '11-22T09:00', '11-22T09:15', '11-22T09:30']);
    expect(fired.map(({ at }) => at)).toEqual([...fired.map(({ at }) => at)].sort());
    expect(fired.filter((one) => one.function === 'sender')).toEqual([{ function: 'sender', name: 'nightly', at: '2026-11-21T18:00:30.000Z', result: { ok: true, data: 'nightly' } }]);
    expect(local.clock.now()).toBe(Date.parse('2026-11-22T09:40:00+08:00'));
  });

  test('what was fired is not fired again, and what lies exactly on the target is', async () => {
    expect((await local.clock.advance({ minutes: 5 })).length).toBe(1);
    expect((await local.clock.advance({ minutes: 14 })).length).toBe(0);
    expect((await local.clock.advanceTo('2026-11-21T20:00:00+08:00')).length).toBe(1);
  });

  test('set moves without firing', async () => {
    await local.clock.set('2026-11-25T12:00:00+08:00');
    expect(await ticks()).toEqual([]);
    expect((await local.clock.advance({ minutes: 15 })).map(({ at }) => at)).toEqual(['2026-11-25T04:15:00.000Z']);
  });

  test('a timer silent for two days fires once when it speaks again', async () => {
    local.pauseTimers(true);
    expect(await local.clock.advance({ days: 2 })).toEqual([]);
    local.pauseTimers(false);
    const fired = await local.clock.advance({ minutes: 4 });
    expect(fired.map((one) => [one.function, one.at])).toEqual([['notes', '2026-11-23T11:40:00.000Z'], ['sender', '2026-11-23T11:40:00.000Z']]);
  });

  test('on request it fires now, twice, or together', async () => {
    expect(await local.fire('notes')).toEqual([{ function: 'notes', name: 'tick', at: '2026-11-21T11:40:00.000Z', result: { ok: true, data: 1 } }]);
    expect((await local.fire('notes', { times: 2 })).map(({ result }) => (result as { data: number }).data)).toEqual([2, 3]);
    expect((await local.fire('notes', { times: 2, together: true })).length).toBe(2);
    await expect(local.fire('echo')).rejects.toThrow('echo has no timer');
  });
});

test('a restart catches up with what was missed by firing once', async () => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'suifang-test-'));
  try {
    const first = await startLocal({ functions, dataDir, now: '2026-11-21T10:00:00+08:00' });
    await first.clock.advance({ minutes: 20 });
    await first.dispose();
    const second = await startLocal({ functions, dataDir, now: '2026-11-23T10:07:00+08:00' });
    const fired = await second.clock.advance({ minutes: 1 });
    expect(fired.map((one) => [one.function, one.at])).toEqual([['notes', '2026-11-23T02:07:00.000Z'], ['sender', '2026-11-23T02:07:00.000Z']]);
    expect(((await second.invoke('notes', { list: true })) as unknown[]).length).toBe(2);
    await second.dispose();
    const back = await startLocal({ functions, dataDir, now: '2026-11-21T10:07:00+08:00' });
    expect((await back.clock.advance({ minutes: 8 })).map((one) => one.at)).toEqual(['2026-11-21T02:15:00.000Z']);
    await back.dispose();
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test('on a running clock a timer fires by itself, a second after the other, and stops when it is told to', async () => {
  const clock = openClock({ at: Date.parse('2026-11-21T09:00:00.900+08:00') });
  const times: number[] = [];
  await new Promise<void>((done) => {
    const timers = openTimers({
      clock, file: undefined,
      functions: [{ name: 'one', file: '', timeout: 1, memory: 128, triggers: [{ name: 'second', cron: '* * * * * * *' }], openapi: [], collections: [], templates: { wechat: [], sms: [] } }],
      run: async (_, event) => {
        times.push(Date.parse(String(event['Time'])));
        if (times.length === 2) {
          timers.stop();
          done();
        }
        return null;
      },
    });
    timers.start();
  });
  expect(times.map((at) => Math.floor(at / 1000) - Date.parse('2026-11-21T09:00:00+08:00') / 1000)).toEqual([1, 2]);
});

test('a function that fails is reported with the platform\'s code, and the others go on', async () => {
  const clock = openClock({ at: 0, frozen: true });
  const timer = (name: string) => ({ name, file: '', timeout: 1, memory: 128, triggers: [{ name: 'tick', cron: '0 * * * * * *' }], openapi: [], collections: [], templates: { wechat: [], sms: [] } });
  const timers = openTimers({ clock, file: undefined, functions: [timer('bad'), timer('good')], run: async (name) => (name === 'bad' ? Promise.reject(Object.assign(new Error('no'), { code: 'FUNCTIONS_EXECUTE_FAIL' })) : 'fine') });
  expect(await timers.advance(60_000)).toEqual([
    { function: 'bad', name: 'tick', at: '1970-01-01T00:01:00.000Z', error: { code: 'FUNCTIONS_EXECUTE_FAIL', message: 'no' } },
    { function: 'good', name: 'tick', at: '1970-01-01T00:01:00.000Z', result: 'fine' },
  ]);
});
