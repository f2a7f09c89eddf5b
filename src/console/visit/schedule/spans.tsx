/** Lines of hours: when, until when, how many in each half hour. */
import { Button } from '../../../components/button/button';
import { useText } from '../../../text/language';
import { weekdayText } from '../../../text/visit-console';
import { scheduleText } from '../../../text/visit-schedule';
import { halfHours, nextSpan, type FormProblems, type SpanTyped } from './form';

const weekdays = ['1', '2', '3', '4', '5', '6', '7'] as const;

interface Props {
  /** For a screen reader: whose hours these are. */
  name: string;
  /** Path of the problems: `weekly`, `exceptions.0.spans`. */
  path: string;
  spans: readonly SpanTyped[];
  weekly: boolean;
  problems: FormProblems;
  onChange(spans: SpanTyped[]): void;
}

export function Spans({ name, path, spans, weekly, problems, onChange }: Props) {
  const t = useText(scheduleText);
  const days = useText(weekdayText);
  const set = (n: number, change: Partial<SpanTyped>) => onChange(spans.map((span, at) => (at === n ? { ...span, ...change } : span)));
  const time = (n: number, key: 'from' | 'to', label: string, value: string) => (
    <select className="s-filter-input" aria-label={`${name} ${n + 1} ${label}`} value={value} onChange={(event) => set(n, { [key]: event.target.value })}>
      {halfHours.map((one) => <option key={one} value={one}>{one}</option>)}
    </select>
  );
  return (
    <div className="schedule-spans">
      {spans.length === 0 && weekly && <div className="s-muted">{t.weeklyEmpty}</div>}
      {spans.map((span, n) => {
        const problem = problems[`${path}.${n}`];
        return (
          <div key={n} className="schedule-span">
            {weekly && (
              <select className="s-filter-input" aria-label={`${name} ${n + 1} ${t.weekday}`} value={span.weekday} onChange={(event) => set(n, { weekday: event.target.value })}>
                {weekdays.map((day) => <option key={day} value={day}>{days[day]}</option>)}
              </select>
            )}
            {time(n, 'from', t.from, span.from)}<span aria-hidden="true">–</span>{time(n, 'to', t.to, span.to)}
            <label className="s-filter-label"><input className={`s-filter-input schedule-capacity${problem === 'wrongCapacity' ? ' schedule-wrong' : ''}`} inputMode="numeric" maxLength={2} aria-label={`${name} ${n + 1} ${t.capacity}`} value={span.capacity} onChange={(event) => set(n, { capacity: event.target.value })} />{t.perSlot}</label>
            <button type="button" className="schedule-remove" aria-label={t.removeLine(`${weekly ? `${days[weekdays.find((day) => day === span.weekday) ?? '1']} ` : ''}${span.from}`)} onClick={() => onChange(spans.filter((_, at) => at !== n))}>×</button>
            {problem && <span className="visit-problem" role="alert">{t[problem]}</span>}
          </div>
        );
      })}
      <div><Button tone="soft" small wide={false} label={`${name} ${t.addLine}`} onPress={() => onChange([...spans, nextSpan(spans, weekly)])}>{t.addLine}</Button></div>
    </div>
  );
}
