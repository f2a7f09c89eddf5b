/** A call in words: why it exists, whether it can be rung now, until when. The list and the call's own page say the same. */
import { callText, kindText, matterText, partText, reasonText, ringNoteText, ringText } from '../../text/call';
import { itemsWords } from '../../text/call-item';
import { agoWords, clockWords, dayOf, dayWords, untilWords, whenWords } from '../../text/time';
import type { Language } from '../../text/wording';
import type { Card, Row } from './desk';

/** Agreed calls and those broken off stand at this priority. */
const agreedPriority = 10;
const hour = 3_600_000;

type Reasoned = Pick<Row, 'kind' | 'level' | 'items' | 'reason' | 'priority' | 'flags' | 'attempts'> & { lastPart?: Row['lastPart'] };

const joinedWith = (one: string, other: string, language: Language): string => `${one}${language === 'zh' ? '，' : ', '}${other}`;

/** `alarm`: shown in red. */
export function reasonWords(row: Reasoned, language: Language): { words: string; alarm: boolean } {
  const t = reasonText[language];
  const { words, all } = itemsWords(row.items, language);
  const joined = (head: string) => [head, words, all > 2 ? t.more(all) : ''].filter((word) => word !== '').join(' ');
  if (row.kind === 'redflag') return { words: joined(row.level === 'today' ? t.today : kindText[language].redflag), alarm: true };
  if (row.kind === 'concern') return { words: joined(kindText[language].concern), alarm: false };
  if (row.kind === 'callback') return { words: kindText[language].callback, alarm: false };
  const matter = row.kind === 'closure' || row.kind === 'missed' || row.kind === 'reply' ? matterText[language][row.reason] ?? kindText[language][row.kind] : '';
  if (matter !== '') return { words: row.attempts > 0 ? joinedWith(matter, t.again(row.attempts + 1, row.lastPart ? partText[language][row.lastPart] : ''), language) : matter, alarm: false };
  if (row.priority === agreedPriority && row.attempts > 0) return { words: t.agreed, alarm: false };
  if (row.attempts > 0) return { words: t.again(row.attempts + 1, row.lastPart ? partText[language][row.lastPart] : ''), alarm: false };
  if (row.reason === 'no_channel') return { words: t.no_channel, alarm: false };
  return { words: row.flags.includes('high_risk') ? t.silentHighRisk : t.silent, alarm: false };
}

/** Can it be rung now, why (not), from when. */
export function ringWords(row: Pick<Row, 'ring' | 'ackBy' | 'ackAt' | 'kind' | 'notBefore' | 'priority' | 'attempts'>, now: number, language: Language): string {
  const { ring } = row;
  const comma = language === 'zh' ? '，' : ', ';
  const notes = ringNoteText[language];
  if (ring.can) {
    const note = ring.note === 'kept_for' ? notes.kept_for(ring.by) : ring.note === 'elderly_morning' ? notes.elderly_morning
      : row.kind === 'redflag' && row.ackAt > 0 ? notes.acknowledged(row.ackBy)
      : row.priority === agreedPriority && row.attempts > 0 && row.notBefore > 0 ? notes.agreed(dayOf(row.notBefore) === dayOf(now) ? clockWords(row.notBefore, language) : whenWords(row.notBefore, now, language)) : '';
    return [ringText[language].ok('', '', ''), note].filter((word) => word !== '').join(comma);
  }
  const from = ring.from > 0 ? whenWords(ring.from, now, language) : '';
  const at = ring.at > 0 ? (ring.why === 'answering' ? agoWords(ring.at, now, language) : clockWords(ring.at, language)) : '';
  return ringText[language][ring.why](from, ring.by, at);
}

/** 8 分钟内 within an hour, otherwise the day; a red flag counts to its answer. `late`: past, or about to be. */
export function dueWords(row: Pick<Row, 'dueAt' | 'ackDue' | 'kind'>, now: number, language: Language): { words: string; late: boolean } {
  const due = row.kind === 'redflag' && row.ackDue > 0 ? Math.min(row.ackDue, row.dueAt) : row.dueAt;
  if (due <= now) return { words: untilWords(due, now, language), late: true };
  if (due - now < hour) return { words: untilWords(due, now, language), late: row.kind === 'redflag' };
  return { words: dayWords(due, now, language), late: false };
}

/** 男 82 */
export function personWords(person: Pick<Card, 'sex' | 'age'>, language: Language): string {
  const t = callText[language];
  return [t[person.sex], person.age === null ? '' : t.age(person.age)].filter((word) => word !== '').join(' ');
}
