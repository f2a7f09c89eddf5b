/** Whoever may not simply be invited waits here until the ward, or the lead, decides each one. */
import { useEffect, useState } from 'react';
import type { CloudError } from '../../../cloud/error';
import { useHeld } from '../../../cloud/held';
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { useStaff } from '../../../cloud/staff';
import { Button } from '../../../components/button/button';
import { ConsoleFrame } from '../../../components/console-frame/console-frame';
import { go } from '../../../components/console-frame/go';
import { usePlaces } from '../../../components/console-frame/places';
import { DataTable, type Column } from '../../../components/data-table/data-table';
import { readOrder, writeOrder } from '../../../components/data-table/sort';
import { Filters } from '../../../components/filters/filters';
import { useAddress } from '../../../components/filters/use-address';
import { Kbd } from '../../../components/kbd/kbd';
import { useKeys } from '../../../components/kbd/use-keys';
import { NoteDialog } from '../../../components/note-dialog/note-dialog';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Await, Empty } from '../../../components/state/state';
import { Tag } from '../../../components/tag/tag';
import { useNarrow } from '../../../components/use-narrow/use-narrow';
import { heldText, holdText, registerText } from '../../../text/discharge';
import { useLanguage, useText } from '../../../text/language';
import { shellText } from '../../../text/shell';
import { staffText } from '../../../text/staff';
import { dayWords, startOf } from '../../../text/time';
import { discharge, heldPage, may, personWords, placeWords, stayPage, type Row } from '../desk';
import { waitedWords } from '../row-words';
import { Detail } from './detail';
import './index.scss';

/** A row of either list; since when it waits is known of waiting ones. */
export interface Waiting { row: Row; since: number; mother: string | null }
type View = 'waiting' | 'invite' | 'suppress';
const views: readonly View[] = ['waiting', 'invite', 'suppress'];
const pageSize = 50;

interface Paging { departmentCode?: string; cursor?: string; limit: number }
interface Reply { rows: Waiting[]; next: string | null; waiting?: number }
const decided = (held: 'invite' | 'suppress') => async (paging: Paging): Promise<Reply> => {
  const { rows, next } = await discharge.list({ ...paging, held });
  return { rows: rows.map((row) => ({ row, since: 0, mother: null })), next };
};
const readers: Readonly<Record<View, (paging: Paging) => Promise<Reply>>> = {
  async waiting(paging) {
    const { rows, next, waiting } = await discharge.heldList(paging);
    return { rows: rows.map((row) => ({ row, since: row.holdSince, mother: row.motherEncounterId })), next, waiting };
  },
  invite: decided('invite'),
  suppress: decided('suppress'),
};

