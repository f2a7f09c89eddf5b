/** The columns of a file that could not be told from their headings: asked once, with the first rows beside, and remembered for the source. */
import { useEffect, useMemo, useRef, useState, type FormEvent } from 'react';
import type { FieldName } from '../../../../cloudfunctions/discharge/contract/intake';
import { CloudError } from '../../../cloud/error';
import { Button } from '../../../components/button/button';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Tag } from '../../../components/tag/tag';
import { columnText, mappingText } from '../../../text/discharge-import-columns';
import { useLanguage, useText } from '../../../text/language';
import { shellText } from '../../../text/shell';
import { discharge, type Job } from '../desk';
import { CodeWords } from './code-words';
import { answerOf, doublesOf, firstChoices, missingOf, readDraft, wordTwice, writeDraft, type Choice } from './columns';
import { FieldPicker } from './field-picker';
import { sourceWords } from './file';

type Question = NonNullable<Job['mapping']>;
const draftKey = (importId: string) => `suifang.columns.${importId}`;

interface Props { job: Job; onBack(): void; onAnswered(job: Job): void; /** Somebody was faster: the run as it stands now is wanted. */ onStale(): void }

export function Mapping({ job, onBack, onAnswered, onStale }: Props) {
  return job.mapping ? <Ask key={job.importId} job={job} question={job.mapping} onBack={onBack} onAnswered={onAnswered} onStale={onStale} /> : null;
}

function Ask({ job, question, onBack, onAnswered, onStale }: Props & { question: Question }) {
  const t = useText(mappingText);
  const shell = useText(shellText);
  const { language } = useLanguage();
  const fields = useText(columnText);
  const [choices, setChoices] = useState(() => readDraft(localStorage.getItem(draftKey(job.importId)), question) ?? firstChoices(question));
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string>();
  const [tried, setTried] = useState(false);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const set = (column: number, choice: Choice) => {
    const next = choices.map((one, at) => (at === column ? choice : one));
    setChoices(next);
    // A browser that keeps nothing must not stop the answer.
    try { localStorage.setItem(draftKey(job.importId), writeDraft(question, next)); } catch { /* the choices are on the page */ }
  };
  const comma = language === 'zh' ? '、' : ', ';
  const fieldName = (field: FieldName) => (field === 'admitted' ? field : fields[field]);
  const nameOf = (column: number) => question.headings[column]?.heading || t.noHeading(column + 1);
  const missing = missingOf(choices);
  const doubles = useMemo(() => doublesOf(choices), [choices]);
  const twice = choices.map(wordTwice).find((word) => word !== undefined);

  const send = async (event?: FormEvent) => {
    event?.preventDefault();
    setTried(true);
    if (busy || missing.length > 0 || twice !== undefined) return;
    setBusy(true);
    setSaid(undefined);
    try {
      const answered = await discharge.importMap({ importId: job.importId, columns: answerOf(question, choices) });
      localStorage.removeItem(draftKey(job.importId));
      onAnswered(answered);
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setSaid(error.reason === 'answered' ? t.answered : error.reason === 'not_asked' ? t.notAsked : error.message);
      setBusy(false);
      if (error.code === 'CONFLICT') onStale();
    }
  };
  const certainty = (column: number): { words: string; tone: 'action' | 'warn' | 'info' | 'plain' } => {
    const choice = choices[column];
    const guess = question.headings[column];
    if (choice?.byPerson) return choice.field === null ? { words: t.left, tone: 'plain' } : { words: t.person, tone: 'info' };
    if (!guess || guess.field === null) return { words: t.unknown, tone: 'warn' };
    return guess.sure ? { words: t.sure, tone: 'action' } : { words: t.likely, tone: 'warn' };
  };
  const rows = Math.min(5, question.preview.length);
  return (
    <Panel>
      <Button tone="soft" small wide={false} onPress={onBack}>{shell.back}</Button>
      <h2 className="import-name columns-title" tabIndex={-1} ref={title}>{t.title}</h2>
      <div className="import-file"><b>{job.fileName}</b></div>
      <div className="s-muted">{t.why(sourceWords(job.source, language))}{language === 'zh' ? '' : ' '}{t.kept}</div>
      <form noValidate onSubmit={(event) => { void send(event); }}>
        <table className="columns-table" aria-label={t.title}>
          <caption className="s-muted">{t.preview}</caption>
          <thead><tr><th scope="col">{t.heading}</th><th scope="col" className="columns-field">{t.field}</th>{Array.from({ length: rows }, (_, n) => <th key={n} scope="col" className="columns-sample">{t.row(n + 1)}</th>)}</tr></thead>
          <tbody>
            {question.headings.map(({ heading }, column) => {
              const choice = choices[column] ?? { field: null, byPerson: false, words: {} };
              const { words, tone } = certainty(column);
              const samples = question.preview.slice(0, rows).map((row) => row[column] ?? '');
              return (
                <tr key={column} data-column className={choice.field === null ? 'columns-unused' : undefined}>
                  <th scope="row">{heading || <span className="s-muted">{t.noHeading(column + 1)}</span>}<span className="columns-sure" id={`sure-${column}`}><Tag tone={tone}>{words}</Tag></span></th>
                  <td className="columns-field">
                    <FieldPicker label={t.fieldOf(nameOf(column))} value={choice.field} describedBy={`sure-${column}`} onChange={(field) => set(column, { ...choice, field, byPerson: true })} />
                    <CodeWords choice={choice} samples={samples} onChange={(words) => set(column, { ...choice, words })} />
                  </td>
                  {samples.map((sample, n) => <td key={n} className="columns-sample" data-row-name={t.row(n + 1)} title={sample}>{sample || <span className="s-muted">–</span>}</td>)}
                </tr>
              );
            })}
          </tbody>
        </table>
        <div className="columns-foot">
          {doubles.map(({ field, columns }) => <Notice key={field}>{t.twice(fieldName(field), columns.map((column) => `“${nameOf(column)}”`).join(comma))}</Notice>)}
          {twice !== undefined && <Notice tone="warn">{t.valuesTwice(twice)}</Notice>}
          <div role={tried && missing.length > 0 ? 'alert' : 'status'} className={missing.length > 0 ? 'columns-missing' : 's-muted'}>
            {missing.length > 0 ? <>{t.missing(missing.map(fieldName).join(comma))}<br /><span className="s-muted">{t.missingHint}</span></> : t.complete}
          </div>
          {said !== undefined && <Notice tone="danger">{said}</Notice>}
          <div className="columns-send"><Button wide={false} busy={busy} onPress={() => { void send(); }}>{t.send}</Button></div>
        </div>
      </form>
    </Panel>
  );
}
