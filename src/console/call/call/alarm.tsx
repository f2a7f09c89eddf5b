/** An answer means danger: what to ask of the person now, who was told, by when. Stays until the nurse has read it. */
import { useNow } from '../../../cloud/use-now';
import { Button } from '../../../components/button/button';
import { hintText, levelText, screenText } from '../../../text/call-screen';
import { useLanguage, useText } from '../../../text/language';
import { whenWords } from '../../../text/time';
import type { CallSheet, Hint, Safety } from './use-sheet';

interface Props { safety: Safety | undefined; hints: readonly Hint[]; flags: CallSheet['flags']; onRead(): void }

export function Alarm({ safety, hints, flags, onRead }: Props) {
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
          <b>{levels[safety.level]}</b> · {safety.words.map((word) => word[language]).join(comma)}
          {safety.advice.length > 0 && <><div className="call-alarm-say">{t.alarmSay}{language === 'zh' ? '：' : ':'}</div><ul>{safety.advice.map((line) => <li key={line.zh}>{line[language]}</li>)}</ul></>}
          <div className="call-alarm-foot">
            <span className="s-grow">{safety.ringBy === null ? t.alarmNobody : t.alarmWho(safety.who, whenWords(safety.ringBy, now, language))}</span>
            <Button small wide={false} tone="soft" onPress={onRead}>{t.alarmRead}</Button>
          </div>
        </div>
      )}
      {flags.map((flag) => (
        <div key={`${flag.item}-${flag.at}`} className="call-alarm call-alarm-calm">
          {t.alarmBefore}（{whenWords(flag.at, now, language)}）：<b>{flag.words.map((word) => word[language]).join(comma) || levels[flag.level]}</b>{flag.recantedAt > 0 && ` · ${t.recanted}`}
        </div>
      ))}
      {hints.map((key) => <div key={key} className="call-hint" role="status">{hint[key]}</div>)}
    </>
  );
}
