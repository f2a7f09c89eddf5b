/** The imports of the hospital, and the work on those that are not finished: sending the file, then page after page. What is known lives on the server, so a reload loses nothing. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { useLoad, type Load } from '../../../cloud/use-load';
import { discharge, type Job } from '../desk';
import { putFile } from './upload';

/** What goes on in this window beyond what the server says. */
export type Going = { at: 'sending'; share: number } | { at: 'running' } | { at: 'stopped'; error: CloudError } | { at: 'not_sent'; file: File; origin: Origin } | { at: 'not_arrived' };
/** Who hands over, and whose refused rows these are. */
export interface Origin { source?: string; rerunOf?: string }

export interface Imports {
  load: Load<Job[]>;
  /** There are older ones. */
  more: boolean;
  older(): Promise<void>;
  going: Readonly<Record<string, Going | undefined>>;
  /** Sends a file and begins to register; a file that could not be sent is begun anew. */
  begin(file: File, origin: Origin): Promise<string>;
  /** Goes on where a run stopped. */
  resume(job: Job): void;
  /** The run as it stands after something was done to it elsewhere; goes on with it. */
  adopt(job: Job): void;
  /** Of the colleagues who began or took back a run, by id. */
  names: Readonly<Record<string, string>>;
  /** A run as it was last heard of in this window, also one that is older than the list goes. */
  heard(importId: string): Job | undefined;
  /** Begun in this window. */
  isMine(importId: string): boolean;
}

/** A page of rows may take the function's whole minute on a slow day. */
const timeout = 60_000;
const perPage = 30;
const isGoing = (state: Job['state']) => state === 'uploading' || state === 'running' || state === 'undoing';

export function useImports(): Imports {
  const [older, setOlder] = useState<{ jobs: readonly Job[]; next: string | null; names: Readonly<Record<string, string>> }>();
  const load = useLoad(() => discharge.importList({ limit: perPage }), []);
  const [newer, setNewer] = useState<Readonly<Record<string, Job>>>({});
  const [going, setGoing] = useState<Readonly<Record<string, Going | undefined>>>({});
  const alive = useRef(true);
  const working = useRef(new Set<string>());
  const mine = useRef(new Set<string>());
  useEffect(() => {
    alive.current = true;
    return () => { alive.current = false; };
  }, []);

  const say = useCallback((id: string, now: Going | undefined) => { if (alive.current) setGoing((before) => ({ ...before, [id]: now })); }, []);
  const hear = useCallback((job: Job) => { if (alive.current) setNewer((before) => ({ ...before, [job.importId]: job })); }, []);
  const run = useCallback(async (id: string) => {
    if (working.current.has(id)) return;
    working.current.add(id);
    say(id, { at: 'running' });
    try {
      for (let state: Job['state'] = 'running'; alive.current && isGoing(state);) {
        const job = await discharge.importRun({ importId: id }, { timeout });
        state = job.state;
        hear(job);
      }
      say(id, undefined);
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      say(id, error.reason === 'not_uploaded' ? { at: 'not_arrived' } : { at: 'stopped', error });
    } finally {
      working.current.delete(id);
    }
  }, [hear, say]);

  const send = useCallback(async (id: string, file: File, origin: Origin, place: Parameters<typeof putFile>[0]) => {
    say(id, { at: 'sending', share: 0 });
    try {
      await putFile(place, file, (share) => say(id, { at: 'sending', share }));
    } catch {
      say(id, { at: 'not_sent', file, origin });
      return;
    }
    await run(id);
  }, [run, say]);

  const { data, reload } = load;
  const begin = useCallback(async (file: File, origin: Origin) => {
    const { importId, upload } = await discharge.importStart({ fileName: file.name.slice(-120), size: file.size, ...origin });
    // Known to this window before the list comes, so that the sending is not taken for an interrupted one.
    working.current.add(importId);
    mine.current.add(importId);
    say(importId, { at: 'sending', share: 0 });
    await reload();
    working.current.delete(importId);
    void send(importId, file, origin, upload);
    return importId;
  }, [reload, say, send]);

  const all = data && [...new Map([...data.jobs, ...(older?.jobs ?? [])].map((job) => [job.importId, newer[job.importId] ?? job])).values()];
  const next = older ? older.next : (data?.next ?? null);
  // After a reload: what runs is gone on with; what was being sent may have arrived just before.
  useEffect(() => {
    for (const job of [...(data?.jobs ?? []), ...(older?.jobs ?? [])]) if (isGoing(job.state) && going[job.importId] === undefined) void run(job.importId);
  }, [data, older]);

  const adopt = useCallback((job: Job) => {
    hear(job);
    if (isGoing(job.state)) void run(job.importId);
  }, [hear, run]);

  return {
    load: { ...load, data: all }, more: next !== null, going, begin, adopt,
    older: async () => {
      if (next === null) return;
      const page = await discharge.importList({ limit: perPage, cursor: next });
      setOlder((before) => ({ jobs: [...(before?.jobs ?? []), ...page.jobs], next: page.next, names: { ...before?.names, ...page.names } }));
    },
    names: { ...older?.names, ...data?.names },
    heard: (importId) => newer[importId],
    resume: (job) => { void run(job.importId); },
    isMine: (importId) => mine.current.has(importId),
  };
}
