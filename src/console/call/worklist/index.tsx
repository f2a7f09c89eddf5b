/** The home of the console: who is next, why, why now or why not now. */
import { useEffect, useRef, useState } from 'react';
import type { api as dischargeApi } from '../../../../cloudfunctions/discharge/contract';
import { cloud, serverNow } from '../../../cloud/cloud';
import { CloudError } from '../../../cloud/error';
import { useStaff } from '../../../cloud/staff';
import { useLoad } from '../../../cloud/use-load';
import { Button } from '../../../components/button/button';
import { ConsoleFrame } from '../../../components/console-frame/console-frame';
import { usePlaces } from '../../../components/console-frame/places';
import { DataTable } from '../../../components/data-table/data-table';
import { readOrder, sortRows, writeOrder } from '../../../components/data-table/sort';
import { Filters } from '../../../components/filters/filters';
import { useAddress } from '../../../components/filters/use-address';
import { Kbd } from '../../../components/kbd/kbd';
import { useKeys } from '../../../components/kbd/use-keys';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Await, Empty } from '../../../components/state/state';
import { useNarrow } from '../../../components/use-narrow/use-narrow';
import { callText } from '../../../text/call';
import { useLanguage, useText } from '../../../text/language';
import { shellText } from '../../../text/shell';
import { staffText } from '../../../text/staff';
import { call, callPage, mayTake, mayTakeNext, openCall, refusalWords, takeNext, worklistPage, type Row, type View } from '../desk';
import { go } from '../../../components/console-frame/go';
import { readHeld, skip } from '../held';
import { RowCards, useColumns } from './columns';
import { Detail } from './detail';
import { RedFlags, waitsForSomebody } from './red-flags';
import { useList } from './use-list';
import './index.scss';

const discharge = cloud<typeof dischargeApi>('discharge', { reads: ['departments'] });
const views: readonly View[] = ['team', 'mine', 'urgent', 'call_backs'];
const readView = (written: string): View => views.find((view) => view === written) ?? 'team';

/** What happened last, said above the table. */
interface Said { tone: 'info' | 'warn' | 'good'; words: string }

