/** 我的投诉建议 in the mini-program. */
import { now, playing } from '../../../support/patient';
import { startWeapp, type Weapp } from '../../../support/weapp';
import { answered, number, opened, row, view } from './people';

let weapp: Weapp;
afterEach(() => weapp.close());
const query = { patientId: encodeURIComponent('pat:wang') };

test('each complaint with its state and the promised day; a late one says sorry; one opens it', async () => {
  weapp = await startWeapp({
    now,
    cloud: playing({
      'complaint.draft': opened(),
      'complaint.mine': { complaints: [row(answered()), row(view({ number: 'TS20261110-0002', category: 'other.suggest', excerpt: '希望多放椅子', dueDay: '2026-11-17', over: true }))] },
    }),
  });
  const page = await weapp.open('pages/complaint/mine/index', query);
  await page.shows('护理质量 · 呼叫与巡视');
  await page.shows('已答复');
  await page.shows('意见建议');
  await page.shows('应在 11月17日前答复，已经晚了，对不起');
  await page.tap(`${number} · 今天上午 9:20 提交`);
  expect(weapp.said('navigateTo')).toEqual([{ url: `/pages/complaint/view/index?number=${number}` }]);
  await page.tap('写一条投诉或建议');
  expect(weapp.said('navigateTo').at(-1)).toEqual({ url: `/pages/complaint/file/index?patientId=${encodeURIComponent('pat:wang')}` });
  expect(weapp.problems()).toEqual([]);
});

test('nothing yet: said in words, with the way to begin; a half-written one goes on', async () => {
  let draft: Parameters<typeof opened>[0] = null;
  weapp = await startWeapp({ now, cloud: playing({ 'complaint.draft': () => opened(draft), 'complaint.mine': { complaints: [] } }) });
  const empty = await weapp.open('pages/complaint/mine/index', query);
  await empty.shows('还没有提交过投诉或建议');
  await empty.shows('投诉不影响看病');
  draft = { text: '夜里按铃没人来' };
  const page = await weapp.open('pages/complaint/mine/index', query);
  await page.shows('有一条没写完');
  await page.tap('接着写');
  expect(weapp.said('navigateTo').at(-1)).toEqual({ url: `/pages/complaint/file/index?patientId=${encodeURIComponent('pat:wang')}` });
});
