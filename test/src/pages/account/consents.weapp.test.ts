/** 我的授权 in the mini-program. */
import { consent, hospital, now, playing, refusal, wang } from '../../../support/patient';
import { startWeapp, type Weapp } from '../../../support/weapp';

let weapp: Weapp;
afterEach(() => weapp.close());

test('each purpose by itself: stopped with one tap, given again with another', async () => {
  let survey = consent('survey', { state: 'given', at: now - 86_400_000, by: 'patient', version: 'survey-1', mayAsk: false });
  const consents = () => ({ patientId: 'pat:wang', consents: [consent('care'), survey] });
  weapp = await startWeapp({
    now,
    cloud: playing({
      'account.hospital': hospital, 'account.me': wang, 'account.consents': consents,
      'account.withdrawConsent': () => { survey = consent('survey', { state: 'withdrawn', at: now, by: 'patient', mayAsk: false, askAgainAt: now + 90 * 86_400_000 }); return consents(); },
      'account.giveConsent': () => { survey = consent('survey', { state: 'given', at: now, by: 'patient', mayAsk: false }); return consents(); },
    }),
  });
  const page = await weapp.open('pages/account/consents/index', { patientId: encodeURIComponent('pat:wang') });
  await page.shows('住院体验的意见');
  expect(await page.text()).toContain('昨天上午 10:20 决定 · 患者本人决定');
  await page.tap('看完整说明');
  await page.shows('临江市第一医院回访中心。');
  await page.tap('停止');
  await page.shows('已按您的意思停止。');
  expect(await page.text()).toContain('2027年2月18日 周四 以前，我们不会再来问您');
  await page.tap('重新同意');
  await page.shows('已同意');
  expect(weapp.calls.filter(({ action }) => /Consent$/.test(action)).map(({ action, input }) => [action, (input as { purpose: string; patientId: string }).purpose, (input as { patientId: string }).patientId])).toEqual([
    ['withdrawConsent', 'survey', 'pat:wang'], ['giveConsent', 'survey', 'pat:wang'],
  ]);
  await page.tap('信息科 0943-822 0000');
  expect(weapp.said('makePhoneCall')).toEqual([expect.objectContaining({ phoneNumber: '09438220000' })]);
  expect(weapp.problems()).toEqual([]);
});

test('a family member cannot lift the patient\'s no; a stranger is led to confirm who they are', async () => {
  weapp = await startWeapp({ now, cloud: playing({ 'account.hospital': hospital, 'account.me': wang, 'account.consents': { patientId: 'pat:wang', consents: [consent('care', { state: 'withdrawn', by: 'patient', at: now - 1, mayGive: false, mayAsk: false })] } }) });
  let page = await weapp.open('pages/account/consents/index', { patientId: 'pat:wang' });
  await page.shows('只有本人可以恢复');
  expect(await page.text()).not.toContain('重新同意');
  await weapp.close();

  weapp = await startWeapp({ now, cloud: playing({ 'account.hospital': hospital, 'account.me': { kind: 'anyone', wechat: true }, 'account.consents': refusal('UNAUTHENTICATED') }) });
  page = await weapp.open('pages/account/consents/index');
  await page.tap('用手机号确认');
  expect(weapp.said('navigateTo')).toEqual([{ url: '/pages/account/bind/index' }]);
});
