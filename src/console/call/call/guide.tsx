/** The left pane: the steps of the talk, special situations (F2), what must not be said. */
import { Kbd } from '../../../components/kbd/kbd';
import { Panel } from '../../../components/panel/panel';
import { screenText } from '../../../text/call-screen';
import { useLanguage, useText } from '../../../text/language';
import { bookerText } from '../../../text/visit-booker';
import type { Card } from '../desk';
import { optionKeys } from './answer-words';

interface Props { card: Card; step: string; done: ReadonlySet<string>; special: string; onStep(key: string): void; onSpecial(key: string): void; /** Books a return visit; undefined where nothing can be booked. */ onBook?: () => void }

export function Guide({ card, step, done, special, onStep, onSpecial, onBook }: Props) {
  const t = useText(screenText);
  const visits = useText(bookerText);
  const { language } = useLanguage();
  return (
    <Panel>
      <ol className="call-steps" aria-label={t.steps}>
        {card.script.steps.map(({ key, title }, n) => (
          <li key={key}>
            <button type="button" className={`call-step${key === step ? ' call-step-on' : ''}${done.has(key) ? ' call-step-done' : ''}`} aria-current={key === step ? 'step' : undefined} onClick={() => onStep(key)}>
              <span className="call-step-mark" aria-hidden="true">{done.has(key) ? '✓' : n + 1}</span>{title[language]}
            </button>
          </li>
        ))}
      </ol>
      {onBook && <button type="button" className="call-special call-guide-book" onClick={onBook}>{visits.bookHere}<Kbd>F6</Kbd></button>}
      <hr className="call-rule" />
      <div className="s-muted" id="call-special-title">{t.special}<Kbd>F2</Kbd></div>
      <div className="call-specials" role="group" aria-labelledby="call-special-title">
        {card.script.special.map(({ key, title }, n) => (
          <button
            key={key} type="button" className={`call-special${key === special ? ' call-special-on' : ''}`} aria-pressed={key === special} onClick={() => onSpecial(key === special ? '' : key)}
            onKeyDown={(event) => {
              const to = optionKeys.indexOf(event.key as (typeof optionKeys)[number]);
              const chosen = to < 0 ? undefined : card.script.special[to];
              if (chosen) {
                event.preventDefault();
                onSpecial(chosen.key);
                // The script of the situation stands in the middle now, and with it the way on.
                setTimeout(() => document.querySelector<HTMLElement>('.call-say-foot button')?.focus(), 0);
              }
            }}
          >
            <span className="call-option-key" aria-hidden="true">{optionKeys[n]}</span>{title[language]}
          </button>
        ))}
      </div>
      <details className="call-forbidden">
        <summary>{t.forbidden}</summary>
        <div className="s-muted">{card.script.forbidden.join(' · ')}</div>
      </details>
    </Panel>
  );
}

/** F2: into the special situations. */
export const focusSpecials = (): void => document.querySelector<HTMLElement>('.call-special')?.focus();
