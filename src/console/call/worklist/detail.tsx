/** One person of the list, before anybody takes the call: everything masked. */
import { useEffect, useState } from 'react';
import { useNow } from '../../../cloud/use-now';
import { useLoad } from '../../../cloud/use-load';
import { Button } from '../../../components/button/button';
import { Kbd } from '../../../components/kbd/kbd';
import { Panel } from '../../../components/panel/panel';
import { Await } from '../../../components/state/state';
import { Tag } from '../../../components/tag/tag';
import { callText, cardText, flagText } from '../../../text/call';
import { useLanguage, useText } from '../../../text/language';
import { agoWords, whenWords } from '../../../text/time';
import { call, type Card, type Row } from '../desk';
import { Numbers, Story, stayWords } from '../person';
import { fill } from '../script-words';
import { personWords, reasonWords, ringWords } from '../row-words';

/** Moving through the list with a key held down asks for no more than a few cards. */
const settleFor = 180;

function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settleFor);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

interface Props { row: Row; version: number; may: boolean; busy: boolean; onOpen(): void; onSkip(): void; onBack?: () => void }

export function Detail({ row, version, may, busy, onOpen, onSkip, onBack }: Props) {
  const t = useText(callText);
  const flags = useText(flagText);
  const { language } = useLanguage();
  const now = useNow(15_000);
  const wanted = useSettled(row.callId);
  const load = useLoad(() => call.card({ callId: wanted }), [wanted, version]);
  const reason = reasonWords(row, language);
  const shown = load.data?.callId === row.callId ? load : { ...load, data: undefined };
  return (
    <div className="worklist-detail">
      <Panel>
        {onBack && <Button tone="soft" small wide={false} onPress={onBack}>{t.backToList}</Button>}
        <div className="worklist-detail-head">
          <h2 className="worklist-detail-name">{row.name}</h2>
          {row.flags.map((flag) => <Tag key={flag} tone="warn">{flags[flag]}</Tag>)}
          <Tag>{row.age === null ? personWords(row, language) : `${t[row.sex]} ${t.years(row.age)}`}</Tag>
        </div>
        <div className="worklist-detail-why">
          {reason.alarm ? <Tag tone="danger">{reason.words}</Tag> : <b>{reason.words}</b>}
          {' '}<span className={row.ring.can ? 'call-can' : 's-muted'}>{ringWords(row, now, language)}</span>
        </div>
        <Await load={shown} rows={6}>{(card) => <Facts card={card} />}</Await>
        {may && (
          <div className="worklist-detail-foot">
            <Button busy={busy} onPress={onOpen}>{t.open}<Kbd>Enter</Kbd></Button>
            <Button tone="soft" wide={false} onPress={onSkip}>{t.skip}</Button>
          </div>
        )}
      </Panel>
    </div>
  );
}

function Facts({ card }: { card: Card }) {
  const t = useText(cardText);
  const list = useText(callText);
  const { language } = useLanguage();
  const now = useNow();
  const opening = card.script.steps[0]?.say[0]?.[language];
  const agreed = card.attempts.filter((attempt) => attempt.note !== '').at(-1);
  return (
    <>
      <div className="s-muted">{stayWords(card, now, language)}</div>
      {card.ackAt > 0 && <div className="worklist-detail-line call-can">{list.acknowledged(card.ackBy, agoWords(card.ackAt, now, language))}</div>}
      <Numbers card={card} />
      {agreed && <div className="s-muted">“{agreed.note}”（{agreed.by}）</div>}
      <hr className="call-rule" />
      {card.asks && <b>{card.draft.state === 'submitted' ? t.draftDone : card.draft.answered > 0 ? t.draft(card.draft.answered) : t.draftNone}</b>}
      {card.draft.state === 'draft' && card.draft.answered > 0 && (
        <div className="s-muted">{card.draft.touchedAt > 0 && `${t.draftTouched(whenWords(card.draft.touchedAt, now, language))} · `}{t.draftGoOn}</div>
      )}
      {card.asks && <hr className="call-rule" />}
      <Story card={card} />
      {opening && (
        <details className="worklist-script">
          <summary>{t.script}</summary>
          <p className="worklist-say">{fill(opening, card)}</p>
        </details>
      )}
    </>
  );
}
