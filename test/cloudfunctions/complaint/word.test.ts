/** What the words of a complaint tell, and what they only seem to tell. */
import fc from 'fast-check';
import categories from '../../../cloudfunctions/complaint/data/category.json';
import words from '../../../cloudfunctions/complaint/data/words.json';
import { Office, ComplaintOutcome } from '../../../cloudfunctions/complaint/contract';
import { answerProblems, needs } from '../../../cloudfunctions/complaint/rules/answer';
import { allOffices, isCategory, officesOf } from '../../../cloudfunctions/complaint/rules/category';
import { readWords, worse } from '../../../cloudfunctions/complaint/rules/word';

test('the tables are complete: 12 D1, 16 D2, 11 D3, unreviewed', () => {
  const count = (level: string): number => words.group.filter((group) => group.level === level).length;
  expect([count('D1'), count('D2'), count('D3'), words.status, words.reviewedBy]).toEqual([12, 16, 11, 'unreviewed sample', null]);
});

test('every phrase of every group is found at least at its own level', () => {
  for (const group of words.group) {
    for (const phrase of group.phrases) {
      const reading = readWords(phrase, 0);
      expect([phrase, reading.words.some(({ id }) => id === group.id)]).toEqual([phrase, true]);
      expect([phrase, worse(reading.warning, group.level as 'D1' | 'D2' | 'D3')]).toEqual([phrase, reading.warning]);
    }
  }
});

test.each<[string, string]>([
  // False positives of the domain.
  ['没有胸痛', ''], ['不发烧了', ''], ['笑死了', ''], ['疼死我了(已好转)', ''], ['谢谢不投诉', ''], ['血压药没停', ''], ['黑便是吃铁剂', ''], ['律师楼旁边的医院', ''], ['以前想过自杀现在好了', ''],
  // And of our own reading.
  ['病情凶险，多亏医生抢救', ''], ['监护仪的报警声太响', ''], ['我已转告你们主任', ''], ['我报告你们了', ''],
  // A negation lowers by one.
  ['我没有要求赔偿', 'D3'], ['不起诉', 'D2'], ['没有不耐烦', ''],
  // Written any way.
  ['我要 起 诉', 'D1'], ['起，诉', 'D1'], ['賠償', 'D2'], ['态度差差差', 'D3'], ['打１２３４５', 'D2'],
  ['护士态度差，等太久', 'D3'], ['多收钱了，请退费', 'D2'], ['再不处理就找媒体', 'D1'], ['不解决我就起诉', 'D1'], ['没人管我就报警', 'D1'], ['我不会起诉你们', 'D2'],
  // Combination b: a death and a grievance. S-03 stands beside D1.
  ['病人不在了，你们态度差', 'D1'], ['人走了，谢谢医生', ''], ['医生猥亵', 'D1'],
  ['', ''],
])('"%s" warns %s', (text, level) => expect(readWords(text, 0).warning).toBe(level));

test('a second grievance within thirty days is a warning, praise is none', () => {
  expect([readWords('态度差', 1).warning, readWords('谢谢', 1).warning, readWords('要起诉', 1).warning]).toEqual(['D2', '', 'D1']);
});

test.each([
  ['医生收红包', true, ['discipline']], ['让我去外面买', true, ['medical', 'discipline']], ['他摸我', true, ['medical', 'security']], ['骗保', true, ['relations']],
  ['你们多收钱', false, []], ['乱收钱', false, []], ['没有收红包', false, []], ['护士态度差', false, []], ['怀疑是传染', false, []],
])('"%s" is for few eyes: %s', (text, restricted, offices) => expect(readWords(text, 0)).toMatchObject({ restricted, offices }));

test.each([['护士不理我，我现在胸痛', 'emergency'], ['我不想活了', 'crisis'], ['伤口越来越疼没人管', 'today'], ['饭菜难吃', null]])('"%s" is danger: %s', (text, level) => {
  const { danger } = readWords(text, 0);
  expect(danger?.level ?? null).toBe(level);
  // Names of groups, never what was said.
  if (danger) expect(danger.items.every((item) => /^words:[A-Za-z\d+-]+$/.test(item))).toBe(true);
});

test('noise around a phrase never hides it', () => {
  const noise = fc.array(fc.constantFrom(' ', '～', '*', '-', '…', '　'), { maxLength: 3 }).map((n) => n.join(''));
  const phrases = words.group.filter(({ level }) => level === 'D1').flatMap(({ phrases: all }) => all);
  fc.assert(fc.property(fc.constantFrom(...phrases), fc.array(noise, { minLength: 14, maxLength: 14 }), (phrase, between) => {
    expect(readWords(Array.from(phrase).map((char, n) => char + (between[n] ?? '')).join(''), 0).warning).toBe('D1');
  }));
});

test('every category has offices that exist, and the table of the hospital is kept', () => {
  expect(allOffices.map(({ code }) => code)).toEqual(Office.options);
  for (const { items } of categories) for (const { code, offices } of items) expect([code, isCategory(code), offices.length > 0, offices.every((one) => Office.options.some((office) => office === one))]).toEqual([code, true, true, true]);
  // S004: 门诊→门诊办, 医疗质量→医务科, 护理→护理部, 收费→财务科, 后勤→总务科, 安全→保卫科; 医德→纪检, 隐私→信息科, 其他→医患办.
  expect(['outpatient.queue', 'medical.treatment', 'nursing.attitude', 'fee.wrong', 'logistics.building', 'safety.theft', 'ethics.gift', 'privacy.system', 'other.other'].map((code) => officesOf(code)[0])).toEqual(Office.options);
  expect(officesOf('no.such')).toEqual(['relations']);
});

describe('an answer', () => {
  const full = { text: '已核实', measures: '护士长负责，11月底前完成', proof: '谈话记录', files: [], notHandledReason: null };
  test.each(ComplaintOutcome.options)('%s says what its outcome needs', (outcome) => {
    const reason = outcome === 'not_handled' ? 'litigation' as const : null;
    const given = { ...full, outcome, notHandledReason: reason };
    expect(answerProblems(given)).toEqual([]);
    for (const field of needs(outcome)) {
      const without = { ...given, ...(field === 'notHandledReason' ? { notHandledReason: null } : { [field]: ' ' }) };
      expect(answerProblems(without)).toEqual([{ path: field, problem: 'required' }]);
    }
    expect(needs(outcome)).toContain('proof');
    expect(needs(outcome).includes('measures')).toBe(outcome === 'upheld' || outcome === 'partly');
  });
  it('may prove itself by a file', () => expect(answerProblems({ ...full, outcome: 'not_upheld', proof: '', files: ['file:a'] })).toEqual([]));
  it('gives no reason for not handling what it handles', () => expect(answerProblems({ ...full, outcome: 'upheld', notHandledReason: 'criminal' })).toEqual([{ path: 'notHandledReason', problem: 'unknown' }]));
});
