/**
 * What this tab remembers: it survives a reload and ends with the tab. For a proof of birth month (the session of a link), and for the way back from the first page
 * to a link that was opened here; neither may outlive the reader's visit.
 */
const prefix = 'suifang.tab.';

/** What was remembered under a name; undefined also where the browser keeps nothing. */
export function recall(name: string): string | undefined {
  try {
    return sessionStorage.getItem(prefix + name) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Remembers, or forgets with undefined. */
export function remember(name: string, value: string | undefined): void {
  try {
    if (value === undefined) sessionStorage.removeItem(prefix + name);
    else sessionStorage.setItem(prefix + name, value);
  } catch { /* a browser that keeps nothing asks again after a reload */ }
}
