/** 马上求助 in the mini-program: the numbers first, then a nurse who rings, once. */
import { danger } from '../../../support/message';
import { home, now } from '../../../support/patient';
import { startWeapp, type CloudCall, type Weapp } from '../../../support/weapp';

let weapp: Weapp;
afterEach(() => weapp.close());
const open = () => weapp.open('pages/message/help/index', { patientId: encodeURIComponent('pat:wang') });
const keys = () => weapp.calls.filter(({ action }) => action === 'help').map(({ input }) => (input as { key: string }).key);

test('120 and the ward are rung with one press', async () => {
  weapp = await startWeapp({ now, cloud: ({ fn, action }: CloudCall) => (`${fn}.${action}` === 'followup.home' ? home({}) : {}) });
  const page = await open();
  await page.shows('病房电话 0943-822 0801');
  await page.tap('拨打 120');
  await page.tap('病房电话 0943-822 0801');
  expect(weapp.said('makePhoneCall').map(({ phoneNumber }) => phoneNumber)).toEqual(['120', '09438220801']);
  expect(weapp.problems()).toEqual([]);
});

test('a nurse is asked for once, also when the first answer was lost; the page says who rings by when', async () => {
  let lost = true;
  weapp = await startWeapp({
    now,
    cloud({ fn, action }: CloudCall) {
      if (`${fn}.${action}` === 'followup.home') return home({});
      if (lost) {
        lost = false;
        throw new Error('cloud.callFunction:fail request:fail');
      }
      return { safety: { ...danger, words: [] } };
    },
  });
  const page = await open();
  await page.tap('请护士联系我');
  await page.shows('还没有通知到护士。请直接拨打 120');
  await page.tap('请护士联系我');
  await page.shows('王护士会在今天上午 10:35 前打电话');
  expect(keys()).toHaveLength(2);
  expect(new Set(keys()).size).toBe(1);
});
