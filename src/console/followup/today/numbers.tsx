/** Four numbers that say how the day stands, each with what it is counted from. */
import type { ReactNode } from 'react';
import { useCounts } from '../../../cloud/counts';
import { todayText } from '../../../text/followup-today';
import { useLanguage, useText } from '../../../text/language';
import { agoWords } from '../../../text/time';
import { percent, shortDay, type Today } from './desk';

function One({ title, value, beside, danger = false }: { title: string; value: string; beside: ReactNode; danger?: boolean }) {
  return <div className="s-panel today-number"><dt className="s-muted">{title}</dt><dd><b className={danger ? 'today-danger' : undefined}>{value}</b> <span className="s-muted">{beside}</span></dd></div>;
}

export function Numbers({ today, now }: { today: Today; now: number }) {
  const t = useText(todayText);
  const { language } = useLanguage();
  const { promise, funnel, queued, redFlags } = today;
  // The navigation counts every kind of call; without this the two numbers would seem to contradict each other.
  const all = useCounts().data?.team ?? 0;
  const since = queued.count > 0 && queued.oldestAt > 0 ? t.queuedSince(agoWords(queued.oldestAt, now, language)) : t.queuedNone;
  return (
    <dl className="today-numbers">
      <One title={t.promise} value={percent(promise.kept, promise.of)} beside={promise.of > 0 ? t.promiseOf(promise.kept, promise.of, shortDay(promise.day, language)) : t.nobody} />
      <One title={t.own} value={percent(funnel.answered, funnel.discharges)} beside={t.ownOf(funnel.answered, funnel.discharges)} />
      <One title={t.queued} value={`${queued.count}`} beside={all > queued.count ? `${since} · ${t.queuedAll(all)}` : since} />
      <One title={t.red} value={`${redFlags.open}`} danger={redFlags.open > 0} beside={redFlags.open > 0 ? t.redSince(agoWords(redFlags.oldestAt, now, language)) : t.redNone} />
    </dl>
  );
}
