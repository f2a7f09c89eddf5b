/** Finding a place in the mini-program. */
import { now, refusal, stranger } from '../../../support/patient';
import { at, clinics, door, place, places, visit } from '../../../support/visit';
import { startWeapp, type CloudCall, type Weapp } from '../../../support/weapp';

let weapp: Weapp;
afterEach(() => weapp.close());

const open = () => weapp.open('pages/visit/find/index', { patientId: encodeURIComponent('pat:wang') });
const asked = (action: string) => weapp.calls.filter((call) => call.fn === 'visit' && call.action === action).map(({ input }) => input);

test('what the order advises comes first, the best place chosen; one press holds it and leads on', async () => {
  weapp = await startWeapp({ now, cloud: door() });
  const page = await open();
  await page.shows('这几个时间合适吗？');
  const text = await page.text();
  expect(text).toContain('骨科');
  expect(text).toContain('为您本人 王*英 办理');
  expect(text).toContain('医嘱建议 12月2日前后 3 天');
  expect(text).toContain('12月2日 周三 下午 2:30–3:00');
  expect(text).toContain('张建国 主任医师');
  expect(text.indexOf('下午 2:30–3:00')).toBeLessThan(text.indexOf('上午 9:30–10:00'));
  await page.tap('下一步');
  while (weapp.said('navigateTo').length === 0) await page.text();
  expect(asked('hold')).toEqual([{ patientId: 'pat:wang', slotId: 'slot:0402:zhang:2026-12-02:1430' }]);
  expect(weapp.said('navigateTo')).toEqual([{ url: '/pages/visit/confirm/index?appointmentId=apt%3Aheld' }]);
  expect(weapp.problems()).toEqual([]);
});

test('who wants another time sees seven days in a row, and the half hours of the day that is touched', async () => {
  weapp = await startWeapp({ now, cloud: door() });
  const page = await open();
  await page.tap('都不合适，自己选时间');
  await page.shows('哪天几点去？');
  await page.shows('上午 9:00–9:30');
  await page.tap('下一步');
  await page.shows('还没有选，请选一个时间');
  const labels = await page.attributes('aria-label');
  expect(labels).toEqual(expect.arrayContaining(['12月3日 周四, 医嘱时间内, 约满了', '12月2日 周三, 医嘱时间内, 有号']));
  await page.tap('12月3日 周四, 医嘱时间内, 约满了');
  await page.shows('这天已经约满');
  // The way back to what was advised stays open.
  await page.tap('上一步');
  await page.shows('这几个时间合适吗？');
  await page.tap('都不合适，自己选时间');
  await page.tap('后一周');
  await page.shows('上午 10:00–10:30');
  await page.tap('上午 10:00–10:30');
  await page.tap('下一步');
  while (asked('hold').length === 0) await page.text();
  expect(asked('hold')).toEqual([{ patientId: 'pat:wang', slotId: 'slot:0402:zhang:2026-12-09:1000' }]);
  expect(weapp.problems()).toEqual([]);
});

test('a week without a free place says where the next one is and goes there', async () => {
  const empty = places({ suggested: [] });
  weapp = await startWeapp({
    now,
    cloud: door({
      'visit.places': ({ input }: CloudCall) => ((input as { from?: string }).from === '2026-12-16'
        ? places({ from: '2026-12-16', to: '2026-12-16', suggested: [], nextFree: null, more: false, days: [{ day: '2026-12-16', closedWhy: '', inWindow: false, slots: [place('2026-12-16', '14:00')] }] })
        : { ...empty, days: empty.days.map((day) => ({ ...day, closedWhy: 'none', slots: [] })) }),
    }),
  });
  const page = await open();
  await page.shows('这几天没有可约的号，最近的在12月16日 周三');
  await page.tap('看这一天');
  await page.shows('下午 2:00–2:30');
  expect(asked('places')).toEqual([{ patientId: 'pat:wang', departmentCode: '0402', days: 14 }, { patientId: 'pat:wang', departmentCode: '0402', days: 14, from: '2026-12-16' }]);
});

test('a place that was lost meanwhile is said, and the nearest other one is chosen', async () => {
  let lost = true;
  weapp = await startWeapp({
    now,
    cloud: door({
      'visit.hold': (call: CloudCall) => (lost ? refusal('CONFLICT', { reason: 'full' }) : door()(call)),
      'visit.places': () => (asked('hold').length === 0 ? places() : places({ days: places().days.map((day) => ({ ...day, slots: day.slots.filter(({ slotId }) => !slotId.endsWith('1202:1430') && !slotId.endsWith('12-02:1430')) })) })),
    }),
  });
  const page = await open();
  await page.shows('这几个时间合适吗？');
  await page.tap('下一步');
  await page.shows('这个号刚刚被别人约走了，给您选了最近的：12月2日 周三 上午 9:30–10:00。');
  lost = false;
  await page.tap('下一步');
  while (asked('hold').length < 2) await page.text();
  expect(asked('hold')[1]).toEqual({ patientId: 'pat:wang', slotId: 'slot:0402:zhang:2026-12-02:0930' });
});

