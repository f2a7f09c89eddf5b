/** Whose number, why not, and the number in full once the last check has passed. */
import { useState } from 'react';
import { useNow } from '../../../cloud/use-now';
import { Button } from '../../../components/button/button';
import { Kbd } from '../../../components/kbd/kbd';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Tag } from '../../../components/tag/tag';
import { cardText, numberWhyText } from '../../../text/call';
import { outcomeText } from '../../../text/call-story';
import { screenText } from '../../../text/call-screen';
import { useLanguage, useText } from '../../../text/language';
import { phoneWords } from '../../../text/phone';
import { agoWords, clockWords } from '../../../text/time';
import type { Card } from '../desk';
import type { Dialled } from '../held';
import { numberOwner } from '../person';
import { ringWords } from '../row-words';

/** What may have become of the number before another is rung in the same claim. */
export const silent = ['no_answer', 'busy', 'off', 'wrong_number'] as const;
export type Silent = (typeof silent)[number];
type To = Card['numbers'][number]['to'];

interface Props {
  card: Card;
  dialled: Dialled | undefined;
  /** Rung in this claim, without an outcome yet; the number itself may be gone. */
  open: { to: To; at: number } | undefined;
  answering: number;
  disabled: boolean;
  busy: boolean;
  refusal: string | undefined;
  onDial(to: To, previous?: Silent): void;
}

function FullNumber({ dialled }: { dialled: Dialled }) {
  const t = useText(screenText);
  const { language } = useLanguage();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(dialled.phone);
      setCopied(true);
    } catch {
      // Not allowed by the browser: the number stands there to be selected.
      setCopied(false);
    }
  };
  return (
    <div className="call-number" role="status">
      <div className="call-number-digits">{phoneWords(dialled.phone)}</div>
      <div className="call-number-line">
        <span className="s-muted s-grow">{t.dialledHelp} · {t.dialled(clockWords(dialled.at, language))}</span>
        <a className="call-number-tel" href={`tel:${dialled.phone}`}>{t.callIt}</a>
        <Button small wide={false} tone="soft" onPress={() => { void copy(); }}>{copied ? `✓ ${t.copied}` : t.copy}</Button>
      </div>
    </div>
  );
}

export function Dial({ card, dialled, open, answering, disabled, busy, refusal, onDial }: Props) {
  const t = useText(screenText);
  const cards = useText(cardText);
  const whys = useText(numberWhyText);
  const outcomes = useText(outcomeText);
  const { language } = useLanguage();
  const now = useNow(15_000);
  const [asking, setAsking] = useState<To>();
  const ring = ringWords({ ...card, attempts: card.attempts.length, notBefore: 0 }, now, language);
  const dial = (to: To) => {
    if (open) setAsking(to);
    else onDial(to);
  };
  return (
    <Panel title={t.dial} aside={open ? undefined : <span className={card.ring.can ? 'call-can' : 's-muted'}>{card.ring.can ? t.canRing : ring}</span>}>
      {dialled && <FullNumber dialled={dialled} />}
      {!dialled && open && <div className="s-muted">{t.dialled(clockWords(open.at, language))} · {t.numberGone}</div>}
      {answering > 0 && !open && <Notice tone="warn">{t.answeringNow(agoWords(answering, now, language))}</Notice>}
      {refusal !== undefined && <Notice tone="warn">{refusal}</Notice>}
      <ul className="call-dial">
        {card.numbers.map((number) => (
          <li key={number.to} className="call-dial-row">
            <span className="s-grow">
              <b>{numberOwner(number, language)}</b> <span className="call-dial-masked">{phoneWords(number.masked)}</span>{' '}
              {number.to === 'contact' && <Tag tone={number.mayHear ? 'action' : 'plain'}>{number.mayHear ? cards.mayHear : cards.mayNotHear}</Tag>}
              {(number.why !== '' || number.today > 0) && <span className="call-dial-why s-muted">{number.why !== '' ? whys[number.why] : cards.numberToday(number.today)}</span>}
            </span>
            {number.usable && (
              <Button
                small wide={false} tone={!open && number.to === (card.preferred ?? 'patient') ? 'primary' : 'soft'} disabled={disabled} busy={busy} onPress={() => dial(number.to)}
                label={`${open?.to === number.to ? t.dialAgain : t.dial} ${numberOwner(number, language)}`}
              >
                {open?.to === number.to ? t.dialAgain : t.dial}{!open && number.to === (card.preferred ?? 'patient') && <Kbd>F4</Kbd>}
              </Button>
            )}
          </li>
        ))}
        {card.numbers.length === 0 && <li className="s-muted">{cards.noNumbers}</li>}
      </ul>
      {asking && open && (
        <div className="call-previous" role="group" aria-label={t.previous}>
          <div>{t.previous}</div>
          {silent.map((outcome) => <button key={outcome} type="button" className="call-option" disabled={disabled || busy} onClick={() => { setAsking(undefined); onDial(asking, outcome); }}>{outcomes[outcome]}</button>)}
          <button type="button" className="call-option call-option-apart" onClick={() => setAsking(undefined)}>{t.back}</button>
        </div>
      )}
    </Panel>
  );
}
