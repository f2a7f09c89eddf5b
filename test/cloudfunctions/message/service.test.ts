/** The use cases on the real SDK: races, runs that are cut, letters and calls that are written once and taken back. */
import fc from 'fast-check';
import { createMessages, type Ports } from '../../../cloudfunctions/message/service';
import { messageCollection, threadCollection, type Message, type Thread } from '../../../cloudfunctions/message/store/thread';
import { agent, answer, at, key, lead, openWorld, patientId, say, self, son, threadId, ward, type World } from './world';

jest.setTimeout(60_000);
let world: World;
beforeEach(async () => { world = await openWorld(); });
afterEach(() => world.close());
const nine = at('2026-11-19 09:00');
const minute = 60_000;
const threads = async () => (await world.kit.behind.get(threadCollection.name, {})) as (Partial<Thread> & { _id: string })[];
const messages = async () => ((await world.kit.behind.get(messageCollection.name, {}, { limit: 1000 })) as Partial<Message>[]).sort((a, b) => a.n! - b.n!);

test('twenty-four first words by two people at one moment: one thread, numbers without a gap, nothing lost', async () => {
  await Promise.all(Array.from({ length: 24 }, (_, i) => say(world, `第${i}句`, nine, i % 2 ? self : son)));
  expect(await threads()).toMatchObject([{ _id: threadId, lastN: 24, waitingSince: nine, waitingN: 1 }]);
  const all = await messages();
  expect(all.map((m) => m.n)).toEqual(Array.from({ length: 24 }, (_, i) => i + 1));
  expect(new Set(all.map((m) => m.text)).size).toBe(24);
  expect(all.every((m) => m.owedAt === 0)).toBe(true);
});

test('one key, twenty times at once: one message', async () => {
  const same = key();
  const got = await Promise.all(Array.from({ length: 20 }, () => world.messages.send(self, { patientId, key: same, text: '你好', images: [] }, nine)));
  expect(new Set(got.map((g) => g.message.n))).toEqual(new Set([1]));
  expect(await messages()).toHaveLength(1);
});

test('a key is its sender\'s own: another\'s, and a line of ours, are never met by it', async () => {
  const same = key();
  const send = (who: typeof self, text: string, k = same) => world.messages.send(who, { patientId, key: k, text, images: [] }, nine);
  expect((await send(self, '我的')).message).toMatchObject({ n: 1, key: same });
  expect((await send(son, '他的')).message).toMatchObject({ n: 2, text: '他的' });
  await send(self, '抢先', `back-${nine}`);
  await world.messages.hand(agent, { threadId, departmentCode: '0401', question: '?' }, nine);
  await world.messages.handBack(ward, { threadId, text: '科室的话' }, nine);
  expect((await messages()).find((m) => m.kind === 'answer')).toMatchObject({ text: '科室的话' });
});

/** The ports, of which the n-th call of all fails, as when the process is killed there. */
function cutting(ports: Ports, n: number): Ports {
  let left = n;
  const guard = <T extends object>(part: T): T => new Proxy(part, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]): Promise<unknown> => {
        if (left <= 0) throw new Error('killed');
        left -= 1;
        const result: unknown = await Reflect.apply(value, target, args);
        // Cut just after a write: the caller never hears of it.
        if (left === 0) throw new Error('killed');
        return result;
      };
    },
  });
  return { ...ports, threads: guard(ports.threads), desk: guard(ports.desk), calls: guard(ports.calls), notices: guard(ports.notices) };
}

test('cut after any call, the danger is raised all the same: by the same key sent again, or by the timer', async () => {
  await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 18 }), fc.boolean(), async (calls, again) => {
    const w = await openWorld();
    try {
      const cut = createMessages(cutting(w.ports, calls));
      const same = key();
      const send = (service: typeof cut, now: number) => service.send(self, { patientId, key: same, text: '胸痛，喘不上气', images: [] }, now);
      const first = await send(cut, nine).then(() => true, () => false);
      if (again && !first) await send(w.messages, nine + 5_000);
      await w.messages.tick(nine + minute);
      const stored = (await w.kit.behind.get(messageCollection.name, {})).length;
      // Killed before anything was stored: the page keeps the words and sends them again.
      if (stored === 0) await send(w.messages, nine + 2 * minute);
      const all = await w.kit.behind.get(messageCollection.name, {});
      expect(all).toMatchObject([{ n: 1, owedAt: 0, level: 'emergency' }, { n: 2, owedAt: 0, event: 'raised' }]);
      expect(w.raised).toMatchObject([{ stepId: threadId, level: 'emergency', items: ['message:1'] }]);
      expect(await w.kit.behind.get(threadCollection.name, {})).toMatchObject([{ lastN: 2, urgent: 'emergency', callId: `call:redflag:${threadId}`, alarms: [{ n: 1 }] }]);
    } finally {
      await w.close();
    }
  }), { numRuns: 24 });
});

