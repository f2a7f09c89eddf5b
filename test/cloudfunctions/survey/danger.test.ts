import fc from 'fast-check';
import { dayOf, instantAt, timeOf } from '../../../cloudfunctions/kit/calendar';
import safety from '../../../cloudfunctions/survey/data/safety.json';
import words from '../../../cloudfunctions/survey/data/words.json';
import { definitionOf } from '../../../cloudfunctions/survey/rules/definition';
import { adviceFor, callbackSpan, freshFor, mustRaise, reactTo } from '../../../cloudfunctions/survey/rules/flag';
import { normalise, screenText } from '../../../cloudfunctions/survey/rules/screen';
import type { Level, Value } from '../../../cloudfunctions/survey/contract';

const order: Level[] = ['concern', 'today', 'crisis', 'emergency'];
const levelOf = (text: string): Level | null => screenText(text).map((m) => m.level).filter((l): l is Level => l !== null).sort((a, b) => order.indexOf(b) - order.indexOf(a))[0] ?? null;
const item = (id: string, code = 'FU-SHORT-1') => definitionOf(code, 1)!.item.find((i) => i.linkId === id)!;

test('every phrase of every group is found, at least at its own level', () => {
  for (const group of words.group as { id: string; level?: Level; special?: string; phrases: string[] }[]) {
    for (const phrase of group.phrases) {
      const match = screenText(phrase).find((m) => m.id === group.id);
      expect([phrase, match?.negated]).toEqual([phrase, false]);
      if (group.level) expect(match!.level).toBe(group.level);
      if (group.special) expect(match!.special).toBe(group.special);
    }
  }
});

test('the tables are complete: 24 R1, 10 R2, 30 O, 10 Y, 9 S, unreviewed', () => {
  const count = (prefix: string) => words.group.filter((g) => g.id.startsWith(prefix)).length;
  expect([count('R1'), count('R2'), count('O'), count('Y'), count('S')]).toEqual([24, 10, 30, 10, 9]);
  expect([words.status, words.reviewedBy]).toEqual(['unreviewed sample', null]);
  for (const g of words.group as { advice?: string }[]) if (g.advice) expect(Object.keys(safety.advice)).toContain(g.advice);
});

test.each<[string, Level | null]>([
  // False positives of the domain: lowered, never silently dropped where life is at stake.
  ['没有胸痛', 'today'], ['不发烧了', 'concern'], ['笑死了', null], ['疼死我了(已好转)', null], ['谢谢不投诉', null], ['血压药没停', null],
  ['黑便是吃铁剂', 'emergency'], ['律师楼旁边的医院', null], ['以前想过自杀现在好了', 'crisis'],
  // Past and third person keep their level.
  ['我爸以前胸痛过', 'emergency'],
  // Written any way.
  ['胸 口 疼', 'emergency'], ['胸,痛', 'emergency'], ['胸😣痛', 'emergency'], ['胸痛痛痛痛', 'emergency'], ['喘不上氣', 'emergency'], ['呼吸困難', 'emergency'], ['ＰＩＣＣ红肿', 'today'], ['picc 红肿', 'today'], ['體溫38.5', 'today'],
  ['体温 38.5', 'today'], ['高压200', 'today'], ['高压20', null], ['体温40度', 'emergency'],
  // A negation counts within five characters of its own clause.
  ['没有发烧、胸痛', 'today'], ['医生没来，胸痛', 'emergency'], ['我不知道为什么一直胸痛', 'emergency'], ['一直不舒服 胸痛', 'emergency'], ['受不了了 胸痛', 'emergency'], ['没有发烧。现在胸痛', 'emergency'],
  ['否认胸痛', 'today'], ['不再喘不上气', 'today'], ['没有胸痛，后来又胸痛了', 'emergency'], ['没有想死', 'today'], ['没有便秘', null],
  // Phrases that begin with a negation are not negated by it.
  ['不想活了', 'crisis'], ['没有意识了', 'emergency'], ['不敢吃药', 'today'],
  // Parts in any place.
  ['肚子胀得厉害，两天不排气', 'today'], ['肚子胀', null],
  // Combinations (a) and (d).
  ['化疗后发烧', 'emergency'], ['怀孕三个月，摔了一跤', 'emergency'], ['化疗以后不发烧', 'concern'], ['伤口越来越疼', 'today'], ['有点疼', null], ['不疼，伤口三天换一次药', null],
  ['一切都好，谢谢护士', null], ['', null],
])('"%s" is %s', (text, level) => expect(levelOf(text)).toBe(level));

