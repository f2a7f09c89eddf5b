/** What the nurse says at this moment: the question's own wording, the step's, or that of a special situation. */
import { Button } from '../../../components/button/button';
import { screenText } from '../../../text/call-screen';
import { useLanguage, useText } from '../../../text/language';
import type { Item } from '../../../../cloudfunctions/survey/contract';
import type { Card } from '../desk';
import { fill } from '../script-words';

interface Props {
  card: Card;
  step: string;
  item: Item | undefined;
  /** The question is the first of its step. */
  first: boolean;
  special: string;
  /** The special situation's own outcome, if it has one. */
  onOutcome?: () => void;
  onBack(): void;
}

export function Say({ card, step, item, first, special, onOutcome, onBack }: Props) {
  const t = useText(screenText);
  const { language } = useLanguage();
  const now = card.script.special.find(({ key }) => key === special) ?? card.script.steps.find(({ key }) => key === step);
  if (!now) return null;
  const own = special === '' ? item?.script?.[language] : undefined;
  // Reminders belong to the beginning of a step; a question with its own words follows them.
  const reminds = own === undefined || first ? now.remind : [];
  const lines = own ? [own] : now.say.map((line) => line[language]);
  return (
    <section className={`call-say${special ? ' call-say-special' : ''}`} aria-live="polite" aria-label={t.sayThis}>
      {special && <div className="call-say-head"><b className="s-grow">{now.title[language]}</b></div>}
      {lines.map((line) => <p key={line}>“{fill(line, card)}”</p>)}
      {reminds.length > 0 && <ul className="call-remind">{reminds.map((line) => <li key={line.zh}>{line[language]}</li>)}</ul>}
      {special && (
        <div className="call-say-foot">
          {onOutcome && <Button small wide={false} onPress={onOutcome}>{t.record}</Button>}
          <Button small wide={false} tone="soft" onPress={onBack}>{t.backToSteps}</Button>
        </div>
      )}
    </section>
  );
}
