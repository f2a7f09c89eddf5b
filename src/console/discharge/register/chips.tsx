/** The conditions in words, each taken away with one press; beside them the filters that one keeps. */
import { useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { useLoad } from '../../../cloud/use-load';
import { TextField } from '../../../components/field/field';
import { Notice } from '../../../components/notice/notice';
import { findText } from '../../../text/discharge-register';
import { useText } from '../../../text/language';
import { shellText } from '../../../text/shell';
import { Ask } from '../ask';
import { discharge, type SavedFilter } from '../desk';
import { inputOf, none, sameFilter, valuesOf, type Chip, type FilterValues } from './filter';

interface Props { values: FilterValues; chips: readonly Chip[]; onChange(values: Partial<FilterValues>): void }

export function Chips({ values, chips, onChange }: Props) {
  const t = useText(findText);
  const shell = useText(shellText);
  const load = useLoad(async () => (await discharge.savedFilters({})).filters, []);
  const [kept, setKept] = useState<SavedFilter[]>();
  const [asking, setAsking] = useState(false);
  const [dropped, setDropped] = useState<SavedFilter>();
  const [said, setSaid] = useState<{ tone: 'good' | 'danger'; words: string }>();
  const known = kept ?? load.data ?? [];

  const change = async (work: () => Promise<{ filters: SavedFilter[] }>, done: () => void) => {
    try {
      setKept((await work()).filters);
      setSaid(undefined);
      done();
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setSaid({ tone: 'danger', words: error.reason === 'full' ? t.keepFull : error.message });
    }
  };
  const drop = (one: SavedFilter) => { void change(() => discharge.removeFilter({ name: one.name }), () => setDropped(one)); };
  const undo = (one: SavedFilter) => { void change(() => discharge.saveFilter({ name: one.name, filter: one.filter }), () => setDropped(undefined)); };
  const same = known.find(({ filter }) => sameFilter(valuesOf(filter), values));
  return (
    <>
      {(chips.length > 0 || known.length > 0) && (
        <div className="register-chips">
          {chips.length > 0 && (
            <ul className="register-chip-list" aria-label={t.active}>
              {chips.map(({ key, words }) => <li key={key}><button type="button" className="register-chip" aria-label={t.remove(words)} onClick={() => onChange({ [key]: '' })}>{words}<span aria-hidden="true"> ×</span></button></li>)}
              <li><button type="button" className="s-filter-clear" onClick={() => onChange(none)}>{shell.clearFilters}</button></li>
              {!same && <li><button type="button" className="s-filter-clear" onClick={() => { setDropped(undefined); setAsking(true); }}>{t.keep}</button></li>}
            </ul>
          )}
          {known.length > 0 && (
            <ul className="register-chip-list" aria-label={t.kept}>
              <li className="s-muted" aria-hidden="true">{t.kept}</li>
              {known.map((one) => (
                <li key={one.name} className={`register-kept${one === same ? ' register-kept-on' : ''}`}>
                  <button type="button" className="register-kept-use" aria-label={t.use(one.name)} aria-pressed={one === same} onClick={() => onChange(valuesOf(one.filter))}>{one.name}</button>
                  <button type="button" className="register-kept-drop" aria-label={t.drop(one.name)} onClick={() => drop(one)}><span aria-hidden="true">×</span></button>
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
      {said && <Notice tone={said.tone}>{said.words}</Notice>}
      {dropped && <Notice tone="info" action={{ words: t.undo, onPress: () => undo(dropped) }}>{t.dropped(dropped.name)}</Notice>}
      {asking && <Keep values={values} known={known} onCancel={() => setAsking(false)} onKept={(filters, name) => { setKept(filters); setAsking(false); setSaid({ tone: 'good', words: t.keepDone(name) }); }} />}
    </>
  );
}

function Keep({ values, known, onKept, onCancel }: { values: FilterValues; known: readonly SavedFilter[]; onKept(filters: SavedFilter[], name: string): void; onCancel(): void }) {
  const t = useText(findText);
  const [name, setName] = useState('');
  const dated = values.from !== '' || values.to !== '';
  const others = Object.keys(inputOf({ ...values, from: '', to: '' })).length > 0;
  // Days grow old; a filter that is nothing but days means them.
  const [days, setDays] = useState(!others);
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string>();
  const keep = async () => {
    if (name.trim() === '') {
      setProblem(t.nameMissing);
      return;
    }
    setBusy(true);
    try {
      const { filters } = await discharge.saveFilter({ name: name.trim(), filter: inputOf(days ? values : { ...values, from: '', to: '' }) });
      onKept(filters, name.trim());
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setSaid(error.reason === 'full' ? t.keepFull : error.message);
      setBusy(false);
    }
  };
  return (
    <Ask title={t.keepTitle} confirm={t.keepDo} busy={busy} said={said} onConfirm={() => { void keep(); }} onCancel={onCancel}>
      <TextField label={t.keepName} hint={known.some((one) => one.name === name.trim()) ? t.keepSame : t.keepHint} limit={30} value={name} problem={problem} onChange={(value) => { setName(value); setProblem(undefined); }} />
      {dated && others && <label className="register-check"><input type="checkbox" checked={days} onChange={(event) => setDays(event.target.checked)} />{t.keepDays}</label>}
    </Ask>
  );
}
