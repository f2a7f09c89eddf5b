/** One complaint in the mini-program: both promised days, the answer, and the complainant's last word. */
import { now, playing, refusal } from '../../../support/patient';
import { startWeapp, type Weapp } from '../../../support/weapp';
import { answered, number, view } from './people';

let weapp: Weapp;
afterEach(() => weapp.close());
const of = (action: string) => weapp.calls.filter((call) => call.action === action).map(({ input }) => input);
const open = () => weapp.open('pages/complaint/view/index', { number });
const event = (kind: 'extended' | 'reopened', more: object) => ({ at: now, kind, by: 'hospital' as const, offices: [], words: '', day: null, round: 1, ...more });

test('both days while it is handled; more can be added, and it can be withdrawn after a question', async () => {
  let shown = view();
  weapp = await startWeapp({
    now,
    cloud: playing({
      'complaint.view': () => shown, 'complaint.addEvidence': () => ({ ...shown, safety: null }),
      'complaint.withdraw': () => { shown = view({ state: 'withdrawn', may: { accept: false, reopen: false, withdraw: false, addEvidence: false, rate: false } }); return shown; },
    }),
  });
  const page = await open();
  await page.shows('我们争取在11月25日前答复');
  await page.shows('按规定最晚11月27日');
  await page.shows('转给负责的部门');
  await page.shows('护理部');
  await page.tap('补充');
  await page.tap('提交补充');
  await page.shows('请写几句，或者放上文件');
  await page.type('要补充的话', '还有一位病友也看到了');
  await page.tap('提交补充');
  await page.shows('补充已经收到');
  expect(of('addEvidence')).toEqual([{ number, text: '还有一位病友也看到了', files: [] }]);
  await page.tap('撤回');
  await page.shows('撤回这条投诉？');
  expect(of('withdraw')).toEqual([]);
  await page.tap('撤回');
  await page.shows('已撤回');
  expect(weapp.problems()).toEqual([]);
});

test('an extension says its reason and its day; a late answer says sorry and gives a number to ring', async () => {
  let shown = view({ extended: true, dueDay: '2026-12-04', timeline: [event('extended', { words: '医务科和护理部一起核对记录', day: '2026-12-04' })] });
  weapp = await startWeapp({ now, cloud: playing({ 'complaint.view': () => shown }) });
  const page = await open();
  await page.shows('已延长到12月4日');
  await page.shows('为什么延长：医务科和护理部一起核对记录');
  shown = view({ over: true, dueDay: '2026-11-17' });
  const late = await open();
  await late.shows('应在 11月17日前答复，已经晚了，对不起');
  await late.tap('打电话问进度 0943-822 0402');
  expect(weapp.said('makePhoneCall')).toHaveLength(1);
});

test('the answer with its outcome; accepted after a question; rated once with one question', async () => {
  let shown = answered();
  const closed = { accept: false, reopen: true, withdraw: false, addEvidence: false, rate: true };
  weapp = await startWeapp({
    now,
    cloud: playing({
      'complaint.view': () => shown, 'complaint.accept': () => { shown = answered({ state: 'closed', answered: false, may: closed }); return shown; },
      'complaint.rate': () => { shown = answered({ state: 'closed', answered: false, may: closed, rating: { score: 4, comment: '', at: now } }); return shown; },
    }),
  });
  const page = await open();
  await page.shows('部分属实');
  await page.shows('呼叫器已修好。');
  await page.shows('到12月1日没有您的回音，会先办结');
  await page.tap('接受这个答复');
  await page.shows('接受这个答复？');
  expect(of('accept')).toEqual([]);
  await page.tap('接受');
  await page.shows('这次处理，您满意吗');
  await page.tap('提交评价');
  await page.shows('请选一项');
  await page.tap('满意');
  await page.tap('提交评价');
  await page.shows('您评了“满意”。谢谢您。');
  expect(of('rate')).toEqual([{ number, score: 4, comment: '' }]);
  expect(weapp.problems()).toEqual([]);
});

test('not content: new facts begin another round, and danger in them comes first', async () => {
  const reopened = view({ round: 2, timeline: [event('reopened', { words: '第二天又是这样', round: 2 })], answers: answered().answers });
  weapp = await startWeapp({
    now,
    cloud: playing({
      'complaint.view': answered(),
      'complaint.reopen': { ...reopened, safety: { level: 'today', who: '值班护士', whoKey: 'centre', ringBy: now + 3_600_000, wardPhone: '', hospitalPhone: '09438220402' } },
    }),
  });
  const page = await open();
  await page.tap('还有话说，请再处理');
  await page.shows('会重新算期限');
  await page.tap('提交');
  await page.shows('请写几句，至少 5 个字');
  await page.type('新的情况', '第二天又是这样，伤口还出血了');
  await page.tap('提交');
  await page.shows('值班护士');
  await page.tap('回到投诉');
  await page.shows('已经收到，重新处理');
  await page.shows('第 2 次处理');
  await page.shows('上一次的答复');
  expect(weapp.problems()).toEqual([]);
});

test('what was begun is still there after leaving, and gone once it has arrived', async () => {
  const cloud = playing({ 'complaint.view': answered(), 'complaint.reopen': { ...view({ round: 2, answers: answered().answers }), safety: null } });
  weapp = await startWeapp({ now, cloud });
  const page = await open();
  await page.tap('还有话说，请再处理');
  await page.type('新的情况', '第二天又是这样');
  await page.tap('取消');
  await page.shows('接受这个答复');
  await page.tap('还有话说，请再处理');
  await page.shows('7 / 4000');
  await page.tap('提交');
  await page.shows('已经收到，重新处理');
  expect(weapp.calls.find(({ action }) => action === 'reopen')?.input).toMatchObject({ text: '第二天又是这样' });
});

test('somebody was quicker: the page shows what is new and says so; a foreign number is not found', async () => {
  let shown = answered();
  weapp = await startWeapp({ now, cloud: playing({ 'complaint.view': () => shown, 'complaint.accept': () => { shown = view({ round: 2 }); return refusal('GONE', { reason: 'not_answered' }); } }) });
  const page = await open();
  await page.tap('接受这个答复');
  await page.shows('接受这个答复？');
  await page.tap('接受');
  await page.shows('刚刚有新的进展，已经更新');
  await weapp.close();
  weapp = await startWeapp({ now, cloud: playing({ 'complaint.view': refusal('FORBIDDEN') }) });
  await (await open()).shows('可能是用别的手机号提交的');
});
