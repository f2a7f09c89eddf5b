/** The one-time set-up link of an empty installation: the hospital, and its first team lead. */
import { useState, type FormEvent } from 'react';
import type { api as accountApi } from '../../../../cloudfunctions/account/contract';
import { passwordProblem } from '../../../../cloudfunctions/account/rules/staff';
import { cloud } from '../../../cloud/cloud';
import { CloudError } from '../../../cloud/error';
import { useStaff } from '../../../cloud/staff';
import { useLoad } from '../../../cloud/use-load';
import { Button } from '../../../components/button/button';
import { go } from '../../../components/console-frame/go';
import { homeOf } from '../../../components/console-frame/places';
import { Door } from '../../../components/door/door';
import { TextField } from '../../../components/field/field';
import { readAddress } from '../../../components/filters/use-address';
import { Notice } from '../../../components/notice/notice';
import { Await } from '../../../components/state/state';
import { problemWords } from '../../../text/error';
import { useLanguage, useText } from '../../../text/language';
import { staffProblemText, staffText } from '../../../text/staff';
import { onwards } from '../onwards';

const account = cloud<typeof accountApi>('account', { reads: ['hospital'] });

/** Every field by the path that the server names it with. */
const empty = { 'hospital.name': '', 'hospital.phone': '', 'hospital.privacyContact.name': '', 'hospital.privacyContact.phone': '', 'hospital.privacyContact.email': '', name: '', userName: '', password: '', again: '' };
type Path = keyof typeof empty;
const paths = Object.keys(empty) as Path[];
const digits = (phone: string): string => phone.replace(/[^\d]/g, '');

function SetupForm({ token, onWrong }: { token: string; onWrong(code: 'used' | 'wrong'): void }) {
  const t = useText(staffText);
  const own = useText(staffProblemText);
  const { language } = useLanguage();
  const { enter } = useStaff();
  const [values, setValues] = useState(empty);
  const [problems, setProblems] = useState<Partial<Record<Path, string>>>({});
  const [said, setSaid] = useState<string>();
  const [busy, setBusy] = useState(false);

  const field = (path: Path, label: string, more: { hint?: string; kind?: 'text' | 'digits' | 'password'; autoComplete?: string; limit?: number } = {}) => (
    <TextField key={path} label={label} value={values[path]} onChange={(value) => setValues((before) => ({ ...before, [path]: value }))} problem={problems[path]} limit={60} {...more} />
  );
  const check = (): Partial<Record<Path, string>> => {
    const missing = paths.filter((path) => path !== 'hospital.privacyContact.email' && path !== 'again' && values[path].trim() === '');
    const weak = values.password === '' ? undefined : passwordProblem(values.password, values.userName);
    return {
      ...Object.fromEntries(missing.map((path) => [path, problemWords('required', language, own)])),
      ...(weak && { password: problemWords(weak, language, own) }),
      ...(values.again !== values.password && { again: t.differ }),
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
      const signed = await account.setup({
        token, userName: values.userName, name: values.name, password: values.password,
        hospital: {
          name: values['hospital.name'], phone: digits(values['hospital.phone']),
          privacyContact: { name: values['hospital.privacyContact.name'], phone: digits(values['hospital.privacyContact.phone']), email: values['hospital.privacyContact.email'].trim() },
        },
      }, { alone: true });
      await enter(signed);
      onwards(`/${homeOf({ role: signed.role, departments: 'all' })}`);
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      if (error.code === 'GONE') onWrong('used');
      else if (error.code === 'FORBIDDEN' || error.problemAt('token')) onWrong('wrong');
      const beside = Object.fromEntries(error.fields.filter((f) => paths.includes(f.path as Path)).map((f) => [f.path, problemWords(f.problem, language, own)]));
      setProblems(beside);
      if (Object.keys(beside).length === 0) setSaid(error.message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form noValidate onSubmit={(event) => { void submit(event); }}>
      {said !== undefined && <Notice tone="danger">{said}</Notice>}
      <fieldset>
        <legend className="s-door-legend">{t.hospital}</legend>
        {field('hospital.name', t.hospitalName, { autoComplete: 'organization' })}
        {field('hospital.phone', t.hospitalPhone, { hint: t.hospitalPhoneHint, kind: 'digits', limit: 20 })}
        {field('hospital.privacyContact.name', t.privacyName, { limit: 40 })}
        {field('hospital.privacyContact.phone', t.privacyPhone, { kind: 'digits', limit: 20 })}
        {field('hospital.privacyContact.email', t.privacyEmail, { limit: 100 })}
      </fieldset>
      <fieldset>
        <legend className="s-door-legend">{t.lead}</legend>
        {field('name', t.leadName, { limit: 40, autoComplete: 'name' })}
        {field('userName', t.userName, { hint: t.userNameHint, autoComplete: 'username', limit: 32 })}
        {field('password', t.password, { kind: 'password', hint: t.nextHint, autoComplete: 'new-password', limit: 128 })}
        {field('again', t.again, { kind: 'password', autoComplete: 'new-password', limit: 128 })}
      </fieldset>
      <button type="submit" className="s-unseen" tabIndex={-1} aria-hidden="true" />
      <Button busy={busy} onPress={() => { void submit(); }}>{t.finish}</Button>
    </form>
  );
}

export default function Setup() {
  const t = useText(staffText);
  const hospital = useLoad(() => account.hospital({}), []);
  const [wrong, setWrong] = useState<'used' | 'wrong'>();
  const token = readAddress(location.hash)['token'] ?? '';
  const state = hospital.data?.ready ? 'used' : (wrong ?? (token.length < 10 ? 'wrong' : undefined));
  const title = state === 'used' ? t.setupUsed : state === 'wrong' ? t.setupWrong : t.setupTitle;
  const words = state === 'used' ? t.setupUsedWords : state === 'wrong' ? t.setupWrongWords : t.setupWords;
  return (
    <Door product={t.product} title={hospital.data ? title : t.setupTitle} words={hospital.data ? words : undefined} wide>
      <Await load={hospital} rows={6}>
        {() => (state === undefined ? <SetupForm token={token} onWrong={setWrong} /> : <Button onPress={() => go('account/sign-in/index', {}, true)}>{t.toSignIn}</Button>)}
      </Await>
    </Door>
  );
}
