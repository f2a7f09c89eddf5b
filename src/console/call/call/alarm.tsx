/** An answer means danger: what to ask of the person now, who was told, by when. Stays until the nurse has read it. */
import { useNow } from '../../../cloud/use-now';
import { Button } from '../../../components/button/button';
import type { Item, Text } from '../../../../cloudfunctions/survey/contract';
import { itemWords } from '../../../text/call-item';
import { hintText, levelText, screenText } from '../../../text/call-screen';
import { useLanguage, useText } from '../../../text/language';
import { whenWords } from '../../../text/time';
import type { Language } from '../../../text/wording';
import type { CallSheet, Hint, Safety } from './use-sheet';

interface Props { safety: (Safety & { /** Answered in the same breath. */ items: readonly string[] }) | undefined; hints: readonly Hint[]; flags: CallSheet['flags']; items: readonly Item[]; onRead(): void }

/** "有" says little: the answer is named with its question. `of`: the questions that it may belong to. */
function wordsOf(words: readonly Text[], items: readonly Item[], of: readonly string[], language: Language): string[] {
  return words.map((word) => {
    for (const item of items.filter(({ linkId }) => of.includes(linkId))) {
      const option = item.answerOption?.find((one) => one.text.zh === word.zh);
      if (option) return itemWords(`${item.linkId}:${option.code}`, language) || word[language];
    }
    return word[language];
  });
}

export function Alarm({ safety, hints, flags, items, onRead }: Props) {
  const t = useText(screenText);
  const levels = useText(levelText);
  const hint = useText(hintText);
  const { language } = useLanguage();
  const now = useNow();
  const comma = language === 'zh' ? '、' : ', ';
  const calm = safety?.level === 'today' || safety?.level === 'concern';
  return (
    <>
      {safety && (
        <div className={`call-alarm${calm ? ' call-alarm-calm' : ''}`} role="alert">
          <b>{levels[safety.level]}</b> · {wordsOf(safety.words, items, safety.items, language).join(comma)}
          {safety.advice.length > 0 && <><div className="call-alarm-say">{t.alarmSay}{language === 'zh' ? '：' : ':'}</div><ul>{safety.advice.map((line) => <li key={line.zh}>{line[language]}</li>)}</ul></>}
          <div className="call-alarm-foot">
            <span className="s-grow">{safety.ringBy === null ? t.alarmNobody : t.alarmWho(safety.who, whenWords(safety.ringBy, now, language))}</span>
            <Button small wide={false} tone="soft" onPress={onRead}>{t.alarmRead}</Button>
          </div>
        </div>
      )}
      {flags.length > 0 && (
        <div className="call-alarm call-alarm-calm call-alarm-line">
          {t.alarmBefore}{language === 'zh' ? '：' : ': '}
          {flags.map((flag, n) => (
            <span key={`${flag.item}-${flag.at}`}>
              {n > 0 && (language === 'zh' ? '；' : '; ')}
              <b>{wordsOf(flag.words, items, [flag.item], language).join(comma) || levels[flag.level]}</b>（{whenWords(flag.at, now, language)}{flag.recantedAt > 0 && ` · ${t.recanted}`}）
            </span>
          ))}
        </div>
      )}
      {hints.map((key) => <div key={key} className="call-hint" role="status">{hint[key]}</div>)}
    </>
  );
}
