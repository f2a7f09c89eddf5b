/**
 * Scores of sheets (our rules; top-box as HCAHPS counts it). A sheet here is the answers that were submitted: hidden items are not in it.
 * Only items on FREQ4, SAT5 or YES3 with a dimension count: `integrity`, `now`, `red` and `mood` never do.
 */
import type { Answers, Setting } from '../contract';
import { scaleOptions, type DefinedItem, type Definition } from './definition';
import { isAnswered, visibleItems } from './flow';

/** Of one item over n valid answers. `score` 0–100; shares 0–1. `satisfied` (满意率: 4 and 5 of 1…5) only on SAT5. */
export interface ItemScore { n: number; score: number; topBox: number; satisfied: number | null }
export interface Nps { n: number; promoters: number; detractors: number; /** −100 … +100 */ value: number }
export interface Score {
  items: Record<string, ItemScore>;
  dimensions: Record<string, number>;
  /** Mean of the dimensions; null when none has a valid answer. */
  total: number | null;
  nps: Nps | null;
}

const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

/** Mapped scores of the valid answers of one item; 不适用 and 不清楚 are left out. */
function validScores(item: DefinedItem, sheets: readonly Answers[]): { codes: string[]; scores: number[] } {
  const options = item.scale ? scaleOptions(item.scale) : [];
  const codes: string[] = [];
  const scores: number[] = [];
  for (const sheet of sheets) {
    const value = sheet[item.linkId];
    const score = options.find((o) => o.code === value)?.score;
    if (typeof value === 'string' && typeof score === 'number') {
      codes.push(value);
      scores.push(score);
    }
  }
  return { codes, scores };
}

/** Promoters 9–10, passives 7–8, detractors 0–6 (the usual net promoter definition). Null without answers. */
export function npsOf(values: readonly number[]): Nps | null {
  if (values.length === 0) return null;
  const promoters = values.filter((v) => v >= 9).length;
  const detractors = values.filter((v) => v <= 6).length;
  return { n: values.length, promoters, detractors, value: ((promoters - detractors) / values.length) * 100 };
}

/** One sheet or many. `weights` by dimension, 1 unless given (equal weights). */
export function scoreSheets(definition: Definition, sheets: readonly Answers[], weights: Readonly<Record<string, number>> = {}): Score {
  const items: Record<string, ItemScore> = {};
  const byDimension = new Map<string, number[]>();
  for (const item of definition.item) {
    if (!item.dimension || item.seenBy !== 'experience') continue;
    const { codes, scores } = validScores(item, sheets);
    if (scores.length === 0) continue;
    const score = mean(scores);
    items[item.linkId] = {
      n: scores.length, score,
      topBox: scores.filter((s) => s === 100).length / scores.length,
      satisfied: item.scale === 'SAT5' ? codes.filter((c) => c === '5' || c === '4').length / codes.length : null,
    };
    byDimension.set(item.dimension, [...(byDimension.get(item.dimension) ?? []), score]);
  }
  const dimensions = Object.fromEntries([...byDimension].map(([key, scores]) => [key, mean(scores)]));
  const weight = Object.keys(dimensions).reduce((sum, key) => sum + (weights[key] ?? 1), 0);
  const total = weight > 0 ? Object.entries(dimensions).reduce((sum, [key, score]) => sum + score * (weights[key] ?? 1), 0) / weight : null;
  const nps = npsOf(sheets.map((s) => s['nps']).filter((v): v is number => typeof v === 'number'));
  return { items, dimensions, total, nps };
}

/** At least 80 % of the required items that were asked are answered; 不清楚 is an answer, a pass is none. `sealedDone`: items whose answer is kept apart. */
export function isValid(definition: Definition, answers: Answers, setting: Setting, sealedDone: readonly string[]): boolean {
  const required = visibleItems(definition.item, answers, setting).filter((i) => i.required);
  const answered = required.filter((i) => isAnswered(answers[i.linkId]) || sealedDone.includes(i.linkId));
  return required.length > 0 && answered.length * 5 >= required.length * 4;
}

/** Answered faster than a person reads: 40 s for the full questionnaire, 15 s for the short one. Kept, but flagged. */
export const isSuspect = (definition: Definition, seconds: number): boolean => seconds < definition.minSeconds;