test('without a network the choice stays, and one more press goes on', async () => {
  let broken = true;
  weapp = await startWeapp({ now, cloud: (call) => { if (broken && call.action === 'hold') throw new Error('request:fail'); return door()(call); } });
  const page = await open();
  await page.tap('12月1日 周二 下午 2:30–3:00');
  await page.tap('下一步');
  await page.shows('您选的时间还在');
  broken = false;
  await page.tap('下一步');
  while (weapp.said('navigateTo').length === 0) await page.text();
  expect(asked('hold').at(-1)).toEqual({ patientId: 'pat:wang', slotId: 'slot:0402:zhang:2026-12-01:1430' });
});

test('nothing free anywhere: the ward\'s number, and customer service books', async () => {
  weapp = await startWeapp({ now, cloud: door({ 'visit.places': places({ from: '2026-11-20', suggested: [], more: false, nextFree: null, days: [{ day: '2026-11-20', closedWhy: 'none', inWindow: false, slots: [] }] }) }) });
  const page = await open();
  await page.shows('近期没有可约的号');
  await page.tap('医院电话 0943-822 0801');
  expect(weapp.said('makePhoneCall')).toEqual([expect.objectContaining({ phoneNumber: '09438220801' })]);
  await page.tap('请客服帮我约');
  expect(weapp.said('navigateTo')).toEqual([{ url: '/pages/message/thread/index?patientId=pat%3Awang' }]);
});

test('without a department of one\'s own it is asked first; one department has one booking, which is changed', async () => {
  weapp = await startWeapp({ now, cloud: door({ 'visit.clinics': clinics({ ownDepartmentCode: '', departments: clinics().departments.map((one) => ({ ...one, own: false })) }), 'visit.mine': { upcoming: [visit()], past: [] } }) });
  const page = await open();
  await page.shows('看哪个科？');
  await page.tap('下一步');
  await page.shows('还没有选，请选一个科');
  await page.tap('骨科');
  await page.tap('下一步');
  await page.shows('骨科已经约好了一次');
  await page.tap('改时间');
  await page.shows('原来约的是12月2日 周三 下午 2:30–3:00');
  await page.tap('下一步');
  while (asked('hold').length === 0) await page.text();
  expect(asked('hold')[0]).toMatchObject({ replaces: 'apt:1' });
});

test('the way back to a search whose visit was moved meanwhile does not move it again', async () => {
  const [old, moved] = [visit({ state: 'cancelled', replacedBy: 'apt:2' }), visit({ appointmentId: 'apt:2', start: at('2026-12-04 09:30') })];
  weapp = await startWeapp({ now, cloud: door({ 'visit.get': { appointment: old }, 'visit.mine': { upcoming: [moved], past: [old] } }) });
  const page = await weapp.open('pages/visit/find/index', { patientId: encodeURIComponent('pat:wang'), replaces: encodeURIComponent('apt:1') });
  await page.shows('骨科已经约好了一次');
  await page.shows('12月4日 周五 上午 9:30–10:00');
  expect(await page.text()).not.toContain('原来约的是');
});

test('a stranger is led to confirm who they are, and comes back', async () => {
  weapp = await startWeapp({ now, cloud: door({ 'account.me': stranger, 'visit.clinics': refusal('UNAUTHENTICATED'), 'visit.mine': refusal('UNAUTHENTICATED') }) });
  const page = await open();
  await page.tap('用手机号确认');
  expect(weapp.said('navigateTo')).toEqual([{ url: `/pages/account/bind/index?next=${encodeURIComponent('/pages/visit/find/index?patientId=pat%3Awang')}` }]);
});

test('in English, in large type', async () => {
  weapp = await startWeapp({ now, cloud: door(), storage: { 'suifang.language': 'en' }, fontSizeSetting: 23.8 });
  const page = await open();
  await page.shows('Does one of these times suit you?');
  expect(await page.text()).toContain('Wednesday, 2 December 2:30 pm–3:00 pm');
  expect((await page.attributes('class')).some((names) => names.includes('s-large'))).toBe(true);
  expect(at('2026-12-02 14:30')).toBe(visit().start);
});
