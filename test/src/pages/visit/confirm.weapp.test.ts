/** Booking a held place in the mini-program. */
import { now, refusal } from '../../../support/patient';
import { at, door, visit } from '../../../support/visit';
import { startWeapp, type CloudCall, type Weapp } from '../../../support/weapp';

let weapp: Weapp;
afterEach(() => weapp.close());

const held = (more: Parameters<typeof visit>[0] = {}) => visit({ appointmentId: 'apt:held', state: 'pending', heldUntil: now + 272_000, bookedAt: 0, canChange: false, ...more });
const open = () => weapp.open('pages/visit/confirm/index', { appointmentId: encodeURIComponent('apt:held') });
const actions = () => weapp.calls.map(({ fn, action }) => `${fn}.${action}`);

test('when, for whom, where, what to bring, how long it is kept; the press that books asks WeChat first and books once', async () => {
  weapp = await startWeapp({ now, cloud: door({ 'visit.get': { appointment: held() }, 'visit.book': { appointment: visit({ appointmentId: 'apt:held' }) } }) });
  const page = await open();
  await page.shows('就是这个时间吗？');
  await page.shows('还有 4 分 ');
  await page.shows('微信会问您');
  const text = await page.text();
  for (const words of ['12月2日 周三 下午 2:30–3:00', '王*英', '骨科 · 张建国 主任医师', '门诊楼3层6诊室', '带上出院时的片子。', '微信会问您']) expect(text).toContain(words);
  await page.tap('确认预约');
  await page.tap('确认预约').catch(() => undefined);
  await page.shows('约好了');
  expect(weapp.said('requestSubscribeMessage')).toEqual([expect.objectContaining({ tmplIds: ['T9'] })]);
  expect(actions().filter((action) => action === 'visit.book')).toEqual(['visit.book']);
  await page.tap('看我的复诊');
  expect(weapp.said('redirectTo')).toEqual([{ url: '/pages/visit/mine/index?patientId=pat%3Awang' }]);
  expect(weapp.problems()).toEqual([]);
});

test('into the phone\'s calendar with its place and an alarm two hours before', async () => {
  weapp = await startWeapp({ now, cloud: door({ 'visit.get': { appointment: visit({ appointmentId: 'apt:held' }) } }) });
  const page = await open();
  await page.tap('加到手机日历');
  await page.shows('已经加到日历里了');
  expect(weapp.said('addPhoneCalendar')).toEqual([expect.objectContaining({ title: '复诊 骨科', startTime: at('2026-12-02 14:30') / 1000, location: '临江市第一医院 门诊楼3层6诊室', alarmOffset: 7200 })]);
});

test('a sensitive visit leaves nothing but its time in a calendar', async () => {
  weapp = await startWeapp({ now, cloud: door({ 'visit.get': { appointment: visit({ appointmentId: 'apt:held', sensitive: true }) } }) });
  const page = await open();
  await page.tap('加到手机日历');
  await page.shows('已经加到日历里了');
  const [entry] = weapp.said('addPhoneCalendar');
  expect(entry).toMatchObject({ title: '复诊' });
  expect(JSON.stringify(entry)).not.toMatch(/骨科|张建国|门诊楼|片子/);
});

test('no reminder is promised for a sensitive visit: an SMS may not be sent', async () => {
  weapp = await startWeapp({ now, cloud: door({ 'visit.get': { appointment: visit({ appointmentId: 'apt:held', sensitive: true }) } }) });
  const page = await open();
  await page.shows('可能不发短信提醒');
  expect(await page.text()).not.toContain('我们会提醒您');
});

test('the time of the hold is over: it can be kept again, or another time be chosen', async () => {
  weapp = await startWeapp({ now, cloud: door({ 'visit.get': { appointment: held({ state: 'expired', heldUntil: now - 1000 }) } }) });
  const page = await open();
  await page.shows('留号的时间到了');
  await page.tap('再留一次');
  while (weapp.said('redirectTo').length === 0) await page.text();
  expect(weapp.calls.find(({ action }) => action === 'hold')?.input).toEqual({ patientId: 'pat:wang', slotId: 'slot:0402:zhang:2026-12-02:1430' });
});

test('no answer to the press that books: it says so, and a second press is no second booking', async () => {
  let lost = true;
  weapp = await startWeapp({ now, cloud: (call: CloudCall) => {
    if (call.action === 'book' && lost) return refusal('UNAVAILABLE');
    return door({ 'visit.get': { appointment: held() }, 'visit.book': { appointment: visit({ appointmentId: 'apt:held' }) } })(call);
  } });
  const page = await open();
  await page.tap('确认预约');
  await page.shows('也许已经约上了');
  lost = false;
  await page.tap('确认预约');
  await page.shows('约好了');
});

test('a hold that ended on the server while the press was under way is not called a failure', async () => {
  weapp = await startWeapp({ now, cloud: door({ 'visit.get': { appointment: held() }, 'visit.book': refusal('GONE', { reason: 'hold_over' }) }) });
  const page = await open();
  await page.tap('确认预约');
  await page.shows('再留一次');
});

test('moving a visit shows both times; leaving the page gives the place back', async () => {
  weapp = await startWeapp({
    now,
    cloud: door({
      'visit.get': ({ input }: CloudCall) => ({ appointment: (input as { appointmentId: string }).appointmentId === 'apt:1' ? visit({ start: at('2026-12-01 09:00') }) : held({ replaces: 'apt:1' }) }),
    }),
  });
  const page = await open();
  await page.shows('确认改到这个时间');
  expect(await page.text()).toContain('12月1日 周二 上午 9:00–9:30');
  await weapp.open('pages/visit/mine/index', { patientId: 'pat:wang' });
  while (!actions().includes('visit.release')) await page.text();
  expect(weapp.calls.find(({ action }) => action === 'release')?.input).toEqual({ appointmentId: 'apt:held' });
});