test('cut after any call of a reply: one message, one letter, nobody waits', async () => {
  await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 20 }), async (calls) => {
    const w = await openWorld();
    try {
      await say(w, '在吗', nine);
      const same = key();
      const reply = (service: World['messages'], now: number) => service.reply(agent, { threadId, key: same, text: '在的', images: [], replyKind: 'information' }, now);
      await reply(createMessages(cutting(w.ports, calls)), nine + minute).catch(() => undefined);
      await w.messages.tick(nine + 2 * minute);
      await reply(w.messages, nine + 3 * minute);
      expect((await w.kit.behind.get(messageCollection.name, { kind: 'text' })).map((m) => m['n'])).toEqual([1, 2]);
      expect([...w.letters.keys()]).toEqual([`notice:${threadId}:reply:2`]);
      expect(await w.kit.behind.get(threadCollection.name, {})).toMatchObject([{ waitingSince: 0, lastN: 2, assignee: agent.staffId }]);
    } finally {
      await w.close();
    }
  }), { numRuns: 20 });
});

test('an alarm that cannot be passed on says so on the safety page, and the timer raises it', async () => {
  const broken = createMessages({ ...world.ports, calls: { ...world.ports.calls, raise: async () => { throw new Error('down'); } } });
  const sent = await broken.send(self, { patientId, key: key(), text: '胸痛', images: [] }, nine);
  expect(sent.safety).toMatchObject({ level: 'emergency', ringBy: null, hospitalPhone: '09438220000' });
  expect(world.reports).toContain('message.alarm');
  expect((await world.messages.open(self, patientId, nine + 1)).safety).toMatchObject({ ringBy: null });
  expect(await world.messages.tick(nine + minute)).toMatchObject({ raised: 1, failed: 0 });
  expect(world.raised).toHaveLength(1);
  expect(await world.messages.tick(nine + 2 * minute)).toMatchObject({ raised: 0, told: 0 });
});

test('the same danger is one alarm while it is fresh; after a quarter of an hour, or when the call is over, it is another', async () => {
  await say(world, '胸痛', nine);
  await say(world, '胸痛得厉害', nine + 5 * minute);
  expect(world.raised).toHaveLength(1);
  await say(world, '还在胸痛', nine + 21 * minute);
  expect(world.raised).toHaveLength(2);
  world.states.set(`call:redflag:${threadId}`, { open: false, taken: true, by: '王护士' });
  await say(world, '又胸痛了', nine + 22 * minute);
  expect(world.raised).toHaveLength(3);
});

test('family who see only their own words know of the danger that they told, and learn nothing of the patient\'s, not even from a promise of half an hour', async () => {
  const plain = (await say(world, '想问复印病历', nine, son)).thread.by;
  await say(world, '我胸痛', nine + minute);
  const other = await world.messages.open(son, patientId, nine + 2 * minute);
  expect(other.thread).toMatchObject({ urgent: '', by: plain });
  expect((await world.messages.home([patientId], son.personId, nine + 2 * minute)).get(patientId)).toMatchObject({ urgent: false, by: plain });
  expect((await world.messages.open(self, patientId, nine + 2 * minute)).thread).toMatchObject({ urgent: 'emergency', by: nine + 31 * minute });
  const own = await say(world, '我妈喘不上气', nine + 20 * minute, son);
  expect(own.thread.urgent).toBe('emergency');
  expect((await world.messages.home([patientId], son.personId, nine + 21 * minute)).get(patientId)?.urgent).toBe(true);
});

