/** The list behind the page, fresh every few seconds while somebody looks: two desks check people in at once. */
import { useEffect, useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { useLoad, type Load } from '../../../cloud/use-load';
import { useVisible } from '../../../cloud/use-visible';
import { dayText } from '../../../text/visit-console';
import type { Language } from '../../../text/wording';
import { visit, type DayRow } from '../desk';
import { markOf, type Act } from './rows';

/** ms between two readings. */
const every = 15_000;

export type Day = Awaited<ReturnType<typeof visit.day>> & { code: string };
export interface Said { tone: 'good' | 'warn'; words: string; undo?: DayRow }

export function useDay(code: string, day: string, language: Language): { load: Load<Day | undefined>; said: Said | undefined; busy: string; act(act: Act, row: DayRow): void } {
  const t = dayText[language];
  const visible = useVisible();
  const [said, setSaid] = useState<Said>();
  const [busy, setBusy] = useState('');
  // What the server has just answered stands at once: the next key must not act on what was before.
  const [marked, setMarked] = useState<DayRow>();
  const load = useLoad(async () => (code === '' ? undefined : { ...(await visit.day({ departmentCode: code, day })), code }), [code, day]);
  const { reload } = load;
  useEffect(() => {
    if (!visible || code === '') return;
    const timer = setInterval(() => { void reload(); }, every);
    return () => clearInterval(timer);
  }, [visible, code, reload]);
  useEffect(() => setSaid(undefined), [code, day]);
  // An answer that was asked for before the mark is dropped; the next one knows of it.
  useEffect(() => setMarked(undefined), [load.data]);

  const run = async (act: Act, row: DayRow) => {
    const to = markOf(act, row.state);
    if (!to || busy !== '') return;
    setBusy(row.appointmentId);
    try {
      const { row: now } = await visit.mark({ appointmentId: row.appointmentId, to });
      setMarked(now);
      setSaid({ tone: 'good', words: { arrived: t.checkedIn, fulfilled: t.completed, booked: t.undone }[to](row.name), ...(act !== 'undo' && { undo: now }) });
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setSaid({ tone: 'warn', words: error.reason === 'not_today' ? t.notToday : error.code === 'CONFLICT' ? t.moved : t.refused(error.message) });
    } finally {
      setBusy('');
    }
    await reload();
  };
  const shown = load.data && marked ? { ...load.data, rows: load.data.rows.map((row) => (row.appointmentId === marked.appointmentId ? marked : row)) } : load.data;
  return { load: { ...load, data: shown }, said, busy, act: (act, row) => { void run(act, row); } };
}
