/** 家人 in the mini-program. */
import { hospital, now, playing } from '../../../support/patient';
import { startWeapp, type Weapp } from '../../../support/weapp';

let weapp: Weapp;
afterEach(() => weapp.close());

const self = { personId: 'person:1', relation: 'self', phone: '199****0001', wechat: true, since: now - 86_400_000, guardian: false, mayHear: true, me: true, state: 'active', removedBy: '' };
const daughter = { ...self, personId: 'person:2', relation: 'child', phone: '166****0001', mayHear: false, me: false };

test('the patient removes a daughter after being asked, and takes it back', async () => {
  let child = daughter;
  weapp = await startWeapp({
    now,
    cloud: playing({
      'account.hospital': hospital,
      'account.representatives': () => ({ representatives: [self, child], mayManage: true, familySensitive: false, smsSensitive: false }),
      'account.removeRepresentative': () => { child = { ...daughter, state: 'removed', removedBy: 'patient' }; return {}; },
      'account.restoreRepresentative': () => { child = daughter; return {}; },
      'account.allowHear': () => { child = { ...daughter, mayHear: true }; return {}; },
      'account.allowSensitive': {},
    }),
  });
  const page = await weapp.open('pages/account/family/index', { patientId: encodeURIComponent('pat:wang') });
  await page.shows('166 **** 0001');
  await page.tap('取消代办');
  await page.shows('取消这位家人代为办理？');
  expect(weapp.calls.map(({ action }) => action)).not.toContain('removeRepresentative');
  await page.tap('取消');
  await page.tap('取消代办');
  await page.shows('取消后，他看不到您的问卷');
  // The button of the question stands after the one on the page.
  await page.tap('取消代办');
  await page.shows('已取消');
  await page.tap('恢复代办');
  await page.shows('取消代办');
  await page.tap('允许医护人员告诉他病情');
  await page.shows('允许医护人员把病情告诉他？');
  await page.tap('允许医护人员告诉他病情');
  await page.shows('可以听病情');
  expect(weapp.calls.filter(({ action }) => action !== 'hospital' && action !== 'representatives').map(({ action, input }) => [action, input])).toEqual([
    ['removeRepresentative', { patientId: 'pat:wang', personId: 'person:2' }], ['restoreRepresentative', { patientId: 'pat:wang', personId: 'person:2' }],
    ['allowHear', { patientId: 'pat:wang', personId: 'person:2', allow: true }],
  ]);
  expect(weapp.problems()).toEqual([]);
});

test('a family member sees themselves and may leave', async () => {
  weapp = await startWeapp({
    now,
    cloud: playing({
      'account.hospital': hospital, 'account.representatives': { representatives: [{ ...daughter, me: true }], mayManage: false, familySensitive: false, smsSensitive: false }, 'account.removeRepresentative': {},
    }),
  });
  const page = await weapp.open('pages/account/family/index', { patientId: 'pat:wang' });
  await page.shows('不能听病情');
  expect(await page.text()).not.toContain('特别私密的住院');
  await page.tap('我不再代为办理');
  await page.shows('不再代为办理？');
  await page.tap('我不再代为办理');
  while (weapp.said('reLaunch').length === 0) await page.text();
  expect(weapp.said('reLaunch')).toEqual([{ url: '/pages/home/index' }]);
});
