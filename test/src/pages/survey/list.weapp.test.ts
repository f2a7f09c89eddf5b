/** 问卷 in the mini-program. */
import { home, now, playing } from '../../../support/patient';
import { startWeapp, type Weapp } from '../../../support/weapp';

let weapp: Weapp;
afterEach(() => weapp.close());

test('what waits can be opened, what comes is named with its day, what was answered is counted', async () => {
  weapp = await startWeapp({ now, cloud: playing({ 'followup.home': home({ answered: 2, nextInvitation: { at: now + 8 * 86_400_000, title: { zh: '住院感受', en: 'Your stay' } } }) }) });
  const page = await weapp.open('pages/survey/list/index', { patientId: encodeURIComponent('pat:wang') });
  await page.shows('出院后恢复得怎么样');
  expect(await page.text()).toContain('住院感受，11月28日 周六 上午 10:20');
  expect(await page.text()).toContain('已经回答 2 份');
  await page.tap('开始回答');
  expect(weapp.said('navigateTo')).toEqual([{ url: `/pages/survey/answer/index?stepId=${encodeURIComponent('step:a:contact-1')}&patientId=${encodeURIComponent('pat:wang')}` }]);
  expect(weapp.problems()).toEqual([]);
});

test('nothing waits: said in words', async () => {
  weapp = await startWeapp({ now, cloud: playing({ 'followup.home': home({ steps: [] }) }) });
  const page = await weapp.open('pages/survey/list/index');
  await page.shows('现在没有要回答的问卷');
});
