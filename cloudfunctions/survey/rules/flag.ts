/** What an answer sets off: safety page, calls, doors. Once per sheet and level; upward only. */
import { addDays, callingHours, dayOf, hour, instantAt, minute, nextWithin, type Hours } from '../../kit/calendar';
import type { Hint, Level, Text, Value } from '../contract';
import safety from '../data/safety.json';
import type { DefinedItem } from './definition';
import { isAnswered } from './flow';
import { screenText, type Special } from './screen';

export interface Reaction {
  /** What a person should be told of, by level. Keys are `item:option` or `item:R1-01`, never text. */
  raised: { level: Level; keys: string[]; words: Text[]; advice: string[] }[];
  /** They wish to be rung: the part of the day, or any. */
  callback: { keys: string[]; part: 'morning' | 'afternoon' | 'evening' | 'any' } | null;
  hints: Hint[];
  special: Special[];
}

const order: readonly Level[] = ['concern', 'today', 'crisis', 'emergency'];
export const rank = (level: Level): number => order.indexOf(level);
const isPart = (code: string): code is 'morning' | 'afternoon' | 'evening' => code === 'morning' || code === 'afternoon' || code === 'evening';

/** Reads one answer: options by their alerts, texts by the danger words. */
export function reactTo(item: DefinedItem, value: Value | null): Reaction {
  const reaction: Reaction = { raised: [], callback: null, hints: [], special: [] };
  if (!isAnswered(value)) return reaction;
  const raise = (level: Level, key: string, word: Text, advice: readonly string[]): void => {
    let group = reaction.raised.find((r) => r.level === level);
    if (!group) reaction.raised.push((group = { level, keys: [], words: [], advice: [] }));
    group.keys.push(key);
    if (!group.words.some((w) => w.zh === word.zh)) group.words.push(word);
    for (const a of advice) if (!group.advice.includes(a)) group.advice.push(a);
  };
  if (item.type === 'text' || item.type === 'open-choice') {
    for (const match of screenText(Array.isArray(value) ? value.join('，') : String(value))) {
      if (match.special && !reaction.special.includes(match.special)) reaction.special.push(match.special);
      if (match.level) raise(match.level, `${item.linkId}:${match.id}`, { zh: match.phrase, en: match.phrase }, match.advice ? [match.advice] : []);
    }
    for (const special of ['death', 'stop', 'wrong_person'] as const) {
      if (!reaction.special.includes(special)) continue;
      reaction.hints.push(special);
      // A person looks, whatever the page makes of the hint.
      raise('concern', `${item.linkId}:${special}`, { zh: '', en: '' }, []);
    }
  } else {
    const codes = (Array.isArray(value) ? value : [value]).map(String);
    for (const alert of item.alert ?? []) {
      for (const code of codes.filter((c) => alert.in.includes(c))) {
        if (alert.hint) reaction.hints.push(alert.hint);
        if (alert.level === 'callback') reaction.callback = { keys: [`${item.linkId}:${code}`], part: isPart(code) ? code : 'any' };
        else if (alert.level !== 'note') raise(alert.level, `${item.linkId}:${code}`, item.answerOption?.find((o) => o.code === code)?.text ?? item.text, alert.advice ?? []);
      }
    }
  }
  reaction.raised.sort((a, b) => rank(b.level) - rank(a.level));
  return reaction;
}

/** A flag raised this long ago may have been dealt with: something new is raised again. Equals the time to acknowledge (product: 15 min). */
export const freshFor = 15 * minute;

/**
 * Must a person be told now? Once per sheet and level, upward only: what a higher level covers is not raised again while that alarm is fresh, except that an emergency and a crisis
 * need different people. A concern is passed on for each new item: it wakes nobody, and the nurse should know all of them.
 */
export function mustRaise(level: Level, keys: readonly string[], soFar: readonly { level: Level; keys: readonly string[]; at: number }[], now: number): boolean {
  const covers = soFar.filter((r) => r.level === level || (level === 'today' && rank(r.level) > rank('today')));
  if (!keys.some((key) => !covers.some((r) => r.keys.includes(key)))) return false;
  return level === 'concern' || !covers.some((r) => r.at > now - freshFor);
}

const parts: Readonly<Record<'morning' | 'afternoon' | 'evening', Hours>> = { morning: [['09:00', '12:00']], afternoon: [['14:00', '17:30']], evening: [['17:30', '19:30']] };
/** When a wished-for call may be rung at the earliest, and should be at the latest: the next such part of a day, or the next two calling hours' spans for "any time". */
export function callbackSpan(part: 'morning' | 'afternoon' | 'evening' | 'any', now: number): { notBefore: number; dueAt: number } {
  if (part === 'any') {
    const notBefore = nextWithin(now, callingHours);
    return { notBefore, dueAt: nextWithin(notBefore + 4 * hour, callingHours) };
  }
  // Within the last half hour of the part: the next day's, so that the promise can be kept.
  const [from, to] = parts[part][0]!;
  const today = dayOf(now);
  const onDay = now > instantAt(today, to) - 30 * minute ? addDays(today, 1) : today;
  return { notBefore: Math.max(now, instantAt(onDay, from)), dueAt: instantAt(onDay, to) };
}

const advices = safety.advice as Readonly<Record<string, Text>>;
/** Wording of advice keys; an emergency always begins with 120. */
export function adviceFor(level: Level, keys: readonly string[]): Text[] {
  const all = level === 'emergency' ? ['emergency', ...keys] : level === 'crisis' && keys.length === 0 ? ['crisis'] : keys;
  return [...new Set(all)].map((key) => advices[key]).filter((text): text is Text => text !== undefined);
}
