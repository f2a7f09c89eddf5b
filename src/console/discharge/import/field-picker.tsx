/** One field of many, found by typing a few characters of its name: a combobox with a list, by keyboard as by mouse (ARIA "combobox with listbox popup"). */
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { FieldName } from '../../../../cloudfunctions/discharge/contract/intake';
import { columnText, groupText, mappingText, type ColumnField } from '../../../text/discharge-import-columns';
import { useLanguage, useText } from '../../../text/language';
import { findFields, likeliest } from './columns';

interface Props { label: string; value: FieldName | null; describedBy?: string; onChange(field: ColumnField | null): void }

export function FieldPicker({ label, value, describedBy, onChange }: Props) {
  const t = useText(mappingText);
  const fields = useText(columnText);
  const groups = useText(groupText);
  const { language } = useLanguage();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  /** undefined: nothing was typed, the field shows its choice. */
  const [typed, setTyped] = useState<string>();
  /** undefined: the likeliest of those found. */
  const [at, setAt] = useState<number>();
  const shown = value === null || value === 'admitted' ? t.unused : fields[value];
  const found = useMemo(() => findFields(typed ?? '', language), [typed, language]);
  const options: (ColumnField | null)[] = useMemo(() => [...(typed ? [] : [null]), ...found.flatMap((group) => group.fields)], [typed, found]);
  const active = Math.min(at ?? likeliest(typed ?? '', options, language), options.length - 1);

  useEffect(() => { if (open) list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }); }, [open, active]);

  const show = () => {
    if (open) return;
    setOpen(true);
    setAt(Math.max(0, options.findIndex((option) => option === value)));
  };
  const close = () => {
    setOpen(false);
    setTyped(undefined);
  };
  const take = (option: ColumnField | null | undefined) => {
    if (option !== undefined) onChange(option);
    close();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) show();
      else setAt((active + (event.key === 'ArrowDown' ? 1 : -1) + options.length) % Math.max(1, options.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (open) take(options[active]);
      else show();
    } else if (event.key === 'Escape' && open) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === 'Tab' && open && typed) take(options[active]);
  };
  const optionId = (option: ColumnField | null) => `${id}-${option ?? 'unused'}`;
  const line = (option: ColumnField | null) => (
    <div key={option ?? ''} id={optionId(option)} role="option" aria-selected={options[active] === option} className={`columns-option${options[active] === option ? ' columns-option-here' : ''}`} onMouseDown={(event) => event.preventDefault()} onClick={() => take(option)}>
      {option === null ? t.unused : fields[option]}{value === option ? <span className="s-muted" aria-hidden="true"> ✓</span> : null}
    </div>
  );
  return (
    <div className="columns-picker">
      <input
        className={`columns-input${value === null ? ' columns-input-unused' : ''}`} role="combobox" aria-label={label} aria-expanded={open} aria-controls={`${id}-list`} aria-autocomplete="list" aria-describedby={describedBy}
        aria-activedescendant={open && options.length > 0 ? optionId(options[active] ?? null) : undefined} autoComplete="off" spellCheck={false} maxLength={40} placeholder={t.choose} value={typed ?? shown}
        onFocus={(event) => event.target.select()} onClick={show} onBlur={close} onKeyDown={onKey} onChange={(event) => { setTyped(event.target.value); setOpen(true); setAt(undefined); }}
      />
      {open && (
        <div className="columns-list" id={`${id}-list`} role="listbox" aria-label={label} ref={list}>
          {options[0] === null && line(null)}
          {found.map(({ group, fields: own }) => <div key={group} role="group" aria-label={groups[group]}><div className="columns-group" aria-hidden="true">{groups[group]}</div>{own.map(line)}</div>)}
          {options.length === 0 && <div className="columns-option s-muted">{t.none}</div>}
        </div>
      )}
    </div>
  );
}
