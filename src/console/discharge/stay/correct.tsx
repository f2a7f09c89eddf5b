/** Facts of a stay corrected by a colleague: what stands there now, what shall stand there, and why. Only what was changed is said. */
import { useEffect, useRef, useState } from 'react';
import { serverNow } from '../../../cloud/cloud';
import { CloudError } from '../../../cloud/error';
import { useLoad } from '../../../cloud/use-load';
import { useStaff } from '../../../cloud/staff';
import { TextField } from '../../../components/field/field';
import { sexText, wayText } from '../../../text/discharge';
import { cellWords, correctText } from '../../../text/discharge-correct';
import { columnText } from '../../../text/discharge-import-columns';
import { tagWords } from '../../../text/discharge-stay';
import { useLanguage, useText } from '../../../text/language';
import { relationText } from '../../../text/relation';
import { dayOf } from '../../../text/time';
import type { Language } from '../../../text/wording';
import { Ask } from '../ask';
import { discharge, type Card } from '../desk';
import { FactField } from '../fact-field';
import { correctionOf, groups, kindOf, masked, maskedOf, needed, writtenOf, type CorrectField } from '../fact-fields';

interface Props { card: Card; /** The field that somebody came for. */ first?: string; onDone(words: string, tone: 'good' | 'warn'): void; onCancel(): void }

const leastReason = 2;

export function Correct({ card, first, onDone, onCancel }: Props) {
  const t = useText(correctText);
  const columns = useText(columnText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const [before] = useState(() => writtenOf(card));
  const [written, setWritten] = useState(before);
  const [cleared, setCleared] = useState<ReadonlySet<CorrectField>>(new Set());
  const [reason, setReason] = useState('');
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [said, setSaid] = useState<string>();
  const [busy, setBusy] = useState(false);
  const departments = useLoad(async () => (await discharge.departments({})).departments, []);
  const scope = me?.departments ?? 'all';
  const known = (departments.data ?? []).filter(({ code }) => scope === 'all' || scope.includes(code));
  const shownMasked = maskedOf(card);
  const anchor = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const frame = requestAnimationFrame(() => { if (first) anchor.current?.querySelector<HTMLElement>(`[data-field="${CSS.escape(first)}"] :is(input, select, textarea)`)?.focus(); });
    return () => cancelAnimationFrame(frame);
  }, [first]);

  const label = (field: string) => (columns as Readonly<Record<string, string>>)[field === 'departmentCode' ? 'department' : field] ?? field;
  const news = correctionOf(before, written, cleared);
  const changing = (Object.keys(news) as CorrectField[]).filter((field) => field !== 'department');
  const change = (field: CorrectField, value: string) => {
    // The name of a department goes with its code.
    setWritten((now) => ({ ...now, [field]: value, ...(field === 'departmentCode' && { department: known.find(({ code }) => code === value)?.name ?? now.department }) }));
    setProblems((now) => Object.fromEntries(Object.entries(now).filter(([name]) => name !== field)));
  };
  const save = async () => {
    const wrong: Record<string, string> = Object.fromEntries(changing.filter((field) => needed.includes(field) && [news[field]].flat().join('') === '').map((field) => [field, cellWords('required', language)]));
    if (Array.from(reason.trim()).length < leastReason) wrong['reason'] = t.reasonShort;
    setProblems(wrong);
    setSaid(changing.length === 0 ? t.nothing : undefined);
    if (changing.length === 0 || Object.keys(wrong).length > 0) return;
    setBusy(true);
    try {
      const { changed, doubts } = await discharge.correct({ encounterId: card.encounterId, cells: news, reason: reason.trim() });
      const list = doubts.map(({ field, problem }) => `${label(field)}：${cellWords(problem, language)}`).join('；');
      onDone(!changed ? t.same : doubts.length > 0 ? t.doubts(list) : t.saved, doubts.length > 0 || !changed ? 'warn' : 'good');
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      const cells = error.fields.flatMap(({ path, problem }) => (path.startsWith('cells.') ? [[path.slice(6).split('.')[0] === 'department' ? 'departmentCode' : path.slice(6).split('.')[0] ?? '', cellWords(problem, language)] as const] : []));
      const here = new Set<string>(groups.flatMap(({ fields }) => fields));
      setProblems(Object.fromEntries(cells.filter(([field]) => here.has(field))));
      const others = cells.filter(([field]) => !here.has(field)).map(([field, words]) => `${label(field)}：${words}`);
      setSaid(others.length > 0 ? t.elsewhere(others.join('；')) : cells.length > 0 ? t.marked : error.reason === 'no_source' ? t.noSource : error.message);
      setBusy(false);
    }
  };
  const today = dayOf(serverNow());
  return (
    <Ask wide title={t.title} confirm={t.save} busy={busy} said={said} onConfirm={() => { void save(); }} onCancel={onCancel}>
      <div ref={anchor}>
        <p className="s-muted">{t.words} {t.phones}</p>
        {groups.map(({ key, fields }) => (
          <section key={key} aria-label={t.groups[key]}>
            <h3 className="register-section">{t.groups[key]}</h3>
            <div className="register-form">
              {fields.map((field) => {
                const hidden = masked.includes(field);
                const there = shownMasked[field] ?? '';
                const wide = ['long', 'lines', 'tags'].includes(kindOf[field] ?? '');
                return (
                  <div key={field} data-field={field} className={wide ? 'register-form-wide' : undefined}>
                    <FactField
                      field={field} value={written[field]} departments={known} today={today} optional={!needed.includes(field)} problem={problems[field]} disabled={cleared.has(field)}
                      hint={hidden ? `${there === '' ? t.nowNone : `${t.now(there)} · ${t.hiddenHint}`}` : undefined} onChange={(value) => change(field, value)}
                      beside={hidden && there !== '' && !needed.includes(field) && (
                        <label className="register-check"><input type="checkbox" checked={cleared.has(field)} onChange={(event) => { const next = new Set(cleared); if (event.target.checked) next.add(field); else next.delete(field); setCleared(next); }} />{t.clear}</label>
                      )}
                    />
                    {!hidden && written[field] !== before[field] && <div className="s-muted correct-now">{nowWords(field, card, language) === '' ? t.nowNone : t.now(nowWords(field, card, language))}</div>}
                  </div>
                );
              })}
            </div>
          </section>
        ))}
        <div className="correct-foot">
          <p role="status"><b>{changing.length === 0 ? t.nothing : t.changing(changing.map(label).join(language === 'zh' ? '、' : ', '))}</b></p>
          <TextField label={t.reason} hint={t.reasonHint} limit={200} value={reason} problem={problems['reason']} onChange={(value) => { setReason(value); setProblems((now) => Object.fromEntries(Object.entries(now).filter(([name]) => name !== 'reason'))); }} />
        </div>
      </div>
    </Ask>
  );
}

/** What stands there now, in words and in one line. */
function nowWords(field: CorrectField, card: Card, language: Language): string {
  if (field === 'departmentCode') return card.departmentName;
  if (field === 'sex') return sexText[language][card.sex] || correctText[language].unknownSex;
  if (field === 'way') return wayText[language][card.way];
  if (field === 'tags') return card.tags.map((tag) => tagWords(tag, language)).join('；');
  const text = writtenOf(card)[field];
  if (field === 'contactRelation') return text === '' ? '' : relationText[language][card.contactRelation];
  return kindOf[field] === 'moment' ? text.replace('T', ' ') : text.replaceAll('\n', '；');
}
