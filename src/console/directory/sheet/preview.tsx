/** Row by row what a file would do, with the reason and the remedy where it would not be taken. */
import { useState } from 'react';
import { Button } from '../../../components/button/button';
import { Panel } from '../../../components/panel/panel';
import { Tag, type Tone } from '../../../components/tag/tag';
import { entryProblemText, sheetText } from '../../../text/directory';
import { useLanguage, useText } from '../../../text/language';
import type { Plan } from '../desk';

type Row = Plan['rows'][number];
const tones: Readonly<Record<Row['outcome'], Tone>> = { new: 'action', changed: 'info', unchanged: 'plain', refused: 'danger' };
const outcomes = ['new', 'changed', 'unchanged', 'refused'] as const;

export function Preview({ name, plan, busy, onApply }: { name: string; plan: Plan; busy: boolean; onApply(): void }) {
  const t = useText(sheetText);
  const { language } = useLanguage();
  const [only, setOnly] = useState<Row['outcome']>();
  const { counts } = plan;
  const rows = plan.rows.filter(({ outcome }) => (only === undefined ? outcome !== 'unchanged' : outcome === only));
  const work = counts.new + counts.changed;
  return (
    <Panel title={t.preview(name)}>
      <div className="sheet-counts" role="group" aria-label={t.outcome}>
        {outcomes.map((one) => <button key={one} type="button" className={`sheet-count${only === one ? ' sheet-count-on' : ''}`} aria-pressed={only === one} onClick={() => setOnly(only === one ? undefined : one)}><span className="s-muted">{t[one]}</span><b>{counts[one]}</b></button>)}
      </div>
      {plan.unknown.length > 0 && <div className="s-muted">{t.unknown(plan.unknown.join(language === 'zh' ? '、' : ', '))}</div>}
      <div className="sheet-apply">{work > 0 ? <Button wide={false} busy={busy} onPress={onApply}>{t.apply(work)}</Button> : <b role="status">{t.nothing}</b>}</div>
      {rows.length > 0 && (
        <div className="sheet-scroll">
          <table className="sheet-table">
            <thead><tr><th>{t.line}</th><th>{t.name}</th><th>{t.outcome}</th><th>{t.what}</th></tr></thead>
            <tbody>{rows.map((row) => <tr key={row.line}><td className="sheet-line">{row.line}</td><td><b>{row.name}</b></td><td><Tag tone={tones[row.outcome]}>{t[row.outcome]}</Tag></td><td><What row={row} /></td></tr>)}</tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function What({ row }: { row: Row }) {
  const t = useText(sheetText);
  const problems = useText(entryProblemText);
  return (
    <ul className="sheet-what">
      {row.problems.map(({ column, problem, value }, n) => <li key={n} className="sheet-problem"><b>{column}</b> {problems[problem](value)}</li>)}
      {row.changes.map(({ column, before, after }) => <li key={column}><span className="s-muted">{column}</span> {row.outcome === 'new' ? after : t.becomes(before, after)}</li>)}
    </ul>
  );
}
