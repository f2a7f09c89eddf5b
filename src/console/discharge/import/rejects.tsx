/** The rows that came back: their file, how they are corrected, and the way in again. */
import { useRef, useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { Button } from '../../../components/button/button';
import { Notice } from '../../../components/notice/notice';
import { importText } from '../../../text/discharge-import';
import { useLanguage, useText } from '../../../text/language';
import { discharge, type Job } from '../desk';
import { accepted, endingOf, refusalOf } from './file';
import { saveAs } from './upload';
import type { Origin } from './use-imports';
import { nameOf } from './words';

export function Rejects({ job, onFile }: { job: Job; onFile(file: File, origin: Origin): void }) {
  const t = useText(importText);
  const { language } = useLanguage();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string>();
  if (job.counts.rejected + job.counts.warned + job.counts.duplicate === 0) return <div className="import-line s-muted">{t.rejectsNone}</div>;
  const isTable = job.format === 'csv' || job.format === 'xlsx';
  const fetchIt = async () => {
    setBusy(true);
    setSaid(undefined);
    try {
      const { url } = await discharge.importRejects({ importId: job.importId });
      if (url === null) setSaid(t.rejectsNone);
      else await saveAs(url, t.rejectsName(nameOf(job, language), endingOf(url)));
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setSaid(error.message);
    } finally {
      setBusy(false);
    }
  };
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (!file) return;
    const refusal = refusalOf(file, language);
    setSaid(refusal);
    if (refusal === undefined) onFile(file, { source: job.source, rerunOf: job.importId });
    if (input.current) input.current.value = '';
  };
  const fetchButton = <Button tone={job.counts.rejected > 0 ? 'primary' : 'soft'} busy={busy} onPress={() => { void fetchIt(); }}>{t.rejects}</Button>;
  return (
    <div className="import-line">
      {job.counts.rejected === 0 ? <>{fetchButton}<div className="s-muted import-hint">{t.rejectsHint}</div></> : (
        <section className="import-next" aria-label={t.next}>
          <h3 className="import-next-title">{t.next}</h3>
          {isTable ? (
            <>
              <ol className="import-steps">{t.nextSteps.map((step) => <li key={step}>{step}</li>)}</ol>
              {fetchButton}
              <Button tone="soft" onPress={() => input.current?.click()}>{t.rerun}</Button>
              <input ref={input} className="s-unseen" type="file" accept={accepted} tabIndex={-1} aria-label={t.rerun} onChange={(event) => take(event.target.files)} />
            </>
          ) : <><div className="import-hint">{t.nextMessages}</div>{fetchButton}</>}
        </section>
      )}
      {said !== undefined && <Notice tone="warn">{said}</Notice>}
    </div>
  );
}
