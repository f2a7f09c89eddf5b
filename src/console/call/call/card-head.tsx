/** Beside the name in the bar: the stay in one line, why the call exists, what to mind. */
import { useNow } from '../../../cloud/use-now';
import { Tag } from '../../../components/tag/tag';
import { flagText } from '../../../text/call';
import { useLanguage, useText } from '../../../text/language';
import type { Card } from '../desk';
import { stayWords } from '../person';
import { reasonWords } from '../row-words';

export function CardHead({ card }: { card: Card }) {
  const flags = useText(flagText);
  const { language } = useLanguage();
  const now = useNow();
  const reason = reasonWords({ ...card, attempts: card.state === 'done' ? 0 : card.attempts.filter(({ outcome }) => outcome !== '').length, lastPart: null }, language);
  return (
    <span className="call-head">
      <span className="s-muted">{stayWords(card, now, language)}</span>
      <Tag tone={reason.alarm ? 'danger' : 'plain'}>{reason.words}</Tag>
      {card.flags.map((flag) => <Tag key={flag} tone="warn">{flags[flag]}</Tag>)}
    </span>
  );
}
