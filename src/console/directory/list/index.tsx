/** 科室和专家: found by name, speciality or disease; kept by leads, the information department and each ward. What discharge files named first waits at the top. */
import { useState } from 'react';
import { useLoad } from '../../../cloud/use-load';
import { useStaff } from '../../../cloud/staff';
import { Button } from '../../../components/button/button';
import { ConsoleFrame } from '../../../components/console-frame/console-frame';
import { go } from '../../../components/console-frame/go';
import { usePlaces } from '../../../components/console-frame/places';
import { DataTable, type Column } from '../../../components/data-table/data-table';
import { readOrder, writeOrder } from '../../../components/data-table/sort';
import { isPlace } from '../../../components/directory-lookup/entry';
import { Filters } from '../../../components/filters/filters';
import { useAddress } from '../../../components/filters/use-address';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Await, Empty } from '../../../components/state/state';
import { Tag } from '../../../components/tag/tag';
import { useNarrow } from '../../../components/use-narrow/use-narrow';
import { directoryText, placeKindText } from '../../../text/directory';
import { useText } from '../../../text/language';
import { phoneWords } from '../../../text/phone';
import { shellText } from '../../../text/shell';
import { directory, directoryPage, may, sheetPage, type Place, type Practitioner } from '../desk';
import { Detail } from './detail';
import { Waiting } from './waiting';
import './index.scss';

type One = Place | Practitioner;
const fresh = 'new';
const kinds = ['department', 'ward', 'window'] as const;

