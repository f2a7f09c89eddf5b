/** A run in words: how it stands, and what became of its rows. Pure. */
import { importText } from '../../../text/discharge-import';
import type { Language } from '../../../text/wording';
import type { Job } from '../desk';
import type { Going } from './use-imports';

export interface Standing { words: string; tone: 'action' | 'info' | 'warn' | 'danger' | 'plain'; /** 0…1 while something moves. */ share?: number }

export function standingOf(job: Job, going: Going | undefined, language: Language): Standing {
  const t = importText[language];
  const { state, counts, rows } = job;
  if (going?.at === 'sending') return { words: t.uploading(Math.round(going.share * 100)), tone: 'info', share: going.share };
  if (going?.at === 'not_sent' || going?.at === 'not_arrived') return { words: t.waiting, tone: 'warn' };
  if (state === 'failed') return { words: t.failed, tone: 'danger' };
  if (state === 'undone') return { words: t.undone, tone: 'plain' };
  if (state === 'mapping') return { words: t.asks, tone: 'warn' };
  if (state === 'done' && counts.processed > 0 && counts.rejected === counts.processed) return { words: t.allReturned, tone: 'danger' };
  if (state === 'done') return isFeed(job) ? { words: t.received, tone: 'action' } : { words: t.done, tone: 'action' };
  if (going?.at === 'stopped') return { words: t.interrupted, tone: 'warn' };
  if (state === 'undoing') return { words: t.undoing(job.undone), tone: 'info', share: counts.processed > 0 ? Math.min(1, job.undone / counts.processed) : 0 };
  return rows > 0 ? { words: t.running(counts.processed, rows), tone: 'info', share: counts.processed / rows } : { words: t.checking, tone: 'info', share: 0 };
}

/** What a system sent in a day, not a file: its id names the source and the day. */
export const isFeed = ({ importId }: Pick<Job, 'importId'>): boolean => feedDay.test(importId);
/** The day's second run, where the first was taken back, has a number. */
const feedDay = /^import:.+:(\d{4}-\d{2}-\d{2})(?::\d+)?$/;

/** Handed in by a system, not by a colleague. */
export const isFed = ({ by }: Pick<Job, 'by'>): boolean => by.startsWith('feed:');

/** What a run is called: its file, or the interface and its day. */
export function nameOf(job: Pick<Job, 'importId' | 'fileName' | 'source'>, language: Language): string {
  const day = feedDay.exec(job.importId)?.[1];
  return day === undefined ? job.fileName : `${importText[language].feed(job.source)} · ${importText[language].day(day)}`;
}

/** In the order in which people ask; each row stands in one of them. */
export const outcomes = ['registered', 'corrected', 'unchanged', 'stale', 'duplicate', 'waiting', 'rejected'] as const;
/** 新登记 120 · 更正 3 · 退回 2 · 需核对 5 · 等科室 1: what is not zero. */
export function countWords({ counts }: Pick<Job, 'counts'>, language: Language): string {
  const t = importText[language];
  return ([...outcomes, 'warned', 'held'] as const).flatMap((key) => (counts[key] > 0 ? [`${t.short[key]} ${counts[key]}`] : [])).join(' · ');
}

/** What the list can be narrowed to. */
export const views = ['', 'todo', 'going', 'done', 'failed', 'undone'] as const;
export type View = (typeof views)[number];
/** todo: somebody has to answer or correct, and nobody has (`all`: the runs that are known). */
export function isIn(view: string, job: Job, all: readonly Job[]): boolean {
  switch (view) {
    case 'todo':
      if (job.state === 'mapping') return true;
      if (job.state === 'failed') return !all.some((one) => one.fileName === job.fileName && one.source === job.source && one.createdAt > job.createdAt && one.state !== 'failed');
      return job.state === 'done' && job.counts.rejected > 0 && !all.some((one) => one.rerunOf === job.importId && one.state !== 'failed');
    case 'going': return job.state === 'uploading' || job.state === 'running' || job.state === 'undoing';
    case '': return true;
    default: return job.state === view;
  }
}

/** Corrected error files: the first file, then what was handed in for it, as far as these runs tell. Cut where a run names itself through others. */
export function chainOf(job: Job, jobs: readonly Job[]): { before: Job[]; after: Job[] } {
  const before: Job[] = [];
  for (let id = job.rerunOf; id !== '' && id !== job.importId && !before.some(({ importId }) => importId === id);) {
    const found = jobs.find(({ importId }) => importId === id);
    if (!found) break;
    before.unshift(found);
    id = found.rerunOf;
  }
  const after: Job[] = [];
  for (let from = [job.importId]; from.length > 0;) {
    const next = jobs.filter((one) => from.includes(one.rerunOf) && one.importId !== job.importId && !after.includes(one));
    after.push(...next);
    from = next.map(({ importId }) => importId);
  }
  return { before, after: after.sort((a, b) => a.createdAt - b.createdAt) };
}