export default function Held() {
  const t = useText(heldText);
  const register = useText(registerText);
  const shell = useText(shellText);
  const staff = useText(staffText);
  const holds = useText(holdText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const places = usePlaces();
  const { reload: recount } = useHeld();
  const narrow = useNarrow();
  const now = useNow();
  const [address, setAddress] = useAddress({ view: 'waiting', department: '', stay: '', order: '' });
  const view = views.find((one) => one === address.view) ?? 'waiting';
  const [pages, setPages] = useState(1);
  useEffect(() => setPages(1), [view, address.department]);
  const [deciding, setDeciding] = useState<{ decision: 'invite' | 'suppress'; row: Row }>();
  const [said, setSaid] = useState<{ tone: 'good' | 'warn'; words: string }>();
  const departments = useLoad(async () => (await discharge.departments({})).departments, []);

  const load = useLoad(async () => {
    const department = address.department === '' ? {} : { departmentCode: address.department };
    const rows: Waiting[] = [];
    for (let page = 1, cursor: string | undefined; ; page += 1) {
      const paging = { ...department, limit: pageSize, ...(cursor !== undefined && { cursor }) };
      const reply = await readers[view](paging);
      rows.push(...reply.rows);
      if (reply.next === null || page >= pages) return { rows, more: reply.next !== null, waiting: reply.waiting };
      cursor = reply.next;
    }
  }, [view, address.department, pages]);

  const rows = load.data?.rows ?? [];
  const chosen = rows.find(({ row }) => row.encounterId === address.stay) ?? (narrow ? undefined : rows[0]);
  const onePane = narrow && chosen !== undefined;
  const decides = may.clear(me?.role) && view === 'waiting';
  const ask = (decision: 'invite' | 'suppress') => { if (chosen && decides) setDeciding({ decision, row: chosen.row }); };
  useKeys({ ...(decides && chosen && { i: () => ask('invite'), x: () => ask('suppress') }), ...(chosen && { Enter: () => go(stayPage, { stay: chosen.row.encounterId }) }) });

  const decide = async (note: string) => {
    if (!deciding) return;
    const { decision, row } = deciding;
    await discharge.clear({ encounterId: row.encounterId, decision, note });
    setDeciding(undefined);
    setSaid({ tone: 'good', words: decision === 'invite' ? t.doneInvite(row.name) : t.doneSuppress(row.name) });
    setAddress({ stay: '' });
    void load.reload();
    void recount();
  };
  const words = (error: CloudError) => (error.code === 'CONFLICT' ? t.taken : undefined);

  const scope = me?.departments ?? 'all';
  const known = (departments.data ?? []).filter((department) => scope === 'all' || scope.includes(department.code));
  const empty = { waiting: t.emptyWaiting, invite: t.emptyInvite, suppress: t.emptySuppress }[view];
  const why = (row: Row) => (row.hold === '' ? '' : holds[row.hold].name);
  const columns: Column<Waiting>[] = [
    { key: 'why', title: t.why, sort: ({ row }) => row.hold, cell: ({ row }) => <Tag tone="warn">{why(row)}</Tag> },
    { key: 'patient', title: t.patient, sort: ({ row }) => row.age, cell: ({ row }) => <><b>{row.name}</b> {personWords(row, language)}</> },
    { key: 'place', title: t.department, sort: ({ row }) => row.departmentName, cell: ({ row }) => placeWords(row, language) },
    { key: 'dx', title: register.dx, wrap: true, cell: ({ row }) => row.dx },
    { key: 'discharged', title: t.discharged, sort: ({ row }) => row.dischargeAt, cell: ({ row }) => dayWords(startOf(row.dischargeDay), now, language) },
    ...(view === 'waiting' ? [{ key: 'since', title: t.since, sort: ({ since }: Waiting) => since, cell: ({ since }: Waiting) => waitedWords(since, now, language) }] : []),
  ];
  return (
    <ConsoleFrame
      name={shell.center} places={places} at={heldPage} title={t.title}
      beside={!onePane && (
        <Filters
          values={address} onChange={(change) => { setSaid(undefined); setAddress({ ...change, stay: '' }); }}
          filters={[
            { kind: 'tabs', key: 'view', label: t.views, options: [{ value: 'waiting', words: t.waiting, count: load.data?.waiting }, { value: 'invite', words: t.invite }, { value: 'suppress', words: t.suppress }] },
            ...(known.length > 1 ? [{ kind: 'select' as const, key: 'department', label: t.department, options: [{ value: '', words: register.allDepartments }, ...known.map((d) => ({ value: d.code, words: d.name }))] }] : []),
          ]}
        />
      )}
    >
      {said && <Notice tone={said.tone}>{said.words}</Notice>}
      {me && !may.care(me.role) ? <Panel><Empty words={staff.noPage} /></Panel> : (
        <div className="s-desk-split">
          {!onePane && (
            <div className="held-list">
              <Panel flush>
                <Await load={load} rows={6}>
                  {() => (rows.length === 0 ? <Empty words={empty} /> : narrow ? (
                    <ul className="held-cards" aria-label={t.list}>
                      {rows.map(({ row, since }) => (
                        <li key={row.encounterId}>
                          <button type="button" className="held-card" onClick={() => setAddress({ stay: row.encounterId })}>
                            <span className="held-line"><span className="s-grow"><b>{row.name}</b> {personWords(row, language)}</span><Tag tone="warn">{why(row)}</Tag></span>
                            <span className="s-muted">{placeWords(row, language)} · {dayWords(startOf(row.dischargeDay), now, language)}{since > 0 && ` · ${t.since} ${waitedWords(since, now, language)}`}</span>
                          </button>
                        </li>
                      ))}
                    </ul>
                  ) : (
                    <DataTable
                      label={t.list} columns={columns} rows={rows} id={({ row }) => row.encounterId} chosen={chosen?.row.encounterId} onChoose={({ row }) => setAddress({ stay: row.encounterId })}
                      onOpen={({ row }) => go(stayPage, { stay: row.encounterId })} order={readOrder(address.order)} onOrder={(to) => setAddress({ order: writeOrder(to) })} empty={empty}
                    />
                  ))}
                </Await>
              </Panel>
              {load.data?.more && <Button tone="soft" small wide={false} busy={load.loading} onPress={() => setPages((before) => before + 1)}>{register.more}</Button>}
              {!narrow && rows.length > 0 && decides && <div className="s-muted" aria-hidden="true">{t.keys}<Kbd>I</Kbd> {t.inviteDo}<Kbd>X</Kbd> {t.suppressDo}<Kbd>Enter</Kbd> {t.openStay}</div>}
            </div>
          )}
          {chosen ? (
            <Detail key={chosen.row.encounterId} waiting={chosen} decides={decides} readOnly={view === 'waiting' && !may.clear(me?.role)} onAsk={ask} onBack={narrow ? () => setAddress({ stay: '' }) : undefined} />
          ) : (!narrow && rows.length > 0 && <Panel><Empty words={t.detailEmpty} /></Panel>)}
        </div>
      )}
      <NoteDialog
        open={deciding !== undefined} danger={deciding?.decision === 'suppress'} label={t.note} hint={t.noteHint} words={words}
        title={deciding ? (deciding.decision === 'invite' ? t.inviteTitle(deciding.row.name) : t.suppressTitle(deciding.row.name)) : ''}
        confirm={deciding?.decision === 'suppress' ? t.suppressDo : t.inviteDo} onConfirm={decide}
        onCancel={() => { setDeciding(undefined); void load.reload(); }}
      >
        {deciding?.decision === 'suppress' ? t.suppressWords : t.inviteWords}
      </NoteDialog>
    </ConsoleFrame>
  );
}
