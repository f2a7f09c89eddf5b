/** Finding the standard answer to a question in everyday Chinese: character pairs, keywords and words that mean the same. Pure, without a dictionary; thirty to a few hundred entries. */
import { normalise } from '../../survey/rules/screen';
import synonyms from '../data/synonyms.json';

/** What is looked at of an entry. */
export interface Searchable { answerId: string; question: string; keywords: readonly string[]; answer: string }

const clean = (text: string): string => normalise(text).text;
const groups = synonyms.groups.map((group) => group.map(clean));
/** Words that stand in every question and mean nothing for the choice. */
const empty = new Set(['怎么', '么办', '什么', '可以', '请问', '问一', '一下', '现在', '还是', '是不', '不是', '能不', '不能', '有没', '没有', '我的', '我们', '你们', '这个', '那个', '应该', '需要', '要不', '如果', '但是', '谢谢', '你好', '您好', '医生', '正常', '常吗', '办呢', '吗我', '后可', '自己']);

function pairs(text: string): Map<string, number> {
  const found = new Map<string, number>();
  for (let i = 0; i + 2 <= text.length; i += 1) {
    const pair = text.slice(i, i + 2);
    if (!empty.has(pair)) found.set(pair, (found.get(pair) ?? 0) + 1);
  }
  return found;
}

/** The words of the synonym groups that the text speaks of, its own ones first. */
function meant(text: string): { own: string[]; other: string[] } {
  const own: string[] = [];
  const other: string[] = [];
  for (const group of groups) {
    const said = group.filter((word) => text.includes(word));
    if (said.length === 0) continue;
    own.push(...said);
    other.push(...group.filter((word) => !said.includes(word)));
  }
  return { own, other };
}

interface Entry { answerId: string; question: string; keywords: string[]; body: string; pairs: Map<string, number> }
/** Entries prepared for searching; `weight` of a pair of characters. */
export interface SearchIndex { entries: Entry[]; weight: (pair: string) => number }

/** Prepares entries once for several searches. */
export function indexAnswers(answers: readonly Searchable[]): SearchIndex {
  const entries = answers.map((a) => {
    const question = clean(a.question);
    const keywords = [...new Set(a.keywords.map(clean))].filter((k) => k !== '');
    return { answerId: a.answerId, question, keywords, body: clean(a.answer), pairs: pairs(`${question}。${keywords.join('。')}`) };
  });
  const among = new Map<string, number>();
  for (const entry of entries) for (const pair of entry.pairs.keys()) among.set(pair, (among.get(pair) ?? 0) + 1);
  // A pair that stands in few questions says more (as in any full-text search).
  return { entries, weight: (pair) => Math.log(1 + entries.length / (among.get(pair) ?? entries.length)) };
}

/** Best first; nothing where nothing fits. Scores compare within one search only. */
export function searchAnswers(index: SearchIndex, query: string, most = 8): { answerId: string; score: number }[] {
  const text = clean(query);
  if (text === '') return [];
  const asked = pairs(text);
  const { own, other } = meant(text);
  const spoken = new Set(own);
  return index.entries
    .map((entry) => {
      let score = 0;
      for (const [pair] of asked) if (entry.pairs.has(pair)) score += index.weight(pair);
      for (const keyword of entry.keywords) {
        if (text.includes(keyword)) score += 3 * Math.sqrt(keyword.length);
        else if (other.some((word) => word.length > 1 && keyword.includes(word))) score += 1.5;
      }
      for (const word of other) if (entry.question.includes(word)) score += word.length > 1 ? 2 : 0.5;
      for (const word of spoken) if (entry.question.includes(word)) score += word.length > 1 ? 2 : 0.5;
      // The answer's own words only tip the balance.
      for (const word of spoken) if (word.length > 1 && entry.body.includes(word)) score += 0.3;
      return { answerId: entry.answerId, score };
    })
    .filter(({ score }) => score >= 1)
    .sort((a, b) => b.score - a.score || (a.answerId < b.answerId ? -1 : 1))
    .slice(0, most);
}
