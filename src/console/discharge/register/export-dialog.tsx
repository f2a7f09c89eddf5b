/** Taking the list out of the house: what, masked or in full, and why; then the file. */
import { useEffect, useRef, useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { useStaff } from '../../../cloud/staff';
import { Button } from '../../../components/button/button';
import { addressOf } from '../../../components/console-frame/go';
import { TextArea } from '../../../components/field/field';
import { Notice } from '../../../components/notice/notice';
import { exportText } from '../../../text/discharge-register';
import { useText } from '../../../text/language';
import { shellText } from '../../../text/shell';
import { Ask } from '../ask';
import { discharge, exportsPage, may, type ExportJob, type Filter } from '../desk';
import { saveAs } from '../import/upload';

interface Props { filter: Filter; /** The conditions in words. */ words: readonly string[]; onClose(): void }

/** Somebody else makes the file: how often one asks, ms. */
const askAgain = 1500;
const leastReason = 2;

export function ExportDialog({ filter, words, onClose }: Props) {
  const t = useText(exportText);
  const shell = useText(shellText);
  const { me } = useStaff();
  const [full, setFull] = useState(false);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string>();
  const [said, setSaid] = useState<string>();
  const [job, setJob] = useState<ExportJob>();
  const [busy, setBusy] = useState(false);
  const [fetched, setFetched] = useState(false);
  const gone = useRef(false);
  useEffect(() => () => { gone.current = true; }, []);
  const fail = (error: unknown) => {
    if (!(error instanceof CloudError)) throw error;
    setSaid(error.code === 'GONE' ? t.gone : error.message);
    setBusy(false);
  };

  const make = async (exportId: string) => {
    for (;;) {
      const next = await discharge.exportRun({ exportId });
      if (gone.current) return;
      setJob(next);
      if (next.state !== 'waiting') return;
      await new Promise((resolve) => { setTimeout(resolve, askAgain); });
    }
  };
  const start = async () => {
    if (Array.from(reason.trim()).length < leastReason) {
      setProblem(t.reasonShort);
      return;
    }
    setBusy(true);
    setSaid(undefined);
    try {
      const begun = job?.state === 'waiting' ? job : await discharge.exportStart({ filter, full, reason: reason.trim() });
      setJob(begun);
      await make(begun.exportId);
      setBusy(false);
    } catch (error) { fail(error); }
  };
  const download = async (exportId: string) => {
    setBusy(true);
    setSaid(undefined);
    try {
      const { url, fileName } = await discharge.exportFile({ exportId });
      await saveAs(url, fileName);
      setFetched(true);
      setBusy(false);
    } catch (error) { fail(error); }
  };
  const done = job?.state === 'done';
  const failed = job?.state === 'failed';
  return (
    <Ask
      title={t.title} busy={busy && !job} said={said} cancel={job ? shell.close : undefined} onCancel={onClose}
      confirm={job === undefined || (job.state === 'waiting' && !busy) ? t.start : failed ? t.another : undefined} onConfirm={() => { if (failed) setJob(undefined); else if (!done) void start(); }}
    >
      {job === undefined ? (
        <>
          <p><b>{t.what}</b> {words.length === 0 ? t.everything : words.join(' · ')}</p>
          {may.exportFull(me?.role) ? (
            <fieldset className="register-choice">
              <legend>{t.kind}</legend>
              <label className="register-check"><input type="radio" name="full" checked={!full} onChange={() => setFull(false)} />{t.masked}</label>
              <label className="register-check"><input type="radio" name="full" checked={full} onChange={() => setFull(true)} />{t.full}</label>
              {full && <span className="s-muted">{t.fullWhy}</span>}
            </fieldset>
          ) : <p className="s-muted">{t.onlyMasked}</p>}
          <TextArea label={t.reason} hint={t.reasonHint} rows={2} limit={200} value={reason} problem={problem} onChange={(value) => { setReason(value); setProblem(undefined); }} />
          <p className="s-muted">{t.record}</p>
        </>
      ) : job.state === 'waiting' ? <div role="status"><p><b>{t.making}</b></p><div className="register-moving" aria-hidden="true"><span /></div><p className="s-muted">{t.makingHint}</p></div>
        : done ? (
          <div role="status">
            <p><b>{t.ready(job.rows)}</b> {fetched && t.downloaded}</p>
            <Button busy={busy} onPress={() => { void download(job.exportId); }}>{fetched ? t.again : t.download}</Button>
          </div>
        ) : <Notice tone="warn">{job.state === 'expired' ? t.gone : t.problems[job.problem === 'too_many' ? 'too_many' : 'broken']}</Notice>}
      {job && <p><a className="register-link" href={addressOf(exportsPage)}>{t.toList}</a></p>}
    </Ask>
  );
}
