/** Who wrote: name, where from, the begin of the last message, how long they wait, who has it. */
import { useStaff } from '../../../cloud/staff';
import { Tag } from '../../../components/tag/tag';
import { useLanguage, useText } from '../../../text/language';
import { inboxText, markText, urgentText } from '../../../text/message-console';
import { agoWords } from '../../../text/time';
import { useNow } from '../../../cloud/use-now';
import { personWords, type Row } from '../desk';
import { Clock } from './clock';

interface Props { rows: readonly Row[]; chosen: string | undefined; onChoose(row: Row): void }

export function List({ rows, chosen, onChoose }: Props) {
  const t = useText(inboxText);
  return (
    <ul className="inbox-rows" aria-label={t.list}>
      {rows.map((row) => <One key={row.threadId} row={row} chosen={row.threadId === chosen} onChoose={() => onChoose(row)} />)}
    </ul>
  );
}

function One({ row, chosen, onChoose }: { row: Row; chosen: boolean; onChoose(): void }) {
  const t = useText(inboxText);
  const urgent = useText(urgentText);
  const marks = useText(markText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const now = useNow();
  const who = row.desk === 'department' ? t.withDepartment(row.handedToName) : row.assignee === '' ? t.nobody : row.assignee === me?.staffId ? t.mine : row.assigneeName;
  return (
    <li>
      <button type="button" className={`inbox-row${chosen ? ' inbox-row-on' : ''}`} aria-current={chosen ? 'true' : undefined} onClick={onChoose} data-row={row.threadId}>
        <span className="inbox-row-line">
          <b className="inbox-row-name">{row.name}</b>
          {row.unread && <span className="inbox-unread">{t.unread}</span>}
          {row.urgent !== '' && <Tag tone="danger">{urgent[row.urgent]}</Tag>}
          {row.marks.map((mark) => <Tag key={mark} tone="warn">{marks[mark]}</Tag>)}
          <span className="s-grow" />
          <span className="s-muted">{agoWords(row.lastAt, now, language)}</span>
        </span>
        <span className="s-muted">{personWords(row, language)}</span>
        {row.preview !== '' && <span className={`inbox-preview${row.unread ? ' inbox-preview-new' : ''}`}>{row.preview}</span>}
        <span className="inbox-row-line"><Clock row={row} /><span className="s-grow" /><span className={row.assignee === '' && row.desk === 'service' && row.state === 'open' ? 'inbox-nobody' : 's-muted'}>{who}</span></span>
      </button>
    </li>
  );
}
