/** Answers on their way: newest first wins, nothing is lost, nothing is sent for ever. */
import fc from 'fast-check';
import type { Answers, Value } from '../../../../cloudfunctions/survey/contract';
import { CloudError } from '../../../../src/cloud/error';
import { createSender, type Given, type SenderEvent } from '../../../../src/pages/survey/answer/sender';

const failure = (code: CloudError['code'], more: object = {}) => new CloudError({ code, ...more }, 'zh', 0);
const saved = { savedAt: 1, safety: null, hints: [] };

function setUp(send: (given: Given[], turn: number) => Promise<typeof saved>) {
  let pending: Answers = {};
  const sent: Given[][] = [];
  const events: SenderEvent[] = [];
  const timers: { milliseconds: number; run(): void; cancelled: boolean }[] = [];
  const sender = createSender({
    read: () => pending,
    write: (next) => { pending = next; },
    send: (given) => { sent.push(given); return send(given, sent.length); },
    later(milliseconds, run) {
      const timer = { milliseconds, run, cancelled: false };
      timers.push(timer);
      return () => { timer.cancelled = true; };
    },
    tell: (event) => { events.push(event); },
  });
  return { sender, sent, events, timers, pending: () => pending };
}

test('an answer is sent, and leaves the list when the server has it', async () => {
  const { sender, sent, events, pending } = setUp(async () => saved);
  sender.give('who', 'self');
  expect(pending()).toEqual({ who: 'self' });
  await expect(sender.flush()).resolves.toBe(true);
  expect(sent).toEqual([[{ linkId: 'who', value: 'self' }]]);
  expect(pending()).toEqual({});
  expect(events.map(({ is }) => is)).toEqual(['saving', 'saved']);
});

test('an answer that changes while it is on its way is sent again; several wait for one turn', async () => {
  const holder: { release?: () => void } = {};
  const { sender, sent } = setUp(async (_, turn) => { if (turn === 1) await new Promise<void>((resolve) => { holder.release = resolve; }); return saved; });
  sender.give('recover', 'worse');
  const first = sender.flush();
  sender.give('recover', 'better');
  sender.give('mood', 'good');
  const second = sender.flush();
  holder.release?.();
  await expect(Promise.all([first, second])).resolves.toEqual([true, true]);
  expect(sent).toEqual([[{ linkId: 'recover', value: 'worse' }], [{ linkId: 'recover', value: 'better' }, { linkId: 'mood', value: 'good' }]]);
});

test('what is still being typed waits for its writer, also while something else is on its way', async () => {
  const holder: { release?: () => void } = {};
  const { sender, sent } = setUp((_given, turn) => (turn === 1 ? new Promise((resolve) => { holder.release = () => resolve(saved); }) : Promise.resolve(saved)));
  sender.give('wound', 'yes');
  const first = sender.flush();
  sender.give('wound_text', '胸口疼', true);
  holder.release?.();
  await expect(first).resolves.toBe(true);
  expect(sent).toEqual([[{ linkId: 'wound', value: 'yes' }]]);
  sender.give('wound_text', '胸口疼过，已经好了', true);
  await expect(sender.flush()).resolves.toBe(true);
  expect(sent[1]).toEqual([{ linkId: 'wound_text', value: '胸口疼过，已经好了' }]);
});

test('without a network it is kept and tried again, more and more seldom, until it goes through once', async () => {
  const { sender, sent, timers, events, pending } = setUp(async (_, turn) => { if (turn < 6) throw failure(turn % 2 ? 'OFFLINE' : 'TIMEOUT'); return saved; });
  sender.give('who', 'self');
  await expect(sender.flush()).resolves.toBe(false);
  for (let turn = 0; turn < 5; turn += 1) {
    timers[turn]?.run();
    await sender.flush();
  }
  expect(timers.map(({ milliseconds }) => milliseconds)).toEqual([2_000, 5_000, 15_000, 30_000, 30_000]);
  expect(sent).toHaveLength(6);
  expect(pending()).toEqual({});
  expect(events.at(-1)).toMatchObject({ is: 'saved' });
});

test('what the server cannot take is named and set aside; the rest goes', async () => {
  const { sender, sent, events, pending } = setUp(async (given) => {
    if (given.some(({ linkId }) => linkId === 'nps')) throw failure('INVALID_INPUT', { fields: [{ path: 'answers.1.value', problem: 'type' }] });
    return saved;
  });
  sender.give('who', 'self');
  sender.give('nps', 'ten');
  await expect(sender.flush()).resolves.toBe(true);
  expect(sent.at(-1)).toEqual([{ linkId: 'who', value: 'self' }]);
  expect(events.find(({ is }) => is === 'refused')).toEqual({ is: 'refused', problems: { nps: 'type' } });
  expect(pending()).toEqual({});
});

test.each(['GONE', 'FORBIDDEN', 'UNAUTHENTICATED'] as const)('after %s nothing is tried again', async (code) => {
  const { sender, timers, events } = setUp(async () => { throw failure(code, { reason: 'submitted' }); });
  sender.give('who', 'self');
  await expect(sender.flush()).resolves.toBe(false);
  expect(timers).toEqual([]);
  expect(events.at(-1)).toMatchObject({ is: 'over' });
});

test('a sender that was stopped tries no more by itself', async () => {
  const { sender, timers } = setUp(async () => { throw failure('OFFLINE'); });
  sender.give('who', 'self');
  await sender.flush();
  sender.stop();
  expect(timers.map(({ cancelled }) => cancelled)).toEqual([true]);
  await sender.flush();
  expect(timers).toHaveLength(1);
});

test('whatever is given while the network comes and goes, the server ends with the newest of everything', async () => {
  const step = fc.record({ linkId: fc.constantFrom('a', 'b', 'c'), value: fc.oneof(fc.string({ maxLength: 3 }), fc.integer({ min: 0, max: 10 }), fc.constant(null)) as fc.Arbitrary<Value | null>, fails: fc.boolean(), flush: fc.boolean() });
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
    const server: Answers = {};
    let fails = false;
    const { sender } = setUp(async (given) => {
      if (fails) throw failure('OFFLINE');
      for (const { linkId, value } of given) server[linkId] = value;
      return saved;
    });
    const newest: Answers = {};
    for (const one of steps) {
      fails = one.fails;
      sender.give(one.linkId, one.value);
      newest[one.linkId] = one.value;
      if (one.flush) await sender.flush();
    }
    fails = false;
    await sender.flush();
    expect(server).toEqual(newest);
  }));
});
