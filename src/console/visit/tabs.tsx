/** The four pages of return visits, side by side; the department and the day go along. */
import { addressOf } from '../../components/console-frame/go';
import { useText } from '../../text/language';
import { visitTabText } from '../../text/visit-console';
import { closurePage, dayPage, schedulePage, weekPage } from './desk';
import './visit.scss';

interface Props { at: string; department: string; day?: string }

export function Tabs({ at, department, day = '' }: Props) {
  const t = useText(visitTabText);
  const tabs = [[weekPage, t.week, { department, from: day }], [dayPage, t.day, { department, day }], [schedulePage, t.schedule, { department }], [closurePage, t.closure, { department }]] as const;
  return (
    <nav className="visit-tabs" aria-label={t.tabs}>
      {tabs.map(([path, words, query]) => <a key={path} className={`visit-tab${path === at ? ' visit-tab-here' : ''}`} aria-current={path === at ? 'page' : undefined} href={addressOf(path, { ...query })}>{words}</a>)}
    </nav>
  );
}
