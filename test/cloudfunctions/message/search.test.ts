/** Finding the standard answer: each of the thirty by the words that people use, and by its own question. */
import { closing, edited, expiry, holdsAnswer, insertOf, retired, reviewed, sampleAnswers, unusable, type AnswerFacts } from '../../../cloudfunctions/message/rules/answer';
import { indexAnswers, searchAnswers } from '../../../cloudfunctions/message/rules/search';
import { instantAt } from '../../../cloudfunctions/kit/calendar';

const now = instantAt('2026-11-19', '09:00');
const answers = sampleAnswers(now);
const index = indexAnswers(answers);
const best = (text: string, most = 3): string[] => searchAnswers(index, text, most).map((a) => a.answerId);

test('the sample is the thirty of the specification, every one a draft, the clinical ones by number', () => {
  expect(answers.map((a) => a.answerId)).toEqual(Array.from({ length: 30 }, (_, n) => `Q${String(n + 1).padStart(2, '0')}`));
  expect(answers.every((a) => a.state === 'draft' && unusable(a, now) === 'draft')).toBe(true);
  expect(answers.filter((a) => a.clinical).map((a) => Number(a.answerId.slice(1)))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 24, 25, 26, 30]);
  expect(answers.filter((a) => a.direct).map((a) => a.answerId)).toEqual(['Q08', 'Q14', 'Q17', 'Q18', 'Q19', 'Q20', 'Q21', 'Q22', 'Q23', 'Q27', 'Q28', 'Q29']);
});

test.each(answers.map((a) => [a.answerId, a.question]))('%s is found first by its own question', (id, question) => expect(best(question, 1)).toEqual([id]));

test.each([
  ['停药', 'Q01'], ['感觉好了，药能不吃了吗', 'Q01'], ['血压药我想停掉行不行', 'Q01'],
  ['早上忘了吃药，晚上要补上吗', 'Q02'], ['漏吃了一次华法林', 'Q02'],
  ['吃完药想吐，身上起红点', 'Q03'], ['这药有副作用吗，皮肤痒', 'Q03'],
  ['药快没了去哪里拿', 'Q04'], ['降压药吃完了怎么续', 'Q04'],
  ['能喝中药调理吗', 'Q05'], ['女儿买了保健品，可以一块吃吗', 'Q05'],
  ['刀口能沾水吗，想洗头', 'Q06'], ['几天换一次纱布', 'Q06'],
  ['伤口渗液', 'Q07'], ['刀口流黄水', 'Q07'], ['切口有点红', 'Q07'],
  ['线什么时候拆', 'Q08'], ['缝针的地方几天抽线', 'Q08'],
  ['PICC怎么护理', 'Q09'], ['尿管带回家要怎么弄', 'Q09'],
  ['手术完还是痛，止疼药能多吃吗', 'Q10'], ['刀口疼得厉害', 'Q10'],
  ['昨晚烧到38度5', 'Q11'], ['孩子他爸低烧两天', 'Q11'],
  ['能吃鸡蛋海鲜吗', 'Q12'], ['要忌口吗', 'Q12'], ['出院吃点啥好', 'Q12'],
  ['多久能上班', 'Q13'], ['什么时候可以开车', 'Q13'],
  ['康复训练动作怎么练', 'Q14'], ['膝盖怎么锻炼', 'Q14'],
  ['一条腿肿了', 'Q15'], ['腿肚子胀痛', 'Q15'],
  ['高压160要紧吗', 'Q16'], ['早上测血糖偏高', 'Q16'],
  ['什么时候回来复查', 'Q17'], ['复诊去哪个门诊', 'Q17'],
  ['想改个时间，那天来不了', 'Q18'], ['怎么挂号', 'Q18'],
  ['做B超要憋尿吗，能吃早饭吗', 'Q19'], ['抽血用不用空腹', 'Q19'],
  ['化验单看不懂', 'Q20'], ['病理结果出来了吗', 'Q20'],
  ['病例怎么复印', 'Q21'], ['要开个诊断证明请假', 'Q21'],
  ['发票丢了能补吗', 'Q22'], ['费用明细在哪查', 'Q22'], ['多收钱了吧', 'Q22'],
  ['新农合怎么报销', 'Q23'], ['异地医保能结算吗', 'Q23'],
  ['宝宝不怎么吃奶', 'Q24'], ['娃的脐带怎么弄', 'Q24'],
  ['涨奶疼怎么办', 'Q25'], ['恶露多久干净', 'Q25'],
  ['我妈摔了一跤', 'Q26'], ['老爷子在厕所滑倒了', 'Q26'],
  ['我要投诉护士态度', 'Q27'], ['想送锦旗感谢医生', 'Q27'],
  ['别再打电话给我了', 'Q28'], ['怎么取消短信', 'Q28'],
  ['我是他女儿，想问病情', 'Q29'], ['替家人问可以吗', 'Q29'],
  ['整夜睡不着，心里难受', 'Q30'], ['活着没意思', 'Q30'],
])('%s → %s', (text, id) => expect(best(text)).toContain(id));

