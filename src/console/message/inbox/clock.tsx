/** How long somebody waits, second by second, and by when they are promised an answer. */
import { useNow } from '../../../cloud/use-now';
import { Tag } from '../../../components/tag/tag';
import { useLanguage, useText } from '../../../text/language';
import { inboxText } from '../../../text/message-console';
import { stopwatch, whenWords } from '../../../text/time';
import type { Row } from '../desk';

const day = 24 * 3_600_000;

export function Clock({ row: { waitingSince, due, latest, state }, long = false }: { row: Pick<Row, 'waitingSince' | 'due' | 'latest' | 'state'>; long?: boolean }) {
  const t = useText(inboxText);
  const { language } = useLanguage();
  const now = useNow(1000);
  if (waitingSince === 0) return state === 'open' ? <Tag tone="plain">{t.answered}</Tag> : null;
  const late = now > due;
  return (
    <span className={`inbox-clock${late ? ' inbox-late' : ''}`} aria-live="off">
      {late ? t.over(stopwatch(now - due)) : t.waits(now - waitingSince < day ? stopwatch(now - waitingSince) : `${Math.floor((now - waitingSince) / day)} d`)}
      {long && ` · ${late ? t.latest(whenWords(latest, now, language)) : t.due(whenWords(due, now, language))}`}
    </span>
  );
}
