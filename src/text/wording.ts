/**
 * Wording in two languages, Chinese first. Each domain keeps its own file beside this one:
 *
 *   export const visitText = defineText({ book: '预约', left: (days: number) => `还有 ${days} 天` }, { book: 'Book', left: (days) => `in ${days} days` });
 *
 * The English side has exactly the keys of the Chinese one: a missing or an extra key is a type error.
 */
export type Language = 'zh' | 'en';

/** One domain's wording in both languages: strings, and functions that make one. */
export interface Text<T extends object> { readonly zh: T; readonly en: T }

/** Pairs a domain's Chinese wording with its English one. */
export function defineText<T extends object>(zh: T, en: NoInfer<T>): Text<T> {
  return { zh, en };
}
