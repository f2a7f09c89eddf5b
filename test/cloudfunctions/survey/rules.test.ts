import fc from 'fast-check';
import { Questionnaire, type Answers, type Item, type Setting, type Value } from '../../../cloudfunctions/survey/contract';
import safety from '../../../cloudfunctions/survey/data/safety.json';
import { definitionOf, definitionsNow, forNurse, forPeople, type Definition } from '../../../cloudfunctions/survey/rules/definition';
import { answerProblem, isAnswered, missingItems, nextItem, progressOf, respondentOf, screensOf, tidy, visibleItems, whoOf } from '../../../cloudfunctions/survey/rules/flow';

const web: Setting = { mode: 'web', survey: true };
const short = definitionOf('FU-SHORT-1', 1)!;
const full = definitionOf('IP-FULL-1', 1)!;
const shown = (d: Definition, answers: Answers, setting: Setting = web): string[] => visibleItems(d.item, answers, setting).map((i) => i.linkId);

/** Any value that an item takes, or a pass. */
const valueOf = (item: Item): fc.Arbitrary<Value | null> => {
  const codes = item.answerOption?.map((o) => o.code) ?? [];
  const value: fc.Arbitrary<Value> = item.type === 'integer' ? fc.integer({ min: 0, max: 10 })
    : item.type === 'text' ? fc.string({ minLength: 1, maxLength: 20 })
      : item.type === 'open-choice' ? fc.constant(['李医生'])
        : item.repeats ? fc.constantFrom(...codes).map((c) => [c]) : fc.constantFrom(...codes);
  return item.required && !item.skippable ? value : fc.option(value, { nil: null });
};
const anyAnswers = (d: Definition): fc.Arbitrary<Answers> =>
  fc.tuple(...d.item.map((item) => fc.option(valueOf(item).map((v) => [item.linkId, v] as const), { nil: undefined })))
    .map((entries) => Object.fromEntries(entries.filter((e) => e !== undefined)));

describe.each(definitionsNow().map((d) => [d.code, d] as const))('the questionnaire %s', (_code, d) => {
  test('says both languages everywhere and keeps its contract', () => {
    expect(() => Questionnaire.parse(d)).not.toThrow();
    const texts = JSON.stringify(d).match(/"zh":"[^"]*","en":"[^"]*"/g)!;
    expect(texts.filter((t) => /"zh":""|"en":""/.test(t))).toEqual([]);
    expect(JSON.stringify(d)).not.toMatch(/[!！]/);
  });
  test('ships as an unreviewed sample', () => expect([d.status, d.reviewedBy, d.reviewedAt]).toEqual(['unreviewed sample', null, null]));
  test('branches only on earlier items and on options that exist', () => {
    d.item.forEach((item, index) => item.enableWhen?.forEach((c) => {
      const parent = d.item.slice(0, index).find((i) => i.linkId === c.question);
      expect(parent).toBeDefined();
      if (Array.isArray(c.answer)) expect(parent!.answerOption!.map((o) => o.code)).toEqual(expect.arrayContaining(c.answer));
    }));
  });
  test('alerts name options and advice that exist, dimensions and sections too', () => {
    for (const item of d.item) {
      expect(d.sections.map((s) => s.key)).toContain(item.section);
      if (item.dimension) expect(d.dimensions.map((s) => s.key)).toContain(item.dimension);
      for (const alert of item.alert ?? []) {
        expect(item.answerOption!.map((o) => o.code)).toEqual(expect.arrayContaining(alert.in));
        expect(Object.keys(safety.advice)).toEqual(expect.arrayContaining(alert.advice ?? []));
      }
    }
  });
  test('has unique ids, and choices have options', () => {
    expect(new Set(d.item.map((i) => i.linkId)).size).toBe(d.item.length);
    for (const item of d.item) expect(item.type === 'choice').toBe((item.answerOption?.length ?? 0) > 1);
  });
  test('every rating offers 不适用 or 不清楚, set apart', () => {
    for (const item of d.item.filter((i) => i.scale && i.type === 'choice')) expect(item.answerOption!.filter((o) => o.apart)).toHaveLength(1);
  });
  test('a walk that answers what comes next always reaches the end with nothing missing', () => {
    fc.assert(fc.property(fc.infiniteStream(fc.nat()), fc.boolean(), fc.constantFrom<Setting['mode']>('web', 'phone'), (choices, survey, mode) => {
      const setting = { survey, mode };
      const answers: Answers = {};
      for (let n = 0; n <= d.item.length; n += 1) {
        const next = nextItem(d, answers, setting);
        if (next === null) break;
        const item = d.item.find((i) => i.linkId === next)!;
        const options = item.answerOption?.filter((o) => item.linkId !== 'who' || o.code !== 'other').map((o) => o.code) ?? [];
        const pick = choices.next().value as number;
        answers[next] = item.type === 'integer' ? pick % 11 : item.type === 'choice' ? (item.repeats ? [options[pick % options.length]!] : options[pick % options.length]!) : null;
      }
      expect(nextItem(d, answers, setting)).toBeNull();
      expect(missingItems(d.item, answers, setting)).toEqual([]);
    }));
  });
  test('progress never leaves its bounds, and hidden items never count as missing', () => {
    fc.assert(fc.property(anyAnswers(d), fc.boolean(), (answers, survey) => {
      const setting: Setting = { mode: 'web', survey };
      const visible = shown(d, answers, setting);
      const p = progressOf(d, answers, setting, nextItem(d, answers, setting));
      expect(p.at).toBeGreaterThanOrEqual(1);
      expect(p.at).toBeLessThanOrEqual(p.of);
      expect(p.share).toBeGreaterThanOrEqual(0);
      expect(p.share).toBeLessThanOrEqual(1);
      expect(visible).toEqual(expect.arrayContaining(missingItems(d.item, answers, setting)));
      expect(screensOf(d, answers, setting).flatMap((s) => s.items.map((i) => i.linkId))).toEqual(visible);
    }));
  });
  test('answers of hidden items change nothing of what is asked', () => {
    fc.assert(fc.property(anyAnswers(d), (answers) => {
      const visible = shown(d, answers);
      const kept = Object.fromEntries(Object.entries(answers).filter(([id]) => visible.includes(id)));
      expect(shown(d, kept)).toEqual(visible);
    }));
  });
});

