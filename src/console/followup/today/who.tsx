/** The people behind one line, masked, each with the way to the whole stay. */
import { useEffect, useRef, useState } from 'react';
import type { z } from '../../../../cloudfunctions/kit/contract';
import type { StepReason, StepState } from '../../../../cloudfunctions/followup/contract';
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { Button } from '../../../components/button/button';
import { addressOf, go } from '../../../components/console-frame/go';
import { DataTable, type Column } from '../../../components/data-table/data-table';
import { Panel } from '../../../components/panel/panel';
import { Await } from '../../../components/state/state';
import { planText, stepReasonText, stepStateText, stepWords } from '../../../text/followup';
import { todayText } from '../../../text/followup-today';
import { useLanguage, useText } from '../../../text/language';
import { dayWords, startOf, whenWords } from '../../../text/time';
import { followup, type StepRow } from './desk';

const stay = 'discharge/stay/index';
const pageSize = 50;

interface Props { from: string; to: string; state: string; reason: string; onClose(): void }

export function Who({ from, to, state, reason, onClose }: Props) {
  const t = useText(todayText);
  const plans = useText(planText);
  const states = useText(stepStateText);
  const reasons = useText(stepReasonText);
  const { language } = useLanguage();
  const now = useNow();
  const [pages, setPages] = useState(1);
  const [chosen, setChosen] = useState<string>();
  useEffect(() => setPages(1), [state, reason]);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => { box.current?.scrollIntoView({ block: 'nearest' }); }, [state, reason]);
  const load = useLoad(async () => {
    const rows: StepRow[] = [];
    if (!(state in states)) return { rows, more: false };
    for (let page = 1, cursor: string | undefined; ; page += 1) {
      const known = reason in reasons ? { reason: reason as z.output<typeof StepReason> } : { reason: '' as const };
      const reply = await followup.steps({ from, to, state: state as z.output<typeof StepState>, ...known, limit: pageSize, ...(cursor !== undefined && { cursor }) });
      rows.push(...reply.rows);
      if (reply.next === null || page >= pages) return { rows, more: reply.next !== null };
      cursor = reply.next;
    }
  }, [from, to, state, reason, pages]);
  const columns: Column<StepRow>[] = [
    { key: 'patient', title: t.patient, cell: (row) => <a className="today-name" href={addressOf(stay, { stay: row.encounterId })}>{row.name}</a> },
    { key: 'department', title: t.department, sort: (row) => row.departmentName, cell: (row) => row.departmentName },
    { key: 'discharged', title: t.discharged, cell: (row) => dayWords(startOf(row.dischargeDay), now, language) },
    { key: 'step', title: t.step, wrap: true, cell: (row) => `${plans[row.plan]} · ${row.title[language]}` },
    { key: 'since', title: t.since, cell: (row) => (row.until > 0 ? whenWords(row.until, now, language) : '') },
  ];
  return (
    <div ref={box}>
      <Panel flush title={t.who(stepWords(state, reason, language), load.data ? `${load.data.rows.length}${load.data.more ? '+' : ''}` : '…')} aside={<Button tone="soft" small wide={false} onPress={onClose}>{t.close}</Button>}>
        <Await load={load} rows={3}>
          {({ rows, more }) => (
            <>
              <DataTable label={t.show} columns={columns} rows={rows} id={(row) => row.stepId} chosen={chosen} onChoose={(row) => setChosen(row.stepId)} onOpen={(row) => go(stay, { stay: row.encounterId })} empty={t.whoEmpty} />
              {more && <div className="today-more"><Button tone="soft" small wide={false} busy={load.loading} onPress={() => setPages((before) => before + 1)}>{t.more}</Button></div>}
            </>
          )}
        </Await>
      </Panel>
    </div>
  );
}