test('a letter for the first unread reply only; another after reading, or half a day later', async () => {
  await say(world, '在吗', nine);
  await answer(world, '在的', nine + minute);
  await answer(world, '请补充情况', nine + 2 * minute);
  expect([...world.letters.values()]).toMatchObject([{ id: `notice:${threadId}:reply:2`, to: { personId: self.personId }, due: nine + 2 * minute, params: ['王*英'] }]);
  await world.messages.since(self, patientId, 0, nine + 3 * minute);
  expect(world.cancelled).toEqual([threadId]);
  expect(await world.messages.stillTrue([{ noticeId: 'x', kind: 'reply', about: threadId, n: 2, patientId }], nine)).toEqual(new Map([['x', 'read']]));
  await answer(world, '科室说可以', nine + 4 * minute);
  expect(world.letters.size).toBe(2);
  await answer(world, '再提醒一次', nine + 13 * 60 * minute);
  expect(world.letters.size).toBe(3);
});

test('that a conversation became a complaint is told to those who answer there, never to the ward that has the question, nor in the timeline', async () => {
  await say(world, '按铃没有人来', nine);
  await world.messages.hand(agent, { threadId, departmentCode: '0401', question: '请看一下' }, nine);
  await world.messages.becameComplaint(threadId, 'TS20261123-0001', agent, nine + minute);
  const seenBy = async (who: typeof agent) => (await world.messages.thread(who, { threadId }, nine + 2 * minute)).messages.map((m) => m.event || m.text);
  expect(await seenBy(agent)).toContain('complaint');
  expect(await seenBy(ward)).not.toContain('complaint');
  expect(JSON.stringify(await world.messages.thread(ward, { threadId }, nine + 2 * minute))).not.toContain('TS20261123');
  expect(JSON.stringify(await world.messages.facts(patientId))).not.toContain('TS20261123');
});

test('what a department says about the patient is not told to family who may not hear: neither on the page nor by a letter to them', async () => {
  await say(world, '我妈怎么样了', nine, son);
  await world.messages.hand(agent, { threadId, departmentCode: '0401', question: '病情' }, nine);
  await world.messages.handBack(ward, { threadId, text: '恢复良好' }, nine);
  await world.messages.reply(agent, { threadId, key: key(), text: '科室答复：恢复良好', images: [], replyKind: 'ward_answer' }, nine + minute);
  expect((await world.messages.open(son, patientId, nine + minute)).messages.map((m) => m.event || m.text)).toEqual(['我妈怎么样了', 'handed']);
  expect((await world.messages.open(self, patientId, nine + minute)).messages.map((m) => m.event || m.text)).toEqual(['我妈怎么样了', 'handed', '科室答复：恢复良好']);
  expect([...world.letters.values()]).toMatchObject([{ to: 'patient' }]);
});

test('a sensitive stay names no department to anybody of the patient\'s side', async () => {
  world.sensitive.value = true;
  await say(world, '结果出来了吗', nine);
  await world.messages.hand(agent, { threadId, departmentCode: '0401', question: '结果' }, nine);
  await world.messages.handBack(ward, { threadId, text: '已出' }, nine);
  await world.messages.reply(agent, { threadId, key: key(), text: '结果已出，请来院查看。', images: [], replyKind: 'ward_answer' }, nine);
  const page = await world.messages.open(self, patientId, nine);
  expect(page.phones).toEqual({ ward: '', hospital: '09438220000' });
  expect(JSON.stringify(page)).not.toMatch(/普外科|0401/);
  expect(page.messages.at(-1)?.name).toBe('科室');
});

test('no channel carried a reply: one call, however often it is told; reading takes it back; what was read is not rung about', async () => {
  await say(world, '在吗', nine);
  await answer(world, '在的', nine);
  const letter = { noticeId: 'x', kind: 'reply' as const, about: threadId, n: 2, patientId };
  await Promise.all([world.messages.handed(letter, nine), world.messages.handed(letter, nine)]);
  expect([...world.queued.values()]).toMatchObject([{ id: `call:reply:${threadId}:2`, reason: 'reply_undelivered' }]);
  await world.messages.open(self, patientId, nine + minute);
  expect(world.withdrawn).toEqual([`call:reply:${threadId}:2`]);
  world.queued.clear();
  await world.messages.handed(letter, nine + 2 * minute);
  expect(world.queued.size).toBe(0);
});

