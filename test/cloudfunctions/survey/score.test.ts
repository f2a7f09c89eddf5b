import fc from 'fast-check';
import type { Answers } from '../../../cloudfunctions/survey/contract';
import { isLockedForNurse, mayRead, mayReplay, sightOf } from '../../../cloudfunctions/survey/rules/access';
import { definitionOf, scaleOptions } from '../../../cloudfunctions/survey/rules/definition';
import { isSuspect, isValid, npsOf, scoreSheets } from '../../../cloudfunctions/survey/rules/score';

const short = definitionOf('FU-SHORT-1', 1)!;
const full = definitionOf('IP-FULL-1', 1)!;
const web = { mode: 'web', survey: true } as const;

test.each([
  ['FREQ4', [['4', 100], ['3', 66.7], ['2', 33.3], ['1', 0], ['9', null]]],
  ['SAT5', [['5', 100], ['4', 75], ['3', 50], ['2', 25], ['1', 0], ['9', null]]],
  ['YES3', [['3', 100], ['2', 50], ['1', 0], ['9', null]]],
] as const)('%s maps as the domain says', (scale, table) => expect(scaleOptions(scale).map((o) => [o.code, o.score])).toEqual(table));

test('an item is the mean of its valid answers, a dimension the mean of its items, the total the mean of the dimensions', () => {
  const sheets: Answers[] = [{ nur_resp: '4', nur_expl: '2', clean: '1', nps: 10 }, { nur_resp: '2', nur_expl: '9', clean: '4', nps: 3 }];
  const score = scoreSheets(full, sheets);
  expect(score.items['nur_resp']).toMatchObject({ n: 2, score: (100 + 33.3) / 2, topBox: 0.5, satisfied: null });
  expect(score.items['nur_expl']).toMatchObject({ n: 1, score: 33.3 });
  expect(score.dimensions['nurse_talk']).toBeCloseTo(((100 + 33.3) / 2 + 33.3) / 2, 10);
  expect(score.total).toBeCloseTo((score.dimensions['nurse_talk']! + score.dimensions['environment']!) / 2, 10);
  expect(score.nps).toEqual({ n: 2, promoters: 1, detractors: 1, value: 0 });
});

test('weights shift the total, and only the total', () => {
  const sheet: Answers = { s_med: '5', s_nur: '1' };
  expect(scoreSheets(short, [sheet]).total).toBe(50);
  expect(scoreSheets(short, [sheet], { medical: 3 }).total).toBe(75);
  expect(scoreSheets(short, [sheet], { medical: 3 }).dimensions).toEqual({ medical: 100, nursing: 0 });
});

test('满意率 counts 4 and 5 of 1 to 5; 不清楚 is out of the denominator', () => {
  const sheets = ['5', '4', '3', '2', '1', '9'].map((s_all): Answers => ({ s_all }));
  expect(scoreSheets(short, sheets).items['s_all']).toEqual({ n: 5, score: 50, topBox: 0.2, satisfied: 0.4 });
});

test('nothing valid is no score, not zero', () => {
  expect(scoreSheets(short, [{ s_all: '9' }])).toEqual({ items: {}, dimensions: {}, total: null, nps: null });
  expect(scoreSheets(short, [])).toMatchObject({ total: null, nps: null });
});

test.each([[[9, 10], 100], [[7, 8], 0], [[0, 6], -100], [[10, 10, 8, 3], 25], [[], null]] as const)('NPS of %j is %s', (values, expected) => expect(npsOf(values)?.value ?? null).toBe(expected));

test('integrity, recovery, red flags and mood never move a score', () => {
  const ratings: Answers = { s_med: '4', s_all: '2', overall: '4', nur_resp: '3' };
  fc.assert(fc.property(fc.constantFrom('0', '1', '9'), fc.constantFrom('better', 'worse', 'new'), fc.constantFrom('good', 'crisis'), fc.constantFrom('1', '5', '4'), (integrity, now, mood, red) => {
    for (const d of [short, full]) expect(scoreSheets(d, [{ ...ratings, integrity, now, mood, red: [red], recover: now }])).toEqual(scoreSheets(d, [ratings]));
  }));
});

