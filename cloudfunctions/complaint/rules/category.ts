/** Which office looks into what (S004's table, data/category.json), and what offices are called. */
import type { Office } from '../contract';
import categories from '../data/category.json';
import offices from '../data/office.json';

/** Level 1 with its level 2, in the order of the form. */
export interface Category { code: string; zh: string; en: string; items: { code: string; zh: string; en: string; offices: Office[] }[] }
/** As the form lists them. */
export const allCategories = categories as Category[];
/** As the desk lists them. */
export const allOffices = offices as { code: Office; zh: string; en: string }[];

const byCode = new Map(allCategories.flatMap(({ items }) => items.map((item) => [item.code, item] as const)));

/** Is there such a category? */
export const isCategory = (code: string): boolean => byCode.has(code);
/** The offices of a category; patient relations for one that is not known. */
export const officesOf = (code: string): Office[] => [...(byCode.get(code)?.offices ?? ['relations'])];
