/** Where the discharges of these days stand: every one in exactly one part, and the sum says so. */
import { useNow } from '../../../cloud/use-now';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { todayText } from '../../../text/followup-today';
import { useLanguage, useText } from '../../../text/language';
import { dayOf } from '../../../text/time';
import { datedDay, percent, type Today } from './desk';

const parts = ['answered', 'reached', 'queued', 'waiting', 'held', 'unplanned', 'lost', 'notContacted', 'notAttempted'] as const;

export function FunnelPanel({ today: { funnel, from, to } }: { today: Today }) {
  const t = useText(todayText);
  const { language } = useLanguage();
  const now = useNow();
  const day = (on: string) => datedDay(on, dayOf(now), language);
  const range = from === to ? day(from) : t.dates(day(from), day(to));
  const sum = parts.reduce((total, part) => total + funnel[part], 0);
  const most = Math.max(1, ...parts.map((part) => funnel[part]));
  return (
    <Panel title={t.funnel(range, funnel.discharges)}>
      {funnel.discharges === 0 && sum === 0 ? <div className="s-muted">{t.funnelNone}</div> : (
        <>
          <ul className="today-funnel">
            {parts.filter((part) => part !== 'unplanned' || funnel.unplanned > 0).map((part) => (
              <li key={part}>
                <span>{t.parts[part]}</span>
                <span className="today-bar" aria-hidden="true"><span className={`today-bar-${part}`} style={{ width: `${(100 * funnel[part]) / most}%`, minWidth: funnel[part] > 0 ? 3 : 0 }} /></span>
                <span className="today-share">{t.share(funnel[part], percent(funnel[part], funnel.discharges))}</span>
              </li>
            ))}
          </ul>
          {funnel.adds ? <div className="s-muted today-sum">{t.adds(sum)}</div> : <Notice tone="danger">{t.addsNot(sum, funnel.discharges)}</Notice>}
        </>
      )}
    </Panel>
  );
}
