/** The lead's day: what was promised, where the discharges stand, what comes, and what to do about it. */
import { useEffect } from 'react';
import { longestRange, rangeProblem } from '../../../../cloudfunctions/followup/rules/lead';
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { useStaff } from '../../../cloud/staff';
import { useVisible } from '../../../cloud/use-visible';
import { Button } from '../../../components/button/button';
import { ConsoleFrame } from '../../../components/console-frame/console-frame';
import { usePlaces } from '../../../components/console-frame/places';
import { Filters } from '../../../components/filters/filters';
import { useAddress } from '../../../components/filters/use-address';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Await, Empty } from '../../../components/state/state';
import { Tag } from '../../../components/tag/tag';
import { todayText } from '../../../text/followup-today';
import { useLanguage, useText } from '../../../text/language';
import { shellText } from '../../../text/shell';
import { staffText } from '../../../text/staff';
import { clockWords, dayOf } from '../../../text/time';
import { Capacity } from './capacity';
import { Cost } from './cost';
import { addDays, followup, fullDay } from './desk';
import { Duty } from './duty';
import { Forecast } from './forecast';
import { FunnelPanel } from './funnel';
import { Numbers } from './numbers';
import { Reasons } from './reasons';
import { Roster } from './roster';
import { Who } from './who';
import './index.scss';

export const todayPage = 'followup/today/index';
const isDay = /^\d{4}-\d{2}-\d{2}$/;
/** ms between two readings while somebody looks. */
const every = 60_000;

export default function TodayPage() {
  const t = useText(todayText);
  const shell = useText(shellText);
  const staff = useText(staffText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const places = usePlaces();
  const visible = useVisible();
  const now = useNow();
  const [address, setAddress] = useAddress({ from: '', to: '', state: '', reason: '', pane: 'cost' });
  const reads = me !== undefined && ['lead', 'quality', 'director'].includes(me.role);
  const asked = { ...(isDay.test(address.from) && { from: address.from }), ...(isDay.test(address.to) && { to: address.to }) };
  const wrong = rangeProblem(asked.from, asked.to);
  const range: typeof asked = wrong === '' ? asked : {};
  const load = useLoad(async () => (reads ? followup.today(range) : undefined), [reads, range.from, range.to]);
  const { reload } = load;
  useEffect(() => {
    if (!visible || !reads) return;
    const timer = setInterval(() => { void reload(); }, every);
    return () => clearInterval(timer);
  }, [visible, reads, reload]);

  const today = dayOf(now);
  const spans: Readonly<Record<string, { from: string; to: string }>> = {
    d3: { from: '', to: '' }, d1: { from: addDays(today, -1), to: addDays(today, -1) }, w1: { from: addDays(today, -6), to: today }, m1: { from: addDays(today, -29), to: today },
  };
  const span = Object.keys(spans).find((key) => spans[key]?.from === address.from && spans[key]?.to === address.to) ?? 'x';
  const changed = () => { void reload(); };
  const openRoster = () => {
    setAddress({ pane: 'roster' });
    requestAnimationFrame(() => document.getElementById('today-pane')?.scrollIntoView({ block: 'start' }));
  };
  const first = load.data?.forecast[0];
  const left = first ? Math.round(first.backlog) : 0;
  const panes = [{ value: 'cost', words: t.cost }, { value: 'roster', words: t.roster }, { value: 'duty', words: t.duty }, ...(me?.role === 'lead' ? [{ value: 'close', words: t.close2 }] : [])];
  const pane = panes.some(({ value }) => value === address.pane) ? address.pane : 'cost';

  return (
    <ConsoleFrame
      name={shell.center} places={places} at={todayPage} title={t.title(fullDay(today, language))}
      beside={<span className="s-muted">{t.until(clockWords(now, language))}</span>}
      actions={<>{left > 0 && <Tag tone="warn">{t.tooMany(left)}</Tag>}{me?.role === 'lead' && <Button tone="soft" wide={false} onPress={openRoster}>{t.absent}</Button>}</>}
    >
      {me && !reads ? <Panel><Empty words={staff.noPage} /></Panel> : (
        <Await load={load} rows={10}>
          {(data) => data && (
            <>
              <Numbers today={data} now={now} />
              <Filters
                values={{ span, from: address.from || data.from, to: address.to || data.to }}
                onChange={(change) => setAddress({ state: '', reason: '', ...('span' in change ? spans[change['span'] ?? 'd3'] : { from: address.from || data.from, to: address.to || data.to, ...change }) })}
                filters={[
                  { kind: 'tabs', key: 'span', label: t.range, options: [{ value: 'd3', words: t.day3 }, { value: 'd1', words: t.yesterday }, { value: 'w1', words: t.last7 }, { value: 'm1', words: t.last30 }] },
                  { kind: 'day', key: 'from', label: t.from }, { kind: 'day', key: 'to', label: t.to },
                ]}
              />
              {wrong !== '' && <Notice tone="warn">{wrong === 'too_long' ? t.rangeWrong.too_long(longestRange) : t.rangeWrong.before_from}</Notice>}
              <div className="today-two">
                <FunnelPanel today={data} />
                <Forecast today={data} />
              </div>
              <Reasons today={data} state={address.state} reason={address.reason} onShow={(state, reason) => setAddress({ state, reason })} />
              {address.state !== '' && <Who from={data.from} to={data.to} state={address.state} reason={address.reason} onClose={() => setAddress({ state: '', reason: '' })} />}
              <div className="today-pane" id="today-pane">
                <Filters values={{ pane }} onChange={(change) => setAddress(change)} filters={[{ kind: 'tabs', key: 'pane', label: t.panes, options: panes }]} />
                {pane === 'cost' && <Cost />}
                {pane === 'roster' && <Roster from={today} onSaved={changed} />}
                {pane === 'duty' && <Duty />}
                {pane === 'close' && <Capacity onClosed={changed} />}
              </div>
            </>
          )}
        </Await>
      )}
    </ConsoleFrame>
  );
}