test('the two questionnaires have 12 and 28 questions', () => {
  expect(new Set(short.item.map((i) => i.prefix)).size).toBe(12);
  expect(new Set(full.item.map((i) => i.prefix)).size).toBe(29); // and who answers, before the first
});

test('the short one requires exactly what the domain names, and who was there of a proxy', () => {
  expect(short.item.filter((i) => i.required).map((i) => i.linkId)).toEqual(['who', 'present', 'recover', 'red', 'mood', 'med_take', 's_med', 's_nur', 's_log', 's_all', 'nps']);
});

test('a proxy who was not there is not asked about the stay', () => {
  const absent = shown(short, { who: 'child', present: 'no' });
  expect(absent).toEqual(['who', 'present', 'recover', 'red', 'mood', 'med_take', 'med_adr', 'wound', 'know_revisit', 'suggest', 'callback']);
  expect(shown(short, { who: 'child', present: 'yes' })).toContain('s_nur');
  expect(shown(full, { who: 'spouse', present: 'no' })).toEqual(['who', 'present', 'now', 'suggest']);
});

test('a "not there" that belongs to an earlier respondent does not hide the stay from the patient', () => {
  expect(shown(short, { who: 'self', present: 'no' })).toContain('s_all');
});

test('who opted out of surveys is asked about recovery only', () => {
  const care = shown(short, { who: 'self' }, { mode: 'web', survey: false });
  expect(care).toEqual(['who', 'recover', 'red', 'mood', 'med_take', 'med_adr', 'wound', 'know_revisit', 'suggest', 'callback']);
});

test('someone else with the phone is asked nothing but how to reach the patient', () => {
  expect(shown(short, { who: 'other' })).toEqual(['who', 'who_contact']);
  expect(missingItems(short.item, { who: 'other' }, web)).toEqual([]);
});

test('a low rating opens its reason, a better one closes it, and what was typed is not asked again', () => {
  expect(shown(short, { who: 'self', s_med: '2' })).toContain('s_med_why');
  const better: Answers = { who: 'self', s_med: '4', s_med_why: ['attitude'] };
  expect(shown(short, better)).not.toContain('s_med_why');
  expect(better['s_med_why']).toEqual(['attitude']);
});

