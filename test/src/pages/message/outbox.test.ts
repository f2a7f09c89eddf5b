/** The outbox of a conversation: in order, once, again after a while; what is refused does not hold up what follows. */
import type { Sent } from '../../../../cloudfunctions/message/contract';
import { CloudError } from '../../../../src/cloud/error';
import type { Unsent } from '../../../../src/cloud/unsent';
import { createOutbox, type OutboxEvent } from '../../../../src/pages/message/thread/outbox';
import { line, threadOf } from '../../../support/message';

const unsent = (key: string): Unsent => ({ key, text: key, images: [], at: 0 });
const sentOf = ({ key, text }: Unsent): Sent => ({ message: line(1, { key, text }), thread: threadOf(), safety: null, note: { key: 'staffed', by: 0, nextAt: 0 } });
const failure = (code: 'OFFLINE' | 'INVALID_INPUT' | 'TOO_MANY') => new CloudError({ code }, 'zh', 0);

function desk(answer: (message: Unsent, turn: number) => Sent | CloudError) {
  let list: readonly Unsent[] = [];
  const arrived: string[] = [];
  const events: string[] = [];
  const later: { milliseconds: number; run(): void; cancelled: boolean }[] = [];
  let turns = 0;
  const box = createOutbox({
    read: () => list,
    write: (next) => { list = next; },
    async send(message) {
      const reply = answer(message, (turns += 1));
      if (reply instanceof CloudError) throw reply;
      arrived.push(message.key);
      return reply;
    },
    later(milliseconds, run) {
      const timer = { milliseconds, run, cancelled: false };
      later.push(timer);
      return () => { timer.cancelled = true; };
    },
    tell: (event: OutboxEvent) => { events.push(`${event.is} ${event.key}`); },
  });
  const settle = async () => { for (let n = 0; n < 20; n += 1) await Promise.resolve(); };
  const elapse = async () => { for (const timer of later.splice(0)) if (!timer.cancelled) timer.run(); await settle(); };
  return { box, arrived, events, later, settle, elapse, left: () => list.map(({ key }) => key) };
}

test('messages arrive in the order they were written', async () => {
  const { box, arrived, settle, left } = desk(sentOf);
  box.add(unsent('a'));
  box.add(unsent('b'));
  box.add(unsent('c'));
  await settle();
  expect(arrived).toEqual(['a', 'b', 'c']);
  expect(left()).toEqual([]);
});

test('without a network the first waits and so do those after it; each pause is longer', async () => {
  let online = false;
  const { box, arrived, later, settle, elapse, left, events } = desk((message) => (online ? sentOf(message) : failure('OFFLINE')));
  box.add(unsent('a'));
  box.add(unsent('b'));
  await settle();
  const pauses: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    pauses.push(later.at(-1)?.milliseconds ?? 0);
    await elapse();
  }
  expect(pauses).toEqual([2_000, 5_000, 15_000, 30_000, 30_000]);
  expect(left()).toEqual(['a', 'b']);
  expect(events).toContain('waiting a');
  online = true;
  await elapse();
  expect(arrived).toEqual(['a', 'b']);
});

test('what is refused stays where it is, is tried again only when named, and holds up nobody', async () => {
  let wrong = true;
  const { box, arrived, settle, left } = desk((message) => (message.key === 'a' && wrong ? failure('INVALID_INPUT') : sentOf(message)));
  box.add(unsent('a'));
  box.add(unsent('b'));
  await settle();
  expect([arrived, left()]).toEqual([['b'], ['a']]);
  wrong = false;
  box.flush();
  await settle();
  expect(left()).toEqual(['a']);
  box.flush('a');
  await settle();
  expect([arrived, left()]).toEqual([['b', 'a'], []]);
});

test('too many is no refusal; after stopping nothing is tried', async () => {
  const { box, later, settle, elapse, events } = desk(() => failure('TOO_MANY'));
  box.add(unsent('a'));
  await settle();
  expect(events).toEqual(['sending a', 'waiting a']);
  box.stop();
  expect(later.every(({ cancelled }) => cancelled)).toBe(true);
  await elapse();
  expect(events).toHaveLength(2);
});

test('too fast: what is written next is tried once all the same, for it may tell of a danger; the rest keeps its order and goes one try at a time', async () => {
  let slow = true;
  const { box, arrived, later, settle, elapse, left, events } = desk((message) => (slow && message.key !== 'danger' ? failure('TOO_MANY') : sentOf(message)));
  for (const key of ['a', 'b', 'danger', 'c']) box.add(unsent(key));
  await settle();
  expect([arrived, left()]).toEqual([['danger'], ['a', 'b', 'c']]);
  expect(later.filter(({ cancelled }) => !cancelled)).toHaveLength(1);
  const before = events.length;
  await elapse();
  expect(events.slice(before)).toEqual(['sending a', 'waiting a']);
  slow = false;
  await elapse();
  expect([arrived, left()]).toEqual([['danger', 'a', 'b', 'c'], []]);
});

test('a message that the server has is not sent again', async () => {
  const { box, arrived, settle, elapse } = desk((message, turn) => (turn === 1 ? failure('OFFLINE') : sentOf(message)));
  box.add(unsent('a'));
  await settle();
  box.drop(['a']);
  await elapse();
  expect(arrived).toEqual([]);
});
