/**
 * What this window holds: the claim, the number that was dialled, what is typed and not yet saved. Kept in sessionStorage, so that a reload loses nothing, another window
 * knows nothing, and closing the window forgets it. Cleared when the call has its outcome.
 */

export interface Dialled { to: 'patient' | 'contact'; phone: string; at: number }
export interface Held { callId: string; claimToken: string; name: string; dialled?: Dialled }
/** Answers by linkId as they were typed; the outcome's note. */
export interface Draft { answers: Record<string, string | number | string[] | null>; note: string; tags: string[] }

const heldKey = 'suifang.call.held';
const skipKey = 'suifang.call.skip';
const draftKey = (callId: string) => `suifang.call.draft.${callId}`;

function read<T>(key: string): T | undefined {
  try {
    const text = sessionStorage.getItem(key);
    return text ? (JSON.parse(text) as T) : undefined;
  } catch {
    // A full or forbidden storage: the page works, a reload starts from the server's answers.
    return undefined;
  }
}
function write(key: string, value: object | undefined): void {
  try {
    if (value === undefined) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    return;
  }
}

/** The call that this window holds, if any. */
export const readHeld = (): Held | undefined => read<Held>(heldKey);
export const writeHeld = (held: Held): void => write(heldKey, held);
/** Forgets the claim of this call; another call's stays. */
export function dropHeld(callId: string): void {
  if (readHeld()?.callId === callId) write(heldKey, undefined);
}

const noDraft: Draft = { answers: {}, note: '', tags: [] };
export const readDraft = (callId: string): Draft => ({ ...noDraft, ...read<Draft>(draftKey(callId)) });
export const writeDraft = (callId: string, change: Partial<Draft>): void => write(draftKey(callId), { ...readDraft(callId), ...change });
export const dropDraft = (callId: string): void => write(draftKey(callId), undefined);

/** Calls that the nurse passed over in this window; the server takes 50 at most. */
export const readSkipped = (): string[] => read<string[]>(skipKey) ?? [];
export const skip = (callId: string): void => write(skipKey, [...readSkipped().filter((id) => id !== callId), callId].slice(-50));
export const forgetSkipped = (): void => write(skipKey, undefined);
