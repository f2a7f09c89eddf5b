/** Who works how much, day by day: the number behind the line in the list and the forecast. */
import { useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { useLoad } from '../../../cloud/use-load';
import { useStaff } from '../../../cloud/staff';
import { Button } from '../../../components/button/button';
import { DataTable, type Column } from '../../../components/data-table/data-table';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Await } from '../../../components/state/state';
import { rotaText } from '../../../text/followup-today';
import { useLanguage, useText } from '../../../text/language';
import { call, figure, fullDay } from './desk';

type Row = Awaited<ReturnType<typeof call.roster>>['days'][number];
/** What was typed, per day. */
interface Typed { people: string; hours: string; rate: string }
const days = 14;

const typedOf = (row: Row): Typed => ({ people: String(row.people), hours: String(row.hours), rate: String(row.callsPerHour / 10) });
const whole = (text: string, most: number): number | undefined => (/^\d{1,3}$/.test(text.trim()) && Number(text) <= most ? Number(text) : undefined);
const tenths = (text: string): number | undefined => (/^\d{1,2}(\.\d)?$/.test(text.trim()) && Number(text) <= 60 ? Math.round(Number(text) * 10) : undefined);

export function Roster({ from, onSaved }: { from: string; onSaved(): void }) {
  const t = useText(rotaText);
  const { language } = useLanguage();
  const { me } = useStaff();
  const load = useLoad(() => call.roster({ from, days }), [from]);
  const [typed, setTyped] = useState<Readonly<Record<string, Typed | undefined>>>({});
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ tone: 'good' | 'warn'; words: string }>();
  const edits = me?.role === 'lead';
  const of = (row: Row): Typed => typed[row.day] ?? typedOf(row);
  const read = (row: Row) => {
    const { people, hours, rate } = of(row);
    return { people: whole(people, 200), hours: whole(hours, 24), callsPerHour: tenths(rate) };
  };
  const set = (row: Row, change: Partial<Typed>) => {
    setSaid(undefined);
    setTyped((before) => ({ ...before, [row.day]: { ...of(row), ...change } }));
  };
  const save = async () => {
    const rows = (load.data?.days ?? []).filter((row) => typed[row.day] !== undefined);
    const wanted = rows.flatMap((row) => {
      const { people, hours, callsPerHour } = read(row);
      return people === undefined || hours === undefined || callsPerHour === undefined ? [] : [{ day: row.day, people, hours, callsPerHour }];
    });
    if (wanted.length < rows.length) {
      setSaid({ tone: 'warn', words: t.wrongNumber });
      return;
    }
    if (wanted.length === 0) {
      setSaid({ tone: 'good', words: t.saved(0) });
      return;
    }
    setBusy(true);
    try {
      const { saved } = await call.saveRoster({ days: wanted });
      setSaid({ tone: 'good', words: t.saved(saved) });
      setTyped({});
      await load.reload();
      onSaved();
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setSaid({ tone: 'warn', words: error.message });
    } finally {
      setBusy(false);
    }
  };
  const input = (row: Row, key: keyof Typed, label: string, wrong: boolean) => (edits
    ? <input className={`s-filter-input today-input${wrong ? ' today-input-wrong' : ''}`} inputMode="decimal" aria-label={`${fullDay(row.day, language)} ${label}`} aria-invalid={wrong} value={of(row)[key]} onChange={(event) => set(row, { [key]: event.target.value })} />
    : of(row)[key]);
  const columns: Column<Row>[] = [
    { key: 'day', title: t.day, cell: (row) => <>{fullDay(row.day, language)} <span className="s-muted">{row.work ? '' : t.rest}</span></> },
    { key: 'people', title: t.people, number: true, cell: (row) => input(row, 'people', t.people, read(row).people === undefined) },
    ...(edits ? [{ key: 'one', title: '', cell: (row: Row) => <Button tone="soft" small wide={false} label={`${fullDay(row.day, language)} ${t.one}`} disabled={!read(row).people} onPress={() => set(row, { people: String(Math.max(0, (read(row).people ?? 1) - 1)) })}>{t.one}</Button> }] : []),
    { key: 'hours', title: t.hours, number: true, cell: (row) => input(row, 'hours', t.hours, read(row).hours === undefined) },
    { key: 'rate', title: t.rate, number: true, cell: (row) => input(row, 'rate', t.rate, read(row).callsPerHour === undefined) },
    { key: 'capacity', title: t.capacity, number: true, cell: (row) => { const { people, hours, callsPerHour } = read(row); return people === undefined || hours === undefined || callsPerHour === undefined ? '' : figure(Math.floor((people * hours * callsPerHour) / 10)); } },
    { key: 'by', title: '', cell: (row) => <span className="s-muted">{row.stated ? t.editedBy(row.by.replace(/^staff:/, '')) : t.notStated}</span> },
  ];
  return (
    <Panel flush>
      <div className="today-lead"><span className="s-grow s-muted">{t.rosterWords}{!edits && ` ${t.readOnly}`}</span>{edits && <Button wide={false} busy={busy} onPress={() => { void save(); }}>{t.save}</Button>}</div>
      {said && <Notice tone={said.tone}>{said.words}</Notice>}
      <Await load={load} rows={6}>{(data) => <DataTable label={t.day} columns={columns} rows={data.days} id={(row) => row.day} empty="" />}</Await>
    </Panel>
  );
}
