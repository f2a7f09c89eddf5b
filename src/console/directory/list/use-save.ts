/** Saving one form: what is wrong stands beside its field, and nothing that was written is lost. */
import { useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { directoryText } from '../../../text/directory';
import { useText } from '../../../text/language';
import { refusal, type Problems } from './told';

export function useSave(exists: string) {
  const t = useText(directoryText);
  const [problems, setProblems] = useState<Problems>({});
  const [said, setSaid] = useState<{ words: string; changed: boolean }>();
  const [busy, setBusy] = useState(false);
  return {
    problems, said, busy,
    clear: (keys: readonly string[]) => setProblems((before) => Object.fromEntries(Object.entries(before).filter(([key]) => !keys.includes(key)))),
    async save(wrong: Readonly<Record<string, string>>, act: () => Promise<void>): Promise<void> {
      setProblems(wrong);
      setSaid(undefined);
      if (busy) return;
      if (Object.keys(wrong).length > 0) return focusFirst();
      setBusy(true);
      try {
        await act();
      } catch (error) {
        if (!(error instanceof CloudError)) throw error;
        const found = refusal(error, t, exists);
        setProblems(found.problems);
        if (found.said !== undefined) setSaid({ words: found.said, changed: found.changed === true });
        else focusFirst();
      } finally {
        setBusy(false);
      }
    },
  };
}

/** To the first field with a mistake. */
const focusFirst = (): void => { setTimeout(() => document.querySelector<HTMLElement>('.directory-form [aria-invalid="true"]')?.focus(), 0); };
