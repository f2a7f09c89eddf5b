/** Text fields in a browser. */
import { useId, type ReactNode } from 'react';
import { useText } from '../../text/language';
import { shellText } from '../../text/shell';
import type { FieldProps, TextAreaProps, TextFieldProps } from './props';
import './field.scss';

function Labelled({ id, field, count, children }: { id: string; field: FieldProps; count?: string; children: ReactNode }) {
  return (
    <div className={`s-field${field.problem ? ' s-field-wrong' : ''}`}>
      <label className="s-field-label" htmlFor={id}>{field.label}</label>
      {children}
      <div className="s-field-foot">
        <div className="s-grow" id={`${id}-said`}>
          {field.problem ? <span className="s-field-problem" role="alert">{field.problem}</span> : <span className="s-muted">{field.hint}</span>}
        </div>
        {count !== undefined && <span className="s-muted">{count}</span>}
      </div>
    </div>
  );
}

const htmlType = { text: 'text', digits: 'text', password: 'password', month: 'month' } as const;

export function TextField({ kind = 'text', autoComplete, placeholder, ...field }: TextFieldProps) {
  const id = useId();
  return (
    <Labelled id={id} field={field}>
      <input
        id={id} className="s-field-input" type={htmlType[kind]} inputMode={kind === 'digits' ? 'numeric' : undefined} autoComplete={autoComplete ?? 'off'} placeholder={placeholder}
        value={field.value} maxLength={field.limit} disabled={field.disabled} aria-invalid={field.problem !== undefined} aria-describedby={`${id}-said`}
        onChange={(event) => field.onChange(event.target.value)} onBlur={field.onDone}
        onKeyDown={(event) => { if (event.key === 'Enter') field.onDone?.(); }}
      />
    </Labelled>
  );
}

export function TextArea({ rows = 4, ...field }: TextAreaProps) {
  const t = useText(shellText);
  const id = useId();
  return (
    <Labelled id={id} field={field} count={field.limit === undefined ? undefined : t.count(field.value.length, field.limit)}>
      <textarea
        id={id} className="s-field-input s-field-area" rows={rows} value={field.value} maxLength={field.limit} disabled={field.disabled} aria-invalid={field.problem !== undefined} aria-describedby={`${id}-said`}
        onChange={(event) => field.onChange(event.target.value)} onBlur={field.onDone}
      />
    </Labelled>
  );
}
