/** A discharge file goes in as from the console: a place in storage, the bytes, then page by page until it is done. */
import type { Local } from '../index';
import { call } from './caller';

export interface ImportJob {
  importId: string; state: 'uploading' | 'mapping' | 'running' | 'done' | 'failed'; problem: string; columns: string[]; rows: number;
  counts: { processed: number; registered: number; corrected: number; unchanged: number; stale: number; duplicate: number; waiting: number; rejected: number; warned: number; held: number };
}

/** `headers` say who imports: a lead's session or a signed feed. */
export async function upload(local: Local, fileName: string, bytes: Uint8Array, headers: (body: string) => Record<string, string>, progress: (job: ImportJob) => void = () => undefined): Promise<ImportJob> {
  const send = <T>(action: string, input: unknown): Promise<T> => call<T>(local, 'discharge', action, input, headers(JSON.stringify({ action, input })));
  const { importId, upload: place } = await send<{ importId: string; upload: { url: string; method: string; headers: Record<string, string> } }>('importStart', { fileName, size: bytes.length });
  const stored = await fetch(place.url, { method: place.method, headers: place.headers, body: Buffer.from(bytes) });
  if (!stored.ok) throw new Error(`storage refused the file: ${stored.status}`);
  for (;;) {
    const job = await send<ImportJob>('importRun', { importId });
    progress(job);
    // Columns that cannot be told are asked in the console.
    if (job.state !== 'uploading' && job.state !== 'running') return job;
  }
}
