/** 留言 in the mini-program. */
import { now, refusal } from '../../../support/patient';
import { danger, line, openedThread, patientId, playMessages, threadOf } from '../../../support/message';
import { startWeapp, type CloudCall, type Weapp } from '../../../support/weapp';

let weapp: Weapp;
afterEach(() => weapp.close());

const hour = 3_600_000;
const open = () => weapp.open('pages/message/thread/index', { patientId: encodeURIComponent(patientId) });
const sent = () => weapp.calls.filter(({ fn, action }) => fn === 'message' && action === 'send').map(({ input }) => input as { key: string; text: string; images: string[] });

test('who wrote what: the patient, the family by relation, customer service by name, a department; what was seen, and by when there is an answer', async () => {
  const play = playMessages(openedThread([
    line(1, { text: '伤口有点红，正常吗？' }), line(2, { mine: false, from: 'staff', name: '客服·王', relation: null, text: '请骨科看一下。' }), line(3, { mine: false, from: 'system', kind: 'system', event: 'handed', relation: null }),
    line(4, { mine: false, from: 'department', name: '骨科', relation: null, text: '保持干燥。' }), line(5, { mine: false, from: 'family', name: '李*', relation: 'child', text: '可以洗澡吗？' }), line(6, { text: '还有，要忌口吗？' }),
  ], { waitingSince: now - hour, by: now + 3 * hour, readByStaff: 6 }));
  weapp = await startWeapp({ now, cloud: play.cloud });
  const page = await open();
  await page.shows('伤口有点红，正常吗？');
  const text = await page.text();
  for (const words of ['您', '客服·王', '客服已经把问题转给科室', '骨科', '家人 · 子女 李*', '客服已看到', '已经送到客服。', '最晚今天下午 1:20 前回复您。', '急救 120', '0943-822 0402', '马上求助']) expect(text).toContain(words);
  expect(text.match(/客服已看到/g)).toHaveLength(1);
  expect(weapp.said('setNavigationBarTitle').at(-1)).toEqual({ title: '留言' });
  expect(weapp.problems()).toEqual([]);
});

test('out of hours the note is honest; words are sent once with a key of their own, and the reminder is asked for apart', async () => {
  const play = playMessages(openedThread([], { state: 'none' }, { staffed: { now: false, nextAt: now + 22 * hour } }));
  weapp = await startWeapp({ now, cloud: play.cloud });
  const page = await open();
  await page.shows('有什么想问的，写在这里');
  expect(await page.text()).toContain('现在是下班时间，客服明天上午 8:20 上班。');
  await page.tap('发送');
  await page.shows('写点什么，或者加一张图片');
  await page.type('写给客服', '出院小结丢了，还能补吗？');
  await page.tap('发送');
  await page.shows('已经送到客服。');
  expect(await page.text()).toContain('出院小结丢了，还能补吗？');
  expect(sent()).toEqual([{ patientId, key: expect.stringMatching(/^[\w-]{8,64}$/), text: '出院小结丢了，还能补吗？', images: [] }]);
  expect(weapp.said('requestSubscribeMessage')).toEqual([]);
  await page.tap('有回复时，用微信提醒我');
  await page.shows('有回复时，会用微信提醒您。');
  expect(weapp.said('requestSubscribeMessage')).toEqual([expect.objectContaining({ tmplIds: ['T7'] })]);
});

test('without a network a message waits in sight and keeps its key; it is sent again, and is one message', async () => {
  let lost = 2;
  const play = playMessages(openedThread([]));
  weapp = await startWeapp({
    now,
    cloud(call: CloudCall) {
      const reply = play.cloud(call);
      // The first time it arrives and the answer is lost.
      if (call.action === 'send' && lost > 0) {
        lost -= 1;
        throw new Error('cloud.callFunction:fail request:fail');
      }
      return reply;
    },
  });
  const page = await open();
  await page.type('写给客服', '今天有点头晕');
  await page.tap('发送');
  await page.shows('未发出，网络好了会自动再发');
  expect(await page.text()).toContain('现在很不舒服的话，请直接拨打 120');
  await page.tap('重试');
  await page.shows('已经送到客服。', 15_000);
  expect(new Set(sent().map(({ key }) => key)).size).toBe(1);
  expect(sent().length).toBeGreaterThan(1);
  expect(play.kept.size).toBe(1);
  expect((await page.text()).match(/今天有点头晕/g)).toHaveLength(1);
});

test('what was not sent and what is being written survive closing the mini-program', async () => {
  const play = playMessages(openedThread([]));
  weapp = await startWeapp({ now, cloud: play.cloud, storage: { 'suifang.messages': { [patientId]: { draft: '还没写完', pictures: [], outbox: [{ key: 'kept-key-01', text: '昨天没发出去的', images: [], at: now - hour }], help: '' } } } });
  const page = await open();
  await page.shows('昨天没发出去的');
  await page.shows('已经送到客服。');
  expect(sent()).toEqual([{ patientId, key: 'kept-key-01', text: '昨天没发出去的', images: [] }]);
  await page.tap('发送');
  await page.shows('还没写完');
  expect(sent().at(-1)).toMatchObject({ text: '还没写完' });
});

test('an answer shows within three seconds', async () => {
  const play = playMessages(openedThread([line(1, { text: '在吗？' })], { waitingSince: now }));
  weapp = await startWeapp({ now, cloud: play.cloud });
  const page = await open();
  await page.shows('在吗？');
  play.arrive({ text: '在的，您请说。' });
  await page.shows('在的，您请说。', 3_500);
});

