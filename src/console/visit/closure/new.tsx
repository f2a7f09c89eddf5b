/** Closing a clinic: which one, when, why; then whom it would send home; only then it is done. */
import { useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { serverNow } from '../../../cloud/cloud';
import { useNow } from '../../../cloud/use-now';
import { Button } from '../../../components/button/button';
import { Confirm } from '../../../components/confirm/confirm';
import { DataTable, type Column } from '../../../components/data-table/data-table';
import type { Order } from '../../../components/data-table/sort';
import { TextField } from '../../../components/field/field';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Tag } from '../../../components/tag/tag';
import { useLanguage, useText } from '../../../text/language';
import { dayOf } from '../../../text/time';
import { closureText } from '../../../text/visit-schedule';
import { momentWords, visit, type Affected, type Closure } from '../desk';
import { doctorsOf, type Clinics } from '../use-clinics';
import { readClosure, type ClosureProblem, type ClosureTyped } from './form';

const times = Array.from({ length: 33 }, (_, n) => `${String(6 + Math.floor(n / 2)).padStart(2, '0')}:${n % 2 === 0 ? '00' : '30'}`);
const parts = ['day', 'am', 'pm', 'hours'] as const;

interface Props { clinics: Clinics; departmentCode: string; scheduleId: string; onClosed(closure: Closure | null): void; onCancel(): void }

export function NewClosure({ clinics, departmentCode, scheduleId, onClosed, onCancel }: Props) {
  const t = useText(closureText);
  const { language } = useLanguage();
  const now = useNow();
  const [typed, setTyped] = useState<ClosureTyped>(() => ({ departmentCode, scheduleId, part: 'day', day: '', lastDay: '', from: '08:00', to: '12:00', reason: '' }));
  const [problem, setProblem] = useState<{ problem: ClosureProblem; field: string }>();
  const [affected, setAffected] = useState<readonly Affected[]>();
  const [order, setOrder] = useState<Order>();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState('');
  const [said, setSaid] = useState<string>();
  const set = (change: Partial<ClosureTyped>) => {
    setTyped((before) => ({ ...before, ...change }));
    setProblem(undefined);
    setAffected(undefined);
    setSaid(undefined);
  };
  const send = async (dryRun: boolean) => {
    const read = readClosure(typed, serverNow());
    if (!read.ready) {
      setProblem(read);
      setAsking(false);
      return;
    }
    setBusy(dryRun ? 'look' : 'close');
    setSaid(undefined);
    try {
      const reply = await visit.close({ ...read.ready, dryRun });
      if (dryRun) setAffected(reply.affected);
      else onClosed(reply.closure);
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setSaid(error.message);
    } finally {
      setBusy('');
      setAsking(false);
    }
  };
  const wrong = (field: string) => (problem?.field === field ? t[problem.problem] : undefined);
  const input = (key: 'day' | 'lastDay', label: string) => <label className="s-filter-label">{label}<input className="s-filter-input" type="date" min={dayOf(now)} value={typed[key]} onChange={(event) => set({ [key]: event.target.value })} /></label>;
  const time = (key: 'from' | 'to', label: string) => <label className="s-filter-label">{label}<select className="s-filter-input" value={typed[key]} onChange={(event) => set({ [key]: event.target.value })}>{times.map((one) => <option key={one} value={one}>{one}</option>)}</select></label>;
  const partWords = { day: t.wholeDay, am: t.morning, pm: t.afternoon, hours: t.otherTime };
  const columns: Column<Affected>[] = [
    { key: 'start', title: t.booked, sort: (row) => row.start, cell: (row) => momentWords(row.start, language) }, { key: 'patient', title: t.patient, sort: (row) => row.name, cell: (row) => <b>{row.name}</b> },
    { key: 'doctor', title: t.doctor, sort: (row) => row.practitioner, cell: (row) => row.practitioner || t.general }, { key: 'reach', title: t.reach, sort: (row) => row.reach, cell: (row) => (row.reach === 'none' ? <Tag tone="warn">{t.reachWays.none}</Tag> : t.reachWays[row.reach]) },
  ];
  const n = affected?.length ?? 0;
  return (
    <Panel title={t.new}>
      <form className="visit-form" noValidate onSubmit={(event) => { event.preventDefault(); void send(true); }}>
        <div className="visit-bar">
          <label className="s-filter-label">{t.department}
            <select className="s-filter-input" value={typed.departmentCode} onChange={(event) => set({ departmentCode: event.target.value, scheduleId: '' })}>{clinics.departments.map((one) => <option key={one.code} value={one.code}>{one.name}</option>)}</select>
          </label>
          <label className="s-filter-label">{t.clinic}
            <select className="s-filter-input" value={typed.scheduleId} onChange={(event) => set({ scheduleId: event.target.value })}>
              <option value="">{t.wholeDepartment}</option>
              {doctorsOf(clinics.schedules, typed.departmentCode).map((one) => <option key={one.scheduleId} value={one.scheduleId}>{one.practitioner || t.general}</option>)}
            </select>
          </label>
          {wrong('departmentCode') && <span className="visit-problem" role="alert">{wrong('departmentCode')}</span>}
        </div>
        <div className="s-filter-tabs" role="group" aria-label={t.time}>
          {parts.map((part) => <button key={part} type="button" className={`s-filter-tab${typed.part === part ? ' s-filter-on' : ''}`} aria-pressed={typed.part === part} onClick={() => set({ part })}>{partWords[part]}</button>)}
        </div>
        <div className="visit-bar">
          {typed.part === 'day' ? <>{input('day', t.fromDay)}{input('lastDay', t.toDay)}</> : input('day', t.day)}
          {typed.part === 'hours' && <>{time('from', t.from)}{time('to', t.to)}</>}
          {(wrong('day') ?? wrong('time')) !== undefined && <span className="visit-problem" role="alert">{wrong('day') ?? wrong('time')}</span>}
        </div>
        <TextField label={t.reason} hint={t.reasonHint} limit={60} value={typed.reason} problem={wrong('reason')} onChange={(reason) => set({ reason })} />
        {said !== undefined && <Notice tone="warn">{said}</Notice>}
        {affected && (
          <div className="closure-affected" role="status">
            <b>{n === 0 ? t.nobody : t.affected(n)}</b>
            {n > 0 && <Panel flush><DataTable label={t.affected(n)} columns={columns} rows={affected} id={(row) => row.appointmentId} order={order} onOrder={setOrder} empty={t.affectedEmpty} /></Panel>}
          </div>
        )}
        <div className="visit-bar">
          {affected ? <Button tone="danger" wide={false} busy={busy === 'close'} onPress={() => setAsking(true)}>{n === 0 ? t.closeNobody : t.close(n)}</Button> : <Button wide={false} busy={busy === 'look'} onPress={() => { void send(true); }}>{t.preview}</Button>}
          <Button tone="soft" wide={false} disabled={busy !== ''} onPress={onCancel}>{t.back}</Button>
        </div>
      </form>
      <Confirm open={asking} danger title={t.confirmTitle} confirm={n === 0 ? t.closeNobody : t.close(n)} busy={busy === 'close'} onConfirm={() => { void send(false); }} onCancel={() => setAsking(false)}>{n === 0 ? t.confirmNobody : t.confirmWords(n)}</Confirm>
    </Panel>
  );
}
