/** The complaint desk: two clocks beside every complaint, the most urgent first where it matters. */
import { useEffect, useState } from 'react';
import { useComplaints } from '../../../cloud/complaints';
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { useStaff } from '../../../cloud/staff';
import { useVisible } from '../../../cloud/use-visible';
import { Button } from '../../../components/button/button';
import { mayRegister } from '../../../components/complaint-dialog/client';
import { ConsoleFrame } from '../../../components/console-frame/console-frame';
import { addressOf, go } from '../../../components/console-frame/go';
import { usePlaces } from '../../../components/console-frame/places';
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
import { deskText } from '../../../text/complaint-console';
import { categoryWords } from '../../../text/complaint-table';
import { useLanguage, useText } from '../../../text/language';
import { shellText } from '../../../text/shell';
import { staffText } from '../../../text/staff';
import { dayWords, startOf, whenWords } from '../../../text/time';
import { ClockTag } from '../clock';
import { complaint, deskPage, detailPage, isOver, mayRead, registerPage, type Row, type View } from '../desk';
import { Marks, Offices, StateTag, Who } from '../row-words';
import './index.scss';

const views: readonly View[] = ['new', 'mine', 'due', 'over', 'answered', 'closed', 'all'];
/** ms between two looks at the list while somebody sees it. */
const every = 60_000;

