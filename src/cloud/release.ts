/**
 * A console stands open for days and outlives the release it came with: the pages that it has not fetched yet are then gone, and following a link would do nothing. The
 * address has changed by then, so that a reload opens what was asked for from the new release; what was typed is kept in this window.
 */
import { recall, remember } from './tab';

const mark = 'reloaded';

interface MissingPart { name?: unknown; code?: unknown; request?: unknown }

/** A part of the console that could not be fetched: its address; undefined for every other error. */
export function missingPart(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { name, code, request }: MissingPart = error;
  return name === 'ChunkLoadError' || code === 'CSS_CHUNK_LOAD_FAILED' ? String(request ?? name) : undefined;
}

async function reload(part: string): Promise<void> {
  // Once for each part: what a reload does not mend must not go round in circles.
  if (recall(mark) === part) return;
  // Without a connection the page that stands is better than none.
  const there = await fetch(location.pathname, { method: 'HEAD', cache: 'no-store' }).catch(() => undefined);
  if (!there?.ok) return;
  remember(mark, part);
  if (recall(mark) === part) location.reload();
}

/** Listens for as long as the console is open. */
export function reloadWhenReplaced(): void {
  const look = (error: unknown): void => {
    const part = missingPart(error);
    if (part !== undefined) void reload(part);
  };
  addEventListener('unhandledrejection', ({ reason }) => look(reason));
  addEventListener('error', ({ error }) => look(error));
}
