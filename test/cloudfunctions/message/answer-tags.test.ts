/** Standard answers by department and disease: what suits the stay comes first, tags go through review like the words, and no hidden diagnosis plays a part. */
import fc from 'fast-check';
import { edited, fitOf, orderFor, reviewed, sampleAnswers } from '../../../cloudfunctions/message/rules/answer';
import { answerCollection } from '../../../cloudfunctions/message/store/desk';
import { agent, at, lead, openWorld, say, threadId, type World } from './world';

jest.setTimeout(60_000);
const nine = at('2026-11-19 09:00');
const stay = { departmentCode: '0402', dxCode: 'S72.001', dx: '股骨颈骨折（左）' };
const tags = (departments: string[], diseases: string[]) => ({ departments, diseases });

test.each([
  [[], [], 'all'],
  [['0402'], [], 'stay'], [['0401', '0402'], [], 'stay'], [['0401'], [], 'other'],
  [[], ['S72'], 'stay'], [[], ['s72'], 'stay'], [[], ['S72.0'], 'stay'], [[], ['S70-S79'], 'stay'], [[], ['Ｓ７０－Ｓ７９'], 'stay'], [[], ['S70–S79'], 'stay'], [[], ['S60-S69'], 'other'], [[], ['I10-I15'], 'other'], [[], ['S73'], 'other'],
  [[], ['骨折'], 'stay'], [[], ['高血压', '骨折'], 'stay'], [[], ['高血压'], 'other'], [[], [' '], 'other'],
  [['0402'], ['S72'], 'stay'], [['0402'], ['I10'], 'other'], [['0401'], ['S72'], 'other'],
] as const)('departments %j and diseases %j: %s', (departments, diseases, fit) => expect(fitOf(tags([...departments], [...diseases]), stay)).toBe(fit));

test('a diagnosis that is not known suits no disease', () => {
  for (const disease of ['S72', '骨折']) expect(fitOf(tags([], [disease]), { departmentCode: '0402', dxCode: '', dx: '' })).toBe('other');
});

test('in the order for a stay nothing is lost, those for others are last, and a weak match gains nothing', () => {
  const fits = new Map([['A', 'all'], ['B', 'stay'], ['C', 'other'], ['D', 'stay']] as const);
  const found = [{ answerId: 'C', score: 12 }, { answerId: 'A', score: 9 }, { answerId: 'B', score: 6 }, { answerId: 'D', score: 1 }];
  expect(orderFor(found, fits).map(({ answerId }) => answerId)).toEqual(['B', 'A', 'D', 'C']);
  expect(orderFor(found, new Map())).toEqual(found);
  fc.assert(fc.property(fc.uniqueArray(fc.record({ answerId: fc.constantFrom('A', 'B', 'C', 'D'), score: fc.integer({ min: 1, max: 20 }) }), { selector: (one) => one.answerId }), (list) => {
    const sorted = [...list].sort((a, b) => b.score - a.score);
    expect(orderFor(sorted, fits).map(({ answerId }) => answerId).sort()).toEqual(list.map(({ answerId }) => answerId).sort());
  }));
});

test('new tags wait for the review with the words; until then the reviewed ones hold', () => {
  const [sample] = sampleAnswers(nine);
  const by = { reviewedBy: '陈建华', reviewerTitle: '主任药师', expiresAt: nine + 1e9 };
  const inUse = reviewed(sample!, 1, by, nine)!;
  const changed = edited(inUse, { ...inUse, departments: ['0402'], diseases: ['S72'] }, '王小芳', nine);
  expect(changed).toMatchObject({ departments: [], diseases: [], state: 'reviewed', draft: { version: 2, departments: ['0402'], diseases: ['S72'] } });
  expect(reviewed(changed, 2, by, nine)).toMatchObject({ departments: ['0402'], diseases: ['S72'], version: 2, draft: null });
});

describe('suggested beside a thread', () => {
  let world: World;
  const body = { category: 'wound' as const, keywords: ['洗澡', '淋浴'], answer: '请遵医嘱。', escalateWhen: '', route: '', direct: false, clinical: false, rev: 0 };
  const save = async (question: string, departments: string[], diseases: string[]) => (await world.messages.saveAnswer(lead, { ...body, question, departments, diseases }, nine)).answer.answerId;
  const suggested = async (staff = agent) => (await world.messages.answers(staff, { threadId }, nine)).answers.map(({ answerId, fit }) => ({ answerId, fit }));
  beforeEach(async () => {
    world = await openWorld();
    await say(world, '能洗澡吗', nine);
  });
  afterEach(() => world.close());

  test('its department and disease first, other departments\' last; without a thread nobody\'s stay plays a part', async () => {
    const other = await save('骨科术后能洗澡吗？', ['0402'], []);
    const own = await save('骨折后能洗澡吗？', ['0401'], ['骨折']);
    const found = await suggested();
    expect(found[0]).toEqual({ answerId: own, fit: 'stay' });
    expect(found.at(-1)).toEqual({ answerId: other, fit: 'other' });
    expect((await world.messages.answers(agent, { text: '能洗澡吗', threadId }, nine)).answers[0]).toMatchObject({ answerId: own, fit: 'stay' });
    expect((await world.messages.answers(agent, { text: '能洗澡吗' }, nine)).answers.every(({ fit }) => fit === null)).toBe(true);
  });

  test('a diagnosis that the patient does not know, of a sensitive stay, or outside the caller\'s departments plays no part', async () => {
    const own = await save('骨折后能洗澡吗？', [], ['S72']);
    expect((await suggested())[0]).toEqual({ answerId: own, fit: 'stay' });
    const hidden = async (staff = agent) => expect((await suggested(staff)).find(({ answerId }) => answerId === own)).toEqual({ answerId: own, fit: 'other' });
    world.unaware.value = true;
    await hidden();
    world.unaware.value = false;
    world.sensitive.value = true;
    await hidden();
    world.sensitive.value = false;
    await world.messages.assign(lead, { threadId, staffId: agent.staffId, from: '' }, nine);
    await hidden({ ...agent, departments: ['0499'] });
    expect(JSON.stringify(await world.messages.answers(agent, { threadId }, nine))).not.toContain('股骨颈');
  });

  test('a department that is none is refused where it stands; answers from before there were tags are for everybody', async () => {
    await expect(save('?', ['0401', '9999'], [])).rejects.toMatchObject({ code: 'INVALID_INPUT', fields: [{ path: 'departments.1', problem: 'unknown' }] });
    await world.messages.answers(agent, {}, nine);
    const { departments, diseases, ...old } = (await world.ports.desk.answer('Q06'))!;
    expect([departments, diseases]).toEqual([[], []]);
    await world.kit.database.collection<{ _id: string }>(answerCollection).set({ ...old, _id: 'answer:Q06' });
    expect((await world.messages.answers(agent, { threadId }, nine)).answers.find(({ answerId }) => answerId === 'Q06')).toMatchObject({ departments: [], diseases: [], fit: 'all' });
  });
});
