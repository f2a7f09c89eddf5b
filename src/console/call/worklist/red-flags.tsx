/** Red flags that nobody has taken: above everything, with the minutes that are left. */
import { useNow } from '../../../cloud/use-now';
import { Button } from '../../../components/button/button';
import { Kbd } from '../../../components/kbd/kbd';
import { callText } from '../../../text/call';
import { useLanguage, useText } from '../../../text/language';
import { lengthWords, stopwatch } from '../../../text/time';
import type { Row } from '../desk';
import { personWords, reasonWords } from '../row-words';

/** A red flag that waits for a person. */
export const waitsForSomebody = (row: Row): boolean => row.kind === 'redflag' && row.ackAt === 0 && row.ackDue > 0;

/** Alarms above the list; more would push it off the screen. */
const most = 3;
/** `byKey`: the call that A takes on. */
interface Props { rows: readonly Row[]; byKey: string; busy: string; may: boolean; onShow(row: Row): void; onAcknowledge(row: Row): void; onMore(): void }

export function RedFlags({ rows, byKey, busy, may, onShow, onAcknowledge, onMore }: Props) {
  const t = useText(callText);
  const { language } = useLanguage();
  const now = useNow(1000);
  if (rows.length === 0) return null;
  // `ackDue` moves on with each level that is told; what was promised for it does not.
  const late = (row: Row): number => now - Math.min(row.ackDue, row.dueAt);
  return (
    <section className="worklist-flags" role="alert" aria-label={t.unacknowledged}>
      {rows.slice(0, most).map((row) => (
        <div key={row.callId} className="worklist-flag-row">
          <span className="worklist-flag-words">
            <button type="button" className="worklist-flag-name" onClick={() => onShow(row)}><b>{row.name}</b> {personWords(row, language)} · {row.departmentName}</button>
            {' '}<b>{reasonWords(row, language).words}</b>{' '}
            <span className="worklist-flag-clock" aria-live="off">
              {late(row) > 0 ? t.acknowledgeLate(lengthWords(late(row), language)) : t.acknowledgeBy(stopwatch(-late(row)))}
              {row.ackLevel > 0 && ` · ${t.levels(row.ackLevel)}`}
            </span>
          </span>
          {may && <Button tone="danger" wide={false} busy={busy === row.callId} onPress={() => onAcknowledge(row)}>{t.acknowledge}{row.callId === byKey && <Kbd>A</Kbd>}</Button>}
        </div>
      ))}
      {rows.length > most && <button type="button" className="worklist-flag-name worklist-flag-more" onClick={onMore}>{t.unacknowledgedMore(rows.length - most)}</button>}
    </section>
  );
}
