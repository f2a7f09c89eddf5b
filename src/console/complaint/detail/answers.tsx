/** The answers that were given, with their proof and how they were told. */
import { useNow } from '../../../cloud/use-now';
import { Panel } from '../../../components/panel/panel';
import { Tag } from '../../../components/tag/tag';
import { detailText, deskText } from '../../../text/complaint-console';
import { useLanguage, useText } from '../../../text/language';
import { whenWords } from '../../../text/time';
import type { Detail } from '../desk';

export function Answers({ detail }: { detail: Detail }) {
  const t = useText(detailText);
  const d = useText(deskText);
  const { language } = useLanguage();
  const now = useNow();
  return (
    <Panel title={t.answers}>
      {detail.answers.map((answer) => (
        <div key={answer.round} className="detail-account">
          <div className="detail-line"><Tag>{t.outcomes[answer.outcome]}</Tag>{detail.answers.length > 1 && <Tag tone="plain">{d.round(answer.round)}</Tag>}<span className="s-muted">{t.answerLine(whenWords(answer.at, now, language), answer.by, t.channels[answer.channel])}</span></div>
          {answer.notHandledReason && <div>{t.reasons[answer.notHandledReason]}</div>}
          <div className="detail-own">{answer.text}</div>
          {answer.measures !== '' && <div className="detail-own"><span className="s-muted">{t.measuresShort} </span>{answer.measures}</div>}
          {answer.proof !== '' && <div className="detail-own"><span className="s-muted">{t.proofShort} </span>{answer.proof}</div>}
          <div className={answer.toldAt > 0 ? 's-muted' : 'detail-warn'}>{answer.toldAt > 0 ? t.toldAt(whenWords(answer.toldAt, now, language)) : detail.callBack && answer.round === detail.round ? t.notHeard : t.notTold}</div>
        </div>
      ))}
    </Panel>
  );
}
