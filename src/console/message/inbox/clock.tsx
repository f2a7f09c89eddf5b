/** How long somebody waits, and by when they are promised an answer. */
import { useNow } from '../../../cloud/use-now';
import { Tag } from '../../../components/tag/tag';
import { useLanguage, useText } from '../../../text/language';
import { inboxText } from '../../../text/message-console';
import { lengthWords, whenWords } from '../../../text/time';
import type { Row } from '../desk';

/** `long`: in sentences, with the 24 hours of what is late; else as short as a row of the list. */
export function Clock({ row: { waitingSince, due, latest, state }, long = false }: { row: Pick<Row, 'waitingSince' | 'due' | 'latest' | 'state'>; long?: boolean }) {
  const t = useText(inboxText);
  const { language } = useLanguage();
  const now = useNow(1000);
  if (waitingSince === 0) return state === 'open' ? <Tag tone="plain">{t.answered}</Tag> : null;
  const late = now > due;
  const promised = whenWords(due, now, language);
  return (
    <span className={`inbox-clock${late ? ' inbox-late' : ''}`} aria-live="off">
      {late ? t.over(lengthWords(now - due, language)) : t.waits(lengthWords(now - waitingSince, language))}
      {late ? long && ` · ${t.latest(whenWords(latest, now, language))}` : ` · ${long ? t.due(promised) : t.dueShort(promised)}`}
    </span>
  );
}
