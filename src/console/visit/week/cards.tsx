/** The week on a phone: a day at a time, its clinics under it. */
import { addressOf } from '../../../components/console-frame/go';
import { shortDay } from '../../../components/visit-booker/words';
import { useLanguage, useText } from '../../../text/language';
import { weekText } from '../../../text/visit-console';
import { dayPage, type Week } from '../desk';
import { Bar } from './bar';
import { Cell } from './cell';
import { dayLoad } from './load';

interface Props { week: Week; rows: Week['schedules']; department: string }

export function WeekCards({ week, rows, department }: Props) {
  const t = useText(weekText);
  const { language } = useLanguage();
  return (
    <ul className="visit-cards" aria-label={t.title}>
      {week.days.map(({ day, holiday, makeUp }) => {
        const sitting = rows.flatMap((row) => row.cells.filter((cell) => cell.day === day && (cell.loads.length > 0 || cell.why === 'closed')).map((cell) => ({ row, cell })));
        const sum = dayLoad(rows, day);
        return (
          <li key={day} className="visit-card">
            <a className="visit-card-line week-day" href={addressOf(dayPage, { department, day })}><b className="s-grow">{shortDay(day, language)}{holiday ? ` · ${t.whys.holiday}` : makeUp ? ` · ${t.makeUp}` : ''}</b>{sum.capacity + sum.taken > 0 ? <Bar load={sum} /> : <span className="s-muted">{t.whys.none}</span>}</a>
            {sitting.map(({ row, cell }) => <div key={row.scheduleId} className="visit-card-line"><span className="s-grow">{row.practitioner || t.general}</span><Cell row={row} cell={cell} department={department} /></div>)}
          </li>
        );
      })}
    </ul>
  );
}
