/** One account: who, role, departments; the first password, shown once; disabling. */
import { useState, type FormEvent } from 'react';
import type { Role } from '../../../../cloudfunctions/kit/contract';
import { scopeProblem } from '../../../../cloudfunctions/account/rules/staff';
import { CloudError } from '../../../cloud/error';
import { useStaff } from '../../../cloud/staff';
import { Button } from '../../../components/button/button';
import { Confirm } from '../../../components/confirm/confirm';
import { TextField } from '../../../components/field/field';
import { NoteDialog } from '../../../components/note-dialog/note-dialog';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { useText } from '../../../text/language';
import { peopleText } from '../../../text/people';
import { shellText } from '../../../text/shell';
import { roleText } from '../../../text/staff';
import { accounts, type Account } from './desk';

interface Props {
  /** Undefined: a new one. */
  account: Account | undefined; edits: boolean; departments: readonly { code: string; name: string }[];
  onDone(id: string, name: string): void; onStale(): void; onBack?: () => void;
}
const userName = /^[a-z][a-z0-9._-]{1,31}$|^\d{1,10}$/;

export function AccountForm({ account, edits, departments, onDone, onStale, onBack }: Props) {
  const t = useText(peopleText);
  const shell = useText(shellText);
  const roles = useText(roleText);
  const { me } = useStaff();
  const [name, setName] = useState(account?.name ?? '');
  const [user, setUser] = useState(account?.userName ?? '');
  const [role, setRole] = useState<Role>(account?.role ?? 'nurse');
  const [scope, setScope] = useState<Account['departments']>(account?.departments ?? 'all');
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [said, setSaid] = useState<string>();
  const [secret, setSecret] = useState<{ id: string; name: string; password: string }>();
  const [copied, setCopied] = useState(false);
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState<'reset' | 'disable'>();
  const offered = (Object.keys(roles) as Role[]).filter((one) => me?.role === 'lead' || (one !== 'lead' && one !== 'director') || one === account?.role);

  const words = (error: CloudError): string => {
    if (error.reason === 'taken') return t.taken;
    if (error.reason === 'last_lead') return t.lastLead;
    if (error.reason === 'self' || error.fields.some((field) => field.problem === 'self')) return t.self;
    if (error.code === 'CONFLICT') { onStale(); return t.changed; }
    return error.code === 'FORBIDDEN' ? t.notAllowed : error.message;
  };
  const save = async (resetPassword: boolean) => {
    const wrong: Record<string, string> = {
      ...(name.trim() === '' && { name: t.required }), ...(!userName.test(user.trim().toLowerCase()) && { userName: user.trim() === '' ? t.required : t.format }), ...(scopeProblem(role, scope) !== undefined && { departments: t.needsDepartment }),
    };
    setProblems(wrong);
    setSaid(undefined);
    if (busy || Object.keys(wrong).length > 0) return;
    setBusy(true);
    try {
      const saved = await accounts.staffSave({ ...(account && { id: account.id, rev: account.rev }), userName: user.trim().toLowerCase(), name: name.trim(), role, departments: scope, resetPassword });
      if (saved.initialPassword !== '') setSecret({ id: saved.account.id, name: saved.account.name, password: saved.initialPassword });
      else onDone(saved.account.id, saved.account.name);
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      if (error.problemAt('userName') !== undefined) setProblems({ userName: error.reason === 'taken' ? t.taken : t.format });
      else if (error.problemAt('departments') !== undefined) setProblems({ departments: t.needsDepartment });
      else setSaid(words(error));
    } finally {
      setBusy(false);
      setAsking(undefined);
    }
  };
  const disable = async (reason: string) => {
    if (!account) return;
    await accounts.staffDisable({ id: account.id, disabled: !account.disabled, reason });
    setAsking(undefined);
    onDone(account.id, account.name);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(false);
  };
  const copy = async (password: string) => {
    await navigator.clipboard.writeText(password).then(() => setCopied(true), () => setCopied(false));
  };

  if (secret) {
    return (
      <Panel>
        <div role="status"><div>{t.password(secret.name)}</div><div className="people-secret">{secret.password}</div><div className="s-muted">{t.passwordHint}</div></div>
        <div className="people-buttons"><Button wide={false} onPress={() => onDone(secret.id, secret.name)}>{t.known}</Button><Button tone="soft" wide={false} onPress={() => { void copy(secret.password); }}>{copied ? t.copied : t.copy}</Button></div>
      </Panel>
    );
  }
  return (
    <Panel title={account?.name ?? t.newOne}>
      {onBack && <Button tone="soft" small wide={false} onPress={onBack}>{shell.back}</Button>}
      {said !== undefined && <Notice tone="danger">{said}</Notice>}
      <form noValidate onSubmit={submit}>
        <TextField label={t.name} hint={t.nameHint} value={name} limit={40} disabled={!edits} problem={problems['name']} onChange={setName} />
        <TextField label={t.userName} hint={t.userNameHint} value={user} limit={32} disabled={!edits || account !== undefined} problem={problems['userName']} onChange={setUser} />
        <label className="people-role">{t.role}<select className="s-filter-input" disabled={!edits || account?.id === me?.staffId} value={role} onChange={(event) => setRole(offered.find((one) => one === event.target.value) ?? role)}>{offered.map((one) => <option key={one} value={one}>{roles[one]}</option>)}</select></label>
        <fieldset className="people-scope" disabled={!edits}>
          <legend>{t.departments}</legend>
          <label className="people-choice"><input type="radio" name="scope" checked={scope === 'all'} onChange={() => setScope('all')} /> {t.scopeAll}</label>
          <label className="people-choice"><input type="radio" name="scope" checked={scope !== 'all'} onChange={() => setScope([])} /> {t.scopeSome}</label>
          {scope !== 'all' && <div className="people-departments">{departments.map(({ code, name: department }) => <label key={code} className="people-choice"><input type="checkbox" checked={scope.includes(code)} onChange={(event) => setScope(event.target.checked ? [...scope, code] : scope.filter((one) => one !== code))} /> {department}</label>)}</div>}
          {problems['departments'] !== undefined && <div className="people-problem" role="alert">{problems['departments']}</div>}
          {role === 'ward' && <div className="s-muted">{t.wardScope}</div>}
        </fieldset>
        <button type="submit" className="s-unseen" tabIndex={-1} aria-hidden="true" />
        {edits ? (
          <div className="people-buttons">
            <Button wide={false} busy={busy} onPress={() => { void save(false); }}>{t.save}</Button>
            {account && account.id !== me?.staffId && <Button tone="soft" wide={false} disabled={busy} onPress={() => setAsking('reset')}>{t.reset}</Button>}
            {account && account.id !== me?.staffId && <Button tone="soft" wide={false} disabled={busy} onPress={() => setAsking('disable')}>{account.disabled ? t.enable : t.disable}</Button>}
          </div>
        ) : <div className="s-muted">{t.readOnly}</div>}
      </form>
      {account && <Confirm open={asking === 'reset'} title={t.resetTitle(account.name)} confirm={t.reset} busy={busy} onConfirm={() => { void save(true); }} onCancel={() => setAsking(undefined)}>{t.resetWords}</Confirm>}
      {account && <NoteDialog open={asking === 'disable'} danger={!account.disabled} title={account.disabled ? t.enableTitle(account.name) : t.disableTitle(account.name)} confirm={account.disabled ? t.enable : t.disable} hint={t.disableHint} words={words} onConfirm={disable} onCancel={() => setAsking(undefined)}>{account.disabled ? t.enableWords : t.disableWords}</NoteDialog>}
    </Panel>
  );
}
