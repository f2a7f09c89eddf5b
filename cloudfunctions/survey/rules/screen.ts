/**
 * Reading free text for danger. Suggestions for people, never a diagnosis: a match raises a call, a person judges.
 * Where it errs it errs upward: a negation lowers a match by one level and never makes an R1 or R2 vanish.
 */
import type { Level } from '../contract';
import words from '../data/words.json';

/** What a group of words means beside its level: `restricted` only for a special role, `death`, `stop` (no more contact), `wrong_person`, `epidemic`. */
export type Special = 'restricted' | 'death' | 'stop' | 'wrong_person' | 'epidemic';
/** Phrases that mean one thing. A blank inside a phrase joins parts that must all occur, in any place: "肚子胀 不排气". */
export interface PhraseGroup<L extends string> { id: string; level?: L; advice?: string; special?: Special; phrases: string[] }
export interface PhraseMatch<L extends string> { id: string; phrase: string; level: L | null; negated: boolean; advice: string | null; special: Special | null }
export type Match = PhraseMatch<Level>;

/** One level down for a negated match; concern falls away. */
const lower: Readonly<Record<Level, Level | null>> = { emergency: 'today', crisis: 'today', today: 'concern', concern: null };
/** How far before a phrase a negation counts, in characters (our choice, to be reviewed with the phrases). */
const negationWindow = 5;

const simplified = new Map<string, string>();
for (let i = 0; i + 1 < words.simplified.length; i += 2) simplified.set(words.simplified[i]!, words.simplified[i + 1]!);

/** A sentence's end stops a negation: "医生没来，胸痛". An enumeration (、) and blanks do not: "没有发烧、胸痛". */
const isBoundary = (char: string): boolean => /[,.;:!?，。；：！？\n]/.test(char);

/**
 * NFKC, lower case, simplified; blanks, punctuation and emoji removed; a repeated character once (digits stay as they are: 高压200).
 * `clause` is the number of the clause each character stood in.
 */
export function normalise(text: string): { text: string; clause: number[] } {
  let out = '';
  const clause: number[] = [];
  let current = 0;
  const source = text.normalize('NFKC').toLowerCase();
  for (let i = 0; i < source.length; i += 1) {
    const raw = source[i]!;
    const char = simplified.get(raw) ?? raw;
    if (!/[\p{L}\p{N}]/u.test(char)) {
      const decimal = raw === '.' && /\d/.test(source[i - 1] ?? '') && /\d/.test(source[i + 1] ?? '');
      if (isBoundary(raw) && !decimal) current += 1;
      continue;
    }
    if (char === out.at(-1) && !/\d/.test(char)) continue;
    out += char;
    clause.push(current);
  }
  return { text: out, clause };
}

const notNegation = words.notNegation.map((w) => normalise(w).text).sort((a, b) => b.length - a.length);
const negations = words.negation.map((w) => normalise(w).text);

/** Is there a negation within five characters before `at`, in the same clause? Words that only look like one (不舒服, 受不了) do not count. */
function isNegated(text: string, clause: readonly number[], at: number, alike: readonly string[] = notNegation): boolean {
  let start = at;
  while (start > 0 && clause[start - 1] === clause[at] && at - start < negationWindow + 6) start -= 1;
  let before = text.slice(start, at);
  for (const word of alike) before = before.replaceAll(word, '＿'.repeat(word.length));
  const near = before.slice(-negationWindow);
  return negations.some((n) => near.includes(n));
}

/** Where the phrase stands un-negated, else where it stands at all; -1 when it does not. */
function find(text: string, clause: readonly number[], part: string, alike?: readonly string[]): { at: number; negated: boolean } {
  let first = -1;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    if (!isNegated(text, clause, at, alike)) return { at, negated: false };
    if (first < 0) first = at;
  }
  return { at: first, negated: first >= 0 };
}

/** Does the text hold this phrase, normalised and not negated? */
export function says(text: string, phrase: string): boolean {
  const read = normalise(text);
  const found = find(read.text, read.clause, normalise(phrase).text);
  return found.at >= 0 && !found.negated;
}

/**
 * Reads text with any list of words. `lower`: the level one down for a negated match, null where it falls away. `innocent`: words that only look like a phrase (律师楼), read over.
 * `alike`: more words that only look like a negation (不解决就起诉). The match of a group is its first un-negated phrase; each group speaks once.
 */
export interface ScreenWords<L extends string> { groups: readonly PhraseGroup<L>[]; lower: Readonly<Record<L, L | null>>; innocent?: readonly string[]; alike?: readonly string[] }
export function createScreen<L extends string>({ groups, lower: down, innocent = [], alike = [] }: ScreenWords<L>): (input: string) => PhraseMatch<L>[] {
  const looksNegated = [...notNegation, ...alike.map((word) => normalise(word).text)].sort((a, b) => b.length - a.length);
  const known = groups.map((group) => ({ ...group, patterns: group.phrases.map((phrase) => ({ phrase, parts: phrase.split(' ').map((part) => normalise(part).text) })) }));
  const harmless = innocent.map((word) => normalise(word).text).sort((a, b) => b.length - a.length);
  return (input) => {
    const read = normalise(input);
    const { clause } = read;
    const text = harmless.reduce((all, word) => all.replaceAll(word, '＿'.repeat(word.length)), read.text);
    return known.flatMap((group) => {
      let best: PhraseMatch<L> | undefined;
      for (const { phrase, parts } of group.patterns) {
        const found = parts.map((part) => find(text, clause, part, looksNegated));
        if (found.some((f) => f.at < 0)) continue;
        const negated = found.every((f) => f.negated);
        const level = group.level ? (negated ? down[group.level] : group.level) : null;
        const special = negated ? null : group.special ?? null;
        if ((level || special) && (!best || (best.negated && !negated))) best = { id: group.id, phrase, level, negated, advice: negated ? null : group.advice ?? null, special };
      }
      return best ? [best] : [];
    });
  };
}

/** S-01 to S-09 by themselves, without a level: what few may read, a death, no more contact. For domains that read them with words of their own. */
export const specialGroups: readonly PhraseGroup<never>[] = (words.group as PhraseGroup<Level>[]).flatMap(({ id, special, phrases }) => (special ? [{ id, special, phrases }] : []));

const danger = createScreen<Level>({ groups: words.group as PhraseGroup<Level>[], lower });

/** Every group of danger words that speaks in the text, once each, with combination rules (a) and (d) applied; the others concern complaints and the queue. */
export function screenText(input: string): Match[] {
  const { text, clause } = normalise(input);
  return combine(text, clause, danger(input));
}

function combine(text: string, clause: readonly number[], matches: Match[]): Match[] {
  const result = [...matches];
  for (const rule of words.combination) {
    const company = rule.with.find((w) => text.includes(normalise(w).text));
    if (!company) continue;
    const level = rule.level as Level;
    if (rule.when.level) {
      const fact = matches.find((m) => m.level === rule.when.level && !m.negated);
      if (fact) result.push({ ...fact, id: `${fact.id}+${rule.id}`, level, advice: rule.advice });
    } else {
      const word = rule.when.words?.find((w) => { const f = find(text, clause, normalise(w).text); return f.at >= 0 && !f.negated; });
      if (word) result.push({ id: `combination-${rule.id}`, phrase: `${word}、${company}`, level, negated: false, advice: rule.advice, special: null });
    }
  }
  return result;
}
