/** An answer as words, and who gave it. */
import type { Item, Value } from '../../../../cloudfunctions/survey/contract';
import type { Language } from '../../../text/wording';

/** `['chest', 'none']` → 胸痛或胸闷、以上都没有; names and texts as they are. */
export function answerWords(item: Item, value: Value | null | undefined, language: Language): string {
  if (value === undefined || value === null) return '';
  const values = (Array.isArray(value) ? value : [value]).map(String);
  return values.map((one) => item.answerOption?.find((option) => option.code === one)?.text[language] ?? one).join(language === 'zh' ? '、' : ', ');
}

/** The keys that choose an option: 1 … 9, then 0. */
export const optionKeys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const;