test('unanswered after a day: one call, whoever looks and however often; the reply withdraws it', async () => {
  await say(world, '在吗', nine);
  const later = nine + 24 * 60 * minute;
  expect(await world.messages.tick(later - 1)).toMatchObject({ unanswered: 0 });
  const runs = await Promise.all([world.messages.tick(later), world.messages.tick(later), world.messages.tick(later)]);
  expect(runs.reduce((sum, r) => sum + r.unanswered, 0)).toBe(1);
  expect([...world.queued.keys()]).toEqual([`call:reply:${threadId}:1`]);
  await answer(world, '抱歉让您久等', later + minute);
  expect(world.withdrawn).toEqual([`call:reply:${threadId}:1`]);
  expect(await world.messages.tick(later + 48 * 60 * minute)).toMatchObject({ unanswered: 0 });
});

test('unanswered after a day when the patient has died: nobody is rung, the lead hears of it once, and it stays overdue', async () => {
  await say(world, '想复印病历，怎么办理', nine, son);
  world.dead.add(patientId);
  const later = nine + 24 * 60 * minute;
  await Promise.all([world.messages.tick(later), world.messages.tick(later)]);
  expect([[...world.queued.keys()], [...world.reminded]]).toEqual([[], [`notice:${threadId}:overdue:1`]]);
  expect((await world.messages.inbox(agent, 'overdue', '', later + minute)).rows.map((row) => row.threadId)).toEqual([threadId]);
});

test('an assignee at work keeps the thread; one who is gone loses it at the next look in working time', async () => {
  await say(world, '在吗', at('2026-11-19 11:50'));
  await world.messages.assign(lead, { threadId, staffId: agent.staffId, from: '' }, at('2026-11-19 11:50'));
  // Ten minutes until noon, and twenty after the break.
  expect(await world.messages.tick(at('2026-11-19 14:19'))).toMatchObject({ returned: 0 });
  await world.messages.thread(agent, { threadId }, at('2026-11-19 14:19'));
  expect(await world.messages.tick(at('2026-11-19 14:21'))).toMatchObject({ returned: 0 });
  expect(await world.messages.tick(at('2026-11-19 14:50'))).toMatchObject({ returned: 1 });
  expect(await threads()).toMatchObject([{ assignee: '', stuckAt: 0 }]);
});

test('while a department has the question, the agent who waits for it keeps the thread', async () => {
  await say(world, '能洗澡吗', nine);
  await world.messages.assign(lead, { threadId, staffId: agent.staffId, from: '' }, nine);
  await world.messages.hand(agent, { threadId, departmentCode: '0401', question: '?' }, nine + minute);
  expect(await world.messages.tick(nine + 120 * minute)).toMatchObject({ returned: 0 });
  await world.messages.handBack(ward, { threadId, text: '可以' }, nine + 120 * minute);
  expect(await world.messages.tick(nine + 149 * minute)).toMatchObject({ returned: 0 });
  expect(await world.messages.tick(nine + 151 * minute)).toMatchObject({ returned: 1 });
});

test('a bad record does not stop the minute\'s work', async () => {
  await say(world, '第一位', nine);
  await say(world, '第二位', nine, self, 'pat:2');
  const { queue } = world.ports.calls;
  const halting = createMessages({ ...world.ports, calls: { ...world.ports.calls, queue: async (list, now) => { if (list[0]!.stepId === threadId) throw new Error('bad'); await queue(list, now); } } });
  expect(await halting.tick(nine + 24 * 60 * minute)).toMatchObject({ unanswered: 1, failed: 1 });
  expect([...world.queued.keys()]).toEqual(['call:reply:thread:pat:2:1']);
});

test('the ward does not read what may be about itself', async () => {
  await say(world, '护士长收了红包', nine);
  await world.messages.hand(agent, { threadId, departmentCode: '0401', question: '请核实' }, nine);
  const view = await world.messages.thread(ward, { threadId }, nine);
  expect(view.messages[0]).toMatchObject({ hidden: true, text: '', phrases: [] });
  expect(JSON.stringify([view, await world.messages.inbox(ward, 'department', '', nine)])).not.toMatch(/红包|restricted/);
  expect((await world.messages.thread(agent, { threadId }, nine)).messages[0]).toMatchObject({ hidden: false, text: '护士长收了红包' });
});

