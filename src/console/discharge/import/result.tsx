/** What became of one run: every row has a place, what is wrong comes back as a file with the remedy, and a run that was a mistake can be taken back. */
import { useEffect, useRef, type ReactNode } from 'react';
import headings from '../../../../cloudfunctions/discharge/data/heading.json';
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
import { heldPage, importPage, registerPage, type Job } from '../desk';
import { Bar } from './bar';
import { sourceWords } from './file';
import { Rejects } from './rejects';
import type { Going, Origin } from './use-imports';
import { chainOf, isFed, nameOf, outcomes, standingOf } from './words';

/** Columns that the report of refused rows added. */
const ownHeadings: ReadonlySet<string> = new Set(headings._own);

interface Props {
  job: Job; going: Going | undefined; jobs: readonly Job[]; nameOfActor(actor: string): string;
  onBack?: () => void; onResume(): void; onFile(file: File, origin: Origin): void; onMap(): void; onUndo(): void; onOpen(importId: string): void; onFinished(): void;
  /** Instead of what can be done: the question whether to take it back. */
  undo?: ReactNode;
}

export function Result({ job, going, jobs, nameOfActor, onBack, onResume, onFile, onMap, onUndo, onOpen, onFinished, undo }: Props) {
  const t = useText(importText);
  const shell = useText(shellText);
  const { language } = useLanguage();
  const now = useNow();
  const finished = job.state === 'done' || job.state === 'failed' || job.state === 'undone';
  const seen = useRef(finished);
  useEffect(() => {
    if (finished && !seen.current) onFinished();
    seen.current = finished;
  }, [finished, onFinished]);
  const standing = standingOf(job, going, language);
  const problem = job.state === 'failed' && job.problem !== '' ? fileProblemWords(job.problem, language) : undefined;
  const { counts } = job;
  const comma = language === 'zh' ? '、' : ', ';
  const unknown = job.headings.filter((heading) => heading.field === null && heading.heading !== '' && !ownHeadings.has(heading.heading)).map((heading) => heading.heading);
  const fresh = [...new Set(job.newDepartments)];
  const who = isFed(job) ? t.system : nameOfActor(job.by);
  const about = [whenWords(job.createdAt, now, language), sourceWords(job.source, language), who === '' ? '' : t.by(who), job.size > 0 ? t.size(job.size) : '', t.read(job.format, job.encoding)];
  const canUndo = job.state === 'done' || (job.state === 'failed' && counts.processed > 0);
  return (
    <Panel>
      {onBack && <Button tone="soft" small wide={false} onPress={onBack}>{shell.back}</Button>}
      <h2 className="import-name">{nameOf(job, language)}</h2>
      <div className="s-muted">{about.filter((word) => word !== '').join(' · ')}</div>
      <div className="import-state" role="status" aria-live="polite"><Tag tone={standing.tone}>{standing.words}</Tag>{job.undoneBy !== '' && <span className="s-muted"> {t.undoneBy(nameOfActor(job.undoneBy))}</span>}</div>
      {standing.share !== undefined && going?.at !== 'stopped' && (
        <>
          <Bar standing={standing} />
          <div className="s-muted">{going?.at === 'sending' ? t.stayHere : t.keepGoing}</div>
        </>
      )}
      {going?.at === 'not_sent' && <Notice tone="warn" action={{ words: t.again, onPress: () => onFile(going.file, going.origin) }}>{t.uploadFailed}</Notice>}
      {going?.at === 'not_arrived' && <Notice tone="warn">{t.notArrived}</Notice>}
      {going?.at === 'stopped' && <Notice tone="warn" action={{ words: t.goOn, onPress: onResume }}>{going.error.message}</Notice>}
      {job.state === 'mapping' && <div className="import-line"><div className="import-asks">{t.asksWhy}</div><Button onPress={onMap}>{t.toMapping}</Button></div>}
      {problem && (
        <Notice tone="danger">
          <b>{problem.reason}</b><br />{problem.remedy}
          {job.columns.length > 0 && <><br />{job.problem === 'heading_twice' ? t.twice : t.missing}{language === 'zh' ? '：' : ': '}{job.columns.map(fieldWords).join(comma)}</>}
        </Notice>
      )}
      {job.repeated && <div className="import-note"><Notice>{t.repeated}</Notice></div>}
      {counts.processed + job.rows > 0 && job.state !== 'mapping' && (
        <>
          <dl className="import-counts">
            {outcomes.filter((key) => counts[key] > 0 || key === 'registered' || key === 'rejected').map((key) => (
              <div key={key} className={key === 'rejected' && counts.rejected > 0 ? 'import-refused' : undefined}><dt>{t.counts[key]}</dt><dd>{counts[key]}</dd></div>
            ))}
          </dl>
          {finished && <div className="s-muted import-sum">{t.sum(counts.processed)}</div>}
          {counts.warned > 0 && <div className="import-line">{t.warned(counts.warned)}</div>}
          {counts.held > 0 && <div className="import-line">{t.held(counts.held)} <a href={addressOf(heldPage)}>{t.toHeld}</a></div>}
          {job.state === 'done' && undo === undefined && <Rejects job={job} onFile={onFile} />}
        </>
      )}
      <Chain job={job} jobs={jobs} onOpen={onOpen} />
      {unknown.length > 0 && <div className="import-line"><span className="s-muted">{t.unknown}</span><br />{unknown.join(comma)}</div>}
      {fresh.length > 0 && <div className="import-line"><span className="s-muted">{t.fresh}</span><br />{fresh.join(comma)}</div>}
      {job.state === 'done' && <div className="import-line"><a href={addressOf(registerPage)}>{t.toRegister}</a></div>}
      {undo ?? (canUndo && <div className="import-line import-undo"><Button tone="plain" small wide={false} onPress={onUndo}>{t.undo}</Button><div className="s-muted">{t.undoHint}</div></div>)}
    </Panel>
  );
}

/** Refused, corrected, handed in again: each of them one run, all of them one way. */
function Chain({ job, jobs, onOpen }: { job: Job; jobs: readonly Job[]; onOpen(importId: string): void }) {
  const t = useText(importText);
  const { language } = useLanguage();
  const now = useNow();
  const { before, after } = chainOf(job, jobs);
  if (before.length + after.length === 0 && job.rerunOf === '') return null;
  // The first file may be older than the list goes.
  const unseen = before.length === 0 && job.rerunOf !== '' ? [job.rerunOf] : [];
  // Opened here: what is being sent in this window goes on.
  const link = (id: string, words: string) => <a href={addressOf(importPage, { job: id })} onClick={(event) => { event.preventDefault(); onOpen(id); }}>{words}</a>;
  const line = (one: Job, first: boolean) => (
    <li key={one.importId}>
      {one === job ? <b>{nameOf(one, language)}{t.chainThis}</b> : link(one.importId, nameOf(one, language))}
      <span className="s-muted"> {first ? t.chainFirst : t.chainAgain} · {whenWords(one.createdAt, now, language)} · {t.short.registered} {one.counts.registered + one.counts.corrected} · {t.short.rejected} {one.counts.rejected}</span>
    </li>
  );
  return (
    <div className="import-line">
      <span className="s-muted">{t.chain}</span>
      <ol className="import-chain">
        {unseen.map((id) => <li key={id}>link(id, t.chainFirst)</li>)}
        {[...before, job, ...after].map((one, at) => line(one, at === 0 && unseen.length === 0))}
      </ol>
    </div>
  );
}