export default function Desk() {
  const t = useText(deskText);
  const shell = useText(shellText);
  const staff = useText(staffText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const places = usePlaces();
  const narrow = useNarrow();
  const visible = useVisible();
  const now = useNow();
  const { data: counts, reload: recount } = useComplaints();
  const ward = me?.role === 'ward';
  const first: View = ward ? 'mine' : 'new';
  const [address, setAddress] = useAddress({ view: '', row: '', order: '' });
  const shownViews = ward ? views.filter((view) => view !== 'new') : views;
  const view = shownViews.find((one) => one === address.view) ?? first;
  const [pages, setPages] = useState(1);
  useEffect(() => setPages(1), [view]);
  const may = mayRead(me?.role);

  const load = useLoad(async () => {
    if (!may) return { rows: [], more: false };
    const rows: Row[] = [];
    for (let page = 1, cursor: string | undefined; ; page += 1) {
      const reply = await complaint.desk({ view, ...(cursor !== undefined && { cursor }) });
      rows.push(...reply.rows);
      if (reply.cursor === null || page >= pages) return { rows, more: reply.cursor !== null };
      cursor = reply.cursor;
    }
  }, [view, pages, may]);
  const { reload } = load;
  useEffect(() => {
    if (!visible) return;
    const timer = setInterval(() => { void reload(); void recount(); }, every);
    return () => clearInterval(timer);
  }, [visible, reload, recount]);
  useEffect(() => { void recount(); }, [recount]);

  const rows = load.data?.rows ?? [];
  const chosen = rows.find(({ number }) => number === address.row) ?? rows[0];
  const open = ({ number }: Row) => go(detailPage, { number });
  const registers = mayRegister(me?.role);
  useKeys({ ...(chosen && { Enter: () => open(chosen) }), ...(registers && { r: () => go(registerPage) }) });

  const running = (row: Row) => !isOver(row.state) && row.state !== 'answered';
  const clock = (row: Row, which: 'internal' | 'legal') => (row.state === 'withdrawn' ? <span className="s-muted">{t.stopped}</span> : <span className="desk-clock"><ClockTag clock={row[which]} state={which === 'internal' ? row.internalState : row.legalState} running={running(row)} now={now} /><span className="s-muted">{dayWords(startOf(row[which].day), now, language)}</span></span>);
  const columns: Column<Row>[] = [
    { key: 'number', title: t.number, sort: (row) => row.number, cell: (row) => <span className="desk-clock"><a className="desk-number" href={addressOf(detailPage, { number: row.number })} tabIndex={-1}>{row.number.slice(2)}</a><span className="s-muted" title={whenWords(row.receivedAt, now, language)}>{t.sources[row.source]} {dayWords(row.receivedAt, now, language)}</span></span> },
    { key: 'about', title: t.about, wrap: true, sort: (row) => row.category, cell: (row) => <span className="desk-about"><span className="desk-line"><b>{categoryWords(row.category, language)}</b>{row.departmentName !== '' && <span className="s-muted">{row.departmentName}</span>}<Marks row={row} /></span><span className="desk-excerpt">{row.excerpt}</span></span> },
    { key: 'legal', title: t.legal, sort: (row) => row.legal.day, cell: (row) => clock(row, 'legal') },
    { key: 'internal', title: t.internal, sort: (row) => row.internal.day, cell: (row) => clock(row, 'internal') },
    { key: 'state', title: t.state, sort: (row) => row.state, cell: (row) => <StateTag state={row.state} /> },
    { key: 'offices', title: t.offices, wrap: true, cell: (row) => <Offices row={row} /> },
    ...(ward ? [] : [{ key: 'who', title: t.who, wrap: true, cell: (row: Row) => <Who row={row} ward={ward} /> }]),
    { key: 'handler', title: t.handler, wrap: true, sort: (row) => row.takenBy, cell: (row) => (row.takenBy === '' ? <span className="s-muted">{t.nobody}</span> : row.mine && !ward ? t.me : row.takenBy) },
  ];
  const count = (one: View) => (counts && one !== 'closed' && one !== 'all' ? counts[one] : undefined);
  const filters = (
    <Filters
      values={{ view }} onChange={({ view: to = '' }) => setAddress({ view: to, row: '' })}
      filters={[{ kind: 'tabs', key: 'view', label: t.views, options: shownViews.map((one) => ({ value: one, words: ward ? t.viewWard[one] : t.view[one], count: count(one) })) }]}
    />
  );
  const empty = ward && view === 'mine' ? t.emptyWard : t.empty[view];
  return (
    <ConsoleFrame
      name={shell.center} places={places} at={deskPage} title={t.title} beside={may && filters}
      actions={registers && <Button wide={false} onPress={() => go(registerPage)}>{t.register}{!narrow && <Kbd>R</Kbd>}</Button>}
    >
      {counts !== undefined && counts.major > 0 && <Notice tone="danger">{t.major(counts.major)}</Notice>}
      {me && !may ? <Panel><Empty words={staff.noPage} /></Panel> : (
        <div className="desk-list">
          <Panel flush>
            <Await load={load} rows={8}>
              {() => (rows.length === 0 ? <Empty words={empty} /> : narrow ? (
                <ul className="desk-cards" aria-label={t.list}>
                  {rows.map((row) => (
                    <li key={row.number}>
                      <a className="desk-card" href={addressOf(detailPage, { number: row.number })}>
                        <span className="desk-line"><b className="s-grow">{categoryWords(row.category, language)}</b><StateTag state={row.state} /></span>
                        <span>{row.excerpt}</span>
                        <span className="desk-line">{row.state !== 'withdrawn' && <><Tag tone="plain">{t.legal}</Tag><ClockTag clock={row.legal} state={row.legalState} running={running(row)} now={now} /></>}<Marks row={row} /></span>
                        <span className="s-muted">{row.number} · {row.departmentName || t.sources[row.source]} · {whenWords(row.receivedAt, now, language)}</span>
                      </a>
                    </li>
                  ))}
                </ul>
              ) : (
                <DataTable
                  label={t.list} columns={columns} rows={rows} id={(row) => row.number} chosen={chosen?.number} onChoose={(row) => setAddress({ row: row.number })} onOpen={open}
                  order={readOrder(address.order)} onOrder={(to) => setAddress({ order: writeOrder(to) })} empty={empty}
                />
              ))}
            </Await>
          </Panel>
          <div className="desk-line">
            {load.data?.more && <Button tone="soft" small wide={false} busy={load.loading} onPress={() => setPages((before) => before + 1)}>{t.more}</Button>}
            {!narrow && rows.length > 0 && <span className="s-muted" aria-hidden="true">{t.keys}<Kbd>↑</Kbd><Kbd>↓</Kbd> {t.keysMove}<Kbd>Enter</Kbd> {t.keysOpen}{registers && <><Kbd>R</Kbd> {t.keysNew}</>}</span>}
          </div>
        </div>
      )}
    </ConsoleFrame>
  );
}
