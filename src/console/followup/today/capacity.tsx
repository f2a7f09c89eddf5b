/** What cannot be rung is closed under its true name: first seen, then done, with a seed that lets anybody check the sample. */
import { useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { serverNow } from '../../../cloud/cloud';
import { useNow } from '../../../cloud/use-now';
import { Button } from '../../../components/button/button';
import { DataTable, type Column } from '../../../components/data-table/data-table';
import { TextField } from '../../../components/field/field';
import { NoteDialog } from '../../../components/note-dialog/note-dialog';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { capacityText, todayText } from '../../../text/followup-today';
import { useLanguage, useText } from '../../../text/language';
import { dayOf, dayWords, startOf, whenWords } from '../../../text/time';
import { call } from './desk';

type Drawn = Awaited<ReturnType<typeof call.closeByCapacity>>;
type Row = Drawn['rows'][number];

export function Capacity({ onClosed }: { onClosed(): void }) {
  const t = useText(capacityText);
  const today = useText(todayText);
  const { language } = useLanguage();
  const now = useNow();
  const [count, setCount] = useState('10');
  const [seed, setSeed] = useState(() => dayOf(serverNow()));
  const [drawn, setDrawn] = useState<Drawn & { seed: string }>();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [said, setSaid] = useState<{ tone: 'good' | 'warn'; words: string }>();

  const look = async () => {
    const wanted = /^\d{1,3}$/.test(count.trim()) ? Number(count) : 0;
    if (wanted < 1 || wanted > 500) {
      setProblem(t.wrongNumber);
      return;
    }
    setBusy(true);
    setSaid(undefined);
    try {
      const using = seed.trim() || dayOf(serverNow());
      setDrawn({ ...(await call.closeByCapacity({ dryRun: true, count: wanted, seed: using })), seed: using });
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setSaid({ tone: 'warn', words: error.message });
    } finally {
      setBusy(false);
    }
  };
  const close = async (note: string) => {
    if (!drawn) return;
    const { closed } = await call.closeByCapacity({ dryRun: false, callIds: drawn.rows.map((row) => row.callId), seed: drawn.seed, note });
    setAsking(false);
    setDrawn(undefined);
    setSaid({ tone: 'good', words: t.done(closed) });
    onClosed();
  };
  const columns: Column<Row>[] = [
    { key: 'patient', title: today.patient, cell: (row) => row.name }, { key: 'department', title: today.department, cell: (row) => row.departmentName },
    { key: 'discharged', title: today.discharged, cell: (row) => dayWords(startOf(row.dischargeDay), now, language) }, { key: 'due', title: t.due, cell: (row) => whenWords(row.dueAt, now, language) },
  ];
  const keptWords: Readonly<Record<string, string | undefined>> = t.keptWhy;
  return (
    <Panel>
      <div className="s-muted today-words">{t.words}</div>
      {said && <Notice tone={said.tone}>{said.words}</Notice>}
      <div className="today-form">
        <TextField label={t.count} kind="digits" value={count} limit={3} problem={problem} onChange={(value) => { setCount(value); setProblem(undefined); }} />
        <TextField label={t.seed} hint={t.seedHint} value={seed} limit={40} onChange={setSeed} />
        <Button tone="soft" wide={false} busy={busy} onPress={() => { void look(); }}>{t.look}</Button>
      </div>
      {drawn && (
        <div role="status">
          <div><b>{t.eligible(drawn.eligible)}</b>{drawn.kept.length > 0 && <span className="s-muted"> · {t.kept}{language === 'zh' ? '：' : ': '}{drawn.kept.map(({ why, count: n }) => `${keptWords[why] ?? ''} ${n}`).join(' · ')}</span>}</div>
          {drawn.rows.length === 0 ? <div className="s-muted">{t.nobody}</div> : (
            <>
              <div className="today-words">{t.drawn(drawn.rows.length)}</div>
              <Panel flush><DataTable label={t.drawn(drawn.rows.length)} columns={columns} rows={drawn.rows} id={(row) => row.callId} empty="" /></Panel>
              <div className="today-words"><Button tone="danger" wide={false} onPress={() => setAsking(true)}>{t.doIt(drawn.rows.length)}</Button></div>
            </>
          )}
        </div>
      )}
      <NoteDialog open={asking} danger title={t.title(drawn?.rows.length ?? 0)} confirm={t.doIt(drawn?.rows.length ?? 0)} label={t.note} hint={t.noteHint} onConfirm={close} onCancel={() => setAsking(false)}>{t.warn}</NoteDialog>
    </Panel>
  );
}
