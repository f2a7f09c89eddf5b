/** What became of one file: every row has a place, and what is wrong comes back as a file with the remedy. */
import { useEffect, useRef, useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { useNow } from '../../../cloud/use-now';
import { Button } from '../../../components/button/button';
import { addressOf } from '../../../components/console-frame/go';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Tag } from '../../../components/tag/tag';
import { fieldWords, fileProblemWords, importText } from '../../../text/discharge-import';
import { useLanguage, useText } from '../../../text/language';
import { shellText } from '../../../text/shell';
import { whenWords } from '../../../text/time';
import { discharge, heldPage, registerPage, type Job } from '../desk';
import { saveAs } from './upload';
import type { Going } from './use-imports';

interface Props {
  job: Job; going: Going | undefined; state: { words: string; tone: 'action' | 'info' | 'warn' | 'danger' }; finished: boolean;
  onBack?: () => void; onResume(): void; onAgain(file: File): void; onFinished(): void;
}

const order = ['registered', 'corrected', 'unchanged', 'stale', 'duplicate', 'rejected'] as const;

export function Result({ job, going, state, finished, onBack, onResume, onAgain, onFinished }: Props) {
  const t = useText(importText);
  const shell = useText(shellText);
  const { language } = useLanguage();
  const now = useNow();
  const seen = useRef(finished);
  useEffect(() => {
    if (finished && !seen.current) onFinished();
    seen.current = finished;
  }, [finished, onFinished]);
  const problem = job.problem === '' ? undefined : fileProblemWords(job.problem, language);
  const share = going?.at === 'sending' ? going.share : job.rows > 0 ? job.counts.processed / job.rows : 0;
  const moving = going?.at === 'sending' || (going?.at === 'running' && !finished);
  const unknown = job.headings.filter((heading) => heading.field === null && heading.heading !== '').map((heading) => heading.heading);
  return (
    <Panel>
      {onBack && <Button tone="soft" small wide={false} onPress={onBack}>{shell.back}</Button>}
      <h2 className="import-name">{job.fileName}</h2>
      <div className="s-muted">{[whenWords(job.createdAt, now, language), t.size(job.size), t.read(job.format, job.encoding), t.by(job.by.replace(/^staff:/, ''))].filter((word) => word !== '').join(' · ')}</div>
      <div className="import-state" role="status" aria-live="polite"><Tag tone={state.tone}>{state.words}</Tag></div>
      {moving && (
        <>
          <div className="import-bar" role="progressbar" aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(share * 100)} aria-label={state.words}><div style={{ width: `${Math.round(share * 100)}%` }} /></div>
          <div className="s-muted">{going.at === 'sending' ? t.stayHere : t.keepGoing}</div>
        </>
      )}
      {going?.at === 'not_sent' && <Notice tone="warn" action={{ words: t.again, onPress: () => onAgain(going.file) }}>{t.uploadFailed}</Notice>}
      {going?.at === 'not_arrived' && <Notice tone="warn">{t.notArrived}</Notice>}
      {going?.at === 'stopped' && <Notice tone="warn" action={{ words: t.goOn, onPress: onResume }}>{going.error.message}</Notice>}
      {problem && (
        <Notice tone="danger">
          <b>{problem.reason}</b><br />{problem.remedy}
          {job.columns.length > 0 && <><br />{job.problem === 'heading_twice' ? t.twice : t.missing}{language === 'zh' ? '：' : ': '}{job.columns.map(fieldWords).join(language === 'zh' ? '、' : ', ')}</>}
        </Notice>
      )}
      {job.repeated && <div className="import-note"><Notice>{t.repeated}</Notice></div>}
      {job.rows > 0 && (
        <>
          <dl className="import-counts">
            {order.filter((key) => job.counts[key] > 0 || key === 'registered' || key === 'rejected').map((key) => (
              <div key={key} className={key === 'rejected' && job.counts.rejected > 0 ? 'import-refused' : undefined}><dt>{t.counts[key]}</dt><dd>{job.counts[key]}</dd></div>
            ))}
          </dl>
          {finished && <div className="s-muted import-sum">{t.sum(job.counts.processed)}</div>}
          {job.counts.warned > 0 && <div className="import-line">{t.warned(job.counts.warned)}</div>}
          {job.counts.held > 0 && <div className="import-line">{t.held(job.counts.held)} <a href={addressOf(heldPage)}>{t.toHeld}</a></div>}
          {finished && <Rejects job={job} />}
        </>
      )}
      {unknown.length > 0 && <div className="import-line"><span className="s-muted">{t.unknown}</span><br />{unknown.join(language === 'zh' ? '、' : ', ')}</div>}
      {job.newDepartments.length > 0 && <div className="import-line"><span className="s-muted">{t.fresh}</span><br />{job.newDepartments.join(language === 'zh' ? '、' : ', ')}</div>}
      {job.state === 'done' && <div className="import-line"><a href={addressOf(registerPage)}>{t.toRegister}</a></div>}
    </Panel>
  );
}

function Rejects({ job }: { job: Job }) {
  const t = useText(importText);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string>();
  if (job.counts.rejected + job.counts.warned + job.counts.duplicate === 0) return <div className="import-line s-muted">{t.rejectsNone}</div>;
  const fetchIt = async () => {
    setBusy(true);
    setSaid(undefined);
    try {
      const { url } = await discharge.importRejects({ importId: job.importId });
      if (url === null) setSaid(t.rejectsNone);
      else await saveAs(url, t.rejectsName(job.fileName));
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setSaid(error.message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="import-line">
      <Button tone={job.counts.rejected > 0 ? 'primary' : 'soft'} busy={busy} onPress={() => { void fetchIt(); }}>{t.rejects}</Button>
      <div className="s-muted import-hint">{t.rejectsHint}</div>
      {said !== undefined && <Notice tone="warn">{said}</Notice>}
    </div>
  );
}
