/** What a complaint's words tell before anybody reads them: danger to life, a dispute in the making, matters for few eyes. Suggestions for people; unreviewed sample lists. */
import type { DisputeLevel, Office } from '../contract';
import words from '../data/words.json';
import { createScreen, screenText, specialGroups, type PhraseGroup } from '../../survey/rules/screen';

type D = Exclude<DisputeLevel, ''>;
type Danger = 'emergency' | 'crisis' | 'today';

const dispute = createScreen<D>({ groups: words.group as PhraseGroup<D>[], lower: { D1: 'D2', D2: 'D3', D3: null }, innocent: words.innocent, alike: words.alike });
const special = createScreen<never>({ groups: specialGroups, lower: {}, innocent: words.innocentSpecial });

const rank: readonly DisputeLevel[] = ['', 'D3', 'D2', 'D1'];
/** The higher of two. */
export const worse = (a: DisputeLevel, b: DisputeLevel): DisputeLevel => (rank.indexOf(a) >= rank.indexOf(b) ? a : b);

/** What the words tell. */
export interface Reading {
  warning: DisputeLevel;
  /** Groups and phrases that spoke, for staff. */
  words: { id: string; phrase: string; level: DisputeLevel }[];
  /** Only officer and director: gifts, kickbacks, harassment, touts, fraud (S-01 to S-05). */
  restricted: boolean;
  /** Offices that such matters belong to, beside those of the category. */
  offices: Office[];
  /** Somebody must be rung (R1, R2, O); `items` name the groups, never the words. */
  danger: { level: Danger; items: string[] } | null;
}

/** Reads all that was said. `earlier`: complaints of the same patient in the last 30 days; two make a warning (combination c). */
export function readWords(text: string, earlier: number): Reading {
  const spoken = dispute(text);
  const aside = special(text).filter((match) => match.special !== null);
  const restricted = aside.filter((match) => match.special === 'restricted');
  let warning = spoken.reduce<DisputeLevel>((level, match) => worse(level, match.level ?? ''), '');
  // Combination b: a death and any grievance. S-03 stands beside D1 (domain table).
  if ((warning === 'D2' || warning === 'D3') && aside.some((match) => match.special === 'death')) warning = 'D1';
  if (restricted.some(({ id }) => id === 'S-03')) warning = 'D1';
  if (warning === 'D3' && earlier > 0) warning = 'D2';
  const matches = screenText(text).filter((match) => match.level === 'emergency' || match.level === 'crisis' || match.level === 'today');
  const level = (['emergency', 'crisis', 'today'] as const).find((one) => matches.some((match) => match.level === one));
  return {
    warning,
    words: [...spoken.map(({ id, phrase, level: found }) => ({ id, phrase, level: found ?? ('' as const) })), ...aside.map(({ id, phrase }) => ({ id, phrase, level: '' as const }))],
    restricted: restricted.length > 0,
    offices: [...new Set(restricted.flatMap(({ id }) => (words.special as Record<string, Office[]>)[id] ?? []))],
    danger: level ? { level, items: [...new Set(matches.map(({ id }) => `words:${id}`))] } : null,
  };
}
