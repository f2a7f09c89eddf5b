/** The product's own door for files, as any other system would use it: a place in storage, the bytes, then page by page. Signed with this machine's key. */
import type { Local } from '../index';

/** What this program reads of a run. */
export interface Run {
  importId: string; state: 'uploading' | 'mapping' | 'running' | 'done' | 'failed' | 'undoing' | 'undone'; problem: string; columns: string[]; rows: number; repeated: boolean;
  counts: { processed: number; registered: number; corrected: number; rejected: number; warned: number };
}

export interface Sender {
  /** Puts the bytes where a run will find them; returns the run. */
  begin(file: { fileName: string; source: string; bytes: Buffer }): Promise<string>;
  /** Works through the next page. */
  go(importId: string): Promise<Run>;
  /** The refused rows as a file for people; null when there are none. */
  rejects(importId: string): Promise<{ bytes: Buffer; extension: string } | null>;
}

/** The product refused, by its code; anything else that went wrong has the code UNAVAILABLE: try again. */
export class Refused extends Error {
  readonly code: string;
  constructor(code: string, action: string) {
    super(`${action}: ${code}`);
    this.name = 'Refused';
    this.code = code;
  }
}

interface Envelope { ok?: boolean; data?: unknown; error?: { code?: string } }

export function sendTo(local: Pick<Local, 'http' | 'signFeed'>): Sender {
  const call = async <T>(action: string, input: object): Promise<T> => {
    const body = JSON.stringify({ action, input });
    const answer = (await local.http('discharge', body, local.signFeed(body))).body as Envelope | null;
    if (typeof answer !== 'object' || answer?.ok !== true) throw new Refused(answer?.error?.code ?? 'UNAVAILABLE', action);
    return answer.data as T;
  };
  return {
    async begin({ fileName, source, bytes }) {
      const { importId, upload } = await call<{ importId: string; upload: { url: string; method: string; headers: Record<string, string> } }>('importStart', { fileName, size: bytes.length, source });
      const stored = await fetch(upload.url, { method: upload.method, headers: upload.headers, body: new Uint8Array(bytes) });
      if (!stored.ok) throw new Refused('UNAVAILABLE', 'upload');
      return importId;
    },
    go: (importId) => call<Run>('importRun', { importId }),
    async rejects(importId) {
      const { url } = await call<{ url: string | null }>('importRejects', { importId });
      if (url === null) return null;
      const response = await fetch(url);
      if (!response.ok) throw new Refused('UNAVAILABLE', 'importRejects');
      return { bytes: Buffer.from(await response.arrayBuffer()), extension: /\.([a-z]{3,4})$/.exec(new URL(url).pathname)?.[1] ?? 'csv' };
    },
  };
}
