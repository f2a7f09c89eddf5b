/** Facts without the person, and who may see what. */
import fc from 'fast-check';
import { codesOf, isConcerned, mayDecide, sightOf, type Facts, type Reader } from '../../../cloudfunctions/complaint/rules/sight';
import { maskFacts, veil } from '../../../cloudfunctions/complaint/rules/veil';

const known = { names: ['王秀英', '欧阳小三'], phones: ['19900010001', '09438220401'], ids: ['pat:8f3a', 'Z00123'] };

test.each([
  ['我是王秀英，住3床', '我是＊＊，住3床'], ['王 秀 英', '＊＊'], ['王-秀·英', '＊＊'], ['欧阳小三的女儿', '＊＊的女儿'], ['秀英阿姨很生气', '＊＊阿姨很生气'], ['王女士按铃', '＊＊按铃'], ['王阿姨等了半天', '＊＊等了半天'],
  ['王医生态度差', '王医生态度差'], ['电话19900010001', '电话＊＊'], ['199-0001-0001', '＊＊'], ['１９９ ０００１ ０００１', '＊＊'], ['另一个号码13812345678请打', '另一个号码＊＊请打'],
  ['0943-8220401', '＊＊'], ['身份证620402196605120021', '身份证＊＊'], ['62040219660512002X', '＊＊'], ['住院号 Z00123', '住院号 ＊＊'], ['pat:8f3a', '＊＊'],
  // What is no person stays.
  ['11月2日14:30在3楼，收费1250.50元', '11月2日14:30在3楼，收费1250.50元'], ['TS20261121-0001', 'TS20261121-0001'], ['', ''],
])('%s → %s', (text, masked) => expect(maskFacts(text, known)).toBe(masked));

test('a Latin name is a word of its own', () => {
  const latin = { names: ['Ng', 'Li Wei'], phones: [], ids: [] };
  expect([maskFacts('nursing', latin), maskFacts('Mrs NG came', latin), maskFacts('li wei', latin), maskFacts('liwei', latin)]).toEqual(['nursing', 'Mrs ＊＊ came', '＊＊', '＊＊']);
});

const han = fc.constantFrom(...Array.from('王李张刘陈杨黄赵吴周秀英建国敏芳立新小平安丽华'));
const name = fc.array(han, { minLength: 2, maxLength: 4 }).map((one) => one.join(''));
const phone = fc.tuple(fc.constantFrom('13', '15', '18', '19'), fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 9, maxLength: 9 })).map(([head, rest]) => head + rest.join(''));
const noise = fc.constantFrom('', ' ', '-', '·', '　', '.', '，');
const filler = fc.constantFrom('护士按铃不来', '等了三个小时', '。', '\n', '收费不明白', '3床', '我要投诉');

test('no spelling of a name or number is left in any text, however deep it stands', () => {
  fc.assert(fc.property(name, name, phone, noise, noise, fc.array(filler, { maxLength: 4 }), (who, patient, number, gap, digitGap, between) => {
    const spelled = (word: string, by: string): string => Array.from(word).join(by);
    const text = [spelled(who, gap), ...between, spelled(number, digitGap), spelled(patient, gap)].join('；');
    const facts = veil({ text, list: [{ words: [text] }], number: 'TS20261121-0001' }, { names: [who, patient], phones: [number], ids: [] });
    const bare = JSON.stringify(facts).normalize('NFKC').replace(/[\s\p{P}\p{S}]/gu, '');
    for (const secret of [who, patient, number]) expect(bare).not.toContain(secret);
    expect(facts.number).toBe('TS20261121-0001');
  }));
});

test('codes, days and ids of files stay as they are, even where somebody is called like one', () => {
  const detail = { category: 'nursing.response', state: 'handling', fileId: 'file:abcd', kind: 'taken', code: 'nursing', text: 'handling' };
  expect(veil(detail, { names: ['handling', 'taken'], phones: [], ids: [] })).toEqual({ ...detail, text: '＊＊' });
});

const facts: Facts = { accusedStaff: [], notAccused: [], officerAccused: false, restricted: false, offices: ['nursing'], departmentCode: '0401', said: '三楼护士不理人' };
const reader = (role: Reader['role'], departments: Reader['departments'] = 'all', more: Partial<Reader> = {}): Reader => ({ staffId: `staff:${role}1`, name: '马丽娟', role, departments, ...more });

test.each([
  ['officer', 'all', {}, 'all', true], ['director', 'all', {}, 'all', true], ['lead', 'all', {}, 'all', false], ['lead', 'all', { officerAccused: true }, 'all', true],
  ['ward', ['0401'], {}, 'facts', false], ['ward', ['nursing'], {}, 'facts', false], ['ward', ['0402'], {}, 'none', false], ['nurse', 'all', {}, 'none', false], ['agent', 'all', {}, 'none', false], ['quality', 'all', {}, 'none', false], ['it', 'all', {}, 'none', false],
  ['officer', 'all', { restricted: true }, 'all', true], ['director', 'all', { restricted: true }, 'all', true], ['lead', 'all', { restricted: true, officerAccused: true }, 'none', false], ['ward', ['0401'], { restricted: true }, 'none', false],
] as const)('%s of %s, %o: sees %s, decides %s', (role, departments, more, sight, decides) => {
  const who = reader(role, departments);
  expect([sightOf(who, { ...facts, ...more }), mayDecide(who, { ...facts, ...more })]).toEqual([sight, decides]);
});

test('nobody sees what is about themselves: by id, by name however spelled, in the accusation or in what was said', () => {
  for (const role of ['officer', 'director', 'lead', 'ward'] as const) {
    const who = reader(role, role === 'ward' ? ['0401'] : 'all');
    for (const about of [{ accusedStaff: [who.staffId] }, { said: '马丽娟态度差' }, { said: '马 丽 娟' }, { said: '（马丽娟）' }]) {
      const one = { ...facts, officerAccused: true, ...about };
      expect([role, about, sightOf(who, one), mayDecide(who, one)]).toEqual([role, about, 'none', false]);
    }
  }
});

test('who is only mentioned, and said so by somebody who decides, sees it again; a single character is no name', () => {
  expect(isConcerned(reader('officer'), { ...facts, said: '我和马丽娟说过', notAccused: ['staff:officer1'] })).toBe(false);
  expect(isConcerned(reader('officer'), { ...facts, accusedStaff: ['staff:officer1'], notAccused: ['staff:officer1'] })).toBe(true);
  expect(isConcerned(reader('officer', 'all', { name: '马' }), { ...facts, said: '马上来' })).toBe(false);
});

test('an office speaks for its own codes only', () => {
  expect(codesOf({ departments: ['nursing', 'finance', '0401'] }, { offices: ['nursing', 'medical'], departmentCode: '0401' })).toEqual(['nursing', '0401']);
  expect(codesOf({ departments: 'all' }, { offices: ['nursing'], departmentCode: '' })).toEqual([]);
});
