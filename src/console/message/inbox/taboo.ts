/** 服务忌语 (domain practice of hospital service desks): words that an agent should not write to a patient. A hint before sending, never a wall. */
import taboo from './taboo.json';

/** The forbidden phrases that stand in a text, in the order of the list. */
export const tabooIn = (text: string): string[] => {
  const plain = text.replace(/\s+/g, '');
  const found = taboo.filter((phrase) => plain.includes(phrase));
  return found.filter((phrase) => !found.some((longer) => longer !== phrase && longer.includes(phrase)));
};
