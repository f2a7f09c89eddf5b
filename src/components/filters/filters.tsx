/** The bar above a table: what is shown. Its values belong to `useAddress`. */
import { useEffect, useState } from 'react';
import { useText } from '../../text/language';
import { shellText } from '../../text/shell';
import './filters.scss';

export type Filter =
  /** One of a few, as tabs with numbers. */
  | { kind: 'tabs'; key: string; label: string; options: readonly { value: string; words: string; count?: number }[] }
  | { kind: 'select'; key: string; label: string; options: readonly { value: string; words: string }[] }
  /** Searched when Enter is pressed or the field is left. */
  | { kind: 'search'; key: string; label: string }
  | { kind: 'day'; key: string; label: string };

interface Props { filters: readonly Filter[]; values: Readonly<Record<string, string>>; onChange(change: Record<string, string>): void; onClear?(): void }

function Search({ label, value, onSearch }: { label: string; value: string; onSearch(value: string): void }) {
  const [written, setWritten] = useState(value);
  useEffect(() => setWritten(value), [value]);
  const search = () => { if (written.trim() !== value) onSearch(written.trim()); };
  return <input className="s-filter-input" type="search" aria-label={label} placeholder={label} value={written} onChange={(event) => setWritten(event.target.value)} onBlur={search} onKeyDown={(event) => { if (event.key === 'Enter') search(); }} />;
}

export function Filters({ filters, values, onChange, onClear }: Props) {
  const t = useText(shellText);
  return (
    <div className="s-filters" role="search">
      {filters.map((filter) => {
        const value = values[filter.key] ?? '';
        const set = (next: string) => onChange({ [filter.key]: next });
        switch (filter.kind) {
          case 'tabs':
            return (
              <div key={filter.key} className="s-filter-tabs" role="group" aria-label={filter.label}>
                {filter.options.map((option) => (
                  <button key={option.value} type="button" className={`s-filter-tab${option.value === value ? ' s-filter-on' : ''}`} aria-pressed={option.value === value} onClick={() => set(option.value)}>
                    {option.words}{option.count !== undefined && <span className="s-filter-count">{option.count}</span>}
                  </button>
                ))}
              </div>
            );
          case 'select':
            return (
              <label key={filter.key} className="s-filter-label">{filter.label}
                <select className="s-filter-input" value={value} onChange={(event) => set(event.target.value)}>
                  {filter.options.map((option) => <option key={option.value} value={option.value}>{option.words}</option>)}
                </select>
              </label>
            );
          case 'search':
            return <Search key={filter.key} label={filter.label} value={value} onSearch={set} />;
          case 'day':
            return <label key={filter.key} className="s-filter-label">{filter.label}<input className="s-filter-input" type="date" value={value} onChange={(event) => set(event.target.value)} /></label>;
        }
      })}
      {onClear && <button type="button" className="s-filter-clear" onClick={onClear}>{t.clearFilters}</button>}
    </div>
  );
}
