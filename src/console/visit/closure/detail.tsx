/** One closure: where each person stands, from being told to a new place or a call. Fresh by itself while somebody looks. */
import { useEffect, useRef } from 'react';
import { useLoad } from '../../../cloud/use-load';
import { useStaff } from '../../../cloud/staff';
import { useVisible } from '../../../cloud/use-visible';
import { addressOf } from '../../../components/console-frame/go';
import { DataTable, type Column } from '../../../components/data-table/data-table';
import { readOrder, writeOrder } from '../../../components/data-table/sort';
import { Filters } from '../../../components/filters/filters';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Await, Empty } from '../../../components/state/state';
import { Tag, type Tone } from '../../../components/tag/tag';
import { useNarrow } from '../../../components/use-narrow/use-narrow';
import { useLanguage, useText } from '../../../text/language';
import { phoneWords } from '../../../text/phone';
import { closureText } from '../../../text/visit-schedule';
import { may, momentWords, spanWords, stayPage, visit, worklistPage, type ClosureRow } from '../desk';

/** ms between two readings: often while people are being told, calmly afterwards. */
const whileWorking = 4000;
const afterwards = 30_000;
const standings = ['working', 'offered', 'accepted', 'other', 'cancelled', 'silent', 'no_place'] as const;
const tones: Readonly<Record<ClosureRow['standing'], Tone>> = { working: 'info', offered: 'info', accepted: 'action', other: 'action', cancelled: 'plain', silent: 'warn', no_place: 'warn' };

interface Props { closureId: string; standing: string; order: string; onAddress(change: { standing?: string; personOrder?: string }): void; /** It is done now: the list says so too. */ onState(): void }

export function Detail({ closureId, standing, order, onAddress, onState }: Props) {
  const t = useText(closureText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const narrow = useNarrow();
  const visible = useVisible();
  const load = useLoad(() => visit.closure({ closureId }), [closureId]);
  const { reload } = load;
  const data = load.data?.closure.closureId === closureId ? load.data : undefined;
  const state = data?.closure.state;
  const known = useRef(state);
  useEffect(() => {
    if (known.current !== undefined && known.current !== state) onState();
    known.current = state;
  }, [state]);
  const every = data?.closure.state === 'working' ? whileWorking : afterwards;
  useEffect(() => {
    if (!visible) return;
    const timer = setInterval(() => { void reload(); }, every);
    return () => clearInterval(timer);
  }, [visible, every, reload]);

  const rows = (data?.rows ?? []).filter((row) => standing === '' || row.standing === standing);
  const call = (row: ClosureRow) => row.callId !== '' && may.ring(me?.role) && <a className="visit-link" href={addressOf(worklistPage, { call: row.callId })}>{t.toCall}</a>;
  const name = (row: ClosureRow) => (row.encounterId === '' ? <b>{row.name}</b> : <a className="visit-name" href={addressOf(stayPage, { stay: row.encounterId })}>{row.name}</a>);
  const until = (row: ClosureRow) => (row.until > 0 ? t.until(momentWords(row.until, language)) : '');
  const columns: Column<ClosureRow>[] = [
    { key: 'patient', title: t.patient, sort: (row) => row.name, cell: (row) => <>{name(row)}<br /><span className="s-muted">{phoneWords(row.phone)}</span></> },
    { key: 'booked', title: t.booked, sort: (row) => row.start, cell: (row) => <>{momentWords(row.start, language)}<br /><span className="s-muted">{row.practitioner || t.general}</span></> },
    { key: 'standing', title: t.standing, wrap: true, sort: (row) => standings.indexOf(row.standing), cell: (row) => <span className="closure-standing"><Tag tone={tones[row.standing]}>{t.standings[row.standing]}</Tag><span className="s-muted">{until(row)}</span>{call(row)}</span> },
    { key: 'offered', title: t.offered, sort: (row) => row.newStart || undefined, cell: (row) => (row.newStart > 0 ? momentWords(row.newStart, language) : <span className="s-muted">{t.noOffer}</span>) },
  ];
  return (
    <Await load={{ ...load, data }} rows={6}>
      {({ closure, rows: all }) => (
        <div className="visit-list">
          <Panel title={`${closure.departmentName} · ${closure.scheduleId === '' ? t.wholeDepartment : closure.practitioner || t.general}`} aside={<Tag tone={closure.state === 'working' ? 'info' : 'plain'}>{closure.state === 'working' ? t.working : t.done}</Tag>}>
            <div>{spanWords(closure.from, closure.to, language)} · {closure.reason}</div>
            <div className="s-muted">{t.counted(closure.counts.affected, closure.counts.offered, closure.counts.noPlace)} · {t.arranged(closure.byName, momentWords(closure.at, language))}</div>
          </Panel>
          {closure.state === 'working' && all.length > 0 && <Notice tone="info">{t.closed}</Notice>}
          {all.length > 0 && (
            <Filters
              values={{ standing }} onChange={(change) => onAddress({ standing: change['standing'] ?? '' })}
              filters={[{ kind: 'tabs', key: 'standing', label: t.standing, options: [{ value: '', words: t.all, count: all.length }, ...standings.filter((one) => all.some((row) => row.standing === one)).map((one) => ({ value: one, words: t.standings[one], count: all.filter((row) => row.standing === one).length }))] }]}
            />
          )}
          <Panel flush>
            {rows.length === 0 ? <Empty words={all.length === 0 ? t.affectedEmpty : t.affectedFilter} /> : narrow ? (
              <ul className="visit-cards" aria-label={t.affected(all.length)}>
                {rows.map((row) => (
                  <li key={row.appointmentId} className="visit-card">
                    <span className="visit-card-line"><span className="s-grow">{name(row)}</span><Tag tone={tones[row.standing]}>{t.standings[row.standing]}</Tag></span>
                    <span className="s-muted">{momentWords(row.start, language)}{row.newStart > 0 && ` → ${momentWords(row.newStart, language)}`}</span>
                    {row.until > 0 && <span className="s-muted">{until(row)}</span>}
                    <span className="visit-card-line"><span className="s-grow s-muted">{phoneWords(row.phone)}</span>{call(row)}</span>
                  </li>
                ))}
              </ul>
            ) : <DataTable label={t.affected(all.length)} columns={columns} rows={rows} id={(row) => row.appointmentId} order={readOrder(order)} onOrder={(next) => onAddress({ personOrder: writeOrder(next) })} empty="" />}
          </Panel>
        </div>
      )}
    </Await>
  );
}
