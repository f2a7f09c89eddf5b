/** A filing that is being written: on this page, on this device, and with the server, so that it goes on anywhere at the step where it stopped. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { serverNow } from '../../../cloud/cloud';
import { CloudError } from '../../../cloud/error';
import { useLoad, type Load } from '../../../cloud/use-load';
import type { Saving } from '../../../components/saved/saved';
import { complaint, newKey, type Draft, type Opened } from '../door';
import { keep, readKept, type Kept } from './kept';

/** Steps from 1: what happened, what is wished for, who. */
export const steps = 3;
/** A text is saved when its writer pauses this long, ms. */
const pause = 1_500;
/** Pauses before saving is tried again, ms. */
const again = [3_000, 10_000, 30_000] as const;

/** The step at which a draft from another device goes on: each step leaves its fields behind, chosen or not. */
export const stepOf = (draft: Draft): number => (!draft.category || !draft.text ? 1 : draft.wants === undefined ? 2 : 3);

const isEmpty = ({ category, text, place, accused, files, wants }: Draft): boolean => !category && !text && !place && !accused && !files?.length && !wants?.length;

export interface Drafting {
  load: Load<Opened>;
  draft: Draft;
  step: number;
  names: Readonly<Record<string, string>>;
  saving: Saving;
  /** It was begun before. */
  resumed: boolean;
  /** The same key as long as it is the same filing. */
  key: string;
  /** `soon`: while somebody still types. */
  change(part: Draft, when?: 'now' | 'soon'): void;
  rename(names: Readonly<Record<string, string>>): void;
  goTo(step: number): void;
  /** Nothing is being saved any more: a draft must not come back after its filing. */
  settle(): Promise<void>;
  /** Forgets everything, here and with the server. */
  clear(): void;
  /** It was filed: nothing is kept any more. */
  done(): void;
}

export function useDraft(patientId: string): Drafting {
  const of = patientId === '' ? {} : { patientId };
  const load = useLoad(() => complaint.draft(of), [patientId]);
  const [kept, setKept] = useState<Kept>();
  const [saving, setSaving] = useState<Saving>('idle');
  const [resumed, setResumed] = useState(false);
  const newest = useRef<Kept>();
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const tries = useRef(0);
  const running = useRef<Promise<void>>();
  const over = useRef(false);
  const retry = useRef<() => Promise<void>>(() => Promise.resolve());

  const show = useCallback((next: Kept, store = true) => {
    newest.current = next;
    setKept(next);
    if (store) keep(patientId, isEmpty(next.draft) ? undefined : next);
  }, [patientId]);

  const { data } = load;
  useEffect(() => {
    if (!data || newest.current) return;
    const mine = readKept(patientId);
    const theirs = data.draft;
    // What was written elsewhere meanwhile is newer than what this device kept.
    const take = mine && (theirs === null ? mine.synced === 0 : data.savedAt <= mine.synced || mine.at > data.savedAt) ? mine : undefined;
    if (take) {
      show(take, false);
      // Written while there was no network.
      if (take.at > take.synced) timer.current = setTimeout(() => { void retry.current(); }, pause);
    }
    else show({ key: newKey(), draft: theirs ?? {}, step: theirs ? stepOf(theirs) : 1, names: mine?.names ?? {}, at: 0, synced: theirs ? data.savedAt : 0 }, false);
    setResumed(!isEmpty(take?.draft ?? theirs ?? {}));
  }, [data, patientId, show]);

  const send = useCallback(async (sent: Kept): Promise<void> => {
    setSaving('saving');
    try {
      const { savedAt } = await complaint.saveDraft({ ...of, draft: isEmpty(sent.draft) ? null : sent.draft });
      tries.current = 0;
      const now = newest.current;
      if (!now || over.current) return;
      show({ ...now, synced: savedAt });
      if (now.draft === sent.draft) setSaving('saved');
      else timer.current ??= setTimeout(() => { void retry.current(); }, pause);
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setSaving('unsaved');
      if (!error.passing) return;
      timer.current = setTimeout(() => { void retry.current(); }, again[Math.min(tries.current, again.length - 1)]);
      tries.current += 1;
    }
  }, [patientId, show]);
  const save = useCallback(async (): Promise<void> => {
    clearTimeout(timer.current);
    timer.current = undefined;
    // One at a time: an older text must not arrive after a newer one.
    if (!newest.current || over.current || running.current) return;
    running.current = send(newest.current).finally(() => { running.current = undefined; });
    await running.current;
  }, [send]);
  retry.current = save;
  // Left in the middle of a sentence: what was written goes along.
  useEffect(() => () => { if (timer.current !== undefined) void save(); }, [save]);

  return {
    load, saving, resumed, draft: kept?.draft ?? {}, step: kept?.step ?? 1, names: kept?.names ?? {}, key: kept?.key ?? '',
    change(part, when = 'now') {
      const now = newest.current;
      if (!now) return;
      show({ ...now, draft: { ...now.draft, ...part }, at: serverNow() });
      clearTimeout(timer.current);
      if (when === 'now') void save();
      else timer.current = setTimeout(() => { void save(); }, pause);
    },
    rename(names) {
      if (newest.current) show({ ...newest.current, names });
    },
    goTo(step) {
      if (newest.current) show({ ...newest.current, step });
    },
    async settle() {
      clearTimeout(timer.current);
      timer.current = undefined;
      await running.current;
    },
    clear() {
      show({ key: newKey(), draft: {}, step: 1, names: {}, at: serverNow(), synced: 0 });
      setResumed(false);
      void save();
    },
    done() {
      over.current = true;
      clearTimeout(timer.current);
      keep(patientId, undefined);
    },
  };
}
