/** Moving between the console's pages: each page is opened anew at its own address, so that a reload, a bookmark and the browser's back button all mean the same. */
import { writeAddress } from '../filters/use-address';

/** `call/call/index`, `{ call: 'call:…' }` → its address. */
export const addressOf = (path: string, query: Readonly<Record<string, string>> = {}): string => writeAddress(`#/${path}`, query);

/** Opens a page; with `replace` the present one leaves no trace in the history (sign-in, a link that was used). */
export function go(path: string, query: Readonly<Record<string, string>> = {}, replace = false): void {
  const hash = addressOf(path, query);
  if (replace) location.replace(hash);
  else location.hash = hash;
}

/** The page that is open, as in the app's configuration: `call/worklist/index`; '' before the first one. */
export const hereNow = (): string => (location.hash.split('?')[0] ?? '').replace(/^#?\/?/, '');
