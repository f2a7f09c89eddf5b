/** The week as a table: a clinic a line, a day a column, sums at the end and underneath. */
import { addressOf } from '../../../components/console-frame/go';
import { DataTable, type Column } from '../../../components/data-table/data-table';
import type { Order } from '../../../components/data-table/sort';
import { Tag } from '../../../components/tag/tag';
import { shortDay } from '../../../components/visit-booker/words';
import { useLanguage, useText } from '../../../text/language';
import { weekText } from '../../../text/visit-console';
import { dayPage, type Week } from '../desk';
import { Bar, nearly } from './bar';
import { Cell } from './cell';
import { dayLoad, loadOf, rowLoad, shareOf, sumOf, type Load } from './load';

type Row = Week['schedules'][number];
interface Props { week: Week; rows: readonly Row[]; department: string; order: Order | undefined; onOrder(order: Order | undefined): void }

/** Booked of places, the share, and who stands in a closed clinic. */
function Sum({ load }: { load: Load }) {
  const t = useText(weekText);
  const share = shareOf(load);
  return (
    <span className="week-sum">
      {load.capacity + load.taken > 0 ? t.count(load.taken, load.capacity) : '—'}
      {share !== undefined && <Tag tone={share >= 100 ? 'danger' : share >= nearly ? 'warn' : 'plain'}>{`${share}%`}</Tag>}
      {load.closed > 0 && <span className="week-closed">{t.closedWith(load.closed)}</span>}
    </span>
  );
}

export function Halves({ week, rows, department, order, onOrder }: Props) {
  const t = useText(weekText);
  const { language } = useLanguage();
  const cellOf = (row: Row, day: string) => row.cells.find((cell) => cell.day === day);
  const columns: Column<Row>[] = [
    { key: 'doctor', title: t.doctor, sort: (row) => row.practitioner, cell: (row) => <span className="week-who"><b>{row.practitioner || t.general}</b>{row.title !== '' && <span className="s-muted"> {row.title}</span>}<br /><span className="s-muted">{row.place}</span></span> },
    ...week.days.map(({ day, holiday, makeUp }): Column<Row> => ({
      key: day, title: `${shortDay(day, language)}${holiday ? ` · ${t.whys.holiday}` : makeUp ? ` · ${t.makeUp}` : ''}`,
      sort: (row) => { const cell = cellOf(row, day); return cell && cell.loads.length > 0 ? loadOf(cell.loads).taken : undefined; },
      cell: (row) => { const cell = cellOf(row, day); return cell && <Cell row={row} cell={cell} department={department} />; },
    })),
    { key: 'total', title: t.total, number: true, sort: (row) => shareOf(rowLoad(row)), cell: (row) => <Sum load={rowLoad(row)} /> },
  ];
  const all = sumOf(rows.map(rowLoad));
  const foot = [
    t.sum(rows.length),
    ...week.days.map(({ day }) => { const sum = dayLoad(rows, day); return sum.capacity + sum.taken + sum.closed === 0 ? '' : <a className="week-cell" href={addressOf(dayPage, { department, day })}><Bar load={sum} /></a>; }),
    <Sum key="all" load={all} />,
  ];
  return <div className="week-table"><DataTable label={t.title} columns={columns} rows={rows} id={(row) => row.scheduleId} order={order} onOrder={onOrder} foot={foot} empty="" /></div>;
}