test('a photo goes to storage by PUT with the headers of its signature, can be taken out, and is named in the message', async () => {
  const play = playMessages(openedThread([]), { 'message.upload': () => ({ imageId: 'img-1', url: 'https://cos.example/message/a.jpg', method: 'PUT', headers: { Signature: 's', authorization: 's', key: 'k' } }) });
  weapp = await startWeapp({ now, cloud: play.cloud });
  const page = await open();
  await page.tap('加图片');
  await page.shows('×');
  await page.tap('×');
  await page.tap('发送');
  await page.shows('写点什么，或者加一张图片');
  await page.tap('加图片');
  await page.shows('×');
  while (weapp.said('request').length < 2) await page.text();
  expect(weapp.said('request')[0]).toMatchObject({ url: 'https://cos.example/message/a.jpg', method: 'PUT', header: { 'content-type': ' ', Signature: 's' } });
  await page.tap('发送');
  await page.shows('已经送到客服。');
  expect(sent().at(-1)).toMatchObject({ text: '', images: ['img-1'] });
});

test('red-flag words show the safety page at once, with who rings by when; the reader may go back, and look again', async () => {
  const play = playMessages(openedThread([]), { 'message.send': () => ({ message: line(1, { text: '胸口很痛' }), thread: threadOf({ waitingSince: now, urgent: 'emergency', lastN: 1 }), safety: danger, note: { key: 'urgent', by: now, nextAt: now } }) });
  weapp = await startWeapp({ now, cloud: play.cloud });
  const page = await open();
  await page.type('写给客服', '胸口很痛');
  await page.tap('发送');
  await page.shows('您说胸痛或胸闷');
  const text = await page.text();
  for (const words of ['请不要等电话。', '拨打 120', '病房电话 0943-822 0801', '王护士会在今天上午 10:35 前打电话']) expect(text).toContain(words);
  await page.tap('知道了，回到留言');
  await page.shows('不舒服时该怎么做');
  await page.tap('再看看');
  await page.shows('您说胸痛或胸闷');
  expect(weapp.problems()).toEqual([]);
});

test('closed: one question, which can be changed; writing on is always possible', async () => {
  const rated: number[] = [];
  const play: ReturnType<typeof playMessages> = playMessages(openedThread([line(1, { text: '谢谢' }), line(2, { mine: false, from: 'system', kind: 'system', event: 'closed', relation: null })], { state: 'closed', closedAt: now - hour, mayRate: true }), {
    'message.rate': ({ input }) => {
      const { score } = input as { score: number };
      rated.push(score);
      return { thread: play.change({ rating: { score, comment: '', at: now } }) };
    },
  });
  weapp = await startWeapp({ now, cloud: play.cloud });
  const page = await open();
  await page.shows('这次的回复，您满意吗？');
  await page.tap('满意');
  await page.shows('谢谢您告诉我们。');
  await page.tap('很满意');
  while (rated.length < 2) await page.text();
  expect(rated).toEqual([4, 5]);
  expect(await page.text()).toContain('还有问题，接着写就可以');
});

test('what the server does not take is said in words, and can be taken back and changed', async () => {
  const play = playMessages(openedThread([]), { 'message.send': () => refusal('INVALID_INPUT', { fields: [{ path: 'images.0', problem: 'unknown' }] }) });
  weapp = await startWeapp({ now, cloud: play.cloud });
  const page = await open();
  await page.type('写给客服', '照片在这里');
  await page.tap('发送');
  await page.shows('没有发出去：有图片要重新选一次');
  await page.tap('放回去修改');
  await page.tap('发送');
  await page.shows('没有发出去：有图片要重新选一次');
  expect(sent().map(({ text }) => text)).toEqual(['照片在这里', '照片在这里']);
});

test('who writes very fast is told to wait, keeps every word, and is told of 120', async () => {
  const play = playMessages(openedThread([]), { 'message.send': () => refusal('TOO_MANY', { reason: 'pace' }) });
  weapp = await startWeapp({ now, cloud: play.cloud });
  const page = await open();
  await page.type('写给客服', '还有一句');
  await page.tap('发送');
  await page.shows('您写得很快，请稍等一会儿，会自动再发。很不舒服请拨打 120');
  expect(await page.text()).toContain('还有一句');
});

test('near the end it says how much room is left; beyond it nothing is cut off, and it says how much is too much', async () => {
  const play = playMessages(openedThread([]));
  weapp = await startWeapp({ now, cloud: play.cloud });
  const page = await open();
  await page.type('写给客服', '字'.repeat(1_950));
  await page.shows('还可以写 50 个字');
  await page.type('写给客服', '字'.repeat(2_003));
  await page.shows('多了 3 个字，写的都在。请分成几条发');
  await page.tap('发送');
  expect(sent()).toEqual([]);
  await page.type('写给客服', '字'.repeat(2_000));
  await page.shows('还可以写 0 个字');
  await page.tap('发送');
  await page.shows('已经送到客服。');
  expect(sent().map(({ text }) => text.length)).toEqual([2_000]);
});

test('pictures that were chosen and not in storage are said to be gone after a reload; the words are kept', async () => {
  const play = playMessages(openedThread([]));
  weapp = await startWeapp({ now, cloud: play.cloud, storage: { 'suifang.messages': { [patientId]: { draft: '照片在这里', unready: 2 } } } });
  const page = await open();
  await page.shows('刚才选的图片有 2 张没有发出，请重新选择');
  await page.tap('加图片');
  await page.shows('×');
  expect(await page.text()).not.toContain('请重新选择');
});

test('somebody who is not known is led to their number', async () => {
  weapp = await startWeapp({ now, cloud: () => refusal('UNAUTHENTICATED') });
  const page = await open();
  await page.shows('先确认您是谁');
  await page.tap('用手机号确认');
  expect(weapp.said('navigateTo')).toEqual([{ url: '/pages/account/bind/index' }]);
});