test('nothing is found where nothing fits, and strange input does no harm', () => {
  expect(best('')).toEqual([]);
  expect(best('？！…')).toEqual([]);
  expect(best('qwertz')).toEqual([]);
  expect(best('字'.repeat(2000)).length).toBeLessThanOrEqual(3);
});

const draft = answers[6]!;
const approval = { reviewedBy: '刘医生', reviewerTitle: '主治医师', expiresAt: expiry('2026-12-31', now)! };

test('from draft to reviewed, a newer draft beside it, out of use and back: the history keeps each version', () => {
  const approved = reviewed(draft, 1, approval, now)!;
  expect(approved).toMatchObject({ state: 'reviewed', version: 1, draft: null });
  expect(unusable(approved, now)).toBe('');
  expect(unusable(approved, instantAt('2026-12-31', '23:59'))).toBe('');
  expect(unusable(approved, instantAt('2027-01-01', '00:00'))).toBe('expired');
  const newer = edited(approved, { ...draft, answer: '请拍照发给我们。' }, 'staff:lead', now);
  expect(newer).toMatchObject({ state: 'reviewed', version: 1, answer: draft.answer, draft: { version: 2, answer: '请拍照发给我们。' } });
  expect(reviewed(newer, 3, approval, now)).toBeNull();
  const second = reviewed(newer, 2, approval, now)!;
  expect(second).toMatchObject({ state: 'reviewed', version: 2, answer: '请拍照发给我们。', draft: null, history: [{ version: 1, state: 'reviewed' }] });
  const gone = retired(second, 'staff:lead', now);
  expect(unusable(gone, now)).toBe('retired');
  expect(reviewed(gone, 2, approval, now)).toBeNull();
  const back = edited(gone, draft, 'staff:lead', now);
  expect(back).toMatchObject({ state: 'draft', version: 3, reviewedBy: '' });
  expect(back.history.map((h: AnswerFacts['history'][number]) => h.version)).toEqual([2, 2, 1]);
});

test('a review ends with its day; a past day and one beyond two years are refused', () => {
  expect(expiry('2026-11-19', now)).toBe(instantAt('2026-11-20'));
  expect(expiry('2026-11-18', now)).toBeNull();
  expect(expiry('2026-02-30', now)).toBeNull();
  expect(expiry('2029-01-01', now)).toBeNull();
});

test('a reply holds the approved words unchanged, white space apart; clinical ones end with the closing sentence', () => {
  expect(insertOf(draft).endsWith(closing)).toBe(true);
  expect(insertOf(answers[16]!)).toBe(answers[16]!.answer);
  expect(holdsAnswer(`王女士，您好。\r\n${insertOf(draft).replace('\n', '\r\n')} 祝早日康复。`, draft)).toBe(true);
  expect(holdsAnswer(draft.answer, draft)).toBe(false);
  expect(holdsAnswer(insertOf(draft).replace('当天来院', '三天后来院'), draft)).toBe(false);
});
