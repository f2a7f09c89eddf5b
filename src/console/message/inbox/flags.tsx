/** Urgent threads that nobody has taken on: above everything. */
import { Button } from '../../../components/button/button';
import { Kbd } from '../../../components/kbd/kbd';
import { useText } from '../../../text/language';
import { inboxText, urgentText } from '../../../text/message-console';
import type { Row } from '../desk';
import { Clock } from './clock';

/** `most`: how many are shown one by one; an open thread needs the room. `byKey`: the first is taken on with A. */
interface Props { rows: readonly Row[]; most: number; byKey: boolean; busy: string; may: boolean; onShow(row: Row): void; onAcknowledge(row: Row): void; onMore(): void }

export function Flags({ rows, most, byKey, busy, may, onShow, onAcknowledge, onMore }: Props) {
  const t = useText(inboxText);
  const urgent = useText(urgentText);
  if (rows.length === 0) return null;
  // What was said first: a later "谢谢" hides nothing.
  const words = (row: Row) => (row.said.length > 0 ? t.phrases(row.said.join('、')) : row.preview);
  return (
    <section className="inbox-flags" role="alert" aria-label={t.flags}>
      {rows.slice(0, most).map((row, at) => (
        <div key={row.threadId} className="inbox-flag">
          <span className="inbox-flag-words">
            <button type="button" className="inbox-flag-name" aria-label={`${t.flagShow} ${row.name}`} onClick={() => onShow(row)}><b>{row.name}</b> · {row.departmentName}</button>
            {' '}<b>{urgent[row.urgent]}</b>{words(row) !== '' && <span> {words(row)}</span>} <Clock row={row} />
          </span>
          {may && <Button tone="danger" wide={false} busy={busy === row.threadId} onPress={() => onAcknowledge(row)}>{t.acknowledge}{byKey && at === 0 && <Kbd>A</Kbd>}</Button>}
        </div>
      ))}
      {rows.length > most && <button type="button" className="inbox-flag-name inbox-flag-more" onClick={onMore}>{t.flagsMore(rows.length - most)}</button>}
    </section>
  );
}
