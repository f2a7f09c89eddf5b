/** The columns of the worklist, and the same facts as one card for a narrow screen. */
import { useNow } from '../../../cloud/use-now';
import type { Column } from '../../../components/data-table/data-table';
import { Tag } from '../../../components/tag/tag';
import { callText, flagText } from '../../../text/call';
import { useLanguage, useText } from '../../../text/language';
import type { Row } from '../desk';
import '../person.scss';
import { dueWords, personWords, reasonWords, ringWords } from '../row-words';

function useCells() {
  const t = useText(callText);
  const flags = useText(flagText);
  const { language } = useLanguage();
  const now = useNow(15_000);
  return {
    patient: (row: Row) => <><b>{row.name}</b> {personWords(row, language)}</>,
    discharged: (row: Row) => (row.dischargeDay === '' ? '' : `${t.dayN(row.dayN)} · ${row.departmentName}`),
    reason(row: Row) {
      const { words, alarm } = reasonWords(row, language);
      return alarm ? <Tag tone="danger">{words}</Tag> : words;
    },
    ring: (row: Row) => (
      <>
        <span className={row.ring.can ? 'call-can' : 's-muted'}>{ringWords(row, now, language)}</span>
        {row.flags.filter((flag) => flag !== 'elderly' && flag !== 'high_risk').map((flag) => <span key={flag} className="worklist-flag"><Tag tone="warn">{flags[flag]}</Tag></span>)}
      </>
    ),
    due(row: Row) {
      const { words, late } = dueWords(row, now, language);
      return <span className={late ? 'worklist-late' : undefined}>{words}</span>;
    },
  };
}

export function useColumns(): Column<Row>[] {
  const t = useText(callText);
  const cells = useCells();
  return [
    { key: 'place', title: t.place, sort: (row) => row.place, cell: (row) => row.place },
    { key: 'patient', title: t.patient, sort: (row) => row.age ?? undefined, cell: cells.patient },
    { key: 'discharged', title: t.discharged, sort: (row) => row.dayN, cell: cells.discharged },
    { key: 'reason', title: t.reason, wrap: true, sort: (row) => row.kind, cell: cells.reason },
    { key: 'ring', title: t.ring, wrap: true, sort: (row) => (row.ring.can ? 0 : row.ring.from || Number.MAX_SAFE_INTEGER), cell: cells.ring },
    { key: 'attempts', title: t.attempts, number: true, sort: (row) => row.attempts, cell: (row) => row.attempts },
    { key: 'due', title: t.due, sort: (row) => row.dueAt, cell: cells.due },
  ];
}

/** On a phone: one card a person, the whole card is the button. */
export function RowCards({ label, rows, ruled, rule, onOpen }: { label: string; rows: readonly Row[]; ruled?: string; rule: string; onOpen(row: Row): void }) {
  const t = useText(callText);
  const cells = useCells();
  return (
    <ul className="worklist-cards" aria-label={label}>
      {rows.map((row) => (
        <li key={row.callId}>
          {row.callId === ruled && <div className="worklist-cards-rule">{rule}</div>}
          <button type="button" className="worklist-card" onClick={() => onOpen(row)}>
            <span className="worklist-card-line"><span className="s-grow">{row.place}. {cells.patient(row)}</span>{cells.due(row)}</span>
            <span className="worklist-card-line">{cells.reason(row)}<span className="s-muted">{cells.discharged(row)}</span></span>
            <span className="worklist-card-line"><span className="s-grow">{cells.ring(row)}</span>{row.attempts > 0 && <span className="s-muted">{t.attempts} {row.attempts}</span>}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
