/** One clinic on one day: morning and afternoon, or why there is nothing. */
import { addressOf } from '../../../components/console-frame/go';
import { shortDay } from '../../../components/visit-booker/words';
import { useLanguage, useText } from '../../../text/language';
import { weekText } from '../../../text/visit-console';
import { dayPage, type Week } from '../desk';
import { Bar } from './bar';
import { halfLoad, halfOf, loadOf } from './load';

type Row = Week['schedules'][number];

export function Cell({ row, cell, department }: { row: Row; cell: Row['cells'][number]; department: string }) {
  const t = useText(weekText);
  const { language } = useLanguage();
  const halves = (['am', 'pm'] as const).filter((half) => cell.loads.some(({ at }) => halfOf(at) === half));
  if (halves.length === 0) return <span className="s-muted">{t.whys[cell.why === '' ? 'none' : cell.why]}</span>;
  const all = loadOf(cell.loads);
  return (
    <a className="week-cell" href={addressOf(dayPage, { department, day: cell.day, schedule: row.scheduleId })} title={t.toDay(shortDay(cell.day, language), row.practitioner || t.general)}>
      {cell.why === 'closed'
        ? <span className="week-closed">{all.closed > 0 ? t.closedWith(all.closed) : t.whys.closed}</span>
        : halves.map((half) => <Bar key={half} load={halfLoad(cell, half)} name={half === 'am' ? t.am : t.pm} />)}
    </a>
  );
}
