/** A06: a discharge that no source brought, written down by hand. Few fields first; what was written survives a reload of this tab. */
import { useState } from 'react';
import { serverNow } from '../../../cloud/cloud';
import { CloudError } from '../../../cloud/error';
import { recall, remember } from '../../../cloud/tab';
import { useLoad } from '../../../cloud/use-load';
import { useStaff } from '../../../cloud/staff';
import { Button } from '../../../components/button/button';
import { addressOf } from '../../../components/console-frame/go';
import { TextField } from '../../../components/field/field';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { addText, cellWords } from '../../../text/discharge-correct';
import { columnText } from '../../../text/discharge-import-columns';
import { useLanguage, useText } from '../../../text/language';
import { dayOf } from '../../../text/time';
import { addPage, discharge, may, personWords, placeWords, stayPage, type Row } from '../desk';
import { FactField } from '../fact-field';
import { kindOf, needed, type AddField } from '../fact-fields';
import { RegisterFrame } from '../register-frame';
import { cellsOf, emptyForm, firstFields, missingOf, otherFields, readForm, type Form } from './form';
import './index.scss';

const shelf = 'discharge-add';
const leastReason = 2;

interface Done { encounterId: string; words: string; tone: 'good' | 'warn' }

export default function AddByHand() {
  const t = useText(addText);
  const columns = useText(columnText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const [form, setForm] = useState<Form>(() => readForm(recall(shelf)));
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [same, setSame] = useState<Row | 'elsewhere'>();
  const [said, setSaid] = useState<string>();
  const [cleared, setCleared] = useState<Form>();
  const [done, setDone] = useState<Done>();
  const [busy, setBusy] = useState(false);
  const departments = useLoad(async () => (await discharge.departments({})).departments, []);
  const scope = me?.departments ?? 'all';
  const known = (departments.data ?? []).filter(({ code }) => scope === 'all' || scope.includes(code));
  const label = (field: string) => (columns as Readonly<Record<string, string>>)[field === 'departmentCode' ? 'department' : field] ?? field;
  const keep = (next: Form) => { setForm(next); remember(shelf, JSON.stringify(next)); };
  const change = (field: AddField | 'reason', value: string) => {
    keep({ ...form, [field]: value, ...(field === 'departmentCode' && { department: known.find(({ code }) => code === value)?.name ?? '' }) });
    setProblems((now) => Object.fromEntries(Object.entries(now).filter(([name]) => name !== field)));
    setCleared(undefined);
    if (field === 'inpatientNo' || field === 'visitTimes') setSame(undefined);
  };

  /** The stay of this number that is known already; it may be of a department that one does not see. */
  const findSame = async (otherwise?: 'elsewhere') => {
    const number = form.inpatientNo.normalize('NFKC').trim();
    if (number === '') return;
    const { rows } = await discharge.search({ text: number.slice(0, 40) });
    setSame(rows.find((row) => row.inpatientNo.toUpperCase() === number.toUpperCase() && row.visitTimes === Number(form.visitTimes || 1)) ?? otherwise);
  };
  const look = () => { findSame().catch((error: unknown) => { if (!(error instanceof CloudError)) throw error; }); };
  const save = async () => {
    const wrong: Record<string, string> = Object.fromEntries(missingOf(form).map((field) => [field, cellWords('required', language)]));
    if (Array.from(form.reason.trim()).length < leastReason) wrong['reason'] = t.reasonShort;
    setProblems(wrong);
    setSaid(Object.keys(wrong).length > 0 ? t.marked : undefined);
    if (Object.keys(wrong).length > 0) return;
    setBusy(true);
    try {
      const { encounterId, doubts } = await discharge.addByHand({ cells: cellsOf(form), reason: form.reason.trim() });
      remember(shelf, undefined);
      setForm(emptyForm());
      setSame(undefined);
      setDone({ encounterId, tone: doubts.length > 0 ? 'warn' : 'good', words: doubts.length === 0 ? t.done : t.doubts(doubts.map(({ field, problem }) => `${label(field)}：${cellWords(problem, language)}`).join('；')) });
      window.scrollTo(0, 0);
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      if (error.reason === 'exists') await findSame('elsewhere');
      else {
        const cells = error.fields.flatMap(({ path, problem }) => (path.startsWith('cells.') ? [[path.slice(6).split('.')[0] === 'department' ? 'departmentCode' : path.slice(6).split('.')[0] ?? '', cellWords(problem, language)] as const] : []));
        setProblems(Object.fromEntries(cells));
        setSaid(cells.length > 0 ? t.marked : error.passing ? t.notSaved : error.message);
      }
    } finally {
      setBusy(false);
    }
  };
  const today = dayOf(serverNow());
  const hints: Partial<Record<AddField, string>> = { phone: t.phoneHint, contactPhone: t.phoneHint, visitTimes: t.timesHint };
  const ask = (field: AddField) => (
    <FactField
      key={field} field={field} value={form[field] ?? ''} departments={known} today={today} optional={!needed.includes(field)} hint={hints[field]} problem={problems[field]} disabled={busy} onChange={(value) => change(field, value)}
      onDone={field === 'inpatientNo' ? look : undefined}
    />
  );
  const wide = (fields: readonly AddField[]) => fields.map((field) => (['long', 'lines', 'tags'].includes(kindOf[field] ?? '') ? <div key={field} className="register-form-wide">{ask(field)}</div> : ask(field)));
  return (
    <RegisterFrame at={addPage} title={t.title} allowed={may.correct(me?.role)}>
      {done ? (
        <Panel>
          <Notice tone={done.tone}>{done.words}</Notice>
          <div className="add-done"><a className="register-link" href={addressOf(stayPage, { stay: done.encounterId })}>{t.open}</a><Button tone="soft" wide={false} onPress={() => setDone(undefined)}>{t.another}</Button></div>
        </Panel>
      ) : (
        <form noValidate onSubmit={(event) => { event.preventDefault(); if (!busy) void save(); }}>
          <Panel>
            <p className="add-words">{t.words} <span className="s-muted">{t.kept}</span></p>
            {cleared && <Notice tone="info" action={{ words: t.undo, onPress: () => { keep(cleared); setCleared(undefined); } }}>{t.cleared}</Notice>}
            <div className="register-form">{wide(firstFields)}</div>
            {same !== undefined && <Notice tone="warn">{same === 'elsewhere' ? t.existsElsewhere : <>{t.exists} <a className="register-link" href={addressOf(stayPage, { stay: same.encounterId })}>{t.existsOpen(`${same.name} ${personWords(same, language)} · ${placeWords(same, language)}`)}</a></>}</Notice>}
            <details className="add-more" open={otherFields.some((field) => problems[field] !== undefined || (form[field] ?? '') !== '') || undefined}>
              <summary>{t.more}</summary>
              <div className="register-form">{wide(otherFields)}</div>
            </details>
            <TextField label={t.reason} hint={t.reasonHint} limit={200} value={form.reason} problem={problems['reason']} onChange={(value) => change('reason', value)} />
            {said !== undefined && <Notice tone="danger">{said}</Notice>}
            <div className="add-foot">
              <Button wide={false} busy={busy} onPress={() => { void save(); }}>{t.save}</Button>
              <Button wide={false} tone="soft" disabled={busy} onPress={() => { setCleared(form); keep(emptyForm()); setProblems({}); setSaid(undefined); setSame(undefined); }}>{t.clear}</Button>
            </div>
          </Panel>
        </form>
      )}
    </RegisterFrame>
  );
}
