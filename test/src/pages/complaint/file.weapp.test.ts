/** 投诉建议 in the mini-program: filing in three steps. */
import { now, playing, refusal } from '../../../support/patient';
import { startWeapp, type Weapp } from '../../../support/weapp';
import { number, opened } from './people';

let weapp: Weapp;
afterEach(() => weapp.close());

const filed = { number, receivedAt: now, promiseDay: '2026-11-25', dueDay: '2026-11-27', offices: ['nursing'], safety: null };
const of = (action: string) => weapp.calls.filter((call) => call.action === action).map(({ input }) => input as Record<string, unknown>);
const query = { patientId: encodeURIComponent('pat:wang') };

test('three steps, each with what is missing beside its field; the number and the days at the end', async () => {
  weapp = await startWeapp({ now, cloud: playing({ 'complaint.draft': opened(), 'complaint.saveDraft': { savedAt: now }, 'complaint.file': filed }) });
  const page = await weapp.open('pages/complaint/file/index', query);
  await page.shows('发生了什么');
  await page.tap('下一步');
  await page.shows('请选一项。分不清就选“其他”');
  await page.shows('请写几句经过');
  await page.tap('护理质量');
  await page.tap('下一步');
  await page.shows('请再选一项具体的');
  await page.tap('呼叫与巡视');
  await page.type('经过', '夜里按铃没人来，等了半小时。');
  await page.tap('昨天');
  await page.tap('写上地点、科室和人（可以不填）');
  await page.tap('骨科（住院的科室）');
  await page.tap('下一步');
  await page.shows('您希望怎么处理');
  await page.tap('给个解释');
  await page.tap('下一步');
  await page.shows('您怎么留名');
  // What each way means is said before it is chosen.
  await page.shows('医院看不到是谁投诉的');
  await page.shows('争取 3 个工作日内答复');
  await page.tap('提交');
  await page.shows('请选一种');
  await page.tap('实名');
  await page.tap('提交');
  await page.shows('请写下怎么称呼您');
  await page.type('怎么称呼您', '王秀英');
  await page.tap('提交');
  await page.shows('已经收到');
  await page.shows(number);
  await page.shows('已交给护理部。');
  await page.shows('争取在11月25日前答复您，最晚不超过11月27日。');
  expect(of('file')).toEqual([expect.objectContaining({ patientId: 'pat:wang', category: 'nursing.response', text: '夜里按铃没人来，等了半小时。', wants: ['explain'], departmentCode: '0402', anonymous: false, confidential: false, name: '王秀英', phone: '' })]);
  expect(weapp.said('setNavigationBarTitle').every(({ title }) => title === '投诉建议')).toBe(true);
  expect(weapp.problems()).toEqual([]);
});

test('a draft from another device goes on at its step; sending twice after a lost connection is one filing', async () => {
  let times = 0;
  weapp = await startWeapp({
    now,
    cloud: playing({
      'complaint.draft': opened({ category: 'fee.unclear', text: '清单看不懂，想要解释。', wants: [], anonymous: false, confidential: true, name: '王女士' }), 'complaint.saveDraft': { savedAt: now },
      'complaint.file': () => { times += 1; if (times === 1) throw new Error('request:fail'); return filed; },
    }),
  });
  const page = await weapp.open('pages/complaint/file/index', query);
  await page.shows('您怎么留名');
  await page.shows('接着您上次写的');
  await page.tap('提交');
  await page.shows('还没有提交成功，写下的都在');
  await page.tap('提交');
  await page.shows('您的身份会保密');
  const [first, second] = of('file');
  expect(first!['key']).toBe(second!['key']);
  expect(second).toMatchObject({ category: 'fee.unclear', text: '清单看不懂，想要解释。', confidential: true });
});

test('a field that the server refuses leads back to its step', async () => {
  weapp = await startWeapp({
    now,
    cloud: playing({
      'complaint.draft': opened({ category: 'other.suggest', text: '希望候诊区多放椅子。', wants: [], anonymous: true }), 'complaint.saveDraft': { savedAt: now },
      'complaint.file': refusal('INVALID_INPUT', { fields: [{ path: 'text', problem: 'too_long' }] }),
    }),
  });
  const page = await weapp.open('pages/complaint/file/index', query);
  await page.shows('您怎么留名');
  // Nothing is asked of somebody who stays unknown.
  expect(await page.text()).not.toContain('怎么称呼您');
  await page.tap('提交');
  await page.shows('发生了什么');
  await page.shows('写得太长了');
  await page.shows('您的建议');
});

test('danger is answered before the number is shown', async () => {
  weapp = await startWeapp({
    now,
    cloud: playing({
      'complaint.draft': opened({ category: 'medical.treatment', text: '胸口痛得喘不上气，没人管。', wants: [], anonymous: true }), 'complaint.saveDraft': { savedAt: now },
      'complaint.file': { ...filed, safety: { level: 'emergency', who: '值班护士', whoKey: 'centre', ringBy: now + 900_000, wardPhone: '09438220801', hospitalPhone: '09438220402' } },
    }),
  });
  const page = await weapp.open('pages/complaint/file/index', query);
  await page.tap('提交');
  await page.shows('拨打 120');
  await page.shows('值班护士');
  expect(await page.text()).not.toContain(number);
  await page.tap('我知道了，看投诉编号');
  await page.shows(number);
  await page.shows('您选了匿名，我们联系不到您');
  expect(weapp.problems()).toEqual([]);
});

test('somebody who is not known yet is led to the number first', async () => {
  weapp = await startWeapp({ now, cloud: playing({ 'complaint.draft': refusal('UNAUTHENTICATED') }) });
  const page = await weapp.open('pages/complaint/file/index');
  await page.shows('先用医院登记的手机号确认一次');
  await page.tap('用手机号确认');
  expect(weapp.said('navigateTo')).toEqual([{ url: `/pages/account/bind/index?next=${encodeURIComponent('/pages/complaint/file/index')}` }]);
});
