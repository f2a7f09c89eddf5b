/** Clinics that were closed: what was closed and why on the left, where each person stands on the right; and closing another one. */
import { useLoad } from '../../../cloud/use-load';
import { useStaff } from '../../../cloud/staff';
import { Button } from '../../../components/button/button';
import { DataTable, type Column } from '../../../components/data-table/data-table';
import { readOrder, writeOrder } from '../../../components/data-table/sort';
import { Filters } from '../../../components/filters/filters';
import { useAddress } from '../../../components/filters/use-address';
import { Kbd } from '../../../components/kbd/kbd';
import { useKeys } from '../../../components/kbd/use-keys';
import { Panel } from '../../../components/panel/panel';
import { Await, Empty } from '../../../components/state/state';
import { Tag } from '../../../components/tag/tag';
import { useNarrow } from '../../../components/use-narrow/use-narrow';
import { useLanguage, useText } from '../../../text/language';
import { closureText } from '../../../text/visit-schedule';
import { closurePage, may, momentWords, spanWords, visit, type Closure } from '../desk';
import { VisitFrame } from '../frame';
import { useClinics } from '../use-clinics';
import { Detail } from './detail';
import { NewClosure } from './new';
import './index.scss';

export default function ClosurePage() {
  const t = useText(closureText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const narrow = useNarrow();
  const [address, setAddress] = useAddress({ department: '', text: '', state: '', order: '', closure: '', standing: '', personOrder: '', new: '', schedule: '' });
  const { load: clinicsLoad, clinics } = useClinics(address.department);
  const load = useLoad(async () => (await visit.closures({ ...(address.department !== '' && { departmentCode: address.department }) })).closures, [address.department]);
  const edits = may.keep(me?.role);
  const adds = edits && address.new === '1';

  const all = load.data ?? [];
  const nameOf = (row: Closure) => (row.scheduleId === '' ? t.wholeDepartment : row.practitioner || t.general);
  const rows = all.filter((row) => (address.state === '' || row.state === address.state) && (address.text === '' || `${row.reason}${nameOf(row)}${row.departmentName}`.includes(address.text)));
  const filtered = address.department !== '' || address.text !== '' || address.state !== '';
  const open = (row: Closure) => setAddress({ closure: row.closureId, standing: '', new: '' });
  const add = () => setAddress({ new: '1', closure: '' });
  useKeys({ ...(edits && !adds && { n: add }) });

  // One stands beside the list: the list keeps what tells its rows apart.
  const beside = adds || address.closure !== '';
  const option = (value: string, words: string) => ({ value, words });
  const state = (row: Closure) => <Tag tone={row.state === 'working' ? 'info' : 'plain'}>{row.state === 'working' ? t.working : t.done}</Tag>;
  const columns: Column<Closure>[] = [
    { key: 'when', title: t.when, sort: (row) => row.from, cell: (row) => spanWords(row.from, row.to, language) },
    { key: 'clinic', title: t.clinic, wrap: true, sort: (row) => `${row.departmentName} ${row.practitioner}`, cell: (row) => <><b>{row.departmentName}</b> {nameOf(row)}{beside && <><br /><span className="s-muted">{row.reason}</span></>}</> },
    ...(beside ? [] : [{ key: 'reason', title: t.reason, wrap: true, cell: (row: Closure) => row.reason }]),
    { key: 'affected', title: t.people, number: true, sort: (row) => row.counts.affected, cell: (row) => row.counts.affected },
    ...(beside ? [] : [{ key: 'noPlace', title: t.without, number: true, sort: (row: Closure) => row.counts.noPlace, cell: (row: Closure) => (row.counts.noPlace > 0 ? <span className="closure-warn">{row.counts.noPlace}</span> : 0) }]),
    ...(beside ? [] : [{ key: 'by', title: t.by, sort: (row: Closure) => row.at, cell: (row: Closure) => <>{row.byName}<br /><span className="s-muted">{momentWords(row.at, language)}</span></> }]),
    ...(beside ? [] : [{ key: 'state', title: t.state, sort: (row: Closure) => row.state, cell: state }]),
  ];
  const list = (
    <div className="visit-list">
      <Filters
        values={address} onChange={(change) => setAddress(change)} onClear={filtered ? () => setAddress({ department: '', text: '', state: '' }) : undefined}
        filters={[
          { kind: 'select', key: 'department', label: t.department, options: [option('', t.allDepartments), ...(clinics?.departments ?? []).map((one) => option(one.code, one.name))] },
          { kind: 'search', key: 'text', label: t.search },
          { kind: 'tabs', key: 'state', label: t.views, options: [option('', t.all), option('working', t.working), option('done', t.done)] },
        ]}
      />
      <Panel flush>
        <Await load={load} rows={6}>
          {() => (rows.length === 0 ? <Empty words={filtered ? t.emptyFilter : t.empty}>{!filtered && edits && <Button wide={false} onPress={add}>{t.new}</Button>}</Empty> : narrow ? (
            <ul className="visit-cards" aria-label={t.list}>
              {rows.map((row) => (
                <li key={row.closureId}>
                  <button type="button" className="visit-card" onClick={() => open(row)}>
                    <span className="visit-card-line"><b className="s-grow">{spanWords(row.from, row.to, language)}</b>{state(row)}</span>
                    <span>{row.departmentName} · {nameOf(row)}</span>
                    <span className="s-muted">{row.reason} · {t.affected(row.counts.affected)}</span>
                  </button>
                </li>
              ))}
            </ul>
          ) : (
            <DataTable label={t.list} columns={columns} rows={rows} id={(row) => row.closureId} chosen={address.closure} onChoose={open} order={readOrder(address.order)} onOrder={(order) => setAddress({ order: writeOrder(order) })} empty="" />
          ))}
        </Await>
      </Panel>
    </div>
  );
  const detail = adds && clinics ? (
    <NewClosure
      clinics={clinics} departmentCode={clinics.code} scheduleId={address.schedule} onCancel={() => setAddress({ new: '', schedule: '' })}
      onClosed={(closure) => { setAddress({ new: '', schedule: '', closure: closure?.closureId ?? '', standing: '' }); void load.reload(); }}
    />
  ) : address.closure !== '' ? <Detail key={address.closure} closureId={address.closure} standing={address.standing} order={address.personOrder} onAddress={setAddress} onState={() => { void load.reload(); }} /> : undefined;
  return (
    <VisitFrame
      at={closurePage} department={address.department} title={t.title}
      actions={edits ? !adds && <Button wide={false} onPress={add}>{t.new}<Kbd>N</Kbd></Button> : <span className="s-muted">{t.readOnly}</span>}
    >
      <Await load={clinicsLoad} rows={8}>
        {() => (!detail ? list : narrow ? <>{!adds && <div><Button tone="soft" small wide={false} onPress={() => setAddress({ closure: '' })}>{t.back}</Button></div>}{detail}</> : <div className="closure-split">{list}<div>{detail}</div></div>)}
      </Await>
    </VisitFrame>
  );
}
