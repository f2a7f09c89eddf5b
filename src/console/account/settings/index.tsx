/** What every page for patients prints: the hospital's name, the centre's number, whom to ask about personal data. */
import { useState, type FormEvent } from 'react';
import type { api as accountApi } from '../../../../cloudfunctions/account/contract';
import { cloud, type Output } from '../../../cloud/cloud';
import { CloudError } from '../../../cloud/error';
import { useLoad } from '../../../cloud/use-load';
import { useStaff } from '../../../cloud/staff';
import { Button } from '../../../components/button/button';
import { ConsoleFrame } from '../../../components/console-frame/console-frame';
import { usePlaces } from '../../../components/console-frame/places';
import { TextField } from '../../../components/field/field';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Await, Empty } from '../../../components/state/state';
import { useText } from '../../../text/language';
import { settingsText } from '../../../text/people';
import { shellText } from '../../../text/shell';
import { staffText } from '../../../text/staff';

const account = cloud<typeof accountApi>('account', { reads: ['settings'] });
type Settings = Output<typeof accountApi, 'settings'>;
const phone = /^(1[3-9]\d{9}|0\d{9,11})$/;
const digits = (text: string): string => text.replace(/\D/g, '');

function SettingsForm({ settings, onSaved, onStale }: { settings: Settings; onSaved(): void; onStale(): void }) {
  const t = useText(settingsText);
  const staff = useText(staffText);
  const [values, setValues] = useState({ name: settings.name, phone: settings.phone, contact: settings.privacyContact.name, contactPhone: settings.privacyContact.phone, email: settings.privacyContact.email });
  const [problems, setProblems] = useState<Partial<Record<keyof typeof values, string>>>({});
  const [said, setSaid] = useState<string>();
  const [busy, setBusy] = useState(false);
  const field = (key: keyof typeof values, label: string, more: { hint?: string; kind?: 'digits'; limit: number }) => (
    <TextField key={key} label={label} value={values[key]} problem={problems[key]} onChange={(value) => { setValues((before) => ({ ...before, [key]: value })); setProblems((before) => ({ ...before, [key]: undefined })); }} {...more} />
  );
  const save = async (event?: FormEvent) => {
    event?.preventDefault();
    const wrong = {
      ...(values.name.trim().length < 2 && { name: t.required }), ...(!phone.test(digits(values.phone)) && { phone: t.phoneWrong }), ...(values.contact.trim() === '' && { contact: t.required }),
      ...(!phone.test(digits(values.contactPhone)) && { contactPhone: t.phoneWrong }), ...(values.email.trim() !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(values.email.trim()) && { email: t.email }),
    };
    setProblems(wrong);
    setSaid(undefined);
    if (busy || Object.keys(wrong).length > 0) return;
    setBusy(true);
    try {
      await account.saveSettings({ rev: settings.rev, hospital: { name: values.name.trim(), phone: digits(values.phone), privacyContact: { name: values.contact.trim(), phone: digits(values.contactPhone), email: values.email.trim() } } });
      onSaved();
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      if (error.code === 'CONFLICT') onStale();
      setSaid(error.code === 'CONFLICT' ? t.changed : error.message);
      setBusy(false);
    }
  };
  return (
    <form noValidate className="settings-form" onSubmit={(event) => { void save(event); }}>
      <div className="s-muted">{t.words}</div>
      {said !== undefined && <Notice tone="danger">{said}</Notice>}
      {field('name', staff.hospitalName, { limit: 60 })}
      {field('phone', staff.hospitalPhone, { hint: staff.hospitalPhoneHint, kind: 'digits', limit: 20 })}
      {field('contact', staff.privacyName, { limit: 40 })}
      {field('contactPhone', staff.privacyPhone, { kind: 'digits', limit: 20 })}
      {field('email', staff.privacyEmail, { limit: 100 })}
      <button type="submit" className="s-unseen" tabIndex={-1} aria-hidden="true" />
      <Button wide={false} busy={busy} onPress={() => { void save(); }}>{t.save}</Button>
    </form>
  );
}

export default function SettingsPage() {
  const t = useText(settingsText);
  const shell = useText(shellText);
  const staff = useText(staffText);
  const { me } = useStaff();
  const places = usePlaces();
  const may = me?.role === 'lead' || me?.role === 'it';
  const load = useLoad(async () => (may ? account.settings({}) : undefined), [may]);
  const [saved, setSaved] = useState(false);
  return (
    <ConsoleFrame name={shell.center} places={places} at="account/settings/index" title={t.title}>
      {saved && <Notice tone="good">{t.saved}</Notice>}
      {me && !may ? <Panel><Empty words={staff.noPage} /></Panel> : (
        <div className="s-desk-split">
          <Panel>
            <Await load={load} rows={6}>
              {(settings) => settings && <SettingsForm key={settings.rev} settings={settings} onSaved={() => { setSaved(true); void load.reload(); }} onStale={() => { setSaved(false); void load.reload(); }} />}
            </Await>
          </Panel>
        </div>
      )}
    </ConsoleFrame>
  );
}
