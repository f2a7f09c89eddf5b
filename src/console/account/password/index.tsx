/** A new password: the first one must be replaced before anything else is open. */
import { useState, type FormEvent } from 'react';
import type { api as accountApi } from '../../../../cloudfunctions/account/contract';
import { passwordProblem } from '../../../../cloudfunctions/account/rules/staff';
import { cloud } from '../../../cloud/cloud';
import { CloudError } from '../../../cloud/error';
import { useStaff } from '../../../cloud/staff';
import { Button } from '../../../components/button/button';
import { homeOf } from '../../../components/console-frame/places';
import { Door } from '../../../components/door/door';
import { TextField } from '../../../components/field/field';
import { readAddress } from '../../../components/filters/use-address';
import { Notice } from '../../../components/notice/notice';
import { Loading } from '../../../components/state/state';
import { problemWords } from '../../../text/error';
import { useLanguage, useText } from '../../../text/language';
import { shellText } from '../../../text/shell';
import { staffProblemText, staffText } from '../../../text/staff';
import { onwards } from '../onwards';

const account = cloud<typeof accountApi>('account');

type Problems = Partial<Record<'current' | 'next' | 'again', string>>;

export default function Password() {
  const t = useText(staffText);
  const shell = useText(shellText);
  const own = useText(staffProblemText);
  const { language } = useLanguage();
  const { me, enter, leave } = useStaff();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [problems, setProblems] = useState<Problems>({});
  const [said, setSaid] = useState<string>();
  const [busy, setBusy] = useState(false);
  if (!me) return <Door product={t.product} title={t.changePassword}><Loading rows={4} /></Door>;

  const userName = me.staffId.replace(/^staff:/, '');
  const forward = () => onwards(readAddress(location.hash)['back'] ?? `/${homeOf(me)}`);
  const check = (): Problems => {
    const weak = next === '' ? 'required' : passwordProblem(next, userName);
    return {
      ...(current === '' && { current: problemWords('required', language, own) }),
      ...(weak && { next: problemWords(weak, language, own) }),
      ...(again !== next && { again: t.differ }),
    };
  };
  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    const found = check();
    setProblems(found);
    if (busy || Object.keys(found).length > 0) return;
    setBusy(true);
    setSaid(undefined);
    try {
      await enter(await account.changePassword({ current, next }));
      forward();
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      const [currentProblem, nextProblem] = [error.problemAt('current'), error.problemAt('next')];
      setProblems({ ...(currentProblem && { current: problemWords(currentProblem, language, own) }), ...(nextProblem && { next: problemWords(nextProblem, language, own) }) });
      if (!currentProblem && !nextProblem) setSaid(error.message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Door product={t.product} title={me.mustChange ? t.first : t.changePassword} words={me.mustChange ? t.firstWords : t.changeWords}>
      <form noValidate onSubmit={(event) => { void submit(event); }}>
        {said !== undefined && <Notice tone="danger">{said}</Notice>}
        <input className="s-unseen" type="text" autoComplete="username" value={userName} readOnly tabIndex={-1} aria-hidden="true" />
        <TextField label={t.current} kind="password" autoComplete="current-password" value={current} onChange={setCurrent} problem={problems.current} limit={128} />
        <TextField label={t.next} kind="password" autoComplete="new-password" value={next} onChange={setNext} hint={t.nextHint} problem={problems.next} limit={128} />
        <TextField label={t.again} kind="password" autoComplete="new-password" value={again} onChange={setAgain} problem={problems.again} limit={128} />
        <button type="submit" className="s-unseen" tabIndex={-1} aria-hidden="true" />
        <Button busy={busy} onPress={() => { void submit(); }}>{t.save}</Button>
        <div className="s-form-gap" />
        {me.mustChange ? <Button tone="plain" onPress={() => { void leave(); }}>{t.signOut}</Button> : <Button tone="soft" onPress={forward}>{shell.cancel}</Button>}
      </form>
    </Door>
  );
}
