/** My visits and one of them in the mini-program: what comes, giving it up, and the safety page. */
import { hospital, now, refusal } from '../../../support/patient';
import { at, door, reminders, visit } from '../../../support/visit';
import { startWeapp, type Weapp } from '../../../support/weapp';

let weapp: Weapp;
afterEach(() => weapp.close());

const mine = () => weapp.open('pages/visit/mine/index', { patientId: encodeURIComponent('pat:wang') });
const detail = (more: Record<string, string> = {}) => weapp.open('pages/visit/detail/index', { appointmentId: encodeURIComponent('apt:1'), ...more });

test('the next visit stands on top with how long it is; it can be looked at, moved and given up', async () => {
  weapp = await startWeapp({ now, cloud: door({ 'visit.mine': { upcoming: [visit()], past: [visit({ appointmentId: 'apt:0', state: 'fulfilled', start: at('2026-10-12 09:00') })], reminders } }) });
  const page = await mine();
  await page.shows('还有 12 天');
  const text = await page.text();
  for (const words of ['12月2日 周三 下午 2:30–3:00', '门诊楼3层6诊室', '带上出院时的片子。', '以前的复诊', '10月12日 周一 上午 9:00–9:30', '已看诊', '病房电话']) expect(text).toContain(words);
  await page.tap('改时间');
  await page.tap('取消预约');
  expect(weapp.said('navigateTo').map(({ url }) => url)).toEqual(['/pages/visit/find/index?patientId=pat%3Awang&replaces=apt%3A1', '/pages/visit/detail/index?appointmentId=apt%3A1&to=cancel']);
  expect(weapp.problems()).toEqual([]);
});

test.each([
  ['2026-11-20 14:30', '今天，还有约 4 小时'], ['2026-11-20 11:00', '今天，还有 39 分钟'], ['2026-11-21 09:00', '明天'], ['2026-11-20 10:00', '到就诊时间了'],
])('a visit at %s is said to be: %s', async (wall, words) => {
  weapp = await startWeapp({ now, cloud: door({ 'visit.mine': { upcoming: [visit({ start: at(wall) })], past: [], reminders } }) });
  await (await mine()).shows(words);
});

test('nothing booked: one button; a missed visit is no reproach', async () => {
  weapp = await startWeapp({ now, cloud: door({ 'visit.mine': { upcoming: [], past: [visit({ state: 'noshow', start: at('2026-11-18 09:00') })], reminders } }) });
  const page = await mine();
  await page.shows('没有关系，可以再约一次');
  await page.tap('预约复诊');
  expect(weapp.said('navigateTo')).toEqual([{ url: '/pages/visit/find/index?patientId=pat%3Awang' }]);
});

test('a closed clinic that waits for a word leads to its offer', async () => {
  weapp = await startWeapp({ now, cloud: door({ 'visit.mine': { upcoming: [visit({ proposal: { state: 'offered', until: now + 86_400_000, start: at('2026-12-03 09:00'), end: at('2026-12-03 09:30'), practitioner: '', place: '' } })], past: [], reminders } }) });
  const page = await mine();
  await page.tap('打开看看');
  expect(weapp.said('navigateTo')).toEqual([{ url: '/pages/visit/proposal/index?appointmentId=apt%3A1' }]);
});

test('giving a visit up takes a reason of the table, and says that the way back is open', async () => {
  const cancelled = visit({ state: 'cancelled', cancel: { reason: 'busy', note: '', at: now, byKind: 'patient' }, canChange: false });
  weapp = await startWeapp({ now, cloud: door({ 'visit.get': { appointment: visit() }, 'visit.cancel': { appointment: cancelled, safety: null } }) });
  const page = await detail({ to: 'cancel' });
  await page.shows('为什么取消？');
  const text = await page.text();
  for (const reason of ['已经好转', '病情加重', '在其他医院看了', '临时有事', '路远，不方便来', '等得太久', '记错了日子', '别的原因']) expect(text).toContain(reason);
  await page.tap('确认取消');
  await page.shows('还没有选，请选一项');
  await page.tap('临时有事');
  await page.tap('确认取消');
  await page.shows('已经取消');
  expect(weapp.calls.find(({ action }) => action === 'cancel')?.input).toEqual({ appointmentId: 'apt:1', reason: 'busy' });
  await page.tap('再约一个时间');
  expect(weapp.said('redirectTo')).toEqual([{ url: '/pages/visit/find/index?patientId=pat%3Awang' }]);
  expect(weapp.problems()).toEqual([]);
});