test('scores stay within 0 and 100 and do not depend on the order of the sheets', () => {
  const sheet = fc.record({ s_med: fc.constantFrom('1', '2', '3', '4', '5', '9'), s_nur: fc.constantFrom('1', '5', '9'), s_all: fc.constantFrom('2', '4'), nps: fc.integer({ min: 0, max: 10 }) }) as fc.Arbitrary<Answers>;
  fc.assert(fc.property(fc.array(sheet, { minLength: 1, maxLength: 20 }), (sheets) => {
    const score = scoreSheets(short, sheets);
    expect(score.total).toBeGreaterThanOrEqual(0);
    expect(score.total).toBeLessThanOrEqual(100);
    expect(Math.abs(score.nps!.value)).toBeLessThanOrEqual(100);
    expect(scoreSheets(short, [...sheets].reverse()).total).toBeCloseTo(score.total!, 9);
  }));
});

test('a sheet is valid from 80 % of what it was required to answer; 不清楚 answers, a pass does not', () => {
  const ten: Answers = { who: 'self', recover: 'well', red: ['none'], mood: 'good', med_take: 'none', s_med: '9', s_nur: '9', s_log: null, s_all: null, nps: 3 };
  expect(isValid(short, ten, web, [])).toBe(true);
  expect(isValid(short, { ...ten, nps: null }, web, [])).toBe(false);
  // Fewer are asked of whoever opted out or was not there.
  expect(isValid(short, { ...ten, nps: null }, { mode: 'web', survey: false }, [])).toBe(true);
  expect(isValid(short, { ...ten, who: 'child', present: 'no', nps: null }, web, [])).toBe(true);
});

test('a sealed answer counts as answered', () => {
  const asked = full.item.filter((i) => i.required && i.linkId !== 'present');
  expect(asked).toHaveLength(24);
  const nineteen = Object.fromEntries(asked.filter((i) => i.linkId !== 'integrity').slice(0, 19).map((i) => [i.linkId, i.answerOption?.[0]?.code ?? 5]));
  expect(isValid(full, { ...nineteen, integrity: null }, web, [])).toBe(false);
  expect(isValid(full, { ...nineteen, integrity: null }, web, ['integrity'])).toBe(true);
});

test.each([['FU-SHORT-1', 14, true], ['FU-SHORT-1', 15, false], ['IP-FULL-1', 39, true], ['IP-FULL-1', 40, false]] as const)('%s in %i seconds: suspect %s', (code, seconds, suspect) => {
  expect(isSuspect(definitionOf(code, 1)!, seconds)).toBe(suspect);
});

test('the ward reads care and never ratings; sealed answers nobody', () => {
  expect([mayRead('ward', 'care'), mayRead('ward', 'experience'), mayRead('nurse', 'experience'), mayRead('it', 'care'), mayRead('agent', 'experience')]).toEqual([true, false, true, false, false]);
  for (const role of ['lead', 'nurse', 'agent', 'officer', 'ward', 'quality', 'director', 'it'] as const) expect(mayRead(role, 'sealed')).toBe(false);
});

test('who sees earlier answers again', () => {
  expect(sightOf({ kind: 'link', verified: false, to: 'patient' })).toBe('none');
  expect(sightOf({ kind: 'link', verified: true, to: 'patient' })).toBe('all');
  expect(sightOf({ kind: 'link', verified: true, to: 'contact' })).toBe('own');
  expect(sightOf({ kind: 'person', as: 'family', mayHear: false })).toBe('own');
  expect(sightOf({ kind: 'person', as: 'family', mayHear: true })).toBe('all');
  const open = { seenBy: 'care' } as const;
  expect(mayReplay('all', 'a', open, { by: 'b' }, false)).toBe(true);
  expect(mayReplay('own', 'a', open, { by: 'b' }, false)).toBe(false);
  expect(mayReplay('own', 'a', open, { by: 'a' }, false)).toBe(true);
  expect(mayReplay('all', 'a', open, { by: 'a' }, true)).toBe(false);
  expect(mayReplay('all', 'a', { seenBy: 'care', replay: false }, { by: 'a' }, false)).toBe(false);
  expect(mayReplay('all', 'a', { seenBy: 'sealed' }, { by: 'a' }, false)).toBe(false);
});

test('a nurse leaves the patient\'s ratings alone, her own and all care answers she may correct', () => {
  const rating = { purpose: 'survey', seenBy: 'experience' } as const;
  const care = { purpose: 'care', seenBy: 'care' } as const;
  expect([isLockedForNurse(rating, { hand: 'patient' }), isLockedForNurse(rating, { hand: 'proxy' }), isLockedForNurse(rating, { hand: 'nurse' }), isLockedForNurse(rating, undefined), isLockedForNurse(care, { hand: 'patient' })]).toEqual([true, true, false, false, false]);
});
