/** Who sits when: the schedules of the departments on the left, one of them to read or to change on the right. */
import { useState } from 'react';
import { useStaff } from '../../../cloud/staff';
import { Button } from '../../../components/button/button';
import { DataTable, type Column } from '../../../components/data-table/data-table';
import { readOrder, writeOrder } from '../../../components/data-table/sort';
import { Filters } from '../../../components/filters/filters';
import { useAddress } from '../../../components/filters/use-address';
import { Kbd } from '../../../components/kbd/kbd';
import { useKeys } from '../../../components/kbd/use-keys';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Await, Empty } from '../../../components/state/state';
import { Tag } from '../../../components/tag/tag';
import { useNarrow } from '../../../components/use-narrow/use-narrow';
import { useLanguage, useText } from '../../../text/language';
import { shellText } from '../../../text/shell';
import { weekdayText } from '../../../text/visit-console';
import { scheduleText } from '../../../text/visit-schedule';
import { may, schedulePage, type Schedule } from '../desk';
import { VisitFrame } from '../frame';
import { useClinics } from '../use-clinics';
import { Editor } from './editor';
import { placesPerWeek } from './form';
import { Shown, weeklyWords } from './shown';
import './index.scss';

export default function SchedulePage() {
  const t = useText(scheduleText);
  const shell = useText(shellText);
  const weekdays = useText(weekdayText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const narrow = useNarrow();
  const [address, setAddress] = useAddress({ department: '', text: '', state: '', order: '', schedule: '', edit: '' });
  const { load, clinics, reload } = useClinics(address.department);
  const [said, setSaid] = useState(false);
  const edits = may.keep(me?.role);

  const all = clinics?.schedules ?? [];
  const rows = all.filter((one) => (address.department === '' || one.departmentCode === address.department) && (address.state === '' || one.active === (address.state === 'active')) && (address.text === '' || `${one.practitioner || t.general}${one.title}${one.place}`.includes(address.text)));
  const chosen = all.find(({ scheduleId }) => scheduleId === address.schedule);
  const filtered = address.department !== '' || address.text !== '' || address.state !== '';
  const adds = address.edit === 'new';
  const editing = edits && (adds || (address.edit === '1' && chosen !== undefined));
  // One stands beside the list: the list keeps what tells its rows apart.
  const beside = editing || chosen !== undefined;
  const add = () => { setSaid(false); setAddress({ edit: 'new', schedule: '' }); };
  useKeys({ ...(edits && !editing && { n: add }), ...(chosen && edits && !editing && { Enter: () => setAddress({ edit: '1' }) }) });

  const option = (value: string, words: string) => ({ value, words });
  const columns: Column<Schedule>[] = [
    { key: 'department', title: t.department, sort: (row) => row.departmentName, cell: (row) => row.departmentName },
    { key: 'doctor', title: t.doctor, sort: (row) => row.practitioner, cell: (row) => <><b>{row.practitioner || t.general}</b> <span className="s-muted">{row.title}</span></> },
    ...(beside ? [] : [{ key: 'place', title: t.place, sort: (row: Schedule) => row.place, cell: (row: Schedule) => row.place }]),
    { key: 'week', title: t.week, wrap: true, cell: (row) => <span className="schedule-week">{weeklyWords(row, weekdays, language)}</span> },
    { key: 'perWeek', title: t.perWeek, number: true, sort: (row) => placesPerWeek(row.weekly), cell: (row) => placesPerWeek(row.weekly) },
    ...(beside ? [] : [{ key: 'publish', title: t.publish, number: true, sort: (row: Schedule) => row.publishDays, cell: (row: Schedule) => t.days(row.publishDays) }]),
    { key: 'state', title: t.state, sort: (row) => (row.active ? 0 : 1), cell: (row) => <Tag tone={row.active ? 'action' : 'plain'}>{row.active ? t.active : t.stopped}</Tag> },
  ];
  const detail = editing ? (
    <Editor
      key={adds ? 'new' : chosen?.scheduleId} schedule={adds ? undefined : chosen} departments={clinics?.departments ?? []} departmentCode={address.department || (clinics?.code ?? '')}
      onStale={() => { void reload(); }} onDiscard={() => setAddress({ edit: '' })}
      onSaved={(saved) => { setSaid(true); setAddress({ edit: '', schedule: saved.scheduleId }); void reload(); }}
    />
  ) : chosen ? <Shown schedule={chosen} edits={edits} onEdit={() => { setSaid(false); setAddress({ edit: '1' }); }} /> : undefined;
  const list = (
    <div className="visit-list">
      <Filters
        values={address} onChange={(change) => setAddress(change)} onClear={filtered ? () => setAddress({ department: '', text: '', state: '' }) : undefined}
        filters={[
          { kind: 'select', key: 'department', label: t.department, options: [option('', t.allDepartments), ...(clinics?.departments ?? []).map((one) => option(one.code, one.name))] },
          { kind: 'search', key: 'text', label: t.search },
          { kind: 'tabs', key: 'state', label: t.states, options: [option('', t.all), option('active', t.active), option('inactive', t.inactive)] },
        ]}
      />
      <Panel flush>
        {rows.length === 0 ? <Empty words={filtered ? t.emptyFilter : t.empty}>{!filtered && edits && <Button wide={false} onPress={add}>{t.add}</Button>}</Empty> : narrow ? (
          <ul className="visit-cards" aria-label={t.list}>
            {rows.map((row) => (
              <li key={row.scheduleId}>
                <button type="button" className="visit-card" onClick={() => { setSaid(false); setAddress({ schedule: row.scheduleId, edit: '' }); }}>
                  <span className="visit-card-line"><span className="s-grow"><b>{row.practitioner || t.general}</b> {row.title}</span><Tag tone={row.active ? 'action' : 'plain'}>{row.active ? t.active : t.stopped}</Tag></span>
                  <span className="s-muted">{row.departmentName} · {row.place}</span>
                  <span className="s-muted">{weeklyWords(row, weekdays, language)}</span>
                </button>
              </li>
            ))}
          </ul>
        ) : (
          <DataTable
            label={t.list} columns={columns} rows={rows} id={(row) => row.scheduleId} chosen={chosen?.scheduleId} onChoose={(row) => { if (!editing) { setSaid(false); setAddress({ schedule: row.scheduleId }); } }}
            onOpen={(row) => { if (edits) setAddress({ schedule: row.scheduleId, edit: '1' }); }} order={readOrder(address.order)} onOrder={(order) => setAddress({ order: writeOrder(order) })} empty=""
          />
        )}
      </Panel>
    </div>
  );
  return (
    <VisitFrame
      at={schedulePage} department={address.department} title={t.title}
      actions={edits && !editing && <Button wide={false} onPress={add}>{t.add}<Kbd>N</Kbd></Button>}
    >
      {said && <Notice tone="good">{t.saved}</Notice>}
      <Await load={load} rows={8}>
        {() => (!detail ? list : narrow ? <>{!editing && <div><Button tone="soft" small wide={false} onPress={() => setAddress({ schedule: '' })}>{shell.back}</Button></div>}{detail}</> : <div className="schedule-split">{list}<div className="schedule-side">{detail}</div></div>)}
      </Await>
    </VisitFrame>
  );
}
