/** What complaints are about and who looks into them, in the reader's language: the names stand in the domain's own tables. */
import type { Office } from '../../cloudfunctions/complaint/contract';
import { allCategories, allOffices } from '../../cloudfunctions/complaint/rules/category';
import type { Language } from './wording';

/** A part of the hospital's work, and the matters within it. */
export interface CategoryGroup { code: string; label: string; items: { code: string; label: string }[] }

/** Suggestions are filed in the same way, and stand beside the parts: nobody looks for them under "other". */
const suggestion = 'other.suggest';

export const categoryGroups = (language: Language): CategoryGroup[] =>
  allCategories.flatMap((group): CategoryGroup[] => {
    const items = group.items.map((item) => ({ code: item.code, label: item[language] }));
    const ideas = items.filter(({ code }) => code === suggestion);
    const whole = { code: group.code, label: group[language], items: items.filter(({ code }) => code !== suggestion) };
    return [...ideas.map(({ code, label }) => ({ code, label, items: [{ code, label }] })), whole];
  });

/** The part that a matter belongs to; '' of none. */
export const groupOf = (category: string | undefined): string => (category === undefined ? '' : isSuggestion(category) ? category : category.split('.')[0] ?? '');
/** A suggestion is asked for in other words. */
export const isSuggestion = (category: string): boolean => category === suggestion;

/** 护理质量 · 呼叫与巡视; '' where the table does not know it any longer. */
export function categoryWords(category: string, language: Language): string {
  const group = categoryGroups(language).find(({ code }) => code === groupOf(category));
  const item = group?.items.find(({ code }) => code === category);
  if (!group) return '';
  return item && group.items.length > 1 ? `${group.label} · ${item.label}` : group.label;
}

export const officeWords = (office: string, language: Language): string => allOffices.find(({ code }) => code === office)?.[language] ?? office;
export const officesWords = (offices: readonly Office[], language: Language): string => offices.map((office) => officeWords(office, language)).join(language === 'zh' ? '、' : ', ');
/** Offices to choose from, in the order of the table. */
export const officeOptions = (language: Language): { value: Office; label: string }[] => allOffices.map((office) => ({ value: office.code, label: office[language] }));
