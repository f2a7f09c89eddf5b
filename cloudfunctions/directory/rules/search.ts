/** From everyday words to the place and the people: names, other names, speciality and the common diseases that are treated there (G12 常见病分诊). It finds, it never advises. */
import { indexAnswers, searchAnswers } from '../../message/rules/search';

/** What is looked at of an entry. */
export interface Findable { entryId: string; name: string; aliases?: readonly string[]; title?: string; departmentName?: string; speciality: string; technologies?: string; diseases: readonly string[] }

const parts = (text: string): string[] => text.split(/[\s、，,；;。/]+/).filter((part) => part.length > 1 && part.length <= 12);

/** Ids, best first; a name that begins with the words comes before everything else. */
export function findEntries(entries: readonly Findable[], text: string, most = 12): string[] {
  const asked = text.trim();
  if (asked === '') return [];
  const scores = new Map<string, number>();
  const add = (id: string, score: number): void => void scores.set(id, (scores.get(id) ?? 0) + score);
  const index = indexAnswers(entries.map(({ entryId, name, aliases = [], diseases, speciality, technologies = '' }) => ({
    answerId: entryId, question: name, keywords: [...aliases, ...diseases, ...parts(speciality), ...parts(technologies)], answer: `${speciality} ${technologies}`,
  })));
  for (const { answerId, score } of searchAnswers(index, asked, entries.length)) add(answerId, score);
  for (const { entryId, name, aliases = [], diseases, speciality, technologies = '', departmentName = '', title = '' } of entries) {
    const names = [name, ...aliases];
    if (names.includes(asked)) add(entryId, 40);
    else if (names.some((one) => one.startsWith(asked))) add(entryId, 20);
    else if (names.some((one) => one.includes(asked))) add(entryId, 10);
    // 「骨折」 stands in 股骨颈骨折; 「骨折了怎么办」 holds 骨折, which the search above has seen.
    if (asked.length > 1 && diseases.some((disease) => disease.includes(asked))) add(entryId, 12);
    if (asked.length > 1 && `${speciality} ${technologies}`.includes(asked)) add(entryId, 6);
    if (asked.length > 1 && (departmentName.includes(asked) || title === asked)) add(entryId, 5);
  }
  return [...scores].filter(([, score]) => score >= 1).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, most).map(([id]) => id);
}
