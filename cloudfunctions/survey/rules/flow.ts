/**
 * The way through a questionnaire: what is asked, what comes next, how far it is, what is wrong with an answer. Pure and small: the pages run the same code as the server.
 * Only what Chrome 66 and iOS 11 have (no `at`, `findLast`, `hasOwn`): syntax is translated for them, methods are not.
 * An item that becomes hidden keeps its answer in the draft (going back brings it out again), but it is neither submitted nor scored.
 */
import type { Relation } from '../../kit/contract';
import type { Answers, EnableWhen, Item, Questionnaire, Respondent, Setting, Value } from '../contract';

/** A real answer, as opposed to nothing, a pass (null) or an empty text. */
export const isAnswered = (value: Value | null | undefined): value is Value => value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
/** Answered or passed over. */
const isDone = (answers: Answers, linkId: string): boolean => answers[linkId] !== undefined;

function holds(condition: EnableWhen, value: Value | null | undefined): boolean {
  const { operator, answer } = condition;
  if (operator === 'exists') return isAnswered(value) === answer;
  if (!isAnswered(value)) return false;
  if (operator === 'in') return Array.isArray(answer) && (Array.isArray(value) ? value : [value]).some((code) => answer.includes(String(code)));
  return typeof value === 'number' && typeof answer === 'number' && (operator === '<=' ? value <= answer : value >= answer);
}

/** The items that are asked, in order. A branch below a hidden item is hidden too. */
export function visibleItems<I extends Item>(item: readonly I[], answers: Answers, setting: Setting): I[] {
  const present = answers['present'] !== 'no';
  const shown = new Set<string>();
  let end = '';
  return item.filter((i) => {
    if (end && i.group !== end) return false;
    if (i.only && i.only !== setting.mode) return false;
    if (i.purpose === 'survey' && !setting.survey) return false;
    if (i.requiresStay && !present && shown.has('present')) return false;
    const conditions = i.enableWhen ?? [];
    const open = (c: EnableWhen): boolean => shown.has(c.question) && holds(c, answers[c.question]);
    if (conditions.length > 0 && !(i.enableBehavior === 'any' ? conditions.some(open) : conditions.every(open))) return false;
    shown.add(i.linkId);
    if (i.ends?.includes(String(answers[i.linkId]))) end = i.group;
    return true;
  });
}

/** What stands on one screen: a question and what opens beneath it. */
export interface Screen { group: string; items: Item[] }
export function screensOf(questionnaire: Questionnaire, answers: Answers, setting: Setting): Screen[] {
  const screens: Screen[] = [];
  for (const item of visibleItems(questionnaire.item, answers, setting)) {
    const last = screens[screens.length - 1];
    if (last?.group === item.group) last.items.push(item);
    else screens.push({ group: item.group, items: [item] });
  }
  return screens;
}

/** The first unanswered item: everything up to the last answer that was left out and must be answered, then whatever follows. Null when the end is reached. */
export function nextItem(questionnaire: Questionnaire, answers: Answers, setting: Setting): string | null {
  const items = visibleItems(questionnaire.item, answers, setting);
  const last = items.map((i) => isDone(answers, i.linkId)).lastIndexOf(true);
  return items.find((i, index) => !isDone(answers, i.linkId) && (i.required || index > last))?.linkId ?? null;
}

export interface Progress {
  /** "第 4 题，共 12 题": the question's place among those asked now; sub-questions and the several items of the last question count once. */
  at: number; of: number;
  /** Whole minutes, at least 1 until the end. */
  minutesLeft: number;
  /** 0 … 1, for the bar. */
  share: number;
}
/** How far it is when `linkId` is on screen; null stands for the end. */
export function progressOf(questionnaire: Questionnaire, answers: Answers, setting: Setting, linkId: string | null): Progress {
  const items = visibleItems(questionnaire.item, answers, setting);
  const numbers = [...new Set(items.map((i) => i.prefix))];
  const item = items.find((i) => i.linkId === linkId);
  const at = item ? numbers.indexOf(item.prefix) + 1 : numbers.length;
  const groups = [...new Set(items.map((i) => i.group))];
  const share = item ? groups.indexOf(item.group) / groups.length : 1;
  return { at, of: numbers.length, minutesLeft: item ? Math.max(1, Math.ceil(questionnaire.minutes * (1 - share))) : 0, share };
}

/** `required`: may not be passed over. `option`: not one of those offered. `exclusive`: 以上都没有 beside another. */
export type AnswerProblem = 'required' | 'type' | 'option' | 'exclusive' | 'too_many' | 'too_long';

/** What is wrong with an answer; null when nothing is. `null` as the value passes the item over. */
export function answerProblem(item: Item, value: Value | null): AnswerProblem | null {
  if (!isAnswered(value)) return item.required && !item.skippable ? 'required' : null;
  if (item.type === 'integer') return typeof value === 'number' ? null : 'type';
  if (item.type === 'text') return typeof value !== 'string' ? 'type' : value.length > (item.maxLength ?? 500) ? 'too_long' : null;
  if (Boolean(item.repeats) !== Array.isArray(value) || typeof value === 'number') return 'type';
  const values = Array.isArray(value) ? value : [value];
  if (values.length > (item.max ?? 12)) return 'too_many';
  if (new Set(values).size < values.length) return 'option';
  if (item.type === 'open-choice') return values.some((v) => v.trim() === '') ? 'option' : values.some((v) => v.length > 20) ? 'too_long' : null;
  const options = item.answerOption ?? [];
  if (values.some((v) => !options.some((o) => o.code === v))) return 'option';
  return values.length > 1 && options.some((o) => o.exclusive && values.includes(o.code)) ? 'exclusive' : null;
}

/** Empty texts and lists are a pass; names and texts lose the blanks around them. */
export function tidy(value: Value | null): Value | null {
  const trimmed = typeof value === 'string' ? value.trim() : Array.isArray(value) ? value.map((v) => v.trim()) : value;
  return isAnswered(trimmed) ? trimmed : null;
}

/** The required items that still stand in the way of submitting; a skippable one may have been passed over. */
export function missingItems(item: readonly Item[], answers: Answers, setting: Setting): string[] {
  return visibleItems(item, answers, setting)
    .filter((i) => i.required && !(i.skippable ? isDone(answers, i.linkId) : isAnswered(answers[i.linkId])))
    .map((i) => i.linkId);
}

const relations: Readonly<Record<string, Relation>> = { self: 'self', spouse: 'spouse', child: 'child', parent: 'parent', relative: 'other' };

/** Who answers, as declared by `who` and `present`. */
export function respondentOf(answers: Answers): Respondent {
  const who = typeof answers['who'] === 'string' ? answers['who'] : '';
  const by = who === '' ? 'unknown' : who === 'self' ? 'patient' : who === 'other' ? 'other' : 'family';
  const present = by === 'patient' ? true : answers['present'] === 'yes' ? true : answers['present'] === 'no' ? false : null;
  return { by, relation: relations[who] ?? null, present };
}

/** The answer to `who` that fits a relation; siblings and others are 其他亲属. */
export const whoOf = (relation: Relation): string => Object.keys(relations).find((code) => code !== 'relative' && relations[code] === relation) ?? 'relative';
