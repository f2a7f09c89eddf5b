/** One place or expert: read by everybody, changed by who keeps it; retired and brought back; who changed what. */
import { useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { Button } from '../../../components/button/button';
import { Confirm } from '../../../components/confirm/confirm';
import { Entry, isPlace } from '../../../components/directory-lookup/entry';
import { Panel } from '../../../components/panel/panel';
import { directoryFieldText, directoryText } from '../../../text/directory';
import { useLanguage, useText } from '../../../text/language';
import { whenWords } from '../../../text/time';
import { directory, type Account, type Place, type Practitioner, type Sheet } from '../desk';
import { PlaceForm } from './place-form';
import { PractitionerForm } from './practitioner-form';

interface Props {
  sheet: Sheet;
  /** Undefined: a new one. */
  entry: Place | Practitioner | undefined;
  departments: readonly Place[]; accounts: readonly Account[];
  onSaved(entryId: string, words: string, undo?: () => void): void; onFailed(words: string): void; onReread(): void; onCancel(): void; onBack?: () => void;
}

export function Detail({ sheet, entry, departments, accounts, onSaved, onFailed, onReread, onCancel, onBack }: Props) {
  const t = useText(directoryText);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const retire = async (retired: boolean, rev: number): Promise<void> => {
    if (!entry) return;
    setBusy(true);
    try {
      const { rev: next } = await directory.retire({ entryId: entry.entryId, rev, retired });
      setAsking(false);
      onSaved(entry.entryId, retired ? t.retiredDone(entry.name) : t.restoredDone(entry.name), retired ? () => { void retire(false, next); } : undefined);
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setAsking(false);
      onFailed(error.reason === 'changed' ? t.changed : error.message);
      if (error.reason === 'changed') onReread();
    } finally {
      setBusy(false);
    }
  };
  const edits = entry === undefined || (entry.edit !== 'none' && entry.active);
  const saved = (entryId: string, name: string) => onSaved(entryId, t.saved(name));
  return (
    <Panel title={entry?.name ?? (sheet === 'place' ? t.newPlace : t.newPractitioner)}>
      {onBack && <div className="directory-back"><Button tone="soft" small wide={false} onPress={onBack}>{t.back}</Button></div>}
      {!edits && entry && <><Entry entry={entry} />{entry.edit === 'none' && <div className="s-muted directory-note">{t.readOnly}</div>}</>}
      {edits && (sheet === 'place'
        ? <PlaceForm place={entry && isPlace(entry) ? entry : undefined} departments={departments} onSaved={saved} onReread={onReread} onCancel={onCancel} />
        : <PractitionerForm practitioner={entry && !isPlace(entry) ? entry : undefined} departments={departments} accounts={accounts} onSaved={saved} onReread={onReread} onCancel={onCancel} />)}
      {entry && entry.edit === 'all' && (
        <div className="directory-retire">
          {entry.active ? <Button tone="plain" small wide={false} disabled={busy} onPress={() => setAsking(true)}>{t.retire}</Button> : <Button wide={false} busy={busy} onPress={() => { void retire(false, entry.rev); }}>{t.restore}</Button>}
        </div>
      )}
      {entry && <History entryId={entry.entryId} />}
      {entry && <Confirm open={asking} danger title={t.retireTitle(entry.name)} confirm={t.retire} busy={busy} onConfirm={() => { void retire(true, entry.rev); }} onCancel={() => setAsking(false)}>{t.retireWords}</Confirm>}
    </Panel>
  );
}

/** Asked for when it is opened. */
function History({ entryId }: { entryId: string }) {
  const t = useText(directoryText);
  const fields = useText(directoryFieldText);
  const { language } = useLanguage();
  const now = useNow();
  const [open, setOpen] = useState(false);
  const load = useLoad(async () => (open ? (await directory.history({ entryId })).changes : []), [open]);
  return (
    <details className="directory-history" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t.history}</summary>
      {load.error ? <div className="s-muted">{load.error.message}</div> : (
        <ul>
          {load.data?.map(({ at, by, what, fields: names }) => <li key={`${at}${what}`}><span className="s-muted">{whenWords(at, now, language)}</span> {by || t.someone} {t.what[what]}{what === 'changed' && names.length > 0 && <span className="s-muted">：{names.map((name) => fields[name] ?? name).join('、')}</span>}</li>)}
          {!load.loading && load.data?.length === 0 && <li className="s-muted">{t.noHistory}</li>}
        </ul>
      )}
    </details>
  );
}
