/** The built pages: patients at /, staff at /console/. A file whose name carries a hash never changes; everything else is asked for again each time. */
import { createReadStream, statSync, type Stats } from 'node:fs';
import path from 'node:path';
import type { Exchange, Reply } from './http';
import { page } from './http';
import { mimeOf } from './mime';
import { missingPage } from './pages/missing';

/** Pages carry links with secrets in their address, and nothing of them belongs into a frame of another site. */
export const pageHeaders: Record<string, string> = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', 'x-frame-options': 'SAMEORIGIN' };

/** A file of a built folder; the folder's index.html where the path ends in a slash. 404 in words when it is not there. */
export function serveFile(folder: string, relative: string, { method, headers }: Exchange): Reply {
  if (method !== 'GET' && method !== 'HEAD') return page(missingPage('method'), 405);
  const name = safeName(relative);
  const file = name === undefined ? undefined : path.join(folder, name);
  const found = file === undefined ? undefined : statOf(file);
  if (!file || !found) return name === 'index.html' ? page(missingPage('unbuilt'), 503) : page(missingPage('unknown'), 404);
  const hashed = /\.[0-9a-f]{8,}\./.test(path.basename(file));
  const etag = `"${found.size.toString(36)}-${Math.floor(found.mtimeMs).toString(36)}"`;
  const answer = { ...pageHeaders, etag, 'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache', 'content-type': mimeOf(file) };
  if (headers['if-none-match'] === etag) return { status: 304, headers: answer };
  return { status: 200, headers: { ...answer, 'content-length': String(found.size) }, ...(method === 'GET' && { body: createReadStream(file) }) };
}

function safeName(relative: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(relative);
  } catch {
    return undefined;
  }
  if (decoded.includes('\0') || decoded.split(/[\\/]/).includes('..')) return undefined;
  return decoded === '' || decoded.endsWith('/') ? `${decoded}index.html` : decoded;
}

function statOf(file: string): Stats | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  return found?.isFile() ? found : undefined;
}
