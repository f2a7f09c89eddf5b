/** Behind each number: why people are there, until when, and who they are. */
import { Button } from '../../../components/button/button';
import { DataTable, type Column } from '../../../components/data-table/data-table';
import { Panel } from '../../../components/panel/panel';
import { Tag } from '../../../components/tag/tag';
import { reasonWords, stepStateText, stepTone } from '../../../text/followup';
import { todayText } from '../../../text/followup-today';
import { useLanguage, useText } from '../../../text/language';
import { percent, shortDay, type Today } from './desk';

type Reason = Today['funnel']['reasons'][number];

interface Props { today: Today; state: string; reason: string; onShow(state: string, reason: string): void }

export function Reasons({ today, state, reason, onShow }: Props) {
  const t = useText(todayText);
  const states = useText(stepStateText);
  const { language } = useLanguage();
  const { reasons, discharges } = today.funnel;
  if (reasons.length === 0) return null;
  const rows = [...reasons].sort((a, b) => b.count - a.count);
  const until = (row: Reason): string => {
    const found = today.waiting.find((one) => one.state === row.state && one.reason === row.reason);
    return found?.firstDay && found.lastDay ? t.dates(shortDay(found.firstDay, language), shortDay(found.lastDay, language)) : '';
  };
  const id = (row: Reason) => `${row.state}/${row.reason}`;
  const columns: Column<Reason>[] = [
    { key: 'now', title: t.now, cell: (row) => <Tag tone={stepTone(row.state)}>{states[row.state]}</Tag> },
    { key: 'why', title: t.why, wrap: true, cell: (row) => reasonWords(row.reason, language) },
    { key: 'people', title: t.people, number: true, cell: (row) => t.share(row.count, percent(row.count, discharges)) },
    { key: 'until', title: t.upTo, cell: until },
    { key: 'show', title: '', cell: (row) => <Button tone="soft" small wide={false} label={`${t.show} ${states[row.state]} ${reasonWords(row.reason, language)}`} onPress={() => onShow(row.state, row.reason)}>{t.show}</Button> },
  ];
  return <Panel title={t.reasons} flush><DataTable label={t.reasons} columns={columns} rows={rows} id={id} chosen={state === '' ? undefined : `${state}/${reason}`} empty="" /></Panel>;
}
