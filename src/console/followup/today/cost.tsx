/** What a change of plan would cost, before anybody makes it: silence that would begin, or cease, to lead to a call. */
import { useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { useLoad } from '../../../cloud/use-load';
import { Button } from '../../../components/button/button';
import { DataTable, type Column } from '../../../components/data-table/data-table';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Await } from '../../../components/state/state';
import { Tag } from '../../../components/tag/tag';
import { costText } from '../../../text/followup-today';
import { useLanguage, useText } from '../../../text/language';
import { followup, figure, fullDay, wholePercent, type Plan, type PlanCost } from './desk';

interface Line { id: string; plan: Plan; step: Plan['steps'][number] }

export function Cost() {
  const t = useText(costText);
  const { language } = useLanguage();
  const plans = useLoad(async () => (await followup.plans({})).plans, []);
  const [changed, setChanged] = useState<readonly string[]>([]);
  const [cost, setCost] = useState<PlanCost>();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string>();

  const lines: Line[] = (plans.data ?? []).flatMap((plan) => plan.steps.map((step) => ({ id: `${plan.code}/${step.key}`, plan, step })));
  const on = (line: Line) => (changed.includes(line.id) ? !line.step.escalates : line.step.escalates);
  const toggle = async (line: Line) => {
    const next = changed.includes(line.id) ? changed.filter((id) => id !== line.id) : [...changed, line.id];
    setChanged(next);
    setSaid(undefined);
    if (next.length === 0) {
      setCost(undefined);
      return;
    }
    setBusy(true);
    try {
      setCost(await followup.planCost({ changes: lines.filter(({ id }) => next.includes(id)).map(({ plan, step }) => ({ plan: plan.code, key: step.key, escalates: !step.escalates })) }));
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setCost(undefined);
      setSaid(error.message);
    } finally {
      setBusy(false);
    }
  };
  const reset = () => {
    setChanged([]);
    setCost(undefined);
  };
  const ofLine = (line: Line) => cost?.changes.find((change) => change.plan === line.plan.code && change.key === line.step.key);
  const columns: Column<Line>[] = [
    { key: 'plan', title: t.plan, cell: ({ plan }) => plan.title[language] },
    { key: 'step', title: t.step, cell: ({ step }) => step.title[language] },
    { key: 'when', title: t.when, cell: ({ step }) => `${t.day(step.invite.day)} ${step.invite.time}` },
    {
      key: 'escalates', title: t.escalates,
      cell: (line) => <label className="today-check"><input type="checkbox" checked={on(line)} onChange={() => { void toggle(line); }} aria-label={`${line.plan.title[language]} ${line.step.title[language]} ${t.escalates}`} />{changed.includes(line.id) && <Tag tone="info">{line.step.escalates ? '−' : '+'}</Tag>}</label>,
    },
    { key: 'per', title: t.per, wrap: true, cell: (line) => { const change = ofLine(line); if (!change) return ''; if (change.silent.n === 0) return <span className="s-muted">{t.noData}</span>; return <><b>{change.callsPerDay > 0 ? '+' : ''}{figure(change.callsPerDay)}</b> <span className="s-muted">{t.basis(figure(change.stepsPerDay), wholePercent(change.silent.share), change.silent.n)}</span></>; } },
  ];
  const calls = cost && (cost.callsPerDay >= 0 ? t.more(figure(cost.callsPerDay)) : t.less(figure(-cost.callsPerDay)));
  const hours = cost && (cost.hoursPerDay >= 0 ? t.hoursMore(figure(cost.hoursPerDay)) : t.hoursLess(figure(-cost.hoursPerDay)));
  return (
    <Panel flush>
      <div className="today-lead" role="status" aria-live="polite">
        <span className="s-grow s-muted">{t.words}</span>
        {cost && calls && hours && cost.changes.every((change) => change.silent.n === 0) ? <Tag tone="plain">{t.noData}</Tag> : cost && calls && hours ? (
          <>
            <Tag tone={cost.callsPerDay > 0 ? 'danger' : 'action'}>{t.result(calls, hours)}</Tag>
            <Tag tone={cost.backlogFrom ? 'warn' : 'plain'}>{cost.backlogFrom ? t.backlog(fullDay(cost.backlogFrom, language)) : t.clears}</Tag>
            <span className="s-muted">{t.rate(figure(cost.callsPerHour))}</span>
          </>
        ) : <span className="s-muted">{busy ? '…' : t.unchanged}</span>}
        {changed.length > 0 && <Button tone="soft" small wide={false} onPress={reset}>{t.reset}</Button>}
      </div>
      {said !== undefined && <Notice tone="warn">{said}</Notice>}
      <Await load={plans} rows={4}>{() => <DataTable label={t.plan} columns={columns} rows={lines} id={(line) => line.id} empty="" />}</Await>
    </Panel>
  );
}
