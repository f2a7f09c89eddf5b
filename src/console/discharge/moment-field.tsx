/** A day and a time, by the browser's own calendar: `YYYY-MM-DDTHH:mm` or ''. Shanghai, whatever the clock of the machine. */
import { useId } from 'react';

interface Props { label: string; value: string; max?: string; problem?: string; disabled?: boolean; onChange(value: string): void }

export function MomentField({ label, value, max, problem, disabled, onChange }: Props) {
  const id = useId();
  return (
    <div className={`s-field s-select${problem ? ' s-field-wrong' : ''}`}>
      <label className="s-field-label" htmlFor={id}>{label}</label>
      <input id={id} className="s-field-input" type="datetime-local" value={value} max={max} disabled={disabled} aria-invalid={problem !== undefined} aria-describedby={`${id}-said`} onChange={(event) => onChange(event.target.value)} />
      {problem !== undefined && <div id={`${id}-said`} className="s-field-problem" role="alert">{problem}</div>}
    </div>
  );
}
