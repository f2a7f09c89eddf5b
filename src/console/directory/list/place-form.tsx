/** A department, ward or window. A ward changes what is told, not what files are matched by. */
import { useState, type FormEvent } from 'react';
import { readList } from '../../../../cloudfunctions/directory/rules/row';
import { Button } from '../../../components/button/button';
import { TextField } from '../../../components/field/field';
import { Notice } from '../../../components/notice/notice';
import { Select } from '../../../components/select/select';
import { directoryText, placeKindText } from '../../../text/directory';
import { useText } from '../../../text/language';
import { directory, type Place } from '../desk';
import { readTold, Told, toldFields } from './told';
import { useSave } from './use-save';

interface Props { place: Place | undefined; departments: readonly Place[]; onSaved(entryId: string, name: string): void; onReread(): void; onCancel(): void }
const kinds = ['department', 'ward', 'window'] as const;
const flags = ['sensitive', 'critical', 'obstetric', 'paediatric'] as const;

export function PlaceForm({ place, departments, onSaved, onReread, onCancel }: Props) {
  const t = useText(directoryText);
  const kindWords = useText(placeKindText);
  const [own, setOwn] = useState({
    kind: place?.kind ?? 'department', code: place?.code ?? '', name: place?.name ?? '', aliases: (place?.aliases ?? []).join('、'), parentCode: place?.parentCode ?? '', technologies: place?.technologies ?? '',
    sensitive: place?.sensitive ?? false, critical: place?.critical ?? false, obstetric: place?.obstetric ?? false, paediatric: place?.paediatric ?? false,
  });
  const [told, setTold] = useState(() => toldFields(place));
  const { problems, said, busy, clear, save } = useSave(t.exists);
  const set = (change: Partial<typeof own>) => { setOwn((before) => ({ ...before, ...change })); clear(Object.keys(change)); };
  const full = place === undefined || place.edit === 'all';
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    const read = readTold(told, t);
    const aliases = readList(own.aliases, 20, 40);
    const wrong = {
      ...read.problems, ...(own.name.trim() === '' && { name: t.required }), ...('problem' in aliases && { aliases: aliases.problem === 'list_long' ? t.listLong : t.tooLong }),
      ...(own.kind === 'ward' && own.parentCode === '' && { parentCode: t.parentNeeded }), ...(own.code.trim() !== '' && !/^[\p{L}\p{N}._-]+$/u.test(own.code.trim()) && { code: t.codeWrong }),
    };
    void save(wrong, async () => {
      const { place: saved } = await directory.savePlace({
        ...(place && { entryId: place.entryId }), rev: place?.rev ?? 0,
        place: { ...own, ...read.told, code: own.code.trim(), name: own.name.trim(), technologies: own.technologies.trim(), aliases: 'value' in aliases ? aliases.value : [], parentCode: own.kind === 'ward' ? own.parentCode : '', ...(own.kind !== 'department' && { sensitive: false, critical: false, obstetric: false, paediatric: false }) },
      });
      onSaved(saved.entryId, saved.name);
    });
  };
  return (
    <form className="directory-form" noValidate onSubmit={submit}>
      {place === undefined && <Select label={t.kind} value={own.kind} options={kinds.map((value) => ({ value, label: kindWords[value] }))} onChange={(value) => set({ kind: kinds.find((one) => one === value) ?? own.kind })} />}
      <TextField label={t.name} limit={40} disabled={!full} value={own.name} problem={problems['name']} onChange={(name) => set({ name })} />
      {place === undefined ? <TextField label={t.code} hint={t.codeHint} limit={40} value={own.code} problem={problems['code']} onChange={(code) => set({ code })} /> : <div className="s-muted directory-note">{kindWords[place.kind]} · {t.code} {place.code}</div>}
      {own.kind === 'ward' && <Select label={t.parent} value={own.parentCode} empty={t.parentNeeded} disabled={!full} problem={problems['parentCode']} options={departments.map(({ code, name }) => ({ value: code, label: name }))} onChange={(parentCode) => set({ parentCode })} />}
      {own.kind === 'department' && (
        <fieldset className="directory-flags" disabled={!full}>
          <legend>{t.flags}</legend>
          {flags.map((flag) => <label key={flag} className="directory-tick"><input type="checkbox" checked={own[flag]} onChange={(event) => set({ [flag]: event.target.checked })} /> {t[flag]}</label>)}
        </fieldset>
      )}
      <Told fields={told} problems={problems} expert={false} onChange={(change) => { setTold((before) => ({ ...before, ...change })); clear(Object.keys(change)); }}>
        <TextField label={t.technologies} hint={t.technologiesHint} limit={300} value={own.technologies} problem={problems['technologies']} onChange={(technologies) => set({ technologies })} />
      </Told>
      <TextField label={t.aliases} hint={t.aliasesHint} disabled={!full} value={own.aliases} problem={problems['aliases']} onChange={(aliases) => set({ aliases })} />
      {!full && <div className="s-muted directory-note">{t.wardHint}</div>}
      {said && <Notice tone="danger" action={said.changed ? { words: t.seeLatest, onPress: onReread } : undefined}>{said.words}</Notice>}
      <button type="submit" className="s-unseen" tabIndex={-1} aria-hidden="true" />
      <div className="directory-buttons">
        <Button wide={false} busy={busy} onPress={() => submit()}>{place?.unconfirmed ? t.confirmSave : t.save}</Button>
        {place === undefined && <Button tone="soft" wide={false} disabled={busy} onPress={onCancel}>{t.cancel}</Button>}
      </div>
    </form>
  );
}
