/** One open thread: read again every few seconds while somebody looks, which also says that somebody is here. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { useLoad, type Load } from '../../../cloud/use-load';
import { useVisible } from '../../../cloud/use-visible';
import { message, type Detail, type Line, type ThreadView } from '../desk';

/** ms between two questions: with the way there and back a new message shows within three seconds (product). */
const every = 2_500;

export interface Talk {
  load: Load<ThreadView>;
  view: ThreadView | undefined;
  /** The last question for news went wrong. */
  trouble: boolean;
  /** It is not for the reader any more: the ward has answered, somebody took it back. */
  gone: boolean;
  older(): Promise<void>;
  /** The thread as an operation answered it, and its new line. */
  take(thread: Detail, line?: Line): void;
  /** Asks now. */
  look(): void;
  refreshPictures(n: number): Promise<void>;
}

const merge = (known: readonly Line[], more: readonly Line[]): Line[] => [...new Map([...known, ...more].map((line) => [line.n, line])).values()].sort((a, b) => a.n - b.n);

/** Whether a letter can arrive and who takes part are told when a thread is opened, not at every question. */
const keep = (thread: Detail, before: Detail | undefined): Detail => ({ ...thread, reach: thread.reach ?? before?.reach ?? null, people: thread.people ?? before?.people ?? null });

/** `threadId`: of the open thread; the component is keyed by it. */
export function useTalk(threadId: string): Talk {
  const load = useLoad(() => message.thread({ threadId }), [threadId]);
  const [view, setView] = useState<ThreadView>();
  const [trouble, setTrouble] = useState(false);
  const [gone, setGone] = useState(false);
  const after = useRef(0);
  const asking = useRef(false);
  const here = useRef(true);
  const visible = useVisible();
  useEffect(() => {
    here.current = true;
    return () => { here.current = false; };
  }, []);

  const { data } = load;
  useEffect(() => {
    if (!data) return;
    after.current = data.thread.lastN;
    setView(data);
  }, [data]);

  const ask = useCallback(async () => {
    if (asking.current) return;
    asking.current = true;
    try {
      const news = await message.thread({ threadId, after: after.current }, { timeout: 10_000 });
      if (!here.current) return;
      after.current = news.thread.lastN;
      setView((before) => ({ ...news, thread: keep(news.thread, before?.thread), messages: merge(before?.messages ?? [], news.messages), more: before?.more ?? news.more }));
      setTrouble(false);
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      if (here.current && error.code === 'FORBIDDEN') setGone(true);
      else if (here.current) setTrouble(true);
    } finally {
      asking.current = false;
    }
  }, [threadId]);

  const ready = view !== undefined;
  useEffect(() => {
    if (!ready || !visible || gone) return;
    const timer = setInterval(() => { void ask(); }, every);
    return () => clearInterval(timer);
  }, [ready, visible, gone, ask]);

  return {
    load, view, trouble, gone,
    async older() {
      const first = view?.messages[0];
      if (!first) return;
      try {
        const { messages, more } = await message.thread({ threadId, before: first.n });
        setView((before) => before && { ...before, more, messages: merge(before.messages, messages) });
      } catch (error) {
        if (!(error instanceof CloudError)) throw error;
        setTrouble(true);
      }
    },
    take(thread, line) {
      setView((before) => before && { ...before, thread: keep(thread, before.thread), messages: line ? merge(before.messages, [line]) : before.messages });
      void ask();
    },
    look: () => { void ask(); },
    async refreshPictures(n) {
      try {
        const { images } = await message.staffPictures({ threadId, n });
        setView((before) => before && { ...before, messages: before.messages.map((line) => (line.n === n ? { ...line, images } : line)) });
      } catch (error) {
        if (!(error instanceof CloudError)) throw error;
        setTrouble(true);
      }
    },
  };
}
