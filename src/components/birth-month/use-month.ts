/** The month of birth as a light proof: what is written, how many tries are left, until when it is locked. One for every page that asks it. */
import { useState } from 'react';
import { birthMonthTries } from '../../../cloudfunctions/account/rules/session';
import { CloudError } from '../../cloud/error';
import { useNow } from '../../cloud/use-now';
import { bindText, monthText } from '../../text/account';
import { useLanguage, useText } from '../../text/language';
import { whenWords } from '../../text/time';

/** `prove` gets `YYYY-MM` and rejects with what the server said. `field` goes into BirthMonth; `unsaid`: an error that is about something else than the month. */
export function useMonth(prove: (month: string) => Promise<void>) {
  const t = useText(bindText);
  const m = useText(monthText);
  const { language } = useLanguage();
  const now = useNow();
  const [written, setWritten] = useState('');
  const [month, setMonth] = useState<string>();
  const [wrong, setWrong] = useState(0);
  const [error, setError] = useState<CloudError>();
  const [unread, setUnread] = useState(false);
  const [busy, setBusy] = useState(false);
  const problem = unread ? m.wrong
    : error?.code === 'WRONG_SECRET' ? t.triesLeft(Math.max(1, birthMonthTries.tries - wrong))
      : error?.code === 'TOO_MANY' && error.retryAt !== undefined ? t.monthLocked(whenWords(error.retryAt, now, language)) : undefined;
  const onWrite = (text: string, read: string | undefined) => {
    setWritten(text);
    setMonth(read);
    setError(undefined);
    setUnread(false);
  };
  const submit = async () => {
    setUnread(month === undefined);
    if (month === undefined) return;
    setBusy(true);
    setError(undefined);
    try {
      await prove(month);
    } catch (caught) {
      if (!(caught instanceof CloudError)) throw caught;
      setError(caught);
      if (caught.code === 'WRONG_SECRET') setWrong((times) => times + 1);
    } finally {
      setBusy(false);
    }
  };
  return { field: { written, problem, disabled: busy, onWrite }, unsaid: problem === undefined ? error : undefined, busy, submit };
}