test.each([[0, 'nps_low'], [6, 'nps_low'], [7, null], [8, null], [9, 'nps_high'], [10, 'nps_high']])('a recommendation of %i opens %s', (nps, opened) => {
  expect(shown(full, { nps }).filter((id) => id.startsWith('nps_'))).toEqual(opened ? [opened] : []);
});

test('the nurse asks for the details of a side effect, the form does not; the red-packet question is never asked by phone', () => {
  expect(shown(short, { who: 'self', med_adr: 'yes' }, { mode: 'phone', survey: true })).toEqual(expect.arrayContaining(['med_adr_text', 'adr_start', 'adr_severity', 'adr_action']));
  expect(shown(short, { who: 'self', med_adr: 'yes' })).not.toContain('adr_start');
  expect(forPeople(short).item.some((i) => i.script || i.only === 'phone')).toBe(false);
  expect(forNurse(full).item.map((i) => i.linkId)).not.toContain('integrity');
});

test('next: an optional item before the last answer was passed over, a required one was not', () => {
  expect(nextItem(short, {}, web)).toBe('who');
  expect(nextItem(short, { who: 'self', recover: 'well' }, web)).toBe('red');
  expect(nextItem(short, { who: 'self', recover: 'well', red: ['none'], mood: 'good', med_take: 'ontime' }, web)).toBe('med_adr');
  expect(nextItem(short, { who: 'self', recover: 'well', red: ['none'], med_take: 'ontime', s_med: '5' }, web)).toBe('mood');
});

test('progress speaks of questions, not of items', () => {
  expect(progressOf(short, { who: 'self' }, web, 'recover')).toMatchObject({ at: 2, of: 12, minutesLeft: 3 });
  expect(progressOf(short, { who: 'self' }, web, 'nps')).toMatchObject({ at: 12, of: 12, minutesLeft: 1 });
  expect(progressOf(short, { who: 'child', present: 'no' }, web, 'suggest')).toMatchObject({ at: 9, of: 9 });
  expect(progressOf(short, {}, web, null)).toMatchObject({ minutesLeft: 0, share: 1 });
});

const item = (id: string): Item => [...short.item, ...full.item].find((i) => i.linkId === id)!;
test.each<[string, Value | null, string | null]>([
  ['recover', 'better', null], ['recover', 'great', 'option'], ['recover', ['better'], 'type'], ['recover', 3, 'type'], ['recover', null, 'required'], ['recover', '', 'required'],
  ['red', ['none'], null], ['red', ['chest', 'breath'], null], ['red', ['chest', 'none'], 'exclusive'], ['red', ['chest', 'chest'], 'option'], ['red', 'chest', 'type'], ['red', [], 'required'],
  ['s_med', null, null], ['s_med', '9', null], ['s_med', '6', 'option'],
  ['nps', 0, null], ['nps', '5', 'type'],
  ['suggest', 'x'.repeat(500), null], ['suggest', 'x'.repeat(501), 'too_long'], ['suggest', 5, 'type'], ['who_contact', 'x'.repeat(201), 'too_long'],
  ['praise', ['李医生', '赵护士', '王护士'], null], ['praise', ['a', 'b', 'c', 'd'], 'too_many'], ['praise', ['  '], 'option'], ['praise', ['x'.repeat(21)], 'too_long'],
])('%s = %j: %s', (id, value, problem) => expect(answerProblem(item(id), value)).toBe(problem));

test('blanks around a text fall away, and an empty one is a pass', () => {
  expect([tidy('  好 '), tidy('   '), tidy([' 李医生 ']), tidy([]), tidy(0)]).toEqual(['好', null, ['李医生'], null, 0]);
  expect([isAnswered(0), isAnswered(null), isAnswered('')]).toEqual([true, false, false]);
});

test('who answers is declared, not guessed', () => {
  expect(respondentOf({ who: 'self' })).toEqual({ by: 'patient', relation: 'self', present: true });
  expect(respondentOf({ who: 'child', present: 'no' })).toEqual({ by: 'family', relation: 'child', present: false });
  expect(respondentOf({ who: 'relative' })).toEqual({ by: 'family', relation: 'other', present: null });
  expect(respondentOf({ who: 'other' })).toMatchObject({ by: 'other' });
  expect(respondentOf({})).toMatchObject({ by: 'unknown' });
  expect([whoOf('self'), whoOf('spouse'), whoOf('child'), whoOf('sibling'), whoOf('other')]).toEqual(['self', 'spouse', 'child', 'relative', 'relative']);
});
