/** The imports of the hospital, and the work on those that are not finished: sending the file, then page after page. What is known lives on the server, so a reload loses nothing. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { useLoad, type Load } from '../../../cloud/use-load';
import { discharge, type Job } from '../desk';
import { putFile } from './upload';

/** What goes on in this window beyond what the server says. */
export type Going = { at: 'sending'; share: number } | { at: 'running' } | { at: 'stopped'; error: CloudError } | { at: 'not_sent'; file: File } | { at: 'not_arrived' };

export interface Imports { load: Load<Job[]>; going: Readonly<Record<string, Going | undefined>>; /** Sends a file and begins to register; a file that could not be sent is begun anew. */ begin(file: File): Promise<string>; resume(job: Job): void }

/** A page of rows may take the function's whole minute on a slow day. */
const timeout = 60_000;

export function useImports(): Imports {
  const load = useLoad(async () => (await discharge.importList({ limit: 30 })).jobs, []);
  const [newer, setNewer] = useState<Readonly<Record<string, Job>>>({});
  const [going, setGoing] = useState<Readonly<Record<string, Going | undefined>>>({});
  const alive = useRef(true);
  const working = useRef(new Set<string>());
  useEffect(() => () => { alive.current = false; }, []);

  const say = useCallback((id: string, now: Going | undefined) => { if (alive.current) setGoing((before) => ({ ...before, [id]: now })); }, []);
  const run = useCallback(async (id: string) => {
    if (working.current.has(id)) return;
    working.current.add(id);
    say(id, { at: 'running' });
    try {
      for (let state = 'running'; alive.current && (state === 'uploading' || state === 'running' || state === 'undoing');) {
        const job = await discharge.importRun({ importId: id }, { timeout });
        state = job.state;
        if (alive.current) setNewer((before) => ({ ...before, [id]: job }));
      }
      say(id, undefined);
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      say(id, error.reason === 'not_uploaded' ? { at: 'not_arrived' } : { at: 'stopped', error });
    } finally {
      working.current.delete(id);
    }
  }, [say]);

  const send = useCallback(async (id: string, file: File, place: Parameters<typeof putFile>[0]) => {
    say(id, { at: 'sending', share: 0 });
    try {
      await putFile(place, file, (share) => say(id, { at: 'sending', share }));
    } catch {
      say(id, { at: 'not_sent', file });
      return;
    }
    await run(id);
  }, [run, say]);

  const { data, reload } = load;
  const begin = useCallback(async (file: File) => {
    const { importId, upload } = await discharge.importStart({ fileName: file.name.slice(-120), size: file.size });
    // Known to this window before the list comes, so that the sending is not taken for an interrupted one.
    working.current.add(importId);
    say(importId, { at: 'sending', share: 0 });
    await reload();
    working.current.delete(importId);
    void send(importId, file, upload);
    return importId;
  }, [reload, say, send]);

  // After a reload: what runs is gone on with; what was being sent may have arrived just before.
  useEffect(() => {
    for (const job of data ?? []) if ((job.state === 'running' || job.state === 'uploading' || job.state === 'undoing') && going[job.importId] === undefined) void run(job.importId);
  }, [data]);

  return {
    load: { ...load, data: data?.map((job) => newer[job.importId] ?? job) }, going, begin,
    resume: (job) => { void run(job.importId); },
  };
}
