/** What a person says about the columns of a file, before it is sent: pure, so that it can be kept as a draft and proved. */
import headings from '../../../../cloudfunctions/discharge/data/heading.json';
import ways from '../../../../cloudfunctions/discharge/data/way.json';
import type { FieldName, MappingColumn, MappingQuestion } from '../../../../cloudfunctions/discharge/contract/intake';
import { columnGroups, columnText, fieldsOfGroup, type ColumnField, type ColumnGroup } from '../../../text/discharge-import-columns';
import type { Language } from '../../../text/wording';

/** Without these no row can be taken, as the server has it (rules/heading); `department` stands for its name or its code. */
export const requiredFields: readonly FieldName[] = ['patientNo', 'inpatientNo', 'visitTimes', 'name', 'sex', 'birthDate', 'department', 'admitAt', 'dischargeAt', 'dx', 'way'];
/** Of these every column is read; of others the left one that is not blank. */
const manifold: ReadonlySet<FieldName> = new Set(['dxOther', 'operation', 'chief', 'receiver', 'readmitPlan', 'allergy']);

/** Fields with codes that a source may have of its own, and ours. */
export const codesOf = { way: ['1', '2', '3', '4', '5', '9'], sex: ['1', '2'] } as const;
export type CodedField = keyof typeof codesOf;
export const isCoded = (field: FieldName | null): field is CodedField => field === 'way' || field === 'sex';

/** One column: its field, whether a person chose it, and per code of ours the file's own words as they were typed. */
export interface Choice { field: FieldName | null; byPerson: boolean; words: Readonly<Record<string, string>> }
export type Choices = readonly Choice[];

export const firstChoices = ({ headings: asked }: MappingQuestion): Choices => asked.map(({ field }) => ({ field, byPerson: false, words: {} }));

/** A draft that was kept, where it belongs to this very question; else null. */
export function readDraft(text: string | null, { fingerprint, headings: asked }: MappingQuestion): Choices | null {
  try {
    const kept = JSON.parse(text ?? 'null') as { fingerprint?: unknown; choices?: unknown } | null;
    if (kept?.fingerprint !== fingerprint || !Array.isArray(kept.choices) || kept.choices.length !== asked.length) return null;
    return (kept.choices as Partial<Choice>[]).map(({ field = null, byPerson = false, words = {} }) => ({ field, byPerson, words }));
  } catch {
    return null;
  }
}
export const writeDraft = ({ fingerprint }: MappingQuestion, choices: Choices): string => JSON.stringify({ fingerprint, choices });

/** Fields that must have a column and have none. */
export function missingOf(choices: Choices): FieldName[] {
  const chosen = new Set(choices.map(({ field }) => field));
  return requiredFields.filter((field) => !chosen.has(field) && !(field === 'department' && chosen.has('departmentCode')));
}

/** Fields with several columns of which only one counts. */
export function doublesOf(choices: Choices): { field: FieldName; columns: number[] }[] {
  const columns = new Map<FieldName, number[]>();
  for (const [column, { field }] of choices.entries()) if (field !== null && !manifold.has(field)) columns.set(field, [...(columns.get(field) ?? []), column]);
  return [...columns].filter(([, of]) => of.length > 1).map(([field, of]) => ({ field, columns: of }));
}

const wordsIn = (typed: string): string[] => typed.split(/[、，,;；\n]/).map((word) => word.trim()).filter((word) => word !== '');
/** The first of the file's words that stands beside two codes. */
export function wordTwice({ field, words }: Choice): string | undefined {
  if (!isCoded(field)) return undefined;
  const all = Object.values(words).flatMap(wordsIn);
  return all.find((word, at) => all.indexOf(word) !== at);
}

const known: Readonly<Record<CodedField, ReadonlySet<string>>> = {
  way: new Set<string>([...codesOf.way, ...codesOf.way.flatMap((code) => [...ways[code], ...ways[code].map((word) => `${code}${word}`)])]),
  sex: new Set(['0', '1', '2', '9', '男', '女', '男性', '女性', 'M', 'F', 'm', 'f', '未知', '不详']),
};
/** Values in the preview that need a person's word. */
export function strangeWords(choice: Choice, samples: readonly string[]): string[] {
  const { field, words } = choice;
  if (!isCoded(field)) return [];
  const said = new Set(Object.values(words).flatMap(wordsIn));
  return [...new Set(samples.map((sample) => sample.trim()))].filter((sample) => sample !== '' && !known[field].has(sample.replace(/[\s.、:：-]/g, '')) && !said.has(sample));
}

/** In the server's form: each column by its heading, by its number where it has none that can be told (of signs alone, or too long). */
export function answerOf({ headings: asked }: MappingQuestion, choices: Choices): MappingColumn[] {
  const columns = asked.flatMap(({ heading }, column): MappingColumn[] => {
    const { field = null, words = {} } = choices[column] ?? {};
    const nameless = !/[\p{L}\p{N}]/u.test(heading) || heading.length > 200;
    if (nameless && field === null) return [];
    const values = isCoded(field) ? Object.entries(words).flatMap(([code, typed]) => wordsIn(typed).map((from) => ({ from, to: code }))) : [];
    return [{ heading: nameless ? column : heading, field, ...(values.length > 0 && { values }) }];
  });
  return columns.length > 300 ? columns.filter(({ field }) => field !== null).slice(0, 300) : columns;
}

const even = (text: string): string => text.toLowerCase().replace(/\s/g, '');
const synonyms: Readonly<Record<string, readonly string[] | unknown>> = headings;
/** Of the fields found, the one that was probably meant: its own name begins with what was typed, or holds it. */
export function likeliest(typed: string, fields: readonly (ColumnField | null)[], language: Language): number {
  const wanted = even(typed);
  const at = (fits: (name: string) => boolean): number => fields.findIndex((field) => field !== null && fits(even(columnText[language][field])));
  const found = wanted === '' ? 0 : [at((name) => name === wanted), at((name) => name.startsWith(wanted)), at((name) => name.includes(wanted))].find((place) => place >= 0);
  return found ?? 0;
}
/** Fields whose name or usual heading contains what was typed, by group; everything for nothing typed. */
export function findFields(typed: string, language: Language): { group: ColumnGroup; fields: ColumnField[] }[] {
  const wanted = even(typed);
  const fits = (field: ColumnField): boolean => {
    const usual = synonyms[field];
    const names = [columnText.zh[field], columnText.en[field], columnText[language][field], ...(Array.isArray(usual) ? usual.filter((name) => typeof name === 'string') : [])];
    return names.some((name) => even(name).includes(wanted));
  };
  return columnGroups.map((group) => ({ group, fields: fieldsOfGroup[group].filter((field) => wanted === '' || fits(field)) })).filter(({ fields }) => fields.length > 0);
}