test.each([['他已经去世了', 'death'], ['别再联系我', 'stop'], ['你们打错了', 'wrong_person'], ['医生收红包', 'restricted']])('"%s" means %s', (text, special) => {
  expect(screenText(text).map((m) => m.special)).toContain(special);
});

test('noise around a phrase never hides it', () => {
  const noise = fc.array(fc.constantFrom(' ', '～', '😣', '*', '-', '…', '　'), { maxLength: 4 }).map((n) => n.join(''));
  const r1 = words.group.filter((g) => 'level' in g && g.level === 'emergency').flatMap((g) => g.phrases).filter((p) => !p.includes(' '));
  fc.assert(fc.property(fc.constantFrom(...r1), fc.array(noise, { minLength: 12, maxLength: 12 }), (phrase, between) => {
    expect(levelOf([...phrase].map((c, i) => c + (between[i] ?? '')).join(''))).toBe('emergency');
  }));
});

test('what is said of life and death never vanishes, whatever stands before it', () => {
  const grave = words.group.filter((g) => 'level' in g && (g.level === 'emergency' || g.level === 'crisis')).flatMap((g) => g.phrases).filter((p) => !p.includes(' '));
  fc.assert(fc.property(fc.constantFrom(...grave), fc.string({ maxLength: 12 }), fc.constantFrom('', '不', '没有', '否认', '未'), (phrase, before, negation) => {
    const level = levelOf(`${before}，${negation}${phrase}`);
    expect(level).not.toBeNull();
    expect(level).not.toBe('concern');
  }));
});

test('normalising twice is normalising once, and texts of any kind are read without an error', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
    const once = normalise(text).text;
    expect(normalise(once).text.length).toBeLessThanOrEqual(once.length);
    expect(normalise(text).clause).toHaveLength(once.length);
    screenText(text);
  }));
});

test.each<[string, Value, Level | null]>([
  ['recover', 'worse', 'today'], ['recover', 'same', null], ['red', ['none'], null], ['red', ['chest'], 'emergency'], ['red', ['breath'], 'emergency'], ['red', ['bleeding'], 'emergency'], ['red', ['fever'], 'today'],
  ['red', ['stroke'], 'emergency'], ['red', ['wound'], 'today'], ['red', ['calf'], 'today'], ['red', ['conscious'], 'emergency'], ['red', ['pain'], 'emergency'], ['red', ['fever', 'pain'], 'emergency'],
  ['mood', 'crisis', 'crisis'], ['mood', 'poor', null], ['med_take', 'stopped', 'concern'], ['med_take', 'unclear', 'concern'], ['med_take', 'forgets', null], ['med_adr', 'yes', 'today'], ['wound', 'yes', 'concern'], ['know_revisit', 'book', 'concern'],
  ['suggest', '昨天开始胸口疼', 'emergency'], ['s_med', '1', null],
])('%s = %j raises %s', (id, value, level) => expect(reactTo(item(id), value).raised[0]?.level ?? null).toBe(level));

test('the page is told in the person\'s own words, and the call in keys', () => {
  const { raised } = reactTo(item('red'), ['chest', 'breath', 'fever']);
  expect(raised[0]).toMatchObject({ level: 'emergency', keys: ['red:chest', 'red:breath'], advice: ['chest'] });
  expect(raised[0]!.words.map((w) => w.zh)).toEqual(['胸痛或胸闷', '喘不上气']);
  expect(raised[1]).toMatchObject({ level: 'today', keys: ['red:fever'] });
  expect(JSON.stringify(reactTo(item('suggest'), '我胸口疼').raised[0]!.keys)).not.toMatch(/疼/);
});

