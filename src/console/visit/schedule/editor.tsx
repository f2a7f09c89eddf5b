/** One schedule as a form. Nothing is saved before it was said what it changes; what a colleague saved meanwhile is shown, not overwritten. */
import { useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { useNow } from '../../../cloud/use-now';
import { Button } from '../../../components/button/button';
import { TextArea, TextField } from '../../../components/field/field';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { useText } from '../../../text/language';
import { dayOf } from '../../../text/time';
import { scheduleText } from '../../../text/visit-schedule';
import { visit, type KnownDepartment, type Schedule, type ScheduleChange } from '../desk';
import { Change } from './change';
import { formOf, readForm, type FormProblems, type Typed } from './form';
import { Spans } from './spans';
import { Specials } from './specials';

interface Props {
  /** Undefined: a new one. */
  schedule: Schedule | undefined;
  departments: readonly KnownDepartment[];
  departmentCode: string;
  onSaved(schedule: Schedule): void;
  /** The record has moved on: read it again. */
  onStale(): void;
  onDiscard(): void;
}

export function Editor({ schedule, departments, departmentCode, onSaved, onStale, onDiscard }: Props) {
  const t = useText(scheduleText);
  const now = useNow();
  const [typed, setTyped] = useState<Typed>(() => formOf(schedule, departmentCode));
  const [problems, setProblems] = useState<FormProblems>({});
  const [change, setChange] = useState<ScheduleChange>();
  const [busy, setBusy] = useState('');
  const [said, setSaid] = useState<string>();
  const [stale, setStale] = useState(false);
  const set = (next: Partial<Typed>) => {
    setTyped((before) => ({ ...before, ...next }));
    setProblems({});
    setChange(undefined);
    setSaid(undefined);
  };
  const send = async (dryRun: boolean) => {
    const read = readForm(typed);
    if (read.problems) {
      setProblems(read.problems);
      return;
    }
    setBusy(dryRun ? 'look' : 'save');
    setSaid(undefined);
    try {
      const reply = await visit.saveSchedule({ ...read.ready, ...(schedule && { scheduleId: schedule.scheduleId }), rev: schedule?.rev ?? 0, dryRun });
      if (dryRun) setChange(reply.change);
      else onSaved(reply.schedule);
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setStale(error.reason === 'changed');
      setChange(undefined);
      if (error.reason === 'changed') onStale();
      else setSaid(error.reason === 'exists' ? t.exists : error.message);
    } finally {
      setBusy('');
    }
  };
  const words = (path: string) => { const problem = problems[path]; return problem && t[problem]; };
  return (
    <Panel title={schedule ? t.editTitle(schedule.practitioner || t.general) : t.newTitle}>
      <form className="visit-form" noValidate onSubmit={(event) => { event.preventDefault(); void send(change === undefined); }}>
        <div className="visit-form-two">
          {!schedule && departments.length > 1 && (
            <label className="schedule-select">{t.chooseDepartment}
              <select className="s-filter-input" value={typed.departmentCode} onChange={(event) => set({ departmentCode: event.target.value })}>{departments.map((one) => <option key={one.code} value={one.code}>{one.name}</option>)}</select>
              {words('departmentCode') && <span className="visit-problem" role="alert">{words('departmentCode')}</span>}
            </label>
          )}
          <TextField label={t.doctor} hint={t.doctorHint} limit={20} value={typed.practitioner} disabled={schedule !== undefined} onChange={(practitioner) => set({ practitioner })} />
          <TextField label={t.titleOf} hint={t.titleHint} limit={20} value={typed.title} onChange={(title) => set({ title })} />
          <TextField label={t.place} hint={t.placeHint} limit={60} value={typed.place} problem={words('place')} onChange={(place) => set({ place })} />
          <TextField label={t.publishDays} hint={t.publishHint} kind="digits" limit={2} value={typed.publishDays} problem={words('publishDays')} onChange={(publishDays) => set({ publishDays })} />
        </div>
        <TextArea label={t.preparation} hint={t.preparationHint} rows={2} limit={300} value={typed.preparation} onChange={(preparation) => set({ preparation })} />
        <fieldset className="schedule-set"><legend>{t.weekly}</legend><Spans name={t.weekly} path="weekly" spans={typed.weekly} weekly problems={problems} onChange={(weekly) => set({ weekly })} /></fieldset>
        <fieldset className="schedule-set"><legend>{t.special}</legend><Specials specials={typed.exceptions} today={dayOf(now)} problems={problems} onChange={(exceptions) => set({ exceptions })} /></fieldset>
        <label className="schedule-active"><input type="checkbox" checked={typed.active} onChange={(event) => set({ active: event.target.checked })} />{t.open}</label>
        {change && <Change change={change} departmentCode={typed.departmentCode} />}
        {said !== undefined && <Notice tone="warn">{said}</Notice>}
        {stale && <Notice tone="warn" action={{ words: t.useFresh, onPress: () => { set(formOf(schedule, departmentCode)); setStale(false); } }}>{t.conflict}</Notice>}
        {Object.keys(problems).length > 0 && <div className="visit-problem" role="alert">{t.someWrong}</div>}
        <div className="visit-bar">
          {change === undefined ? <Button wide={false} busy={busy === 'look'} onPress={() => { void send(true); }}>{t.preview}</Button> : <Button wide={false} busy={busy === 'save'} onPress={() => { void send(false); }}>{t.save}</Button>}
          <Button tone="soft" wide={false} disabled={busy !== ''} onPress={onDiscard}>{t.discard}</Button>
        </div>
      </form>
    </Panel>
  );
}