export default function Worklist() {
  const t = useText(callText);
  const shell = useText(shellText);
  const staff = useText(staffText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const narrow = useNarrow();
  const columns = useColumns();
  const [address, setAddress] = useAddress({ view: 'team', order: '', call: '', department: '' });
  const view = readView(address.view);
  const list = useList(view, address.department);
  const departments = useLoad(() => discharge.departments({}), []);
  const [busy, setBusy] = useState('');
  const [said, setSaid] = useState<Said>();
  const [held] = useState(readHeld);
  const may = mayTake(me?.role);
  const nextMay = mayTakeNext(me?.role);
  const moved = useRef(false);

  const order = readOrder(address.order);
  const sorter = columns.find((column) => column.key === order?.key)?.sort;
  const loaded = list.load.data?.rows ?? [];
  const rows = order && sorter ? sortRows(loaded, sorter, order.down) : loaded;
  const chosen = rows.find((row) => row.callId === address.call) ?? (narrow ? undefined : rows[0]);
  const line = list.load.data?.line;
  const ruled = line && !order ? loaded.find((row) => line.lastPlace > 0 && row.place === line.lastPlace + 1) : undefined;

  useEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    document.querySelector<HTMLElement>('tr.s-table-chosen')?.focus();
  }, [address.call]);

  const attempt = async (mark: string, act: () => Promise<Said | undefined>) => {
    if (busy !== '') return;
    setBusy(mark);
    setSaid(undefined);
    try {
      setSaid(await act());
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setSaid({ tone: 'warn', words: t.notTaken(refusalWords(error, serverNow(), language)) });
      list.reread();
    } finally {
      setBusy('');
    }
  };
  const next = () => void attempt('next', async () => {
    const why = await takeNext(view, serverNow, language);
    return why === undefined ? undefined : { tone: 'info', words: why };
  });
  const open = (row: Row) => void attempt('open', async () => {
    openCall(await call.claim({ callId: row.callId }), row.name);
    return undefined;
  });
  const acknowledge = (row: Row) => void attempt(row.callId, async () => {
    const { ackBy } = await call.acknowledge({ callId: row.callId });
    list.reread();
    setAddress({ call: row.callId });
    return { tone: 'good', words: ackBy === me?.name ? t.acknowledgedNow : t.acknowledged(ackBy, '') };
  });
  const choose = (row: Row) => setAddress({ call: row.callId });
  const move = (by: number) => {
    const at = rows.findIndex((row) => row.callId === chosen?.callId);
    const row = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    if (!row) return;
    moved.current = true;
    choose(row);
    if (row.callId === address.call) document.querySelector<HTMLElement>('tr.s-table-chosen')?.focus();
  };
  const flag = chosen && waitsForSomebody(chosen) ? chosen : list.flags[0];
  useKeys({
    ...(nextMay && { n: next }),
    ...(may && chosen && { Enter: () => open(chosen) }),
    ...(may && flag && { a: () => acknowledge(flag) }),
    j: () => move(1), ArrowDown: () => move(1), k: () => move(-1), ArrowUp: () => move(-1),
  });

  const counts = list.counts;
  const tabs = [
    { value: 'team', words: t.team, count: counts?.team }, { value: 'mine', words: t.mine, count: counts?.mine },
    { value: 'urgent', words: t.urgent, count: counts?.urgent }, { value: 'call_backs', words: t.callBacks, count: counts?.callBacks },
  ];
  const known = departments.data?.departments ?? [];
  const departmentName = known.find((d) => d.code === address.department)?.name ?? address.department;
  const empty = address.department !== '' ? t.emptyDepartment(departmentName) : { team: me?.role === 'ward' ? t.emptyWard : t.emptyTeam, mine: t.emptyMine, urgent: t.emptyUrgent, call_backs: t.emptyCallBacks }[view];
  const rest = line && counts ? counts.team - line.lastPlace : 0;
  const capacity = line && (line.reachable > 0 ? `${t.capacity(line.people, line.reachable)}${rest > 0 ? t.capacityRest(rest) : ''}${line.stated ? '' : t.capacityGuess}` : t.capacityOver);
  const detail = chosen && (
    <Detail
      row={chosen} version={list.version} may={may} busy={busy === 'open'} onOpen={() => open(chosen)} onBack={narrow ? () => setAddress({ call: '' }) : undefined}
      onSkip={() => { skip(chosen.callId); if (narrow) setAddress({ call: '' }); else move(1); }}
    />
  );
  const onePane = narrow && chosen !== undefined;

  return (
    <ConsoleFrame
      name={shell.center} places={usePlaces()} at={worklistPage} title={t.title}
      beside={!onePane && (
        <Filters
          values={address} onChange={(change) => { setSaid(undefined); setAddress({ ...change, call: '' }); }}
          filters={[
            { kind: 'tabs', key: 'view', label: t.views, options: tabs },
            ...(known.length > 1 ? [{ kind: 'select' as const, key: 'department', label: t.department, options: [{ value: '', words: t.allDepartments }, ...known.map((d) => ({ value: d.code, words: d.name }))] }] : []),
          ]}
        />
      )}
      actions={!onePane && (
        <>
          {counts && counts.doneToday > 0 && <span className="s-muted">{t.doneToday(counts.doneToday)}</span>}
          {capacity && <span className="s-muted worklist-capacity">{capacity}</span>}
          {nextMay && <Button wide={false} busy={busy === 'next'} onPress={next}>{t.next}<Kbd>N</Kbd></Button>}
        </>
      )}
    >
      <RedFlags rows={list.flags} byKey={narrow ? '' : flag?.callId ?? ''} busy={busy} may={may} onShow={choose} onAcknowledge={acknowledge} onMore={() => setAddress({ view: 'urgent', call: '' })} />
      {held && <Notice tone="warn" action={{ words: t.heldGo, onPress: () => go(callPage, { call: held.callId }) }}>{held.name ? t.held(held.name) : t.heldNameless}</Notice>}
      {said && <Notice tone={said.tone}>{said.words}</Notice>}
      {me && !mayTake(me.role) && me.role !== 'director' ? <Panel><Empty words={staff.noPage} /></Panel> : (
        <div className={chosen && !onePane ? 's-desk-split worklist-split' : undefined}>
          {!onePane && (
            <div className="worklist-list">
              <Panel flush>
                <Await load={list.load} rows={8}>
                  {() => (narrow ? (
                    rows.length === 0 ? <Empty words={empty} /> : <RowCards label={t.list} rows={rows} ruled={ruled?.callId} rule={line ? t.line(line.lastPlace) : ''} onOpen={choose} />
                  ) : (
                    <DataTable
                      label={t.list} columns={columns} rows={loaded} id={(row) => row.callId} chosen={chosen?.callId} onChoose={choose} onOpen={may ? open : undefined}
                      order={order} onOrder={(to) => setAddress({ order: writeOrder(to) })} rule={ruled && line && { before: ruled.callId, words: t.line(line.lastPlace) }} empty={empty}
                    />
                  ))}
                </Await>
              </Panel>
              {list.load.data?.more && counts && <Button tone="soft" wide={false} busy={list.load.loading} onPress={list.showMore}>{t.more(loaded.length, { team: counts.team, mine: counts.mine, urgent: counts.urgent, call_backs: counts.callBacks }[view])}</Button>}
              {!narrow && may && <div className="worklist-keys s-muted" aria-hidden="true">{t.keys}<Kbd>J</Kbd><Kbd>K</Kbd> {t.keysMove}<Kbd>Enter</Kbd> {t.open}{nextMay && <><Kbd>N</Kbd> {t.next}</>}<Kbd>A</Kbd> {t.acknowledge}</div>}
            </div>
          )}
          {detail}
        </div>
      )}
    </ConsoleFrame>
  );
}
