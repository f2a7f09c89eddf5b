/** Two weeks ahead: calls that are expected, calls that can be made, what is left. The picture, its basis, and the same numbers as a table. */
import { useCallback } from 'react';
import { Chart, type ChartOption, type Ink } from '../../../components/chart/chart';
import { DataTable, type Column } from '../../../components/data-table/data-table';
import { Panel } from '../../../components/panel/panel';
import { todayText } from '../../../text/followup-today';
import { useLanguage, useText } from '../../../text/language';
import { figure, fullDay, tickDay, wholePercent, type Today } from './desk';

type Day = Today['forecast'][number];

export function Forecast({ today: { forecast, silent, callsPerHour, beside } }: { today: Today }) {
  const t = useText(todayText);
  const { language } = useLanguage();
  const draw = useCallback((ink: Ink): ChartOption => {
    const text = { color: ink.muted, fontSize: 12 };
    return {
      grid: { left: 8, right: 8, top: 30, bottom: 4, containLabel: true },
      tooltip: { trigger: 'axis', backgroundColor: ink.card, borderColor: ink.line, textStyle: { color: ink.ink, fontSize: 13 }, valueFormatter: (value) => (typeof value === 'number' ? figure(value) : '') },
      xAxis: { type: 'category', data: forecast.map((day) => tickDay(day.day, language)), axisLabel: { ...text, interval: 'auto' }, axisTick: { show: false }, axisLine: { lineStyle: { color: ink.line } } },
      yAxis: { type: 'value', name: t.unit, nameTextStyle: { ...text, align: 'left' }, axisLabel: text, splitLine: { lineStyle: { color: ink.line } }, minInterval: 1 },
      series: [
        { name: t.known, type: 'bar', stack: 'calls', barMaxWidth: 24, itemStyle: { color: ink.action }, data: forecast.map((day) => day.known) },
        { name: t.toCome, type: 'bar', stack: 'calls', barMaxWidth: 24, itemStyle: { color: ink.action, opacity: 0.45 }, data: forecast.map((day) => day.toCome) },
        { name: t.capacity, type: 'line', step: 'middle', symbol: 'none', lineStyle: { color: ink.warn, width: 3 }, itemStyle: { color: ink.warn }, data: forecast.map((day) => day.capacity) },
        { name: t.backlog, type: 'line', symbol: 'circle', symbolSize: 5, lineStyle: { color: ink.danger, width: 1.5, type: 'dashed' }, itemStyle: { color: ink.danger }, data: forecast.map((day) => day.backlog) },
      ],
    };
  }, [forecast, language, t]);

  const sum = (of: (day: Day) => number) => forecast.reduce((total, day) => total + of(day), 0);
  const last = forecast.at(-1);
  const guessed = forecast.filter((day) => !day.stated).length;
  const lastClear = forecast.map((day) => day.backlog).lastIndexOf(0);
  const stuck = last && last.backlog > 0 ? forecast[lastClear + 1] : undefined;
  const columns: Column<Day>[] = [
    { key: 'day', title: t.dayColumn, cell: (day) => <>{fullDay(day.day, language)}{!day.work && <span className="s-muted"> {t.rest}</span>}</> },
    { key: 'known', title: t.known, number: true, cell: (day) => figure(day.known) }, { key: 'toCome', title: t.toCome, number: true, cell: (day) => figure(day.toCome) },
    { key: 'capacity', title: t.capacity, number: true, cell: (day) => figure(day.capacity) }, { key: 'backlog', title: t.backlog, number: true, cell: (day) => figure(day.backlog) },
  ];
  const key = (name: 'known' | 'toCome' | 'capacity' | 'backlog') => <span className="today-key"><span className={`today-key-${name}`} aria-hidden="true" />{t[name]}</span>;
  return (
    <Panel title={t.forecast}>
      <Chart label={t.forecastLabel(figure(Math.round(sum((day) => day.known + day.toCome))), figure(Math.round(sum((day) => day.capacity))), figure(Math.round(last?.backlog ?? 0)))} height={232} draw={draw} />
      <div className="today-keys">{key('known')}{key('toCome')}{key('capacity')}{key('backlog')}</div>
      <div className="s-muted">
        <b className={stuck ? 'today-danger' : undefined}>{stuck ? t.clearsNot(fullDay(stuck.day, language)) : t.clears}</b>
        {' · '}{t.silent(wholePercent(silent.share), silent.n)} · {t.rate(figure(callsPerHour))}
        {silent.n < silent.priorWeight * 4 && ` · ${t.prior(wholePercent(silent.priorShare), silent.priorWeight)}`}
        {beside > 0 && ` · ${t.beside(beside)}`}
        {guessed > 0 && ` · ${t.guessed(guessed)}`}
      </div>
      <details className="today-table">
        <summary>{t.table}</summary>
        <DataTable label={t.forecast} columns={columns} rows={forecast} id={(day) => day.day} empty="" />
      </details>
    </Panel>
  );
}