test('a text about a death, about no more contact, or from the wrong person opens a door and tells a nurse', () => {
  const reaction = reactTo(item('suggest'), '病人不在了，别再联系我');
  expect(reaction.hints).toEqual(['death', 'stop']);
  expect(reaction.raised).toMatchObject([{ level: 'concern', keys: ['suggest:death', 'suggest:stop'] }]);
});

test('wishes to be rung are callbacks, for their part of the day', () => {
  expect(reactTo(item('callback'), 'evening').callback).toEqual({ keys: ['callback:evening'], part: 'evening' });
  expect(reactTo(item('callback'), 'no').callback).toBeNull();
  expect(reactTo(item('contact_me', 'IP-FULL-1'), 'yes').callback).toMatchObject({ part: 'any' });
});

test('nothing is raised by the answers that are sealed or only noted', () => {
  expect(reactTo(item('integrity', 'IP-FULL-1'), '1')).toMatchObject({ raised: [], callback: null });
  expect(reactTo(item('nur_skill', 'IP-FULL-1'), '1')).toMatchObject({ raised: [], callback: null });
});

test('once per sheet and level, upward only', () => {
  const now = 1e12;
  const had = (level: Level, keys: string[], ago = 0) => [{ level, keys, at: now - ago }];
  expect(mustRaise('emergency', ['red:chest'], [], now)).toBe(true);
  expect(mustRaise('emergency', ['red:breath'], had('emergency', ['red:chest']), now)).toBe(false);
  expect(mustRaise('today', ['recover:worse'], had('emergency', ['red:chest']), now)).toBe(false);
  expect(mustRaise('emergency', ['red:chest'], had('today', ['recover:worse']), now)).toBe(true);
  expect(mustRaise('crisis', ['mood:crisis'], had('emergency', ['red:chest']), now)).toBe(true);
  expect(mustRaise('emergency', ['red:chest'], had('crisis', ['mood:crisis']), now)).toBe(true);
  // The alarm may have been dealt with: something new is a new alarm, the same is not.
  expect(mustRaise('emergency', ['red:breath'], had('emergency', ['red:chest'], freshFor + 1), now)).toBe(true);
  expect(mustRaise('emergency', ['red:chest'], had('emergency', ['red:chest'], freshFor + 1), now)).toBe(false);
  // The nurse should know of every concern.
  expect(mustRaise('concern', ['wound:yes'], had('concern', ['med_take:stopped']), now)).toBe(true);
  expect(mustRaise('concern', ['wound:yes'], had('concern', ['wound:yes']), now)).toBe(false);
});

test('advice for an emergency begins with 120, for a crisis it names someone to be with', () => {
  expect(adviceFor('emergency', ['chest'])[0]!.zh).toContain('120');
  expect(adviceFor('crisis', [])[0]!.zh).toMatch(/12356/);
  expect(adviceFor('today', ['calf'])).toHaveLength(1);
});

test.each([
  ['morning', '2026-11-18', '10:00', '2026-11-18 10:00', '2026-11-18 12:00'],
  ['morning', '2026-11-18', '11:45', '2026-11-19 09:00', '2026-11-19 12:00'],
  ['afternoon', '2026-11-18', '10:00', '2026-11-18 14:00', '2026-11-18 17:30'],
  ['evening', '2026-11-18', '23:00', '2026-11-19 17:30', '2026-11-19 19:30'],
  ['any', '2026-11-18', '23:00', '2026-11-19 09:00', '2026-11-19 14:00'],
  ['any', '2026-11-18', '10:00', '2026-11-18 10:00', '2026-11-18 14:00'],
] as const)('a call wished for the %s at %s %s is rung from %s, by %s', (part, onDay, time, from, to) => {
  const span = callbackSpan(part, instantAt(onDay, time));
  const say = (t: number) => `${dayOf(t)} ${timeOf(t)}`;
  expect([say(span.notBefore), say(span.dueAt)]).toEqual([from, to]);
});
