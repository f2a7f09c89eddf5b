/** A closed clinic's offer in the mini-program and by the link of an SMS. */
import { now, refusal } from '../../../support/patient';
import { at, door, place, reminders, visit } from '../../../support/visit';
import { startWeapp, type Weapp } from '../../../support/weapp';

let weapp: Weapp;
afterEach(() => weapp.close());

const offer = (more: object = {}) => ({ appointment: visit(), offered: place('2026-12-03', '09:00'), until: at('2026-11-21 10:20'), state: 'offered', reminders, ...more });
const accepted = visit({ appointmentId: 'apt:2', start: at('2026-12-03 09:00') });
const mine = () => weapp.open('pages/visit/proposal/index', { appointmentId: encodeURIComponent('apt:1') });
const byLink = () => weapp.open('pages/visit/proposal/index', { t: 'l_0123456789abcdefghij' });
const asked = (action: string) => weapp.calls.filter((call) => call.action === action);

test('the old time, the new one, until when it is kept; one press takes it', async () => {
  weapp = await startWeapp({ now, cloud: door({ 'visit.proposal': offer(), 'visit.answerProposal': { appointment: accepted } }) });
  const page = await mine();
  await page.shows('医院停诊，给您换了一个时间');
  const text = await page.text();
  for (const words of ['给 王*英 的通知', '12月2日 周三 下午 2:30–3:00', '12月3日 周四 上午 9:00–9:30', '为您留到明天上午 10:20']) expect(text).toContain(words);
  await page.tap('就这个时间');
  await page.shows('好，就这个时间');
  expect(asked('answerProposal').map(({ input }) => input)).toEqual([{ appointmentId: 'apt:1', answer: 'accept' }]);
  expect(weapp.problems()).toEqual([]);
});

test('by the link it opens without signing in and speaks for the link alone', async () => {
  weapp = await startWeapp({ now, cloud: door({ 'visit.proposal': offer(), 'visit.answerProposal': { appointment: accepted } }) });
  const page = await byLink();
  await page.tap('就这个时间');
  await page.shows('现在可以关掉这个页面了');
  expect(asked('proposal')[0]).toMatchObject({ input: {}, token: 'l_0123456789abcdefghij' });
  expect(asked('answerProposal')[0]).toMatchObject({ input: { answer: 'accept' }, token: 'l_0123456789abcdefghij' });
  expect(weapp.said('requestSubscribeMessage')).toEqual([]);
});

test('another time: the search keeps the old visit until the new one is sure; by the link one confirms first', async () => {
  weapp = await startWeapp({ now, cloud: door({ 'visit.proposal': offer() }) });
  await (await mine()).tap('换别的时间');
  const page = await byLink();
  await page.tap('换别的时间');
  const find = '/pages/visit/find/index?patientId=pat%3Awang&replaces=apt%3A1';
  expect(weapp.said('navigateTo').map(({ url }) => url)).toEqual([find, `/pages/account/bind/index?next=${encodeURIComponent(find)}`]);
});

test('not coming is asked twice', async () => {
  weapp = await startWeapp({ now, cloud: door({ 'visit.proposal': offer(), 'visit.answerProposal': { appointment: visit({ state: 'cancelled' }) } }) });
  const page = await mine();
  await page.tap('不来了，取消');
  await page.shows('真的不来了吗？');
  expect(asked('answerProposal')).toEqual([]);
  await page.tap('不来了');
  await page.shows('谢谢您告诉我们');
  expect(asked('answerProposal').map(({ input }) => input)).toEqual([{ appointmentId: 'apt:1', answer: 'cancel' }]);
});

test.each([
  ['nothing was found', { offered: null, state: 'none' }, '工作人员会打电话和您商量'],
  ['the time to answer is over', { offered: null, state: 'silent' }, '回复的时间过了'],
  ['it was taken', { state: 'accepted', appointment: visit({ state: 'cancelled', replacedBy: 'apt:2' }) }, '好，就这个时间'],
  ['another time was booked', { state: 'declined', offered: null, appointment: visit({ state: 'cancelled', replacedBy: 'apt:3' }) }, '您已经约了别的时间'],
  ['it was declined', { state: 'declined', offered: null, appointment: visit({ state: 'cancelled' }) }, '谢谢您告诉我们'],
])('where %s, it is said as it is', async (_, more, words) => {
  weapp = await startWeapp({ now, cloud: door({ 'visit.proposal': offer(more) }) });
  await (await mine()).shows(words);
  expect(weapp.problems()).toEqual([]);
});

test('the kept place went meanwhile: what stands now is shown', async () => {
  weapp = await startWeapp({ now, cloud: door({ 'visit.proposal': () => (asked('answerProposal').length === 0 ? offer() : offer({ offered: null, state: 'none' })), 'visit.answerProposal': refusal('CONFLICT', { reason: 'place_gone' }) }) });
  const page = await mine();
  await page.tap('就这个时间');
  await page.shows('给您留的号没有留住');
  await page.shows('正在给您找时间');
});

test.each([['GONE', '链接只在一段时间里有效'], ['UNAUTHENTICATED', '链接可能不完整']])('a link that is %s says what to do, with the hospital\'s number', async (code, words) => {
  weapp = await startWeapp({ now, cloud: door({ 'visit.proposal': refusal(code) }) });
  const page = await byLink();
  await page.shows(words);
  await page.shows('0943-822 0402');
});
