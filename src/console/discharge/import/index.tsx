/** A file of discharges goes in: dropped or chosen, sent straight to storage, registered page by page, with what became of every row. */
import { useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { useHeld } from '../../../cloud/held';
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { useStaff } from '../../../cloud/staff';
import { ConsoleFrame } from '../../../components/console-frame/console-frame';
import { usePlaces } from '../../../components/console-frame/places';
import { DataTable, type Column } from '../../../components/data-table/data-table';
import { useAddress } from '../../../components/filters/use-address';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Await, Empty } from '../../../components/state/state';
import { Tag } from '../../../components/tag/tag';
import { useNarrow } from '../../../components/use-narrow/use-narrow';
import { importText } from '../../../text/discharge-import';
import { useLanguage, useText } from '../../../text/language';
import { shellText } from '../../../text/shell';
import { staffText } from '../../../text/staff';
import { whenWords } from '../../../text/time';
import { discharge, importPage, may, type Job } from '../desk';
import { Departments } from './departments';
import { Drop } from './drop';
import { Result } from './result';
import { useImports, type Going } from './use-imports';
import './index.scss';

function useStateWords() {
  const t = useText(importText);
  return (job: Job, going: Going | undefined): { words: string; tone: 'action' | 'info' | 'warn' | 'danger' } => {
    if (going?.at === 'sending') return { words: t.uploading(Math.round(going.share * 100)), tone: 'info' };
    if (going?.at === 'not_sent' || going?.at === 'not_arrived') return { words: t.waiting, tone: 'warn' };
    if (going?.at === 'stopped') return { words: t.interrupted, tone: 'warn' };
    if (job.state === 'failed') return { words: t.failed, tone: 'danger' };
    if (job.state === 'done') return { words: t.done, tone: 'action' };
    return job.rows > 0 ? { words: t.running(job.counts.processed, job.rows), tone: 'info' } : { words: t.checking, tone: 'info' };
  };
}

export default function Import() {
  const t = useText(importText);
  const shell = useText(shellText);
  const staff = useText(staffText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const narrow = useNarrow();
  const now = useNow();
  const places = usePlaces();
  const { reload: recount } = useHeld();
  const [address, setAddress] = useAddress({ job: '' });
  const imports = useImports();
  const departments = useLoad(async () => (await discharge.departments({})).departments, []);
  const stateWords = useStateWords();
  const [problem, setProblem] = useState<string>();
  const allowed = may.import(me?.role);

  const begin = async (file: File) => {
    setProblem(undefined);
    try {
      setAddress({ job: await imports.begin(file) });
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setProblem(error.message);
    }
  };
  const jobs = imports.load.data ?? [];
  const chosen = jobs.find((job) => job.importId === address.job) ?? (narrow ? undefined : jobs[0]);
  const onePane = narrow && chosen !== undefined;
  const columns: Column<Job>[] = [
    { key: 'when', title: t.when, sort: (job) => job.createdAt, cell: (job) => whenWords(job.createdAt, now, language) },
    { key: 'file', title: t.file, wrap: true, sort: (job) => job.fileName, cell: (job) => <span className="import-file">{job.fileName}</span> },
    { key: 'result', title: t.result, cell: (job) => { const { words, tone } = stateWords(job, imports.going[job.importId]); return <Tag tone={tone}>{words}</Tag>; } },
    { key: 'rows', title: t.rows, number: true, sort: (job) => job.rows, cell: (job) => job.rows || '' },
    { key: 'registered', title: t.counts.registered, number: true, sort: (job) => job.counts.registered, cell: (job) => (job.rows ? job.counts.registered : '') },
    { key: 'refused', title: t.refused, number: true, sort: (job) => job.counts.rejected, cell: (job) => (job.rows ? job.counts.rejected : '') },
  ];
  const finished = chosen?.state === 'done' || chosen?.state === 'failed';

  return (
    <ConsoleFrame name={shell.center} places={places} at={importPage} title={t.title}>
      {me && !allowed ? <Panel><Empty words={staff.noPage} /></Panel> : (
        <>
          {!onePane && <Drop onFile={(file) => { void begin(file); }} />}
          {problem !== undefined && <Notice tone="danger">{problem}</Notice>}
          <div className="s-desk-split import-split">
            {!onePane && (
              <Panel title={t.jobs} flush>
                <Await load={imports.load} rows={4} empty={{ when: (all) => all.length === 0, show: <Empty words={t.empty} /> }}>
                  {(all) => (narrow ? (
                    <ul className="import-cards" aria-label={t.jobs}>
                      {all.map((job) => {
                        const { words, tone } = stateWords(job, imports.going[job.importId]);
                        return (
                          <li key={job.importId}>
                            <button type="button" className="import-card" onClick={() => setAddress({ job: job.importId })}>
                              <span className="import-file">{job.fileName}</span>
                              <span><Tag tone={tone}>{words}</Tag> <span className="s-muted">{whenWords(job.createdAt, now, language)}</span></span>
                            </button>
                          </li>
                        );
                      })}
                    </ul>
                  ) : <DataTable label={t.jobs} columns={columns} rows={all} id={(job) => job.importId} chosen={chosen?.importId} onChoose={(job) => setAddress({ job: job.importId })} empty={t.empty} />)}
                </Await>
              </Panel>
            )}
            {chosen ? (
              <Result
                key={chosen.importId} job={chosen} going={imports.going[chosen.importId]} state={stateWords(chosen, imports.going[chosen.importId])} onBack={narrow ? () => setAddress({ job: '' }) : undefined}
                onResume={() => imports.resume(chosen)} onAgain={(file) => { void begin(file); }} onFinished={() => { void departments.reload(); void recount(); }} finished={finished}
              />
            ) : (!narrow && jobs.length > 0 && <Panel><Empty words={t.pick} /></Panel>)}
          </div>
          {!onePane && <Departments load={departments} />}
        </>
      )}
    </ConsoleFrame>
  );
}
