/** 家人 in the mini-program. */
import { hospital, now, playing, refusal } from '../../../support/patient';
import { startWeapp, type CloudCall, type Weapp } from '../../../support/weapp';

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

const niece = { ...daughter, personId: 'person:3', relation: 'other', phone: '199****5678', since: now - 3_600_000, state: 'asked' };
/** The family of a patient whom somebody asks; `answer` plays the server's word on the request. */
function asked(answer: (allow: boolean) => unknown) {
  let people: object[] = [self, niece];
  const cloud = playing({
    'account.hospital': hospital,
    'account.representatives': () => ({ representatives: people, mayManage: true, familySensitive: false, smsSensitive: false }),
    'account.answerRequest': ({ input }: CloudCall) => {
      const { allow } = input as { allow: boolean };
      people = [self, { ...niece, ...(allow ? { state: 'active' } : { state: 'removed', removedBy: 'patient' }) }];
      return answer(allow);
    },
  });
  return { cloud, now };
}
const answers = () => weapp.calls.filter(({ action }) => action === 'answerRequest').map(({ input }) => input);
const family = () => weapp.open('pages/account/family/index', { patientId: 'pat:wang' });

test('a request stands first, says who asks and what it means, and the patient allows it', async () => {
  weapp = await startWeapp(asked(() => ({})));
  const page = await family();
  await page.shows('自称是您的亲友，手机号 199 **** 5678');
  const text = await page.text();
  expect(text).toContain('今天上午 9:20 提出');
  expect(text.indexOf('有人想代您办理')).toBeLessThan(text.indexOf('这些人可以代为回答问卷'));
  expect(text).not.toContain('已取消');
  expect(text).not.toContain('取消代办');
  await page.tap('同意');
  await page.shows('取消代办');
  expect(await page.text()).not.toContain('有人想代您办理');
  expect(answers()).toEqual([{ patientId: 'pat:wang', personId: 'person:3', allow: true }]);
  expect(weapp.problems()).toEqual([]);
});

test('a request is refused only after a question, and can be taken back', async () => {
  weapp = await startWeapp(asked(() => ({})));
  const page = await family();
  await page.tap('不同意');
  await page.shows('不同意这个请求？');
  await page.tap('取消');
  // The question has a button of the same words: it must be gone before they are tapped again.
  for (let looks = 0; looks < 1000 && (await page.text()).includes('不同意这个请求？'); looks += 1);
  expect(answers()).toEqual([]);
  await page.tap('不同意');
  await page.shows('也不会再来问您');
  await page.tap('不同意');
  await page.shows('恢复代办');
  expect(await page.text()).not.toContain('有人想代您办理');
  expect(answers()).toEqual([{ patientId: 'pat:wang', personId: 'person:3', allow: false }]);
});

test('an answer that was given elsewhere is said so, with what became of it', async () => {
  weapp = await startWeapp(asked(() => refusal('FORBIDDEN')));
  const page = await family();
  await page.tap('同意');
  await page.shows('这个请求已经处理过了');
  await page.shows('取消代办');
});

test('an answer that did not arrive is said so', async () => {
  weapp = await startWeapp(asked(() => refusal('UNAVAILABLE')));
  const page = await family();
  await page.tap('同意');
  await page.shows('暂时连不上服务');
  expect(await page.text()).toContain('有人想代您办理');
});
