/** An expert: name, title, department, when they see patients. */
import { useState, type FormEvent } from 'react';
import { Button } from '../../../components/button/button';
import { TextField } from '../../../components/field/field';
import { Notice } from '../../../components/notice/notice';
import { Select } from '../../../components/select/select';
import { useStaff } from '../../../cloud/staff';
import { directoryText } from '../../../text/directory';
import { useText } from '../../../text/language';
import { directory, type Account, type Place, type Practitioner } from '../desk';
import { readTold, Told, toldFields } from './told';
import { useSave } from './use-save';

interface Props { practitioner: Practitioner | undefined; departments: readonly Place[]; accounts: readonly Account[]; onSaved(entryId: string, name: string): void; onReread(): void; onCancel(): void }

export function PractitionerForm({ practitioner, departments, accounts, onSaved, onReread, onCancel }: Props) {
  const t = useText(directoryText);
  const { me } = useStaff();
  // A ward keeps experts of its own departments.
  const offered = departments.filter(({ edit, active }) => edit !== 'none' && active);
  const [own, setOwn] = useState({ name: practitioner?.name ?? '', title: practitioner?.title ?? '', no: practitioner?.no ?? '', departmentCode: practitioner?.departmentCode ?? (offered.length === 1 ? offered[0]!.code : ''), staffId: practitioner?.staffId ?? '' });
  const [told, setTold] = useState(() => toldFields(practitioner));
  const { problems, said, busy, clear, save } = useSave(t.personExists);
  const set = (change: Partial<typeof own>) => { setOwn((before) => ({ ...before, ...change })); clear(Object.keys(change)); };
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    const read = readTold(told, t);
    void save({ ...read.problems, ...(own.name.trim() === '' && { name: t.required }), ...(own.departmentCode === '' && { departmentCode: t.required }) }, async () => {
      const { practitioner: saved } = await directory.savePractitioner({ ...(practitioner && { entryId: practitioner.entryId }), rev: practitioner?.rev ?? 0, practitioner: { ...own, ...read.told, name: own.name.trim(), title: own.title.trim(), no: own.no.trim() } });
      onSaved(saved.entryId, saved.name);
    });
  };
  return (
    <form className="directory-form" noValidate onSubmit={submit}>
      <TextField label={t.person} limit={20} value={own.name} problem={problems['name']} onChange={(name) => set({ name })} />
      <TextField label={t.personTitle} limit={20} value={own.title} problem={problems['title']} onChange={(title) => set({ title })} />
      <Select label={t.department} value={own.departmentCode} empty={t.required} problem={problems['departmentCode']} options={offered.map(({ code, name }) => ({ value: code, label: name }))} onChange={(departmentCode) => set({ departmentCode })} />
      <Told fields={told} problems={problems} expert onChange={(change) => { setTold((before) => ({ ...before, ...change })); clear(Object.keys(change)); }} />
      <TextField label={t.no} hint={t.noHint} limit={20} value={own.no} problem={problems['no']} onChange={(no) => set({ no })} />
      {me?.role !== 'ward' && <Select label={t.account} value={own.staffId} empty={t.noAccount} problem={problems['staffId']} options={accounts.map(({ staffId, name }) => ({ value: staffId, label: name }))} onChange={(staffId) => set({ staffId })} />}
      {said && <Notice tone="danger" action={said.changed ? { words: t.seeLatest, onPress: onReread } : undefined}>{said.words}</Notice>}
      <button type="submit" className="s-unseen" tabIndex={-1} aria-hidden="true" />
      <div className="directory-buttons">
        <Button wide={false} busy={busy} onPress={() => submit()}>{t.save}</Button>
        {practitioner === undefined && <Button tone="soft" wide={false} disabled={busy} onPress={onCancel}>{t.cancel}</Button>}
      </div>
    </form>
  );
}
