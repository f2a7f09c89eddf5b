/** The same week by half hour: where in the day people crowd. */
import { addressOf } from '../../../components/console-frame/go';
import { DataTable, type Column } from '../../../components/data-table/data-table';
import { shortDay } from '../../../components/visit-booker/words';
import { useLanguage, useText } from '../../../text/language';
import { weekText } from '../../../text/visit-console';
import { dayPage, type Week } from '../desk';
import { Bar } from './bar';
import { dayLoad, sumOf, timesOf, type Load } from './load';

interface Line { at: string; loads: readonly (Load | undefined)[] }
interface Props { week: Week; rows: Week['schedules']; department: string }

export function Slots({ week, rows, department }: Props) {
  const t = useText(weekText);
  const { language } = useLanguage();
  const days = week.days.map(({ day }) => day);
  const columns: Column<Line>[] = [
    { key: 'at', title: t.time, cell: (line) => <b className="week-figure">{line.at}</b> },
    ...days.map((day, n): Column<Line> => ({ key: day, title: shortDay(day, language), cell: (line) => { const load = line.loads[n]; return load && <a className="week-cell" href={addressOf(dayPage, { department, day })}><Bar load={load} /></a>; } })),
    { key: 'total', title: t.total, number: true, cell: (line) => { const sum = sumOf(line.loads.flatMap((load) => (load ? [load] : []))); return t.count(sum.taken, sum.capacity); } },
  ];
  const sums = days.map((day) => dayLoad(rows, day));
  const all = sumOf(sums);
  return (
    <div className="week-table week-slots">
      <DataTable label={t.slots} columns={columns} rows={timesOf(rows, days)} id={(line) => line.at} foot={[t.total, ...sums.map((sum) => (sum.capacity + sum.taken + sum.closed === 0 ? '' : <Bar load={sum} />)), t.count(all.taken, all.capacity)]} empty={t.noSlots} />
    </div>
  );
}
