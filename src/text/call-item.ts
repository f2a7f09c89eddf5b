/** The answers that raised a call, in the words of the questionnaire: `red:chest` → 胸痛或胸闷. Keys only travel; the words are looked up here. */
import full from '../../cloudfunctions/survey/data/ip-full-1.json';
import short from '../../cloudfunctions/survey/data/fu-short-1.json';
import words from '../../cloudfunctions/survey/data/words.json';
import { defineText, type Language } from './wording';

interface Worded { zh: string; en: string }
interface Asked { linkId: string; text: Worded; answerOption?: readonly { code: string; text: Worded }[]; alert?: readonly { in: readonly string[]; level: string }[] }
const items: readonly Asked[] = [...short.item, ...full.item];

const special = defineText<Record<string, string>>(
  { death: '留言里说到去世', stop: '留言里说不要再联系', wrong_person: '留言里说不是本人' },
  { death: 'the text speaks of a death', stop: 'the text asks for no more contact', wrong_person: 'the text says it is the wrong person' },
);

/** Where a danger was told that no questionnaire asked about. */
const told = defineText<Record<string, string>>(
  { 'visit:worse': '取消复诊时说病情加重', message: '留言提到危险', complaint: '投诉提到危险' },
  { 'visit:worse': 'cancelled the visit because it is worse', message: 'danger told in a message', complaint: 'danger told in a complaint' },
);

/** Options that say little without their question. */
const bare = defineText<Record<string, string>>({
  'recover:worse': '恢复变差', 'mood:crisis': '有轻生想法', 'med_adr:yes': '用药后不舒服', 'wound:yes': '伤口或护理有困难', 'med_take:stopped': '自己停了药', 'med_take:unclear': '药没领到或看不懂', 'know_revisit:book': '想约复诊',
}, {
  'recover:worse': 'feels worse', 'mood:crisis': 'thoughts of self-harm', 'med_adr:yes': 'unwell after medicines', 'wound:yes': 'difficulty with wound or care', 'med_take:stopped': 'stopped the medicines', 'med_take:unclear': 'medicines not received or not clear', 'know_revisit:book': 'wants to book a return visit',
});

/** One key as words; '' for a key that no questionnaire knows. */
export function itemWords(key: string, language: Language): string {
  const own = bare[language][key];
  if (own) return own;
  const [linkId = '', code = ''] = key.split(':');
  const elsewhere = told[language][key] ?? told[language][linkId];
  if (elsewhere) return elsewhere;
  const item = items.find((i) => i.linkId === linkId);
  const option = item?.answerOption?.find((o) => o.code === code);
  if (option) return option.text[language];
  if (special[language][code]) return special[language][code];
  // A danger word in a text: the group's first phrase stands for it.
  const phrase = words.group.find((group) => group.id === code)?.phrases[0];
  if (phrase) return language === 'zh' ? `说到“${phrase}”` : `mentions “${phrase}”`;
  return item?.text[language] ?? '';
}

const levels = ['emergency', 'crisis', 'today', 'concern'];
/** The graver, the smaller. */
function rankOf(key: string): number {
  const [linkId = '', code = ''] = key.split(':');
  const level = items.find((i) => i.linkId === linkId)?.alert?.find((alert) => alert.in.includes(code))?.level ?? words.group.find((group) => group.id === code)?.level;
  const rank = levels.indexOf(level ?? '');
  return rank < 0 ? levels.length : rank;
}

/** Several keys, the gravest first, each word once, `most` of them. */
export function itemsWords(keys: readonly string[], language: Language, most = 2): { words: string; all: number } {
  const all = [...new Set([...keys].sort((a, b) => rankOf(a) - rankOf(b)).map((key) => itemWords(key, language)).filter((word) => word !== ''))];
  return { words: all.slice(0, most).join(language === 'zh' ? '、' : ', '), all: all.length };
}