test('the home page counts what this person may read and has not', async () => {
  await say(world, '在吗', nine, son);
  await answer(world, '在的', nine + minute);
  await answer(world, '请说', nine + 2 * minute);
  const home = async (who: string) => (await world.messages.home([patientId, 'pat:nobody'], who, nine)).get(patientId);
  expect(await home(son.personId)).toMatchObject({ unread: 2, waiting: false, by: 0 });
  expect(await home(self.personId)).toMatchObject({ unread: 2 });
  await world.messages.open(son, patientId, nine + 3 * minute);
  expect(await home(son.personId)).toMatchObject({ unread: 0 });
  await say(world, '还有一个问题', nine + 4 * minute);
  await answer(world, '请说', nine + 5 * minute);
  expect(await home(son.personId)).toMatchObject({ unread: 0 });
});

test('a message becomes a complaint in the writer\'s own words; another department\'s agent has no part in it', async () => {
  await say(world, '等了两个小时', nine);
  await say(world, '没人管', nine);
  await say(world, '我也看到了', nine, son);
  await answer(world, '抱歉', nine);
  expect(await world.messages.forComplaint(threadId, [1, 2, 3, 4], agent)).toMatchObject({ patientId, text: '等了两个小时\n没人管', personId: self.personId, relation: 'self' });
  await expect(world.messages.forComplaint(threadId, [4], agent)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(world.messages.forComplaint(threadId, [1], { ...agent, staffId: 'staff:x', departments: ['0402'] })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect((await world.messages.facts(patientId)).map((f) => f.kind)).toEqual(['message.asked', 'message.asked', 'message.asked', 'message.replied']);
});

test('closing: not while a danger is open, lies with a department, or somebody waits without the agent meaning it', async () => {
  const close = (force = false) => world.messages.close(agent, threadId, force, nine + 10 * minute).then(() => 'ok', (error: { reason?: string }) => error.reason);
  await say(world, '谢谢', nine);
  expect(await close()).toBe('waiting');
  await world.messages.hand(agent, { threadId, departmentCode: '0401', question: '?' }, nine);
  expect(await close(true)).toBe('handed');
  await world.messages.handBack(ward, { threadId, text: '好' }, nine);
  expect(await close(true)).toBe('ok');
  await say(world, '胸痛', nine + 11 * minute);
  expect(await close(true)).toBe('urgent');
  await world.messages.acknowledge(agent, threadId, nine + 12 * minute);
  expect(await close(true)).toBe('ok');
  expect(await threads()).toMatchObject([{ state: 'closed', urgent: '', waitingSince: 0, callAt: 0, stuckAt: 0 }]);
});

test('two agents answer, assign and close at once: every word is kept, and the thread is one', async () => {
  await say(world, '在吗', nine);
  await Promise.all([answer(world, '我来', nine + minute), answer(world, '我也来', nine + minute, lead), world.messages.note(agent, { threadId, key: key(), text: '记一下' }, nine + minute), say(world, '好的', nine + minute)]);
  const all = await messages();
  expect(all.map((m) => m.n)).toEqual(all.map((_, i) => i + 1));
  expect(all.filter((m) => m.kind === 'text')).toHaveLength(4);
  expect((await threads())[0]).toMatchObject({ lastN: all.length });
});

test('a standard answer names who changed it, in use, as a draft and in its history', async () => {
  const body = { category: 'service' as const, question: '出院小结丢了怎么补', keywords: ['补打'], departments: [], diseases: [], answer: '请本人带身份证到病案室补打。', escalateWhen: '', route: '', direct: true, clinical: false };
  const { answer: first } = await world.messages.saveAnswer(lead, { ...body, rev: 0 }, nine);
  const { answer: second } = await world.messages.saveAnswer({ ...lead, name: '周海燕' }, { ...body, answer: '请带身份证到病案室补打。', answerId: first.answerId, rev: first.rev }, nine);
  expect([first.editedBy, second.editedBy, second.history.map(({ by }) => by)]).toEqual(['陈建华', '周海燕', ['陈建华']]);
});