export default function Directory() {
  const t = useText(directoryText);
  const kindWords = useText(placeKindText);
  const shell = useText(shellText);
  const { me } = useStaff();
  const narrow = useNarrow();
  const [address, setAddress] = useAddress({ sheet: 'place', kind: '', department: '', state: '', text: '', entry: '', order: '' });
  const sheet = address.sheet === 'practitioner' ? 'practitioner' : 'place';
  const load = useLoad(() => directory.list({}), []);
  const found = useLoad(async () => (address.text === '' ? undefined : directory.search({ text: address.text.slice(0, 40) })), [address.text, load.data]);
  const [version, setVersion] = useState(0);
  const [said, setSaid] = useState<{ words: string; undo?: () => void }>();
  const [failed, setFailed] = useState<string>();

  const all = load.data;
  const departments = all?.places.filter(({ kind }) => kind === 'department') ?? [];
  const ofSheet: readonly One[] = (sheet === 'place' ? all?.places : all?.practitioners) ?? [];
  const hits = address.text === '' ? undefined : found.data?.[sheet === 'place' ? 'places' : 'practitioners'];
  const state = address.state;
  const fits = (one: One): boolean => (state === 'retired' ? !one.active : one.active) && (state !== 'published' || one.published) && (isPlace(one) ? (address.kind === '' || one.kind === address.kind) : address.department === '' || one.departmentCode === address.department);
  const rows = (address.text !== '' && state !== 'retired' ? hits ?? [] : ofSheet.filter((one) => address.text === '' || one.name.includes(address.text))).filter(fits);
  const adding = address.entry === fresh && may.add(me?.role, sheet);
  const chosen = adding ? undefined : ofSheet.find(({ entryId }) => entryId === address.entry);
  const open = adding || chosen !== undefined;
  const waiting = all?.places.filter(({ unconfirmed, edit }) => unconfirmed && edit === 'all') ?? [];

  const stateTags = (one: One) => <>{isPlace(one) && one.unconfirmed && <Tag tone="warn">{t.unconfirmed}</Tag>}{!one.active && <Tag tone="plain">{t.retired}</Tag>}{one.active && one.published && <Tag>{t.published}</Tag>}</>;
  const columns: Column<One>[] = [
    { key: 'name', title: sheet === 'place' ? t.name : t.person, wrap: true, sort: ({ name }) => name, cell: (one) => <><b>{one.name}</b>{!isPlace(one) && one.title !== '' && <span className="s-muted"> {one.title}</span>}</> },
    sheet === 'place'
      ? { key: 'kind', title: t.kind, sort: (one) => (isPlace(one) ? one.kind : ''), cell: (one) => (isPlace(one) ? [kindWords[one.kind], one.parentName].filter((word) => word !== '').join(' · ') : '') }
      : { key: 'department', title: t.department, sort: (one) => (isPlace(one) ? '' : one.departmentName), cell: (one) => (isPlace(one) ? '' : one.departmentName) },
    { key: 'phone', title: t.phone, cell: ({ phone }) => phoneWords(phone) },
    { key: 'diseases', title: sheet === 'place' ? t.diseases : t.speciality, wrap: true, cell: (one) => (isPlace(one) ? one.diseases.slice(0, 4).join('、') : one.speciality || one.diseases.slice(0, 4).join('、')) },
    { key: 'state', title: t.state, cell: stateTags },
  ];
  const choose = (entry: string) => {
    setSaid(undefined);
    setFailed(undefined);
    setAddress({ entry });
  };
  const saved = async (entryId: string, words: string, undo?: () => void) => {
    setFailed(undefined);
    setSaid({ words, ...(undo && { undo }) });
    await load.reload();
    setAddress({ entry: entryId });
    setVersion((before) => before + 1);
  };
  const filters = [
    { kind: 'tabs' as const, key: 'sheet', label: t.list, options: [{ value: 'place', words: t.places, count: all?.places.filter(({ active }) => active).length ?? 0 }, { value: 'practitioner', words: t.practitioners, count: all?.practitioners.filter(({ active }) => active).length ?? 0 }] },
    { kind: 'search' as const, key: 'text', label: t.search },
    sheet === 'place'
      ? { kind: 'select' as const, key: 'kind', label: t.kind, options: [{ value: '', words: t.any }, ...kinds.map((value) => ({ value, words: kindWords[value] }))] }
      : { kind: 'select' as const, key: 'department', label: t.department, options: [{ value: '', words: t.any }, ...departments.map(({ code, name }) => ({ value: code, words: name }))] },
    { kind: 'select' as const, key: 'state', label: t.state, options: [{ value: '', words: t.inUse }, { value: 'published', words: t.published }, ...(ofSheet.some(({ active }) => !active) || state === 'retired' ? [{ value: 'retired', words: t.retired }] : [])] },
  ];
  const empty = address.text !== '' || address.kind !== '' || address.department !== '' || state !== '' ? t.nothingFound : t.empty;
  const onePane = narrow && open;
  return (
    <ConsoleFrame
      name={shell.center} places={usePlaces()} at={directoryPage} title={t.title}
      beside={!onePane && <Filters values={{ ...address, sheet }} filters={filters} onChange={(change) => { setSaid(undefined); setAddress({ ...change, entry: '', ...('sheet' in change && { kind: '', department: '', state: '' }) }); }} />}
      actions={!onePane && <>{may.files(me?.role) && <Button tone="soft" wide={false} onPress={() => go(sheetPage, { sheet })}>{t.files}</Button>}{may.add(me?.role, sheet) && <Button wide={false} onPress={() => choose(fresh)}>{t.add}</Button>}</>}
    >
      {said && <Notice tone="good" action={said.undo && { words: t.undo, onPress: said.undo }}>{said.words}</Notice>}
      {failed !== undefined && <Notice tone="danger">{failed}</Notice>}
      {!onePane && sheet === 'place' && waiting.length > 0 && <Waiting places={waiting} chosen={chosen?.entryId} onChoose={choose} />}
      <div className="s-desk-split directory-split">
        {!onePane && (
          <Panel flush>
            <Await load={{ ...load, data: address.text !== '' && found.data === undefined && found.error === undefined ? undefined : all, error: load.error ?? found.error }} rows={8}>
              {() => (narrow && rows.length > 0 ? (
                <ul className="directory-cards" aria-label={t.list}>
                  {rows.map((one) => (
                    <li key={one.entryId}>
                      <button type="button" className="directory-card" onClick={() => choose(one.entryId)}>
                        <span><b>{one.name}</b> <span className="s-muted">{isPlace(one) ? [kindWords[one.kind], one.parentName].filter((word) => word !== '').join(' · ') : [one.title, one.departmentName].filter((word) => word !== '').join(' · ')}</span></span>
                        <span className="s-muted">{[phoneWords(one.phone), one.location].filter((word) => word !== '').join(' · ')}</span><span>{stateTags(one)}</span>
                      </button>
                    </li>
                  ))}
                </ul>
              ) : <DataTable label={t.list} columns={columns} rows={rows} id={({ entryId }) => entryId} chosen={chosen?.entryId} onChoose={({ entryId }) => choose(entryId)} order={readOrder(address.order)} onOrder={(to) => setAddress({ order: writeOrder(to) })} empty={empty} />)}
            </Await>
          </Panel>
        )}
        {open && all ? (
          <Detail key={`${chosen?.entryId ?? `${fresh}-${sheet}`}/${chosen?.rev ?? 0}/${version}`} sheet={sheet} entry={chosen} departments={departments} accounts={all.staff} onSaved={(id, words, undo) => { void saved(id, words, undo); }} onFailed={setFailed} onReread={() => { void load.reload().then(() => setVersion((before) => before + 1)); }} onBack={narrow ? () => setAddress({ entry: '' }) : undefined} onCancel={() => setAddress({ entry: '' })} />
        ) : !narrow && <Panel><Empty words={t.pick} /></Panel>}
      </div>
    </ConsoleFrame>
  );
}
