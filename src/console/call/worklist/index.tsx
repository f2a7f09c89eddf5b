/** The home of the console: who is next, why, why now or why not now. */
import type { api as callApi } from '../../../../cloudfunctions/call/contract';
import { cloud, type Input, type Output } from '../../../cloud/cloud';
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { ConsoleFrame } from '../../../components/console-frame/console-frame';
import { usePlaces } from '../../../components/console-frame/places';
import { DataTable, type Column } from '../../../components/data-table/data-table';
import { readOrder, writeOrder } from '../../../components/data-table/sort';
import { Filters } from '../../../components/filters/filters';
import { useAddress } from '../../../components/filters/use-address';
import { Panel } from '../../../components/panel/panel';
import { Await } from '../../../components/state/state';
import { Tag } from '../../../components/tag/tag';
import { callText, flagText, kindText, ringText } from '../../../text/call';
import { useLanguage, useText } from '../../../text/language';
import { shellText } from '../../../text/shell';
import { untilWords, whenWords } from '../../../text/time';
import './index.scss';

const call = cloud<typeof callApi>('call', { reads: ['worklist', 'counts'] });
type Row = Output<typeof callApi, 'worklist'>['rows'][number];
type View = NonNullable<Input<typeof callApi, 'worklist'>['view']>;

const views: readonly View[] = ['team', 'mine', 'urgent', 'call_backs'];
const readView = (written: string): View => views.find((view) => view === written) ?? 'team';

function useColumns(): Column<Row>[] {
  const t = useText(callText);
  const kinds = useText(kindText);
  const rings = useText(ringText);
  const flags = useText(flagText);
  const { language } = useLanguage();
  const now = useNow();
  const from = (at: number) => (at > 0 ? whenWords(at, now, language) : '');
  return [
    { key: 'place', title: t.place, sort: (row) => row.place, cell: (row) => row.place },
    { key: 'patient', title: t.patient, cell: (row) => <><b>{row.name}</b> {t[row.sex]} {row.age !== null && t.age(row.age)}</> },
    { key: 'discharged', title: t.discharged, sort: (row) => row.dayN, cell: (row) => `${t.dayN(row.dayN)} · ${row.departmentName}` },
    { key: 'reason', title: t.reason, sort: (row) => row.kind, cell: (row) => (row.kind === 'redflag' ? <Tag tone="danger">{kinds.redflag}</Tag> : kinds[row.kind]) },
    {
      key: 'ring', title: t.ring, wrap: true,
      cell: (row) => (
        <>
          <span className={row.ring.can ? 'worklist-can' : 's-muted'}>{rings[row.ring.why](from(row.ring.from), row.ring.by)}</span>{' '}
          {row.flags.filter((flag) => flag !== 'elderly').map((flag) => <Tag key={flag} tone="warn">{flags[flag]}</Tag>)}
        </>
      ),
    },
    { key: 'attempts', title: t.attempts, number: true, sort: (row) => row.attempts, cell: (row) => row.attempts },
    { key: 'due', title: t.due, sort: (row) => row.dueAt, cell: (row) => untilWords(row.dueAt, now, language) },
  ];
}

export default function Worklist() {
  const t = useText(callText);
  const shell = useText(shellText);
  const columns = useColumns();
  const [address, setAddress] = useAddress({ view: 'team', order: '', call: '' });
  const view = readView(address.view);
  const list = useLoad(() => call.worklist({ view }), [view]);
  const counts = useLoad(() => call.counts({}), []);
  const places = usePlaces({ worklist: counts.data?.team });
  const empty = { team: t.emptyTeam, mine: t.emptyMine, urgent: t.emptyUrgent, call_backs: t.emptyCallBacks }[view];
  const tabs = [
    { value: 'team', words: t.team, count: counts.data?.team },
    { value: 'mine', words: t.mine, count: counts.data?.mine },
    { value: 'urgent', words: t.urgent, count: counts.data?.urgent },
    { value: 'call_backs', words: t.callBacks, count: counts.data?.callBacks },
  ];
  const line = list.data?.line;
  const ruled = list.data?.rows.find((row) => line !== undefined && line.lastPlace > 0 && row.place === line.lastPlace + 1);
  return (
    <ConsoleFrame
      name={shell.center} places={places} at="call/worklist/index" title={t.title}
      beside={<Filters filters={[{ kind: 'tabs', key: 'view', label: t.views, options: tabs }]} values={address} onChange={setAddress} />}
      actions={line && <span className="s-muted">{t.capacity(line.people, line.reachable)}</span>}
    >
      <Panel flush>
        <Await load={list} rows={8}>
          {({ rows }) => (
            <DataTable
              label={t.list} columns={columns} rows={rows} id={(row) => row.callId} chosen={address.call} onChoose={(row) => setAddress({ call: row.callId })}
              order={readOrder(address.order)} onOrder={(order) => setAddress({ order: writeOrder(order) })}
              rule={ruled && line && { before: ruled.callId, words: t.line(line.lastPlace) }} empty={empty}
            />
          )}
        </Await>
      </Panel>
    </ConsoleFrame>
  );
}
