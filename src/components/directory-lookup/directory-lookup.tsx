/**
 * Whom to ask, beside a call or a conversation: searched by name, speciality or disease; read aloud, or copied as one polite sentence.
 *
 *   <DirectoryLookup open={open} onClose={() => setOpen(false)} />
 */
import { useEffect, useState } from 'react';
import { Dialog } from '@nutui/nutui-react-taro';
import { useLoad } from '../../cloud/use-load';
import { lookupText } from '../../text/directory';
import { useText } from '../../text/language';
import { Button } from '../button/button';
import { useModal } from '../confirm/use-modal';
import { Layer } from '../layer/layer';
import { Await, Empty } from '../state/state';
import { directory, politeWords, type Place, type Practitioner } from './client';
import { Entry } from './entry';
import './directory-lookup.scss';

export function DirectoryLookup({ open, onClose }: { open: boolean; onClose(): void }) {
  const t = useText(lookupText);
  const box = useModal<HTMLDivElement>(open, onClose, 'first');
  if (!open) return null;
  return (
    <Layer>
      <Dialog visible footer={null} closeOnOverlayClick={false} className="s-lookup-dialog">
        <div ref={box} className="s-lookup" role="dialog" aria-modal="true" aria-label={t.title}>
          <Look onClose={onClose} />
        </div>
      </Dialog>
    </Layer>
  );
}

function Look({ onClose }: { onClose(): void }) {
  const t = useText(lookupText);
  const [written, setWritten] = useState('');
  const [text, setText] = useState('');
  const load = useLoad(async () => {
    if (text !== '') {
      const { places, practitioners } = await directory.search({ text });
      return { places: places.filter(({ unconfirmed }) => !unconfirmed), practitioners };
    }
    const { places } = await directory.list({});
    return { places: places.filter(({ active, unconfirmed, kind }) => active && !unconfirmed && kind !== 'ward'), practitioners: [] };
  }, [text]);
  // Typing finds by itself, once the hand rests.
  useEffect(() => {
    const timer = setTimeout(() => setText(written.trim().slice(0, 40)), 300);
    return () => clearTimeout(timer);
  }, [written]);
  return (
    <>
      <div className="s-lookup-head">
        <h2 className="s-lookup-title">{t.title}</h2>
        <Button tone="soft" small wide={false} onPress={onClose}>{t.close}</Button>
      </div>
      <form role="search" onSubmit={(event) => { event.preventDefault(); setText(written.trim()); }}>
        <input className="s-filter-input s-lookup-search" type="search" autoFocus maxLength={40} aria-label={t.search} placeholder={t.search} value={written} onChange={(event) => setWritten(event.target.value)} />
      </form>
      <div className="s-muted s-lookup-hint">{t.hint}</div>
      <Await load={load} rows={5} empty={{ when: ({ places, practitioners }) => places.length + practitioners.length === 0, show: <Empty words={t.none} /> }}>
        {({ places, practitioners }) => <><Hits title={t.places} entries={places} /><Hits title={t.practitioners} entries={practitioners} /></>}
      </Await>
    </>
  );
}

function Hits({ title, entries }: { title: string; entries: readonly (Place | Practitioner)[] }) {
  if (entries.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className="s-lookup-part">{title}</h3>
      <ul className="s-lookup-hits">{entries.map((entry) => <Hit key={entry.entryId} entry={entry} />)}</ul>
    </section>
  );
}

function Hit({ entry }: { entry: Place | Practitioner }) {
  const t = useText(lookupText);
  const [copied, setCopied] = useState(false);
  const words = politeWords(entry);
  const copy = async () => { await navigator.clipboard.writeText(words).then(() => setCopied(true), () => setCopied(false)); };
  return (
    <li className="s-lookup-hit">
      <div className="s-lookup-row"><b>{entry.name}</b><Button tone="plain" small wide={false} label={`${t.copy} ${entry.name}`} onPress={() => { void copy(); }}>{copied ? t.copied : t.copy}</Button></div>
      <Entry entry={entry} />
    </li>
  );
}
