/** Departments that a file named for the first time: somebody who knows them says what they are. */
import { useState } from 'react';
import { CloudError } from '../../../cloud/error';
import type { Load } from '../../../cloud/use-load';
import { Button } from '../../../components/button/button';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { importText } from '../../../text/discharge-import';
import { useText } from '../../../text/language';
import { discharge, type Department } from '../desk';

const kinds = ['sensitive', 'critical', 'obstetric', 'paediatric'] as const;

export function Departments({ load }: { load: Load<Department[]> }) {
  const t = useText(importText);
  const [saved, setSaved] = useState<string>();
  const fresh = load.data?.filter((department) => department.unconfirmed) ?? [];
  if (fresh.length === 0 && saved === undefined) return null;
  return (
    <Panel title={t.departments} aside={<span className="s-muted">{fresh.length > 0 ? fresh.length : ''}</span>}>
      <div className="s-muted">{t.departmentsHint}</div>
      {saved !== undefined && <div className="import-note"><Notice tone="good">{t.saved(saved)}</Notice></div>}
      <ul className="import-departments">{fresh.map((department) => <One key={department.code} department={department} onSaved={() => { setSaved(department.name); void load.reload(); }} />)}</ul>
    </Panel>
  );
}

function One({ department, onSaved }: { department: Department; onSaved(): void }) {
  const t = useText(importText);
  const [values, setValues] = useState(department);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [said, setSaid] = useState<string>();
  const save = async () => {
    const phone = values.phone.replace(/\D/g, '');
    if (phone !== '' && !/^(1[3-9]\d{9}|0\d{9,11})$/.test(phone)) {
      setProblem(t.phoneWrong);
      return;
    }
    setBusy(true);
    setSaid(undefined);
    try {
      const { unconfirmed: _, ...known } = values;
      await discharge.saveDepartment({ ...known, phone });
      onSaved();
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setSaid(error.fields.some((field) => field.problem === 'taken') ? t.taken : error.message);
      setBusy(false);
    }
  };
  return (
    <li className="import-department" aria-label={department.name}>
      <b className="import-department-name">{department.name} <span className="s-muted">{department.code === department.name ? '' : department.code}</span></b>
      <span className="import-kinds">
        {kinds.map((kind) => (
          <label key={kind} className="import-kind"><input type="checkbox" checked={values[kind]} onChange={(event) => setValues({ ...values, [kind]: event.target.checked })} /> {t[kind]}</label>
        ))}
      </span>
      <label className="import-phone-label">{t.departmentPhone}
        <input className="import-phone" inputMode="tel" maxLength={20} value={values.phone} aria-invalid={problem !== undefined} placeholder={t.departmentPhoneHint} onChange={(event) => { setValues({ ...values, phone: event.target.value }); setProblem(undefined); }} />
      </label>
      <Button tone="soft" wide={false} busy={busy} onPress={() => { void save(); }}>{t.save}</Button>
      {problem !== undefined && <span className="import-problem" role="alert">{problem}</span>}
      {said !== undefined && <Notice tone="danger">{said}</Notice>}
    </li>
  );
}
