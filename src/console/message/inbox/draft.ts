/**
 * What is being written, per thread. Kept in sessionStorage, so that a reload loses nothing, another window knows nothing, and closing the window forgets it. The key is made before the
 * first try and kept until the server has the message: sent again it is the same one.
 */
import type { ReplyKind } from '../../../../cloudfunctions/message/contract';
import { newKey } from '../../../cloud/unsent';

export type Mode = 'reply' | 'note' | 'back';
/** `answer`: the standard answer that stands in the reply, word for word. `unready`: pictures that were chosen and not yet in storage; a reload loses them, and says so. */
export interface Draft { mode: Mode; reply: string; note: string; back: string; replyKind: ReplyKind; answer: { answerId: string; question: string; insert: string } | null; images: readonly { fileId: string; name: string }[]; replyKey: string; noteKey: string; unready: number }

const place = (threadId: string) => `suifang.message.draft.${threadId}`;
const fresh = (): Draft => ({ mode: 'reply', reply: '', note: '', back: '', replyKind: 'information', answer: null, images: [], replyKey: newKey(), noteKey: newKey(), unready: 0 });

export function readDraft(threadId: string): Draft {
  try {
    const text = sessionStorage.getItem(place(threadId));
    return text ? { ...fresh(), ...(JSON.parse(text) as Partial<Draft>) } : fresh();
  } catch {
    // A full or forbidden storage: the page works, a reload starts empty.
    return fresh();
  }
}

export function writeDraft(threadId: string, draft: Draft): void {
  try {
    if (draft.reply === '' && draft.note === '' && draft.back === '' && draft.images.length === 0 && draft.unready === 0) sessionStorage.removeItem(place(threadId));
    else sessionStorage.setItem(place(threadId), JSON.stringify(draft));
  } catch {
    return;
  }
}
