/** The ward's patients of one month: what the record proposes is ticked, the head nurse decides and hands in; a later list replaces it. */
import { useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { recall, remember } from '../../../cloud/tab';
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { useStaff } from '../../../cloud/staff';
import { Button } from '../../../components/button/button';
import { Confirm } from '../../../components/confirm/confirm';
import { addressOf } from '../../../components/console-frame/go';
import { DataTable, type Column } from '../../../components/data-table/data-table';
import { TextField } from '../../../components/field/field';
import { Filters } from '../../../components/filters/filters';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Await, Empty } from '../../../components/state/state';
import { Tag } from '../../../components/tag/tag';
import { useNarrow } from '../../../components/use-narrow/use-narrow';
import { registerText } from '../../../text/discharge';
import { monthlyText, proposalText } from '../../../text/discharge-lists';
import { actorWords } from '../../../text/discharge-story';
import { useLanguage, useText } from '../../../text/language';
import { dateWords, dayWords, startOf, whenWords } from '../../../text/time';
import { Cards } from '../cards';
import { discharge, personWords, placeWords, printPage, stayPage, type Monthly, type MonthlyRow } from '../desk';
import { readDraft, startOfList, writeDraft } from './draft';
import { stateTone } from './overview';

interface Props { department: string; month: string; previous: string; onMonth(month: string): void }
type View = 'all' | 'ticked' | 'proposed';
const pageSize = 100;

export function WardList({ department, month, previous, onMonth }: Props) {
  const t = useText(monthlyText);
  const { language } = useLanguage();
  const [said, setSaid] = useState<Said>();
  // A list is handed in whole: all of it is read.
  const load = useLoad(async () => {
    const rows: MonthlyRow[] = [];
    for (let cursor: string | undefined; ;) {
      const reply = await discharge.monthlyList({ departmentCode: department, month, limit: pageSize, ...(cursor !== undefined && { cursor }) });
      rows.push(...reply.rows);
      if (reply.next === null) return { monthly: reply.monthly, names: reply.names, rows };
      cursor = reply.next;
    }
  }, [department, month]);
  const before = useLoad(async () => (await discharge.monthlyList({ departmentCode: department, month: previous, limit: 1 })), [department, previous]);
  const overdue = before.data && before.data.monthly.state === 'overdue' && before.data.rows.length > 0;
  return (
    <>
      {said && <Notice tone={said.tone}>{said.words}</Notice>}
      {overdue && <Notice tone="warn" action={{ words: t.toPrevious, onPress: () => onMonth(previous) }}>{t.previous(t.monthName(previous))}</Notice>}
      <Await load={load} rows={8}>
        {({ monthly, names, rows }) => (rows.length === 0
          ? <><div className="s-muted">{t.words(dateWords(monthly.from, language), dateWords(monthly.to, language), dateWords(monthly.due, language))}</div><Panel><Empty words={t.empty} /></Panel></>
          : <Choosing key={monthly.rev} monthly={monthly} names={names} rows={rows} onSaid={setSaid} onChanged={() => load.reload()} />)}
      </Await>
    </>
  );
}

