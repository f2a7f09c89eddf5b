/** Urgent threads that nobody has taken on: above everything. */
import { Button } from '../../../components/button/button';
import { Kbd } from '../../../components/kbd/kbd';
import { useText } from '../../../text/language';
import { inboxText, urgentText } from '../../../text/message-console';
import type { Row } from '../desk';
import { Clock } from './clock';

interface Props { rows: readonly Row[]; busy: string; may: boolean; onShow(row: Row): void; onAcknowledge(row: Row): void }

export function Flags({ rows, busy, may, onShow, onAcknowledge }: Props) {
  const t = useText(inboxText);
  const urgent = useText(urgentText);
  if (rows.length === 0) return null;
  return (
    <section className="inbox-flags" role="alert" aria-label={t.flags}>
      {rows.map((row, at) => (
        <div key={row.threadId} className="inbox-flag">
          <span className="inbox-flag-words">
            <button type="button" className="inbox-flag-name" aria-label={`${t.flagShow} ${row.name}`} onClick={() => onShow(row)}><b>{row.name}</b> · {row.departmentName}</button>
            {' '}<b>{urgent[row.urgent]}</b>{row.preview !== '' && <span>“{row.preview}”</span>} <Clock row={row} />
          </span>
          {may && <Button tone="danger" wide={false} busy={busy === row.threadId} onPress={() => onAcknowledge(row)}>{t.acknowledge}{at === 0 && <Kbd>A</Kbd>}</Button>}
        </div>
      ))}
    </section>
  );
}