test('who feels worse sees the safety page at once: whom to ring, who rings by when', async () => {
  weapp = await startWeapp({
    now,
    cloud: door({
      'visit.get': { appointment: visit({ canChange: false, start: now + 3_600_000 }) },
      'visit.cancel': { appointment: visit({ state: 'cancelled' }), safety: { level: 'today', who: '', whoKey: 'ward', ringBy: now + 3_600_000, wardPhone: '09438220801', hospitalPhone: hospital.phone } },
    }),
  });
  const page = await detail();
  await page.shows('离就诊不到 2 小时');
  await page.tap('取消预约');
  await page.shows('别的原因请打电话');
  expect(await page.text()).not.toContain('临时有事');
  await page.tap('病情加重');
  await page.tap('确认取消');
  await page.shows('您说病情加重');
  const text = await page.text();
  for (const words of ['拨打 120', '病房电话 0943-822 0801', '病区值班护士会在今天上午 11:20']) expect(text).toContain(words);
  await page.tap('知道了，回到我的复诊');
  expect(weapp.said('redirectTo')).toEqual([{ url: '/pages/visit/mine/index?patientId=pat%3Awang' }]);
});

test('who feels worse without a network is not left waiting: 120 and the ward stand there, and it says that nobody was told', async () => {
  weapp = await startWeapp({ now, cloud: door({ 'visit.get': { appointment: visit() }, 'visit.cancel': refusal('UNAVAILABLE') }) });
  const page = await detail({ to: 'cancel' });
  await page.tap('临时有事');
  expect(await page.text()).not.toContain('急救 120');
  await page.tap('病情加重');
  await page.shows('很难受就不要等，直接打电话');
  expect(await page.text()).toContain('急救 120');
  expect(await page.text()).toContain('0943-822 0801');
  await page.tap('确认取消');
  await page.shows('还没有告诉值班人员');
});

test('a visit that is too near to give up here says so in words', async () => {
  weapp = await startWeapp({ now, cloud: door({ 'visit.get': { appointment: visit() }, 'visit.cancel': refusal('NOT_NOW', { reason: 'too_late' }) }) });
  const page = await detail({ to: 'cancel' });
  await page.tap('临时有事');
  await page.tap('确认取消');
  await page.shows('在手机上不能办了，请打电话');
});

test('somebody else\'s visit is not shown, and the way to confirm a number is', async () => {
  weapp = await startWeapp({ now, cloud: door({ 'visit.get': refusal('FORBIDDEN') }) });
  const page = await detail();
  await page.shows('您现在办理的患者里没有这个预约');
  await page.shows('用手机号确认');
});

test('which reminders come is said in words, chosen with one press, and changed back with another', async () => {
  const both = { ...reminders };
  weapp = await startWeapp({
    now,
    cloud: door({ 'visit.mine': { upcoming: [visit()], past: [], reminders: both }, 'visit.saveReminders': ({ input }: { input: { dayBefore: boolean; morning: boolean } }) => ({ reminders: { dayBefore: input.dayBefore, morning: input.morning } }) }),
  });
  const page = await mine();
  await page.shows('前一天和当天早上都提醒');
  expect(await page.text()).not.toContain('不用提醒我');
  await page.tap('改提醒');
  await page.shows('停诊了，还是会告诉您');
  await page.tap('不用提醒我');
  await page.shows('记住了。');
  await page.tap('只在前一天提醒');
  await page.shows('记住了。');
  expect(weapp.calls.filter(({ action }) => action === 'saveReminders').map(({ input }) => input)).toEqual([{ patientId: 'pat:wang', dayBefore: false, morning: false }, { patientId: 'pat:wang', dayBefore: true, morning: false }]);
  expect(weapp.problems()).toEqual([]);
});

test('a choice that was not noted says so, and stays as it was', async () => {
  weapp = await startWeapp({ now, cloud: door({ 'visit.mine': { upcoming: [visit({ sensitive: true })], past: [], reminders: { dayBefore: false, morning: true } }, 'visit.saveReminders': refusal('UNAVAILABLE') }) });
  const page = await mine();
  await page.shows('只在当天早上提醒');
  await page.shows('可能不发短信提醒');
  await page.tap('改提醒');
  await page.tap('不用提醒我');
  await page.shows('没有记下，还是原来的');
});

test('given up because it got worse: what to do can be read again as long as the call is not over', async () => {
  const cancelled = visit({ state: 'cancelled', cancel: { reason: 'worse', note: '', at: now, byKind: 'patient' }, canChange: false });
  const safety = { level: 'today', who: '', whoKey: 'ward', ringBy: now + 3_600_000, wardPhone: '09438220801', hospitalPhone: hospital.phone, acknowledged: true };
  weapp = await startWeapp({ now, cloud: door({ 'visit.get': { appointment: cancelled, safety } }) });
  const page = await detail({ to: 'help' });
  await page.shows('您说病情加重');
  expect(await page.text()).toContain('拨打 120');
  await page.tap('知道了');
  await page.shows('原因：病情加重');
  await page.tap('看看怎么办');
  await page.shows('病区值班护士会在今天上午 11:20');
});
