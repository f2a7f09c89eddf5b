/** User name and password. Used by the sign-in page and where a session ended under an open page. */
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { CloudError } from '../../cloud/error';
import { useNow } from '../../cloud/use-now';
import { useLanguage, useText } from '../../text/language';
import { staffText } from '../../text/staff';
import { stopwatch, whenWords } from '../../text/time';
import { Button } from '../button/button';
import { TextField } from '../field/field';
import { Notice } from '../notice/notice';

interface Props {
  /** Filled in already, and not to be changed: the same person goes on. */
  userName?: string;
  /** Rejects with CloudError. */
  onSignIn(userName: string, password: string): Promise<void>;
}

/** How long a lock still lasts, by the second. */
function Locked({ until }: { until: number }) {
  const t = useText(staffText);
  const { language } = useLanguage();
  const now = useNow(1000);
  if (now >= until) return null;
  return <Notice tone="warn">{t.locked(whenWords(until, now, language))}<span aria-live="off">{t.lockedLeft(stopwatch(until - now))}</span>{language === 'zh' ? '' : ' '}{t.lockedHelp}</Notice>;
}

export function SignInForm({ userName = '', onSignIn }: Props) {
  const t = useText(staffText);
  const [name, setName] = useState(userName);
  const [password, setPassword] = useState('');
  const [capsLock, setCapsLock] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CloudError>();

  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('input:enabled')?.focus(), []);

  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (busy || name.trim() === '' || password === '') return;
    setBusy(true);
    setError(undefined);
    try {
      await onSignIn(name.trim().toLowerCase(), password);
    } catch (failure) {
      if (!(failure instanceof CloudError)) throw failure;
      setError(failure);
      // What was typed is wrong; a lost connection keeps it.
      if (failure.code === 'WRONG_SECRET') setPassword('');
    } finally {
      setBusy(false);
    }
  };
  const lockedUntil = error?.code === 'TOO_MANY' ? error.retryAt : undefined;
  const said = error && lockedUntil === undefined ? (error.code === 'WRONG_SECRET' || error.code === 'INVALID_INPUT' ? t.wrong : error.message) : undefined;
  return (
    <form ref={form} noValidate onSubmit={(event) => { void submit(event); }} onKeyUp={(event) => setCapsLock(event.getModifierState('CapsLock'))}>
      {lockedUntil !== undefined && <Locked until={lockedUntil} />}
      {said !== undefined && <Notice tone="danger">{said}</Notice>}
      <div className="s-form-gap" />
      <TextField label={t.userName} value={name} onChange={setName} hint={userName ? undefined : t.userNameHint} autoComplete="username" limit={32} disabled={userName !== ''} />
      <TextField label={t.password} kind="password" value={password} onChange={setPassword} hint={capsLock ? `⇪ ${t.capsLock}` : undefined} autoComplete="current-password" limit={128} />
      <button type="submit" className="s-unseen" tabIndex={-1} aria-hidden="true" />
      <Button busy={busy} disabled={name.trim() === '' || password === ''} onPress={() => { void submit(); }}>{t.signIn}</Button>
    </form>
  );
}