interface Said { tone: 'good' | 'warn' | 'danger'; words: string }
/** `onSaid`: what the page says outlives the list that was handed in. */
interface ChoosingProps { monthly: Monthly; names: Readonly<Record<string, string>>; rows: readonly MonthlyRow[]; onSaid(said: Said | undefined): void; onChanged(): Promise<void> }
function Choosing({ monthly, names, rows, onSaid, onChanged }: ChoosingProps) {
  const t = useText(monthlyText);
  const register = useText(registerText);
  const proposal = useText(proposalText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const narrow = useNarrow();
  const now = useNow();
  const shelf = `monthly.${monthly.departmentCode}.${monthly.month}.${monthly.rev}`;
  const [start] = useState(() => startOfList(rows, monthly.rev));
  const [ticked, setTicked] = useState<ReadonlySet<string>>(() => readDraft(recall(shelf), rows) ?? start);
  const [note, setNote] = useState(monthly.note);
  const [view, setView] = useState<View>('all');
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const touched = ticked.size !== start.size || [...ticked].some((id) => !start.has(id)) || note !== monthly.note;

  const tick = (id: string, on: boolean) => {
    const next = new Set(ticked);
    if (on) next.add(id); else next.delete(id);
    setTicked(next);
    onSaid(undefined);
    remember(shelf, writeDraft(next));
  };
  const reset = () => { setTicked(start); setNote(monthly.note); remember(shelf, undefined); };
  const submit = async () => {
    setAsking(false);
    setBusy(true);
    try {
      const { monthly: handed } = await discharge.submitMonthly({ departmentCode: monthly.departmentCode, month: monthly.month, encounterIds: [...ticked], note: note.trim(), rev: monthly.rev });
      remember(shelf, undefined);
      onSaid({ tone: 'good', words: t.done(handed.chosen) });
      await onChanged();
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      onSaid({ tone: error.code === 'CONFLICT' ? 'warn' : 'danger', words: error.code === 'CONFLICT' ? t.changed : error.message });
      if (error.code === 'CONFLICT') await onChanged();
    } finally {
      setBusy(false);
    }
  };
  const shown = rows.filter((row) => (view === 'ticked' ? ticked.has(row.encounterId) : view === 'proposed' ? row.proposals.length > 0 : true));
  const box = (row: MonthlyRow) => <input type="checkbox" className="monthly-box" aria-label={t.tick(row.name)} checked={ticked.has(row.encounterId)} onChange={(event) => tick(row.encounterId, event.target.checked)} />;
  const why = (row: MonthlyRow) => <span className="register-flags">{row.proposals.map((one) => <Tag key={one} tone="info">{proposal[one]}</Tag>)}</span>;
  const columns: Column<MonthlyRow>[] = [
    { key: 'tick', title: t.choose, cell: box }, { key: 'discharged', title: register.discharged, cell: (row) => dayWords(startOf(row.dischargeDay), now, language) },
    { key: 'patient', title: register.patient, cell: (row) => <><a className="register-name" href={addressOf(stayPage, { stay: row.encounterId })}>{row.name}</a> {personWords(row, language)}</> },
    { key: 'place', title: register.place, cell: (row) => placeWords(row, language) }, { key: 'why', title: t.why, wrap: true, cell: why }, { key: 'dx', title: register.dx, wrap: true, cell: (row) => <span className="register-dx">{row.dx}</span> }, { key: 'inpatientNo', title: register.inpatientNo, cell: (row) => row.inpatientNo },
  ];
  return (
    <>
      <div className="monthly-head">
        <Tag tone={stateTone[monthly.state]}>{t.states[monthly.state]}</Tag>{monthly.late && <Tag tone="warn">{t.late}</Tag>}
        {monthly.rev > 0 && <span>{t.handed(actorWords(monthly.by, names, me?.staffId, language), whenWords(monthly.at, now, language), monthly.chosen)}{monthly.rev > 1 && ` · ${t.times(monthly.rev)}`}</span>}
        {monthly.rev > 0 && <a className="register-link" href={addressOf(printPage, { priority: monthly.month, department: monthly.departmentCode })}>{t.print}</a>}
      </div>
      <div className="s-muted">{t.words(dateWords(monthly.from, language), dateWords(monthly.to, language), dateWords(monthly.due, language))}</div>
      <Filters values={{ view: view === 'all' ? '' : view }} onChange={(change) => setView(change['view'] === 'ticked' ? 'ticked' : change['view'] === 'proposed' ? 'proposed' : 'all')} filters={[{ kind: 'tabs', key: 'view', label: t.view, options: [{ value: '', words: t.all, count: rows.length }, { value: 'ticked', words: t.ticked, count: ticked.size }, { value: 'proposed', words: t.proposed, count: rows.filter((row) => row.proposals.length > 0).length }] }]} />
      <div className="register-list">
        <Panel flush>
          {shown.length === 0 ? <Empty words={t.emptyView} /> : narrow
            ? <div className="monthly-cards"><Cards label={t.title} rows={shown} before={(row) => <label className="monthly-tick">{box(row)}</label>} standing={why} /></div>
            : <DataTable label={t.title} columns={columns} rows={shown} id={(row) => row.encounterId} empty={t.emptyView} />}
        </Panel>
      </div>
      <div className="monthly-foot">
        <div className="s-grow"><TextField label={t.note} hint={t.noteHint} limit={200} value={note} onChange={setNote} /></div>
        <div className="monthly-hand">
          <span className="s-muted" role="status">{t.tickedOf(ticked.size, rows.length)}{monthly.rev > 0 && touched && ` · ${t.draft}`}</span>
          <span className="register-flags">
            {touched && monthly.rev > 0 && <Button tone="soft" wide={false} disabled={busy} onPress={reset}>{t.reset}</Button>}
            <Button wide={false} busy={busy} disabled={monthly.rev > 0 && !touched} onPress={() => { if (ticked.size === 0) setAsking(true); else void submit(); }}>{monthly.rev > 0 ? t.again(ticked.size) : t.submit(ticked.size)}</Button>
          </span>
        </div>
      </div>
      <Confirm open={asking} title={t.nobodyTitle} confirm={t.nobodyDo} onConfirm={() => { void submit(); }} onCancel={() => setAsking(false)}>{t.nobody}</Confirm>
    </>
  );
}
