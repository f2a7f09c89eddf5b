/** One thread on this page: what was said, what is new within three seconds while somebody looks, what waits to be sent, and the safety page that words set off. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { api, Opened, PersonMessage, PersonThread, Safety, Staffed } from '../../../../cloudfunctions/message/contract';
import { cloud, serverNow } from '../../../cloud/cloud';
import { CloudError } from '../../../cloud/error';
import { useOnline } from '../../../cloud/online';
import { keepWriting, newKey, readWriting, type KeptPicture, type Unsent } from '../../../cloud/unsent';
import { useLoad, type Load } from '../../../cloud/use-load';
import { useShown } from '../../../cloud/use-shown';
import { createOutbox, type Outbox } from './outbox';

export const message = cloud<typeof api>('message', { reads: ['open', 'older', 'since', 'pictures'] });

/** How often an open page asks, ms: with the way there and back a new message shows within three seconds (product). */
const every = 2_500;

/** What is known now. */
export interface Live { thread: PersonThread; staffed: Staffed; safety: Safety | null; messages: readonly PersonMessage[]; more: boolean }
/** A message of this device that the server does not have. */
export type Pending = Unsent & { state: 'sending' | 'waiting' | 'refused'; error?: CloudError };

export interface Thread {
  load: Load<Opened>;
  live: Live | undefined;
  pending: readonly Pending[];
  /** The last question for news went wrong. */
  trouble: boolean;
  /** An earlier page of messages is on its way. */
  fetching: boolean;
  write(text: string, images: readonly KeptPicture[]): void;
  retry(key: string): void;
  takeBack(key: string): string;
  older(): Promise<void>;
  rate(score: number): Promise<CloudError | undefined>;
  refreshPictures(n: number): Promise<void>;
}

const merge = (known: readonly PersonMessage[], more: readonly PersonMessage[]): PersonMessage[] => [...new Map([...known, ...more].map((one) => [one.n, one])).values()].sort((a, b) => a.n - b.n);

/** `onDanger`: words that were just sent set off an alarm. */
export function useThread(patientId: string, onDanger: () => void): Thread {
  const load = useLoad(() => message.open({ patientId }), [patientId]);
  const [live, setLive] = useState<Live>();
  const [outbox, setOutbox] = useState(() => readWriting(patientId).outbox);
  const [states, setStates] = useState<Readonly<Record<string, Pick<Pending, 'state' | 'error'>>>>({});
  const [trouble, setTrouble] = useState(false);
  const [fetching, setFetching] = useState(false);
  const after = useRef(0);
  const box = useRef<Outbox>();
  const kept = useRef(outbox);
  const danger = useRef(onDanger);
  danger.current = onDanger;
  const shown = useShown();
  const online = useOnline();

  const take = useCallback((change: Partial<Omit<Live, 'messages'>>, messages: readonly PersonMessage[] = []) => {
    setLive((before) => (before ? { ...before, ...change, messages: merge(before.messages, messages) } : before));
    const arrived = messages.map(({ key }) => key).filter((key) => kept.current.some((one) => one.key === key));
    if (arrived.length > 0) box.current?.drop(arrived);
  }, []);

  const { data } = load;
  useEffect(() => {
    if (!data) return;
    after.current = data.thread.lastN;
    setLive({ thread: data.thread, staffed: data.staffed, safety: data.safety, messages: data.messages, more: data.more });
    take({}, data.messages);
  }, [data, take]);

  useEffect(() => {
    const made = createOutbox({
      read: () => kept.current,
      write(list) {
        kept.current = list;
        keepWriting(patientId, { outbox: list });
        setOutbox(list);
      },
      send: ({ key, text, images }) => message.send({ patientId, key, text, images: images.map(({ imageId }) => imageId) }),
      later(milliseconds, run) {
        const timer = setTimeout(run, milliseconds);
        return () => clearTimeout(timer);
      },
      tell(event) {
        if (event.is === 'sent') {
          take({ thread: event.sent.thread, ...(event.sent.safety && { safety: event.sent.safety }) }, [event.sent.message]);
          if (event.sent.safety) danger.current();
        } else setStates((before) => ({ ...before, [event.key]: { state: event.is, ...('error' in event && { error: event.error }) } }));
      },
    });
    box.current = made;
    return () => made.stop();
  }, [patientId, take]);

  // What was kept is tried as soon as the server speaks to this reader, and whenever the network comes back.
  const ready = live !== undefined;
  useEffect(() => { if (ready && online) box.current?.flush(); }, [ready, online]);

  useEffect(() => {
    if (!ready || !shown) return;
    let asking = false;
    let here = true;
    const ask = async () => {
      if (asking) return;
      asking = true;
      try {
        const news = await message.since({ patientId, after: after.current }, { timeout: 10_000 });
        if (!here) return;
        after.current = news.thread.lastN;
        take({ thread: news.thread, staffed: news.staffed, safety: news.safety }, news.messages);
        setTrouble(false);
      } catch (error) {
        if (!(error instanceof CloudError)) throw error;
        if (here) setTrouble(true);
      } finally {
        asking = false;
      }
    };
    const timer = setInterval(() => { void ask(); }, every);
    void ask();
    return () => {
      here = false;
      clearInterval(timer);
    };
  }, [ready, shown, patientId, take]);

  const older = async () => {
    const first = live?.messages[0];
    if (!first || fetching) return;
    setFetching(true);
    try {
      const { messages, more } = await message.older({ patientId, before: first.n });
      take({ more }, messages);
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setTrouble(true);
    } finally {
      setFetching(false);
    }
  };

  return {
    load, live, trouble, fetching,
    pending: outbox.map((one) => ({ ...one, ...(states[one.key] ?? { state: 'waiting' as const }) })),
    write(text, images) { box.current?.add({ key: newKey(), text, images, at: serverNow() }); },
    retry: (key) => box.current?.flush(key),
    takeBack(key) {
      const text = outbox.find((one) => one.key === key)?.text ?? '';
      box.current?.drop([key]);
      return text;
    },
    older,
    async rate(score) {
      try {
        take({ thread: (await message.rate({ patientId, score })).thread });
        return undefined;
      } catch (error) {
        if (!(error instanceof CloudError)) throw error;
        return error;
      }
    },
    async refreshPictures(n) {
      try {
        const { images } = await message.pictures({ patientId, n });
        setLive((before) => before && { ...before, messages: before.messages.map((one) => (one.n === n ? { ...one, images } : one)) });
      } catch (error) {
        if (!(error instanceof CloudError)) throw error;
        setTrouble(true);
      }
    },
  };
}
