/** What an answer sets off: safety page, calls, doors. Once per sheet and level; upward only. */
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

/**
 * Must a person be told now? Once per sheet and level; what is covered by a higher level is not raised again, except that an emergency and a crisis need different people.
 * A concern is passed on for each new item: it wakes nobody, and the nurse should know all of them.
 */
export function mustRaise(level: Level, keys: readonly string[], raisedSoFar: readonly { level: Level; keys: readonly string[] }[]): boolean {
  if (level === 'concern') return keys.some((key) => !raisedSoFar.some((r) => r.level === 'concern' && r.keys.includes(key)));
  return !raisedSoFar.some((r) => r.level === level || (level === 'today' && rank(r.level) > rank('today')));
}

const advices = safety.advice as Readonly<Record<string, Text>>;
/** Wording of advice keys; an emergency always begins with 120. */
export function adviceFor(level: Level, keys: readonly string[]): Text[] {
  const all = level === 'emergency' ? ['emergency', ...keys] : level === 'crisis' && keys.length === 0 ? ['crisis'] : keys;
  return [...new Set(all)].map((key) => advices[key]).filter((text): text is Text => text !== undefined);
}
