/** Days that differ: closed, or other hours. */
import { Button } from '../../../components/button/button';
import { useText } from '../../../text/language';
import { scheduleText } from '../../../text/visit-schedule';
import { nextSpan, type FormProblems, type SpecialTyped } from './form';
import { Spans } from './spans';

interface Props { specials: readonly SpecialTyped[]; today: string; problems: FormProblems; onChange(specials: SpecialTyped[]): void }

export function Specials({ specials, today, problems, onChange }: Props) {
  const t = useText(scheduleText);
  const set = (n: number, change: Partial<SpecialTyped>) => onChange(specials.map((special, at) => (at === n ? { ...special, ...change } : special)));
  return (
    <div className="schedule-spans">
      <div className="s-muted">{t.specialHint}</div>
      {specials.map((special, n) => {
        const problem = problems[`exceptions.${n}`];
        const name = special.day || `${t.special} ${n + 1}`;
        return (
          <div key={n} className="schedule-special">
            <div className="schedule-span">
              <input className={`s-filter-input${problem === 'wrongDay' || problem === 'twiceDay' ? ' schedule-wrong' : ''}`} type="date" min={today} aria-label={`${t.special} ${n + 1} ${t.day}`} value={special.day} onChange={(event) => set(n, { day: event.target.value })} />
              <select className="s-filter-input" aria-label={`${name} ${t.kind}`} value={special.closed ? 'closed' : 'other'} onChange={(event) => set(n, event.target.value === 'closed' ? { closed: true } : { closed: false, spans: special.spans.length > 0 ? special.spans : [nextSpan([], false)] })}>
                <option value="closed">{t.dayClosed}</option><option value="other">{t.dayOther}</option>
              </select>
              <input className="s-filter-input schedule-note" aria-label={`${name} ${t.note}`} placeholder={t.note} maxLength={60} value={special.note} onChange={(event) => set(n, { note: event.target.value })} />
              <button type="button" className="schedule-remove" aria-label={t.removeLine(name)} onClick={() => onChange(specials.filter((_, at) => at !== n))}>×</button>
              {problem && <span className="visit-problem" role="alert">{t[problem]}</span>}
            </div>
            {!special.closed && <Spans name={name} path={`exceptions.${n}.spans`} spans={special.spans} weekly={false} problems={problems} onChange={(spans) => set(n, { spans })} />}
          </div>
        );
      })}
      <div><Button tone="soft" small wide={false} onPress={() => onChange([...specials, { day: '', closed: true, spans: [], note: '' }])}>{t.addSpecial}</Button></div>
    </div>
  );
}
