/** The runs, newest first: files and what systems sent in a day. */
import { useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { useNow } from '../../../cloud/use-now';
import { Button } from '../../../components/button/button';
import { DataTable, type Column } from '../../../components/data-table/data-table';
import { Filters } from '../../../components/filters/filters';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Await, Empty } from '../../../components/state/state';
import { Tag } from '../../../components/tag/tag';
import { useNarrow } from '../../../components/use-narrow/use-narrow';
import { importText } from '../../../text/discharge-import';
import { useLanguage, useText } from '../../../text/language';
import { whenWords } from '../../../text/time';
import type { Job } from '../desk';
import { Bar } from './bar';
import { manualSource, sourceWords } from './file';
import type { Imports } from './use-imports';
import { countWords, isFed, isIn, nameOf, standingOf, views } from './words';

interface Props {
  imports: Imports; nameOfActor(actor: string): string; chosen: string | undefined; onChoose(job: Job): void;
  view: string; source: string; onFilter(change: { view?: string; source?: string }): void;
}

export function Runs({ imports, nameOfActor, chosen, onChoose, view, source, onFilter }: Props) {
  const t = useText(importText);
  const { language } = useLanguage();
  const narrow = useNarrow();
  const now = useNow();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string>();
  const all = imports.load.data ?? [];
  const rows = all.filter((job) => isIn(view, job, all) && (source === '' || job.source === source));
  const sources = [...new Set(all.map((job) => job.source))];
  const filtered = view !== '' || source !== '';

  const older = async () => {
    setBusy(true);
    setSaid(undefined);
    try {
      await imports.older();
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setSaid(error.message);
    } finally {
      setBusy(false);
    }
  };
  const origin = (job: Job) => [sourceWords(job.source, language), isFed(job) ? t.system : nameOfActor(job.by)].filter((word) => word !== '').join(' · ');
  const result = (job: Job) => {
    const standing = standingOf(job, imports.going[job.importId], language);
    return (
      <span className="import-result">
        <Tag tone={standing.tone}>{standing.words}</Tag>
        {standing.share !== undefined && <Bar standing={standing} />}
        {job.counts.processed > 0 && <span className="s-muted">{countWords(job, language)}</span>}
      </span>
    );
  };
  const columns: Column<Job>[] = [
    { key: 'when', title: t.when, cell: (job) => whenWords(job.createdAt, now, language) },
    { key: 'file', title: t.file, wrap: true, cell: (job) => <span className="import-result"><span className="import-file">{nameOf(job, language)}</span><span className="s-muted">{origin(job)}</span></span> },
    { key: 'result', title: t.result, wrap: true, cell: result },
    { key: 'rows', title: t.rows, number: true, cell: (job) => job.rows || job.counts.processed || '' },
  ];
  const empty = <Empty words={filtered ? t.emptyView : t.empty} />;
  return (
    <Panel title={t.jobs} flush>
      <div className="import-filters">
        <Filters
          values={{ view, source }} onChange={onFilter}
          filters={[
            { kind: 'tabs', key: 'view', label: t.views, options: views.map((one) => ({ value: one, words: one === '' ? t.all : t.view[one], ...(one === 'todo' && { count: all.filter((job) => isIn('todo', job, all)).length }) })) },
            ...(sources.length > 1 || source !== '' ? [{ kind: 'select' as const, key: 'source', label: t.source, options: [{ value: '', words: t.allSources }, ...[...new Set([...sources, ...(source ? [source] : [])])].sort((a, b) => Number(b === manualSource) - Number(a === manualSource)).map((name) => ({ value: name, words: sourceWords(name, language) }))] }] : []),
          ]}
        />
      </div>
      <Await load={imports.load} rows={4} empty={{ when: () => rows.length === 0 && !imports.more, show: empty }}>
        {() => (narrow ? (
          <ul className="import-cards" aria-label={t.jobs}>
            {rows.map((job) => (
              <li key={job.importId}>
                <button type="button" className="import-card" onClick={() => onChoose(job)}>
                  <span className="import-file">{nameOf(job, language)}</span>
                  <span className="s-muted">{whenWords(job.createdAt, now, language)} · {origin(job)}</span>
                  {result(job)}
                </button>
              </li>
            ))}
            {rows.length === 0 && <li>{empty}</li>}
          </ul>
        ) : <DataTable label={t.jobs} columns={columns} rows={rows} id={(job) => job.importId} chosen={chosen} onChoose={onChoose} empty={empty} />)}
      </Await>
      {said !== undefined && <Notice tone="warn">{said}</Notice>}
      {(imports.more || filtered) && all.length > 0 && (
        <div className="import-more">
          {filtered && <span className="s-muted" role="status">{t.seen(rows.length, all.length)}</span>}
          {imports.more && <Button tone="soft" small wide={false} busy={busy} onPress={() => { void older(); }}>{t.older}</Button>}
        </div>
      )}
    </Panel>
  );
}
