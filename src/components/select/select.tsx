/** One of many, in the console: the browser's own list, with its label always shown. `groups` put headings between the options. */
import { useId } from 'react';
import './select.scss';

interface Option { value: string; label: string }
interface Props {
  label: string;
  value: string;
  /** What stands first while nothing is chosen. */
  empty?: string;
  options?: readonly Option[];
  groups?: readonly { label: string; options: readonly Option[] }[];
  problem?: string;
  disabled?: boolean;
  onChange(value: string): void;
}

const list = (options: readonly Option[]) => options.map(({ value, label }) => <option key={value} value={value}>{label}</option>);

export function Select({ label, value, empty, options = [], groups = [], problem, disabled, onChange }: Props) {
  const id = useId();
  return (
    <div className={`s-field s-select${problem ? ' s-field-wrong' : ''}`}>
      <label className="s-field-label" htmlFor={id}>{label}</label>
      <select id={id} className="s-field-input" value={value} disabled={disabled} aria-invalid={problem !== undefined} aria-describedby={`${id}-said`} onChange={(event) => onChange(event.target.value)}>
        {empty !== undefined && <option value="">{empty}</option>}
        {list(options)}
        {groups.map((group) => <optgroup key={group.label} label={group.label}>{list(group.options)}</optgroup>)}
      </select>
      {problem !== undefined && <div id={`${id}-said`} className="s-field-problem" role="alert">{problem}</div>}
    </div>
  );
}

/** A day, by the browser's own calendar; `YYYY-MM-DD` or ''. */
export function DayField({ label, value, max, min, disabled, onChange }: { label: string; value: string; min?: string; max?: string; disabled?: boolean; onChange(value: string): void }) {
  const id = useId();
  return (
    <div className="s-field s-select">
      <label className="s-field-label" htmlFor={id}>{label}</label>
      <input id={id} className="s-field-input" type="date" value={value} min={min} max={max} disabled={disabled} onChange={(event) => onChange(event.target.value)} />
    </div>
  );
}
