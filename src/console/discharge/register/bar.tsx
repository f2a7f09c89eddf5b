/** What the list is narrowed by: the usual three in sight, the rest one press away. */
import { useEffect, useId, useState } from 'react';
import { Filters, type Filter } from '../../../components/filters/filters';
import { followingText, lackText, registerText, wayText } from '../../../text/discharge';
import { findText } from '../../../text/discharge-register';
import { useText } from '../../../text/language';
import { followings, lacks, ways, type FilterValues } from './filter';

interface Props { values: FilterValues; departments: readonly { code: string; name: string }[]; /** Wards that are known here, offered while one types. */ wards: readonly string[]; narrow: boolean; onChange(change: Record<string, string>): void }

const option = (value: string, words: string) => ({ value, words });

export function Bar({ values, departments, wards, narrow, onChange }: Props) {
  const t = useText(registerText);
  const way = useText(wayText);
  const lack = useText(lackText);
  const following = useText(followingText);
  const usual: Filter[] = [
    ...(departments.length > 1 ? [{ kind: 'select' as const, key: 'department', label: t.department, options: [option('', t.allDepartments), ...departments.map(({ code, name }) => option(code, name))] }] : []),
    { kind: 'select', key: 'following', label: t.followup1, options: [option('', t.followupAny), ...followings.map((one) => option(one, following[one]))] },
    { kind: 'select', key: 'missing', label: t.missing, options: [option('', t.missingNone), option('any', t.missingAny), ...lacks.map((one) => option(one, lack[one]))] },
  ];
  const rest: Filter[] = [
    { kind: 'day', key: 'from', label: t.from }, { kind: 'day', key: 'to', label: t.to },
    { kind: 'select', key: 'way', label: t.way, options: [option('', t.allWays), ...ways.map((one) => option(one, way[one]))] },
    { kind: 'select', key: 'state', label: t.state, options: [option('', t.allStates), option('finished', t.finished), option('cancelled', t.cancelled)] },
    { kind: 'select', key: 'held', label: t.held, options: [option('', t.heldAny), option('waiting', t.heldWaiting), option('invite', t.heldInvite), option('suppress', t.heldSuppress)] },
  ];
  // What is set must not hide.
  const open = ['from', 'to', 'ward', 'way', 'state', 'held'].some((key) => values[key as keyof FilterValues] !== '') || undefined;
  return (
    <div className="register-bar">
      {!narrow && <Filters values={values} onChange={onChange} filters={usual} />}
      <details className="register-more" open={open}>
        <summary>{t.filters}</summary>
        <div className="register-rest">
          {narrow && <Filters values={values} onChange={onChange} filters={usual} />}
          <Ward value={values.ward} wards={wards} onChange={(ward) => onChange({ ward })} />
          <Filters values={values} onChange={onChange} filters={rest} />
        </div>
      </details>
    </div>
  );
}

/** As the register writes it; taken when Enter is pressed or the field is left. */
function Ward({ value, wards, onChange }: { value: string; wards: readonly string[]; onChange(value: string): void }) {
  const t = useText(registerText);
  const f = useText(findText);
  const list = useId();
  const [written, setWritten] = useState(value);
  useEffect(() => setWritten(value), [value]);
  const take = (next: string) => { if (next.trim() !== value) onChange(next.trim()); };
  return (
    <label className="s-filter-label">{t.ward}
      <input
        className="s-filter-input register-ward" list={list} value={written} maxLength={40} placeholder={f.wardHint}
        onChange={(event) => { setWritten(event.target.value); if (wards.includes(event.target.value)) take(event.target.value); }} onBlur={() => take(written)} onKeyDown={(event) => { if (event.key === 'Enter') take(written); }}
      />
      <datalist id={list}>{wards.map((ward) => <option key={ward} value={ward} />)}</datalist>
    </label>
  );
}
