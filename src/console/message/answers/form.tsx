/** Writing a standard answer: always a new draft, which waits for its review. */
import { useState, type FormEvent } from 'react';
import type { AnswerCategory } from '../../../../cloudfunctions/message/contract/answer';
import { CloudError } from '../../../cloud/error';
import { Button } from '../../../components/button/button';
import { TextArea, TextField } from '../../../components/field/field';
import { Notice } from '../../../components/notice/notice';
import { Select } from '../../../components/select/select';
import { problemWords } from '../../../text/error';
import { useLanguage, useText } from '../../../text/language';
import { answersText, categoryText } from '../../../text/message-console';
import { message, type Answer, type Departments } from '../desk';
import { nameOf } from './tags';

const categories: readonly AnswerCategory[] = ['medicine', 'wound', 'recovery', 'symptom', 'visit', 'record', 'fee', 'child', 'mind', 'service'];

interface Fields { question: string; keywords: string; departments: readonly string[]; diseases: string; category: AnswerCategory; answer: string; escalateWhen: string; route: string; direct: boolean; clinical: boolean }
const begin = (known: Answer | undefined): Fields => {
  const { question, keywords, departments, diseases, category, answer, escalateWhen, route, direct, clinical } = known?.draft ?? known ?? { question: '', keywords: [], departments: [], diseases: [], category: 'service' as const, answer: '', escalateWhen: '', route: '', direct: false, clinical: false };
  return { question, keywords: keywords.join(' '), departments, diseases: diseases.join('、'), category, answer, escalateWhen, route, direct, clinical };
};
/** Separated as people do. A range of codes keeps its hyphen. */
const words = (text: string) => text.split(/[\s、，,；;]+/).filter((word) => word !== '');
const place = (answerId: string | undefined) => `suifang.answer.${answerId ?? 'new'}`;
function recall(known: Answer | undefined): Fields {
  try {
    const text = sessionStorage.getItem(place(known?.answerId));
    return text ? { ...begin(known), ...(JSON.parse(text) as Partial<Fields>) } : begin(known);
  } catch {
    return begin(known);
  }
}
function remember(answerId: string | undefined, fields: Fields | undefined): void {
  try {
    if (fields) sessionStorage.setItem(place(answerId), JSON.stringify(fields));
    else sessionStorage.removeItem(place(answerId));
  } catch { /* a reload then starts from what the server has */ }
}

/** `known`: undefined for a new one. */
interface Props { known: Answer | undefined; closing: string; departments: Departments; onSaved(answer: Answer): void; onCancel(): void; onConflict(): void }

export function AnswerForm({ known, closing, departments, onSaved, onCancel, onConflict }: Props) {
  const t = useText(answersText);
  const names = useText(categoryText);
  const { language } = useLanguage();
  const [fields, setFields] = useState(() => recall(known));
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [failed, setFailed] = useState<string>();
  const [busy, setBusy] = useState(false);
  const set = (part: Partial<Fields>) => {
    const next = { ...fields, ...part };
    setFields(next);
    remember(known?.answerId, next);
    setProblems({});
    setFailed(undefined);
  };
  const save = async (event?: FormEvent) => {
    event?.preventDefault();
    const missing = Object.fromEntries((['question', 'answer'] as const).filter((key) => fields[key].trim() === '').map((key) => [key, t.required]));
    if (Object.keys(missing).length > 0) return setProblems(missing);
    setBusy(true);
    try {
      const { keywords, diseases, ...rest } = fields;
      const { answer } = await message.saveAnswer({ ...rest, question: rest.question.trim(), answer: rest.answer.trim(), departments: [...rest.departments], keywords: words(keywords), diseases: words(diseases), ...(known && { answerId: known.answerId, rev: known.rev }) });
      remember(known?.answerId, undefined);
      onSaved(answer);
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      if (error.code === 'CONFLICT') onConflict();
      setProblems(Object.fromEntries(error.fields.map(({ path, problem }) => [path.split('.')[0] ?? '', problemWords(problem, language)])));
      setFailed(error.code === 'CONFLICT' ? t.changed : error.message);
    } finally {
      setBusy(false);
    }
  };
  const tick = (key: 'direct' | 'clinical', label: string) => <label className="answers-tick"><input type="checkbox" checked={fields[key]} onChange={(event) => set({ [key]: event.target.checked })} />{label}</label>;
  return (
    <form noValidate onSubmit={(event) => { void save(event); }}>
      <TextField label={t.question} value={fields.question} limit={120} problem={problems['question']} onChange={(question) => set({ question })} />
      <Select label={t.category} value={fields.category} options={categories.map((value) => ({ value, label: names[value] }))} onChange={(value) => { const category = categories.find((one) => one === value); if (category) set({ category }); }} />
      <TextField label={t.keywords} hint={t.keywordsHint} value={fields.keywords} limit={400} problem={problems['keywords']} onChange={(keywords) => set({ keywords })} />
      <Select
        label={t.departments} value="" empty={fields.departments.length === 0 ? t.everybody : t.addDepartment} problem={problems['departments']} options={departments.filter(({ departmentCode }) => !fields.departments.includes(departmentCode)).map(({ departmentCode, departmentName }) => ({ value: departmentCode, label: departmentName }))}
        onChange={(code) => { if (code !== '') set({ departments: [...fields.departments, code] }); }}
      />
      {fields.departments.length === 0 ? <div className="s-muted answers-under">{t.departmentsHint}</div> : (
        <ul className="answers-chips" aria-label={t.departments}>
          {fields.departments.map((code) => <li key={code}><button type="button" className="answers-chip" aria-label={t.removeDepartment(nameOf(departments, code))} onClick={() => set({ departments: fields.departments.filter((one) => one !== code) })}>{nameOf(departments, code)} ×</button></li>)}
        </ul>
      )}
      <TextField label={t.diseases} hint={t.diseasesHint} value={fields.diseases} limit={400} problem={problems['diseases']} onChange={(diseases) => set({ diseases })} />
      <TextArea label={t.answer} hint={t.answerHint} value={fields.answer} limit={1000} rows={6} problem={problems['answer']} onChange={(answer) => set({ answer })} />
      {tick('clinical', t.clinical)}
      {fields.clinical && <div className="s-muted answers-closing">{t.closing}：{closing}</div>}
      {tick('direct', t.direct)}
      <TextField label={t.escalateWhen} value={fields.escalateWhen} limit={300} problem={problems['escalateWhen']} onChange={(escalateWhen) => set({ escalateWhen })} />
      <TextField label={t.route} value={fields.route} limit={100} problem={problems['route']} onChange={(route) => set({ route })} />
      {failed !== undefined && <Notice tone="danger">{failed}</Notice>}
      <div className="answers-foot">
        <Button wide={false} busy={busy} onPress={() => { void save(); }}>{t.save}</Button>
        <Button wide={false} tone="soft" disabled={busy} onPress={() => { remember(known?.answerId, undefined); onCancel(); }}>{t.cancel}</Button>
      </div>
    </form>
  );
}
